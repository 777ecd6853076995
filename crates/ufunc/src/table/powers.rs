//! Powers with one exponent for all: the loops that know it.

use numoxide_core::ufunc::{Identity, Pole, Source, TypedLoop, Ufunc};
use numoxide_core::{Array, DType, Error, Result, typed_loops, ufunc_rows};

use crate::bodies::math::EvenPower;
use crate::bodies::powers::{Inverted, Rooted, Squared};
use crate::reduce::min;

ufunc_rows! {
    /// Powers of 2, by one multiplication.
    SQUARED = "power", Identity::None, Some(Pole::Power), typed_loops!(binary Squared: integers f32 f64);
    /// Powers of 0.5.
    ROOTED = "power", Identity::None, Some(Pole::Power), typed_loops!(binary Rooted: f32 f64);
    /// Powers of -1.
    INVERTED = "power", Identity::None, Some(Pole::Power), typed_loops!(binary Inverted: f32 f64);
    /// Powers of integers, with one exponent for all.
    EVEN = "power", Identity::None, Some(Pole::Power), typed_loops!(slice_binary EvenPower: integers);
}

/// A function whose loops know the exponent, and are that much faster: NumPy's exponents of real numbers, and any of integers.
fn with_exponent(exponent: f64) -> Option<&'static Ufunc> {
    match exponent {
        2.0 => Some(&SQUARED),
        0.5 => Some(&ROOTED),
        -1.0 => Some(&INVERTED),
        0.0.. => Some(&EVEN),
        _ => None,
    }
}

/// The loop for the exponent, if there is but one. An integer has no negative powers among the integers.
pub(super) fn by_exponent(row: &'static TypedLoop, operands: &[Source<'_>]) -> Result<&'static TypedLoop> {
    let (base, exponents) = (&operands[0], &operands[1]);
    if exponents.ndim() == 0 || (exponents.size() == 1 && base.size() > 1) {
        let exponent = exponents.only();
        if let Some(row) = exponent.and_then(with_exponent).and_then(|function| function.like(row)) {
            return Ok(row);
        }
        if exponent.is_some_and(|exponent| exponent >= 0.0) {
            return Ok(row);
        }
    }
    if row.types()[1].kind() != 'i' || exponents.size() == 0 {
        return Ok(row);
    }
    let least: Array<i64> = min::any_with(exponents.view()).run()?.astype(DType::I64)?.try_into()?;
    match least.to_vec()[0] {
        ..0 => Err(Error::value("power", "integers to negative integer powers are not allowed")),
        _ => Ok(row),
    }
}
