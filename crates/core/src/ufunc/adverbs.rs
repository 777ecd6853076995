//! What every universal function of two operands can do besides being called: `reduce`, `accumulate`,
//! `reduceat`, `outer` and `at`.
//!
//! They fold with the function's own loop.

use std::ptr::copy_nonoverlapping;

use numoxide_simd::select::{AxisScale, IndexMode};

use super::{Identity, Source, TypedLoop, Ufunc};
use crate::driver::fold::{Folded, fold, fold_slices};
use crate::driver::index::{IndexArray, Lookup, Lookups, PlacesFn, Road, Update, update_places};
use crate::driver::reduce::ReduceOptions;
use crate::driver::scan::{Chain, ScanOptions, scan};
use crate::driver::{CastFn, Elementwise, Loop, Operand, cast_fn};
use crate::layout::{broadcast_shapes, normalize_axis};
use crate::{AnyArray, AnyView, AnyViewMut, Array, ArrayView, DType, Error, Layout, Result};

impl Ufunc {
    /// The loop that folds items of `dtype`: its inputs and its output are of one type.
    ///
    /// As in NumPy, sums and products of `bool` and of integers narrower than 64 bits are 64 bits wide, and logical
    /// functions are folded over truth values.
    ///
    /// # Errors
    /// [`Error::NoLoop`] if the function cannot be folded.
    pub fn find_fold(&'static self, dtype: &DType) -> Result<&'static TypedLoop> {
        if self.nin != 2 || self.nout != 1 {
            return Err(Error::value(
                self.name,
                "only functions of two operands with one result can be folded",
            ));
        }
        let wide = match (self.name, dtype.kind()) {
            ("add" | "multiply", 'b' | 'i') => &DType::I64,
            ("add" | "multiply", 'u') => &DType::U64,
            _ => dtype,
        };
        let row = self.find(&[wide, wide])?;
        if row.types.iter().all(|ty| *ty == row.types[0]) {
            return Ok(row);
        }
        let is_test = row.types[2] == DType::Bool && !self.name.starts_with("logical_");
        self.find_closed(if is_test { dtype } else { &row.types[2] })
    }

    /// The loop whose inputs and output are all of type `dtype`.
    ///
    /// # Errors
    /// [`Error::NoLoop`].
    pub fn find_closed(&'static self, dtype: &DType) -> Result<&'static TypedLoop> {
        let closed = |row: &&TypedLoop| row.types.len() == 3 && row.types.iter().all(|ty| ty == dtype);
        let fail = || Error::NoLoop { op: self.name, dtypes: vec![dtype.clone(), dtype.clone()] };
        self.loops.iter().find(closed).ok_or_else(fail)
    }

    /// The items along axes combined one after the other, calculated in `dtype` if one is given. All axes are folded if
    /// none are named.
    ///
    /// # Errors
    /// If the function cannot be folded, several axes are to be folded whose order means something, an axis does not
    /// exist, nothing is folded and there is no identity, the mask does not fit, or memory cannot be had.
    pub fn reduce(
        &'static self,
        a: &AnyView<'_>,
        dtype: Option<&DType>,
        options: &ReduceOptions<'_>,
    ) -> Result<AnyArray> {
        let chain = match dtype {
            Some(dtype) => self.find_closed(dtype)?,
            None => self.find_fold(a.dtype())?,
        };
        let identity = match self.identity {
            // "All bits set" is -1, which no unsigned integer would become of a float.
            Identity::Value(value) if value.is_finite() => Some(Array::from_vec(vec![value as i64])?.into()),
            Identity::Value(value) => Some(Array::from_vec(vec![value])?.into()),
            Identity::None | Identity::Reorderable => None,
        };
        if let (Some(&[axis]), None, None) = (options.axes.as_deref(), &options.initial, &options.mask) {
            self.check_behind_first(chain, a, axis)?;
        }
        let reorderable = self.identity != Identity::None;
        fold(&Folded { op: self.name, chain, identity, reorderable }, a, options)
    }

    /// The running result along `axis`: `out[i] = function(out[i - 1], a[i])`.
    ///
    /// # Errors
    /// If the function cannot be folded, the axis does not exist, or memory cannot be had.
    pub fn accumulate(&'static self, a: &AnyView<'_>, axis: isize) -> Result<AnyArray> {
        let options = ScanOptions { axis: Some(axis), ..ScanOptions::default() };
        let chain = self.find_fold(a.dtype())?;
        self.check_behind_first(chain, a, axis)?;
        let result = scan(self.name, chain, a, options)?;
        Ok(result.expect("results that were not written elsewhere"))
    }

    /// Whether items may follow the first one along an axis, as far as more counts than their types.
    fn check_behind_first(&self, row: &'static TypedLoop, a: &AnyView<'_>, axis: isize) -> Result<()> {
        let Some(refine) = self.refine else { return Ok(()) };
        let axis = normalize_axis(self.name, axis, a.ndim())?;
        let len = a.shape()[axis];
        if len > 1 {
            let behind = a.with_layout(a.layout().narrowed(axis, 1..len));
            refine(row, &[Source::of_any(a), Source::of_any(&behind)])?;
        }
        Ok(())
    }

    /// Reductions of slices of `axis`: `out[i]` folds `a[indices[i]..indices[i + 1]]`, or is
    /// `a[indices[i]]` alone where the next index is not larger. The last slice reaches to the end.
    ///
    /// # Errors
    /// If the function cannot be folded, the axis does not exist, an index is out of range, or memory
    /// cannot be had.
    pub fn reduceat(&'static self, a: &AnyView<'_>, indices: &[isize], axis: isize) -> Result<AnyArray> {
        let axis = normalize_axis(self.name, axis, a.ndim())?;
        let len = a.shape()[axis];
        if let Some(&index) = indices.iter().find(|&&index| index < 0 || index as usize >= len) {
            return Err(Error::Index { index, axis, len });
        }
        let ends = indices.iter().skip(1).copied().chain([len as isize]);
        let slices =
            indices.iter().zip(ends).map(|(&start, end)| start as usize..end.max(start + 1) as usize);
        let slices: Vec<_> = slices.collect();
        fold_slices(self.name, self.find_fold(a.dtype())?, a, axis, &slices)?.moveaxis(0isize, axis as isize)
    }

    /// The function of every pair of items: the shape is that of `a` followed by that of `b`.
    ///
    /// # Errors
    /// As [`Ufunc::call`].
    pub fn outer(&'static self, a: &AnyView<'_>, b: &AnyView<'_>) -> Result<AnyArray> {
        let new: Vec<isize> = (0..b.ndim()).map(|k| (a.ndim() + k) as isize).collect();
        self.call(&[&a.expand_dims(new)?, b])?.one()
    }

    /// `target[indices] = function(target[indices], values)`, once for each index, repeated ones too. The
    /// indices select along the first axis; `values` broadcast to the shape of `indices` followed by the
    /// other axes of `target`. A function of one operand takes no values. Results are cast to the type of
    /// `target` whatever they lose, as NumPy does here.
    ///
    /// # Errors
    /// If an index is out of range, or the shapes do not broadcast. Nothing is changed then.
    pub fn at(
        &'static self,
        target: &mut AnyViewMut<'_>,
        indices: &ArrayView<'_, i64>,
        values: Option<&AnyView<'_>>,
    ) -> Result<()> {
        if target.ndim() == 0 {
            return Err(Error::TooManyIndices { ndim: 0, indices: 1 });
        }
        if self.nout != 1 || self.nin != 1 + usize::from(values.is_some()) {
            return Err(Error::value(
                self.name,
                "`at` takes the operands of the function, which has one result",
            ));
        }
        let scale =
            AxisScale { len: target.shape()[0], scale: target.layout.strides()[0], mode: IndexMode::Raise };
        let places = IndexArray::Lent(indices.clone().into());
        let lookups = Lookups::new(self.name, vec![Lookup { places, axis: 0, scale }], None)?;
        let offsets = lookups.offsets()?;
        let dtype = target.dtype().clone();
        let dtypes = [&dtype, values.map_or(&dtype, |values| values.dtype())];
        let row = self.find(&dtypes[..self.nin])?;
        if let (Some(refine), Some(values), false) = (self.refine, values, indices.is_empty()) {
            refine(row, &[Source::of_any(&target.view()), Source::of_any(values)])?;
        }
        if let Some(values) = values
            && let Some((at, step)) = at_once(row, target, values, indices)
        {
            // SAFETY: the target is uniquely borrowed, and holds an item at each offset; there is a value for each, of the row's type.
            unsafe { at(target.first.as_ptr(), offsets.as_slice(), (values.first.as_ptr(), step)) };
            return Ok(());
        }
        let lines = target.layout.without(0);
        let mut shape = indices.shape().to_vec();
        shape.extend_from_slice(lines.shape());
        let values = values.map(|values| self.spread(values, &shape, row, lines.ndim())).transpose()?;
        self.at_offsets(row, target, &lines, offsets.as_slice(), values.as_ref())
    }

    /// `values` as the loop takes them, broadcast to `shape`, with the axes of the indices joined.
    fn spread(
        &self,
        values: &AnyView<'_>,
        shape: &[usize],
        row: &TypedLoop,
        inner: usize,
    ) -> Result<AnyArray> {
        let joined = broadcast_shapes(self.name, &[shape, values.shape()])?;
        if joined[..] != *shape {
            return Err(Error::Broadcast {
                op: self.name,
                left: shape.to_vec(),
                right: values.shape().to_vec(),
            });
        }
        let cast = values.astype(row.types[1].clone())?;
        let mut flat = vec![shape[..shape.len() - inner].iter().product::<usize>() as isize];
        flat.extend(shape[shape.len() - inner..].iter().map(|&size| size as isize));
        cast.broadcast_to(shape)?.reshape(flat)
    }

    fn at_offsets(
        &self,
        row: &TypedLoop,
        target: &mut AnyViewMut<'_>,
        lines: &Layout,
        offsets: &[isize],
        values: Option<&AnyArray>,
    ) -> Result<()> {
        let first = target.first.as_ptr();
        let dtype = target.dtype().clone();
        let value_lines = values.map(|values| values.layout.without(0));
        let values = values
            .zip(value_lines.as_ref())
            .map(|(values, lines)| ((values.buffer.data().as_ptr(), lines), values.layout.strides()[0]));
        if lines.len() < LINE {
            let update = self.update(row, &dtype)?;
            // SAFETY: the target is uniquely borrowed, and holds a line of items at each offset; the values are
            // lines of as many items, of the types of the row.
            unsafe { update_places(&update, (first, lines), offsets, values) };
            return Ok(());
        }
        for (k, &offset) in offsets.iter().enumerate() {
            let place = first.wrapping_offset(offset);
            let mut inputs = vec![cast_operand(place, lines, &dtype, &row.native[0])?];
            if let Some(((memory, lines), step)) = values {
                let item = memory.wrapping_offset(k as isize * step);
                inputs.push(cast_operand(item, lines, &row.types[1], &row.native[1])?);
            }
            let mut output = cast_operand(place, lines, &row.native[self.nin], &dtype)?;
            (output.itemsize, output.loop_itemsize) = (dtype.itemsize(), row.native[self.nin].itemsize());
            let call =
                Elementwise { inner: Loop::new(row.run), inputs: &inputs, outputs: &[output], mask: None };
            // SAFETY: rows of the target, which is uniquely borrowed, and of the values; an output that is an
            // input is the same places in the same order.
            unsafe { call.run() };
        }
        Ok(())
    }

    /// What `row` does to single items of `dtype`, with values of the row's second type.
    fn update(&self, row: &TypedLoop, dtype: &DType) -> Result<Update> {
        let road = |from: &DType, to: &DType, size| {
            let cast = if from == to { None } else { Some(cast_or_fail(from, to)?) };
            Ok::<_, Error>(Road { size, cast })
        };
        let result = &row.native[self.nin];
        let direct = row.direct && *dtype == row.types[0] && dtype == result;
        Ok(Update {
            run: row.run,
            at: row.at.filter(|_| direct),
            item: road(dtype, &row.native[0], dtype.itemsize())?,
            value: match self.nin {
                1 => None,
                _ => Some(road(&row.types[1], &row.native[1], row.types[1].itemsize())?),
            },
            result: road(result, dtype, dtype.itemsize())?,
        })
    }
}

/// The loop for all places at once and the bytes from one value to the next, where a place holds one item and the values are used as
/// they are.
fn at_once(
    row: &TypedLoop,
    target: &AnyViewMut<'_>,
    values: &AnyView<'_>,
    indices: &ArrayView<'_, i64>,
) -> Option<(PlacesFn, isize)> {
    let step = match values.shape() {
        [] => 0,
        [len] if indices.ndim() == 1 && *len == indices.len() => values.layout.strides()[0],
        _ => return None,
    };
    let direct = row.direct && *target.dtype() == row.types[0] && *values.dtype() == row.types[1];
    row.at.filter(|_| direct && target.ndim() == 1 && row.native[2] == row.types[0]).map(|at| (at, step))
}

/// Lines at least this long are updated one by one, shorter ones item by item.
const LINE: usize = 16;

/// Items that are converted at a time where a loop works with another type than the user's.
const CONVERTED: usize = 64;

/// A loop whose operands are of one type combines a result with the next item.
impl Chain for TypedLoop {
    fn dtype(&self) -> &DType {
        &self.types[2]
    }

    unsafe fn run(&self, mut before: *const u8, x: *const u8, out: *mut u8, n: usize) {
        let size = self.types[2].itemsize();
        for i in 0..n {
            // SAFETY: by contract; item by item.
            unsafe {
                self.row(before, x.add(i * size), out.add(i * size), 1);
                before = out.add(i * size);
            }
        }
    }

    unsafe fn row(&self, before: *const u8, x: *const u8, out: *mut u8, n: usize) {
        // SAFETY: by contract.
        unsafe {
            if before.is_null() {
                copy_nonoverlapping(x, out, n * self.types[2].itemsize());
            } else if self.direct {
                (self.run)(std::ptr::null(), [before.cast_mut(), x.cast_mut(), out].as_ptr(), n);
            } else {
                self.converted_row(before, x, out, n);
            }
        }
    }
}

impl TypedLoop {
    /// [`Chain::row`] by way of the type that the code works with.
    ///
    /// # Safety
    /// As there; `before` must not be null.
    unsafe fn converted_row(&self, before: *const u8, x: *const u8, out: *mut u8, n: usize) {
        let (user, native) = (&self.types[2], &self.native[2]);
        let casts = cast_fn(user, native).zip(cast_fn(native, user));
        let (take, give) = casts.expect("scalars can be converted");
        let size = user.itemsize();
        let mut blocks = [[0u128; CONVERTED]; 3];
        let [a, b, result] = blocks.each_mut().map(|block| block.as_mut_ptr().cast::<u8>());
        for start in (0..n).step_by(CONVERTED) {
            let len = CONVERTED.min(n - start);
            // SAFETY: by contract; a block holds that many items of any scalar type.
            unsafe {
                take(before.add(start * size), a, len);
                take(x.add(start * size), b, len);
                (self.run)(std::ptr::null(), [a, b, result].as_ptr(), len);
                give(result, out.add(start * size), len);
            }
        }
    }
}

fn cast_operand<'a>(memory: *mut u8, layout: &'a Layout, from: &DType, to: &DType) -> Result<Operand<'a>> {
    let mut operand = Operand::new(memory, layout, from.itemsize());
    if from != to {
        operand.cast = Some(cast_or_fail(from, to)?);
        operand.loop_itemsize = to.itemsize();
    }
    Ok(operand)
}

fn cast_or_fail(from: &DType, to: &DType) -> Result<CastFn> {
    let casting = crate::Casting::Unsafe;
    let fail = || Error::Cast { op: "ufunc", from: from.clone(), to: to.clone(), casting };
    cast_fn(from, to).ok_or_else(fail)
}
