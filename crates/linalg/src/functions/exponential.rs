//! The exponential of matrices, by scaling and squaring.

use num_complex::Complex;
use numoxide_backend::{Failure, Field};
use numoxide_core::{Array, AsView};

use super::estimate::norm_of_product;
use super::square::Square;
use super::{Computed, complex, each};
use crate::{Inexact, Result};

/// The exponentials of square matrices, `I + A + A²/2 + ...`, by the scaling and squaring of Al-Mohy and Higham (2009), with
/// Padé approximants of degree 3 to 13. What is too large becomes infinite. SciPy: `linalg.expm`.
///
/// # Errors
/// [`Error::NotSquare`](crate::Error::NotSquare), [`Error::NonFinite`](crate::Error::NonFinite); [`Error::Array`](crate::Error::Array)
/// if there are fewer than two axes.
///
/// ```
/// use numoxide_linalg::expm;
///
/// let turned = expm([[0.0, -1.0], [1.0, 0.0]])?;
/// assert!((turned[[0, 0]] - 1f64.cos()).abs() < 1e-15 && (turned[[1, 0]] - 1f64.sin()).abs() < 1e-15);
/// assert_eq!(expm([[0.0, 3.0], [0.0, 0.0]])?.to_vec(), [1.0, 3.0, 0.0, 1.0]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn expm<T: Inexact>(a: impl AsView<T>) -> Result<Array<T>> {
    each("expm", &a.as_view(), exponential)
}

/// The exponential of one number.
fn exp<D: Field<Real = f64>>(x: D) -> D {
    let z = if D::COMPLEX { complex(x).exp() } else { Complex::new(x.re().exp(), 0.0) };
    D::from_parts(z.re, z.im)
}

pub fn exponential<D: Field<Real = f64>>(a: Square<D>) -> Computed<D> {
    if a.is_upper() && a.is_lower() {
        let mut result = Square::scalar(a.n, D::ONE);
        a.diagonal().iter().enumerate().for_each(|(i, &x)| result.set(i, i, exp(x)));
        return Ok(result);
    }
    if a.is_lower() {
        return Ok(exponential(a.transpose())?.transpose());
    }
    let powers = Powers::of(a)?;
    let mut result = powers.approximant()?;
    if !powers.a.is_upper() {
        for _ in 0..powers.squarings {
            result = result.times(&result)?;
        }
        return Ok(result);
    }
    // Code fragment 2.1 of the paper: the diagonals of triangles are known.
    for step in (0..=powers.squarings).rev() {
        if step < powers.squarings {
            result = result.times(&result)?;
        }
        let scale = 2f64.powi((powers.squarings - step).min(1023) as i32);
        diagonals(&powers.a, scale, &mut result);
    }
    Ok(result)
}

/// Sets the diagonal of the exponential of a triangle times `scale`, and the one above.
fn diagonals<D: Field<Real = f64>>(a: &Square<D>, scale: f64, result: &mut Square<D>) {
    let scaled = |i: usize, j: usize| a.at(i, j) * D::from_real(scale);
    for i in 0..a.n {
        result.set(i, i, exp(scaled(i, i)));
    }
    for i in 1..a.n {
        let (x, y) = (scaled(i - 1, i - 1), scaled(i, i));
        result.set(i - 1, i, scaled(i - 1, i) * slope(x, y));
    }
}

/// `(exp y - exp x) / (y - x)`: the mean of the exponential between two numbers, without cancellation.
fn slope<D: Field<Real = f64>>(x: D, y: D) -> D {
    let half = (y - x) * D::from_real(0.5);
    let middle = exp((x + y) * D::from_real(0.5));
    if half.abs() < 1e-4 {
        // sinh(h) / h, of which the next term is below rounding.
        let square = half * half;
        return middle
            * (D::ONE + square * D::from_real(1.0 / 6.0) + square * square * D::from_real(1.0 / 120.0));
    }
    if half.abs() > 300.0 {
        return (exp(y) - exp(x)).over(y - x);
    }
    let sinh = if D::COMPLEX { complex(half).sinh() } else { Complex::new(half.re().sinh(), 0.0) };
    middle * D::from_parts(sinh.re, sinh.im).over(half)
}

/// Coefficients of the numerator of the Padé approximants of degree 3, 5, 7, 9 and 13.
const COEFFICIENTS: [(usize, &[f64]); 5] = [
    (3, &[120.0, 60.0, 12.0, 1.0]),
    (5, &[30240.0, 15120.0, 3360.0, 420.0, 30.0, 1.0]),
    (7, &[17297280.0, 8648640.0, 1995840.0, 277200.0, 25200.0, 1512.0, 56.0, 1.0]),
    (
        9,
        &[
            17643225600.0,
            8821612800.0,
            2075673600.0,
            302702400.0,
            30270240.0,
            2162160.0,
            110880.0,
            3960.0,
            90.0,
            1.0,
        ],
    ),
    (
        13,
        &[
            64764752532480000.0,
            32382376266240000.0,
            7771770303897600.0,
            1187353796428800.0,
            129060195264000.0,
            10559470521600.0,
            670442572800.0,
            33522128640.0,
            1323241920.0,
            40840800.0,
            960960.0,
            16380.0,
            182.0,
            1.0,
        ],
    ),
];

/// Table 3.1 of the paper: up to which size each degree is exact, for double precision.
const THETAS: [f64; 5] =
    [1.495585217958292e-2, 2.53939833006323e-1, 9.504178996162932e-1, 2.097847961257068, 4.25];

/// The reciprocals of the first coefficients of the errors, by which the paper's `ell` judges.
const LEADING: [f64; 5] =
    [100800.0, 10059033600.0, 4487938430976000.0, 5914384781877411840000.0, 1.1325077560602111e35];

/// Beyond this, powers of a matrix might overflow.
const LARGE: f64 = 1e40;

/// A scaled matrix and its powers.
struct Powers<D: 'static> {
    a: Square<D>,
    a2: Square<D>,
    a4: Square<D>,
    a6: Option<Square<D>>,
    /// An index of [`COEFFICIENTS`].
    degree: usize,
    squarings: u32,
}

impl<D: Field<Real = f64>> Powers<D> {
    /// Algorithm 5.1 of the paper, up to the choice of degree and scale.
    fn of(a: Square<D>) -> Result<Self, Failure> {
        let halvings = if a.norm() > LARGE { a.norm().log2().ceil() as u32 } else { 0 };
        let a = a.scaled(2f64.powi(-(halvings as i32)));
        let a2 = a.times(&a)?;
        let a4 = a2.times(&a2)?;
        let root = |norm: f64, power: f64| norm.powf(1.0 / power);
        let small = root(a4.norm(), 4.0).max(root(norm_of_product(&[&a4, &a2]), 6.0));
        let mut powers = Powers { a, a2, a4, a6: None, degree: 4, squarings: halvings };
        for degree in [0, 1] {
            if small <= THETAS[degree] && powers.extra(degree, 1.0) == 0 {
                powers.degree = degree;
                return Ok(powers);
            }
        }
        let a6 = powers.a2.times(&powers.a4)?;
        let (a4, d6) = (&powers.a4, root(a6.norm(), 6.0));
        let d8 = root(norm_of_product(&[a4, a4]), 8.0);
        let d10 = root(norm_of_product(&[a4, &a6]), 10.0);
        powers.a6 = Some(a6);
        let small = d6.max(d8);
        for degree in [2, 3] {
            if small <= THETAS[degree] && powers.extra(degree, 1.0) == 0 {
                powers.degree = degree;
                return Ok(powers);
            }
        }
        let size = small.min(d8.max(d10));
        let halvings = if size > THETAS[4] { (size / THETAS[4]).log2().ceil() as u32 } else { 0 };
        let halvings = halvings + powers.extra(4, 0.5f64.powi(halvings as i32));
        powers.halve(halvings);
        Ok(powers)
    }

    /// The paper's `ell`: the halvings that a matrix far from normal needs beyond what its powers say.
    fn extra(&self, degree: usize, scale: f64) -> u32 {
        let order = 2 * COEFFICIENTS[degree].0;
        let norm = self.a.norm();
        let sizes = self.a.map(|x| D::from_real(x.abs() / norm));
        // Ones through the transpose of all sizes: the largest item is the norm of the power.
        let sums = (0..=order).fold(vec![D::ONE; sizes.n], |x, _| sizes.apply_adjoint(&x));
        let most = sums.iter().map(|x| x.re()).fold(0.0, f64::max);
        let unit = f64::EPSILON / 2.0;
        let alpha = (most / LEADING[degree] / unit).log2() + order as f64 * (norm * scale).log2();
        (alpha / order as f64).ceil().max(0.0) as u32
    }

    fn halve(&mut self, times: u32) {
        let scale = |power: i32| 0.5f64.powi(power * times as i32);
        self.a.scale(scale(1));
        self.a2.scale(scale(2));
        self.a4.scale(scale(4));
        self.a6.iter_mut().for_each(|a6| a6.scale(scale(6)));
        self.squarings += times;
    }

    /// `(V - U)⁻¹ (V + U)`, with the odd terms in U and the even ones in V.
    fn approximant(&self) -> Computed<D> {
        let (_, c) = COEFFICIENTS[self.degree];
        let n = self.a.n;
        let a6 = self.a6.as_ref();
        let even = |from: usize| {
            let sum = Square::scalar(n, D::from_real(c[from])).plus(c[from + 2], &self.a2);
            let sum = if c.len() > from + 4 { sum.plus(c[from + 4], &self.a4) } else { sum };
            match a6 {
                Some(a6) if c.len() > from + 6 => sum.plus(c[from + 6], a6),
                _ => sum,
            }
        };
        let (mut odd, mut v) = (even(1), even(0));
        if self.degree == 3 {
            let a8 = self.a4.times(&self.a4)?;
            (odd, v) = (odd.plus(c[9], &a8), v.plus(c[8], &a8));
        }
        if let (4, Some(a6)) = (self.degree, a6) {
            let high = |k: usize| a6.scaled(c[k + 4]).plus(c[k + 2], &self.a4).plus(c[k], &self.a2);
            odd = odd.plus(1.0, &a6.times(&high(9))?);
            v = v.plus(1.0, &a6.times(&high(8))?);
        }
        let u = self.a.times(&odd)?;
        v.clone().plus(-1.0, &u).solve(v.plus(1.0, &u))
    }
}
