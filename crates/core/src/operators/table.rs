//! The universal functions behind the operators, as rows.

use super::bodies::*;
use crate::ufunc::{Identity, Pole};
use crate::{typed_loops, ufunc_rows};

ufunc_rows! {
    /// `a + b`.
    ADD = "add", Identity::Value(0.0), Some(Pole::Nowhere), typed_loops!(binary Add: bool integers floats complex);
    /// `a - b`.
    SUBTRACT = "subtract", Identity::None, Some(Pole::Nowhere), typed_loops!(binary Subtract: integers floats complex);
    /// `a * b`.
    MULTIPLY = "multiply", Identity::Value(1.0), Some(Pole::Nowhere), typed_loops!(binary Multiply: bool integers floats complex);
    /// `a / b`.
    DIVIDE = "divide", Identity::None, Some(Pole::Divisor), typed_loops!(binary Divide: integers floats complex);
    /// The quotient rounded towards minus infinity.
    FLOOR_DIVIDE = "floor_divide", Identity::None, Some(Pole::Divisor), typed_loops!(slice_binary FloorDivide: integers; binary FloorDivide: floats);
    /// The remainder with the sign of the divisor.
    REMAINDER = "remainder", Identity::None, Some(Pole::Divisor), typed_loops!(slice_binary Remainder: integers; binary Remainder: floats);
    /// Bitwise "and".
    BITWISE_AND = "bitwise_and", Identity::Value(-1.0), None, typed_loops!(binary BitwiseAnd: bool integers);
    /// Bitwise "or".
    BITWISE_OR = "bitwise_or", Identity::Value(0.0), None, typed_loops!(binary BitwiseOr: bool integers);
    /// Bitwise "exclusive or".
    BITWISE_XOR = "bitwise_xor", Identity::Value(0.0), None, typed_loops!(binary BitwiseXor: bool integers);
    /// `a << b`.
    LEFT_SHIFT = "left_shift", Identity::None, None, typed_loops!(binary LeftShift: integers);
    /// `a >> b`.
    RIGHT_SHIFT = "right_shift", Identity::None, None, typed_loops!(binary RightShift: integers);
    /// `-a`.
    NEGATIVE = "negative", Identity::None, None, typed_loops!(unary Negative: integers floats complex);
    /// All bits flipped.
    INVERT = "invert", Identity::None, None, typed_loops!(unary Invert: bool integers);
}
