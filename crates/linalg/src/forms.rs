//! Hessenberg and Schur forms.

use num_complex::Complex;
use numoxide_backend::{Field, MatMut, Real};
use numoxide_core::{Array, ArrayView, AsView};

use crate::backend::routines;
use crate::columns::{Columns, Square, part};
use crate::{Error, Inexact, Result};

/// The factors of `a = Q H Qᴴ`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Hessenberg<T: 'static> {
    /// Upper triangular, but for the diagonal below.
    pub h: Array<T>,
    /// Unitary.
    pub q: Array<T>,
}

/// The Hessenberg form of square matrices, with its vectors. SciPy: `linalg.hessenberg(a, calc_q=True)`, by LAPACK's
/// `gehrd`.
///
/// # Errors
/// [`Error::NotSquare`], [`Error::NonFinite`].
///
/// ```
/// use numoxide_linalg::{hessenberg, matmul};
///
/// let a: [[f64; 3]; 3] = [[4.0, 2.0, 1.0], [3.0, 0.0, 2.0], [4.0, 5.0, 1.0]];
/// let found = hessenberg(&a)?;
/// assert_eq!(found.h[[2, 0]], 0.0);
/// assert!((found.h[[1, 0]].abs() - 5.0).abs() < 1e-14);
/// let back = matmul(matmul(&found.q, &found.h)?, found.q.t())?;
/// assert!(back.iter().zip(a.as_flattened()).all(|(x, y)| (x - y).abs() < 1e-14));
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn hessenberg<T: Inexact>(a: impl AsView<T>) -> Result<Hessenberg<T>> {
    hessenberg::with(&a).run()
}

/// The keyword arguments of [`hessenberg`](fn@hessenberg).
pub mod hessenberg {
    use super::*;

    /// A reduction being put together.
    #[must_use = "a call does nothing before `run`"]
    pub struct Call<'a, T> {
        a: ArrayView<'a, T>,
    }

    /// The Hessenberg form of `a`.
    pub fn with<T: Inexact>(a: &(impl AsView<T> + ?Sized)) -> Call<'_, T> {
        Call { a: a.as_view() }
    }

    impl<T: Inexact> Call<'_, T> {
        /// The form and its vectors.
        ///
        /// # Errors
        /// As [`hessenberg`](fn@super::hessenberg).
        pub fn run(self) -> Result<Hessenberg<T>> {
            let mut a = Columns::square("hessenberg", &self.a)?;
            let n = a.rows;
            let mut q = a.beside(&[n, n])?;
            a.each(|number, place, a| reduce(n, place, a, Some(part(&mut q, number, n * n))))?;
            Ok(Hessenberg { h: a.into_array()?, q: q.mt()? })
        }

        /// The form alone: SciPy's `calc_q=False`.
        ///
        /// # Errors
        /// As [`hessenberg`](fn@super::hessenberg).
        pub fn h(self) -> Result<Array<T>> {
            let mut a = Columns::square("hessenberg", &self.a)?;
            let n = a.rows;
            a.each(|_, place, a| reduce(n, place, a, None))?;
            a.into_array()
        }
    }

    fn reduce<T: Inexact>(n: usize, place: &[usize], a: &mut [T], q: Option<&mut [T]>) -> Result<()> {
        routines::<T>()
            .gehrd(MatMut::new(a, n, n), q.map(|q| MatMut::new(q, n, n)))
            .map_err(|failure| Error::from_failure("hessenberg", place, failure))
    }
}

/// The factors of `a = Z T Zᴴ`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Schur<T: 'static> {
    /// Upper triangular; of a real matrix with blocks of two on the diagonal, one for each conjugate pair of eigenvalues.
    pub t: Array<T>,
    /// Unitary.
    pub z: Array<T>,
}

/// The Schur form of square matrices: of real ones the real form. SciPy: `linalg.schur`, from LAPACK's `gees`; pure Rust takes
/// Francis's steps from the Hessenberg form.
///
/// # Errors
/// [`Error::NotSquare`], [`Error::NonFinite`], [`Error::NotConverged`].
///
/// ```
/// use numoxide_linalg::{matmul, schur};
///
/// let a = [[0.0, 2.0, 2.0], [0.0, 1.0, 2.0], [1.0, 0.0, 1.0]];
/// let found = schur(&a)?;
/// let back = matmul(matmul(&found.z, &found.t)?, found.z.t())?;
/// assert!(back.iter().zip(a.as_flattened()).all(|(x, y): (&f64, _)| (x - y).abs() < 1e-14));
///
/// // One real eigenvalue and a conjugate pair: triangular only among complex numbers.
/// let complex = schur::with(&a).complex()?;
/// assert_eq!(complex.t[[2, 1]].norm(), 0.0);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn schur<T: Inexact>(a: impl AsView<T>) -> Result<Schur<T>> {
    schur::with(&a).run()
}

/// The keyword arguments of [`schur`](fn@schur).
pub mod schur {
    use super::*;

    /// A decomposition being put together.
    #[must_use = "a call does nothing before `run`"]
    pub struct Call<'a, T> {
        a: ArrayView<'a, T>,
    }

    /// The Schur form of `a`.
    pub fn with<T: Inexact>(a: &(impl AsView<T> + ?Sized)) -> Call<'_, T> {
        Call { a: a.as_view() }
    }

    impl<T: Inexact> Call<'_, T> {
        /// The form: SciPy's `output="real"` for real matrices.
        ///
        /// # Errors
        /// As [`schur`](fn@super::schur).
        pub fn run(self) -> Result<Schur<T>> {
            const OP: &str = "schur";
            let mut a = Columns::square(OP, &self.a)?;
            let n = a.rows;
            let mut z = a.beside(&[n, n])?;
            let zero = Complex { re: <T::Real as Field>::ZERO, im: <T::Real as Field>::ZERO };
            let mut w = vec![zero; n];
            a.each(|number, place, a| {
                let vectors = MatMut::new(part(&mut z, number, n * n), n, n);
                routines::<T>()
                    .gees(MatMut::new(a, n, n), &mut w, Some(vectors))
                    .map_err(|failure| Error::from_failure(OP, place, failure))
            })?;
            Ok(Schur { t: a.into_array()?, z: z.mt()? })
        }

        /// The triangular form: SciPy's `output="complex"`. That of a real matrix comes from its real form, by
        /// [`rsf2csf`].
        ///
        /// # Errors
        /// As [`schur`](fn@super::schur).
        pub fn complex(self) -> Result<Schur<Complex<T::Real>>> {
            let Schur { t, z } = self.run()?;
            rsf2csf(&t, &z)
        }
    }
}

/// The complex Schur form `a = Z T Zᴴ` from the real one. SciPy: `linalg.rsf2csf`, and its Givens rotations.
///
/// # Errors
/// [`Error::NotSquare`], [`Error::NonFinite`]; [`Error::Array`] if the shapes differ.
///
/// ```
/// use numoxide_linalg::rsf2csf;
///
/// let found = rsf2csf([[0.0f64, 1.0], [-1.0, 0.0]], [[1.0, 0.0], [0.0, 1.0]])?;
/// assert!(found.t[[0, 0]].re.abs() < 1e-15 && (found.t[[0, 0]].im.abs() - 1.0).abs() < 1e-15);
/// assert_eq!(found.t[[1, 0]].norm(), 0.0);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn rsf2csf<T: Inexact>(t: impl AsView<T>, z: impl AsView<T>) -> Result<Schur<Complex<T::Real>>> {
    const OP: &str = "rsf2csf";
    let (t, z) = (t.as_view(), z.as_view());
    if t.shape() != z.shape() {
        let (expected, found) = (t.shape().to_vec(), z.shape().to_vec());
        return Err(numoxide_core::Error::Shape { op: OP, expected, found }.into());
    }
    let (mut forms, mut vectors) = (Columns::square(OP, &t)?, Columns::square(OP, &z)?);
    let (shape, n) = (t.shape().to_vec(), forms.rows);
    let (mut t, mut z) = (Vec::with_capacity(t.len()), Vec::with_capacity(z.len()));
    vectors.each(|_, _, matrix| {
        z.extend(matrix.iter().map(|&x| double(x)));
        Ok(())
    })?;
    forms.each(|number, _, matrix| {
        let mut form: Vec<Complex<f64>> = matrix.iter().map(|&x| double(x)).collect();
        triangulate::<T>(n, &mut form, &mut z[number * n * n..][..n * n]);
        t.append(&mut form);
        Ok(())
    })?;
    let array = |items: Vec<Complex<f64>>| -> Result<_> {
        let part = <T::Real as Real>::from_f64;
        let items = items.into_iter().map(|x| Complex { re: part(x.re), im: part(x.im) }).collect();
        Ok(Array::from_shape_vec(&shape[..], items)?.mt()?)
    };
    Ok(Schur { t: array(t)?, z: array(z)? })
}

fn double<T: Inexact>(x: T) -> Complex<f64> {
    Complex { re: x.re().to_f64(), im: x.im().to_f64() }
}

/// Turns each block of two of a form into a triangle, and its vectors with it.
fn triangulate<T: Inexact>(n: usize, t: &mut [Complex<f64>], z: &mut [Complex<f64>]) {
    let epsilon = T::Real::EPSILON.to_f64();
    let (mut t, mut z) = (Square { n, items: t }, Square { n, items: z });
    for m in (1..n).rev() {
        let (above, here) = (t[(m - 1, m - 1)], t[(m, m)]);
        if t[(m, m - 1)].norm() > epsilon * (above.norm() + here.norm()) {
            // The eigenvalue of the block, less the last item: of the two, the larger.
            let half = (above - here) * 0.5;
            let root = (half * half + t[(m - 1, m)] * t[(m, m - 1)]).sqrt();
            let mu = if (half + root).norm() >= (half - root).norm() { half + root } else { half - root };
            let r = mu.norm().hypot(t[(m, m - 1)].norm());
            let (c, s) = (mu / r, t[(m, m - 1)] / r);
            for j in m - 1..n {
                let (x, y) = (t[(m - 1, j)], t[(m, j)]);
                (t[(m - 1, j)], t[(m, j)]) = (c.conj() * x + s.conj() * y, c * y - s * x);
            }
            for (matrix, rows) in [(&mut t, m + 1), (&mut z, n)] {
                for i in 0..rows {
                    let (x, y) = (matrix[(i, m - 1)], matrix[(i, m)]);
                    (matrix[(i, m - 1)], matrix[(i, m)]) = (x * c + y * s, y * c.conj() - x * s.conj());
                }
            }
        }
        t[(m, m - 1)] = Complex::from(0.0);
    }
}
