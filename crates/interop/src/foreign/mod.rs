//! Memory that belongs to somebody else: the only modules here with `unsafe` code.

pub mod arrow;
#[cfg(feature = "arrow")]
pub mod arrow_rs;
pub mod dlpack;
#[cfg(feature = "faer")]
pub mod faer;
pub mod mmap;
#[cfg(feature = "nalgebra")]
pub mod nalgebra;
#[cfg(feature = "ndarray")]
pub mod ndarray;
#[cfg(any(feature = "ndarray", feature = "nalgebra", feature = "faer"))]
mod places;
