//! Making arrays: literals, constants, ranges, special matrices and grids.
#![forbid(unsafe_code)]

mod any;
mod constant;
mod convert;
mod grid;
mod literal;
mod logarithmic;
mod matrix;
mod ranges;
mod steps;
mod text;

pub use constant::{NewArray, empty, empty_like, full, full_like, ones, ones_like, zeros, zeros_like};
pub use convert::{
    asarray, asarray_chkfinite, ascontiguousarray, asfortranarray, copy, from_fn, frombuffer, fromfunction,
    fromiter, require,
};
pub use grid::{Indexing, Meshgrid, Span, indices, meshgrid, mgrid, ogrid, sparse_indices};
pub use logarithmic::{Geomspace, Logarithmic, Logspace, geomspace, logspace};
pub use matrix::{diag, diagflat, eye, identity, tri, tril, triu, vander};
pub use ranges::{Linspace, arange, linspace};
pub use steps::{Inexact, Steps};
