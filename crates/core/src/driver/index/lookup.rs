//! From index arrays to byte offsets.

use std::mem::MaybeUninit;
use std::slice::{from_raw_parts, from_raw_parts_mut};

use numoxide_simd::select::{AxisScale, add_offsets, offsets};

use super::super::MAX_OPERANDS;
use super::super::blocks::is_aligned;
use super::super::cast::cast_fn;
use super::super::gather::gather;
use super::super::plan::Plan;
use crate::layout::{Axes, broadcast_shapes};
use crate::{AnyArray, AnyView, Array, Buffer, DType, Error, Layout, Order, Result};

/// Places that are brought to their type at a time.
pub(super) const BLOCK: usize = 512;

/// An array of integers that somebody lends, or that was made for the purpose.
#[derive(Clone)]
pub(crate) enum IndexArray<'a> {
    Lent(AnyView<'a>),
    Made(AnyArray),
}

impl IndexArray<'_> {
    pub(crate) fn view(&self) -> AnyView<'_> {
        match self {
            IndexArray::Lent(view) => view.clone(),
            IndexArray::Made(array) => array.view(),
        }
    }

    pub(crate) fn layout(&self) -> &Layout {
        match self {
            IndexArray::Lent(view) => view.layout(),
            IndexArray::Made(array) => array.layout(),
        }
    }

    pub(crate) fn dtype(&self) -> &DType {
        match self {
            IndexArray::Lent(view) => view.dtype(),
            IndexArray::Made(array) => array.dtype(),
        }
    }

    /// The integers as `i64`.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub(crate) fn into_i64(self) -> Result<Array<i64>> {
        match self {
            IndexArray::Lent(view) => view.astype(DType::I64)?.try_into(),
            IndexArray::Made(array) => array.astype(DType::I64)?.try_into(),
        }
    }

    /// Whether the items can be places: integers, or `bool` as 0 and 1.
    pub(crate) fn is_of_integers(&self) -> bool {
        self.dtype().is_integer() || *self.dtype() == DType::Bool
    }

    /// The address of the first integer.
    fn first(&self) -> *mut u8 {
        match self {
            IndexArray::Lent(view) => view.as_ptr().cast_mut(),
            IndexArray::Made(array) => array.as_ptr().cast_mut(),
        }
    }
}

/// As many places as need no plan.
pub(crate) const FEW: usize = BLOCK;

/// The places in an array of `i64`, if they are few and lie in a row.
pub(crate) fn few_in_a_row<'a>(view: &'a AnyView<'_>) -> Option<&'a [i64]> {
    let (&[n], &[stride]) = (view.layout().shape(), view.layout().strides()) else { return None };
    let lies = stride == 8 && n <= FEW && *view.dtype() == DType::I64 && is_aligned(view.as_ptr(), 8);
    // SAFETY: the items of a view, one after the other.
    lies.then(|| unsafe { from_raw_parts(view.as_ptr().cast(), n) })
}

/// An index array and the axis along which its integers are places.
pub(crate) struct Lookup<'a> {
    pub(crate) places: IndexArray<'a>,
    /// The axis as the user counts, for the message of an error.
    pub(crate) axis: usize,
    pub(crate) scale: AxisScale,
}

/// Index arrays that have one shape together.
pub(crate) struct Lookups<'a> {
    shape: Axes<usize>,
    lists: Vec<Lookup<'a>>,
}

/// Byte offsets that are known to lead to items.
pub(crate) struct Offsets {
    buffer: Buffer,
    len: usize,
}

impl Offsets {
    pub(crate) fn as_slice(&self) -> &[isize] {
        // SAFETY: `Lookups::offsets` has written all of them.
        unsafe { from_raw_parts(self.buffer.data().as_ptr().cast(), self.len) }
    }
}

/// Scratch memory for a block of places on its way through a cast.
pub(super) struct Stage {
    strided: [MaybeUninit<i64>; BLOCK],
    cast: [MaybeUninit<i64>; BLOCK],
}

impl Stage {
    pub(super) const fn new() -> Self {
        Stage { strided: [MaybeUninit::uninit(); BLOCK], cast: [MaybeUninit::uninit(); BLOCK] }
    }
}

impl<'a> Lookups<'a> {
    /// Index arrays that are broadcast against each other and against the shape `more`.
    ///
    /// # Errors
    /// [`Error::Broadcast`] if they do not fit, [`Error::DType`] if one is not of integers or `bool`,
    /// [`Error::Size`] if there are more than 31.
    pub(crate) fn new(
        op: &'static str,
        lists: Vec<Lookup<'a>>,
        more: Option<&[usize]>,
    ) -> Result<Lookups<'a>> {
        if lists.len() >= MAX_OPERANDS {
            return Err(Error::size(op, format!("{} index arrays, at most 31 are possible", lists.len())));
        }
        if let Some(list) = lists.iter().find(|list| !list.places.is_of_integers()) {
            return Err(Error::DType { op, dtype: list.places.dtype().to_string() });
        }
        let first = lists.first().map_or(&[][..], |list| list.places.layout().shape());
        let mut shape = Axes::from_slice(more.unwrap_or(first));
        for list in &lists {
            if shape[..] != *list.places.layout().shape() {
                shape = broadcast_shapes(op, &[&shape, list.places.layout().shape()])?;
            }
        }
        Ok(Lookups { shape, lists })
    }

    /// The common shape.
    pub(crate) fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The axes along which places are looked up.
    pub(super) fn axes(&self) -> impl Iterator<Item = AxisScale> {
        self.lists.iter().map(|list| list.scale)
    }

    /// The bytes between the first and the last place that could be named.
    pub(super) fn reach(&self) -> usize {
        self.lists.iter().map(|list| list.scale.len.saturating_mul(list.scale.scale.unsigned_abs())).sum()
    }

    /// A plan over the index arrays, and over `side` as the last operand.
    pub(super) fn plan(&self, side: Option<(*mut u8, Axes<isize>)>) -> Plan {
        let mut operands = Vec::with_capacity(self.lists.len() + 1);
        for list in &self.lists {
            operands.push((list.places.first(), list.places.layout().strides_in(&self.shape)));
        }
        operands.extend(side);
        Plan::in_order(&self.shape, operands)
    }

    /// Where the places of each index array are, if the common shape has one axis; how many arrays there are.
    pub(super) fn in_a_row(&self, lists: &mut [(*mut u8, isize)]) -> usize {
        for (to, list) in lists.iter_mut().zip(&self.lists) {
            *to = (list.places.first(), list.places.layout().strides_in(&self.shape)[0]);
        }
        self.lists.len()
    }

    /// Writes the offsets of a run of places, given where each index array has its first and the bytes to the
    /// next; the run begins at the place `start`. Whether all places lay within their axes.
    ///
    /// # Safety
    /// The run must lie within the index arrays.
    pub(super) unsafe fn fill(
        &self,
        lists: &[(*mut u8, isize)],
        start: usize,
        out: &mut [MaybeUninit<isize>],
        stage: &mut Stage,
    ) -> bool {
        if self.lists.is_empty() {
            out.fill(MaybeUninit::new(0));
            return true;
        }
        let mut fits = true;
        for (k, (list, &(first, stride))) in self.lists.iter().zip(lists).enumerate() {
            let first = first.wrapping_offset(start as isize * stride);
            // SAFETY: by contract; the first list writes what the others add to.
            fits &= unsafe { list.fill(first, stride, out, k > 0, stage) };
        }
        fits
    }

    /// All offsets.
    ///
    /// # Errors
    /// [`Error::Index`] for the first place outside its axis.
    pub(crate) fn offsets(&self) -> Result<Offsets> {
        let len: usize = self.shape.iter().product();
        let bytes =
            len.checked_mul(size_of::<isize>()).ok_or_else(|| Error::size("index", "too many places"))?;
        let buffer = Buffer::uninit(bytes)?;
        // SAFETY: fresh memory of this size, aligned to a cache line.
        let fits = self.fill_all(unsafe { from_raw_parts_mut(buffer.data().as_ptr().cast(), len) })?;
        if fits { Ok(Offsets { buffer, len }) } else { Err(self.outside()) }
    }

    /// Calls `work` with all offsets, which are few, from room on the stack.
    ///
    /// # Errors
    /// As [`Lookups::offsets`].
    ///
    /// # Panics
    /// If there are more than 512 places.
    pub(super) fn with_few_offsets(&self, work: impl FnOnce(&[isize])) -> Result<()> {
        let mut room = [MaybeUninit::uninit(); BLOCK];
        let offsets = &mut room[..self.shape.iter().product()];
        if !self.fill_all(offsets)? {
            return Err(self.outside());
        }
        // SAFETY: all of them have been written.
        work(unsafe { offsets.assume_init_ref() });
        Ok(())
    }

    /// Writes the offset of every place; whether all lay within their axes.
    fn fill_all(&self, out: &mut [MaybeUninit<isize>]) -> Result<bool> {
        let is_broadcast = |list: &Lookup<'_>| list.places.layout().len() < out.len();
        if self.lists.len() > 1 && self.lists.iter().any(is_broadcast) {
            return self.fill_grid(out);
        }
        let (mut left, mut fits, mut stage) = (out, true, Stage::new());
        let mut lists = [(std::ptr::null_mut(), 0); MAX_OPERANDS];
        self.plan(None).rows(|ptrs, strides, n| {
            let (run, rest) = std::mem::take(&mut left).split_at_mut(n);
            let row = ptrs.iter().copied().zip(strides.iter().copied());
            lists.iter_mut().zip(row).for_each(|(list, row)| *list = row);
            // SAFETY: the plan visits the places of all index arrays.
            fits &= unsafe { self.fill(&lists[..ptrs.len()], 0, run, &mut stage) };
            left = rest;
        });
        Ok(fits)
    }

    /// [`Lookups::fill_all`] for arrays that are broadcast: the places of each are looked at once, and their offsets summed.
    fn fill_grid(&self, out: &mut [MaybeUninit<isize>]) -> Result<bool> {
        if out.is_empty() {
            return Ok(true);
        }
        let layout = |list: &Lookup<'_>| {
            Layout::contiguous(list.places.layout().shape(), size_of::<isize>(), Order::C)
        };
        let len = self.lists.iter().map(|list| list.places.layout().len()).sum::<usize>();
        let buffer = Buffer::uninit(len.saturating_mul(size_of::<isize>()))?;
        let mut next = buffer.data().as_ptr();
        let mut operands = Vec::with_capacity(self.lists.len());
        let mut fits = true;
        for list in &self.lists {
            let own = layout(list)?;
            // SAFETY: the buffer has room for the places of all lists.
            let room = unsafe { from_raw_parts_mut(next.cast::<MaybeUninit<isize>>(), own.len()) };
            fits &= list.fill_own(room);
            operands.push((next, own.strides_in(&self.shape)));
            next = next.wrapping_add(size_of_val(room));
        }
        let mut left = out;
        Plan::in_order(&self.shape, operands).rows(|ptrs, strides, n| {
            let (run, rest) = std::mem::take(&mut left).split_at_mut(n);
            // SAFETY: the plan visits the offsets of all lists, which are written, whatever they are; along the last axis
            // they are the same or next to each other.
            unsafe { sum_offsets(ptrs, strides, run) };
            left = rest;
        });
        Ok(fits)
    }

    /// An error if a place lies outside its axis.
    pub(super) fn check(&self) -> Result<()> {
        self.offsets().map(|_| ())
    }

    /// The error of the first place outside its axis.
    #[cold]
    pub(super) fn outside(&self) -> Error {
        for list in &self.lists {
            let len = list.scale.len;
            let places = list.places.view().astype(DType::I64).and_then(|places| places.downcast::<i64>());
            let Ok(places) = places else { continue };
            let is_outside = |&&at: &&i64| at >= len as i64 || at < -(len as i64);
            if let Some(&at) = places.iter().find(is_outside) {
                return Error::Index { index: at as isize, axis: list.axis, len };
            }
        }
        Error::value("index", "a place changed while it was read")
    }
}

/// Writes the sums of rows of offsets, each of which has one for every item or one for all.
///
/// # Safety
/// Each address must lead to `out.len()` offsets if its stride is not 0, else to one.
unsafe fn sum_offsets(rows: &[*mut u8], strides: &[isize], out: &mut [MaybeUninit<isize>]) {
    let rows = || rows.iter().map(|row| row.cast::<isize>().cast_const()).zip(strides);
    // SAFETY: by contract.
    let base =
        rows().filter(|row| *row.1 == 0).fold(0isize, |base, row| base.wrapping_add(unsafe { *row.0 }));
    let mut varying = rows().filter(|row| *row.1 != 0);
    let Some((first, _)) = varying.next() else {
        out.fill(MaybeUninit::new(base));
        return;
    };
    // SAFETY: by contract.
    let first = unsafe { from_raw_parts(first, out.len()) };
    for (out, offset) in out.iter_mut().zip(first) {
        out.write(base.wrapping_add(*offset));
    }
    for (row, _) in varying {
        // SAFETY: by contract; all of `out` has been written.
        let (row, out) = unsafe { (from_raw_parts(row, out.len()), out.assume_init_mut()) };
        for (out, offset) in out.iter_mut().zip(row) {
            *out = out.wrapping_add(*offset);
        }
    }
}

impl Lookup<'_> {
    /// Writes the offsets of the array's own places, one after the other; whether all lay within the axis.
    fn fill_own(&self, out: &mut [MaybeUninit<isize>]) -> bool {
        let (layout, mut stage) = (self.places.layout(), Stage::new());
        let (mut left, mut fits) = (out, true);
        Plan::in_order(layout.shape(), vec![(self.places.first(), layout.strides.clone())]).rows(
            |ptrs, strides, n| {
                let (run, rest) = std::mem::take(&mut left).split_at_mut(n);
                // SAFETY: the plan visits the places of the array.
                fits &= unsafe { self.fill(ptrs[0], strides[0], run, false, &mut stage) };
                left = rest;
            },
        );
        fits
    }

    /// # Safety
    /// As [`Lookups::fill`]; `out` must have been written if `add`.
    unsafe fn fill(
        &self,
        ptr: *const u8,
        stride: isize,
        out: &mut [MaybeUninit<isize>],
        add: bool,
        stage: &mut Stage,
    ) -> bool {
        let scale = self.scale;
        let write = |places: &[i64], out: &mut [MaybeUninit<isize>]| {
            // SAFETY: `out` has been written where it is added to.
            if add { unsafe { add_offsets(places, scale, out) } } else { offsets(places, scale, out) }
        };
        let dtype = self.places.dtype();
        if stride == 0 && out.len() > 1 {
            let mut one = [MaybeUninit::new(0)];
            // SAFETY: the one place of the run, whose offset is written whatever it is.
            let (fits, offset) = unsafe {
                let fits = self.fill(ptr, dtype.itemsize() as isize, &mut one, false, stage);
                (fits, one[0].assume_init())
            };
            for out in out {
                // SAFETY: by contract.
                let before = if add { unsafe { out.assume_init() } } else { 0 };
                out.write(before.wrapping_add(offset));
            }
            return fits;
        }
        if *dtype == DType::I64 && stride == 8 && is_aligned(ptr, 8) {
            // SAFETY: the run lies in the index array.
            return write(unsafe { from_raw_parts(ptr.cast(), out.len()) }, out);
        }
        let size = dtype.itemsize();
        let cast = cast_fn(dtype, &DType::I64).expect("integers can be cast");
        let mut fits = true;
        for (k, out) in out.chunks_mut(BLOCK).enumerate() {
            let first = ptr.wrapping_offset((k * BLOCK) as isize * stride);
            // SAFETY: a part of the run; the stages hold a block of integers of any width.
            let places = unsafe {
                let (strided, places) =
                    (stage.strided.as_mut_ptr().cast(), stage.cast.as_mut_ptr().cast::<i64>());
                gather(first, stride, strided, out.len(), size);
                cast(strided, places.cast(), out.len());
                from_raw_parts(places, out.len())
            };
            fits &= write(places, out);
        }
        fits
    }
}
