//! Advanced indexing: integer arrays, masks, and NumPy's functions around them.
//!
//! An index is written with [`ix!`](crate::ix) and read by `index`, written by `index_assign`; [`resolve`] turns
//! it into offsets for the engine in `driver::index`. As with the structural functions, what knows the item type
//! is the door alone.
#![forbid(unsafe_code)]

mod along_axis;
mod apply;
mod assign;
mod choose;
mod coordinates;
mod diagonal;
mod iterate;
mod masks;
mod methods;
mod nonzero;
mod put;
mod resolve;
mod spec;
mod take;

pub use along_axis::{put_along_axis, take_along_axis};
pub use apply::{apply_along_axis, apply_over_axes};
pub use assign::{Copyto, copyto};
pub use choose::{Piece, choose, piecewise, select, where_};
pub use coordinates::{RavelMultiIndex, ix_, ravel_multi_index, unravel_index};
pub use diagonal::{
    diag_indices, diag_indices_from, fill_diagonal, mask_indices, tril_indices, tril_indices_from,
    triu_indices, triu_indices_from,
};
pub use iterate::{NdEnumerate, NdIndex, ndenumerate, ndindex};
pub use masks::{compress, extract, place, putmask};
pub use nonzero::{argwhere, flatnonzero, nonzero};
pub use numoxide_simd::select::IndexMode;
pub use put::put;
pub use spec::{AsIndex, IndexItem, IndexSpec};
pub use take::{Take, take};

/// The name of indexing in errors.
const OP: &str = "index";
