//! The contract between linear algebra and whoever does the work: BLAS and LAPACK over column-major matrices.
//!
//! [`Backend`] is object-safe: [`pure()`] is the implementation in Rust: products, factors, condensed
//! forms, eigenvalues and singular values, all of our own; a vendor's library is another.
//! With the feature `conformance`, the function of this name holds any of them to the contract, by residuals in units of the
//! rounding error, as LAPACK's own tests do, and `times` measures it.
//!
//! ```
//! use numoxide_backend::{Mat, MatMut, Routines, pure};
//!
//! let (a, b) = ([1.0, 3.0, 2.0, 4.0], [1.0, 1.0]); // column-major: [[1, 2], [3, 4]] and [1, 1]
//! let mut c = [0.0; 2];
//! pure().gemm(1.0, Mat::new(&a, 2, 2), Mat::new(&b, 2, 1), 0.0, MatMut::new(&mut c, 2, 1))?;
//! assert_eq!(c, [3.0, 7.0]);
//! # Ok::<(), numoxide_backend::Failure>(())
//! ```

// Matrices are read by both of their indices; an iterator over one of them hides the other.
#![allow(clippy::needless_range_loop)]

#[cfg(any(test, feature = "conformance"))]
pub mod accuracy;
#[cfg(any(test, feature = "conformance"))]
mod conformance;
mod contract;
mod copies;
mod field;
mod mat;
mod pure;
pub mod stacks;
#[cfg(any(test, feature = "conformance"))]
mod times;

#[cfg(any(test, feature = "conformance"))]
pub use conformance::conformance;
pub use contract::{Backend, Failure, Routines};
pub use copies::all_finite;
pub use field::{Field, Real};
pub use mat::{Mat, MatMut, Op};
pub use pure::{Pure, pure};
#[cfg(any(test, feature = "conformance"))]
pub use times::times;
