//! Square roots of matrices.

use num_complex::Complex;
use numoxide_backend::Field;
use numoxide_core::{Array, AsView};

use super::schur::by_schur;
use super::square::Square;
use super::{Computed, Undefined, each_complex, unit};
use crate::{Inexact, Result};

/// The principal square roots of square matrices, whose eigenvalues have no negative real part: by the Schur form, after Björck
/// and Hammarling (1983). SciPy: `linalg.sqrtm`.
///
/// # Errors
/// [`Error::NotReal`](crate::Error::NotReal) for a real matrix with a negative eigenvalue; [`Error::Singular`](crate::Error::Singular)
/// for one without a root; [`Error::NotSquare`](crate::Error::NotSquare), [`Error::NonFinite`](crate::Error::NonFinite),
/// [`Error::NotConverged`](crate::Error::NotConverged).
///
/// ```
/// use numoxide_core::{array, c128};
/// use numoxide_linalg::{Error, sqrtm};
///
/// assert_eq!(sqrtm([[4.0, 5.0], [0.0, 9.0]])?.to_vec(), [2.0, 1.0, 0.0, 3.0]);
/// assert!(matches!(sqrtm([[-4.0, 0.0], [0.0, 1.0]]), Err(Error::NotReal { .. })));
/// assert_eq!(sqrtm(array![[c128::new(-4.0, 0.0)]])?.to_vec(), [c128::new(0.0, 2.0)]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn sqrtm<T: Inexact>(a: impl AsView<T>) -> Result<Array<T>> {
    let a = a.as_view();
    let n = a.shape().last().copied().unwrap_or(0) as f64;
    // An imaginary part whose square is lost beside the matrix is that of an eigenvalue that should be 0.
    let negligible = |size: f64, _: f64| (2.0 * n * unit::<T>() * size).sqrt();
    each_complex("sqrtm", &a, negligible, |a| by_schur(a, upper_root))
}

/// The root of an upper triangle, column by column: in each, a triangle with its own diagonal is solved.
pub fn upper_root(a: &Square<Complex<f64>>) -> Computed<Complex<f64>> {
    let n = a.n;
    let mut root = a.clone();
    for j in 0..n {
        let (done, rest) = root.items.split_at_mut(j * n);
        let column = &mut rest[..n];
        let last = column[j].sqrt();
        column[j] = last;
        for i in (0..j).rev() {
            let left = &done[i * n..][..n];
            let divisor = left[i] + last;
            if divisor == Complex::new(0.0, 0.0) {
                if column[i] != divisor {
                    return Err(Undefined::Singular);
                }
                continue;
            }
            let x = column[i].over(divisor);
            column[i] = x;
            column[..i].iter_mut().zip(left).for_each(|(y, &l)| *y -= l * x);
        }
    }
    Ok(root)
}
