//! Sums and means.
//!
//! Sums of `f64` carry the rounding error of every addition along, so that the result is the exact sum rounded once, but
//! for what is some 2^-80 of the largest item: for cases within a hair of the middle between two values. Sums of `f32` are made in
//! `f64`, where a chunk adds up without error unless its items differ by more than 2^20 in size.

use super::columns::columns;
use super::double::{AnchoredLanes, Dd, DdLanes, DoubleLanes, PlainLanes, minus};
use super::lanes::{self, Lanes};
use super::{Fold, Tile};
use crate::level::Isa;
use crate::vector::{F64x16, padded};
use num_complex::Complex;
use std::marker::PhantomData;

/// An item type with a sum.
pub trait Summand: Copy + Send + Sync + 'static {
    /// The state of a sum.
    type Acc: Copy + Send + 'static;
    /// The type of the sum.
    type Sum: Copy + Send + 'static;
    /// The type of the mean.
    type Mean: Copy + Send + 'static;
    /// The empty sum.
    const EMPTY: Self::Acc;
    /// As [`Fold::UNORDERED`].
    const UNORDERED: bool = false;
    /// The sum of a chunk.
    fn along<I: Isa>(x: &[Self]) -> Self::Acc;
    /// The sums of the columns of a tile.
    fn rows<I: Isa>(accs: &mut [Self::Acc], tile: Tile<'_, Self>);
    /// The sum of two sums.
    fn plus<I: Isa>(a: Self::Acc, b: Self::Acc) -> Self::Acc;
    /// The state that a sum beginning with `value` starts from.
    fn seed(value: Self::Sum) -> Self::Acc;
    /// The result; of no items, zero.
    fn sum(acc: Self::Acc, count: usize) -> Self::Sum;
    /// The sum divided by `count`.
    fn mean(acc: Self::Acc, count: usize) -> Self::Mean;
}

/// The sum of items of type `T`.
pub struct Sum<T>(PhantomData<T>);

/// The mean of items of type `T`: the sum, divided before it is rounded.
pub struct Mean<T>(PhantomData<T>);

/// The sum by anchored lanes, which is NaN where they fail: for runs and tiles that [`Sum`] deals to it.
struct Anchored<T>(PhantomData<T>);

macro_rules! sum_fold {
    ($name:ident, $out:ident, $finish:ident, $seed:expr) => {
        impl<T: Summand> Fold for $name<T> {
            type Item = T;
            type Acc = T::Acc;
            type Out = T::$out;
            type Loops = Sum<T>;
            // Parts of complex numbers lie in lanes of their own.
            const WIDE: bool = true;
            const UNORDERED: bool = T::UNORDERED;
            #[inline(always)]
            fn init() -> T::Acc {
                T::EMPTY
            }
            #[inline(always)]
            fn along<I: Isa>(x: &[T], _at: usize) -> T::Acc {
                T::along::<I>(x)
            }
            #[inline(always)]
            fn rows<I: Isa>(accs: &mut [T::Acc], tile: Tile<'_, T>, _at: usize) {
                T::rows::<I>(accs, tile)
            }
            #[inline(always)]
            fn merge<I: Isa>(a: T::Acc, b: T::Acc) -> T::Acc {
                T::plus::<I>(a, b)
            }
            #[inline(always)]
            fn finish(acc: T::Acc, count: usize, _extra: f64) -> T::$out {
                T::$finish(acc, count)
            }
            #[inline(always)]
            fn seed(value: T::$out) -> T::Acc {
                $seed(value)
            }
        }
    };
}
sum_fold!(Sum, Sum, sum, T::seed);
sum_fold!(Mean, Mean, mean, |_| T::EMPTY);
sum_fold!(Anchored, Sum, sum, T::seed);

/// A sum whose loops are those of [`lanes`].
macro_rules! summand {
    ($along:path, $rows:path; $acc:ty, $sum:ty, $mean:ty, $empty:expr) => {
        type Acc = $acc;
        type Sum = $sum;
        type Mean = $mean;
        const EMPTY: $acc = $empty;
        #[inline(always)]
        fn along<I: Isa>(x: &[Self]) -> $acc {
            $along(x)
        }
        #[inline(always)]
        fn rows<I: Isa>(accs: &mut [$acc], tile: Tile<'_, Self>) {
            $rows(accs, tile)
        }
    };
}

/// The state of a sum, `G` of which sixteen lanes hold.
pub(super) trait OfLanes<const G: usize>: Sized {
    /// The sums of the lanes, one by one.
    fn split<V: F64x16>(lanes: &impl DoubleLanes<V>) -> [Self; G];
    /// The sum of the lanes.
    fn tree<V: F64x16>(lanes: &impl DoubleLanes<V>) -> Self;
    /// Whether a part of the sum is NaN.
    fn is_nan(&self) -> bool;
}

impl OfLanes<16> for Dd {
    #[inline(always)]
    fn split<V: F64x16>(lanes: &impl DoubleLanes<V>) -> [Dd; 16] {
        lanes.split()
    }
    #[inline(always)]
    fn tree<V: F64x16>(lanes: &impl DoubleLanes<V>) -> Dd {
        let [sum] = lanes.tree();
        sum
    }
    #[inline(always)]
    fn is_nan(&self) -> bool {
        self.hi.is_nan()
    }
}

/// Two sums of the parts of complex numbers.
type Parts = [Dd; 2];

impl OfLanes<8> for Parts {
    #[inline(always)]
    fn split<V: F64x16>(lanes: &impl DoubleLanes<V>) -> [Parts; 8] {
        let split = lanes.split();
        std::array::from_fn(|i| [split[2 * i], split[2 * i + 1]])
    }
    #[inline(always)]
    fn tree<V: F64x16>(lanes: &impl DoubleLanes<V>) -> Parts {
        lanes.tree()
    }
    #[inline(always)]
    fn is_nan(&self) -> bool {
        self.iter().any(Dd::is_nan)
    }
}

/// Items of one or two parts, which sixteen lanes take `G` at a time.
pub(super) trait InParts<const G: usize>: Summand<Acc: OfLanes<G>> {
    /// Lanes for any items.
    type Lanes<V: F64x16>: DoubleLanes<V>;
    /// Minus zero in every part, which changes no sum.
    const BLANK: Self;
    /// The sum of a single item.
    fn one(self) -> Self::Acc;
    /// The parts of `G` items, as they lie in memory.
    fn load<V: F64x16>(x: &[Self; G]) -> V;
    /// The parts of fewer items, and minus zeros behind.
    #[inline(always)]
    fn load_part<V: F64x16>(x: &[Self]) -> V {
        Self::load(&padded(x, Self::BLANK))
    }
}

/// Deals items in parts to lanes of one kind.
macro_rules! deal {
    ($name:ident, $lanes:ty $(, $settle:item)?) => {
        impl<T: InParts<G>, const G: usize> Lanes<G> for $name<T> {
            type Lanes<I: Isa> = $lanes;
            type Aid<I: Isa> = I::F64x16;
            const BLANK: Option<T> = Some(T::BLANK);
            #[inline(always)]
            fn aid<I: Isa>() -> I::F64x16 {
                minus()
            }
            #[inline(always)]
            fn one(x: T) -> T::Acc {
                x.one()
            }
            #[inline(always)]
            fn first<I: Isa>(x: &[T; G]) -> Self::Lanes<I> {
                DoubleLanes::first(T::load(x))
            }
            #[inline(always)]
            fn first_of_run<I: Isa>(x: &[T; G]) -> Self::Lanes<I> {
                DoubleLanes::first_of_run(T::load(x))
            }
            #[inline(always)]
            fn step<I: Isa>(lanes: &mut Self::Lanes<I>, x: &[T; G], minus: I::F64x16) {
                lanes.step(T::load(x), minus);
            }
            #[inline(always)]
            fn last<I: Isa>(lanes: &mut Self::Lanes<I>, x: &[T], _blank: T, minus: I::F64x16) {
                lanes.step(T::load_part(x), minus);
            }
            #[inline(always)]
            fn split<I: Isa>(lanes: &Self::Lanes<I>) -> [T::Acc; G] {
                OfLanes::split(lanes)
            }
            #[inline(always)]
            fn tree<I: Isa>(lanes: &Self::Lanes<I>) -> T::Acc {
                OfLanes::tree(lanes)
            }
            $(#[inline(always)] $settle)?
        }
    };
}
deal!(Sum, T::Lanes<I::F64x16>);
deal!(
    Anchored,
    AnchoredLanes<I::F64x16>,
    fn settle<I: Isa>(lanes: &Self::Lanes<I>, tile: Tile<'_, T>) -> [T::Acc; G] {
        let sums = Self::split::<I>(lanes);
        if sums.iter().any(OfLanes::is_nan) { lanes::group::<Sum<T>, I, G>(tile) } else { sums }
    }
);

/// The items from which on a lane with an anchor takes less time than one without.
const WORTH_AN_ANCHOR: usize = 16;

/// The sum of a chunk by lanes with an anchor, if it is worth that and they can take its items.
#[inline(always)]
fn along_parts<T: InParts<G>, I: Isa, const G: usize>(x: &[T]) -> T::Acc {
    if const { I::FMA } && x.len() >= WORTH_AN_ANCHOR * G {
        let sum = lanes::along::<Anchored<T>, I, G>(x);
        if !sum.is_nan() {
            return sum;
        }
    }
    lanes::along::<Sum<T>, I, G>(x)
}

/// [`along_parts`] for the columns of a tile.
#[inline(always)]
fn rows_of_parts<T: InParts<G>, I: Isa, const G: usize>(accs: &mut [T::Acc], tile: Tile<'_, T>) {
    if const { I::FMA } && tile.rows() >= WORTH_AN_ANCHOR && tile.columns() >= G {
        lanes::wide_rows::<Anchored<T>, I, G>(accs, tile)
    } else {
        lanes::rows::<Sum<T>, I, G>(accs, tile)
    }
}

impl Summand for f64 {
    summand!(along_parts::<f64, I, 16>, rows_of_parts::<f64, I, 16>; Dd, f64, f64, Dd::EMPTY);
    #[inline(always)]
    fn plus<I: Isa>(a: Dd, b: Dd) -> Dd {
        a.plus(b)
    }
    #[inline(always)]
    fn seed(value: f64) -> Dd {
        Dd { hi: value, lo: 0.0 }
    }
    #[inline(always)]
    fn sum(acc: Dd, count: usize) -> f64 {
        if count == 0 { 0.0 } else { acc.value() }
    }
    #[inline(always)]
    fn mean(acc: Dd, count: usize) -> f64 {
        acc.value() / count as f64
    }
}

impl InParts<16> for f64 {
    type Lanes<V: F64x16> = DdLanes<V>;
    const BLANK: f64 = -0.0;
    #[inline(always)]
    fn one(self) -> Dd {
        Dd { hi: self, lo: 0.0 }
    }
    #[inline(always)]
    fn load<V: F64x16>(x: &[f64; 16]) -> V {
        V::load(x)
    }
    #[inline(always)]
    fn load_part<V: F64x16>(x: &[f64]) -> V {
        V::load_part(x, -0.0)
    }
}

impl Summand for f32 {
    summand!(lanes::along::<Sum<f32>, I, 16>, lanes::rows::<Sum<f32>, I, 16>; Dd, f32, f32, Dd::EMPTY);
    #[inline(always)]
    fn plus<I: Isa>(a: Dd, b: Dd) -> Dd {
        a.plus(b)
    }
    #[inline(always)]
    fn seed(value: f32) -> Dd {
        Dd { hi: f64::from(value), lo: 0.0 }
    }
    #[inline(always)]
    fn sum(acc: Dd, count: usize) -> f32 {
        f64::sum(acc, count) as f32
    }
    #[inline(always)]
    fn mean(acc: Dd, count: usize) -> f32 {
        f64::mean(acc, count) as f32
    }
}

impl InParts<16> for f32 {
    type Lanes<V: F64x16> = PlainLanes<V>;
    const BLANK: f32 = -0.0;
    #[inline(always)]
    fn one(self) -> Dd {
        f64::from(self).one()
    }
    #[inline(always)]
    fn load<V: F64x16>(x: &[f32; 16]) -> V {
        V::load_f32(x)
    }
}

/// The sum of so many complex numbers divided as NumPy does it, by a complex number: what is infinite or NaN in one part makes
/// the other NaN.
#[inline(always)]
pub(super) fn over(sum: Complex<f64>, count: f64) -> Complex<f64> {
    Complex { re: (sum.re + sum.im * 0.0) / count, im: (sum.im - sum.re * 0.0) / count }
}

impl Summand for Complex<f64> {
    summand!(along_parts::<Self, I, 8>, rows_of_parts::<Self, I, 8>; Parts, Complex<f64>, Complex<f64>, [Dd::EMPTY; 2]);
    #[inline(always)]
    fn plus<I: Isa>(a: Parts, b: Parts) -> Parts {
        [a[0].plus(b[0]), a[1].plus(b[1])]
    }
    #[inline(always)]
    fn seed(value: Complex<f64>) -> Parts {
        [f64::seed(value.re), f64::seed(value.im)]
    }
    #[inline(always)]
    fn sum(acc: Parts, count: usize) -> Complex<f64> {
        Complex { re: f64::sum(acc[0], count), im: f64::sum(acc[1], count) }
    }
    #[inline(always)]
    fn mean(acc: Parts, count: usize) -> Complex<f64> {
        over(Complex { re: acc[0].value(), im: acc[1].value() }, count as f64)
    }
}

impl InParts<8> for Complex<f64> {
    type Lanes<V: F64x16> = DdLanes<V>;
    const BLANK: Complex<f64> = Complex { re: -0.0, im: -0.0 };
    #[inline(always)]
    fn one(self) -> Parts {
        [self.re, self.im].map(|hi| Dd { hi, lo: 0.0 })
    }
    #[inline(always)]
    fn load<V: F64x16>(x: &[Complex<f64>; 8]) -> V {
        V::load(&std::array::from_fn(|i| if i % 2 == 0 { x[i / 2].re } else { x[i / 2].im }))
    }
}

impl Summand for Complex<f32> {
    summand!(lanes::along::<Sum<Self>, I, 8>, lanes::rows::<Sum<Self>, I, 8>; Parts, Self, Self, [Dd::EMPTY; 2]);
    #[inline(always)]
    fn plus<I: Isa>(a: Parts, b: Parts) -> Parts {
        Complex::<f64>::plus::<I>(a, b)
    }
    #[inline(always)]
    fn seed(value: Self) -> Parts {
        value.one()
    }
    #[inline(always)]
    fn sum(acc: Parts, count: usize) -> Self {
        narrow(Complex::<f64>::sum(acc, count))
    }
    #[inline(always)]
    fn mean(acc: Parts, count: usize) -> Self {
        narrow(Complex::<f64>::mean(acc, count))
    }
}

#[inline(always)]
fn narrow(x: Complex<f64>) -> Complex<f32> {
    Complex { re: x.re as f32, im: x.im as f32 }
}

impl InParts<8> for Complex<f32> {
    type Lanes<V: F64x16> = PlainLanes<V>;
    const BLANK: Self = Complex { re: -0.0, im: -0.0 };
    #[inline(always)]
    fn one(self) -> Parts {
        Complex { re: f64::from(self.re), im: f64::from(self.im) }.one()
    }
    #[inline(always)]
    fn load<V: F64x16>(x: &[Self; 8]) -> V {
        V::load_f32(&std::array::from_fn(|i| if i % 2 == 0 { x[i / 2].re } else { x[i / 2].im }))
    }
}

/// Integers of up to 64 bits are summed modulo 2^64, where the order of additions means nothing; so the loops are plain,
/// and the compiler chooses the lanes.
macro_rules! integer_sum {
    ($($ty:ty => $acc:ty;)*) => {$(
        impl Summand for $ty {
            type Acc = $acc;
            type Sum = $acc;
            type Mean = f64;
            const EMPTY: $acc = 0;
            const UNORDERED: bool = true;
            #[inline(always)]
            fn along<I: Isa>(x: &[$ty]) -> $acc {
                x.iter().fold(0, |acc: $acc, &x| acc.wrapping_add(x as $acc))
            }
            #[inline(always)]
            fn rows<I: Isa>(accs: &mut [$acc], tile: Tile<'_, $ty>) {
                columns::<I, _, _>(accs, tile, |acc, x| acc.wrapping_add(x as $acc));
            }
            #[inline(always)]
            fn plus<I: Isa>(a: $acc, b: $acc) -> $acc {
                a.wrapping_add(b)
            }
            #[inline(always)]
            fn seed(value: $acc) -> $acc {
                value
            }
            #[inline(always)]
            fn sum(acc: $acc, _count: usize) -> $acc {
                acc
            }
            #[inline(always)]
            fn mean(acc: $acc, count: usize) -> f64 {
                acc as f64 / count as f64
            }
        }
    )*};
}
integer_sum! {
    i32 => i64;
    i64 => i64;
    u32 => u64;
    u64 => u64;
}
