//! The items of an array that a print shows.

/// All items, or in a summary the first and last few along each long axis.
pub(super) struct Corner {
    /// The items that are left along each axis.
    shape: Vec<usize>,
    /// Whether something is left out along each axis.
    folded: Vec<bool>,
    /// The items at each end of a folded axis.
    edge: usize,
}

impl Corner {
    /// All items.
    pub fn whole(shape: &[usize]) -> Self {
        Corner { shape: shape.to_vec(), folded: vec![false; shape.len()], edge: 0 }
    }

    /// The first and last `edge` items along each axis that is longer than both.
    pub fn summary(shape: &[usize], edge: usize) -> Self {
        let folded: Vec<bool> = shape.iter().map(|&size| size > edge.saturating_mul(2)).collect();
        // Without edges NumPy aligns by all items, and shows the last.
        let left = |(&size, &folded)| if folded && edge > 0 { 2 * edge } else { size };
        Corner { shape: shape.iter().zip(&folded).map(left).collect(), folded, edge }
    }

    /// The same items, each an array of `shape`, all of whose items are shown.
    pub fn extended(&self, shape: &[usize]) -> Self {
        let folded = [&self.folded[..], &vec![false; shape.len()]].concat();
        Corner { shape: [&self.shape, shape].concat(), folded, edge: self.edge }
    }

    pub fn ndim(&self) -> usize {
        self.shape.len()
    }

    /// The number of items.
    pub fn len(&self) -> usize {
        self.shape.iter().product()
    }

    /// The number of items along an axis.
    pub fn size(&self, axis: usize) -> usize {
        self.shape[axis]
    }

    /// The items to show at each end of an axis of which something is left out.
    pub fn edges(&self, axis: usize) -> Option<usize> {
        self.folded[axis].then_some(self.edge)
    }

    /// Whether there are items outside.
    pub fn is_partial(&self) -> bool {
        self.edge > 0 && self.folded.contains(&true)
    }

    /// Calls `visit` with the index of every item in row-major order; in the array, not in the corner.
    pub fn for_each_index(&self, mut visit: impl FnMut(&[isize])) {
        let mut place = vec![0; self.ndim()];
        let mut index = vec![0; self.ndim()];
        for _ in 0..self.len() {
            visit(&index);
            for axis in (0..self.ndim()).rev() {
                place[axis] = (place[axis] + 1) % self.shape[axis];
                index[axis] = self.index(axis, place[axis]);
                if place[axis] != 0 {
                    break;
                }
            }
        }
    }

    /// Items at the far end count from there.
    fn index(&self, axis: usize, place: usize) -> isize {
        let from_end = self.is_partial() && self.folded[axis] && place >= self.edge;
        place as isize - if from_end { self.shape[axis] as isize } else { 0 }
    }
}
