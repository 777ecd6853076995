//! Links Accelerate, which only macOS has.
//!
//! With `NUMOXIDE_ACCELERATE_STUB` set, OpenBLAS takes its place under its own names, so that everything but Apple's
//! library itself can be tested elsewhere.

fn main() {
    println!("cargo:rerun-if-env-changed=NUMOXIDE_ACCELERATE_STUB");
    println!("cargo:rustc-check-cfg=cfg(accelerate_stub)");
    if std::env::var_os("NUMOXIDE_ACCELERATE_STUB").is_some() {
        println!("cargo:rustc-cfg=accelerate_stub");
        println!("cargo:rustc-link-lib=dylib=openblas");
    } else if std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|system| system == "macos") {
        println!("cargo:rustc-link-lib=framework=Accelerate");
    }
}
