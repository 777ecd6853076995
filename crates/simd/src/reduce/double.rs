//! Sums in two parts, one by one and in lanes.
//!
//! Two ways lead to the errors of additions. TwoSum (Knuth) takes six operations and any items. FastTwoSum (Dekker) takes
//! three, but asks that the sum be not smaller than the item. A large number in front, an anchor, sees to that: it is
//! taken off in the end without error, and what it makes the sum lose is in the second part, as every error is. This is the
//! deposit of the reproducible sums of Demmel, Ahrens and Nguyen, "Efficient Reproducible Floating Point Summation and
//! BLAS" (2016). The anchor is chosen by the first item; whether it was large enough is known in the end.

use crate::vector::F64x16;
use std::hint::black_box;

/// A sum in two parts: what plain addition gives, and the sum of its rounding errors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dd {
    /// The plain sum.
    pub hi: f64,
    /// What it misses.
    pub lo: f64,
}

impl Dd {
    /// The empty sum. Minus zero, because zero would turn a sum of minus zeros into zero.
    pub const EMPTY: Dd = Dd { hi: -0.0, lo: 0.0 };

    /// The sum rounded to one number.
    #[inline(always)]
    pub fn value(self) -> f64 {
        // The errors are NaN where the plain sum has overflowed; and they must not cost a zero its sign.
        if self.lo == 0.0 || !self.lo.is_finite() { self.hi } else { self.hi + self.lo }
    }

    /// The sum of two sums.
    #[inline(always)]
    pub fn plus(self, other: Dd) -> Dd {
        let (hi, error) = two_sum(self.hi, other.hi);
        Dd { hi, lo: (self.lo + other.lo) + error }
    }
}

/// The rounded sum and its rounding error, which is a number again (Knuth).
#[inline(always)]
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let part = sum - a;
    (sum, (a - (sum - part)) + (b - part))
}

/// Sixteen sums side by side.
pub(super) trait DoubleLanes<V: F64x16>: Copy {
    /// Sums of one item each.
    fn first(x: V) -> Self;
    /// [`DoubleLanes::first`] for lanes that will share the items of one run.
    #[inline(always)]
    fn first_of_run(x: V) -> Self {
        Self::first(x)
    }
    /// Each lane takes one more item; `minus` is that of [`minus`].
    fn step(&mut self, x: V, minus: V);
    /// The sums and their errors; NaN if a lane could not take its items.
    fn parts(&self) -> DdLanes<V>;

    #[inline(always)]
    fn split(&self) -> [Dd; 16] {
        let DdLanes { hi, lo } = self.parts();
        let (hi, lo) = (hi.to_array(), lo.to_array());
        std::array::from_fn(|i| Dd { hi: hi[i], lo: lo[i] })
    }

    /// The tree of the lanes down to `N` of them. High and low parts are kept apart, so that the upper levels of the
    /// tree are vectors too.
    #[inline(always)]
    fn tree<const N: usize>(&self) -> [Dd; N] {
        let DdLanes { hi, lo } = self.parts();
        let (mut hi, mut lo) = (hi.to_array(), lo.to_array());
        let mut halve = |width: usize| {
            for i in 0..if width < N { 0 } else { width } {
                let (sum, error) = two_sum(hi[i], hi[i + width]);
                (hi[i], lo[i]) = (sum, (lo[i] + lo[i + width]) + error);
            }
        };
        halve(8);
        halve(4);
        halve(2);
        halve(1);
        std::array::from_fn(|i| Dd { hi: hi[i], lo: lo[i] })
    }
}

/// -1, which the compiler must not know: the aid of [`DoubleLanes::step`].
#[inline(always)]
pub(super) fn minus<V: F64x16>() -> V {
    V::splat(black_box(-1.0))
}

/// Sums of any items.
#[derive(Clone, Copy)]
pub(super) struct DdLanes<V> {
    hi: V,
    lo: V,
}

impl<V: F64x16> DoubleLanes<V> for DdLanes<V> {
    #[inline(always)]
    fn first(x: V) -> Self {
        DdLanes { hi: x, lo: V::splat(0.0) }
    }

    #[inline(always)]
    fn step(&mut self, x: V, minus: V) {
        let (sum, error) = self.hi.two_sum(x, minus);
        self.hi = sum;
        self.lo = self.lo.add(error);
    }

    #[inline(always)]
    fn parts(&self) -> Self {
        *self
    }
}

/// Sums of single-precision items, too few to lose anything.
#[derive(Clone, Copy)]
pub(super) struct PlainLanes<V>(V);

impl<V: F64x16> DoubleLanes<V> for PlainLanes<V> {
    #[inline(always)]
    fn first(x: V) -> Self {
        PlainLanes(x)
    }

    #[inline(always)]
    fn step(&mut self, x: V, _minus: V) {
        self.0 = self.0.add(x);
    }

    #[inline(always)]
    fn parts(&self) -> DdLanes<V> {
        DdLanes::first(self.0)
    }
}

/// Sums of items none of which is much larger than the first.
#[derive(Clone, Copy)]
pub(super) struct AnchoredLanes<V> {
    /// The anchor and the sum.
    hi: V,
    lo: V,
    /// The bits of `hi` that have ever changed.
    changed: V,
}

/// An anchor is 1.5 times a power of two, so that sums of either sign leave its sign and exponent as they are.
const HALF: u64 = 1 << 51;
/// The bits of the exponent.
const EXPONENT: u64 = 0x7ff << 52;
/// The exponent of the anchor over that of the first item.
const ABOVE: u64 = 20;

/// The anchor for a lane that begins with `x`; none if that is minus zero, lest the sum of minus zeros become zero.
#[inline(always)]
fn anchor(x: f64) -> f64 {
    let bits = x.to_bits();
    let anchor = f64::from_bits((bits & EXPONENT).wrapping_add(ABOVE << 52) | HALF);
    if bits == (-0.0f64).to_bits() { f64::NAN } else { anchor }
}

/// What is as large as the largest items of even and of odd lanes, which may be parts of complex numbers; minus zero if
/// that is all there is.
#[inline(always)]
fn largest(x: [f64; 16]) -> [f64; 2] {
    const SIGN: u64 = 1 << 63;
    let sizes = x.map(|x| x.to_bits() & !SIGN);
    let signs = x.map(|x| x.to_bits() & SIGN);
    std::array::from_fn(|part| {
        let lanes = || (part..16).step_by(2);
        let size = lanes().fold(0, |size, i| sizes[i].max(size));
        f64::from_bits(lanes().fold(SIGN, |sign, i| signs[i] & sign) | size)
    })
}

impl<V: F64x16> AnchoredLanes<V> {
    #[inline(always)]
    fn behind(anchor: V, x: V) -> Self {
        let hi = anchor.add(x);
        AnchoredLanes { hi, lo: x.sub(hi.sub(anchor)), changed: V::splat(0.0).or_differing(hi, anchor) }
    }
}

impl<V: F64x16> DoubleLanes<V> for AnchoredLanes<V> {
    #[inline(always)]
    fn first(x: V) -> Self {
        Self::behind(V::load(&x.to_array().map(anchor)), x)
    }

    #[inline(always)]
    fn first_of_run(x: V) -> Self {
        let anchors = largest(x.to_array()).map(anchor);
        Self::behind(V::load(&std::array::from_fn(|i| anchors[i % 2])), x)
    }

    #[inline(always)]
    fn step(&mut self, x: V, minus: V) {
        let (sum, error) = self.hi.fast_two_sum(x, minus);
        self.lo = self.lo.add(error);
        self.changed = self.changed.or_differing(sum, self.hi);
        self.hi = sum;
    }

    #[inline(always)]
    fn parts(&self) -> DdLanes<V> {
        // The anchor has not stayed the largest part all the way if its sign or exponent has changed.
        if self.changed.has_any(!0 << 52) {
            return DdLanes { hi: V::splat(f64::NAN), lo: self.lo };
        }
        let anchor = self.hi.to_array().map(|hi| f64::from_bits(hi.to_bits() & EXPONENT | HALF));
        DdLanes { hi: self.hi.sub(V::load(&anchor)), lo: self.lo }
    }
}
