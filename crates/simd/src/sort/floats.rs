//! Floats become keys: NaNs move to the end, and negative zeros are noted and put back afterwards.

use std::collections::TryReserveError;

use half::{bf16, f16};

use super::quick::{self, Join};
use super::{Item, integers};
use crate::level::{Isa, Kernel, dispatch};

/// A float by its bits.
pub(super) trait Float: Item {
    /// Its absolute value, as bits.
    fn magnitude(self) -> u64;
    /// The bits of infinity.
    const INFINITE: u64;
    /// Whether it is less than zero or -0.0.
    fn is_negative(self) -> bool;
    /// A zero of either sign.
    fn zero(negative: bool) -> Self;
    /// Sorts what is neither NaN nor -0.0.
    fn sort_keys(items: &mut [Self], join: Join) -> Result<(), TryReserveError>;
    /// Selects among what is neither NaN nor -0.0.
    fn select_keys(items: &mut [Self], kth: &[usize]) -> Result<(), TryReserveError>;
}

macro_rules! keys {
    ($($ty:ident)*) => {$(
        impl Float for $ty {
            #[inline(always)]
            fn magnitude(self) -> u64 {
                self.abs().to_bits().into()
            }
            const INFINITE: u64 = $ty::INFINITY.to_bits() as u64;
            #[inline(always)]
            fn is_negative(self) -> bool {
                self.is_sign_negative()
            }
            fn zero(negative: bool) -> Self {
                if negative { -0.0 } else { 0.0 }
            }
            fn sort_keys(items: &mut [Self], join: Join) -> Result<(), TryReserveError> {
                quick::sort(items, join);
                Ok(())
            }
            fn select_keys(items: &mut [Self], kth: &[usize]) -> Result<(), TryReserveError> {
                quick::select(items, kth);
                Ok(())
            }
        }
    )*};
}
keys!(f32 f64);

/// Exchanges the bits of short floats for integers of the same order, or back: those of negative ones run backwards.
fn flip(items: &mut [i16]) {
    for item in items {
        *item ^= (*item >> 15) & i16::MAX;
    }
}

macro_rules! short_keys {
    ($($ty:ident)*) => {$(
        impl Float for $ty {
            #[inline(always)]
            fn magnitude(self) -> u64 {
                u64::from(self.to_bits() & 0x7fff)
            }
            const INFINITE: u64 = $ty::INFINITY.to_bits() as u64;
            #[inline(always)]
            fn is_negative(self) -> bool {
                self.to_bits() >> 15 == 1
            }
            fn zero(negative: bool) -> Self {
                $ty::from_bits(u16::from(negative) << 15)
            }
            fn sort_keys(items: &mut [Self], join: Join) -> Result<(), TryReserveError> {
                // SAFETY: both are any 16 bits.
                let bits = unsafe { std::slice::from_raw_parts_mut(items.as_mut_ptr().cast(), items.len()) };
                flip(bits);
                let sorted = integers::sort(bits, join);
                flip(bits);
                sorted
            }
            fn select_keys(items: &mut [Self], kth: &[usize]) -> Result<(), TryReserveError> {
                // SAFETY: both are any 16 bits.
                let bits = unsafe { std::slice::from_raw_parts_mut(items.as_mut_ptr().cast(), items.len()) };
                flip(bits);
                let selected = integers::select(bits, kth);
                flip(bits);
                selected
            }
        }
    )*};
}
short_keys!(f16 bf16);

/// Whether there are NaNs, and whether there are negative zeros.
struct Unusual<'a, T>(&'a [T]);

impl<T: Float> Kernel for Unusual<'_, T> {
    type Output = (bool, bool);
    #[inline(always)]
    fn run<I: Isa>(self) -> (bool, bool) {
        self.0.iter().fold((false, false), |(nan, zero), &x| {
            (nan | (x.magnitude() > T::INFINITE), zero | ((x.magnitude() == 0) & x.is_negative()))
        })
    }
}

/// Moves NaNs behind the numbers, in order; how many numbers there are.
fn nans_last<T: Float>(items: &mut [T]) -> Result<usize, TryReserveError> {
    let is_nan = |x: T| x.magnitude() > T::INFINITE;
    let mut nans = Vec::new();
    nans.try_reserve_exact(items.iter().filter(|&&x| is_nan(x)).count())?;
    let mut numbers = 0;
    for i in 0..items.len() {
        let x = items[i];
        if is_nan(x) {
            nans.push(x);
        } else {
            items[numbers] = x;
            numbers += 1;
        }
    }
    items[numbers..].copy_from_slice(&nans);
    Ok(numbers)
}

/// Makes all zeros positive, and returns which of them, in order, were negative.
fn zeros_positive<T: Float>(items: &mut [T]) -> Result<Vec<bool>, TryReserveError> {
    let mut signs = Vec::new();
    signs.try_reserve_exact(items.iter().filter(|x| x.magnitude() == 0).count())?;
    for x in items.iter_mut().filter(|x| x.magnitude() == 0) {
        signs.push(x.is_negative());
        *x = T::zero(false);
    }
    Ok(signs)
}

/// Runs `work` on the numbers, all zeros of which are positive; how many there are. The zeros get their signs back in
/// the order they had, wherever they are then.
fn with_keys<T: Float>(
    items: &mut [T],
    work: impl FnOnce(&mut [T]) -> Result<(), TryReserveError>,
) -> Result<(), TryReserveError> {
    let (any_nan, any_negative_zero) = dispatch(Unusual(items));
    let numbers = if any_nan { nans_last(items)? } else { items.len() };
    let keys = &mut items[..numbers];
    if !any_negative_zero {
        return work(keys);
    }
    let signs = zeros_positive(keys)?;
    let done = work(keys);
    for (zero, negative) in keys.iter_mut().filter(|x| x.magnitude() == 0).zip(signs) {
        *zero = T::zero(negative);
    }
    done
}

pub(super) fn sort<T: Float>(items: &mut [T], join: Join) -> Result<(), TryReserveError> {
    with_keys(items, |keys| T::sort_keys(keys, join))
}

pub(super) fn select<T: Float>(items: &mut [T], kth: &[usize]) -> Result<(), TryReserveError> {
    with_keys(items, |keys| {
        // Places among the NaNs are right already.
        let within = kth.partition_point(|&k| k < keys.len());
        T::select_keys(keys, &kth[..within])
    })
}
