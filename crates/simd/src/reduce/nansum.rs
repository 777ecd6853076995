//! Sums and means of the items that are not NaN.

use super::double::{Dd, DdLanes, DoubleLanes, minus};
use super::lanes::{self, Lanes};
use super::sum::{Sum, over};
use super::{Fold, Tile};
use crate::level::Isa;
use crate::vector::{F64x16, Vector};
use num_complex::Complex;
use std::marker::PhantomData;

/// The sum of the items that are not NaN.
pub struct NanSum<T>(PhantomData<T>);
/// The mean of the items that are not NaN.
pub struct NanMean<T>(PhantomData<T>);

/// A sum and how many items went into it.
#[derive(Clone, Copy, Debug)]
pub struct Counted {
    sum: Dd,
    count: f64,
}

/// Sixteen counted sums.
#[derive(Clone, Copy)]
pub(super) struct CountedLanes<V> {
    sum: DdLanes<V>,
    count: V,
}

impl Counted {
    const EMPTY: Counted = Counted { sum: Dd::EMPTY, count: 0.0 };

    #[inline(always)]
    fn of(x: f64) -> Counted {
        if x.is_nan() { Self::EMPTY } else { Counted { sum: Dd { hi: x, lo: 0.0 }, count: 1.0 } }
    }

    #[inline(always)]
    fn plus(self, other: Counted) -> Counted {
        Counted { sum: self.sum.plus(other.sum), count: self.count + other.count }
    }

    /// The sum; of no numbers, zero.
    #[inline(always)]
    fn sum(self) -> f64 {
        if self.count == 0.0 { 0.0 } else { self.sum.value() }
    }

    #[inline(always)]
    fn mean(self) -> f64 {
        self.sum.value() / self.count
    }
}

impl<V: F64x16> CountedLanes<V> {
    #[inline(always)]
    fn first(x: V) -> Self {
        let sum = DdLanes::first(x.unless_nan(V::splat(-0.0)));
        CountedLanes { sum, count: x.if_number(V::splat(1.0)) }
    }
    #[inline(always)]
    fn step(&mut self, x: V, minus: V) {
        self.sum.step(x.unless_nan(V::splat(-0.0)), minus);
        self.count = self.count.add(x.if_number(V::splat(1.0)));
    }
    #[inline(always)]
    fn split(&self) -> [Counted; 16] {
        let (sum, count) = (self.sum.split(), self.count.to_array());
        std::array::from_fn(|i| Counted { sum: sum[i], count: count[i] })
    }
}

macro_rules! real {
    ($name:ident, $ty:ty, $load:ident, $finish:ident) => {
        impl Fold for $name<$ty> {
            type Item = $ty;
            type Acc = Counted;
            type Out = $ty;
            type Loops = NanSum<$ty>;
            const WIDE_ROWS: bool = false;
            #[inline(always)]
            fn init() -> Counted {
                Counted::EMPTY
            }
            #[inline(always)]
            fn along<I: Isa>(x: &[$ty], _at: usize) -> Counted {
                lanes::along::<Self, I, 16>(x)
            }
            #[inline(always)]
            fn rows<I: Isa>(accs: &mut [Counted], tile: Tile<'_, $ty>, _at: usize) {
                lanes::rows::<Self, I, 16>(accs, tile)
            }
            #[inline(always)]
            fn merge<I: Isa>(a: Counted, b: Counted) -> Counted {
                a.plus(b)
            }
            #[inline(always)]
            fn finish(acc: Counted, _count: usize, _extra: f64) -> $ty {
                acc.$finish() as $ty
            }
            #[inline(always)]
            fn seed(value: $ty) -> Counted {
                Counted { sum: Dd { hi: value as f64, lo: 0.0 }, count: 1.0 }
            }
        }

        impl Lanes<16> for $name<$ty> {
            type Lanes<I: Isa> = CountedLanes<I::F64x16>;
            type Aid<I: Isa> = I::F64x16;
            const BLANK: Option<$ty> = Some(<$ty>::NAN);
            #[inline(always)]
            fn aid<I: Isa>() -> I::F64x16 {
                minus()
            }
            #[inline(always)]
            fn one(x: $ty) -> Counted {
                Counted::of(x as f64)
            }
            #[inline(always)]
            fn first<I: Isa>(x: &[$ty; 16]) -> Self::Lanes<I> {
                CountedLanes::first(I::F64x16::$load(x))
            }
            #[inline(always)]
            fn step<I: Isa>(lanes: &mut Self::Lanes<I>, x: &[$ty; 16], minus: I::F64x16) {
                lanes.step(I::F64x16::$load(x), minus);
            }
            #[inline(always)]
            fn split<I: Isa>(lanes: &Self::Lanes<I>) -> [Counted; 16] {
                lanes.split()
            }
        }
    };
}
real!(NanSum, f64, load, sum);
real!(NanSum, f32, load_f32, sum);
real!(NanMean, f64, load, mean);
real!(NanMean, f32, load_f32, mean);

/// Counted sums of both parts of complex numbers.
type Parts = [Counted; 2];

#[inline(always)]
fn parts_of(x: Complex<f64>) -> Parts {
    if x.re.is_nan() || x.im.is_nan() { [Counted::EMPTY; 2] } else { [Counted::of(x.re), Counted::of(x.im)] }
}

#[inline(always)]
fn plus(a: Parts, b: Parts) -> Parts {
    [a[0].plus(b[0]), a[1].plus(b[1])]
}

/// The sum of the numbers; of none, zero.
#[inline(always)]
fn sum(acc: Parts) -> Complex<f64> {
    Complex { re: acc[0].sum(), im: acc[1].sum() }
}

/// The mean of the numbers, which are as many in both parts.
#[inline(always)]
fn mean(acc: Parts) -> Complex<f64> {
    over(Complex { re: acc[0].sum.value(), im: acc[1].sum.value() }, acc[0].count)
}

macro_rules! complex {
    ($name:ident, $finish:ident) => {
        impl Fold for $name<Complex<f64>> {
            type Item = Complex<f64>;
            type Acc = Parts;
            type Out = Complex<f64>;
            type Loops = NanSum<Complex<f64>>;
            #[inline(always)]
            fn init() -> Parts {
                [Counted::EMPTY; 2]
            }
            #[inline(always)]
            fn along<I: Isa>(x: &[Complex<f64>], at: usize) -> Parts {
                // What has a NaN in it has it in its sum.
                let sums = Sum::<Complex<f64>>::along::<I>(x, at);
                if sums.iter().any(|sum| sum.hi.is_nan()) {
                    return x.iter().fold([Counted::EMPTY; 2], |acc, &x| plus(acc, parts_of(x)));
                }
                sums.map(|sum| Counted { sum, count: x.len() as f64 })
            }
            #[inline(always)]
            fn rows<I: Isa>(accs: &mut [Parts], tile: Tile<'_, Complex<f64>>, _at: usize) {
                super::columns::columns::<I, _, _>(accs, tile, |acc, x| plus(acc, parts_of(x)));
            }
            #[inline(always)]
            fn merge<I: Isa>(a: Parts, b: Parts) -> Parts {
                plus(a, b)
            }
            #[inline(always)]
            fn finish(acc: Parts, _count: usize, _extra: f64) -> Complex<f64> {
                $finish(acc)
            }
            #[inline(always)]
            fn seed(value: Complex<f64>) -> Parts {
                let seed = |hi| Counted { sum: Dd { hi, lo: 0.0 }, count: 1.0 };
                [seed(value.re), seed(value.im)]
            }
        }
    };
}
complex!(NanSum, sum);
complex!(NanMean, mean);
