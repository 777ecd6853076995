//! The order of items: sorted integers whose upper bits are the rank of an item and whose lower bits its place.
//!
//! Equal ranks are thereby in the order of their places. Where rank and place do not fit 62 bits together, the lowest
//! bits of the rank are left out, and runs that agree in the rest are sorted once more by what was left out. The places
//! of few distinct values are collected value by value instead (`counted`).

use std::collections::TryReserveError;

use super::quick::{self, Join};
use super::{Item, SIGN, counted, few};
use crate::level::{Isa, Kernel, dispatch};

/// A run up to this length is sorted by insertion.
const SHORT: usize = 24;

/// Bits of rank and place together.
const PACKED: u32 = 62;

/// The bits of the least normal number. With them added, `PACKED` bits are those of positive numbers in the same order.
const NORMAL: u64 = 1 << 52;

/// Integers as the floats of the same bits, which all processors compare in one step.
pub(super) fn as_floats(packed: &mut [i64]) -> &mut [f64] {
    // SAFETY: both are any 64 bits.
    unsafe { std::slice::from_raw_parts_mut(packed.as_mut_ptr().cast(), packed.len()) }
}

/// The least and the greatest rank.
struct Extent<'a, T>(&'a [T]);

impl<T: Item> Kernel for Extent<'_, T> {
    type Output = (u64, u64);
    #[inline(always)]
    fn run<I: Isa>(self) -> (u64, u64) {
        // As signed integers, which vectors compare.
        let (least, most) = self.0.iter().fold((i64::MAX, i64::MIN), |(least, most), &item| {
            let rank = (item.rank() ^ SIGN) as i64;
            (least.min(rank), most.max(rank))
        });
        (least as u64 ^ SIGN, most as u64 ^ SIGN)
    }
}

/// How rank and place are packed.
#[derive(Clone, Copy)]
struct Packing {
    least: u64,
    /// Bits of the rank that are left out.
    dropped: u32,
    /// Bits of the place.
    place: u32,
}

struct Pack<'a, T> {
    items: &'a [T],
    places: &'a mut [i64],
    packing: Packing,
}

impl<T: Item> Kernel for Pack<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        let Packing { least, dropped, place } = self.packing;
        for (i, (packed, &item)) in self.places.iter_mut().zip(self.items).enumerate() {
            *packed = (((item.rank() - least) >> dropped << place) + (i as u64 + NORMAL)) as i64;
        }
    }
}

/// See [`Item::argsort`].
pub(super) fn argsort<T: Item>(items: &[T], places: &mut [i64], join: Join) -> Result<(), TryReserveError> {
    assert_eq!(items.len(), places.len(), "a place for each item");
    let n = items.len();
    if n == 0 {
        return Ok(());
    }
    // A sample that sees few values, far apart, spares the first walk.
    let far = few::sampled(items).is_some_and(|sample| !counted::are_near(sample.all()));
    if far && counted::argsort(items, places)? {
        return Ok(());
    }
    let (least, most) = dispatch(Extent(items));
    let range = most - least;
    if range == 0 {
        places.iter_mut().enumerate().for_each(|(i, place)| *place = i as i64);
        return Ok(());
    }
    if counted::argsort_near(items, least, range, places) || !far && counted::argsort(items, places)? {
        return Ok(());
    }
    let bits = |x: u64| u64::BITS - x.leading_zeros();
    let place = bits(n as u64 - 1);
    let dropped = (bits(range) + place).saturating_sub(PACKED);
    dispatch(Pack { items, places, packing: Packing { least, dropped, place } });
    quick::sort(as_floats(places), join);
    if dropped > 0 {
        let mask = (1 << place) - 1;
        for_runs(
            places,
            |a, b| a >> place == b >> place,
            |run| {
                run.iter_mut().for_each(|packed| *packed &= mask);
                sort_run(run, |place| items[place as usize].rank())
            },
        )?;
    }
    let mask = (1i64 << place) - 1;
    places.iter_mut().for_each(|packed| *packed &= mask);
    Ok(())
}

/// Calls `work` with every run of at least two places that are all the `same`.
fn for_runs(
    places: &mut [i64],
    same: impl Fn(i64, i64) -> bool,
    mut work: impl FnMut(&mut [i64]) -> Result<(), TryReserveError>,
) -> Result<(), TryReserveError> {
    let (mut start, n) = (0, places.len());
    while start < n {
        let first = places[start];
        let mut end = start + 1;
        while end < n && same(first, places[end]) {
            end += 1;
        }
        if end - start > 1 {
            work(&mut places[start..end])?;
        }
        start = end;
    }
    Ok(())
}

/// Sorts places by the ranks of what lies there; those of equal rank keep their order.
fn sort_run(places: &mut [i64], rank: impl Fn(i64) -> u64) -> Result<(), TryReserveError> {
    if places.len() <= SHORT {
        for end in 1..places.len() {
            let (place, mut at) = (places[end], end);
            let own = rank(place);
            while at > 0 && rank(places[at - 1]) > own {
                places[at] = places[at - 1];
                at -= 1;
            }
            places[at] = place;
        }
        return Ok(());
    }
    let (mut ranks, mut order, mut sorted) = (Vec::new(), Vec::new(), Vec::new());
    ranks.try_reserve_exact(places.len())?;
    ranks.extend(places.iter().map(|&place| rank(place)));
    order.try_reserve_exact(places.len())?;
    order.resize(places.len(), 0);
    u64::argsort(&ranks, &mut order, Join::SERIAL)?;
    sorted.try_reserve_exact(places.len())?;
    sorted.extend(order.iter().map(|&i| places[i as usize]));
    places.copy_from_slice(&sorted);
    Ok(())
}

/// Sorts the places of each run that is the `same` by a further rank: what decides where the first one does not.
///
/// # Errors
/// If memory for what must be set aside cannot be had.
///
/// ```
/// use numoxide_simd::sort::{Item, Join, refine};
///
/// let (first, second) = ([1, 0, 1, 0], [2u64, 5, 1, 5]);
/// let mut places = [0; 4];
/// i32::argsort(&first, &mut places, Join::SERIAL)?;
/// let same = |a: i64, b: i64| first[a as usize] == first[b as usize];
/// refine(&mut places, same, |place| second[place as usize])?;
/// assert_eq!(places, [1, 3, 2, 0]);
/// # Ok::<(), std::collections::TryReserveError>(())
/// ```
pub fn refine(
    places: &mut [i64],
    same: impl Fn(i64, i64) -> bool,
    rank: impl Fn(i64) -> u64,
) -> Result<(), TryReserveError> {
    for_runs(places, same, |run| sort_run(run, &rank))
}
