//! What statistics are taken of: every scalar, seen as an exact number.

use std::ops::{Add, Div, Mul, Neg, Sub};

use numoxide_core::{AnyArray, AnyView, Array, DType, Error, Float, Result, Scalar, bf16, c64, c128, f16};
use numoxide_sorting::Sortable;
use numoxide_ufunc::Reducible;

/// A number to calculate with: `f64`, or complex numbers of it.
pub trait Exact:
    Float
    + Sample<Exact = Self, Mean = Self>
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    /// A real number.
    fn of(real: f64) -> Self;
    /// The number times a real one.
    fn scaled(self, factor: f64) -> Self;
    /// The number divided by a count, which NumPy makes a complex one: what is infinite or NaN in one part makes the other NaN.
    fn over(self, count: f64) -> Self;
    /// The real and the imaginary part.
    fn parts(self) -> (f64, f64);
    /// The number of these parts; real numbers lose the imaginary one.
    fn of_parts(re: f64, im: f64) -> Self;
}

impl Exact for f64 {
    #[inline(always)]
    fn of(real: f64) -> Self {
        real
    }
    #[inline(always)]
    fn scaled(self, factor: f64) -> Self {
        self * factor
    }
    #[inline(always)]
    fn over(self, count: f64) -> Self {
        self / count
    }
    #[inline(always)]
    fn parts(self) -> (f64, f64) {
        (self, 0.0)
    }
    #[inline(always)]
    fn of_parts(re: f64, _: f64) -> Self {
        re
    }
}

impl Exact for c128 {
    #[inline(always)]
    fn of(real: f64) -> Self {
        c128::new(real, 0.0)
    }
    #[inline(always)]
    fn scaled(self, factor: f64) -> Self {
        c128::new(self.re * factor, self.im * factor)
    }
    #[inline(always)]
    fn over(self, count: f64) -> Self {
        c128::new((self.re + self.im * 0.0) / count, (self.im - self.re * 0.0) / count)
    }
    #[inline(always)]
    fn parts(self) -> (f64, f64) {
        (self.re, self.im)
    }
    #[inline(always)]
    fn of_parts(re: f64, im: f64) -> Self {
        c128::new(re, im)
    }
}

/// A scalar that statistics can be taken of: every one, since each has an order and a mean.
pub trait Sample: Sortable + Reducible {
    /// The type to calculate in.
    type Exact: Exact;

    /// The item as a number to calculate with.
    #[doc(hidden)]
    fn exact(self) -> Self::Exact;

    /// A result in the type of means, rounded once.
    #[doc(hidden)]
    fn rounded(exact: Self::Exact) -> Self::Mean;

    /// The step from another item, as a number to calculate with: that of integers wraps around, that of truth values says
    /// whether they differ.
    #[doc(hidden)]
    fn step(self, before: Self) -> Self::Exact {
        self.exact() - before.exact()
    }
}

/// A sample of real numbers, `bool` among them.
pub trait RealSample: Sample<Exact = f64> {}

impl<T: Sample<Exact = f64>> RealSample for T {}

macro_rules! samples {
    ($($ty:ty => $exact:ty: |$item:ident| $widen:expr, |$result:ident| $round:expr $(, |$a:ident, $b:ident| $step:expr)?;)*) => {$(
        impl Sample for $ty {
            type Exact = $exact;
            #[inline(always)]
            fn exact(self) -> $exact {
                let $item = self;
                $widen
            }
            #[inline(always)]
            fn rounded($result: $exact) -> Self::Mean {
                $round
            }
            $(#[inline(always)]
            fn step(self, before: Self) -> $exact {
                let ($a, $b) = (self, before);
                Sample::exact($step)
            })?
        }
    )*};
}
macro_rules! integers {
    ($($ty:ty)*) => {
        samples! {$(
            $ty => f64: |x| x as f64, |r| r, |a, b| a.wrapping_sub(b);
        )*}
    };
}
integers!(i8 i16 i32 i64 u8 u16 u32 u64);
samples! {
    bool => f64: |x| f64::from(u8::from(x)), |r| r, |a, b| a != b;
    f16 => f64: |x| x.to_f64(), |r| f16::from_f64(r);
    bf16 => f64: |x| x.to_f64(), |r| bf16::from_f64(r);
    f32 => f64: |x| f64::from(x), |r| r as f32;
    f64 => f64: |x| x, |r| r;
    c64 => c128: |x| c128::new(x.re.into(), x.im.into()), |r| c64::new(r.re as f32, r.im as f32);
    c128 => c128: |x| x, |r| r;
}

/// An array as one of another type, for which there may have to be room.
pub(crate) fn seen_as<'a>(
    a: &'a AnyView<'_>,
    dtype: DType,
    room: &'a mut Option<AnyArray>,
) -> Result<AnyView<'a>> {
    if *a.dtype() == dtype {
        return Ok(a.view());
    }
    Ok(room.insert(a.astype(dtype)?).view())
}

/// An array of real numbers as one of `f64`.
pub(crate) fn real_exact(op: &'static str, a: &AnyArray) -> Result<Array<f64>> {
    match a.dtype().kind() {
        'b' | 'i' | 'u' | 'f' => a.astype(DType::F64)?.try_into(),
        _ => Err(no_sample(op, a.dtype())),
    }
}

/// Runs `$body` with `$ty` standing for the type behind a dtype: one of a class that `with_scalar` knows, or of a list, as which
/// items of the given type are seen.
macro_rules! with_sample {
    ($op:expr, $given:expr, seen $seen:expr, of [$($arms:tt)*] $ty:ident => $body:expr) => {
        numoxide_core::with_scalar!(@arms $seen, $ty, $body, Err($crate::sample::no_sample($op, $given)), $($arms)*)
    };
    ($op:expr, $dtype:expr, $class:ident $ty:ident => $body:expr) => {{
        let dtype = $dtype;
        numoxide_core::with_scalar!($class dtype, $ty => $body, else Err($crate::sample::no_sample($op, dtype)))
    }};
}
pub(crate) use with_sample;

/// The error of a type that the function does not take.
#[cold]
pub(crate) fn no_sample(op: &'static str, dtype: &DType) -> Error {
    Error::DType { op, dtype: dtype.to_string() }
}

/// NaN in the type of a sample's means.
pub(crate) fn nan<T: Sample>() -> T::Mean {
    T::rounded(T::Exact::of(f64::NAN))
}

/// A number as it is after a round trip through the type of a sample's means.
#[inline(always)]
pub(crate) fn in_means<T: RealSample>(x: f64) -> f64 {
    match T::DTYPE {
        DType::F16 => f16::from_f64(x).to_f64(),
        DType::BF16 => bf16::from_f64(x).to_f64(),
        DType::F32 => f64::from(x as f32),
        _ => x,
    }
}

/// Whether the type is one of truth values.
pub(crate) fn is_bool<T: Scalar>() -> bool {
    matches!(T::DTYPE, DType::Bool)
}
