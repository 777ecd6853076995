//! The forms of `numpy.linalg` that differ from those of the main namespace.

use numoxide_core::{Array, array};
use numoxide_linalg::*;

#[test]
fn forms_of_their_own() {
    let a: Array<i32> = array![[[1, 2], [3, 4]], [[5, 6], [7, 8]]];
    assert_eq!(trace(&a, 0).unwrap().to_vec(), [5i64, 13]);
    assert_eq!(trace(&a, 1).unwrap().to_vec(), [2i64, 6]);
    assert_eq!(diagonal(&a, 0).unwrap().to_vec(), [1, 4, 5, 8]);
    assert_eq!(outer([1, 2], [3, 4]).unwrap().to_vec(), [3, 4, 6, 8]);
    assert!(outer([[1, 2]], [3, 4]).is_err());
    assert_eq!(cross([1, 0, 0], [0, 1, 0], -1).unwrap().to_vec(), [0, 0, 1]);
    assert!(cross([1, 0], [0, 1], -1).is_err());
    assert_eq!(matrix_transpose(&a).unwrap().to_vec(), [1, 3, 2, 4, 5, 7, 6, 8]);
}

#[test]
fn eigenvectors_of_rotations() {
    let found = eig([[0.0f64, -2.0], [2.0, 0.0]]).unwrap();
    for j in 0..2 {
        let (w, x, y) = (found.eigenvalues[[j]], found.eigenvectors[[0, j]], found.eigenvectors[[1, j]]);
        assert!((w * x + 2.0 * y).norm() < 1e-14 && (w * y - 2.0 * x).norm() < 1e-14);
    }
}
