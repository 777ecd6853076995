//! OpenBLAS keeps the contract.

use numoxide_backend::{Failure, Mat, MatMut};
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

#[test]
fn extents_beyond_its_integers_are_errors() {
    let (a, mut c) = ([1.0], [0.0]);
    let far = Mat::with_ld(&a, 1, 1, 1 << 31);
    let done = openblas().f64().gemm(1.0, far, Mat::new(&a, 1, 1), 0.0, MatMut::new(&mut c, 1, 1));
    assert_eq!(done, Err(Failure::TooLarge { extent: 1 << 31 }));
}
