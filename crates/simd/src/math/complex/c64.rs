//! Elementary functions of complex numbers of two `f32`: those of `c128`, rounded.

use crate::math::map::functions;

/// The bodies.
mod narrow {
    use crate::level::Isa;
    use crate::math::f32::function::hypot;
    use crate::math::map::Binary;
    use num_complex::Complex;

    /// The hypotenuse of `f32` serves all arguments.
    #[inline(always)]
    pub(super) fn absolute<I: Isa>(z: Complex<f32>) -> f32 {
        hypot::eval::<I>(z.re, z.im)
    }
}

functions! { num_complex::Complex<f32>, 16;
    unary {
        /// The absolute value, as free of overflow and underflow as the result allows. Infinite if a part is, even
        /// beside a NaN.
        ///
        /// ```
        /// use num_complex::Complex;
        /// assert_eq!(numoxide_simd::math::complex::c64::absolute(Complex::new(3e30, -4e30)), 5e30);
        /// ```
        absolute to f32 = narrow::absolute;
    }
    binary {}
}
