//! The options of an iteration.

use std::ops::Range;

use super::nest::Nest;
use super::{Flags, NdIter, OP, Slot, What};
use crate::driver::output_layout;
use crate::layout::{Axes, MAX_NDIM, normalize_axis};
use crate::view::RelayoutExt;
use crate::{
    AnyArray, AnyView, AnyViewMut, Casting, DType, Error, Ints, Layout, Order, Result, can_cast, result_type,
};

/// An operand before the iteration is made.
struct Operand<'a> {
    what: What<'a>,
    /// The type its items are handed out as.
    dtype: Option<DType>,
    /// For each axis of the iteration the axis of the operand, or none.
    axes: Option<Vec<Option<usize>>>,
    /// Whether what is there counts.
    reads: bool,
}

/// An iteration being put together; see [`nditer`]. [`build`](NdIterBuilder::build) makes it.
#[must_use = "nothing is iterated over before `build`"]
#[derive(Default)]
pub struct NdIterBuilder<'a> {
    operands: Vec<Operand<'a>>,
    pub(super) order: Option<Order>,
    casting: Option<Casting>,
    multi_index: bool,
    index: Option<Order>,
    external_loop: bool,
    buffersize: Option<usize>,
    reduce_ok: bool,
    zerosize_ok: bool,
    common_dtype: bool,
    itershape: Option<Axes<isize>>,
    range: Option<Range<usize>>,
}

/// Begins an iteration over any number of arrays that broadcast. NumPy: `nditer`.
///
/// Operands are added one by one, then come the options, then [`build`](NdIterBuilder::build). Each step lends the items of all
/// operands there: one of each, or a run of them with [`external_loop`](NdIterBuilder::external_loop).
///
/// ```
/// use numoxide_core::{array, nditer};
///
/// let (a, mut total) = (array![[1.0, 2.0], [3.0, 4.0]], array![0.0, 0.0]);
/// // NumPy: nditer([a, total], ['multi_index', 'reduce_ok'], [['readonly'], ['readwrite']], op_axes=[None, [0, -1]])
/// let mut it = nditer().read(&a).write(total.view_mut()).axes([0, -1]).reduce_ok().multi_index().build()?;
/// while let Some(mut step) = it.step() {
///     let sum = step.item::<f64>(0)? + step.item::<f64>(1)?;
///     step.set(1, sum)?;
/// }
/// drop(it);
/// assert_eq!(total.to_vec(), [3.0, 7.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn nditer<'a>() -> NdIterBuilder<'a> {
    NdIterBuilder::default()
}

impl<'a> NdIterBuilder<'a> {
    fn operand(mut self, what: What<'a>, dtype: Option<DType>, reads: bool) -> Self {
        self.operands.push(Operand { what, dtype, axes: None, reads });
        self
    }

    /// Adds an array to read. NumPy: the flag `readonly`.
    pub fn read(self, a: impl Into<AnyView<'a>>) -> Self {
        self.operand(What::Read(a.into()), None, true)
    }

    /// Adds an array to read as another type, by way of a buffer. NumPy: `op_dtypes`.
    pub fn read_as(self, a: impl Into<AnyView<'a>>, dtype: DType) -> Self {
        self.operand(What::Read(a.into()), Some(dtype), true)
    }

    /// Adds an array to read and to write to. NumPy: the flag `readwrite`.
    pub fn write(self, a: impl Into<AnyViewMut<'a>>) -> Self {
        self.operand(What::Write(a.into()), None, true)
    }

    /// Adds an array to read and to write to as another type, by way of a buffer.
    pub fn write_as(self, a: impl Into<AnyViewMut<'a>>, dtype: DType) -> Self {
        self.operand(What::Write(a.into()), Some(dtype), true)
    }

    /// Adds an array whose items are all overwritten, so that buffers need not be filled. NumPy: the flag `writeonly`.
    pub fn overwrite(self, a: impl Into<AnyViewMut<'a>>) -> Self {
        self.operand(What::Write(a.into()), None, false)
    }

    /// Adds an array that is made for the iteration, of zeros in the memory order of the others; [`NdIter::into_arrays`]
    /// gives it out. Without a type it has that of all other operands. NumPy: the flag `allocate`.
    pub fn allocate(self, dtype: impl Into<Option<DType>>) -> Self {
        self.operand(What::Allocate, dtype.into(), true)
    }

    /// Which axis of the operand added last each axis of the iteration walks; negative: none, so that the operand stays
    /// where it is. NumPy: `op_axes`.
    pub fn axes(mut self, axes: impl Ints) -> Self {
        if let Some(operand) = self.operands.last_mut() {
            operand.axes = Some(axes.ints().iter().map(|&axis| usize::try_from(axis).ok()).collect());
        }
        self
    }

    /// The order of the steps; by default [`Order::K`], that of the memory.
    pub fn order(self, order: Order) -> Self {
        NdIterBuilder { order: Some(order), ..self }
    }

    /// Which casts from and to the types of the steps are allowed; safe ones by default.
    pub fn casting(self, casting: Casting) -> Self {
        NdIterBuilder { casting: Some(casting), ..self }
    }

    /// Keeps the index along each axis at hand. NumPy: the flag `multi_index`.
    pub fn multi_index(self) -> Self {
        NdIterBuilder { multi_index: true, ..self }
    }

    /// Keeps the place in the flattened iteration at hand, counted in row-major order. NumPy: the flag `c_index`.
    pub fn c_index(self) -> Self {
        NdIterBuilder { index: Some(Order::C), ..self }
    }

    /// [`c_index`](Self::c_index), counted in column-major order. NumPy: the flag `f_index`.
    pub fn f_index(self) -> Self {
        NdIterBuilder { index: Some(Order::F), ..self }
    }

    /// Lends runs of items that are as long as can be, instead of single ones. NumPy: the flag `external_loop`.
    pub fn external_loop(self) -> Self {
        NdIterBuilder { external_loop: true, ..self }
    }

    /// Puts items that are cast, or do not lie in one run, into buffers of at most so many; 0 stands for 8192. Indices are
    /// those of the step, where NumPy's stay at the beginning of the buffer. NumPy: the flag `buffered` and `buffersize`.
    pub fn buffered(self, buffersize: usize) -> Self {
        NdIterBuilder { buffersize: Some(if buffersize == 0 { 8192 } else { buffersize }), ..self }
    }

    /// Lets operands to write to stay where they are while others move on. NumPy: the flag `reduce_ok`.
    pub fn reduce_ok(self) -> Self {
        NdIterBuilder { reduce_ok: true, ..self }
    }

    /// Lets the iteration have no steps. NumPy: the flag `zerosize_ok`.
    pub fn zerosize_ok(self) -> Self {
        NdIterBuilder { zerosize_ok: true, ..self }
    }

    /// Casts all operands to the type to which they promote. NumPy: the flag `common_dtype`.
    pub fn common_dtype(self) -> Self {
        NdIterBuilder { common_dtype: true, ..self }
    }

    /// The shape of the iteration; negative sizes are those of the operands.
    pub fn itershape(self, shape: impl Ints) -> Self {
        NdIterBuilder { itershape: Some(shape.ints()), ..self }
    }

    /// The part of the steps to make. NumPy: the flag `ranged` and `iterrange`.
    pub fn range(self, range: Range<usize>) -> Self {
        NdIterBuilder { range: Some(range), ..self }
    }

    /// Makes the iteration.
    ///
    /// # Errors
    /// [`Error::Broadcast`] if the operands do not go together; [`Error::Cast`] if a cast is not allowed, [`Error::Value`] if it
    /// needs a buffer and there is none, if an operand to write to would have to be broadcast, if there are no steps, or an index
    /// is to be tracked over runs.
    pub fn build(mut self) -> Result<NdIter<'a>> {
        if self.operands.is_empty() {
            return Err(Error::value(OP, "must provide at least one operand"));
        }
        if self.external_loop && (self.multi_index || self.index.is_some()) {
            let what = "external_loop cannot be used if an index or multi-index is being tracked";
            return Err(Error::value(OP, what));
        }
        let shape = self.shape()?;
        if shape.contains(&0) && !self.zerosize_ok {
            return Err(Error::value(OP, "iteration of zero-sized operands is not enabled"));
        }
        let dtypes = self.dtypes()?;
        self.copy_numbers(&dtypes)?;
        let mut layouts = self.layouts(&shape)?;
        let arrays = self.allocate_missing(&shape, &dtypes, &mut layouts)?;
        let layouts: Vec<Layout> = layouts.into_iter().flatten().collect();
        let order = match self.order.unwrap_or(Order::K) {
            Order::A if self.is_column_major() => Order::F,
            Order::A => Order::C,
            order => order,
        };
        let mut nest = Nest::new(&shape, &layouts, order);
        if let Some(order) = self.index {
            nest.add_index(&shape, order);
        }
        if !self.multi_index {
            nest.join();
        }
        let flags = Flags {
            multi_index: self.multi_index,
            index: self.index.is_some(),
            external_loop: self.external_loop,
            buffersize: self.buffersize,
        };
        let range = self.range.clone();
        NdIter::new(self.slots(dtypes, arrays)?, nest, flags, range)
    }
}

/// What [`NdIterBuilder::build`] does one after the other.
impl<'a> NdIterBuilder<'a> {
    /// Whether all operands that are there are in column-major order.
    fn is_column_major(&self) -> bool {
        self.operands.iter().filter_map(|operand| operand.what.view()).all(|view| view.is_f_contiguous())
    }

    /// Numbers without axes that are read as another type are copied, and need no buffer.
    fn copy_numbers(&mut self, dtypes: &[DType]) -> Result<()> {
        let casting = self.casting.unwrap_or(Casting::Safe);
        for (operand, dtype) in self.operands.iter_mut().zip(dtypes) {
            if let What::Read(view) = &operand.what
                && view.ndim() == 0
                && view.dtype() != dtype
                && can_cast(view.dtype(), dtype, casting)
            {
                operand.what = What::Copied(view.astype(dtype.clone())?);
            }
        }
        Ok(())
    }

    /// The shape along the axes of the iteration of an operand that is there. At axes that are left out it stays at the first
    /// place.
    fn seen(&self, operand: &Operand<'a>, ndim: usize) -> Result<Option<Layout>> {
        let Some(layout) = operand.what.layout() else { return Ok(None) };
        let Some(axes) = &operand.axes else { return Ok(Some(layout.clone())) };
        let mut seen = Layout { offset: layout.offset, ..Layout::default() };
        if axes.len() != ndim {
            return Err(Error::value(
                OP,
                format!("{} operand axes for {ndim} axes of the iteration", axes.len()),
            ));
        }
        for axis in axes {
            let (size, stride) = match axis {
                Some(axis) => {
                    let axis = normalize_axis(OP, *axis as isize, layout.ndim())?;
                    (layout.shape[axis], layout.strides[axis])
                }
                None => (1, 0),
            };
            seen.shape.push(size);
            seen.strides.push(stride);
        }
        let missing = |axis: usize| !axes.contains(&Some(axis)) && layout.shape[axis] == 0;
        match (0..layout.ndim()).find(|&axis| missing(axis)) {
            Some(axis) => {
                Err(Error::value(OP, format!("axis {axis}, which is left out, has no first place")))
            }
            None => Ok(Some(seen)),
        }
    }

    fn ndim(&self) -> usize {
        let own = |operand: &Operand<'_>| match &operand.axes {
            Some(axes) => axes.len(),
            None => operand.what.layout().map_or(0, Layout::ndim),
        };
        let given = self.itershape.as_ref().map_or(0, |shape| shape.len());
        self.operands.iter().map(own).max().unwrap_or(0).max(given)
    }

    fn shape(&self) -> Result<Axes<usize>> {
        let ndim = self.ndim();
        if ndim > MAX_NDIM {
            return Err(Error::size(OP, format!("{ndim} axes, at most {MAX_NDIM} are possible")));
        }
        let seen =
            self.operands.iter().map(|operand| self.seen(operand, ndim)).collect::<Result<Vec<_>>>()?;
        let mut shapes: Vec<&[usize]> = seen.iter().flatten().map(Layout::shape).collect();
        let given: Option<Axes<usize>> = self
            .itershape
            .as_ref()
            .map(|shape| shape.iter().map(|&size| usize::try_from(size).unwrap_or(1)).collect());
        shapes.extend(given.as_deref());
        let shape = crate::layout::broadcast_shapes(OP, &shapes)?;
        crate::layout::checked_bytes(OP, &shape, 1)?;
        let fits = |(given, &size): (&isize, &usize)| *given < 0 || *given as usize == size;
        match &self.itershape {
            Some(given) if given.len() != shape.len() || !given.iter().zip(shape.iter()).all(fits) => {
                Err(Error::Broadcast {
                    op: OP,
                    left: shape.to_vec(),
                    right: given.iter().map(|&size| size.max(0) as usize).collect(),
                })
            }
            _ => Ok(shape),
        }
    }

    /// The type in which each operand's items are handed out.
    fn dtypes(&self) -> Result<Vec<DType>> {
        let present: Vec<DType> =
            self.operands.iter().filter_map(|operand| operand.what.dtype().cloned()).collect();
        let common = || result_type(&present);
        self.operands
            .iter()
            .map(|operand| match (&operand.dtype, operand.what.dtype()) {
                (Some(dtype), None) => Ok(dtype.clone().with_room()),
                (Some(dtype), _) => Ok(dtype.clone()),
                (None, Some(own)) if !self.common_dtype => Ok(own.clone()),
                _ => common(),
            })
            .collect()
    }

    /// The layout along the axes of the iteration of each operand that is there.
    fn layouts(&self, shape: &[usize]) -> Result<Vec<Option<Layout>>> {
        let along = |operand: &Operand<'a>| {
            let Some(seen) = self.seen(operand, shape.len())? else { return Ok(None) };
            let layout = seen.broadcast_to(OP, shape)?;
            if operand.what.is_written() {
                // Where there is nothing, an axis of one item stays where it is, too.
                let leading = shape.len() - seen.ndim();
                let spread = (0..shape.len()).any(|axis| match axis.checked_sub(leading) {
                    Some(own) => seen.shape[own] != shape[axis],
                    None => shape[axis] != 1,
                });
                self.check_reduction(spread, &layout)?;
            }
            Ok(Some(layout))
        };
        self.operands.iter().map(along).collect()
    }

    /// An operand to write to stays where it is only if that is wanted: if it is `spread` over more, or repeats itself.
    fn check_reduction(&self, spread: bool, layout: &Layout) -> Result<()> {
        let mut axes = layout.shape.iter().zip(layout.strides.iter());
        if !self.reduce_ok && (spread || axes.any(|(&size, &stride)| size > 1 && stride == 0)) {
            let what = "output operand requires a reduction, but the reduction is not enabled";
            return Err(Error::value(OP, what));
        }
        Ok(())
    }

    /// The arrays that are still to be made, whose layouts join the others.
    fn allocate_missing(
        &self,
        shape: &[usize],
        dtypes: &[DType],
        layouts: &mut Vec<Option<Layout>>,
    ) -> Result<Vec<Option<AnyArray>>> {
        let present: Vec<Layout> = layouts.iter().flatten().cloned().collect();
        let mut arrays = Vec::with_capacity(layouts.len());
        for ((operand, dtype), layout) in self.operands.iter().zip(dtypes).zip(layouts) {
            let missing = layout.is_none();
            let axes: Vec<Option<usize>> = match &operand.axes {
                Some(axes) => axes.clone(),
                None => (0..shape.len()).map(Some).collect(),
            };
            arrays.push(missing.then(|| self.allocated(shape, &axes, dtype, &present)).transpose()?);
            if let Some(array) = arrays.last().and_then(Option::as_ref) {
                let made = array.layout();
                let stride = |axis: &Option<usize>| axis.map_or(0, |axis| made.strides[axis]);
                let seen = Layout {
                    shape: Axes::from_slice(shape),
                    strides: axes.iter().map(stride).collect(),
                    offset: made.offset,
                };
                self.check_reduction(false, &seen)?;
                *layout = Some(seen);
            }
        }
        Ok(arrays)
    }

    /// Zeros whose axes the iteration walks as `axes` say.
    fn allocated(
        &self,
        shape: &[usize],
        axes: &[Option<usize>],
        dtype: &DType,
        like: &[Layout],
    ) -> Result<AnyArray> {
        let count = axes.iter().flatten().max().map_or(0, |most| most + 1);
        let mut own = Axes::filled(0, count);
        let mut seen = vec![false; count];
        for (&size, axis) in shape.iter().zip(axes) {
            if let Some(axis) = *axis {
                own[axis] = size;
                seen[axis] = true;
            }
        }
        if axes.len() != shape.len() || seen.contains(&false) || axes.iter().flatten().count() != count {
            return Err(Error::value(OP, "the axes of an operand to be made are not each there once"));
        }
        let array = AnyArray::zeros(&own, dtype.clone())?;
        let in_order = axes.iter().enumerate().all(|(k, axis)| *axis == Some(k));
        let like: Vec<&Layout> = if in_order { like.iter().collect() } else { Vec::new() };
        let layout = output_layout(&own, dtype.itemsize(), self.order.unwrap_or(Order::K), &like);
        Ok(array.relayout(layout))
    }

    /// The operands of the iteration, each with its type.
    fn slots(self, dtypes: Vec<DType>, arrays: Vec<Option<AnyArray>>) -> Result<Vec<Slot<'a>>> {
        let casting = self.casting.unwrap_or(Casting::Safe);
        let mut slots = Vec::with_capacity(dtypes.len());
        for ((operand, dtype), array) in self.operands.into_iter().zip(dtypes).zip(arrays) {
            let what = array.map_or(operand.what, What::Made);
            let own = what.dtype().expect("every operand is there").clone();
            let forbidden = |from: &DType, to: &DType| Error::Cast {
                op: OP,
                from: from.clone(),
                to: to.clone(),
                casting,
            };
            if operand.reads && !can_cast(&own, &dtype, casting) {
                return Err(forbidden(&own, &dtype));
            }
            if what.is_written() && !can_cast(&dtype, &own, casting) {
                return Err(forbidden(&dtype, &own));
            }
            if own != dtype && self.buffersize.is_none() {
                let what = "an operand requires buffering, but buffering is not enabled";
                return Err(Error::value(OP, what));
            }
            slots.push(Slot { cast: own != dtype, what, dtype, reads: operand.reads, buffer: None });
        }
        Ok(slots)
    }
}
