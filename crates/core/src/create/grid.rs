//! Coordinates of grids: meshgrid, indices, mgrid, ogrid.

use super::steps::{Inexact, Steps};
use crate::ints::sizes;
use crate::layout::{Axes, checked_bytes};
use crate::shape::{broadcast_arrays, stack};
use crate::{Array, AsView, Error, Ints, Order, Result};

/// Which axis of a grid belongs to the first coordinate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Indexing {
    /// The second, as in a plot: NumPy's default `'xy'`.
    #[default]
    Xy,
    /// The first, as in a matrix: `'ij'`.
    Ij,
}

/// NumPy's `meshgrid` with its options.
///
/// ```
/// use numoxide_core::{Indexing, Meshgrid, array};
///
/// let open = Meshgrid::new([array![1, 2, 3], array![4, 5]]).indexing(Indexing::Ij).sparse(true).run()?;
/// assert_eq!((open[0].shape(), open[1].shape()), (&[3, 1][..], &[1, 2][..]));
/// # Ok::<(), numoxide_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Meshgrid<S> {
    coordinates: S,
    indexing: Indexing,
    sparse: bool,
}

impl<S> Meshgrid<S> {
    /// The grid of these coordinates.
    pub fn new(coordinates: S) -> Self {
        Meshgrid { coordinates, indexing: Indexing::Xy, sparse: false }
    }

    /// Which axis belongs to the first coordinate.
    #[must_use]
    pub fn indexing(self, indexing: Indexing) -> Self {
        Meshgrid { indexing, ..self }
    }

    /// Whether each coordinate keeps size 1 along the axes of the others; `false` by default.
    #[must_use]
    pub fn sparse(self, sparse: bool) -> Self {
        Meshgrid { sparse, ..self }
    }

    /// The coordinates of each point. Dense ones are broadcast views of the sparse ones: no memory is filled.
    ///
    /// # Errors
    /// If there are more coordinates than an array can have axes, or the grid does not fit.
    pub fn run<T: Clone + 'static, A: AsView<T>>(&self) -> Result<Vec<Array<T>>>
    where
        S: AsRef<[A]>,
    {
        let coordinates = self.coordinates.as_ref();
        let ndim = coordinates.len();
        let axis_of = |k: usize| match self.indexing {
            Indexing::Xy if ndim > 1 && k < 2 => 1 - k,
            _ => k,
        };
        let along = |(k, x): (usize, &A)| {
            let mut shape = vec![1isize; ndim];
            shape[axis_of(k)] = -1;
            x.as_view().copy(Order::C)?.reshape(shape)
        };
        let open = coordinates.iter().enumerate().map(along).collect::<Result<Vec<_>>>()?;
        if self.sparse { Ok(open) } else { broadcast_arrays(open) }
    }
}

/// The coordinates of the points of a grid, from the coordinates along its axes; [`Meshgrid`] has the options.
/// NumPy: `meshgrid`.
///
/// # Errors
/// As [`Meshgrid::run`].
///
/// ```
/// use numoxide_core::{array, meshgrid};
///
/// let grid = meshgrid([array![1, 2, 3], array![4, 5]])?;
/// assert_eq!(grid[0].to_vec(), [1, 2, 3, 1, 2, 3]);
/// assert_eq!(grid[1].to_vec(), [4, 4, 4, 5, 5, 5]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn meshgrid<T: Clone + 'static, A: AsView<T>>(coordinates: impl AsRef<[A]>) -> Result<Vec<Array<T>>> {
    Meshgrid::new(coordinates).run()
}

/// For each axis of `shape` the place along it, with size 1 along all others. NumPy: `indices(sparse=True)`.
///
/// # Errors
/// As [`Array::zeros`].
pub fn sparse_indices(shape: impl Ints) -> Result<Vec<Array<i64>>> {
    let shape = sizes("indices", &shape)?;
    checked_bytes("indices", &shape, 1)?;
    (0..shape.len())
        .map(|axis| {
            let mut open = Axes::filled(1, shape.len());
            open[axis] = shape[axis];
            Array::arange(0, shape[axis] as i64, 1)?.reshape(open)
        })
        .collect()
}

/// The index of each point of a grid: along the first axis of the result one array per axis of `shape`.
/// NumPy: `indices`.
///
/// # Errors
/// As [`Array::zeros`].
///
/// ```
/// use numoxide_core::indices;
///
/// assert_eq!(indices([2, 2])?.to_vec(), [0, 0, 1, 1, 0, 1, 0, 1]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn indices(shape: impl Ints) -> Result<Array<i64>> {
    dense(sparse_indices(shape)?)
}

/// One array of all the coordinates.
fn dense<T: crate::Scalar>(open: Vec<Array<T>>) -> Result<Array<T>> {
    if open.is_empty() { Array::zeros([0]) } else { stack(broadcast_arrays(open)?, 0) }
}

/// The coordinates along one axis of [`mgrid`] and [`ogrid`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Span<T> {
    /// From the first up to but not including the second, by steps of the third: NumPy's `start:stop:step`.
    Step(T, T, T),
    /// From the first to the second, both included, so many: NumPy's `start:stop:5j`.
    Count(T, T, usize),
}

impl<T: Steps> From<std::ops::Range<T>> for Span<T> {
    /// Steps of 1.
    fn from(range: std::ops::Range<T>) -> Self {
        Span::Step(range.start, range.end, T::ONE)
    }
}

impl<T: Steps> Span<T> {
    /// The coordinates.
    ///
    /// # Errors
    /// As [`Array::arange`].
    pub(crate) fn values(self) -> Result<Array<T>> {
        const OP: &str = "mgrid";
        match self {
            Span::Step(start, stop, step) => {
                let len = T::count(start, stop, step)?;
                Array::from_places(OP, len, move |base, j| T::advanced(start, step, base, j))
            }
            Span::Count(start, stop, count) => {
                let (start, stop) = (start.to_inexact(), stop.to_inexact());
                // A single value has no neighbour: NumPy steps by 1, which is never taken.
                let step = if count > 1 { (stop - start).over(count - 1) } else { start };
                Array::from_places(OP, count, move |base, j| {
                    T::from_inexact(T::Inexact::of_place(base, j) * step + start)
                })
            }
        }
    }
}

/// The coordinates of a grid along each of its axes, with size 1 along the others. NumPy: `ogrid`.
///
/// # Errors
/// As [`Array::arange`].
///
/// ```
/// use numoxide_core::{Span, ogrid};
///
/// let open = ogrid([Span::from(0..2), Span::Step(0, 6, 2)])?;
/// assert_eq!((open[0].shape(), open[1].to_vec()), (&[2, 1][..], vec![0, 2, 4]));
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn ogrid<T: Steps>(spans: impl AsRef<[Span<T>]>) -> Result<Vec<Array<T>>> {
    let spans = spans.as_ref();
    spans
        .iter()
        .enumerate()
        .map(|(axis, span)| {
            let mut open = vec![1isize; spans.len()];
            open[axis] = -1;
            span.values()?.reshape(open)
        })
        .collect()
}

/// The coordinates of all points of a grid, one array per axis along the first axis of the result. NumPy: `mgrid`.
///
/// # Errors
/// As [`Array::arange`]; [`Error::Size`] for steps that lead away from the end, which make an axis of negative length.
///
/// ```
/// use numoxide_core::{Span, mgrid};
///
/// let grid = mgrid([Span::from(0.0..2.0), Span::Count(0.0, 1.0, 3)])?;
/// assert_eq!(grid.to_vec(), [0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 0.5, 1.0, 0.0, 0.5, 1.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn mgrid<T: Steps>(spans: impl AsRef<[Span<T>]>) -> Result<Array<T>> {
    for span in spans.as_ref() {
        if let Span::Step(start, stop, step) = *span
            && T::count(start, T::after(stop, step), step)? == 0
        {
            return Err(Error::size("mgrid", "negative dimensions are not allowed"));
        }
    }
    dense(ogrid(spans)?)
}
