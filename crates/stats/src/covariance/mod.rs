//! `cov` and `corrcoef`.

mod any;

use numoxide_core::{AnyArray, AnyView, Array, ArrayView, AsView, Casting, Error, Order, Result, Scalar};
use numoxide_linalg::products::{Product, matmul};
use numoxide_simd::{Isa, Kernel, dispatch};

use crate::lines::one_axis;
use crate::sample::{Exact, Sample};
pub use any::{AnyCorrcoef, AnyCov};

const OP: &str = "cov";

/// The variables of a sample, a row each, and how much the observations count.
struct Sheet<'a, E: Exact> {
    rows: Rows<'a, E>,
    weights: Option<Vec<f64>>,
}

/// Variables, a row each, one after the other.
enum Rows<'a, E: Exact> {
    Lent(ArrayView<'a, E>),
    Own(Array<E>),
}

impl<E: Exact> Rows<'_, E> {
    fn shape(&self) -> &[usize] {
        match self {
            Rows::Lent(view) => view.shape(),
            Rows::Own(array) => array.shape(),
        }
    }

    /// The rows, each less its mean, which is asked for row by row while they are in the caches.
    fn less(self, mean: impl Fn(&[E]) -> E) -> Result<Array<E>> {
        let shape = self.shape().to_vec();
        let n = shape[1].max(1);
        match self {
            Rows::Lent(view) => {
                let mut centered = Array::unset(&shape[..])?;
                let from = view.as_slice().unwrap_or(&[]).chunks(n);
                for (from, to) in from.zip(centered.as_slice_mut().unwrap_or(&mut []).chunks_mut(n)) {
                    dispatch(Less { from, to, mean: mean(from) });
                }
                Ok(centered)
            }
            Rows::Own(mut rows) => {
                for row in rows.as_slice_mut().unwrap_or(&mut []).chunks_mut(n) {
                    let mean = mean(row);
                    row.iter_mut().for_each(|x| *x = *x - mean);
                }
                Ok(rows)
            }
        }
    }
}

/// Writes numbers less their mean.
struct Less<'a, E> {
    from: &'a [E],
    to: &'a mut [E],
    mean: E,
}

impl<E: Exact> Kernel for Less<'_, E> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        self.to.iter_mut().zip(self.from).for_each(|(to, &from)| *to = from - self.mean);
    }
}

/// A matrix of two axes, whose rows are variables, as it is if it has that form.
fn lent<'a, T: Sample>(a: &ArrayView<'a, T>) -> Option<ArrayView<'a, T::Exact>> {
    let same = AnyView::from(a.clone()).downcast::<T::Exact>().ok()?;
    (same.ndim() == 2 && same.is_c_contiguous()).then_some(same)
}

/// A matrix of two axes, whose rows are variables.
fn rows<T: Sample>(a: &ArrayView<'_, T>, transposed: bool) -> Result<Array<T::Exact>> {
    let two = match a.ndim() {
        0 => a.reshape([1, 1])?,
        1 => a.expand_dims(0)?,
        2 if transposed => a.t(),
        2 => a.clone(),
        found => return Err(Error::Rank { op: OP, expected: "at most two axes", found }),
    };
    let rows = AnyView::from(two).astype_with(T::Exact::DTYPE, Casting::Unsafe, Order::C)?;
    rows.try_into()
}

impl<E: Exact + Product> Sheet<'_, E> {
    /// The sum of the weights.
    fn total(&self) -> Result<f64> {
        let total = self.weights.as_ref().map_or(self.rows.shape()[1] as f64, numoxide_ufunc::sum);
        if self.weights.is_some() && total == 0.0 {
            return Err(Error::value(OP, "weights sum to zero, can't be normalized"));
        }
        Ok(total)
    }

    /// The products of the deviations of each row, from its mean, with each conjugated one.
    fn products(self, total: f64) -> Result<Array<E>> {
        let weights = self.weights;
        let rows = self.rows.less(|row| match &weights {
            None => numoxide_ufunc::mean(row),
            Some(weights) => {
                let weighted: Vec<E> = row.iter().zip(weights).map(|(x, &w)| x.scaled(w)).collect();
                E::rounded(sum_of(&weighted)) / E::of(total)
            }
        })?;
        if weights.is_none() && !E::DTYPE.is_complex() {
            // Of a matrix and its own transpose one half is calculated.
            return Ok(matmul(&rows, rows.t())?);
        }
        let mut other = rows.clone();
        for row in other.as_slice_mut().unwrap_or(&mut []).chunks_mut(rows.shape()[1].max(1)) {
            match &weights {
                None => row.iter_mut().for_each(|x| *x = conjugate(*x)),
                Some(weights) => row.iter_mut().zip(weights).for_each(|(x, &w)| *x = conjugate(x.scaled(w))),
            }
        }
        Ok(matmul(&rows, other.t())?)
    }
}

fn sum_of<E: Exact>(items: &[E]) -> E {
    let (re, im): (Vec<f64>, Vec<f64>) = items.iter().map(|x| x.parts()).unzip();
    E::of_parts(numoxide_ufunc::sum(&re), numoxide_ufunc::sum(&im))
}

fn conjugate<E: Exact>(x: E) -> E {
    let (re, im) = x.parts();
    E::of_parts(re, -im)
}

/// The covariances of some variables, each a row of observations. NumPy: `cov`.
///
/// # Errors
/// [`Error::Rank`] if there are more than two axes, [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_stats::cov;
///
/// let x = [[0.0, 1.0, 2.0], [2.0, 1.0, 0.0]];
/// assert_eq!(cov(&x)?.to_vec(), [1.0, -1.0, -1.0, 1.0]);
/// assert_eq!(cov::with(&[1.0, 2.0, 5.0]).fweights(&[1, 2, 0]).ddof(0).run()?.shape(), [0usize; 0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn cov<T: Sample>(m: impl AsView<T>) -> Result<Array<T::Exact>>
where
    T::Exact: Product,
{
    cov::with(&m).run()
}

/// [`cov`](fn@cov) with keywords and for run-time types.
pub mod cov {
    use super::*;

    /// A call with NumPy's keyword arguments.
    pub fn with<T: Sample>(m: &(impl AsView<T> + ?Sized)) -> Cov<'_, T> {
        let m = m.as_view();
        Cov { m, y: None, rowvar: true, ddof: 1, fweights: None, aweights: None }
    }

    /// NumPy's keyword arguments of `cov`.
    #[must_use = "a call does nothing before `run`"]
    pub struct Cov<'a, T> {
        m: ArrayView<'a, T>,
        y: Option<ArrayView<'a, T>>,
        rowvar: bool,
        ddof: i64,
        fweights: Option<ArrayView<'a, i64>>,
        aweights: Option<ArrayView<'a, f64>>,
    }

    impl<'a, T: Sample> Cov<'a, T>
    where
        T::Exact: Product,
    {
        /// Further variables with the same observations.
        pub fn y(self, y: &'a (impl AsView<T> + ?Sized)) -> Self {
            Cov { y: Some(y.as_view()), ..self }
        }

        /// Whether rows are variables and columns observations; the other way round if not.
        pub fn rowvar(self, rowvar: bool) -> Self {
            Cov { rowvar, ..self }
        }

        /// Whether to divide by the number of observations, not one less. NumPy: `bias`.
        pub fn bias(self, bias: bool) -> Self {
            self.ddof(i64::from(!bias))
        }

        /// The degrees of freedom that are lost.
        pub fn ddof(self, ddof: i64) -> Self {
            Cov { ddof, ..self }
        }

        /// How often each observation was made.
        pub fn fweights(self, fweights: &'a (impl AsView<i64> + ?Sized)) -> Self {
            Cov { fweights: Some(fweights.as_view()), ..self }
        }

        /// How important each observation is.
        pub fn aweights(self, aweights: &'a (impl AsView<f64> + ?Sized)) -> Self {
            Cov { aweights: Some(aweights.as_view()), ..self }
        }

        fn sheet(&self) -> Result<Sheet<'a, T::Exact>> {
            if let (Some(lent), None, true) = (lent(&self.m), &self.y, self.rowvar) {
                let weights = if lent.shape()[0] == 0 { None } else { self.weights(lent.shape()[1])? };
                return Ok(Sheet { rows: Rows::Lent(lent), weights });
            }
            let mut all = rows(&self.m, !self.rowvar)?;
            if let (Some(y), true) = (&self.y, all.shape()[0] > 0) {
                let y_rows = rows(y, false)?;
                let transposed = !self.rowvar && y_rows.shape()[0] != 1;
                let y_rows = if transposed { rows(y, true)? } else { y_rows };
                all = numoxide_core::concatenate([&all, &y_rows], 0)?;
            }
            let weights = if all.shape()[0] == 0 { None } else { self.weights(all.shape()[1])? };
            Ok(Sheet { rows: Rows::Own(all), weights })
        }

        /// The products of frequencies and importances.
        fn weights(&self, observations: usize) -> Result<Option<Vec<f64>>> {
            let fweights = self.fweights.as_ref().map(|weights| weights.astype::<f64>()).transpose()?;
            let of = |weights: ArrayView<'_, f64>| {
                let weights = one_axis(OP, &weights)?.to_vec();
                if weights.len() != observations {
                    return Err(Error::Shape {
                        op: OP,
                        expected: vec![observations],
                        found: vec![weights.len()],
                    });
                }
                match weights.iter().any(|&weight| weight < 0.0) {
                    true => Err(Error::value(OP, "weights cannot be negative")),
                    false => Ok(weights),
                }
            };
            let fweights = fweights.as_ref().map(|weights| of(weights.view())).transpose()?;
            let aweights = self.aweights.clone().map(of).transpose()?;
            Ok(match (fweights, aweights) {
                (Some(f), Some(a)) => Some(f.iter().zip(a).map(|(f, a)| f * a).collect()),
                (f, a) => f.or(a),
            })
        }

        /// What the products of deviations are divided by.
        fn divisor(&self, sheet: &Sheet<'_, T::Exact>, total: f64) -> Result<f64> {
            let ddof = self.ddof as f64;
            let divisor = match (&sheet.weights, &self.aweights) {
                _ if self.ddof == 0 => total,
                (Some(weights), Some(aweights)) => {
                    let squares: f64 = weights.iter().zip(aweights.iter()).map(|(w, a)| w * a).sum();
                    total - ddof * squares / total
                }
                _ => total - ddof,
            };
            Ok(if divisor <= 0.0 { 0.0 } else { divisor })
        }

        /// The covariances; of one variable, its variance without axes. Where no degrees of freedom are left, they are not
        /// finite.
        ///
        /// # Errors
        /// [`Error::Rank`], [`Error::Shape`] if weights or the variables of `y` do not fit, [`Error::Value`] if weights are
        /// negative or sum to zero.
        pub fn run(self) -> Result<Array<T::Exact>> {
            let sheet = self.sheet()?;
            if sheet.rows.shape()[0] == 0 {
                return Array::zeros([0, 0]);
            }
            let total = sheet.total()?;
            let factor = 1.0 / self.divisor(&sheet, total)?;
            let mut products = sheet.products(total)?;
            products.iter_mut().for_each(|product| *product = product.scaled(factor));
            Ok(products.squeeze())
        }
    }

    /// The covariances of variables whose type is known at run time: in `f64`, or complex numbers of it.
    ///
    /// # Errors
    /// As [`cov`](fn@super::cov); [`Error::DType`] for types that are no scalars.
    pub fn any(m: &AnyArray) -> Result<AnyArray> {
        any_with(m).run()
    }

    /// [`any`] with NumPy's keyword arguments.
    pub fn any_with<'a>(m: impl Into<AnyView<'a>>) -> AnyCov<'a> {
        AnyCov::new(OP, m.into())
    }
}

/// The correlation coefficients of some variables, each a row of observations. NumPy: `corrcoef`.
///
/// # Errors
/// As [`cov`](fn@cov).
///
/// ```
/// use numoxide_stats::corrcoef;
///
/// let r = corrcoef([[0.0, 1.0, 2.0], [4.0, 2.0, 0.0]])?;
/// assert_eq!(r.to_vec(), [1.0, -1.0, -1.0, 1.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn corrcoef<T: Sample>(x: impl AsView<T>) -> Result<Array<T::Exact>>
where
    T::Exact: Product,
{
    correlation(cov::with(&x))
}

/// [`corrcoef`](fn@corrcoef) with keywords and for run-time types.
pub mod corrcoef {
    use super::*;

    /// The correlation coefficients of the variables of `x` and, if there are any, `y`; `rowvar` says whether they are rows.
    ///
    /// # Errors
    /// As [`corrcoef`](fn@super::corrcoef).
    pub fn with<'a, T: Sample>(
        x: &'a (impl AsView<T> + ?Sized),
        y: Option<&'a dyn AsView<T>>,
        rowvar: bool,
    ) -> Result<Array<T::Exact>>
    where
        T::Exact: Product,
    {
        let call = cov::with(x).rowvar(rowvar);
        match y {
            Some(y) => correlation(call.y(y)),
            None => correlation(call),
        }
    }

    /// The correlation coefficients of variables whose type is known at run time.
    ///
    /// # Errors
    /// As [`corrcoef`](fn@super::corrcoef); [`Error::DType`] for types that are no scalars.
    pub fn any(x: &AnyArray) -> Result<AnyArray> {
        any_with(x).run()
    }

    /// [`any`] with NumPy's keyword arguments.
    pub fn any_with<'a>(x: impl Into<AnyView<'a>>) -> AnyCorrcoef<'a> {
        AnyCorrcoef(AnyCov::new("corrcoef", x.into()))
    }
}

fn correlation<T: Sample>(call: cov::Cov<'_, T>) -> Result<Array<T::Exact>>
where
    T::Exact: Product,
{
    let mut c = call.run()?;
    if c.ndim() == 0 {
        // NaN unless the variance is a finite positive number, 1 then.
        let variance = c.clone();
        c.iter_mut().zip(&variance).for_each(|(x, &variance)| *x = *x / variance);
        return Ok(c);
    }
    let n = c.shape()[0];
    let deviations: Vec<f64> = (0..n).map(|k| c[[k, k]].parts().0.sqrt()).collect();
    let pairs = deviations.iter().flat_map(|row| deviations.iter().map(move |column| (row, column)));
    for (x, (row, column)) in c.iter_mut().zip(pairs) {
        let (re, im) = x.parts();
        let part = |x: f64| (x / row / column).clamp(-1.0, 1.0);
        *x = T::Exact::of_parts(part(re), part(im));
    }
    Ok(c)
}
