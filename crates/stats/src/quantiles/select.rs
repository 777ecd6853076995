//! Quantiles of lines: by selection, not by sorting.

use std::ops::Deref;

use numoxide_core::buffer::{filled, vector};
use numoxide_core::layout::Axes;
use numoxide_core::{Error, Result, Scalar};
use numoxide_sorting::for_pieces;

use super::method::{Method, Spot};
use super::narrow::{self, Found};
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

/// The places of spots, each once and rising.
fn places(spots: impl Iterator<Item = Spot>) -> Vec<usize> {
    let mut places: Vec<usize> = spots.flat_map(|spot| [spot.lower, spot.upper]).collect();
    places.sort_unstable();
    places.dedup();
    places
}

/// A line in memory of its own, where it may be changed.
struct Scratch<T> {
    items: Vec<T>,
}

/// What is known of a line.
enum Known<'a, T, P> {
    /// There is a NaN that spreads.
    Nan,
    /// There are no items but those that are skipped.
    Empty,
    /// The items at some places in sorted order: among how many, the places, which rise, and the items.
    Items(usize, P, &'a [T]),
}

impl<T: Sample> Scratch<T> {
    fn new() -> Self {
        Scratch { items: Vec::new() }
    }

    /// The items of a line at the places that are asked for, among so many items.
    fn at<P: Deref<Target = [usize]>>(
        &mut self,
        line: &[T],
        nans: Nans,
        places: impl Fn(usize) -> P,
    ) -> Result<Known<'_, T, P>> {
        if line.len() >= narrow::LONG {
            let places = places(line.len());
            match narrow::items_at(line, &places)? {
                Found::Items(items) => {
                    self.items = items;
                    return Ok(Known::Items(line.len(), places, &self.items));
                }
                Found::Nan if nans == Nans::Spread => return Ok(Known::Nan),
                _ => {}
            }
        }
        if self.items.capacity() < line.len() {
            self.items = vector(line.len())?;
        }
        let Some(items) = self.take(line, nans) else { return Ok(Known::Nan) };
        if items.is_empty() {
            return Ok(Known::Empty);
        }
        let (count, places) = (items.len(), places(items.len()));
        T::partition_line(items, &places)?;
        for (k, &place) in places.iter().enumerate() {
            items[k] = items[place];
        }
        let items = &self.items[..places.len()];
        Ok(Known::Items(count, places, items))
    }

    /// The items of a line, without NaN if they are skipped; `None` if there is a NaN that spreads.
    fn take(&mut self, line: &[T], nans: Nans) -> Option<&mut [T]> {
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

/// What quantiles are made of items, and what stands for those of a line that has none.
pub(super) trait Makes<T: Sample>: Sync {
    type Quantile: Scalar;
    /// The quantile at a spot among items.
    fn at(&self, spot: &Spot, items: &[T]) -> Self::Quantile;
    /// What a line gives that has NaN, or nothing else.
    fn missing(&self, line: &[T]) -> Self::Quantile;
    /// What an array without items gives, if there is something.
    fn nothing(&self) -> Option<Self::Quantile>;
}

/// Quantiles between items, in the type of means.
pub(super) struct Means;

impl<T: Sample> Makes<T> for Means {
    type Quantile = T::Mean;

    fn at(&self, spot: &Spot, items: &[T]) -> T::Mean {
        T::rounded(spot.value(items))
    }

    fn missing(&self, _: &[T]) -> T::Mean {
        nan::<T>()
    }

    fn nothing(&self) -> Option<T::Mean> {
        Some(nan::<T>())
    }
}

/// Quantiles that are items.
pub(super) struct ItemsThemselves;

impl<T: Sample> Makes<T> for ItemsThemselves {
    type Quantile = T;

    fn at(&self, spot: &Spot, items: &[T]) -> T {
        items[spot.lower]
    }

    fn missing(&self, line: &[T]) -> T {
        line.iter().copied().find(|item| item.is_nan()).unwrap_or(T::ZERO)
    }

    fn nothing(&self) -> Option<T> {
        None
    }
}

/// The quantiles `qs` of each line, one after the other for each `q`.
pub(super) fn quantiles<T: Sample, M: Makes<T>>(
    lines: &Lines<'_, T>,
    qs: &[f64],
    method: Method,
    nans: Nans,
    makes: M,
) -> Result<Vec<M::Quantile>> {
    let count = lines.shape.iter().product::<usize>();
    let mut results = filled(makes.missing(&[]), count * qs.len())?;
    for_pieces((&lines.items[..], lines.len), (&mut results[..], qs.len()), |items, results| {
        let mut scratch = Scratch::new();
        let spots = |n: usize| qs.iter().map(move |&q| method.spot(n, q));
        for (line, results) in items.chunks(lines.len).zip(results.chunks_mut(qs.len())) {
            match scratch.at(line, nans, |n| places(spots(n)))? {
                Known::Items(n, places, items) => {
                    for (result, spot) in results.iter_mut().zip(spots(n)) {
                        *result = makes.at(&spot.among(&places), items);
                    }
                }
                _ => results.fill(makes.missing(line)),
            }
        }
        Ok(())
    })?;
    by_quantile(results, count, qs.len())
}

/// Results of lines, one after the other for each quantile instead of for each line.
fn by_quantile<U: Scalar>(results: Vec<U>, lines: usize, qs: usize) -> Result<Vec<U>> {
    if lines <= 1 || qs <= 1 {
        return Ok(results);
    }
    let mut turned = vector(results.len())?;
    for k in 0..qs {
        turned.extend(results.iter().skip(k).step_by(qs));
    }
    Ok(turned)
}

impl Spot {
    /// An item itself.
    pub fn at(place: usize) -> Self {
        Spot { lower: place, upper: place, share: None }
    }

    /// The same among the items at some places, which rise.
    fn among(self, places: &[usize]) -> Self {
        let [lower, upper] =
            [self.lower, self.upper].map(|place| places.partition_point(|&other| other < place));
        Spot { lower, upper, ..self }
    }

    /// The value at a spot among items.
    fn value<T: Sample>(&self, items: &[T]) -> T::Exact {
        let (lower, upper) = (items[self.lower].exact(), items[self.upper].exact());
        let Some(share) = self.share else { return lower };
        let difference = upper - lower;
        if share >= 0.5 { upper - difference.scaled(1.0 - share) } else { lower + difference.scaled(share) }
    }
}

/// The medians of lines; of nothing, NaN in all parts.
pub(super) fn medians<T: Sample>(lines: &Lines<'_, T>, nans: Nans) -> Result<Vec<T::Mean>> {
    let nothing = T::rounded(T::Exact::of_parts(f64::NAN, f64::NAN));
    let mut results = filled(nothing, lines.shape.iter().product())?;
    for_pieces((&lines.items[..], lines.len), (&mut results[..], 1), |items, results| {
        let mut scratch = Scratch::new();
        for (line, result) in items.chunks(lines.len).zip(results) {
            *result = match scratch.at(line, nans, middle)? {
                Known::Items(_, _, [middle]) => T::rounded(middle.exact().over(1.0)),
                Known::Items(_, _, items) => T::rounded((items[0].exact() + items[1].exact()).over(2.0)),
                // NumPy masks what is NaN in several lines, and the NaN that stands for the mask is real.
                Known::Empty if lines.whole => T::rounded(line[line.len() - 1].exact()),
                Known::Empty => nan::<T>(),
                Known::Nan => last::<T>(line),
            };
        }
        Ok(())
    })?;
    Ok(results)
}

/// The item that sorting would put last: the NaN that spreads.
#[cold]
fn last<T: Sample>(line: &[T]) -> T::Mean {
    T::rounded(line.iter().fold(line[0], |last, &item| if last.before(item) { item } else { last }).exact())
}

/// The places of the one item in the middle, or of the two.
fn middle(n: usize) -> Axes<usize> {
    let two = [(n / 2).saturating_sub(1), n / 2];
    Axes::from_slice(if n % 2 == 1 { &two[1..] } else { &two })
}

/// The weighted quantiles of each line: the items at which the sum of weights so far reaches the share.
pub(super) fn weighted<T: Sample, M: Makes<T>>(
    lines: &Lines<'_, T>,
    weights: &Lines<'_, f64>,
    qs: &[f64],
    nans: Nans,
    makes: M,
) -> Result<Vec<M::Quantile>> {
    let count = lines.shape.iter().product::<usize>();
    let mut results = filled(makes.missing(&[]), count * qs.len())?;
    for (k, (line, weights)) in lines.iter().zip(weights.iter()).enumerate() {
        let kept: Vec<usize> =
            (0..line.len()).filter(|&i| nans == Nans::Spread || !line[i].is_nan()).collect();
        let items: Vec<T> = kept.iter().map(|&i| line[i]).collect();
        let mut fill = |quantile: &dyn Fn(f64) -> M::Quantile| {
            qs.iter().enumerate().for_each(|(place, &q)| results[place * count + k] = quantile(q));
        };
        if items.is_empty() {
            fill(&|_| makes.missing(line));
            continue;
        }
        let mut order = vec![0; items.len()];
        T::argsort_line(&items, &mut order)?;
        let sums = shares(order.iter().map(|&place| weights[kept[place as usize]]))?;
        if items[order[order.len() - 1] as usize].is_nan() {
            fill(&|_| makes.missing(line));
            continue;
        }
        fill(&|q| {
            let at = sums.partition_point(|&sum| sum < q).min(items.len() - 1);
            makes.at(&Spot::at(order[at] as usize), &items)
        });
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
