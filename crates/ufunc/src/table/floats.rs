//! Rows: roundings, and functions of the representation of floating-point numbers.

use numoxide_core::ufunc::{Identity, Pole, binary_loop, two_out_loop, unary_loop};
use numoxide_core::{c64, c128, f16, typed_loops, ufunc_rows};

use super::loops::{binary_rows, unary_rows};
use crate::bodies::float::*;

ufunc_rows! {
    /// The absolute value as a float.
    FABS = "fabs", 1 => 1, Identity::None, None, unary_rows!(floats Fabs);
    /// The largest integer that is not above.
    FLOOR = "floor", 1 => 1, Identity::None, None, unary_rows!(bool Floor integers Floor floats Floor);
    /// The smallest integer that is not below.
    CEIL = "ceil", 1 => 1, Identity::None, None, unary_rows!(bool Ceil integers Ceil floats Ceil);
    /// The integer next to it towards zero.
    TRUNC = "trunc", 1 => 1, Identity::None, None, unary_rows!(bool Trunc integers Trunc floats Trunc);
    /// The nearest integer, the even one of two.
    RINT = "rint", 1 => 1, Identity::None, None, unary_rows!(floats Rint complex Rint);
    /// The magnitude of the first with the sign of the second.
    COPYSIGN = "copysign", 2 => 1, Identity::None, None, binary_rows!(floats CopySign);
    /// The step function.
    HEAVISIDE = "heaviside", 2 => 1, Identity::None, None, binary_rows!(floats Heaviside);
    /// Degrees to radians.
    DEG2RAD = "deg2rad", 1 => 1, Identity::None, Some(Pole::Nowhere), unary_rows!(floats DegToRad);
    /// Degrees to radians.
    RADIANS = "radians", 1 => 1, Identity::None, Some(Pole::Nowhere), unary_rows!(floats DegToRad);
    /// Radians to degrees.
    RAD2DEG = "rad2deg", 1 => 1, Identity::None, Some(Pole::Nowhere), unary_rows!(floats RadToDeg);
    /// Radians to degrees.
    DEGREES = "degrees", 1 => 1, Identity::None, Some(Pole::Nowhere), unary_rows!(floats RadToDeg);
    /// The next number in a direction.
    NEXTAFTER = "nextafter", 2 => 1, Identity::None, Some(Pole::Nowhere), typed_loops! {
        F16 F16 => F16, binary_loop::<NextAfter, f16, f16>;
        F32 F32 => F32, binary_loop::<NextAfter, f32, f32>;
        F64 F64 => F64, binary_loop::<NextAfter, f64, f64>;
    };
    /// The distance to the next number.
    SPACING = "spacing", 1 => 1, Identity::None, Some(Pole::Nowhere), typed_loops! {
        F16 => F16, unary_loop::<Spacing, f16>;
        F32 => F32, unary_loop::<Spacing, f32>;
        F64 => F64, unary_loop::<Spacing, f64>;
    };
    /// Significand and exponent.
    FREXP = "frexp", 1 => 2, Identity::None, None, typed_loops! {
        F16 => F16 I32, two_out_loop::<Frexp, f16>;
        BF16 => BF16 I32 : F32 => F32 I32, two_out_loop::<Frexp, f32>;
        F32 => F32 I32, two_out_loop::<Frexp, f32>;
        F64 => F64 I32, two_out_loop::<Frexp, f64>;
    };
    /// A number scaled by a power of two.
    LDEXP = "ldexp", 2 => 1, Identity::None, Some(Pole::Nowhere), typed_loops! {
        F16 I32 => F16, binary_loop::<Ldexp, f16, i32>;
        F32 I32 => F32, binary_loop::<Ldexp, f32, i32>;
        F16 I64 => F16, binary_loop::<Ldexp, f16, i64>;
        F32 I64 => F32, binary_loop::<Ldexp, f32, i64>;
        F64 I32 => F64, binary_loop::<Ldexp, f64, i32>;
        F64 I64 => F64, binary_loop::<Ldexp, f64, i64>;
    };
    /// Fraction and integer part.
    MODF = "modf", 1 => 2, Identity::None, None, typed_loops! {
        F16 => F16 F16 : F32 => F32 F32, two_out_loop::<Modf, f32>;
        BF16 => BF16 BF16 : F32 => F32 F32, two_out_loop::<Modf, f32>;
        F32 => F32 F32, two_out_loop::<Modf, f32>;
        F64 => F64 F64, two_out_loop::<Modf, f64>;
    };
}
