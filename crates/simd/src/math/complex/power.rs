//! Powers.
//!
//! NumPy's rules: an exponent of zero gives 1; zero has powers with a positive real part of the exponent only; small
//! whole exponents multiply; all else is `exp(exponent * log(base))`.

use super::exponential::{exp, exp_rare, is_rare as is_rare_for_exp};
use super::logarithm::{is_rare as is_rare_for_log, log, log_rare};
use crate::level::Isa;
use num_complex::Complex;

const ONE: Complex<f64> = Complex { re: 1.0, im: 0.0 };
const NAN: Complex<f64> = Complex { re: f64::NAN, im: f64::NAN };

/// The whole number from -99 to 99 that an exponent is.
#[inline(always)]
fn small_integer(exponent: Complex<f64>) -> Option<i32> {
    let whole = exponent.re.clamp(-100.0, 100.0) as i32;
    (exponent.im == 0.0 && f64::from(whole) == exponent.re && whole.abs() < 100).then_some(whole)
}

/// `base` to the power of `exponent`.
#[inline(always)]
pub(super) fn pow<I: Isa>(base: Complex<f64>, exponent: Complex<f64>) -> Complex<f64> {
    if let Some(n) = small_integer(exponent) {
        return match n {
            0 => ONE,
            _ if base.re == 0.0 && base.im == 0.0 => power_of_zero(exponent),
            1 => base,
            2 => product(base, base),
            3 => product(base, product(base, base)),
            4.. => integer_power(base, n),
            _ => inverse(integer_power(base, -n)),
        };
    }
    if base.re == 0.0 && base.im == 0.0 {
        return power_of_zero(exponent);
    }
    let logarithm = if is_rare_for_log(base) { log_rare::<I>(base) } else { log::<I>(base) };
    let product = multiply(exponent, logarithm);
    if is_rare_for_exp(product) { exp_rare::<I>(product) } else { exp::<I>(product) }
}

#[inline(always)]
fn power_of_zero(exponent: Complex<f64>) -> Complex<f64> {
    if exponent.re > 0.0 { Complex { re: 0.0, im: 0.0 } } else { NAN }
}

/// The product as the plain formula has it.
#[inline(always)]
fn product(a: Complex<f64>, b: Complex<f64>) -> Complex<f64> {
    Complex { re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re }
}

/// A positive power, by squares: the same products as NumPy's, which show where they overflow.
#[inline(always)]
fn integer_power(base: Complex<f64>, exponent: i32) -> Complex<f64> {
    let (mut power, mut square, mut rest) = (ONE, base, exponent);
    loop {
        if rest & 1 != 0 {
            power = product(power, square);
        }
        rest >>= 1;
        if rest == 0 {
            return power;
        }
        square = product(square, square);
    }
}

/// 1 over a number, by Smith's method.
#[inline(always)]
fn inverse(z: Complex<f64>) -> Complex<f64> {
    if z.re == 0.0 && z.im == 0.0 {
        return Complex { re: f64::INFINITY, im: f64::NAN };
    }
    // Adding zeros and taking from zero, as NumPy does, makes zeros positive.
    if z.re.abs() >= z.im.abs() {
        let ratio = z.im / z.re;
        let scale = 1.0 / (z.re + z.im * ratio);
        Complex { re: scale, im: (0.0 - ratio) * scale }
    } else {
        let ratio = z.re / z.im;
        let scale = 1.0 / (z.re * ratio + z.im);
        Complex { re: (ratio + 0.0) * scale, im: -scale }
    }
}

/// The product as C99's Annex G has it: infinite if a factor is and the other is no zero.
#[inline(always)]
fn multiply(a: Complex<f64>, b: Complex<f64>) -> Complex<f64> {
    let plain = product(a, b);
    if plain.re.is_nan() && plain.im.is_nan() { recovered(a, b, plain) } else { plain }
}

/// The product of infinite factors, whose plain product is NaN.
#[inline(always)]
fn recovered(a: Complex<f64>, b: Complex<f64>, plain: Complex<f64>) -> Complex<f64> {
    let infinite = |z: Complex<f64>| z.re.is_infinite() || z.im.is_infinite();
    if !infinite(a) && !infinite(b) {
        return plain;
    }
    let unit = |part: f64, of_infinite: bool| match (of_infinite, part.is_infinite()) {
        (true, true) => 1.0f64.copysign(part),
        (true, false) => 0.0f64.copysign(part),
        (false, _) if part.is_nan() => 0.0f64.copysign(part),
        (false, _) => part,
    };
    let boxed = |z: Complex<f64>| Complex { re: unit(z.re, infinite(z)), im: unit(z.im, infinite(z)) };
    let finite = product(boxed(a), boxed(b));
    Complex { re: f64::INFINITY * finite.re, im: f64::INFINITY * finite.im }
}
