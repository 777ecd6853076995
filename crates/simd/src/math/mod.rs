//! Elementary functions as branch-free scalar bodies, and their loops over slices.

pub mod complex;
pub mod f32;
pub mod f64;
mod lookup;
pub(crate) mod map;

use crate::level::Isa;

/// Added to an `f64` and subtracted again, it rounds to a whole number, whose low bits are those of the sum.
const ROUNDER: f64 = 6755399441055744.0;

/// The polynomial with the coefficients `c`, lowest power first: by Horner's rule, but for even and odd powers apart.
/// That halves the time to the result at the price of one multiplication.
#[inline(always)]
fn polynomial<I: Isa, const N: usize>(c: &[f64; N], x: f64) -> f64 {
    let square = x * x;
    let mut last = c[N - 1];
    let mut other = c[N - 2];
    for i in (0..N - 2).rev() {
        (last, other) = (other, I::fma(last, square, c[i]));
    }
    I::fma(last, x, other)
}

/// `yes` or `no`, chosen without a branch: from `if`, the compiler may make two copies of all that depends on it.
#[inline(always)]
fn select<T>(condition: bool, yes: T, no: T) -> T {
    std::hint::select_unpredictable(condition, yes, no)
}
