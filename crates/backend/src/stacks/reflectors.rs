//! Reflectors and rotations of several real matrices at a time.

use super::MANY as LANES;
use crate::Real;

/// A number of each matrix.
pub type Lane<R> = [R; LANES];

/// A value for each lane, without a closure for each.
macro_rules! lanes {
    ($lane:ident => $value:expr) => {{
        let mut found = [R::ZERO; LANES];
        for $lane in 0..LANES {
            found[$lane] = $value;
        }
        found
    }};
}
pub(super) use lanes;

/// Steps for one value that are far beyond what any matrix has needed.
pub const STEPS: usize = 60;

/// Whether an item is nothing beside its two neighbours on the diagonal, or so little that its square vanishes.
#[inline(always)]
pub fn vanishes<R: Real>(e: R, x: R, y: R) -> bool {
    let least = (R::TINY / R::EPSILON).sqrt();
    e.abs() <= least.larger(R::EPSILON * (x.abs() + y.abs()))
}

/// The reflectors `I - tau v vᵀ` that turn `v`, of which the first item becomes 1, into what is returned and zeros; and tau.
#[inline(always)]
pub fn reflector<R: Real>(v: &mut [Lane<R>]) -> (Lane<R>, Lane<R>) {
    let (one, zero) = (R::ONE, R::ZERO);
    let alpha = v[0];
    let mut tail = [zero; LANES];
    for x in &v[1..] {
        tail = lanes!(l => tail[l] + x[l] * x[l]);
    }
    // Squares below this vanish beside a matrix whose largest item is about 1.
    let least = R::TINY / R::EPSILON;
    let none = lanes!(l => if tail[l] < least { one } else { zero });
    let beta = lanes!(l => {
        let norm = (alpha[l] * alpha[l] + tail[l]).sqrt();
        let beta = if alpha[l] > zero { -norm } else { norm };
        if none[l] == one { alpha[l] } else { beta }
    });
    let scale = lanes!(l => if none[l] == one { zero } else { one / (alpha[l] - beta[l]) });
    let tau = lanes!(l => if none[l] == one { zero } else { (beta[l] - alpha[l]) / beta[l] });
    for x in &mut v[1..] {
        *x = lanes!(l => x[l] * scale[l]);
    }
    v[0] = [one; LANES];
    (beta, tau)
}

/// The product of reflectors as a matrix of `n` columns: the vector of number `k` lies in column `k` of `vectors`, from `below` its
/// diagonal item on.
#[inline(always)]
pub fn accumulate<R: Real>(n: usize, below: usize, vectors: &[Lane<R>], tau: &[Lane<R>], z: &mut [Lane<R>]) {
    z.fill([R::ZERO; LANES]);
    (0..n).for_each(|i| z[i * n + i] = [R::ONE; LANES]);
    for k in (0..n.saturating_sub(below)).rev() {
        let first = k + below;
        let (v, tau) = (&vectors[k * n + first..(k + 1) * n], tau[k]);
        for column in z[first * n..].chunks_exact_mut(n) {
            reflect(&mut column[first..], v, tau);
        }
    }
}

/// Applies `I - tau v vᵀ` to a column.
#[inline(always)]
pub fn reflect<R: Real>(column: &mut [Lane<R>], v: &[Lane<R>], tau: Lane<R>) {
    let mut sum = [R::ZERO; LANES];
    for (x, v) in column.iter().zip(v) {
        sum = lanes!(l => sum[l] + x[l] * v[l]);
    }
    sum = lanes!(l => sum[l] * tau[l]);
    for (x, v) in column.iter_mut().zip(v) {
        *x = lanes!(l => x[l] - sum[l] * v[l]);
    }
}

/// Turns two columns that lie side by side: `(c x - s y, s x + c y)`.
#[inline(always)]
pub fn turn<R: Real>(columns: &mut [Lane<R>], c: Lane<R>, s: Lane<R>) {
    let (left, right) = columns.split_at_mut(columns.len() / 2);
    for (x, y) in left.iter_mut().zip(right) {
        let (a, b) = (*x, *y);
        *x = lanes!(l => c[l] * a[l] - s[l] * b[l]);
        *y = lanes!(l => s[l] * a[l] + c[l] * b[l]);
    }
}

/// The cosine and sine that turn `(f, g)` into their length and 0, and that length.
#[inline(always)]
pub fn rotation<R: Real>(f: Lane<R>, g: Lane<R>) -> (Lane<R>, Lane<R>, Lane<R>) {
    let (one, zero) = (R::ONE, R::ZERO);
    let length = lanes!(l => (f[l] * f[l] + g[l] * g[l]).sqrt());
    let reciprocal = lanes!(l => one / if length[l] == zero { one } else { length[l] });
    let cosine = lanes!(l => if length[l] == zero { one } else { f[l] * reciprocal[l] });
    (cosine, lanes!(l => g[l] * reciprocal[l]), length)
}
