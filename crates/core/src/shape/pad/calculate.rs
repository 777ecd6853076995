//! Modes whose padding is calculated from the array: ramps, statistics, odd reflections.

use super::copy::{Edge, Reflect, Symmetric, empty_axis};
use super::{Mode, OP, Pairs};
use crate::create::{Inexact, Linspace, Steps};
use crate::dtype::{Number, Real};
use crate::shape::join::concatenate;
use crate::{Array, ArrayView, Error, Result, Scalar, c128};

/// The two sides of an axis, made from the array as padded along the axes before it.
type SidesOf<'f, T> = &'f dyn Fn(&Array<T>, usize, (usize, usize)) -> Result<(Array<T>, Array<T>)>;

/// Pads axis by axis.
fn by_axis<T: Clone + 'static>(
    a: &ArrayView<'_, T>,
    widths: &[(usize, usize)],
    sides: SidesOf<'_, T>,
) -> Result<Array<T>> {
    let mut padded = a.to_owned()?;
    for (axis, &width) in widths.iter().enumerate() {
        if width == (0, 0) {
            continue;
        }
        if padded.shape()[axis] == 0 {
            return Err(empty_axis(axis));
        }
        let (before, after) = sides(&padded, axis, width)?;
        padded = concatenate([&before, &padded, &after], axis as isize)?;
    }
    Ok(padded)
}

/// The places `range` of `axis`, sharing the memory.
fn part<T>(a: &Array<T>, axis: usize, range: std::ops::Range<usize>) -> Array<T> {
    a.with_layout(a.layout().narrowed(axis, range))
}

/// A linear ramp from the edge to an end value. NumPy: `mode='linear_ramp'`.
///
/// ```
/// use numoxide_core::{array, pad};
///
/// let a = pad(array![4.0, 6.0], 2, pad::LinearRamp::to(0.0))?;
/// assert_eq!(a.to_vec(), [0.0, 2.0, 4.0, 6.0, 3.0, 0.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct LinearRamp<T>(Pairs<T>);

impl<T> LinearRamp<T> {
    /// A ramp to these values: NumPy's `end_values`.
    pub fn to(end_values: impl Into<Pairs<T>>) -> Self {
        LinearRamp(end_values.into())
    }
}

impl<T: Steps> Mode<T> for LinearRamp<T> {
    fn pad(self, a: &ArrayView<'_, T>, widths: &[(usize, usize)]) -> Result<Array<T>> {
        let ends = self.0.per_axis(a.ndim())?;
        by_axis(a, widths, &|padded, axis, (before, after)| {
            let last = padded.shape()[axis] - 1;
            let ramp = |end: &T, edge: usize, width: usize| {
                let edge = part(padded, axis, edge..edge + 1).squeeze_axes(axis)?;
                match T::DTYPE {
                    dtype if dtype.is_integer() => ramp_in::<T, T>(*end, &edge, width, axis),
                    dtype if dtype.is_complex() => ramp_in::<T, c128>(*end, &edge, width, axis),
                    _ => ramp_in::<T, f64>(*end, &edge, width, axis),
                }
            };
            let up = ramp(&ends[axis].0, 0, before)?;
            let down = ramp(&ends[axis].1, last, after)?;
            Ok((up, down.with_layout(down.layout().flipped([axis]))))
        })
    }
}

/// The values from `end` to `edge`, calculated in `W`: NumPy rounds those of small floats once, at the end.
fn ramp_in<T: Scalar, W: Steps>(end: T, edge: &Array<T>, width: usize, axis: usize) -> Result<Array<T>> {
    let (end, edge) = (Array::scalar(end)?.astype::<W>()?, edge.astype::<W>()?);
    Linspace::new(end, edge, width).endpoint(false).axis(axis as isize).run::<W>()?.astype::<T>()
}

/// Pads with a statistic of the lines along each axis, or of a part of them at each side.
fn by_statistic<T: Scalar>(
    a: &ArrayView<'_, T>,
    widths: &[(usize, usize)],
    lengths: Option<&Pairs<usize>>,
    statistic: &dyn Fn(&[T]) -> Result<T>,
) -> Result<Array<T>> {
    let lengths = lengths.map(|lengths| lengths.per_axis(a.ndim())).transpose()?;
    by_axis(a, widths, &|padded, axis, (before, after)| {
        let size = padded.shape()[axis];
        let (first, last) = lengths.as_ref().map_or((size, size), |lengths| lengths[axis]);
        let (first, last) = (first.min(size), last.min(size));
        let front = along(&part(padded, axis, 0..first), axis, statistic)?;
        let back = along(&part(padded, axis, size - last..size), axis, statistic)?;
        let side = |value: &Array<T>, width: usize| {
            let mut shape = value.shape().to_vec();
            shape[axis] = width;
            value.broadcast_to(&shape)
        };
        Ok((side(&front, before)?, side(&back, after)?))
    })
}

/// The statistic of each line along `axis`, which stays as an axis of size 1.
fn along<T: Scalar>(a: &Array<T>, axis: usize, statistic: &dyn Fn(&[T]) -> Result<T>) -> Result<Array<T>> {
    let lines = a.moveaxis(axis as isize, -1)?.copy(crate::Order::C)?;
    let n = a.shape()[axis];
    let mut shape = a.shape().to_vec();
    shape[axis] = 1;
    let count: usize = shape.iter().product();
    let lines = lines.as_slice().unwrap_or_default();
    let values = (0..count).map(|k| statistic(&lines[k * n..][..n])).collect::<Result<Vec<T>>>()?;
    Array::from_vec(values)?.reshape(&shape)
}

macro_rules! statistics {
    ($($(#[$doc:meta])* $mode:ident $bound:ident $statistic:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default)]
        pub struct $mode(Option<Pairs<usize>>);

        impl $mode {
            /// Of the whole line.
            pub fn new() -> Self {
                Self(None)
            }

            /// Of this many places at each side: NumPy's `stat_length`.
            pub fn of(stat_length: impl Into<Pairs<usize>>) -> Self {
                Self(Some(stat_length.into()))
            }
        }

        impl<T: $bound> Mode<T> for $mode {
            fn pad(self, a: &ArrayView<'_, T>, widths: &[(usize, usize)]) -> Result<Array<T>> {
                by_statistic(a, widths, self.0.as_ref(), &$statistic)
            }
        }
    )*};
}
statistics! {
    /// The largest value of each line. NumPy: `mode='maximum'`.
    Maximum Real maximum;
    /// The smallest value of each line. NumPy: `mode='minimum'`.
    Minimum Real minimum;
    /// The mean of each line, rounded to even for integers. NumPy: `mode='mean'`.
    Mean Number mean;
    /// The median of each line, rounded to even for integers. NumPy: `mode='median'`.
    Median Real median;
}

#[cold]
fn no_value() -> Error {
    Error::value(OP, "stat_length of 0 yields no value for padding")
}

/// The value that `better` prefers; NaN before all others.
fn extreme<T: Real>(line: &[T], better: impl Fn(T, T) -> bool) -> Result<T> {
    let is_nan = |x: T| x.partial_cmp(&x).is_none();
    let pick = |a: T, b: T| if is_nan(a) || !(is_nan(b) || better(b, a)) { a } else { b };
    line.iter().copied().reduce(pick).ok_or_else(no_value)
}

fn maximum<T: Real>(line: &[T]) -> Result<T> {
    extreme(line, |a, b| a > b)
}

fn minimum<T: Real>(line: &[T]) -> Result<T> {
    extreme(line, |a, b| a < b)
}

/// A value calculated in `f64`, as an item: rounded to even for integers.
fn from_wide<T: Scalar>(value: c128) -> Result<T> {
    let value = if T::DTYPE.is_integer() { c128::new(value.re.round_ties_even(), 0.0) } else { value };
    if T::DTYPE.is_complex() {
        return Ok(Array::scalar(value)?.astype::<T>()?[()]);
    }
    Ok(Array::scalar(value.re)?.astype::<T>()?[()])
}

fn mean<T: Number>(line: &[T]) -> Result<T> {
    let wide = Array::from_slice(line)?.astype::<c128>()?;
    let sum: c128 = wide.iter().sum();
    from_wide(match T::DTYPE.is_complex() {
        true => sum.over(line.len()),
        false => c128::new(sum.re / line.len() as f64, 0.0),
    })
}

fn median<T: Real>(line: &[T]) -> Result<T> {
    let mut wide = Array::from_slice(line)?.astype::<f64>()?.to_vec();
    wide.sort_unstable_by(f64::total_cmp);
    let n = wide.len();
    let middle = match n {
        0 => f64::NAN,
        _ if wide.iter().any(|x| x.is_nan()) => f64::NAN,
        _ if n % 2 == 1 => wide[n / 2],
        _ => (wide[n / 2 - 1] + wide[n / 2]) / 2.0,
    };
    from_wide(c128::new(middle, 0.0))
}

/// Reflections in which the mirror image is turned about the edge: `2 * edge - item`.
#[derive(Clone, Copy, Debug)]
pub struct Odd {
    /// Whether the edge itself is part of the mirror image.
    with_edge: bool,
}

impl Reflect {
    /// NumPy's `reflect_type='odd'`.
    ///
    /// ```
    /// use numoxide_core::{array, pad};
    ///
    /// assert_eq!(pad(array![1, 2, 4], 2, pad::Reflect::odd())?.to_vec(), [-2, 0, 1, 2, 4, 6, 7]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn odd() -> Odd {
        Odd { with_edge: false }
    }
}

impl Symmetric {
    /// NumPy's `reflect_type='odd'`.
    pub fn odd() -> Odd {
        Odd { with_edge: true }
    }
}

impl<T: Number> Mode<T> for Odd {
    fn pad(self, a: &ArrayView<'_, T>, widths: &[(usize, usize)]) -> Result<Array<T>> {
        let mut padded = a.to_owned()?;
        for (axis, &width) in widths.iter().enumerate() {
            padded = match padded.shape()[axis] {
                _ if width == (0, 0) => padded,
                0 => return Err(empty_axis(axis)),
                1 => {
                    let mut only = vec![(0, 0); widths.len()];
                    only[axis] = width;
                    Edge.pad(&padded.view(), &only)?
                }
                _ => self.reflect(padded, axis, width)?,
            };
        }
        Ok(padded)
    }
}

impl Odd {
    /// Reflects again and again until the padding is filled.
    fn reflect<T: Number>(
        self,
        mut padded: Array<T>,
        axis: usize,
        (mut before, mut after): (usize, usize),
    ) -> Result<Array<T>> {
        // What is reflected is always a whole number of periods, so that the next edge is one, too.
        let skip = usize::from(!self.with_edge);
        let period = padded.shape()[axis] - skip;
        while before > 0 || after > 0 {
            let size = padded.shape()[axis];
            let whole = (size - skip) / period * period;
            let (left, right) = (whole.min(before), whole.min(after));
            let front = mirrored(&padded, axis, 0, skip..skip + left)?;
            let back = mirrored(&padded, axis, size - 1, size - skip - right..size - skip)?;
            padded = concatenate([&front, &padded, &back], axis as isize)?;
            (before, after) = (before - left, after - right);
        }
        Ok(padded)
    }
}

/// The places `range` backwards, turned about the item at `edge`.
fn mirrored<T: Number>(
    a: &Array<T>,
    axis: usize,
    edge: usize,
    range: std::ops::Range<usize>,
) -> Result<Array<T>> {
    let image = part(a, axis, range);
    let image = image.with_layout(image.layout().flipped([axis]));
    let edge = part(a, axis, edge..edge + 1);
    Ok(&edge + &edge - &image)
}
