//! Structural functions: joining, splitting, repeating, padding and rearranging arrays of any item type.
//!
//! What NumPy gives as a view is a view here. What needs memory is made by code that knows the item type
//! only by its size and how to clone it, and is compiled once.
#![forbid(unsafe_code)]

mod join;

pub use join::{column_stack, concatenate, dstack, hstack, stack, vstack};

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
