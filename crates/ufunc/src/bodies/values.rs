//! Bodies of what NumPy puts together from several functions, in one pass: clip, round, isclose, nan_to_num.

use num_complex::Complex;
use numoxide_core::ufunc::{Binary, Isa, Quaternary, Ternary};
use numoxide_core::{bf16, c64, c128, f16, scalar_body};

use super::complex;

/// A value held between two bounds. A NaN among the three stays; a value equal to a bound stays what it is.
pub struct Clip;

/// `value` between `low` and `high`, by an order in which nothing comes before or behind NaN, and a test of NaN.
macro_rules! clip {
    ($($ty:ty)*, |$a:ident, $b:ident| $in_order:expr, |$x:ident| $nan:expr) => {$(
        impl Ternary<$ty> for Clip {
            type Out = $ty;
            #[inline(always)]
            fn apply<I: Isa>(value: $ty, low: $ty, high: $ty) -> $ty {
                let in_order = |$a: $ty, $b: $ty| $in_order;
                let nan = |$x: $ty| $nan;
                // A NaN of a bound replaces the value, unless that is one itself.
                let above = if !in_order(low, value) & !nan(value) { low } else { value };
                if !in_order(above, high) & !nan(above) { high } else { above }
            }
        }
    )*};
}
clip!(bool, |a, b| !a | b, |_x| false);
clip!(i8 i16 i32 i64 u8 u16 u32 u64, |a, b| a <= b, |_x| false);
clip!(f16 bf16, |a, b| a <= b, |x| x.is_nan());
clip!(f32 f64, |a, b| a <= b, |x| x.is_nan());
clip!(
    c64 c128,
    |a, b| !(complex::lt(b, a) | complex::is_nan(a) | complex::is_nan(b)),
    |x| complex::is_nan(x)
);

scalar_body! {
    /// Rounded to decimals: multiplied by a power of ten, rounded, divided again.
    RoundUp(a, power) {
        f32 f64: (a * power).round_ties_even() / power;
    }
}
scalar_body! {
    /// Rounded in front of the point: divided by a power of ten, rounded, multiplied again.
    RoundDown(a, power) {
        f32 f64: (a / power).round_ties_even() * power;
    }
}

/// Roundings of halves, each step of which is rounded to a half, and of the parts of complex numbers.
macro_rules! roundings {
    ($($body:ident $first:tt $second:tt;)*) => {$(
        roundings!(@half $body $first $second f16 bf16);
        roundings!(@complex $body f32 f64);
    )*};
    (@half $body:ident $first:tt $second:tt $($half:ident)*) => {$(
        impl Binary<$half> for $body {
            type Out = $half;
            const WIDE: bool = false;
            #[inline(always)]
            fn apply<I: Isa>(a: $half, power: $half) -> $half {
                // Conversions of halves are long code, and compiled once.
                #[inline(never)]
                fn round(a: $half, power: $half) -> $half {
                    let power = power.to_f32();
                    let scaled = $half::from_f32(a.to_f32() $first power);
                    $half::from_f32(scaled.to_f32().round_ties_even() $second power)
                }
                round(a, power)
            }
        }
    )*};
    (@complex $body:ident $($part:ident)*) => {$(
        impl Binary<Complex<$part>, $part> for $body {
            type Out = Complex<$part>;
            const WIDE: bool = false;
            #[inline(always)]
            fn apply<I: Isa>(a: Complex<$part>, power: $part) -> Complex<$part> {
                let round = |part| <$body as Binary<$part>>::apply::<I>(part, power);
                Complex { re: round(a.re), im: round(a.im) }
            }
        }
    )*};
}
roundings! {
    RoundUp * /;
    RoundDown / *;
}

/// What is close is told in the steps and the roundings of NumPy's formula: `|a - b| <= atol + rtol * |b|`.
pub trait Distance: Copy + PartialEq {
    /// The type of distances.
    type Part: Copy + PartialOrd;
    /// Whether the steps are single instructions.
    const PLAIN: bool;
    /// `|a - b|`.
    fn distance(a: Self, b: Self) -> Self::Part;
    /// `atol + rtol * |b|`.
    fn tolerance(b: Self, rtol: Self::Part, atol: Self::Part) -> Self::Part;
    /// Whether neither infinite nor NaN.
    fn finite(self) -> bool;
}

macro_rules! distances {
    ($($inline:ident $plain:literal $ty:ty, $part:ty, |$a:ident, $b:ident| $distance:expr,
        |$c:ident, $rtol:ident, $atol:ident| $tolerance:expr, |$d:ident| $finite:expr;)*) => {$(
        impl Distance for $ty {
            type Part = $part;
            const PLAIN: bool = $plain;
            #[inline($inline)]
            fn distance($a: $ty, $b: $ty) -> $part { $distance }
            #[inline($inline)]
            fn tolerance($c: $ty, $rtol: $part, $atol: $part) -> $part { $tolerance }
            #[inline(always)]
            fn finite(self) -> bool { let $d = self; $finite }
        }
    )*};
    // Conversions of halves are long code, and compiled once.
    (halves $($half:ident)*) => {$(
        distances! {
            never false $half, $half, |a, b| $half::from_f32(distances!(@rounded $half, a.to_f32() - b.to_f32()).abs()),
                |b, rtol, atol| {
                    let part = distances!(@rounded $half, rtol.to_f32() * b.to_f32().abs());
                    $half::from_f32(atol.to_f32() + part)
                },
                |x| x.is_finite();
        }
    )*};
    (@rounded $half:ident, $value:expr) => { $half::from_f32($value).to_f32() };
}
distances! {
    always true f32, f32, |a, b| (a - b).abs(), |b, rtol, atol| atol + rtol * b.abs(), |x| x.is_finite();
    always true f64, f64, |a, b| (a - b).abs(), |b, rtol, atol| atol + rtol * b.abs(), |x| x.is_finite();
    always false c64, f32, |a, b| (a.re - b.re).hypot(a.im - b.im), |b, rtol, atol| atol + rtol * b.re.hypot(b.im),
        |z| z.re.is_finite() & z.im.is_finite();
    always false c128, f64, |a, b| (a.re - b.re).hypot(a.im - b.im), |b, rtol, atol| atol + rtol * b.re.hypot(b.im),
        |z| z.re.is_finite() & z.im.is_finite();
}
distances!(halves f16 bf16);

/// Whether two values are equal within a relative and an absolute tolerance of the second: `(a, b, rtol, atol)`.
/// `NAN` says whether two NaN are.
pub struct IsClose<const NAN: bool>;

impl<T: Distance, const NAN: bool> Quaternary<T, T, T::Part, T::Part> for IsClose<NAN> {
    type Out = bool;
    const WIDE: bool = T::PLAIN && !NAN;
    #[inline(always)]
    #[allow(clippy::eq_op, reason = "only a NaN differs from itself")]
    fn apply<I: Isa>(a: T, b: T, rtol: T::Part, atol: T::Part) -> bool {
        let within = (T::distance(a, b) <= T::tolerance(b, rtol, atol)) & b.finite();
        within | (a == b) | (NAN & (a != a) & (b != b))
    }
}

/// The value, or what stands for a NaN and the infinities: `(value, nan, positive, negative)`.
pub struct NanToNum;

macro_rules! nan_to_num {
    ($($ty:ty)*) => {$(
        impl Quaternary<$ty> for NanToNum {
            type Out = $ty;
            #[inline(always)]
            fn apply<I: Isa>(value: $ty, nan: $ty, positive: $ty, negative: $ty) -> $ty {
                let number = if value.is_nan() { nan } else { value };
                let below = if value == <$ty>::INFINITY { positive } else { number };
                if value == <$ty>::NEG_INFINITY { negative } else { below }
            }
        }
    )*};
}
nan_to_num!(f16 bf16 f32 f64);

impl<T> Quaternary<Complex<T>, T, T, T> for NanToNum
where
    T: Copy,
    Self: Quaternary<T, Out = T>,
{
    type Out = Complex<T>;
    const WIDE: bool = false;
    #[inline(always)]
    fn apply<I: Isa>(value: Complex<T>, nan: T, positive: T, negative: T) -> Complex<T> {
        let part = |part| <Self as Quaternary<T>>::apply::<I>(part, nan, positive, negative);
        Complex { re: part(value.re), im: part(value.im) }
    }
}

scalar_body! {
    /// Whether it is positive infinity.
    IsPosInf(a) {
        f32 => bool: a == f32::INFINITY;
        f64 => bool: a == f64::INFINITY;
    }
}
scalar_body! {
    /// Whether it is negative infinity.
    IsNegInf(a) {
        f32 => bool: a == f32::NEG_INFINITY;
        f64 => bool: a == f64::NEG_INFINITY;
    }
}
