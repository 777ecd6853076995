//! Products and einsum held to NumPy's results, over whole numbers, so that every digit counts.

use numoxide_core::{Array, AsView, Number, Order, array, f16};
use numoxide_linalg::products::*;
use numoxide_linalg::{Error, Result};

const ROWS: &str = include_str!("../../testkit/golden/linalg.tsv");

fn shape(text: &str) -> Vec<usize> {
    text.split(',').filter_map(|size| size.parse().ok()).collect()
}

/// Operand number `i` of the golden file, as any type.
fn operand<T: Product + Number>(i: usize, shape: &[usize], from: impl Fn(i64) -> T) -> Array<T> {
    let len = shape.iter().product::<usize>();
    let items = (0..len).map(|at| from((at + i) as i64 % 7 - 3)).collect();
    Array::from_vec(items).unwrap().reshape(shape).unwrap()
}

fn call<T: Product + Number>(name: &str, operands: &[&dyn AsView<T>]) -> Result<Array<T>> {
    if let Some(subscripts) = name.strip_prefix("einsum ") {
        return einsum(subscripts, operands);
    }
    let (a, b) = (operands[0].as_view(), operands[1].as_view());
    match name {
        "matmul" => matmul(a, b),
        "dot" => dot(a, b),
        "inner" => inner(a, b),
        "outer" => outer(a, b),
        "kron" => kron(a, b),
        "cross" => cross(a, b),
        "vecdot" => vecdot(a, b),
        "matvec" => matvec(a, b),
        "vecmat" => vecmat(a, b),
        "tensordot" => tensordot(a, b, 2),
        other => panic!("{other}"),
    }
}

fn check<T: Product + Number>(from: impl Fn(i64) -> T + Copy) {
    for row in ROWS.lines().skip(1) {
        let [name, shapes, expected_shape, items] =
            row.split('\t').collect::<Vec<_>>().try_into().expect("four columns");
        let arrays: Vec<Array<T>> =
            shapes.split(';').enumerate().map(|(i, text)| operand(i, &shape(text), from)).collect();
        let columns: Vec<Array<T>> = arrays.iter().map(|array| array.copy(Order::F).unwrap()).collect();
        let expected: Vec<T> = items.split_whitespace().map(|item| from(item.parse().unwrap())).collect();
        for arrays in [&arrays, &columns] {
            let operands: Vec<&dyn AsView<T>> = arrays.iter().map(|array| array as _).collect();
            let found = call(name, &operands).unwrap_or_else(|error| panic!("{row}: {error}"));
            assert_eq!(found.shape(), shape(expected_shape), "{row}");
            assert_eq!(found.to_vec(), expected, "{row}");
        }
    }
}

#[test]
fn products_of_integers() {
    check(|x| x);
    check(|x| x as i32);
    check(|x| x as i8);
}

#[test]
fn products_of_floats() {
    check(|x| x as f64);
    check(|x| x as f32);
    check(|x| f16::from_f32(x as f32));
    check(|x| numoxide_core::c128::new(x as f64, 0.0));
    check(|x| numoxide_core::c64::new(x as f32, 0.0));
}

#[test]
fn truth_values_multiply_by_and_or() {
    let a = array![[true, false], [false, false]];
    assert_eq!(matmul(&a, &a).unwrap().to_vec(), [true, false, false, false]);
    assert_eq!(einsum("ij,jk->ik", &[&a, &a]).unwrap().to_vec(), [true, false, false, false]);
}

#[test]
fn conjugates_where_numpy_does() {
    let i = numoxide_core::c128::new(0.0, 1.0);
    let a = array![i, i];
    assert_eq!(vdot(&a, &a).unwrap().re, 2.0);
    assert_eq!(vecdot(&a, &a).unwrap().to_vec()[0].re, 2.0);
    assert_eq!(dot(&a, &a).unwrap().to_vec()[0].re, -2.0);
}

#[test]
fn writes_to_out() {
    let a = array![[1.0, 2.0], [3.0, 4.0]];
    let mut out = Array::<f64>::zeros([2, 2]).unwrap();
    matmul::with(&a, &a).out(&mut out).unwrap();
    assert_eq!(out.to_vec(), [7.0, 10.0, 15.0, 22.0]);
    matmul::with(&a, &a).out(&mut out.view_mut().t()).unwrap();
    assert_eq!(out.to_vec(), [7.0, 15.0, 10.0, 22.0]);
    let mut wrong = Array::<f64>::zeros([2, 3]).unwrap();
    assert!(matmul::with(&a, &a).out(&mut wrong).is_err());
}

#[test]
fn traces_and_chains() {
    let a = array![[1i32, 2, 3], [4, 5, 6], [7, 8, 9]];
    assert_eq!(trace(&a).unwrap().to_vec(), [15i64]);
    assert_eq!(trace::with(&a).offset(-1).run().unwrap().to_vec(), [12i64]);
    assert_eq!(multi_dot(&[&a, &a, &array![1i32, 0, 0]]).unwrap().to_vec(), [30, 66, 102]);
}

#[test]
fn names_what_is_wrong() {
    let a = array![[1.0, 2.0], [3.0, 4.0]];
    assert!(matches!(matmul(&a, [1.0; 3]), Err(Error::Array(_))));
    for text in ["ij,jk", "ijk", "i", "ij->ijk", "ij->ii", "i$", "ij->i.", "......"] {
        let found = einsum(text, &[&a]);
        assert!(matches!(found, Err(Error::Subscripts { .. })), "{text}: {found:?}");
    }
    let path = Optimize::Path(vec![vec![0, 2]]);
    assert!(einsum::with("ij,jk->ik", &[&a, &a]).optimize(path).run().is_err());
}

#[test]
fn every_order_of_products_gives_the_same() {
    let a: Array<i64> = operand(0, &[3, 3], |x| x);
    let operands: [&dyn AsView<i64>; 5] = [&a, &a, &a, &a, &a];
    let run = |optimize| einsum::with("ab,bc,cd,de,ef", &operands).optimize(optimize).run().unwrap().to_vec();
    assert_eq!(run(Optimize::None), run(Optimize::Greedy));
    assert_eq!(run(Optimize::None), run(Optimize::Optimal));
}

/// NumPy 2.4.6: `np.einsum_path("ij,jk,kl->il", a, b, c, optimize=...)[0]`.
#[test]
fn paths_are_those_of_numpy() {
    let (a, b, c) =
        (Array::<f64>::ones([2, 9]).unwrap(), Array::ones([9, 9]).unwrap(), Array::ones([9, 1]).unwrap());
    for optimize in [Optimize::Optimal, Optimize::Greedy] {
        let found = einsum_path("ij,jk,kl->il", &[&a, &b, &c], optimize).unwrap();
        assert_eq!(found.path, [[1, 2], [0, 1]]);
    }
}
