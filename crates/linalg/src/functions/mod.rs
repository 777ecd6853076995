//! Functions of matrices as SciPy has them: exponentials, logarithms, roots and powers, trigonometric functions, signs, and
//! any function of a number.
//!
//! All are computed in double precision, whatever the type, and rounded once.
//!
//! A function of a real matrix may be complex: the logarithm of one with negative eigenvalues is. Since the type of a result does
//! not depend on values here, that is [`Error::NotReal`]; the same matrix as complex numbers has a result.

mod estimate;
mod exponential;
mod logarithm;
mod power;
mod root;
mod scaling;
mod schur;
mod square;
mod trigonometric;

use num_complex::Complex;
use numoxide_backend::{Failure, Field, Real};
use numoxide_core::{Array, ArrayView};

pub use exponential::expm;
pub use logarithm::logm;
pub use power::fractional_matrix_power;
pub use root::sqrtm;
pub use schur::{funm, signm};
pub use trigonometric::{coshm, cosm, sinhm, sinm, tanhm, tanm};

use crate::columns::Columns;
use crate::{Error, Inexact, Result};
use square::Square;

/// Why a matrix has no such function.
pub enum Undefined {
    Backend(Failure),
    Singular,
    NotReal,
}

impl From<Failure> for Undefined {
    fn from(failure: Failure) -> Self {
        Undefined::Backend(failure)
    }
}

impl Undefined {
    fn of(self, op: &'static str, matrix: &[usize]) -> Error {
        match self {
            Undefined::Backend(failure) => Error::from_failure(op, matrix, failure),
            Undefined::Singular => Error::Singular { op, matrix: matrix.to_vec() },
            Undefined::NotReal => Error::NotReal { op, matrix: matrix.to_vec() },
        }
    }
}

type Computed<D> = std::result::Result<Square<D>, Undefined>;

/// What `function` makes of every matrix of a stack.
fn each<T: Inexact>(
    op: &'static str,
    a: &ArrayView<'_, T>,
    mut function: impl FnMut(Square<T::Double>) -> Computed<T::Double>,
) -> Result<Array<T>> {
    every(op, a, &mut function)
}

/// [`each`], compiled once for each type.
fn every<T: Inexact>(
    op: &'static str,
    a: &ArrayView<'_, T>,
    function: &mut dyn FnMut(Square<T::Double>) -> Computed<T::Double>,
) -> Result<Array<T>> {
    let mut a = Columns::square(op, a)?;
    let n = a.rows;
    a.each(|_, place, items| {
        let widened = Square::new(n, items.iter().map(|x| x.widen()));
        let found = function(widened).map_err(|undefined| undefined.of(op, place))?;
        items.iter_mut().zip(&found.items).for_each(|(x, &y)| *x = T::narrow(y));
        Ok(())
    })?;
    a.into_array()
}

/// The same by way of complex numbers; a real matrix must have a real result, of which the imaginary part may be what
/// `negligible` says of a matrix with the first norm and a result with the second.
fn each_complex<T: Inexact>(
    op: &'static str,
    a: &ArrayView<'_, T>,
    negligible: impl Fn(f64, f64) -> f64,
    mut function: impl FnMut(&Square<Complex<f64>>) -> Computed<Complex<f64>>,
) -> Result<Array<T>> {
    every_complex(op, a, &negligible, &mut function)
}

/// A function of complex matrices.
type OfComplex<'a> = dyn FnMut(&Square<Complex<f64>>) -> Computed<Complex<f64>> + 'a;

/// [`each_complex`], compiled once for each type.
fn every_complex<T: Inexact>(
    op: &'static str,
    a: &ArrayView<'_, T>,
    negligible: &dyn Fn(f64, f64) -> f64,
    function: &mut OfComplex<'_>,
) -> Result<Array<T>> {
    every(op, a, &mut |a: Square<T::Double>| {
        let a = a.map(|&x| complex(x));
        let found = function(&a)?;
        if !T::COMPLEX {
            let imaginary = found.map(|z| z.im).norm();
            // Of what is not finite, the real part says it.
            if imaginary > negligible(a.norm(), found.map(|z| z.re).norm()) {
                return Err(Undefined::NotReal);
            }
        }
        Ok(found.map(|z| T::Double::from_parts(z.re, z.im)))
    })
}

/// A number as a complex one.
fn complex<D: Field<Real = f64>>(x: D) -> Complex<f64> {
    Complex::new(x.re(), x.im())
}

/// The relative error of one rounding of a type.
fn unit<T: Field>() -> f64 {
    T::Real::EPSILON.to_f64() / 2.0
}

/// By as much may the imaginary part of a result exceed 0 that is real but for rounding, if it is not for a reason: what SciPy
/// allows.
fn noise(_: f64, size: f64) -> f64 {
    1e6 * f64::EPSILON * size.max(1.0)
}
