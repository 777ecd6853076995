//! Inverse scaling and squaring: square roots of a triangle until it is close to the identity.

use num_complex::Complex;
use numoxide_backend::Failure;

use super::Undefined;
use super::estimate::norm_of_product;
use super::root::upper_root;
use super::square::Square;

type Complexes = Square<Complex<f64>>;

/// Roots after which a matrix without NaN has come close to the identity.
const MOST: u32 = 200;

/// A triangle `T` from which `2^-roots` powers have been taken.
pub struct Rooted {
    /// `T^(2^-roots) - I`.
    pub rest: Complexes,
    pub roots: u32,
    /// The degree of the Padé approximant that is exact for it.
    pub degree: usize,
}

/// Whether no eigenvalue of a triangle is on the negative real axis, where the formulas below have no meaning.
pub fn is_principal(t: &Complexes) -> bool {
    t.diagonal().iter().all(|x| x.re > 0.0 || x.im != 0.0)
}

/// The lines that algorithm 4.1 of Al-Mohy and Higham (2012) and 3.1 of Higham and Lin (2013) have in common; `thetas` are the
/// sizes up to which the degrees 1 to 7 are exact.
pub fn rooted(t: &Complexes, thetas: &[f64; 7]) -> Result<Rooted, Undefined> {
    let mut diagonal = t.diagonal();
    if diagonal.contains(&Complex::new(0.0, 0.0)) {
        return Err(Undefined::Singular);
    }
    let mut roots = 0;
    while diagonal.iter().any(|x| (x - 1.0).norm() > thetas[6]) {
        diagonal.iter_mut().for_each(|x| *x = x.sqrt());
        roots += 1;
    }
    let mut root = t.clone();
    for _ in 0..roots {
        root = upper_root(&root)?;
    }
    let degree = degree(&mut root, &mut roots, thetas)?;
    let mut rest = root.shifted(-1.0);
    if is_principal(t) {
        exact_diagonals(t, roots, &mut rest);
    }
    Ok(Rooted { rest, roots, degree })
}

/// The degree for a triangle with eigenvalues near 1, of which more roots are taken where that is cheaper.
fn degree(root: &mut Complexes, roots: &mut u32, thetas: &[f64; 7]) -> Result<usize, Undefined> {
    let size = |root: &Complexes, power: usize| {
        let rest = root.clone().shifted(-1.0);
        norm_of_product(&vec![&rest; power]).powf(1.0 / power as f64)
    };
    let exact = |size: f64, mut degrees: std::ops::RangeInclusive<usize>| {
        degrees.find(|&degree| size <= thetas[degree - 1])
    };
    let mut d3 = size(root, 3);
    if let Some(degree) = exact(size(root, 2).max(d3), 1..=2) {
        return Ok(degree);
    }
    let (first, mut extra) = (*roots, 0);
    while *roots < MOST {
        if *roots > first {
            d3 = size(root, 3);
        }
        let d4 = size(root, 4);
        let a3 = d3.max(d4);
        match exact(a3, 3..=7) {
            Some(degree @ 3..=6) => return Ok(degree),
            Some(_) if a3 / 2.0 <= thetas[4] && extra < 2 => extra += 1,
            _ => {
                let a4 = d4.max(size(root, 5));
                if let Some(degree) = exact(a3.min(a4), 6..=7) {
                    return Ok(degree);
                }
            }
        }
        *root = upper_root(root)?;
        *roots += 1;
    }
    Err(Undefined::Backend(Failure::NotConverged))
}

/// Sets what is known of `T^(2^-roots) - I` without cancellation: its diagonal, and the one above.
fn exact_diagonals(t: &Complexes, roots: u32, rest: &mut Complexes) {
    let power = 0.5f64.powi(roots as i32);
    for i in 0..t.n {
        rest.set(i, i, root_minus_one(t.at(i, i), roots));
    }
    for i in 1..t.n {
        let value = power_above(t.at(i - 1, i - 1), t.at(i, i), t.at(i - 1, i), power);
        rest.set(i - 1, i, value);
    }
}

/// `a^(2^-k) - 1`, after Al-Mohy (2012), algorithm 2.
fn root_minus_one(a: Complex<f64>, k: u32) -> Complex<f64> {
    match k {
        0 => a - 1.0,
        1 => a.sqrt() - 1.0,
        _ => {
            let (mut a, mut left) = (a, k);
            if a.arg().abs() >= std::f64::consts::FRAC_PI_2 {
                (a, left) = (a.sqrt(), k - 1);
            }
            let first = a - 1.0;
            a = a.sqrt();
            let mut product = a + 1.0;
            for _ in 1..left {
                a = a.sqrt();
                product *= a + 1.0;
            }
            first / product
        }
    }
}

/// By how many turns a difference of logarithms leaves the principal branch.
pub fn unwinding(z: Complex<f64>) -> f64 {
    use std::f64::consts::PI;
    ((z.im - PI) / (2.0 * PI)).ceil()
}

/// The inverse hyperbolic tangent, without cancellation near 0.
pub fn atanh(z: Complex<f64>) -> Complex<f64> {
    let (x, y) = (z.re, z.im);
    let re = 0.25 * (4.0 * x / ((1.0 - x) * (1.0 - x) + y * y)).ln_1p();
    Complex::new(re, 0.5 * (2.0 * y).atan2((1.0 - x) * (1.0 + x) - y * y))
}

/// Whether two numbers are far enough apart to divide by their difference.
pub fn are_apart(x: Complex<f64>, y: Complex<f64>) -> bool {
    (y - x).norm() > (x + y).norm() / 2.0
}

/// The item above the diagonal of a power of `[[x, above], [0, y]]`: Higham and Lin (2011), (5.6) and (5.5).
pub fn power_above(x: Complex<f64>, y: Complex<f64>, above: Complex<f64>, p: f64) -> Complex<f64> {
    if x == y {
        return above * p * x.powf(p - 1.0);
    }
    if are_apart(x, y) {
        return above * (y.powf(p) - x.powf(p)) / (y - x);
    }
    let (log_x, log_y) = (x.ln(), y.ln());
    let turns = Complex::new(0.0, std::f64::consts::PI * unwinding(log_y - log_x));
    let half = (atanh((y - x) / (y + x)) + turns) * p;
    above * ((log_y + log_x) * (p / 2.0)).exp() * half.sinh() * 2.0 / (y - x)
}
