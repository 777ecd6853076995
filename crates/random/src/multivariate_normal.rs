//! The multivariate normal distribution: vectors whose linear forms are normal.
//!
//! - Parameters: `mean`, a vector, and `cov`, the covariances, symmetric and positive semidefinite.
//! - Density: `exp(-(x - mean)ᵀ cov⁻¹ (x - mean) / 2) / sqrt((2 pi)^n det cov)`.
//! - Algorithm: standard normal variates times a factor of `cov`. Which factor depends on the method, and its signs on the
//!   library of linear algebra: only Cholesky's is unique, so only its numbers are NumPy's but for rounding.

use numoxide_core::{Array, ArrayView, AsView, MaybeAxes};
use numoxide_linalg::{Uplo, cholesky, eigh, matmul, svd};

use crate::generator::output_shape;
use crate::{BitGenerator, Error, Generator, RandomState, Result, StandardNormal};

/// How the covariances are factored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Factor {
    /// By singular values: slow, and safe where variances vanish.
    #[default]
    Svd,
    /// By eigenvalues.
    Eigh,
    /// By Cholesky's decomposition: fast, and only for positive definite covariances.
    Cholesky,
}

/// A multivariate normal sample with NumPy's keywords; see [`Generator::multivariate_normal_with`].
pub struct MultivariateNormal<'a, B> {
    rng: &'a mut Generator<B>,
    mean: ArrayView<'a, f64>,
    cov: ArrayView<'a, f64>,
    method: Factor,
    check_valid: bool,
    tol: f64,
}

fn wrong<T>(parameter: &'static str, condition: &'static str) -> Result<T> {
    Err(Error::parameter("multivariate_normal", parameter, condition))
}

/// The number of variates of each vector.
fn checked_len(mean: &ArrayView<'_, f64>, cov: &ArrayView<'_, f64>) -> Result<usize> {
    if mean.ndim() != 1 {
        return wrong("mean", "must be 1 dimensional");
    }
    if cov.ndim() != 2 || cov.shape()[0] != cov.shape()[1] {
        return wrong("cov", "must be 2 dimensional and square");
    }
    if cov.shape()[0] != mean.len() {
        return wrong("mean", "and cov must have same length");
    }
    Ok(mean.len())
}

/// Whether the product of the factors gives the covariances back, which it does not if some are negative.
fn gives_back(product: &Array<f64>, cov: &ArrayView<'_, f64>, tol: f64) -> bool {
    product.iter().zip(cov.iter()).all(|(a, b)| (a - b).abs() <= tol + tol * b.abs())
}

/// `F` with `F Fᵀ = cov`.
fn factor(cov: &ArrayView<'_, f64>, method: Factor, check: Option<f64>) -> Result<Array<f64>> {
    let refused = || wrong("cov", "is not symmetric positive-semidefinite");
    match method {
        Factor::Cholesky => Ok(cholesky(cov)?),
        Factor::Eigh => {
            let found = eigh(cov, Uplo::Lower)?;
            if check.is_some_and(|tol| found.eigenvalues.iter().any(|&s| s < -tol)) {
                return refused();
            }
            let roots: Vec<f64> = found.eigenvalues.iter().map(|s| s.abs().sqrt()).collect();
            Ok(&found.eigenvectors * &Array::from_vec(roots)?)
        }
        Factor::Svd => {
            let found = svd(cov)?;
            if let Some(tol) = check
                && !gives_back(&matmul(found.vh.t() * &found.s, &found.vh)?, cov, tol)
            {
                return refused();
            }
            let roots: Vec<f64> = found.s.iter().map(|s| s.sqrt()).collect();
            Ok(&found.u * &Array::from_vec(roots)?)
        }
    }
}

/// Vectors of standard normal variates, turned and moved.
fn transformed(
    normal: Array<f64>,
    mean: &ArrayView<'_, f64>,
    factor: &Array<f64>,
    mut shape: Vec<usize>,
) -> Result<Array<f64>> {
    let vectors = normal.reshape([-1, mean.len() as isize])?;
    let moved = matmul(&vectors, factor.t())? + mean.clone();
    shape.push(mean.len());
    Ok(moved.reshape(&shape[..])?)
}

impl<B: BitGenerator> MultivariateNormal<'_, B> {
    /// How `cov` is factored: by singular values, unless said otherwise.
    pub fn method(mut self, method: Factor) -> Self {
        self.method = method;
        self
    }

    /// Whether covariances that are not symmetric and positive semidefinite are refused; NumPy's `check_valid="raise"`. Unless said
    /// so they are not, as by `"ignore"`: NumPy's default draws the same numbers and warns.
    pub fn check_valid(mut self, check: bool) -> Self {
        self.check_valid = check;
        self
    }

    /// How far the covariances may be off: 1e-8, unless said otherwise.
    pub fn tol(mut self, tol: f64) -> Self {
        self.tol = tol;
        self
    }

    /// Draws the vectors.
    ///
    /// # Errors
    /// [`Error::Parameter`] if `mean` is no vector, `cov` no square matrix of its size, or `cov` is refused;
    /// [`Error::Linalg`] if it cannot be factored.
    pub fn run(self, size: impl MaybeAxes) -> Result<Array<f64>> {
        let MultivariateNormal { rng, mean, cov, method, check_valid, tol } = self;
        let len = checked_len(&mean, &cov)?;
        let shape = output_shape("multivariate_normal", &[], &size)?;
        let normal = rng.standard_normal((shape.iter().product::<usize>() * len) as isize)?;
        let factor = factor(&cov, method, check_valid.then_some(tol))?;
        transformed(normal, &mean, &factor, shape)
    }
}

impl<B: BitGenerator> Generator<B> {
    /// Vectors of normal variates with these means and covariances.
    ///
    /// # Errors
    /// [`Error::Parameter`] if `mean` is no vector or `cov` no square matrix of its size; [`Error::Linalg`] if it cannot be factored.
    ///
    /// ```
    /// let mut rng = numoxide_random::default_rng(1)?;
    /// let points = rng.multivariate_normal([0.0, 5.0], [[1.0, 0.5], [0.5, 2.0]], 1000)?;
    /// assert_eq!(points.shape(), [1000, 2]);
    /// # Ok::<(), numoxide_random::Error>(())
    /// ```
    pub fn multivariate_normal(
        &mut self,
        mean: impl AsView<f64>,
        cov: impl AsView<f64>,
        size: impl MaybeAxes,
    ) -> Result<Array<f64>> {
        self.multivariate_normal_with(&mean, &cov).run(size)
    }

    /// The same with NumPy's keywords: `method`, `check_valid`, `tol`.
    pub fn multivariate_normal_with<'a>(
        &'a mut self,
        mean: &'a impl AsView<f64>,
        cov: &'a impl AsView<f64>,
    ) -> MultivariateNormal<'a, B> {
        let (mean, cov) = (mean.as_view(), cov.as_view());
        MultivariateNormal { rng: self, mean, cov, method: Factor::Svd, check_valid: false, tol: 1e-8 }
    }
}

impl<B: BitGenerator> RandomState<B> {
    /// Vectors of normal variates with these means and covariances, by singular values.
    ///
    /// # Errors
    /// As [`Generator::multivariate_normal`].
    pub fn multivariate_normal(
        &mut self,
        mean: impl AsView<f64>,
        cov: impl AsView<f64>,
        size: impl MaybeAxes,
    ) -> Result<Array<f64>> {
        let (mean, cov) = (mean.as_view(), cov.as_view());
        let len = checked_len(&mean, &cov)?;
        let shape = output_shape("multivariate_normal", &[], &size)?;
        let count = (shape.iter().product::<usize>() * len) as isize;
        let normal = self.array("multivariate_normal", &StandardNormal::<f64>::default(), count)?;
        let found = svd(&cov)?;
        let roots: Vec<f64> = found.s.iter().map(|s| s.sqrt()).collect();
        transformed(normal, &mean, &(found.vh.t() * &Array::from_vec(roots)?), shape)
    }
}

/// [`RandomState::multivariate_normal`] of this thread's stream.
///
/// # Errors
/// As the method.
pub fn multivariate_normal(
    mean: impl AsView<f64>,
    cov: impl AsView<f64>,
    size: impl MaybeAxes,
) -> Result<Array<f64>> {
    crate::legacy::with(|rng| rng.multivariate_normal(mean, cov, size))
}
