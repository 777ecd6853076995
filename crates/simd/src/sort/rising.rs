//! Keys that rise, all but a few: the few are taken out, sorted, and merged with the rest.
//!
//! Of two neighbours that fall both are taken out, since one of them must be: at most twice as many as need be. So a sorted
//! line is copied and looked at in one walk, and a nearly sorted one costs little more. What falls is turned on the way.

use super::lanes::Key;
use crate::level::{Isa, Kernel, dispatch};

/// Keys below which a sort is as fast.
const FEWEST: usize = 256;

/// Neighbours that are looked at first, and how many of them may be out of order.
const LOOK: usize = 32;
const DISORDER: usize = 3;

/// Of so many keys one may be taken out: more of them cost more than a sort.
const SHARE: usize = 32;

/// Keys that are compared and moved at a time: many, and fewer where they do not rise.
const RUN: usize = 128;
const BLOCK: usize = 16;

/// Keys that are copied at a time, and looked at while they are in the first-level cache.
const COPIED: usize = 2048;

/// Where keys go, all but a few.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Up,
    Down,
}

/// The way of keys, if the first ones have one and it is worth to be known.
pub(super) fn way<T: Key>(keys: &[T]) -> Option<Way> {
    let look = keys.first_chunk().filter(|_| keys.len() >= FEWEST)?;
    let (up, down) = dispatch(Neighbours(look));
    let enough = LOOK - DISORDER;
    (up >= enough).then_some(Way::Up).or_else(|| (down >= enough).then_some(Way::Down))
}

/// How many neighbours do not fall, and how many do not rise.
struct Neighbours<'a, T>(&'a [T; LOOK + 1]);

impl<T: Key> Kernel for Neighbours<'_, T> {
    type Output = (usize, usize);
    // Few keys at a time, or memory, is what takes time.
    const WIDE: bool = false;
    #[inline(always)]
    fn run<I: Isa>(self) -> (usize, usize) {
        let (mut up, mut down) = (0, 0);
        for (a, b) in self.0.iter().zip(&self.0[1..]) {
            up += u32::from(a <= b);
            down += u32::from(a >= b);
        }
        (up as usize, down as usize)
    }
}

/// The first keys, some of which were taken out; those that are kept rise.
struct Sifted<T> {
    seen: usize,
    kept: usize,
    out: Vec<T>,
    /// How many may be taken out.
    most: usize,
}

impl<T: Key> Sifted<T> {
    fn new(n: usize) -> Self {
        Sifted { seen: 0, kept: 0, out: Vec::new(), most: n / SHARE }
    }

    /// Keeps the next `N` keys, if there are so many that rise from the last one that was kept.
    #[inline(always)]
    fn keep<const N: usize>(&mut self, keys: &mut [T]) -> bool {
        let Some(block) = keys[self.seen..].first_chunk::<N>() else { return false };
        let all = block.iter().zip(&block[1..]).fold(true, |all, (a, b)| all & (a <= b));
        let rise = all & (self.kept == 0 || keys[self.kept - 1] <= block[0]);
        if rise {
            if self.kept < self.seen {
                keys.copy_within(self.seen..self.seen + N, self.kept);
            }
            self.kept += N;
            self.seen += N;
        }
        rise
    }

    /// Keeps the keys of a block, or takes them out with the last one that was kept; whether few enough are out then.
    #[inline(always)]
    fn take_out(&mut self, keys: &mut [T]) -> bool {
        let Sifted { seen, kept, out, most } = self;
        if out.len() + 2 * BLOCK > out.capacity() && out.try_reserve_exact(*most + 2 * BLOCK).is_err() {
            return false;
        }
        let end = keys.len().min(*seen + BLOCK);
        for i in *seen..end {
            let key = keys[i];
            if *kept == 0 || keys[*kept - 1] <= key {
                keys[*kept] = key;
                *kept += 1;
            } else {
                *kept -= 1;
                out.extend([keys[*kept], key]);
            }
        }
        *seen = end;
        out.len() <= *most
    }

    /// Puts in order what was taken out, if it can be, and merges it with what was kept.
    fn finish(mut self, keys: &mut [T], sort: impl FnOnce(&mut [T]) -> bool) -> bool {
        if self.out.is_empty() {
            return true;
        }
        let sorted = sort(&mut self.out);
        if sorted {
            dispatch(Merge { keys, kept: self.kept, out: &self.out });
        }
        sorted
    }
}

/// Goes on to the end of the keys; whether few enough are taken out.
struct Sift<'a, T>(&'a mut Sifted<T>, &'a mut [T]);

impl<T: Key> Kernel for Sift<'_, T> {
    type Output = bool;
    const WIDE: bool = false;
    #[inline(always)]
    fn run<I: Isa>(self) -> bool {
        let Sift(sifted, keys) = self;
        while sifted.seen < keys.len() {
            if sifted.keep::<RUN>(keys) {
                continue;
            }
            let end = keys.len().min(sifted.seen + RUN);
            while sifted.seen < end {
                if !sifted.keep::<BLOCK>(keys) && !sifted.take_out(keys) {
                    return false;
                }
            }
        }
        true
    }
}

/// Merges sorted keys with those that were kept, behind which there is room for them.
struct Merge<'a, T> {
    keys: &'a mut [T],
    kept: usize,
    out: &'a [T],
}

impl<T: Key> Kernel for Merge<'_, T> {
    type Output = ();
    const WIDE: bool = false;
    #[inline(always)]
    fn run<I: Isa>(self) {
        let Merge { keys, mut kept, out } = self;
        assert!(kept + out.len() <= keys.len());
        for (before, &key) in out.iter().enumerate().rev() {
            let by = before + 1;
            while kept >= BLOCK && keys[kept - BLOCK] > key {
                keys.copy_within(kept - BLOCK..kept, kept - BLOCK + by);
                kept -= BLOCK;
            }
            while kept > 0 && keys[kept - 1] > key {
                keys[kept - 1 + by] = keys[kept - 1];
                kept -= 1;
            }
            keys[kept + before] = key;
        }
    }
}

/// Writes keys backwards.
struct Turn<'a, T> {
    from: &'a [T],
    to: &'a mut [T],
}

impl<T: Key> Kernel for Turn<'_, T> {
    type Output = ();
    const WIDE: bool = false;
    #[inline(always)]
    fn run<I: Isa>(self) {
        self.to.iter_mut().zip(self.from.iter().rev()).for_each(|(to, &key)| *to = key);
    }
}

/// Sorts keys that nearly all rise where they lie; `false`, and the keys in any order, if too many do not.
pub(super) fn sort<T: Key>(keys: &mut [T], sort: impl FnOnce(&mut [T])) -> bool {
    if way(keys) != Some(Way::Up) {
        return false;
    }
    let mut sifted = Sifted::new(keys.len());
    if !dispatch(Sift(&mut sifted, &mut *keys)) {
        keys[sifted.kept..][..sifted.out.len()].copy_from_slice(&sifted.out);
        return false;
    }
    sifted.finish(keys, |out| {
        sort(out);
        true
    })
}

/// Writes items that nearly all go one way in order to as many other places; `false`, and anything there, if they do not,
/// or if what falls does not `fit` to be turned, or what is taken out cannot be sorted.
///
/// What is equal keeps its order if it rises or was neither turned nor taken out.
pub(super) fn sort_into<T: Key>(
    from: &[T],
    to: &mut [T],
    fit: impl Fn(&[T]) -> bool,
    sort: impl FnOnce(&mut [T]) -> bool,
) -> bool {
    let Some(way) = way(from) else { return false };
    let n = from.len();
    let mut sifted = Sifted::new(n);
    for start in (0..n).step_by(COPIED) {
        let end = n.min(start + COPIED);
        let some = &mut to[start..end];
        match way {
            Way::Up => some.copy_from_slice(&from[start..end]),
            Way::Down if fit(&from[n - end..n - start]) => {
                dispatch(Turn { from: &from[n - end..n - start], to: some });
            }
            Way::Down => return false,
        }
        if !dispatch(Sift(&mut sifted, &mut to[..end])) {
            return false;
        }
    }
    sifted.finish(to, sort)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::level::{available_levels, force_level};
    use crate::sort::{Item, Join};

    const SIZES: [usize; 9] = [255, 256, 257, 300, 383, 384, 2047, 2049, 5001];

    /// What is taken by this way, by what becomes of numbers that rise; all others are random at their end.
    fn inputs(n: usize) -> Vec<(Vec<i64>, bool)> {
        let line = |of: &dyn Fn(i64) -> i64| (0..n as i64).map(of).collect::<Vec<_>>();
        let (rising, last) = (line(&|i| i / 3), n - 1);
        let with = |places: &[(usize, i64)]| {
            let mut keys = rising.clone();
            places.iter().for_each(|&(place, key)| keys[place] = key);
            keys
        };
        vec![
            (line(&|_| 7), true),
            (rising.clone(), true),
            (with(&[(0, 9999)]), true),
            (with(&[(last, -1)]), true),
            (with(&[(0, 9999), (last, -1)]), true),
            (with(&[(n / 2, 9999), (n / 2 + 1, 9998)]), true),
            (with(&[(70, -5), (n / 2, 0), (n - 17, 9999)]), true),
            (line(&|i| if i % 128 == 5 { i * 7919 % n as i64 } else { i }), true),
            (line(&|i| if i % 9 == 5 { i * 7919 % n as i64 } else { i }), false),
            (line(&|i| if i < 200 { i } else { i * 7919 % n as i64 }), false),
            (line(&|i| i * 7919 % n as i64), false),
        ]
    }

    fn check<T: Key + std::fmt::Debug>(of: impl Fn(i64) -> T + Copy) {
        let by_std = |keys: &mut [T]| keys.sort_by(|a, b| a.partial_cmp(b).unwrap());
        for (n, (input, taken)) in SIZES.into_iter().flat_map(|n| inputs(n).into_iter().map(move |x| (n, x)))
        {
            let keys: Vec<T> = input.into_iter().map(of).collect();
            let turned: Vec<T> = keys.iter().rev().copied().collect();
            let mut wanted = keys.clone();
            by_std(&mut wanted);
            let taken = taken && n >= FEWEST;
            for from in [&keys, &turned] {
                let mut to = vec![of(-77); n];
                let done = sort_into(
                    from,
                    &mut to,
                    |_| true,
                    |out| {
                        by_std(out);
                        true
                    },
                );
                assert_eq!(done, taken, "{n} {from:?}");
                assert!(!done || to == wanted, "{n} {from:?}");
            }
            let mut found = keys.clone();
            assert_eq!(sort(&mut found, by_std), taken);
            if !taken {
                by_std(&mut found);
            }
            assert_eq!(found, wanted);
        }
    }

    #[test]
    fn what_is_nearly_sorted_is_sorted_at_every_level() {
        for &level in available_levels() {
            force_level(level);
            check(|x| x as f64 - 100.5);
            check(|x| x - 100);
            check(|x| x as f32 - 100.5);
            check(|x| x as i32 - 100);
        }
    }

    #[test]
    fn what_does_not_fit_is_not_turned_and_what_cannot_be_sorted_is_left() {
        let mut keys: Vec<i32> = (0..3000).rev().collect();
        let mut to = keys.clone();
        assert!(!sort_into(&keys, &mut to, |keys| !keys.contains(&77), |_| true));
        assert!(sort_into(&keys, &mut to, |keys| !keys.contains(&-77), |_| true));
        keys.reverse();
        keys[500] = -1;
        assert!(!sort_into(&keys, &mut to, |_| false, |out| *out != [499, -1]));
        assert!(sort_into(
            &keys,
            &mut to,
            |_| false,
            |out| {
                out.reverse();
                true
            }
        ));
        assert!(to[..501].iter().zip(-1..).all(|(&key, wanted)| key == wanted) && to[501] == 501);
    }

    #[test]
    fn zeros_keep_their_signs_and_nans_go_last_whatever_is_taken_out() {
        let n = 700;
        let zeros = |i: usize| if i % 3 == 1 { -0.0 } else { 0.0 };
        let line = |i: usize| match i {
            300..400 => zeros(i),
            _ => i as f64 - 350.0,
        };
        let rising: Vec<f64> = (0..n).map(line).collect();
        let with = |places: &[(usize, f64)]| {
            let mut items = rising.clone();
            places.iter().for_each(|&(place, item)| items[place] = item);
            items
        };
        let other_nan = f64::from_bits(0x7ff0_0000_0000_0123);
        let mut inputs = vec![
            rising.clone(),
            with(&[(0, 7.5)]),
            with(&[(350, 7.5)]),
            with(&[(650, -0.0), (660, 0.0)]),
            with(&[(0, f64::NAN)]),
            with(&[(n - 1, f64::NAN)]),
            with(&[(n - 2, other_nan), (n - 1, -f64::NAN)]),
            with(&[(310, f64::NAN), (500, other_nan)]),
            vec![f64::NAN; n],
            (0..n).map(zeros).collect(),
        ];
        inputs.extend(inputs.clone().into_iter().map(|items| items.into_iter().rev().collect()));
        for &level in available_levels() {
            force_level(level);
            for items in &inputs {
                let mut wanted = items.clone();
                wanted.sort_by(|a, b| b.before(*a).cmp(&a.before(*b)));
                let mut found = vec![5.0; n];
                f64::sort_into(items, &mut found, Join::SERIAL).unwrap();
                let mut there = items.clone();
                f64::sort(&mut there, Join::SERIAL).unwrap();
                for found in [found, there] {
                    let same = found.iter().zip(&wanted).all(|(a, b)| a.to_bits() == b.to_bits());
                    assert!(same, "{level:?} {items:?}");
                }
            }
        }
    }
}
