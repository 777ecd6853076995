//! The gamma distribution: the time until the `shape`-th event.
//!
//! - Parameters: `shape` and `scale`, not negative.
//! - Density: `x^(shape - 1) exp(-x / scale) / (scale^shape Gamma(shape))`.
//! - Algorithm: Marsaglia and Tsang (2000) from shape 1 on, Best (1983) below.

use super::exponential::standard_exponential_f32;
use super::normal::standard_normal_f32;
use super::{Draw, check, distribution, drawn, drawn_f32};
use crate::Result;
use crate::bits::{Halves, Words};

macro_rules! gamma_of {
    ($name:ident, $source:ident, $ty:ty, $next:ident, $normal:path, $exponential:expr) => {
        #[inline]
        pub(crate) fn $name<B: $source>(bits: &mut B, shape: $ty) -> $ty {
            if shape == 1.0 {
                return $exponential(bits);
            }
            if shape == 0.0 {
                return 0.0;
            }
            if shape < 1.0 {
                loop {
                    let u = bits.$next();
                    let v = $exponential(bits);
                    if u <= 1.0 - shape {
                        let x = u.powf(1.0 / shape);
                        if x <= v {
                            return x;
                        }
                    } else {
                        let y = -((1.0 - u) / shape).ln();
                        let x = (1.0 - shape + shape * y).powf(1.0 / shape);
                        if x <= v + y {
                            return x;
                        }
                    }
                }
            }
            let b = shape - 1.0 / 3.0;
            let c = 1.0 / (9.0 * b).sqrt();
            loop {
                let (x, v) = loop {
                    let x = $normal(bits);
                    let v = 1.0 + c * x;
                    // NaN passes, as in C.
                    if !(v <= 0.0) {
                        break (x, v);
                    }
                };
                let v = v * v * v;
                let u = bits.$next();
                if u < 1.0 - 0.0331 * (x * x) * (x * x) || u.ln() < 0.5 * x * x + b * (1.0 - v + v.ln()) {
                    return b * v;
                }
            }
        }
    };
}
gamma_of!(standard_gamma, Words, f64, uniform, Words::normal, Words::exponential);
gamma_of!(standard_gamma_f32, Halves, f32, uniform_f32, standard_normal_f32, standard_exponential_f32);

/// The gamma distribution of scale 1, for `f64` and `f32`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StandardGamma<T = f64> {
    shape: T,
}

macro_rules! standard_gamma_for {
    ($ty:ty) => {
        impl StandardGamma<$ty> {
            /// The distribution of this shape.
            ///
            /// # Errors
            /// [`Error::Parameter`](crate::Error::Parameter) if it is negative.
            #[inline]
            pub fn new(shape: $ty) -> Result<Self> {
                check::non_negative("standard_gamma", "shape", shape.into())?;
                Ok(StandardGamma { shape })
            }
        }
    };
}
standard_gamma_for!(f64);
standard_gamma_for!(f32);

impl Draw for StandardGamma<f64> {
    type Item = f64;

    #[inline]
    fn draw<W: Words>(&self, words: &mut W) -> f64 {
        standard_gamma(words, self.shape)
    }
}
drawn!(StandardGamma<f64> => f64);

drawn_f32!(StandardGamma<f32>, |d, halves| standard_gamma_f32(halves, d.shape));

distribution! {
    /// The gamma distribution.
    Gamma "gamma"(shape: non_negative, scale: non_negative) -> f64;
    |d, words| d.scale * standard_gamma(words, d.shape)
}
