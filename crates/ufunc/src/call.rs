//! Calls with NumPy's keyword arguments, as builders.

use std::marker::PhantomData;

use numoxide_core::ufunc::{Options, Source, Ufunc};
use numoxide_core::{
    AnyArray, AnyView, AnyViewMut, Array, ArrayView, ArrayViewMut, AsView, Casting, DType, Element, Order,
    Result, Scalar,
};

/// What can be given as `out=`.
pub trait Out<'a> {
    /// The places to write to.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`](numoxide_core::Error::OutOfMemory) if shared memory must be copied first and cannot be.
    fn into_out(self) -> Result<AnyViewMut<'a>>;
}

impl<'a, T: Element> Out<'a> for &'a mut Array<T> {
    fn into_out(self) -> Result<AnyViewMut<'a>> {
        Ok(self.try_view_mut()?.into())
    }
}

impl<'a, T: Element> Out<'a> for ArrayViewMut<'a, T> {
    fn into_out(self) -> Result<AnyViewMut<'a>> {
        Ok(self.into())
    }
}

impl<'a> Out<'a> for &'a mut AnyArray {
    fn into_out(self) -> Result<AnyViewMut<'a>> {
        self.view_mut()
    }
}

impl<'a> Out<'a> for AnyViewMut<'a> {
    fn into_out(self) -> Result<AnyViewMut<'a>> {
        Ok(self)
    }
}

/// A call being put together; [`run`](Call::run) makes it. `R` is the type of the result: `Array<O>`,
/// [`AnyArray`], or `()` where `out` was given.
#[must_use = "a call does nothing before `run`"]
pub struct Call<'a, R> {
    ufunc: &'static Ufunc,
    inputs: Vec<AnyView<'a>>,
    options: Result<Options<'a>>,
    result: PhantomData<R>,
}

impl<'a, R> Call<'a, R> {
    /// A call of `ufunc` on `inputs`.
    pub(crate) fn new(ufunc: &'static Ufunc, inputs: Vec<AnyView<'a>>) -> Self {
        Call { ufunc, inputs, options: Ok(Options::default()), result: PhantomData }
    }

    fn set(mut self, set: impl FnOnce(&mut Options<'a>)) -> Self {
        if let Ok(options) = &mut self.options {
            set(options);
        }
        self
    }

    fn typed<S>(self) -> Call<'a, S> {
        Call { ufunc: self.ufunc, inputs: self.inputs, options: self.options, result: PhantomData }
    }

    /// Where to write the result, which may also be an input. A cast to its type must be of the same kind
    /// unless [`casting`](Call::casting) says otherwise.
    pub fn out(mut self, out: impl Out<'a>) -> Call<'a, ()> {
        if let Ok(options) = &mut self.options {
            match out.into_out() {
                Ok(view) => options.out.push(view),
                Err(error) => self.options = Err(error),
            }
        }
        self.typed()
    }

    /// Where to compute; elsewhere `out` keeps what it has, and a fresh result is zero.
    pub fn where_(self, mask: &'a (impl AsView<bool> + ?Sized)) -> Self {
        let mask = mask.as_view();
        self.set(|options| options.mask = Some(mask))
    }

    /// Which casts are allowed.
    pub fn casting(self, casting: Casting) -> Self {
        self.set(|options| options.casting = casting)
    }

    /// The memory order of a fresh result.
    pub fn order(self, order: Order) -> Self {
        self.set(|options| options.order = Some(order))
    }
}

impl<'a, O: Scalar> Call<'a, Array<O>> {
    /// The type to compute in, and of the result.
    pub fn dtype<U: Scalar>(self) -> Call<'a, Array<U>> {
        self.set(|options| options.dtype = Some(U::DTYPE)).typed()
    }

    /// Makes the call.
    ///
    /// # Errors
    /// If no loop takes these types, a cast is forbidden, shapes do not broadcast, or memory cannot be had.
    pub fn run(self) -> Result<Array<O>> {
        self.typed::<AnyArray>().run()?.try_into()
    }
}

impl Call<'_, AnyArray> {
    /// The type to compute in.
    pub fn dtype(self, dtype: DType) -> Self {
        self.set(|options| options.dtype = Some(dtype))
    }

    /// Makes the call.
    ///
    /// # Errors
    /// As for typed calls.
    pub fn run(self) -> Result<AnyArray> {
        let inputs: Vec<&AnyView<'_>> = self.inputs.iter().collect();
        self.ufunc.call_with(&inputs, self.options?)?.one()
    }
}

impl Call<'_, ()> {
    /// Makes the call.
    ///
    /// # Errors
    /// As for other calls; also if `out` has not the shape of the result.
    pub fn run(self) -> Result<()> {
        let inputs: Vec<&AnyView<'_>> = self.inputs.iter().collect();
        self.ufunc.call_with(&inputs, self.options?)?;
        Ok(())
    }
}

/// The fresh result of a function of one operand.
#[inline]
pub(crate) fn unary<T: Scalar, O: Scalar>(ufunc: &'static Ufunc, a: impl AsView<T>) -> Result<Array<O>> {
    numoxide_core::ufunc::unary(ufunc, Source::of(&a.as_view(), T::DTYPE_REF), O::DTYPE_REF)
}

/// The fresh result of a function of two operands.
#[inline]
pub(crate) fn binary<A: Scalar, B: Scalar, O: Scalar>(
    ufunc: &'static Ufunc,
    a: impl AsView<A>,
    b: impl AsView<B>,
) -> Result<Array<O>> {
    let (a, b) = (a.as_view(), b.as_view());
    numoxide_core::ufunc::binary(
        ufunc,
        Source::of(&a, A::DTYPE_REF),
        Source::of(&b, B::DTYPE_REF),
        O::DTYPE_REF,
    )
}

/// A view as an operand whose type is known at run time.
pub(crate) fn erased<T: Element>(view: ArrayView<'_, T>) -> AnyView<'_> {
    view.into()
}
