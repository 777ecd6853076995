//! Reductions: sums, products, extremes and their places, truth, moments, running results.
//!
//! Each has a function for all items, a module of the same name with NumPy's keywords and for run-time types, and methods
//! in [`ReduceMethods`]:
//!
//! ```
//! use numoxide_core::Array;
//! use numoxide_ufunc::{ReduceMethods, sum};
//!
//! let a = Array::from_shape_vec([2, 3], vec![1, 2, 3, 4, 5, 6])?;
//! assert_eq!(sum(&a), 21i64);
//! assert_eq!(a.sum_axis(0)?.to_vec(), [5i64, 7, 9]);
//! assert_eq!(sum::with(&a).axis(1).keepdims(true).run()?.shape(), [2, 1]);
//! # Ok::<(), numoxide_core::Error>(())
//! ```

mod around;
mod functions;
mod op;
mod ops;
mod rows;
mod scan;
mod types;

pub use functions::*;
pub use functions::{max as amax, min as amin};
pub use op::{Op, Reduce};
pub use ops::*;
pub use scan::{
    Accumulate, ScanMethods, cumprod, cumsum, cumulative_prod, cumulative_sum, nancumprod, nancumsum,
};
pub use types::Reducible;
