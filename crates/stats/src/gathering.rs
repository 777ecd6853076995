//! Covariances that can be gathered piece by piece.

use numoxide_core::{Array, ArrayView, AsView, Error, Order, Result};

use crate::sample::RealSample;

const OP: &str = "covariances";

/// The means and covariances of several variables, whose observations come piece by piece; pieces are merged without
/// cancellation.
///
/// ```
/// use numoxide_stats::Covariances;
///
/// let mut left = Covariances::of([[0.0, 2.0], [1.0, 1.0]])?;
/// left.merge(&Covariances::of([[2.0, 0.0]])?)?;
/// assert_eq!(left.cov(1.0)?.to_vec(), [1.0, -1.0, -1.0, 1.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Covariances {
    count: f64,
    means: Vec<f64>,
    /// The sums of products of deviations, row by row.
    products: Vec<f64>,
}

impl Covariances {
    /// Of no observations of so many variables.
    pub fn new(variables: usize) -> Self {
        Covariances { count: 0.0, means: vec![0.0; variables], products: vec![0.0; variables * variables] }
    }

    /// Of observations, a row each.
    ///
    /// # Errors
    /// [`Error::Rank`] if there are not two axes, [`Error::OutOfMemory`].
    pub fn of<T: RealSample>(observations: impl AsView<T>) -> Result<Self> {
        let view = observations.as_view();
        if view.ndim() != 2 {
            return Err(Error::Rank { op: OP, expected: "two axes", found: view.ndim() });
        }
        Self::of_rows(&view)
    }

    /// The deviations from the means, which are taken first, multiplied as matrices.
    fn of_rows<T: RealSample>(rows: &ArrayView<'_, T>) -> Result<Self> {
        let (count, variables) = (rows.shape()[0], rows.shape()[1]);
        if count == 0 {
            return Ok(Self::new(variables));
        }
        let mut columns = rows.t().astype::<f64>()?.copy(Order::C)?;
        let mut means = Vec::with_capacity(variables);
        for column in columns.as_slice_mut().unwrap_or(&mut []).chunks_mut(count) {
            let mean = numoxide_ufunc::mean(&*column);
            column.iter_mut().for_each(|x| *x -= mean);
            means.push(mean);
        }
        let products = numoxide_linalg::matmul(&columns, columns.t());
        let products = products?.to_vec();
        Ok(Covariances { count: count as f64, means, products })
    }

    /// Adds observations, a row each.
    ///
    /// # Errors
    /// As [`of`](Self::of); [`Error::Shape`] for another number of variables.
    pub fn extend<T: RealSample>(&mut self, observations: impl AsView<T>) -> Result<()> {
        self.merge(&Self::of(observations)?)
    }

    /// Adds one observation.
    ///
    /// # Errors
    /// [`Error::Shape`] for another number of variables.
    pub fn push(&mut self, observation: &[f64]) -> Result<()> {
        let products = vec![0.0; observation.len() * observation.len()];
        self.merge(&Covariances { count: 1.0, means: observation.to_vec(), products })
    }

    /// Adds what others have gathered.
    ///
    /// # Errors
    /// [`Error::Shape`] for another number of variables.
    pub fn merge(&mut self, other: &Covariances) -> Result<()> {
        let variables = self.means.len();
        if other.means.len() != variables {
            return Err(Error::Shape { op: OP, expected: vec![variables], found: vec![other.means.len()] });
        }
        if self.count == 0.0 || other.count == 0.0 {
            if self.count == 0.0 {
                *self = other.clone();
            }
            return Ok(());
        }
        let count = self.count + other.count;
        let share = other.count / count;
        let differences: Vec<f64> = self.means.iter().zip(&other.means).map(|(a, b)| b - a).collect();
        let pairs = self.products.iter_mut().zip(&other.products).enumerate();
        for (place, (product, more)) in pairs {
            let (row, column) = (place / variables, place % variables);
            *product += more + differences[row] * differences[column] * self.count * share;
        }
        self.means.iter_mut().zip(&differences).for_each(|(mean, difference)| *mean += difference * share);
        self.count = count;
        Ok(())
    }

    /// What has been gathered as numbers, to be sent to another process or written to a file: the count, the means, and the sums
    /// of products of deviations.
    pub fn to_parts(&self) -> Vec<f64> {
        std::iter::once(self.count)
            .chain(self.means.iter().copied())
            .chain(self.products.iter().copied())
            .collect()
    }

    /// What [`to_parts`](Self::to_parts) gave of so many variables.
    ///
    /// # Errors
    /// [`Error::Shape`] if it is of another number of variables.
    ///
    /// ```
    /// use numoxide_stats::Covariances;
    ///
    /// let gathered = Covariances::of([[0.0, 2.0], [1.0, 1.0]])?;
    /// assert_eq!(Covariances::from_parts(2, &gathered.to_parts())?, gathered);
    /// assert!(Covariances::from_parts(3, &gathered.to_parts()).is_err());
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn from_parts(variables: usize, parts: &[f64]) -> Result<Self> {
        let wrong = || Error::Shape {
            op: OP,
            expected: vec![1 + variables + variables * variables],
            found: vec![parts.len()],
        };
        match parts.split_first().map(|(count, rest)| (*count, rest.split_at_checked(variables))) {
            Some((count, Some((means, products)))) if products.len() == variables * variables => {
                Ok(Covariances { count, means: means.to_vec(), products: products.to_vec() })
            }
            _ => Err(wrong()),
        }
    }

    /// How many observations there were.
    pub fn count(&self) -> f64 {
        self.count
    }

    /// The means of the variables.
    pub fn means(&self) -> &[f64] {
        &self.means
    }

    /// The covariances, with so many degrees of freedom lost.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn cov(&self, ddof: f64) -> Result<Array<f64>> {
        let divisor = (self.count - ddof).max(0.0);
        let n = self.means.len();
        Array::from_shape_vec([n, n], self.products.iter().map(|product| product / divisor).collect())
    }

    /// The correlation coefficients.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn corrcoef(&self) -> Result<Array<f64>> {
        let n = self.means.len();
        let deviation = |k: usize| self.products[k * n + k].sqrt();
        let correlation = |(place, product): (usize, &f64)| {
            (product / deviation(place / n) / deviation(place % n)).clamp(-1.0, 1.0)
        };
        Array::from_shape_vec([n, n], self.products.iter().enumerate().map(correlation).collect())
    }
}
