//! From dtypes to types: which typed function serves an array whose type is known at run time.

/// Runs `$body` with `$ty` standing for the type behind `$dtype`, if it is a scalar, or with `real` in front a real one;
/// `$other` else.
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
    ($dtype:expr, $ty:ident => $body:expr, else $other:expr) => {
        $crate::with_scalar!(
            @arms $dtype, $ty, $body, $other,
            Bool bool; I8 i8; I16 i16; I32 i32; I64 i64; U8 u8; U16 u16; U32 u32; U64 u64;
            F16 $crate::f16; BF16 $crate::bf16; F32 f32; F64 f64;
            C64 $crate::c64; C128 $crate::c128;
        )
    };
}
