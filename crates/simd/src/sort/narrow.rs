//! Selection in long lines: a sorted sample says between which two keys a place lies almost surely, and the line is split
//! there into three parts on the way to where it goes.
//!
//! Pieces of the line are counted first, so that each has places of its own in every part: several threads write what one
//! thread would. Whether the guess was right does not matter for what is selected, since all parts are looked at.

use std::collections::TryReserveError;

use super::lanes::{Key, Split};
use super::partition::Distribute;
use super::quick::{self, Join};
use crate::level::{Isa, Kernel, dispatch};

/// Keys from which on this is faster than to select in a copy.
const LONG: usize = 1 << 18;

/// Keys for each of the sample, and the most of them.
const STEP: usize = 128;
const MOST_SAMPLED: usize = 1 << 14;

/// Standard deviations between the guess for a place in the sample and the keys taken on either side.
const DEVIATIONS: f64 = 4.0;

/// The largest part of the sample that may lie between them.
const PART: usize = 4;

/// Keys of a piece, which one thread counts and then writes.
const PIECE: usize = 1 << 15;

/// Keys looked through at a time, which stay in the first-level cache.
const BLOCK: usize = 1 << 11;

/// A piece of the line, how many of its keys are at most the low bound and at most the high one, and where the parts go.
struct Piece<'a, T> {
    keys: &'a [T],
    usual: bool,
    counts: [usize; 2],
    parts: [&'a mut [T]; 3],
}

/// Writes keys to as many other places, those at the places `kth`, which rise, to where sorting would, with no larger one
/// before and no smaller one behind; `false`, and anything there, if they are not all `usual` or if nothing would be gained.
pub(super) fn select_into<T: Key>(
    from: &[T],
    to: &mut [T],
    kth: &[usize],
    usual: impl Fn(&[T]) -> bool + Sync,
    join: Join,
) -> Result<bool, TryReserveError> {
    if from.len() < LONG || kth.is_empty() {
        return Ok(false);
    }
    let Some(bounds) = bounds(from, kth[kth.len() / 2], &usual)? else { return Ok(false) };
    let mut pieces: Vec<Piece<'_, T>> = Vec::new();
    pieces.try_reserve_exact(from.len().div_ceil(PIECE))?;
    let piece = |keys| Piece { keys, usual: true, counts: [0; 2], parts: Default::default() };
    pieces.extend(from.chunks(PIECE).map(piece));
    each(&mut pieces, &|piece| piece.count(bounds, &usual), join);
    if !pieces.iter().all(|piece| piece.usual) {
        return Ok(false);
    }
    let ends = [0, 1].map(|bound| pieces.iter().map(|piece| piece.counts[bound]).sum::<usize>());
    let (upto, above) = to.split_at_mut(ends[1]);
    let (below, between) = upto.split_at_mut(ends[0]);
    let mut rest = [&mut *below, &mut *between, &mut *above];
    for piece in &mut pieces {
        let [low, high] = piece.counts;
        for (part, (rest, n)) in
            piece.parts.iter_mut().zip(rest.iter_mut().zip([low, high - low, piece.keys.len() - high]))
        {
            *part = rest.split_off_mut(..n).unwrap_or_default();
        }
    }
    each(&mut pieces, &|piece| piece.write(bounds), join);
    drop(pieces);
    quick::select_from(below, 0, kth);
    quick::select_from(between, ends[0], kth);
    quick::select_from(above, ends[1], kth);
    Ok(true)
}

/// Does some work with each piece, by as many threads as there may be.
fn each<T: Key>(pieces: &mut [Piece<'_, T>], work: &(impl Fn(&mut Piece<'_, T>) + Sync), join: Join) {
    match pieces {
        [] => {}
        [piece] => work(piece),
        _ => {
            let (a, b) = pieces.split_at_mut(pieces.len() / 2);
            (join.both)(&mut || each(a, work, join), &mut || each(b, work, join));
        }
    }
}

/// Two keys between which the one at a place lies almost surely, if few do.
fn bounds<T: Key>(
    keys: &[T],
    place: usize,
    usual: impl Fn(&[T]) -> bool,
) -> Result<Option<[T; 2]>, TryReserveError> {
    let count = (keys.len() / STEP).min(MOST_SAMPLED);
    let step = keys.len() / count;
    let mut sample = Vec::new();
    sample.try_reserve_exact(count)?;
    sample.extend((0..count).map(|i| keys[sampled(i, step)]));
    if !usual(&sample) {
        return Ok(None);
    }
    quick::sort(&mut sample, Join::SERIAL);
    let share = place as f64 / keys.len() as f64;
    let deviation = (share * (1.0 - share) * count as f64).sqrt();
    let (guess, margin) = ((share * count as f64) as usize, (DEVIATIONS * deviation) as usize + 3);
    let bounds = [guess.saturating_sub(margin), (guess + margin).min(count - 1)].map(|i| sample[i]);
    // Many equal keys lie between few places.
    let [low, high] = bounds.map(|bound| sample.partition_point(|key| *key <= bound));
    Ok((high - low <= count / PART && bounds[0] < bounds[1]).then_some(bounds))
}

/// The place of an item of a sample that has one of each `step` items. Not quite evenly spaced: such samples fare badly with
/// what is periodic.
///
/// ```
/// use numoxide_simd::sort::sampled;
///
/// assert!((0..100).all(|i| (i * 64..(i + 1) * 64).contains(&sampled(i, 64))));
/// ```
pub fn sampled(i: usize, step: usize) -> usize {
    let noise = (i as u32).wrapping_mul(0x9e37_79b1).rotate_left(13);
    i * step + ((u64::from(noise) * step as u64) >> 32) as usize
}

impl<T: Key> Piece<'_, T> {
    fn count(&mut self, bounds: [T; 2], usual: impl Fn(&[T]) -> bool) {
        for keys in self.keys.chunks(BLOCK) {
            self.usual &= usual(keys);
            let counts = dispatch(Count { keys, bounds });
            self.counts = [0, 1].map(|bound| self.counts[bound] + counts[bound]);
        }
    }

    /// Writes the keys to their parts, a block of them after the other.
    fn write(&mut self, [low, high]: [T; 2]) {
        let mut blocks = [[high; BLOCK]; 2];
        for keys in self.keys.chunks(BLOCK) {
            let [upto, below] = blocks.each_mut().map(|block| &mut block[..keys.len()]);
            let (upto, above) = split(keys, upto, high);
            let (below, between) = split(upto, &mut below[..upto.len()], low);
            for (part, keys) in self.parts.iter_mut().zip([below, between, above]) {
                if let Some(to) = part.split_off_mut(..keys.len()) {
                    to.copy_from_slice(keys);
                }
            }
        }
    }
}

/// Writes keys to as many other places, those up to a pivot first; both parts.
fn split<'a, T: Key>(keys: &[T], to: &'a mut [T], pivot: T) -> (&'a [T], &'a [T]) {
    let (left, _) = dispatch(Distribute { keys, to: &mut *to, left: (0, keys.len()), pivot });
    to.split_at(left)
}

/// How many keys are at most each of two others.
struct Count<'a, T> {
    keys: &'a [T],
    bounds: [T; 2],
}

impl<T: Key> Kernel for Count<'_, T> {
    type Output = [usize; 2];
    const WIDE: bool = false;
    #[inline(always)]
    fn run<I: Isa>(self) -> [usize; 2] {
        count::<T, T::Lanes<I::Keys>>(self.keys, self.bounds)
    }
}

#[inline(always)]
fn count<T: Key, V: Split<T>>(keys: &[T], [low, high]: [T; 2]) -> [usize; 2] {
    let (mut below, mut upto) = (0, 0);
    let whole = keys.chunks_exact(V::N);
    for &key in whole.remainder() {
        below += usize::from(key <= low);
        upto += usize::from(key <= high);
    }
    for chunk in whole {
        // SAFETY: each chunk is a vector.
        let keys = unsafe { V::load(chunk.as_ptr()) };
        below += keys.at_most(V::splat(low)).count_ones() as usize;
        upto += keys.at_most(V::splat(high)).count_ones() as usize;
    }
    [below, upto]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::level::{available_levels, force_level};
    use crate::sort::Item;

    fn noise(i: usize) -> usize {
        (i as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) as usize >> 24
    }

    /// Selects by threads and without, and compares with what is sorted; whether this way was taken.
    fn check<T: Key + Item + std::fmt::Debug>(keys: &[T], kth: &[usize]) -> bool {
        let mut wanted = keys.to_vec();
        wanted.sort_by(|a, b| a.partial_cmp(b).unwrap());
        let mut taken = false;
        // How the other keys are arranged is told by tests that force no level meanwhile.
        for join in [Join::SERIAL, Join::BACKWARDS] {
            let mut found = keys.to_vec();
            taken = select_into(keys, &mut found, kth, |_| true, join).unwrap();
            if !taken {
                T::select_into(keys, &mut found, kth, join).unwrap();
            }
            for &k in kth {
                assert_eq!(found[k], wanted[k]);
                assert!(found[..k].iter().all(|key| *key <= found[k]));
                assert!(found[k..].iter().all(|key| *key >= found[k]));
            }
            found.sort_by(|a, b| a.partial_cmp(b).unwrap());
            assert!(found == wanted, "a permutation");
        }
        taken
    }

    #[test]
    fn long_lines_are_selected_by_pieces_in_any_order() {
        for &level in available_levels() {
            force_level(level);
            for n in [LONG - 1, LONG, LONG + 1, LONG + PIECE / 2 + BLOCK / 2 + 3] {
                let random: Vec<f64> = (0..n).map(|i| noise(i) as f64).collect();
                for kth in [&[n / 2][..], &[0], &[n - 1], &[1, n / 3, n / 3 + 1, n - 2]] {
                    assert_eq!(check(&random, kth), n >= LONG, "{level:?} {n}");
                }
            }
            let n = LONG + 77;
            assert!(check(&(0..n).map(|i| noise(i) as i32).collect::<Vec<_>>(), &[n / 5]));
            assert!(check(&(0..n).map(|i| noise(i) as i64).collect::<Vec<_>>(), &[n / 5]));
            assert!(check(&(0..n).map(|i| noise(i) as f32).collect::<Vec<_>>(), &[n / 5]));
            assert!(check(&(0..n).map(|i| i.min(n - i) as i32).collect::<Vec<_>>(), &[n / 2]));
            assert!(!check(&(0..n).map(|i| noise(i) as i32 % 3).collect::<Vec<_>>(), &[n / 2]));
        }
    }

    #[test]
    fn a_sample_that_deceives_changes_nothing() {
        let n = LONG;
        let mut keys: Vec<i64> = (0..n).map(|i| noise(i) as i64 % 1000).collect();
        let count = n / STEP;
        for (i, up) in (0..count).zip([1, -1].into_iter().cycle()) {
            keys[sampled(i, n / count)] = (1 << 50) + (i as i64) * up;
        }
        assert!(check(&keys, &[n / 2]));
    }

    #[test]
    fn what_is_unusual_is_left_to_other_ways() {
        let n = LONG;
        for odd in [f64::NAN, -0.0] {
            let mut items: Vec<f64> = (0..n).map(|i| noise(i) as f64).collect();
            items[5..40].fill(0.0);
            items[n - 5] = odd;
            let kth = [7, n / 2, n - 1];
            let mut found = vec![0.0; n];
            f64::select_into(&items, &mut found, &kth, Join::BACKWARDS).unwrap();
            let bits = |items: &[f64]| {
                let mut bits: Vec<u64> = items.iter().map(|x| x.to_bits()).collect();
                bits.sort();
                bits
            };
            assert_eq!(bits(&found), bits(&items));
            for k in kth {
                assert!(found[..k].iter().all(|x| !found[k].before(*x)));
                assert!(found[k..].iter().all(|x| !x.before(found[k])));
            }
        }
    }
}
