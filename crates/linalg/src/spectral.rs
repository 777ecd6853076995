//! Orthogonal factors, eigenvalues and singular values, and what follows from them.

use num_complex::Complex;
use numoxide_backend::stacks::{self, Refused};
use numoxide_backend::{Field, MatMut};
use numoxide_core::{Array, ArrayView, AsView, Order};

use crate::backend::routines;
use crate::columns::{Columns, part, place, small_items, small_stack};
use crate::definite::by_triangles;
use crate::{Error, Inexact, Result};

/// The factors of `a = Q R`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Qr<T: Inexact> {
    /// Orthonormal columns.
    pub q: Array<T>,
    /// An upper triangle.
    pub r: Array<T>,
}

/// Q and R with as many columns and rows as the shorter extent. NumPy: `linalg.qr`.
///
/// # Errors
/// [`Error::NonFinite`]; [`Error::Array`] if there are fewer than two axes.
///
/// ```
/// let found = numoxide_linalg::qr([[3.0, 1.0], [4.0, 2.0]])?;
/// assert!((found.r[[0, 0]] + 5.0f64).abs() < 1e-14);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn qr<T: Inexact>(a: impl AsView<T>) -> Result<Qr<T>> {
    qr::with(&a).run()
}

/// The keyword arguments of [`qr`](fn@qr).
pub mod qr {
    use super::*;

    /// A factorization being put together.
    #[must_use = "a call does nothing before `run`"]
    pub struct Call<'a, T> {
        pub(crate) a: ArrayView<'a, T>,
        pub(crate) complete: bool,
    }

    /// The factors of `a`.
    pub fn with<T: Inexact>(a: &(impl AsView<T> + ?Sized)) -> Call<'_, T> {
        Call { a: a.as_view(), complete: false }
    }

    impl<T: Inexact> Call<'_, T> {
        /// Q with as many columns as rows: NumPy's `mode="complete"`.
        pub fn complete(mut self, complete: bool) -> Self {
            self.complete = complete;
            self
        }

        /// The factors: NumPy's `mode="reduced"` or `"complete"`.
        ///
        /// # Errors
        /// As [`qr`](fn@super::qr).
        pub fn run(self) -> Result<Qr<T>> {
            let mut a = Columns::of("qr", &self.a)?;
            let (m, n, k) = (a.rows, a.cols, a.rows.min(a.cols));
            let columns = if self.complete { m } else { k };
            let mut q = Array::unset(&[&a.stack[..], &[columns, m]].concat()[..])?;
            let mut tau = vec![<T as Field>::ZERO; k];
            a.each(|number, place, a| {
                let vectors = MatMut::new(part(&mut q, number, columns * m), m, columns);
                factor(place, a, (m, n), &mut tau, Some(vectors))
            })?;
            Ok(Qr { q: q.mt()?, r: upper(a, columns)? })
        }

        /// Only R: NumPy's `mode="r"`.
        ///
        /// # Errors
        /// As [`qr`](fn@super::qr).
        pub fn r(self) -> Result<Array<T>> {
            let mut a = Columns::of("qr", &self.a)?;
            let (m, n, k) = (a.rows, a.cols, a.rows.min(a.cols));
            let mut tau = vec![<T as Field>::ZERO; k];
            a.each(|_, place, a| factor(place, a, (m, n), &mut tau, None))?;
            upper(a, k)
        }

        /// The reflectors below R, transposed, and their factors: NumPy's `mode="raw"`.
        ///
        /// # Errors
        /// As [`qr`](fn@super::qr).
        pub fn raw(self) -> Result<(Array<T>, Array<T>)> {
            let mut a = Columns::of("qr", &self.a)?;
            let (m, n, k) = (a.rows, a.cols, a.rows.min(a.cols));
            let mut tau = a.beside(&[k])?;
            a.each(|number, place, a| factor(place, a, (m, n), part(&mut tau, number, k), None))?;
            Ok((a.items, tau))
        }
    }

    fn factor<T: Inexact>(
        place: &[usize],
        a: &mut [T],
        (m, n): (usize, usize),
        tau: &mut [T],
        q: Option<MatMut<'_, T>>,
    ) -> Result<()> {
        routines::<T>()
            .geqrf(MatMut::new(a, m, n), tau, q)
            .map_err(|failure| Error::from_failure("qr", place, failure))
    }

    /// The first `rows` rows of factored matrices, without the reflectors below R: in their place if these are all.
    fn upper<T: Inexact>(mut a: Columns<T>, rows: usize) -> Result<Array<T>> {
        let (m, n) = (a.rows, a.cols);
        if rows == m {
            a.each(|_, _, a| {
                MatMut::new(a, m, n).clear_lower();
                Ok(())
            })?;
            return a.into_array();
        }
        let mut r = a.beside(&[n, rows])?;
        a.each(|number, _, a| {
            copy_upper(a, part(&mut r, number, n * rows), m, n, rows);
            Ok(())
        })?;
        Ok(r.mt()?)
    }

    pub(crate) fn copy_upper<T: Copy>(a: &[T], r: &mut [T], m: usize, n: usize, rows: usize) {
        for j in 0..n {
            let count = (j + 1).min(m).min(rows);
            r[j * rows..][..count].copy_from_slice(&a[j * m..][..count]);
        }
    }
}

/// The factors of `a = U S Vᴴ`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Svd<T: Inexact> {
    /// Orthonormal columns.
    pub u: Array<T>,
    /// The singular values, in descending order.
    pub s: Array<T::Real>,
    /// Orthonormal rows.
    pub vh: Array<T>,
}

/// The singular value decomposition, with square U and V. NumPy: `linalg.svd`.
///
/// # Errors
/// [`Error::NonFinite`], [`Error::NotConverged`]; [`Error::Array`] if there are fewer than two axes.
///
/// ```
/// let found = numoxide_linalg::svd([[0.0, 2.0], [1.0, 0.0]])?;
/// assert_eq!(found.s.to_vec(), [2.0, 1.0]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn svd<T: Inexact>(a: impl AsView<T>) -> Result<Svd<T>> {
    svd::with(&a).run()
}

/// The keyword arguments of [`svd`](fn@svd).
pub mod svd {
    use super::*;

    /// A decomposition being put together.
    #[must_use = "a call does nothing before `run`"]
    pub struct Call<'a, T> {
        a: ArrayView<'a, T>,
        full: bool,
        hermitian: bool,
    }

    /// The decomposition of `a`.
    pub fn with<T: Inexact>(a: &(impl AsView<T> + ?Sized)) -> Call<'_, T> {
        Call { a: a.as_view(), full: true, hermitian: false }
    }

    impl<T: Inexact> Call<'_, T> {
        /// Whether U and V are square, or have only the vectors of singular values.
        pub fn full_matrices(mut self, full: bool) -> Self {
            self.full = full;
            self
        }

        /// Whether the matrices are Hermitian, which is faster; their lower triangles are read.
        pub fn hermitian(mut self, hermitian: bool) -> Self {
            self.hermitian = hermitian;
            self
        }

        /// Only the singular values: NumPy's `compute_uv=False`.
        ///
        /// # Errors
        /// As [`svd`](fn@super::svd).
        pub fn values(self) -> Result<Array<T::Real>> {
            if self.hermitian { sizes_of_eigenvalues(&self.a) } else { svdvals(&self.a) }
        }

        /// The decomposition.
        ///
        /// # Errors
        /// As [`svd`](fn@super::svd).
        pub fn run(self) -> Result<Svd<T>> {
            if self.hermitian {
                return from_eigh(&self.a);
            }
            if let Some((s, Some((u, vh)))) = small_svd("svd", &self.a, true)? {
                return Ok(Svd { u, s, vh });
            }
            let mut a = Columns::of("svd", &self.a)?;
            let (m, n, k) = (a.rows, a.cols, a.rows.min(a.cols));
            let (left, right) = if self.full { (m, n) } else { (k, k) };
            let (mut u, mut vh) = (a.beside(&[left, m])?, a.beside(&[n, right])?);
            let mut s = a.beside::<T::Real>(&[k])?;
            a.each(|number, place, a| {
                let u = MatMut::new(part(&mut u, number, left * m), m, left);
                let vh = MatMut::new(part(&mut vh, number, right * n), right, n);
                routines::<T>()
                    .gesdd(MatMut::new(a, m, n), part(&mut s, number, k), Some((u, vh)))
                    .map_err(|failure| Error::from_failure("svd", place, failure))
            })?;
            Ok(Svd { u: u.mt()?, s, vh: vh.mt()? })
        }
    }
}

/// The absolute values of the eigenvalues of Hermitian matrices, in descending order.
fn sizes_of_eigenvalues<T: Inexact>(a: &ArrayView<'_, T>) -> Result<Array<T::Real>> {
    let mut w = eigvalsh(a, Uplo::Lower)?;
    let n = w.shape().last().copied().unwrap_or(1).max(1);
    for w in w.as_slice_mut().unwrap_or(&mut []).chunks_exact_mut(n) {
        w.iter_mut().for_each(|w| *w = Field::abs(*w));
        w.sort_by(|x, y| y.partial_cmp(x).unwrap_or(std::cmp::Ordering::Equal));
    }
    Ok(w)
}

/// The singular value decomposition of Hermitian matrices: their eigenvectors, with the signs of eigenvalues given to V.
fn from_eigh<T: Inexact>(a: &ArrayView<'_, T>) -> Result<Svd<T>> {
    let Eigh { eigenvalues, eigenvectors } = eigh(a, Uplo::Lower)?;
    let (mut s, vectors) = (eigenvalues, eigenvectors.copy(Order::C)?);
    let (mut u, mut vh) = (Array::<T>::zeros(a.shape())?, Array::<T>::zeros(a.shape())?);
    let n = a.shape()[a.ndim() - 1];
    let mut order: Vec<usize> = (0..n).collect();
    for number in 0..s.len() / n.max(1) {
        let w = part(&mut s, number, n);
        order.sort_by(|&i, &j| {
            Field::abs(w[j]).partial_cmp(&Field::abs(w[i])).unwrap_or(std::cmp::Ordering::Equal)
        });
        let sorted: Vec<T::Real> = order.iter().map(|&i| w[i]).collect();
        w.iter_mut().zip(&sorted).for_each(|(w, &x)| *w = Field::abs(x));
        let vectors = &vectors.as_slice().unwrap_or(&[])[number * n * n..][..n * n];
        let (u, vh) = (part(&mut u, number, n * n), part(&mut vh, number, n * n));
        for (j, &from) in order.iter().enumerate() {
            let negative = sorted[j] < <T::Real as Field>::ZERO;
            for i in 0..n {
                let x = vectors[i * n + from];
                u[i * n + j] = x;
                vh[j * n + i] = if negative { -x.conj() } else { x.conj() };
            }
        }
    }
    Ok(Svd { u, s, vh })
}

/// The singular values, in descending order. NumPy: `linalg.svdvals`.
///
/// # Errors
/// As [`svd`](fn@svd).
pub fn svdvals<T: Inexact>(a: impl AsView<T>) -> Result<Array<T::Real>> {
    let a = a.as_view();
    if let Some((s, _)) = small_svd("svdvals", &a, false)? {
        return Ok(s);
    }
    let mut a = Columns::of("svdvals", &a)?;
    let (m, n, k) = (a.rows, a.cols, a.rows.min(a.cols));
    let mut s = a.beside::<T::Real>(&[k])?;
    a.each(|number, place, a| {
        routines::<T>()
            .gesdd(MatMut::new(a, m, n), part(&mut s, number, k), None)
            .map_err(|failure| Error::from_failure("svdvals", place, failure))
    })?;
    Ok(s)
}

/// Singular values of a stack of small square matrices, with U and Vᴴ if they are wanted; nothing where one of the matrices
/// has not the full rank that this takes.
#[allow(clippy::type_complexity)]
fn small_svd<T: Inexact>(
    op: &'static str,
    a: &ArrayView<'_, T>,
    vectors: bool,
) -> Result<Option<(Array<T::Real>, Option<(Array<T>, Array<T>)>)>> {
    let Some(items) = small_items(op, a, stacks::spectra_up_to::<T>())? else { return Ok(None) };
    let mut s = Array::<T::Real>::zeros(&a.shape()[..a.ndim() - 1])?;
    let mut sides = match vectors {
        true => Some((Array::<T>::zeros(a.shape())?, Array::<T>::zeros(a.shape())?)),
        false => None,
    };
    let slices = sides.as_mut().and_then(|(u, vh)| u.as_slice_mut().zip(vh.as_slice_mut()));
    let n = a.shape()[a.ndim() - 1];
    let found = stacks::svd(n, items.as_slice(), s.as_slice_mut().unwrap_or(&mut []), slices);
    Ok(found.is_ok().then_some((s, sides)))
}

/// The triangle of a Hermitian matrix that is read: NumPy's `UPLO`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Uplo {
    /// The lower one.
    #[default]
    Lower,
    /// The upper one.
    Upper,
}

/// The columns of Hermitian matrices, of whose lower triangles all is known.
pub(crate) fn hermitian<T: Inexact>(
    op: &'static str,
    a: &ArrayView<'_, T>,
    uplo: Uplo,
) -> Result<Columns<T>> {
    by_triangles(op, a, uplo, |a| {
        if uplo == Uplo::Lower || a.ndim() < 2 {
            return Columns::square(op, a);
        }
        let mut a = Columns::square(op, &a.mt()?)?;
        a.items.as_slice_mut().unwrap_or(&mut []).iter_mut().for_each(|x| *x = x.conj());
        Ok(a)
    })
}

/// The eigenvalues and eigenvectors of Hermitian matrices.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Eigh<T: Inexact> {
    /// In ascending order.
    pub eigenvalues: Array<T::Real>,
    /// As columns.
    pub eigenvectors: Array<T>,
}

/// The eigenvalues and eigenvectors of Hermitian matrices, of which one triangle is read: the other may hold anything, NaN too.
/// NumPy: `linalg.eigh`.
///
/// # Errors
/// [`Error::NotSquare`], [`Error::NonFinite`], [`Error::NotConverged`].
///
/// ```
/// use numoxide_linalg::{Uplo, eigh};
///
/// let found = eigh([[3.0, 0.0], [0.0, 1.0]], Uplo::Lower)?;
/// assert_eq!(found.eigenvalues.to_vec(), [1.0, 3.0]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn eigh<T: Inexact>(a: impl AsView<T>, uplo: Uplo) -> Result<Eigh<T>> {
    let a = a.as_view();
    if let Some(found) = small_eigh("eigh", &a, uplo, true)? {
        return Ok(found);
    }
    let mut a = hermitian("eigh", &a, uplo)?;
    let eigenvalues = eigenvalues_of("eigh", &mut a, true)?;
    Ok(Eigh { eigenvalues, eigenvectors: a.into_array()? })
}

/// Eigenvalues of a stack of small matrices, and eigenvectors if they are wanted.
fn small_eigh<T: Inexact>(
    op: &'static str,
    a: &ArrayView<'_, T>,
    uplo: Uplo,
    vectors: bool,
) -> Result<Option<Eigh<T>>> {
    let copy = |a: &ArrayView<'_, T>| {
        let read = if uplo == Uplo::Upper && a.ndim() >= 2 { a.mt()? } else { a.clone() };
        small_stack(op, &read, stacks::spectra_up_to::<T>())
    };
    let Some(mut matrices) = by_triangles(op, a, uplo, copy)? else { return Ok(None) };
    let items = matrices.as_slice_mut().unwrap_or(&mut []);
    if uplo == Uplo::Upper {
        items.iter_mut().for_each(|x| *x = x.conj());
    }
    let mut w = Array::<T::Real>::zeros(&a.shape()[..a.ndim() - 1])?;
    stacks::eigh(a.shape()[a.ndim() - 1], items, w.as_slice_mut().unwrap_or(&mut []), vectors).map_err(
        |Refused(number)| Error::NotConverged { op, matrix: place(number, &a.shape()[..a.ndim() - 2]) },
    )?;
    Ok(Some(Eigh { eigenvalues: w, eigenvectors: matrices }))
}

/// The eigenvalues of Hermitian matrices, in ascending order. NumPy: `linalg.eigvalsh`.
///
/// # Errors
/// As [`eigh`].
pub fn eigvalsh<T: Inexact>(a: impl AsView<T>, uplo: Uplo) -> Result<Array<T::Real>> {
    const OP: &str = "eigvalsh";
    let a = a.as_view();
    if let Some(Eigh { eigenvalues, .. }) = small_eigh(OP, &a, uplo, false)? {
        return Ok(eigenvalues);
    }
    eigenvalues_of(OP, &mut hermitian(OP, &a, uplo)?, false)
}

fn eigenvalues_of<T: Inexact>(op: &'static str, a: &mut Columns<T>, vectors: bool) -> Result<Array<T::Real>> {
    let n = a.rows;
    let mut w = a.beside::<T::Real>(&[n])?;
    a.each(|number, place, a| {
        routines::<T>()
            .heevd(MatMut::new(a, n, n), part(&mut w, number, n), vectors)
            .map_err(|failure| Error::from_failure(op, place, failure))
    })?;
    Ok(w)
}

/// The eigenvalues and eigenvectors of square matrices: always complex, since the type of a result does not depend on
/// values here.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Eig<T: Inexact> {
    /// In no order.
    pub eigenvalues: Array<Complex<T::Real>>,
    /// As columns of length 1.
    pub eigenvectors: Array<Complex<T::Real>>,
}

/// The eigenvalues and eigenvectors of square matrices. NumPy: `linalg.eig`.
///
/// # Errors
/// [`Error::NotSquare`], [`Error::NonFinite`], [`Error::NotConverged`].
pub fn eig<T: Inexact>(a: impl AsView<T>) -> Result<Eig<T>> {
    let mut a = Columns::square("eig", &a.as_view())?;
    let n = a.rows;
    let count: usize = a.stack.iter().product();
    let zero = Complex { re: <T::Real as Field>::ZERO, im: <T::Real as Field>::ZERO };
    let (mut w, mut v) = (vec![zero; count * n], vec![zero; count * n * n]);
    a.each(|number, place, a| {
        let vectors = MatMut::new(&mut v[number * n * n..][..n * n], n, n);
        routines::<T>()
            .geev(MatMut::new(a, n, n), &mut w[number * n..][..n], Some(vectors))
            .map_err(|failure| Error::from_failure("eig", place, failure))
    })?;
    Ok(Eig {
        eigenvalues: Array::from_shape_vec(&[&a.stack[..], &[n]].concat()[..], w)?,
        eigenvectors: Array::from_shape_vec(&[&a.stack[..], &[n, n]].concat()[..], v)?.mt()?,
    })
}

/// The eigenvalues of square matrices. NumPy: `linalg.eigvals`.
///
/// # Errors
/// As [`eig`].
pub fn eigvals<T: Inexact>(a: impl AsView<T>) -> Result<Array<Complex<T::Real>>> {
    let mut a = Columns::square("eigvals", &a.as_view())?;
    let n = a.rows;
    let count: usize = a.stack.iter().product();
    let zero = Complex { re: <T::Real as Field>::ZERO, im: <T::Real as Field>::ZERO };
    let mut w = vec![zero; count * n];
    a.each(|number, place, a| {
        routines::<T>()
            .geev(MatMut::new(a, n, n), &mut w[number * n..][..n], None)
            .map_err(|failure| Error::from_failure("eigvals", place, failure))
    })?;
    Ok(Array::from_shape_vec(&[&a.stack[..], &[n]].concat()[..], w)?)
}
