//! Powers whose exponent is known: their second operand, which holds it, does not count.

use numoxide_core::scalar_body;

scalar_body! {
    /// The square.
    Squared(a, _exponent) { i8 i16 i32 i64 u8 u16 u32 u64: a.wrapping_mul(a); f32 f64: a * a; }
}
scalar_body! {
    /// One over the number.
    Inverted(a, _exponent) { f32 f64: 1.0 / a; }
}
