//! Polynomials from their zeros, and back: `poly` and `roots`.

use numoxide_core::{AnyArray, Array, AsView, DType, Error, Result, c128};
use numoxide_linalg::eigvals;

use crate::convolution::convolve;
use crate::lines::sequence;
use crate::sample::{Exact, Sample, with_sample};

/// The coefficients of the polynomial with these zeros, the highest one being 1; of a square matrix, those of its
/// characteristic polynomial. NumPy: `poly`.
///
/// # Errors
/// [`Error::Value`] unless there is one axis, or two of the same size that is not zero.
///
/// ```
/// use numoxide_stats::poly;
///
/// assert_eq!(poly([-1.0, 1.0, 10.0])?.to_vec(), [1.0, -10.0, -1.0, 10.0]);
/// assert_eq!(poly([[2.0, 0.0], [0.0, 3.0]])?.to_vec(), [1.0, -5.0, 6.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn poly<T: Sample>(zeros: impl AsView<T>) -> Result<Array<T::Exact>> {
    let (zeros, _) = found_zeros::<T>(&zeros)?;
    let product = expanded(&zeros)?;
    let parts = |c: &c128| T::Exact::of_parts(c.re, c.im);
    if zeros.is_empty() {
        return Array::scalar(T::Exact::of(1.0));
    }
    Array::from_vec(product.iter().map(parts).collect())
}

/// [`poly`](fn@poly) for run-time types.
pub mod poly {
    use super::*;

    /// The polynomial with zeros whose type is known at run time; real where the zeros come in conjugated pairs.
    ///
    /// # Errors
    /// As [`poly`](fn@super::poly); [`Error::DType`] for types that are no numbers.
    pub fn any(zeros: &AnyArray) -> Result<AnyArray> {
        let exact = zeros.astype(zeros.dtype().exact())?;
        with_sample!("poly", exact.dtype(), exact T => {
            let view = exact.downcast::<T>()?;
            let (found, is_real) = found_zeros::<T>(&view)?;
            if found.is_empty() {
                return AnyArray::ones([0; 0], DType::F64);
            }
            let p = AnyArray::from(Array::from_vec(expanded(&found)?)?);
            let short = matches!(zeros.dtype(), DType::F32 | DType::C64);
            p.astype(match (is_real, short) {
                (true, true) => DType::F32,
                (true, false) => DType::F64,
                (false, true) => DType::C64,
                (false, false) => DType::C128,
            })
        })
    }
}

/// The zeros, and whether with each there is its conjugate.
fn found_zeros<T: Sample>(zeros: &impl AsView<T>) -> Result<(Vec<c128>, bool)> {
    const OP: &str = "poly";
    let view = zeros.as_view();
    let complex = |x: &T| {
        let (re, im) = x.exact().parts();
        c128::new(re, im)
    };
    let found: Vec<c128> = match view.shape() {
        [n, m] if n == m && *n > 0 => {
            let items = view.astype::<T::Exact>()?;
            // A real matrix has conjugated pairs.
            match items.astype::<f64>() {
                Ok(real) if !T::DTYPE.is_complex() => eigvals(&real)?.to_vec(),
                _ => eigvals(items.astype::<c128>()?)?.to_vec(),
            }
        }
        [_] => sequence(OP, &view)?.iter().map(complex).collect(),
        shape => return Err(Error::value(OP, format!("zeros must be 1d or a square matrix, not {shape:?}"))),
    };
    let by_parts = |a: &c128, b: &c128| a.re.total_cmp(&b.re).then(a.im.total_cmp(&b.im));
    let sorted = |map: fn(c128) -> c128| {
        // Adding 0.0 makes -0.0 positive.
        let mut all: Vec<c128> =
            found.iter().map(|&z| map(z) + 0.0).map(|z| c128::new(z.re, z.im + 0.0)).collect();
        all.sort_by(by_parts);
        all
    };
    let all_real = !T::DTYPE.is_complex() && found.iter().all(|z| z.im == 0.0);
    let is_real = all_real || sorted(|z| z) == sorted(|z| z.conj());
    Ok((found, is_real))
}

/// The product of the linear factors; real if zeros come in conjugated pairs.
fn expanded(zeros: &[c128]) -> Result<Vec<c128>> {
    let mut product = Array::from_vec(vec![c128::of(1.0)])?;
    for &zero in zeros {
        product = convolve(&product, [c128::of(1.0), -zero])?;
    }
    Ok(product.to_vec())
}

/// The zeros of a polynomial, in no order: the eigenvalues of its companion matrix. NumPy: `roots`.
///
/// # Errors
/// [`Error::Rank`] for coefficients along more than one axis, [`Error::Value`] if they are not finite.
///
/// ```
/// use numoxide_stats::roots;
///
/// let mut zeros: Vec<f64> = roots([1.0, -3.0, 2.0, 0.0])?.iter().map(|z| z.re).collect();
/// zeros.sort_by(f64::total_cmp);
/// assert!(zeros.iter().zip([0.0, 1.0, 2.0]).all(|(z, exact)| (z - exact).abs() < 1e-14));
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn roots<T: Sample>(p: impl AsView<T>) -> Result<Array<c128>> {
    const OP: &str = "roots";
    let p = p.as_view();
    let p = sequence(OP, &p)?;
    let is_zero = |c: &T| *c == T::ZERO;
    let Some(first) = p.iter().position(|c| !is_zero(c)) else { return Array::zeros([0]) };
    let last = p.iter().rposition(|c| !is_zero(c)).unwrap_or(first);
    let at_zero = p.len() - 1 - last;
    let exact: Vec<T::Exact> = p[first..=last].iter().map(|c| c.exact()).collect();
    let n = exact.len() - 1;
    let mut companion = vec![T::Exact::of(0.0); n * n];
    for (k, &c) in exact[1..].iter().enumerate() {
        companion[k] = -c / exact[0];
        if k > 0 {
            companion[k * n + k - 1] = T::Exact::of(1.0);
        }
    }
    let companion = Array::from_shape_vec([n, n], companion)?;
    let mut zeros = match T::DTYPE.is_complex() {
        _ if n == 0 => Vec::new(),
        true => eigvals(companion.astype::<c128>()?)?.to_vec(),
        false => eigvals(companion.astype::<f64>()?)?.to_vec(),
    };
    zeros.extend(std::iter::repeat_n(c128::of(0.0), at_zero));
    Array::from_vec(zeros)
}

/// [`roots`](fn@roots) for run-time types.
pub mod roots {
    use super::*;

    /// The zeros of a polynomial whose type is known at run time; real if all are, unless the coefficients are complex.
    ///
    /// # Errors
    /// As [`roots`](fn@super::roots); [`Error::DType`] for types that are no numbers.
    pub fn any(p: &AnyArray) -> Result<AnyArray> {
        let exact = p.astype(p.dtype().exact())?;
        let zeros = with_sample!("roots", exact.dtype(), exact T => roots::<T>(&exact.downcast::<T>()?))?;
        // Zeros at zero alone come from no matrix, and have NumPy's default type.
        let is_plain = zeros.iter().all(|z| *z == c128::of(0.0));
        let is_real = is_plain || (!p.dtype().is_complex() && zeros.iter().all(|z| z.im == 0.0));
        let short = !is_plain && matches!(p.dtype(), DType::F32 | DType::C64);
        AnyArray::from(zeros).astype(match (is_real, short) {
            (true, true) => DType::F32,
            (true, false) => DType::F64,
            (false, true) => DType::C64,
            (false, false) => DType::C128,
        })
    }
}
