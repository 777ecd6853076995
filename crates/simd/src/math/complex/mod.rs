//! Elementary functions of complex numbers.
//!
//! The bodies are those of `c128`, whose parts are `f64`; `c64` computes in `f64` too, and rounds once. Special values
//! are those of C99's Annex G as NumPy gives them on Linux. Each body serves the usual arguments without a branch, on
//! the bodies of [`math::f64`](crate::math::f64); a second one serves all.

mod arc;
pub mod c128;
pub mod c64;
mod exponential;
mod hyperbolic;
mod logarithm;
mod power;
mod real;
mod root;
mod size;

/// Hands every function of one argument to the macro `make`: its body, what that does not serve, and the body for all.
macro_rules! bodies {
    ($make:ident) => {
        $make! {
            sqrt = root::sqrt, root::is_rare, root::sqrt_rare;
            exp = exponential::exp, exponential::is_rare, exponential::exp_rare;
            exp2 = exponential::exp2, exponential::is_rare_for_exp2, exponential::exp2_rare;
            expm1 = exponential::expm1, exponential::is_rare, exponential::expm1_rare;
            log = logarithm::log, logarithm::is_rare, logarithm::log_rare;
            log2 = logarithm::log2, logarithm::is_rare, logarithm::log2_rare;
            log10 = logarithm::log10, logarithm::is_rare, logarithm::log10_rare;
            log1p = logarithm::log1p, logarithm::is_rare_for_log1p, logarithm::log1p_rare;
            sin = hyperbolic::sin, hyperbolic::is_rare_turned, hyperbolic::sin_rare;
            cos = hyperbolic::cos, hyperbolic::is_rare_turned, hyperbolic::cos_rare;
            tan = hyperbolic::tan, hyperbolic::is_rare_for_tan, hyperbolic::tan_rare;
            sinh = hyperbolic::sinh, hyperbolic::is_rare, hyperbolic::sinh_rare;
            cosh = hyperbolic::cosh, hyperbolic::is_rare, hyperbolic::cosh_rare;
            tanh = hyperbolic::tanh, hyperbolic::is_rare_for_tanh, hyperbolic::tanh_rare;
            arcsin = arc::arcsin, arc::is_rare, arc::arcsin_rare;
            arccos = arc::arccos, arc::is_rare, arc::arccos_rare;
            arctan = arc::arctan, arc::is_rare_for_arctan, arc::arctan_rare;
            arcsinh = arc::arcsinh, arc::is_rare, arc::arcsinh_rare;
            arccosh = arc::arccosh, arc::is_rare, arc::arccosh_rare;
            arctanh = arc::arctanh, arc::is_rare_for_arctanh, arc::arctanh_rare;
        }
    };
}

/// The public functions of one type, from the bodies in the modules of the caller.
macro_rules! complex_functions {
    ($part:ty, $lanes:literal, $bodies:ident $(, $strip:ident)?) => {
        $crate::math::map::functions! { num_complex::Complex<$part>, $lanes;
            unary {
                /// The absolute value, as free of overflow and underflow as the result allows. Infinite if a part is,
                /// even beside a NaN.
                absolute to $part = $bodies::absolute::eval, rare: $bodies::absolute::rare,
                    slow: $bodies::absolute::slow;
                /// The square root whose real part is not negative, and whose imaginary part has the sign of that of `x`.
                sqrt = $bodies::sqrt::eval, rare: $bodies::sqrt::rare, slow: $bodies::sqrt::slow
                    $(, strip: $bodies::sqrt::$strip)?;
                /// `e` to the power of `x`.
                exp = $bodies::exp::eval, rare: $bodies::exp::rare, slow: $bodies::exp::slow
                    $(, strip: $bodies::exp::$strip)?;
                /// 2 to the power of `x`.
                exp2 = $bodies::exp2::eval, rare: $bodies::exp2::rare, slow: $bodies::exp2::slow
                    $(, strip: $bodies::exp2::$strip)?;
                /// `exp(x) - 1`, exact for small `x` too.
                expm1 = $bodies::expm1::eval, rare: $bodies::expm1::rare, slow: $bodies::expm1::slow
                    $(, strip: $bodies::expm1::$strip)?;
                /// The natural logarithm, with an imaginary part from -pi to pi. The real part is exact for absolute
                /// values near 1 too.
                log = $bodies::log::eval, rare: $bodies::log::rare, slow: $bodies::log::slow
                    $(, strip: $bodies::log::$strip)?;
                /// The base-2 logarithm.
                log2 = $bodies::log2::eval, rare: $bodies::log2::rare, slow: $bodies::log2::slow
                    $(, strip: $bodies::log2::$strip)?;
                /// The base-10 logarithm.
                log10 = $bodies::log10::eval, rare: $bodies::log10::rare, slow: $bodies::log10::slow
                    $(, strip: $bodies::log10::$strip)?;
                /// `log(1 + x)`, exact for small `x` too.
                log1p = $bodies::log1p::eval, rare: $bodies::log1p::rare, slow: $bodies::log1p::slow
                    $(, strip: $bodies::log1p::$strip)?;
                /// The sine.
                sin = $bodies::sin::eval, rare: $bodies::sin::rare, slow: $bodies::sin::slow
                    $(, strip: $bodies::sin::$strip)?;
                /// The cosine.
                cos = $bodies::cos::eval, rare: $bodies::cos::rare, slow: $bodies::cos::slow
                    $(, strip: $bodies::cos::$strip)?;
                /// The tangent.
                tan = $bodies::tan::eval, rare: $bodies::tan::rare, slow: $bodies::tan::slow
                    $(, strip: $bodies::tan::$strip)?;
                /// The inverse of the sine. The cuts lie on the real axis beyond -1 and 1; on them the sign of the
                /// imaginary zero says which side is meant.
                arcsin = $bodies::arcsin::eval, rare: $bodies::arcsin::rare, slow: $bodies::arcsin::slow
                    $(, strip: $bodies::arcsin::$strip)?;
                /// The inverse of the cosine, with the cuts of `arcsin`.
                arccos = $bodies::arccos::eval, rare: $bodies::arccos::rare, slow: $bodies::arccos::slow
                    $(, strip: $bodies::arccos::$strip)?;
                /// The inverse of the tangent. The cuts lie on the imaginary axis beyond -i and i.
                arctan = $bodies::arctan::eval, rare: $bodies::arctan::rare, slow: $bodies::arctan::slow
                    $(, strip: $bodies::arctan::$strip)?;
                /// The hyperbolic sine.
                sinh = $bodies::sinh::eval, rare: $bodies::sinh::rare, slow: $bodies::sinh::slow
                    $(, strip: $bodies::sinh::$strip)?;
                /// The hyperbolic cosine.
                cosh = $bodies::cosh::eval, rare: $bodies::cosh::rare, slow: $bodies::cosh::slow
                    $(, strip: $bodies::cosh::$strip)?;
                /// The hyperbolic tangent.
                tanh = $bodies::tanh::eval, rare: $bodies::tanh::rare, slow: $bodies::tanh::slow
                    $(, strip: $bodies::tanh::$strip)?;
                /// The inverse of the hyperbolic sine, with the cuts of `arctan`.
                arcsinh = $bodies::arcsinh::eval, rare: $bodies::arcsinh::rare, slow: $bodies::arcsinh::slow
                    $(, strip: $bodies::arcsinh::$strip)?;
                /// The inverse of the hyperbolic cosine, whose real part is not negative. The cut lies on the real
                /// axis below 1.
                arccosh = $bodies::arccosh::eval, rare: $bodies::arccosh::rare, slow: $bodies::arccosh::slow
                    $(, strip: $bodies::arccosh::$strip)?;
                /// The inverse of the hyperbolic tangent, with the cuts of `arcsin`.
                arctanh = $bodies::arctanh::eval, rare: $bodies::arctanh::rare, slow: $bodies::arctanh::slow
                    $(, strip: $bodies::arctanh::$strip)?;
            }
            binary {
                /// `x` to the power of `y`. Whole real exponents between -100 and 100 multiply; zero has powers only
                /// with a positive real part of the exponent, or the exponent zero, which always gives 1.
                pow = $bodies::pow::eval;
            }
        }
    };
}

use {bodies, complex_functions};
