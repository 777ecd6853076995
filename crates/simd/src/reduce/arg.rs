//! Where the minimum or maximum is: the first of equals.

use super::columns::columns;
use super::extreme::{Order, better};
use super::{Fold, Tile};
use crate::level::Isa;
use std::marker::PhantomData;

/// The best item so far and its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ArgState<T> {
    /// The item.
    pub best: T,
    /// Its place; [`NOWHERE`](Self::NOWHERE) if no item was seen, or none that counts.
    pub place: usize,
}

impl<T> ArgState<T> {
    /// The place of nothing.
    pub const NOWHERE: usize = usize::MAX;
}

/// The place of the first item that no other beats. The result is -1 if there is none: of no items, or only
/// NaN where NaN does not count.
pub struct ArgBy<T, O>(PhantomData<(T, O)>);

impl<T: Copy + PartialEq + Send + Sync + 'static, O: Order<T>> ArgBy<T, O> {
    /// Whether `best` is what a reduction that skips NaN finds where there is nothing else.
    #[allow(clippy::eq_op)]
    #[inline(always)]
    fn is_nothing(best: T) -> bool {
        best != best && O::WORST != O::WORST
    }

    /// Whether an item is what was found to be the best: equal to it, or NaN as well.
    #[allow(clippy::eq_op)]
    #[inline(always)]
    fn is_best(best: T) -> impl Fn(T) -> bool {
        let is_nan = best != best;
        move |x| if is_nan { x != x } else { x == best }
    }

    /// Whether the best of further items takes the place of what is known.
    #[inline(always)]
    fn takes(acc: ArgState<T>, best: T) -> bool {
        !Self::is_nothing(best) && (acc.place == ArgState::<T>::NOWHERE || O::replaces(acc.best, best))
    }

    /// The first place of `best` in a run that holds it.
    #[inline(always)]
    fn find(x: &[T], best: T) -> usize {
        let is_best = Self::is_best(best);
        // Whole blocks first, without a branch per item.
        let mut start = 0;
        for block in x.chunks(64) {
            if block.iter().fold(false, |found, &x| found | is_best(x)) {
                break;
            }
            start += block.len();
        }
        start + x[start..].iter().position(|&x| is_best(x)).unwrap_or(0)
    }
}

impl<T: Copy + PartialEq + Send + Sync + 'static, O: Order<T>> Fold for ArgBy<T, O> {
    type Item = T;
    type Acc = ArgState<T>;
    type Out = i64;
    type Loops = Self;

    #[inline(always)]
    fn init() -> ArgState<T> {
        ArgState { best: O::WORST, place: ArgState::<T>::NOWHERE }
    }

    #[inline(always)]
    fn along<I: Isa>(x: &[T], at: usize) -> ArgState<T> {
        let best = O::extreme::<I>(x);
        let place = if Self::is_nothing(best) { ArgState::<T>::NOWHERE } else { at + Self::find(x, best) };
        ArgState { best, place }
    }

    /// The place is looked for only where the run has something better.
    #[inline(always)]
    fn extend<I: Isa>(acc: ArgState<T>, x: &[T], at: usize) -> ArgState<T> {
        let best = O::extreme::<I>(x);
        if Self::takes(acc, best) { ArgState { best, place: at + Self::find(x, best) } } else { acc }
    }

    /// First the best of each column, then its row where that is better than what is known, which soon is rare.
    #[inline(always)]
    fn rows<I: Isa>(accs: &mut [ArgState<T>], tile: Tile<'_, T>, at: usize) {
        const WIDTH: usize = 256;
        for (start, accs) in accs.chunks_mut(WIDTH).enumerate().map(|(i, accs)| (i * WIDTH, accs)) {
            let mut best = [O::WORST; WIDTH];
            let best = &mut best[..accs.len()];
            columns::<I, _, _>(best, tile.columns_from(start, accs.len()), better::<T, O>);
            for (i, (acc, &best)) in accs.iter_mut().zip(best.iter()).enumerate() {
                if Self::takes(*acc, best) {
                    let is_best = Self::is_best(best);
                    let row = (0..tile.rows()).find(|&row| is_best(tile.row(row)[start + i]));
                    *acc = ArgState { best, place: at + row.unwrap_or(0) };
                }
            }
        }
    }

    #[inline(always)]
    fn merge<I: Isa>(a: ArgState<T>, b: ArgState<T>) -> ArgState<T> {
        if b.place != ArgState::<T>::NOWHERE && Self::takes(a, b.best) { b } else { a }
    }

    #[inline(always)]
    fn finish(acc: ArgState<T>, _count: usize, _extra: f64) -> i64 {
        acc.place as i64
    }
}
