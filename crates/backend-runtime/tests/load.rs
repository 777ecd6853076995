//! What is loaded keeps the contract, and what cannot be loaded says why.

use numoxide_backend_runtime::{LoadError, VARIABLE, from_environment, load};

/// The library that [`VARIABLE`] names; `cargo xtask backends` names several, one after the other.
#[test]
fn the_library_of_the_environment_conforms() {
    let Some(found) = from_environment() else {
        eprintln!("{VARIABLE} is not set: nothing to load");
        return;
    };
    let library = found.unwrap_or_else(|error| panic!("{error}"));
    println!("{}, {}-bit integers, {:?} threads", library.name(), library.integer_bits(), library.threads());
    if let Err(failures) = numoxide_backend::conformance(library) {
        panic!("{}: {} failures:\n{}", library.name(), failures.len(), failures.join("\n"));
    }
}

#[test]
fn what_is_not_there_is_named() {
    // SAFETY: there is nothing to run.
    let error = unsafe { load(&["/nowhere/libblas.so"]) }.err().expect("there is no such file");
    assert!(matches!(error, LoadError::Open { .. }) && error.to_string().contains("/nowhere/libblas.so"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_library_of_something_else_is_named() {
    // SAFETY: the library of mathematics runs nothing when it is loaded.
    let error = unsafe { load(&["libm.so.6"]) }.err().expect("no BLAS");
    assert!(matches!(error, LoadError::NoBlas { .. }), "{error}");
}
