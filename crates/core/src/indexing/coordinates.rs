//! Flat places and coordinates: ravel_multi_index, unravel_index; open grids of places: ix_.

use numoxide_simd::select::IndexMode;

use super::put::normalized;
use super::spec::{AsIndex, IndexSpec};
use crate::driver::index::{IndexArray, flat_places};
use crate::ints::sizes;
use crate::layout::{Axes, broadcast_shapes, checked_bytes};
use crate::view::outside;
use crate::{Array, DType, Error, Ints, Order, Result, ascontiguousarray};

/// The flat place of each point whose coordinates are given axis by axis; [`RavelMultiIndex`] has the options.
/// NumPy: `ravel_multi_index`.
///
/// # Errors
/// As [`RavelMultiIndex::run`].
///
/// ```
/// use numoxide_core::{ix, ravel_multi_index};
///
/// assert_eq!(ravel_multi_index(ix![[1, 0], [2, 1]], [2, 3])?.to_vec(), [5, 1]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn ravel_multi_index(coordinates: impl AsIndex, shape: impl Ints) -> Result<Array<i64>> {
    RavelMultiIndex::new(coordinates, shape).run()
}

/// NumPy's `ravel_multi_index` with its options.
///
/// ```
/// use numoxide_core::{IndexMode, Order, RavelMultiIndex, ix};
///
/// let call = || RavelMultiIndex::new(ix![[1, 5], [2, -1]], [2, 3]);
/// assert!(call().run().is_err());
/// assert_eq!(call().mode(IndexMode::Wrap).run()?.to_vec(), [5, 5]);
/// assert_eq!(call().modes([IndexMode::Clip, IndexMode::Wrap]).order(Order::F).run()?.to_vec(), [5, 5]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct RavelMultiIndex<C, S> {
    coordinates: C,
    shape: S,
    modes: Vec<IndexMode>,
    order: Order,
}

impl<C: AsIndex, S: Ints> RavelMultiIndex<C, S> {
    /// The flat places of `coordinates`, one array of integers per axis, in an array of `shape`.
    pub fn new(coordinates: C, shape: S) -> Self {
        RavelMultiIndex { coordinates, shape, modes: vec![IndexMode::Raise], order: Order::C }
    }

    /// What becomes of coordinates outside. Under [`IndexMode::Raise`] negative ones are outside.
    #[must_use]
    pub fn mode(self, mode: IndexMode) -> Self {
        self.modes([mode])
    }

    /// The same, axis by axis.
    #[must_use]
    pub fn modes(self, modes: impl Into<Vec<IndexMode>>) -> Self {
        RavelMultiIndex { modes: modes.into(), ..self }
    }

    /// [`Order::F`] counts the first axis fastest.
    #[must_use]
    pub fn order(self, order: Order) -> Self {
        RavelMultiIndex { order, ..self }
    }

    /// The places.
    ///
    /// # Errors
    /// [`Error::Index`] if a coordinate is outside, [`Error::Value`] if there is not one array of coordinates and
    /// one mode per axis, [`Error::Broadcast`], [`Error::Size`].
    pub fn run(self) -> Result<Array<i64>> {
        const OP: &str = "ravel_multi_index";
        let shape = sizes(OP, &self.shape)?;
        checked_bytes(OP, &shape, 1)?;
        let specs = self.coordinates.specs();
        let modes = if self.modes.len() == 1 { vec![self.modes[0]; shape.len()] } else { self.modes };
        if specs.len() != shape.len() || modes.len() != shape.len() {
            return Err(Error::value(
                OP,
                format!(
                    "{} arrays of coordinates and {} modes for {} axes",
                    specs.len(),
                    modes.len(),
                    shape.len()
                ),
            ));
        }
        let arrays = specs.iter().map(|spec| spec.clone().into_places(OP)).collect::<Result<Vec<_>>>()?;
        let shapes: Vec<&[usize]> = arrays.iter().map(|places| places.layout().shape()).collect();
        let common = broadcast_shapes(OP, &shapes)?;
        let strides = steps(&shape, self.order);
        let mut result = Array::<i64>::zeros(&common)?;
        if result.is_empty() {
            return Ok(result);
        }
        for (axis, places) in arrays.into_iter().enumerate() {
            add_along(&mut result, places, (axis, shape[axis], strides[axis]), modes[axis])?;
        }
        Ok(result)
    }
}

/// Adds to the flat places what the coordinates along one axis, of a number, a length and a step, contribute.
fn add_along(
    result: &mut Array<i64>,
    places: IndexArray<'_>,
    (axis, len, step): (usize, usize, i64),
    mode: IndexMode,
) -> Result<()> {
    let lent = places.view();
    let made;
    let coordinates = match lent.downcast::<i64>() {
        Ok(view) if mode == IndexMode::Raise && view.shape() == result.shape() && view.is_c_contiguous() => {
            view
        }
        _ => {
            let moved = within(places.into_i64()?, axis, len, mode)?;
            made = ascontiguousarray(moved.broadcast_to(result.shape())?)?;
            made.view()
        }
    };
    if let Some(at) = outside(&coordinates, len) {
        return Err(Error::Index { index: at as isize, axis, len });
    }
    // As slices, over which the compiler's loops are fast.
    let (sums, items) =
        (result.as_slice_mut().unwrap_or_default(), coordinates.as_slice().unwrap_or_default());
    sums.iter_mut().zip(items).for_each(|(sum, &at)| *sum += at * step);
    Ok(())
}

/// Coordinates along one axis, moved into it.
fn within(array: Array<i64>, axis: usize, len: usize, mode: IndexMode) -> Result<Array<i64>> {
    if mode == IndexMode::Raise {
        return match outside(&array.view(), len) {
            Some(at) => Err(Error::Index { index: at as isize, axis, len }),
            None => Ok(array),
        };
    }
    normalized("ravel_multi_index", array, len, mode)
}

/// The flat places from one coordinate to the next along each axis.
fn steps(shape: &[usize], order: Order) -> Axes<i64> {
    let mut steps = Axes::filled(1i64, shape.len());
    let mut step = 1;
    let mut next = |axis: usize| {
        steps[axis] = step;
        step *= shape[axis] as i64;
    };
    match order {
        Order::F => (0..shape.len()).for_each(&mut next),
        _ => (0..shape.len()).rev().for_each(&mut next),
    }
    steps
}

/// The coordinates of flat places, axis by axis. [`Order::F`] counts the first axis fastest. NumPy:
/// `unravel_index`.
///
/// # Errors
/// [`Error::Value`] if a place is negative or not below the number of items, [`Error::Size`].
///
/// ```
/// use numoxide_core::{Order, unravel_index};
///
/// let coordinates = unravel_index([5, 1], [2, 3], Order::C)?;
/// assert_eq!((coordinates[0].to_vec(), coordinates[1].to_vec()), (vec![1, 0], vec![2, 1]));
/// assert!(unravel_index(6, [2, 3], Order::C).is_err());
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn unravel_index<'i>(
    indices: impl Into<IndexSpec<'i>>,
    shape: impl Ints,
    order: Order,
) -> Result<Vec<Array<i64>>> {
    const OP: &str = "unravel_index";
    let shape = sizes(OP, &shape)?;
    let (len, _) = checked_bytes(OP, &shape, 1)?;
    let places = indices.into().into_i64(OP)?;
    if shape.is_empty() && places.ndim() > 0 {
        return Err(Error::value(OP, "multiple indices are not supported for 0d arrays"));
    }
    let places = ascontiguousarray(&places)?.reshape(places.shape())?;
    if let Some(at) = outside(&places.view(), len) {
        return Err(Error::value(OP, format!("index {at} is out of bounds for array with size {len}")));
    }
    unravel(&places, &shape, order)
}

/// The coordinates of flat places, which must be within the shape.
pub(super) fn unravel(places: &Array<i64>, shape: &[usize], order: Order) -> Result<Vec<Array<i64>>> {
    let mut coordinates: Vec<Option<Array<i64>>> = vec![None; shape.len()];
    // From the axis that is counted fastest: each divides what the next one counts; the slowest has all that is left.
    let mut axes: Vec<usize> = (0..shape.len()).collect();
    if order != Order::F {
        axes.reverse();
    }
    let small = shape.iter().product::<usize>() <= u32::MAX as usize;
    let mut rest = places.copy(Order::C)?;
    let slowest = axes.pop();
    for axis in axes {
        let mut at = Array::<i64>::unset(places.shape())?;
        let (Some(rest), Some(coordinates_there)) = (rest.as_slice_mut(), at.as_slice_mut()) else {
            continue;
        };
        split(rest, coordinates_there, shape[axis], small);
        coordinates[axis] = Some(at);
    }
    if let Some(axis) = slowest {
        coordinates[axis] = Some(rest);
    }
    Ok(coordinates.into_iter().flatten().collect())
}

/// Divides each place by the length of an axis: the place along it, and what is left for the others. `small` places fit in
/// 32 bits.
fn split(places: &mut [i64], along: &mut [i64], len: usize, small: bool) {
    let pairs = places.iter_mut().zip(along);
    // An empty shape has no places.
    let len = (len as i64).max(1);
    if small && len > 1 {
        // Multiplied by the reciprocal instead, which is exact for 32 bits (Lemire, Kaser, Kurz, "Faster remainder by
        // direct computation", 2019).
        let reciprocal = u128::from(u64::MAX / len as u64 + 1);
        return pairs.for_each(|(place, at)| {
            let quotient = ((*place as u128 * reciprocal) >> 64) as i64;
            (*at, *place) = (*place - quotient * len, quotient);
        });
    }
    pairs.for_each(|(place, at)| (*at, *place) = (*place % len, *place / len));
}

/// Index arrays for the product of lists of places: each list along an axis of its own. Masks become the places
/// where they are true. NumPy: `ix_`.
///
/// # Errors
/// [`Error::Rank`] if a list is not 1-d, [`Error::DType`] if it is neither of integers nor of `bool`.
///
/// ```
/// use numoxide_core::{array, ix, ix_};
///
/// let a = array![[1, 2, 3], [4, 5, 6], [7, 8, 9]];
/// assert_eq!(a.index(ix_(ix![[0, 2], [false, true, true]])?)?.to_vec(), [2, 3, 8, 9]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn ix_(lists: impl AsIndex) -> Result<Vec<Array<i64>>> {
    const OP: &str = "ix_";
    let lists = lists.specs();
    let ndim = lists.len();
    let open = |(axis, list): (usize, &IndexSpec<'_>)| {
        let places = list.clone().into_places(OP)?;
        let view = places.view();
        if view.ndim() != 1 {
            return Err(Error::Rank { op: OP, expected: "lists of one axis", found: view.ndim() });
        }
        let places = if *view.dtype() == DType::Bool {
            flat_places(&view.downcast::<bool>()?.to_vec())?
        } else {
            view.astype(DType::I64)?.try_into()?
        };
        let mut shape: Axes<usize> = Axes::filled(1, ndim);
        shape[axis] = places.len();
        places.reshape(shape)
    };
    lists.iter().enumerate().map(open).collect()
}
