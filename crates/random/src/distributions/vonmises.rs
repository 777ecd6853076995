//! The von Mises distribution: the normal distribution on the circle.
//!
//! - Parameters: `mu`, the mode, any; `kappa`, the concentration, not negative.
//! - Density: `exp(kappa cos(x - mu)) / (2 pi I0(kappa))` on `[-pi, pi]`.
//! - Algorithm: Best and Fisher (1979), rejection from a wrapped Cauchy distribution; uniform and normal limits at the ends.

use std::f64::consts::PI;

use super::distribution;
use crate::bits::Words;

fn vonmises<W: Words>(bits: &mut W, mu: f64, kappa: f64) -> f64 {
    if kappa.is_nan() {
        return f64::NAN;
    }
    if kappa < 1e-8 {
        return PI * (2.0 * bits.uniform() - 1.0);
    }
    if kappa > 1e6 {
        // Nearly a normal distribution, wrapped.
        let x = mu + (1.0 / kappa).sqrt() * bits.normal();
        let x = if x < -PI { x + 2.0 * PI } else { x };
        return if x > PI { x - 2.0 * PI } else { x };
    }
    vonmises_from(bits, mu, kappa)
}

/// The parameter of the wrapped Cauchy distribution: 1 where rounding leaves nothing of its breadth.
pub(crate) fn hat(kappa: f64) -> f64 {
    if kappa < 1e-5 {
        return 1.0 / kappa + kappa;
    }
    let r = 1.0 + (1.0 + 4.0 * kappa * kappa).sqrt();
    let rho = (r - (2.0 * r).sqrt()) / (2.0 * kappa);
    (1.0 + rho * rho) / (2.0 * rho)
}

/// Best and Fisher (1979): rejection from a wrapped Cauchy distribution.
pub(crate) fn vonmises_from<W: Words>(bits: &mut W, mu: f64, kappa: f64) -> f64 {
    let s = hat(kappa);
    let w = loop {
        let z = (PI * bits.uniform()).cos();
        let w = (1.0 + s * z) / (s + z);
        let y = kappa * (s - w);
        let v = bits.uniform();
        if y * (2.0 - y) - v >= 0.0 || (y / v).ln() + 1.0 - y >= 0.0 {
            break w;
        }
    };
    let angle = if bits.uniform() < 0.5 { -w.acos() } else { w.acos() } + mu;
    let wrapped = (angle.abs() + PI) % (2.0 * PI) - PI;
    if angle < 0.0 { -wrapped } else { wrapped }
}

distribution! {
    /// The von Mises distribution on the circle.
    VonMises "vonmises"(mu: any, kappa: non_negative) -> f64;
    |d, words| vonmises(words, d.mu, d.kappa)
}
