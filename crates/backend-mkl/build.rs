//! Links MKL's static libraries: LP64, on one thread unless the feature `threads` says otherwise.
//!
//! They are looked for in `$MKLROOT/lib` and `$MKLROOT/lib/intel64`, then in the environment that `cargo xtask setup mkl`
//! makes in `target/mkl`.

use std::env;
use std::path::{Path, PathBuf};

/// Interface, threads, kernels.
fn libraries() -> [&'static str; 3] {
    let threads = if threaded() { "mkl_gnu_thread" } else { "mkl_sequential" };
    ["mkl_intel_lp64", threads, "mkl_core"]
}

fn threaded() -> bool {
    env::var_os("CARGO_FEATURE_THREADS").is_some()
}

fn main() {
    println!("cargo:rerun-if-env-changed=MKLROOT");
    let candidates = candidates();
    candidates.iter().for_each(|folder| println!("cargo:rerun-if-changed={}", folder.display()));
    let Some(folder) = candidates.iter().find(|folder| holds_mkl(folder)) else {
        // Checks and documentation need no library. What links without one is told by the linker, in its own words: it
        // cannot find this.
        println!("cargo:rustc-link-lib=dylib=MKL__is_missing__set_MKLROOT_or_run__cargo_xtask_setup_mkl");
        return;
    };
    println!("cargo:rustc-link-search=native={}", folder.display());
    for library in libraries() {
        // Unbundled: our own archive would hold a copy of half a gigabyte.
        println!("cargo:rustc-link-lib=static:-bundle={library}");
    }
    if threaded() {
        println!("cargo:rustc-link-lib=dylib=gomp");
    }
    if env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|family| family == "unix") {
        ["pthread", "m", "dl"].iter().for_each(|library| println!("cargo:rustc-link-lib=dylib={library}"));
    }
}

fn candidates() -> Vec<PathBuf> {
    let mut folders = Vec::new();
    if let Some(root) = env::var_os("MKLROOT").map(PathBuf::from) {
        folders.extend([root.join("lib"), root.join("lib/intel64")]);
    }
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo says where the package is"));
    folders.push(here.join("../../target/mkl/lib"));
    folders
}

fn holds_mkl(folder: &Path) -> bool {
    let there = |name: String| folder.join(name).exists();
    libraries().iter().all(|library| there(format!("lib{library}.a")) || there(format!("{library}.lib")))
}
