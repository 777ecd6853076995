//! Rows: functions of all kinds of numbers, and of integers.

use numoxide_core::ufunc::{Identity, Pole};
use numoxide_core::{bf16, f16, typed_loops, ufunc_rows};

use crate::bodies::float::Fmod;
use crate::bodies::integer::*;
use crate::bodies::numbers::*;

ufunc_rows! {
    /// The value itself.
    POSITIVE = "positive", Identity::None, None,
        typed_loops!(unary Positive: words f16 bf16 f32 f64 complex);
    /// The absolute value.
    ABSOLUTE = "absolute", Identity::None, Some(Pole::Nowhere),
        typed_loops!(unary Absolute: bool integers f16 bf16 f32 f64; slice_unary Absolute: complex);
    /// `a * a`.
    SQUARE = "square", Identity::None, Some(Pole::Nowhere),
        typed_loops!(unary Square: words floats complex);
    /// `1 / a`.
    RECIPROCAL = "reciprocal", Identity::None, Some(Pole::First(&[0.0])),
        typed_loops!(unary Reciprocal: integers floats complex);
    /// The complex conjugate.
    CONJUGATE = "conjugate", Identity::None, None,
        typed_loops!(unary Positive: words f16 bf16 f32 f64; unary Conjugate: complex);
    /// The sign.
    SIGN = "sign", Identity::None, None, typed_loops!(unary Sign: integers floats complex);
    /// The remainder with the sign of the dividend.
    FMOD = "fmod", Identity::None, Some(Pole::Divisor),
        typed_loops!(slice_binary Fmod: integers; binary Fmod: floats);
    /// The greatest common divisor.
    GCD = "gcd", Identity::Value(0.0), None, typed_loops!(binary Gcd: integers);
    /// The least common multiple.
    LCM = "lcm", Identity::None, None, typed_loops!(binary Lcm: integers);
    /// The number of ones.
    BITWISE_COUNT = "bitwise_count", Identity::None, None, typed_loops!(unary BitCount: integers);
    /// Quotient and remainder of floor division.
    DIVMOD = "divmod", Identity::None, Some(Pole::Divisor),
        typed_loops!(slice_two_out_binary DivMod: integers; two_out_binary DivMod: floats);
}
