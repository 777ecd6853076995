//! Apple's Accelerate under the contract of `numoxide-backend`: on macOS from 13.3 on, whose LAPACK is no longer that of 2009.
//!
//! The new symbols carry a suffix, `dgemm$NEWLAPACK`. Accelerate chooses its own number of threads; the environment
//! variable `VECLIB_MAXIMUM_THREADS` bounds it.

#![cfg(any(target_os = "macos", accelerate_stub))]

use std::sync::LazyLock;

use numoxide_backend::Backend;
use numoxide_backend_ffi::{Library, linked};

#[cfg(not(accelerate_stub))]
linked!("$NEWLAPACK");
#[cfg(accelerate_stub)]
linked!("_");

const NAME: &str = if cfg!(accelerate_stub) { "Accelerate (played by OpenBLAS)" } else { "Accelerate" };

static LIBRARY: LazyLock<Library<i32>> = LazyLock::new(|| {
    // SAFETY: the symbols of the library that is linked, which counts in 32 bits under these names.
    let library = unsafe { Library::new(NAME.into(), None, &address) };
    library.unwrap_or_else(|missing| unreachable!("{} is linked", missing.routine))
});

/// Accelerate.
pub fn accelerate() -> &'static dyn Backend {
    &*LIBRARY
}
