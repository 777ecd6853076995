//! Elementary functions of `f64`.
//!
//! Every function is one row below: the generic body lives in the module of its family, the row makes the entry for
//! one value, the loop over slices and the loop over strips.

pub mod sqrt;

use crate::math::map::functions;

functions! { f64, 16;
    unary {
        /// The square root, correctly rounded. NaN below zero; `sqrt(-0.0)` is `-0.0`.
        ///
        /// ```
        /// assert_eq!(numoxide_simd::math::f64::sqrt(2.25), 1.5);
        /// ```
        sqrt = sqrt::sqrt;
    }
    binary {}
}
