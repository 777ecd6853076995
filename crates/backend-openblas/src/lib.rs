//! OpenBLAS under the contract of `numoxide-backend`.
//!
//! It is linked as a shared library, as the system provides it (`apt-get install libopenblas-dev`, `brew install
//! openblas`), or from the folder that the environment variable `OPENBLAS_LIB_DIR` names at build time.

use std::ffi::{CStr, c_char, c_int};
use std::sync::LazyLock;

use numoxide_backend::Backend;
use numoxide_backend_ffi::{Library, Threads, linked};

linked!("_");

unsafe extern "C" {
    safe fn openblas_get_config() -> *const c_char;
    safe fn openblas_get_corename() -> *const c_char;
    safe fn openblas_get_num_threads() -> c_int;
    safe fn openblas_set_num_threads(threads: c_int);
}

extern "C" fn threads() -> c_int {
    openblas_get_num_threads()
}

extern "C" fn set_threads(threads: c_int) {
    openblas_set_num_threads(threads);
}

/// Such as `OpenBLAS 0.3.21 (SkylakeX)`.
fn name() -> String {
    // SAFETY: both return constant strings.
    let (config, core) =
        unsafe { (CStr::from_ptr(openblas_get_config()), CStr::from_ptr(openblas_get_corename())) };
    let (config, core) = (config.to_string_lossy(), core.to_string_lossy());
    let version: Vec<_> = config.split_whitespace().take(2).collect();
    format!("{} ({core})", version.join(" "))
}

static LIBRARY: LazyLock<Library<i32>> = LazyLock::new(|| {
    let threads = Threads { get: threads, set: set_threads };
    // SAFETY: the symbols of the library that is linked, which counts in 32 bits under these names.
    let library = unsafe { Library::new(name(), Some(threads), &address) };
    library.unwrap_or_else(|missing| unreachable!("{} is linked", missing.routine))
});

/// OpenBLAS.
pub fn openblas() -> &'static dyn Backend {
    &*LIBRARY
}
