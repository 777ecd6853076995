//! Powers with one whole exponent, in vectors.
//!
//! Those of integers are made by squaring, and wrap around. Those of `f64` are products in two parts, those of `f32` products in `f64`;
//! both are rounded once.

use std::mem::MaybeUninit;

use crate::level::{Isa, Kernel, dispatch};
use crate::math::f64::double::two_product;
use crate::math::f64::power::pow_rare;
use crate::math::map::{Input, Map1, Output, Unary};

/// Integers that are raised to powers.
pub trait Power: Copy + Send + Sync + 'static {
    #[doc(hidden)]
    const ONE: Self;
    #[doc(hidden)]
    fn times(self, other: Self) -> Self;
}

macro_rules! power {
    ($($ty:ty)*) => {$(
        impl Power for $ty {
            const ONE: Self = 1;
            #[inline(always)]
            fn times(self, other: Self) -> Self {
                self.wrapping_mul(other)
            }
        }
    )*};
}
power!(i8 i16 i32 i64 u8 u16 u32 u64);

/// Numbers that are squared again and again together: enough that none waits for another, and few enough for registers.
const BLOCK: usize = 32;

/// Writes each number to the power `exponent`.
///
/// # Panics
/// If the slices are not of one length.
///
/// ```
/// use std::mem::MaybeUninit;
///
/// let mut out = [MaybeUninit::<i64>::uninit(); 3];
/// numoxide_simd::powers::power(&[2, -3, 10], 5, &mut out);
/// // SAFETY: every item has been written.
/// assert_eq!(out.map(|x| unsafe { x.assume_init() }), [32, -243, 100_000]);
/// ```
pub fn power<T: Power>(a: &[T], exponent: u64, out: &mut [MaybeUninit<T>]) {
    assert_eq!(a.len(), out.len(), "slices of one length");
    dispatch(Powers { a, exponent, out });
}

struct Powers<'a, T> {
    a: &'a [T],
    exponent: u64,
    out: &'a mut [MaybeUninit<T>],
}

impl<T: Power> Kernel for Powers<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        let (blocks, rest) = self.a.as_chunks::<BLOCK>();
        let (out_blocks, out_rest) = self.out.as_chunks_mut::<BLOCK>();
        for (block, out) in blocks.iter().zip(out_blocks) {
            for (out, power) in out.iter_mut().zip(powers(*block, self.exponent)) {
                out.write(power);
            }
        }
        for (&a, out) in rest.iter().zip(out_rest) {
            let [power] = powers([a], self.exponent);
            out.write(power);
        }
    }
}

#[inline(always)]
fn square<T: Power>(numbers: &mut [T]) {
    numbers.iter_mut().for_each(|x| *x = x.times(*x));
}

#[inline(always)]
fn powers<T: Power, const N: usize>(mut squares: [T; N], exponent: u64) -> [T; N] {
    if exponent == 0 {
        return [T::ONE; N];
    }
    let mut rest = exponent;
    while rest & 1 == 0 {
        square(&mut squares);
        rest >>= 1;
    }
    let mut product = squares;
    while rest > 1 {
        rest >>= 1;
        square(&mut squares);
        if rest & 1 == 1 {
            for (product, &square) in product.iter_mut().zip(&squares) {
                *product = product.times(square);
            }
        }
    }
    product
}

/// Numbers of floating point that are raised to powers.
pub trait RealPower: Copy + Send + Sync + 'static {
    #[doc(hidden)]
    fn raise<const E: usize>(a: &[Self], out: &mut [MaybeUninit<Self>]);
}

/// The exponents of [`power_of_reals`].
pub const EXPONENTS: std::ops::RangeInclusive<usize> = 3..=6;

/// Writes each number to the power `exponent`, one of [`EXPONENTS`], within 0.51 ULP of the exact power. Powers of `f64` below 2^-1000,
/// where parts of products underflow, are [`pow`](crate::math::f64::pow)'s.
///
/// # Panics
/// If the slices are not of one length, or the exponent is another.
///
/// ```
/// use std::mem::MaybeUninit;
///
/// let mut out = [MaybeUninit::<f64>::uninit(); 2];
/// numoxide_simd::powers::power_of_reals(&[1.5, -2.0], 3, &mut out);
/// // SAFETY: every item has been written.
/// assert_eq!(out.map(|x| unsafe { x.assume_init() }), [3.375, -8.0]);
/// ```
pub fn power_of_reals<T: RealPower>(a: &[T], exponent: usize, out: &mut [MaybeUninit<T>]) {
    assert_eq!(a.len(), out.len(), "slices of one length");
    match exponent {
        3 => T::raise::<3>(a, out),
        4 => T::raise::<4>(a, out),
        5 => T::raise::<5>(a, out),
        6 => T::raise::<6>(a, out),
        _ => panic!("an exponent of {EXPONENTS:?}, not {exponent}"),
    }
}

/// The power `E`.
struct Whole<const E: usize>;

/// The power `E`, from 3 to 6, by `times`.
#[inline(always)]
fn whole<T: Copy, const E: usize>(x: T, times: impl Fn(T, T) -> T) -> T {
    let square = times(x, x);
    let even = if E < 4 { square } else { times(square, square) };
    match E {
        4 => even,
        6 => times(even, square),
        _ => times(even, x),
    }
}

impl<const E: usize> Unary<f32> for Whole<E> {
    type Out = f32;

    #[inline(always)]
    fn eval<I: Isa>(x: f32) -> f32 {
        whole::<f64, E>(f64::from(x), |a, b| a * b) as f32
    }
}

impl<const E: usize> Unary<f64> for Whole<E> {
    type Out = f64;

    #[inline(always)]
    fn eval<I: Isa>(x: f64) -> f64 {
        let (high, low) = whole::<(f64, f64), E>((x, 0.0), |(a, a_low), (b, b_low)| {
            let (high, error) = two_product::<I>(a, b);
            (high, I::fma(a_low, b, I::fma(a, b_low, error)))
        });
        // Of infinite products the rest is NaN, which these comparisons turn into a number: the sum stays infinite.
        let low = if low > f64::MIN { low } else { f64::MIN };
        let low = if low < f64::MAX { low } else { f64::MAX };
        // The sum of two zeros may have lost the sign.
        (high + low).copysign(high)
    }

    #[inline(always)]
    fn rare(x: f64) -> bool {
        let least = f64::from_bits((1023 - 1000 / E as u64) << 52);
        (x.abs() < least) & (x != 0.0)
    }

    #[inline(always)]
    fn slow<I: Isa>(x: f64) -> f64 {
        pow_rare::<I>(x, E as f64)
    }
}

macro_rules! reals {
    ($($ty:ident, $lanes:literal;)*) => {$(
        impl RealPower for $ty {
            fn raise<const E: usize>(a: &[$ty], out: &mut [MaybeUninit<$ty>]) {
                let step = size_of::<$ty>() as isize;
                let (x, y) = (Input::new(a.as_ptr(), step), Output::new(out.as_mut_ptr().cast(), step));
                // SAFETY: the slices have as many items, and do not overlap.
                dispatch(unsafe { Map1::<Whole<E>, $ty, $lanes>::new(x, y, a.len()) });
            }
        }
    )*};
}
reals! { f32, 16; f64, 8; }

#[cfg(test)]
mod tests {
    use super::*;
    use crate::level::{available_levels, force_level};

    #[test]
    fn powers_of_every_length_and_exponent() {
        for &level in available_levels() {
            force_level(level);
            for n in [0, 1, 31, 32, 33, 100] {
                let a: Vec<i64> = (0..n).map(|i| i * 7 - 50).collect();
                for exponent in (0..40).chain([63, 64, 1 << 40]) {
                    let mut out = vec![MaybeUninit::uninit(); a.len()];
                    power(&a, exponent, &mut out);
                    for (&a, out) in a.iter().zip(out) {
                        // SAFETY: every item has been written.
                        let found = unsafe { out.assume_init() };
                        let mut wanted = 1i64;
                        (0..exponent.min(64)).for_each(|_| wanted = wanted.wrapping_mul(a));
                        if exponent > 64 {
                            wanted = a.wrapping_pow(1 << 20).wrapping_pow(1 << 20);
                        }
                        assert_eq!(found, wanted, "{level:?}: {a} to the power {exponent}");
                    }
                }
            }
        }
    }
}
