//! Rows: functions of all kinds of numbers, and of integers.

use numoxide_core::ufunc::{Identity, Pole, binary_loop, slice_unary_loop, two_out_binary_loop, unary_loop};
use numoxide_core::{c64, c128, typed_loops, ufunc_rows};

use super::loops::{binary_rows, unary_rows};
use crate::bodies::float::Fmod;
use crate::bodies::integer::*;
use crate::bodies::numbers::*;

ufunc_rows! {
    /// The value itself.
    POSITIVE = "positive", 1 => 1, Identity::None, None,
        unary_rows!(integers Positive floats Positive complex Positive);
    /// The absolute value.
    ABSOLUTE = "absolute", 1 => 1, Identity::None, Some(Pole::Nowhere),
        unary_rows!(bool Absolute integers Absolute floats Absolute complex_parts Absolute);
    /// `a * a`.
    SQUARE = "square", 1 => 1, Identity::None, Some(Pole::Nowhere),
        unary_rows!(integers Square floats Square complex Square);
    /// `1 / a`.
    RECIPROCAL = "reciprocal", 1 => 1, Identity::None, Some(Pole::First(&[0.0])),
        unary_rows!(integers Reciprocal floats Reciprocal complex Reciprocal);
    /// The complex conjugate.
    CONJUGATE = "conjugate", 1 => 1, Identity::None, None,
        unary_rows!(integers Conjugate floats Conjugate complex Conjugate);
    /// The sign.
    SIGN = "sign", 1 => 1, Identity::None, None, unary_rows!(integers Sign floats Sign complex Sign);
    /// The remainder with the sign of the dividend.
    FMOD = "fmod", 2 => 1, Identity::None, Some(Pole::Divisor), binary_rows!(integers Fmod floats Fmod);
    /// The greatest common divisor.
    GCD = "gcd", 2 => 1, Identity::Value(0.0), None, binary_rows!(integers Gcd);
    /// The least common multiple.
    LCM = "lcm", 2 => 1, Identity::None, None, binary_rows!(integers Lcm);
    /// The number of ones.
    BITWISE_COUNT = "bitwise_count", 1 => 1, Identity::None, None, unary_rows!(integers_to U8 BitCount);
    /// Quotient and remainder of floor division.
    DIVMOD = "divmod", 2 => 2, Identity::None, Some(Pole::Divisor), typed_loops! {
        I8 I8 => I8 I8, two_out_binary_loop::<DivMod, i8, i8>;
        U8 U8 => U8 U8, two_out_binary_loop::<DivMod, u8, u8>;
        I16 I16 => I16 I16, two_out_binary_loop::<DivMod, i16, i16>;
        U16 U16 => U16 U16, two_out_binary_loop::<DivMod, u16, u16>;
        I32 I32 => I32 I32, two_out_binary_loop::<DivMod, i32, i32>;
        U32 U32 => U32 U32, two_out_binary_loop::<DivMod, u32, u32>;
        I64 I64 => I64 I64, two_out_binary_loop::<DivMod, i64, i64>;
        U64 U64 => U64 U64, two_out_binary_loop::<DivMod, u64, u64>;
        F16 F16 => F16 F16 : F32 F32 => F32 F32, two_out_binary_loop::<DivMod, f32, f32>;
        BF16 BF16 => BF16 BF16 : F32 F32 => F32 F32, two_out_binary_loop::<DivMod, f32, f32>;
        F32 F32 => F32 F32, two_out_binary_loop::<DivMod, f32, f32>;
        F64 F64 => F64 F64, two_out_binary_loop::<DivMod, f64, f64>;
    };
}
