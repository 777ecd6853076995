//! Powers of matrices that are no whole numbers.

use num_complex::Complex;
use numoxide_core::{Array, AsView};

use super::scaling::{Rooted, is_principal, power_above, rooted};
use super::schur::{by_schur, parlett};
use super::square::Square;
use super::{Computed, Undefined, each_complex, noise};
use crate::{Inexact, Result, svdvals};

type Complexes = Square<Complex<f64>>;

/// Square matrices to the power `t`, whole or not: by the Schur form, Padé approximants and inverse scaling and squaring, after
/// Higham and Lin (2013). SciPy: `linalg.fractional_matrix_power`.
///
/// # Errors
/// [`Error::Singular`](crate::Error::Singular) where `t` is negative; [`Error::NotReal`](crate::Error::NotReal) for a real matrix
/// whose power is not; [`Error::NotSquare`](crate::Error::NotSquare), [`Error::NonFinite`](crate::Error::NonFinite),
/// [`Error::NotConverged`](crate::Error::NotConverged).
///
/// ```
/// use numoxide_linalg::fractional_matrix_power;
///
/// let root = fractional_matrix_power([[8.0, 12.0], [0.0, 8.0]], 1.0 / 3.0)?;
/// assert!(root.iter().zip([2.0, 1.0, 0.0, 2.0]).all(|(x, y): (&f64, _)| (x - y).abs() < 1e-15));
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn fractional_matrix_power<T: Inexact>(a: impl AsView<T>, t: f64) -> Result<Array<T>> {
    let a = a.as_view();
    if t == t.trunc() && t.abs() < 2f64.powi(53) {
        return super::each("fractional_matrix_power", &a, |a| whole(&a, t));
    }
    each_complex("fractional_matrix_power", &a, noise, |a| {
        let power = split(a, t);
        let fraction = match by_schur(a, |u| upper_power(u, power.fraction)) {
            // Of a singular matrix, the recurrence knows as much as there is.
            Err(Undefined::Singular) if t > 0.0 => {
                let fraction = by_schur(a, |u| Ok(parlett(u, |x| x.powf(t - t.floor()))))?;
                return Ok(whole(a, t.floor())?.times(&fraction)?);
            }
            found => found?,
        };
        Ok(whole(a, power.whole)?.times(&fraction)?)
    })
}

/// A power as a whole number and a fraction.
struct Split {
    whole: f64,
    fraction: f64,
}

/// Rounds down or up, whichever is more exact for a matrix of such a condition.
fn split(a: &Complexes, t: f64) -> Split {
    let values = Array::from_shape_vec([a.n, a.n], a.items.clone()).ok().and_then(|a| svdvals(a).ok());
    let values = values.map(|s| s.to_vec()).unwrap_or_default();
    let condition = match (values.first(), values.last()) {
        (Some(most), Some(least)) => most / least,
        _ => 1.0,
    };
    let (down, up) = (t - t.floor(), t - t.ceil());
    if down * condition.powf(1.0 - down) <= -up * condition {
        Split { whole: t.floor(), fraction: down }
    } else {
        Split { whole: t.ceil(), fraction: up }
    }
}

fn whole<D: numoxide_backend::Field<Real = f64>>(a: &Square<D>, t: f64) -> Computed<D> {
    let power = a.power(t.abs() as u64)?;
    if t >= 0.0 { Ok(power) } else { power.solve(Square::scalar(a.n, D::ONE)) }
}

/// The sizes up to which approximants of degree 1 to 7 are exact.
const THETAS: [f64; 7] = [1.51e-5, 2.24e-3, 1.88e-2, 6.04e-2, 1.24e-1, 2.00e-1, 2.79e-1];

/// A triangle to a power between -1 and 1.
fn upper_power(t: &Complexes, power: f64) -> Computed<Complex<f64>> {
    let Rooted { rest, roots, degree } = rooted(t, &THETAS)?;
    let mut result = approximant(&rest, power, degree)?;
    let principal = is_principal(t);
    for step in (0..=roots).rev() {
        if step < roots {
            result = result.times(&result)?;
        }
        if principal {
            exact_diagonals(t, power * 0.5f64.powi(step as i32), &mut result);
        }
    }
    result.keep_upper();
    Ok(result)
}

fn exact_diagonals(t: &Complexes, power: f64, result: &mut Complexes) {
    (0..t.n).for_each(|i| result.set(i, i, t.at(i, i).powf(power)));
    for i in 1..t.n {
        let value = power_above(t.at(i - 1, i - 1), t.at(i, i), t.at(i - 1, i), power);
        result.set(i - 1, i, value);
    }
}

/// The Padé approximant of `(I + rest)^power` as a continued fraction, from its end: Higham and Lin (2011), algorithm 4.1.
fn approximant(rest: &Complexes, power: f64, degree: usize) -> Computed<Complex<f64>> {
    let constant = |k: usize| match (k, (k / 2) as f64) {
        (1, _) => -power,
        (k, half) if k % 2 == 0 => (power - half) / (2.0 * (2.0 * half - 1.0)),
        (_, half) => (-power - half) / (2.0 * (2.0 * half + 1.0)),
    };
    let mut fraction = rest.scaled(-constant(2 * degree));
    for k in (1..2 * degree).rev() {
        fraction = fraction.shifted(1.0).solve_upper(rest.scaled(-constant(k)))?;
    }
    Ok(fraction.shifted(1.0))
}
