//! `polyfit`: polynomials by least squares.

use numoxide_core::{Array, ArrayView, AsView, Error, Order, Result};
use numoxide_linalg::products::{Product, matmul};
use numoxide_linalg::{Inexact, inv, lstsq};

use crate::lines::one_axis;
use crate::sample::{Exact, Sample};

const OP: &str = "polyfit";

/// A polynomial fitted to points, and how well it could be.
#[derive(Clone, Debug)]
pub struct PolyFit<E: 'static> {
    /// The coefficients, the highest power first; of several sets of values a column each.
    pub coefficients: Array<E>,
    /// The sum of squared residuals of each set of values; empty if the coefficients are not determined.
    pub residuals: Array<f64>,
    /// The rank of the scaled matrix of powers.
    pub rank: usize,
    /// Its singular values.
    pub singular_values: Array<f64>,
    /// Which part of the largest singular value counted as zero.
    pub rcond: f64,
}

/// The polynomial of a degree that fits points best, by least squares. NumPy: `polyfit`.
///
/// # Errors
/// [`Error::Rank`] if the places have not one axis or the values more than two, [`Error::Shape`] if there are not as many
/// values as places, [`Error::Value`] if there are none, or some are not finite.
///
/// ```
/// use numoxide_stats::polyfit;
///
/// let p = polyfit([0.0f64, 1.0, 2.0, 3.0], [1.0, 3.0, 5.0, 7.0], 1)?;
/// assert!(p.iter().zip([2.0, 1.0]).all(|(c, exact)| (c - exact).abs() < 1e-14));
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn polyfit<T: Sample>(x: impl AsView<T>, y: impl AsView<T>, degree: usize) -> Result<Array<T::Exact>>
where
    T::Exact: Inexact<Real = f64> + Product,
{
    Ok(polyfit::with(&x, &y, degree).run()?.coefficients)
}

/// [`polyfit`](fn@polyfit) with keywords.
pub mod polyfit {
    use super::*;

    /// A call with NumPy's keyword arguments.
    pub fn with<'a, T: Sample>(
        x: &'a (impl AsView<T> + ?Sized),
        y: &'a (impl AsView<T> + ?Sized),
        degree: usize,
    ) -> Call<'a, T> {
        Call { x: x.as_view(), y: y.as_view(), degree, rcond: None, weights: None }
    }

    /// NumPy's keyword arguments of `polyfit`.
    #[must_use = "a call does nothing before `run`"]
    pub struct Call<'a, T> {
        x: ArrayView<'a, T>,
        y: ArrayView<'a, T>,
        degree: usize,
        rcond: Option<f64>,
        weights: Option<ArrayView<'a, f64>>,
    }

    impl<'a, T: Sample> Call<'a, T>
    where
        T::Exact: Inexact<Real = f64> + Product,
    {
        /// Which part of the largest singular value counts as zero; by default eps for each point.
        pub fn rcond(self, rcond: f64) -> Self {
            Call { rcond: Some(rcond), ..self }
        }

        /// What each residual is multiplied by before it is squared. NumPy: `w`.
        pub fn weights(self, weights: &'a (impl AsView<f64> + ?Sized)) -> Self {
            Call { weights: Some(weights.as_view()), ..self }
        }

        /// The polynomial, and how well it could be found. NumPy: `full=True`.
        ///
        /// # Errors
        /// As [`polyfit`](fn@super::polyfit).
        pub fn run(self) -> Result<PolyFit<T::Exact>> {
            fitted(&self.system()?)
        }

        /// The coefficients and their covariances: scaled by the residuals, so that weights need only be right up to a
        /// factor, or not. NumPy: `cov=True` and `cov="unscaled"`.
        ///
        /// # Errors
        /// As [`polyfit`](fn@super::polyfit); [`Error::Value`] if the coefficients are not determined, or no points are left
        /// to scale by.
        #[allow(clippy::type_complexity, reason = "a pair")]
        pub fn covariance(self, scaled: bool) -> Result<(Array<T::Exact>, Array<T::Exact>)> {
            let system = self.system()?;
            let fit = fitted(&system)?;
            let covariances = system.covariances(&fit, scaled)?;
            Ok((fit.coefficients, covariances))
        }

        fn system(&self) -> Result<System<T::Exact>> {
            let x = one_axis(OP, &self.x)?;
            let y = &self.y;
            if x.is_empty() {
                return Err(Error::value(OP, "there are no points"));
            }
            if !(1..=2).contains(&y.ndim()) {
                return Err(Error::Rank { op: OP, expected: "one or two axes of values", found: y.ndim() });
            }
            if y.shape()[0] != x.len() {
                return Err(Error::Shape { op: OP, expected: vec![x.len()], found: y.shape().to_vec() });
            }
            let weights = match &self.weights {
                None => vec![1.0; x.len()],
                Some(weights) if weights.shape() == [x.len()] => weights.to_vec(),
                Some(weights) => {
                    return Err(Error::Shape {
                        op: OP,
                        expected: vec![x.len()],
                        found: weights.shape().to_vec(),
                    });
                }
            };
            let mut values = y.astype::<T::Exact>()?.copy(Order::C)?;
            let sets = values.len() / x.len();
            let rows = values.as_slice_mut().unwrap_or(&mut []);
            for (row, &weight) in rows.chunks_mut(sets.max(1)).zip(&weights) {
                row.iter_mut().for_each(|value| *value = value.scaled(weight));
            }
            let places: Vec<T::Exact> = x.iter().map(|x| x.exact()).collect();
            let rcond = self.rcond.unwrap_or(x.len() as f64 * f64::EPSILON);
            System::new(&places, &weights, self.degree + 1, values, rcond)
        }
    }
}

/// The equations of a fit, their columns scaled to length 1.
struct System<E: Exact> {
    powers: Array<E>,
    values: Array<E>,
    scales: Vec<f64>,
    rcond: f64,
}

impl<E: Exact + Inexact<Real = f64> + Product> System<E> {
    fn new(places: &[E], weights: &[f64], order: usize, values: Array<E>, rcond: f64) -> Result<Self> {
        let mut powers = vec![E::of(0.0); places.len() * order];
        let mut squares = vec![0.0; order];
        for ((row, &x), &weight) in powers.chunks_mut(order).zip(places).zip(weights) {
            let mut power = E::of(1.0);
            for (place, square) in row.iter_mut().zip(&mut squares).rev() {
                *place = power.scaled(weight);
                let (re, im) = place.parts();
                *square += re * re + im * im;
                power *= x;
            }
        }
        let scales: Vec<f64> = squares.into_iter().map(f64::sqrt).collect();
        for row in powers.chunks_mut(order) {
            row.iter_mut().zip(&scales).for_each(|(power, &scale)| *power = *power / E::of(scale));
        }
        let powers = Array::from_shape_vec([places.len(), order], powers)?;
        Ok(System { powers, values, scales, rcond })
    }

    /// The covariances of the coefficients, for each set of values; not scaled, they are the same for all.
    fn covariances(&self, fit: &PolyFit<E>, scaled: bool) -> Result<Array<E>> {
        let order = self.scales.len();
        let points = self.powers.shape()[0];
        let squares = matmul(self.powers.t(), &self.powers)?;
        let mut base = inv(&squares)?;
        for (place, item) in base.iter_mut().enumerate() {
            let scale = self.scales[place / order] * self.scales[place % order];
            *item = *item / E::of(scale);
        }
        let factors = match scaled {
            false => vec![1.0],
            true if points <= order => {
                return Err(Error::value(OP, "the number of points must exceed the number of coefficients"));
            }
            true if fit.residuals.is_empty() && !self.values.is_empty() => {
                return Err(Error::value(OP, "the coefficients are not determined"));
            }
            true => fit.residuals.iter().map(|sum| sum / (points - order) as f64).collect(),
        };
        if self.values.ndim() == 1 {
            base.iter_mut().for_each(|item| *item = item.scaled(factors[0]));
            return Ok(base);
        }
        let each = base.iter().flat_map(|&item| factors.iter().map(move |&factor| item.scaled(factor)));
        Array::from_shape_vec([order, order, factors.len()], each.collect())
    }
}

fn fitted<E: Exact + Inexact<Real = f64> + Product>(system: &System<E>) -> Result<PolyFit<E>> {
    let call = lstsq::with(&system.powers, &system.values).rcond(system.rcond);
    let found = call.run()?;
    let mut coefficients = found.solution.copy(Order::C)?;
    let sets = (coefficients.len() / system.scales.len()).max(1);
    let rows = coefficients.as_slice_mut().unwrap_or(&mut []);
    for (row, &scale) in rows.chunks_mut(sets).zip(&system.scales) {
        row.iter_mut().for_each(|c| *c = *c / E::of(scale));
    }
    Ok(PolyFit {
        coefficients,
        residuals: found.residuals,
        rank: found.rank,
        singular_values: found.singular_values,
        rcond: system.rcond,
    })
}
