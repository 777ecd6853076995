//! MKL keeps the contract.

use numoxide_backend_mkl::mkl;

#[test]
fn mkl_conforms() {
    if let Err(failures) = numoxide_backend::conformance(mkl()) {
        panic!("{} failures:\n{}", failures.len(), failures.join("\n"));
    }
}

#[test]
fn it_says_what_it_is_and_how_many_threads_it_uses() {
    assert!(mkl().name().starts_with("MKL 20"), "{}", mkl().name());
    mkl().set_threads(2);
    assert_eq!(mkl().threads(), Some(if cfg!(feature = "threads") { 2 } else { 1 }));
    mkl().set_threads(1);
    assert_eq!((mkl().threads(), mkl().integer_bits()), (Some(1), 32));
}
