//! Links the OpenBLAS of the system, or the one in the folder that `OPENBLAS_LIB_DIR` names.

fn main() {
    println!("cargo:rerun-if-env-changed=OPENBLAS_LIB_DIR");
    if let Some(folder) = std::env::var_os("OPENBLAS_LIB_DIR") {
        println!("cargo:rustc-link-search=native={}", folder.display());
    } else if std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|system| system == "macos") {
        // Where Homebrew keeps what it does not put into the system.
        for folder in ["/opt/homebrew/opt/openblas/lib", "/usr/local/opt/openblas/lib"] {
            println!("cargo:rustc-link-search=native={folder}");
        }
    }
    println!("cargo:rustc-link-lib=dylib=openblas");
}
