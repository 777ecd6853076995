//! Where the minimum or maximum is: the first of equals.

use super::extreme::Order;
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

    /// The first place of `best` in a run that holds it.
    #[inline(always)]
    fn find(x: &[T], best: T) -> usize {
        #[allow(clippy::eq_op)]
        let is_nan = best != best;
        #[allow(clippy::eq_op)]
        let is_best = |x: T| if is_nan { x != x } else { x == best };
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

    #[inline(always)]
    fn rows<I: Isa>(accs: &mut [ArgState<T>], tile: Tile<'_, T>, at: usize) {
        // A tile's best and its row side by side: a row number of the tile fits a byte.
        const WIDTH: usize = 256;
        for (start, accs) in accs.chunks_mut(WIDTH).enumerate().map(|(i, accs)| (i * WIDTH, accs)) {
            let n = accs.len();
            let mut best = [O::WORST; WIDTH];
            let mut place = [u8::MAX; WIDTH];
            for row in 0..tile.rows() {
                let x = &tile.row(row)[start..start + n];
                let (best, place) = (&mut best[..n], &mut place[..n]);
                for i in 0..n {
                    let takes = O::replaces(best[i], x[i]);
                    best[i] = if takes { x[i] } else { best[i] };
                    place[i] = if takes { row as u8 } else { place[i] };
                }
            }
            for (i, acc) in accs.iter_mut().enumerate().filter(|&(i, _)| !Self::is_nothing(best[i])) {
                let place = if place[i] == u8::MAX {
                    Self::never_replaced(tile, start + i)
                } else {
                    Some(place[i].into())
                };
                if let Some(row) = place {
                    *acc = Self::merge::<I>(*acc, ArgState { best: best[i], place: at + row });
                }
            }
        }
    }

    #[inline(always)]
    fn merge<I: Isa>(a: ArgState<T>, b: ArgState<T>) -> ArgState<T> {
        let takes = a.place == ArgState::<T>::NOWHERE
            || (b.place != ArgState::<T>::NOWHERE && O::replaces(a.best, b.best));
        if takes { b } else { a }
    }

    #[inline(always)]
    fn finish(acc: ArgState<T>, _count: usize, _extra: f64) -> i64 {
        acc.place as i64
    }
}

impl<T: Copy + PartialEq + Send + Sync + 'static, O: Order<T>> ArgBy<T, O> {
    /// The row of the best item of a column in which every item is as bad as the worst: the first, unless the
    /// worst is NaN, which does not count.
    #[inline(always)]
    fn never_replaced(tile: Tile<'_, T>, column: usize) -> Option<usize> {
        let worst = O::WORST;
        (0..tile.rows()).find(|&row| tile.row(row)[column] == worst)
    }
}
