//! `gradient`: second-order differences.

use numoxide_core::layout::normalize_axes;
use numoxide_core::{AnyArray, AnyView, Array, AsView, DType, Error, MaybeAxes, Number, Result};
use numoxide_ufunc as ufunc;

use crate::calc::{self, part};

const OP: &str = "gradient";

/// The distances of neighbours along an axis.
#[derive(Clone, Debug, PartialEq)]
pub enum Spacing {
    /// The same for all.
    Step(f64),
    /// By the places of the values.
    Places(Vec<f64>),
}

impl From<f64> for Spacing {
    fn from(step: f64) -> Self {
        Spacing::Step(step)
    }
}

impl From<Vec<f64>> for Spacing {
    fn from(places: Vec<f64>) -> Self {
        Spacing::Places(places)
    }
}

impl From<&[f64]> for Spacing {
    fn from(places: &[f64]) -> Self {
        Spacing::Places(places.to_vec())
    }
}

impl<const N: usize> From<[f64; N]> for Spacing {
    fn from(places: [f64; N]) -> Self {
        Spacing::Places(places.to_vec())
    }
}

/// The gradient: for each axis the differences of neighbours over two steps, and over one at the ends. NumPy: `gradient`.
///
/// # Errors
/// [`Error::Value`] if an axis has fewer than two items, [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_stats::gradient;
///
/// assert_eq!(gradient([1, 2, 4, 7, 11, 16])?[0].to_vec(), [1.0, 1.5, 2.5, 3.5, 4.5, 5.0]);
/// let f = [0.0, 1.0, 4.0, 9.0];
/// assert_eq!(gradient::with(&f).edge_order(2).spacing([2.0]).run()?[0].to_vec(), [0.0, 1.0, 2.0, 3.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn gradient<T: Number>(f: impl AsView<T>) -> Result<Vec<Array<T::Quotient>>> {
    gradient::with(&f).run()
}

/// [`gradient`](fn@gradient) with keywords and for run-time types.
pub mod gradient {
    use super::*;

    /// A call with NumPy's keyword arguments.
    pub fn with<'a, T: Number>(f: &'a (impl AsView<T> + ?Sized)) -> Gradient<'a, T> {
        Gradient { call: any_with(f.as_view()), item: std::marker::PhantomData }
    }

    /// The gradient of an array whose type is known at run time.
    ///
    /// # Errors
    /// As [`gradient`](fn@super::gradient); [`Error::NoLoop`] for types that have no differences.
    pub fn any(f: &AnyArray) -> Result<Vec<AnyArray>> {
        any_with(f).run()
    }

    /// [`any`] with NumPy's keyword arguments.
    pub fn any_with<'a>(f: impl Into<AnyView<'a>>) -> AnyGradient<'a> {
        AnyGradient { f: f.into(), spacing: Vec::new(), axes: None, edge_order: 1 }
    }

    /// NumPy's keyword arguments of `gradient`, for an array whose type is known at run time.
    #[must_use = "a call does nothing before `run`"]
    pub struct AnyGradient<'a> {
        f: AnyView<'a>,
        spacing: Vec<Spacing>,
        axes: Option<Vec<isize>>,
        edge_order: usize,
    }

    /// NumPy's keyword arguments of `gradient`.
    #[must_use = "a call does nothing before `run`"]
    pub struct Gradient<'a, T> {
        call: AnyGradient<'a>,
        item: std::marker::PhantomData<T>,
    }

    impl<T: Number> Gradient<'_, T> {
        /// The spacing: one for all axes, or one for each.
        pub fn spacing(self, spacing: impl IntoIterator<Item = impl Into<Spacing>>) -> Self {
            Gradient { call: self.call.spacing(spacing), ..self }
        }

        /// The axes to differentiate along; all if `None`.
        pub fn axes(self, axes: impl MaybeAxes) -> Self {
            Gradient { call: self.call.axes(axes), ..self }
        }

        /// The order of accuracy at the ends: 1 or 2.
        pub fn edge_order(self, edge_order: usize) -> Self {
            Gradient { call: self.call.edge_order(edge_order), ..self }
        }

        /// The gradient, an array for each axis.
        ///
        /// # Errors
        /// As [`AnyGradient::run`].
        pub fn run(self) -> Result<Vec<Array<T::Quotient>>> {
            self.call.run()?.into_iter().map(Array::try_from).collect()
        }
    }

    impl AnyGradient<'_> {
        /// The spacing: one for all axes, or one for each.
        pub fn spacing(mut self, spacing: impl IntoIterator<Item = impl Into<Spacing>>) -> Self {
            self.spacing = spacing.into_iter().map(Into::into).collect();
            self
        }

        /// The axes to differentiate along; all if `None`.
        pub fn axes(mut self, axes: impl MaybeAxes) -> Self {
            self.axes = axes.axes().map(|axes| axes.to_vec());
            self
        }

        /// The order of accuracy at the ends: 1 or 2.
        pub fn edge_order(self, edge_order: usize) -> Self {
            AnyGradient { edge_order, ..self }
        }

        /// The gradient, an array for each axis.
        ///
        /// # Errors
        /// [`Error::Value`] if an axis has fewer items than the order at the ends and one, or for another order than 1 and 2;
        /// [`Error::Shape`] if there are not as many places as items, [`Error::Axis`] if there is no such axis.
        pub fn run(self) -> Result<Vec<AnyArray>> {
            let ndim = self.f.ndim();
            let axes = match &self.axes {
                Some(axes) => normalize_axes(OP, axes, ndim)?,
                None => (0..ndim).collect(),
            };
            if !(1..=2).contains(&self.edge_order) {
                return Err(Error::value(OP, "the order at the ends must be 1 or 2"));
            }
            let f = match self.f.dtype().is_integer() {
                true => self.f.astype(DType::F64)?,
                false => self.f.copy(numoxide_core::Order::K)?,
            };
            let steps = self.steps(axes.len())?;
            let of_axis = |(&axis, step): (&usize, &Spacing)| along(&f, axis, step, self.edge_order);
            axes.iter().zip(&steps).map(of_axis).collect()
        }

        /// The spacing of each of so many axes.
        fn steps(&self, axes: usize) -> Result<Vec<Spacing>> {
            match &self.spacing[..] {
                [] => Ok(vec![Spacing::Step(1.0); axes]),
                [Spacing::Step(step)] => Ok(vec![Spacing::Step(*step); axes]),
                all if all.len() == axes => Ok(all.to_vec()),
                all => Err(Error::value(OP, format!("{} spacings for {axes} axes", all.len()))),
            }
        }
    }
}

/// The distances of neighbours, if they are not all the same.
fn distances(spacing: &Spacing, len: usize) -> Result<Spacing> {
    let Spacing::Places(places) = spacing else { return Ok(spacing.clone()) };
    if places.len() != len {
        return Err(Error::Shape { op: OP, expected: vec![len], found: vec![places.len()] });
    }
    let distances: Vec<f64> = places.windows(2).map(|pair| pair[1] - pair[0]).collect();
    Ok(match distances.first() {
        Some(first) if distances.iter().all(|distance| distance == first) => Spacing::Step(*first),
        _ => Spacing::Places(distances),
    })
}

/// The sum of three parts along an axis, each times its factor.
fn combined(f: &AnyArray, axis: usize, parts: &[(isize, Option<isize>, Factor)]) -> Result<AnyArray> {
    let mut sum: Option<AnyArray> = None;
    for (start, stop, factor) in parts {
        let items = part(&f.view(), axis, *start, *stop)?;
        let term = factor.times(&items, axis)?;
        sum = Some(match sum {
            Some(sum) => calc::add(&sum, &term)?,
            None => term,
        });
    }
    sum.ok_or_else(|| Error::value(OP, "no parts"))
}

/// What items are multiplied by: a number without a type of its own, or one for each place along the axis.
enum Factor {
    One(f64),
    Each(Vec<f64>),
}

impl Factor {
    fn times(&self, items: &AnyView<'_>, axis: usize) -> Result<AnyArray> {
        let multiply = ufunc::multiply::UFUNC;
        match self {
            Factor::One(factor) => {
                let factor = numoxide_core::ufunc::Weak::from(*factor).beside(items.dtype())?;
                calc::call(multiply, &[&factor.view(), items])
            }
            Factor::Each(factors) => {
                let mut shape = vec![1; items.ndim()];
                shape[axis] = factors.len();
                let factors = AnyArray::from(Array::from_shape_vec(&shape, factors.clone())?);
                calc::call(multiply, &[&factors.view(), items])
            }
        }
    }
}

/// The derivative along an axis.
fn along(f: &AnyArray, axis: usize, spacing: &Spacing, edge_order: usize) -> Result<AnyArray> {
    let len = f.shape()[axis];
    if len < edge_order + 1 {
        return Err(Error::value(
            OP,
            format!("the axis has {len} items, and needs at least {} for a gradient", edge_order + 1),
        ));
    }
    let spacing = distances(spacing, len)?;
    let (first, last) =
        if edge_order == 1 { first_order(f, axis, &spacing)? } else { second_order(f, axis, &spacing)? };
    let inner = interior(f, axis, &spacing)?;
    let dtype = if f.dtype() == &DType::Bool { DType::F64 } else { f.dtype().clone() };
    let pieces = [first.astype(dtype.clone())?, inner.astype(dtype.clone())?, last.astype(dtype)?];
    AnyArray::concatenate(&pieces.iter().collect::<Vec<_>>(), axis as isize)
}

/// Central differences.
fn interior(f: &AnyArray, axis: usize, spacing: &Spacing) -> Result<AnyArray> {
    let view = f.view();
    match spacing {
        Spacing::Step(step) => {
            let rise = calc::call(
                ufunc::subtract::UFUNC,
                &[&part(&view, axis, 2, None)?, &part(&view, axis, None, -2)?],
            )?;
            calc::weak(ufunc::divide::UFUNC, &rise, 2.0 * step)
        }
        Spacing::Places(d) => {
            let each = |weight: fn(f64, f64) -> f64| {
                Factor::Each(d.windows(2).map(|d| weight(d[0], d[1])).collect())
            };
            let weights = [
                (0, Some(-2), each(|d1, d2| -d2 / (d1 * (d1 + d2)))),
                (1, Some(-1), each(|d1, d2| (d2 - d1) / (d1 * d2))),
                (2, None, each(|d1, d2| d1 / (d2 * (d1 + d2)))),
            ];
            combined(f, axis, &weights)
        }
    }
}

/// One-sided differences at both ends.
fn first_order(f: &AnyArray, axis: usize, spacing: &Spacing) -> Result<(AnyArray, AnyArray)> {
    let view = f.view();
    let (first, last) = match spacing {
        Spacing::Step(step) => (*step, *step),
        Spacing::Places(distances) => (distances[0], distances[distances.len() - 1]),
    };
    let side = |high: AnyView<'_>, low: AnyView<'_>, distance: f64| {
        let rise = calc::call(ufunc::subtract::UFUNC, &[&high, &low])?;
        calc::weak(ufunc::divide::UFUNC, &rise, distance)
    };
    Ok((
        side(part(&view, axis, 1, 2)?, part(&view, axis, 0, 1)?, first)?,
        side(part(&view, axis, -1, None)?, part(&view, axis, -2, -1)?, last)?,
    ))
}

/// Differences of three items at both ends.
fn second_order(f: &AnyArray, axis: usize, spacing: &Spacing) -> Result<(AnyArray, AnyArray)> {
    let (first, last) = match spacing {
        Spacing::Step(d) => ([-1.5 / d, 2.0 / d, -0.5 / d], [0.5 / d, -2.0 / d, 1.5 / d]),
        Spacing::Places(d) => (starting(d[0], d[1]), ending(d[d.len() - 2], d[d.len() - 1])),
    };
    let [a, b, c] = first.map(Factor::One);
    let first = combined(f, axis, &[(0, Some(1), a), (1, Some(2), b), (2, Some(3), c)])?;
    let [a, b, c] = last.map(Factor::One);
    let last = combined(f, axis, &[(-3, Some(-2), a), (-2, Some(-1), b), (-1, None, c)])?;
    Ok((first, last))
}

fn starting(d1: f64, d2: f64) -> [f64; 3] {
    [-(2.0 * d1 + d2) / (d1 * (d1 + d2)), (d1 + d2) / (d1 * d2), -d1 / (d2 * (d1 + d2))]
}

fn ending(d1: f64, d2: f64) -> [f64; 3] {
    [d2 / (d1 * (d1 + d2)), -(d2 + d1) / (d1 * d2), (2.0 * d2 + d1) / (d2 * (d1 + d2))]
}
