//! Schur forms, pivoted factors and eigenvalues of pairs of matrices.

mod complex;
mod real;

use std::ffi::c_void;

use num_complex::Complex as Number;
use numoxide_backend::{Failure, Field, MatMut, Real as RealField};

pub(super) use complex::Table as Complex;
pub(super) use real::Table as Real;

use super::Kind;
use crate::Int;
use crate::symbols::{Finder, Missing};

/// The function by which `gees` and `gges` would sort, which is not asked for.
type Select = *const c_void;

/// The routines of the contract, for extents that agree and are not 0.
pub(crate) trait Forms<T: Kind, I: Int>: Sized + Sync {
    fn fill(finder: &Finder<'_>) -> Result<Self, Missing>;

    fn gees(
        &self,
        a: MatMut<'_, T>,
        w: &mut [Number<T::Real>],
        z: Option<MatMut<'_, T>>,
    ) -> Result<(), Failure>;

    /// `order` is 0 and becomes the columns, from 1 on.
    fn geqp3(&self, a: MatMut<'_, T>, order: &mut [I], tau: &mut [T]) -> Result<(), Failure>;

    fn ggev(
        &self,
        a: MatMut<'_, T>,
        b: MatMut<'_, T>,
        alpha: &mut [Number<T::Real>],
        beta: &mut [T],
        vectors: Option<MatMut<'_, Number<T::Real>>>,
    ) -> Result<(), Failure>;

    fn gges(
        &self,
        a: MatMut<'_, T>,
        b: MatMut<'_, T>,
        alpha: &mut [Number<T::Real>],
        beta: &mut [T],
        vectors: Option<(MatMut<'_, T>, MatMut<'_, T>)>,
    ) -> Result<(), Failure>;
}

/// Makes the columns of a matrix, which LAPACK leaves with a largest item of 1, vectors of length 1.
fn normalize<R: RealField>(mut vectors: MatMut<'_, Number<R>>) {
    for j in 0..vectors.cols() {
        let column = vectors.col_mut(j);
        let size = column.iter().fold(R::ZERO, |sum, x| sum + x.re * x.re + x.im * x.im).sqrt();
        if size > R::ZERO {
            column.iter_mut().for_each(|x| *x = Number { re: x.re / size, im: x.im / size });
        }
    }
}

/// Where vectors are written, or a place that is not written to.
fn target<T: Field, I: Int>(vectors: Option<MatMut<'_, T>>, nowhere: &mut T) -> Result<(*mut T, I), Failure> {
    match vectors {
        Some(mut vectors) => Ok((vectors.as_mut_ptr(), I::new(vectors.ld())?)),
        None => Ok((nowhere, I::new(1)?)),
    }
}
