//! Sums and products of two `f64` without error: a result and what rounding took from it.

use crate::level::Isa;

/// `a + b` as a rounded sum and its error. `a` must be zero or not smaller in magnitude than `b`.
#[inline(always)]
pub(in crate::math) fn fast_two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    (sum, (a - sum) + b)
}

/// `a * b` as a rounded product and its error.
#[inline(always)]
pub(crate) fn two_product<I: Isa>(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    (product, product_error::<I>(a, b, product))
}

/// `a * b - product` for a `product` near `a * b`, nearly exact.
#[inline(always)]
pub(in crate::math) fn product_error<I: Isa>(a: f64, b: f64, product: f64) -> f64 {
    if I::FMA {
        return a.mul_add(b, -product);
    }
    let (ah, al) = halves(a);
    let (bh, bl) = halves(b);
    (((ah * bh - product) + ah * bl) + al * bh) + al * bl
}

/// `n - q * d` for a `q` near `n / d`, nearly exact.
#[inline(always)]
fn remainder<I: Isa>(n: f64, q: f64, d: f64) -> f64 {
    if I::FMA { (-q).mul_add(d, n) } else { -product_error::<I>(q, d, n) }
}

/// `a` as a sum of two numbers of 26 and 27 bits, whose products are exact.
#[inline(always)]
fn halves(a: f64) -> (f64, f64) {
    let high = f64::from_bits(a.to_bits() & !0x07ff_ffff);
    (high, a - high)
}

/// `a + b` as a rounded sum and its error, whichever is larger.
#[inline(always)]
pub(in crate::math) fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let part = sum - a;
    (sum, (a - (sum - part)) + (b - part))
}

/// `(n + n_low) / (d + d_low)` as a quotient and what it lacks.
#[inline(always)]
pub(super) fn quotient<I: Isa>(n: f64, n_low: f64, d: f64, d_low: f64) -> (f64, f64) {
    quotient_by::<I>(n, n_low, d, d_low, 1.0 / d)
}

/// [`quotient`] for the inverse of the divisor, which may be that of the sum of its parts: then the lower parts may be as large
/// as a hundredth of the others.
#[inline(always)]
pub(super) fn quotient_by<I: Isa>(n: f64, n_low: f64, d: f64, d_low: f64, inverse: f64) -> (f64, f64) {
    let q = n * inverse;
    let rest = I::fma(-q, d_low, remainder::<I>(n, q, d) + n_low);
    (q, rest * inverse)
}
