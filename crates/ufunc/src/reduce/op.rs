//! A reduction as a value: its name, its rows, and how it is called with keywords.

use std::marker::PhantomData;

use numoxide_core::driver::reduce::{self, Name, ReduceOptions, Row};
use numoxide_core::layout::Axes;
use numoxide_core::ufunc::Ufunc;
use numoxide_core::{AnyArray, AnyView, AnyViewMut, Array, AsView, DType, Error, Ints, Result, Scalar};

use super::around::around;
use super::ops::{MAX, MIN, fold_of};
use super::scan::without_nan;
use crate::call::Out;
use crate::table::SUBTRACT;

/// A reduction: a row of the table of reductions.
pub struct Op {
    /// What it is called, and what it is of nothing.
    pub(crate) name: Name,
    /// Its loops by type.
    pub(crate) rows: fn(&DType) -> Option<&'static Row>,
    /// The loops for types that the first table leaves out: those without NaN.
    pub(crate) plain: fn(&DType) -> Option<&'static Row>,
    /// Whether a result of -1 means that there was nothing but NaN.
    pub(crate) finds_place: bool,
    /// Whether it is calculated in the type of `out`.
    pub(crate) follows_out: bool,
}

impl Op {
    /// The loops for items of a type.
    pub(crate) fn row(&self, dtype: &DType) -> Result<&'static Row> {
        let row = (self.rows)(dtype).or_else(|| (self.plain)(dtype));
        row.ok_or_else(|| Error::NoLoop { op: self.name.op, dtypes: vec![dtype.clone()] })
    }

    /// The reduction of `input`, calculated in `dtype` if one is given.
    pub(crate) fn call(
        &self,
        input: &AnyView<'_>,
        dtype: Option<&DType>,
        options: &ReduceOptions<'_>,
    ) -> Result<AnyArray> {
        let Some(dtype) = dtype.filter(|dtype| *dtype != input.dtype()) else {
            let result = reduce::reduce(self.name, self.row(input.dtype())?, input, options)?;
            self.check(&result)?;
            return as_dtype(result, dtype);
        };
        let row = self.row(dtype)?;
        let passes_over_nan = self.name.has_identity && self.name.op.starts_with("nan");
        let result = if passes_over_nan && !input.dtype().is_integer() && (self.rows)(dtype).is_none() {
            // An integer cannot say that it was NaN.
            let is_product = self.name.op == "nanprod";
            reduce::reduce(self.name, row, &without_nan(input, is_product)?.view(), options)?
        } else if row.native() == dtype {
            reduce::reduce(self.name, row, input, options)?
        } else {
            reduce::reduce(self.name, row, &input.astype(dtype.clone())?.view(), options)?
        };
        self.check(&result)?;
        as_dtype(result, Some(dtype))
    }

    /// The reduction of all items to a single value of the type `O` that the row gives.
    #[inline]
    pub(crate) fn all<T: Scalar, O: Scalar>(&self, input: impl AsView<T>) -> Result<O> {
        reduce::reduce_all(self.name, self.row(T::DTYPE_REF)?, &input.as_view(), 0.0)
    }

    /// An error if a place was looked for and nothing but NaN was found.
    fn check(&self, result: &AnyArray) -> Result<()> {
        if self.finds_place && self.name.op.starts_with("nan") {
            let places: Array<i64> = result.downcast()?;
            if places.iter().any(|&place| place < 0) {
                return Err(all_nan(self.name.op));
            }
        }
        Ok(())
    }
}

fn as_dtype(result: AnyArray, dtype: Option<&DType>) -> Result<AnyArray> {
    match dtype {
        Some(dtype) if dtype != result.dtype() => result.astype(dtype.clone()),
        _ => Ok(result),
    }
}

/// The error of a search among nothing but NaN.
#[cold]
pub(crate) fn all_nan(op: &'static str) -> Error {
    Error::value(op, "All-NaN slice encountered")
}

/// How a reduction is made.
#[derive(Clone, Copy)]
pub(crate) enum Way {
    /// By loops of its own.
    Op(&'static Op),
    /// By the loop of a function of two operands.
    Fold(&'static Ufunc),
    /// As the distance between the extremes.
    Range,
}

impl Way {
    fn name(self) -> &'static str {
        match self {
            Way::Op(op) => op.name.op,
            Way::Fold(ufunc) => ufunc.name,
            Way::Range => "ptp",
        }
    }

    /// Whether the result can go on from a value: not if it is a place, a number of items, or divided by one.
    fn takes_initial(self) -> bool {
        match self {
            Way::Op(op) => {
                let plain = op.name.op.strip_prefix("nan").unwrap_or(op.name.op);
                !op.finds_place && !matches!(plain, "mean" | "var" | "std" | "count_nonzero")
            }
            Way::Fold(_) => true,
            Way::Range => false,
        }
    }
}

/// A reduction being put together; [`run`](Reduce::run) makes it. `R` is the type of the result: `Array<O>`,
/// [`AnyArray`], or `()` where `out` was given.
#[must_use = "a reduction does nothing before `run`"]
pub struct Reduce<'a, R> {
    way: Way,
    mean: Option<AnyView<'a>>,
    input: AnyView<'a>,
    dtype: Option<DType>,
    options: Result<ReduceOptions<'a>>,
    out: Option<AnyViewMut<'a>>,
    result: PhantomData<R>,
}

impl<'a, R> Reduce<'a, R> {
    pub(crate) fn new(way: Way, input: AnyView<'a>) -> Self {
        let options = Ok(ReduceOptions::default());
        Reduce { way, mean: None, input, dtype: None, options, out: None, result: PhantomData }
    }

    /// `reduce` of a function, by default along the first axis.
    pub(crate) fn of(ufunc: &'static Ufunc, input: AnyView<'a>) -> Self {
        Reduce::new(fold_of(ufunc).map_or(Way::Fold(ufunc), Way::Op), input).axis(0)
    }

    fn set(mut self, set: impl FnOnce(&mut ReduceOptions<'a>)) -> Self {
        if let Ok(options) = &mut self.options {
            set(options);
        }
        self
    }

    fn typed<S>(self) -> Reduce<'a, S> {
        let Reduce { way, mean, input, dtype, options, out, .. } = self;
        Reduce { way, mean, input, dtype, options, out, result: PhantomData }
    }

    /// The axis to reduce; a negative one counts from the end.
    pub fn axis(self, axis: isize) -> Self {
        self.set(|options| options.axes = Some(Axes::from_slice(&[axis])))
    }

    /// The axes to reduce; none at all reduces nothing.
    pub fn axes(self, axes: impl Ints) -> Self {
        self.set(|options| options.axes = Some(axes.ints()))
    }

    /// Reduces all axes: NumPy's `axis=None`.
    pub fn all_axes(self) -> Self {
        self.set(|options| options.axes = None)
    }

    /// Whether reduced axes stay, with size 1, so that the result broadcasts against the input.
    pub fn keepdims(self, keepdims: bool) -> Self {
        self.set(|options| options.keepdims = keepdims)
    }

    /// Which items count. A reduction without identity also needs an [`initial`](Reduce::initial) value then.
    pub fn where_(self, mask: &'a (impl AsView<bool> + ?Sized)) -> Self {
        let mask = mask.as_view();
        self.set(|options| options.mask = Some(mask))
    }

    /// What the reduction starts from. Means, variances, places and numbers of items start from nothing, as in NumPy: they make
    /// an error of it.
    pub fn initial<T: Scalar>(mut self, value: T) -> Self {
        self.options = self.options.and_then(|mut options| {
            options.initial = Some(Array::from_vec(vec![value])?.into());
            Ok(options)
        });
        self
    }

    /// The degrees of freedom that a variance or standard deviation has lost: the items are divided by
    /// their number minus this. NumPy also calls it `ddof`.
    pub fn correction(self, correction: f64) -> Self {
        self.set(|options| options.extra = correction)
    }

    /// [`correction`](Reduce::correction) by its older name.
    pub fn ddof(self, ddof: usize) -> Self {
        self.correction(ddof as f64)
    }

    /// The mean, where it is known already: for variances and standard deviations. It must broadcast against the input,
    /// as a mean with [`keepdims`](Reduce::keepdims) does.
    pub fn mean(mut self, mean: impl Into<AnyView<'a>>) -> Self {
        self.mean = Some(mean.into());
        self
    }

    /// Where to write the result, whose shape it must have. Sums, products and extremes are calculated in its type.
    pub fn out(mut self, out: impl Out<'a>) -> Reduce<'a, ()> {
        match out.into_out() {
            Ok(out) => self.out = Some(out),
            Err(error) => self.options = Err(error),
        }
        self.typed()
    }

    fn compute(self) -> Result<(AnyArray, Option<AnyViewMut<'a>>)> {
        let options = self.options?;
        let followed = self.out.as_ref().map(AnyViewMut::dtype);
        let dtype = self.dtype.as_ref();
        if options.initial.is_some() && !self.way.takes_initial() {
            return Err(Error::value(self.way.name(), "takes no initial value"));
        }
        let result = match (self.way, &self.mean) {
            (Way::Op(op), Some(mean)) => around(op, &self.input, mean, dtype, &options)?,
            (Way::Op(op), None) => {
                let dtype = dtype.or(followed.filter(|_| op.follows_out));
                op.call(&self.input, dtype, &options)?
            }
            (Way::Fold(ufunc), None) => {
                let dtype = dtype.or(followed.filter(|dtype| ufunc.find_closed(dtype).is_ok()));
                ufunc.reduce(&self.input, dtype, &options)?
            }
            (Way::Range, None) => {
                let extreme = |op: &'static Op| {
                    let name = Name { op: "ptp", ..op.name };
                    Op { name, ..*op }.call(&self.input, dtype, &options)
                };
                let (most, least) = (extreme(&MAX)?, extreme(&MIN)?);
                SUBTRACT.call(&[&most.view(), &least.view()])?.one()?
            }
            (way, Some(_)) => return Err(Error::value(way.name(), "takes no mean")),
        };
        Ok((result, self.out))
    }
}

impl<'a, O: Scalar> Reduce<'a, Array<O>> {
    /// The type to calculate in, and of the result.
    pub fn dtype<U: Scalar>(mut self) -> Reduce<'a, Array<U>> {
        self.dtype = Some(U::DTYPE);
        self.typed()
    }

    /// Makes the reduction.
    ///
    /// # Errors
    /// If an axis is wrong, nothing is reduced that has no identity, a mask does not fit, or memory cannot be had.
    pub fn run(self) -> Result<Array<O>> {
        self.compute()?.0.try_into()
    }
}

impl Reduce<'_, AnyArray> {
    /// The type to calculate in, and of the result.
    pub fn dtype(mut self, dtype: DType) -> Self {
        self.dtype = Some(dtype);
        self
    }

    /// Makes the reduction.
    ///
    /// # Errors
    /// As for typed ones; also if the dtype has no such reduction.
    pub fn run(self) -> Result<AnyArray> {
        Ok(self.compute()?.0)
    }
}

impl Reduce<'_, ()> {
    /// Makes the reduction.
    ///
    /// # Errors
    /// As for other ones; also if `out` has another shape, or a type of another kind.
    pub fn run(self) -> Result<()> {
        let op = self.way.name();
        let (result, out) = self.compute()?;
        reduce::write_result(op, &result, &out.expect("`out` was given"))
    }
}
