//! Means and variances in one pass over memory.
//!
//! A chunk is read twice while it is in the first-level cache: once for its mean, once for the squares of what
//! differs from it. Chunks are merged by Chan's formula.

use super::{Fold, Tile, chunk, prefetch};
use crate::ahead::reach;
use crate::level::Isa;
use crate::vector::{F64x16, Vector};
use num_complex::Complex;
use std::marker::PhantomData;
use std::mem::MaybeUninit;

/// The number of items, their mean, and the sum of their squared distances from it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments<M> {
    /// The number of items.
    pub n: f64,
    /// Their mean.
    pub mean: M,
    /// The sum of the squared distances from the mean.
    pub m2: f64,
}

/// The variance; `extra` is the number of degrees of freedom lost (NumPy: `correction`, `ddof`).
pub struct Var<T>(PhantomData<T>);
/// The standard deviation.
pub struct Std<T>(PhantomData<T>);
/// The variance of the items that are not NaN.
pub struct NanVar<T>(PhantomData<T>);
/// The standard deviation of the items that are not NaN.
pub struct NanStd<T>(PhantomData<T>);

impl<M> Moments<M> {
    #[inline(always)]
    fn variance(self, lost: f64) -> f64 {
        // As in NumPy: no degrees of freedom left is a division by zero.
        self.m2 / (self.n - lost).max(0.0)
    }
}

/// Chan's formula for one part: mean and squares of `a` and `b` together.
#[inline(always)]
fn merge(a: Moments<f64>, b: Moments<f64>) -> Moments<f64> {
    if a.n == 0.0 {
        return b;
    }
    if b.n == 0.0 {
        return a;
    }
    let n = a.n + b.n;
    let delta = b.mean - a.mean;
    Moments { n, mean: a.mean + delta * (b.n / n), m2: a.m2 + b.m2 + delta * delta * (a.n * b.n / n) }
}

const EMPTY: Moments<f64> = Moments { n: 0.0, mean: 0.0, m2: 0.0 };

/// An item type with moments in `f64`.
pub trait Spread: Copy + Send + Sync + 'static {
    /// The type of the mean.
    type Mean: Copy + Send + 'static;
    /// The type of the variance.
    type Out: Copy + Send + 'static;
    /// The moments of nothing.
    const NOTHING: Moments<Self::Mean>;
    /// Whether it is NaN.
    fn is_nan(self) -> bool;
    /// The moments of a chunk.
    fn along<I: Isa>(x: &[Self]) -> Moments<Self::Mean>;
    /// The moments of the columns of a tile.
    fn rows<I: Isa>(accs: &mut [Moments<Self::Mean>], tile: Tile<'_, Self>);
    /// The moments of both.
    fn merge(a: Moments<Self::Mean>, b: Moments<Self::Mean>) -> Moments<Self::Mean>;
    /// The result.
    fn narrow(value: f64) -> Self::Out;
}

macro_rules! spread_fold {
    ($($name:ident $loops:ident $nan:literal $finish:expr;)*) => {$(
        impl<T: Spread> Fold for $name<T> {
            type Item = T;
            type Acc = Moments<T::Mean>;
            type Out = T::Out;
            type Loops = $loops<T>;
            // The two walks over a chunk wait for one another more than for vectors.
            const WIDE: bool = false;
            #[inline(always)]
            fn init() -> Self::Acc {
                T::NOTHING
            }
            #[inline(always)]
            fn along<I: Isa>(x: &[T], _at: usize) -> Self::Acc {
                if $nan { numbers_along::<T, I>(x.iter().copied()) } else { T::along::<I>(x) }
            }
            #[inline(always)]
            fn rows<I: Isa>(accs: &mut [Self::Acc], tile: Tile<'_, T>, _at: usize) {
                if !$nan {
                    return T::rows::<I>(accs, tile);
                }
                for (i, acc) in accs.iter_mut().enumerate() {
                    let column = (0..tile.rows()).map(|row| tile.row(row)[i]);
                    *acc = T::merge(*acc, numbers_along::<T, I>(column));
                }
            }
            #[inline(always)]
            fn merge<I: Isa>(a: Self::Acc, b: Self::Acc) -> Self::Acc {
                T::merge(a, b)
            }
            #[inline(always)]
            fn finish(acc: Self::Acc, _count: usize, extra: f64) -> T::Out {
                let finish: fn(f64) -> f64 = $finish;
                // NumPy leaves out NaN and gives it where no degrees of freedom are left.
                let variance = if $nan && acc.n <= extra { f64::NAN } else { acc.variance(extra) };
                T::narrow(finish(variance))
            }
        }
    )*};
}
spread_fold! {
    Var Var false |variance| variance;
    Std Var false |variance| variance.sqrt();
    NanVar NanVar true |variance| variance;
    NanStd NanVar true |variance| variance.sqrt();
}

/// The moments of those items of a chunk that are not NaN.
#[inline(always)]
fn numbers_along<T: Spread, I: Isa>(x: impl Iterator<Item = T>) -> Moments<T::Mean> {
    let mut acc = T::NOTHING;
    let mut numbers = [MaybeUninit::uninit(); PART];
    let mut count = 0;
    for x in x {
        numbers[count].write(x);
        count += usize::from(!x.is_nan());
        if count == PART {
            // SAFETY: all have been written.
            acc = T::merge(acc, T::along::<I>(unsafe { numbers.assume_init_ref() }));
            count = 0;
        }
    }
    if count == 0 {
        return acc;
    }
    // SAFETY: so many have been written.
    T::merge(acc, T::along::<I>(unsafe { numbers[..count].assume_init_ref() }))
}

/// Items that are brought together before their moments are taken.
const PART: usize = 512;

/// The items, at most so many as there is room for, one after the other.
#[inline(always)]
fn gathered<T, const N: usize>(
    room: &mut [MaybeUninit<T>; N],
    items: impl ExactSizeIterator<Item = T>,
) -> &[T] {
    let room = &mut room[..items.len()];
    let mut count = 0;
    for (place, item) in room.iter_mut().zip(items) {
        place.write(item);
        count += 1;
    }
    // SAFETY: so many have been written.
    unsafe { room[..count].assume_init_ref() }
}

/// Columns whose lanes are kept at a time.
const COLUMNS: usize = 256;

/// Rows read twice in a row: with [`COLUMNS`] columns they stay in the first-level cache.
const ROWS: usize = 8;

macro_rules! real_spread {
    ($ty:ident, $load:ident) => {
        impl Spread for $ty {
            type Mean = f64;
            type Out = $ty;
            const NOTHING: Moments<f64> = EMPTY;
            #[inline(always)]
            fn is_nan(self) -> bool {
                self.is_nan()
            }
            #[inline(always)]
            fn along<I: Isa>(x: &[$ty]) -> Moments<f64> {
                let (groups, tail) = x.as_chunks::<16>();
                let (mut sums, reach) = (I::F64x16::splat(0.0), reach());
                for group in groups {
                    prefetch(group, reach);
                    sums = sums.add(I::F64x16::$load(group));
                }
                let sum = tail.iter().fold(total(sums), |sum, &x| sum + x as f64);
                let n = x.len() as f64;
                let mean = sum / n;
                let center = I::F64x16::splat(mean);
                let (mut off, mut squares) = (I::F64x16::splat(0.0), I::F64x16::splat(0.0));
                for group in groups {
                    let distance = I::F64x16::$load(group).sub(center);
                    off = off.add(distance);
                    squares = squares.add_mul(distance, distance);
                }
                let (mut off, mut squares) = (total(off), total(squares));
                for &x in tail {
                    let distance = x as f64 - mean;
                    off += distance;
                    squares += distance * distance;
                }
                // What the mean was off by, and what that did to the squares.
                Moments { n, mean: mean + off / n, m2: (squares - off * off / n).max_nan(0.0) }
            }
            #[inline(always)]
            fn rows<I: Isa>(accs: &mut [Moments<f64>], tile: Tile<'_, $ty>) {
                for (start, accs) in accs.chunks_mut(COLUMNS).enumerate().map(|(i, accs)| (i * COLUMNS, accs))
                {
                    let mut lanes = [RowLanes::<I::F64x16>::new(); COLUMNS / 16];
                    let lanes = &mut lanes[..accs.len().div_ceil(16)];
                    let mut done = 0;
                    while done < tile.rows() {
                        let count = ROWS.min(tile.rows() - done);
                        let load = |row: usize, group: usize| {
                            let at = start + group * 16;
                            let row = tile.row(row);
                            match row[at..].first_chunk::<16>() {
                                Some(items) => I::F64x16::$load(items),
                                None => {
                                    let mut padded = [0.0; 16];
                                    for (slot, &x) in padded.iter_mut().zip(&row[at..]) {
                                        *slot = x;
                                    }
                                    I::F64x16::$load(&padded)
                                }
                            }
                        };
                        take_rows(lanes, done, count, load);
                        done += count;
                    }
                    for (accs, lanes) in accs.chunks_mut(16).zip(lanes) {
                        let (mean, m2) = (lanes.mean.to_array(), lanes.m2.to_array());
                        for (i, acc) in accs.iter_mut().enumerate() {
                            let new = Moments { n: tile.rows() as f64, mean: mean[i], m2: m2[i] };
                            *acc = merge(*acc, new);
                        }
                    }
                }
            }
            #[inline(always)]
            fn merge(a: Moments<f64>, b: Moments<f64>) -> Moments<f64> {
                merge(a, b)
            }
            #[inline(always)]
            fn narrow(value: f64) -> $ty {
                value as $ty
            }
        }
    };
}
real_spread!(f64, load);
real_spread!(f32, load_f32);

/// A maximum that keeps NaN: rounding can leave a tiny negative sum of squares, infinities leave NaN.
trait MaxNan {
    fn max_nan(self, least: Self) -> Self;
}

impl MaxNan for f64 {
    #[inline(always)]
    fn max_nan(self, least: f64) -> f64 {
        if self < least { least } else { self }
    }
}

/// The sum of all lanes, as a tree.
#[inline(always)]
fn total<V: F64x16>(lanes: V) -> f64 {
    let mut lanes = lanes.to_array();
    for half in [8, 4, 2, 1] {
        for i in 0..half {
            lanes[i] += lanes[i + half];
        }
    }
    lanes[0]
}

/// The moments of sixteen columns, and scratch space for the rows at hand.
#[derive(Clone, Copy)]
struct RowLanes<V> {
    mean: V,
    m2: V,
    /// The sum, then the mean of the rows at hand.
    center: V,
}

impl<V: F64x16> RowLanes<V> {
    #[inline(always)]
    fn new() -> Self {
        let zero = V::splat(0.0);
        RowLanes { mean: zero, m2: zero, center: zero }
    }
}

/// Takes `count` rows from row `done` on into the moments of the `done` rows before.
#[inline(always)]
fn take_rows<V: F64x16>(
    lanes: &mut [RowLanes<V>],
    done: usize,
    count: usize,
    load: impl Fn(usize, usize) -> V,
) {
    let (a, b) = (done as f64, count as f64);
    let share = V::splat(b / (a + b));
    let weight = V::splat(a * b / (a + b));
    let (per_row, minus_per_row) = (V::splat(1.0 / b), V::splat(-1.0 / b));
    for row in 0..count {
        for (group, lane) in lanes.iter_mut().enumerate() {
            let x = load(done + row, group);
            lane.center = if row == 0 { x } else { lane.center.add(x) };
        }
    }
    for (group, lane) in lanes.iter_mut().enumerate() {
        let center = lane.center.mul(per_row);
        let (mut off, mut squares) = (V::splat(0.0), V::splat(0.0));
        for row in 0..count {
            let distance = load(done + row, group).sub(center);
            off = off.add(distance);
            squares = squares.add_mul(distance, distance);
        }
        let mean = center.add_mul(off, per_row);
        let m2 = squares.add_mul(off.mul(minus_per_row), off);
        let delta = mean.sub(lane.mean);
        lane.mean = lane.mean.add_mul(delta, share);
        lane.m2 = lane.m2.add(m2).add_mul(delta.mul(delta), weight);
    }
}

impl Spread for Complex<f64> {
    type Mean = Complex<f64>;
    type Out = f64;
    const NOTHING: Moments<Complex<f64>> = Moments { n: 0.0, mean: Complex { re: 0.0, im: 0.0 }, m2: 0.0 };
    #[inline(always)]
    fn is_nan(self) -> bool {
        self.re.is_nan() || self.im.is_nan()
    }
    #[inline(always)]
    fn along<I: Isa>(x: &[Self]) -> Moments<Self> {
        let mut acc = Self::NOTHING;
        for part in x.chunks(PART) {
            let (mut re, mut im) = ([MaybeUninit::uninit(); PART], [MaybeUninit::uninit(); PART]);
            let re = f64::along::<I>(gathered(&mut re, part.iter().map(|x| x.re)));
            let im = f64::along::<I>(gathered(&mut im, part.iter().map(|x| x.im)));
            let part = Moments { n: re.n, mean: Complex { re: re.mean, im: im.mean }, m2: re.m2 + im.m2 };
            acc = Self::merge(acc, part);
        }
        acc
    }
    #[inline(always)]
    fn rows<I: Isa>(accs: &mut [Moments<Self>], tile: Tile<'_, Self>) {
        for (i, acc) in accs.iter_mut().enumerate() {
            let mut column = [MaybeUninit::uninit(); super::TILE_ROWS];
            let column = gathered(&mut column, (0..tile.rows()).map(|row| tile.row(row)[i]));
            *acc = Self::merge(*acc, Self::along::<I>(column));
        }
    }
    #[inline(always)]
    fn merge(a: Moments<Self>, b: Moments<Self>) -> Moments<Self> {
        let real = |x: Moments<Self>| Moments { n: x.n, mean: x.mean.re, m2: x.m2 };
        let imaginary = |x: Moments<Self>| Moments { n: x.n, mean: x.mean.im, m2: 0.0 };
        let (re, im) = (merge(real(a), real(b)), merge(imaginary(a), imaginary(b)));
        Moments { n: re.n, mean: Complex { re: re.mean, im: im.mean }, m2: re.m2 + im.m2 }
    }
    #[inline(always)]
    fn narrow(value: f64) -> f64 {
        value
    }
}

// A chunk's items must fit the buffers above however they are split.
const _: () = assert!(chunk::<f64>().is_multiple_of(PART));
