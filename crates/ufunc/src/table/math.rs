//! Rows: the elementary functions.

use numoxide_core::ufunc::{Identity, Pole};
use numoxide_core::{c128, typed_loops, ufunc_rows};

use crate::bodies::integer::Power;
use crate::bodies::math::*;
use crate::table::powers::by_exponent;

/// A function of real and complex numbers.
macro_rules! elementary {
    ($body:ident) => {
        typed_loops!(slice_unary $body: floats complex)
    };
}

ufunc_rows! {
    /// The square root.
    SQRT = "sqrt", Identity::None, Some(Pole::Nowhere), elementary!(Sqrt);
    /// The cube root.
    CBRT = "cbrt", Identity::None, Some(Pole::Nowhere), typed_loops!(slice_unary Cbrt: floats);
    /// `e^x`.
    EXP = "exp", Identity::None, Some(Pole::Nowhere), elementary!(Exp);
    /// `2^x`.
    EXP2 = "exp2", Identity::None, Some(Pole::Nowhere), elementary!(Exp2);
    /// `e^x - 1`.
    EXPM1 = "expm1", Identity::None, Some(Pole::Nowhere), elementary!(Expm1);
    /// The natural logarithm.
    LOG = "log", Identity::None, Some(Pole::First(&[0.0])), elementary!(Log);
    /// The logarithm to base 2.
    LOG2 = "log2", Identity::None, Some(Pole::First(&[0.0])), elementary!(Log2);
    /// The logarithm to base 10.
    LOG10 = "log10", Identity::None, Some(Pole::First(&[0.0])), elementary!(Log10);
    /// `log(1 + x)`.
    LOG1P = "log1p", Identity::None, Some(Pole::First(&[-1.0])), elementary!(Log1p);
    /// The sine.
    SIN = "sin", Identity::None, Some(Pole::Nowhere), elementary!(Sin);
    /// The cosine.
    COS = "cos", Identity::None, Some(Pole::Nowhere), elementary!(Cos);
    /// The tangent.
    TAN = "tan", Identity::None, Some(Pole::Nowhere), elementary!(Tan);
    /// The inverse of the sine.
    ARCSIN = "arcsin", Identity::None, Some(Pole::Nowhere), elementary!(Arcsin);
    /// The inverse of the cosine.
    ARCCOS = "arccos", Identity::None, Some(Pole::Nowhere), elementary!(Arccos);
    /// The inverse of the tangent.
    ARCTAN = "arctan", Identity::None, Some(Pole::Nowhere), elementary!(Arctan);
    /// The hyperbolic sine.
    SINH = "sinh", Identity::None, Some(Pole::Nowhere), elementary!(Sinh);
    /// The hyperbolic cosine.
    COSH = "cosh", Identity::None, Some(Pole::Nowhere), elementary!(Cosh);
    /// The hyperbolic tangent.
    TANH = "tanh", Identity::None, Some(Pole::Nowhere), elementary!(Tanh);
    /// The inverse of the hyperbolic sine.
    ARCSINH = "arcsinh", Identity::None, Some(Pole::Nowhere), elementary!(Arcsinh);
    /// The inverse of the hyperbolic cosine.
    ARCCOSH = "arccosh", Identity::None, Some(Pole::Nowhere), elementary!(Arccosh);
    /// The inverse of the hyperbolic tangent.
    ARCTANH = "arctanh", Identity::None, Some(Pole::First(&[-1.0, 1.0])), elementary!(Arctanh);
    /// The angle of the point `(y, x)`.
    ARCTAN2 = "arctan2", Identity::None, Some(Pole::Nowhere), typed_loops!(slice_binary Arctan2: floats);
    /// The length of the hypotenuse.
    HYPOT = "hypot", Identity::Value(0.0), Some(Pole::Nowhere), typed_loops!(slice_binary Hypot: floats);
    /// `log(e^x + e^y)`.
    LOGADDEXP = "logaddexp", Identity::Value(f64::NEG_INFINITY), Some(Pole::Nowhere),
        typed_loops!(slice_binary LogAddExp: floats);
    /// `log2(2^x + 2^y)`.
    LOGADDEXP2 = "logaddexp2", Identity::Value(f64::NEG_INFINITY), Some(Pole::Nowhere),
        typed_loops!(slice_binary LogAddExp2: floats);
    /// A power; of integers, wrapping around.
    POWER = "power", Identity::None, Some(Pole::Power),
        typed_loops!(binary Power: integers; slice_binary Pow: floats complex), refine by_exponent;
    /// A power, computed in `f64` or `complex128`.
    FLOAT_POWER = "float_power", Identity::None, Some(Pole::Power), typed_loops!(slice_binary Pow: f64 c128);
}
