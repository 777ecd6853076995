//! Functions that leave the real numbers, held to NumPy's types and values over strange layouts.

use numoxide_core::*;
use numoxide_testkit::calls::{Results, check_calls};
use numoxide_testkit::conformance::array_of;
use numoxide_testkit::golden::Entry;
use numoxide_ufunc::emath;

fn call(words: &[&str], views: &[AnyView<'_>]) -> Results {
    let a = &views[0];
    let result = match words[0] {
        "sqrt" => emath::sqrt(a),
        "log" => emath::log(a),
        "log2" => emath::log2(a),
        "log10" => emath::log10(a),
        "arccos" => emath::arccos(a),
        "arcsin" => emath::arcsin(a),
        "arctanh" => emath::arctanh(a),
        "logn" => emath::logn(a, &views[1]),
        "power" => emath::power(a, &views[1]),
        other => panic!("no function `{other}`"),
    };
    Ok(vec![result?])
}

/// The values are NumPy's up to the last places, in which its own machines differ; the type is NumPy's.
fn nearly(result: &AnyArray, wanted: &Entry) -> Option<String> {
    let wanted = array_of(wanted);
    if (result.dtype(), result.shape()) != (wanted.dtype(), wanted.shape()) {
        return Some(format!(
            "{} {:?}, NumPy {} {:?}",
            result.dtype(),
            result.shape(),
            wanted.dtype(),
            wanted.shape()
        ));
    }
    let tolerance = match wanted.dtype() {
        DType::F16 => 2e-3,
        DType::F32 | DType::C64 => 1e-6,
        _ => 4e-15,
    };
    let wide = |array: &AnyArray| array.astype(DType::C128).unwrap().downcast::<c128>().unwrap();
    let (found, expected) = (wide(result), wide(&wanted));
    // The parts share their scale: that which is nearly zero carries the error of the other.
    let near =
        |a: f64, b: f64, size: f64| a == b || (a.is_nan() && b.is_nan()) || (a - b).abs() <= tolerance * size;
    let same = |(a, b): (&c128, &c128)| {
        let size = if b.re.is_finite() && b.im.is_finite() { b.l1_norm() } else { 1.0 };
        near(a.re, b.re, size) && near(a.im, b.im, size)
    };
    (!found.iter().zip(&expected).all(same))
        .then(|| format!("{:?}, NumPy {:?}", found.to_vec(), expected.to_vec()))
}

#[test]
fn every_call_gives_what_numpy_gives() {
    check_calls("scimath", 500, |made| made.difference_in_layouts(|views| call(&made.words, views), nearly));
}
