//! Comparisons, and the larger and smaller of two.

use numoxide_core::{c64, c128, scalar_body};

use super::complex::{ge, is_nan, le, lt};

scalar_body! {
    /// `a == b`.
    paced Equal(a, b) {
        bool u8 u16 u32 u64 f32 f64 => bool: a == b;
        c64 c128 => bool: (a.re == b.re) & (a.im == b.im);
    }
}
scalar_body! {
    /// `a != b`.
    paced NotEqual(a, b) {
        bool u8 u16 u32 u64 f32 f64 => bool: a != b;
        c64 c128 => bool: (a.re != b.re) | (a.im != b.im);
    }
}
scalar_body! {
    /// `a < b`; complex numbers by their real parts, then by their imaginary ones.
    paced Less(a, b) {
        bool => bool: !a & b;
        i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 => bool: a < b;
        c64 c128 => bool: lt(a, b);
    }
}
scalar_body! {
    /// `a <= b`.
    paced LessEqual(a, b) {
        bool => bool: !a | b;
        i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 => bool: a <= b;
        c64 c128 => bool: le(a, b);
    }
}
scalar_body! {
    /// The larger of two; a NaN wins.
    paced Maximum(a, b) {
        bool: a | b;
        i8 i16 i32 i64 u8 u16 u32 u64: if a > b { a } else { b };
        f32 f64: if (a > b) | a.is_nan() { a } else { b };
        c64 c128: if ge(a, b) | is_nan(a) { a } else { b };
    }
}
scalar_body! {
    /// The smaller of two; a NaN wins.
    paced Minimum(a, b) {
        bool: a & b;
        i8 i16 i32 i64 u8 u16 u32 u64: if a < b { a } else { b };
        f32 f64: if (a < b) | a.is_nan() { a } else { b };
        c64 c128: if le(a, b) | is_nan(a) { a } else { b };
    }
}
scalar_body! {
    /// The larger of two; a NaN loses.
    paced Fmax(a, b) {
        bool: a | b;
        i8 i16 i32 i64 u8 u16 u32 u64: if a > b { a } else { b };
        f32 f64: if (a > b) | b.is_nan() { a } else { b };
        c64 c128: if ge(a, b) | is_nan(b) { a } else { b };
    }
}
scalar_body! {
    /// The smaller of two; a NaN loses.
    paced Fmin(a, b) {
        bool: a & b;
        i8 i16 i32 i64 u8 u16 u32 u64: if a < b { a } else { b };
        f32 f64: if (a < b) | b.is_nan() { a } else { b };
        c64 c128: if le(a, b) | is_nan(b) { a } else { b };
    }
}

/// The choices in half precision, computed in single: of two equal values (zeros, that is) the first.
macro_rules! half_choices {
    ($($(#[$doc:meta])* $name:ident = |$a:ident, $b:ident| $first:expr;)*) => {$(
        scalar_body! {
            $(#[$doc])*
            $name($a, $b) { f32: if $first { $a } else { $b }; }
        }
    )*};
}
half_choices! {
    /// [`Maximum`] in half precision.
    MaximumHalf = |a, b| (a >= b) | a.is_nan();
    /// [`Minimum`] in half precision.
    MinimumHalf = |a, b| (a <= b) | a.is_nan();
    /// [`Fmax`] in half precision.
    FmaxHalf = |a, b| (a >= b) | b.is_nan();
    /// [`Fmin`] in half precision.
    FminHalf = |a, b| (a <= b) | b.is_nan();
}

/// Comparisons between signed and unsigned 64-bit integers, which no common type holds.
macro_rules! mixed {
    ($($body:ident: |$a:ident, $b:ident| $signed_first:expr, $unsigned_first:expr;)*) => {$(
        impl numoxide_core::ufunc::Binary<i64, u64> for $body {
            type Out = bool;
            #[inline(always)]
            fn apply<I: numoxide_core::ufunc::Isa>($a: i64, $b: u64) -> bool { $signed_first }
        }
        impl numoxide_core::ufunc::Binary<u64, i64> for $body {
            type Out = bool;
            #[inline(always)]
            fn apply<I: numoxide_core::ufunc::Isa>($a: u64, $b: i64) -> bool { $unsigned_first }
        }
    )*};
}
mixed! {
    Equal: |a, b| (a >= 0) & (a as u64 == b), (b >= 0) & (b as u64 == a);
    NotEqual: |a, b| (a < 0) | (a as u64 != b), (b < 0) | (b as u64 != a);
    Less: |a, b| (a < 0) | ((a as u64) < b), (b >= 0) & (a < b as u64);
    LessEqual: |a, b| (a < 0) | (a as u64 <= b), (b >= 0) & (a <= b as u64);
}
