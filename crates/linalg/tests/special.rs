//! Matrices made by a rule, held to SciPy's over types, options and strange layouts.

use std::ops::{Neg, Sub};

use numoxide_core::{AnyArray, AnyView, ArrayView, AsView, Order, Scalar, c64, c128};
use numoxide_linalg::products::Product;
use numoxide_linalg::*;
use numoxide_testkit::calls::{Call, Results, check_calls};
use numoxide_testkit::conformance::{array_of, difference};
use numoxide_testkit::golden::Entry;

fn mode(word: &str) -> ConvolutionMode {
    match word {
        "same" => ConvolutionMode::Same,
        "valid" => ConvolutionMode::Valid,
        _ => ConvolutionMode::Full,
    }
}

fn kind(word: &str) -> Triangle {
    match word {
        "lower" => Triangle::Lower,
        "upper" => Triangle::Upper,
        _ => Triangle::Symmetric,
    }
}

fn scale(word: &str) -> DftScale {
    match word {
        "sqrtn" => DftScale::Root,
        "n" => DftScale::Rows,
        _ => DftScale::None,
    }
}

/// Matrices made of vectors and matrices of any type.
fn of_arrays<T: Product>(words: &[&str], x: &[ArrayView<'_, T>]) -> Result<AnyArray> {
    let a = &x[0];
    Ok(match (words[0], x.get(1)) {
        ("toeplitz", None) => toeplitz(a)?,
        ("toeplitz", Some(r)) => toeplitz::with(a).r(r).run()?,
        ("hankel", None) => hankel(a)?,
        ("hankel", Some(r)) => hankel::with(a).r(r).run()?,
        ("circulant", _) => circulant(a)?,
        ("leslie", Some(s)) => leslie(a, s)?,
        ("khatri_rao", Some(b)) => khatri_rao(a, b)?,
        ("convolution_matrix", _) => convolution_matrix(a, words[1].parse().unwrap(), mode(words[2]))?,
        ("block_diag", _) => block_diag(&x.iter().map(|x| x as &dyn AsView<T>).collect::<Vec<_>>())?,
        (other, _) => panic!("no function {other}"),
    }
    .into())
}

/// Those of real numbers alone.
fn of_reals<T: Product + PartialOrd + Sub<Output = T>>(
    words: &[&str],
    x: &[ArrayView<'_, T>],
) -> Result<AnyArray> {
    if words[0] == "fiedler" { Ok(fiedler(&x[0])?.into()) } else { of_arrays(words, x) }
}

/// Those of coefficients.
fn of_floats<T: Inexact>(words: &[&str], x: &[ArrayView<'_, T>]) -> Option<Result<AnyArray>> {
    match words[0] {
        "companion" => Some(companion(&x[0]).map(Into::into)),
        "fiedler_companion" => Some(fiedler_companion(&x[0]).map(Into::into)),
        _ => None,
    }
}

/// Those made of a number of rows.
fn of_rows(words: &[&str]) -> Result<AnyArray> {
    let n = words[1].parse().unwrap();
    let word = words.get(2).copied().unwrap_or("");
    Ok(match (words[0], word) {
        ("hadamard", _) => hadamard::<i64>(n)?.into(),
        ("hilbert", _) => hilbert(n)?.into(),
        ("helmert", full) => helmert(n, full == "True")?.into(),
        ("invhilbert", "True") => invhilbert::<i64>(n)?.into(),
        ("invhilbert", _) => invhilbert::<f64>(n)?.into(),
        ("pascal", word) => pascal::<u64>(n, kind(word))?.into(),
        ("invpascal", word) => invpascal::<i64>(n, kind(word))?.into(),
        ("dft", word) => dft(n, scale(word))?.into(),
        (other, _) => panic!("no function {other}"),
    })
}

/// The arrays as typed views, or of copies where they are not aligned.
macro_rules! typed {
    ($type:ty, $views:expr, |$x:ident| $result:expr) => {{
        let copies: Vec<AnyArray> =
            $views.iter().map(|view| view.copy(Order::C)).collect::<Result<_, _>>()?;
        let $x: Vec<ArrayView<'_, $type>> = $views
            .iter()
            .zip(&copies)
            .map(|(view, copy)| view.downcast::<$type>().or_else(|_| copy.view().downcast::<$type>()))
            .collect::<Result<_, _>>()?;
        $result
    }};
}

fn run(words: &[&str], views: &[AnyView<'_>]) -> Results {
    let Some(first) = views.first() else { return Ok(vec![of_rows(words)?]) };
    let found = match first.dtype().to_string().as_str() {
        "int64" => typed!(i64, views, |x| of_reals(words, &x)),
        "float32" => typed!(f32, views, |x| of_floats(words, &x).unwrap_or_else(|| of_reals(words, &x))),
        "float64" => typed!(f64, views, |x| of_floats(words, &x).unwrap_or_else(|| of_reals(words, &x))),
        "complex64" => typed!(c64, views, |x| of_floats(words, &x).unwrap_or_else(|| of_arrays(words, &x))),
        _ => typed!(c128, views, |x| of_floats(words, &x).unwrap_or_else(|| of_arrays(words, &x))),
    };
    Ok(vec![found?])
}

/// How a result differs in more than the last of 14 digits, or at all if it is whole.
fn differs(words: &[&str], result: &AnyArray, wanted: &Entry) -> Option<String> {
    if !["companion", "fiedler_companion", "helmert", "invhilbert", "dft"].contains(&words[0]) {
        return difference(result, wanted);
    }
    let wanted = array_of(wanted);
    if (result.dtype(), result.shape()) != (wanted.dtype(), wanted.shape()) {
        return Some(format!("{:?}, {:?}", result.dtype(), result.shape()));
    }
    let wide =
        |a: &AnyArray| a.astype(numoxide_core::DType::C128).unwrap().downcast::<c128>().unwrap().to_vec();
    // Roots of unity are exact in the file.
    let bound = if words[0] == "dft" { 6e-16 } else { 1e-13 };
    let pairs = wide(result).into_iter().zip(wide(&wanted));
    let far = pairs.into_iter().find(|(x, y)| (x - y).norm() > bound * y.norm());
    far.map(|(x, y)| format!("{x}, SciPy {y}"))
}

#[test]
fn calls_as_scipy_answers() {
    check_calls("special_matrices", 400, |call: &Call<'_>| {
        if call.arrays.is_empty() {
            return call
                .difference_by(run(&call.words, &[]), |result, wanted| differs(&call.words, result, wanted));
        }
        call.difference_in_layouts(
            |views| run(&call.words, views),
            |result, wanted| differs(&call.words, result, wanted),
        )
    });
}

fn signs<T: Scalar + Neg<Output = T>>() -> Vec<T> {
    hadamard::<T>(4).unwrap().to_vec()
}

#[test]
fn signs_of_any_type() {
    assert_eq!(signs::<i8>().iter().map(|&x| f64::from(x)).collect::<Vec<_>>(), signs::<f64>());
    assert_eq!(signs::<c128>()[5], c128::new(-1.0, 0.0));
}

#[test]
fn what_does_not_fit_is_an_error() {
    assert!(invhilbert::<i64>(14).is_ok() && invhilbert::<i64>(15).is_err());
    assert!(
        pascal::<u64>(34, Triangle::Symmetric).is_ok() && pascal::<u64>(35, Triangle::Symmetric).is_err()
    );
    assert!(invpascal::<u64>(2, Triangle::Lower).is_err());
    assert!(helmert(0, true).is_err());
    assert_eq!(invhilbert::<f64>(0).unwrap().shape(), [0, 0]);
    assert_eq!(block_diag::<f64>(&[]).unwrap().shape(), [1, 0]);
}

/// Inverses that are whole, in numbers beyond 64 bits.
#[test]
fn inverses_of_hilberts_matrix() {
    // The formula in Python's whole numbers.
    let inverse = invhilbert::<f64>(20).unwrap();
    assert_eq!(inverse[[0, 0]], 400.0);
    assert_eq!(inverse[[19, 19]], 48722219250572027160000.0);
}
