//! The relatives of the gamma and normal distributions: beta, chi-square, F, t, von Mises, Cauchy.

use std::f64::consts::PI;

use super::{distribution, poisson, standard_gamma, standard_normal};
use crate::BitGenerator;

/// Below this both powers of Johnk's algorithm underflow: the mass is at 0 and 1.
const TINY: f64 = 3e-103;

pub(crate) fn beta_of<B: BitGenerator>(bits: &mut B, a: f64, b: f64) -> f64 {
    if a > 1.0 || b > 1.0 || a.is_nan() || b.is_nan() {
        let (x, y) = (standard_gamma(bits, a), standard_gamma(bits, b));
        return x / (x + y);
    }
    if a < TINY && b < TINY {
        return f64::from((a + b) * bits.next_f64() < a);
    }
    loop {
        let (u, v) = (bits.next_f64(), bits.next_f64());
        let (x, y) = (u.powf(1.0 / a), v.powf(1.0 / b));
        if x + y <= 1.0 && u + v > 0.0 {
            if x + y > 0.0 {
                return x / (x + y);
            }
            // Both have underflowed: the same in logarithms.
            let (x, y) = (u.ln() / a, v.ln() / b);
            let most = if x > y { x } else { y };
            let (x, y) = (x - most, y - most);
            return (x - (x.exp() + y.exp()).ln()).exp();
        }
    }
}

#[inline]
fn chisquare<B: BitGenerator>(bits: &mut B, df: f64) -> f64 {
    2.0 * standard_gamma(bits, df / 2.0)
}

fn noncentral_chisquare<B: BitGenerator>(bits: &mut B, df: f64, nonc: f64) -> f64 {
    if nonc.is_nan() {
        return f64::NAN;
    }
    if nonc == 0.0 {
        return chisquare(bits, df);
    }
    if 1.0 < df {
        let rest = chisquare(bits, df - 1.0);
        let n = standard_normal(bits) + nonc.sqrt();
        return rest + n * n;
    }
    let i = poisson(bits, nonc / 2.0);
    chisquare(bits, df + 2.0 * i as f64)
}

fn vonmises<B: BitGenerator>(bits: &mut B, mu: f64, kappa: f64) -> f64 {
    if kappa.is_nan() {
        return f64::NAN;
    }
    if kappa < 1e-8 {
        return PI * (2.0 * bits.next_f64() - 1.0);
    }
    if kappa > 1e6 {
        // Nearly a normal distribution, wrapped.
        let x = mu + (1.0 / kappa).sqrt() * standard_normal(bits);
        let x = if x < -PI { x + 2.0 * PI } else { x };
        return if x > PI { x - 2.0 * PI } else { x };
    }
    let s = if kappa < 1e-5 {
        1.0 / kappa + kappa
    } else {
        let r = 1.0 + (1.0 + 4.0 * kappa * kappa).sqrt();
        let rho = (r - (2.0 * r).sqrt()) / (2.0 * kappa);
        (1.0 + rho * rho) / (2.0 * rho)
    };
    vonmises_from(bits, mu, kappa, s)
}

/// Best and Fisher (1979): rejection from a wrapped Cauchy distribution.
fn vonmises_from<B: BitGenerator>(bits: &mut B, mu: f64, kappa: f64, s: f64) -> f64 {
    let w = loop {
        let z = (PI * bits.next_f64()).cos();
        let w = (1.0 + s * z) / (s + z);
        let y = kappa * (s - w);
        let v = bits.next_f64();
        if y * (2.0 - y) - v >= 0.0 || (y / v).ln() + 1.0 - y >= 0.0 {
            break w;
        }
    };
    let angle = if bits.next_f64() < 0.5 { -w.acos() } else { w.acos() } + mu;
    let wrapped = (angle.abs() + PI) % (2.0 * PI) - PI;
    if angle < 0.0 { -wrapped } else { wrapped }
}

distribution! {
    /// The beta distribution on `[0, 1]`: density `x^(a - 1) (1 - x)^(b - 1) / B(a, b)`. Johnk's algorithm if both are at
    /// most 1, else from two gamma variates.
    Beta "beta"(a: positive, b: positive) -> f64;
    |d, bits| beta_of(bits, d.a, d.b)
}
distribution! {
    /// The chi-square distribution: the sum of `df` squares of standard normal variates.
    ChiSquare "chisquare"(df: positive) -> f64;
    |d, bits| chisquare(bits, d.df)
}
distribution! {
    /// Fisher's F distribution: the ratio of two chi-square variates, each over its degrees of freedom.
    F "f"(dfnum: positive, dfden: positive) -> f64;
    |d, bits| {
        let over = chisquare(bits, d.dfnum) * d.dfden;
        over / (chisquare(bits, d.dfden) * d.dfnum)
    }
}
distribution! {
    /// The noncentral chi-square distribution.
    NoncentralChiSquare "noncentral_chisquare"(df: positive, nonc: non_negative) -> f64;
    |d, bits| noncentral_chisquare(bits, d.df, d.nonc)
}
distribution! {
    /// The noncentral F distribution.
    NoncentralF "noncentral_f"(dfnum: positive, dfden: positive, nonc: non_negative) -> f64;
    |d, bits| {
        let over = noncentral_chisquare(bits, d.dfnum, d.nonc) * d.dfden;
        over / (chisquare(bits, d.dfden) * d.dfnum)
    }
}
distribution! {
    /// Student's t distribution of `df` degrees of freedom.
    StandardT "standard_t"(df: positive) -> f64;
    |d, bits| {
        let n = standard_normal(bits);
        (d.df / 2.0).sqrt() * n / standard_gamma(bits, d.df / 2.0).sqrt()
    }
}
distribution! {
    /// The Cauchy distribution: density `1 / (pi (1 + x^2))`.
    StandardCauchy "standard_cauchy"() -> f64;
    |_d, bits| {
        let over = standard_normal(bits);
        over / standard_normal(bits)
    }
}
distribution! {
    /// The von Mises distribution on the circle: density `exp(kappa cos(x - mu)) / (2 pi I0(kappa))`.
    VonMises "vonmises"(mu: any, kappa: non_negative) -> f64;
    |d, bits| vonmises(bits, d.mu, d.kappa)
}
