//! Reshaping: resolving `-1`, and finding strides that make a copy unnecessary.

use super::{Axes, Layout, MAX_NDIM, Order, checked_bytes};
use crate::{Error, Result};

impl Layout {
    /// The shape that `wanted` means for these items: one -1, or as in NumPy any negative size, becomes whatever fits.
    ///
    /// # Errors
    /// [`Error::Reshape`] if the items do not fit, or more than one size is negative.
    pub fn resolve_shape(&self, wanted: &[isize]) -> Result<Axes<usize>> {
        let len = self.len();
        let fail = || Error::Reshape { op: "reshape", from: self.shape.to_vec(), to: wanted.to_vec(), len };
        let (mut known, mut unknown, mut fits) = (1usize, 0, true);
        for &size in wanted {
            let (product, overflows) = known.overflowing_mul(if size < 0 { 1 } else { size as usize });
            fits &= !overflows;
            known = product;
            unknown += usize::from(size < 0);
        }
        let missing = match unknown {
            0 if fits && known == len => 1,
            1 if fits && known != 0 && len.is_multiple_of(known) => len / known,
            _ => return Err(fail()),
        };
        let shape: Axes<usize> =
            wanted.iter().map(|&size| if size < 0 { missing } else { size as usize }).collect();
        // As many items as there are fit, unless there are none.
        if len == 0 || shape.len() > MAX_NDIM {
            checked_bytes("reshape", &shape, 1)?;
        }
        Ok(shape)
    }

    /// The same items in the same order (row-major, or column-major for [`Order::F`]) with `shape`, or
    /// `None` if that needs a copy. `shape` must hold as many items.
    pub(crate) fn reshaped(&self, shape: &[usize], itemsize: usize, order: Order) -> Option<Layout> {
        if order == Order::F {
            let mut backwards = shape.to_vec();
            backwards.reverse();
            return Some(self.reversed().reshaped(&backwards, itemsize, Order::C)?.reversed());
        }
        let mut result = Layout::contiguous_unchecked(shape, itemsize, Order::C);
        result.offset = self.offset;
        if self.is_c_contiguous(itemsize) {
            return Some(result);
        }
        // Old and new axes are taken in groups that hold the same number of items; within a group the
        // old axes must lie as one run in memory.
        let old: Vec<usize> = (0..self.ndim()).filter(|&axis| self.shape[axis] != 1).collect();
        let (mut o, mut n) = (0, 0);
        while o < old.len() {
            let (o_start, n_start) = (o, n);
            let (mut have, mut want) = (self.shape[old[o]], *shape.get(n)?);
            o += 1;
            n += 1;
            while have != want {
                if have < want {
                    have *= self.shape[*old.get(o)?];
                    o += 1;
                } else {
                    want *= *shape.get(n)?;
                    n += 1;
                }
            }
            let group = &old[o_start..o];
            let is_one_run = group
                .windows(2)
                .all(|pair| self.strides[pair[0]] == self.strides[pair[1]] * self.shape[pair[1]] as isize);
            if !is_one_run {
                return None;
            }
            let mut stride = self.strides[*group.last()?];
            for axis in (n_start..n).rev() {
                result.strides[axis] = stride;
                stride *= shape[axis] as isize;
            }
        }
        Some(result)
    }
}
