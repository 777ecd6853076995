//! Layout transformations that move no data: broadcasting, permuting, adding and dropping axes.

use super::{Axes, Layout, MAX_NDIM, checked_bytes, normalize_axes, normalize_axis};
use crate::{Error, Result};

/// The shape that all of `shapes` broadcast to. NumPy: `broadcast_shapes`.
///
/// # Errors
/// [`Error::Broadcast`] if a size differs and neither is 1; [`Error::Size`] if the result is too large.
pub fn broadcast_shapes(op: &'static str, shapes: &[&[usize]]) -> Result<Axes<usize>> {
    let Some((first, rest)) = shapes.split_first() else { return Ok(Axes::default()) };
    let mut result = Axes::from_slice(first);
    for shape in rest {
        if result[..] != shape[..] {
            result = broadcast_pair(op, &result, shape)?;
        }
    }
    Ok(result)
}

fn broadcast_pair(op: &'static str, left: &[usize], right: &[usize]) -> Result<Axes<usize>> {
    let (long, short) = if left.len() >= right.len() { (left, right) } else { (right, left) };
    let mut result = Axes::from_slice(long);
    let skip = long.len() - short.len();
    for (size, &other) in result[skip..].iter_mut().zip(short) {
        match (*size, other) {
            (a, b) if a == b => {}
            (1, b) => *size = b,
            (_, 1) => {}
            _ => return Err(Error::Broadcast { op, left: left.to_vec(), right: right.to_vec() }),
        }
    }
    checked_bytes(op, &result, 1)?;
    Ok(result)
}

impl Layout {
    /// The same items seen with `shape`: axes of size 1 and new leading axes get stride 0.
    ///
    /// # Errors
    /// [`Error::Broadcast`] if the shape cannot be had that way.
    pub fn broadcast_to(&self, op: &'static str, shape: &[usize]) -> Result<Layout> {
        let fail = || Error::Broadcast { op, left: self.shape.to_vec(), right: shape.to_vec() };
        let skip = shape.len().checked_sub(self.ndim()).ok_or_else(fail)?;
        checked_bytes(op, shape, 1)?;
        if self.shape.iter().zip(&shape[skip..]).any(|(&own, &other)| own != other && own != 1) {
            return Err(fail());
        }
        Ok(Layout { shape: Axes::from_slice(shape), strides: self.strides_in(shape), offset: self.offset })
    }

    /// The strides along the axes of a shape that this can be seen with.
    pub(crate) fn strides_in(&self, shape: &[usize]) -> Axes<isize> {
        let skip = shape.len() - self.ndim();
        let mut strides = Axes::filled(0, shape.len());
        for axis in 0..self.ndim() {
            if self.shape[axis] == shape[skip + axis] {
                strides[skip + axis] = self.strides[axis];
            }
        }
        strides
    }

    /// The axes in the order `axes`, each counted from the front.
    pub(crate) fn permuted(&self, axes: &[usize]) -> Layout {
        Layout {
            shape: axes.iter().map(|&axis| self.shape[axis]).collect(),
            strides: axes.iter().map(|&axis| self.strides[axis]).collect(),
            offset: self.offset,
        }
    }

    /// Without one axis, at its first place.
    pub(crate) fn without(&self, axis: usize) -> Layout {
        let mut layout = self.clone();
        layout.shape.remove(axis);
        layout.strides.remove(axis);
        layout
    }

    /// The axes in reverse order.
    #[inline]
    pub fn reversed(&self) -> Layout {
        Layout { shape: self.shape.reversed(), strides: self.strides.reversed(), offset: self.offset }
    }

    /// The axes in the order `axes`. NumPy: `transpose(axes)`.
    ///
    /// # Errors
    /// If `axes` is not a permutation of all axes.
    pub fn permute(&self, axes: &[isize]) -> Result<Layout> {
        const OP: &str = "transpose";
        if axes.len() != self.ndim() {
            return Err(Error::Rank { op: OP, expected: "one entry per axis", found: axes.len() });
        }
        Ok(self.permuted(&normalize_axes(OP, axes, self.ndim())?))
    }

    /// Two axes exchanged.
    ///
    /// # Errors
    /// [`Error::Axis`] if one is out of range.
    pub fn swapaxes(&self, a: isize, b: isize) -> Result<Layout> {
        let a = normalize_axis("swapaxes", a, self.ndim())?;
        let b = normalize_axis("swapaxes", b, self.ndim())?;
        let mut layout = self.clone();
        layout.shape.swap(a, b);
        layout.strides.swap(a, b);
        Ok(layout)
    }

    /// The axes `source` moved to the places `destination`; the others keep their order.
    ///
    /// # Errors
    /// If the lists differ in length, or an axis is out of range or named twice.
    pub fn moveaxis(&self, source: &[isize], destination: &[isize]) -> Result<Layout> {
        const OP: &str = "moveaxis";
        if source.len() != destination.len() {
            return Err(Error::value(OP, "source and destination must have the same number of elements"));
        }
        let source = normalize_axes(OP, source, self.ndim())?;
        let destination = normalize_axes(OP, destination, self.ndim())?;
        let mut order: Vec<usize> = (0..self.ndim()).filter(|axis| !source.contains(axis)).collect();
        let mut moves: Vec<(usize, usize)> =
            destination.iter().copied().zip(source.iter().copied()).collect();
        moves.sort_unstable();
        for (to, from) in moves {
            order.insert(to, from);
        }
        Ok(self.permuted(&order))
    }

    /// Without the axes of size 1: all of them, or those named.
    ///
    /// # Errors
    /// If a named axis is out of range, named twice, or of another size.
    pub fn squeeze(&self, axes: Option<&[isize]>) -> Result<Layout> {
        const OP: &str = "squeeze";
        let drop: Vec<bool> = match axes {
            None => self.shape.iter().map(|&size| size == 1).collect(),
            // As in NumPy, an array without axes has its own only item along the first.
            Some([0 | -1]) if self.ndim() == 0 => Vec::new(),
            Some(axes) => {
                let axes = normalize_axes(OP, axes, self.ndim())?;
                if axes.iter().any(|&axis| self.shape[axis] != 1) {
                    return Err(Error::value(
                        OP,
                        "cannot select an axis to squeeze out which has size not equal to one",
                    ));
                }
                (0..self.ndim()).map(|axis| axes.contains(&axis)).collect()
            }
        };
        let keep: Vec<usize> = (0..self.ndim()).filter(|&axis| !drop[axis]).collect();
        Ok(self.permuted(&keep))
    }

    /// With new axes of size 1 at the places `axes` of the result.
    ///
    /// # Errors
    /// If an axis is out of range of the result, or named twice, or there would be more than 64.
    pub fn expand_dims(&self, axes: &[isize]) -> Result<Layout> {
        const OP: &str = "expand_dims";
        let ndim = self.ndim() + axes.len();
        if ndim > MAX_NDIM {
            return Err(Error::size(OP, format!("{ndim} axes, at most {MAX_NDIM} are possible")));
        }
        let axes = normalize_axes(OP, axes, ndim)?;
        let mut layout = Layout { offset: self.offset, ..Layout::default() };
        let mut old = 0;
        for axis in 0..ndim {
            let is_new = axes.contains(&axis);
            layout.shape.push(if is_new { 1 } else { self.shape[old] });
            layout.strides.push(if is_new { 0 } else { self.strides[old] });
            old += usize::from(!is_new);
        }
        Ok(layout)
    }

    /// The axes `axes`, counted from the front, walked backwards.
    pub(crate) fn flipped(&self, axes: impl IntoIterator<Item = usize>) -> Layout {
        let mut layout = self.clone();
        for axis in axes {
            layout.offset += (layout.shape[axis].max(1) as isize - 1) * layout.strides[axis];
            layout.strides[axis] = -layout.strides[axis];
        }
        layout
    }

    /// The places `range` of `axis`, which must be among its places.
    pub(crate) fn narrowed(&self, axis: usize, range: std::ops::Range<usize>) -> Layout {
        debug_assert!(range.start <= range.end && range.end <= self.shape[axis]);
        let mut layout = self.clone();
        layout.shape[axis] = range.len();
        if !range.is_empty() {
            layout.offset += range.start as isize * layout.strides[axis];
        }
        layout
    }

    /// The axes `axis1` and `axis2` replaced by one last axis along the diagonal `offset` places right of
    /// the main one. NumPy: `diagonal`.
    ///
    /// # Errors
    /// If there are fewer than two axes, or the two are the same.
    pub fn diagonal(&self, offset: isize, axis1: isize, axis2: isize) -> Result<Layout> {
        const OP: &str = "diagonal";
        if self.ndim() < 2 {
            return Err(Error::Rank { op: OP, expected: "at least two axes", found: self.ndim() });
        }
        let axes = normalize_axes(OP, &[axis1, axis2], self.ndim())?;
        let (row, column) = (axes[0], axes[1]);
        let rows = self.shape[row].saturating_sub(offset.min(0).unsigned_abs());
        let columns = self.shape[column].saturating_sub(offset.max(0).unsigned_abs());
        let len = rows.min(columns);
        let keep: Vec<usize> = (0..self.ndim()).filter(|axis| !axes.contains(axis)).collect();
        let mut layout = self.permuted(&keep);
        if len > 0 {
            let skipped = if offset < 0 { self.strides[row] } else { self.strides[column] };
            layout.offset += offset.unsigned_abs() as isize * skipped;
        }
        layout.shape.push(len);
        layout.strides.push(self.strides[row] + self.strides[column]);
        Ok(layout)
    }
}
