//! The universal functions of numoxide.
//!
//! Every function takes whatever can be seen as an array: `exp(&a)`, `exp(view)`, `exp([[1.0, 2.0]])`. A
//! module of the same name holds the forms with NumPy's keyword arguments, for arrays whose type is
//! known at run time, and for the adverbs:
//!
//! ```
//! use numoxide_core::Array;
//! use numoxide_ufunc::{UnaryMethods, exp, maximum};
//!
//! let a = Array::from_vec(vec![0.0f32, 1.0])?;
//! assert_eq!(exp(&a)?.to_vec(), a.exp().to_vec());
//! let mut out = Array::from_vec(vec![0.0f32; 2])?;
//! maximum::with(&a, &0.5).out(&mut out).run()?;
//! assert_eq!(out.to_vec(), [0.5, 1.0]);
//! # Ok::<(), numoxide_core::Error>(())
//! ```

#![deny(unsafe_code)]

mod adverbs;
pub mod bodies;
mod call;
pub mod emath;
mod functions;
pub mod reduce;
pub mod table;
mod values;

pub use call::{Call, Out};
pub use functions::*;
pub use reduce::*;
pub use values::*;
