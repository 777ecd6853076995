//! Trigonometric and hyperbolic functions of matrices, by their exponentials.

use num_complex::Complex;
use numoxide_backend::Field;
use numoxide_core::{Array, AsView};

use super::exponential::exponential;
use super::square::Square;
use super::{Computed, Undefined, complex, each};
use crate::{Inexact, Result};

/// The cosine and the sine: parts of the exponential of the matrix times the imaginary unit.
fn circular<D: Field<Real = f64>>(a: &Square<D>) -> std::result::Result<[Square<D>; 2], Undefined> {
    let turned = |sign: f64| exponential(a.map(|&x| complex(x) * Complex::new(0.0, sign)));
    let (forth, back) = (turned(1.0)?, if D::COMPLEX { Some(turned(-1.0)?) } else { None });
    let of = |z: Complex<f64>| D::from_parts(z.re, z.im);
    Ok(match back {
        None => [forth.map(|z| D::from_real(z.re)), forth.map(|z| D::from_real(z.im))],
        Some(back) => {
            let sum = forth.clone().plus(1.0, &back);
            let difference = forth.plus(-1.0, &back);
            [sum.map(|&z| of(z * 0.5)), difference.map(|&z| of(z * Complex::new(0.0, -0.5)))]
        }
    })
}

/// The hyperbolic cosine and sine.
fn hyperbolic<D: Field<Real = f64>>(a: Square<D>) -> std::result::Result<[Square<D>; 2], Undefined> {
    let back = exponential(a.scaled(-1.0))?;
    let forth = exponential(a)?;
    Ok([forth.clone().plus(1.0, &back).scaled(0.5), forth.plus(-1.0, &back).scaled(0.5)])
}

fn over<D: Field<Real = f64>>([below, above]: [Square<D>; 2]) -> Computed<D> {
    below.solve(above)
}

macro_rules! functions {
    ($($(#[$doc:meta])* $name:ident = |$a:ident| $result:expr;)*) => {$(
        $(#[$doc])*
        ///
        /// # Errors
        /// As [`expm`](super::expm); [`Error::Singular`](crate::Error::Singular) for a quotient whose divisor has no inverse.
        pub fn $name<T: Inexact>(a: impl AsView<T>) -> Result<Array<T>> {
            each(stringify!($name), &a.as_view(), |$a| $result)
        }
    )*};
}

functions! {
    /// The cosines of square matrices, by [`expm`](super::expm) of `i a`. SciPy: `linalg.cosm`.
    ///
    /// ```
    /// use numoxide_linalg::cosm;
    ///
    /// assert_eq!(cosm([[0.0, 2.0], [0.0, 0.0]])?.to_vec(), [1.0, 0.0, 0.0, 1.0]);
    /// # Ok::<(), numoxide_linalg::Error>(())
    /// ```
    cosm = |a| circular(&a).map(|[cosine, _]| cosine);
    /// The sines of square matrices, by [`expm`](super::expm) of `i a`.
    /// Exact beside the exponentials they are the difference of: a matrix of size x loses digits as 1 / x, as in SciPy. SciPy: `linalg.sinm`.
    ///
    /// ```
    /// use numoxide_linalg::sinm;
    ///
    /// assert_eq!(sinm([[0.0, 2.0], [0.0, 0.0]])?.to_vec(), [0.0, 2.0, 0.0, 0.0]);
    /// # Ok::<(), numoxide_linalg::Error>(())
    /// ```
    sinm = |a| circular(&a).map(|[_, sine]| sine);
    /// The tangents of square matrices: [`cosm`]⁻¹ [`sinm`]. SciPy: `linalg.tanm`.
    ///
    /// ```
    /// use numoxide_linalg::tanm;
    ///
    /// assert!((tanm([[1.0, 0.0], [0.0, 0.0]])?[[0, 0]] - 1f64.tan()).abs() < 1e-15);
    /// # Ok::<(), numoxide_linalg::Error>(())
    /// ```
    tanm = |a| over(circular(&a)?);
    /// The hyperbolic cosines of square matrices, by [`expm`](super::expm). SciPy: `linalg.coshm`.
    ///
    /// ```
    /// use numoxide_linalg::coshm;
    ///
    /// assert_eq!(coshm([[0.0, 2.0], [0.0, 0.0]])?.to_vec(), [1.0, 0.0, 0.0, 1.0]);
    /// # Ok::<(), numoxide_linalg::Error>(())
    /// ```
    coshm = |a| hyperbolic(a).map(|[cosine, _]| cosine);
    /// The hyperbolic sines of square matrices, by [`expm`](super::expm).
    /// Exact beside the exponentials they are the difference of: a matrix of size x loses digits as 1 / x, as in SciPy. SciPy: `linalg.sinhm`.
    ///
    /// ```
    /// use numoxide_linalg::sinhm;
    ///
    /// assert_eq!(sinhm([[0.0, 2.0], [0.0, 0.0]])?.to_vec(), [0.0, 2.0, 0.0, 0.0]);
    /// # Ok::<(), numoxide_linalg::Error>(())
    /// ```
    sinhm = |a| hyperbolic(a).map(|[_, sine]| sine);
    /// The hyperbolic tangents of square matrices: [`coshm`]⁻¹ [`sinhm`]. SciPy: `linalg.tanhm`.
    ///
    /// ```
    /// use numoxide_linalg::tanhm;
    ///
    /// assert!((tanhm([[1.0, 0.0], [0.0, 0.0]])?[[0, 0]] - 1f64.tanh()).abs() < 1e-15);
    /// # Ok::<(), numoxide_linalg::Error>(())
    /// ```
    tanhm = |a| over(hyperbolic(a)?);
}
