//! Functions of matrices held to exact values, over types and strange layouts, and to what must hold of them.

use numoxide_core::{AnyArray, AnyView, Array, ArrayView, Element, Order, array, c64, c128};
use numoxide_linalg::products::{Product, matmul};
use numoxide_linalg::*;
use numoxide_testkit::calls::{Call, Results, check_calls};
use numoxide_testkit::conformance::array_of;
use numoxide_testkit::golden::Entry;

/// What a call gives, by its words.
fn call<T: Inexact + Product>(words: &[&str], x: &[ArrayView<'_, T>]) -> Result<Vec<AnyArray>>
where
    T::Real: Element,
{
    let (a, word) = (&x[0], words.get(2).copied().unwrap_or(""));
    let one = |result: Result<Array<T>>| Ok(vec![AnyArray::from(result?)]);
    let projection = |basis: Result<Array<T>>| -> Result<Vec<AnyArray>> {
        let basis = basis?;
        let mut adjoint = basis.mt()?.copy(Order::C)?;
        adjoint.iter_mut().for_each(|x| *x = numoxide_backend::Field::conj(*x));
        one(matmul(&basis, &adjoint))
    };
    match words[0] {
        "expm" => one(expm(a)),
        "logm" => one(logm(a)),
        "sqrtm" => one(sqrtm(a)),
        "cosm" => one(cosm(a)),
        "sinm" => one(sinm(a)),
        "tanm" => one(tanm(a)),
        "coshm" => one(coshm(a)),
        "sinhm" => one(sinhm(a)),
        "tanhm" => one(tanhm(a)),
        "signm" => one(signm(a)),
        "fractional_matrix_power" => one(fractional_matrix_power(a, word.parse().unwrap())),
        "polar" => {
            let found = polar(a, if word == "left" { Side::Left } else { Side::Right })?;
            Ok(vec![found.u.into(), found.p.into()])
        }
        "orth" => projection(orth(a)),
        "null_space" => projection(null_space(a)),
        "pinvh" => one(pinvh(a, Uplo::Lower, None)),
        "subspace_angles" => Ok(vec![subspace_angles(a, &x[1])?.into()]),
        other => panic!("no function {other}"),
    }
}

fn of_type<T: Inexact + Product>(words: &[&str], views: &[AnyView<'_>]) -> Results {
    // Views of no alignment are copied, which is what a caller would do.
    let copies: Vec<AnyArray> = views.iter().map(|view| view.copy(Order::C)).collect::<Result<_, _>>()?;
    let typed: Vec<ArrayView<'_, T>> = views
        .iter()
        .zip(&copies)
        .map(|(view, copy)| view.downcast::<T>().or_else(|_| copy.view().downcast::<T>()))
        .collect::<Result<_, _>>()?;
    Ok(call(words, &typed)?)
}

fn run(words: &[&str], views: &[AnyView<'_>]) -> Results {
    match views[0].dtype().to_string().as_str() {
        "float32" => of_type::<f32>(words, views),
        "float64" => of_type::<f64>(words, views),
        "complex64" => of_type::<c64>(words, views),
        _ => of_type::<c128>(words, views),
    }
}

fn wide(a: &AnyArray) -> Vec<c128> {
    a.astype(numoxide_core::DType::C128).unwrap().downcast::<c128>().unwrap().to_vec()
}

/// How a result differs by more than `units` roundings of the largest item.
/// Sines are differences of exponentials: it is beside those that they are exact, in SciPy as here.
fn differs(name: &str, result: &AnyArray, wanted: &Entry, units: f64) -> Option<String> {
    let wanted = array_of(wanted);
    if (result.dtype(), result.shape()) != (wanted.dtype(), wanted.shape()) {
        let (found, wanted) = ((result.dtype(), result.shape()), (wanted.dtype(), wanted.shape()));
        return Some(format!("{found:?} for {wanted:?}"));
    }
    let single = matches!(wanted.dtype().to_string().as_str(), "float32" | "complex64");
    let epsilon = if single { f64::from(f32::EPSILON) } else { f64::EPSILON };
    let (found, wanted) = (wide(result), wide(&wanted));
    let size = |x: &[c128]| x.iter().map(|z| z.norm()).fold(0.0, f64::max);
    let beside_one = name.starts_with("sin") || name.starts_with("tan") || size(&wanted) == 0.0;
    let largest = if beside_one { size(&wanted).max(1.0) } else { size(&wanted) };
    let worst = found
        .iter()
        .zip(&wanted)
        .map(|(x, y)| (x - y).norm())
        .fold(0.0, |most: f64, x| if x.is_nan() { f64::INFINITY } else { most.max(x) });
    let found = worst / largest / epsilon;
    (found > units).then(|| format!("{found:.1} roundings, of {units}"))
}

/// Roundings of a result in units of what one of the matrix does to it.
const UNITS: f64 = 8.0;

#[test]
fn calls_as_computed_exactly() {
    check_calls("matrix_functions", 300, |call: &Call<'_>| {
        let condition: f64 = call.words[1].parse().unwrap();
        let rows = *call.arrays[0].shape().last().unwrap() as f64;
        call.difference_in_layouts(
            |views| run(&call.words, views),
            |result, wanted| differs(call.words[0], result, wanted, UNITS * condition * rows),
        )
    });
}

fn close(a: &Array<f64>, b: &Array<f64>, bound: f64) {
    assert_eq!(a.shape(), b.shape());
    for (x, y) in a.iter().zip(b.iter()) {
        assert!((x - y).abs() <= bound, "{x} is not {y}");
    }
}

fn numbers(n: usize) -> Array<f64> {
    let items = (0..n * n).map(|i| ((i * i * 7 + i * 13 + 5) % 101) as f64 / 50.0 - 1.0).collect();
    Array::from_vec(items).unwrap().reshape([n, n]).unwrap()
}

/// The exponential of a matrix whose powers end is a polynomial, and is one to the last bit here.
#[test]
fn exponentials_that_are_known() {
    let a = array![[0.0, 1.0, 2.0], [0.0, 0.0, 3.0], [0.0, 0.0, 0.0]];
    assert_eq!(expm(&a).unwrap().to_vec(), [1.0, 1.0, 3.5, 0.0, 1.0, 3.0, 0.0, 0.0, 1.0]);
    assert_eq!(expm(a.t()).unwrap().to_vec(), [1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 3.5, 3.0, 1.0]);
    // Large numbers above the diagonal need no halving: what Al-Mohy and Higham mend.
    let far = expm([[0.0, 1e60], [0.0, 0.0]]).unwrap();
    assert_eq!(far.to_vec(), [1.0, 1e60, 0.0, 1.0]);
    let nothing = expm(Array::<f64>::zeros([3, 3]).unwrap()).unwrap();
    assert_eq!(nothing.to_vec(), Array::<f64>::identity(3).unwrap().to_vec());
    assert_eq!(expm(Array::<f64>::zeros([0, 0]).unwrap()).unwrap().shape(), [0, 0]);
    assert_eq!(expm(Array::<f64>::zeros([0, 2, 2]).unwrap()).unwrap().shape(), [0, 2, 2]);
    assert_eq!(expm([[1e300]]).unwrap().to_vec(), [f64::INFINITY]);
    assert_eq!(expm([[-1e300]]).unwrap().to_vec(), [0.0]);
    for angle in [0.001, 0.5, 3.0, 40.0] {
        let turned = expm([[0.0, -angle], [angle, 0.0]]).unwrap();
        let (sine, cosine) = f64::sin_cos(angle);
        close(&turned, &array![[cosine, -sine], [sine, cosine]], 1e-15 * angle.max(1.0));
    }
    // Skew matrices turn.
    for n in [3, 10, 40] {
        let a = numbers(n);
        let skew = &a - a.t();
        let turn = expm(&skew).unwrap();
        close(&matmul(&turn, turn.t()).unwrap(), &Array::identity(n).unwrap(), 1e-13 * n as f64);
    }
}

#[test]
fn functions_undo_each_other() {
    // Of these sizes, as no two eigenvalues are equal: `funm` divides by their differences.
    for n in [1, 2, 5, 14, 40] {
        let small = &numbers(n) * (1.5 / n as f64);
        let a = expm(&small).unwrap();
        close(&logm(&a).unwrap(), &small, 1e-13);
        let root = sqrtm(&a).unwrap();
        close(&matmul(&root, &root).unwrap(), &a, 1e-13);
        close(&fractional_matrix_power(&a, 0.5).unwrap(), &root, 1e-13);
        let third = fractional_matrix_power(&a, 1.0 / 3.0).unwrap();
        close(&matrix_power(&third, 3).unwrap(), &a, 1e-12);
        close(&fractional_matrix_power(&a, -2.0).unwrap(), &matrix_power(&a, -2).unwrap(), 1e-12);
        let (sine, cosine) = (sinm(&small).unwrap(), cosm(&small).unwrap());
        let one = matmul(&sine, &sine).unwrap() + matmul(&cosine, &cosine).unwrap();
        close(&one, &Array::identity(n).unwrap(), 1e-14);
        close(&funm(&small, |x| x.exp()).unwrap(), &a, 1e-11);
        // The numbers alone have eigenvalues 0, which have no sign.
        let shifted = &numbers(n) + &(&Array::<f64>::identity(n).unwrap() * 0.37);
        let sign = signm(&shifted).unwrap();
        close(&matmul(&sign, &sign).unwrap(), &Array::identity(n).unwrap(), 1e-8);
    }
}

/// Signs whose eigenvalues are equal, where Parlett's recurrence fails.
#[test]
fn signs_of_equal_eigenvalues() {
    let a = array![[1.0, 5.0, 7.0], [0.0, 1.0, 3.0], [0.0, 0.0, -2.0]];
    let sign = signm(&a).unwrap();
    assert_eq!([sign[[0, 0]], sign[[1, 1]], sign[[2, 2]]], [1.0, 1.0, -1.0]);
    close(&matmul(&sign, &sign).unwrap(), &Array::identity(3).unwrap(), 1e-15);
    close(&matmul(&sign, &a).unwrap(), &matmul(&a, &sign).unwrap(), 1e-14);
}

#[test]
fn what_is_not_real_or_not_there_is_named() {
    let stack: Array<f64> = array![[[4.0, 0.0], [0.0, 1.0]], [[1.0, 2.0], [2.0, 1.0]]];
    let matrix = vec![1];
    assert_eq!(sqrtm(&stack).unwrap_err(), Error::NotReal { op: "sqrtm", matrix: matrix.clone() });
    assert_eq!(logm(&stack).unwrap_err(), Error::NotReal { op: "logm", matrix: matrix.clone() });
    assert_eq!(funm(&stack, |x| x.sqrt()).unwrap_err(), Error::NotReal { op: "funm", matrix });
    let op = "fractional_matrix_power";
    assert_eq!(fractional_matrix_power(&stack, 0.3).unwrap_err(), Error::NotReal { op, matrix: vec![1] });
    let singular = array![[1.0, 2.0], [0.0, 0.0]];
    assert_eq!(logm(&singular).unwrap_err(), Error::Singular { op: "logm", matrix: vec![] });
    assert_eq!(fractional_matrix_power(&singular, -0.5).unwrap_err(), Error::Singular { op, matrix: vec![] });
    assert_eq!(fractional_matrix_power(&singular, -1.0).unwrap_err(), Error::Singular { op, matrix: vec![] });
    close(&fractional_matrix_power(&singular, 0.5).unwrap(), &singular, 1e-15);
    close(&sqrtm(&singular).unwrap(), &singular, 1e-15);
    let rootless = array![[0.0, 1.0], [0.0, 0.0]];
    assert_eq!(sqrtm(&rootless).unwrap_err(), Error::Singular { op: "sqrtm", matrix: vec![] });
    let nan = array![[1.0, 0.0], [f64::NAN, 0.0]];
    assert_eq!(expm(&nan).unwrap_err(), Error::NonFinite { op: "expm", index: vec![1, 0] });
    assert!(matches!(expm([[1.0, 2.0]]), Err(Error::NotSquare { .. })));
    assert!(matches!(logm([1.0]), Err(Error::Array(_))));
    let quarter = std::f64::consts::FRAC_PI_2;
    assert!(tanm([[quarter, 0.0], [0.0, 0.0]]).unwrap()[[0, 0]].abs() > 1e15);
}

/// Singular but semidefinite: an eigenvalue that should be 0 may come out negative, and has still a real root.
#[test]
fn roots_of_semidefinite_matrices_are_real() {
    for n in [2, 3, 6] {
        let a = Array::<f64>::ones([n, n]).unwrap();
        let root = sqrtm(&a).unwrap();
        close(&matmul(&root, &root).unwrap(), &a, 1e-14);
    }
}

/// At run time, the result of a real matrix is complex where it must be, as SciPy's is.
#[test]
fn at_run_time_results_leave_the_reals() {
    let (good, bad) = (array![[4.0, 0.0], [0.0, 9.0]], array![[-4.0f32, 0.0], [0.0, 9.0]]);
    assert_eq!(any::sqrtm(&good.into()).unwrap().downcast::<f64>().unwrap().to_vec(), [2.0, 0.0, 0.0, 3.0]);
    let root = any::sqrtm(&bad.into()).unwrap().downcast::<c64>().unwrap();
    assert_eq!([root[[0, 0]], root[[1, 1]]], [c64::new(0.0, 2.0), c64::new(3.0, 0.0)]);
    let whole = AnyArray::from(array![[0, 0], [0, 0]]);
    assert_eq!(any::expm(&whole).unwrap().downcast::<f64>().unwrap().to_vec(), [1.0, 0.0, 0.0, 1.0]);
}

#[test]
fn ranks_of_a_stack_must_be_one() {
    let stack = array![[[1.0, 0.0], [0.0, 0.0]], [[2.0, 0.0], [0.0, 0.0]]];
    assert_eq!(orth(&stack).unwrap().shape(), [2, 2, 1]);
    assert_eq!(null_space(&stack).unwrap().shape(), [2, 2, 1]);
    let mixed = array![[[1.0, 0.0], [0.0, 0.0]], [[2.0, 0.0], [0.0, 1.0]]];
    assert!(orth(&mixed).is_err() && null_space(&mixed).is_err());
    assert_eq!(null_space::with(&mixed).rcond(0.9).run().unwrap().shape(), [2, 2, 1]);
    assert_eq!(subspace_angles(&stack, [[1.0], [1.0]]).unwrap().shape(), [2, 1]);
    assert!(subspace_angles([[1.0], [0.0]], [[1.0]]).is_err());
}
