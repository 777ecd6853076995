//! The places of few distinct values: each item gets the number of its value, and the places are then written value by
//! value.

use std::collections::TryReserveError;

use super::{Item, few};

/// Distinct values at most: so many runs can be written at once.
const MOST: usize = 256;

/// Items below which packed ranks are sorted as fast.
const FEWEST: usize = 1024;

/// Items from which it costs nothing to count until there are too many values; fewer are looked at first.
const MANY: usize = 1 << 14;

/// Whether [`argsort_near`] would take these items.
pub(super) fn are_near<T: Item>(items: &[T]) -> bool {
    let ranks = || items.iter().map(|item| item.rank());
    let range = ranks().max().zip(ranks().min()).map_or(0, |(most, least)| most - least);
    range < MOST as u64
}

/// The places of the items in sorted order, those of equal items in their own order; `false`, and anything as places, if
/// their ranks, of which the least is given, are too many.
pub(super) fn argsort_near<T: Item>(items: &[T], least: u64, range: u64, places: &mut [i64]) -> bool {
    if items.len() < FEWEST || range >= MOST as u64 {
        return false;
    }
    let number = |item: &T| (item.rank() - least) as u8;
    let starts = starts(count(items, number), 0..MOST);
    collect(items.iter().map(number), starts, places);
    true
}

/// [`argsort_near`] for ranks that lie anywhere, if there are few values.
pub(super) fn argsort<T: Item>(items: &[T], places: &mut [i64]) -> Result<bool, TryReserveError> {
    if items.len() < FEWEST || items.len() < MANY && few::sampled(items).is_none() {
        return Ok(false);
    }
    let mut numbers: Vec<u8> = Vec::new();
    numbers.try_reserve_exact(items.len())?;
    numbers.resize(items.len(), 0);
    let (mut values, mut counts) = (Values::new(), [0; MOST]);
    for (number, &item) in numbers.iter_mut().zip(items) {
        match values.number(item.rank()) {
            Some(found) => {
                *number = found;
                counts[found as usize] += 1;
            }
            None => return Ok(false),
        }
    }
    let mut order: [usize; MOST] = std::array::from_fn(|number| number);
    let order = &mut order[..values.len];
    sort_by_ranks(order, &values.ranks);
    let starts = starts(counts, order.iter().copied());
    collect(numbers.iter().copied(), starts, places);
    Ok(true)
}

/// Sorts numbers by the ranks of what they stand for; compiled once for all types.
fn sort_by_ranks(numbers: &mut [usize], ranks: &[u64]) {
    numbers.sort_unstable_by_key(|&number| ranks[number]);
}

/// Counts the items of each number.
fn count<T>(items: &[T], number: impl Fn(&T) -> u8) -> [usize; MOST] {
    // By turns, so that counting equal numbers does not wait for itself.
    let mut counts = [[0; MOST]; 4];
    let (fours, rest) = items.as_chunks::<4>();
    for four in fours {
        for (counts, item) in counts.iter_mut().zip(four) {
            counts[number(item) as usize] += 1;
        }
    }
    for item in rest {
        counts[0][number(item) as usize] += 1;
    }
    std::array::from_fn(|number| counts.iter().map(|counts| counts[number]).sum())
}

/// Where the places of each value start, if the values follow each other in this order.
fn starts(counts: [usize; MOST], order: impl Iterator<Item = usize>) -> [usize; MOST] {
    let (mut starts, mut start) = ([0; MOST], 0);
    for number in order {
        starts[number] = start;
        start += counts[number];
    }
    starts
}

/// Writes the place of each number to where the next of its value goes.
fn collect(numbers: impl Iterator<Item = u8>, mut next: [usize; MOST], places: &mut [i64]) {
    for (i, number) in numbers.enumerate() {
        let at = &mut next[number as usize];
        places[*at] = i as i64;
        *at += 1;
    }
}

/// Slots of the table: few enough are taken that most values lie where they are looked for first.
const SLOTS: usize = 4 * MOST;

/// Distinct ranks by number, in the order they were met, and a table to find them.
struct Values {
    ranks: [u64; MOST],
    len: usize,
    /// Of each slot the rank, and its number and one, or zero.
    table: [(u64, usize); SLOTS],
}

impl Values {
    fn new() -> Self {
        Values { ranks: [0; MOST], len: 0, table: [(0, 0); SLOTS] }
    }

    /// The number of a rank, if there is room for it.
    #[inline(always)]
    fn number(&mut self, rank: u64) -> Option<u8> {
        // Multiplied by the golden ratio; the upper bits depend on all.
        let mut slot = (rank.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 54) as usize % SLOTS;
        loop {
            match self.table[slot] {
                (_, 0) => return self.add(rank, slot),
                (kept, number) if kept == rank => return Some((number - 1) as u8),
                _ => slot = (slot + 1) % SLOTS,
            }
        }
    }

    #[cold]
    fn add(&mut self, rank: u64, slot: usize) -> Option<u8> {
        let number = self.len;
        *self.ranks.get_mut(number)? = rank;
        self.len += 1;
        self.table[slot] = (rank, self.len);
        Some(number as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<T: Item>(items: &[T], counted: bool) {
        let n = items.len();
        let ranks: Vec<u64> = items.iter().map(|item| item.rank()).collect();
        let (least, most) = (*ranks.iter().min().unwrap(), *ranks.iter().max().unwrap());
        let mut places = vec![-1; n];
        let mut wanted: Vec<i64> = (0..n as i64).collect();
        wanted.sort_by_key(|&place| ranks[place as usize]);
        let near = argsort_near(items, least, most - least, &mut places);
        assert!(!near || places == wanted);
        assert_eq!(near, n >= FEWEST && most - least < 256);
        assert_eq!(argsort(items, &mut places).unwrap(), counted, "{n} items");
        assert!(!counted || places == wanted);
    }

    #[test]
    fn places_of_few_values() {
        let values = |n: usize, values: usize| (0..n).map(move |i| (i * i + i / 7) % values);
        for n in [1024, 20_000] {
            let few: Vec<f64> = values(n, 11).map(|x| x as f64 - 5.5).collect();
            check(&few, true);
            check(&few.iter().map(|&x| if x > 4.0 { f64::NAN } else { x }).collect::<Vec<_>>(), true);
            check(&values(n, 200).map(|x| x as u8).collect::<Vec<_>>(), n >= MANY);
            check(&values(n, 2).map(|x| x as u64 * u64::MAX).collect::<Vec<_>>(), true);
        }
        check(&values(1023, 11).map(|x| x as f32).collect::<Vec<_>>(), false);
        check(&(0..20_000).map(|i| i % 256 * 1000).collect::<Vec<i32>>(), true);
        check(&(0..20_000).map(|i| i % 257 * 1000).collect::<Vec<i32>>(), false);
        check(&(0..20_000).map(|i| if i < 19_700 { 5 } else { i * 77 }).collect::<Vec<i64>>(), false);
    }
}
