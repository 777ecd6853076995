//! Quantiles of lines: by selection, not by sorting.

use numoxide_core::buffer::vector;
use numoxide_core::{Error, Result};

use super::method::{Method, Spot};
use crate::lines::Lines;
use crate::sample::{Exact, Sample, nan};

/// What is done with NaN.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Nans {
    /// They make the result NaN.
    Spread,
    /// They are left out.
    Skip,
}

/// The places among `n` sorted items, each once and rising.
fn places(spots: &[Spot]) -> Vec<usize> {
    let mut places: Vec<usize> = spots.iter().flat_map(|spot| [spot.lower, spot.upper]).collect();
    places.sort_unstable();
    places.dedup();
    places
}

/// A line in memory of its own, where it may be changed.
pub(super) struct Scratch<T> {
    items: Vec<T>,
}

impl<T: Sample> Scratch<T> {
    pub fn new(len: usize) -> Result<Self> {
        Ok(Scratch { items: vector(len)? })
    }

    /// The items of a line, without NaN if they are skipped; `None` if there is a NaN that spreads.
    pub fn take(&mut self, line: &[T], nans: Nans) -> Option<&mut [T]> {
        self.items.clear();
        match nans {
            Nans::Spread => {
                // In blocks, which are looked through while they are in the cache.
                for block in line.chunks(4096) {
                    if has_nan(block) {
                        return None;
                    }
                    self.items.extend_from_slice(block);
                }
            }
            Nans::Skip => self.items.extend(line.iter().copied().filter(|item| !item.is_nan())),
        }
        Some(&mut self.items)
    }
}

/// Whether there is a NaN; without branches, so that it is done in vectors.
fn has_nan<T: Sample>(items: &[T]) -> bool {
    items.iter().fold(false, |found, item| found | item.is_nan())
}

/// The quantiles `qs` of each line, one after the other for each `q`.
pub(super) fn quantiles<T: Sample>(
    lines: &Lines<'_, T>,
    qs: &[f64],
    method: Method,
    nans: Nans,
) -> Result<Vec<T::Mean>> {
    let count = lines.shape.iter().product::<usize>();
    let mut results = vector(count * qs.len())?;
    results.resize(count * qs.len(), nan::<T>());
    let mut scratch = Scratch::new(lines.len)?;
    let mut spots = Vec::new();
    for (k, line) in lines.iter().enumerate() {
        let Some(items) = scratch.take(line, nans) else { continue };
        if items.is_empty() {
            continue;
        }
        spots.clear();
        spots.extend(qs.iter().map(|&q| method.spot(items.len(), q)));
        T::partition_line(items, &places(&spots))?;
        for (place, spot) in spots.iter().enumerate() {
            results[place * count + k] = T::rounded(spot.value(items));
        }
    }
    Ok(results)
}

impl Spot {
    /// The value at a spot of a line in which its neighbours are where sorting would put them.
    fn value<T: Sample>(&self, items: &[T]) -> T::Exact {
        let (lower, upper) = (items[self.lower].exact(), items[self.upper].exact());
        let Some(share) = self.share else { return lower };
        let difference = upper - lower;
        if share >= 0.5 { upper - difference.scaled(1.0 - share) } else { lower + difference.scaled(share) }
    }
}

/// The medians of lines; of none, NaN.
pub(super) fn medians<T: Sample>(lines: &Lines<'_, T>, nans: Nans) -> Result<Vec<T::Mean>> {
    let mut scratch = Scratch::new(lines.len)?;
    let mut results = vector(lines.shape.iter().product())?;
    for line in lines.iter() {
        let median = match scratch.take(line, nans) {
            Some(items) if !items.is_empty() => median::<T>(items)?,
            Some(_) => nan::<T>(),
            None => last::<T>(line),
        };
        results.push(median);
    }
    Ok(results)
}

/// The item that sorting would put last: the NaN that spreads.
#[cold]
fn last<T: Sample>(line: &[T]) -> T::Mean {
    T::rounded(line.iter().fold(line[0], |last, &item| if last.before(item) { item } else { last }).exact())
}

/// The median of some items, which are moved about.
fn median<T: Sample>(items: &mut [T]) -> Result<T::Mean> {
    let middle = items.len() / 2;
    if items.len() % 2 == 1 {
        T::partition_line(items, &[middle])?;
        return Ok(T::rounded(items[middle].exact()));
    }
    T::partition_line(items, &[middle - 1, middle])?;
    Ok(T::rounded((items[middle - 1].exact() + items[middle].exact()).scaled(0.5)))
}

/// The weighted quantiles of each line: the items at which the sum of weights so far reaches the share.
pub(super) fn weighted<T: Sample>(
    lines: &Lines<'_, T>,
    weights: &Lines<'_, f64>,
    qs: &[f64],
    nans: Nans,
) -> Result<Vec<T::Mean>> {
    let count = lines.shape.iter().product::<usize>();
    let mut results = vec![nan::<T>(); count * qs.len()];
    for (k, (line, weights)) in lines.iter().zip(weights.iter()).enumerate() {
        let kept: Vec<usize> =
            (0..line.len()).filter(|&i| nans == Nans::Spread || !line[i].is_nan()).collect();
        let items: Vec<T> = kept.iter().map(|&i| line[i]).collect();
        if items.is_empty() {
            continue;
        }
        let mut order = vec![0; items.len()];
        T::argsort_line(&items, &mut order)?;
        let sums = shares(order.iter().map(|&place| weights[kept[place as usize]]))?;
        if items[order[order.len() - 1] as usize].is_nan() {
            continue;
        }
        for (place, &q) in qs.iter().enumerate() {
            let at = sums.partition_point(|&sum| sum < q).min(items.len() - 1);
            results[place * count + k] = T::rounded(items[order[at] as usize].exact());
        }
    }
    Ok(results)
}

/// The shares of the weights so far in the sum of all.
fn shares(weights: impl Iterator<Item = f64>) -> Result<Vec<f64>> {
    let mut sum = 0.0;
    let mut sums: Vec<f64> = weights
        .map(|weight| {
            sum += weight;
            sum
        })
        .collect();
    sums.iter_mut().for_each(|share| *share /= sum);
    if sums.last().is_some_and(|last| last.is_nan()) {
        return Err(Error::value("quantile", "weights included NaN, inf or were all zero"));
    }
    // What weighs nothing is before even the quantile 0.
    if sums.first() == Some(&0.0) {
        sums.iter_mut().filter(|share| **share == 0.0).for_each(|share| *share = -1.0);
    }
    Ok(sums)
}
