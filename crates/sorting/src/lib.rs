//! The sorting of numoxide: `sort`, `partition`, `searchsorted`, `unique` and the set functions.
//!
//! The order is NumPy's: NaN last, 0.0 and -0.0 equal, complex numbers by their real and then their imaginary parts,
//! structs by their fields. Keyword arguments are a builder in the module of the function's name, which also has the form
//! for arrays whose type is known at run time.
//!
//! ```
//! use numoxide_core::array;
//! use numoxide_sorting::{argsort, sort, unique};
//!
//! let a = array![[3.0, f64::NAN, 1.0], [2.0, 5.0, 2.0]];
//! assert_eq!(sort::with(&a).axis(0).run()?.to_vec()[..2], [2.0, 5.0]);
//! assert_eq!(argsort(&a)?.to_vec(), [2, 0, 1, 0, 2, 1]);
//! assert_eq!(unique([3, 1, 3])?.to_vec(), [1, 3]);
//! # Ok::<(), numoxide_core::Error>(())
//! ```
//!
//! Every sort is stable, whatever its `kind`, and gives the same result for any number of threads.

#![forbid(unsafe_code)]

mod distinct;
mod lines;
mod methods;
mod order;
mod places;
mod ranks;
mod searching;
mod selection;
mod sets;
mod sorted;
mod threads;

pub use distinct::{
    UniqueAll, UniqueCounts, UniqueInverse, unique, unique_all, unique_counts, unique_inverse, unique_values,
};
pub use methods::{SortInPlace, SortMethods};
pub use order::Sortable;
pub use places::{argsort, lexsort};
pub use searching::{Side, digitize, searchsorted};
pub use selection::{argpartition, partition};
pub use sets::{Intersection, IsinKind, ediff1d, intersect1d, isin, setdiff1d, setxor1d, union1d};
pub use sorted::{SortKind, sort, sort_complex};
#[doc(hidden)]
pub use threads::{for_pieces, map_pieces};
