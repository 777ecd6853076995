//! Binary search for many keys at once.

use super::Item;
use crate::level::{Isa, Kernel, dispatch};

/// Keys searched together: while memory answers for one, the others go on.
const TOGETHER: usize = 16;

/// How many items of `get(0..n)`, which is sorted, come before each key; or with it, if `RIGHT`.
struct Search<'a, T, G, B, const RIGHT: bool> {
    n: usize,
    get: G,
    before: B,
    keys: &'a [T],
    found: &'a mut [i64],
}

impl<T: Copy, G: Fn(usize) -> T, B: Fn(T, T) -> bool, const RIGHT: bool> Search<'_, T, G, B, RIGHT> {
    /// Whether the place of the key is behind the item.
    #[inline(always)]
    fn is_behind(&self, item: T, key: T) -> bool {
        if RIGHT { !(self.before)(key, item) } else { (self.before)(item, key) }
    }

    #[inline(always)]
    fn some<const K: usize>(&self, keys: &[T; K]) -> [i64; K] {
        let mut found = [0usize; K];
        let mut left = self.n;
        while left > 1 {
            let half = left / 2;
            left -= half;
            for (found, &key) in found.iter_mut().zip(keys) {
                let behind = self.is_behind((self.get)(*found + half - 1), key);
                *found += std::hint::select_unpredictable(behind, half, 0);
            }
        }
        let mut places = [0; K];
        for ((place, &found), &key) in places.iter_mut().zip(&found).zip(keys) {
            let last = left == 1 && self.is_behind((self.get)(found), key);
            *place = (found + usize::from(last)) as i64;
        }
        places
    }
}

impl<T: Copy, G: Fn(usize) -> T, B: Fn(T, T) -> bool, const RIGHT: bool> Kernel
    for Search<'_, T, G, B, RIGHT>
{
    type Output = ();
    // It waits for memory, item by item.
    const WIDE: bool = false;
    #[inline(always)]
    fn run<I: Isa>(mut self) {
        let found = std::mem::take(&mut self.found);
        let (many, few) = self.keys.as_chunks::<TOGETHER>();
        let (found_many, found_few) = found.as_chunks_mut::<TOGETHER>();
        for (keys, found) in many.iter().zip(found_many) {
            *found = self.some(keys);
        }
        for (&key, found) in few.iter().zip(found_few) {
            [*found] = self.some(&[key]);
        }
    }
}

/// The place of each key among sorted items: before those that are equal, or behind them if `right`. Where an `order` is given,
/// it names the items as they follow each other.
///
/// # Panics
/// If there is not a place for each key, or the order names an item that is not there.
///
/// ```
/// use numoxide_simd::sort::search;
///
/// let mut places = [0; 3];
/// search(&[1, 3, 3, 5], None, &[3, 0, 6], false, &mut places);
/// assert_eq!(places, [1, 0, 4]);
/// search(&[5, 3, 1, 3], Some(&[2, 1, 3, 0]), &[3, 0, 6], true, &mut places);
/// assert_eq!(places, [3, 0, 4]);
/// ```
pub fn search<T: Item>(sorted: &[T], order: Option<&[i64]>, keys: &[T], right: bool, places: &mut [i64]) {
    match order {
        None => search_items(sorted.len(), |i| sorted[i], keys, right, places),
        Some(order) => search_items(order.len(), |i| sorted[order[i] as usize], keys, right, places),
    }
}

/// [`search`] among items in the order of `before`.
///
/// # Panics
/// As [`search`].
pub fn search_by<T: Copy>(
    sorted: &[T],
    order: Option<&[i64]>,
    before: impl Fn(T, T) -> bool,
    keys: &[T],
    right: bool,
    places: &mut [i64],
) {
    match order {
        None => find(sorted.len(), |i| sorted[i], before, keys, right, places),
        Some(order) => find(order.len(), |i| sorted[order[i] as usize], before, keys, right, places),
    }
}

/// [`search`] among `n` items that `get` finds in sorted order.
fn search_items<T: Item>(n: usize, get: impl Fn(usize) -> T, keys: &[T], right: bool, places: &mut [i64]) {
    // Numbers are compared as they are; NaNs stand behind them all.
    let numbers = if n > 0 && get(n - 1).is_nan() { numbers_before(n, &get) } else { n };
    find(numbers, get, T::less, keys, right, places);
    let nan_place = if right { n } else { numbers } as i64;
    for (place, key) in places.iter_mut().zip(keys) {
        *place = if key.is_nan() { nan_place } else { *place };
    }
}

/// How many items come before the NaNs.
fn numbers_before<T: Item>(n: usize, get: impl Fn(usize) -> T) -> usize {
    let (mut low, mut high) = (0, n);
    while low < high {
        let middle = low.midpoint(high);
        if get(middle).is_nan() { high = middle } else { low = middle + 1 }
    }
    low
}

/// [`search_by`] among `n` items that `get` finds.
fn find<T: Copy>(
    n: usize,
    get: impl Fn(usize) -> T,
    before: impl Fn(T, T) -> bool,
    keys: &[T],
    right: bool,
    places: &mut [i64],
) {
    assert_eq!(keys.len(), places.len(), "a place for each key");
    let found = places;
    match right {
        true => dispatch(Search::<T, _, _, true> { n, get, before, keys, found }),
        false => dispatch(Search::<T, _, _, false> { n, get, before, keys, found }),
    }
}
