//! Integers of few values: each value is counted, and written as often.

use std::collections::TryReserveError;

use super::few::Few;
use super::integers::Integer;
use super::quick::Join;
use crate::level::{Isa, Kernel, dispatch};

/// Values that are counted at most: so many counts, a byte each, are found in the caches.
const COUNTED: u64 = 1 << 21;

/// Values whose counts are kept four times, so that counting equal items does not wait for itself.
const FOURFOLD: usize = 256;

/// Items from which there may be as many values.
const MANY: u64 = 1 << 16;

/// Items of a thread for each value: two tables of counts must be added.
const SHARE: usize = 4;

/// The least and the greatest of some integers.
struct Extent<'a, T>(&'a [T]);

impl<T: Integer> Kernel for Extent<'_, T> {
    type Output = (T, T);
    #[inline(always)]
    fn run<I: Isa>(self) -> (T, T) {
        self.0.iter().fold((self.0[0], self.0[0]), |(least, most), &x| (least.min(x), most.max(x)))
    }
}

/// [`Extent`], by halves.
fn extent<T: Integer>(items: &[T], join: Join) -> (T, T) {
    join.fold(items, &|items| dispatch(Extent(items)), &|(a, b), (c, d)| (a.min(c), b.max(d)))
}

/// What was counted.
pub(super) enum Counted<T: Integer> {
    /// Few values, which lie anywhere.
    Few(Few<T::Bits>),
    /// Values from a least one on.
    Near(T, Box<[usize; FOURFOLD]>),
    /// More of them.
    Many(T, Counts),
}

impl<T: Integer> Counted<T> {
    /// Counts items, if there are so few values that this is fastest.
    pub fn of(items: &[T], join: Join) -> Result<Option<Self>, TryReserveError> {
        if let Some(few) = T::few(items) {
            return Ok(Some(Counted::Few(few)));
        }
        let Some((least, values)) = countable(items, join) else { return Ok(None) };
        Ok(Some(match values <= FOURFOLD {
            true => Counted::Near(least, count_near(items, least, join)),
            false => Counted::Many(least, Counts::of(items, (least, values), join)?),
        }))
    }

    /// Writes the items in order to where there is room for so many.
    pub fn write(&self, to: &mut [T], join: Join) {
        match self {
            Counted::Few(few) => T::write_few(few, to),
            Counted::Near(least, counts) => write_near(to, 0, (*least, counts), join),
            Counted::Many(least, Counts { low, high }) => {
                let often = to.len() / 3 >= low.len();
                Runs { to, least: *least, first: 0, low, high }.write(often, join);
            }
        }
    }
}

/// The least item and how many values there can be, if they are so few that counting is fastest.
fn countable<T: Integer>(items: &[T], join: Join) -> Option<(T, usize)> {
    let n = items.len() as u64;
    // Many items make up for counts that lie in outer caches.
    let least_of_each = match size_of::<T>() {
        1 => 2,
        _ if n < MANY => 4,
        _ => 1,
    };
    let worth = |values: u64| values <= COUNTED.min(n / least_of_each);
    if n < 128 {
        return None;
    }
    if size_of::<T>() == 1 && worth(FOURFOLD as u64) {
        return Some((T::LEAST, FOURFOLD));
    }
    // A look at a few items spares most arrays the walk.
    let (least, most) = dispatch(Extent(&items[..64]));
    if !worth(most.offset(least).saturating_add(1)) {
        return None;
    }
    let (least, most) = extent(items, join);
    let values = most.offset(least).saturating_add(1);
    worth(values).then_some((least, values as usize))
}

fn count_near<T: Integer>(items: &[T], least: T, join: Join) -> Box<[usize; FOURFOLD]> {
    let count = |items: &[T]| {
        let mut counts = [[0; FOURFOLD]; 4];
        let (fours, rest) = items.as_chunks::<4>();
        for four in fours {
            for (counts, &item) in counts.iter_mut().zip(four) {
                counts[item.offset(least) as usize % FOURFOLD] += 1;
            }
        }
        for &item in rest {
            counts[0][item.offset(least) as usize % FOURFOLD] += 1;
        }
        Box::new(std::array::from_fn(|value| counts.iter().map(|counts| counts[value]).sum()))
    };
    join.fold(items, &count, &|a, b| Box::new(std::array::from_fn(|value| a[value] + b[value])))
}

/// Writes those of the values from a least one on, each as often as it was counted, that have the places from `first` on.
fn write_near<T: Integer>(to: &mut [T], first: usize, counted: (T, &[usize; FOURFOLD]), join: Join) {
    if to.len() / 2 >= join.grain {
        let (a, b) = to.split_at_mut(to.len() / 2);
        let middle = first + a.len();
        return (join.both)(&mut || write_near(a, first, counted, join), &mut || {
            write_near(b, middle, counted, join);
        });
    }
    let ((least, counts), mut before, mut rest) = (counted, first, to);
    for (value, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let written = count.min(before);
        before -= written;
        let (run, behind) = rest.split_at_mut(rest.len().min(count - written));
        run.fill(T::plus(least, value as u64));
        rest = behind;
    }
}

/// How often each value is there: as bytes, so that many of them lie in the caches.
pub(super) struct Counts {
    low: Vec<u8>,
    /// The values whose byte has run over, once for each time, in order.
    high: Vec<u32>,
}

impl Counts {
    fn of<T: Integer>(items: &[T], (least, values): (T, usize), join: Join) -> Result<Self, TryReserveError> {
        if items.len() / 2 >= join.grain.max(SHARE * values) {
            let (a, b) = items.split_at(items.len() / 2);
            let (mut a_counts, mut b_counts) = (None, None);
            (join.both)(&mut || a_counts = Some(Counts::of(a, (least, values), join)), &mut || {
                b_counts = Some(Counts::of(b, (least, values), join));
            });
            if let (Some(a), Some(b)) = (a_counts, b_counts) {
                return a?.plus(b?);
            }
        }
        let (mut low, mut high) = (Vec::new(), Vec::new());
        low.try_reserve_exact(values)?;
        low.resize(values, 0u8);
        high.try_reserve_exact(items.len() / 256)?;
        for &item in items {
            let value = item.offset(least) as usize;
            low[value] = low[value].wrapping_add(1);
            if low[value] == 0 {
                high.push(value as u32);
            }
        }
        high.sort_unstable();
        Ok(Counts { low, high })
    }

    fn plus(mut self, other: Counts) -> Result<Self, TryReserveError> {
        self.high.try_reserve(other.high.len() + self.low.len())?;
        for (value, (count, other)) in self.low.iter_mut().zip(other.low).enumerate() {
            let (sum, over) = count.overflowing_add(other);
            *count = sum;
            if over {
                self.high.push(value as u32);
            }
        }
        self.high.extend(other.high);
        self.high.sort_unstable();
        Ok(self)
    }
}

/// Values and how often each is to be written.
struct Runs<'a, T> {
    to: &'a mut [T],
    least: T,
    /// The value whose count is the first.
    first: usize,
    low: &'a [u8],
    high: &'a [u32],
}

impl<T: Integer> Runs<'_, T> {
    fn write(mut self, often: bool, join: Join) {
        if self.to.len() >= join.grain && self.low.len() > 1 {
            let [mut a, mut b] = self.halves().map(Some);
            let write = |half: &mut Option<Runs<'_, T>>| {
                if let Some(half) = half.take() {
                    half.write(often, join);
                }
            };
            return (join.both)(&mut || write(&mut a), &mut || write(&mut b));
        }
        match often {
            false => dispatch(Write::<T, 8>(self)),
            true => dispatch(Write::<T, 16>(self)),
        }
    }

    fn halves(&mut self) -> [Runs<'_, T>; 2] {
        let Runs { to, least, first, low, high } = self;
        let (least, first) = (*least, *first);
        let (a, b) = low.split_at(low.len() / 2);
        let middle = first + a.len();
        let (high_a, high_b) = high.split_at(high.partition_point(|&value| (value as usize) < middle));
        let items = a.iter().map(|&count| usize::from(count)).sum::<usize>() + 256 * high_a.len();
        let (to_a, to_b) = to.split_at_mut(items);
        [
            Runs { to: to_a, least, first, low: a, high: high_a },
            Runs { to: to_b, least, first: middle, low: b, high: high_b },
        ]
    }
}

/// Writes `N` items at a time, of which the next value overwrites what is too much.
struct Write<'a, T, const N: usize>(Runs<'a, T>);

impl<T: Integer, const N: usize> Kernel for Write<'_, T, N> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        let Runs { to, least, first, low, mut high } = self.0;
        let mut start = 0;
        for (value, &low) in (first..).zip(low) {
            let mut count = usize::from(low);
            while let Some((_, rest)) = high.split_first().filter(|(high, _)| **high as usize == value) {
                (count, high) = (count + 256, rest);
            }
            let (item, end) = (T::plus(least, value as u64), start + count);
            match to[start..].first_chunk_mut::<N>() {
                Some(some) if count <= N => *some = [item; N],
                _ => to[start..end].fill(item),
            }
            start = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<T: Integer + std::fmt::Debug>(items: &[T]) {
        let mut wanted = items.to_vec();
        wanted.sort();
        for join in [Join::SERIAL, Join::BACKWARDS] {
            let counted = Counted::of(items, join).unwrap().expect("few values");
            let mut found = vec![items[0]; items.len()];
            counted.write(&mut found, join);
            assert_eq!(found, wanted, "{} items", items.len());
        }
    }

    #[test]
    fn every_range_of_values_is_counted_in_one_piece_or_by_halves() {
        let noise = |i: u64| i.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
        for (n, values) in [(1000, 200), (5000, 300), (70_000, 300), (70_000, 70_000), (300_000, 1000)] {
            let skewed = |i: u64| if i.is_multiple_of(3) { 77 } else { noise(i) % values };
            check(&(0..n).map(|i| skewed(i) as i64 - 100).collect::<Vec<_>>());
        }
        for n in [512, 1000, 70_001] {
            check(&(0..n).map(|i| if i < 400 { -3 } else { noise(i) as i8 }).collect::<Vec<_>>());
        }
        let wide: Vec<u32> = (0..70_000).map(|i| noise(i) as u32).collect();
        assert!(Counted::of(&wide, Join::SERIAL).unwrap().is_none());
    }
}
