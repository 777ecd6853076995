//! Elementary functions of complex numbers of two `f32`: those of `c128`, rounded.
//!
//! The error seen is 0.501 units in the last place of each part.
//!
//! ```
//! use num_complex::Complex;
//! use numoxide_simd::math::complex::c64::{absolute, log, sqrt};
//!
//! assert_eq!(absolute(Complex::new(3.0, -4.0)), 5.0);
//! assert_eq!(sqrt(Complex::new(-4.0, -0.0)), Complex::new(0.0, -2.0));
//! assert_eq!(log(Complex::new(-1.0, 0.0)), Complex::new(0.0, std::f32::consts::PI));
//! ```

/// The bodies under the names of the functions.
mod narrow {
    use super::super::*;
    use crate::level::Isa;
    use num_complex::Complex;

    #[inline(always)]
    fn widened(z: Complex<f32>) -> Complex<f64> {
        Complex { re: z.re.into(), im: z.im.into() }
    }

    #[inline(always)]
    fn rounded(z: Complex<f64>) -> Complex<f32> {
        Complex { re: z.re as f32, im: z.im as f32 }
    }

    macro_rules! rounding {
        ($($name:ident = $($body:ident)::+, $($rare:ident)::+, $($slow:ident)::+;)*) => {$(
            pub(super) mod $name {
                use super::*;

                #[inline(always)]
                pub(in super::super) fn eval<I: Isa>(z: Complex<f32>) -> Complex<f32> {
                    rounded($($body)::+::<I>(widened(z)))
                }

                #[inline(always)]
                pub(in super::super) fn rare(z: Complex<f32>) -> bool {
                    $($rare)::+(widened(z))
                }

                #[inline(always)]
                pub(in super::super) fn slow<I: Isa>(z: Complex<f32>) -> Complex<f32> {
                    rounded($($slow)::+::<I>(widened(z)))
                }
            }
        )*};
    }
    bodies!(rounding);

    /// The hypotenuse of `f32`, which serves all arguments.
    pub(super) mod absolute {
        use super::*;
        use crate::math::f32::function::hypot;
        use crate::math::map::Binary;

        #[inline(always)]
        pub(in super::super) fn eval<I: Isa>(z: Complex<f32>) -> f32 {
            hypot::eval::<I>(z.re, z.im)
        }

        #[inline(always)]
        pub(in super::super) fn rare(_: Complex<f32>) -> bool {
            false
        }

        pub(in super::super) use eval as slow;
    }

    pub(super) mod pow {
        use super::*;

        #[inline(always)]
        pub(in super::super) fn eval<I: Isa>(base: Complex<f32>, exponent: Complex<f32>) -> Complex<f32> {
            rounded(power::pow::<I>(widened(base), widened(exponent)))
        }
    }
}

super::complex_functions! { f32, 16, narrow }
