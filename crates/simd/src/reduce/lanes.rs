//! The loops that deal items to sixteen `f64` lanes.

use super::{AHEAD, Fold, Tile, prefetch};
use crate::level::Isa;

/// A reduction whose state can be kept several times side by side, in the lanes of vectors: `G` items at a time.
pub(super) trait Lanes<const G: usize>: Fold {
    /// `G` states.
    type Lanes<I: Isa>: Copy;

    /// The state of a single item.
    fn one(x: Self::Item) -> Self::Acc;

    /// `G` states, each of one item.
    fn first<I: Isa>(x: &[Self::Item; G]) -> Self::Lanes<I>;

    /// Each lane takes one more item.
    fn step<I: Isa>(lanes: &mut Self::Lanes<I>, x: &[Self::Item; G]);

    /// The states of the lanes, one by one.
    fn split<I: Isa>(lanes: &Self::Lanes<I>) -> [Self::Acc; G];
}

/// [`Fold::along`] by lanes: item `i` goes to lane `i % G`, the items after the last whole group are merged
/// one by one, and the lanes are merged as a tree.
#[inline(always)]
pub(super) fn along<F: Lanes<G>, I: Isa, const G: usize>(x: &[F::Item]) -> F::Acc {
    let (groups, tail) = x.as_chunks::<G>();
    let mut acc = F::init();
    if let Some((first, rest)) = groups.split_first() {
        let mut lanes = F::first::<I>(first);
        for group in rest {
            prefetch(group, AHEAD as isize);
            F::step::<I>(&mut lanes, group);
        }
        acc = tree::<F, I, G>(F::split::<I>(&lanes));
    }
    for &item in tail {
        acc = F::merge::<I>(acc, F::one(item));
    }
    acc
}

/// Merges the states of lanes as a tree of fixed shape.
#[inline(always)]
fn tree<F: Fold, I: Isa, const G: usize>(mut accs: [F::Acc; G]) -> F::Acc {
    let mut width = G / 2;
    while width > 0 {
        for i in 0..width {
            accs[i] = F::merge::<I>(accs[i], accs[i + width]);
        }
        width /= 2;
    }
    accs[0]
}

/// Groups of columns whose lanes fit the first-level cache beside the rows themselves.
const GROUPS: usize = 32;

/// Rows folded at a time: enough that lanes are seldom loaded and stored, few enough for the prefetcher.
const ROWS: usize = 4;

/// [`Fold::rows`] by lanes: the tile is read row after row, the lanes of up to [`GROUPS`] groups of `G` columns
/// wait in the first-level cache.
#[inline(always)]
pub(super) fn rows<F: Lanes<G>, I: Isa, const G: usize>(accs: &mut [F::Acc], tile: Tile<'_, F::Item>) {
    let columns = tile.columns();
    if columns < G {
        return narrow_rows::<F, I, G>(accs, tile);
    }
    let whole = columns - columns % G;
    for start in (0..whole).step_by(G * GROUPS) {
        let end = (start + G * GROUPS).min(whole);
        column_groups::<F, I, G>(&mut accs[start..end], tile, start, 0);
    }
    if whole < columns {
        // The last `G` columns once more, of which only those after the last whole group are new.
        column_groups::<F, I, G>(&mut accs[whole..], tile, columns - G, whole + G - columns);
    }
}

/// Folds the groups of columns from column `start` on; all but the first `skip` columns have their states in
/// `accs`.
#[inline(always)]
fn column_groups<F: Lanes<G>, I: Isa, const G: usize>(
    accs: &mut [F::Acc],
    tile: Tile<'_, F::Item>,
    start: usize,
    skip: usize,
) {
    let count = (accs.len() + skip) / G;
    let groups = |row: usize| &tile.row(row)[start..].as_chunks::<G>().0[..count];
    let mut lanes = [F::first::<I>(&groups(0)[0]); GROUPS];
    let lanes = &mut lanes[..count];
    for (lane, x) in lanes.iter_mut().zip(groups(0)).skip(1) {
        *lane = F::first::<I>(x);
    }
    let mut row = 1;
    while row + ROWS <= tile.rows() {
        let [a, b, c, d] = [0, 1, 2, 3].map(|i| groups(row + i));
        for i in 0..count {
            let mut lane = lanes[i];
            for x in [&a[i], &b[i], &c[i], &d[i]] {
                prefetch(x, tile.step() * ROWS as isize);
            }
            for x in [&a[i], &b[i], &c[i], &d[i]] {
                F::step::<I>(&mut lane, x);
            }
            lanes[i] = lane;
        }
        row += ROWS;
    }
    for row in row..tile.rows() {
        for (lane, x) in lanes.iter_mut().zip(groups(row)) {
            F::step::<I>(lane, x);
        }
    }
    let mut skip = skip;
    for (accs, lane) in accs.chunks_mut(G).zip(lanes.iter()) {
        for (acc, new) in accs.iter_mut().zip(&F::split::<I>(lane)[skip..]) {
            *acc = F::merge::<I>(*acc, *new);
        }
        skip = 0;
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
    let mut lanes = F::first::<I>(&fill(0));
    for row in 1..tile.rows() {
        F::step::<I>(&mut lanes, &fill(row));
    }
    for (acc, new) in accs.iter_mut().zip(F::split::<I>(&lanes)) {
        *acc = F::merge::<I>(*acc, new);
    }
}
