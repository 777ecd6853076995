//! OpenBLAS keeps the contract.

use numoxide_backend_openblas::openblas;

#[test]
fn openblas_conforms() {
    if let Err(failures) = numoxide_backend::conformance(openblas()) {
        panic!("{} failures:\n{}", failures.len(), failures.join("\n"));
    }
}

#[test]
fn it_says_what_it_is_and_how_many_threads_it_uses() {
    assert!(openblas().name().starts_with("OpenBLAS 0."), "{}", openblas().name());
    openblas().set_threads(1);
    assert_eq!((openblas().threads(), openblas().integer_bits()), (Some(1), 32));
}
