//! Floats become keys: NaNs move to the end, and negative zeros are noted and put back afterwards.

use std::collections::TryReserveError;
use std::slice::{from_raw_parts, from_raw_parts_mut};

use half::{bf16, f16};

use super::few::{self, Few};
use super::quick::{self, Join};
use super::{Item, integers, narrow, rising};
use crate::level::{Isa, Kernel, dispatch};

/// A float by its bits.
pub(super) trait Float: Item {
    /// Its bits as a number, of which those of -0.0 are the least.
    type Bits: Copy + Ord;
    const NEGATIVE_ZERO: Self::Bits;
    fn bits(self) -> Self::Bits;
    /// The bits of its absolute value.
    fn magnitude(self) -> Self::Bits;
    /// The bits of infinity.
    const INFINITE: Self::Bits;
    /// Whether it is a zero of either sign.
    #[inline(always)]
    fn is_zero(self) -> bool {
        self.magnitude() == Self::zero(false).bits()
    }
    /// A zero of either sign.
    fn zero(negative: bool) -> Self;
    /// Few distinct items, counted by their bits, if they are, there is no NaN, and zeros are of one sign.
    fn few(items: &[Self]) -> Option<Few<Self::Bits>>;
    /// Writes what was counted in order.
    fn write_few(few: &Few<Self::Bits>, to: &mut [Self]);
    /// Sorts what is neither NaN nor -0.0.
    fn sort_keys(items: &mut [Self], join: Join) -> Result<(), TryReserveError>;
    /// Writes items in order to other places on a straight way, which there may be if none is NaN or -0.0; whether it did.
    fn sort_keys_into(_: &[Self], _: &mut [Self], _: Join) -> bool {
        false
    }
    /// Writes items that nearly all rise or fall in order to other places; whether they did.
    fn sort_rising_into(_: &[Self], _: &mut [Self], _: Join) -> bool {
        false
    }
    /// Selects on a straight way to other places, which there may be if none is NaN or -0.0; whether it did.
    fn select_keys_into(_: &[Self], _: &mut [Self], _: &[usize], _: Join) -> Result<bool, TryReserveError> {
        Ok(false)
    }
    /// Selects among what is neither NaN nor -0.0.
    fn select_keys(items: &mut [Self], kth: &[usize]) -> Result<(), TryReserveError>;
}

/// The items of [`Float`] that are the same for all.
macro_rules! bits {
    ($bits:ident) => {
        type Bits = $bits;
        const NEGATIVE_ZERO: $bits = $bits::MIN;
        #[inline(always)]
        fn bits(self) -> $bits {
            self.to_bits() as $bits
        }
        #[inline(always)]
        fn magnitude(self) -> $bits {
            self.bits() & $bits::MAX
        }
    };
}

macro_rules! keys {
    ($($ty:ident $bits:ident)*) => {$(
        impl Float for $ty {
            bits!($bits);
            const INFINITE: $bits = $ty::INFINITY.to_bits() as $bits;
            fn zero(negative: bool) -> Self {
                if negative { -0.0 } else { 0.0 }
            }
            fn few(items: &[Self]) -> Option<Few<$bits>> {
                // SAFETY: both are any bits of one size.
                let bits = unsafe { from_raw_parts(items.as_ptr().cast::<$bits>(), items.len()) };
                let of = |bits: $bits| $ty::from_bits(bits as _);
                few::counted(bits, |distinct| {
                    let zeros = distinct.iter().filter(|bits| of(**bits) == 0.0).count();
                    zeros < 2 && !distinct.iter().any(|bits| of(*bits).is_nan())
                })
            }
            fn write_few(few: &Few<$bits>, to: &mut [Self]) {
                // SAFETY: both are any bits of one size.
                let to = unsafe { from_raw_parts_mut(to.as_mut_ptr().cast::<$bits>(), to.len()) };
                few.write(to, |&a, &b| $ty::from_bits(a as _).total_cmp(&$ty::from_bits(b as _)));
            }
            fn sort_keys(items: &mut [Self], join: Join) -> Result<(), TryReserveError> {
                quick::sort(items, join);
                Ok(())
            }
            fn sort_keys_into(from: &[Self], to: &mut [Self], join: Join) -> bool {
                quick::sort_into(from, to, |keys| dispatch(Unusual(keys)) == (false, false), join)
            }
            fn select_keys_into(
                from: &[Self],
                to: &mut [Self],
                kth: &[usize],
                join: Join,
            ) -> Result<bool, TryReserveError> {
                narrow::select_into(from, to, kth, |keys| dispatch(Unusual(keys)) == (false, false), join)
            }
            fn sort_rising_into(from: &[Self], to: &mut [Self], join: Join) -> bool {
                let usual = |keys: &[Self]| dispatch(Unusual(keys)) == (false, false);
                // A zero that is taken out has lost its place among the others.
                let sort = |keys: &mut [Self]| {
                    let comparable = !keys.iter().any(|key| key.is_nan() || key.is_zero());
                    if comparable {
                        quick::sort(keys, join);
                    }
                    comparable
                };
                rising::sort_into(from, to, usual, sort)
            }
            fn select_keys(items: &mut [Self], kth: &[usize]) -> Result<(), TryReserveError> {
                quick::select(items, kth);
                Ok(())
            }
        }
    )*};
}
keys!(f32 i32 f64 i64);

/// Exchanges the bits of short floats for integers of the same order, or back: those of negative ones run backwards.
fn flip(items: &mut [i16]) {
    for item in items {
        *item ^= (*item >> 15) & i16::MAX;
    }
}

macro_rules! short_keys {
    ($($ty:ident)*) => {$(
        impl Float for $ty {
            bits!(i16);
            const INFINITE: i16 = $ty::INFINITY.to_bits() as i16;
            fn zero(negative: bool) -> Self {
                $ty::from_bits(u16::from(negative) << 15)
            }
            fn few(_: &[Self]) -> Option<Few<i16>> {
                None
            }
            fn write_few(_: &Few<i16>, _: &mut [Self]) {}
            fn sort_keys(items: &mut [Self], join: Join) -> Result<(), TryReserveError> {
                // SAFETY: both are any 16 bits.
                let bits = unsafe { from_raw_parts_mut(items.as_mut_ptr().cast(), items.len()) };
                flip(bits);
                let sorted = integers::sort(bits, join);
                flip(bits);
                sorted
            }
            fn select_keys(items: &mut [Self], kth: &[usize]) -> Result<(), TryReserveError> {
                // SAFETY: both are any 16 bits.
                let bits = unsafe { from_raw_parts_mut(items.as_mut_ptr().cast(), items.len()) };
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
        let none = (T::INFINITE, T::INFINITE);
        let (most, least) =
            self.0.iter().fold(none, |(most, least), &x| (most.max(x.magnitude()), least.min(x.bits())));
        (most > T::INFINITE, least == T::NEGATIVE_ZERO)
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
    signs.try_reserve_exact(items.iter().filter(|x| x.is_zero()).count())?;
    for x in items.iter_mut().filter(|x| x.is_zero()) {
        signs.push(x.bits() == T::NEGATIVE_ZERO);
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
    for (zero, negative) in keys.iter_mut().filter(|x| x.is_zero()).zip(signs) {
        *zero = T::zero(negative);
    }
    done
}

pub(super) fn sort<T: Float>(items: &mut [T], join: Join) -> Result<(), TryReserveError> {
    match T::few(items) {
        Some(few) => {
            T::write_few(&few, items);
            Ok(())
        }
        None => with_keys(items, |keys| T::sort_keys(keys, join)),
    }
}

/// Writes `from` in order to `to`, which has as many places.
pub(super) fn sort_into<T: Float>(from: &[T], to: &mut [T], join: Join) -> Result<(), TryReserveError> {
    if T::sort_rising_into(from, to, join) {
        return Ok(());
    }
    match T::few(from) {
        Some(few) => {
            T::write_few(&few, to);
            Ok(())
        }
        None if T::sort_keys_into(from, to, join) => Ok(()),
        None => {
            to.copy_from_slice(from);
            with_keys(to, |keys| T::sort_keys(keys, join))
        }
    }
}

pub(super) fn select<T: Float>(items: &mut [T], kth: &[usize]) -> Result<(), TryReserveError> {
    with_keys(items, |keys| {
        // Places among the NaNs are right already.
        let within = kth.partition_point(|&k| k < keys.len());
        T::select_keys(keys, &kth[..within])
    })
}

/// Writes `from` to `to`, which has as many places, selected.
pub(super) fn select_into<T: Float>(
    from: &[T],
    to: &mut [T],
    kth: &[usize],
    join: Join,
) -> Result<(), TryReserveError> {
    if T::select_keys_into(from, to, kth, join)? {
        return Ok(());
    }
    to.copy_from_slice(from);
    select(to, kth)
}
