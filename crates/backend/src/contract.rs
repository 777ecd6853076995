//! What a backend promises.

use num_complex::Complex;

use crate::{Field, Mat, MatMut};

/// Why a routine has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// The leading minor of this order is not positive.
    #[error("the leading minor of order {order} is not positive")]
    NotPositiveDefinite {
        /// The order of the minor.
        order: usize,
    },
    /// The iteration did not converge.
    #[error("the iteration did not converge")]
    NotConverged,
    /// An extent that the library's integers cannot hold.
    #[error("an extent of {extent} exceeds the integers of the library")]
    TooLarge {
        /// The extent.
        extent: usize,
    },
}

/// The routines for one type, named as in BLAS and LAPACK.
///
/// Extents that do not match are a bug of the caller: implementations panic. Items are finite, except for `gemm`.
pub trait Routines<T: Field>: Sync {
    /// `c = alpha a b + beta c`; with `beta` 0, `c` is not read.
    ///
    /// # Errors
    /// [`Failure::TooLarge`].
    fn gemm(&self, alpha: T, a: Mat<'_, T>, b: Mat<'_, T>, beta: T, c: MatMut<'_, T>) -> Result<(), Failure>;

    /// The lower triangle of `c = alpha a aᴴ + beta c`: BLAS's `herk`, and `syrk` for real types. The imaginary parts of the diagonal
    /// become 0; with `beta` 0, `c` is not read; what is above the diagonal is not meaningful afterwards. `a` may be read as its adjoint,
    /// but of complex numbers not as its transpose. Pure Rust unless the library does better.
    ///
    /// ```
    /// use numoxide_backend::{Mat, MatMut, Routines, pure};
    ///
    /// let (a, mut c) = ([1.0, 3.0, 2.0, 4.0], [0.0; 4]); // column-major: [[1, 2], [3, 4]]
    /// pure().herk(1.0, Mat::new(&a, 2, 2), 0.0, MatMut::new(&mut c, 2, 2))?;
    /// assert_eq!([c[0], c[1], c[3]], [5.0, 11.0, 25.0]);
    /// # Ok::<(), numoxide_backend::Failure>(())
    /// ```
    ///
    /// # Errors
    /// [`Failure::TooLarge`].
    fn herk(&self, alpha: T::Real, a: Mat<'_, T>, beta: T::Real, c: MatMut<'_, T>) -> Result<(), Failure> {
        T::routines(crate::pure()).herk(alpha, a, beta, c)
    }

    /// Factors a matrix with at least as many rows as columns as `P L U` in place; row `k` was exchanged with row `pivots[k]`, in
    /// order. Returns the first column whose pivot is 0.
    ///
    /// # Errors
    /// [`Failure::TooLarge`].
    fn getrf(&self, a: MatMut<'_, T>, pivots: &mut [usize]) -> Result<Option<usize>, Failure>;

    /// Solves `A x = b` in place of `b`, by the factors of [`getrf`](Routines::getrf).
    ///
    /// # Errors
    /// [`Failure::TooLarge`].
    fn getrs(&self, lu: Mat<'_, T>, pivots: &[usize], b: MatMut<'_, T>) -> Result<(), Failure>;

    /// The same for right sides that lie row by row: solves `X Aᵀ = B` in place of `b`, which has as many columns as `A`. By
    /// [`getrs`](Routines::getrs) on a copy unless the library does better.
    ///
    /// ```
    /// use numoxide_backend::{Mat, MatMut, Routines, pure};
    ///
    /// let (mut a, mut pivots) = ([2.0, 0.0, 1.0, 4.0], [0; 2]); // column-major: [[2, 1], [0, 4]]
    /// let mut b = [5.0, 7.0, 4.0, 8.0]; // row-major: [[5, 7], [4, 8]]
    /// pure().getrf(MatMut::new(&mut a, 2, 2), &mut pivots)?;
    /// pure().getrs_rows(Mat::new(&a, 2, 2), &pivots, MatMut::new(&mut b, 2, 2))?;
    /// assert_eq!(b, [2.0, 2.5, 1.0, 2.0]);
    /// # Ok::<(), numoxide_backend::Failure>(())
    /// ```
    ///
    /// # Errors
    /// [`Failure::TooLarge`].
    fn getrs_rows(&self, lu: Mat<'_, T>, pivots: &[usize], mut b: MatMut<'_, T>) -> Result<(), Failure> {
        let (n, count) = (b.cols(), b.rows());
        let mut columns = vec![T::ZERO; n * count];
        MatMut::new(&mut columns, n, count).copy_finite(b.as_mat().t());
        self.getrs(lu, pivots, MatMut::new(&mut columns, n, count))?;
        b.copy_finite(Mat::new(&columns, n, count).t());
        Ok(())
    }

    /// Factors a Hermitian matrix, given by its lower triangle, as `L Lᴴ`; the strict upper triangle is neither read nor
    /// meaningful afterwards.
    ///
    /// # Errors
    /// [`Failure::NotPositiveDefinite`], [`Failure::TooLarge`].
    fn potrf(&self, a: MatMut<'_, T>) -> Result<(), Failure>;

    /// Solves `A x = b` in place of `b` for a triangular `A`, as read; `lower` names its triangle as read.
    ///
    /// # Errors
    /// [`Failure::TooLarge`].
    fn trsm(&self, a: Mat<'_, T>, lower: bool, unit: bool, b: MatMut<'_, T>) -> Result<(), Failure>;

    /// Factors as `Q R`: R and the reflectors `I - tau v vᴴ` in place, and Q, or as many of its columns as `q` has.
    ///
    /// # Errors
    /// [`Failure::TooLarge`].
    fn geqrf(&self, a: MatMut<'_, T>, tau: &mut [T], q: Option<MatMut<'_, T>>) -> Result<(), Failure>;

    /// The singular values in descending order, and the columns of U and rows of Vᴴ: as many as there are singular
    /// values, or all, by the extents of the two. What is left in `a` is not specified.
    ///
    /// # Errors
    /// [`Failure::NotConverged`], [`Failure::TooLarge`].
    fn gesdd(
        &self,
        a: MatMut<'_, T>,
        s: &mut [T::Real],
        vectors: Option<(MatMut<'_, T>, MatMut<'_, T>)>,
    ) -> Result<(), Failure>;

    /// The least-squares solutions by singular values: in place of each column of `b`, which has as many rows as the larger extent
    /// of `a`, the shortest of the `x` for which `a x - b` is shortest, in as many rows as `a` has columns. Returns the rank: how
    /// many singular values are larger than `rcond` times the largest; the others count as 0. As by LAPACK, half of [`Real::EPSILON`](crate::Real::EPSILON)
    /// stands for an `rcond` that is not between 0 and 1. The singular values descend. If the rank is the number of columns, the squares of
    /// the items below each `x` add up to that of the length of `a x - b`; else what is left there is not specified, nor what is left
    /// in `a`. Pure Rust unless the library does better.
    ///
    /// ```
    /// use numoxide_backend::{MatMut, Routines, pure};
    ///
    /// // A line through (0, 1), (1, 3) and (2, 5).
    /// let (mut a, mut b, mut s) = ([1.0, 1.0, 1.0, 0.0, 1.0, 2.0], [1.0f64, 3.0, 5.0], [0.0; 2]);
    /// let rank = pure().gelsd(MatMut::new(&mut a, 3, 2), MatMut::new(&mut b, 3, 1), -1.0, &mut s)?;
    /// assert!(rank == 2 && (b[0] - 1.0).abs() < 1e-14 && (b[1] - 2.0).abs() < 1e-14);
    /// # Ok::<(), numoxide_backend::Failure>(())
    /// ```
    ///
    /// # Errors
    /// [`Failure::NotConverged`], [`Failure::TooLarge`].
    fn gelsd(
        &self,
        a: MatMut<'_, T>,
        b: MatMut<'_, T>,
        rcond: T::Real,
        s: &mut [T::Real],
    ) -> Result<usize, Failure> {
        T::routines(crate::pure()).gelsd(a, b, rcond, s)
    }

    /// The eigenvalues of a Hermitian matrix, given by its lower triangle, in ascending order; with `vectors`, the
    /// eigenvectors replace the matrix, else what is left is not specified.
    ///
    /// # Errors
    /// [`Failure::NotConverged`], [`Failure::TooLarge`].
    fn heevd(&self, a: MatMut<'_, T>, w: &mut [T::Real], vectors: bool) -> Result<(), Failure>;

    /// The eigenvalues of a square matrix and its right eigenvectors of length 1. Eigenvalues of real matrices come in
    /// conjugate pairs, the one with positive imaginary part first.
    ///
    /// # Errors
    /// [`Failure::NotConverged`], [`Failure::TooLarge`].
    fn geev(
        &self,
        a: MatMut<'_, T>,
        w: &mut [Complex<T::Real>],
        vectors: Option<MatMut<'_, Complex<T::Real>>>,
    ) -> Result<(), Failure>;

    /// Reduces a square matrix to Hessenberg form, `A = Q H Qᴴ`: H in place, zeros included, and Q. Pure Rust unless the
    /// library does better.
    ///
    /// # Errors
    /// [`Failure::TooLarge`].
    fn gehrd(&self, a: MatMut<'_, T>, q: Option<MatMut<'_, T>>) -> Result<(), Failure> {
        T::routines(crate::pure()).gehrd(a, q)
    }

    /// Factors a matrix as `A P = Q R` with columns exchanged so that the diagonal of R descends: R and the reflectors in place as in
    /// [`geqrf`](Routines::geqrf), and Q, or as many of its columns as `q` has. Column `k` of `A P` is column `order[k]` of A.
    /// Pure Rust unless the library does better.
    ///
    /// # Errors
    /// [`Failure::TooLarge`].
    fn geqp3(
        &self,
        a: MatMut<'_, T>,
        order: &mut [usize],
        tau: &mut [T],
        q: Option<MatMut<'_, T>>,
    ) -> Result<(), Failure> {
        T::routines(crate::pure()).geqp3(a, order, tau, q)
    }

    /// Factors a Hermitian matrix (or for `hermitian` false a symmetric one), given by its lower triangle, as `L D Lᴴ` (or
    /// `L D Lᵀ`) with exchanged rows and columns, by the pivots of Bunch and Kaufman: D, with blocks of one and two, and L below
    /// it in place, in LAPACK's form. For a block of one, `pivots[k]` is the row that row `k` was exchanged with; for a block of two,
    /// `pivots[k]` and `pivots[k + 1]` are `-1 - row` of the one that row `k + 1` was exchanged with. Pure Rust unless the library
    /// does better.
    ///
    /// # Errors
    /// [`Failure::TooLarge`].
    fn sytrf(&self, a: MatMut<'_, T>, pivots: &mut [isize], hermitian: bool) -> Result<(), Failure> {
        T::routines(crate::pure()).sytrf(a, pivots, hermitian)
    }

    /// The generalized eigenvalues `alpha / beta` of `A x = λ B x`, and the right eigenvectors of length 1. What is left in the
    /// matrices is not specified. Pure Rust unless the library does better.
    ///
    /// # Errors
    /// [`Failure::NotConverged`], [`Failure::TooLarge`].
    fn ggev(
        &self,
        a: MatMut<'_, T>,
        b: MatMut<'_, T>,
        alpha: &mut [Complex<T::Real>],
        beta: &mut [T],
        vectors: Option<MatMut<'_, Complex<T::Real>>>,
    ) -> Result<(), Failure> {
        T::routines(crate::pure()).ggev(a, b, alpha, beta, vectors)
    }

    /// The Schur form `A = Z T Zᴴ` of a square matrix: T in place, zeros included, the eigenvalues in the order of its diagonal,
    /// and Z. Conjugate pairs of a real matrix stay blocks of two with equal items on the diagonal, the eigenvalue with positive
    /// imaginary part first. Pure Rust unless the library does better.
    ///
    /// # Errors
    /// [`Failure::NotConverged`], [`Failure::TooLarge`].
    fn gees(
        &self,
        a: MatMut<'_, T>,
        w: &mut [Complex<T::Real>],
        z: Option<MatMut<'_, T>>,
    ) -> Result<(), Failure> {
        T::routines(crate::pure()).gees(a, w, z)
    }

    /// The generalized Schur form `A = Q S Zᴴ`, `B = Q T Zᴴ` of two square matrices: S and T in place, zeros included, and Q and Z.
    /// T is upper triangular, with a diagonal of real numbers that are not negative; so is S, but that of real matrices conjugate pairs
    /// of eigenvalues stay blocks of two, for which T has a diagonal. The eigenvalues `alpha / beta` are in the order of
    /// the diagonals, those with positive imaginary parts first in their pairs. Pure Rust unless the library does better.
    ///
    /// ```
    /// use numoxide_backend::{MatMut, Routines, pure};
    /// use num_complex::Complex;
    ///
    /// let (mut a, mut b) = ([2.0, 0.0, 1.0, 3.0], [1.0, 0.0, 0.0, 2.0]);
    /// let (mut alpha, mut beta) = ([Complex { re: 0.0, im: 0.0 }; 2], [0.0; 2]);
    /// pure().gges(MatMut::new(&mut a, 2, 2), MatMut::new(&mut b, 2, 2), &mut alpha, &mut beta, None)?;
    /// let mut values = [0, 1].map(|i| alpha[i].re / beta[i]);
    /// values.sort_by(f64::total_cmp);
    /// assert!((values[0] - 1.5).abs() < 1e-14 && (values[1] - 2.0).abs() < 1e-14);
    /// # Ok::<(), numoxide_backend::Failure>(())
    /// ```
    ///
    /// # Errors
    /// [`Failure::NotConverged`], [`Failure::TooLarge`].
    fn gges(
        &self,
        a: MatMut<'_, T>,
        b: MatMut<'_, T>,
        alpha: &mut [Complex<T::Real>],
        beta: &mut [T],
        vectors: Option<(MatMut<'_, T>, MatMut<'_, T>)>,
    ) -> Result<(), Failure> {
        T::routines(crate::pure()).gges(a, b, alpha, beta, vectors)
    }
}

/// A library of linear algebra: the [`Routines`] for four types, and its name.
pub trait Backend: Send + Sync {
    /// The name, and the version where it is known.
    fn name(&self) -> String;
    /// The bits of the integers in which it counts: 32 for LP64, 64 for ILP64.
    fn integer_bits(&self) -> u32 {
        usize::BITS
    }
    /// The threads that one routine uses at most; `None` where the library does not say.
    fn threads(&self) -> Option<usize> {
        Some(1)
    }
    /// Lets one routine use so many threads, where the library can be told.
    fn set_threads(&self, _threads: usize) {}
    /// The routines for `f32`.
    fn f32(&self) -> &dyn Routines<f32>;
    /// The routines for `f64`.
    fn f64(&self) -> &dyn Routines<f64>;
    /// The routines for complex numbers of `f32`.
    fn c64(&self) -> &dyn Routines<Complex<f32>>;
    /// The routines for complex numbers of `f64`.
    fn c128(&self) -> &dyn Routines<Complex<f64>>;
}
