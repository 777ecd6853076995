//! What the numbers of a type can hold: `finfo` and `iinfo`.

use half::{bf16, f16};

use super::DType;
use crate::{Error, Result};

/// The limits of a floating-point type; made by [`finfo`]. The numbers are of that type, widened to `f64`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FloatInfo {
    /// The type; of a complex type, that of its parts.
    pub dtype: DType,
    /// The bits of the type.
    pub bits: u32,
    /// The distance from 1 to the next larger number.
    pub eps: f64,
    /// The distance from 1 to the next smaller number.
    pub epsneg: f64,
    /// The largest finite number.
    pub max: f64,
    /// The smallest finite number, `-max`.
    pub min: f64,
    /// The smallest positive number with all its digits.
    pub smallest_normal: f64,
    /// The smallest positive number.
    pub smallest_subnormal: f64,
    /// The bits of the exponent.
    pub iexp: u32,
    /// The bits of the mantissa that are stored.
    pub nmant: u32,
    /// The exponent of [`FloatInfo::eps`] to base 2.
    pub machep: i32,
    /// The exponent of [`FloatInfo::epsneg`] to base 2.
    pub negep: i32,
    /// The exponent of [`FloatInfo::smallest_normal`] to base 2.
    pub minexp: i32,
    /// The smallest power of 2 that is too large.
    pub maxexp: i32,
    /// The decimal digits that are right in every number.
    pub precision: u32,
    /// `10^-precision`, rounded to the type.
    pub resolution: f64,
}

impl FloatInfo {
    /// NumPy's older name of [`FloatInfo::smallest_normal`].
    pub fn tiny(&self) -> f64 {
        self.smallest_normal
    }

    /// NumPy's older name of [`FloatInfo::iexp`].
    pub fn nexp(&self) -> u32 {
        self.iexp
    }
}

/// The limits of a floating-point type, or of the parts of a complex one. NumPy: `finfo`.
///
/// # Errors
/// [`Error::DType`] for other types.
///
/// ```
/// use numoxide_core::{DType, finfo};
///
/// let single = finfo(&DType::C64)?;
/// assert_eq!((single.dtype, single.eps, single.max), (DType::F32, f32::EPSILON.into(), f32::MAX.into()));
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn finfo(dtype: &DType) -> Result<FloatInfo> {
    let (part, iexp, nmant) = match dtype {
        DType::F16 => (DType::F16, 5, 10),
        DType::BF16 => (DType::BF16, 8, 7),
        DType::F32 | DType::C64 => (DType::F32, 8, 23),
        DType::F64 | DType::C128 => (DType::F64, 11, 52),
        other => return Err(Error::DType { op: "finfo", dtype: other.to_string() }),
    };
    let (digits, maxexp) = (nmant as i32, 1 << (iexp - 1));
    let minexp = 2 - maxexp;
    let (eps, smallest_normal) = (2f64.powi(-digits), 2f64.powi(minexp));
    let precision = (f64::from(nmant) * std::f64::consts::LOG10_2) as u32;
    let max = (2.0 - eps) * 2f64.powi(maxexp - 1);
    Ok(FloatInfo {
        bits: 1 + iexp + nmant,
        eps,
        epsneg: eps / 2.0,
        max,
        min: -max,
        smallest_normal,
        smallest_subnormal: smallest_normal * eps,
        iexp,
        nmant,
        machep: -digits,
        negep: -digits - 1,
        minexp,
        maxexp,
        precision,
        resolution: rounded(&part, 10f64.powi(-(precision as i32))),
        dtype: part,
    })
}

/// A number rounded to a floating-point type.
fn rounded(dtype: &DType, value: f64) -> f64 {
    match dtype {
        DType::F16 => f16::from_f64(value).to_f64(),
        DType::BF16 => bf16::from_f64(value).to_f64(),
        DType::F32 => f64::from(value as f32),
        _ => value,
    }
}

/// The limits of an integer type; made by [`iinfo`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct IntegerInfo {
    /// The type.
    pub dtype: DType,
    /// `i` for signed, `u` for unsigned.
    pub kind: char,
    /// The bits of the type.
    pub bits: u32,
    /// The smallest number.
    pub min: i128,
    /// The largest number.
    pub max: i128,
}

/// The limits of an integer type. NumPy: `iinfo`.
///
/// # Errors
/// [`Error::DType`] for other types, `bool` among them.
///
/// ```
/// use numoxide_core::{DType, iinfo};
///
/// let byte = iinfo(&DType::I8)?;
/// assert_eq!((byte.bits, byte.min, byte.max), (8, -128, 127));
/// assert!(iinfo(&DType::F64).is_err());
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn iinfo(dtype: &DType) -> Result<IntegerInfo> {
    if !dtype.is_integer() {
        return Err(Error::DType { op: "iinfo", dtype: dtype.to_string() });
    }
    let (kind, bits) = (dtype.kind(), 8 * dtype.itemsize() as u32);
    let (min, max) =
        if kind == 'u' { (0, (1 << bits) - 1) } else { (-1 << (bits - 1), (1 << (bits - 1)) - 1) };
    Ok(IntegerInfo { dtype: dtype.clone(), kind, bits, min, max })
}
