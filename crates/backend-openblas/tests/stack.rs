//! OpenBLAS recurses by large frames where it uses several threads: larger than threads of Rust have room for.

use numoxide_backend::MatMut;
use numoxide_backend_openblas::openblas;

#[test]
fn factors_of_large_matrices_fit_a_small_thread() {
    let n = 600;
    let mut state = 1u64;
    let mut a: Vec<f64> = Vec::with_capacity(n * n);
    for _ in 0..n * n {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        a.push((state >> 11) as f64);
    }
    openblas().set_threads(4);
    let factor = || openblas().f64().getrf(MatMut::new(&mut a, n, n), &mut vec![0; n]);
    let found = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(256 << 10).spawn_scoped(scope, factor).unwrap();
        thread.join().unwrap()
    });
    assert_eq!(found, Ok(None));
}
