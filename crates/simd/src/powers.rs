//! Powers with one whole exponent, by squaring, in vectors.
//!
//! Those of integers wrap around. Those of `f64` are made of factors in two parts, those of `f32` in `f64`, and rounded once.

use std::mem::MaybeUninit;

use crate::level::{Isa, Kernel, dispatch};
use crate::math::f64::double::two_product;
use crate::math::f64::pow;

/// Numbers that are raised to powers.
pub trait Power: Copy + Send + Sync + 'static {
    /// What `N` numbers are on the way.
    #[doc(hidden)]
    type Factors<const N: usize>: Copy;
    #[doc(hidden)]
    const ONE: Self;
    #[doc(hidden)]
    fn factors<const N: usize>(numbers: [Self; N]) -> Self::Factors<N>;
    #[doc(hidden)]
    fn multiply<I: Isa, const N: usize>(product: &mut Self::Factors<N>, factors: &Self::Factors<N>);
    /// The numbers that the factors are.
    #[doc(hidden)]
    fn rounded<const N: usize>(factors: &Self::Factors<N>) -> [Self; N];
    /// Calculates powers in another way that products do not serve.
    #[doc(hidden)]
    #[inline(always)]
    fn mend<const N: usize>(_numbers: &[Self; N], _exponent: u64, _powers: &mut [Self; N]) {}
}

macro_rules! integers {
    ($($ty:ty)*) => {$(
        impl Power for $ty {
            type Factors<const N: usize> = [$ty; N];
            const ONE: Self = 1;
            #[inline(always)]
            fn factors<const N: usize>(numbers: [$ty; N]) -> [$ty; N] {
                numbers
            }
            #[inline(always)]
            fn multiply<I: Isa, const N: usize>(product: &mut [$ty; N], factors: &[$ty; N]) {
                product.iter_mut().zip(factors).for_each(|(a, b)| *a = a.wrapping_mul(*b));
            }
            #[inline(always)]
            fn rounded<const N: usize>(factors: &[$ty; N]) -> [$ty; N] {
                *factors
            }
        }
    )*};
}
integers!(i8 i16 i32 i64 u8 u16 u32 u64);

impl Power for f32 {
    type Factors<const N: usize> = [f64; N];
    const ONE: f32 = 1.0;
    #[inline(always)]
    fn factors<const N: usize>(numbers: [f32; N]) -> [f64; N] {
        numbers.map(f64::from)
    }
    #[inline(always)]
    fn multiply<I: Isa, const N: usize>(product: &mut [f64; N], factors: &[f64; N]) {
        product.iter_mut().zip(factors).for_each(|(a, b)| *a *= b);
    }
    #[inline(always)]
    fn rounded<const N: usize>(factors: &[f64; N]) -> [f32; N] {
        factors.map(|x| x as f32)
    }
}

/// Numbers as rounded products, and what these lack.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Doubles<const N: usize> {
    high: [f64; N],
    low: [f64; N],
}

impl Power for f64 {
    type Factors<const N: usize> = Doubles<N>;
    const ONE: f64 = 1.0;
    #[inline(always)]
    fn factors<const N: usize>(numbers: [f64; N]) -> Doubles<N> {
        Doubles { high: numbers, low: [0.0; N] }
    }
    #[inline(always)]
    fn multiply<I: Isa, const N: usize>(product: &mut Doubles<N>, factors: &Doubles<N>) {
        for i in 0..N {
            let (a, b) = (product.high[i], factors.high[i]);
            let (high, error) = two_product::<I>(a, b);
            let low = I::fma(product.low[i], b, I::fma(a, factors.low[i], error));
            (product.high[i], product.low[i]) = (high, low);
        }
    }
    #[inline(always)]
    fn rounded<const N: usize>(factors: &Doubles<N>) -> [f64; N] {
        std::array::from_fn(|i| {
            let (high, low) = (factors.high[i], factors.low[i]);
            // Of infinite products the rest is NaN, which these comparisons turn into a number: the sum stays infinite.
            let low = if low > f64::MIN { low } else { f64::MIN };
            let low = if low < f64::MAX { low } else { f64::MAX };
            (high + low).copysign(high)
        })
    }
    #[inline(always)]
    fn mend<const N: usize>(numbers: &[f64; N], exponent: u64, powers: &mut [f64; N]) {
        const LEAST: f64 = f64::from_bits((1023 - 1000) << 52);
        let is_small = |x: f64, power: f64| (power.abs() < LEAST) & (x != 0.0);
        if numbers.iter().zip(&*powers).fold(false, |any, (&x, &power)| any | is_small(x, power)) {
            for (&x, power) in numbers.iter().zip(powers) {
                if is_small(x, *power) {
                    *power = pow(x, exponent as f64);
                }
            }
        }
    }
}

/// Numbers that are squared again and again together: enough that none waits for another, and few enough for registers.
const BLOCK: usize = 32;

/// [`BLOCK`] for numbers that are larger on the way.
const REAL_BLOCK: usize = 16;

/// Writes each number to the power `exponent`.
///
/// Powers of floating-point numbers are meant for exponents of 1 to 16, where they lie within 0.51 ULP of the exact ones. Those
/// of `f64` below 2^-1000, where parts of products underflow, are [`pow`](crate::math::f64::pow)'s. Far beyond these exponents
/// errors of products add up.
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
    if size_of::<T::Factors<1>>() > size_of::<u64>() || size_of::<T::Factors<1>>() > size_of::<T>() {
        dispatch(Powers::<T, REAL_BLOCK> { a, exponent, out });
    } else {
        dispatch(Powers::<T, BLOCK> { a, exponent, out });
    }
}

struct Powers<'a, T, const N: usize> {
    a: &'a [T],
    exponent: u64,
    out: &'a mut [MaybeUninit<T>],
}

impl<T: Power, const N: usize> Kernel for Powers<'_, T, N> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        let (blocks, rest) = self.a.as_chunks::<N>();
        let (out_blocks, out_rest) = self.out.as_chunks_mut::<N>();
        for (block, out) in blocks.iter().zip(out_blocks) {
            for (out, power) in out.iter_mut().zip(powers::<I, T, N>(*block, self.exponent)) {
                out.write(power);
            }
        }
        for (&a, out) in rest.iter().zip(out_rest) {
            let [power] = powers::<I, T, 1>([a], self.exponent);
            out.write(power);
        }
    }
}

#[inline(always)]
fn powers<I: Isa, T: Power, const N: usize>(numbers: [T; N], exponent: u64) -> [T; N] {
    if exponent == 0 {
        return [T::ONE; N];
    }
    let mut squares = T::factors(numbers);
    let square = |squares: &mut T::Factors<N>| T::multiply::<I, N>(squares, &squares.clone());
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
            T::multiply::<I, N>(&mut product, &squares);
        }
    }
    let mut powers = T::rounded(&product);
    T::mend(&numbers, exponent, &mut powers);
    powers
}

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
