//! `bincount`: how often each number occurs.

use numoxide_core::buffer::filled;
use numoxide_core::{AnyArray, Array, AsView, Casting, DType, Error, Integer, Result};
use numoxide_simd::{Isa, Kernel, dispatch};
use numoxide_sorting::map_pieces;

use crate::lines::one_axis;
use crate::sample::no_sample;

const OP: &str = "bincount";

/// Numbers that are looked through and counted at once.
const BLOCK: usize = 1 << 13;

/// An integer that can be a place in a table.
pub trait Countable: Integer {
    /// The place, if the number is not negative.
    #[doc(hidden)]
    fn place(self) -> usize;
}

macro_rules! countable {
    ($($ty:ty)*) => {$(
        impl Countable for $ty {
            #[inline(always)]
            fn place(self) -> usize {
                self as usize
            }
        }
    )*};
}
countable!(i8 i16 i32 i64 u8 u16 u32 u64);

/// How often each number from 0 to the largest occurs. NumPy: `bincount`.
///
/// # Errors
/// [`Error::Value`] if a number is negative, [`Error::Rank`] if there is not one axis, [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_stats::bincount;
///
/// assert_eq!(bincount([0, 1, 1, 3, 2, 1, 7])?.to_vec(), [1, 3, 1, 1, 0, 0, 0, 1]);
/// assert_eq!(bincount::with_minlength([1, 1], 4)?.to_vec(), [0, 2, 0, 0]);
/// assert_eq!(bincount::weighted([0, 1, 1], [0.5, 0.25, 1.0], 0)?.to_vec(), [0.5, 1.25]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn bincount<T: Countable>(x: impl AsView<T>) -> Result<Array<i64>> {
    bincount::with_minlength(x, 0)
}

/// Runs `$body` with `$ty` standing for the type behind a dtype of integers.
macro_rules! with_integers {
    ($dtype:expr, $ty:ident => $body:expr) => {
        with_integers!(@ $dtype, $ty => $body, I8 i8 I16 i16 I32 i32 I64 i64 U8 u8 U16 u16 U32 u32 U64 u64)
    };
    (@ $dtype:expr, $ty:ident => $body:expr, $($variant:ident $integer:ident)*) => {
        match $dtype {
            $(DType::$variant => {
                type $ty = $integer;
                $body
            })*
            other => Err(no_sample(OP, other)),
        }
    };
}

/// [`bincount`](fn@bincount) with keywords and for run-time types.
pub mod bincount {
    use super::*;

    /// The counts of at least `minlength` numbers.
    ///
    /// # Errors
    /// As [`bincount`](fn@super::bincount).
    pub fn with_minlength<T: Countable>(x: impl AsView<T>, minlength: usize) -> Result<Array<i64>> {
        Array::from_vec(counted(&one_axis(OP, &x.as_view())?, minlength)?)
    }

    /// The sums of the weights of each number, of at least `minlength` numbers.
    ///
    /// # Errors
    /// As [`bincount`](fn@super::bincount); [`Error::Shape`] if there is not one weight for each number.
    pub fn weighted<T: Countable>(
        x: impl AsView<T>,
        weights: impl AsView<f64>,
        minlength: usize,
    ) -> Result<Array<f64>> {
        let (x, weights) = (x.as_view(), weights.as_view());
        if x.shape() != weights.shape() {
            let (expected, found) = (x.shape().to_vec(), weights.shape().to_vec());
            return Err(Error::Shape { op: OP, expected, found });
        }
        Array::from_vec(weighed(&one_axis(OP, &x)?, &one_axis(OP, &weights)?, minlength)?)
    }

    /// The counts of numbers whose type is known at run time: integers or truth values.
    ///
    /// # Errors
    /// As [`bincount`](fn@super::bincount); [`Error::DType`] for types that are no integers.
    pub fn any(x: &AnyArray, minlength: usize) -> Result<Array<i64>> {
        let x = integers(x)?;
        with_integers!(x.dtype(), T => with_minlength(&x.downcast::<T>()?, minlength))
    }

    /// The sums of the weights of numbers whose types are known at run time: integers or truth values, weights of real numbers.
    /// The sums are `f64`, except that there are but counts of no numbers, whatever their weights, as in NumPy.
    ///
    /// # Errors
    /// As [`weighted`]; [`Error::DType`] for numbers that are no integers, [`Error::Cast`] for weights that are complex.
    pub fn any_weighted(x: &AnyArray, weights: &AnyArray, minlength: usize) -> Result<AnyArray> {
        if x.is_empty() {
            return any(x, minlength).map(AnyArray::from);
        }
        let x = integers(x)?;
        let weights = weights.astype_with(DType::F64, Casting::SameKind)?;
        with_integers!(x.dtype(), T => {
            weighted(&x.downcast::<T>()?, &weights.downcast::<f64>()?, minlength).map(AnyArray::from)
        })
    }

    /// The numbers, as integers if they are truth values.
    fn integers(x: &AnyArray) -> Result<AnyArray> {
        if x.dtype() == &DType::Bool { x.astype(DType::U8) } else { Ok(x.clone()) }
    }
}

/// A table of at least `minlength` places, and of all that the numbers name: `add` adds a block of numbers, which begins at a
/// place among them, while it is in the cache. `None` if that would be more than `most` places.
fn gathered<T: Countable, C: Clone>(
    numbers: &[T],
    (minlength, most): (usize, usize),
    zero: C,
    mut add: impl FnMut(&mut [C], usize, &[T]),
) -> Result<Option<Vec<C>>> {
    let mut table = filled(zero.clone(), minlength)?;
    for (k, block) in numbers.chunks(BLOCK).enumerate() {
        let (least, largest) = dispatch(Extremes(block));
        if least < T::ZERO {
            return Err(Error::value(OP, "the numbers must not be negative"));
        }
        if largest.place() >= most {
            return Ok(None);
        }
        reach(&mut table, largest.place(), zero.clone())?;
        add(&mut table, k * BLOCK, block);
    }
    Ok(Some(table))
}

/// [`gathered`] of any number of places.
fn gathered_all<T: Countable, C: Clone>(
    numbers: &[T],
    minlength: usize,
    zero: C,
    add: impl FnMut(&mut [C], usize, &[T]),
) -> Result<Vec<C>> {
    Ok(gathered(numbers, (minlength, usize::MAX), zero, add)?.unwrap_or_default())
}

/// Makes place `place` of a table exist.
fn reach<C: Clone>(table: &mut Vec<C>, place: usize, zero: C) -> Result<()> {
    if place < table.len() {
        return Ok(());
    }
    let len = place.checked_add(1).ok_or_else(|| Error::size(OP, "the largest number"))?;
    let more = len - table.len();
    table.try_reserve(more).map_err(|_| Error::OutOfMemory { bytes: len.saturating_mul(size_of::<C>()) })?;
    table.resize(len, zero);
    Ok(())
}

/// The least and the largest of some numbers, and zero.
struct Extremes<'a, T>(&'a [T]);

impl<T: Countable> Kernel for Extremes<'_, T> {
    type Output = (T, T);

    #[inline(always)]
    fn run<I: Isa>(self) -> (T, T) {
        const LANES: usize = 32;
        let (mut least, mut most) = ([T::ZERO; LANES], [T::ZERO; LANES]);
        let mut fold = |numbers: &[T]| {
            for (lane, &number) in numbers.iter().enumerate() {
                least[lane] = if number < least[lane] { number } else { least[lane] };
                most[lane] = if number > most[lane] { number } else { most[lane] };
            }
        };
        let (blocks, rest) = self.0.as_chunks::<LANES>();
        blocks.iter().for_each(|block| fold(block));
        fold(rest);
        let smaller = |a: T, b: T| if b < a { b } else { a };
        let larger = |a: T, b: T| if b > a { b } else { a };
        (least.into_iter().fold(T::ZERO, smaller), most.into_iter().fold(T::ZERO, larger))
    }
}

/// Few numbers, in one table.
fn few_counted<T: Countable>(numbers: &[T], minlength: usize) -> Result<Vec<i64>> {
    gathered_all(numbers, minlength, 0, |counts, _, block| {
        block.iter().for_each(|number| counts[number.place()] += 1);
    })
}

/// Numbers from which on a thread of its own is worth a table of its own.
const PIECE: usize = 1 << 17;

/// Numbers of a thread for each place of its table at least.
const SHARE: usize = 8;

fn counted<T: Countable>(numbers: &[T], minlength: usize) -> Result<Vec<i64>> {
    if numbers.len() <= BLOCK {
        return few_counted(numbers, minlength);
    }
    // Tables of threads are added, so they must be short.
    let parts = map_pieces(numbers, PIECE, |piece| {
        let most = if piece.len() == numbers.len() { usize::MAX } else { piece.len() / SHARE };
        many_counted(piece, most)
    })?;
    let mut counts = match parts.into_iter().collect::<Option<Vec<_>>>() {
        Some(parts) => summed(parts)?,
        None => many_counted(numbers, usize::MAX)?.unwrap_or_default(),
    };
    if let Some(last) = minlength.checked_sub(1) {
        reach(&mut counts, last, 0)?;
    }
    Ok(counts)
}

/// One table of counts, of which the even and the odd places of the numbers have each their own, so that equal neighbours do
/// not wait for each other. `None` if there would be more than `most`.
fn many_counted<T: Countable>(numbers: &[T], most: usize) -> Result<Option<Vec<i64>>> {
    let tables = gathered(numbers, (0, most), [0i64; 2], |tables, _, block| {
        let (pairs, last) = block.as_chunks::<2>();
        for [even, odd] in pairs {
            tables[even.place()][0] += 1;
            tables[odd.place()][1] += 1;
        }
        last.iter().for_each(|number| tables[number.place()][0] += 1);
    })?;
    Ok(tables.map(|tables| tables.into_iter().map(|[even, odd]| even + odd).collect()))
}

/// The sums of tables of any lengths.
fn summed(tables: Vec<Vec<i64>>) -> Result<Vec<i64>> {
    let mut tables = tables.into_iter();
    let mut sums = tables.next().unwrap_or_default();
    for table in tables {
        if let Some(last) = table.len().checked_sub(1) {
            reach(&mut sums, last, 0)?;
        }
        sums.iter_mut().zip(table).for_each(|(sum, count)| *sum += count);
    }
    Ok(sums)
}

fn weighed<T: Countable>(numbers: &[T], weights: &[f64], minlength: usize) -> Result<Vec<f64>> {
    gathered_all(numbers, minlength, 0.0, |sums, at, block| {
        for (number, weight) in block.iter().zip(&weights[at..]) {
            sums[number.place()] += weight;
        }
    })
}
