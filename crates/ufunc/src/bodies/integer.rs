//! Functions of integers: divisors, powers, bits.

use numoxide_core::operators::{FloorDivide, Remainder};
use numoxide_core::scalar_body;
use numoxide_core::ufunc::{Binary, Isa, TwoOutBinary};

/// The greatest common divisor, by the binary algorithm.
macro_rules! gcd {
    ($a:expr, $b:expr) => {{
        let (mut a, mut b) = ($a, $b);
        if a == 0 || b == 0 {
            a | b
        } else {
            let shift = (a | b).trailing_zeros();
            a >>= a.trailing_zeros();
            while b != 0 {
                b >>= b.trailing_zeros();
                let (low, high) = if a < b { (a, b) } else { (b, a) };
                a = low;
                b = high - low;
            }
            a << shift
        }
    }};
}

scalar_body! {
    /// The greatest common divisor; of signed integers, that of the absolute values.
    narrow Gcd(a, b) {
        u8 u16 u32 u64: gcd!(a, b);
        i8: gcd!(a.unsigned_abs(), b.unsigned_abs()) as i8;
        i16: gcd!(a.unsigned_abs(), b.unsigned_abs()) as i16;
        i32: gcd!(a.unsigned_abs(), b.unsigned_abs()) as i32;
        i64: gcd!(a.unsigned_abs(), b.unsigned_abs()) as i64;
    }
}

/// The least common multiple of unsigned integers.
macro_rules! lcm {
    ($a:expr, $b:expr) => {{
        let (a, b) = ($a, $b);
        let divisor = gcd!(a, b);
        if divisor == 0 { 0 } else { (a / divisor).wrapping_mul(b) }
    }};
}

scalar_body! {
    /// The least common multiple; it wraps around.
    narrow Lcm(a, b) {
        u8 u16 u32 u64: lcm!(a, b);
        i8: lcm!(a.unsigned_abs(), b.unsigned_abs()) as i8;
        i16: lcm!(a.unsigned_abs(), b.unsigned_abs()) as i16;
        i32: lcm!(a.unsigned_abs(), b.unsigned_abs()) as i32;
        i64: lcm!(a.unsigned_abs(), b.unsigned_abs()) as i64;
    }
}

/// `a` to the power `b >= 0`, wrapping around, by squaring.
macro_rules! int_power {
    ($a:expr, $b:expr) => {{
        let (mut base, mut exponent) = ($a, $b);
        let mut power = if exponent & 1 == 1 { base } else { 1 };
        while exponent > 1 {
            exponent >>= 1;
            base = base.wrapping_mul(base);
            if exponent & 1 == 1 {
                power = base.wrapping_mul(power);
            }
        }
        power
    }};
}

scalar_body! {
    /// A power with an exponent that is not negative; it wraps around.
    narrow Power(a, b) { i8 i16 i32 i64 u8 u16 u32 u64: int_power!(a, b); }
}
scalar_body! {
    /// The number of ones in the absolute value.
    BitCount(a) {
        u8 u16 u32 u64 => u8: a.count_ones() as u8;
        i8 i16 i32 i64 => u8: a.unsigned_abs().count_ones() as u8;
    }
}

/// Quotient and remainder of floor division.
pub struct DivMod;

macro_rules! divmod {
    ($($ty:ty)*) => {$(
        impl TwoOutBinary<$ty> for DivMod {
            type First = $ty;
            type Second = $ty;
            #[inline(always)]
            fn apply<I: Isa>(a: $ty, b: $ty) -> ($ty, $ty) {
                (<FloorDivide as Binary<$ty>>::apply::<I>(a, b), <Remainder as Binary<$ty>>::apply::<I>(a, b))
            }
        }
    )*};
}
divmod!(f32 f64);
