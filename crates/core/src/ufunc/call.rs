//! Calling a universal function: types, shapes, outputs, and the hand-over to the driver.

use super::fast::{Source, make_plain, operand, write_plain};
use super::{TypedLoop, Ufunc, events};
use crate::driver::{Elementwise, MAX_OPERANDS, Operand, output_layout};
use crate::errstate::geterr;
use crate::layout::{broadcast_shapes, checked_bytes};
use crate::{
    AnyArray, AnyView, AnyViewMut, ArrayView, Buffer, Casting, DType, Error, Layout, Order, Result, can_cast,
};

/// NumPy's keyword arguments of a universal function.
#[derive(Default)]
pub struct Options<'a> {
    /// Where to write the results; one entry per output, or none at all.
    pub out: Vec<AnyViewMut<'a>>,
    /// Where to compute; elsewhere `out` keeps what it has (0 in a fresh result).
    pub mask: Option<ArrayView<'a, bool>>,
    /// What casts are allowed, from the inputs to the loop and from the loop to `out`.
    pub casting: Casting,
    /// The memory order of fresh results.
    pub order: Option<Order>,
    /// The type to compute in.
    pub dtype: Option<DType>,
}

/// The fresh results of a call; none where `out` was given.
pub struct Outputs(Vec<AnyArray>);

impl Outputs {
    /// The only result.
    ///
    /// # Errors
    /// [`Error::Value`] if there is not exactly one.
    pub fn one(self) -> Result<AnyArray> {
        let [result] = <[_; 1]>::try_from(self.0).map_err(|_| Error::value("ufunc", "not one result"))?;
        Ok(result)
    }

    /// Both results of a function that has two.
    ///
    /// # Errors
    /// [`Error::Value`] if there are not exactly two.
    pub fn two(self) -> Result<[AnyArray; 2]> {
        self.0.try_into().map_err(|_| Error::value("ufunc", "not two results"))
    }
}

/// A call of a universal function with its types resolved.
pub struct Call<'c> {
    ufunc: &'static Ufunc,
    row: &'static TypedLoop,
    inputs: &'c [&'c AnyView<'c>],
}

impl Ufunc {
    /// The function of `inputs`, with fresh results.
    ///
    /// # Errors
    /// If no loop takes these types, the shapes do not broadcast, or memory cannot be had.
    pub fn call(&'static self, inputs: &[&AnyView<'_>]) -> Result<Outputs> {
        self.call_with(inputs, Options::default())
    }

    /// [`Ufunc::call`] with NumPy's keyword arguments.
    ///
    /// # Errors
    /// As [`Ufunc::call`]; besides, if `out` has the wrong shape, or a cast is forbidden.
    pub fn call_with(&'static self, inputs: &[&AnyView<'_>], mut options: Options<'_>) -> Result<Outputs> {
        if inputs.len() != self.nin {
            let what = format!("takes {} operands, {} given", self.nin, inputs.len());
            return Err(Error::value(self.name, what));
        }
        let row = match &options.dtype {
            Some(dtype) => self.find_by_dtype(dtype)?,
            None => {
                let mut dtypes = [&DType::Bool; MAX_OPERANDS];
                dtypes.iter_mut().zip(inputs).for_each(|(slot, input)| *slot = input.dtype());
                self.find(&dtypes[..self.nin])?
            }
        };
        let call = Call { ufunc: self, row, inputs };
        let plain = options.mask.is_none() && options.dtype.is_none() && self.nin <= 2;
        match &mut options.out[..] {
            // The short way, if there is nothing to do but to write.
            [out] if plain && call.fits_as_it_is(out) => {
                write_plain(self, inputs, out)?;
                Ok(Outputs(Vec::new()))
            }
            [] if plain && options.order.is_none() && self.nout == 1 && call.takes_all_in_blocks() => {
                Ok(Outputs(vec![make_plain(self, row, inputs)?]))
            }
            _ => call.run(options),
        }
    }
}

impl Call<'_> {
    /// Whether no input needs a cast.
    fn takes_all_as_they_are(&self) -> bool {
        self.inputs.iter().zip(self.row.types).all(|(input, wanted)| input.dtype() == wanted)
    }

    /// Whether no input needs more than a cast of numbers on its way to the loop, nor anybody sees it afterwards.
    fn takes_all_in_blocks(&self) -> bool {
        let is_quiet = || self.ufunc.pole.is_none() || geterr().is_ignore();
        let are_numbers = || self.inputs.iter().all(|input| input.dtype().index().is_some());
        self.takes_all_as_they_are() || (are_numbers() && is_quiet())
    }

    /// Whether `out` takes the result without a cast or a broadcast, and no input needs a cast or a copy.
    fn fits_as_it_is(&self, out: &AnyViewMut<'_>) -> bool {
        let gives = &self.row.types[self.ufunc.nin..];
        let shape = out.shape();
        let fits = |input: &&AnyView<'_>| {
            (input.shape() == shape || input.ndim() == 0) && !must_save(input, out, false)
        };
        *gives == [out.dtype().clone()]
            && self.inputs.iter().any(|input| input.shape() == shape)
            && self.takes_all_as_they_are()
            && self.inputs.iter().all(fits)
    }

    fn run(mut self, mut options: Options<'_>) -> Result<Outputs> {
        let op = self.ufunc.name;
        self.check_casts(&options)?;
        if let Some(refine) = self.ufunc.refine {
            let sources: Vec<Source<'_>> = self.inputs.iter().copied().map(Source::of_any).collect();
            self.row = refine(self.row, &sources)?;
        }
        let mut shapes: Vec<&[usize]> = self.inputs.iter().map(|input| input.shape()).collect();
        if let Some(mask) = &options.mask {
            shapes.push(mask.shape());
        }
        let shape = broadcast_shapes(op, &shapes)?;
        let shape = match options.out.first() {
            // A larger `out` is filled by broadcasting, a smaller one is an error.
            Some(out) if out.shape() != &shape[..] => {
                let joined = broadcast_shapes(op, &[&shape, out.shape()])?;
                if joined[..] != *out.shape() {
                    return Err(Error::Broadcast { op, left: shape.to_vec(), right: out.shape().to_vec() });
                }
                joined
            }
            _ => shape,
        };
        if let Some(out) = options.out.iter().find(|out| out.shape() != &shape[..]) {
            return Err(Error::Shape { op, expected: shape.to_vec(), found: out.shape().to_vec() });
        }
        let layouts: Vec<Layout> =
            self.inputs.iter().map(|input| input.layout().broadcast_to(op, &shape)).collect::<Result<_>>()?;
        let fresh =
            if options.out.is_empty() { self.allocate(&shape, &layouts, &options)? } else { Vec::new() };
        let saved = self.save_inputs(&options)?;
        self.execute(&saved, &layouts, &fresh, &mut options)?;
        self.check_events(&saved, &fresh, &options)?;
        Ok(Outputs(fresh))
    }

    /// The casts from the inputs to the loop's types and from there to `out`.
    fn check_casts(&self, options: &Options<'_>) -> Result<()> {
        let op = self.ufunc.name;
        let (takes, gives) = self.row.types.split_at(self.ufunc.nin);
        let forbidden = |from: &DType, to: &DType| Error::Cast {
            op,
            from: from.clone(),
            to: to.clone(),
            casting: options.casting,
        };
        for (input, wanted) in self.inputs.iter().zip(takes) {
            if !can_cast(input.dtype(), wanted, options.casting) {
                return Err(forbidden(input.dtype(), wanted));
            }
        }
        if !options.out.is_empty() && options.out.len() != self.ufunc.nout {
            return Err(Error::value(
                op,
                format!("{} outputs, {} given", self.ufunc.nout, options.out.len()),
            ));
        }
        for (out, made) in options.out.iter().zip(gives) {
            if !can_cast(made, out.dtype(), options.casting) {
                return Err(forbidden(made, out.dtype()));
            }
        }
        Ok(())
    }

    fn allocate(&self, shape: &[usize], layouts: &[Layout], options: &Options<'_>) -> Result<Vec<AnyArray>> {
        let like: Vec<&Layout> = layouts.iter().collect();
        let allocate = |dtype: &DType| {
            let itemsize = dtype.itemsize();
            let (_, bytes) = checked_bytes(self.ufunc.name, shape, itemsize)?;
            let layout = output_layout(shape, itemsize, options.order.unwrap_or(Order::K), &like);
            // What a mask leaves out of a fresh result must still be a value.
            let buffer = if options.mask.is_some() { Buffer::zeroed(bytes)? } else { Buffer::uninit(bytes)? };
            // SAFETY: the call writes every place before anybody sees the array, or they are zeros.
            Ok(unsafe { AnyArray::from_raw(buffer, layout, dtype.clone()) })
        };
        self.row.types[self.ufunc.nin..].iter().map(allocate).collect()
    }

    /// Copies of the inputs that `out` overlaps in another order, which would be overwritten too soon,
    /// and of all overlapped ones where events have to be found afterwards.
    fn save_inputs(&self, options: &Options<'_>) -> Result<Vec<Option<AnyArray>>> {
        let watched = self.ufunc.pole.is_some() && !crate::errstate::geterr().is_ignore();
        let save = |input: &&AnyView<'_>| {
            let wanted = options.out.iter().any(|out| must_save(input, out, watched));
            wanted.then(|| input.copy(Order::K)).transpose()
        };
        self.inputs.iter().map(save).collect()
    }

    fn execute(
        &self,
        saved: &[Option<AnyArray>],
        layouts: &[Layout],
        fresh: &[AnyArray],
        options: &mut Options<'_>,
    ) -> Result<()> {
        let op = self.ufunc.name;
        let shape =
            fresh.first().map(AnyArray::shape).or(options.out.first().map(|out| out.shape())).unwrap_or(&[]);
        let saved_layouts: Vec<Option<Layout>> = saved
            .iter()
            .map(|copy| copy.as_ref().map(|copy| copy.view().layout().broadcast_to(op, shape)).transpose())
            .collect::<Result<_>>()?;
        let mut inputs = Vec::with_capacity(self.inputs.len());
        for (k, input) in self.inputs.iter().enumerate() {
            let (first, layout) = match (&saved[k], &saved_layouts[k]) {
                (Some(copy), Some(layout)) => (copy.as_ptr(), layout),
                _ => (input.as_ptr(), &layouts[k]),
            };
            inputs.push(operand(op, (first.cast_mut(), layout), input.dtype(), &self.row.native[k], true)?);
        }
        let made = &self.row.native[self.ufunc.nin..];
        let mut outputs = Vec::with_capacity(made.len());
        for (array, native) in fresh.iter().zip(made) {
            let memory = array.buffer.data().as_ptr();
            outputs.push(operand(op, (memory, &array.layout), &array.dtype, native, false)?);
        }
        for (out, native) in options.out.iter().zip(made) {
            outputs.push(operand(op, (out.first.as_ptr(), &out.layout), &out.dtype, native, false)?);
        }
        let mask_layout =
            options.mask.as_ref().map(|mask| mask.layout().broadcast_to(op, shape)).transpose()?;
        let mask = options.mask.as_ref().zip(mask_layout.as_ref());
        let mask = mask.map(|(mask, layout)| Operand::new(mask.as_ptr().cast_mut().cast(), layout, 1));
        let call = Elementwise { inner: self.row.as_loop(), inputs: &inputs, outputs: &outputs, mask };
        // SAFETY: inputs are readable; outputs are fresh or uniquely borrowed, and overlap inputs only
        // place by place (`save_inputs`); the operands' casts lead to the loop's types.
        unsafe { call.run() };
        Ok(())
    }

    fn check_events(
        &self,
        saved: &[Option<AnyArray>],
        fresh: &[AnyArray],
        options: &Options<'_>,
    ) -> Result<()> {
        let Some(pole) = self.ufunc.pole.filter(|_| !crate::errstate::geterr().is_ignore()) else {
            return Ok(());
        };
        let inputs = self.inputs.iter().zip(saved);
        let inputs: Vec<AnyView<'_>> = inputs
            .map(|(input, copy)| copy.as_ref().map_or_else(|| (*input).clone(), AnyArray::view))
            .collect();
        let outputs: Vec<AnyView<'_>> =
            fresh.iter().map(AnyArray::view).chain(options.out.iter().map(AnyViewMut::view)).collect();
        events::check(self.ufunc.name, pole, &inputs, &outputs)
    }
}

/// Whether `input` shares memory with `out`, in another order unless `always`.
fn must_save(input: &AnyView<'_>, out: &AnyViewMut<'_>, always: bool) -> bool {
    let extent = |first: *const u8, layout: &Layout, itemsize: usize| {
        layout.extent(itemsize).map(|(low, high)| (first as isize + low, first as isize + high))
    };
    let place = out.first.as_ptr().cast_const();
    let there = extent(input.as_ptr(), input.layout(), input.itemsize());
    let here = extent(place, out.layout(), out.itemsize());
    let overlap = matches!((there, here), (Some(a), Some(b)) if a.0 < b.1 && b.0 < a.1);
    let same_places =
        || input.as_ptr() == place && input.layout() == out.layout() && input.itemsize() == out.itemsize();
    overlap && (always || !same_places())
}
