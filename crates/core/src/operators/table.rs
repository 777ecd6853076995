//! The universal functions behind the operators, as rows.

use super::bodies::*;
use crate::ufunc::{Identity, Pole};
use crate::{bf16, f16, typed_loops, ufunc_rows};

ufunc_rows! {
    /// `a + b`.
    ADD = "add", Identity::Value(0.0), Some(Pole::Nowhere), typed_loops!(placed Add: bool words floats complex);
    /// `a - b`.
    SUBTRACT = "subtract", Identity::None, Some(Pole::Nowhere), typed_loops!(placed Subtract: words floats complex);
    /// `a * b`.
    MULTIPLY = "multiply", Identity::Value(1.0), Some(Pole::Nowhere), typed_loops!(placed Multiply: bool words floats complex);
    /// `a / b`.
    DIVIDE = "divide", Identity::None, Some(Pole::Divisor), typed_loops!(binary Divide: integers; placed Divide: floats complex);
    /// The quotient rounded towards minus infinity.
    FLOOR_DIVIDE = "floor_divide", Identity::None, Some(Pole::Divisor), typed_loops!(slice_binary FloorDivide: integers; placed FloorDivide: floats);
    /// The remainder with the sign of the divisor.
    REMAINDER = "remainder", Identity::None, Some(Pole::Divisor), typed_loops!(slice_binary Remainder: integers; binary Remainder: floats);
    /// Bitwise "and".
    BITWISE_AND = "bitwise_and", Identity::Value(-1.0), None, typed_loops!(placed BitwiseAnd: bool words);
    /// Bitwise "or".
    BITWISE_OR = "bitwise_or", Identity::Value(0.0), None, typed_loops!(placed BitwiseOr: bool words);
    /// Bitwise "exclusive or".
    BITWISE_XOR = "bitwise_xor", Identity::Value(0.0), None, typed_loops!(placed BitwiseXor: bool words);
    /// `a << b`.
    LEFT_SHIFT = "left_shift", Identity::None, None, typed_loops!(binary LeftShift: words);
    /// `a >> b`.
    RIGHT_SHIFT = "right_shift", Identity::None, None, typed_loops!(binary RightShift: integers);
    /// `-a`.
    NEGATIVE = "negative", Identity::None, None, typed_loops!(unary Negative: words f16 bf16 f32 f64 complex);
    /// All bits flipped.
    INVERT = "invert", Identity::None, None, typed_loops!(unary Invert: bool words);
}
