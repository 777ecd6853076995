//! Elementary functions of `f64`.
//!
//! Every function is one row below: the generic body lives in the module of its family, the row makes the entry for
//! one value, the loop over slices and the loop over strips.

mod arc;
mod area;
pub(crate) mod double;
mod exp;
mod exp_long;
mod hyperbolic;
mod log;
mod log_long;
mod log_parts;
mod logaddexp;
pub(crate) mod power;
mod reduce;
pub mod sqrt;
mod trig;

use crate::math::map::functions;

functions! { f64, 8;
    unary {
        /// The square root, correctly rounded. NaN below zero; `sqrt(-0.0)` is `-0.0`.
        ///
        /// ```
        /// assert_eq!(numoxide_simd::math::f64::sqrt(2.25), 1.5);
        /// ```
        sqrt = sqrt::sqrt, group: sqrt::sqrt_group;
        /// The sine of an angle in radians. NaN at infinity.
        ///
        /// Worst error seen: 0.71 ULP with fused multiply-add, 0.80 without.
        ///
        /// ```
        /// use numoxide_simd::math::f64::sin;
        /// assert_eq!(sin(0.5), 0.479425538604203);
        /// assert_eq!(sin(2f64.powi(1000)), -0.15920170308624243);
        /// ```
        sin = trig::sin, rare: trig::is_huge, slow: trig::sin_huge;
        /// The cosine of an angle in radians. NaN at infinity.
        ///
        /// Worst error seen: 0.71 ULP with fused multiply-add, 0.80 without.
        ///
        /// ```
        /// assert_eq!(numoxide_simd::math::f64::cos(0.5), 0.8775825618903728);
        /// ```
        cos = trig::cos, rare: trig::is_huge, slow: trig::cos_huge;
        /// The tangent of an angle in radians. NaN at infinity.
        ///
        /// Worst error seen: 0.78 ULP with fused multiply-add, 0.83 without.
        ///
        /// ```
        /// assert_eq!(numoxide_simd::math::f64::tan(0.5), 0.5463024898437905);
        /// ```
        tan = trig::tan, rare: trig::is_huge, slow: trig::tan_huge;
        /// The angle from -pi/2 to pi/2 whose sine is `x`. NaN outside -1 to 1.
        ///
        /// Worst error seen: 0.64 ULP with fused multiply-add, 0.66 without.
        ///
        /// ```
        /// assert_eq!(numoxide_simd::math::f64::arcsin(1.0), std::f64::consts::FRAC_PI_2);
        /// ```
        arcsin = arc::arcsin;
        /// The angle from 0 to pi whose cosine is `x`. NaN outside -1 to 1.
        ///
        /// Worst error seen: 0.61 ULP with fused multiply-add, 0.63 without.
        ///
        /// ```
        /// assert_eq!(numoxide_simd::math::f64::arccos(-1.0), std::f64::consts::PI);
        /// ```
        arccos = arc::arccos;
        /// The angle from -pi/2 to pi/2 whose tangent is `x`.
        ///
        /// Worst error seen: 0.68 ULP with fused multiply-add, 0.69 without.
        ///
        /// ```
        /// assert_eq!(numoxide_simd::math::f64::arctan(f64::INFINITY), std::f64::consts::FRAC_PI_2);
        /// ```
        arctan = arc::arctan;
        /// `e` to the power of `x`.
        ///
        /// Worst error seen: 0.78 ULP, where the result is subnormal, and 0.66 elsewhere.
        ///
        /// ```
        /// assert_eq!(numoxide_simd::math::f64::exp(1.0), std::f64::consts::E);
        /// ```
        exp = exp::exp, group: exp::exp_group;
        /// 2 to the power of `x`.
        ///
        /// Worst error seen: 0.78 ULP, where the result is subnormal, and 0.66 elsewhere.
        ///
        /// ```
        /// assert_eq!(numoxide_simd::math::f64::exp2(-1074.0), 5e-324);
        /// ```
        exp2 = exp::exp2, group: exp::exp2_group;
        /// `exp(x) - 1`, exact for small `x` too.
        ///
        /// Worst error seen: 0.62 ULP.
        ///
        /// ```
        /// assert_eq!(numoxide_simd::math::f64::expm1(1e-20), 1e-20);
        /// ```
        expm1 = exp::expm1, group: exp::expm1_group;
        /// The natural logarithm. NaN below zero.
        ///
        /// Worst error seen: 0.55 ULP.
        ///
        /// ```
        /// assert_eq!(numoxide_simd::math::f64::log(2.0), std::f64::consts::LN_2);
        /// ```
        log = log::log, group: log::log_group;
        /// The base-2 logarithm. NaN below zero.
        ///
        /// Worst error seen: 0.56 ULP.
        ///
        /// ```
        /// assert_eq!(numoxide_simd::math::f64::log2(0.125), -3.0);
        /// ```
        log2 = log::log2, group: log::log2_group;
        /// The base-10 logarithm. NaN below zero.
        ///
        /// Worst error seen: 0.57 ULP.
        ///
        /// ```
        /// assert_eq!(numoxide_simd::math::f64::log10(1e22), 22.0);
        /// ```
        log10 = log::log10, group: log::log10_group;
        /// `log(1 + x)`, exact for small `x` too. NaN below -1.
        ///
        /// Worst error seen: 0.66 ULP.
        ///
        /// ```
        /// assert_eq!(numoxide_simd::math::f64::log1p(1e-20), 1e-20);
        /// ```
        log1p = log::log1p, group: log::log1p_group;
        /// The hyperbolic sine.
        ///
        /// Worst error seen: 0.65 ULP.
        ///
        /// ```
        /// assert_eq!(numoxide_simd::math::f64::sinh(1.0), 1.1752011936438014);
        /// ```
        sinh = hyperbolic::sinh, group: hyperbolic::sinh_group;
        /// The hyperbolic cosine.
        ///
        /// Worst error seen: 0.59 ULP.
        ///
        /// ```
        /// assert_eq!(numoxide_simd::math::f64::cosh(1.0), 1.5430806348152437);
        /// ```
        cosh = hyperbolic::cosh, group: hyperbolic::cosh_group;
        /// The hyperbolic tangent.
        ///
        /// Worst error seen: 0.59 ULP with fused multiply-add, 0.61 without.
        ///
        /// ```
        /// assert_eq!(numoxide_simd::math::f64::tanh(0.5), 0.46211715726000973);
        /// ```
        tanh = hyperbolic::tanh;
        /// The inverse hyperbolic sine.
        ///
        /// Worst error seen: 0.61 ULP.
        ///
        /// ```
        /// assert_eq!(numoxide_simd::math::f64::arcsinh(1.0), 0.881373587019543);
        /// ```
        arcsinh = area::arcsinh, group: area::arcsinh_group;
        /// The inverse hyperbolic cosine. NaN below 1.
        ///
        /// Worst error seen: 0.55 ULP.
        ///
        /// ```
        /// assert_eq!(numoxide_simd::math::f64::arccosh(2.0), 1.3169578969248168);
        /// ```
        arccosh = area::arccosh;
        /// The inverse hyperbolic tangent. NaN outside -1 to 1.
        ///
        /// Worst error seen: 0.62 ULP.
        ///
        /// ```
        /// assert_eq!(numoxide_simd::math::f64::arctanh(0.5), 0.5493061443340549);
        /// ```
        arctanh = area::arctanh;
        /// The cube root.
        ///
        /// Worst error seen: 0.51 ULP.
        ///
        /// ```
        /// assert_eq!(numoxide_simd::math::f64::cbrt(-27.0), -3.0);
        /// ```
        cbrt = power::cbrt, rare: power::is_rare_for_cbrt, slow: power::cbrt_rare;
    }
    binary {
        /// `x` to the power of `y`, with the special values of C99: 1 for an `x` of 1 or a `y` of 0, whatever the
        /// other is. NaN for a negative `x` and a `y` that is not whole.
        ///
        /// Worst error seen: 0.77 ULP, where the result is subnormal, and 0.60 elsewhere.
        ///
        /// ```
        /// assert_eq!(numoxide_simd::math::f64::pow(-2.0, 3.0), -8.0);
        /// ```
        pow = power::pow, rare: power::is_rare_for_pow, slow: power::pow_rare, plain: power::pow_plain;
        /// The length of the hypotenuse over the legs `x` and `y`, without overflow on the way.
        ///
        /// Worst error seen: 0.75 ULP, where the result is subnormal, and 0.51 elsewhere.
        ///
        /// ```
        /// assert_eq!(numoxide_simd::math::f64::hypot(3e300, 4e300), 5e300);
        /// ```
        hypot = power::hypot, rare: power::is_rare_for_hypot, slow: power::hypot_rare;
        /// The angle from -pi to pi of the point whose coordinates are `y` (given first) and `x`, with the signs of
        /// zeros taken into account as C99 has it.
        ///
        /// Worst error seen: 0.67 ULP with fused multiply-add, 0.69 without.
        ///
        /// ```
        /// use numoxide_simd::math::f64::arctan2;
        /// assert_eq!(arctan2(1.0, -1.0), 3.0 * std::f64::consts::FRAC_PI_4);
        /// assert_eq!(arctan2(-0.0, -1.0), -std::f64::consts::PI);
        /// ```
        arctan2 = arc::arctan2, rare: arc::is_rare_pair, slow: arc::arctan2_rare;
        /// `log(exp(x) + exp(y))`, without overflow on the way.
        ///
        /// Worst error seen: 0.77 ULP. Where the arguments cancel, so that the result is less than a quarter of what is added
        /// to the greater of them, the error is in proportion to the latter.
        ///
        /// ```
        /// assert_eq!(numoxide_simd::math::f64::logaddexp(0.0, 0.0), std::f64::consts::LN_2);
        /// ```
        logaddexp = logaddexp::logaddexp;
        /// `log2(2**x + 2**y)`, without overflow on the way.
        ///
        /// Worst error seen: 0.85 ULP. Where the arguments cancel, so that the result is less than a quarter of what is added
        /// to the greater of them, the error is in proportion to the latter.
        ///
        /// ```
        /// assert_eq!(numoxide_simd::math::f64::logaddexp2(1000.0, 1000.0), 1001.0);
        /// ```
        logaddexp2 = logaddexp::logaddexp2, rare: logaddexp::is_tiny, slow: logaddexp::logaddexp2_tiny;
    }
}
