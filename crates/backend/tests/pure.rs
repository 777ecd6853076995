//! The backend in Rust keeps the contract.

#[test]
fn the_backend_in_rust_conforms() {
    if let Err(failures) = numoxide_backend::conformance(numoxide_backend::pure()) {
        panic!("{} failures:\n{}", failures.len(), failures.join("\n"));
    }
}
