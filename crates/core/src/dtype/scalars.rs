//! From dtypes to types: which typed function serves an array whose type is known at run time.
//!
//! Where the items need not be seen as they are, few types stand for all, so that less code is compiled.

use crate::DType;

impl DType {
    /// The type in which a scalar type's items are compared: it holds them all, and in the same order.
    #[doc(hidden)]
    pub fn ordered(&self) -> DType {
        match self {
            DType::Bool | DType::I8 | DType::U8 | DType::I16 | DType::U16 => DType::I32,
            DType::U32 => DType::I64,
            DType::F16 | DType::BF16 => DType::F32,
            DType::C64 => DType::C128,
            other => other.clone(),
        }
    }

    /// The type in which a scalar type's sums of products are found: those of integers are cut to fewer bits afterwards.
    #[doc(hidden)]
    pub fn ring(&self) -> DType {
        match self {
            DType::I8 | DType::U8 | DType::I16 | DType::U16 | DType::U32 => DType::I32,
            DType::U64 => DType::I64,
            other => other.clone(),
        }
    }

    /// The type in which a scalar type's items are calculated with: `f64`, or complex numbers of it.
    #[doc(hidden)]
    pub fn exact(&self) -> DType {
        match self.kind() {
            'b' | 'i' | 'u' | 'f' => DType::F64,
            'c' => DType::C128,
            _ => self.clone(),
        }
    }
}

/// Runs `$body` with `$ty` standing for the type behind `$dtype`, if it is a scalar, or with `real` in front a real one;
/// with `ordered`, `ring` or `exact` in front for what the method of [`DType`] of this name gives; `$other` else.
#[doc(hidden)]
#[macro_export]
macro_rules! with_scalar {
    (@arms $dtype:expr, $ty:ident, $body:expr, $other:expr, $($variant:ident $scalar:ty;)*) => {
        match $dtype {
            $($crate::DType::$variant => {
                type $ty = $scalar;
                $body
            })*
            _ => $other,
        }
    };
    (real $dtype:expr, $ty:ident => $body:expr, else $other:expr) => {
        $crate::with_scalar!(
            @arms $dtype, $ty, $body, $other,
            Bool bool; I8 i8; I16 i16; I32 i32; I64 i64; U8 u8; U16 u16; U32 u32; U64 u64;
            F16 $crate::f16; BF16 $crate::bf16; F32 f32; F64 f64;
        )
    };
    (ordered $dtype:expr, $ty:ident => $body:expr, else $other:expr) => {
        $crate::with_scalar!(
            @arms $dtype, $ty, $body, $other,
            I32 i32; I64 i64; U64 u64; F32 f32; F64 f64; C128 $crate::c128;
        )
    };
    (ring $dtype:expr, $ty:ident => $body:expr, else $other:expr) => {
        $crate::with_scalar!(
            @arms $dtype, $ty, $body, $other,
            Bool bool; I32 i32; I64 i64; F16 $crate::f16; BF16 $crate::bf16; F32 f32; F64 f64;
            C64 $crate::c64; C128 $crate::c128;
        )
    };
    (exact $dtype:expr, $ty:ident => $body:expr, else $other:expr) => {
        $crate::with_scalar!(@arms $dtype, $ty, $body, $other, F64 f64; C128 $crate::c128;)
    };
    ($dtype:expr, $ty:ident => $body:expr, else $other:expr) => {
        $crate::with_scalar!(
            @arms $dtype, $ty, $body, $other,
            Bool bool; I8 i8; I16 i16; I32 i32; I64 i64; U8 u8; U16 u16; U32 u32; U64 u64;
            F16 $crate::f16; BF16 $crate::bf16; F32 f32; F64 f64;
            C64 $crate::c64; C128 $crate::c128;
        )
    };
}
