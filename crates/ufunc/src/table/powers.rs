//! Powers with one exponent for all: the loops that know it.

use numoxide_core::ufunc::{Identity, Pole, Source, TypedLoop, Ufunc};
use numoxide_core::{Array, DType, Error, Result, typed_loops, ufunc_rows};
use numoxide_simd::powers::EXPONENTS;

use crate::bodies::math::{EvenPower, Rooted};
use crate::bodies::powers::{Inverted, Squared};
use crate::reduce::min;

ufunc_rows! {
    /// Powers of 2, by one multiplication.
    SQUARED = "power", Identity::None, Some(Pole::Power), typed_loops!(binary Squared: integers f32 f64);
    /// Powers of 0.5.
    ROOTED = "power", Identity::None, Some(Pole::Power), typed_loops!(slice_binary Rooted: f32 f64);
    /// Powers of -1.
    INVERTED = "power", Identity::None, Some(Pole::Power), typed_loops!(binary Inverted: f32 f64);
    /// Powers with one whole exponent for all.
    EVEN = "power", Identity::None, Some(Pole::Power), typed_loops!(slice_binary EvenPower: integers f32 f64);
}

/// Whether multiplying a real number is faster than its logarithm, and no less exact.
fn is_small_and_whole(exponent: f64) -> bool {
    exponent.fract() == 0.0 && EXPONENTS.contains(&(exponent as usize))
}

/// A function whose loops know the exponent, and are that much faster.
fn with_exponent(exponent: f64, of_integers: bool) -> Option<&'static Ufunc> {
    match exponent {
        2.0 => Some(&SQUARED),
        0.5 => Some(&ROOTED),
        -1.0 => Some(&INVERTED),
        0.0.. if of_integers || is_small_and_whole(exponent) => Some(&EVEN),
        _ => None,
    }
}

/// The loop for the exponent, if there is but one. An integer has no negative powers among the integers.
pub(super) fn by_exponent(row: &'static TypedLoop, operands: &[Source<'_>]) -> Result<&'static TypedLoop> {
    let (base, exponents) = (&operands[0], &operands[1]);
    if exponents.ndim() == 0 || (exponents.size() == 1 && base.size() > 1) {
        let exponent = exponents.only();
        let of_integers = matches!(row.types()[0].kind(), 'i' | 'u');
        let known = exponent.and_then(|exponent| with_exponent(exponent, of_integers));
        if let Some(row) = known.and_then(|function| function.like(row)) {
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
