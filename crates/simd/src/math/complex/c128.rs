//! Elementary functions of complex numbers of two `f64`.

use super::size;
use crate::math::map::functions;

functions! { num_complex::Complex<f64>, 8;
    unary {
        /// The absolute value, as free of overflow and underflow as the result allows. Infinite if a part is, even
        /// beside a NaN.
        ///
        /// ```
        /// use num_complex::Complex;
        /// assert_eq!(numoxide_simd::math::complex::c128::absolute(Complex::new(3.0, -4.0)), 5.0);
        /// ```
        absolute to f64 = size::absolute, rare: size::is_extreme, slow: size::absolute_extreme;
    }
    binary {}
}
