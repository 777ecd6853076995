//! From dtypes to types: which typed function serves an array whose type is known at run time.

/// Runs `$body` with `$ty` standing for the type behind `$dtype`, if it is a scalar; `$other` else.
macro_rules! with_scalar {
    (@arms $dtype:expr, $ty:ident, $body:expr, $other:expr, $($variant:ident $scalar:ty;)*) => {
        match $dtype {
            $(numoxide_core::DType::$variant => {
                type $ty = $scalar;
                $body
            })*
            _ => $other,
        }
    };
    ($dtype:expr, $ty:ident => $body:expr, else $other:expr) => {
        with_scalar!(
            @arms $dtype, $ty, $body, $other,
            Bool bool; I8 i8; I16 i16; I32 i32; I64 i64; U8 u8; U16 u16; U32 u32; U64 u64;
            F16 numoxide_core::f16; BF16 numoxide_core::bf16; F32 f32; F64 f64;
            C64 numoxide_core::c64; C128 numoxide_core::c128;
        )
    };
}
pub(crate) use with_scalar;
