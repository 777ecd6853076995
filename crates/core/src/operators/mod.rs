//! The operators of arrays: `+ - * / % & | ^ << >> ! -` and their assigning forms.
//!
//! Each is one line per combination of operand kinds, over the universal function of the same meaning.
//! Like `[]`, they panic where the named function returns an error. Operands that are given away lend
//! their memory to the result: `&a * &b + &c` allocates once.

mod any;
mod bodies;
mod table;
mod typed;

pub(crate) use bodies::smith64;
pub use bodies::{
    Add, BitwiseAnd, BitwiseOr, BitwiseXor, Divide, FloorDivide, Invert, LeftShift, Multiply, Negative,
    Remainder, RightShift, Subtract,
};
pub use table::{
    ADD, BITWISE_AND, BITWISE_OR, BITWISE_XOR, DIVIDE, FLOOR_DIVIDE, INVERT, LEFT_SHIFT, MULTIPLY, NEGATIVE,
    REMAINDER, RIGHT_SHIFT, SUBTRACT,
};
