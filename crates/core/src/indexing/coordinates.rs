//! Flat places and coordinates: ravel_multi_index, unravel_index; open grids of places: ix_.

use numoxide_simd::select::IndexMode;

use super::put::normalized;
use super::spec::{AsIndex, IndexSpec};
use crate::driver::index::flat_places;
use crate::ints::sizes;
use crate::layout::{Axes, broadcast_shapes, checked_bytes};
use crate::{Array, DType, Error, Ints, Order, Result};

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
        let arrays = specs.iter().map(|spec| spec.clone().into_i64(OP)).collect::<Result<Vec<_>>>()?;
        let shapes: Vec<&[usize]> = arrays.iter().map(Array::shape).collect();
        let common = broadcast_shapes(OP, &shapes)?;
        let strides = steps(&shape, self.order);
        let mut result = Array::<i64>::zeros(&common)?;
        for (axis, array) in arrays.into_iter().enumerate() {
            let array = within(array, axis, shape[axis], modes[axis])?.broadcast_to(&common)?;
            result.iter_mut().zip(array.iter()).for_each(|(place, &at)| *place += at * strides[axis]);
        }
        Ok(result)
    }
}

/// Coordinates along one axis, moved into it.
fn within(array: Array<i64>, axis: usize, len: usize, mode: IndexMode) -> Result<Array<i64>> {
    if mode == IndexMode::Raise {
        let outside = array.iter().find(|&&at| !(0..len as i64).contains(&at));
        return match outside {
            Some(&at) => Err(Error::Index { index: at as isize, axis, len }),
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
    if let Some(at) = places.iter().find(|&&at| !(0..len as i64).contains(&at)) {
        return Err(Error::value(OP, format!("index {at} is out of bounds for array with size {len}")));
    }
    unravel(&places, &shape, order)
}

/// The coordinates of flat places, which must be within the shape.
pub(super) fn unravel(places: &Array<i64>, shape: &[usize], order: Order) -> Result<Vec<Array<i64>>> {
    let steps = steps(shape, order);
    (0..shape.len())
        .map(|axis| {
            // An empty shape has no places.
            let (step, len) = (steps[axis].max(1), (shape[axis] as i64).max(1));
            Array::from_values("unravel_index", places.shape(), places.iter().map(|&at| at / step % len))
        })
        .collect()
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
