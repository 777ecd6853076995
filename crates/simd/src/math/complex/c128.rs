//! Elementary functions of complex numbers of two `f64`.
//!
//! The worst errors seen at any level, in units in the last place of each part:
//!
//! | function | error | function | error | function | error |
//! |---|---|---|---|---|---|
//! | `absolute` | 1.1 | `log` | 1.3 | `sin`, `sinh` | 2.5 |
//! | `sqrt` | 1.6 | `log2` | 1.9 | `cos`, `cosh` | 2.5 |
//! | `exp` | 2.3 | `log10` | 2.1 | `tan`, `tanh` | 4.9 |
//! | `exp2` | 2.2 | `log1p` | 1.4 | `arcsin`, `arccos`, `arctan` and their hyperbolic kin | 2.5 |
//!
//! `expm1` has 2.4 of the greater part: its real part may be a difference of terms that cancel. The error of `pow` grows
//! with `y * log(x)`, whose rounding it inherits.
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
