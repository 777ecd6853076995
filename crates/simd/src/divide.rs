//! Division of integers towards minus infinity, as Python's `//` and `%`, in vectors.
//!
//! Processors divide no vectors of integers, but the quotient of two floats leads to the whole number: with p bits of
//! precision, numbers `a` and `b` of fewer than p - 1 bits have a quotient that is whole, or at least `1 / b` away from a whole number,
//! while rounding moves it by less. So its floor is that of the exact quotient.
//!
//! Where one number divides many, its inverse takes the place of the division. For `b > 0`, the quotient of `a + 1/2` has the floor of that of
//! `a`, and is at least `1 / (2 * b)` away from a whole number: of short numbers, two roundings move it by less. For `b < 0`, so has that of
//! `a - 1/2`.

use std::mem::MaybeUninit;
use std::ops::BitOr;

use crate::level::{Isa, Kernel, dispatch};

/// Integers that are divided.
pub trait Divide: Copy + Default + PartialEq + BitOr<Output = Self> + Send + Sync + 'static {
    /// Quotient towards minus infinity and remainder with the sign of the divisor; both 0 for divisor 0, and `MIN / -1` wraps
    /// around.
    fn floor_divmod(self, other: Self) -> (Self, Self);

    /// Bits that are set where floats do not serve a number.
    #[doc(hidden)]
    fn excess(self) -> Self;

    /// [`Divide::floor_divmod`] by way of floats, for numbers without excess.
    #[doc(hidden)]
    fn by_float(self, other: Self) -> (Self, Self);

    /// The floats that lead to quotients.
    #[doc(hidden)]
    type Float: Copy;

    /// The number as a float, if it has no excess.
    #[doc(hidden)]
    fn to_float(self) -> Self::Float;

    /// The quotient as an integer, and the remainder that it leaves.
    #[doc(hidden)]
    fn by_quotient(self, other: Self, quotient: Self::Float) -> (Self, Self);

    /// The inverse of a divisor that is not 0, if it serves instead of it.
    #[doc(hidden)]
    fn inverse(self) -> Option<Self::Float>;

    /// [`Divide::by_float`] by way of the inverse of the divisor.
    #[doc(hidden)]
    fn by_inverse(self, other: Self, inverse: Self::Float) -> (Self, Self);

    /// The remainder with the sign of the dividend, as C's `%`; 0 for divisor 0.
    fn fmod(self, other: Self) -> Self;

    /// [`Divide::fmod`] by way of floats, for numbers without excess.
    #[doc(hidden)]
    fn fmod_by_float(self, other: Self) -> Self;
}

/// What is added to a whole float to find it in the lowest bits: 1.5 times the number above which floats are whole.
const MAGIC_64: f64 = 1.5 * (1u64 << 52) as f64;
const MAGIC_32: f32 = 1.5 * (1u32 << 23) as f32;

/// Short numbers have no excess.
#[inline(always)]
fn nothing<T: Default>(_: T) -> T {
    T::default()
}

macro_rules! floor_divmod {
    (signed) => {
        #[inline(always)]
        fn floor_divmod(self, other: Self) -> (Self, Self) {
            if other == 0 {
                return (0, 0);
            }
            let (quotient, remainder) = (self.wrapping_div(other), self.wrapping_rem(other));
            let below = remainder != 0 && (remainder < 0) != (other < 0);
            if below { (quotient - 1, remainder + other) } else { (quotient, remainder) }
        }
    };
    (unsigned) => {
        #[inline(always)]
        fn floor_divmod(self, other: Self) -> (Self, Self) {
            if other == 0 { (0, 0) } else { (self / other, self % other) }
        }
    };
}

macro_rules! divide {
    ($($sign:ident $ty:ident $float:ident $magic:ident, |$x:ident| $excess:expr, $to:expr;)*) => {$(
        impl Divide for $ty {
            floor_divmod!($sign);
            #[inline(always)]
            fn excess(self) -> Self {
                let $x = self;
                $excess
            }
            type Float = $float;
            #[inline(always)]
            fn to_float(self) -> $float {
                let $x = self;
                $to
            }
            #[inline(always)]
            fn by_quotient(self, other: Self, quotient: $float) -> (Self, Self) {
                // Both products are whole numbers that floats hold.
                let remainder = self.to_float() - quotient * other.to_float();
                let whole = |x: $float| (x + $magic).to_bits().wrapping_sub($magic.to_bits()) as $ty;
                (whole(quotient), whole(remainder))
            }
            #[inline(always)]
            fn by_float(self, other: Self) -> (Self, Self) {
                let results = self.by_quotient(other, (self.to_float() / other.to_float()).floor());
                if other == 0 { (0, 0) } else { results }
            }
            #[inline(always)]
            fn inverse(self) -> Option<$float> {
                (size_of::<Self>() < 8 && self != 0).then(|| 1.0 / self.to_float())
            }
            #[inline(always)]
            fn by_inverse(self, other: Self, inverse: $float) -> (Self, Self) {
                let half = $float::copysign(0.5, other.to_float());
                self.by_quotient(other, ((self.to_float() + half) * inverse).floor())
            }
            #[inline(always)]
            fn fmod(self, other: Self) -> Self {
                if other == 0 { 0 } else { self.wrapping_rem(other) }
            }
            #[inline(always)]
            fn fmod_by_float(self, other: Self) -> Self {
                let (a, b) = (self.to_float(), other.to_float());
                let remainder = a - (a / b).trunc() * b;
                let whole = (remainder + $magic).to_bits().wrapping_sub($magic.to_bits()) as $ty;
                if other == 0 { 0 } else { whole }
            }
        }
    )*};
}
divide! {
    signed i8 f32 MAGIC_32, |x| nothing(x), f32::from(x);
    unsigned u8 f32 MAGIC_32, |x| nothing(x), f32::from(x);
    signed i16 f32 MAGIC_32, |x| nothing(x), f32::from(x);
    unsigned u16 f32 MAGIC_32, |x| nothing(x), f32::from(x);
    signed i32 f64 MAGIC_64, |x| nothing(x), f64::from(x);
    unsigned u32 f64 MAGIC_64, |x| nothing(x), f64::from(x);
    signed i64 f64 MAGIC_64, |x| x.wrapping_add(1 << 50) >> 51, f64::from_bits(MAGIC_64.to_bits().wrapping_add(x as u64)) - MAGIC_64;
    unsigned u64 f64 MAGIC_64, |x| x >> 50, f64::from_bits(MAGIC_64.to_bits().wrapping_add(x)) - MAGIC_64;
}

/// Pairs that are looked at before they are divided.
const BLOCK: usize = 256;

/// Whether floats serve all of these numbers.
#[inline(always)]
fn has_floats<I: Isa, T: Divide>(a: &[T], b: &[T]) -> bool {
    // Where rounding is no instruction, division is no slower.
    I::FMA && a.iter().zip(b).fold(T::default(), |all, (a, b)| all | a.excess() | b.excess()) == T::default()
}

/// The inverse of the divisor, if there is but one.
#[inline(always)]
fn inverse_of_all<T: Divide>(b: &[T]) -> Option<T::Float> {
    let (first, last) = (*b.first()?, *b.last()?);
    let all_equal = || b.iter().fold(true, |equal, &b| equal & (b == first));
    if first == last && all_equal() { first.inverse() } else { None }
}

/// One result of each pair, by the shortest road.
struct Divided<'a, T, H, F, G> {
    a: &'a [T],
    b: &'a [T],
    out: &'a mut [MaybeUninit<T>],
    by_inverse: Option<H>,
    by_float: F,
    by_division: G,
}

impl<T: Divide, H, F, G> Kernel for Divided<'_, T, H, F, G>
where
    H: Fn(T, T, T::Float) -> T + Copy,
    F: Fn(T, T) -> T + Copy,
    G: Fn(T, T) -> T + Copy,
{
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        let pairs = self.a.chunks(BLOCK).zip(self.b.chunks(BLOCK));
        for (out, (a, b)) in self.out.chunks_mut(BLOCK).zip(pairs) {
            if has_floats::<I, T>(a, b) {
                match (self.by_inverse, inverse_of_all(b)) {
                    (Some(by_inverse), Some(inverse)) => write(a, b, out, |a, b| by_inverse(a, b, inverse)),
                    _ => write(a, b, out, self.by_float),
                }
            } else {
                write(a, b, out, self.by_division);
            }
        }
    }
}

#[inline(always)]
fn write<T: Divide>(a: &[T], b: &[T], out: &mut [MaybeUninit<T>], f: impl Fn(T, T) -> T) {
    for (out, (&a, &b)) in out.iter_mut().zip(a.iter().zip(b)) {
        out.write(f(a, b));
    }
}

/// Both results of each pair.
struct DividedTwice<'a, T> {
    a: &'a [T],
    b: &'a [T],
    quotients: &'a mut [MaybeUninit<T>],
    remainders: &'a mut [MaybeUninit<T>],
}

impl<T: Divide> Kernel for DividedTwice<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        let pairs = self.a.chunks(BLOCK).zip(self.b.chunks(BLOCK));
        let outs = self.quotients.chunks_mut(BLOCK).zip(self.remainders.chunks_mut(BLOCK));
        for ((quotients, remainders), (a, b)) in outs.zip(pairs) {
            if has_floats::<I, T>(a, b) {
                match inverse_of_all(b) {
                    Some(inverse) => write_both(a, b, quotients, remainders, |a, b| a.by_inverse(b, inverse)),
                    None => write_both(a, b, quotients, remainders, T::by_float),
                }
            } else {
                write_both(a, b, quotients, remainders, T::floor_divmod);
            }
        }
    }
}

#[inline(always)]
fn write_both<T: Divide>(
    a: &[T],
    b: &[T],
    quotients: &mut [MaybeUninit<T>],
    remainders: &mut [MaybeUninit<T>],
    f: impl Fn(T, T) -> (T, T),
) {
    for ((quotient, remainder), (&a, &b)) in quotients.iter_mut().zip(remainders).zip(a.iter().zip(b)) {
        let (q, r) = f(a, b);
        quotient.write(q);
        remainder.write(r);
    }
}

/// Writes the quotients of pairs, rounded towards minus infinity.
///
/// # Panics
/// If the slices differ in length.
///
/// ```
/// use std::mem::MaybeUninit;
///
/// let mut out = [MaybeUninit::uninit(); 3];
/// numoxide_simd::divide::floor_divide(&[7i64, -7, 7], &[2, 2, 0], &mut out);
/// // SAFETY: all of them have been written.
/// assert_eq!(out.map(|x| unsafe { x.assume_init() }), [3, -4, 0]);
/// ```
pub fn floor_divide<T: Divide>(a: &[T], b: &[T], out: &mut [MaybeUninit<T>]) {
    assert!(a.len() == out.len() && b.len() == out.len(), "slices of one length");
    dispatch(Divided {
        a,
        b,
        out,
        by_inverse: Some(|a: T, b, inverse| a.by_inverse(b, inverse).0),
        by_float: |a: T, b| a.by_float(b).0,
        by_division: |a: T, b| a.floor_divmod(b).0,
    });
}

/// Writes the remainders of pairs, which have the signs of the divisors.
///
/// # Panics
/// If the slices differ in length.
pub fn remainder<T: Divide>(a: &[T], b: &[T], out: &mut [MaybeUninit<T>]) {
    assert!(a.len() == out.len() && b.len() == out.len(), "slices of one length");
    dispatch(Divided {
        a,
        b,
        out,
        by_inverse: Some(|a: T, b, inverse| a.by_inverse(b, inverse).1),
        by_float: |a: T, b| a.by_float(b).1,
        by_division: |a: T, b| a.floor_divmod(b).1,
    });
}

/// Writes what [`floor_divide`] and [`remainder`] give, in the time of one.
///
/// # Panics
/// If the slices differ in length.
pub fn divmod<T: Divide>(
    a: &[T],
    b: &[T],
    quotients: &mut [MaybeUninit<T>],
    remainders: &mut [MaybeUninit<T>],
) {
    let n = a.len();
    assert!(b.len() == n && quotients.len() == n && remainders.len() == n, "slices of one length");
    dispatch(DividedTwice { a, b, quotients, remainders });
}

/// Writes the remainders of pairs, which have the signs of the dividends.
///
/// # Panics
/// If the slices differ in length.
pub fn fmod<T: Divide>(a: &[T], b: &[T], out: &mut [MaybeUninit<T>]) {
    assert!(a.len() == out.len() && b.len() == out.len(), "slices of one length");
    let by_inverse = None::<fn(T, T, T::Float) -> T>;
    dispatch(Divided { a, b, out, by_inverse, by_float: T::fmod_by_float, by_division: T::fmod });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::level::{available_levels, force_level};

    /// A loop over pairs.
    type Loop<T> = fn(&[T], &[T], &mut [MaybeUninit<T>]);

    fn all<T: Divide>(run: Loop<T>, pairs: &[(T, T)]) -> Vec<T> {
        let (a, b): (Vec<T>, Vec<T>) = pairs.iter().copied().unzip();
        let mut out = vec![MaybeUninit::uninit(); a.len()];
        run(&a, &b, &mut out);
        // SAFETY: all have been written.
        out.into_iter().map(|x| unsafe { x.assume_init() }).collect()
    }

    /// Of wide integers: what Rust's own division gives.
    fn check<T: Divide + TryInto<i128> + PartialEq + std::fmt::Debug>(values: &[T], bits: u32) {
        let wide = |x: T| x.try_into().unwrap_or_default();
        let pairs: Vec<(T, T)> = values.iter().flat_map(|&a| values.iter().map(move |&b| (a, b))).collect();
        for &level in available_levels() {
            force_level(level);
            // Pairs of all kinds, and all numbers by one.
            let by_one = values.iter().flat_map(|&b| values.iter().map(move |&a| (a, b))).collect::<Vec<_>>();
            for pairs in pairs.chunks(100).chain(by_one.chunks(values.len())) {
                let (quotients, remainders) = (all(floor_divide, pairs), all(remainder, pairs));
                let both = |a: &[T], b: &[T], out: &mut [MaybeUninit<T>]| {
                    divmod(a, b, out, &mut vec![MaybeUninit::uninit(); a.len()]);
                };
                assert_eq!(all(both, pairs), quotients);
                let both = |a: &[T], b: &[T], out: &mut [MaybeUninit<T>]| {
                    divmod(a, b, &mut vec![MaybeUninit::uninit(); a.len()], out);
                };
                assert_eq!(all(both, pairs), remainders);
                for (&(a, b), r) in pairs.iter().zip(all(fmod, pairs)) {
                    let (x, y) = (wide(a), wide(b));
                    assert_eq!(wide(r), if y == 0 { 0 } else { x % y }, "{level:?} fmod({a:?}, {b:?})");
                }
                for (&(a, b), (q, r)) in pairs.iter().zip(quotients.into_iter().zip(remainders)) {
                    let (x, y) = (wide(a), wide(b));
                    if y == 0 {
                        assert_eq!((wide(q), wide(r)), (0, 0));
                        continue;
                    }
                    let quotient = x.div_euclid(y) - i128::from(y < 0 && x.rem_euclid(y) != 0);
                    let same = |a: i128, b: i128| (a ^ b) & ((1 << bits) - 1) == 0;
                    assert!(same(wide(q), quotient), "{level:?} {a:?} // {b:?} is {q:?}");
                    assert!(same(wide(r), x - quotient * y), "{level:?} {a:?} % {b:?} is {r:?}");
                }
            }
        }
    }

    macro_rules! tests {
        ($($name:ident $ty:ident)*) => {$(
            #[test]
            fn $name() {
                let edges = [0, 1, 2, 3, 7, 10, 63, 64, 100, $ty::MAX / 3, $ty::MAX / 2, $ty::MAX - 1, $ty::MAX];
                let powers = (0..$ty::BITS).flat_map(|k| [(1 as $ty) << k, ((1 as $ty) << k).wrapping_sub(1)]);
                let mut values: Vec<$ty> = edges.into_iter().chain(powers).collect();
                values.extend(values.clone().iter().map(|x| (0 as $ty).wrapping_sub(*x)));
                check(&values, $ty::BITS);
            }
        )*};
    }
    tests!(of_i8 i8 of_u8 u8 of_i16 i16 of_u16 u16 of_i32 i32 of_u32 u32 of_i64 i64 of_u64 u64);
}
