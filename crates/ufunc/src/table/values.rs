//! Rows of what NumPy puts together from several functions: no universal functions of its own, so not in `ALL`.

use numoxide_core::ufunc::Identity;
use numoxide_core::{bf16, c64, c128, f16, typed_loops, ufunc_rows};

use crate::bodies::logic::Never;
use crate::bodies::values::*;

/// The values of halves, of real and complex numbers, each with tolerances or powers in the type of their parts.
macro_rules! closeness {
    ($body:ty) => {
        typed_loops!(quaternary $body: (f16, f16, f16, f16) (bf16, bf16, bf16, bf16) (f32, f32, f32, f32)
            (f64, f64, f64, f64) (c64, c64, f32, f32) (c128, c128, f64, f64))
    };
}

macro_rules! rounding {
    ($body:ty) => {
        typed_loops!(binary $body: (f16, f16) (bf16, bf16) (f32, f32) (f64, f64) (c64, f32) (c128, f64))
    };
}

ufunc_rows! {
    /// Held between two bounds.
    CLIP = "clip", Identity::None, None,
        typed_loops!(ternary Clip: bool integers f16 bf16 f32 f64 complex);
    /// Rounded to decimals.
    ROUND_UP = "round", Identity::None, None, rounding!(RoundUp);
    /// Rounded in front of the point.
    ROUND_DOWN = "round", Identity::None, None, rounding!(RoundDown);
    /// Equal within tolerances.
    ISCLOSE = "isclose", Identity::None, None, closeness!(IsClose<false>);
    /// Equal within tolerances, and NaN equal to NaN.
    ISCLOSE_NAN = "isclose", Identity::None, None, closeness!(IsClose<true>);
    /// Numbers in the place of NaN and infinities.
    NAN_TO_NUM = "nan_to_num", Identity::None, None,
        typed_loops!(quaternary NanToNum: f16 bf16 f32 f64 (c64, f32, f32, f32) (c128, f64, f64, f64));
    /// Whether it is positive infinity.
    ISPOSINF = "isposinf", Identity::None, None, typed_loops!(unary Never: bool words; unary IsPosInf: floats);
    /// Whether it is negative infinity.
    ISNEGINF = "isneginf", Identity::None, None, typed_loops!(unary Never: bool words; unary IsNegInf: floats);
}
