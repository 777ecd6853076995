//! General eigenvalues by `faer`.
//!
//! All run in double precision on a scaled copy: squares neither overflow nor vanish, single precision gains digits, and
//! half as much code is compiled. On one thread: faer's threads pay only for sizes that few programs have.

use faer::Mat as Matrix;
use faer::traits::ComplexField;
use num_complex::Complex;

use super::lanes::Item;
use crate::{Failure, Field, MatMut, Real};

/// A double-precision type of both worlds.
pub trait FaerField: Item + ComplexField<Real = f64> {}

impl<T: Item + ComplexField<Real = f64>> FaerField for T {}

/// A copy in double precision, divided by a power of two near its largest item; and that power.
pub(super) fn widened<T: Field<Double: FaerField>>(a: &MatMut<'_, T>) -> (Matrix<T::Double>, f64) {
    let size = |x: &T| x.re().abs().larger(x.im().abs()).to_f64();
    let most = (0..a.cols()).flat_map(|j| a.col(j)).fold(0.0, |most, x| f64::max(most, size(x)));
    let exponent = if most > 0.0 { most.log2().floor().clamp(-1000.0, 1000.0) as i32 } else { 0 };
    let shrink = T::Double::from_real(2f64.powi(-exponent));
    (Matrix::from_fn(a.rows(), a.cols(), |i, j| a.col(j)[i].widen() * shrink), 2f64.powi(exponent))
}

fn real<T: Field>(x: f64) -> T::Real {
    T::Real::from_f64(x)
}

/// The eigenvalues of a general matrix.
pub fn eigvals<T: Field<Double: FaerField>>(
    a: &MatMut<'_, T>,
    w: &mut [Complex<T::Real>],
) -> Result<(), Failure> {
    let (work, scale) = widened(a);
    let values = work.eigenvalues().map_err(|_| Failure::NotConverged)?;
    for (w, value) in w.iter_mut().zip(values) {
        *w = Complex { re: real::<T>(value.re * scale), im: real::<T>(value.im * scale) };
    }
    Ok(())
}
