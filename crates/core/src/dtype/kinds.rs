//! Families of types: `isdtype` and `issubdtype`.

use std::str::FromStr;

use super::DType;
use crate::{Error, Result};

/// A family of types: NumPy's abstract scalar types, and the kinds of the array standard. One type alone is a
/// family, too.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// Every type. NumPy: `generic`.
    Generic,
    /// Every number; not `bool`. NumPy: `number`, "numeric".
    Number,
    /// Integers. NumPy: `integer`, "integral".
    Integer,
    /// Signed integers. NumPy: `signedinteger`, "signed integer".
    SignedInteger,
    /// Unsigned integers. NumPy: `unsignedinteger`, "unsigned integer".
    UnsignedInteger,
    /// Floating-point numbers, real or complex. NumPy: `inexact`.
    Inexact,
    /// Real floating-point numbers. NumPy: `floating`, "real floating".
    Floating,
    /// Complex numbers. NumPy: `complexfloating`, "complex floating".
    ComplexFloating,
    /// Types whose size is part of the type: strings, bytes and structs. NumPy: `flexible`.
    Flexible,
    /// Strings and bytes. NumPy: `character`.
    Character,
    /// This type; of strings, bytes and structs those of any size, of dates and durations those of any unit.
    Type(DType),
}

impl From<DType> for Kind {
    fn from(dtype: DType) -> Self {
        Kind::Type(dtype)
    }
}

impl FromStr for Kind {
    type Err = Error;

    /// The kinds of the array standard (`"real floating"`), NumPy's abstract types (`"floating"`), and every
    /// dtype that [`DType::parse`] reads.
    fn from_str(name: &str) -> Result<Self> {
        Ok(match name {
            "generic" => Kind::Generic,
            "number" | "numeric" => Kind::Number,
            "integer" | "integral" => Kind::Integer,
            "signedinteger" | "signed integer" => Kind::SignedInteger,
            "unsignedinteger" | "unsigned integer" => Kind::UnsignedInteger,
            "inexact" => Kind::Inexact,
            "floating" | "real floating" => Kind::Floating,
            "complexfloating" | "complex floating" => Kind::ComplexFloating,
            "flexible" => Kind::Flexible,
            "character" => Kind::Character,
            other => Kind::Type(DType::parse(other)?),
        })
    }
}

/// Whether a type belongs to a family. NumPy: `issubdtype`.
///
/// ```
/// use numoxide_core::{DType, Kind, issubdtype};
///
/// assert!(issubdtype(&DType::F32, Kind::Floating) && !issubdtype(&DType::F32, Kind::Integer));
/// assert!(issubdtype(&DType::F32, DType::F32) && !issubdtype(&DType::F32, DType::F64));
/// ```
pub fn issubdtype(dtype: &DType, kind: impl Into<Kind>) -> bool {
    belongs(dtype, &kind.into())
}

fn belongs(dtype: &DType, kind: &Kind) -> bool {
    let letters = match kind {
        Kind::Generic => return true,
        // To NumPy durations are signed integers.
        Kind::Number => "iufcm",
        Kind::Integer => "ium",
        Kind::SignedInteger => "im",
        Kind::UnsignedInteger => "u",
        Kind::Inexact => "fc",
        Kind::Floating => "f",
        Kind::ComplexFloating => "c",
        Kind::Flexible => "SUV",
        Kind::Character => "SU",
        Kind::Type(one) if "MmSUV".contains(one.kind()) => return one.kind() == dtype.kind(),
        Kind::Type(one) => return one == dtype,
    };
    letters.contains(dtype.kind())
}

/// Whether a type belongs to one of the families. NumPy: `isdtype`.
///
/// ```
/// use numoxide_core::{DType, Kind, isdtype};
///
/// assert!(isdtype(&DType::U8, &[Kind::Integer, Kind::Floating]));
/// assert!(isdtype(&DType::F64, &["real floating".parse()?]));
/// assert!(!isdtype(&DType::Bool, &[Kind::Number]));
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn isdtype(dtype: &DType, kinds: &[Kind]) -> bool {
    kinds.iter().any(|kind| match kind {
        // Types are the same only if their sizes are.
        Kind::Type(one) => one == dtype,
        // The standard knows no durations.
        family => dtype.kind() != 'm' && belongs(dtype, family),
    })
}
