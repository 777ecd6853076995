//! Assembling an array from nested lists of blocks.

use crate::layout::Axes;
use crate::view::Items;
use crate::{Array, ArrayView, AsView, Error, Result};

const OP: &str = "block";

/// A tree of blocks: an array, or a list of trees. Nested Rust arrays and vectors of arrays convert to it.
#[derive(Clone)]
pub enum Blocks<'a, T> {
    /// One block.
    One(ArrayView<'a, T>),
    /// Blocks next to one another.
    List(Vec<Blocks<'a, T>>),
}

impl<'a, T> From<&'a Array<T>> for Blocks<'a, T> {
    fn from(array: &'a Array<T>) -> Self {
        Blocks::One(array.view())
    }
}

impl<'a, T> From<ArrayView<'a, T>> for Blocks<'a, T> {
    fn from(view: ArrayView<'a, T>) -> Self {
        Blocks::One(view)
    }
}

impl<'a, T> From<&'a ArrayView<'_, T>> for Blocks<'a, T> {
    fn from(view: &'a ArrayView<'_, T>) -> Self {
        Blocks::One(view.as_view())
    }
}

impl<'a, T, B: Into<Blocks<'a, T>>, const N: usize> From<[B; N]> for Blocks<'a, T> {
    fn from(blocks: [B; N]) -> Self {
        Blocks::List(blocks.into_iter().map(Into::into).collect())
    }
}

impl<'a, T, B: Into<Blocks<'a, T>>> From<Vec<B>> for Blocks<'a, T> {
    fn from(blocks: Vec<B>) -> Self {
        Blocks::List(blocks.into_iter().map(Into::into).collect())
    }
}

/// An array of blocks from nested lists: the innermost lists are joined along the last axis, those around them
/// along the one before it, and so on. NumPy: `block`.
///
/// # Errors
/// [`Error::Value`] if lists are empty or nested to different depths, [`Error::Shape`] if blocks do not fit
/// together.
///
/// ```
/// use numoxide_core::{array, block};
///
/// let (a, b) = (array![[1, 2], [3, 4]], array![[5], [6]]);
/// let c = array![[7, 8, 9]];
/// let whole = block(vec![vec![&a, &b], vec![&c]])?;
/// assert_eq!(whole.to_vec(), [1, 2, 5, 3, 4, 6, 7, 8, 9]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn block<'a, T: Clone + 'static>(blocks: impl Into<Blocks<'a, T>>) -> Result<Array<T>> {
    let blocks = blocks.into();
    let depth = depth(&blocks)?;
    let ndim = most_axes(&blocks).max(depth);
    let Placed { shape, parts } = place(&blocks, depth, ndim)?;
    Ok(Items::assembled(OP, &shape, &parts)?.typed())
}

/// How deep the lists are nested, which must be the same everywhere.
fn depth<T>(blocks: &Blocks<'_, T>) -> Result<usize> {
    let Blocks::List(list) = blocks else { return Ok(0) };
    let mut depths = list.iter().map(depth);
    let first = depths.next().ok_or_else(|| Error::value(OP, "list of blocks cannot be empty"))??;
    for other in depths {
        if other? != first {
            return Err(Error::value(OP, "list depths are mismatched"));
        }
    }
    Ok(first + 1)
}

fn most_axes<T>(blocks: &Blocks<'_, T>) -> usize {
    match blocks {
        Blocks::One(view) => view.ndim(),
        Blocks::List(list) => list.iter().map(most_axes).max().unwrap_or(0),
    }
}

/// The blocks as items with as many axes as the result, each with its place, and the shape of all of them. `depth` lists
/// are around the innermost blocks.
fn place<'b, T: Clone + 'static>(blocks: &'b Blocks<'_, T>, depth: usize, ndim: usize) -> Result<Placed<'b>> {
    let list = match blocks {
        Blocks::One(view) => {
            let leading: Vec<isize> = (0..(ndim - view.ndim()) as isize).collect();
            let view = view.expand_dims(leading)?;
            let (shape, first) = (Axes::from_slice(view.shape()), Axes::filled(0, ndim));
            return Ok(Placed { shape, parts: vec![(view.into(), first)] });
        }
        Blocks::List(list) => list,
    };
    let axis = ndim - depth;
    let mut all: Option<Placed<'b>> = None;
    for blocks in list {
        let mut next = place(blocks, depth - 1, ndim)?;
        let Some(all) = &mut all else {
            all = Some(next);
            continue;
        };
        let fits = (0..ndim).all(|other| other == axis || all.shape[other] == next.shape[other]);
        if !fits {
            return Err(Error::Shape { op: OP, expected: all.shape.to_vec(), found: next.shape.to_vec() });
        }
        next.parts.iter_mut().for_each(|(_, first)| first[axis] += all.shape[axis]);
        all.shape[axis] = all.shape[axis]
            .checked_add(next.shape[axis])
            .ok_or_else(|| Error::size(OP, "the sizes along an axis add up to more than fits"))?;
        all.parts.append(&mut next.parts);
    }
    Ok(all.expect("lists of blocks are not empty"))
}

/// Blocks on their places in an array of a shape.
struct Placed<'a> {
    shape: Axes<usize>,
    parts: Vec<(Items<'a>, Axes<usize>)>,
}
