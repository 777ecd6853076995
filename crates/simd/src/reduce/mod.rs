//! Reductions over contiguous runs: sums, products, extremes, places of extremes, truth, moments.
//!
//! A reduction is a [`Fold`]: a state, how a run of items becomes a state, how a tile of rows is folded into
//! one state per column, how two states merge, and what a state is worth in the end. Runs are folded in
//! chunks of [`chunk`] items, whose states are merged in order; inside a chunk the items are dealt to a fixed
//! number of virtual lanes. So the result is a function of the sequence of items alone: not of the CPU level
//! (among those with FMA), not of where the items lie, and not of who folds which chunk.

mod arg;
mod bits;
mod columns;
mod double;
mod extreme;
mod lanes;
mod moment;
mod nansum;
mod product;
mod scan;
mod sum;
mod truth;

pub use arg::{ArgBy, ArgState};
pub use bits::{And, Or, Xor};
pub use double::Dd;
pub use extreme::{Extreme, False, Greater, GreaterNum, Less, LessNum, Order, True};
pub use moment::{Moments, NanStd, NanVar, Spread, Std, Var};
pub use nansum::{Counted, NanMean, NanSum};
pub use product::{NanProd, Prod};
pub use scan::{
    RunningExtreme, RunningNanProd, RunningNanSum, RunningProd, RunningSum, Scan, scan_row, scan_run,
};
pub use sum::{Mean, Sum, Summand};
pub use truth::{All, Any, Count, NonZero};

use crate::ahead;
use crate::level::{Isa, Kernel, dispatch, has_one_part};
use std::marker::PhantomData;

/// Bytes of a chunk: it stays in the first-level cache while it is read twice, and the merging of its state is not felt.
const CHUNK_BYTES: usize = 32 << 10;

/// The items of a chunk. Who splits a run must split it at multiples of this, or the bits may change.
pub const fn chunk<T>() -> usize {
    CHUNK_BYTES / size_of::<T>()
}

/// The rows of a tile. Who splits the rows of a reduction must split them at multiples of this.
pub const TILE_ROWS: usize = 128;

/// Rows folded at a time: states are loaded and stored once for all of them, and as many streams of memory flow.
const ROWS: usize = 8;

/// A reduction of items of one type.
///
/// Everything that is generic over the level must be `#[inline(always)]`.
pub trait Fold: Sized + 'static {
    /// The type of the items.
    type Item: Copy + Send + Sync + 'static;
    /// What is known about the items seen so far.
    type Acc: Copy + Send + 'static;
    /// The result.
    type Out: Copy + Send + 'static;
    /// The reduction whose loops serve this one, too, for the two differ in the end only; else this one itself.
    type Loops: Fold<Item = Self::Item, Acc = Self::Acc>;

    /// Whether runs are worth vectors of 512 bits. Those of complex numbers mostly shuffle more than they calculate.
    const WIDE: bool = has_one_part::<Self::Item>();
    /// Whether rows are, too; where they are long, memory is what takes time.
    const WIDE_ROWS: bool = Self::WIDE;

    /// Whether the state is the same however the items are cut, so that one thread need not cut them as several would.
    const EXACT: bool = false;

    /// Whether the state is the same in whatever order the items come.
    const UNORDERED: bool = false;

    /// Whether a state can be settled. Folding items into it twice must change nothing then.
    const SETTLES: bool = false;

    /// The state of no items; [`Fold::merge`] with it changes nothing.
    fn init() -> Self::Acc;

    /// The state of a run of at most [`chunk`] items, the first of which has the place `at`.
    fn along<I: Isa>(x: &[Self::Item], at: usize) -> Self::Acc;

    /// Folds every column of a tile of at most [`TILE_ROWS`] rows into its state. `at` is the place of the
    /// first row.
    fn rows<I: Isa>(accs: &mut [Self::Acc], tile: Tile<'_, Self::Item>, at: usize);

    /// The state of the items of `a` followed by those of `b`.
    fn merge<I: Isa>(a: Self::Acc, b: Self::Acc) -> Self::Acc;

    /// [`Fold::merge`] with the state of a run that follows.
    #[inline(always)]
    fn extend<I: Isa>(acc: Self::Acc, x: &[Self::Item], at: usize) -> Self::Acc {
        Self::merge::<I>(acc, Self::along::<I>(x, at))
    }

    /// The result for a state of `count` items; `extra` is a number that only some reductions use.
    fn finish(acc: Self::Acc, count: usize, extra: f64) -> Self::Out;

    /// The state from which a reduction with an initial value starts; only reductions that have one need it.
    #[inline(always)]
    fn seed(_value: Self::Out) -> Self::Acc {
        Self::init()
    }

    /// Whether no further item can change the state.
    #[inline(always)]
    fn is_settled(_acc: &Self::Acc) -> bool {
        false
    }
}

/// Rows of equal length, a fixed number of bytes apart.
pub struct Tile<'a, T> {
    first: *const T,
    step: isize,
    rows: usize,
    columns: usize,
    items: PhantomData<&'a T>,
}

impl<T> Clone for Tile<'_, T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Tile<'_, T> {}

impl<'a, T> Tile<'a, T> {
    /// `rows` rows of `columns` items, each row `step` bytes after the one before.
    ///
    /// # Safety
    /// Each row must consist of initialised, aligned items that nobody writes to during `'a`.
    #[inline(always)]
    pub unsafe fn new(first: *const T, step: isize, rows: usize, columns: usize) -> Self {
        Tile { first, step, rows, columns, items: PhantomData }
    }

    /// A single row.
    #[inline(always)]
    pub fn row_of(items: &'a [T]) -> Self {
        Tile { first: items.as_ptr(), step: 0, rows: 1, columns: items.len(), items: PhantomData }
    }

    /// The number of rows.
    #[inline(always)]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The items of one row.
    #[inline(always)]
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// A row.
    #[inline(always)]
    pub fn row(&self, row: usize) -> &'a [T] {
        debug_assert!(row < self.rows);
        let first = self.first.wrapping_byte_offset(self.step * row as isize);
        // SAFETY: the promise of `new`.
        unsafe { std::slice::from_raw_parts(first, self.columns) }
    }

    /// The tile of `columns` columns from column `start` on.
    #[inline(always)]
    fn columns_from(&self, start: usize, columns: usize) -> Self {
        debug_assert!(start + columns <= self.columns);
        Tile { first: self.first.wrapping_add(start), columns, ..*self }
    }

    /// The tile of `rows` rows from row `row` on.
    #[inline(always)]
    fn part(&self, row: usize, rows: usize) -> Self {
        debug_assert!(row + rows <= self.rows);
        Tile { first: self.first.wrapping_byte_offset(self.step * row as isize), rows, ..*self }
    }
}

/// Asks for the memory of `x`, moved on by some bytes, to come into the cache; what lies there is not looked at.
#[inline(always)]
fn prefetch<T>(x: &[T], bytes: usize) {
    for line in (0..size_of_val(x)).step_by(ahead::LINE) {
        ahead::prefetch(x.as_ptr().cast::<u8>().wrapping_add(bytes + line));
    }
}

/// Folds a run of any length.
#[inline(always)]
fn run_along<F: Fold, I: Isa>(mut acc: F::Acc, x: &[F::Item], at: usize) -> F::Acc {
    for (i, part) in x.chunks(chunk::<F::Item>()).enumerate() {
        if F::is_settled(&acc) {
            break;
        }
        acc = F::extend::<I>(acc, part, at + i * chunk::<F::Item>());
    }
    acc
}

struct AlongKernel<'a, F: Fold>(&'a mut [F::Acc], Tile<'a, F::Item>, usize);

impl<F: Fold> Kernel for AlongKernel<'_, F> {
    type Output = ();
    const WIDE: bool = F::WIDE;
    #[inline(always)]
    fn run<I: Isa>(self) {
        let AlongKernel(accs, tile, at) = self;
        for (row, acc) in accs.iter_mut().enumerate() {
            *acc = run_along::<F, I>(*acc, tile.row(row), at);
        }
    }
}

/// Folds each row of the tile into its own state. `at` is the place of the first column.
///
/// # Panics
/// If there is not one state per row.
pub fn along<F: Fold>(accs: &mut [F::Acc], tile: Tile<'_, F::Item>, at: usize) {
    assert_eq!(accs.len(), tile.rows, "a state per row");
    dispatch(AlongKernel::<F::Loops>(accs, tile, at));
}

/// The state of all items of a slice.
pub fn fold<F: Fold>(x: &[F::Item]) -> F::Acc {
    let mut acc = [F::init()];
    along::<F>(&mut acc, Tile::row_of(x), 0);
    acc[0]
}

struct RowsKernel<'a, F: Fold>(&'a mut [F::Acc], Tile<'a, F::Item>, usize);

impl<F: Fold> Kernel for RowsKernel<'_, F> {
    type Output = ();
    const WIDE: bool = F::WIDE_ROWS;
    #[inline(always)]
    fn run<I: Isa>(self) {
        let RowsKernel(accs, tile, at) = self;
        for start in (0..tile.rows).step_by(TILE_ROWS) {
            F::rows::<I>(accs, tile.part(start, TILE_ROWS.min(tile.rows - start)), at + start);
        }
    }
}

/// Folds each column of the tile into its own state. `at` is the place of the first row.
///
/// # Panics
/// If there is not one state per column.
pub fn rows<F: Fold>(accs: &mut [F::Acc], tile: Tile<'_, F::Item>, at: usize) {
    assert_eq!(accs.len(), tile.columns, "a state per column");
    dispatch(RowsKernel::<F::Loops>(accs, tile, at));
}

struct MergeKernel<'a, F: Fold>(&'a mut [F::Acc], &'a [F::Acc], PhantomData<F>);

impl<F: Fold> Kernel for MergeKernel<'_, F> {
    type Output = ();
    const WIDE: bool = false;
    #[inline(always)]
    fn run<I: Isa>(self) {
        for (a, b) in self.0.iter_mut().zip(self.1) {
            *a = F::merge::<I>(*a, *b);
        }
    }
}

/// Merges each state of `from`, of later items, into its counterpart.
///
/// # Panics
/// If the lengths differ.
pub fn merge<F: Fold>(into: &mut [F::Acc], from: &[F::Acc]) {
    assert_eq!(into.len(), from.len(), "states of different lengths");
    dispatch(MergeKernel::<F::Loops>(into, from, PhantomData));
}
