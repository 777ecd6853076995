//! Structural functions: joining, splitting, repeating, padding and rearranging arrays of any item type.
//!
//! What NumPy gives as a view is a view here. What needs memory is made by code that knows the item type
//! only by its size and how to clone it, and is compiled once.
#![forbid(unsafe_code)]

mod axes;
mod bits;
mod block;
mod broadcast;
mod builders;
mod edit;
mod join;
pub mod pad;
mod repeat;
mod roll;
mod split;

pub use axes::{
    atleast_1d, atleast_2d, atleast_3d, diagonal, expand_dims, flatten, flip, fliplr, flipud,
    matrix_transpose, moveaxis, permute_dims, ravel, reshape, rollaxis, rot90, squeeze, swapaxes, transpose,
};
pub use bits::{BitOrder, packbits, unpackbits};
pub use block::{Blocks, block};
pub use broadcast::{broadcast_arrays, broadcast_shapes, broadcast_to};
pub use builders::IntoPiece;
#[doc(hidden)]
pub use builders::{join_columns, join_rows};
pub use edit::{Places, Trim, append, delete, insert, trim_zeros};
pub use join::{column_stack, concatenate, dstack, hstack, stack, vstack};
pub use pad::pad;
pub use repeat::{Repeats, repeat, resize, tile};
pub use roll::roll;
pub use split::{Sections, array_split, dsplit, hsplit, split, unstack, vsplit};

use crate::layout::Axes;

/// The places of the new axes that give an array of `ndim` axes at least `wanted`, as NumPy's
/// `atleast_1d`, `atleast_2d` and `atleast_3d` put them.
fn missing_axes(ndim: usize, wanted: usize) -> Axes<isize> {
    let axes: &[isize] = match (wanted, ndim) {
        (3, 0) => &[0, 1, 2],
        (3, 1) => &[0, 2],
        (3, 2) => &[2],
        (2, 0) => &[0, 1],
        (2, 1) | (1, 0) => &[0],
        _ => &[],
    };
    Axes::from_slice(axes)
}
