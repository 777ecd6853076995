//! Decompositions held to what defines them, to NumPy's values, and to the errors they must name.

use numoxide_core::{Array, Order, array};
use numoxide_linalg::*;

fn numbers(shape: &[usize]) -> Array<f64> {
    let len = shape.iter().product::<usize>();
    let items = (0..len).map(|i| ((i * i * 7 + i * 13 + 5) % 101) as f64 / 50.0 - 1.0).collect();
    Array::from_vec(items).unwrap().reshape(shape).unwrap()
}

fn close(a: &Array<f64>, b: &Array<f64>) {
    assert_eq!(a.shape(), b.shape());
    for (x, y) in a.iter().zip(b.iter()) {
        assert!((x - y).abs() < 1e-11, "{x} is not {y}");
    }
}

#[test]
fn solutions_and_inverses_of_stacks() {
    for n in [1, 3, 8, 40, 70] {
        let mut a = numbers(&[2, n, n]);
        for i in 0..n {
            a[[0, i, i]] += 9.0;
            a[[1, i, i]] -= 9.0;
        }
        let b = numbers(&[2, n, 3]);
        close(&matmul(&a, solve(&a, &b).unwrap()).unwrap(), &b);
        let identity =
            Array::<f64>::identity(n).unwrap().view().broadcast_to([2, n, n]).unwrap().copy(Order::C);
        close(&matmul(&a, inv(&a).unwrap()).unwrap(), &identity.unwrap());
        let b = numbers(&[n]);
        close(
            &matmul(&a, solve(&a, &b).unwrap().expand_dims(-1).unwrap()).unwrap().squeeze_axes(-1).unwrap(),
            &b.view().broadcast_to([2, n]).unwrap().copy(Order::C).unwrap(),
        );
    }
}

#[test]
fn factors_give_the_matrix_back() {
    for (m, n) in [(4, 4), (7, 3), (3, 6), (50, 40), (20, 45)] {
        let a = numbers(&[2, m, n]);
        for complete in [false, true] {
            let found = qr::with(&a).complete(complete).run().unwrap();
            close(&matmul(&found.q, &found.r).unwrap(), &a);
        }
        let found = svd::with(&a).full_matrices(false).run().unwrap();
        let scaled = &found.u * &found.s.expand_dims(-2).unwrap();
        close(&matmul(&scaled, &found.vh).unwrap(), &a);
        close(&svdvals(&a).unwrap(), &found.s);
        let inverse = pinv(&a).unwrap();
        close(&matmul(matmul(&a, &inverse).unwrap(), &a).unwrap(), &a);
    }
    for n in [2, 5, 40] {
        let a = numbers(&[n, n]);
        let mut square = matmul(&a, a.t()).unwrap();
        (0..n).for_each(|i| square[[i, i]] += 1.0);
        let l = cholesky(&square).unwrap();
        close(&matmul(&l, l.t()).unwrap(), &square);
        let u = cholesky::with(&square).upper(true).run().unwrap();
        close(&u, &l.t());
        let found = eigh(&square, Uplo::Upper).unwrap();
        let scaled = &found.eigenvectors * &found.eigenvalues;
        close(&matmul(&square, &found.eigenvectors).unwrap(), &scaled);
        close(&eigvalsh(&square, Uplo::Lower).unwrap(), &found.eigenvalues);
    }
}

/// What NumPy 2.4.6 gives for these few matrices.
#[test]
fn values_of_numpy() {
    let a = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 10.0]];
    close(&det(&a).unwrap(), &Array::scalar(-3.0).unwrap());
    close(&svdvals(&a).unwrap(), &array![17.412505166808597, 0.8751613501104364, 0.19686652111742997]);
    assert!((cond(&a).unwrap().to_vec()[0] - 88.44827992069874).abs() < 1e-8);
    assert_eq!(norm(&a).unwrap(), 304f64.sqrt());
    assert_eq!(matrix_norm::with(&a).ord(Ord::Infinity).run().unwrap().to_vec(), [25.0]);
    assert_eq!(matrix_norm::with(&a).ord(Ord::Power(1.0)).run().unwrap().to_vec(), [19.0]);
    assert_eq!(
        vector_norm::with(&a).ord(Ord::Power(1.0)).axis(0).run().unwrap().to_vec(),
        [12.0, 15.0, 19.0]
    );
    assert_eq!(matrix_rank(array![[1.0, 2.0], [2.0, 4.0]]).unwrap().to_vec(), [1]);
    assert_eq!(matrix_power(array![[1.0, 1.0], [1.0, 0.0]], 10).unwrap().to_vec(), [89.0, 55.0, 55.0, 34.0]);
    let turn = eigvals(array![[0.0f64, -1.0], [1.0, 0.0]]).unwrap().to_vec();
    assert!(turn.iter().all(|w| w.re.abs() < 1e-15 && (w.im.abs() - 1.0).abs() < 1e-15), "{turn:?}");
    let found = slogdet(&a).unwrap();
    assert_eq!(found.sign.to_vec(), [-1.0]);
    assert!((found.logabsdet.to_vec()[0] - 3f64.ln()).abs() < 1e-14);
}

#[test]
fn least_squares_and_tensors() {
    let a = numbers(&[9, 4]);
    let b = numbers(&[9, 2]);
    let found = lstsq(&a, &b).unwrap();
    assert_eq!((found.rank, found.residuals.len()), (4, 2));
    let rest = &matmul(&a, &found.solution).unwrap() - &b;
    close(&matmul(a.t(), &rest).unwrap(), &Array::zeros([4, 2]).unwrap());
    let mut a = numbers(&[6, 2, 3]);
    (0..6).for_each(|i| a[[i, i / 3, i % 3]] += 5.0);
    let b = numbers(&[6]);
    let x = tensorsolve(&a, &b).unwrap();
    close(&tensordot(&a, &x, 2).unwrap(), &b);
    close(&tensordot(tensorinv(&a, 1).unwrap(), &b, 1).unwrap(), &x);
}

#[test]
fn names_what_is_wrong() {
    let mut a = numbers(&[2, 3, 3]);
    assert!(matches!(det(numbers(&[2, 3])), Err(Error::NotSquare { op: "det", .. })));
    assert!(matches!(det(numbers(&[3])), Err(Error::Array(_))));
    (0..3).for_each(|i| a[[1, 2, i]] = 0.0);
    assert_eq!(inv(&a).unwrap_err(), Error::Singular { op: "inv", matrix: vec![1] });
    assert!(matches!(solve(&a, [1.0; 3]), Err(Error::Singular { op: "solve", .. })));
    a[[1, 0, 2]] = f64::NAN;
    for error in [det(&a).unwrap_err(), svdvals(&a).unwrap_err(), eigvalsh(&a, Uplo::Upper).unwrap_err()] {
        assert!(matches!(&error, Error::NonFinite { index, .. } if index == &[1, 0, 2]), "{error}");
    }
    let indefinite = array![[1.0, 0.0], [0.0, -1.0]];
    let expected = Error::NotPositiveDefinite { op: "cholesky", matrix: vec![], order: 2 };
    assert_eq!(cholesky(&indefinite).unwrap_err(), expected);
    assert!(matches!(cond(Array::<f64>::zeros([0, 0]).unwrap()), Err(Error::Empty { .. })));
}

#[test]
fn empty_matrices_have_empty_answers() {
    let none = Array::<f64>::zeros([0, 0]).unwrap();
    assert_eq!(det(&none).unwrap().to_vec(), [1.0]);
    assert_eq!(inv(&none).unwrap().shape(), [0, 0]);
    assert_eq!(svd(Array::<f64>::zeros([0, 3]).unwrap()).unwrap().vh.shape(), [3, 3]);
    assert_eq!(det(Array::<f64>::zeros([0, 2, 2]).unwrap()).unwrap().shape(), [0]);
}
