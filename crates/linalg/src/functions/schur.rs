//! Functions of matrices by their Schur forms.

use num_complex::Complex;
use numoxide_backend::MatMut;
use numoxide_core::{Array, AsView, c128};

use super::square::Square;
use super::{Computed, each_complex, noise};
use crate::backend::routines;
use crate::{Inexact, Result};

type Complexes = Square<Complex<f64>>;

const ZERO: Complex<f64> = Complex::new(0.0, 0.0);

/// `Z f(T) Zᴴ`, where `Z T Zᴴ` is the Schur form of a matrix, or itself if it is a triangle.
pub fn by_schur(
    a: &Complexes,
    f: impl FnOnce(&Complexes) -> Computed<Complex<f64>>,
) -> Computed<Complex<f64>> {
    if a.is_upper() {
        return f(a);
    }
    if a.is_lower() {
        return Ok(f(&a.transpose())?.transpose());
    }
    let n = a.n;
    let (mut t, mut z, mut w) = (a.clone(), Square::scalar(n, ZERO), vec![ZERO; n]);
    let vectors = Some(MatMut::new(&mut z.items, n, n));
    routines::<Complex<f64>>().gees(MatMut::new(&mut t.items, n, n), &mut w, vectors)?;
    t.keep_upper();
    Ok(z.times(&f(&t)?)?.times_adjoint(&z)?)
}

/// Any function of a number, applied to square matrices: `function` of their eigenvalues, by Parlett's recurrence on the Schur
/// form (Golub and Van Loan, algorithm 9.1.1). Where eigenvalues are equal or close, little of the result is exact. SciPy:
/// `linalg.funm`.
///
/// # Errors
/// [`Error::NotReal`](crate::Error::NotReal) for a real matrix whose result is not; [`Error::NotSquare`](crate::Error::NotSquare),
/// [`Error::NonFinite`](crate::Error::NonFinite), [`Error::NotConverged`](crate::Error::NotConverged).
///
/// ```
/// use numoxide_linalg::funm;
///
/// let squared = funm([[1.0, 3.0], [1.0, 4.0]], |x| x * x)?;
/// assert!(squared.iter().zip([4.0, 15.0, 5.0, 19.0]).all(|(x, y): (&f64, _)| (x - y).abs() < 1e-13));
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn funm<T: Inexact>(a: impl AsView<T>, function: impl Fn(c128) -> c128) -> Result<Array<T>> {
    each_complex("funm", &a.as_view(), noise, |a| by_schur(a, |t| Ok(parlett(t, &function))))
}

/// Parlett's recurrence.
pub fn parlett(t: &Complexes, function: impl Fn(c128) -> c128) -> Complexes {
    superdiagonals(t, function, |f, i, j| {
        let (gap, rest) = (t.at(j, j) - t.at(i, i), commutator(f, t, i, j));
        if gap == ZERO { rest } else { rest / gap }
    })
}

/// What the commutator of a function and its matrix must be at one place for all to commute, but for the term of that place.
fn commutator(f: &Complexes, t: &Complexes, i: usize, j: usize) -> Complex<f64> {
    let first = t.at(i, j) * (f.at(j, j) - f.at(i, i));
    (i + 1..j).fold(first, |sum, k| sum + t.at(i, k) * f.at(k, j) - f.at(i, k) * t.at(k, j))
}

/// A function of a triangle: of its diagonal by `function`, and of what is above, diagonal after diagonal, by `item`.
fn superdiagonals(
    t: &Complexes,
    function: impl Fn(c128) -> c128,
    item: impl Fn(&Complexes, usize, usize) -> Complex<f64>,
) -> Complexes {
    let n = t.n;
    let mut f = Square::scalar(n, ZERO);
    (0..n).for_each(|i| f.set(i, i, function(t.at(i, i))));
    for above in 1..n {
        for i in 0..n - above {
            let value = item(&f, i, i + above);
            f.set(i, i + above, value);
        }
    }
    f
}

/// The matrix sign function: the function that is 1 right of the imaginary axis and -1 left of it, and 0 for eigenvalues whose real
/// part is lost beside the largest. By the Schur form, after Higham (2008), algorithm 5.5, which equal eigenvalues do not disturb.
/// SciPy: `linalg.signm`.
///
/// # Errors
/// [`Error::NotSquare`](crate::Error::NotSquare), [`Error::NonFinite`](crate::Error::NonFinite),
/// [`Error::NotConverged`](crate::Error::NotConverged).
///
/// ```
/// use numoxide_linalg::signm;
///
/// assert_eq!(signm([[2.0, 3.0], [0.0, -4.0]])?.to_vec(), [1.0, 1.0, 0.0, -1.0]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn signm<T: Inexact>(a: impl AsView<T>) -> Result<Array<T>> {
    let lost = 1e3 * 2.0 * super::unit::<T>();
    each_complex("signm", &a.as_view(), noise, |a| by_schur(a, |t| Ok(upper_sign(t, lost))))
}

fn upper_sign(t: &Complexes, lost: f64) -> Complexes {
    let least = lost * t.diagonal().iter().map(|x| x.norm()).fold(0.0, f64::max);
    let sign = |x: c128| if x.re.abs() > least { Complex::new(x.re.signum(), 0.0) } else { ZERO };
    superdiagonals(t, sign, |s, i, j| {
        let sum = s.at(i, i) + s.at(j, j);
        if sum != ZERO {
            // Signs are their own inverses.
            return -(i + 1..j).fold(ZERO, |sum, k| sum + s.at(i, k) * s.at(k, j)) / sum;
        }
        let gap = t.at(j, j) - t.at(i, i);
        if gap == ZERO { ZERO } else { commutator(s, t, i, j) / gap }
    })
}
