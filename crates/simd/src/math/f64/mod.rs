//! Elementary functions of `f64`.
//!
//! Every function is one row below: the generic body lives in the module of its family, the row makes the entry for
//! one value, the loop over slices and the loop over strips.

mod arc;
mod double;
mod reduce;
pub mod sqrt;
mod trig;

use crate::math::map::functions;

functions! { f64, 16;
    unary {
        /// The square root, correctly rounded. NaN below zero; `sqrt(-0.0)` is `-0.0`.
        ///
        /// ```
        /// assert_eq!(numoxide_simd::math::f64::sqrt(2.25), 1.5);
        /// ```
        sqrt = sqrt::sqrt;
        /// The sine of an angle in radians. NaN at infinity.
        ///
        /// Worst error seen: 0.70 ULP with fused multiply-add, 0.78 without.
        ///
        /// ```
        /// use numoxide_simd::math::f64::sin;
        /// assert_eq!(sin(0.5), 0.479425538604203);
        /// assert_eq!(sin(2f64.powi(1000)), -0.15920170308624243);
        /// ```
        sin = trig::sin, rare: trig::is_huge, slow: trig::sin_huge;
        /// The cosine of an angle in radians. NaN at infinity.
        ///
        /// Worst error seen: 0.67 ULP with fused multiply-add, 0.77 without.
        ///
        /// ```
        /// assert_eq!(numoxide_simd::math::f64::cos(0.5), 0.8775825618903728);
        /// ```
        cos = trig::cos, rare: trig::is_huge, slow: trig::cos_huge;
        /// The tangent of an angle in radians. NaN at infinity.
        ///
        /// Worst error seen: 0.7 ULP.
        ///
        /// ```
        /// assert_eq!(numoxide_simd::math::f64::tan(0.5), 0.5463024898437905);
        /// ```
        tan = trig::tan, rare: trig::is_huge, slow: trig::tan_huge;
        /// The angle from -pi/2 to pi/2 whose sine is `x`. NaN outside -1 to 1.
        ///
        /// Worst error seen: 0.62 ULP with fused multiply-add, 0.67 without.
        ///
        /// ```
        /// assert_eq!(numoxide_simd::math::f64::arcsin(1.0), std::f64::consts::FRAC_PI_2);
        /// ```
        arcsin = arc::arcsin;
        /// The angle from 0 to pi whose cosine is `x`. NaN outside -1 to 1.
        ///
        /// Worst error seen: 0.60 ULP with fused multiply-add, 0.62 without.
        ///
        /// ```
        /// assert_eq!(numoxide_simd::math::f64::arccos(-1.0), std::f64::consts::PI);
        /// ```
        arccos = arc::arccos;
        /// The angle from -pi/2 to pi/2 whose tangent is `x`.
        ///
        /// Worst error seen: 0.67 ULP with fused multiply-add, 0.69 without.
        ///
        /// ```
        /// assert_eq!(numoxide_simd::math::f64::arctan(f64::INFINITY), std::f64::consts::FRAC_PI_2);
        /// ```
        arctan = arc::arctan;
    }
    binary {
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
    }
}
