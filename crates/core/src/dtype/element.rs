//! The traits that tie Rust types to dtypes.

use std::any::TypeId;

use half::{bf16, f16};
use num_complex::Complex;

use super::DType;

/// A type whose values an array of some [`DType`] stores.
///
/// # Safety
/// `dtype()` must describe the memory of a value of `Self` exactly: its size, and for structs the
/// type and offset of every field. Every bit pattern that is valid for each scalar in that description
/// must be a valid value (for `bool` that is 0 and 1; for numbers, anything), because arrays read from
/// files and foreign memory are handed out as `Self`. There must be no padding whose value matters, no
/// pointer, and no destructor. `#[derive(Element)]` checks all of this.
pub unsafe trait Element: Copy + Send + Sync + 'static {
    /// The run-time description of this type.
    fn dtype() -> DType;
}

/// An element that is one of the built-in scalars, not a struct.
///
/// Sealed: the tables of universal functions have a row for exactly these types.
pub trait Scalar: Element + PartialEq + std::fmt::Debug + private::Sealed {
    /// [`Element::dtype`] as a constant.
    const DTYPE: DType;
    /// [`Scalar::DTYPE`] as a place in static memory.
    const DTYPE_REF: &'static DType = &Self::DTYPE;
    /// The value 0 (`false`).
    const ZERO: Self;
    /// The value 1 (`true`).
    const ONE: Self;
    /// The type of `exp`, `sin` and the like: the smallest floating-point type that holds the values of
    /// integers up to 16 bits, `f64` for larger ones, the type itself for floating-point numbers.
    type Float: Scalar;
    /// The type of sums and products: 64 bits wide for `bool` and integers, the type itself for all others.
    type Sum: Scalar;
    /// The type of `float_power`: `f64`, or `c128` for complex numbers.
    type Wide: Scalar;
    /// The type of `abs`, `real` and `imag`: the part of a complex number, the type itself for all others.
    type Part: Scalar;
}

/// A scalar one can calculate with: every scalar but `bool`.
pub trait Number: Scalar {
    /// The type of `a / b`: `f64` for integers, the type itself for floating-point numbers.
    type Quotient: Number;
}

/// An integer.
pub trait Integer: Real + Bits {}

/// A scalar with bits to calculate with: integers and `bool`.
pub trait Bits: Scalar {}

/// A number with a total order up to NaN: integers and real floats.
pub trait Real: Number + PartialOrd {}

/// A floating-point number, real or complex.
pub trait Float: Number {}

/// An integer that stands for the unsigned one with the same bits, where both calculate alike, so that they share code.
///
/// # Safety
/// [`Word::Bits`] must be of the same size and alignment.
#[doc(hidden)]
pub unsafe trait Word: Integer {
    /// The unsigned integer of this size.
    type Bits: Integer;
}

macro_rules! words {
    ($($ty:ty: $bits:ty;)*) => {$(
        // SAFETY: integers of one width.
        unsafe impl Word for $ty {
            type Bits = $bits;
        }
    )*};
}
words! { i8: u8; u8: u8; i16: u16; u16: u16; i32: u32; u32: u32; i64: u64; u64: u64; }

mod private {
    pub trait Sealed {}
}

macro_rules! scalars {
    ($($ty:ty, $dtype:ident, $zero:expr, $one:expr, [$($class:ident)*] $(/ $quotient:ty)?, float $float:ty, real $real:ty, sum $sum:ty, wide $wide:ty;)*) => {$(
        // SAFETY: the variant names this very type; every bit pattern of a number is a value, and
        // `bool`'s dtype promises 0 or 1.
        unsafe impl Element for $ty {
            #[inline]
            fn dtype() -> DType {
                DType::$dtype
            }
        }
        impl private::Sealed for $ty {}
        impl Scalar for $ty {
            const DTYPE: DType = DType::$dtype;
            const ZERO: Self = $zero;
            const ONE: Self = $one;
            type Float = $float;
            type Part = $real;
            type Sum = $sum;
            type Wide = $wide;
        }
        $(impl $class for $ty {})*
        $(impl Number for $ty {
            type Quotient = $quotient;
        })?
    )*

        /// Calls `visitor` with the Rust type of a scalar `dtype`; `None` for structured types.
        pub fn visit_scalar<V: ScalarVisitor>(dtype: &DType, visitor: V) -> Option<V::Output> {
            match dtype {
                $(DType::$dtype => Some(visitor.visit::<$ty>()),)*
                _ => None,
            }
        }

        /// The dtype of `T` if it is a scalar, or an integer of the machine's size; for code that is generic over every
        /// type.
        pub(crate) fn scalar_dtype<T: 'static>() -> Option<DType> {
            let id = TypeId::of::<T>();
            $(if id == TypeId::of::<$ty>() {
                return Some(DType::$dtype);
            })*
            let words = [TypeId::of::<usize>(), TypeId::of::<isize>()];
            words.contains(&id).then(|| match (size_of::<usize>(), id == words[0]) {
                (8, true) => DType::U64,
                (8, false) => DType::I64,
                (_, true) => DType::U32,
                (_, false) => DType::I32,
            })
        }
    };
}

/// A generic function of a scalar type, for [`visit_scalar`].
pub trait ScalarVisitor {
    /// What it returns.
    type Output;
    /// The function.
    fn visit<T: Scalar>(self) -> Self::Output;
}

scalars! {
    bool, Bool, false, true, [Bits], float f16, real bool, sum i64, wide f64;
    i8, I8, 0, 1, [Real Bits Integer] / f64, float f16, real i8, sum i64, wide f64;
    i16, I16, 0, 1, [Real Bits Integer] / f64, float f32, real i16, sum i64, wide f64;
    i32, I32, 0, 1, [Real Bits Integer] / f64, float f64, real i32, sum i64, wide f64;
    i64, I64, 0, 1, [Real Bits Integer] / f64, float f64, real i64, sum i64, wide f64;
    u8, U8, 0, 1, [Real Bits Integer] / f64, float f16, real u8, sum u64, wide f64;
    u16, U16, 0, 1, [Real Bits Integer] / f64, float f32, real u16, sum u64, wide f64;
    u32, U32, 0, 1, [Real Bits Integer] / f64, float f64, real u32, sum u64, wide f64;
    u64, U64, 0, 1, [Real Bits Integer] / f64, float f64, real u64, sum u64, wide f64;
    f16, F16, f16::from_bits(0), f16::from_bits(0x3c00), [Real Float] / f16, float f16, real f16, sum f16, wide f64;
    bf16, BF16, bf16::from_bits(0), bf16::from_bits(0x3f80), [Real Float] / bf16, float bf16, real bf16, sum bf16, wide f64;
    f32, F32, 0.0, 1.0, [Real Float] / f32, float f32, real f32, sum f32, wide f64;
    f64, F64, 0.0, 1.0, [Real Float] / f64, float f64, real f64, sum f64, wide f64;
    Complex<f32>, C64, Complex { re: 0.0, im: 0.0 }, Complex { re: 1.0, im: 0.0 }, [Float] / Complex<f32>,
        float Complex<f32>, real f32, sum Complex<f32>, wide Complex<f64>;
    Complex<f64>, C128, Complex { re: 0.0, im: 0.0 }, Complex { re: 1.0, im: 0.0 }, [Float] / Complex<f64>,
        float Complex<f64>, real f64, sum Complex<f64>, wide Complex<f64>;
}
