//! From index arrays to byte offsets.

use std::mem::MaybeUninit;
use std::slice::{from_raw_parts, from_raw_parts_mut};

use numoxide_simd::select::{AxisScale, add_offsets, offsets};

use super::super::MAX_OPERANDS;
use super::super::blocks::{is_aligned, plan_operand};
use super::super::cast::cast_fn;
use super::super::gather::gather;
use super::super::plan::Plan;
use crate::layout::{Axes, broadcast_shapes};
use crate::{AnyArray, AnyView, Buffer, DType, Error, Result};

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

    fn broadcast_to(&self, op: &'static str, shape: &[usize]) -> Result<Self> {
        use crate::view::RelayoutExt;
        Ok(match self {
            IndexArray::Lent(view) => IndexArray::Lent(view.relayout(view.layout().broadcast_to(op, shape)?)),
            IndexArray::Made(array) => {
                IndexArray::Made(array.relayout(array.layout().broadcast_to(op, shape)?))
            }
        })
    }
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
    pub(super) fn as_slice(&self) -> &[isize] {
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
    /// Broadcasts the index arrays against each other and against `shapes`.
    ///
    /// # Errors
    /// [`Error::Broadcast`] if they do not fit, [`Error::DType`] if one is not of integers or `bool`,
    /// [`Error::Size`] if there are more than 31.
    pub(crate) fn new(
        op: &'static str,
        mut lists: Vec<Lookup<'a>>,
        more: Option<&[usize]>,
    ) -> Result<Lookups<'a>> {
        if lists.len() >= MAX_OPERANDS {
            return Err(Error::size(op, format!("{} index arrays, at most 31 are possible", lists.len())));
        }
        for list in &lists {
            let view = list.places.view();
            let dtype = view.dtype();
            if !(dtype.is_integer() || *dtype == DType::Bool) {
                return Err(Error::DType { op, dtype: dtype.to_string() });
            }
        }
        let views: Vec<AnyView<'_>> = lists.iter().map(|list| list.places.view()).collect();
        let mut shape = Axes::from_slice(more.unwrap_or(views.first().map_or(&[], |view| view.shape())));
        for view in &views {
            if shape[..] != *view.shape() {
                shape = broadcast_shapes(op, &[&shape, view.shape()])?;
            }
        }
        drop(views);
        for list in &mut lists {
            if shape[..] != *list.places.view().shape() {
                list.places = list.places.broadcast_to(op, &shape)?;
            }
        }
        Ok(Lookups { shape, lists })
    }

    /// The common shape.
    pub(crate) fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The bytes between the first and the last place that could be named.
    pub(super) fn reach(&self) -> usize {
        self.lists.iter().map(|list| list.scale.len.saturating_mul(list.scale.scale.unsigned_abs())).sum()
    }

    /// A plan over the index arrays, and over `side` as the last operand.
    pub(super) fn plan(&self, side: Option<(*mut u8, Axes<isize>)>) -> Plan {
        let mut operands = Vec::with_capacity(self.lists.len() + 1);
        for list in &self.lists {
            let view = list.places.view();
            operands.push(plan_operand(view.as_ptr().cast_mut(), view.layout()));
        }
        operands.extend(side);
        Plan::in_order(&self.shape, operands)
    }

    /// Writes the offsets of a run of places, given where each index array has them; whether all places lay
    /// within their axes.
    ///
    /// # Safety
    /// The run must lie within the index arrays.
    pub(super) unsafe fn fill(
        &self,
        ptrs: &[*mut u8],
        strides: &[isize],
        out: &mut [MaybeUninit<isize>],
        stage: &mut Stage,
    ) -> bool {
        if self.lists.is_empty() {
            out.fill(MaybeUninit::new(0));
            return true;
        }
        let mut fits = true;
        for (k, list) in self.lists.iter().enumerate() {
            // SAFETY: by contract; the first list writes what the others add to.
            fits &= unsafe { list.fill(ptrs[k], strides[k], out, k > 0, stage) };
        }
        fits
    }

    /// All offsets.
    ///
    /// # Errors
    /// [`Error::Index`] for the first place outside its axis.
    pub(super) fn offsets(&self) -> Result<Offsets> {
        let len: usize = self.shape.iter().product();
        let bytes =
            len.checked_mul(size_of::<isize>()).ok_or_else(|| Error::size("index", "too many places"))?;
        let buffer = Buffer::uninit(bytes)?;
        // SAFETY: fresh memory of this size, aligned to a cache line.
        let mut left = unsafe { from_raw_parts_mut(buffer.data().as_ptr().cast(), len) };
        let (mut fits, mut stage) = (true, Stage::new());
        self.plan(None).rows(|ptrs, strides, n| {
            let (run, rest) = std::mem::take(&mut left).split_at_mut(n);
            // SAFETY: the plan visits the places of all index arrays.
            fits &= unsafe { self.fill(ptrs, strides, run, &mut stage) };
            left = rest;
        });
        if fits { Ok(Offsets { buffer, len }) } else { Err(self.outside()) }
    }

    /// An error if a place lies outside its axis.
    pub(super) fn check(&self) -> Result<()> {
        let mut out = [MaybeUninit::uninit(); BLOCK];
        let (mut fits, mut stage) = (true, Stage::new());
        self.plan(None).rows(|ptrs, strides, n| {
            for start in (0..n).step_by(BLOCK) {
                let count = BLOCK.min(n - start);
                for (k, list) in self.lists.iter().enumerate() {
                    let first = ptrs[k].wrapping_offset(start as isize * strides[k]);
                    // SAFETY: the plan visits the places of all index arrays.
                    fits &= unsafe { list.fill(first, strides[k], &mut out[..count], false, &mut stage) };
                }
            }
        });
        if fits { Ok(()) } else { Err(self.outside()) }
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

impl Lookup<'_> {
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
        let view = self.places.view();
        let dtype = view.dtype();
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
