//! Choosing between arrays, place by place: where, choose, select, piecewise.

use numoxide_simd::select::IndexMode;

use super::put::normalized;
use super::spec::IndexSpec;
use crate::driver::index::IndexArray;
use crate::dtype::promote_types;
use crate::layout::broadcast_shapes;
use crate::view::{Items, ItemsMut, RelayoutExt};
use crate::{AnyArray, AnyView, Array, ArrayView, AsView, Error, Order, Result, Scalar};

/// The items of `x` where `condition` is true, those of `y` elsewhere; all broadcast. For the places of what is
/// true, NumPy's `where` of one argument, see [`nonzero`](crate::nonzero). NumPy: `where`.
///
/// # Errors
/// [`Error::Broadcast`] if the shapes do not go together.
///
/// ```
/// use numoxide_core::{array, where_};
///
/// let a = array![1.0, -2.0, 3.0];
/// assert_eq!(where_([true, false, true], &a, 0.0)?.to_vec(), [1.0, 0.0, 3.0]);
/// assert_eq!(where_([[true], [false]], [1, 2], [3, 4])?.to_vec(), [1, 2, 3, 4]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn where_<T: Clone + 'static>(
    condition: impl AsView<bool>,
    x: impl AsView<T>,
    y: impl AsView<T>,
) -> Result<Array<T>> {
    let (x, y) = (x.as_view(), y.as_view());
    Ok(where_items(&condition.as_view(), &x.into(), &y.into())?.typed())
}

fn where_items(mask: &ArrayView<'_, bool>, x: &Items<'_>, y: &Items<'_>) -> Result<crate::view::Fresh> {
    const OP: &str = "where";
    if mask.shape() == x.shape() && x.shape() == y.shape() {
        return x.where_else(OP, mask, y);
    }
    let shape = broadcast_shapes(OP, &[mask.shape(), x.shape(), y.shape()])?;
    let mask = mask.relayout(mask.layout().broadcast_to(OP, &shape)?);
    x.relayout(x.layout().broadcast_to(OP, &shape)?).where_else(
        OP,
        &mask,
        &y.relayout(y.layout().broadcast_to(OP, &shape)?),
    )
}

impl AnyArray {
    /// [`where_`] of arrays whose types are known at run time; the result has the type to which they promote.
    ///
    /// # Errors
    /// As [`where_`]; [`Error::NoLoop`] if the types do not promote.
    ///
    /// ```
    /// use numoxide_core::{AnyArray, DType, array};
    ///
    /// let (x, y) = (AnyArray::from(array![1i32, 2]), AnyArray::from(array![0.5f32, 1.5]));
    /// assert_eq!(AnyArray::where_([true, false], &x, &y)?.dtype(), &DType::F64);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn where_<'a>(
        condition: impl AsView<bool>,
        x: impl Into<AnyView<'a>>,
        y: impl Into<AnyView<'a>>,
    ) -> Result<AnyArray> {
        let (x, y) = (x.into(), y.into());
        let dtype = promote_types(x.dtype(), y.dtype())?;
        let cast =
            |view: &AnyView<'_>| (*view.dtype() != dtype).then(|| view.astype(dtype.clone())).transpose();
        let (x_cast, y_cast) = (cast(&x)?, cast(&y)?);
        let x = x_cast.as_ref().map_or(x, AnyArray::view);
        let y = y_cast.as_ref().map_or(y, AnyArray::view);
        Ok(where_items(&condition.as_view(), &x.into(), &y.into())?.any(dtype))
    }
}

/// At each place of `index` the item of that array of `choices` that it names; all broadcast. NumPy: `choose`.
///
/// # Errors
/// [`Error::Value`] if there are no choices, or an index names none (negative ones too) and `mode` is
/// [`IndexMode::Raise`]; [`Error::Broadcast`].
///
/// ```
/// use numoxide_core::{IndexMode, array, choose};
///
/// let choices = [array![0, 1, 2], array![10, 11, 12]];
/// assert_eq!(choose([1, 0, 1], &choices, IndexMode::Raise)?.to_vec(), [10, 1, 12]);
/// assert!(choose([1, 0, 2], &choices, IndexMode::Raise).is_err());
/// assert_eq!(choose([1, 0, 2], &choices, IndexMode::Wrap)?.to_vec(), [10, 1, 2]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn choose<'i, T: Clone + 'static, A: AsView<T>>(
    index: impl Into<IndexSpec<'i>>,
    choices: impl AsRef<[A]>,
    mode: IndexMode,
) -> Result<Array<T>> {
    let choices: Vec<Items<'_>> = choices.as_ref().iter().map(|choice| choice.as_view().into()).collect();
    Ok(choose_items(index.into().into_places("choose")?, &choices, mode)?.typed())
}

fn choose_items(index: IndexArray<'_>, choices: &[Items<'_>], mode: IndexMode) -> Result<crate::view::Fresh> {
    const OP: &str = "choose";
    if choices.is_empty() {
        return Err(Error::value(OP, "at least one choice is needed"));
    }
    let shapes: Vec<&[usize]> =
        [index.layout().shape()].into_iter().chain(choices.iter().map(|choice| choice.shape())).collect();
    let shape = broadcast_shapes(OP, &shapes)?;
    let choices = choices
        .iter()
        .map(|choice| Ok(choice.relayout(choice.layout().broadcast_to(OP, &shape)?)))
        .collect::<Result<Vec<_>>>()?;
    let lent = index.view();
    let moved;
    let index = match lent.downcast::<i64>() {
        Ok(view) if mode == IndexMode::Raise => view,
        _ => {
            let array = index.clone().into_i64()?;
            moved =
                if mode == IndexMode::Raise { array } else { normalized(OP, array, choices.len(), mode)? };
            moved.view()
        }
    };
    Items::chosen(OP, &index.relayout(index.layout().broadcast_to(OP, &shape)?), &choices)
}

/// At each place the item of the first of `choices` whose condition is true, and `default` where none is; all
/// broadcast. NumPy: `select`.
///
/// # Errors
/// [`Error::Value`] if there are no conditions, or not as many choices; [`Error::Broadcast`].
///
/// ```
/// use numoxide_core::{array, select};
///
/// let conditions = [array![true, false, false], array![true, true, false]];
/// assert_eq!(select(&conditions, &[array![1, 2, 3], array![4, 5, 6]], 0)?.to_vec(), [1, 5, 0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn select<T: Clone + 'static, C: AsView<bool>, A: AsView<T>>(
    conditions: impl AsRef<[C]>,
    choices: impl AsRef<[A]>,
    default: impl AsView<T>,
) -> Result<Array<T>> {
    const OP: &str = "select";
    let (conditions, choices) = (conditions.as_ref(), choices.as_ref());
    if conditions.is_empty() || conditions.len() != choices.len() {
        return Err(Error::value(
            OP,
            format!(
                "{} conditions and {} choices; as many, and at least one, are needed",
                conditions.len(),
                choices.len()
            ),
        ));
    }
    let conditions: Vec<ArrayView<'_, bool>> = conditions.iter().map(AsView::as_view).collect();
    let choices: Vec<ArrayView<'_, T>> = choices.iter().map(AsView::as_view).collect();
    let default = default.as_view();
    let shapes: Vec<&[usize]> = conditions
        .iter()
        .map(ArrayView::shape)
        .chain(choices.iter().map(ArrayView::shape))
        .chain([default.shape()])
        .collect();
    let shape = broadcast_shapes(OP, &shapes)?;
    let mut result = default.relayout(default.layout().broadcast_to(OP, &shape)?).copy(Order::C)?;
    let mut target = ItemsMut::from(result.try_view_mut()?);
    // The first condition has the last word.
    for (mask, choice) in conditions.into_iter().zip(choices).rev() {
        let mask = mask.relayout(mask.layout().broadcast_to(OP, &shape)?);
        target.put_where(OP, &mask, &choice.into())?;
    }
    Ok(result)
}

/// What [`piecewise`] gives on a piece: a value, or a function of the items there.
#[derive(Clone, Copy)]
pub enum Piece<'f, T> {
    /// One value for all.
    Value(T),
    /// A function, which gets the items of the piece in a row and gives as many, or one.
    Function(&'f dyn Fn(&Array<T>) -> Result<Array<T>>),
}

impl<T> From<T> for Piece<'_, T> {
    fn from(value: T) -> Self {
        Piece::Value(value)
    }
}

/// A function in pieces: on the items of `x` where a condition is true, the piece of the same number; a later
/// condition comes before an earlier one. A condition for fewer axes than `x` has is for the leading ones. One more piece serves where no condition is true; without it the result
/// is zero there. NumPy: `piecewise`.
///
/// # Errors
/// [`Error::Value`] if the number of pieces is wrong, [`Error::MaskShape`] if the conditions have not one shape, that of
/// the leading axes of `x`, and what a function returns.
///
/// ```
/// use numoxide_core::{Piece, array, piecewise};
///
/// let x = array![-2.0, 0.5, 3.0];
/// let negative = array![true, false, false];
/// let y = piecewise(&x, &[negative], &[0.0.into(), Piece::Function(&|x| Ok(x * 10.0))])?;
/// assert_eq!(y.to_vec(), [0.0, 5.0, 30.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn piecewise<T: Scalar, C: AsView<bool>>(
    x: impl AsView<T>,
    conditions: impl AsRef<[C]>,
    pieces: &[Piece<'_, T>],
) -> Result<Array<T>> {
    const OP: &str = "piecewise";
    let (x, conditions) = (x.as_view(), conditions.as_ref());
    let n = conditions.len();
    if pieces.len() != n && pieces.len() != n + 1 {
        return Err(Error::value(
            OP,
            format!("with {n} conditions, {n} or {} pieces are needed, not {}", n + 1, pieces.len()),
        ));
    }
    let mut conditions: Vec<ArrayView<'_, bool>> = conditions.iter().map(AsView::as_view).collect();
    if let [first, others @ ..] = &conditions[..]
        && let Some(other) = others.iter().find(|other| other.shape() != first.shape())
    {
        return Err(Error::MaskShape { mask: other.shape().to_vec(), shape: first.shape().to_vec() });
    }
    for condition in &mut conditions {
        if condition.ndim() == 0 {
            *condition = condition.relayout(condition.layout().broadcast_to(OP, x.shape())?);
        }
    }
    let shape = conditions.first().map_or(x.shape(), |first| first.shape()).to_vec();
    let mut result = Array::zeroed(OP, x.shape(), Order::C)?;
    let mut otherwise = Array::full_like_shape(OP, &shape, true)?;
    for (condition, piece) in conditions.iter().zip(pieces) {
        otherwise.mask_assign(condition, false)?;
        write_piece(&mut result, &x, condition, piece)?;
    }
    if let Some(piece) = pieces.get(n) {
        write_piece(&mut result, &x, &otherwise.view(), piece)?;
    }
    Ok(result)
}

fn write_piece<T: Scalar>(
    result: &mut Array<T>,
    x: &ArrayView<'_, T>,
    mask: &ArrayView<'_, bool>,
    piece: &Piece<'_, T>,
) -> Result<()> {
    match piece {
        Piece::Value(value) => result.mask_assign(mask, ArrayView::from_ref(value)),
        Piece::Function(function) => {
            let there = x.mask(mask)?;
            if there.is_empty() { Ok(()) } else { result.mask_assign(mask, function(&there)?) }
        }
    }
}
