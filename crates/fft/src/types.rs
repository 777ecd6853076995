//! Which types are transformed, in which precision, and what comes out.

use numoxide_core::{DType, Scalar, bf16, c64, c128, f16};
use rustfft::FftNum;

use crate::lines::Item;
use crate::plans::Cache;

/// A type whose arrays have Fourier transforms: every scalar.
///
/// Integers and truth values are transformed in double precision, half precision in single precision.
pub trait Transformable: Scalar {
    /// The type of `fft` and the like.
    type Complex: Scalar;
    /// The type of `irfft` and `hfft`.
    type Real: Scalar;
    /// The type of `dct` and `dst`: the type itself, if it is a floating-point type of single or double precision.
    type Floating: Scalar;
    /// The type of `irfft2` and `irfftn`, which is no half precision: a part of [`Complex`](Self::Complex).
    type WideReal: Scalar;
}

/// A real type, whose transforms are Hermitian: what `rfft` takes.
pub trait RealTransformable: Transformable {}

macro_rules! transformable {
    ($($complex:ty: $($ty:ty => $real:ty, $floating:ty;)* .)*) => {$($(
        impl Transformable for $ty {
            type Complex = $complex;
            type Real = $real;
            type Floating = $floating;
            type WideReal = <$complex as Scalar>::Part;
        }
    )*)*};
}
transformable! {
    c128: bool => f64, f64; i8 => f64, f64; i16 => f64, f64; i32 => f64, f64; i64 => f64, f64;
        u8 => f64, f64; u16 => f64, f64; u32 => f64, f64; u64 => f64, f64; f64 => f64, f64; c128 => f64, c128; .
    c64: f16 => f16, f32; bf16 => bf16, f32; f32 => f32, f32; c64 => f32, c64; .
}

macro_rules! real {
    ($($ty:ty)*) => { $(impl RealTransformable for $ty {})* };
}
real!(bool i8 i16 i32 i64 u8 u16 u32 u64 f16 bf16 f32 f64);

/// A precision in which transforms are computed.
pub(crate) trait Precision: Item + FftNum + bytemuck::Pod {
    /// The plans of this precision that are kept.
    fn cache() -> &'static Cache<Self>;
    /// The nearest number to `x`.
    fn of(x: f64) -> Self;
}

macro_rules! precisions {
    ($($ty:ty)*) => {$(
        impl Precision for $ty {
            fn cache() -> &'static Cache<Self> {
                static CACHE: Cache<$ty> = Cache::new();
                &CACHE
            }

            fn of(x: f64) -> Self {
                x as $ty
            }
        }
    )*};
}
precisions!(f32 f64);

/// The type of the real result of a transform of this type, or `None` where there is no transform.
pub(crate) fn real_of(dtype: &DType) -> Option<DType> {
    Some(match dtype {
        DType::F16 | DType::BF16 | DType::F32 => dtype.clone(),
        DType::C64 => DType::F32,
        DType::F64 | DType::C128 => DType::F64,
        whole if "biu".contains(whole.kind()) => DType::F64,
        _ => return None,
    })
}
