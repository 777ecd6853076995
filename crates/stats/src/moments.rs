//! Moments that can be gathered piece by piece, and what is made of them: `skew`, `kurtosis`, `zscore`.

use numoxide_core::{AnyArray, Array, ArrayView, AsView, Error, Result};
use numoxide_ufunc as ufunc;

use crate::calc;
use crate::lines::{Along, Lines, along_options, flat, shaped};
use crate::sample::{RealSample, Sample};

/// The first four moments and the extremes of numbers that come piece by piece.
///
/// Pieces are merged by the formulas of Chan and Pébay, which do not cancel: what is gathered chunk by chunk, in any order, or on
/// several machines, is the same up to rounding. Numbers may have weights, which count as if the number had occurred so often.
///
/// ```
/// use numoxide_stats::Moments;
///
/// let mut left = Moments::of([1.0, 2.0])?;
/// let right = Moments::of([3.0, 4.0, 5.0])?;
/// left.merge(&right);
/// left.push(6.0);
/// assert_eq!((left.count(), left.mean(), left.min(), left.max()), (6.0, 3.5, 1.0, 6.0));
/// assert!((left.var(1.0) - 3.5).abs() < 1e-15);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    count: f64,
    mean: f64,
    /// The sums of the second, third and fourth powers of deviations from the mean.
    m2: f64,
    m3: f64,
    m4: f64,
    min: f64,
    max: f64,
}

impl Default for Moments {
    fn default() -> Self {
        Moments { count: 0.0, mean: 0.0, m2: 0.0, m3: 0.0, m4: 0.0, min: f64::NAN, max: f64::NAN }
    }
}

/// The smaller number; NaN if one is, as in NumPy's `minimum`.
fn smaller(a: f64, b: f64) -> f64 {
    if a < b || a.is_nan() { a } else { b }
}

/// The larger number; NaN if one is, as in NumPy's `maximum`.
fn larger(a: f64, b: f64) -> f64 {
    if a > b || a.is_nan() { a } else { b }
}

impl Moments {
    /// Of one number, which counts `weight` times.
    pub(crate) fn of_one(x: f64, weight: f64) -> Self {
        Moments { count: weight, mean: x, m2: 0.0, m3: 0.0, m4: 0.0, min: x, max: x }
    }

    /// The same with another mean, farther by `distance`.
    pub(crate) fn moved(self, distance: f64) -> Self {
        Moments { mean: self.mean + distance, ..self }
    }

    /// The moments of some numbers.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn of<T: RealSample>(a: impl AsView<T>) -> Result<Self> {
        Ok(Self::of_items(&flat(&a.as_view())?))
    }

    /// The moments of some numbers, each of which counts as often as its weight says.
    ///
    /// # Errors
    /// [`Error::Shape`] if there is not one weight for each number.
    pub fn weighted<T: RealSample>(a: impl AsView<T>, weights: impl AsView<f64>) -> Result<Self> {
        let (a, weights) = (a.as_view(), weights.as_view());
        if a.shape() != weights.shape() {
            let (expected, found) = (a.shape().to_vec(), weights.shape().to_vec());
            return Err(Error::Shape { op: "moments", expected, found });
        }
        let mut moments = Moments::default();
        for (x, weight) in a.iter().zip(weights.iter()) {
            moments.push_weighted(x.exact(), *weight);
        }
        Ok(moments)
    }

    /// In blocks, of which the mean is known before deviations are taken.
    fn of_items<T: RealSample>(items: &[T]) -> Self {
        const BLOCK: usize = 4096;
        let mut all = Moments::default();
        for block in items.chunks(BLOCK) {
            let exact: Vec<f64> = block.iter().map(|x| x.exact()).collect();
            all.merge(&Self::of_block(&exact));
        }
        all
    }

    fn of_block(block: &[f64]) -> Self {
        let count = block.len() as f64;
        let mean = ufunc::mean(block);
        let sums = crate::sums::powers(block, mean);
        let (min, max) = (ufunc::min(block).unwrap_or(f64::NAN), ufunc::max(block).unwrap_or(f64::NAN));
        // What the rounding of the mean has left in the first powers is taken out of the second.
        Moments { count, mean, m2: sums[1] - sums[0] * sums[0] / count, m3: sums[2], m4: sums[3], min, max }
    }

    /// Adds a number.
    pub fn push(&mut self, x: f64) {
        self.push_weighted(x, 1.0);
    }

    /// Adds a number that counts `weight` times; one of weight 0 is left out.
    pub fn push_weighted(&mut self, x: f64, weight: f64) {
        if weight != 0.0 {
            self.merge(&Self::of_one(x, weight));
        }
    }

    /// Adds some numbers.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn extend<T: RealSample>(&mut self, a: impl AsView<T>) -> Result<()> {
        self.merge(&Self::of(a)?);
        Ok(())
    }

    /// Adds what others have gathered.
    pub fn merge(&mut self, other: &Moments) {
        *self = joined(*self, *other);
    }

    /// What has been gathered as numbers, to be sent to another process or written to a file.
    ///
    /// ```
    /// use numoxide_stats::Moments;
    ///
    /// let moments = Moments::of([1.0, 2.0, 4.0])?;
    /// assert_eq!(Moments::from_parts(moments.to_parts()), moments);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn to_parts(&self) -> [f64; 7] {
        [self.count, self.mean, self.m2, self.m3, self.m4, self.min, self.max]
    }

    /// What [`to_parts`](Self::to_parts) gave.
    pub fn from_parts([count, mean, m2, m3, m4, min, max]: [f64; 7]) -> Self {
        Moments { count, mean, m2, m3, m4, min, max }
    }

    /// How many numbers there were, or the sum of their weights.
    pub fn count(&self) -> f64 {
        self.count
    }

    /// Their mean; NaN of nothing.
    pub fn mean(&self) -> f64 {
        if self.count == 0.0 { f64::NAN } else { self.mean }
    }

    /// Their variance, with so many degrees of freedom lost.
    pub fn var(&self, ddof: f64) -> f64 {
        self.m2 / (self.count - ddof).max(0.0)
    }

    /// Their standard deviation, with so many degrees of freedom lost.
    pub fn std(&self, ddof: f64) -> f64 {
        self.var(ddof).sqrt()
    }

    /// Their skewness; NaN if all are the same.
    pub fn skew(&self) -> f64 {
        self.count.sqrt() * self.m3 / self.m2.powf(1.5)
    }

    /// Their excess kurtosis, which is 0 for normal numbers; NaN if all are the same.
    pub fn kurtosis(&self) -> f64 {
        self.count * self.m4 / (self.m2 * self.m2) - 3.0
    }

    /// The smallest; NaN if there is a NaN, or nothing.
    pub fn min(&self) -> f64 {
        self.min
    }

    /// The largest; NaN if there is a NaN, or nothing.
    pub fn max(&self) -> f64 {
        self.max
    }

    /// The skewness without bias, of more than two numbers.
    fn unbiased_skew(&self) -> f64 {
        let n = self.count;
        if n > 2.0 { (n * (n - 1.0)).sqrt() / (n - 2.0) * self.skew() } else { self.skew() }
    }

    /// The excess kurtosis without bias, of more than three numbers.
    fn unbiased_kurtosis(&self) -> f64 {
        let n = self.count;
        if n <= 3.0 {
            return self.kurtosis();
        }
        let whole = self.kurtosis() + 3.0;
        ((n * n - 1.0) * whole - 3.0 * (n - 1.0) * (n - 1.0)) / ((n - 2.0) * (n - 3.0))
    }
}

/// The moments of two pieces together.
pub(crate) fn joined(a: Moments, b: Moments) -> Moments {
    if a.count == 0.0 {
        return b;
    }
    if b.count == 0.0 {
        return a;
    }
    let (na, nb) = (a.count, b.count);
    let n = na + nb;
    let d = b.mean - a.mean;
    let (share_a, share_b) = (na / n, nb / n);
    let cross = d * d * na * share_b;
    Moments {
        count: n,
        mean: if na > nb { a.mean + d * share_b } else { b.mean - d * share_a },
        m2: a.m2 + b.m2 + cross,
        m3: a.m3 + b.m3 + cross * d * (share_a - share_b) + 3.0 * d * (share_a * b.m2 - share_b * a.m2),
        m4: a.m4
            + b.m4
            + cross * d * d * (share_a * share_a - share_a * share_b + share_b * share_b)
            + 6.0 * d * d * (share_a * share_a * b.m2 + share_b * share_b * a.m2)
            + 4.0 * d * (share_a * b.m3 - share_b * a.m3),
        min: smaller(a.min, b.min),
        max: larger(a.max, b.max),
    }
}

macro_rules! shapes {
    ($($(#[$doc:meta])* $name:ident $builder:ident |$moments:ident| $biased:expr, $unbiased:expr;)*) => {$(
        $(#[$doc])*
        pub fn $name<T: RealSample>(a: impl AsView<T>) -> Result<Array<T::Mean>> {
            $name::with(&a).run()
        }

        #[doc = concat!("[`", stringify!($name), "`](fn@super::", stringify!($name), ") with keywords.")]
        pub mod $name {
            use super::*;

            /// A call with keyword arguments.
            pub fn with<T: RealSample>(a: &(impl AsView<T> + ?Sized)) -> $builder<'_, T> {
                $builder { a: a.as_view(), along: Along::default(), bias: true }
            }

            /// The keyword arguments.
            #[must_use = "a call does nothing before `run`"]
            pub struct $builder<'a, T> {
                a: ArrayView<'a, T>,
                along: Along,
                bias: bool,
            }

            impl<T: RealSample> $builder<'_, T> {
                along_options!();

                /// Whether the result is that of the sample, not an estimate for what it is a sample of.
                pub fn bias(self, bias: bool) -> Self {
                    $builder { bias, ..self }
                }

                /// The results.
                ///
                /// # Errors
                /// [`Error::Axis`] if there is no such axis, [`Error::OutOfMemory`].
                pub fn run(self) -> Result<Array<T::Mean>> {
                    let lines = Lines::of(stringify!($name), &self.a, &self.along)?;
                    let of_line = |line: &[T]| {
                        let $moments = Moments::of_items(line);
                        T::rounded(if self.bias { $biased } else { $unbiased })
                    };
                    shaped(&lines.shape, lines.iter().map(of_line).collect())
                }
            }
        }
    )*};
}
shapes! {
    /// The skewness of all items: the third central moment by the standard deviation's third power. SciPy: `stats.skew`.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    ///
    /// ```
    /// assert_eq!(numoxide_stats::skew([1.0, 2.0, 3.0])?.to_vec(), [0.0]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    skew Skew |moments| moments.skew(), moments.unbiased_skew();
    /// The excess kurtosis of all items: the fourth central moment by the variance's square, minus 3. SciPy:
    /// `stats.kurtosis`.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    ///
    /// ```
    /// assert_eq!(numoxide_stats::kurtosis([1.0, 1.0, 3.0, 3.0])?.to_vec(), [-2.0]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    kurtosis Kurtosis |moments| moments.kurtosis(), moments.unbiased_kurtosis();
}

/// How many standard deviations each item is from the mean: of all items, or of those along an axis. SciPy: `stats.zscore`.
///
/// # Errors
/// [`Error::Axis`] if there is no such axis, [`Error::OutOfMemory`].
///
/// ```
/// assert_eq!(numoxide_stats::zscore([1.0, 3.0], None, 0.0)?.to_vec(), [-1.0, 1.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn zscore<T: Sample>(
    a: impl AsView<T>,
    axis: impl Into<Option<isize>>,
    ddof: f64,
) -> Result<Array<T::Mean>> {
    scores(&AnyArray::from(a.as_view().to_owned()?), axis.into(), ddof)?.try_into()
}

fn scores(a: &AnyArray, axis: Option<isize>, ddof: f64) -> Result<AnyArray> {
    let axes = axis.map_or_else(|| (0..a.ndim() as isize).collect(), |axis| vec![axis]);
    let mean = ufunc::mean::any_with(a).axes(&axes).keepdims(true).run()?;
    let deviation = ufunc::std::any_with(a).axes(&axes).keepdims(true).correction(ddof).run()?;
    calc::divide(&calc::subtract(a, &mean)?, &deviation)
}
