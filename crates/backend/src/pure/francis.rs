//! Schur form by Francis's steps with two shifts, for matrices and windows of moderate size.
//!
//! The steps are LAPACK's `lahqr`, with reflections of three items for real and complex matrices alike.

use num_complex::Complex;
use numoxide_simd::{Isa, Kernel, dispatch};

use super::small::{reflector, size};
use crate::{Failure, Field, MatMut, Real};

/// Steps without deflation after which the shifts are changed.
const PATIENCE: usize = 10;

/// The iteration: a Hessenberg matrix that becomes a Schur form, and the vectors that follow it.
pub(super) struct Francis<'a, F: Field> {
    pub h: MatMut<'a, F>,
    pub z: Option<MatMut<'a, F>>,
    /// Whether the Schur form is wanted, and not only its diagonal blocks.
    pub whole: bool,
}

impl<F: Field<Real = f64>> Francis<'_, F> {
    pub fn run(&mut self) -> Result<(), Failure> {
        let n = self.h.rows();
        let most = 30 * n.max(10);
        let (mut hi, mut steps, mut total) = (n, 0, 0);
        while hi > 0 {
            let lo = deflated(&mut self.h, hi);
            if hi - lo <= 2 {
                if hi - lo == 2 {
                    standardize(&mut self.h, self.z.as_mut(), lo);
                }
                (hi, steps) = (lo, 0);
                continue;
            }
            (steps, total) = (steps + 1, total + 1);
            if total > most {
                return Err(Failure::NotConverged);
            }
            let shifts = self.shifts(lo, hi, steps);
            let (from, first) = self.start(lo, hi, shifts);
            let outer = if self.whole { (0, self.h.cols()) } else { (lo, hi) };
            dispatch(Step { h: self.h.rb(), z: self.z.as_mut().map(MatMut::rb), lo, hi, outer, from, first });
        }
        Ok(())
    }

    /// Two shifts: the eigenvalues of the last block of two, but others every so often.
    fn shifts(&self, lo: usize, hi: usize, steps: usize) -> [Complex<f64>; 2] {
        let h = &self.h;
        let block = |i: usize| {
            [h[(i, i)], h[(i, i + 1)], h[(i + 1, i)], h[(i + 1, i + 1)]]
                .map(|x| Complex { re: x.re(), im: x.im() })
        };
        if steps.is_multiple_of(2 * PATIENCE) {
            return unusual(size(h[(lo + 1, lo)]) + size(h[(lo + 2, lo + 1)]), h[(lo, lo)]);
        }
        if steps.is_multiple_of(PATIENCE) {
            return unusual(size(h[(hi - 1, hi - 2)]) + size(h[(hi - 2, hi - 3)]), h[(hi - 1, hi - 1)]);
        }
        let last = block(hi - 2)[3];
        let [s, t] = eigenvalues_of_two(block(hi - 2));
        if !F::COMPLEX && s.im == 0.0 {
            let nearer = if (s - last).re.abs() <= (t - last).re.abs() { s } else { t };
            return [nearer; 2];
        }
        [s, t]
    }

    /// Where a step may begin, since two subdiagonal items above are small, and the vector it begins with.
    fn start(&self, lo: usize, hi: usize, shifts: [Complex<f64>; 2]) -> (usize, [F; 3]) {
        let h = &self.h;
        for m in (lo..hi - 2).rev() {
            let v = first_column(h, m, shifts);
            if m == lo {
                return (m, v);
            }
            let around = size(h[(m - 1, m - 1)]) + size(h[(m, m)]) + size(h[(m + 1, m + 1)]);
            if size(h[(m, m - 1)]) * (size(v[1]) + size(v[2])) <= f64::EPSILON * size(v[0]) * around {
                return (m, v);
            }
        }
        unreachable!("the loop ends at `lo`")
    }
}

/// Sets the lowest subdiagonal item before row `hi` that is negligible to 0, by the test of Ahues and Tisseur, and returns
/// its row: the first of the block that is to be worked on.
pub(super) fn deflated<F: Field<Real = f64>>(h: &mut MatMut<'_, F>, hi: usize) -> usize {
    let least = f64::TINY * (h.rows() as f64 / f64::EPSILON);
    for k in (1..hi).rev() {
        let below = size(h[(k, k - 1)]);
        let mut near = size(h[(k - 1, k - 1)]) + size(h[(k, k)]);
        if near == 0.0 {
            near += if k >= 2 { size(h[(k - 1, k - 2)]) } else { 0.0 };
            near += if k + 1 < hi { size(h[(k + 1, k)]) } else { 0.0 };
        }
        let negligible = below <= least
            || below <= f64::EPSILON * near && {
                let above = size(h[(k - 1, k)]);
                let (last, between) = (size(h[(k, k)]), size(h[(k - 1, k - 1)] - h[(k, k)]));
                let (ab, ba, aa, bb) =
                    (below.max(above), below.min(above), last.max(between), last.min(between));
                let sum = aa + ab;
                ba * (ab / sum) <= least.max(f64::EPSILON * (bb * (aa / sum)))
            };
        if negligible {
            h[(k, k - 1)] = F::ZERO;
            return k;
        }
    }
    0
}

/// Brings the block of two rows from `k` on into its standard form: triangular, or for a conjugate pair with equal items on
/// the diagonal and opposite signs beside it.
pub(super) fn standardize<F: Field<Real = f64>>(
    h: &mut MatMut<'_, F>,
    z: Option<&mut MatMut<'_, F>>,
    k: usize,
) {
    let block = [h[(k, k)], h[(k, k + 1)], h[(k + 1, k)], h[(k + 1, k + 1)]];
    let (q, exact) = if F::COMPLEX {
        (triangular_of_two(block), None)
    } else {
        let (block, q) = standard_of_two(block.map(F::re));
        (q.map(F::from_real), Some(block.map(F::from_real)))
    };
    rotate_rows(h, k, q);
    rotate_columns(h, k, k + 2, q);
    if let Some(z) = z {
        let rows = z.rows();
        rotate_columns(z, k, rows, q);
    }
    match exact {
        Some([a, b, c, d]) => {
            (h[(k, k)], h[(k, k + 1)]) = (a, b);
            (h[(k + 1, k)], h[(k + 1, k + 1)]) = (c, d);
        }
        None => h[(k + 1, k)] = F::ZERO,
    }
}

/// Shifts that break a cycle: of a block with `corner` on its diagonal, beside items of a `size`.
pub(super) fn unusual<F: Field<Real = f64>>(size: f64, corner: F) -> [Complex<f64>; 2] {
    let corner = Complex { re: corner.re() + 0.75 * size, im: corner.im() };
    let size = Complex::from(size);
    eigenvalues_of_two([corner, -0.4375 * size, size, corner])
}

/// The first column of `(H - s I)(H - t I)` from row `m` on, divided by its size.
#[inline(always)]
pub(super) fn first_column<F: Field<Real = f64>>(
    h: &MatMut<'_, F>,
    m: usize,
    [s, t]: [Complex<f64>; 2],
) -> [F; 3] {
    let complex = |x: F| Complex { re: x.re(), im: x.im() };
    let (h00, h11) = (complex(h[(m, m)]), complex(h[(m + 1, m + 1)]));
    let away = |x: Complex<f64>| x.re.abs() + x.im.abs();
    let unit = away(h00 - t) + size(h[(m + 1, m)]);
    let below = complex(h[(m + 1, m)]) / unit;
    let v = [
        below * complex(h[(m, m + 1)]) + (h00 - s) * ((h00 - t) / unit),
        below * (h00 + h11 - s - t),
        below * complex(h[(m + 2, m + 1)]),
    ];
    let unit: f64 = v.iter().map(|&x| away(x)).sum();
    v.map(|x| F::from_parts(x.re / unit, x.im / unit))
}

/// The square root, of a real number without a trace of the other part.
pub(super) fn root(square: Complex<f64>) -> Complex<f64> {
    match square {
        Complex { re, im: 0.0 } if re < 0.0 => Complex { re: 0.0, im: (-re).sqrt() },
        Complex { re, im: 0.0 } => Complex { re: re.sqrt(), im: 0.0 },
        square => square.sqrt(),
    }
}

/// The eigenvalues of `[[a, b], [c, d]]`; of a real one, exact conjugates or real numbers.
fn eigenvalues_of_two([a, b, c, d]: [Complex<f64>; 4]) -> [Complex<f64>; 2] {
    let unit: f64 = [a, b, c, d].iter().map(|x| x.re.abs() + x.im.abs()).sum();
    if unit == 0.0 {
        return [a; 2];
    }
    let [a, b, c, d] = [a, b, c, d].map(|x| x / unit);
    let (middle, half) = ((a + d) * 0.5, (a - d) * 0.5);
    let square = half * half + b * c;
    let root = root(square);
    [(middle + root) * unit, (middle - root) * unit]
}

/// A unit vector `q` in the direction of an eigenvector of a complex `[[a, b], [c, d]]`: with it as its first column, a unitary
/// matrix makes the block triangular.
fn triangular_of_two<F: Field<Real = f64>>([a, b, c, d]: [F; 4]) -> [F; 2] {
    if c == F::ZERO {
        return [F::ONE, F::ZERO];
    }
    let values = eigenvalues_of_two([a, b, c, d].map(|x| Complex { re: x.re(), im: x.im() }));
    let best = values.map(|w| F::from_parts(w.re, w.im));
    // The eigenvalue further from `d` leaves no cancellation in `w - d`.
    let w = if size(best[0] - d) >= size(best[1] - d) { best[0] } else { best[1] };
    let (x, y) = (w - d, c);
    let unit = x.abs().hypot(y.abs());
    [x, y].map(|x| F::from_parts(x.re() / unit, x.im() / unit))
}

/// LAPACK's `lanv2`: the standard form of a real block of two, and the cosine and sine that bring it there.
fn standard_of_two([mut a, mut b, mut c, mut d]: [f64; 4]) -> ([f64; 4], [f64; 2]) {
    let sign = |x: f64| 1f64.copysign(x);
    if c == 0.0 || a == d && sign(b) != sign(c) {
        return ([a, b, c, d], [1.0, 0.0]);
    }
    if b == 0.0 {
        return ([d, -c, 0.0, a], [0.0, 1.0]);
    }
    let difference = a - d;
    let p = 0.5 * difference;
    let (most, least) = (b.abs().max(c.abs()), b.abs().min(c.abs()) * sign(b) * sign(c));
    let scale = p.abs().max(most);
    let z = p / scale * p + most / scale * least;
    if z >= 4.0 * f64::EPSILON {
        let z = p + sign(p) * scale.sqrt() * z.sqrt();
        let tau = c.hypot(z);
        return ([d + z, b - c, 0.0, d - most / z * least], [z / tau, c / tau]);
    }
    // Complex eigenvalues, or real ones that are almost equal: makes the items of the diagonal equal.
    let sigma = b + c;
    let tau = sigma.hypot(difference);
    let mut cs = (0.5 * (1.0 + sigma.abs() / tau)).sqrt();
    let mut sn = -(p / (tau * cs)) * sign(sigma);
    let (aa, bb, cc, dd) = (a * cs + b * sn, -a * sn + b * cs, c * cs + d * sn, -c * sn + d * cs);
    (a, b, c, d) = (aa * cs + cc * sn, bb * cs + dd * sn, -aa * sn + cc * cs, -bb * sn + dd * cs);
    let middle = 0.5 * (a + d);
    (a, d) = (middle, middle);
    if c != 0.0 && b == 0.0 {
        (b, c) = (-c, 0.0);
        (cs, sn) = (-sn, cs);
    } else if c != 0.0 && sign(b) == sign(c) {
        let (sab, sac) = (b.abs().sqrt(), c.abs().sqrt());
        let (p, tau) = (sign(c) * sab * sac, 1.0 / (b + c).abs().sqrt());
        (a, b, c, d) = (middle + p, b - c, 0.0, middle - p);
        let (cs1, sn1) = (sab * tau, sac * tau);
        (cs, sn) = (cs * cs1 - sn * sn1, cs * sn1 + sn * cs1);
    }
    ([a, b, c, d], [cs, sn])
}

/// Applies the adjoint of the unitary matrix whose first column is `q` to rows `k` and `k + 1`, from column `k` on.
pub(super) fn rotate_rows<F: Field>(h: &mut MatMut<'_, F>, k: usize, [c, s]: [F; 2]) {
    for j in k..h.cols() {
        let pair = &mut h.col_mut(j)[k..k + 2];
        let (x, y) = (pair[0], pair[1]);
        (pair[0], pair[1]) = (c.conj() * x + s.conj() * y, c * y - s * x);
    }
}

/// Applies that matrix to columns `k` and `k + 1`, in the first rows.
pub(super) fn rotate_columns<F: Field>(h: &mut MatMut<'_, F>, k: usize, rows: usize, [c, s]: [F; 2]) {
    let (mut left, mut right) = h.rb().split_cols(k + 1);
    let columns = left.col_mut(k)[..rows].iter_mut().zip(&mut right.col_mut(0)[..rows]);
    for (x, y) in columns {
        (*x, *y) = (*x * c + *y * s, *y * c.conj() - *x * s.conj());
    }
}

/// One step: a bulge of three rows is chased from row `from` down the block of the rows from `lo` to `hi`.
struct Step<'a, F: Field> {
    h: MatMut<'a, F>,
    z: Option<MatMut<'a, F>>,
    lo: usize,
    hi: usize,
    /// The rows and columns that follow the block.
    outer: (usize, usize),
    from: usize,
    first: [F; 3],
}

impl<F: Field<Real = f64>> Kernel for Step<'_, F> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(mut self) {
        let (above, n) = self.outer;
        let mut v = self.first;
        for k in self.from..self.hi - 1 {
            let count = (self.hi - k).min(3);
            if k > self.from {
                v[..count].copy_from_slice(&self.h.col(k - 1)[k..k + count]);
            }
            let tau = reflector(&mut v[..count]);
            if k > self.from {
                let column = &mut self.h.col_mut(k - 1)[k..k + count];
                column.fill(F::ZERO);
                column[0] = v[0];
            } else if k > self.lo {
                let item = self.h[(k, k - 1)];
                self.h[(k, k - 1)] = item * (F::ONE - tau.conj());
            }
            if count == 3 {
                reflect_rows::<I, _, _>(&mut self.h, k, n, [v[1], v[2]], tau);
                reflect_columns::<I, _, _>(&mut self.h, k, (above, self.hi.min(k + 4)), [v[1], v[2]], tau);
                if let Some(z) = &mut self.z {
                    let rows = z.rows();
                    reflect_columns::<I, _, _>(z, k, (0, rows), [v[1], v[2]], tau);
                }
            } else {
                reflect_rows::<I, _, _>(&mut self.h, k, n, [v[1]], tau);
                reflect_columns::<I, _, _>(&mut self.h, k, (above, self.hi), [v[1]], tau);
                if let Some(z) = &mut self.z {
                    let rows = z.rows();
                    reflect_columns::<I, _, _>(z, k, (0, rows), [v[1]], tau);
                }
            }
        }
    }
}

/// `sum + a b`, by parts and with as few roundings as the level allows.
#[inline(always)]
fn plus<I: Isa, F: Field<Real = f64>>(sum: F, a: F, b: F) -> F {
    if !F::COMPLEX {
        return F::from_real(I::fma(a.re(), b.re(), sum.re()));
    }
    F::from_parts(
        I::fma(a.re(), b.re(), I::fma(-a.im(), b.im(), sum.re())),
        I::fma(a.re(), b.im(), I::fma(a.im(), b.re(), sum.im())),
    )
}

/// Applies `(I - tau v vᴴ)ᴴ` to rows from `k` on, as many as `v` has items with the 1 before those given.
#[inline(always)]
fn reflect_rows<I: Isa, F: Field<Real = f64>, const N: usize>(
    h: &mut MatMut<'_, F>,
    k: usize,
    cols: usize,
    v: [F; N],
    tau: F,
) {
    for j in k..cols {
        reflect::<I, F, N>(&mut h.col_mut(j)[k..k + N + 1], v, tau);
    }
}

/// Applies `(I - tau v vᴴ)ᴴ` to the items of a column.
#[inline(always)]
pub(super) fn reflect<I: Isa, F: Field<Real = f64>, const N: usize>(x: &mut [F], v: [F; N], tau: F) {
    let factor = tau.conj();
    let sum = (0..N).fold(x[0], |sum, i| plus::<I, F>(sum, v[i].conj(), x[i + 1]));
    x[0] = plus::<I, F>(x[0], -factor, sum);
    (0..N).for_each(|i| x[i + 1] = plus::<I, F>(x[i + 1], -(v[i] * factor), sum));
}

/// Applies `I - tau v vᴴ` to columns from `k` on, in rows from one to another.
#[inline(always)]
pub(super) fn reflect_columns<I: Isa, F: Field<Real = f64>, const N: usize>(
    h: &mut MatMut<'_, F>,
    k: usize,
    (from, to): (usize, usize),
    v: [F; N],
    tau: F,
) {
    let factors = v.map(|v| -(tau * v.conj()));
    let (mut left, mut right) = h.rb().split_cols(k + 1);
    let first = &mut left.col_mut(k)[from..to];
    let (mut near, mut far) = right.rb().split_cols(1);
    let second = &mut near.col_mut(0)[from..to];
    if N == 1 {
        for (x, y) in first.iter_mut().zip(second) {
            let sum = plus::<I, F>(*x, *y, v[0]);
            *x = plus::<I, F>(*x, sum, -tau);
            *y = plus::<I, F>(*y, sum, factors[0]);
        }
        return;
    }
    let third = &mut far.col_mut(0)[from..to];
    for ((x, y), z) in first.iter_mut().zip(second).zip(third) {
        let sum = plus::<I, F>(plus::<I, F>(*x, *y, v[0]), *z, v[N - 1]);
        *x = plus::<I, F>(*x, sum, -tau);
        *y = plus::<I, F>(*y, sum, factors[0]);
        *z = plus::<I, F>(*z, sum, factors[N - 1]);
    }
}
