//! Statistics of windows that move along an axis.
//!
//! Sums, moments and extremes of windows are joined of two pieces, as van Herk and Gil and Werman do: the line is cut into blocks
//! of the window's length; a window is the end of one block and the beginning of the next, whose statistics have been gathered from
//! the cut on. So each item is joined three times, whatever the length of the window, nothing is ever subtracted, and a NaN is
//! seen by those windows alone that it is in.

use numoxide_core::buffer::vector;
use numoxide_core::{Array, ArrayView, AsView, Error, Result, Scalar};

use crate::lines::{PIECE, for_results, map_lines_to};
use crate::moments::{Moments, joined};
use crate::sample::{RealSample, Sample, nan};

const OP: &str = "rolling";

/// The windows of so many items along the last axis, as many as fit.
///
/// ```
/// use numoxide_stats::rolling;
///
/// let a = [1.0, 3.0, 2.0, 6.0, 4.0];
/// assert_eq!(rolling(&a, 3).mean()?.to_vec(), [2.0, 11.0 / 3.0, 4.0]);
/// assert_eq!(rolling(&a, 3).max()?.to_vec(), [3.0, 6.0, 6.0]);
/// assert_eq!(rolling(&a, 3).median()?.to_vec(), [2.0, 3.0, 4.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn rolling<T: RealSample>(a: &(impl AsView<T> + ?Sized), window: usize) -> Rolling<'_, T> {
    Rolling { a: a.as_view(), window, axis: -1 }
}

/// Windows that move along an axis; a method for each statistic of them.
#[must_use = "windows are nothing without a statistic"]
pub struct Rolling<'a, T> {
    a: ArrayView<'a, T>,
    window: usize,
    axis: isize,
}

impl<T: RealSample> Rolling<'_, T> {
    /// The axis that the windows move along.
    pub fn axis(self, axis: isize) -> Self {
        Rolling { axis, ..self }
    }

    /// One result for each window of each line.
    ///
    /// Lines are worked on in pieces that begin at multiples of the window, as its blocks do.
    fn results<U: Scalar>(&self, work: impl Fn(&[T], &mut [U]) -> Result<()> + Sync) -> Result<Array<U>> {
        let window = self.window;
        if window == 0 {
            return Err(Error::value(OP, "a window has at least one item"));
        }
        let piece = window * PIECE.div_ceil(window);
        map_lines_to(
            OP,
            &self.a,
            self.axis,
            |len| (len + 1).saturating_sub(window),
            |line: &[T], results: &mut [U]| {
                for_results(results, piece, |start, results| {
                    work(&line[start..start + results.len() + window - 1], results)
                })
            },
        )
    }

    /// The statistics that are joined of pieces.
    fn joined<S: Copy, U: Scalar>(
        &self,
        of: impl Fn(T) -> S + Sync,
        join: impl Fn(S, S) -> S + Sync,
        result: impl Fn(S) -> U + Sync,
    ) -> Result<Array<U>> {
        self.results(|line: &[T], results: &mut [U]| herk(line, self.window, &of, &join, &result, results))
    }

    /// The sums of the windows.
    ///
    /// # Errors
    /// [`Error::Value`] for windows without items, [`Error::Axis`] if there is no such axis, [`Error::OutOfMemory`].
    pub fn sum(&self) -> Result<Array<T::Mean>> {
        self.joined(|x| x.exact(), |a, b| a + b, T::rounded)
    }

    /// The means of the windows.
    ///
    /// # Errors
    /// As [`sum`](Self::sum).
    pub fn mean(&self) -> Result<Array<T::Mean>> {
        let window = self.window as f64;
        self.joined(|x| x.exact(), |a, b| a + b, |sum| T::rounded(sum / window))
    }

    /// The variances of the windows, with so many degrees of freedom lost.
    ///
    /// # Errors
    /// As [`sum`](Self::sum).
    pub fn var(&self, ddof: f64) -> Result<Array<T::Mean>> {
        self.moments(|moments| moments.var(ddof))
    }

    /// The standard deviations of the windows, with so many degrees of freedom lost.
    ///
    /// # Errors
    /// As [`sum`](Self::sum).
    pub fn std(&self, ddof: f64) -> Result<Array<T::Mean>> {
        self.moments(|moments| moments.std(ddof))
    }

    /// Whatever the moments of the windows give.
    ///
    /// # Errors
    /// As [`sum`](Self::sum).
    pub fn moments(&self, of: impl Fn(&Moments) -> f64 + Sync) -> Result<Array<T::Mean>> {
        self.results(|line: &[T], results: &mut [T::Mean]| {
            // Around an item of the piece, so that means far from zero leave the deviations their digits.
            let center = line.iter().map(|x| x.exact()).find(|x| x.is_finite()).unwrap_or(0.0);
            let one = |x: T| Moments::of_one(x.exact(), 1.0).moved(-center);
            let result = |moments: Moments| T::rounded(of(&moments.moved(center)));
            herk(line, self.window, one, joined, result, results)
        })
    }

    /// The least items of the windows; NaN if there is one.
    ///
    /// # Errors
    /// As [`sum`](Self::sum).
    pub fn min(&self) -> Result<Array<T>> {
        self.joined(|x| x, |a, b| if a.is_nan() || (a.before(b) && !b.is_nan()) { a } else { b }, |x| x)
    }

    /// The greatest items of the windows; NaN if there is one.
    ///
    /// # Errors
    /// As [`sum`](Self::sum).
    pub fn max(&self) -> Result<Array<T>> {
        // NaN comes last.
        self.joined(|x| x, |a, b| if a.before(b) { b } else { a }, |x| x)
    }

    /// The medians of the windows; NaN if there is one.
    ///
    /// # Errors
    /// As [`sum`](Self::sum).
    pub fn median(&self) -> Result<Array<T::Mean>> {
        self.results(|line: &[T], results: &mut [T::Mean]| {
            // So many windows at a time as they have items: two windows' items are ranked together.
            for (k, results) in results.chunks_mut(self.window).enumerate() {
                let start = k * self.window;
                let items = &line[start..start + self.window + results.len() - 1];
                medians(items, self.window, results)?;
            }
            Ok(())
        })
    }
}

/// The statistics of all windows of a line.
fn herk<T: Copy, S: Copy, U>(
    line: &[T],
    window: usize,
    of: impl Fn(T) -> S,
    join: impl Fn(S, S) -> S,
    result: impl Fn(S) -> U,
    results: &mut [U],
) -> Result<()> {
    // From each item of a block to its end.
    let mut ends: Vec<S> = vector(window)?;
    for (block, results) in results.chunks_mut(window).enumerate() {
        let start = block * window;
        let items = &line[start..start + window];
        ends.clear();
        for &item in items.iter().rev() {
            ends.push(ends.last().map_or(of(item), |&end| join(of(item), end)));
        }
        let mut beginning: Option<S> = None;
        for (k, place) in results.iter_mut().enumerate() {
            let end = ends[window - 1 - k];
            *place = result(beginning.map_or(end, |beginning| join(end, beginning)));
            if let Some(&next) = line.get(start + window + k) {
                beginning = Some(beginning.map_or(of(next), |beginning| join(beginning, of(next))));
            }
        }
    }
    Ok(())
}

/// Which ranks are in the window, as a tree of counts (Fenwick's).
struct Ranks {
    counts: Vec<u32>,
}

impl Ranks {
    fn new(len: usize) -> Self {
        Ranks { counts: vec![0; len.next_power_of_two() + 1] }
    }

    /// Puts a rank in, or takes it out.
    fn change(&mut self, rank: usize, put: bool) {
        let mut node = rank + 1;
        while node < self.counts.len() {
            self.counts[node] = if put { self.counts[node] + 1 } else { self.counts[node] - 1 };
            node += node & node.wrapping_neg();
        }
    }

    /// The rank that so many others in the window are below.
    fn find(&self, mut below: u32) -> usize {
        let (mut node, mut step) = (0, self.counts.len() - 1);
        while step > 0 {
            let next = node + step;
            if next < self.counts.len() && self.counts[next] <= below {
                below -= self.counts[next];
                node = next;
            }
            step /= 2;
        }
        node
    }
}

/// The medians of all windows of some items, by the ranks of the items.
fn medians<T: Sample>(items: &[T], window: usize, results: &mut [T::Mean]) -> Result<()> {
    let mut order = vec![0; items.len()];
    T::argsort_line(items, &mut order)?;
    let mut ranks = vec![0; items.len()];
    order.iter().enumerate().for_each(|(rank, &place)| ranks[place as usize] = rank);
    let mut inside = Ranks::new(items.len());
    let mut nans = 0;
    let mut change = |inside: &mut Ranks, place: usize, put: bool| {
        inside.change(ranks[place], put);
        if items[place].is_nan() {
            nans += if put { 1 } else { -1 };
        }
        nans
    };
    let mut found = (0..window).map(|place| change(&mut inside, place, true)).last().unwrap_or(0);
    let (low, high) = ((window - 1) / 2, window / 2);
    for (k, result) in results.iter_mut().enumerate() {
        if k > 0 {
            change(&mut inside, k - 1, false);
            found = change(&mut inside, k + window - 1, true);
        }
        let item = |below: usize| items[order[inside.find(below as u32)] as usize].exact();
        *result = match found {
            0 if low == high => T::rounded(item(low)),
            0 => T::rounded(crate::sample::Exact::scaled(item(low) + item(high), 0.5)),
            _ => nan::<T>(),
        };
    }
    Ok(())
}
