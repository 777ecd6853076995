//! Reflectors of several real matrices at a time.

use numoxide_simd::Isa;

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

/// `a b + c`, rounded once where the level can.
#[inline(always)]
pub fn fused<R: Real, I: Isa>(a: R, b: R, c: R) -> R {
    if I::FMA { a.mul_add(b, c) } else { a * b + c }
}

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
pub fn reflector<R: Real, I: Isa>(v: &mut [Lane<R>]) -> (Lane<R>, Lane<R>) {
    let (one, zero) = (R::ONE, R::ZERO);
    let alpha = v[0];
    let mut tail = [zero; LANES];
    for x in &v[1..] {
        tail = lanes!(l => fused::<R, I>(x[l], x[l], tail[l]));
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

/// The product of reflectors as a matrix of `n` columns, `height` apart: the vector of number `k` lies in column `k` of `vectors`,
/// which are `ld` apart, from `below` its diagonal item on.
#[inline(always)]
pub fn accumulate<R: Real, I: Isa>(
    n: usize,
    below: usize,
    (vectors, ld): (&[Lane<R>], usize),
    tau: &[Lane<R>],
    (z, height): (&mut [Lane<R>], usize),
) {
    z.fill([R::ZERO; LANES]);
    for i in 0..n {
        z[i * height + i] = [R::ONE; LANES];
    }
    for k in (0..n.saturating_sub(below)).rev() {
        let first = k + below;
        let (v, tau) = (&vectors[k * ld + first..k * ld + n], tau[k]);
        for column in z[first * height..n * height].chunks_exact_mut(height) {
            reflect::<R, I>(&mut column[first..n], v, tau);
        }
    }
}

/// Applies `I - tau v vᵀ` to a column.
#[inline(always)]
pub fn reflect<R: Real, I: Isa>(column: &mut [Lane<R>], v: &[Lane<R>], tau: Lane<R>) {
    let mut sum = [R::ZERO; LANES];
    for (x, v) in column.iter().zip(v) {
        sum = lanes!(l => fused::<R, I>(x[l], v[l], sum[l]));
    }
    let factor = lanes!(l => -(sum[l] * tau[l]));
    for (x, v) in column.iter_mut().zip(v) {
        *x = lanes!(l => fused::<R, I>(factor[l], v[l], x[l]));
    }
}
