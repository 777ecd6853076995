//! The loops that deal items to sixteen `f64` lanes.

use super::{Fold, ROWS, Tile, prefetch};
use crate::ahead::reach;
use crate::level::Isa;
use crate::vector::padded;
use std::mem::MaybeUninit;

/// A reduction whose state can be kept several times side by side, in the lanes of vectors: `G` items at a time.
pub(super) trait Lanes<const G: usize>: Fold {
    /// `G` states.
    type Lanes<I: Isa>: Copy;

    /// What every step needs and no item changes: made once, so that it stays in registers.
    type Aid<I: Isa>: Copy;

    /// An item that changes no state, to fill the last group with. Without one, the items after the last whole group
    /// are merged one by one.
    const BLANK: Option<Self::Item>;

    /// Makes the aid.
    fn aid<I: Isa>() -> Self::Aid<I>;

    /// The state of a single item.
    fn one(x: Self::Item) -> Self::Acc;

    /// `G` states, each of one item.
    fn first<I: Isa>(x: &[Self::Item; G]) -> Self::Lanes<I>;

    /// [`Lanes::first`] for lanes that will share the items of one run.
    #[inline(always)]
    fn first_of_run<I: Isa>(x: &[Self::Item; G]) -> Self::Lanes<I> {
        Self::first::<I>(x)
    }

    /// Each lane takes one more item.
    fn step<I: Isa>(lanes: &mut Self::Lanes<I>, x: &[Self::Item; G], aid: Self::Aid<I>);

    /// The first lanes take one more item each, the others a blank.
    #[inline(always)]
    fn last<I: Isa>(lanes: &mut Self::Lanes<I>, x: &[Self::Item], blank: Self::Item, aid: Self::Aid<I>) {
        Self::step::<I>(lanes, &padded(x, blank), aid);
    }

    /// The states of the lanes, one by one.
    fn split<I: Isa>(lanes: &Self::Lanes<I>) -> [Self::Acc; G];

    /// The states of lanes that have taken the columns of a tile, for which lanes that cannot take all items have a way out.
    #[inline(always)]
    fn settle<I: Isa>(lanes: &Self::Lanes<I>, _tile: Tile<'_, Self::Item>) -> [Self::Acc; G] {
        Self::split::<I>(lanes)
    }

    /// The states of the lanes merged as a tree of fixed shape: the upper half of the lanes into the lower, again and
    /// again.
    #[inline(always)]
    fn tree<I: Isa>(lanes: &Self::Lanes<I>) -> Self::Acc {
        let mut accs = Self::split::<I>(lanes);
        let mut width = G / 2;
        while width > 0 {
            for i in 0..width {
                accs[i] = Self::merge::<I>(accs[i], accs[i + width]);
            }
            width /= 2;
        }
        accs[0]
    }
}

/// [`Fold::along`] by lanes: item `i` goes to lane `i % G`, and the lanes are merged as a tree.
#[inline(always)]
pub(super) fn along<F: Lanes<G>, I: Isa, const G: usize>(x: &[F::Item]) -> F::Acc {
    let (groups, tail) = x.as_chunks::<G>();
    let aid = F::aid::<I>();
    let mut acc = F::init();
    if let Some((first, rest)) = groups.split_first() {
        let (mut lanes, reach) = (F::first_of_run::<I>(first), reach());
        for group in rest {
            prefetch(group, reach);
            F::step::<I>(&mut lanes, group, aid);
        }
        if let (Some(blank), [_, ..]) = (F::BLANK, tail) {
            F::last::<I>(&mut lanes, tail, blank, aid);
            return F::tree::<I>(&lanes);
        }
        acc = F::tree::<I>(&lanes);
    }
    for &item in tail {
        acc = F::merge::<I>(acc, F::one(item));
    }
    acc
}

/// Groups of columns whose lanes are kept at a time. They fit the second-level cache only, but memory is read in long runs.
const GROUPS: usize = 256;

/// [`Fold::rows`] by lanes.
#[inline(always)]
pub(super) fn rows<F: Lanes<G>, I: Isa, const G: usize>(accs: &mut [F::Acc], tile: Tile<'_, F::Item>) {
    if tile.columns() < G { narrow_rows::<F, I, G>(accs, tile) } else { wide_rows::<F, I, G>(accs, tile) }
}

/// [`rows`] for tiles of at least `G` columns: the tile is read [`ROWS`] rows at a time, the lanes of up to [`GROUPS`] groups of `G`
/// columns wait in the cache.
#[inline(always)]
pub(super) fn wide_rows<F: Lanes<G>, I: Isa, const G: usize>(accs: &mut [F::Acc], tile: Tile<'_, F::Item>) {
    let columns = tile.columns();
    let whole = columns - columns % G;
    let mut start = 0;
    while start < columns {
        let end = whole.min(start + G * GROUPS);
        let end = if end == whole { columns } else { end };
        column_groups::<F, I, G>(&mut accs[start..end], tile.columns_from(start, end - start));
        start = end;
    }
}

/// Folds the columns of a tile, group by group. What is left after the whole groups is read while their lines of memory are
/// at hand: as a group of the last `G` columns, of which only the last ones are new.
#[inline(always)]
fn column_groups<F: Lanes<G>, I: Isa, const G: usize>(accs: &mut [F::Acc], tile: Tile<'_, F::Item>) {
    let (columns, rows) = (tile.columns(), tile.rows());
    let (whole, count) = (columns / G, columns.div_ceil(G));
    let parts =
        [(0..whole, tile.columns_from(0, whole * G)), (whole..count, tile.columns_from(columns - G, G))];
    let mut room = [const { MaybeUninit::<F::Lanes<I>>::uninit() }; GROUPS + 1];
    let room = &mut room[..count];
    // As everywhere, processors without FMA are not worth more code than needed.
    let several = const { I::FMA } && rows >= ROWS;
    let mut row = if several { ROWS } else { 1 };
    for (groups, tile) in parts.clone() {
        if const { I::FMA } && several {
            first_rows::<F, I, G, ROWS>(&mut room[groups], tile);
        } else {
            first_rows::<F, I, G, 1>(&mut room[groups], tile);
        }
    }
    // SAFETY: the first rows have filled all of them.
    let lanes = unsafe { room.assume_init_mut() };
    while const { I::FMA } && row + ROWS <= rows {
        for (groups, tile) in parts.clone() {
            more_rows::<F, I, G, ROWS>(&mut lanes[groups], tile, row);
        }
        row += ROWS;
    }
    for row in row..rows {
        for (groups, tile) in parts.clone() {
            more_rows::<F, I, G, 1>(&mut lanes[groups], tile, row);
        }
    }
    for (i, (accs, lane)) in accs.chunks_mut(G).zip(lanes.iter()).enumerate() {
        let new = F::settle::<I>(lane, tile.columns_from((i * G).min(columns - G), G));
        for (acc, new) in accs.iter_mut().rev().zip(new.iter().rev()) {
            *acc = F::merge::<I>(*acc, *new);
        }
    }
}

/// The states of a tile of `G` columns.
#[inline(always)]
pub(super) fn group<F: Lanes<G>, I: Isa, const G: usize>(tile: Tile<'_, F::Item>) -> [F::Acc; G] {
    let mut lanes = MaybeUninit::uninit();
    first_rows::<F, I, G, 1>(std::slice::from_mut(&mut lanes), tile);
    // SAFETY: the first row has filled them.
    let mut lanes = unsafe { lanes.assume_init() };
    for row in 1..tile.rows() {
        more_rows::<F, I, G, 1>(std::slice::from_mut(&mut lanes), tile, row);
    }
    F::split::<I>(&lanes)
}

/// The groups of `R` rows from row `row` on.
#[inline(always)]
fn groups<T, const G: usize, const R: usize>(tile: Tile<'_, T>, row: usize, count: usize) -> [&[[T; G]]; R] {
    std::array::from_fn(|i| &tile.row(row + i).as_chunks().0[..count])
}

/// Begins with the first `R` rows.
#[inline(always)]
fn first_rows<F: Lanes<G>, I: Isa, const G: usize, const R: usize>(
    lanes: &mut [MaybeUninit<F::Lanes<I>>],
    tile: Tile<'_, F::Item>,
) {
    let rows = groups::<_, G, R>(tile, 0, lanes.len());
    let aid = F::aid::<I>();
    for (i, lane) in lanes.iter_mut().enumerate() {
        let mut taken = F::first::<I>(&rows[0][i]);
        for row in &rows[1..] {
            F::step::<I>(&mut taken, &row[i], aid);
        }
        lane.write(taken);
    }
}

/// Goes on with `R` rows from row `row` on.
#[inline(always)]
fn more_rows<F: Lanes<G>, I: Isa, const G: usize, const R: usize>(
    lanes: &mut [F::Lanes<I>],
    tile: Tile<'_, F::Item>,
    row: usize,
) {
    let rows = groups::<_, G, R>(tile, row, lanes.len());
    let aid = F::aid::<I>();
    // Of several streams each gets on more slowly, so that less lies between.
    let reach = reach() / 2;
    for (i, lane) in lanes.iter_mut().enumerate() {
        let mut taken = *lane;
        for row in rows {
            prefetch(&row[i], reach);
            F::step::<I>(&mut taken, &row[i], aid);
        }
        *lane = taken;
    }
}

/// [`rows`] for tiles of fewer columns than lanes.
#[inline(always)]
fn narrow_rows<F: Lanes<G>, I: Isa, const G: usize>(accs: &mut [F::Acc], tile: Tile<'_, F::Item>) {
    let mut padded = [tile.row(0)[0]; G];
    let mut fill = |row: usize| {
        for (slot, &item) in padded.iter_mut().zip(tile.row(row)) {
            *slot = item;
        }
        padded
    };
    let aid = F::aid::<I>();
    let mut lanes = F::first::<I>(&fill(0));
    for row in 1..tile.rows() {
        F::step::<I>(&mut lanes, &fill(row), aid);
    }
    for (acc, new) in accs.iter_mut().zip(F::split::<I>(&lanes)) {
        *acc = F::merge::<I>(*acc, new);
    }
}
