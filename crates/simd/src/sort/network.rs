//! A few keys in registers: columns sorted by a network, then merged across the lanes.
//!
//! The keys are the rows of a matrix, a vector each. A network of comparisons between rows sorts all columns at once;
//! then two neighbouring columns are merged into one of twice the length that runs down the first and then the second,
//! then four and so on, until one column that runs down all of them is sorted.

use std::mem::MaybeUninit;

use super::lanes::{Key, Lanes};
use crate::level::{Isa, Kernel};

/// Rows of the largest matrix.
const ROWS: usize = 16;

/// Keys that [`Network`] sorts at most at a level.
#[inline(always)]
pub(super) const fn room<T: Key, I: Isa>() -> usize {
    ROWS * <T::Lanes<I::Keys> as Lanes<T>>::N
}

/// [`room`] at the level in use.
pub(super) struct Room<T>(pub std::marker::PhantomData<T>);

impl<T: Key> Kernel for Room<T> {
    type Output = usize;
    #[inline(always)]
    fn run<I: Isa>(self) -> usize {
        room::<T, I>()
    }
}

/// Sorts at most [`room`] keys.
pub(super) struct Network<'a, T>(pub &'a mut [T]);

impl<T: Key> Kernel for Network<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        if const { !I::FMA } {
            return insert(self.0);
        }
        // Never fewer rows than lanes: half the lanes instead.
        let lanes = <T::Half<I::Keys> as Lanes<T>>::N;
        match self.0.len() {
            0 | 1 => {}
            n if n <= 4 * lanes && lanes <= 4 => sort::<T, T::Half<I::Keys>, 4>(self.0),
            n if n <= 8 * lanes && lanes <= 8 => sort::<T, T::Half<I::Keys>, 8>(self.0),
            n if n <= 16 * lanes => sort::<T, T::Half<I::Keys>, 16>(self.0),
            _ => sort::<T, T::Lanes<I::Keys>, 16>(self.0),
        }
    }
}

/// Sorts by insertion: processors without FMA are not worth the code of networks.
fn insert<T: Key>(keys: &mut [T]) {
    for end in 1..keys.len() {
        let key = keys[end];
        let mut at = end;
        while at > 0 && key < keys[at - 1] {
            keys[at] = keys[at - 1];
            at -= 1;
        }
        keys[at] = key;
    }
}

#[inline(always)]
fn sort<T: Key, V: Lanes<T>, const R: usize>(keys: &mut [T]) {
    let n = keys.len();
    assert!(n <= R * V::N);
    let (whole, rest) = (n / V::N, n % V::N);
    let (first, padding) = (keys.as_mut_ptr(), V::splat(T::MAX));
    // Rows are read and written without a branch: behind whole ones comes the rest, filled up, and behind it padding.
    let mut room = MaybeUninit::<[V; 2]>::uninit();
    let room = room.as_mut_ptr().cast::<T>();
    let place = |row: usize| match row < whole {
        true => first.wrapping_add(row * V::N),
        false => room.wrapping_add(usize::from(row > whole) * V::N),
    };
    let mut rows = [padding; R];
    // SAFETY: whole vectors lie within the keys and the rest behind them; the room is two vectors. What is padded is not
    // less than any key, so the keys come first.
    unsafe {
        V::load_few(first.wrapping_add(whole * V::N), rest, padding).store(room);
        padding.store(room.add(V::N));
        for (row, keys) in rows.iter_mut().enumerate() {
            *keys = V::load(place(row));
        }
        sort_columns(&mut rows);
        merge_columns(&mut rows);
        transpose_squares(&mut rows);
        for (i, row) in rows.into_iter().enumerate() {
            // Part `i / N` of column `i % N`.
            row.store(place(i % V::N * (R / V::N) + i / V::N));
        }
        V::load(room).store_few(first.wrapping_add(whole * V::N), rest);
    }
}

#[inline(always)]
fn compare<T: Key, V: Lanes<T>, const R: usize>(rows: &mut [V; R], i: usize, j: usize) {
    (rows[i], rows[j]) = rows[i].min_max(rows[j]);
}

macro_rules! network {
    ($rows:ident: $($i:literal $j:literal),*) => {
        $(compare($rows, $i, $j);)*
    };
}

/// The best networks known of 4, 8 and 16 keys (5, 19 and 60 comparisons).
#[inline(always)]
#[rustfmt::skip]
fn sort_columns<T: Key, V: Lanes<T>, const R: usize>(v: &mut [V; R]) {
    match R {
        4 => { network!(v: 0 1, 2 3, 0 2, 1 3, 1 2); }
        8 => {
            network!(v: 0 2, 1 3, 4 6, 5 7, 0 4, 1 5, 2 6, 3 7, 0 1, 2 3, 4 5, 6 7, 2 4, 3 5, 1 4, 3 6, 1 2, 3 4, 5 6);
        }
        _ => {
            network!(v: 0 1, 2 3, 4 5, 6 7, 8 9, 10 11, 12 13, 14 15, 0 2, 1 3, 4 6, 5 7, 8 10, 9 11, 12 14, 13 15);
            network!(v: 0 4, 1 5, 2 6, 3 7, 8 12, 9 13, 10 14, 11 15, 0 8, 1 9, 2 10, 3 11, 4 12, 5 13, 6 14, 7 15);
            network!(v: 5 10, 6 9, 3 12, 13 14, 4 8, 7 11, 1 2, 1 4, 7 13, 2 8, 11 14, 2 4, 5 6, 9 10, 11 13, 3 8, 7 12);
            network!(v: 6 8, 10 12, 3 5, 7 9, 3 4, 5 6, 7 8, 9 10, 11 12, 6 7, 8 9);
        }
    }
}

/// Merges sorted columns by twos, fours and so on.
#[inline(always)]
fn merge_columns<T: Key, V: Lanes<T>, const R: usize>(rows: &mut [V; R]) {
    meet::<T, V, R, 1, 1>(rows);
    down(rows);
    if V::N >= 4 {
        meet::<T, V, R, 3, 2>(rows);
        across::<T, V, R, 1>(rows);
        down(rows);
    }
    if V::N >= 8 {
        meet::<T, V, R, 7, 4>(rows);
        across::<T, V, R, 2>(rows);
        across::<T, V, R, 1>(rows);
        down(rows);
    }
    if V::N >= 16 {
        meet::<T, V, R, 15, 8>(rows);
        across::<T, V, R, 4>(rows);
        across::<T, V, R, 2>(rows);
        across::<T, V, R, 1>(rows);
        down(rows);
    }
}

/// Compares each key of the first half of a group of columns with its mirror image in the second: afterwards no key of
/// the first half is larger than one of the second. `GROUP` is a group's columns less one, `HALF` those of a half.
#[inline(always)]
fn meet<T: Key, V: Lanes<T>, const R: usize, const GROUP: usize, const HALF: usize>(rows: &mut [V; R]) {
    for i in 0..R / 2 {
        let mirror = rows[R - 1 - i].swap::<GROUP>();
        let (min, max) = rows[i].min_max(mirror);
        rows[i] = min.pick::<HALF>(max);
        rows[R - 1 - i] = max.pick::<HALF>(min).swap::<GROUP>();
    }
}

/// Compares columns that are `D` apart.
#[inline(always)]
fn across<T: Key, V: Lanes<T>, const R: usize, const D: usize>(rows: &mut [V; R]) {
    for row in rows {
        let (min, max) = row.min_max(row.swap::<D>());
        *row = min.pick::<D>(max);
    }
}

/// Sorts columns that rise and then fall, or the reverse.
#[inline(always)]
fn down<T: Key, V: Lanes<T>, const R: usize>(rows: &mut [V; R]) {
    apart::<T, V, R, 8>(rows);
    apart::<T, V, R, 4>(rows);
    apart::<T, V, R, 2>(rows);
    apart::<T, V, R, 1>(rows);
}

/// Compares rows that are `D` apart.
#[inline(always)]
fn apart<T: Key, V: Lanes<T>, const R: usize, const D: usize>(rows: &mut [V; R]) {
    for i in 0..R {
        if D < R && i & D == 0 {
            compare(rows, i, i + D);
        }
    }
}

/// Turns each square of rows and lanes around, which makes rows of what were columns.
#[inline(always)]
fn transpose_squares<T: Key, V: Lanes<T>, const R: usize>(rows: &mut [V; R]) {
    exchange::<T, V, R, 1>(rows);
    exchange::<T, V, R, 2>(rows);
    exchange::<T, V, R, 4>(rows);
    exchange::<T, V, R, 8>(rows);
}

/// A step of transposing squares: exchanges the bit `D` of rows and lanes.
#[inline(always)]
fn exchange<T: Key, V: Lanes<T>, const R: usize, const D: usize>(rows: &mut [V; R]) {
    for i in 0..R {
        if D < V::N && i & D == 0 {
            let (a, b) = (rows[i], rows[i + D]);
            rows[i] = a.pick::<D>(b.swap::<D>());
            rows[i + D] = a.swap::<D>().pick::<D>(b);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::lanes::Portable;
    use super::*;

    /// A network that sorts all sequences of zeros and ones sorts everything.
    fn sorts_zeros_and_ones<const R: usize>() {
        for bits in 0..1u32 << R {
            let column = |i: usize| (bits >> i & 1) as i32;
            // SAFETY: four keys.
            let mut rows: [Portable<i32, 4>; R] =
                std::array::from_fn(|i| unsafe { Portable::load([column(i); 4].as_ptr()) });
            sort_columns(&mut rows);
            let ones = bits.count_ones() as usize;
            for (i, row) in rows.into_iter().enumerate() {
                let mut out = [0; 4];
                // SAFETY: four keys.
                unsafe { row.store(out.as_mut_ptr()) };
                assert_eq!(out, [i32::from(i >= R - ones); 4], "{bits:b}");
            }
        }
    }

    #[test]
    fn networks() {
        sorts_zeros_and_ones::<4>();
        sorts_zeros_and_ones::<8>();
        sorts_zeros_and_ones::<16>();
    }
}
