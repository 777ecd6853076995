//! Memory that belongs to somebody else, and the calls of the system: the only modules here with `unsafe` code.

pub mod arrow;
#[cfg(feature = "arrow")]
pub mod arrow_rs;
pub(crate) mod disk;
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
