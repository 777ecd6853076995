//! The universal functions behind the operators, as rows.

use super::bodies::*;
use crate::ufunc::{Identity, Pole, binary_loop, unary_loop};
use crate::{c64, c128, typed_loops, ufunc_rows};

/// The loops of a binary body: for all numbers, with `bool` in front where there is a loop for it.
macro_rules! arithmetic {
    ($body:ident $(, $bool:ident)?) => {
        typed_loops! {
            $($bool $bool => $bool, binary_loop::<$body, bool, bool>;)?
            I8 I8 => I8, binary_loop::<$body, i8, i8>;
            U8 U8 => U8, binary_loop::<$body, u8, u8>;
            I16 I16 => I16, binary_loop::<$body, i16, i16>;
            U16 U16 => U16, binary_loop::<$body, u16, u16>;
            I32 I32 => I32, binary_loop::<$body, i32, i32>;
            U32 U32 => U32, binary_loop::<$body, u32, u32>;
            I64 I64 => I64, binary_loop::<$body, i64, i64>;
            U64 U64 => U64, binary_loop::<$body, u64, u64>;
            F16 F16 => F16 : F32 F32 => F32, binary_loop::<$body, f32, f32>;
            BF16 BF16 => BF16 : F32 F32 => F32, binary_loop::<$body, f32, f32>;
            F32 F32 => F32, binary_loop::<$body, f32, f32>;
            F64 F64 => F64, binary_loop::<$body, f64, f64>;
            C64 C64 => C64, binary_loop::<$body, c64, c64>;
            C128 C128 => C128, binary_loop::<$body, c128, c128>;
        }
    };
}

/// The loops of a binary body for real numbers.
macro_rules! real {
    ($body:ident) => {
        typed_loops! {
            I8 I8 => I8, binary_loop::<$body, i8, i8>;
            U8 U8 => U8, binary_loop::<$body, u8, u8>;
            I16 I16 => I16, binary_loop::<$body, i16, i16>;
            U16 U16 => U16, binary_loop::<$body, u16, u16>;
            I32 I32 => I32, binary_loop::<$body, i32, i32>;
            U32 U32 => U32, binary_loop::<$body, u32, u32>;
            I64 I64 => I64, binary_loop::<$body, i64, i64>;
            U64 U64 => U64, binary_loop::<$body, u64, u64>;
            F16 F16 => F16 : F32 F32 => F32, binary_loop::<$body, f32, f32>;
            BF16 BF16 => BF16 : F32 F32 => F32, binary_loop::<$body, f32, f32>;
            F32 F32 => F32, binary_loop::<$body, f32, f32>;
            F64 F64 => F64, binary_loop::<$body, f64, f64>;
        }
    };
}

/// The loops of a bitwise body: integers, with `bool` in front where there is a loop for it.
macro_rules! bitwise {
    ($body:ident $(, $bool:ident)?) => {
        typed_loops! {
            $($bool $bool => $bool, binary_loop::<$body, bool, bool>;)?
            I8 I8 => I8, binary_loop::<$body, i8, i8>;
            U8 U8 => U8, binary_loop::<$body, u8, u8>;
            I16 I16 => I16, binary_loop::<$body, i16, i16>;
            U16 U16 => U16, binary_loop::<$body, u16, u16>;
            I32 I32 => I32, binary_loop::<$body, i32, i32>;
            U32 U32 => U32, binary_loop::<$body, u32, u32>;
            I64 I64 => I64, binary_loop::<$body, i64, i64>;
            U64 U64 => U64, binary_loop::<$body, u64, u64>;
        }
    };
}

ufunc_rows! {
    /// `a + b`.
    ADD = "add", 2 => 1, Identity::Value(0.0), Some(Pole::Nowhere), arithmetic!(Add, Bool);
    /// `a - b`.
    SUBTRACT = "subtract", 2 => 1, Identity::None, Some(Pole::Nowhere), arithmetic!(Subtract);
    /// `a * b`.
    MULTIPLY = "multiply", 2 => 1, Identity::Value(1.0), Some(Pole::Nowhere), arithmetic!(Multiply, Bool);
    /// `a / b`.
    DIVIDE = "divide", 2 => 1, Identity::None, Some(Pole::Divisor), typed_loops! {
        I8 I8 => F64, binary_loop::<Divide, i8, i8>;
        U8 U8 => F64, binary_loop::<Divide, u8, u8>;
        I16 I16 => F64, binary_loop::<Divide, i16, i16>;
        U16 U16 => F64, binary_loop::<Divide, u16, u16>;
        I32 I32 => F64, binary_loop::<Divide, i32, i32>;
        U32 U32 => F64, binary_loop::<Divide, u32, u32>;
        I64 I64 => F64, binary_loop::<Divide, i64, i64>;
        U64 U64 => F64, binary_loop::<Divide, u64, u64>;
        F16 F16 => F16 : F32 F32 => F32, binary_loop::<Divide, f32, f32>;
        BF16 BF16 => BF16 : F32 F32 => F32, binary_loop::<Divide, f32, f32>;
        F32 F32 => F32, binary_loop::<Divide, f32, f32>;
        F64 F64 => F64, binary_loop::<Divide, f64, f64>;
        C64 C64 => C64, binary_loop::<Divide, c64, c64>;
        C128 C128 => C128, binary_loop::<Divide, c128, c128>;
    };
    /// The quotient rounded towards minus infinity.
    FLOOR_DIVIDE = "floor_divide", 2 => 1, Identity::None, Some(Pole::Divisor), real!(FloorDivide);
    /// The remainder with the sign of the divisor.
    REMAINDER = "remainder", 2 => 1, Identity::None, Some(Pole::Divisor), real!(Remainder);
    /// Bitwise "and".
    BITWISE_AND = "bitwise_and", 2 => 1, Identity::Value(-1.0), None, bitwise!(BitwiseAnd, Bool);
    /// Bitwise "or".
    BITWISE_OR = "bitwise_or", 2 => 1, Identity::Value(0.0), None, bitwise!(BitwiseOr, Bool);
    /// Bitwise "exclusive or".
    BITWISE_XOR = "bitwise_xor", 2 => 1, Identity::Value(0.0), None, bitwise!(BitwiseXor, Bool);
    /// `a << b`.
    LEFT_SHIFT = "left_shift", 2 => 1, Identity::None, None, bitwise!(LeftShift);
    /// `a >> b`.
    RIGHT_SHIFT = "right_shift", 2 => 1, Identity::None, None, bitwise!(RightShift);
    /// `-a`.
    NEGATIVE = "negative", 1 => 1, Identity::None, None, typed_loops! {
        I8 => I8, unary_loop::<Negative, i8>;
        U8 => U8, unary_loop::<Negative, u8>;
        I16 => I16, unary_loop::<Negative, i16>;
        U16 => U16, unary_loop::<Negative, u16>;
        I32 => I32, unary_loop::<Negative, i32>;
        U32 => U32, unary_loop::<Negative, u32>;
        I64 => I64, unary_loop::<Negative, i64>;
        U64 => U64, unary_loop::<Negative, u64>;
        F16 => F16 : F32 => F32, unary_loop::<Negative, f32>;
        BF16 => BF16 : F32 => F32, unary_loop::<Negative, f32>;
        F32 => F32, unary_loop::<Negative, f32>;
        F64 => F64, unary_loop::<Negative, f64>;
        C64 => C64, unary_loop::<Negative, c64>;
        C128 => C128, unary_loop::<Negative, c128>;
    };
    /// All bits flipped.
    INVERT = "invert", 1 => 1, Identity::None, None, typed_loops! {
        Bool => Bool, unary_loop::<Invert, bool>;
        I8 => I8, unary_loop::<Invert, i8>;
        U8 => U8, unary_loop::<Invert, u8>;
        I16 => I16, unary_loop::<Invert, i16>;
        U16 => U16, unary_loop::<Invert, u16>;
        I32 => I32, unary_loop::<Invert, i32>;
        U32 => U32, unary_loop::<Invert, u32>;
        I64 => I64, unary_loop::<Invert, i64>;
        U64 => U64, unary_loop::<Invert, u64>;
    };
}
