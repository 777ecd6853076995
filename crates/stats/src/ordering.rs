//! What the order of items tells: `rankdata` and `mode`.

use numoxide_core::{Array, ArrayView, AsView, Error, Result};

use crate::lines::{Along, Lines, along_options, flat, map_lines, shaped};
use crate::sample::Sample;

/// The ranks of items that are equal. SciPy: `method`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ties {
    /// The mean of the ranks they would have.
    #[default]
    Average,
    /// The least of the ranks they would have.
    Min,
    /// The greatest of the ranks they would have.
    Max,
    /// The same, and the next item has the next rank.
    Dense,
    /// Each its own, in the order of their places.
    Ordinal,
}

/// The ranks of all items, from 1 on; equal ones have the mean of theirs. SciPy: `stats.rankdata`.
///
/// A NaN makes all ranks NaN.
///
/// # Errors
/// [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_stats::{Ties, rankdata};
///
/// assert_eq!(rankdata([0, 2, 3, 2])?.to_vec(), [1.0, 2.5, 4.0, 2.5]);
/// assert_eq!(rankdata::with(&[0, 2, 3, 2]).ties(Ties::Dense).run()?.to_vec(), [1.0, 2.0, 3.0, 2.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn rankdata<T: Sample>(a: impl AsView<T>) -> Result<Array<f64>> {
    rankdata::with(&a).run()
}

/// [`rankdata`](fn@rankdata) with keywords.
pub mod rankdata {
    use super::*;

    /// A call with keyword arguments.
    pub fn with<T: Sample>(a: &(impl AsView<T> + ?Sized)) -> RankData<'_, T> {
        RankData { a: a.as_view(), axis: None, ties: Ties::Average }
    }

    /// The keyword arguments of `rankdata`.
    #[must_use = "a call does nothing before `run`"]
    pub struct RankData<'a, T> {
        a: ArrayView<'a, T>,
        axis: Option<isize>,
        ties: Ties,
    }

    impl<T: Sample> RankData<'_, T> {
        /// The axis to rank along; all items, as one line, if `None`.
        pub fn axis(self, axis: impl Into<Option<isize>>) -> Self {
            RankData { axis: axis.into(), ..self }
        }

        /// The ranks of equal items.
        pub fn ties(self, ties: Ties) -> Self {
            RankData { ties, ..self }
        }

        /// The ranks.
        ///
        /// # Errors
        /// [`Error::Axis`] if there is no such axis, [`Error::OutOfMemory`].
        pub fn run(self) -> Result<Array<f64>> {
            let RankData { a, axis, ties } = self;
            let work = |line: &[T], ranks: &mut [f64]| rank(line, ties, ranks);
            match axis {
                Some(axis) => map_lines("rankdata", &a, axis, work),
                None => map_lines("rankdata", &ArrayView::from_slice(&flat(&a)?), 0, work),
            }
        }
    }
}

/// The runs of equal items in an order.
fn runs<'a, T: Sample>(items: &'a [T], order: &'a [i64]) -> impl Iterator<Item = &'a [i64]> {
    order.chunk_by(|&a, &b| !items[a as usize].before(items[b as usize]))
}

fn rank<T: Sample>(items: &[T], ties: Ties, ranks: &mut [f64]) -> Result<()> {
    if items.iter().any(|item| item.is_nan()) {
        ranks.fill(f64::NAN);
        return Ok(());
    }
    let mut order = vec![0; items.len()];
    T::argsort_line(items, &mut order)?;
    let mut before = 0;
    for (number, run) in runs(items, &order).enumerate() {
        let (first, last) = (before + 1, before + run.len());
        for (k, &place) in run.iter().enumerate() {
            ranks[place as usize] = match ties {
                Ties::Average => (first + last) as f64 / 2.0,
                Ties::Min => first as f64,
                Ties::Max => last as f64,
                Ties::Dense => (number + 1) as f64,
                Ties::Ordinal => (first + k) as f64,
            };
        }
        before = last;
    }
    Ok(())
}

/// The most frequent items, and how often they occur.
#[derive(Clone, Debug)]
pub struct Modes<T: 'static> {
    /// The most frequent item; of several, the least.
    pub values: Array<T>,
    /// How often it occurs.
    pub counts: Array<i64>,
}

/// The most frequent item of all; of several, the least. SciPy: `stats.mode`.
///
/// # Errors
/// [`Error::EmptyReduction`] if there are no items.
///
/// ```
/// use numoxide_stats::mode;
///
/// let found = mode([3, 1, 3, 1, 7])?;
/// assert_eq!((found.values.to_vec(), found.counts.to_vec()), (vec![1], vec![2]));
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn mode<T: Sample>(a: impl AsView<T>) -> Result<Modes<T>> {
    mode::with(&a).run()
}

/// [`mode`](fn@mode) with keywords.
pub mod mode {
    use super::*;

    /// A call with keyword arguments.
    pub fn with<T: Sample>(a: &(impl AsView<T> + ?Sized)) -> Mode<'_, T> {
        Mode { a: a.as_view(), along: Along::default() }
    }

    /// The keyword arguments of `mode`.
    #[must_use = "a call does nothing before `run`"]
    pub struct Mode<'a, T> {
        a: ArrayView<'a, T>,
        along: Along,
    }

    impl<T: Sample> Mode<'_, T> {
        along_options!();

        /// The most frequent items.
        ///
        /// # Errors
        /// [`Error::EmptyReduction`] if there are no items, [`Error::Axis`] if there is no such axis.
        pub fn run(self) -> Result<Modes<T>> {
            const OP: &str = "mode";
            let lines = Lines::of(OP, &self.a, &self.along)?;
            let (mut values, mut counts) = (Vec::new(), Vec::new());
            let mut order = vec![0; lines.len];
            for line in lines.iter() {
                T::argsort_line(line, &mut order)?;
                // The first of the longest runs.
                let longest =
                    runs(line, &order).reduce(|best, run| if run.len() > best.len() { run } else { best });
                let longest = longest.ok_or(Error::EmptyReduction { op: OP })?;
                values.push(line[longest[0] as usize]);
                counts.push(longest.len() as i64);
            }
            Ok(Modes { values: shaped(&lines.shape, values)?, counts: shaped(&lines.shape, counts)? })
        }
    }
}
