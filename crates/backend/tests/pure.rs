//! The backend in Rust keeps the contract, and its products with vectors have the same bits at every level with FMA.

use numoxide_backend::{Field, Mat, MatMut, Real, pure};
use numoxide_simd::{Level, available_levels, force_level};

#[test]
fn the_backend_in_rust_conforms() {
    if let Err(failures) = numoxide_backend::conformance(numoxide_backend::pure()) {
        panic!("{} failures:\n{}", failures.len(), failures.join("\n"));
    }
}

/// `A x`, `Aᵀ x` and `xᵀ A`, of items that no sum of is exact.
fn products<T: Real>(rows: usize, cols: usize) -> Vec<T> {
    let item = |at: usize| T::from_f64((at * 7919 % 1013) as f64 / 1013.0 - 0.3);
    let a: Vec<T> = (0..rows * cols).map(item).collect();
    let (a, x) = (Mat::new(&a, rows, cols), (0..rows.max(cols)).map(item).collect::<Vec<T>>());
    let routines = T::routines(pure());
    let mut found = vec![T::ZERO; rows + 2 * cols];
    let (forth, rest) = found.split_at_mut(rows);
    let (back, row) = rest.split_at_mut(cols);
    let one = <T as Field>::ONE;
    routines.gemm(one, a, Mat::new(&x, cols, 1), one, MatMut::new(forth, rows, 1)).unwrap();
    routines.gemm(one, a.t(), Mat::new(&x, rows, 1), one, MatMut::new(back, cols, 1)).unwrap();
    routines.gemm(one, Mat::new(&x, 1, rows), a, one, MatMut::new(row, 1, cols)).unwrap();
    found
}

fn same_bits<T: Real>() {
    for (rows, cols) in
        [(1, 200), (200, 1), (6, 37), (37, 6), (13, 64), (70, 45), (45, 70), (64, 64), (129, 33)]
    {
        let of_levels: Vec<Vec<T>> = available_levels()
            .iter()
            .filter(|&&level| level != Level::Baseline)
            .map(|&level| {
                force_level(level);
                products(rows, cols)
            })
            .collect();
        assert!(of_levels.windows(2).all(|pair| pair[0] == pair[1]), "{rows} x {cols}");
    }
}

#[test]
fn products_with_vectors_have_the_same_bits_at_levels_with_fma() {
    same_bits::<f64>();
    same_bits::<f32>();
}
