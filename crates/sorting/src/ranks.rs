//! Ranks: columns of numbers that together have the order of what they stand for, the deciding column first.
//!
//! Complex numbers, structs, texts, dates and the keys of `lexsort` are sorted by them.

use std::ops::Range;

use numoxide_core::buffer::vector;
use numoxide_core::{AnyView, DType, Error, Order, Result, c64, c128, with_scalar};
use numoxide_simd::sort::{self, Item};

use crate::order::{Sortable, no_order};
use crate::threads::{self, out_of_memory};

/// Columns of ranks.
pub(crate) type Ranks = Vec<Vec<u64>>;

/// A complex number as numbers of its order: those without NaN, those whose imaginary part is NaN, those whose real
/// part is, and those of both.
pub(crate) trait ComplexRank: Copy {
    /// How many numbers decide.
    const WORDS: usize;
    /// The numbers.
    fn words(self) -> [u64; 2];
}

impl ComplexRank for c64 {
    const WORDS: usize = 1;
    #[inline(always)]
    fn words(self) -> [u64; 2] {
        let (high, low) =
            classed(self.re.is_nan(), self.im.is_nan(), Item::rank(self.re), Item::rank(self.im));
        [high << 32 | low & u64::from(u32::MAX), 0]
    }
}

impl ComplexRank for c128 {
    const WORDS: usize = 2;
    #[inline(always)]
    fn words(self) -> [u64; 2] {
        let (high, low) =
            classed(self.re.is_nan(), self.im.is_nan(), Item::rank(self.re), Item::rank(self.im));
        [high, low]
    }
}

/// The ranks of the parts, above which three numbers are free for the classes with NaN.
#[inline(always)]
fn classed(re_nan: bool, im_nan: bool, re: u64, im: u64) -> (u64, u64) {
    match (re_nan, im_nan) {
        (false, false) => (re, im),
        (false, true) => (u64::MAX - 2, re),
        (true, false) => (u64::MAX - 1, im),
        (true, true) => (u64::MAX, 0),
    }
}

/// One rank of each item.
pub(crate) fn column<T: Copy>(items: &[T], rank: impl Fn(T) -> u64) -> Result<Vec<u64>> {
    let mut column = vector(items.len())?;
    column.extend(items.iter().map(|&item| rank(item)));
    Ok(column)
}

/// The ranks of the items in row-major order. Fields named in `order` decide first.
pub(crate) fn of_any(op: &'static str, items: &AnyView<'_>, order: &[&str]) -> Result<Ranks> {
    with_scalar!(items.dtype(), T => {
        let copy = items.copy(Order::C)?.downcast::<T>()?;
        T::ranks(copy.as_slice().expect("a row-major copy"))
    }, else of_structured(op, items, order))
}

fn of_structured(op: &'static str, items: &AnyView<'_>, order: &[&str]) -> Result<Ranks> {
    match items.dtype() {
        DType::Struct(fields) => {
            let names = fields.fields().iter().map(|field| field.name.as_str());
            let rest = names.filter(|name| !order.contains(name));
            let mut ranks = Vec::new();
            for name in order.iter().copied().chain(rest) {
                ranks.extend(of_field(op, items, name)?);
            }
            Ok(ranks)
        }
        DType::DateTime(_) | DType::TimeDelta(_) => Ok(vec![of_times(items)?]),
        DType::Bytes(len) | DType::Void(len) => words(&items.tobytes(Order::C)?, *len, |bytes| {
            bytes.iter().enumerate().fold(0, |word, (i, &byte)| word | u64::from(byte) << (56 - 8 * i))
        }),
        DType::Str(len) => words(&items.tobytes(Order::C)?, 4 * len, |bytes| {
            let (chars, _) = bytes.as_chunks::<4>();
            let char_at = |i: usize| chars.get(i).map_or(0, |&char| u64::from(u32::from_ne_bytes(char)));
            char_at(0) << 32 | char_at(1)
        }),
        other => Err(no_order(op, other)),
    }
}

/// The ranks of dates or durations, `NaT` last.
pub(crate) fn of_times(items: &AnyView<'_>) -> Result<Vec<u64>> {
    let counts = items.view_as(DType::I64)?.copy(Order::C)?.downcast::<i64>()?;
    // The smallest integer, which `NaT` is, wraps around to the largest.
    column(counts.as_slice().expect("a row-major copy"), |count| Item::rank(count).wrapping_sub(1))
}

/// The ranks of a field, each item of a small array in it a field of its own.
fn of_field(op: &'static str, items: &AnyView<'_>, name: &str) -> Result<Ranks> {
    let field = items.field(name)?;
    if field.ndim() == items.ndim() {
        return of_any(op, &field, &[]);
    }
    let flat = field.copy(Order::C)?;
    let count = field.shape()[items.ndim()..].iter().product::<usize>();
    let flat = flat.reshape([items.len(), count])?;
    let mut ranks = Vec::new();
    for at in 0..count {
        ranks.extend(of_any(op, &flat.view().slice(numoxide_core::s![.., at])?, &[])?);
    }
    Ok(ranks)
}

/// Bytes that make one rank.
const WORD: usize = 8;

/// The ranks of items of `len` bytes.
fn words(bytes: &[u8], len: usize, word: impl Fn(&[u8]) -> u64) -> Result<Ranks> {
    (0..len.div_ceil(WORD))
        .map(|at| {
            let mut column = vector(bytes.len() / len.max(1))?;
            let part = at * WORD..len.min((at + 1) * WORD);
            column.extend(bytes.chunks_exact(len).map(|item| word(&item[part.clone()])));
            Ok(column)
        })
        .collect()
}

/// The places of the items of `range` in sorted order, counted from its start; those of equal items rise.
pub(crate) fn argsort(ranks: &Ranks, range: Range<usize>, places: &mut [i64]) -> Result<()> {
    let n = range.len();
    let columns: Vec<&[u64]> = ranks.iter().map(|column| &column[range.clone()]).collect();
    let Some(first) = columns.first() else {
        places.iter_mut().enumerate().for_each(|(i, place)| *place = i as i64);
        return Ok(());
    };
    u64::argsort(first, places, threads::join_pieces()).map_err(|_| out_of_memory::<u64>(n))?;
    for (at, next) in columns.iter().enumerate().skip(1) {
        let decided = &columns[..at];
        let same = |a: i64, b: i64| decided.iter().all(|column| column[a as usize] == column[b as usize]);
        sort::refine(places, same, |place| next[place as usize]).map_err(|_| out_of_memory::<u64>(n))?;
    }
    Ok(())
}

/// Whether the fields that shall decide first are there, each once.
pub(crate) fn check_order(op: &'static str, dtype: &DType, order: &[&str]) -> Result<()> {
    let has = |name: &str| matches!(dtype, DType::Struct(fields) if fields.field(name).is_some());
    for (i, name) in order.iter().enumerate() {
        if !has(name) {
            return Err(Error::value(op, format!("no field {name:?} to sort by")));
        }
        if order[..i].contains(name) {
            return Err(Error::value(op, format!("field {name:?} is named twice")));
        }
    }
    Ok(())
}
