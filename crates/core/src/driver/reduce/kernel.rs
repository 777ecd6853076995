//! A reduction as a value: its loops behind function pointers.

use bytemuck::AnyBitPattern;
use numoxide_simd::reduce::{self, Fold, Tile};

use crate::dtype::Word;
use crate::{DType, Element};

/// The loops of a reduction over items of one type, compiled once; made of a [`Fold`].
///
/// All pointers to states lead to room for them, aligned to 16 bytes.
pub struct Kernel {
    /// Bytes of an item.
    pub(super) item: usize,
    /// The alignment of an item.
    pub(super) align: usize,
    /// Bytes of a state.
    pub(super) acc: usize,
    /// Items of a chunk: runs are split only at multiples of it.
    pub(super) chunk: usize,
    /// As [`Fold::EXACT`].
    pub(super) exact: bool,
    /// As [`Fold::UNORDERED`].
    pub(super) unordered: bool,
    /// Whether no further item can change a state; `None` if there is always one that can.
    pub(super) is_settled: Option<unsafe fn(acc: *const u8) -> bool>,
    /// The type of a result.
    pub(super) out: fn() -> DType,
    /// Makes `n` states of nothing.
    pub(super) init: unsafe fn(accs: *mut u8, n: usize),
    /// Makes the state that an initial value, of the type of the results, is.
    pub(super) seed: unsafe fn(acc: *mut u8, value: *const u8),
    /// Folds each row of a tile into a state of its own.
    pub(super) along: unsafe fn(accs: *mut u8, tile: RawTile, at: usize),
    /// Folds each column of a tile into a state of its own.
    pub(super) rows: unsafe fn(accs: *mut u8, tile: RawTile, at: usize),
    /// Merges `n` states into `n` others.
    pub(super) merge: unsafe fn(into: *mut u8, from: *const u8, n: usize),
    /// Writes the results of `n` states of `count` items each.
    pub(super) finish: unsafe fn(accs: *const u8, out: *mut u8, n: usize, count: usize, extra: f64),
    /// Writes the result of a run that is short enough for one thread.
    pub(super) whole: unsafe fn(x: *const u8, n: usize, out: *mut u8, extra: f64),
}

/// A [`Tile`] of items whose type is forgotten.
#[derive(Clone, Copy)]
pub(super) struct RawTile {
    pub(super) first: *const u8,
    pub(super) step: isize,
    pub(super) rows: usize,
    pub(super) columns: usize,
}

/// The states of a reduction are kept in blocks of this alignment.
const ALIGN: usize = 16;

impl Kernel {
    /// The loops of a reduction. Its items may be read from the memory of any scalar of their size.
    pub const fn of<F: Fold>() -> Kernel
    where
        F::Item: AnyBitPattern,
        F::Out: Element,
    {
        const {
            assert!(
                align_of::<F::Acc>() <= ALIGN && align_of::<F::Out>() <= ALIGN,
                "states are aligned to 16"
            );
        }
        Kernel {
            item: size_of::<F::Item>(),
            align: align_of::<F::Item>(),
            acc: size_of::<F::Acc>(),
            chunk: reduce::chunk::<F::Item>(),
            exact: F::EXACT,
            unordered: F::UNORDERED,
            is_settled: if F::SETTLES { Some(is_settled::<F>) } else { None },
            out: F::Out::dtype,
            init: init::<F>,
            seed: seed::<F>,
            along: along::<F>,
            rows: rows::<F>,
            merge: merge::<F>,
            finish: finish::<F>,
            whole: whole::<F>,
        }
    }
}

impl Kernel {
    /// The loops of a reduction for integers of either sign, by the code for unsigned ones.
    pub const fn of_words<F, A: Word>() -> Kernel
    where
        F: Fold<Item = A::Bits, Out = A::Bits>,
        A::Bits: AnyBitPattern,
    {
        Kernel { out: A::dtype, ..Kernel::of::<F>() }
    }
}

unsafe fn init<F: Fold>(accs: *mut u8, n: usize) {
    for i in 0..n {
        // SAFETY: there is room for `n` states.
        unsafe { accs.cast::<F::Acc>().add(i).write(F::init()) };
    }
}

unsafe fn seed<F: Fold>(acc: *mut u8, value: *const u8) {
    // SAFETY: there is room for a state, and `value` is a value of the type of the results.
    unsafe { acc.cast::<F::Acc>().write(F::seed(value.cast::<F::Out>().read_unaligned())) };
}

unsafe fn along<F: Fold>(accs: *mut u8, tile: RawTile, at: usize) {
    // SAFETY: there is a state per row, and the rows are initialised, aligned items.
    unsafe {
        let accs = std::slice::from_raw_parts_mut(accs.cast::<F::Acc>(), tile.rows);
        reduce::along::<F>(accs, Tile::new(tile.first.cast(), tile.step, tile.rows, tile.columns), at);
    }
}

unsafe fn rows<F: Fold>(accs: *mut u8, tile: RawTile, at: usize) {
    // SAFETY: there is a state per column, and the rows are initialised, aligned items.
    unsafe {
        let accs = std::slice::from_raw_parts_mut(accs.cast::<F::Acc>(), tile.columns);
        reduce::rows::<F>(accs, Tile::new(tile.first.cast(), tile.step, tile.rows, tile.columns), at);
    }
}

unsafe fn is_settled<F: Fold>(acc: *const u8) -> bool {
    // SAFETY: a state.
    F::is_settled(unsafe { &*acc.cast::<F::Acc>() })
}

unsafe fn merge<F: Fold>(into: *mut u8, from: *const u8, n: usize) {
    // SAFETY: both are `n` states, and they are apart.
    unsafe {
        let into = std::slice::from_raw_parts_mut(into.cast::<F::Acc>(), n);
        reduce::merge::<F>(into, std::slice::from_raw_parts(from.cast::<F::Acc>(), n));
    }
}

unsafe fn finish<F: Fold>(accs: *const u8, out: *mut u8, n: usize, count: usize, extra: f64) {
    for i in 0..n {
        // SAFETY: there are `n` states, and room for as many results.
        unsafe {
            let acc = accs.cast::<F::Acc>().add(i).read();
            out.cast::<F::Out>().add(i).write_unaligned(F::finish(acc, count, extra));
        }
    }
}

unsafe fn whole<F: Fold>(x: *const u8, n: usize, out: *mut u8, extra: f64) {
    // SAFETY: `n` initialised, aligned items, and room for a result.
    unsafe {
        let acc = reduce::fold::<F>(std::slice::from_raw_parts(x.cast(), n));
        out.cast::<F::Out>().write_unaligned(F::finish(acc, n, extra));
    }
}

/// One row of a reduction's table: which items it takes, as what its loops see them, and what it gives.
pub struct Row {
    /// The type of the items.
    pub(super) takes: DType,
    /// The type the loops see, where the items are converted first.
    native: Option<DType>,
    /// The loops.
    pub(super) kernel: Kernel,
    /// The type of the result.
    pub(super) gives: DType,
    /// Whether items and results need no conversion.
    pub(super) is_direct: bool,
}

impl Row {
    /// A row whose loops see items of type `takes` as they are. They may do so as other items of the same size.
    pub const fn direct(takes: DType, kernel: Kernel, gives: DType) -> Row {
        Row { takes, native: None, kernel, gives, is_direct: true }
    }

    /// A row whose items, or results, are converted.
    pub const fn converted(takes: DType, native: DType, kernel: Kernel, gives: DType) -> Row {
        Row { takes, native: Some(native), kernel, gives, is_direct: false }
    }

    /// The type of the results.
    pub fn gives(&self) -> &DType {
        &self.gives
    }

    /// The type of the items.
    pub fn takes(&self) -> &DType {
        &self.takes
    }

    /// The type the loops see.
    pub fn native(&self) -> &DType {
        self.native.as_ref().unwrap_or(&self.takes)
    }
}
