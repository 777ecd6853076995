//! Arrays in and out: files that NumPy reads and writes, text, memory maps, and memory of other libraries.
//!
//! Bytes that others made are safe to open: whatever they say, the answer is an array or an [`Error`], and what
//! they promise costs no memory: of an `.npy` file no more is asked for than twice the bytes that are really there.
//!
//! ```
//! use numoxide_core::{Array, array};
//! use numoxide_interop::npy;
//!
//! let bytes = npy::to_bytes(&array![[1.0f32, 2.0], [3.0, 4.0]])?;
//! let any = npy::from_bytes(&bytes)?; // the dtype is known at run time
//! let typed: Array<f32> = any.try_into()?; // O(1) where it is the right one
//! assert_eq!(typed.to_vec(), [1.0, 2.0, 3.0, 4.0]);
//! # Ok::<(), numoxide_interop::Error>(())
//! ```

mod bytes;
mod error;
mod file;
pub mod foreign;
pub mod npy;
pub mod npz;
mod raw;
pub mod safetensors;
mod source;
pub mod text;

pub use error::{Error, Result};
pub use file::{write_text, write_whole};
#[cfg(feature = "arrow")]
pub use foreign::arrow_rs as arrow;
#[cfg(feature = "faer")]
pub use foreign::faer;
pub use foreign::mmap::{MapMode, MemMap, memmap};
#[cfg(feature = "nalgebra")]
pub use foreign::nalgebra;
#[cfg(feature = "ndarray")]
pub use foreign::ndarray;
pub use npy::{read as load, write as save};
pub use npz::{savez, savez_compressed};
pub use raw::{FromFile, fromfile, tofile};
pub use source::DataSource;
#[cfg(feature = "regex")]
pub use text::fromregex;
pub use text::{fromstring, genfromtxt, loadtxt, savetxt};
