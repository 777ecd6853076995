//! What a library says of itself, by the functions that each vendor adds.

use std::ffi::{CStr, c_char, c_int};
use std::path::PathBuf;

use numoxide_backend_ffi::{Address, Threads};

use crate::Loaded;
use crate::decoration::Decoration;

/// The vendor and the version, or the name of the file.
pub fn name(loaded: &Loaded, decoration: &Decoration, paths: &[PathBuf]) -> String {
    openblas(loaded, decoration).or_else(|| mkl(loaded)).or_else(|| blis(loaded)).unwrap_or_else(|| {
        let name = |path: &PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned());
        paths.iter().filter_map(name).collect::<Vec<_>>().join(", ")
    })
}

/// The first two words of OpenBLAS's configuration, and its kernels.
fn openblas(loaded: &Loaded, decoration: &Decoration) -> Option<String> {
    let config = text(loaded.find(&decoration.plain("openblas_get_config"))?)?;
    let core = loaded.find(&decoration.plain("openblas_get_corename")).and_then(text)?;
    let version: Vec<_> = config.split_whitespace().take(2).collect();
    Some(format!("{} ({core})", version.join(" ")))
}

fn blis(loaded: &Loaded) -> Option<String> {
    Some(format!("BLIS {}", text(loaded.find("bli_info_get_version_str")?)?))
}

/// `Intel(R) oneAPI Math Kernel Library Version 2026.2-Product Build ...`.
fn mkl(loaded: &Loaded) -> Option<String> {
    type Describe = unsafe extern "C" fn(*mut c_char, c_int);
    let address = loaded.find("mkl_get_version_string")?;
    let mut long = [0u8; 256];
    // SAFETY: MKL's function of this name, which writes at most so many bytes; the last one stays 0.
    unsafe {
        let describe = std::mem::transmute::<Address, Describe>(address);
        describe(long.as_mut_ptr().cast(), long.len() as c_int - 1);
    }
    let long = CStr::from_bytes_until_nul(&long).ok()?.to_string_lossy();
    let version = long.split_once("Version ")?.1.split_whitespace().next()?;
    Some(format!("MKL {}", version.trim_end_matches("-Product")))
}

/// The constant string that a function without arguments returns.
fn text(address: Address) -> Option<String> {
    // SAFETY: the callers name functions of this type only.
    let found = unsafe {
        let function = std::mem::transmute::<Address, extern "C" fn() -> *const c_char>(address);
        function()
    };
    // SAFETY: a constant string, by the vendors' documentation.
    (!found.is_null()).then(|| unsafe { CStr::from_ptr(found) }.to_string_lossy().into_owned())
}

/// How the library is told its number of threads, if it is OpenBLAS or MKL.
pub fn threads(loaded: &Loaded, decoration: &Decoration) -> Option<Threads> {
    let openblas =
        [decoration.plain("openblas_get_num_threads"), decoration.plain("openblas_set_num_threads")];
    let mkl = ["MKL_Get_Max_Threads", "MKL_Set_Num_Threads"].map(str::to_owned);
    [openblas, mkl].into_iter().find_map(|[get, set]| {
        let (get, set) = (loaded.find(&get)?, loaded.find(&set)?);
        // SAFETY: both vendors declare the one as `int f(void)` and the other as `void f(int)`.
        Some(unsafe {
            Threads {
                get: std::mem::transmute::<Address, extern "C" fn() -> c_int>(get),
                set: std::mem::transmute::<Address, extern "C" fn(c_int)>(set),
            }
        })
    })
}
