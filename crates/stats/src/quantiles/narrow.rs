//! Items of long lines by their places in sorted order, for which neither all are copied nor all are moved.
//!
//! A sorted sample tells between which two items each place lies almost surely. One walk over the line counts what is below
//! and collects what lies between, and only there is selected. Whether the guess was right is seen from the counts; what is
//! found depends on nothing but the line.

use numoxide_core::buffer::vector;
use numoxide_core::{DType, Error, Result};
use numoxide_simd::sort::sampled;
use numoxide_simd::{Isa, Kernel, dispatch};
use numoxide_sorting::map_pieces;

use crate::sample::Sample;

/// Items from which on this is faster than to select in a copy.
pub(super) const LONG: usize = 1 << 16;

/// Items for each of the sample, and the most of them.
const STEP: usize = 64;
const MOST_SAMPLED: usize = 1 << 16;

/// Standard deviations between the guess for a place in the sample and the items taken on either side.
const DEVIATIONS: f64 = 5.0;

/// The largest part of the sample that may lie between two items.
const PART: usize = 4;

/// Places that are looked for at a time at most: each costs a walk over the block in the cache.
const MOST_RANGES: usize = 16;

/// Items that a thread looks through at least.
const PIECE: usize = 1 << 15;

/// Items looked through at a time, which stay in the first-level cache.
const BLOCK: usize = 1 << 11;

/// What was found of a line.
pub(super) enum Found<T> {
    /// The items at the places.
    Items(Vec<T>),
    /// There is a NaN.
    Nan,
    /// Nothing: the line is not for this way.
    Nothing,
}

/// Two items, and some neighbouring places that lie between them.
struct Range<T> {
    low: T,
    high: T,
    /// Whether all that is less than the low item belongs to it: a sample seldom holds the least one of all.
    from_least: bool,
    /// Whether all that is greater than the high item belongs to it.
    to_greatest: bool,
    places: Vec<usize>,
}

/// How many items lie below a range, and those in it.
struct Within<T> {
    below: usize,
    items: Vec<T>,
}

/// The items of a line at places, which rise, in sorted order.
pub(super) fn items_at<T: Sample>(line: &[T], places: &[usize]) -> Result<Found<T>> {
    let Some(ranges) = ranges(line, places)? else { return Ok(Found::Nothing) };
    let parts = map_pieces(line, PIECE, |piece| sifted(piece, &ranges))?;
    let Some(parts) = parts.into_iter().collect::<Option<Vec<_>>>() else { return Ok(Found::Nan) };
    let mut found = vector(places.len())?;
    for (k, range) in ranges.iter().enumerate() {
        let below: usize = parts.iter().map(|part| part[k].below).sum();
        let mut items = vector(parts.iter().map(|part| part[k].items.len()).sum())?;
        parts.iter().for_each(|part| items.extend_from_slice(&part[k].items));
        let (first, last) = (range.places[0], range.places[range.places.len() - 1]);
        if first < below || last - below >= items.len() {
            return Ok(Found::Nothing);
        }
        let within: Vec<usize> = range.places.iter().map(|place| place - below).collect();
        T::partition_line(&mut items, &within)?;
        found.extend(within.iter().map(|&place| items[place]));
    }
    Ok(Found::Items(found))
}

/// The ranges in which places lie almost surely, if they are few and short.
fn ranges<T: Sample>(line: &[T], places: &[usize]) -> Result<Option<Vec<Range<T>>>> {
    // Neither complex numbers nor such of half precision are compared in vectors.
    let is_slow = T::DTYPE.is_complex() || matches!(T::DTYPE, DType::F16 | DType::BF16);
    if is_slow || places.len() > 2 * MOST_RANGES {
        return Ok(None);
    }
    let count = (line.len() / STEP).min(MOST_SAMPLED);
    let mut sample = vector(count)?;
    sample.extend((0..count).map(|i| line[sampled(i, line.len() / count)]));
    T::sort_line(&mut sample)?;
    let mut ranges: Vec<Range<T>> = Vec::new();
    let mut end = 0;
    for &place in places {
        let share = place as f64 / line.len() as f64;
        let deviation = (share * (1.0 - share) * count as f64).sqrt();
        let (guess, margin) = ((share * count as f64) as usize, (DEVIATIONS * deviation) as usize + 3);
        let (from, to) = (guess.saturating_sub(margin), (guess + margin).min(count - 1));
        match ranges.last_mut() {
            Some(range) if from <= end => {
                range.high = sample[to];
                range.to_greatest = to == count - 1;
                range.places.push(place);
            }
            _ => ranges.push(Range {
                low: sample[from],
                high: sample[to],
                from_least: from == 0,
                to_greatest: to == count - 1,
                places: vec![place],
            }),
        }
        end = to;
    }
    // Many equal items lie between few places.
    let within = |range: &Range<T>| {
        let low = sample.partition_point(|item| item.before(range.low));
        sample.partition_point(|item| !range.high.before(*item)) - low
    };
    let short = ranges.len() <= MOST_RANGES && ranges.iter().all(|range| within(range) <= count / PART);
    Ok(short.then_some(ranges))
}

/// What of some items lies in each range; `None` if there is a NaN.
fn sifted<T: Sample>(items: &[T], ranges: &[Range<T>]) -> Result<Option<Vec<Within<T>>>> {
    let mut found = Vec::with_capacity(ranges.len());
    for _ in ranges {
        found.push(Within { below: 0, items: vector(items.len() / STEP)? });
    }
    let mut inside = [0; BLOCK];
    for block in items.chunks(BLOCK) {
        if dispatch(AnyNan(block)) {
            return Ok(None);
        }
        for (range, found) in ranges.iter().zip(&mut found) {
            let inside = &mut inside[..block.len()];
            found.below += dispatch(Sift { block, range, inside: &mut *inside });
            collect(block, inside, &mut found.items)?;
        }
    }
    Ok(Some(found))
}

/// Whether there is a NaN; without branches, so that it is done in vectors.
struct AnyNan<'a, T>(&'a [T]);

impl<T: Sample> Kernel for AnyNan<'_, T> {
    type Output = bool;

    #[inline(always)]
    fn run<I: Isa>(self) -> bool {
        self.0.iter().fold(false, |found, item| found | item.is_nan())
    }
}

/// Marks the items of a block that lie in a range by 1, the others by 0; how many lie below.
struct Sift<'a, T> {
    block: &'a [T],
    range: &'a Range<T>,
    inside: &'a mut [u8],
}

impl<T: Sample> Kernel for Sift<'_, T> {
    type Output = usize;

    #[inline(always)]
    fn run<I: Isa>(self) -> usize {
        let &Range { low, high, from_least, to_greatest, .. } = self.range;
        for (mark, item) in self.inside.iter_mut().zip(self.block) {
            *mark = u8::from(from_least | !item.before(low)) & u8::from(to_greatest | !high.before(*item));
        }
        if from_least {
            return 0;
        }
        // Of a block there are less than 2^32.
        self.block.iter().map(|item| u32::from(item.before(low))).sum::<u32>() as usize
    }
}

/// Appends the items that are marked.
fn collect<T: Sample>(block: &[T], inside: &[u8], found: &mut Vec<T>) -> Result<()> {
    let room = block.len();
    found.try_reserve(room).map_err(|_| Error::OutOfMemory { bytes: room.saturating_mul(size_of::<T>()) })?;
    let (eights, rest) = inside.as_chunks::<8>();
    for (marks, items) in eights.iter().zip(block.chunks(8)) {
        let mut marks = u64::from_le_bytes(*marks);
        // Most are not: eight at a time are passed over.
        while marks != 0 {
            found.push(items[marks.trailing_zeros() as usize / 8]);
            marks &= marks - 1;
        }
    }
    let last = block.len() - rest.len();
    found.extend(block[last..].iter().zip(rest).filter(|(_, mark)| **mark != 0).map(|(item, _)| *item));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What sorting puts at the places: bit by bit, so that zeros are told apart.
    fn check(line: &[f64], places: &[usize], found: bool) {
        let mut sorted = line.to_vec();
        sorted.sort_by(|a, b| a.partial_cmp(b).unwrap());
        match items_at(line, places).unwrap() {
            Found::Items(items) => {
                assert!(found);
                let bits = |x: &f64| x.to_bits();
                let wanted: Vec<u64> = places.iter().map(|&place| sorted[place].to_bits()).collect();
                assert_eq!(items.iter().map(bits).collect::<Vec<_>>(), wanted, "{} items", line.len());
            }
            _ => assert!(!found, "{} items at {places:?}, {:?}", line.len(), &line[..3]),
        }
    }

    #[test]
    fn items_at_places_are_those_of_the_sorted_line() {
        let noise = |i: usize| ((i as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 11) as f64;
        for n in [LONG, LONG + 77, 300_001] {
            let ends = [0, 1, n / 4, n / 2 - 1, n / 2, n - 2, n - 1];
            let random: Vec<f64> = (0..n).map(noise).collect();
            check(&random, &ends, true);
            check(&(0..n).map(|i| i as f64).collect::<Vec<_>>(), &ends, true);
            check(&(0..n).map(|i| -(i as f64)).collect::<Vec<_>>(), &ends, true);
            let mut infinite = random.clone();
            infinite[n / 3] = f64::INFINITY;
            infinite[n / 5] = f64::NEG_INFINITY;
            check(&infinite, &ends, true);
            // A few zeros of either sign in the middle.
            let zero_at = |(i, x): (usize, &f64)| match i % 40 {
                0 => 0.0,
                20 => -0.0,
                _ => x - 2f64.powi(52),
            };
            let zeros: Vec<f64> = random.iter().enumerate().map(zero_at).collect();
            check(&zeros, &[n / 2 - 1, n / 2], true);
            // Few values are many equal ones, which is another way's.
            check(&(0..n).map(|i| (i % 3) as f64).collect::<Vec<_>>(), &[n / 2], false);
        }
    }

    #[test]
    fn nans_are_seen_wherever_they_are() {
        for at in [0, 1000, LONG - 1] {
            let mut line: Vec<f64> = (0..LONG).map(|i| (i * 7919 % LONG) as f64).collect();
            line[at] = f64::NAN;
            assert!(matches!(items_at(&line, &[LONG / 2]).unwrap(), Found::Nan));
        }
    }
}
