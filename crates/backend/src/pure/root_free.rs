//! Eigenvalues of symmetric tridiagonal matrices by the QL method without square roots of Pal, Walker and Kahan: LAPACK's
//! `sterf`.
//!
//! A step waits for the step before it, so its length is all that counts. LAPACK divides twice, one after the other; here both
//! quotients of a step are made at once from the same sums.

use super::small::sort_values;
use crate::Failure;

/// Sweeps for each eigenvalue, on average, that are far beyond what any matrix has needed.
const SWEEPS: usize = 30;
/// Squares of items below the diagonal that vanish beside a block whose largest item is about 1.
const NEGLIGIBLE: f64 = 1e-140;

/// Cosines, squared, that are lost beside 1.
const LEAST: f64 = 1e-150;

/// Replaces the diagonal by the eigenvalues, ascending; what is below the diagonal is lost.
pub fn eigenvalues(d: &mut [f64], e: &mut [f64]) -> Result<(), Failure> {
    let n = d.len();
    let mut sweeps = SWEEPS * n;
    let mut start = 0;
    while start < n {
        let end = (start..n - 1).find(|&i| splits(d, e, i)).unwrap_or(n - 1);
        block(&mut d[start..=end], &mut e[start..end], &mut sweeps)?;
        start = end + 1;
    }
    sort_values(d);
    Ok(())
}

/// Whether an item below the diagonal is lost beside its neighbours.
fn splits(d: &[f64], e: &[f64], i: usize) -> bool {
    e[i].abs() <= d[i].abs().sqrt() * d[i + 1].abs().sqrt() * f64::EPSILON
}

/// The eigenvalues of a matrix that does not fall apart.
fn block(d: &mut [f64], e: &mut [f64], sweeps: &mut usize) -> Result<(), Failure> {
    let n = d.len();
    if n == 1 {
        return Ok(());
    }
    let most = d.iter().chain(&*e).fold(0.0, |most: f64, x| most.max(x.abs()));
    // A power of two between 2^-1000 and 2^1000.
    let scale = 2f64.powi(most.log2().floor().clamp(-1000.0, 1000.0) as i32);
    d.iter_mut().for_each(|x| *x /= scale);
    e.iter_mut().for_each(|x| *x = (*x / scale) * (*x / scale));
    if d[n - 1].abs() < d[0].abs() {
        // The small end first: there, eigenvalues are found with the digits they have.
        d.reverse();
        e.reverse();
    }
    let mut first = 0;
    while first < n {
        let last = (first..n - 1).find(|&i| negligible(d, e, i)).unwrap_or(n - 1);
        match last - first {
            0 => first += 1,
            1 => {
                (d[first], d[first + 1]) = pair(d[first], e[first], d[first + 1]);
                first += 2;
            }
            _ => {
                *sweeps = sweeps.checked_sub(1).ok_or(Failure::NotConverged)?;
                let shift = shift(d[first], e[first], d[first + 1]);
                sweep(&mut d[first..=last], &mut e[first..last], shift);
            }
        }
    }
    d.iter_mut().for_each(|x| *x *= scale);
    Ok(())
}

/// [`splits`] for squares.
#[inline(always)]
fn negligible(d: &[f64], e: &[f64], i: usize) -> bool {
    e[i] <= f64::EPSILON * f64::EPSILON * (d[i] * d[i + 1]).abs() || e[i] < NEGLIGIBLE
}

/// The eigenvalues of `[[a, b], [b, c]]`, by the square of `b`: LAPACK's `lae2`.
fn pair(a: f64, square: f64, c: f64) -> (f64, f64) {
    let (sum, half) = (a + c, 0.5 * (a - c));
    let root = (half * half + square).sqrt();
    if sum == 0.0 {
        return (root, -root);
    }
    let larger = 0.5 * sum + root.copysign(sum);
    let (most, least) = if a.abs() > c.abs() { (a, c) } else { (c, a) };
    (larger, (most / larger) * least - square / larger)
}

/// Wilkinson's shift.
fn shift(p: f64, square: f64, next: f64) -> f64 {
    let root = square.sqrt();
    let sigma = (next - p) / (2.0 * root);
    let size = sigma.hypot(1.0);
    p - root / (sigma + size.copysign(sigma))
}

/// One sweep from the last row to the first.
fn sweep(d: &mut [f64], e: &mut [f64], shift: f64) {
    let last = e.len();
    let mut sine = 0.0;
    let mut gamma = d[last] - shift;
    let mut p = gamma * gamma;
    let mut cosine = 1.0;
    for i in (0..last).rev() {
        let square = e[i];
        let r = p + square;
        if i + 1 < last {
            e[i + 1] = sine * r;
        }
        let numerator = p * (d[i] - shift) - square * gamma;
        let before = gamma;
        gamma = numerator / r;
        d[i + 1] = before + (d[i] - gamma);
        // gamma² over the cosine p / r, unless that is lost.
        let next = if p > LEAST { numerator * numerator / (r * p) } else { cosine * square };
        (cosine, sine) = (p / r, square / r);
        p = next;
    }
    e[0] = sine * p;
    d[0] = shift + gamma;
}
