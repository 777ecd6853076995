//! The secular equation of a diagonal matrix and a rank-one one: `1/rho + Σ zᵢ²/(dᵢ - x) = 0`.
//!
//! Each root is found relative to the nearer of the poles beside it, by Li's middle way ("Solving secular equations stably and
//! efficiently", 1994), and all that is handed on are differences of roots and poles: with weights that belong to these exactly
//! (Gu and Eisenstat, 1995), vectors are orthogonal however close the roots lie.

use numoxide_simd::{Isa, Kernel, dispatch};

use crate::Failure;

/// Sums side by side, of which a processor makes vectors.
const LANES: usize = 8;
/// Steps after which a root has long been found: three to five are usual.
const STEPS: usize = 100;

/// The roots for ascending poles and weights `z`, none of them 0. The poles are `d`, or if `SQUARES` the squares of `d`, the first of
/// which is then 0.
pub struct Roots<'a, const SQUARES: bool> {
    pub d: &'a [f64],
    pub z: &'a [f64],
    /// More than 0.
    pub rho: f64,
    /// To be filled with the differences of poles and root `j` in column `j`, and then with the vector that belongs to it.
    pub vectors: &'a mut [f64],
    /// To be filled with the vectors from the left, if there are squares.
    pub left: &'a mut [f64],
    /// To be filled with the roots, or their square roots.
    pub roots: &'a mut [f64],
}

impl<const SQUARES: bool> Kernel for Roots<'_, SQUARES> {
    type Output = Result<(), Failure>;

    #[inline(always)]
    fn run<I: Isa>(self) -> Self::Output {
        let Roots { d, z, rho, vectors, left, roots } = self;
        let n = d.len();
        for (k, (column, root)) in vectors.chunks_exact_mut(n).zip(&mut *roots).enumerate() {
            *root = find::<SQUARES>(d, z, 1.0 / rho, k, column)?;
        }
        let weights = weights::<SQUARES>(d, z, vectors);
        for column in vectors.chunks_exact_mut(n) {
            column.iter_mut().zip(&weights).for_each(|(x, weight)| *x = weight / *x);
        }
        if SQUARES {
            for (left, right) in left.chunks_exact_mut(n).zip(vectors.chunks_exact(n)) {
                left.iter_mut().zip(right).zip(d).for_each(|((left, right), d)| *left = d * right);
                left[0] = -1.0;
                normalize(left);
            }
        }
        for column in vectors.chunks_exact_mut(n) {
            normalize(column);
        }
        Ok(())
    }
}

/// Roots and unit vectors.
pub fn solve<const SQUARES: bool>(roots: Roots<'_, SQUARES>) -> Result<(), Failure> {
    dispatch(roots)
}

/// The difference of two poles.
#[inline(always)]
fn apart<const SQUARES: bool>(x: f64, y: f64) -> f64 {
    if SQUARES { (x - y) * (x + y) } else { x - y }
}

/// The root at a distance from a pole.
#[inline(always)]
fn beside<const SQUARES: bool>(pole: f64, x: f64) -> f64 {
    if SQUARES { pole + x / (pole + (pole * pole + x).sqrt()) } else { pole + x }
}

/// A sum of weights over differences, and its derivative.
#[derive(Clone, Copy)]
struct Sum {
    value: f64,
    slope: f64,
}

/// `Σ zᵢ²/(δᵢ - x)`.
#[inline(always)]
fn sum(delta: &[f64], z: &[f64], x: f64) -> Sum {
    let (mut values, mut slopes) = ([0.0; LANES], [0.0; LANES]);
    let (delta, delta_rest) = delta.as_chunks::<LANES>();
    let (z, z_rest) = z.as_chunks::<LANES>();
    for (delta, z) in delta.iter().zip(z) {
        for l in 0..LANES {
            let quotient = z[l] / (delta[l] - x);
            values[l] += z[l] * quotient;
            slopes[l] += quotient * quotient;
        }
    }
    for (l, (delta, z)) in delta_rest.iter().zip(z_rest).enumerate() {
        let quotient = z / (delta - x);
        values[l] += z * quotient;
        slopes[l] += quotient * quotient;
    }
    let total = |l: [f64; LANES]| ((l[0] + l[4]) + (l[2] + l[6])) + ((l[1] + l[5]) + (l[3] + l[7]));
    Sum { value: total(values), slope: total(slopes) }
}

/// Root `k`, above pole `k`; the differences of the poles and the root go to `delta`.
#[inline(always)]
fn find<const SQUARES: bool>(
    d: &[f64],
    z: &[f64],
    constant: f64,
    k: usize,
    delta: &mut [f64],
) -> Result<f64, Failure> {
    let n = d.len();
    if n == 1 {
        let step = z[0] * z[0] / constant;
        delta[0] = -step;
        return Ok(beside::<SQUARES>(d[0], step));
    }
    // The two poles of the interpolation, of which those up to `low` are below, and the interval of the root above pole `k`.
    let low = k.min(n - 2);
    let gap = if k + 1 < n {
        apart::<SQUARES>(d[k + 1], d[k])
    } else {
        z.iter().fold(0.0, |sum, z| sum + z * z) / constant
    };
    let mut origin = d[k];
    delta.iter_mut().zip(d).for_each(|(delta, d)| *delta = apart::<SQUARES>(*d, origin));
    let (mut least, mut most, mut x) = (0.0, gap, 0.5 * gap);
    for step in 0..STEPS {
        let below = sum(&delta[..=low], &z[..=low], x);
        let above = sum(&delta[low + 1..], &z[low + 1..], x);
        let value = constant + below.value + above.value;
        let slope = below.slope + above.slope;
        if value < 0.0 {
            least = x
        } else {
            most = x
        }
        let bound = 8.0 * (below.value.abs() + above.value.abs()) + 2.0 * constant + x.abs() * slope;
        if value.abs() <= f64::EPSILON * bound {
            break;
        }
        let (p, q) = (delta[low] - x, delta[low + 1] - x);
        let c = value - p * below.slope - q * above.slope;
        let mut next = x + middle_way(c, (p + q) * value - p * q * slope, p * q * value, value, slope);
        if step == 0 && value < 0.0 && k + 1 < n {
            // The root is nearer to the pole above.
            origin = d[k + 1];
            delta.iter_mut().zip(d).for_each(|(delta, d)| *delta = apart::<SQUARES>(*d, origin));
            (least, most, next, x) = (least - gap, 0.0, next - gap, x - gap);
        }
        if !(next > least && next < most) {
            next = 0.5 * (least + most);
        }
        if next == x || next == least || next == most {
            break;
        }
        if step + 1 == STEPS {
            return Err(Failure::NotConverged);
        }
        x = next;
    }
    delta.iter_mut().for_each(|delta| *delta -= x);
    Ok(beside::<SQUARES>(origin, x))
}

/// The step to the root of `c + s/(p - x) + t/(q - x)`, which solves `c η² - a η + b = 0` and goes against the sign of the value.
#[inline(always)]
fn middle_way(c: f64, a: f64, b: f64, value: f64, slope: f64) -> f64 {
    let root = (a * a - 4.0 * b * c).abs().sqrt();
    // One of the solutions without cancellation, and the other by their product.
    let sum = if a <= 0.0 { a - root } else { a + root };
    let (first, second) = (sum / (2.0 * c), 2.0 * b / sum);
    let nearer = second * value < 0.0 && (first * value >= 0.0 || second.abs() < first.abs());
    let step = if nearer || c == 0.0 { second } else { first };
    if step * value < 0.0 && step.is_finite() { step } else { -value / slope }
}

/// The weights for which the roots are exact, by the differences of poles and roots: Löwner's formula.
#[inline(always)]
fn weights<const SQUARES: bool>(d: &[f64], z: &[f64], differences: &[f64]) -> Vec<f64> {
    let n = d.len();
    let mut squares: Vec<f64> = (0..n).map(|i| -differences[i * n + i]).collect();
    for (j, column) in differences.chunks_exact(n).enumerate() {
        let pole = d[j];
        for part in [0..j, j + 1..n] {
            let items = squares[part.clone()].iter_mut().zip(&column[part.clone()]).zip(&d[part]);
            items.for_each(|((square, difference), d)| *square *= difference / apart::<SQUARES>(*d, pole));
        }
    }
    squares.iter().zip(z).map(|(square, z)| square.abs().sqrt().copysign(*z)).collect()
}

/// A vector of length 1.
#[inline(always)]
fn normalize(x: &mut [f64]) {
    let mut l = [0.0; LANES];
    let (whole, rest) = x.as_chunks::<LANES>();
    for x in whole {
        (0..LANES).for_each(|i| l[i] += x[i] * x[i]);
    }
    l.iter_mut().zip(rest).for_each(|(sum, x)| *sum += x * x);
    let sum = ((l[0] + l[4]) + (l[2] + l[6])) + ((l[1] + l[5]) + (l[3] + l[7]));
    let factor = 1.0 / f64::sqrt(sum);
    x.iter_mut().for_each(|x| *x *= factor);
}
