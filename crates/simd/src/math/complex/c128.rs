//! Elementary functions of complex numbers of two `f64`.
//!
//! ```
//! use num_complex::Complex;
//! use numoxide_simd::math::complex::c128::{absolute, log, sqrt};
//!
//! assert_eq!(absolute(Complex::new(3.0, -4.0)), 5.0);
//! assert_eq!(sqrt(Complex::new(-4.0, -0.0)), Complex::new(0.0, -2.0));
//! assert_eq!(log(Complex::new(-1.0, 0.0)), Complex::new(0.0, std::f64::consts::PI));
//! ```

/// The bodies under the names of the functions.
mod wide {
    use super::super::*;

    macro_rules! named {
        ($($name:ident = $body:path, $rare:path, $slow:path;)*) => {$(
            pub(super) mod $name {
                use super::*;
                pub(in super::super) use {$body as eval, $rare as rare, $slow as slow};
            }
        )*};
    }
    bodies!(named);
    named! { absolute = size::absolute, size::is_extreme, size::absolute_extreme; }

    pub(super) mod pow {
        pub(in super::super) use super::power::pow as eval;
    }
}

super::complex_functions! { f64, 16, wide }
