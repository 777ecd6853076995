//! Minimum and maximum: with NaN winning, with NaN losing, and of complex numbers in lexicographic order.

use super::columns::columns;
use super::{Fold, Tile, prefetch};
use crate::ahead::reach;
use crate::level::Isa;
use crate::vector::{F64x16, Vector};

use num_complex::Complex;
use std::marker::PhantomData;

/// Which of two items a reduction keeps.
pub trait Order<T>: 'static {
    /// What loses against everything, or is its equal.
    const WORST: T;
    /// Whether `x` takes the place of `best`.
    fn replaces(best: T, x: T) -> bool;
    /// What is kept of a run.
    fn extreme<I: Isa>(x: &[T]) -> T;
    /// As [`Fold::UNORDERED`]: equal items are the same.
    const UNORDERED: bool = false;
    /// Whether there are items whose place nothing takes.
    const ENDS: bool = false;
    /// Whether nothing takes the place of `best`.
    #[inline(always)]
    fn is_final(_best: T) -> bool {
        false
    }
}

/// The larger item; the first NaN beats everything. NumPy: `maximum`.
pub struct Greater;
/// The smaller item; the first NaN beats everything. NumPy: `minimum`.
pub struct Less;
/// The larger item, NaN only if there is nothing else. NumPy: `fmax`.
pub struct GreaterNum;
/// The smaller item, NaN only if there is nothing else. NumPy: `fmin`.
pub struct LessNum;

/// The larger of two truth values, which are bytes: the search for the first true one ends there.
pub struct True;
/// The smaller of two truth values.
pub struct False;

macro_rules! truths {
    ($($name:ident like $order:ident, $best:literal;)*) => {$(
        impl Order<u8> for $name {
            const WORST: u8 = 1 - $best;
            const UNORDERED: bool = true;
            const ENDS: bool = true;
            #[inline(always)]
            fn replaces(best: u8, x: u8) -> bool {
                $order::replaces(best, x)
            }
            #[inline(always)]
            fn extreme<I: Isa>(x: &[u8]) -> u8 {
                // Line by line, since what is looked for is often near.
                let best_of = |part: &[u8]| part.iter().fold(Self::WORST, |best, &x| better::<u8, $order>(best, x));
                if x.chunks(64).any(|part| best_of(part) == $best) { $best } else { Self::WORST }
            }
            #[inline(always)]
            fn is_final(best: u8) -> bool {
                best == $best
            }
        }
    )*};
}
truths! {
    True like Greater, 1;
    False like Less, 0;
}

/// A plain loop: of integers, the compiler knows how to spread it over lanes.
macro_rules! one_by_one {
    ($ty:ty) => {
        #[inline(always)]
        fn extreme<I: Isa>(x: &[$ty]) -> $ty {
            x.iter().fold(Self::WORST, |best, &x| better::<$ty, Self>(best, x))
        }
    };
}

/// By lanes of the items' own width; the last items are looked at twice if need be, which does no harm. The sum of all items tells
/// whether one of them is NaN, as in [`quickly`]; then [`by_lanes`] looks again.
macro_rules! by_narrow_lanes {
    ($ty:ty, $load:ident, $quick:ident, $beats:tt, $op:ident) => {
        #[inline(always)]
        fn extreme<I: Isa>(x: &[$ty]) -> $ty {
            if let Some(best) = narrow_extreme(x, I::F32x32::$quick, |best, x| x $beats best) {
                return best;
            }
            by_lanes!(x, $ty, $load, $quick, $beats, $op)
        }
    };
}

/// Two times sixteen lanes; the last 32 items are looked at twice if need be, which does no harm.
macro_rules! by_lanes {
    ($ty:ty, $load:ident, $quick:ident, $beats:tt, $op:ident) => {
        #[inline(always)]
        fn extreme<I: Isa>(x: &[$ty]) -> $ty {
            by_lanes!(x, $ty, $load, $quick, $beats, $op)
        }
    };
    ($x:ident, $ty:ty, $load:ident, $quick:ident, $beats:tt, $op:ident) => {{
        let x = $x;
        let Some(last) = x.last_chunk::<32>() else { return few::<$ty, Self>(x) };
        let groups = x.as_chunks::<32>().0;
        let load = |group: &[$ty; 32]| {
            let (halves, _) = group.as_chunks();
            [I::F64x16::$load(&halves[0]), I::F64x16::$load(&halves[1])]
        };
        if let Some([a, b]) = quickly(groups, load, load(last), I::F64x16::$quick) {
            return best_lane(a.$quick(b).to_array(), |best, x| x $beats best) as $ty;
        }
        let [a, b] = lanes_of(groups, load, load(last), I::F64x16::$op);
        best_lane(a.$op(b).to_array(), <Self as Order<f64>>::replaces) as $ty
    }};
}

/// The best of a run of numbers, if it is long enough and all are numbers.
#[inline(always)]
fn narrow_extreme<V: Vector<f32, 32>>(
    x: &[f32],
    choose: impl Fn(V, V) -> V,
    replaces: impl Fn(f32, f32) -> bool,
) -> Option<f32> {
    let load = |group: &[f32; 64]| {
        let (halves, _) = group.as_chunks();
        [V::load(&halves[0]), V::load(&halves[1])]
    };
    // The last items begin as the best and as the sum.
    let last = load(x.last_chunk()?).map(|x| (x, x));
    let pairs = |group: &[f32; 64]| load(group).map(|x| (x, x));
    let groups = x.as_chunks().0;
    let [a, b] = lanes_of(groups, pairs, last, |(best, sum), (x, _)| (choose(best, x), sum.add(x)));
    (!any_nan(a.1.add(b.1).to_array())).then(|| best_lane(choose(a.0, b.0).to_array(), replaces))
}

/// The best of few items: by eights if there are so many, the last of which may be looked at twice.
#[inline(always)]
fn few<T: Copy, O: Order<T>>(x: &[T]) -> T {
    let Some(last) = x.last_chunk::<8>() else {
        return x.iter().fold(O::WORST, |best, &x| better::<T, O>(best, x));
    };
    let mut best = *last;
    for group in x.as_chunks::<8>().0 {
        for (best, &x) in best.iter_mut().zip(group) {
            *best = better::<T, O>(*best, x);
        }
    }
    best_lane(best, O::replaces)
}

/// The best of all lanes, as a tree.
#[inline(always)]
fn best_lane<T: Copy, const N: usize>(mut lanes: [T; N], replaces: impl Fn(T, T) -> bool) -> T {
    let mut half = N / 2;
    while half > 0 {
        for i in 0..half {
            lanes[i] = if replaces(lanes[i], lanes[i + half]) { lanes[i + half] } else { lanes[i] };
        }
        half /= 2;
    }
    lanes[0]
}

/// Whether one of the lanes is NaN.
#[allow(clippy::eq_op)]
#[inline(always)]
fn any_nan<T: Copy + PartialEq, const N: usize>(lanes: [T; N]) -> bool {
    lanes.iter().fold(false, |any, x| any | (x != x))
}

/// The best of every lane.
#[inline(always)]
fn lanes_of<T, S: Copy, const N: usize>(
    groups: &[[T; N]],
    load: impl Fn(&[T; N]) -> [S; 2],
    mut best: [S; 2],
    choose: impl Fn(S, S) -> S,
) -> [S; 2] {
    let reach = reach();
    for group in groups {
        prefetch(group, reach);
        let [x, y] = load(group);
        best = [choose(best[0], x), choose(best[1], y)];
    }
    best
}

/// The best of every lane by a choice of one instruction, which needs numbers; nothing if there may be a NaN. The sum of all
/// items tells: it is NaN if one of them is, and additions cost nothing beside comparisons.
#[inline(always)]
fn quickly<T, V: F64x16>(
    groups: &[[T; 32]],
    load: impl Fn(&[T; 32]) -> [V; 2],
    first: [V; 2],
    choose: impl Fn(V, V) -> V,
) -> Option<[V; 2]> {
    let pairs = |group: &[T; 32]| load(group).map(|x| (x, x));
    let [a, b] =
        lanes_of(groups, pairs, first.map(|x| (x, x)), |(best, sum), (x, _)| (choose(best, x), sum.add(x)));
    (!any_nan(a.1.add(b.1).to_array())).then_some([a.0, b.0])
}

macro_rules! integers {
    ($($ty:ty)*) => {$(
        impl Order<$ty> for Greater {
            const WORST: $ty = <$ty>::MIN;
            const UNORDERED: bool = true;
            #[inline(always)]
            fn replaces(best: $ty, x: $ty) -> bool {
                x > best
            }
            one_by_one!($ty);
        }
        impl Order<$ty> for Less {
            const WORST: $ty = <$ty>::MAX;
            const UNORDERED: bool = true;
            #[inline(always)]
            fn replaces(best: $ty, x: $ty) -> bool {
                x < best
            }
            one_by_one!($ty);
        }
    )*};
}
integers!(i8 i16 i32 i64 u8 u16 u32 u64);

macro_rules! floats {
    ($($ty:ty, $load:ident, $lanes:ident;)*) => {$(
        impl Order<$ty> for Greater {
            const WORST: $ty = <$ty>::NEG_INFINITY;
            // Not `x > best`: a NaN must be taken, and a NaN must stay.
            #[allow(clippy::neg_cmp_op_on_partial_ord, clippy::eq_op)]
            #[inline(always)]
            fn replaces(best: $ty, x: $ty) -> bool {
                !(best >= x) & (best == best)
            }
            $lanes!($ty, $load, raise, >, max_nan);
        }
        impl Order<$ty> for Less {
            const WORST: $ty = <$ty>::INFINITY;
            #[allow(clippy::neg_cmp_op_on_partial_ord, clippy::eq_op)]
            #[inline(always)]
            fn replaces(best: $ty, x: $ty) -> bool {
                !(best <= x) & (best == best)
            }
            $lanes!($ty, $load, lower, <, min_nan);
        }
        impl Order<$ty> for GreaterNum {
            const WORST: $ty = <$ty>::NAN;
            #[allow(clippy::eq_op)]
            #[inline(always)]
            fn replaces(best: $ty, x: $ty) -> bool {
                (x > best) | (best != best)
            }
            $lanes!($ty, $load, raise, >, max_num);
        }
        impl Order<$ty> for LessNum {
            const WORST: $ty = <$ty>::NAN;
            #[allow(clippy::eq_op)]
            #[inline(always)]
            fn replaces(best: $ty, x: $ty) -> bool {
                (x < best) | (best != best)
            }
            $lanes!($ty, $load, lower, <, min_num);
        }
    )*};
}
floats! {
    f32, load_f32, by_narrow_lanes;
    f64, load, by_lanes;
}

/// NumPy's `>=` of complex numbers, false wherever a NaN takes part in the decision.
#[inline(always)]
fn at_least<T: PartialOrd + Copy>(a: Complex<T>, b: Complex<T>) -> bool {
    (a.re > b.re && !has_nan_part(a.im) && !has_nan_part(b.im)) || (a.re == b.re && a.im >= b.im)
}

#[allow(clippy::eq_op)]
#[inline(always)]
fn has_nan_part<T: PartialOrd + Copy>(part: T) -> bool {
    part != part
}

#[inline(always)]
fn has_nan<T: PartialOrd + Copy>(x: Complex<T>) -> bool {
    has_nan_part(x.re) || has_nan_part(x.im)
}

/// Whether nothing has been seen, or nothing with a number in it.
#[inline(always)]
fn is_blank<T: PartialOrd + Copy>(x: Complex<T>) -> bool {
    has_nan_part(x.re) && has_nan_part(x.im)
}

/// A plain loop that mostly needs the real parts: a number behind the best one by its real part is beaten, and soon most are.
macro_rules! by_real_parts {
    ($ty:ty, $behind:tt) => {
        #[inline(always)]
        fn extreme<I: Isa>(x: &[$ty]) -> $ty {
            let mut best: $ty = <Self as Order<$ty>>::WORST;
            for &x in x {
                let is_beaten = (x.re $behind best.re) & !has_nan_part(x.im);
                if !is_beaten {
                    best = better::<$ty, Self>(best, x);
                }
            }
            best
        }
    };
}

macro_rules! complex {
    ($($ty:ident)*) => {$(
        impl Order<Complex<$ty>> for Greater {
            const WORST: Complex<$ty> = Complex { re: $ty::NEG_INFINITY, im: $ty::NEG_INFINITY };
            #[inline(always)]
            fn replaces(best: Complex<$ty>, x: Complex<$ty>) -> bool {
                !at_least(best, x) && !has_nan(best)
            }
            by_real_parts!(Complex<$ty>, <);
        }
        impl Order<Complex<$ty>> for Less {
            const WORST: Complex<$ty> = Complex { re: $ty::INFINITY, im: $ty::INFINITY };
            #[inline(always)]
            fn replaces(best: Complex<$ty>, x: Complex<$ty>) -> bool {
                !at_least(x, best) && !has_nan(best)
            }
            by_real_parts!(Complex<$ty>, >);
        }
        impl Order<Complex<$ty>> for GreaterNum {
            const WORST: Complex<$ty> = Complex { re: $ty::NAN, im: $ty::NAN };
            #[inline(always)]
            fn replaces(best: Complex<$ty>, x: Complex<$ty>) -> bool {
                is_blank(best) || (!at_least(best, x) && !has_nan(x))
            }
            by_real_parts!(Complex<$ty>, <);
        }
        impl Order<Complex<$ty>> for LessNum {
            const WORST: Complex<$ty> = Complex { re: $ty::NAN, im: $ty::NAN };
            #[inline(always)]
            fn replaces(best: Complex<$ty>, x: Complex<$ty>) -> bool {
                is_blank(best) || (!at_least(x, best) && !has_nan(x))
            }
            by_real_parts!(Complex<$ty>, >);
        }
    )*};
}
complex!(f32 f64);

/// The item that an [`Order`] prefers.
pub struct Extreme<T, O>(PhantomData<(T, O)>);

#[inline(always)]
pub(super) fn better<T: Copy, O: Order<T>>(best: T, x: T) -> T {
    if O::replaces(best, x) { x } else { best }
}

impl<T: Copy + Send + Sync + 'static, O: Order<T>> Fold for Extreme<T, O> {
    type Item = T;
    type Acc = T;
    type Out = T;
    type Loops = Self;
    // Of short integers, many fit a vector of any level.
    const WIDE_ROWS: bool = Self::WIDE && size_of::<T>() >= 4;
    const UNORDERED: bool = O::UNORDERED;
    const SETTLES: bool = O::ENDS;
    #[inline(always)]
    fn init() -> T {
        O::WORST
    }
    #[inline(always)]
    fn along<I: Isa>(x: &[T], _at: usize) -> T {
        O::extreme::<I>(x)
    }
    #[inline(always)]
    fn rows<I: Isa>(accs: &mut [T], tile: Tile<'_, T>, _at: usize) {
        columns::<I, _, _>(accs, tile, better::<T, O>);
    }
    #[inline(always)]
    fn merge<I: Isa>(a: T, b: T) -> T {
        better::<T, O>(a, b)
    }
    #[inline(always)]
    fn is_settled(acc: &T) -> bool {
        O::is_final(*acc)
    }
    #[inline(always)]
    fn finish(acc: T, _count: usize, _extra: f64) -> T {
        acc
    }
    #[inline(always)]
    fn seed(value: T) -> T {
        value
    }
}
