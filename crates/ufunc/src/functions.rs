//! The public functions: for each row of the table a function, a module of the same name with the forms
//! that take keywords or run-time types, and a method.

use numoxide_core::ufunc::{Outputs, Ufunc};
use numoxide_core::{
    AnyArray, AnyView, Array, ArrayView, ArrayViewMut, AsView, Bits, Integer, Number, Real, Result, Scalar,
};

use crate::adverbs::adverbs;
use crate::call::{Call, binary, erased, unary};
use crate::table;

/// Functions of one operand: `name = ROW: bound => result`.
macro_rules! unary_functions {
    ($($(#[$doc:meta])* $name:ident = $ufunc:ident: $bound:ident => $out:ty;)*) => {
        $(
            $(#[$doc])*
            ///
            /// # Errors
            /// If the type has no loop, or memory cannot be had.
            #[inline]
            pub fn $name<T: $bound>(x: impl AsView<T>) -> Result<Array<$out>> {
                unary(&table::$ufunc, x)
            }

            #[doc = concat!("[`", stringify!($name), "`](fn@super::", stringify!($name), ") with keywords and for run-time types.")]
            pub mod $name {
                use super::*;

                /// The row of the function table.
                pub static UFUNC: &Ufunc = &table::$ufunc;

                /// A call with NumPy's keyword arguments.
                pub fn with<'a, T: $bound>(x: &'a (impl AsView<T> + ?Sized)) -> Call<'a, Array<$out>> {
                    Call::new(UFUNC, vec![erased(x.as_view())])
                }

                /// The function of an array whose type is known at run time.
                ///
                /// # Errors
                /// If no loop takes the type, or memory cannot be had.
                pub fn any(x: &AnyArray) -> Result<AnyArray> {
                    UFUNC.call(&[&x.view()])?.one()
                }

                /// [`any`](fn@self::any) with NumPy's keyword arguments.
                pub fn any_with(x: &AnyArray) -> Call<'_, AnyArray> {
                    Call::new(UFUNC, vec![x.view()])
                }
            }
        )*

        /// The functions of one array as methods.
        ///
        /// Like operators, they return the array and panic where the function of the same name returns an
        /// error, which for these is only memory that cannot be had.
        pub trait UnaryMethods<T: Scalar>: AsView<T> {
            $(
                #[doc = concat!("[`", stringify!($name), "`](fn@", stringify!($name), ") of every item.")]
                fn $name(&self) -> Array<$out>
                where
                    T: $bound,
                {
                    done($name(self))
                }
            )*
        }
    };
}

/// Functions of two operands of one type.
macro_rules! binary_functions {
    ($($(#[$doc:meta])* $name:ident = $ufunc:ident: $bound:ident => $out:ty $(, fold $fold:ty)?;)*) => {
        $(
            $(#[$doc])*
            ///
            /// # Errors
            /// If the type has no loop, the shapes do not broadcast, or memory cannot be had.
            #[inline]
            pub fn $name<T: $bound>(a: impl AsView<T>, b: impl AsView<T>) -> Result<Array<$out>> {
                binary(&table::$ufunc, a, b)
            }

            #[doc = concat!("[`", stringify!($name), "`](fn@super::", stringify!($name), ") with keywords and for run-time types.")]
            pub mod $name {
                use super::*;

                /// The row of the function table.
                pub static UFUNC: &Ufunc = &table::$ufunc;

                /// A call with NumPy's keyword arguments.
                pub fn with<'a, T: $bound>(
                    a: &'a (impl AsView<T> + ?Sized),
                    b: &'a (impl AsView<T> + ?Sized),
                ) -> Call<'a, Array<$out>> {
                    Call::new(UFUNC, vec![erased(a.as_view()), erased(b.as_view())])
                }

                /// The function of arrays whose types are known at run time, by NEP 50 promotion.
                ///
                /// # Errors
                /// If no loop takes the types, the shapes do not broadcast, or memory cannot be had.
                pub fn any(a: &AnyArray, b: &AnyArray) -> Result<AnyArray> {
                    UFUNC.call(&[&a.view(), &b.view()])?.one()
                }

                binary_functions!(@adverbs $name, $bound, $out, [$($fold)?]);

                /// [`any`](fn@self::any) with NumPy's keyword arguments.
                pub fn any_with<'a>(a: &'a AnyArray, b: &'a AnyArray) -> Call<'a, AnyArray> {
                    Call::new(UFUNC, vec![a.view(), b.view()])
                }
            }
        )*

        /// The functions of two arrays as methods of the first.
        ///
        /// Like operators, they panic where the function of the same name returns an error.
        pub trait BinaryMethods<T: Scalar>: AsView<T> {
            $(
                #[doc = concat!("[`", stringify!($name), "`](fn@", stringify!($name), ") with another operand.")]
                fn $name(&self, other: impl AsView<T>) -> Array<$out>
                where
                    T: $bound,
                {
                    done($name(self, other))
                }
            )*

            /// `self < other`: [`less`](fn@less).
            fn lt(&self, other: impl AsView<T>) -> Array<bool> {
                done(less(self, other))
            }

            /// `self <= other`: [`less_equal`](fn@less_equal).
            fn le(&self, other: impl AsView<T>) -> Array<bool> {
                done(less_equal(self, other))
            }

            /// `self > other`: [`greater`](fn@greater).
            fn gt(&self, other: impl AsView<T>) -> Array<bool> {
                done(greater(self, other))
            }

            /// `self >= other`: [`greater_equal`](fn@greater_equal).
            fn ge(&self, other: impl AsView<T>) -> Array<bool> {
                done(greater_equal(self, other))
            }
        }
    };
    (@adverbs $name:ident, $bound:ident, $out:ty, []) => { adverbs!($name, $bound, $out, $out); };
    (@adverbs $name:ident, $bound:ident, $out:ty, [$fold:ty]) => { adverbs!($name, $bound, $out, $fold); };
}

#[inline]
pub(crate) fn done<T>(result: Result<T>) -> T {
    result.unwrap_or_else(|error| panic!("{error}"))
}

macro_rules! methods_for {
    ($($ty:ty)*) => {$(
        impl<T: Scalar> UnaryMethods<T> for $ty {}
        impl<T: Scalar> BinaryMethods<T> for $ty {}
    )*};
}
methods_for!(Array<T> ArrayView<'_, T> ArrayViewMut<'_, T>);

unary_functions! {
    /// `-x`; integers wrap around.
    ///
    /// ```
    /// assert_eq!(numoxide_ufunc::negative([1, -2])?.to_vec(), [-1, 2]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    negative = NEGATIVE: Number => T;
    /// `x` itself, as a copy.
    positive = POSITIVE: Number => T;
    /// The absolute value; of complex numbers the length. The most negative integer stays what it is.
    ///
    /// ```
    /// assert_eq!(numoxide_ufunc::absolute([-1.5, 2.0])?.to_vec(), [1.5, 2.0]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    absolute = ABSOLUTE: Scalar => T::Part;
    /// The absolute value as a floating-point number.
    fabs = FABS: Scalar => T::Float;
    /// `x * x`.
    square = SQUARE: Number => T;
    /// `1 / x`; of integers only 1 and -1 leave anything.
    reciprocal = RECIPROCAL: Number => T;
    /// The complex conjugate.
    conjugate = CONJUGATE: Number => T;
    /// -1, 0 or 1; of complex numbers `x / abs(x)`.
    sign = SIGN: Number => T;
    /// All bits flipped.
    invert = INVERT: Bits => T;
    /// The number of ones in the absolute value.
    bitwise_count = BITWISE_COUNT: Integer => u8;
    /// Whether an item is false (zero).
    logical_not = LOGICAL_NOT: Scalar => bool;
    /// Whether an item is NaN.
    isnan = ISNAN: Scalar => bool;
    /// Whether an item is infinite.
    isinf = ISINF: Scalar => bool;
    /// Whether an item is neither infinite nor NaN.
    isfinite = ISFINITE: Scalar => bool;
    /// Whether an item is positive infinity.
    isposinf = ISPOSINF: Scalar => bool;
    /// Whether an item is negative infinity.
    isneginf = ISNEGINF: Scalar => bool;
    /// Whether the sign bit is set, also that of zero and NaN.
    signbit = SIGNBIT: Scalar => bool;
    /// The largest integer that is not above.
    floor = FLOOR: Scalar => T;
    /// The smallest integer that is not below.
    ceil = CEIL: Scalar => T;
    /// The integer next to it towards zero.
    trunc = TRUNC: Scalar => T;
    /// The nearest integer, the even one of two.
    rint = RINT: Scalar => T::Float;
    /// The distance to the next number away from zero.
    spacing = SPACING: Scalar => T::Float;
    /// Degrees to radians.
    deg2rad = DEG2RAD: Scalar => T::Float;
    /// Degrees to radians.
    radians = RADIANS: Scalar => T::Float;
    /// Radians to degrees.
    rad2deg = RAD2DEG: Scalar => T::Float;
    /// Radians to degrees.
    degrees = DEGREES: Scalar => T::Float;
    /// The square root, correctly rounded; NaN below zero.
    ///
    /// ```
    /// assert_eq!(numoxide_ufunc::sqrt([4.0, 2.25])?.to_vec(), [2.0, 1.5]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    sqrt = SQRT: Scalar => T::Float;
    /// The cube root.
    cbrt = CBRT: Scalar => T::Float;
    /// `e^x`.
    ///
    /// ```
    /// assert_eq!(numoxide_ufunc::exp([0.0, 1.0])?.to_vec(), [1.0, std::f64::consts::E]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    exp = EXP: Scalar => T::Float;
    /// `2^x`.
    exp2 = EXP2: Scalar => T::Float;
    /// `e^x - 1`, exact also where `x` is small.
    expm1 = EXPM1: Scalar => T::Float;
    /// The natural logarithm; minus infinity at zero, NaN below.
    ///
    /// ```
    /// assert_eq!(numoxide_ufunc::log([1.0, 0.0])?.to_vec(), [0.0, f64::NEG_INFINITY]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    log = LOG: Scalar => T::Float;
    /// The logarithm to base 2.
    log2 = LOG2: Scalar => T::Float;
    /// The logarithm to base 10.
    log10 = LOG10: Scalar => T::Float;
    /// `log(1 + x)`, exact also where `x` is small.
    log1p = LOG1P: Scalar => T::Float;
    /// The sine of an angle in radians.
    ///
    /// ```
    /// assert_eq!(numoxide_ufunc::sin([0.0, 0.5])?.to_vec(), [0.0, 0.479425538604203]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    sin = SIN: Scalar => T::Float;
    /// The cosine of an angle in radians.
    cos = COS: Scalar => T::Float;
    /// The tangent of an angle in radians.
    tan = TAN: Scalar => T::Float;
    /// The angle in radians, from -pi/2 to pi/2, whose sine is `x`; NaN outside -1 to 1.
    arcsin = ARCSIN: Scalar => T::Float;
    /// The angle in radians, from 0 to pi, whose cosine is `x`; NaN outside -1 to 1.
    arccos = ARCCOS: Scalar => T::Float;
    /// The angle in radians, from -pi/2 to pi/2, whose tangent is `x`.
    arctan = ARCTAN: Scalar => T::Float;
    /// The hyperbolic sine.
    sinh = SINH: Scalar => T::Float;
    /// The hyperbolic cosine.
    cosh = COSH: Scalar => T::Float;
    /// The hyperbolic tangent.
    tanh = TANH: Scalar => T::Float;
    /// The inverse of the hyperbolic sine.
    arcsinh = ARCSINH: Scalar => T::Float;
    /// The inverse of the hyperbolic cosine; NaN below 1.
    arccosh = ARCCOSH: Scalar => T::Float;
    /// The inverse of the hyperbolic tangent; NaN outside -1 to 1.
    arctanh = ARCTANH: Scalar => T::Float;
}

binary_functions! {
    /// `a + b`; integers wrap around.
    ///
    /// ```
    /// use numoxide_core::Array;
    /// use numoxide_ufunc::add;
    ///
    /// assert_eq!(add([[1], [2]], [10, 20])?.to_vec(), [11, 21, 12, 22]);
    /// let (a, mut out) = (Array::from_vec(vec![1.0, 2.0])?, Array::from_vec(vec![0.0, 0.0])?);
    /// add::with(&a, &a).out(&mut out).where_(&[true, false]).run()?;
    /// assert_eq!(out.to_vec(), [2.0, 0.0]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    add = ADD: Scalar => T, fold T::Sum;
    /// `a - b`; integers wrap around.
    subtract = SUBTRACT: Number => T;
    /// `a * b`; integers wrap around.
    multiply = MULTIPLY: Scalar => T, fold T::Sum;
    /// `a / b`; integers give `f64`.
    divide = DIVIDE: Number => T::Quotient;
    /// The quotient rounded towards minus infinity; integers give 0 for divisor 0.
    floor_divide = FLOOR_DIVIDE: Real => T;
    /// `a^b`; integers wrap around, and have no negative powers. Where there is one exponent for all, 2 gives squares, and of
    /// `f32` and `f64` -1 quotients and 0.5 square roots, so that -0 gives -0 and minus infinity NaN, as in NumPy.
    ///
    /// ```
    /// use numoxide_ufunc::power;
    ///
    /// assert_eq!(power([2.0, 9.0], [10.0, 0.5])?.to_vec(), [1024.0, 3.0]);
    /// assert!(power([2], [-1]).is_err());
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    power = POWER: Number => T;
    /// `a^b`, computed in `f64` or [`c128`](numoxide_core::c128).
    float_power = FLOAT_POWER: Scalar => T::Wide;
    /// The remainder of [`floor_divide`](fn@floor_divide), with the sign of the divisor: Python's `%`.
    remainder = REMAINDER: Real => T;
    /// The remainder of the quotient rounded towards zero, with the sign of the dividend: C's `fmod`.
    fmod = FMOD: Real => T;
    /// Bitwise "and".
    bitwise_and = BITWISE_AND: Bits => T;
    /// Bitwise "or".
    bitwise_or = BITWISE_OR: Bits => T;
    /// Bitwise "exclusive or".
    bitwise_xor = BITWISE_XOR: Bits => T;
    /// `a << b`; 0 where `b` is not below the width.
    left_shift = LEFT_SHIFT: Integer => T;
    /// `a >> b`; only the sign is left where `b` is not below the width.
    right_shift = RIGHT_SHIFT: Integer => T;
    /// The greatest common divisor.
    gcd = GCD: Integer => T;
    /// The least common multiple.
    lcm = LCM: Integer => T;
    /// `a == b`.
    equal = EQUAL: Scalar => bool;
    /// `a != b`.
    not_equal = NOT_EQUAL: Scalar => bool;
    /// `a < b`; complex numbers by real, then imaginary part.
    less = LESS: Scalar => bool;
    /// `a <= b`; complex numbers by real, then imaginary part.
    less_equal = LESS_EQUAL: Scalar => bool;
    /// `a > b`; complex numbers by real, then imaginary part.
    greater = GREATER: Scalar => bool;
    /// `a >= b`; complex numbers by real, then imaginary part.
    greater_equal = GREATER_EQUAL: Scalar => bool;
    /// Whether both are true (not zero).
    logical_and = LOGICAL_AND: Scalar => bool;
    /// Whether at least one is true (not zero).
    logical_or = LOGICAL_OR: Scalar => bool;
    /// Whether exactly one is true (not zero).
    logical_xor = LOGICAL_XOR: Scalar => bool;
    /// The larger of two; a NaN wins.
    maximum = MAXIMUM: Scalar => T;
    /// The smaller of two; a NaN wins.
    minimum = MINIMUM: Scalar => T;
    /// The larger of two; a NaN loses.
    fmax = FMAX: Scalar => T;
    /// The smaller of two; a NaN loses.
    fmin = FMIN: Scalar => T;
    /// The magnitude of `a` with the sign of `b`.
    copysign = COPYSIGN: Scalar => T::Float;
    /// The number after `a` in the direction of `b`.
    nextafter = NEXTAFTER: Scalar => T::Float;
    /// The step function of `a`: 0 below zero, 1 above, `b` at zero.
    heaviside = HEAVISIDE: Scalar => T::Float;
    /// The angle in radians, from -pi to pi, of the point whose coordinates are `y`, the first operand, and `x`.
    arctan2 = ARCTAN2: Scalar => T::Float;
    /// `sqrt(a^2 + b^2)`, without overflow on the way.
    hypot = HYPOT: Scalar => T::Float;
    /// `log(e^a + e^b)`, without overflow on the way.
    logaddexp = LOGADDEXP: Scalar => T::Float;
    /// `log2(2^a + 2^b)`, without overflow on the way.
    logaddexp2 = LOGADDEXP2: Scalar => T::Float;
}

/// NumPy's second names.
macro_rules! aliases {
    ($($alias:ident = $name:ident;)*) => {$(
        #[doc = concat!("NumPy's other name of [`", stringify!($name), "`](fn@", stringify!($name), ").")]
        pub use self::$name as $alias;
    )*};
}
aliases! {
    abs = absolute;
    acos = arccos;
    acosh = arccosh;
    asin = arcsin;
    asinh = arcsinh;
    atan = arctan;
    atan2 = arctan2;
    atanh = arctanh;
    bitwise_invert = invert;
    bitwise_left_shift = left_shift;
    bitwise_not = invert;
    bitwise_right_shift = right_shift;
    conj = conjugate;
    fix = trunc;
    mod_ = remainder;
    pow = power;
    true_divide = divide;
}

/// What a function with two results returns.
pub type Pair<A, B = A> = (Array<A>, Array<B>);

/// Two typed arrays from the outputs of a call.
fn pair<A: Scalar, B: Scalar>(outputs: Outputs) -> Result<Pair<A, B>> {
    let [first, second] = outputs.two()?;
    Ok((first.try_into()?, second.try_into()?))
}

/// Quotient and remainder of floor division: `(floor_divide(a, b), remainder(a, b))`.
///
/// # Errors
/// If the shapes do not broadcast, or memory cannot be had.
///
/// ```
/// let (quotient, remainder) = numoxide_ufunc::divmod([7, -7], 2)?;
/// assert_eq!((quotient.to_vec(), remainder.to_vec()), (vec![3, -4], vec![1, 1]));
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn divmod<T: Real>(a: impl AsView<T>, b: impl AsView<T>) -> Result<Pair<T>> {
    pair(table::DIVMOD.call(&[&erased(a.as_view()), &erased(b.as_view())])?)
}

/// The fraction and the integer part of each item, both with its sign.
///
/// # Errors
/// If memory cannot be had.
///
/// ```
/// let (fraction, whole) = numoxide_ufunc::modf([1.5, -2.25])?;
/// assert_eq!((fraction.to_vec(), whole.to_vec()), (vec![0.5, -0.25], vec![1.0, -2.0]));
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn modf<T: Real>(x: impl AsView<T>) -> Result<Pair<T::Float>> {
    pair(table::MODF.call(&[&erased(x.as_view())])?)
}

/// The significand in [1/2, 1) and the exponent of 2 of each item.
///
/// # Errors
/// If memory cannot be had.
///
/// ```
/// let (significand, exponent) = numoxide_ufunc::frexp([10.0])?;
/// assert_eq!((significand.to_vec(), exponent.to_vec()), (vec![0.625], vec![4]));
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn frexp<T: Real>(x: impl AsView<T>) -> Result<Pair<T::Float, i32>> {
    pair(table::FREXP.call(&[&erased(x.as_view())])?)
}

/// `x * 2^n`, rounded once.
///
/// # Errors
/// If the type of `x` has no loop, the shapes do not broadcast, or memory cannot be had.
///
/// ```
/// assert_eq!(numoxide_ufunc::ldexp([0.625], 4)?.to_vec(), [10.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn ldexp<T: Real>(x: impl AsView<T>, n: impl AsView<i32>) -> Result<Array<T::Float>> {
    let (x, n): (AnyView<'_>, AnyView<'_>) = (x.as_view().into(), n.as_view().into());
    table::LDEXP.call(&[&x, &n])?.one()?.try_into()
}
