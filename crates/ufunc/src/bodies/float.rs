//! Functions of the representation of floating-point numbers, and roundings.

use std::mem::MaybeUninit;

use numoxide_core::ufunc::{Binary, Isa, TwoOut, Unary};
use numoxide_core::{f16, scalar_body};
use numoxide_simd::Kernel;

use super::complex::Part;

scalar_body! {
    /// The largest integer that is not above.
    Floor(a) { f32 f64: a.floor(); }
}
scalar_body! {
    /// The smallest integer that is not below.
    Ceil(a) { f32 f64: a.ceil(); }
}
scalar_body! {
    /// The integer next to it towards zero.
    Trunc(a) { f32 f64: a.trunc(); }
}
scalar_body! {
    /// The nearest integer, the even one of two.
    Rint(a) {
        f32 f64: a.round_ties_even();
        numoxide_core::c64 numoxide_core::c128:
            num_complex::Complex { re: a.re.round_ties_even(), im: a.im.round_ties_even() };
    }
}
scalar_body! {
    /// The magnitude of the first with the sign of the second.
    paced CopySign(a, b) { f32 f64: a.copysign(b); }
}
scalar_body! {
    /// The step function: 0 below zero, 1 above, the second argument at zero.
    Heaviside(a, b) {
        f32 f64: if a.is_nan() { a } else if a == 0.0 { b } else if a < 0.0 { 0.0 } else { 1.0 };
    }
}
scalar_body! {
    /// Degrees to radians.
    DegToRad(a) {
        f32: a * (std::f32::consts::PI / 180.0);
        f64: a * (std::f64::consts::PI / 180.0);
    }
}
scalar_body! {
    /// Radians to degrees.
    RadToDeg(a) {
        f32: a * (180.0 / std::f32::consts::PI);
        f64: a * (180.0 / std::f64::consts::PI);
    }
}
scalar_body! {
    /// The remainder of the quotient rounded towards zero, with the sign of the dividend: C's `fmod`.
    narrow Fmod(a, b) {
        f32 f64: a % b;
    }
}

/// A binary floating-point format, as far as the functions here look into it.
pub trait Ieee: Part + std::ops::Div<Output = Self> {
    /// Bits of the stored significand.
    const MANTISSA: u32;
    /// The exponent field of infinity.
    const TOP: i32;
    /// Whether this is half precision, for which NumPy decides some corner cases its own way.
    const HALF: bool;
    /// The bits, widened.
    fn bits(self) -> u64;
    /// From the lowest bits.
    fn of_bits(bits: u64) -> Self;
    /// From `f64`, rounded.
    fn from_f64(value: f64) -> Self;
    /// To `f64`, exactly.
    fn to_f64(self) -> f64;
    /// Whether it is infinite.
    #[inline(always)]
    fn infinite(self) -> bool {
        self.to_f64().is_infinite()
    }
}

macro_rules! ieee {
    ($($ty:ty, $bits:ty, $mantissa:literal, $top:literal, |$v:ident| $from:expr, |$w:ident| $to:expr;)*) => {$(
        impl Ieee for $ty {
            const MANTISSA: u32 = $mantissa;
            const TOP: i32 = $top;
            const HALF: bool = $mantissa == 10;
            #[inline(always)]
            fn bits(self) -> u64 { self.to_bits().into() }
            #[inline(always)]
            fn of_bits(bits: u64) -> Self { <$ty>::from_bits(bits as $bits) }
            #[inline(always)]
            fn from_f64($v: f64) -> Self { $from }
            #[inline(always)]
            fn to_f64(self) -> f64 { let $w = self; $to }
        }
    )*};
}
impl Part for f16 {
    #[inline(always)]
    fn nan(self) -> bool {
        self.is_nan()
    }
}
ieee! {
    f16, u16, 10, 31, |v| f16::from_f64(v), |w| w.to_f64();
    f32, u32, 23, 255, |v| v as f32, |w| w.into();
    f64, u64, 52, 2047, |v| v, |w| w;
}

/// The sign bit of a format.
#[inline(always)]
fn sign_bit<T: Ieee>() -> u64 {
    (T::TOP as u64 + 1) << T::MANTISSA
}

/// The number after `a` in the direction of `b`.
#[inline(always)]
fn next_after<T: Ieee>(a: T, b: T) -> T {
    let sign = sign_bit::<T>();
    if a.nan() || b.nan() {
        return T::from_f64(f64::NAN);
    }
    if a == b {
        return if T::HALF { a } else { b };
    }
    let bits = a.bits();
    let magnitude = bits & !sign;
    if magnitude == 0 {
        return T::of_bits((b.bits() & sign) | 1);
    }
    let away = (b > a) == (bits & sign == 0);
    T::of_bits(if away { bits + 1 } else { bits - 1 })
}

/// The distance to the next number away from zero, with the sign of the value.
#[inline(always)]
fn spacing<T: Ieee>(a: T) -> T {
    if a.nan() || a.infinite() {
        return T::from_f64(f64::NAN);
    }
    let magnitude = a.bits() & !sign_bit::<T>();
    let negative = a.bits() != magnitude && magnitude != 0;
    let largest = ((T::TOP as u64) << T::MANTISSA) - 1;
    if magnitude == largest && !(T::HALF && negative) {
        return T::from_f64(if negative { f64::NEG_INFINITY } else { f64::INFINITY });
    }
    let mut exponent = (magnitude >> T::MANTISSA).max(1);
    // In half precision the next number is always the one above, which for negative powers of two is
    // nearer, and the distance is never negative.
    if T::HALF && negative && magnitude & ((1 << T::MANTISSA) - 1) == 0 {
        exponent = (exponent - 1).max(1);
    }
    // The last place of the number: a power of two, subnormal if that of the number is low.
    let places = u64::from(T::MANTISSA);
    let unit = if exponent > places { (exponent - places) << places } else { 1 << (exponent - 1) };
    T::of_bits(if negative && !T::HALF { unit | sign_bit::<T>() } else { unit })
}

/// 2 to the power of `n`, from -1022 to 1023.
#[inline(always)]
fn power_of_2(n: i64) -> f64 {
    f64::from_bits(((n + 1023) as u64) << 52)
}

/// The significand in [1/2, 1) and the exponent; a zero, an infinity and a NaN are their own significand.
#[inline(always)]
fn frexp(a: f64) -> (f64, i64) {
    const EXPONENT: u64 = 0x7ff << 52;
    const HALF: u64 = 1022 << 52;
    let tiny = a.abs() < f64::MIN_POSITIVE;
    let bits = (if tiny { a * power_of_2(54) } else { a }).to_bits();
    let exponent = ((bits & EXPONENT) >> 52) as i64 - if tiny { 1022 + 54 } else { 1022 };
    let itself = (a == 0.0) | !a.is_finite();
    let significand = f64::from_bits(bits & !EXPONENT | HALF);
    (if itself { a } else { significand }, if itself { 0 } else { exponent })
}

/// `a * 2^n`, rounded once.
#[inline(always)]
fn ldexp(a: f64, n: i64) -> f64 {
    let (significand, exponent) = frexp(a);
    // Beyond these bounds, all is infinite or zero. Half of the power keeps the significand a normal number, so that only the
    // other half rounds.
    let target = (exponent + n.clamp(-4000, 4000)).clamp(-1200, 1200);
    let half = target >> 1;
    significand * power_of_2(half) * power_of_2(target - half)
}

/// The same in `f64`, which holds all products that are not beyond the bounds of `f32`.
#[inline(always)]
fn ldexp_single(a: f32, n: i64) -> f32 {
    (f64::from(a) * power_of_2(n.clamp(-400, 400))) as f32
}

/// The number after the first in the direction of the second.
pub struct NextAfter;
/// The distance to the next number away from zero.
pub struct Spacing;
/// Significand and exponent.
pub struct Frexp;
/// A number scaled by a power of two.
pub struct Ldexp;
/// Fraction and integer part.
pub struct Modf;

macro_rules! impls {
    ($($ty:ty)*) => {$(
        impl Binary<$ty> for NextAfter {
            type Out = $ty;
            const WIDE: bool = false;
            #[inline(always)]
            fn apply<I: Isa>(a: $ty, b: $ty) -> $ty { next_after(a, b) }
        }
        impl Unary<$ty> for Spacing {
            type Out = $ty;
            const WIDE: bool = false;
            #[inline(always)]
            fn apply<I: Isa>(a: $ty) -> $ty { spacing(a) }
        }
    )*};
}
impls!(f16 f32 f64);

macro_rules! frexp {
    ($($ty:ty)*) => {$(
        impl TwoOut<$ty> for Frexp {
            type First = $ty;
            type Second = i32;
            const WIDE: bool = true;
            #[inline(always)]
            fn apply<I: Isa>(a: $ty) -> ($ty, i32) {
                let (significand, exponent) = frexp(a.into());
                (significand as $ty, exponent as i32)
            }
        }
    )*};
}
frexp!(f32 f64);

macro_rules! ldexp {
    ($($ty:ty, $n:ty, |$a:ident, $e:ident| $body:expr;)*) => {$(
        impl Binary<$ty, $n> for Ldexp {
            type Out = $ty;
            #[inline(always)]
            fn apply<I: Isa>($a: $ty, $e: $n) -> $ty { $body }
        }
    )*};
}
ldexp! {
    f16, i32, |a, n| f16::from_f32(ldexp_single(a.to_f32(), n.into()));
    f16, i64, |a, n| f16::from_f32(ldexp_single(a.to_f32(), n));
    f32, i32, |a, n| ldexp_single(a, n.into());
    f32, i64, |a, n| ldexp_single(a, n);
}

/// Numbers and exponents that are looked at together.
const BLOCK: usize = 256;

/// `a * 2^n` for slices of one length.
pub(super) struct Scale<'a, N> {
    pub(super) a: &'a [f64],
    pub(super) n: &'a [N],
    pub(super) out: &'a mut [MaybeUninit<f64>],
}

impl<N: Copy + Into<i64>> Kernel for Scale<'_, N> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        let blocks = self.a.chunks(BLOCK).zip(self.n.chunks(BLOCK));
        for (out, (a, n)) in self.out.chunks_mut(BLOCK).zip(blocks) {
            let items = out.iter_mut().zip(a.iter().zip(n));
            // With a power of two that is a normal number, one product is all.
            if n.iter().fold(true, |all, &n| all & (-1022..=1023).contains(&n.into())) {
                items.for_each(|(out, (&a, &n))| _ = out.write(a * power_of_2(n.into())));
            } else {
                items.for_each(|(out, (&a, &n))| _ = out.write(ldexp(a, n.into())));
            }
        }
    }
}

macro_rules! modf {
    ($($ty:ty)*) => {$(
        impl TwoOut<$ty> for Modf {
            type First = $ty;
            type Second = $ty;
            #[inline(always)]
            fn apply<I: Isa>(a: $ty) -> ($ty, $ty) {
                let whole = a.trunc();
                let fraction = if a.is_infinite() { 0.0 } else { a - whole };
                (fraction.copysign(a), whole)
            }
        }
    )*};
}
modf!(f32 f64);
