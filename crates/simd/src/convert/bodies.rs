//! The conversions that have a loop of their own, as branch-free bodies.

use super::{halves, run_loop};
use half::{bf16, f16};
use num_complex::Complex;

/// A conversion in one step.
pub(crate) trait Direct<B: Copy>: Copy {
    /// This value as a `B`.
    fn direct(self) -> B;

    /// The loop of the body over `n` aligned elements from one address to another.
    const LOOP: unsafe fn(*const u8, *mut u8, usize) = run_loop::<Self, B>;
}

/// A number rounded to `f32`, to the odd one of its neighbours if inexact: what is rounded from that to a type with
/// two bits less or fewer is rounded as from the number itself.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(crate) struct OddF32(f32);

macro_rules! direct {
    ($($a:ty => $b:ty: |$x:ident| $body:expr;)*) => {$(
        impl Direct<$b> for $a {
            #[inline(always)]
            fn direct(self) -> $b {
                let $x = self;
                $body
            }
        }
    )*};
}

macro_rules! primitive {
    ($($a:ty => $($b:ty),+;)*) => {$($(
        impl Direct<$b> for $a {
            #[inline(always)]
            fn direct(self) -> $b {
                self as $b
            }
        }
    )+)*};
}

// Integers by size: the low bytes of any are those of an unsigned one, and only widening needs the sign.
primitive! {
    u8 => u16, u32, u64, f32, f64;
    u16 => u8, u32, u64, f32, f64;
    u32 => u8, u16, u64, f32, f64;
    u64 => u8, u16, u32, f32, f64;
    i8 => i16, i32, i64, f32, f64;
    i16 => i32, i64, f32, f64;
    i32 => i64, f32, f64;
    i64 => f32, f64;
    f32 => f64;
    f64 => f32;
}

direct! {
    u8 => bool: |x| x != 0;
    u16 => bool: |x| x != 0;
    u32 => bool: |x| x != 0;
    u64 => bool: |x| x != 0;
    f32 => bool: |x| x != 0.0;
    f64 => bool: |x| x != 0.0;
    f16 => bool: |x| x.to_bits() & 0x7FFF != 0;
    Complex<f32> => bool: |x| (x.re != 0.0) | (x.im != 0.0);
    Complex<f64> => bool: |x| (x.re != 0.0) | (x.im != 0.0);

    f32 => u64: |x| <f64 as Direct<u64>>::direct(x as f64);
    f64 => u64: |x| {
        // What lies beyond `i64` is converted 2**63 lower, and moved back by its top bit.
        let beyond = x >= 9223372036854775808.0;
        let within = if beyond { x - 9223372036854775808.0 } else { x };
        let low: i64 = within.direct();
        low as u64 ^ (beyond as u64) << 63
    };

    f16 => f32: |x| f16_to_f32(x);
    bf16 => f32: |x| f32::from_bits((x.to_bits() as u32) << 16);
    f32 => bf16: |x| f32_to_bf16(x);
    OddF32 => bf16: |x| f32_to_bf16(x.0);
    f64 => OddF32: |x| f64_to_odd(x);
    i64 => OddF32: |x| f64_to_odd(sticky(x.unsigned_abs()) as f64 * if x < 0 { -1.0 } else { 1.0 });
    u64 => OddF32: |x| f64_to_odd(sticky(x) as f64);

    f32 => Complex<f32>: |x| Complex { re: x, im: 0.0 };
    f64 => Complex<f64>: |x| Complex { re: x, im: 0.0 };
    Complex<f32> => f32: |x| x.re;
    Complex<f64> => f64: |x| x.re;
}

/// What `as` does for numbers in range, and the lowest integer for all others: `as` would saturate, which the compiler
/// does not vectorise.
macro_rules! truncate {
    ($($a:ty => $b:ty, $end:literal;)*) => {$(
        impl Direct<$b> for $a {
            #[inline(always)]
            fn direct(self) -> $b {
                let lowest: $a = -$end;
                let inside = (self >= lowest) & (self < $end);
                let x = if inside { self } else { lowest };
                // SAFETY: `x` is neither NaN nor outside of the integer's range.
                unsafe { x.to_int_unchecked() }
            }
        }
    )*};
}

truncate! {
    f32 => i32, 2147483648.0;
    f64 => i32, 2147483648.0;
    f32 => i64, 9223372036854775808.0;
    f64 => i64, 9223372036854775808.0;
}

impl Direct<f16> for f32 {
    #[inline(always)]
    fn direct(self) -> f16 {
        f32_to_f16(self)
    }

    const LOOP: unsafe fn(*const u8, *mut u8, usize) = halves::run;
}

impl Direct<f16> for OddF32 {
    #[inline(always)]
    fn direct(self) -> f16 {
        f32_to_f16(self.0)
    }

    const LOOP: unsafe fn(*const u8, *mut u8, usize) = halves::run;
}

/// The bits of an infinity.
const INFINITY: u32 = 0x7F80_0000;

/// Exact. The exponent is moved by a multiplication, which also normalises subnormal numbers.
#[inline(always)]
fn f16_to_f32(x: f16) -> f32 {
    let bits = x.to_bits() as u32;
    let magnitude = (bits & 0x7FFF) << 13;
    let finite = (f32::from_bits(magnitude) * f32::from_bits((127 + 112) << 23)).to_bits();
    let special = magnitude | INFINITY;
    let magnitude = if bits & 0x7C00 == 0x7C00 { special } else { finite };
    f32::from_bits(magnitude | (bits & 0x8000) << 16)
}

/// To nearest even. A NaN keeps the top of its payload and becomes quiet.
#[inline(always)]
fn f32_to_f16(x: f32) -> f16 {
    let bits = x.to_bits();
    let magnitude = bits & 0x7FFF_FFFF;
    // Rounding in integers carries into the exponent as it should, up to infinity.
    let bounded = magnitude.min(143 << 23);
    let rebias = (-112i32 << 23) as u32;
    let normal = bounded.wrapping_add(rebias).wrapping_add(0xFFF + (bounded >> 13 & 1)) >> 13;
    // Below 2**-14 the units of the result are 2**-24, which is the last place of 0.5 in `f32`.
    let subnormal = (f32::from_bits(bounded) + 0.5).to_bits().wrapping_sub(0.5f32.to_bits());
    let half = if bounded < 113 << 23 { subnormal } else { normal };
    let payload = if magnitude > INFINITY { 0x200 | magnitude >> 13 & 0x3FF } else { 0 };
    f16::from_bits((half | payload | bits >> 16 & 0x8000) as u16)
}

/// To nearest even; a NaN stays one.
#[inline(always)]
fn f32_to_bf16(x: f32) -> bf16 {
    let bits = x.to_bits();
    let rounded = bits.wrapping_add(0x7FFF + (bits >> 16 & 1)) >> 16;
    let nan = bits >> 16 | 0x40;
    bf16::from_bits(if bits & 0x7FFF_FFFF > INFINITY { nan } else { rounded } as u16)
}

#[inline(always)]
fn f64_to_odd(x: f64) -> OddF32 {
    let nearest = x as f32;
    let back = nearest as f64;
    let bits = nearest.to_bits();
    let toward_zero = bits.wrapping_sub((back.abs() > x.abs()) as u32);
    OddF32(f32::from_bits(if (back != x) & !x.is_nan() { toward_zero | 1 } else { bits }))
}

/// `x` without its lowest bits if it has more than `f64` holds, but with a trace of them.
#[inline(always)]
fn sticky(x: u64) -> u64 {
    let low = x & 0x7FF;
    if x >> 53 == 0 { x } else { (x ^ low) | ((low != 0) as u64) << 11 }
}
