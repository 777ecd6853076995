//! Square root of `f64`.

use crate::level::Isa;

/// The square root of `x`, correctly rounded.
#[inline(always)]
pub fn sqrt<I: Isa>(x: f64) -> f64 {
    x.sqrt()
}
