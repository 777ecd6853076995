//! What the functions of complex numbers take from those of `f64`: the branch-free bodies.
//!
//! Those of this module serve all arguments, but for [`sin`], [`cos`] and [`arctan2`]: their callers keep rare arguments
//! away, or take those of [`any`].

use crate::level::Isa;
use crate::math::f64::function;
use crate::math::map::{Binary, Unary};

macro_rules! unary {
    ($($name:ident)*) => {$(
        #[inline(always)]
        pub(super) fn $name<I: Isa>(x: f64) -> f64 {
            function::$name::eval::<I>(x)
        }
    )*};
}

unary! { exp exp2 expm1 log log1p sin cos }

#[inline(always)]
pub(super) fn arctan2<I: Isa>(y: f64, x: f64) -> f64 {
    function::arctan2::eval::<I>(y, x)
}

/// Whether [`sin`] and [`cos`] do not serve the angle.
#[inline(always)]
pub(super) fn is_huge_angle(x: f64) -> bool {
    function::sin::rare(x)
}

/// The functions for all arguments.
pub(super) mod any {
    use super::*;

    macro_rules! unary {
        ($($name:ident)*) => {$(
            #[inline(always)]
            pub(in crate::math::complex) fn $name<I: Isa>(x: f64) -> f64 {
                if function::$name::rare(x) { function::$name::slow::<I>(x) } else { function::$name::eval::<I>(x) }
            }
        )*};
    }
    macro_rules! binary {
        ($($name:ident)*) => {$(
            #[inline(always)]
            pub(in crate::math::complex) fn $name<I: Isa>(x: f64, y: f64) -> f64 {
                if function::$name::rare(x, y) {
                    function::$name::slow::<I>(x, y)
                } else {
                    function::$name::eval::<I>(x, y)
                }
            }
        )*};
    }

    unary! { sin cos }
    binary! { arctan2 hypot }
}
