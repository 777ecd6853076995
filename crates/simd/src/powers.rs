//! Powers of integers with one exponent, by squaring, in vectors. They wrap around.

use std::mem::MaybeUninit;

use crate::level::{Isa, Kernel, dispatch};

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
