//! Simple functions of all kinds of numbers.

use num_complex::Complex;
use numoxide_core::{bf16, c64, c128, f16, scalar_body};

scalar_body! {
    /// The value itself.
    Positive(a) { bool u8 u16 u32 u64 f16 bf16 f32 f64 c64 c128: a; }
}
scalar_body! {
    /// The absolute value; the most negative integer stays what it is.
    Absolute(a) {
        bool u8 u16 u32 u64: a;
        i8 i16 i32 i64: a.wrapping_abs();
        f16: f16::from_bits(a.to_bits() & 0x7fff);
        bf16: bf16::from_bits(a.to_bits() & 0x7fff);
        f32 f64: a.abs();
    }
}

scalar_body! {
    /// `a * a`; integers wrap around.
    Square(a) {
        u8 u16 u32 u64: a.wrapping_mul(a);
        f32 f64: a * a;
        c64 c128: Complex { re: a.re * a.re - a.im * a.im, im: a.re * a.im + a.im * a.re };
    }
}
scalar_body! {
    /// `1 / a`; of integers, only 1 and -1 leave anything, and 0 gives what NumPy gives on x86-64.
    Reciprocal(a) {
        u8: u8::from(a == 1);
        u16 u32 u64: u8::from(a == 1).into();
        f32 f64: 1.0 / a;
        c64: reciprocal32(a);
        c128: reciprocal64(a);
    }
}

macro_rules! reciprocal {
    ($($name:ident $ty:ty, $part:ty;)*) => {$(
        /// Smith's division of 1, as NumPy does it.
        #[inline(always)]
        fn $name(a: $ty) -> $ty {
            let wide = a.im.abs() <= a.re.abs();
            let (large, small) = if wide { (a.re, a.im) } else { (a.im, a.re) };
            let ratio = small / large;
            let scale = large + small * ratio;
            let (near, far) = ((1.0 as $part) / scale, -ratio / scale);
            if wide { Complex { re: near, im: far } } else { Complex { re: ratio / scale, im: -(1.0 as $part) / scale } }
        }
    )*};
}
reciprocal! { reciprocal32 c64, f32; reciprocal64 c128, f64; }

scalar_body! {
    /// The complex conjugate.
    Conjugate(a) { c64 c128: Complex { re: a.re, im: -a.im }; }
}
scalar_body! {
    /// -1, 0 or 1 as the value is negative, zero or positive; for complex numbers the value divided by its
    /// absolute value.
    Sign(a) {
        // Of a negative number, all bits are its sign.
        i8: (a >> 7) | i8::from(a > 0);
        i16: (a >> 15) | i16::from(a > 0);
        i32: (a >> 31) | i32::from(a > 0);
        i64: (a >> 63) | i64::from(a > 0);
        u8: u8::from(a > 0);
        u16 u32 u64: u8::from(a > 0).into();
        f32: if a > 0.0 { 1.0 } else if a < 0.0 { -1.0 } else if a == 0.0 { 0.0 } else { a };
        f64: if a > 0.0 { 1.0 } else if a < 0.0 { -1.0 } else if a == 0.0 { 0.0 } else { a };
        c64: complex_sign(a, a.re.hypot(a.im));
        c128: complex_sign(a, a.re.hypot(a.im));
    }
}

/// The value over its absolute value `abs`, with NumPy's answers where that is no number or infinite.
#[inline(always)]
fn complex_sign<T: super::float::Ieee>(a: Complex<T>, abs: T) -> Complex<T> {
    let (zero, one) = (T::from_f64(0.0), T::from_f64(1.0));
    let unit = |part: T| if part > zero { one } else { T::from_f64(-1.0) };
    if abs.nan() {
        Complex { re: T::from_f64(f64::NAN), im: T::from_f64(f64::NAN) }
    } else if abs == T::from_f64(f64::INFINITY) {
        match (a.re.infinite(), a.im.infinite()) {
            (true, true) => Complex { re: T::from_f64(f64::NAN), im: T::from_f64(f64::NAN) },
            (true, false) => Complex { re: unit(a.re), im: zero },
            (false, true) => Complex { re: zero, im: unit(a.im) },
            (false, false) => Complex { re: a.re / abs, im: a.im / abs },
        }
    } else if abs == zero {
        Complex { re: zero, im: zero }
    } else {
        Complex { re: a.re / abs, im: a.im / abs }
    }
}

macro_rules! signed_reciprocal {
    ($($ty:ty, of_zero $zero:expr;)*) => {$(
        impl numoxide_core::ufunc::Unary<$ty> for Reciprocal {
            type Out = $ty;
            #[inline(always)]
            fn apply<I: numoxide_core::ufunc::Isa>(a: $ty) -> $ty {
                if a == 1 || a == -1 { a } else if a == 0 { $zero } else { 0 }
            }
        }
    )*};
}
signed_reciprocal! {
    i8, of_zero 0;
    i16, of_zero 0;
    i32, of_zero i32::MIN;
    i64, of_zero i64::MIN;
}
