//! Real and imaginary parts, and what depends on them.

use numoxide_core::ufunc::Weak;
use numoxide_core::{AnyArray, AnyView, Array, AsView, DType, Number, Order, Result, Scalar, Strided};

use crate::call::erased;
use crate::table;

/// The real parts; of an array they share its memory. NumPy: `real`.
///
/// # Errors
/// If memory cannot be had.
///
/// ```
/// use numoxide_core::c128;
///
/// assert_eq!(numoxide_ufunc::real([c128::new(1.0, 2.0)])?.to_vec(), [1.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn real<T: Scalar>(x: impl AsView<T>) -> Result<Array<T::Part>> {
    Ok(numoxide_core::asarray(x)?.real())
}

/// The imaginary parts; of a complex array they share its memory, of real numbers they are zeros. NumPy: `imag`.
///
/// # Errors
/// If memory cannot be had.
pub fn imag<T: Scalar>(x: impl AsView<T>) -> Result<Array<T::Part>> {
    numoxide_core::asarray(x)?.imag()
}

/// The angle of each number in the complex plane, from -pi to pi, or in degrees if `deg`. NumPy: `angle`.
///
/// # Errors
/// If memory cannot be had.
///
/// ```
/// use numoxide_core::c128;
///
/// let z = [c128::new(1.0, 0.0), c128::new(0.0, 2.0), c128::new(-3.0, 0.0)];
/// assert_eq!(numoxide_ufunc::angle(z, true)?.to_vec(), [0.0, 90.0, 180.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn angle<T: Number>(z: impl AsView<T>, deg: bool) -> Result<Array<<T::Part as Scalar>::Float>> {
    angle::any(erased(z.as_view()), deg)?.try_into()
}

/// [`angle`](fn@super::angle) for run-time types.
pub mod angle {
    use super::*;

    /// The function of an array whose type is known at run time.
    ///
    /// # Errors
    /// If the type has no angle, or memory cannot be had.
    pub fn any<'a>(z: impl Into<AnyView<'a>>, deg: bool) -> Result<AnyArray> {
        let z = z.into();
        if *z.dtype() == DType::Bool {
            // A literal zero beside a truth value is an integer.
            return any(&z.astype(DType::I64)?, deg);
        }
        let angle = match z.imag() {
            Some(imag) => table::ARCTAN2.call(&[&imag, &z.real()])?.one()?,
            None => table::ARCTAN2.call(&[&Weak::from(0).beside(z.dtype())?.view(), &z])?.one()?,
        };
        Ok(if deg { angle * (180.0 / std::f64::consts::PI) } else { angle })
    }
}

/// The real parts if every imaginary part is smaller than `tol` times the distance of 1 to the next number (or than
/// `tol` itself if that is at most 1), else the array itself. NumPy: `real_if_close`, whose `tol` is 100.
///
/// # Errors
/// If memory cannot be had.
///
/// ```
/// use numoxide_core::{DType, array, c128};
/// use numoxide_ufunc::real_if_close;
///
/// let z = array![c128::new(2.0, 1e-14)];
/// assert_eq!(real_if_close(&z, 100.0)?.dtype(), &DType::F64);
/// assert_eq!(real_if_close(&z, 1e-15)?.dtype(), &DType::C128);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn real_if_close<'a>(x: impl Into<AnyView<'a>>, tol: f64) -> Result<AnyArray> {
    let x = x.into().copy(Order::K)?;
    if !x.dtype().is_complex() {
        return Ok(x);
    }
    let single = *x.dtype() == DType::C64;
    let epsilon = if single { f32::EPSILON.into() } else { f64::EPSILON };
    let bound = if tol > 1.0 { epsilon * tol } else { tol };
    let imag = x.imag()?;
    let size = table::ABSOLUTE.call(&[&imag.view()])?.one()?;
    let bound = Weak::from(bound).beside(size.dtype())?;
    let close = table::LESS.call(&[&size.view(), &bound.view()])?.one()?;
    Ok(if crate::all(close.downcast::<bool>()?) { x.real() } else { x })
}

/// Whether each number has no imaginary part. NumPy: `isreal`.
///
/// # Errors
/// If memory cannot be had.
///
/// ```
/// use numoxide_core::c128;
///
/// assert_eq!(numoxide_ufunc::isreal([c128::new(1.0, 0.0), c128::new(1.0, 2.0)])?.to_vec(), [true, false]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn isreal<T: Scalar>(x: impl AsView<T>) -> Result<Array<bool>> {
    match x.as_view().imag() {
        Some(imag) => crate::equal(imag, Array::scalar(T::Part::ZERO)?),
        None => numoxide_core::NewArray::like(x).full(true),
    }
}

/// Whether each number has an imaginary part. NumPy: `iscomplex`.
///
/// # Errors
/// If memory cannot be had.
pub fn iscomplex<T: Scalar>(x: impl AsView<T>) -> Result<Array<bool>> {
    match x.as_view().imag() {
        Some(imag) => crate::not_equal(imag, Array::scalar(T::Part::ZERO)?),
        None => numoxide_core::NewArray::like(x).zeros(),
    }
}

/// Whether the type of the items is a complex one. NumPy: `iscomplexobj`.
///
/// ```
/// use numoxide_core::{array, c64};
///
/// assert!(numoxide_ufunc::iscomplexobj(&array![c64::new(1.0, 0.0)]));
/// ```
pub fn iscomplexobj<'a>(x: impl Into<AnyView<'a>>) -> bool {
    x.into().dtype().is_complex()
}

/// Whether the type of the items is not a complex one. NumPy: `isrealobj`.
pub fn isrealobj<'a>(x: impl Into<AnyView<'a>>) -> bool {
    !iscomplexobj(x)
}

/// Whether the items lie in column-major order and not in row-major order too. NumPy: `isfortran`.
///
/// ```
/// use numoxide_core::{Order, array};
/// use numoxide_ufunc::isfortran;
///
/// let a = array![[1, 2], [3, 4]];
/// assert!(isfortran(&a.t()) && !isfortran(&a));
/// ```
pub fn isfortran<V: Strided>(a: &V) -> bool {
    let (layout, itemsize) = (a.the_layout(), a.the_itemsize());
    layout.is_f_contiguous(itemsize) && !layout.is_c_contiguous(itemsize)
}
