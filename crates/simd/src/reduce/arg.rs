//! Where the minimum or maximum is: the first of equals.

use super::extreme::{Order, better};
use super::{Fold, ROWS, Tile};
use crate::level::Isa;
use std::marker::PhantomData;
use std::mem::MaybeUninit;

/// Columns handled together: long runs of memory, but what is known of them stays in the first-level cache.
const WIDTH: usize = 1024;

/// The same value in all places.
#[inline(always)]
fn filled<T: Copy>(room: &mut [MaybeUninit<T>], value: T) -> &mut [T] {
    room.fill(MaybeUninit::new(value));
    // SAFETY: all of it has just been written.
    unsafe { room.assume_init_mut() }
}

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

    /// For each column of a tile the best item, if it is better than what `best` holds, and the first row of the block that has it.
    #[inline(always)]
    fn best_blocks<I: Isa>(best: &mut [T], block: &mut [u32], tile: Tile<'_, T>) {
        let whole = if I::FMA { tile.rows() - tile.rows() % ROWS } else { 0 };
        if const { I::FMA } {
            for row in (0..whole).step_by(ROWS) {
                Self::take_block::<ROWS>(best, block, tile, row);
            }
        }
        for row in whole..tile.rows() {
            Self::take_block::<1>(best, block, tile, row);
        }
    }

    /// [`Self::best_blocks`] of the `R` rows from row `row` on.
    #[inline(always)]
    fn take_block<const R: usize>(best: &mut [T], block: &mut [u32], tile: Tile<'_, T>, row: usize) {
        let rows: [&[T]; R] = std::array::from_fn(|i| &tile.row(row + i)[..best.len()]);
        for (i, (best, block)) in best.iter_mut().zip(block).enumerate() {
            let found = rows[1..].iter().fold(rows[0][i], |found, row| better::<T, O>(found, row[i]));
            let replaces = O::replaces(*best, found);
            *best = if replaces { found } else { *best };
            *block = if replaces { row as u32 } else { *block };
        }
    }

    /// The first place of `best` in a run that holds it.
    #[inline(always)]
    fn find(x: &[T], best: T) -> usize {
        let is_best = Self::is_best(best);
        let has_best = |block: &[T]| block.iter().fold(false, |found, &x| found | is_best(x));
        // Whole blocks first, without a branch per item.
        let mut start = x.chunks(64).take_while(|block| !has_best(block)).map(<[T]>::len).sum();
        start += x[start..].chunks(8).take_while(|block| !has_best(block)).map(<[T]>::len).sum::<usize>();
        start + x[start..].iter().position(|&x| is_best(x)).unwrap_or(0)
    }
}

impl<T: Copy + PartialEq + Send + Sync + 'static, O: Order<T>> Fold for ArgBy<T, O> {
    type Item = T;
    type Acc = ArgState<T>;
    type Out = i64;
    type Loops = Self;
    // Of short integers, many fit a vector of any level.
    const WIDE_ROWS: bool = Self::WIDE && size_of::<T>() >= 4;
    const EXACT: bool = true;
    const SETTLES: bool = O::ENDS;

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

    /// First the best of each column and the block of rows that holds it, then its row where it is better than what is known, which
    /// soon is rare.
    #[inline(always)]
    fn rows<I: Isa>(accs: &mut [ArgState<T>], tile: Tile<'_, T>, at: usize) {
        for (start, accs) in accs.chunks_mut(WIDTH).enumerate().map(|(i, accs)| (i * WIDTH, accs)) {
            let mut best = [MaybeUninit::uninit(); WIDTH];
            let mut block = [MaybeUninit::uninit(); WIDTH];
            let best = filled(&mut best[..accs.len()], O::WORST);
            let block = filled(&mut block[..accs.len()], 0);
            let tile = tile.columns_from(start, accs.len());
            Self::best_blocks::<I>(best, block, tile);
            for (i, acc) in accs.iter_mut().enumerate().filter(|(i, acc)| Self::takes(**acc, best[*i])) {
                let is_best = Self::is_best(best[i]);
                let row = (block[i] as usize..tile.rows()).find(|&row| is_best(tile.row(row)[i]));
                *acc = ArgState { best: best[i], place: at + row.unwrap_or(0) };
            }
        }
    }

    #[inline(always)]
    fn merge<I: Isa>(a: ArgState<T>, b: ArgState<T>) -> ArgState<T> {
        if b.place != ArgState::<T>::NOWHERE && Self::takes(a, b.best) { b } else { a }
    }

    #[inline(always)]
    fn is_settled(acc: &ArgState<T>) -> bool {
        acc.place != ArgState::<T>::NOWHERE && O::is_final(acc.best)
    }

    #[inline(always)]
    fn finish(acc: ArgState<T>, _count: usize, _extra: f64) -> i64 {
        acc.place as i64
    }
}
