//! Results compared with NumPy's and SciPy's up to rounding.

use numoxide_core::{AnyArray, DType, c128};
use numoxide_testkit::conformance::array_of;
use numoxide_testkit::golden::Entry;

/// The items as complex numbers of double precision.
fn wide(a: &AnyArray) -> Vec<c128> {
    a.astype(DType::C128).unwrap().downcast::<c128>().unwrap().to_vec()
}

/// How a result differs from NumPy's by more than rounding; `halves` are the roundings of half precision that a factor of
/// NumPy's may have.
pub fn differs(result: &AnyArray, wanted: &Entry, half: bool) -> Option<String> {
    let wanted = array_of(wanted);
    if (result.dtype(), result.shape()) != (wanted.dtype(), wanted.shape()) {
        let (found, wanted) = ((result.dtype(), result.shape()), (wanted.dtype(), wanted.shape()));
        return Some(format!("{found:?} for {wanted:?}"));
    }
    let epsilon = match result.dtype() {
        _ if half => 2e-3,
        DType::F32 | DType::C64 => 1e-6,
        DType::F64 | DType::C128 => 2e-15,
        _ => 0.0,
    };
    let (found, wanted) = (wide(result), wide(&wanted));
    let largest = wanted.iter().map(|z| z.norm()).fold(0.0, f64::max);
    let near = |(x, y): (&c128, &c128)| (x - y).norm() <= epsilon * largest;
    let at = found.iter().zip(&wanted).position(|pair| !near(pair))?;
    Some(format!("item {at} is {}, NumPy {}", found[at], wanted[at]))
}
