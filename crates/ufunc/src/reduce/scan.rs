//! Running results: cumulative sums and products, and `accumulate` of every function of two operands.

use std::marker::PhantomData;

use num_complex::Complex;
use numoxide_core::driver::scan::{Chain, ScanOptions, ScanRow, scan};
use numoxide_core::ufunc::{Options, Ufunc};
use numoxide_core::{
    AnyArray, AnyView, AnyViewMut, Array, AsView, DType, Error, Order, Result, Scalar, bf16, f16,
};
use numoxide_simd::reduce::{
    Greater, GreaterNum, Less, LessNum, RunningExtreme, RunningNanProd, RunningNanSum, RunningProd,
    RunningSum,
};

use crate::call::{Out, erased};
use crate::table::{ADD, ISNAN, MULTIPLY, POSITIVE};

type C64 = Complex<f32>;
type C128 = Complex<f64>;

/// The loops of running results by the type of the items.
type Rows = fn(&DType) -> Option<&'static ScanRow>;

/// Tables of rows: `TYPES: loops`.
macro_rules! rows {
    ($($name:ident { $($($dtype:ident)+: $scan:ty;)* })*) => {$(
        fn $name(dtype: &DType) -> Option<&'static ScanRow> {
            match dtype {
                $($(DType::$dtype => {
                    static ROW: ScanRow = ScanRow::of::<$scan>(DType::$dtype);
                    Some(&ROW)
                })+)*
                _ => None,
            }
        }
    )*};
}

// Integers wrap around, so that signed and unsigned ones are added and multiplied alike.
rows! {
    sums {
        I8 U8: RunningSum<i8>;
        I16 U16: RunningSum<i16>;
        I32 U32: RunningSum<i32>;
        I64 U64: RunningSum<i64>;
        F16: RunningSum<f16>;
        BF16: RunningSum<bf16>;
        F32: RunningSum<f32>;
        F64: RunningSum<f64>;
        C64: RunningSum<C64>;
        C128: RunningSum<C128>;
    }
    products {
        I8 U8: RunningProd<i8>;
        I16 U16: RunningProd<i16>;
        I32 U32: RunningProd<i32>;
        I64 U64: RunningProd<i64>;
        F16: RunningProd<f16>;
        BF16: RunningProd<bf16>;
        F32: RunningProd<f32>;
        F64: RunningProd<f64>;
        C64: RunningProd<C64>;
        C128: RunningProd<C128>;
    }
    nan_sums {
        F16: RunningNanSum<f16>;
        BF16: RunningNanSum<bf16>;
        F32: RunningNanSum<f32>;
        F64: RunningNanSum<f64>;
        C64: RunningNanSum<C64>;
        C128: RunningNanSum<C128>;
    }
    nan_products {
        F16: RunningNanProd<f16>;
        BF16: RunningNanProd<bf16>;
        F32: RunningNanProd<f32>;
        F64: RunningNanProd<f64>;
        C64: RunningNanProd<C64>;
        C128: RunningNanProd<C128>;
    }
    maxima {
        I8: RunningExtreme<i8, Greater>;
        I16: RunningExtreme<i16, Greater>;
        I32: RunningExtreme<i32, Greater>;
        I64: RunningExtreme<i64, Greater>;
        U8: RunningExtreme<u8, Greater>;
        U16: RunningExtreme<u16, Greater>;
        U32: RunningExtreme<u32, Greater>;
        U64: RunningExtreme<u64, Greater>;
        F32: RunningExtreme<f32, Greater>;
        F64: RunningExtreme<f64, Greater>;
    }
    minima {
        I8: RunningExtreme<i8, Less>;
        I16: RunningExtreme<i16, Less>;
        I32: RunningExtreme<i32, Less>;
        I64: RunningExtreme<i64, Less>;
        U8: RunningExtreme<u8, Less>;
        U16: RunningExtreme<u16, Less>;
        U32: RunningExtreme<u32, Less>;
        U64: RunningExtreme<u64, Less>;
        F32: RunningExtreme<f32, Less>;
        F64: RunningExtreme<f64, Less>;
    }
    num_maxima {
        F32: RunningExtreme<f32, GreaterNum>;
        F64: RunningExtreme<f64, GreaterNum>;
    }
    num_minima {
        F32: RunningExtreme<f32, LessNum>;
        F64: RunningExtreme<f64, LessNum>;
    }
}

/// Running results as a value: what they are called, the function that combines, and loops of their own.
#[derive(Clone, Copy)]
struct Running {
    name: &'static str,
    ufunc: &'static Ufunc,
    rows: Rows,
    skips_nan: bool,
    /// Whether more than one axis must be named.
    wants_axis: bool,
}

impl Running {
    const fn new(name: &'static str, ufunc: &'static Ufunc, rows: Rows) -> Running {
        Running { name, ufunc, rows, skips_nan: false, wants_axis: false }
    }

    /// `accumulate` of a function.
    fn of(ufunc: &'static Ufunc) -> Running {
        let rows: Rows = match ufunc.name {
            "add" => sums,
            "multiply" => products,
            "maximum" => maxima,
            "minimum" => minima,
            "fmax" => |dtype| num_maxima(dtype).or_else(|| maxima(dtype).filter(|_| !dtype.is_float())),
            "fmin" => |dtype| num_minima(dtype).or_else(|| minima(dtype).filter(|_| !dtype.is_float())),
            _ => |_| None,
        };
        Running::new(ufunc.name, ufunc, rows)
    }

    /// The loops that take and give `dtype`, if the function has any.
    fn exactly(&self, dtype: &DType) -> Result<&'static dyn Chain> {
        if let Some(row) = (self.rows)(dtype) {
            return Ok(row);
        }
        Ok(self.ufunc.find_closed(dtype)?)
    }

    /// The loops for items of `dtype`.
    fn for_items(&self, dtype: &DType) -> Result<&'static dyn Chain> {
        let row = self.ufunc.find_fold(dtype)?;
        Ok(match (self.rows)(&row.types()[2]) {
            Some(fast) => fast,
            None => row,
        })
    }

    /// The result of no items.
    fn nothing(&self) -> Result<AnyArray> {
        Ok(Array::from_vec(vec![self.ufunc.name == "multiply"])?.into())
    }
}

static CUMSUM: Running = Running::new("cumsum", &ADD, sums);
static CUMPROD: Running = Running::new("cumprod", &MULTIPLY, products);
static NANCUMSUM: Running = Running {
    skips_nan: true,
    ..Running::new("nancumsum", &ADD, |dtype| nan_sums(dtype).or_else(|| sums(dtype)))
};
static NANCUMPROD: Running = Running {
    skips_nan: true,
    ..Running::new("nancumprod", &MULTIPLY, |dtype| nan_products(dtype).or_else(|| products(dtype)))
};
static CUMULATIVE_SUM: Running = Running { wants_axis: true, ..Running::new("cumulative_sum", &ADD, sums) };
static CUMULATIVE_PROD: Running =
    Running { wants_axis: true, ..Running::new("cumulative_prod", &MULTIPLY, products) };

/// Running results being put together; [`run`](Accumulate::run) makes them. `R` is the type of the result: `Array<O>`,
/// [`AnyArray`], or `()` where `out` was given.
#[must_use = "running results are not made before `run`"]
pub struct Accumulate<'a, R> {
    running: Running,
    input: AnyView<'a>,
    axis: Option<isize>,
    include_initial: bool,
    dtype: Option<DType>,
    out: Result<Option<AnyViewMut<'a>>>,
    result: PhantomData<R>,
}

impl<'a, R> Accumulate<'a, R> {
    fn new(running: Running, input: AnyView<'a>) -> Self {
        let axis = None;
        Accumulate {
            running,
            input,
            axis,
            include_initial: false,
            dtype: None,
            out: Ok(None),
            result: PhantomData,
        }
    }

    /// `accumulate` of a function, by default along the first axis.
    pub(crate) fn of(ufunc: &'static Ufunc, input: AnyView<'a>) -> Self {
        Accumulate { axis: Some(0), ..Accumulate::new(Running::of(ufunc), input) }
    }

    fn typed<S>(self) -> Accumulate<'a, S> {
        let Accumulate { running, input, axis, include_initial, dtype, out, .. } = self;
        Accumulate { running, input, axis, include_initial, dtype, out, result: PhantomData }
    }

    /// The axis to go along; a negative one counts from the end.
    pub fn axis(self, axis: isize) -> Self {
        Accumulate { axis: Some(axis), ..self }
    }

    /// Where to write the results. They are calculated in its type where the function can.
    pub fn out(self, out: impl Out<'a>) -> Accumulate<'a, ()> {
        Accumulate { out: out.into_out().map(Some), ..self }.typed()
    }

    /// Whether the result of no items, 0 for sums and 1 for products, comes first.
    pub fn include_initial(self, include: bool) -> Self {
        Accumulate { include_initial: include, ..self }
    }

    fn compute(self) -> Result<Option<AnyArray>> {
        let Running { name, ufunc, skips_nan, wants_axis, .. } = self.running;
        let out = self.out?;
        let chain = match (&self.dtype, &out) {
            (Some(dtype), _) => self.running.exactly(dtype)?,
            (None, Some(out)) => {
                self.running.exactly(out.dtype()).or_else(|_| self.running.for_items(self.input.dtype()))?
            }
            (None, None) => self.running.for_items(self.input.dtype())?,
        };
        if self.axis.is_none() && wants_axis && self.input.ndim() > 1 {
            return Err(Error::value(name, "an array of more than one axis needs one to be named"));
        }
        let initial = match self.include_initial {
            true => Some(self.running.nothing()?),
            false => None,
        };
        // A scalar is a line of one item, but for the functions themselves.
        let is_line = self.input.ndim() == 0 && name != ufunc.name && matches!(self.axis, Some(0 | -1));
        let options = ScanOptions { axis: self.axis.filter(|_| !is_line), initial, out };
        if skips_nan && self.input.dtype() != chain.dtype() {
            return scan(name, chain, &without_nan(&self.input, ufunc.name == "multiply")?.view(), options);
        }
        scan(name, chain, &self.input, options)
    }
}

/// A copy in which every NaN is what changes no sum, or no product.
pub(super) fn without_nan(input: &AnyView<'_>, is_product: bool) -> Result<AnyArray> {
    let mut copy = input.copy(Order::K)?;
    if copy.dtype().is_float() || copy.dtype().is_complex() {
        let mask: Array<bool> = ISNAN.call(&[input])?.one()?.try_into()?;
        let nothing = AnyArray::from(Array::from_vec(vec![is_product])?);
        let nothing = nothing.astype(copy.dtype().clone())?;
        let options = Options { out: vec![copy.view_mut()?], mask: Some(mask.view()), ..Options::default() };
        POSITIVE.call_with(&[&nothing.view()], options)?;
    }
    Ok(copy)
}

impl<'a, O: Scalar> Accumulate<'a, Array<O>> {
    /// The type to calculate in, and of the results.
    pub fn dtype<U: Scalar>(self) -> Accumulate<'a, Array<U>> {
        Accumulate { dtype: Some(U::DTYPE), ..self }.typed()
    }

    /// Makes the running results.
    ///
    /// # Errors
    /// If there is no such axis, the function cannot be folded over the type, or memory cannot be had.
    pub fn run(self) -> Result<Array<O>> {
        self.typed::<AnyArray>().run()?.try_into()
    }
}

impl Accumulate<'_, AnyArray> {
    /// The type to calculate in, and of the results.
    pub fn dtype(self, dtype: DType) -> Self {
        Accumulate { dtype: Some(dtype), ..self }
    }

    /// Makes the running results.
    ///
    /// # Errors
    /// As for typed ones.
    pub fn run(self) -> Result<AnyArray> {
        Ok(self.compute()?.expect("fresh results"))
    }
}

impl Accumulate<'_, ()> {
    /// Makes the running results.
    ///
    /// # Errors
    /// As for other ones; also if `out` has another shape, or a type of another kind.
    pub fn run(self) -> Result<()> {
        self.compute().map(|_| ())
    }
}

/// `name = row`: functions and their modules.
macro_rules! running {
    ($($(#[$doc:meta])* $name:ident = $running:ident;)*) => {$(
        $(#[$doc])*
        ///
        /// # Errors
        /// If memory cannot be had.
        pub fn $name<T: Scalar>(x: impl AsView<T>) -> Result<Array<T::Sum>> {
            Accumulate::<Array<T::Sum>>::new($running, erased(x.as_view())).run()
        }

        #[doc = concat!("[`", stringify!($name), "`](fn@super::", stringify!($name), ") with keywords and for run-time types.")]
        pub mod $name {
            use super::*;

            /// The running results with NumPy's keyword arguments.
            pub fn with<'a, T: Scalar>(x: &'a (impl AsView<T> + ?Sized)) -> Accumulate<'a, Array<T::Sum>> {
                Accumulate::new($running, erased(x.as_view()))
            }

            /// The running results over an array whose type is known at run time.
            ///
            /// # Errors
            /// If the type has no sums and products, or memory cannot be had.
            pub fn any(x: &AnyArray) -> Result<AnyArray> {
                any_with(x).run()
            }

            /// [`any`](fn@self::any) with NumPy's keyword arguments.
            pub fn any_with<'a>(x: impl Into<AnyView<'a>>) -> Accumulate<'a, AnyArray> {
                Accumulate::new($running, x.into())
            }
        }
    )*};
}

running! {
    /// The running sums of all items in row-major order. Integers are summed in 64 bits, and wrap around.
    ///
    /// ```
    /// use numoxide_ufunc::cumsum;
    ///
    /// assert_eq!(cumsum([1i64, 2, 3])?.to_vec(), [1, 3, 6]);
    /// assert_eq!(cumsum::with(&[[1i64, 2], [3, 4]]).axis(0).run()?.to_vec(), [1, 2, 4, 6]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    cumsum = CUMSUM;
    /// The running products of all items in row-major order. Integers are multiplied in 64 bits, and wrap around.
    ///
    /// ```
    /// assert_eq!(numoxide_ufunc::cumprod([2.0, 3.0, 4.0])?.to_vec(), [2.0, 6.0, 24.0]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    cumprod = CUMPROD;
    /// The running sums of all items in row-major order, in which NaN counts as zero.
    ///
    /// ```
    /// assert_eq!(numoxide_ufunc::nancumsum([1.0, f64::NAN, 2.0])?.to_vec(), [1.0, 1.0, 3.0]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    nancumsum = NANCUMSUM;
    /// The running products of all items in row-major order, in which NaN counts as one.
    nancumprod = NANCUMPROD;
    /// The running sums of a line of items; of more axes, one must be named.
    ///
    /// ```
    /// use numoxide_ufunc::cumulative_sum;
    ///
    /// let sums = cumulative_sum::with(&[1i64, 2, 3]).include_initial(true).run()?;
    /// assert_eq!(sums.to_vec(), [0, 1, 3, 6]);
    /// assert!(cumulative_sum([[1i64, 2], [3, 4]]).is_err());
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    cumulative_sum = CUMULATIVE_SUM;
    /// The running products of a line of items; of more axes, one must be named.
    cumulative_prod = CUMULATIVE_PROD;
}

/// Running sums and products as methods: of all items, and along one axis.
pub trait ScanMethods<T: Scalar>: AsView<T> {
    /// [`cumsum`](fn@cumsum) of all items in row-major order.
    ///
    /// # Errors
    /// If memory cannot be had.
    fn cumsum(&self) -> Result<Array<T::Sum>> {
        cumsum(self)
    }

    /// [`cumsum`](fn@cumsum) along an axis; a negative one counts from the end.
    ///
    /// # Errors
    /// If there is no such axis, or memory cannot be had.
    fn cumsum_axis(&self, axis: isize) -> Result<Array<T::Sum>> {
        cumsum::with(self).axis(axis).run()
    }

    /// [`cumprod`](fn@cumprod) of all items in row-major order.
    ///
    /// # Errors
    /// If memory cannot be had.
    fn cumprod(&self) -> Result<Array<T::Sum>> {
        cumprod(self)
    }

    /// [`cumprod`](fn@cumprod) along an axis; a negative one counts from the end.
    ///
    /// # Errors
    /// If there is no such axis, or memory cannot be had.
    fn cumprod_axis(&self, axis: isize) -> Result<Array<T::Sum>> {
        cumprod::with(self).axis(axis).run()
    }
}

impl<T: Scalar, A: AsView<T> + ?Sized> ScanMethods<T> for A {}
