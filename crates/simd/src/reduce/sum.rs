//! Sums and means.
//!
//! Sums of `f64` carry the rounding error of every addition along (TwoSum), so that the result is the exact sum
//! rounded once, but for cases within a hair of the middle between two values. Sums of `f32` are made in
//! `f64`, where a chunk adds up without error unless its items differ by more than 2^20 in size.

use super::columns::columns;
use super::lanes::{self, Lanes};
use super::{Fold, Tile};
use crate::level::Isa;
use crate::vector::F64x16;
use num_complex::Complex;
use std::hint::black_box;
use std::marker::PhantomData;

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
#[derive(Clone, Copy)]
pub(super) struct DdLanes<V> {
    hi: V,
    lo: V,
}

impl<V: F64x16> DdLanes<V> {
    #[inline(always)]
    pub(super) fn first(x: V) -> Self {
        DdLanes { hi: x, lo: V::splat(0.0) }
    }

    /// -1, which the compiler must not know: the aid of [`DdLanes::step`].
    #[inline(always)]
    pub(super) fn minus() -> V {
        V::splat(black_box(-1.0))
    }

    /// Each lane takes one more item.
    #[inline(always)]
    pub(super) fn step(&mut self, x: V, minus: V) {
        let (sum, error) = self.hi.two_sum(x, minus);
        self.hi = sum;
        self.lo = self.lo.add(error);
    }

    #[inline(always)]
    pub(super) fn split(&self) -> [Dd; 16] {
        let (hi, lo) = (self.hi.to_array(), self.lo.to_array());
        std::array::from_fn(|i| Dd { hi: hi[i], lo: lo[i] })
    }

    /// The tree of the lanes down to `N` of them. High and low parts are kept apart, so that the upper levels of the
    /// tree are vectors too.
    #[inline(always)]
    pub(super) fn tree<const N: usize>(&self) -> [Dd; N] {
        let (mut hi, mut lo) = (self.hi.to_array(), self.lo.to_array());
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

macro_rules! sum_fold {
    ($name:ident, $out:ident, $finish:ident, $seed:expr) => {
        impl<T: Summand> Fold for $name<T> {
            type Item = T;
            type Acc = T::Acc;
            type Out = T::$out;
            type Loops = Sum<T>;
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

/// A sum whose loops are those of [`lanes`].
macro_rules! summand {
    ($ty:ty, $lanes:literal, $acc:ty, $sum:ty, $mean:ty, $empty:expr) => {
        type Acc = $acc;
        type Sum = $sum;
        type Mean = $mean;
        const EMPTY: $acc = $empty;
        #[inline(always)]
        fn along<I: Isa>(x: &[Self]) -> $acc {
            lanes::along::<Sum<$ty>, I, $lanes>(x)
        }
        #[inline(always)]
        fn rows<I: Isa>(accs: &mut [$acc], tile: Tile<'_, Self>) {
            lanes::rows::<Sum<$ty>, I, $lanes>(accs, tile)
        }
    };
}

impl Summand for f64 {
    summand!(f64, 16, Dd, f64, f64, Dd::EMPTY);
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

impl Lanes<16> for Sum<f64> {
    type Lanes<I: Isa> = DdLanes<I::F64x16>;
    type Aid<I: Isa> = I::F64x16;
    const BLANK: Option<f64> = Some(-0.0);
    #[inline(always)]
    fn aid<I: Isa>() -> I::F64x16 {
        DdLanes::minus()
    }
    #[inline(always)]
    fn one(x: f64) -> Dd {
        Dd { hi: x, lo: 0.0 }
    }
    #[inline(always)]
    fn first<I: Isa>(x: &[f64; 16]) -> Self::Lanes<I> {
        DdLanes::first(F64x16::load(x))
    }
    #[inline(always)]
    fn step<I: Isa>(lanes: &mut Self::Lanes<I>, x: &[f64; 16], minus: I::F64x16) {
        lanes.step(F64x16::load(x), minus);
    }
    #[inline(always)]
    fn split<I: Isa>(lanes: &Self::Lanes<I>) -> [Dd; 16] {
        lanes.split()
    }
    #[inline(always)]
    fn tree<I: Isa>(lanes: &Self::Lanes<I>) -> Dd {
        let [sum] = lanes.tree();
        sum
    }
}

impl Summand for f32 {
    summand!(f32, 16, Dd, f32, f32, Dd::EMPTY);
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

impl Lanes<16> for Sum<f32> {
    type Lanes<I: Isa> = I::F64x16;
    type Aid<I: Isa> = ();
    const BLANK: Option<f32> = Some(-0.0);
    #[inline(always)]
    fn aid<I: Isa>() {}
    #[inline(always)]
    fn one(x: f32) -> Dd {
        Dd { hi: f64::from(x), lo: 0.0 }
    }
    #[inline(always)]
    fn first<I: Isa>(x: &[f32; 16]) -> I::F64x16 {
        F64x16::load_f32(x)
    }
    #[inline(always)]
    fn step<I: Isa>(lanes: &mut I::F64x16, x: &[f32; 16], (): ()) {
        *lanes = lanes.add(F64x16::load_f32(x));
    }
    #[inline(always)]
    fn split<I: Isa>(lanes: &I::F64x16) -> [Dd; 16] {
        lanes.to_array().map(|hi| Dd { hi, lo: 0.0 })
    }
    #[inline(always)]
    fn tree<I: Isa>(lanes: &I::F64x16) -> Dd {
        let [sum] = DdLanes::first(*lanes).tree();
        sum
    }
}

/// Two sums of the parts of complex numbers.
type Parts = [Dd; 2];

/// The parts of eight complex numbers, as they lie in memory.
#[inline(always)]
fn parts(x: &[Complex<f64>; 8]) -> [f64; 16] {
    std::array::from_fn(|i| if i % 2 == 0 { x[i / 2].re } else { x[i / 2].im })
}

/// The sum of so many complex numbers divided as NumPy does it, by a complex number: what is infinite or NaN in one part makes
/// the other NaN.
#[inline(always)]
pub(super) fn over(sum: Complex<f64>, count: f64) -> Complex<f64> {
    Complex { re: (sum.re + sum.im * 0.0) / count, im: (sum.im - sum.re * 0.0) / count }
}

impl Summand for Complex<f64> {
    summand!(Complex<f64>, 8, Parts, Complex<f64>, Complex<f64>, [Dd::EMPTY; 2]);
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

impl Lanes<8> for Sum<Complex<f64>> {
    type Lanes<I: Isa> = DdLanes<I::F64x16>;
    type Aid<I: Isa> = I::F64x16;
    const BLANK: Option<Complex<f64>> = Some(Complex { re: -0.0, im: -0.0 });
    #[inline(always)]
    fn aid<I: Isa>() -> I::F64x16 {
        DdLanes::minus()
    }
    #[inline(always)]
    fn one(x: Complex<f64>) -> Parts {
        [x.re, x.im].map(|hi| Dd { hi, lo: 0.0 })
    }
    #[inline(always)]
    fn first<I: Isa>(x: &[Complex<f64>; 8]) -> Self::Lanes<I> {
        DdLanes::first(F64x16::load(&parts(x)))
    }
    #[inline(always)]
    fn step<I: Isa>(lanes: &mut Self::Lanes<I>, x: &[Complex<f64>; 8], minus: I::F64x16) {
        lanes.step(F64x16::load(&parts(x)), minus);
    }
    #[inline(always)]
    fn tree<I: Isa>(lanes: &Self::Lanes<I>) -> Parts {
        lanes.tree()
    }
    #[inline(always)]
    fn split<I: Isa>(lanes: &Self::Lanes<I>) -> [Parts; 8] {
        let split = lanes.split();
        std::array::from_fn(|i| [split[2 * i], split[2 * i + 1]])
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
