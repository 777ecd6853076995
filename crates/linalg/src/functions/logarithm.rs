//! Logarithms of matrices.

use num_complex::Complex;
use numoxide_core::{Array, AsView};

use super::scaling::{Rooted, are_apart, atanh, is_principal, rooted, unwinding};
use super::schur::by_schur;
use super::square::Square;
use super::{Computed, each_complex, noise};
use crate::{Inexact, Result};

/// The principal logarithms of square matrices, whose eigenvalues have imaginary parts within π of 0: by the Schur form and the
/// inverse scaling and squaring of Al-Mohy and Higham (2012). SciPy: `linalg.logm`.
///
/// # Errors
/// [`Error::Singular`](crate::Error::Singular); [`Error::NotReal`](crate::Error::NotReal) for a real matrix with a negative
/// eigenvalue; [`Error::NotSquare`](crate::Error::NotSquare), [`Error::NonFinite`](crate::Error::NonFinite),
/// [`Error::NotConverged`](crate::Error::NotConverged).
///
/// ```
/// use numoxide_linalg::{expm, logm};
///
/// let a = [[1.0, 3.0], [1.0, 4.0]];
/// let back = expm(logm(a)?)?;
/// assert!(back.iter().zip([1.0, 3.0, 1.0, 4.0]).all(|(x, y): (&f64, _)| (x - y).abs() < 1e-14));
/// assert!((logm([[2.0, 1.0], [0.0, 2.0]])?[[0, 1]] - 0.5f64).abs() < 1e-15);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn logm<T: Inexact>(a: impl AsView<T>) -> Result<Array<T>> {
    each_complex("logm", &a.as_view(), noise, |a| by_schur(a, upper_logarithm))
}

/// Table 2.1 of the paper.
const THETAS: [f64; 7] = [1.59e-5, 2.31e-3, 1.94e-2, 6.21e-2, 1.28e-1, 2.06e-1, 2.88e-1];

fn upper_logarithm(t: &Square<Complex<f64>>) -> Computed<Complex<f64>> {
    let n = t.n;
    let Rooted { rest, roots, degree } = rooted(t, &THETAS)?;
    let mut sum = Square::scalar(n, Complex::new(0.0, 0.0));
    // The approximant as a sum of fractions, by the nodes of Gauss and Legendre.
    for (node, weight) in gauss(degree) {
        let term = rest.scaled(node).shifted(1.0).solve_upper(rest.scaled(weight))?;
        sum = sum.plus(1.0, &term);
    }
    let mut logarithm = sum.scaled(2f64.powi(roots as i32));
    logarithm.keep_upper();
    if is_principal(t) {
        (0..n).for_each(|i| logarithm.set(i, i, t.at(i, i).ln()));
        for i in 1..n {
            logarithm.set(i - 1, i, above(t.at(i - 1, i - 1), t.at(i, i), t.at(i - 1, i)));
        }
    }
    Ok(logarithm)
}

/// The item above the diagonal of the logarithm of `[[x, item], [0, y]]`: Higham (2008), (11.28).
fn above(x: Complex<f64>, y: Complex<f64>, item: Complex<f64>) -> Complex<f64> {
    if x == y {
        return item / x;
    }
    let difference = y.ln() - x.ln();
    if are_apart(x, y) {
        return item * difference / (y - x);
    }
    let turns = Complex::new(0.0, std::f64::consts::PI * unwinding(difference));
    item * 2.0 * (atanh((y - x) / (y + x)) + turns) / (y - x)
}

/// Nodes and weights of Gauss's quadrature on 0 to 1: roots of Legendre's polynomials by Newton's method.
fn gauss(count: usize) -> Vec<(f64, f64)> {
    let pair = |k: usize| {
        let mut x = (std::f64::consts::PI * (k as f64 + 0.75) / (count as f64 + 0.5)).cos();
        let mut slope = 1.0;
        for _ in 0..10 {
            let (mut before, mut value) = (1.0, x);
            for j in 1..count {
                let j = j as f64;
                (before, value) = (value, ((2.0 * j + 1.0) * x * value - j * before) / (j + 1.0));
            }
            slope = count as f64 * (x * value - before) / (x * x - 1.0);
            x -= value / slope;
        }
        (0.5 + 0.5 * x, 1.0 / ((1.0 - x * x) * slope * slope))
    };
    (0..count).map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::gauss;

    #[test]
    fn quadrature_is_exact_for_polynomials() {
        for count in 1..=7 {
            for power in 0..2 * count as i32 {
                let sum: f64 = gauss(count).iter().map(|(x, weight)| weight * x.powi(power)).sum();
                assert!((sum - 1.0 / f64::from(power + 1)).abs() < 1e-15, "{count} {power}: {sum}");
            }
        }
    }
}
