//! Eigenvalues and Schur forms of pairs of matrices: `a x = λ b x`.

use num_complex::Complex;
use numoxide_backend::{Failure, Field, Mat, MatMut, Real, Routines};
use numoxide_core::layout::broadcast_shapes;
use numoxide_core::{Array, ArrayView, AsView};

use crate::backend::routines;
use crate::columns::{Columns, part};
use crate::sides::square;
use crate::spectral::{Eig, Eigh, Uplo, hermitian};
use crate::{Error, Inexact, Result};

/// A copy of two matrices, or stacks of them, that must be square and of the same order.
struct Pair<T> {
    a: Columns<T>,
    b: Columns<T>,
}

impl<T: Inexact> Pair<T> {
    fn new(
        op: &'static str,
        a: &ArrayView<'_, T>,
        b: &ArrayView<'_, T>,
        copy: impl Fn(&ArrayView<'_, T>) -> Result<Columns<T>>,
    ) -> Result<Self> {
        let ((a_stack, n), (b_stack, order)) = (square(op, a)?, square(op, b)?);
        if n != order {
            let (expected, found) = (vec![n, n], vec![order, order]);
            return Err(numoxide_core::Error::Shape { op, expected, found }.into());
        }
        let stack = broadcast_shapes(op, &[a_stack, b_stack])?;
        let shape = [&stack[..], &[n, n]].concat();
        let copied = |x: &ArrayView<'_, T>| match copy(&x.broadcast_to(&shape[..])?) {
            Err(Error::NonFinite { .. }) => Err(crate::columns::non_finite(op, x)),
            copied => copied,
        };
        Ok(Pair { a: copied(a)?, b: copied(b)? })
    }

    /// Runs `body` on each pair.
    fn each(
        &mut self,
        mut body: impl FnMut(usize, &[usize], &mut [T], &mut [T]) -> Result<()>,
    ) -> Result<()> {
        let size = self.b.rows * self.b.cols;
        let Pair { a, b } = self;
        let items = b.items.as_slice_mut().unwrap_or(&mut []);
        a.each(|number, place, a| body(number, place, a, &mut items[number * size..][..size]))
    }
}

/// Generalized eigenvalues as pairs of numbers: `alpha / beta`, which is infinite where `beta` is 0.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct HomogeneousEig<T: Inexact> {
    /// What is above.
    pub alpha: Array<Complex<T::Real>>,
    /// What is below.
    pub beta: Array<T>,
    /// The eigenvectors as columns of length 1.
    pub eigenvectors: Array<Complex<T::Real>>,
}

/// The eigenvalues and eigenvectors of pairs of matrices.
pub mod eig {
    use super::*;

    /// A decomposition being put together.
    #[must_use = "a call does nothing before `run`"]
    pub struct Call<'a, T> {
        a: ArrayView<'a, T>,
        b: ArrayView<'a, T>,
    }

    /// The eigenvalues of `a x = λ b x`. SciPy: `linalg.eig(a, b)`; the backend's `ggev`.
    ///
    /// ```
    /// use numoxide_linalg::eig;
    ///
    /// let (a, b) = ([[2.0f64, 0.0], [0.0, 3.0]], [[1.0, 0.0], [0.0, 0.0]]);
    /// let values = eig::with(&a, &b).values()?.to_vec();
    /// // Where `b` is singular, an eigenvalue is infinite.
    /// assert!(values.iter().any(|w| (w.re - 2.0).abs() < 1e-14) && values.iter().any(|w| w.re.is_infinite()));
    /// # Ok::<(), numoxide_linalg::Error>(())
    /// ```
    pub fn with<'a, T: Inexact>(
        a: &'a (impl AsView<T> + ?Sized),
        b: &'a (impl AsView<T> + ?Sized),
    ) -> Call<'a, T> {
        Call { a: a.as_view(), b: b.as_view() }
    }

    impl<T: Inexact> Call<'_, T> {
        /// The eigenvalues and eigenvectors.
        ///
        /// # Errors
        /// [`Error::NotSquare`], [`Error::NonFinite`], [`Error::NotConverged`]; [`Error::Array`] if the shapes differ.
        pub fn run(self) -> Result<Eig<T>> {
            let found = self.homogeneous_eigvals()?;
            let eigenvalues = quotients(&found)?;
            Ok(Eig { eigenvalues, eigenvectors: found.eigenvectors })
        }

        /// Only the eigenvalues: SciPy's `linalg.eigvals(a, b)`.
        ///
        /// # Errors
        /// As [`run`](Call::run).
        pub fn values(self) -> Result<Array<Complex<T::Real>>> {
            quotients(&decomposed(&self.a, &self.b, false)?)
        }

        /// The eigenvalues as pairs of numbers, which do not overflow, and the eigenvectors: SciPy's
        /// `homogeneous_eigvals=True`.
        ///
        /// # Errors
        /// As [`run`](Call::run).
        pub fn homogeneous_eigvals(self) -> Result<HomogeneousEig<T>> {
            decomposed(&self.a, &self.b, true)
        }
    }

    fn quotients<T: Inexact>(found: &HomogeneousEig<T>) -> Result<Array<Complex<T::Real>>> {
        let part = <T::Real as Real>::from_f64;
        let quotient = |(x, y): (&Complex<T::Real>, &T)| {
            let x = Complex { re: x.re.to_f64(), im: x.im.to_f64() };
            let y = Complex { re: y.re().to_f64(), im: y.im().to_f64() };
            let zero = |x: Complex<f64>| x.re == 0.0 && x.im == 0.0;
            // As SciPy has it: without a quotient infinite, or NaN where the pencil is singular.
            let found = match (zero(x), zero(y)) {
                (_, false) => Field::over(x, y),
                (false, true) => Complex { re: f64::INFINITY, im: 0.0 },
                (true, true) => Complex { re: f64::NAN, im: 0.0 },
            };
            Complex { re: part(found.re), im: part(found.im) }
        };
        let items = found.alpha.iter().zip(found.beta.iter()).map(quotient).collect();
        Ok(Array::from_shape_vec(found.alpha.shape(), items)?)
    }

    fn decomposed<T: Inexact>(
        a: &ArrayView<'_, T>,
        b: &ArrayView<'_, T>,
        vectors: bool,
    ) -> Result<HomogeneousEig<T>> {
        const OP: &str = "eig";
        let mut pair = Pair::new(OP, a, b, |x| Columns::square(OP, x))?;
        let (n, stack) = (pair.a.rows, pair.a.stack.to_vec());
        let count: usize = stack.iter().product();
        let zero = Complex { re: <T::Real as Field>::ZERO, im: <T::Real as Field>::ZERO };
        let size = if vectors { n * n } else { 0 };
        let (mut alpha, mut v) = (vec![zero; count * n], vec![zero; count * size]);
        let mut beta = pair.a.beside::<T>(&[n])?;
        pair.each(|number, place, a, b| {
            let v = vectors.then(|| MatMut::new(&mut v[number * size..][..size], n, n));
            let alpha = &mut alpha[number * n..][..n];
            routines::<T>()
                .ggev(MatMut::new(a, n, n), MatMut::new(b, n, n), alpha, part(&mut beta, number, n), v)
                .map_err(|failure| Error::from_failure(OP, place, failure))
        })?;
        let columns = if vectors { n } else { 0 };
        let eigenvectors = Array::from_shape_vec(&[&stack[..], &[columns, n]].concat()[..], v)?.mt()?;
        let alpha = Array::from_shape_vec(&[&stack[..], &[n]].concat()[..], alpha)?;
        Ok(HomogeneousEig { alpha, beta, eigenvectors })
    }
}

/// The factors of `a = Q AA Zᴴ` and `b = Q BB Zᴴ`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Qz<T: 'static> {
    /// Upper triangular; of real matrices with blocks of two on the diagonal, one for each conjugate pair of eigenvalues.
    pub aa: Array<T>,
    /// Upper triangular, with a diagonal that is real and not negative.
    pub bb: Array<T>,
    /// Unitary.
    pub q: Array<T>,
    /// Unitary.
    pub z: Array<T>,
}

/// The generalized Schur form of pairs of square matrices: of real ones the real form. SciPy: `linalg.qz`, from LAPACK's `gges`; pure
/// Rust takes the QZ iteration. Eigenvalues are in no order.
///
/// # Errors
/// [`Error::NotSquare`], [`Error::NonFinite`], [`Error::NotConverged`]; [`Error::Array`] if the shapes differ.
///
/// ```
/// use numoxide_linalg::{matmul, qz};
///
/// let (a, b) = ([[1.0, 2.0], [3.0, 4.0]], [[0.0, 1.0], [1.0, 1.0]]);
/// let found = qz(&a, &b)?;
/// let back = matmul(matmul(&found.q, &found.aa)?, found.z.t())?;
/// assert!(back.iter().zip(a.as_flattened()).all(|(x, y): (&f64, _)| (x - y).abs() < 1e-14));
/// assert_eq!((found.aa[[1, 0]], found.bb[[1, 0]]), (0.0, 0.0));
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn qz<T: Inexact>(a: impl AsView<T>, b: impl AsView<T>) -> Result<Qz<T>> {
    const OP: &str = "qz";
    let mut pair = Pair::new(OP, &a.as_view(), &b.as_view(), |x| Columns::square(OP, x))?;
    let n = pair.a.rows;
    let (mut q, mut z) = (pair.a.beside::<T>(&[n, n])?, pair.a.beside::<T>(&[n, n])?);
    let zero = Complex { re: <T::Real as Field>::ZERO, im: <T::Real as Field>::ZERO };
    let (mut alpha, mut beta) = (vec![zero; n], vec![<T as Field>::ZERO; n]);
    pair.each(|number, place, a, b| {
        let [q, z] = [&mut q, &mut z].map(|x| MatMut::new(part(x, number, n * n), n, n));
        let (a, b) = (MatMut::new(a, n, n), MatMut::new(b, n, n));
        routines::<T>()
            .gges(a, b, &mut alpha, &mut beta, Some((q, z)))
            .map_err(|failure| Error::from_failure(OP, place, failure))
    })?;
    Ok(Qz { aa: pair.a.into_array()?, bb: pair.b.into_array()?, q: q.mt()?, z: z.mt()? })
}

/// Which problem of a Hermitian pair is solved: SciPy's `type`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EighType {
    /// `a x = λ b x`: `type=1`. The eigenvectors have `xᴴ b x = 1`.
    #[default]
    ABx,
    /// `a b x = λ x`: `type=2`. The eigenvectors have `xᴴ b x = 1`.
    Ab,
    /// `b a x = λ x`: `type=3`. The eigenvectors have `xᴴ b⁻¹ x = 1`.
    Ba,
}

/// The eigenvalues and eigenvectors of Hermitian pairs, the second positive definite.
pub mod eigh {
    use super::*;

    /// A decomposition being put together.
    #[must_use = "a call does nothing before `run`"]
    pub struct Call<'a, T> {
        a: ArrayView<'a, T>,
        b: ArrayView<'a, T>,
        uplo: Uplo,
        kind: EighType,
    }

    /// The eigenvalues of `a x = λ b x` for Hermitian `a` and `b`, the latter positive definite; of both the lower triangle is
    /// read. SciPy: `linalg.eigh(a, b)`; as LAPACK's `sygvd`, by the backend's `potrf`, `trsm` and `heevd`.
    ///
    /// ```
    /// use numoxide_linalg::{EighType, eigh};
    ///
    /// let (a, b) = ([[2.0, 0.0], [0.0, 9.0]], [[4.0, 0.0], [0.0, 3.0]]);
    /// let found = eigh::with(&a, &b).run()?;
    /// assert!(found.eigenvalues.iter().zip([0.5, 3.0]).all(|(x, y): (&f64, _)| (x - y).abs() < 1e-14));
    /// let values = eigh::with(&a, &b).kind(EighType::Ab).values()?;
    /// assert!(values.iter().zip([8.0, 27.0]).all(|(x, y): (&f64, _)| (x - y).abs() < 1e-13));
    /// # Ok::<(), numoxide_linalg::Error>(())
    /// ```
    pub fn with<'a, T: Inexact>(
        a: &'a (impl AsView<T> + ?Sized),
        b: &'a (impl AsView<T> + ?Sized),
    ) -> Call<'a, T> {
        Call { a: a.as_view(), b: b.as_view(), uplo: Uplo::Lower, kind: EighType::ABx }
    }

    impl<T: Inexact> Call<'_, T> {
        /// The triangles that are read.
        pub fn uplo(mut self, uplo: Uplo) -> Self {
            self.uplo = uplo;
            self
        }

        /// Which problem is solved: SciPy's `type`.
        pub fn kind(mut self, kind: EighType) -> Self {
            self.kind = kind;
            self
        }

        /// The eigenvalues and eigenvectors.
        ///
        /// # Errors
        /// [`Error::NotSquare`], [`Error::NonFinite`], [`Error::NotConverged`], [`Error::NotPositiveDefinite`] about `b`;
        /// [`Error::Array`] if the shapes differ.
        pub fn run(self) -> Result<Eigh<T>> {
            self.decomposed(true)
        }

        /// Only the eigenvalues: SciPy's `linalg.eigvalsh(a, b)`.
        ///
        /// # Errors
        /// As [`run`](Call::run).
        pub fn values(self) -> Result<Array<T::Real>> {
            Ok(self.decomposed(false)?.eigenvalues)
        }

        fn decomposed(self, vectors: bool) -> Result<Eigh<T>> {
            const OP: &str = "eigh";
            let Call { a, b, uplo, kind } = self;
            let mut pair = Pair::new(OP, &a, &b, |x| hermitian(OP, x, uplo))?;
            let n = pair.a.rows;
            let mut eigenvalues = pair.a.beside::<T::Real>(&[n])?;
            let mut work = vec![<T as Field>::ZERO; n * n];
            pair.each(|number, place, a, b| {
                let w = part(&mut eigenvalues, number, n);
                let problem = Problem { n, kind, routines: routines::<T>() };
                problem
                    .solve(a, b, w, &mut work, vectors)
                    .map_err(|failure| Error::from_failure(OP, place, failure))
            })?;
            Ok(Eigh { eigenvalues, eigenvectors: pair.a.into_array()? })
        }
    }

    /// One pair of lower triangles.
    struct Problem<T: Field + 'static> {
        n: usize,
        kind: EighType,
        routines: &'static dyn Routines<T>,
    }

    impl<T: Inexact> Problem<T> {
        /// Leaves the eigenvectors in `a`, if they are wanted.
        fn solve(
            &self,
            a: &mut [T],
            b: &mut [T],
            w: &mut [T::Real],
            work: &mut [T],
            vectors: bool,
        ) -> Result<(), Failure> {
            let n = self.n;
            self.routines.potrf(MatMut::new(b, n, n))?;
            (0..n).for_each(|j| b[j * n..j * n + j].fill(<T as Field>::ZERO));
            (0..n).for_each(|i| a[i * (n + 1)] = T::from_real(a[i * (n + 1)].re()));
            MatMut::new(a, n, n).mirror_lower(true);
            let l = Mat::new(b, n, n);
            // A Hermitian matrix with the same eigenvalues: L⁻¹ A L⁻ᴴ or Lᴴ A L.
            if self.kind == EighType::ABx {
                self.routines.trsm(l, true, false, MatMut::new(a, n, n))?;
                adjoint(n, a, work);
                self.routines.trsm(l, true, false, MatMut::new(work, n, n))?;
                a.copy_from_slice(work);
            } else {
                let (zero, one) = (<T as Field>::ZERO, <T as Field>::ONE);
                self.routines.gemm(one, Mat::new(a, n, n), l, zero, MatMut::new(work, n, n))?;
                self.routines.gemm(one, l.adjoint(), Mat::new(work, n, n), zero, MatMut::new(a, n, n))?;
            }
            self.routines.heevd(MatMut::new(a, n, n), w, vectors)?;
            match self.kind {
                _ if !vectors => Ok(()),
                EighType::Ba => {
                    work.copy_from_slice(a);
                    let (zero, one) = (<T as Field>::ZERO, <T as Field>::ONE);
                    self.routines.gemm(one, l, Mat::new(work, n, n), zero, MatMut::new(a, n, n))
                }
                _ => self.routines.trsm(l.adjoint(), false, false, MatMut::new(a, n, n)),
            }
        }
    }

    fn adjoint<T: Inexact>(n: usize, a: &[T], to: &mut [T]) {
        for (at, to) in to.iter_mut().enumerate() {
            *to = a[at / n + at % n * n].conj();
        }
    }
}
