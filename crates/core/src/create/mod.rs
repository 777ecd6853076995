//! Making arrays: literals, constants, ranges, special matrices and grids.
#![forbid(unsafe_code)]

mod any;
mod constant;
mod convert;
mod literal;
mod matrix;
mod ranges;
mod steps;

pub use constant::{NewArray, empty, empty_like, full, full_like, ones, ones_like, zeros, zeros_like};
pub use convert::{asarray, copy, from_fn, fromfunction, fromiter};
pub use matrix::{eye, identity};
pub use ranges::{Linspace, arange, linspace};
pub use steps::Steps;
