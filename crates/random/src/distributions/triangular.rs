//! The triangular distribution.
//!
//! - Parameters: `left <= mode <= right`, `left < right`.
//! - Density: rises and falls along straight lines, from 0 at `left` over `mode` to 0 at `right`.
//! - Algorithm: the inverse of the distribution function.

use super::{Draw, drawn};
use crate::bits::Words;
use crate::{Error, Result};

/// The triangular distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Triangular {
    left: f64,
    mode: f64,
    right: f64,
}

impl Triangular {
    /// The distribution of these parameters.
    ///
    /// # Errors
    /// [`Error::Parameter`] unless `left <= mode <= right` and `left < right`.
    pub fn new(left: f64, mode: f64, right: f64) -> Result<Self> {
        let wrong = |parameter, condition| Err(Error::parameter("triangular", parameter, condition));
        if left > mode {
            return wrong("left", "> mode");
        }
        if mode > right {
            return wrong("mode", "> right");
        }
        if left == right {
            return wrong("left", "== right");
        }
        Ok(Triangular { left, mode, right })
    }
}

impl Draw for Triangular {
    type Item = f64;

    #[inline]
    fn draw<W: Words>(&self, bits: &mut W) -> f64 {
        let Triangular { left, mode, right } = *self;
        let base = right - left;
        let u = bits.uniform();
        if u <= (mode - left) / base {
            left + (u * ((mode - left) * base)).sqrt()
        } else {
            right - ((1.0 - u) * ((right - mode) * base)).sqrt()
        }
    }
}

drawn!(Triangular => f64);
