//! Rows: the elementary functions.

use numoxide_core::ufunc::{Identity, Pole, slice_binary_loop, slice_unary_loop};
use numoxide_core::{c64, c128, typed_loops, ufunc_rows};

use super::loops::{binary_rows, unary_rows};
use crate::bodies::math::*;

/// A function of real and complex numbers.
macro_rules! elementary {
    ($body:ident) => {
        unary_rows!(float_slices $body complex_slices $body)
    };
}

ufunc_rows! {
    /// The square root.
    SQRT = "sqrt", 1 => 1, Identity::None, Some(Pole::Nowhere), elementary!(Sqrt);
    /// The cube root.
    CBRT = "cbrt", 1 => 1, Identity::None, Some(Pole::Nowhere), unary_rows!(float_slices Cbrt);
    /// `e^x`.
    EXP = "exp", 1 => 1, Identity::None, Some(Pole::Nowhere), elementary!(Exp);
    /// `2^x`.
    EXP2 = "exp2", 1 => 1, Identity::None, Some(Pole::Nowhere), elementary!(Exp2);
    /// `e^x - 1`.
    EXPM1 = "expm1", 1 => 1, Identity::None, Some(Pole::Nowhere), elementary!(Expm1);
    /// The natural logarithm.
    LOG = "log", 1 => 1, Identity::None, Some(Pole::First(&[0.0])), elementary!(Log);
    /// The logarithm to base 2.
    LOG2 = "log2", 1 => 1, Identity::None, Some(Pole::First(&[0.0])), elementary!(Log2);
    /// The logarithm to base 10.
    LOG10 = "log10", 1 => 1, Identity::None, Some(Pole::First(&[0.0])), elementary!(Log10);
    /// `log(1 + x)`.
    LOG1P = "log1p", 1 => 1, Identity::None, Some(Pole::First(&[-1.0])), elementary!(Log1p);
    /// The sine.
    SIN = "sin", 1 => 1, Identity::None, Some(Pole::Nowhere), elementary!(Sin);
    /// The cosine.
    COS = "cos", 1 => 1, Identity::None, Some(Pole::Nowhere), elementary!(Cos);
    /// The tangent.
    TAN = "tan", 1 => 1, Identity::None, Some(Pole::Nowhere), elementary!(Tan);
    /// The inverse of the sine.
    ARCSIN = "arcsin", 1 => 1, Identity::None, Some(Pole::Nowhere), elementary!(Arcsin);
    /// The inverse of the cosine.
    ARCCOS = "arccos", 1 => 1, Identity::None, Some(Pole::Nowhere), elementary!(Arccos);
    /// The inverse of the tangent.
    ARCTAN = "arctan", 1 => 1, Identity::None, Some(Pole::Nowhere), elementary!(Arctan);
    /// The hyperbolic sine.
    SINH = "sinh", 1 => 1, Identity::None, Some(Pole::Nowhere), elementary!(Sinh);
    /// The hyperbolic cosine.
    COSH = "cosh", 1 => 1, Identity::None, Some(Pole::Nowhere), elementary!(Cosh);
    /// The hyperbolic tangent.
    TANH = "tanh", 1 => 1, Identity::None, Some(Pole::Nowhere), elementary!(Tanh);
    /// The inverse of the hyperbolic sine.
    ARCSINH = "arcsinh", 1 => 1, Identity::None, Some(Pole::Nowhere), elementary!(Arcsinh);
    /// The inverse of the hyperbolic cosine.
    ARCCOSH = "arccosh", 1 => 1, Identity::None, Some(Pole::Nowhere), elementary!(Arccosh);
    /// The inverse of the hyperbolic tangent.
    ARCTANH = "arctanh", 1 => 1, Identity::None, Some(Pole::First(&[-1.0, 1.0])), elementary!(Arctanh);
    /// The angle of the point `(y, x)`.
    ARCTAN2 = "arctan2", 2 => 1, Identity::None, Some(Pole::Nowhere), binary_rows!(float_slices Arctan2);
    /// The length of the hypotenuse.
    HYPOT = "hypot", 2 => 1, Identity::Value(0.0), Some(Pole::Nowhere), binary_rows!(float_slices Hypot);
    /// `log(e^x + e^y)`.
    LOGADDEXP = "logaddexp", 2 => 1, Identity::Value(f64::NEG_INFINITY), Some(Pole::Nowhere),
        binary_rows!(float_slices LogAddExp);
    /// `log2(2^x + 2^y)`.
    LOGADDEXP2 = "logaddexp2", 2 => 1, Identity::Value(f64::NEG_INFINITY), Some(Pole::Nowhere),
        binary_rows!(float_slices LogAddExp2);
    /// A power, computed in `f64` or `complex128`.
    FLOAT_POWER = "float_power", 2 => 1, Identity::None, Some(Pole::Power), typed_loops! {
        F64 F64 => F64, slice_binary_loop::<Pow, f64, f64>;
        C128 C128 => C128, slice_binary_loop::<Pow, c128, c128>;
    };
}
