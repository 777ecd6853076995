//! Modes whose padding is calculated from the array: ramps, statistics, odd reflections.

use numoxide_simd::{Isa, Kernel, dispatch};

use super::copy::{Constant, Edge, Reflect, Symmetric, empty_axis};
use super::{Mode, OP, Pairs};
use crate::create::{Inexact, Linspace, Steps};
use crate::dtype::{Number, Real};
use crate::shape::join::concatenate;
use crate::view::{ItemsMut, RelayoutExt};
use crate::{AnyView, Array, ArrayView, Error, Layout, Order, Result, Scalar, c128};

/// The two sides of an axis, made from the array as padded along the axes before it.
type SidesOf<'f, T> = &'f dyn Fn(&ArrayView<'_, T>, usize, (usize, usize)) -> Result<(Array<T>, Array<T>)>;

/// Pads axis by axis, each from what is there by then.
fn by_axis<T: Scalar>(
    a: &ArrayView<'_, T>,
    widths: &[(usize, usize)],
    sides: SidesOf<'_, T>,
) -> Result<Array<T>> {
    let empty = widths.iter().zip(a.shape()).position(|(&width, &size)| width != (0, 0) && size == 0);
    if let Some(axis) = empty {
        return Err(empty_axis(axis));
    }
    let mut padded = Constant(T::ZERO).pad(a, widths)?;
    for (axis, &(before, after)) in widths.iter().enumerate().filter(|(_, width)| **width != (0, 0)) {
        // The axes behind this one are not yet padded.
        let mut done = padded.layout().clone();
        for (other, &(before, _)) in widths.iter().enumerate().skip(axis + 1) {
            done = done.narrowed(other, before..before + a.shape()[other]);
        }
        let end = before + a.shape()[axis];
        let (front, back) = {
            let there = padded.view();
            sides(
                &there.relayout(relative(&padded, done.narrowed(axis, before..end))),
                axis,
                (before, after),
            )?
        };
        let room = relative(&padded, done);
        let mut write = |range: std::ops::Range<usize>, values: &Array<T>| {
            let places = ItemsMut::from(padded.try_view_mut()?);
            places.relayout(room.narrowed(axis, range)).assign(OP, &values.view().into())
        };
        write(0..before, &front)?;
        write(end..end + after, &back)?;
    }
    Ok(padded)
}

/// A layout within an array, counted from its first item as views count.
fn relative<T>(a: &Array<T>, mut layout: Layout) -> Layout {
    layout.offset -= a.layout().offset;
    layout
}

/// The places `range` of `axis`.
fn part<'a, T>(a: &ArrayView<'a, T>, axis: usize, range: std::ops::Range<usize>) -> ArrayView<'a, T> {
    a.relayout(a.layout().narrowed(axis, range))
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
                let edge = part(padded, axis, edge..edge + 1).squeeze_axes(axis)?.copy(Order::C)?;
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

/// The statistic of each line along an axis, one after the other in row-major order.
type Statistic<T> = fn(&ArrayView<'_, T>, usize) -> Result<Array<T>>;

/// Pads with a statistic of the lines along each axis, or of a part of them at each side.
fn by_statistic<T: Scalar>(
    a: &ArrayView<'_, T>,
    widths: &[(usize, usize)],
    lengths: Option<&Pairs<usize>>,
    statistic: Statistic<T>,
) -> Result<Array<T>> {
    let lengths = lengths.map(|lengths| lengths.per_axis(a.ndim())).transpose()?;
    // A statistic of no items is looked at even where nothing is padded with it.
    for (axis, &(first, last)) in lengths.iter().flatten().enumerate() {
        if first.min(last) == 0 && !a.is_empty() {
            statistic(&part(a, axis, 0..0), axis)?;
        }
    }
    by_axis(a, widths, &|padded, axis, (before, after)| {
        let size = padded.shape()[axis];
        let (first, last) = lengths.as_ref().map_or((size, size), |lengths| lengths[axis]);
        let (first, last) = (first.min(size), last.min(size));
        let mut shape = padded.shape().to_vec();
        shape[axis] = 1;
        let front = statistic(&part(padded, axis, 0..first), axis)?.reshape(&shape)?;
        let back = match (first, last) {
            (first, last) if first == size && last == size => front.clone(),
            _ => statistic(&part(padded, axis, size - last..size), axis)?.reshape(&shape)?,
        };
        let mut side = |value: &Array<T>, width: usize| {
            shape[axis] = width;
            value.broadcast_to(&shape)
        };
        Ok((side(&front, before)?, side(&back, after)?))
    })
}

/// Lines are folded in so many places at a time, so that no step waits for the one before.
const LANES: usize = 32;

/// A loop over items that lie together: a run folded in lanes, or a row folded into what is there, item by item.
enum Folding<'a, T> {
    Run(&'a [T]),
    Row(&'a mut [T], &'a [T]),
}

/// A [`Folding`] at the processor's level. The result is that of a run, which is not empty.
struct Folded<'a, T, F>(Folding<'a, T>, F);

impl<T: Copy, F: Fn(T, T) -> T + Copy> Kernel for Folded<'_, T, F> {
    type Output = Option<T>;

    #[inline(always)]
    fn run<I: Isa>(self) -> Option<T> {
        let Folded(folding, fold) = self;
        match folding {
            Folding::Run(items) => {
                let (chunks, rest) = items.as_chunks::<LANES>();
                let (first, others) = chunks.split_first()?;
                let mut lanes = *first;
                for chunk in others {
                    lanes.iter_mut().zip(chunk).for_each(|(lane, &item)| *lane = fold(*lane, item));
                }
                let folded = lanes.into_iter().reduce(fold)?;
                Some(rest.iter().fold(folded, |folded, &item| fold(folded, item)))
            }
            Folding::Row(folded, row) => {
                folded.iter_mut().zip(row).for_each(|(sum, &item)| *sum = fold(*sum, item));
                None
            }
        }
    }
}

/// Folds each line along `axis`, which is not empty; the lines' results in row-major order.
fn fold_lines<T: Copy>(a: &ArrayView<'_, T>, axis: usize, fold: impl Fn(T, T) -> T + Copy) -> Vec<T> {
    if axis > 0 && axis + 1 < a.ndim() {
        let plane = |k: usize| a.relayout(a.layout().narrowed(0, k..k + 1).without(0));
        return (0..a.shape()[0]).flat_map(|k| fold_lines(&plane(k), axis - 1, fold)).collect();
    }
    if axis + 1 == a.ndim() {
        let rows = a.layout().without(axis);
        let line = |row: usize| a.relayout(line_of(a.layout(), &rows, axis, row));
        return (0..rows.len()).map(|row| fold_line(&line(row), fold)).collect();
    }
    let place = |k: usize| part(a, axis, k..k + 1);
    let mut folded: Vec<T> = place(0).iter().copied().collect();
    for k in 1..a.shape()[axis] {
        match place(k).as_slice() {
            Some(row) => _ = dispatch(Folded(Folding::Row(&mut folded, row), fold)),
            None => folded.iter_mut().zip(place(k).iter()).for_each(|(sum, &item)| *sum = fold(*sum, item)),
        }
    }
    folded
}

/// Line `row` along `axis`, counted in row-major order of the other axes.
fn line_of(layout: &Layout, rows: &Layout, axis: usize, row: usize) -> Layout {
    let mut line = layout.permuted(&[axis]);
    let mut left = row;
    for (&size, stride) in rows.shape().iter().zip(rows.strides()).rev() {
        line.offset += (left % size) as isize * stride;
        left /= size;
    }
    line
}

fn fold_line<T: Copy>(line: &ArrayView<'_, T>, fold: impl Fn(T, T) -> T + Copy) -> T {
    let run = line.as_slice().and_then(|items| dispatch(Folded(Folding::Run(items), fold)));
    run.or_else(|| line.iter().copied().reduce(fold)).expect("a line that is not empty")
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
                by_statistic(a, widths, self.0.as_ref(), $statistic)
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

/// The value of each line that `better` prefers; NaN before all others.
fn extremes<T: Real>(
    a: &ArrayView<'_, T>,
    axis: usize,
    better: impl Fn(T, T) -> bool + Copy,
) -> Result<Array<T>> {
    if a.shape()[axis] == 0 {
        return Err(no_value());
    }
    #[allow(clippy::eq_op, reason = "only a NaN differs from itself")]
    let is_nan = |x: T| x != x;
    // Without branches, for the compiler to make vectors of.
    let pick = |a: T, b: T| if !is_nan(a) & (is_nan(b) | better(b, a)) { b } else { a };
    Array::from_vec(fold_lines(a, axis, pick))
}

fn maximum<T: Real>(a: &ArrayView<'_, T>, axis: usize) -> Result<Array<T>> {
    extremes(a, axis, |a, b| a > b)
}

fn minimum<T: Real>(a: &ArrayView<'_, T>, axis: usize) -> Result<Array<T>> {
    extremes(a, axis, |a, b| a < b)
}

/// Calls a function with the items as another type, which costs nothing if it is theirs.
fn widened<T: Scalar, W: Scalar, R>(
    a: &ArrayView<'_, T>,
    function: impl FnOnce(&ArrayView<'_, W>) -> Result<R>,
) -> Result<R> {
    match AnyView::from(a).downcast::<W>() {
        Ok(same) => function(&same),
        Err(_) => function(&a.astype::<W>()?.view()),
    }
}

/// Values calculated in `f64`, as items: rounded to even for integers.
fn narrowed<T: Scalar>(mut values: Vec<f64>) -> Result<Array<T>> {
    if T::DTYPE.is_integer() {
        values.iter_mut().for_each(|value| *value = value.round_ties_even());
    }
    Array::from_vec(values)?.astype::<T>()
}

fn mean<T: Number>(a: &ArrayView<'_, T>, axis: usize) -> Result<Array<T>> {
    let n = a.shape()[axis];
    let count = a.layout().without(axis).len();
    if n == 0 && T::DTYPE.is_complex() {
        return Array::from_vec(vec![c128::new(f64::NAN, f64::NAN); count])?.astype::<T>();
    }
    if n == 0 {
        return narrowed(vec![f64::NAN; count]);
    }
    if T::DTYPE.is_complex() {
        let sums = widened::<T, c128, _>(a, |wide| Ok(fold_lines(wide, axis, |a, b| a + b)))?;
        return Array::from_vec(sums.into_iter().map(|sum| sum.over(n)).collect())?.astype::<T>();
    }
    let sums = widened::<T, f64, _>(a, |wide| Ok(fold_lines(wide, axis, |a, b| a + b)))?;
    narrowed(sums.into_iter().map(|sum| sum / n as f64).collect())
}

fn median<T: Real>(a: &ArrayView<'_, T>, axis: usize) -> Result<Array<T>> {
    let n = a.shape()[axis];
    let lines = widened::<T, f64, _>(a, |wide| wide.moveaxis(axis as isize, -1)?.copy(Order::C))?;
    let mut items = lines.to_vec();
    let count = a.layout().without(axis).len();
    narrowed((0..count).map(|k| middle(&mut items[k * n..][..n])).collect())
}

/// The median of a line, which is sorted on the way.
fn middle(line: &mut [f64]) -> f64 {
    line.sort_unstable_by(f64::total_cmp);
    match line.len() {
        0 => f64::NAN,
        _ if line.iter().any(|x| x.is_nan()) => f64::NAN,
        n if n % 2 == 1 => line[n / 2],
        n => (line[n / 2 - 1] + line[n / 2]) / 2.0,
    }
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
    let image = a.with_layout(a.layout().narrowed(axis, range));
    let image = image.with_layout(image.layout().flipped([axis]));
    let edge = a.with_layout(a.layout().narrowed(axis, edge..edge + 1));
    Ok(&edge + &edge - &image)
}
