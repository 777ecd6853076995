//! Polynomials by their coefficients, the highest power first: NumPy's `poly*` functions and `poly1d`.

mod fit;
mod one;
mod zeros;

use numoxide_core::buffer::filled;
use numoxide_core::{
    AnyArray, Array, ArrayView, AsView, DType, Error, Number, Result, Scalar, promote_types,
};
use numoxide_simd::{Baseline, Isa, Kernel, dispatch};

use crate::calc;
use crate::convolution::{Overlap, Term, convolve};
use crate::lines::{flat, one_axis, sequence, shaped};
use crate::sample::{Exact, Sample, with_sample};
pub use fit::{PolyFit, polyfit};
pub use one::Poly1d;
pub use zeros::{poly, roots};

/// The coefficients with zeros in front, so that there are `len`.
fn padded(p: &AnyArray, len: usize) -> Result<AnyArray> {
    if p.len() == len {
        return p.reshape([len]);
    }
    let zeros = AnyArray::zeros([len - p.len()], p.dtype().clone())?;
    AnyArray::concatenate(&[&zeros, &p.reshape([p.len()])?], 0)
}

macro_rules! sums {
    ($($(#[$doc:meta])* $name:ident $operation:ident;)*) => {$(
        $(#[$doc])*
        ///
        /// # Errors
        /// [`Error::Rank`] for coefficients along more than one axis, [`Error::OutOfMemory`].
        pub fn $name<T: Number>(a: impl AsView<T>, b: impl AsView<T>) -> Result<Array<T>> {
            let own = |p: &ArrayView<'_, T>| p.to_owned().map(AnyArray::from);
            $name::any(&own(&a.as_view())?, &own(&b.as_view())?)?.try_into()
        }

        #[doc = concat!("[`", stringify!($name), "`](fn@super::", stringify!($name), ") for run-time types.")]
        pub mod $name {
            use super::*;

            /// The function of coefficients whose types are known at run time.
            ///
            /// # Errors
            /// As the plain call; [`Error::NoLoop`] for types that have no sums.
            pub fn any(a: &AnyArray, b: &AnyArray) -> Result<AnyArray> {
                if let Some(p) = [a, b].into_iter().find(|p| p.ndim() > 1) {
                    let (op, expected) = (stringify!($name), "at most one axis");
                    return Err(Error::Rank { op, expected, found: p.ndim() });
                }
                let len = a.len().max(b.len());
                calc::$operation(&padded(a, len)?, &padded(b, len)?)
            }
        }
    )*};
}
sums! {
    /// The sum of two polynomials. NumPy: `polyadd`.
    ///
    /// ```
    /// assert_eq!(numoxide_stats::polyadd([1, 2], [9, 5, 4])?.to_vec(), [9, 6, 6]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    polyadd add;
    /// The difference of two polynomials. NumPy: `polysub`.
    ///
    /// ```
    /// assert_eq!(numoxide_stats::polysub([2, 10, -2], [3, 10, -4])?.to_vec(), [-1, 0, 2]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    polysub subtract;
}

/// Coefficients without zeros in front; of nothing but zeros, one.
fn trimmed<T: Number>(p: &[T]) -> Vec<T> {
    let first = p.iter().position(|&c| c != T::ZERO);
    first.map_or_else(|| vec![T::ZERO], |first| p[first..].to_vec())
}

/// The product of two polynomials. NumPy: `polymul`.
///
/// # Errors
/// As [`polyadd`](fn@polyadd).
///
/// ```
/// assert_eq!(numoxide_stats::polymul([1, 2, 3], [9, 5, 1])?.to_vec(), [9, 23, 38, 17, 3]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn polymul<T: Number + Term>(a: impl AsView<T>, b: impl AsView<T>) -> Result<Array<T>> {
    const OP: &str = "polymul";
    let factor = |p: &ArrayView<'_, T>| sequence(OP, p).map(|p| trimmed(&p));
    convolve(factor(&a.as_view())?, factor(&b.as_view())?)
}

/// [`polymul`](fn@polymul) for run-time types.
pub mod polymul {
    use super::*;

    /// The product of polynomials whose types are known at run time.
    ///
    /// # Errors
    /// As [`polymul`](fn@super::polymul); [`Error::DType`] for types that are no numbers.
    pub fn any(a: &AnyArray, b: &AnyArray) -> Result<AnyArray> {
        let trim = |p: &AnyArray| {
            let exact = p.astype(p.dtype().exact())?;
            with_sample!("polymul", exact.dtype(), exact T => {
                let exact = exact.downcast::<T>()?;
                let exact = sequence("polymul", &exact.view())?;
                if exact.is_empty() {
                    return AnyArray::zeros([1], p.dtype().clone());
                }
                let first = exact.iter().position(|&c| c != <T as Scalar>::ZERO).unwrap_or(exact.len() - 1);
                let p = p.reshape([exact.len()])?;
                calc::part(&p.view(), 0, first as isize, None)?.copy(numoxide_core::Order::C)
            })
        };
        convolve::any(&trim(a)?, &trim(b)?, Overlap::Full)
    }
}

/// The quotient and the remainder of two polynomials. NumPy: `polydiv`.
///
/// # Errors
/// As [`polyadd`](fn@polyadd); [`Error::Value`] if there are no coefficients.
///
/// ```
/// let (quotient, remainder) = numoxide_stats::polydiv([3.0, 5.0, 2.0], [2.0, 1.0])?;
/// assert_eq!((quotient.to_vec(), remainder.to_vec()), (vec![1.5, 1.75], vec![0.25]));
/// # Ok::<(), numoxide_core::Error>(())
/// ```
#[allow(clippy::type_complexity, reason = "a pair")]
pub fn polydiv<T: Sample>(u: impl AsView<T>, v: impl AsView<T>) -> Result<(Array<T::Mean>, Array<T::Mean>)> {
    const OP: &str = "polydiv";
    let exact = |p: &ArrayView<'_, T>| -> Result<Vec<T::Exact>> {
        Ok(sequence(OP, p)?.iter().map(|c| c.exact()).collect())
    };
    let (u, v) = (exact(&u.as_view())?, exact(&v.as_view())?);
    if u.is_empty() || v.is_empty() {
        return Err(Error::value(OP, "a polynomial has no coefficients"));
    }
    let (quotient, remainder) = divided(u, &v)?;
    let rounded = |p: Vec<T::Exact>| Array::from_vec(p.into_iter().map(T::rounded).collect::<Vec<_>>());
    Ok((rounded(quotient)?, rounded(remainder)?))
}

/// [`polydiv`](fn@polydiv) for run-time types.
pub mod polydiv {
    use super::*;

    /// The quotient and the remainder of polynomials whose types are known at run time.
    ///
    /// # Errors
    /// As [`polydiv`](fn@super::polydiv); [`Error::DType`] for types that are no numbers.
    pub fn any(u: &AnyArray, v: &AnyArray) -> Result<(AnyArray, AnyArray)> {
        // Integers are divided in `f64`, whatever they are divided by.
        let own =
            |p: &AnyArray| if matches!(p.dtype().kind(), 'f' | 'c') { p.dtype().clone() } else { DType::F64 };
        let dtype = promote_types(&own(u), &own(v))?;
        let exact = dtype.exact();
        let (u, v) = (u.astype(exact.clone())?, v.astype(exact.clone())?);
        with_sample!("polydiv", &exact, exact T => {
            let (quotient, remainder) = polydiv::<T>(&u.downcast::<T>()?, &v.downcast::<T>()?)?;
            Ok((AnyArray::from(quotient).astype(dtype.clone())?, AnyArray::from(remainder).astype(dtype)?))
        })
    }
}

/// What counts as zero in front of a remainder: NumPy's default of `allclose`.
const NOTHING: f64 = 1e-8;

/// Quotient and remainder by long division.
fn divided<E: Exact>(mut rest: Vec<E>, v: &[E]) -> Result<(Vec<E>, Vec<E>)> {
    let steps = (rest.len() + 1).saturating_sub(v.len());
    let mut quotient = filled(E::ZERO, steps.max(1))?;
    let scale = E::of(1.0) / v[0];
    for (k, quotient) in quotient.iter_mut().enumerate().take(steps) {
        *quotient = scale * rest[k];
        for (rest, &v) in rest[k..].iter_mut().zip(v) {
            *rest = *rest - *quotient * v;
        }
    }
    let is_nothing = |c: &E| {
        let (re, im) = c.parts();
        re.hypot(im) <= NOTHING
    };
    let first = rest.iter().position(|c| !is_nothing(c)).unwrap_or(rest.len()).min(rest.len() - 1);
    rest.drain(..first);
    Ok((quotient, rest))
}

/// The derivative of order `m`. NumPy: `polyder`.
///
/// # Errors
/// As [`polyadd`](fn@polyadd).
///
/// ```
/// assert_eq!(numoxide_stats::polyder([1, 1, 1, 1], 1)?.to_vec(), [3, 2, 1]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn polyder<T: Number>(p: impl AsView<T>, m: usize) -> Result<Array<T>> {
    let p = AnyArray::from(p.as_view().to_owned()?);
    polyder::any(&p, m)?.astype(T::DTYPE)?.try_into()
}

/// [`polyder`](fn@polyder) for run-time types.
pub mod polyder {
    use super::*;

    /// The derivative of a polynomial whose type is known at run time.
    ///
    /// # Errors
    /// As [`polyder`](fn@super::polyder); [`Error::NoLoop`] for types that are no numbers.
    pub fn any(p: &AnyArray, m: usize) -> Result<AnyArray> {
        if p.ndim() != 1 {
            return Err(Error::Rank { op: "polyder", expected: "one axis", found: p.ndim() });
        }
        let mut p = p.clone();
        for _ in 0..m {
            let powers: Vec<i64> = (1..p.len() as i64).rev().collect();
            let part = calc::part(&p.view(), 0, None, -1)?.copy(numoxide_core::Order::C)?;
            p = calc::multiply(&part, &Array::from_vec(powers)?.into())?;
        }
        Ok(p)
    }
}

/// The integral of order `m`, with the constants `k`: none for zeros, one for all, or one for each order. NumPy: `polyint`.
///
/// # Errors
/// As [`polyadd`](fn@polyadd); [`Error::Value`] if there are fewer constants than orders.
///
/// ```
/// assert_eq!(numoxide_stats::polyint([6.0, 2.0], 2, &[])?.to_vec(), [1.0, 1.0, 0.0, 0.0]);
/// assert_eq!(numoxide_stats::polyint([2, 1], 1, &[5.0])?.to_vec(), [1.0, 1.0, 5.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn polyint<T: Sample>(p: impl AsView<T>, m: usize, k: &[T::Exact]) -> Result<Array<T::Mean>> {
    const OP: &str = "polyint";
    let mut p: Vec<T::Exact> = one_axis(OP, &p.as_view())?.iter().map(|c| c.exact()).collect();
    for order in 0..m {
        let constant = match k {
            [] => T::Exact::of(0.0),
            [one] => *one,
            all => *all.get(order).ok_or_else(|| Error::value(OP, "a constant for each order is needed"))?,
        };
        let powers = p.len();
        for (place, c) in p.iter_mut().enumerate() {
            *c = *c / T::Exact::of((powers - place) as f64);
        }
        p.push(constant);
    }
    Array::from_vec(p.into_iter().map(T::rounded).collect::<Vec<_>>())
}

/// [`polyint`](fn@polyint) for run-time types.
pub mod polyint {
    use super::*;

    /// The integral of a polynomial whose type is known at run time, with real constants.
    ///
    /// # Errors
    /// As [`polyint`](fn@super::polyint); [`Error::DType`] for types that are no numbers.
    pub fn any(p: &AnyArray, m: usize, k: &[f64]) -> Result<AnyArray> {
        // Dividing by the powers, which are integers of 64 bits, widens.
        let p = if m > 0 { p.astype(promote_types(p.dtype(), &DType::F64)?)? } else { p.clone() };
        if m == 0 {
            return Ok(p);
        }
        with_sample!("polyint", p.dtype(), exact T => {
            let k: Vec<<T as Sample>::Exact> = k.iter().map(|&k| Exact::of(k)).collect();
            polyint::<T>(&p.downcast::<T>()?, m, &k).map(AnyArray::from)
        })
    }
}

/// The values of a polynomial, by Horner's rule. NumPy: `polyval`.
///
/// # Errors
/// As [`polyadd`](fn@polyadd).
///
/// ```
/// assert_eq!(numoxide_stats::polyval([3, 0, 1], [5, 2])?.to_vec(), [76, 13]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn polyval<T: Term>(p: impl AsView<T>, x: impl AsView<T>) -> Result<Array<T>> {
    let (p, x) = (p.as_view(), x.as_view());
    let p = one_axis("polyval", &p)?;
    let mut values = filled(T::ZERO, x.len())?;
    dispatch(Horner { p: &p, x: &flat(&x)?, values: &mut values });
    shaped(x.shape(), values)
}

/// [`polyval`](fn@polyval) for run-time types.
pub mod polyval {
    use super::*;

    /// The values of a polynomial where both types are known at run time.
    ///
    /// # Errors
    /// As [`polyval`](fn@super::polyval); [`Error::DType`] for types that are no numbers.
    pub fn any(p: &AnyArray, x: &AnyArray) -> Result<AnyArray> {
        let dtype = if p.is_empty() { x.dtype().clone() } else { promote_types(p.dtype(), x.dtype())? };
        let ring = dtype.ring();
        let (p, x) = (p.astype(ring.clone())?, x.astype(ring.clone())?);
        with_sample!("polyval", &ring, ring T => {
            polyval::<T>(&p.downcast::<T>()?, &x.downcast::<T>()?).map(AnyArray::from)?.astype(dtype)
        })
    }
}

/// Horner's rule for several places at once.
struct Horner<'a, T> {
    p: &'a [T],
    x: &'a [T],
    values: &'a mut [T],
}

impl<T: Term> Kernel for Horner<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self) {
        const TILE: usize = 32;
        for (x, values) in self.x.chunks(TILE).zip(self.values.chunks_mut(TILE)) {
            for &c in self.p {
                for (value, &x) in values.iter_mut().zip(x) {
                    // Rounded after the product, as NumPy does.
                    let product = T::done(T::step::<Baseline>(T::Total::ZERO, *value, x));
                    let sum = T::step::<Baseline>(T::Total::ZERO, product, T::ONE);
                    *value = T::done(T::step::<Baseline>(sum, c, T::ONE));
                }
            }
        }
    }
}
