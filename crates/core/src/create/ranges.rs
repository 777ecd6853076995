//! Evenly spaced values: arange and linspace.

use super::steps::{Inexact, Steps};
use crate::layout::{broadcast_shapes, normalize_axis};
use crate::{Array, AsView, Result, Scalar};

impl<T: Steps> Array<T> {
    /// `start`, `start + step`, ... up to but not including `stop`. NumPy: `arange`.
    ///
    /// There are `ceil((stop - start) / step)` values, and each is `start` plus a multiple of the step. For
    /// integers the length is exact, where NumPy rounds the quotient to a float.
    ///
    /// # Errors
    /// [`Error::Value`](crate::Error::Value) if the step is zero or a bound is NaN,
    /// [`Error::Size`](crate::Error::Size) if there are too many values.
    ///
    /// ```
    /// use numoxide_core::Array;
    ///
    /// assert_eq!(Array::arange(0, 10, 3)?.to_vec(), [0, 3, 6, 9]);
    /// assert_eq!(Array::arange(1.0, 0.0, -0.25)?.to_vec(), [1.0, 0.75, 0.5, 0.25]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn arange(start: T, stop: T, step: T) -> Result<Self> {
        Self::from_first_two(T::count(start, stop, step)?, start, T::after(start, step))
    }

    /// `len` values, spaced as the first two are.
    pub(super) fn from_first_two(len: usize, start: T, next: T) -> Result<Self> {
        let mut array = Array::from_places("arange", len, move |base, j| T::at(start, next, base, j))?;
        // The first two are the values themselves: a multiple of the difference may fall short, or be NaN.
        if let Some(items) = array.as_slice_mut() {
            items.iter_mut().zip([start, next]).for_each(|(item, value)| *item = value);
        }
        Ok(array)
    }

    /// `num` evenly spaced values from `start` to `stop`, both included. NumPy: `linspace`;
    /// [`Linspace`] has its options.
    ///
    /// # Errors
    /// [`Error::Size`](crate::Error::Size), [`Error::OutOfMemory`](crate::Error::OutOfMemory).
    ///
    /// ```
    /// use numoxide_core::Array;
    ///
    /// assert_eq!(Array::linspace(2.0, 3.0, 5)?.to_vec(), [2.0, 2.25, 2.5, 2.75, 3.0]);
    /// assert_eq!(Array::linspace(0, 10, 4)?.to_vec(), [0, 3, 6, 10]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn linspace(start: T, stop: T, num: usize) -> Result<Self> {
        let (start, stop) = (start.to_inexact(), stop.to_inexact());
        let rule = Rule::new(stop - start, num, true, false);
        let mut array = Array::from_places("linspace", num, move |base, j| {
            T::from_inexact(rule.distance(T::Inexact::of_place(base, j)) + start)
        })?;
        if let Some([_, .., last]) = array.as_slice_mut() {
            *last = T::from_inexact(stop);
        }
        Ok(array)
    }
}

/// [`Array::arange`].
///
/// # Errors
/// As [`Array::arange`].
pub fn arange<T: Steps>(start: T, stop: T, step: T) -> Result<Array<T>> {
    Array::arange(start, stop, step)
}

/// [`Array::linspace`].
///
/// # Errors
/// As [`Array::linspace`].
pub fn linspace<T: Steps>(start: T, stop: T, num: usize) -> Result<Array<T>> {
    Array::linspace(start, stop, num)
}

/// The distance of neighbouring values of a linspace; NaN where there are none.
fn step_of<X: Inexact>(delta: X, num: usize, endpoint: bool) -> X {
    let intervals = if endpoint { num.saturating_sub(1) } else { num };
    if intervals > 0 { delta.over(intervals) } else { X::NAN }
}

/// How far the values of a linspace are from its start, with NumPy's order of operations.
#[derive(Clone, Copy)]
enum Rule<X> {
    /// A multiple of the whole distance: there are no intervals.
    Whole(X),
    /// A part of the whole distance, at the cost of one more rounding: the step has underflowed, here or in another row.
    Part(X, usize),
    /// A multiple of the step.
    Steps(X),
}

impl<X: Inexact> Rule<X> {
    fn new(delta: X, num: usize, endpoint: bool, underflows: bool) -> Self {
        let intervals = if endpoint { num.saturating_sub(1) } else { num };
        let step = step_of(delta, num, endpoint);
        match intervals {
            0 => Rule::Whole(delta),
            _ if underflows || step == X::ZERO => Rule::Part(delta, intervals),
            _ => Rule::Steps(step),
        }
    }

    /// The distance of the value in this place.
    #[inline(always)]
    fn distance(self, place: X) -> X {
        match self {
            Rule::Whole(delta) => place * delta,
            Rule::Part(delta, intervals) => place.over(intervals) * delta,
            Rule::Steps(step) => place * step,
        }
    }
}

/// NumPy's `linspace` with its options; start and stop may be arrays, which broadcast.
///
/// ```
/// use numoxide_core::{Linspace, array};
///
/// let open = Linspace::new(0.0, 1.0, 4).endpoint(false).run()?;
/// assert_eq!(open.to_vec(), [0.0, 0.25, 0.5, 0.75]);
/// let (rows, step) = Linspace::new(array![0.0, 10.0], 20.0, 3).axis(-1).run_with_step()?;
/// assert_eq!(rows.to_vec(), [0.0, 10.0, 20.0, 10.0, 15.0, 20.0]);
/// assert_eq!(step.to_vec(), [10.0, 5.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Linspace<A, B> {
    start: A,
    stop: B,
    num: usize,
    endpoint: bool,
    axis: isize,
}

impl<A, B> Linspace<A, B> {
    /// `num` values from `start` to `stop`.
    pub fn new(start: A, stop: B, num: usize) -> Self {
        Linspace { start, stop, num, endpoint: true, axis: 0 }
    }

    /// Whether `stop` is the last value; `true` by default.
    #[must_use]
    pub fn endpoint(self, endpoint: bool) -> Self {
        Linspace { endpoint, ..self }
    }

    /// The axis of the result along which the values lie, where start or stop is an array; 0 by default.
    #[must_use]
    pub fn axis(self, axis: isize) -> Self {
        Linspace { axis, ..self }
    }

    /// The values.
    ///
    /// # Errors
    /// If the shapes do not broadcast, the axis does not exist, or the result does not fit.
    pub fn run<T: Steps>(&self) -> Result<Array<T>>
    where
        A: AsView<T>,
        B: AsView<T>,
    {
        Ok(self.run_with_step()?.0)
    }

    /// The values, and their distance for each pair of start and stop: NumPy's `retstep=True`.
    ///
    /// # Errors
    /// As [`Linspace::run`].
    pub fn run_with_step<T: Steps>(&self) -> Result<(Array<T>, Array<T::Inexact>)>
    where
        A: AsView<T>,
        B: AsView<T>,
    {
        const OP: &str = "linspace";
        let (start, stop) = (self.start.as_view(), self.stop.as_view());
        let shape = broadcast_shapes(OP, &[start.shape(), stop.shape()])?;
        let axis = normalize_axis(OP, self.axis, shape.len() + 1)?;
        let (start, stop) = (start.broadcast_to(&shape[..])?, stop.broadcast_to(&shape[..])?);
        let pairs = || start.iter().zip(stop.iter()).map(|(a, b)| (a.to_inexact(), b.to_inexact()));
        let steps = pairs().map(|(a, b)| step_of(b - a, self.num, self.endpoint));
        let steps = Array::from_values(OP, &shape, steps)?;
        let underflows = steps.iter().any(|&step| step == T::Inexact::ZERO);
        let mut whole = shape.clone();
        whole.push(self.num);
        let last = if self.endpoint && self.num > 1 { self.num - 1 } else { usize::MAX };
        let values = pairs().flat_map(|(a, b)| {
            let rule = Rule::new(b - a, self.num, self.endpoint, underflows);
            (0..self.num).map(move |place| match place {
                place if place == last => T::from_inexact(b),
                place => T::from_inexact(rule.distance(T::Inexact::of_place(place, 0)) + a),
            })
        });
        let values = Array::from_values(OP, &whole, values)?.moveaxis(-1, axis)?;
        Ok((values, steps))
    }
}
