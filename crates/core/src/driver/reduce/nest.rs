//! The axes of a reduction: which are kept, which are reduced, and in what order they are walked.

use crate::layout::Axes;

/// An axis of a reduction.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::driver) struct Axis {
    pub(in crate::driver) size: usize,
    /// Bytes between items.
    pub(in crate::driver) step: isize,
    /// Bytes between items of the mask.
    pub(in crate::driver) mask: isize,
}

/// Kept and reduced axes, without axes of size 1.
#[derive(Debug, Default)]
pub(in crate::driver) struct Nest {
    /// In the order of the result.
    pub(in crate::driver) kept: Axes<Axis>,
    /// From the largest stride to the smallest.
    pub(in crate::driver) reduced: Axes<Axis>,
}

impl Nest {
    /// `is_reduced` has a bit per axis.
    pub(in crate::driver) fn new(
        shape: &[usize],
        steps: &[isize],
        mask: Option<&[isize]>,
        is_reduced: u64,
    ) -> Nest {
        let mut nest = Nest::default();
        for (i, &size) in shape.iter().enumerate() {
            let axis = Axis { size, step: steps[i], mask: mask.map_or(0, |mask| mask[i]) };
            if size != 1 {
                if is_reduced >> i & 1 != 0 { nest.reduced.push(axis) } else { nest.kept.push(axis) }
            }
        }
        // Items are taken as they lie in memory, whatever the axes are called.
        nest.reduced.sort_by_key(|axis| std::cmp::Reverse(axis.step.unsigned_abs()));
        coalesce(&mut nest.reduced);
        coalesce(&mut nest.kept);
        nest
    }

    /// Turns round the reduced axes that lead backwards through memory. Returns how far the first item lies from the one before, and
    /// that of the mask.
    pub(in crate::driver) fn turn(&mut self) -> (isize, isize) {
        let (mut shift, mut mask_shift) = (0, 0);
        for axis in self.reduced.iter_mut().filter(|axis| axis.step < 0 && axis.size > 0) {
            shift += axis.step * (axis.size - 1) as isize;
            mask_shift += axis.mask * (axis.size - 1) as isize;
            (axis.step, axis.mask) = (-axis.step, -axis.mask);
        }
        coalesce(&mut self.reduced);
        (shift, mask_shift)
    }

    /// The number of results.
    pub(in crate::driver) fn results(&self) -> usize {
        self.kept.iter().map(|axis| axis.size).product()
    }

    /// The items of one result.
    pub(in crate::driver) fn count(&self) -> usize {
        self.reduced.iter().map(|axis| axis.size).product()
    }
}

/// Joins neighbouring axes that are walked as one.
fn coalesce(axes: &mut Axes<Axis>) {
    for i in (1..axes.len()).rev() {
        let (outer, inner) = (axes[i - 1], axes[i]);
        let joins = |outer: isize, inner_step: isize| outer == inner_step * inner.size as isize;
        if joins(outer.step, inner.step) && joins(outer.mask, inner.mask) {
            axes[i - 1] = Axis { size: outer.size * inner.size, ..inner };
            axes.remove(i);
        }
    }
}

/// The places of a nest of axes, in row-major order, from place `start` on.
pub(in crate::driver) struct Places<'a> {
    axes: &'a [Axis],
    place: Axes<usize>,
    /// The distance of the present place from the first.
    pub(in crate::driver) at: isize,
    /// The same in the mask.
    pub(in crate::driver) mask_at: isize,
}

impl<'a> Places<'a> {
    pub(in crate::driver) fn new(axes: &'a [Axis], start: usize) -> Self {
        let mut places = Places { axes, place: Axes::filled(0, axes.len()), at: 0, mask_at: 0 };
        let mut rest = start;
        for (i, axis) in axes.iter().enumerate().rev() {
            places.place[i] = rest % axis.size;
            places.at += axis.step * places.place[i] as isize;
            places.mask_at += axis.mask * places.place[i] as isize;
            rest /= axis.size;
        }
        places
    }

    /// Goes to the next place; after the last comes the first again.
    pub(in crate::driver) fn next(&mut self) {
        for (place, axis) in self.place.iter_mut().zip(self.axes).rev() {
            *place += 1;
            self.at += axis.step;
            self.mask_at += axis.mask;
            if *place < axis.size {
                return;
            }
            self.at -= axis.step * axis.size as isize;
            self.mask_at -= axis.mask * axis.size as isize;
            *place = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_are_split_sorted_and_joined() {
        let nest = Nest::new(&[2, 1, 3, 4], &[96, 96, 32, 8], None, 0b1101);
        assert_eq!(nest.reduced[..], [Axis { size: 24, step: 8, mask: 0 }]);
        assert_eq!((nest.results(), nest.count()), (1, 24));
        let nest = Nest::new(&[4, 3, 2], &[8, 32, 96], None, 0b011);
        assert_eq!(nest.reduced[..], [Axis { size: 12, step: 8, mask: 0 }]);
        assert_eq!(nest.kept[..], [Axis { size: 2, step: 96, mask: 0 }]);
        let nest = Nest::new(&[4, 3], &[24, 8], Some(&[0, 1]), 0b11);
        assert_eq!(nest.reduced.len(), 2);
    }

    #[test]
    fn places_are_counted_like_digits() {
        let axes = [Axis { size: 2, step: 100, mask: 1 }, Axis { size: 3, step: -8, mask: 0 }];
        let mut places = Places::new(&axes, 0);
        let mut seen = Vec::new();
        for k in 0..7 {
            assert_eq!(
                (Places::new(&axes, k % 6).at, Places::new(&axes, k % 6).mask_at),
                (places.at, places.mask_at)
            );
            seen.push(places.at);
            places.next();
        }
        assert_eq!(seen, [0, -8, -16, 100, 92, 84, 0]);
    }
}
