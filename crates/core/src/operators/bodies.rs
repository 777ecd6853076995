//! The scalar bodies behind the operators.

use numoxide_simd::Isa;
use numoxide_simd::divide::Divide as _;

use crate::ufunc::Binary;
use crate::{bf16, c64, c128, f16, scalar_body};

scalar_body! {
    /// `a + b`; integers wrap around, `bool` is "or".
    paced Add(a, b) {
        i8 i16 i32 i64 u8 u16 u32 u64: a.wrapping_add(b);
        f32 f64 c64 c128: a + b;
        bool: a | b;
    }
}
scalar_body! {
    /// `a - b`; integers wrap around.
    paced Subtract(a, b) {
        i8 i16 i32 i64 u8 u16 u32 u64: a.wrapping_sub(b);
        f32 f64 c64 c128: a - b;
    }
}
scalar_body! {
    /// `a * b`; integers wrap around, `bool` is "and".
    paced Multiply(a, b) {
        i8 i16 i32 i64 u8 u16 u32 u64: a.wrapping_mul(b);
        f32 f64: a * b;
        c64 c128: c(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re);
        bool: a & b;
    }
}
scalar_body! {
    /// `a / b`; integers give `f64`.
    paced Divide(a, b) {
        i8 i16 i32 i64 u8 u16 u32 u64 => f64: a as f64 / b as f64;
        f32 f64: a / b;
        c64: smith32(a, b);
        c128: smith64(a, b);
    }
}
scalar_body! {
    /// `-a`; integers wrap around.
    Negative(a) {
        i8 i16 i32 i64 u8 u16 u32 u64: a.wrapping_neg();
        f16: f16::from_bits(a.to_bits() ^ 0x8000);
        bf16: bf16::from_bits(a.to_bits() ^ 0x8000);
        f32 f64 c64 c128: -a;
    }
}
scalar_body! {
    /// Bitwise "and".
    paced BitwiseAnd(a, b) { bool i8 i16 i32 i64 u8 u16 u32 u64: a & b; }
}
scalar_body! {
    /// Bitwise "or".
    paced BitwiseOr(a, b) { bool i8 i16 i32 i64 u8 u16 u32 u64: a | b; }
}
scalar_body! {
    /// Bitwise "exclusive or".
    paced BitwiseXor(a, b) { bool i8 i16 i32 i64 u8 u16 u32 u64: a ^ b; }
}
scalar_body! {
    /// All bits flipped.
    Invert(a) { bool i8 i16 i32 i64 u8 u16 u32 u64: !a; }
}

#[inline(always)]
fn c<T>(re: T, im: T) -> num_complex::Complex<T> {
    num_complex::Complex { re, im }
}

macro_rules! smith {
    ($name:ident, $ty:ty, $part:ty) => {
        /// Smith's division (R. L. Smith, "Algorithm 116: Complex division", CACM 5(8), 1962), as NumPy
        /// does it: scaled by the larger part of the divisor, so that nothing overflows on the way.
        #[inline(always)]
        pub(crate) fn $name(a: $ty, b: $ty) -> $ty {
            let zero: $part = 0.0;
            let wide = b.re.abs() >= b.im.abs();
            let (large, small) = if wide { (b.re, b.im) } else { (b.im, b.re) };
            let ratio = small / large;
            let scale = 1.0 / (large + small * ratio);
            let re = if wide { a.re + a.im * ratio } else { a.re * ratio + a.im };
            let im = if wide { a.im - a.re * ratio } else { a.im * ratio - a.re };
            let by_zero = large == zero;
            let (zero_re, zero_im) = (a.re / b.re.abs(), a.im / b.re.abs());
            c(if by_zero { zero_re } else { re * scale }, if by_zero { zero_im } else { im * scale })
        }
    };
}
smith!(smith32, c64, f32);
smith!(smith64, c128, f64);

/// Shifts differ by signedness.
macro_rules! integer_bodies {
    ($($signed:ty, $unsigned:ty;)*) => {$(
        impl Binary<$signed> for LeftShift {
            type Out = $signed;
            #[inline(always)]
            fn apply<I: Isa>(a: $signed, b: $signed) -> $signed {
                let shifted = a.wrapping_shl(b as u32);
                if (b as $unsigned) < <$signed>::BITS as $unsigned { shifted } else { 0 }
            }
        }
        impl Binary<$unsigned> for LeftShift {
            type Out = $unsigned;
            #[inline(always)]
            fn apply<I: Isa>(a: $unsigned, b: $unsigned) -> $unsigned {
                let shifted = a.wrapping_shl(b as u32);
                if b < <$unsigned>::BITS as $unsigned { shifted } else { 0 }
            }
        }
        impl Binary<$signed> for RightShift {
            type Out = $signed;
            #[inline(always)]
            fn apply<I: Isa>(a: $signed, b: $signed) -> $signed {
                // Beyond the width only the sign is left, which the largest shift leaves too.
                let most = <$signed>::BITS as $unsigned - 1;
                a.wrapping_shr((b as $unsigned).min(most) as u32)
            }
        }
        impl Binary<$unsigned> for RightShift {
            type Out = $unsigned;
            #[inline(always)]
            fn apply<I: Isa>(a: $unsigned, b: $unsigned) -> $unsigned {
                let shifted = a.wrapping_shr(b as u32);
                if b < <$unsigned>::BITS as $unsigned { shifted } else { 0 }
            }
        }
    )*};
}

/// The quotient rounded towards minus infinity; integers give 0 for divisor 0.
pub struct FloorDivide;
/// The remainder of [`FloorDivide`], with the sign of the divisor: Python's `%`.
pub struct Remainder;
/// `a << b`; 0 where `b` is not below the width.
pub struct LeftShift;
/// `a >> b`, arithmetic for signed integers; only the sign is left where `b` is not below the width.
pub struct RightShift;

integer_bodies! { i8, u8; i16, u16; i32, u32; i64, u64; }

macro_rules! integer_division {
    ($($ty:ty)*) => {$(
        impl Binary<$ty> for FloorDivide {
            type Out = $ty;
            #[inline(always)]
            fn apply<I: Isa>(a: $ty, b: $ty) -> $ty { a.floor_divmod(b).0 }
        }
        impl Binary<$ty> for Remainder {
            type Out = $ty;
            #[inline(always)]
            fn apply<I: Isa>(a: $ty, b: $ty) -> $ty { a.floor_divmod(b).1 }
        }
    )*};
}
integer_division!(i8 u8 i16 u16 i32 u32 i64 u64);

macro_rules! float_division {
    ($($ty:ty)*) => {$(
        impl Binary<$ty> for FloorDivide {
            type Out = $ty;
            #[inline(always)]
            fn apply<I: Isa>(a: $ty, b: $ty) -> $ty {
                // As npy_floor_divide: from the remainder, so that quotient and remainder agree.
                let remainder = a % b;
                let mut quotient = (a - remainder) / b;
                if remainder != 0.0 && (b < 0.0) != (remainder < 0.0) {
                    quotient -= 1.0;
                }
                if b == 0.0 {
                    a / b
                } else if quotient != 0.0 {
                    let floor = quotient.floor();
                    if quotient - floor > 0.5 { floor + 1.0 } else { floor }
                } else {
                    (0.0 as $ty).copysign(a / b)
                }
            }
        }
        impl Binary<$ty> for Remainder {
            type Out = $ty;
            #[inline(always)]
            fn apply<I: Isa>(a: $ty, b: $ty) -> $ty {
                let remainder = a % b;
                if remainder == 0.0 {
                    (0.0 as $ty).copysign(b)
                } else if (b < 0.0) != (remainder < 0.0) && !remainder.is_nan() {
                    remainder + b
                } else {
                    remainder
                }
            }
        }
    )*};
}
float_division!(f32 f64);
