//! Intel's MKL under the contract of `numoxide-backend`.
//!
//! Its static libraries are linked, with 32-bit integers, and on one thread unless the feature `threads` is on. At build time `MKLROOT` names where MKL is
//! installed; in this repository `cargo xtask setup mkl` gets it from PyPI. Without MKL the linker says so.

use std::ffi::{CStr, c_char, c_int};
use std::sync::LazyLock;

use numoxide_backend::Backend;
use numoxide_backend_ffi::{Library, Threads, linked};

linked!("_");

unsafe extern "C" {
    fn mkl_get_version_string(text: *mut c_char, length: c_int);
    #[link_name = "MKL_Get_Max_Threads"]
    safe fn mkl_get_max_threads() -> c_int;
    #[link_name = "MKL_Set_Num_Threads"]
    safe fn mkl_set_num_threads(threads: c_int);
}

extern "C" fn threads() -> c_int {
    mkl_get_max_threads()
}

extern "C" fn set_threads(threads: c_int) {
    mkl_set_num_threads(threads);
}

/// Such as `MKL 2026.2 (Intel(R) AVX-512)`.
fn name() -> String {
    let mut text = [0u8; 256];
    // SAFETY: writes at most so many bytes; the last one stays 0.
    unsafe { mkl_get_version_string(text.as_mut_ptr().cast(), text.len() as c_int - 1) };
    let text = CStr::from_bytes_until_nul(&text).map(CStr::to_string_lossy).unwrap_or_default();
    let after = |word: &str| text.split_once(word).map(|(_, rest)| rest);
    let version = after("Version ").and_then(|rest| rest.split_whitespace().next()).unwrap_or("");
    format!("MKL {}", version.trim_end_matches("-Product"))
}

static LIBRARY: LazyLock<Library<i32>> = LazyLock::new(|| {
    let threads = Threads { get: threads, set: set_threads };
    // SAFETY: the symbols of the LP64 interface, which is what is linked, count in 32 bits under these names.
    let library = unsafe { Library::new(name(), Some(threads), &address) };
    library.unwrap_or_else(|missing| unreachable!("{} is linked", missing.routine))
});

/// MKL.
pub fn mkl() -> &'static dyn Backend {
    &*LIBRARY
}
