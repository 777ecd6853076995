//! Casting rules.

use std::fmt;

use super::DType;

/// How much a cast may change, from the strictest rule to that which allows all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Casting {
    /// Nothing at all.
    No,
    /// Only the byte order, which is always native here, or where the fields of a struct lie.
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

impl DType {
    /// The place of a scalar kind in the order bool < unsigned < signed < float < complex.
    pub(crate) fn rank(&self) -> Option<u8> {
        Some(match self.kind() {
            'b' => 0,
            'u' => 1,
            'i' => 2,
            'f' => 3,
            'c' => 4,
            _ => return None,
        })
    }
}
