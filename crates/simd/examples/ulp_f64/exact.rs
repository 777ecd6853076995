//! The functions themselves, with about 100 bits: by Taylor's series, and the inverse functions by a step of a Newton-like
//! method from the `f64` of the standard library.

use crate::double::{Double, Scaled, exponent, product, scale, sum};

const LN_2: Double = Double(std::f64::consts::LN_2, 2.3190468138462996e-17);
const LN_2_REST: f64 = 5.707708438416212e-34;
const LN_10: Double = Double(std::f64::consts::LN_10, -2.1707562233822494e-16);
const PI_2: Double = Double(std::f64::consts::FRAC_PI_2, 6.123233995736766e-17);
const PI_2_REST: f64 = -1.4973849048591698e-33;

impl From<Double> for Scaled {
    fn from(x: Double) -> Scaled {
        Scaled(x, 0)
    }
}

/// `e^r - 1` for a small `r`.
fn expm1_series(r: Double) -> Double {
    let mut s = Double::ONE;
    for n in (2..30).rev() {
        s = r * s / f64::from(n) + 1.0;
    }
    r * s
}

fn exp_of(x: Double) -> Scaled {
    let k = (x.0 / LN_2.0).round();
    let r = x - product(k, LN_2.0) - product(k, LN_2.1) - k * LN_2_REST;
    Scaled(expm1_series(r) + 1.0, k as i32)
}

/// Not for great `x`.
fn expm1_of(x: Double) -> Double {
    if x.0.abs() < 0.5 {
        return expm1_series(x);
    }
    let Scaled(y, k) = exp_of(x);
    y.scale(k) - 1.0
}

/// `log(1 + w)`, by one step of Halley's method.
fn log1p_of(w: Double) -> Double {
    let estimate = w.0.ln_1p();
    let e = expm1_of(estimate.into());
    (w - e) / (w + e + 2.0) * 2.0 + estimate
}

/// `x` as `2^k * m` with `m` between the roots of 1/2 and 2: `k`, and the logarithm of `m`.
fn log_parts(x: Double) -> (f64, Double) {
    let k = exponent(x.0 * std::f64::consts::FRAC_1_SQRT_2) + 1;
    (f64::from(k), log1p_of(x.scale(-k) - 1.0))
}

fn log_of(x: Double) -> Double {
    let (k, log) = log_parts(x);
    log + LN_2 * k
}

pub fn exp(x: f64) -> Scaled {
    exp_of(x.into())
}

pub fn exp2(x: f64) -> Scaled {
    let Scaled(y, k) = exp_of(LN_2 * (x - x.round()));
    Scaled(y, k + x.round() as i32)
}

pub fn expm1(x: f64) -> Scaled {
    if x > 200.0 { exp(x) } else { expm1_of(x.into()).into() }
}

pub fn log(x: f64) -> Scaled {
    log_of(x.into()).into()
}

pub fn log2(x: f64) -> Scaled {
    let (k, log) = log_parts(x.into());
    (log / LN_2 + k).into()
}

pub fn log10(x: f64) -> Scaled {
    (log_of(x.into()) / LN_10).into()
}

pub fn log1p(x: f64) -> Scaled {
    if x.abs() < 0.4 { log1p_of(x.into()).into() } else { log_of(sum(1.0, x)).into() }
}

/// `(e^x + sign * e^-x) / 2` for `|x|`.
fn half_sum(x: f64, sign: f64) -> Scaled {
    let Scaled(up, k) = exp(x.abs());
    let down = if k < 200 { (Double::ONE / up).scale(-2 * k) } else { Double(0.0, 0.0) };
    Scaled(up + down * sign, k - 1)
}

pub fn sinh(x: f64) -> Scaled {
    let a = x.abs();
    let Scaled(y, k) = if a < 0.5 {
        let e = expm1_of(a.into());
        ((e + e / (e + 1.0)) * 0.5).into()
    } else {
        half_sum(a, -1.0)
    };
    Scaled(y * x.signum(), k)
}

pub fn cosh(x: f64) -> Scaled {
    half_sum(x, 1.0)
}

pub fn tanh(x: f64) -> Scaled {
    let e = expm1_of(Double::from(x.abs().min(300.0)) * 2.0);
    (e / (e + 2.0) * x.signum()).into()
}

pub fn arcsinh(x: f64) -> Scaled {
    let a = Double::from(x.abs());
    let y = if a.0 > 1e30 {
        log_of(a) + LN_2
    } else {
        let square = a * a;
        log1p_of(a + square / ((square + 1.0).sqrt() + 1.0))
    };
    (y * x.signum()).into()
}

pub fn arccosh(x: f64) -> Scaled {
    if x > 1e30 {
        return (log_of(x.into()) + LN_2).into();
    }
    let w = sum(x, -1.0);
    let w = w + (w * sum(x, 1.0)).sqrt();
    if w.0 < 0.4 { log1p_of(w).into() } else { log_of(w + 1.0).into() }
}

pub fn arctanh(x: f64) -> Scaled {
    let a = Double::from(x.abs());
    let w = a * 2.0 / (-a + 1.0);
    let y = if w.0 < 0.4 { log1p_of(w) } else { log_of(w + 1.0) };
    (y * 0.5 * x.signum()).into()
}

pub fn sqrt(x: f64) -> Scaled {
    let k = exponent(x).div_euclid(2);
    Scaled(Double::from(scale(x, -2 * k)).sqrt(), k)
}

pub fn cbrt(x: f64) -> Scaled {
    let k = exponent(x).div_euclid(3);
    let x = scale(x, -3 * k);
    let estimate = Double::from(x.cbrt());
    let square = estimate * estimate;
    Scaled(estimate - (square * estimate - x) / (square * 3.0), k)
}

/// For positive `x`.
pub fn pow(x: f64, y: f64) -> Scaled {
    exp_of(log_of(x.into()) * y)
}

pub fn hypot(x: f64, y: f64) -> Scaled {
    let k = exponent(x.abs().max(y.abs()));
    let (x, y) = (scale(x, -k), scale(y, -k));
    Scaled((product(x, x) + product(y, y)).sqrt(), k)
}

/// `greater + log(1 + e^less) / base`, or NaN where the sum cancels: there the error has no bound in units of the result.
fn log_sum(greater: f64, less: Double, base: Double) -> Scaled {
    let Scaled(power, k) = exp_of(less);
    if greater == 0.0 && k < -120 {
        return Scaled(power / base, k);
    }
    let added = log1p_of(if k < -900 { 0.0.into() } else { power.scale(k) }) / base;
    let total = added + greater;
    if total.0.abs() < added.0 / 4.0 { Double(f64::NAN, 0.0).into() } else { total.into() }
}

pub fn logaddexp(x: f64, y: f64) -> Scaled {
    log_sum(x.max(y), sum(x.min(y), -x.max(y)), Double::ONE)
}

pub fn logaddexp2(x: f64, y: f64) -> Scaled {
    log_sum(x.max(y), sum(x.min(y), -x.max(y)) * LN_2, LN_2)
}

/// Sine and cosine of a small `r`.
fn sin_cos_series(r: Double) -> (Double, Double) {
    let z = -(r * r);
    let (mut sin, mut cos) = (Double::ONE, Double::ONE);
    for n in (1..16).rev() {
        let n = f64::from(2 * n);
        sin = z * sin / (n * (n + 1.0)) + 1.0;
        cos = z * cos / (n * (n - 1.0)) + 1.0;
    }
    (r * sin, cos)
}

/// Sine and cosine of `r` and a number of quarter turns.
fn sin_cos_of(r: Double, quarters: u64) -> (Double, Double) {
    let (sin, cos) = sin_cos_series(r);
    match quarters % 4 {
        0 => (sin, cos),
        1 => (cos, -sin),
        2 => (-sin, -cos),
        _ => (-cos, sin),
    }
}

/// Sine and cosine of an angle between -pi and pi.
fn sin_cos(x: f64) -> (Double, Double) {
    let k = (x / PI_2.0).round();
    let r = Double::from(x) - product(k, PI_2.0) - product(k, PI_2.1) - k * PI_2_REST;
    sin_cos_of(r, k.rem_euclid(4.0) as u64)
}

/// Sine and cosine of any angle but zero.
fn sin_cos_any(x: f64) -> (Double, Double) {
    let a = x.abs();
    let (sin, cos) = if a < 3.0 {
        sin_cos(a)
    } else {
        let (r, quarters) = crate::turns::reduce(a);
        sin_cos_of(r, quarters)
    };
    (sin * x.signum(), cos)
}

pub fn sin(x: f64) -> Scaled {
    sin_cos_any(x).0.into()
}

pub fn cos(x: f64) -> Scaled {
    sin_cos_any(x).1.into()
}

pub fn tan(x: f64) -> Scaled {
    let (sin, cos) = sin_cos_any(x);
    (sin / cos).into()
}

/// The angle of the point `(x, y)`: that by the standard library, and the small angle from there.
fn angle(y: Double, x: Double) -> Double {
    let estimate = y.0.atan2(x.0);
    let (sin, cos) = sin_cos(estimate);
    let t = (y * cos - x * sin) / (x * cos + y * sin);
    t - t * t * t / 3.0 + estimate
}

pub fn arctan2(y: f64, x: f64) -> Scaled {
    let k = exponent(x.abs().max(y.abs()));
    let ratio = exponent(y) - exponent(x);
    if ratio < -150 && x > 0.0 {
        let (j, i) = (exponent(y), exponent(x));
        return Scaled(Double::from(scale(y, -j)) / scale(x, -i), j - i);
    }
    angle(scale(y, -k).into(), scale(x, -k).into()).into()
}

pub fn arctan(x: f64) -> Scaled {
    arctan2(x, 1.0)
}

fn complement(x: f64) -> Double {
    (sum(1.0, -x) * sum(1.0, x)).sqrt()
}

pub fn arcsin(x: f64) -> Scaled {
    if x.abs() < 1e-40 { Double::from(x).into() } else { angle(x.into(), complement(x)).into() }
}

pub fn arccos(x: f64) -> Scaled {
    angle(complement(x), x.into()).into()
}
