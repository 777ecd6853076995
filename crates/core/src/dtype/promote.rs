//! Casting rules and NEP 50 promotion.

use std::fmt;

use super::DType;
use crate::{Error, Result};

/// How much a cast may change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Casting {
    /// Nothing at all.
    No,
    /// Only the byte order; the same as [`Casting::No`] here, where data is native.
    Equiv,
    /// Casts that keep every value.
    Safe,
    /// Safe casts, and casts within a kind (`f64` to `f32`).
    #[default]
    SameKind,
    /// Any cast.
    Unsafe,
}

impl fmt::Display for Casting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Casting::No => "'no'",
            Casting::Equiv => "'equiv'",
            Casting::Safe => "'safe'",
            Casting::SameKind => "'same_kind'",
            Casting::Unsafe => "'unsafe'",
        })
    }
}

/// The place of a scalar kind in the order bool < unsigned < signed < float < complex.
fn rank(dtype: &DType) -> Option<u8> {
    Some(match dtype.kind() {
        'b' => 0,
        'u' => 1,
        'i' => 2,
        'f' => 3,
        'c' => 4,
        _ => return None,
    })
}

/// Whether `from` may become `to` under `casting`. NumPy: `can_cast`.
///
/// ```
/// use numoxide_core::{Casting, DType, can_cast};
///
/// assert!(can_cast(&DType::I32, &DType::F64, Casting::Safe));
/// assert!(!can_cast(&DType::I64, &DType::F32, Casting::Safe));
/// assert!(can_cast(&DType::F64, &DType::F32, Casting::SameKind));
/// assert!(!can_cast(&DType::F64, &DType::I64, Casting::SameKind));
/// ```
pub fn can_cast(from: &DType, to: &DType, casting: Casting) -> bool {
    match casting {
        Casting::No | Casting::Equiv => from == to,
        Casting::Safe => is_safe(from, to),
        Casting::SameKind => {
            is_safe(from, to) || matches!((rank(from), rank(to)), (Some(a), Some(b)) if a <= b)
        }
        Casting::Unsafe => from == to || (rank(from).is_some() && rank(to).is_some()),
    }
}

/// A cast is safe where promotion of the two types gives the target.
fn is_safe(from: &DType, to: &DType) -> bool {
    if from == to {
        return true;
    }
    // NumPy counts int64 and uint64 to float64 (and complex128) as safe although values above 2^53 are
    // rounded; promotion says the same.
    promote_types(from, to).is_ok_and(|promoted| &promoted == to)
}

/// The smallest type that both can be cast to safely. NumPy: `promote_types`.
///
/// `bf16`, which NumPy lacks, promotes with `f16` to `f32`, and with integers as `f16` does.
///
/// # Errors
/// [`Error::NoLoop`] if there is none (a structured type and another type).
///
/// ```
/// use numoxide_core::{DType, promote_types};
///
/// assert_eq!(promote_types(&DType::I32, &DType::F32)?, DType::F64);
/// assert_eq!(promote_types(&DType::U64, &DType::I8)?, DType::F64);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn promote_types(a: &DType, b: &DType) -> Result<DType> {
    if a == b {
        return Ok(a.clone());
    }
    let none = || Error::NoLoop { op: "promote_types", dtypes: vec![a.clone(), b.clone()] };
    let (low, high) = if rank(a).ok_or_else(none)? <= rank(b).ok_or_else(none)? { (a, b) } else { (b, a) };
    Ok(match (low.kind(), high.kind()) {
        ('b', _) => high.clone(),
        ('u', 'i') => mixed_signs(low, high),
        ('f', 'f') if low.itemsize() == high.itemsize() => DType::F32,
        (l, h) if l == h => if low.itemsize() > high.itemsize() { low } else { high }.clone(),
        (_, 'f') => float_at_least(low, high),
        (_, 'c') => complex_at_least(low, high),
        _ => return Err(none()),
    })
}

/// The signed type that holds both, or `f64` where there is none.
fn mixed_signs(unsigned: &DType, signed: &DType) -> DType {
    if signed.itemsize() > unsigned.itemsize() {
        return signed.clone();
    }
    match unsigned.itemsize() {
        1 => DType::I16,
        2 => DType::I32,
        4 => DType::I64,
        _ => DType::F64,
    }
}

/// `float`, or the larger one that holds the integer type.
fn float_at_least(integer: &DType, float: &DType) -> DType {
    match (integer.itemsize(), float) {
        (1, _) => float.clone(),
        (2, DType::F16 | DType::BF16) => DType::F32,
        (2, _) => float.clone(),
        _ => DType::F64,
    }
}

/// `complex`, or the larger one whose parts hold the real type.
fn complex_at_least(real: &DType, complex: &DType) -> DType {
    let part = if complex == &DType::C64 { DType::F32 } else { DType::F64 };
    let part = if real.is_float() {
        if real.itemsize() > 4 { DType::F64 } else { part }
    } else {
        float_at_least(real, &part)
    };
    if part == DType::F64 { DType::C128 } else { DType::C64 }
}

/// The type of an operation between all of `dtypes`. NumPy: `result_type` of dtypes.
///
/// # Errors
/// If `dtypes` is empty, or [`promote_types`] fails.
pub fn result_type(dtypes: &[DType]) -> Result<DType> {
    let (first, rest) = dtypes
        .split_first()
        .ok_or_else(|| Error::value("result_type", "at least one array or dtype is required"))?;
    rest.iter().try_fold(first.clone(), |acc, dtype| promote_types(&acc, dtype))
}
