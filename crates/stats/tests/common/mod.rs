//! How far results may be from NumPy's.

use numoxide_core::*;
use numoxide_testkit::conformance::array_of;
use numoxide_testkit::golden::Entry;

/// The items as complex numbers.
fn numbers(a: &AnyArray) -> Vec<c128> {
    a.astype(DType::C128).unwrap().downcast::<c128>().unwrap().to_vec()
}

/// How far two numbers of a dtype may be apart, relative to the larger and to 1.
pub fn tolerance(dtype: &DType) -> f64 {
    match dtype {
        DType::F16 => 2e-3,
        DType::BF16 => 2e-2,
        DType::F32 | DType::C64 => 1e-6,
        _ => 1e-11,
    }
}

fn far(a: f64, b: f64, tolerance: f64) -> bool {
    let same = a == b || (a.is_nan() && b.is_nan());
    let near = (a - b).abs() <= tolerance * (1.0 + a.abs().max(b.abs()));
    !same && !near
}

/// The difference of two results in words, whatever their dtypes.
pub fn apart(found: &AnyArray, wanted: &AnyArray, tolerance: f64) -> Option<String> {
    if found.shape() != wanted.shape() {
        return Some(format!("shape {:?}, NumPy {:?}", found.shape(), wanted.shape()));
    }
    let differs = |(a, b): &(c128, c128)| far(a.re, b.re, tolerance) || far(a.im, b.im, tolerance);
    let place = numbers(found).into_iter().zip(numbers(wanted)).position(|pair| differs(&pair))?;
    Some(format!("{}, NumPy {}", numbers(found)[place], numbers(wanted)[place]))
}

/// The difference from NumPy's result in words, by the tolerance of its dtype or a coarser one.
pub fn difference(found: &AnyArray, wanted: &Entry, coarse: f64) -> Option<String> {
    let wanted = array_of(wanted);
    if found.dtype() != wanted.dtype() {
        return Some(format!("{}, NumPy {}", found.dtype(), wanted.dtype()));
    }
    apart(found, &wanted, tolerance(wanted.dtype()).max(coarse))
}
