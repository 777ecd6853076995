//! Rows: roundings, and functions of the representation of floating-point numbers.

use numoxide_core::ufunc::{Identity, Pole};
use numoxide_core::{bf16, f16, typed_loops, ufunc_rows};

use crate::bodies::float::*;
use crate::bodies::numbers::{Absolute, Positive};

ufunc_rows! {
    /// The absolute value as a float.
    FABS = "fabs", Identity::None, None, typed_loops!(unary Absolute: f16 bf16 f32 f64);
    /// The largest integer that is not above.
    FLOOR = "floor", Identity::None, None, typed_loops!(unary Positive: bool words; unary Floor: floats);
    /// The smallest integer that is not below.
    CEIL = "ceil", Identity::None, None, typed_loops!(unary Positive: bool words; unary Ceil: floats);
    /// The integer next to it towards zero.
    TRUNC = "trunc", Identity::None, None, typed_loops!(unary Positive: bool words; unary Trunc: floats);
    /// The nearest integer, the even one of two.
    RINT = "rint", Identity::None, None, typed_loops!(unary Rint: floats complex);
    /// The magnitude of the first with the sign of the second.
    COPYSIGN = "copysign", Identity::None, None, typed_loops!(binary CopySign: floats);
    /// The step function.
    HEAVISIDE = "heaviside", Identity::None, None, typed_loops!(binary Heaviside: floats);
    /// Degrees to radians.
    DEG2RAD = "deg2rad", Identity::None, Some(Pole::Nowhere), typed_loops!(unary DegToRad: floats);
    /// Degrees to radians.
    RADIANS = "radians", Identity::None, Some(Pole::Nowhere), typed_loops!(unary DegToRad: floats);
    /// Radians to degrees.
    RAD2DEG = "rad2deg", Identity::None, Some(Pole::Nowhere), typed_loops!(unary RadToDeg: floats);
    /// Radians to degrees.
    DEGREES = "degrees", Identity::None, Some(Pole::Nowhere), typed_loops!(unary RadToDeg: floats);
    /// The next number in a direction.
    NEXTAFTER = "nextafter", Identity::None, Some(Pole::Nowhere), typed_loops!(binary NextAfter: f16 f32 f64);
    /// The distance to the next number.
    SPACING = "spacing", Identity::None, Some(Pole::Nowhere), typed_loops!(unary Spacing: f16 f32 f64);
    /// Significand and exponent.
    FREXP = "frexp", Identity::None, None, typed_loops!(two_out Frexp: halves f32 f64);
    /// A number scaled by a power of two.
    LDEXP = "ldexp", Identity::None, Some(Pole::Nowhere),
        typed_loops!(
            binary Ldexp: (f16, i32) (f32, i32) (f16, i64) (f32, i64);
            slice_binary Ldexp: (f64, i32) (f64, i64)
        );
    /// Fraction and integer part.
    MODF = "modf", Identity::None, None, typed_loops!(two_out Modf: floats);
}
