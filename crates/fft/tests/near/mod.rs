//! Results compared with NumPy's and SciPy's up to rounding.

use numoxide_core::{AnyArray, DType, c128};
use numoxide_testkit::conformance::array_of;
use numoxide_testkit::golden::Entry;

/// The slack for half precision, in which NumPy rounds factors.
pub fn slack_for_halves(arrays: &[AnyArray]) -> f64 {
    if arrays.iter().any(|a| a.dtype() == &DType::F16) { 2000.0 } else { 1.0 }
}

/// The items as complex numbers of double precision.
fn wide(a: &AnyArray) -> Vec<c128> {
    a.astype(DType::C128).unwrap().downcast::<c128>().unwrap().to_vec()
}

/// How a result differs from NumPy's by more than rounding; `slack` is how many times more than usual is allowed.
pub fn differs(result: &AnyArray, wanted: &Entry, slack: f64) -> Option<String> {
    let wanted = array_of(wanted);
    if (result.dtype(), result.shape()) != (wanted.dtype(), wanted.shape()) {
        let (found, wanted) = ((result.dtype(), result.shape()), (wanted.dtype(), wanted.shape()));
        return Some(format!("{found:?} for {wanted:?}"));
    }
    let epsilon = match result.dtype() {
        DType::F16 | DType::F32 | DType::C64 => 1e-6 * slack,
        DType::F64 | DType::C128 => 2e-15 * slack,
        _ => 0.0,
    };
    let (found, wanted) = (wide(result), wide(&wanted));
    let largest = wanted.iter().map(|z| z.norm()).filter(|x| x.is_finite()).fold(0.0, f64::max);
    let same = |x: f64, y: f64| x == y || x.is_nan() && y.is_nan();
    let near =
        |(x, y): (&c128, &c128)| (x - y).norm() <= epsilon * largest || same(x.re, y.re) && same(x.im, y.im);
    let at = found.iter().zip(&wanted).position(|pair| !near(pair))?;
    Some(format!("item {at} is {}, NumPy {}", found[at], wanted[at]))
}
