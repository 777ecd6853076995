//! The tables of the reductions: which loops serve which type, through which conversion, and what they give.

use num_complex::Complex;
use numoxide_core::driver::reduce::{Kernel, Row};
use numoxide_core::{DType, f16};
use numoxide_simd::reduce::{
    All, And, Any, ArgBy, Count, Extreme, False, Greater, GreaterNum, Less, LessNum, Mean, NanMean, NanProd,
    NanStd, NanSum, NanVar, Or, Prod, Std, Sum, True, Var, Xor,
};

type C64 = Complex<f32>;
type C128 = Complex<f64>;

/// A table of rows: `TYPE => RESULT, loops`, or `TYPE as CONVERTED => RESULT, loops`; `for` names the integer that unsigned loops
/// stand for. The loops of `f16` tell the truth of `bf16`, too: all bits but the sign are zero, or not.
macro_rules! rows {
    ($($(#[$doc:meta])* $name:ident { $($takes:ident $(as $native:ident)? => $gives:ident, $fold:ty $(, for $word:ty)?;)* })*) => {$(
        $(#[$doc])*
        pub(super) fn $name(dtype: &DType) -> Option<&'static Row> {
            match dtype {
                $(DType::$takes => {
                    static ROW: Row = rows!(@row $takes $($native)? => $gives, rows!(@loops $fold $(, $word)?));
                    Some(&ROW)
                })*
                _ => None,
            }
        }
    )*};
    (@row $takes:ident => $gives:ident, $loops:expr) => {
        Row::direct(DType::$takes, $loops, DType::$gives)
    };
    (@row $takes:ident $native:ident => $gives:ident, $loops:expr) => {
        Row::converted(DType::$takes, DType::$native, $loops, DType::$gives)
    };
    (@loops $fold:ty) => { Kernel::of::<$fold>() };
    (@loops $fold:ty, $word:ty) => { Kernel::of_words::<$fold, $word>() };
}

rows! {
    sum {
        Bool => I64, Count<u8>;
        I8 as I64 => I64, Sum<u64>, for i64;
        I16 as I64 => I64, Sum<u64>, for i64;
        I32 => I64, Sum<i32>;
        I64 => I64, Sum<u64>, for i64;
        U8 as U64 => U64, Sum<u64>;
        U16 as U64 => U64, Sum<u64>;
        U32 => U64, Sum<u32>;
        U64 => U64, Sum<u64>;
        F16 as F32 => F16, Sum<f32>;
        BF16 as F32 => BF16, Sum<f32>;
        F32 => F32, Sum<f32>;
        F64 => F64, Sum<f64>;
        C64 => C64, Sum<C64>;
        C128 => C128, Sum<C128>;
    }
    nansum {
        F16 as F32 => F16, NanSum<f32>;
        BF16 as F32 => BF16, NanSum<f32>;
        F32 => F32, NanSum<f32>;
        F64 => F64, NanSum<f64>;
        C64 as C128 => C64, NanSum<C128>;
        C128 => C128, NanSum<C128>;
    }
    mean {
        Bool as F64 => F64, Mean<f64>;
        I8 as F64 => F64, Mean<f64>;
        I16 as F64 => F64, Mean<f64>;
        I32 as F64 => F64, Mean<f64>;
        I64 as F64 => F64, Mean<f64>;
        U8 as F64 => F64, Mean<f64>;
        U16 as F64 => F64, Mean<f64>;
        U32 as F64 => F64, Mean<f64>;
        U64 as F64 => F64, Mean<f64>;
        F16 as F32 => F16, Mean<f32>;
        BF16 as F32 => BF16, Mean<f32>;
        F32 => F32, Mean<f32>;
        F64 => F64, Mean<f64>;
        C64 => C64, Mean<C64>;
        C128 => C128, Mean<C128>;
    }
    nanmean {
        F16 as F32 => F16, NanMean<f32>;
        BF16 as F32 => BF16, NanMean<f32>;
        F32 => F32, NanMean<f32>;
        F64 => F64, NanMean<f64>;
        C64 as C128 => C64, NanMean<C128>;
        C128 => C128, NanMean<C128>;
    }
    prod {
        Bool as I64 => I64, Prod<u64>, for i64;
        I8 as I64 => I64, Prod<u64>, for i64;
        I16 as I64 => I64, Prod<u64>, for i64;
        I32 as I64 => I64, Prod<u64>, for i64;
        I64 => I64, Prod<u64>, for i64;
        U8 as U64 => U64, Prod<u64>;
        U16 as U64 => U64, Prod<u64>;
        U32 as U64 => U64, Prod<u64>;
        U64 => U64, Prod<u64>;
        F16 as F32 => F16, Prod<f32>;
        BF16 as F32 => BF16, Prod<f32>;
        F32 => F32, Prod<f32>;
        F64 => F64, Prod<f64>;
        C64 as C128 => C64, Prod<C128>;
        C128 => C128, Prod<C128>;
    }
    nanprod {
        F16 as F32 => F16, NanProd<f32>;
        BF16 as F32 => BF16, NanProd<f32>;
        F32 => F32, NanProd<f32>;
        F64 => F64, NanProd<f64>;
        C64 as C128 => C64, NanProd<C128>;
        C128 => C128, NanProd<C128>;
    }
    max {
        Bool => Bool, Extreme<u8, True>;
        I8 => I8, Extreme<i8, Greater>;
        I16 => I16, Extreme<i16, Greater>;
        I32 => I32, Extreme<i32, Greater>;
        I64 => I64, Extreme<i64, Greater>;
        U8 => U8, Extreme<u8, Greater>;
        U16 => U16, Extreme<u16, Greater>;
        U32 => U32, Extreme<u32, Greater>;
        U64 => U64, Extreme<u64, Greater>;
        F16 as F32 => F16, Extreme<f32, Greater>;
        BF16 as F32 => BF16, Extreme<f32, Greater>;
        F32 => F32, Extreme<f32, Greater>;
        F64 => F64, Extreme<f64, Greater>;
        C64 => C64, Extreme<C64, Greater>;
        C128 => C128, Extreme<C128, Greater>;
    }
    min {
        Bool => Bool, Extreme<u8, False>;
        I8 => I8, Extreme<i8, Less>;
        I16 => I16, Extreme<i16, Less>;
        I32 => I32, Extreme<i32, Less>;
        I64 => I64, Extreme<i64, Less>;
        U8 => U8, Extreme<u8, Less>;
        U16 => U16, Extreme<u16, Less>;
        U32 => U32, Extreme<u32, Less>;
        U64 => U64, Extreme<u64, Less>;
        F16 as F32 => F16, Extreme<f32, Less>;
        BF16 as F32 => BF16, Extreme<f32, Less>;
        F32 => F32, Extreme<f32, Less>;
        F64 => F64, Extreme<f64, Less>;
        C64 => C64, Extreme<C64, Less>;
        C128 => C128, Extreme<C128, Less>;
    }
    nanmax {
        F16 as F32 => F16, Extreme<f32, GreaterNum>;
        BF16 as F32 => BF16, Extreme<f32, GreaterNum>;
        F32 => F32, Extreme<f32, GreaterNum>;
        F64 => F64, Extreme<f64, GreaterNum>;
        C64 => C64, Extreme<C64, GreaterNum>;
        C128 => C128, Extreme<C128, GreaterNum>;
    }
    nanmin {
        F16 as F32 => F16, Extreme<f32, LessNum>;
        BF16 as F32 => BF16, Extreme<f32, LessNum>;
        F32 => F32, Extreme<f32, LessNum>;
        F64 => F64, Extreme<f64, LessNum>;
        C64 => C64, Extreme<C64, LessNum>;
        C128 => C128, Extreme<C128, LessNum>;
    }
    argmax {
        Bool => I64, ArgBy<u8, True>;
        I8 => I64, ArgBy<i8, Greater>;
        I16 => I64, ArgBy<i16, Greater>;
        I32 => I64, ArgBy<i32, Greater>;
        I64 => I64, ArgBy<i64, Greater>;
        U8 => I64, ArgBy<u8, Greater>;
        U16 => I64, ArgBy<u16, Greater>;
        U32 => I64, ArgBy<u32, Greater>;
        U64 => I64, ArgBy<u64, Greater>;
        F16 as F32 => I64, ArgBy<f32, Greater>;
        BF16 as F32 => I64, ArgBy<f32, Greater>;
        F32 => I64, ArgBy<f32, Greater>;
        F64 => I64, ArgBy<f64, Greater>;
        C64 => I64, ArgBy<C64, Greater>;
        C128 => I64, ArgBy<C128, Greater>;
    }
    argmin {
        Bool => I64, ArgBy<u8, False>;
        I8 => I64, ArgBy<i8, Less>;
        I16 => I64, ArgBy<i16, Less>;
        I32 => I64, ArgBy<i32, Less>;
        I64 => I64, ArgBy<i64, Less>;
        U8 => I64, ArgBy<u8, Less>;
        U16 => I64, ArgBy<u16, Less>;
        U32 => I64, ArgBy<u32, Less>;
        U64 => I64, ArgBy<u64, Less>;
        F16 as F32 => I64, ArgBy<f32, Less>;
        BF16 as F32 => I64, ArgBy<f32, Less>;
        F32 => I64, ArgBy<f32, Less>;
        F64 => I64, ArgBy<f64, Less>;
        C64 => I64, ArgBy<C64, Less>;
        C128 => I64, ArgBy<C128, Less>;
    }
    nanargmax {
        F16 as F32 => I64, ArgBy<f32, GreaterNum>;
        BF16 as F32 => I64, ArgBy<f32, GreaterNum>;
        F32 => I64, ArgBy<f32, GreaterNum>;
        F64 => I64, ArgBy<f64, GreaterNum>;
        C64 => I64, ArgBy<C64, GreaterNum>;
        C128 => I64, ArgBy<C128, GreaterNum>;
    }
    nanargmin {
        F16 as F32 => I64, ArgBy<f32, LessNum>;
        BF16 as F32 => I64, ArgBy<f32, LessNum>;
        F32 => I64, ArgBy<f32, LessNum>;
        F64 => I64, ArgBy<f64, LessNum>;
        C64 => I64, ArgBy<C64, LessNum>;
        C128 => I64, ArgBy<C128, LessNum>;
    }
    any {
        Bool => Bool, Any<u8>;
        I8 => Bool, Any<u8>;
        I16 => Bool, Any<u16>;
        I32 => Bool, Any<u32>;
        I64 => Bool, Any<u64>;
        U8 => Bool, Any<u8>;
        U16 => Bool, Any<u16>;
        U32 => Bool, Any<u32>;
        U64 => Bool, Any<u64>;
        F16 => Bool, Any<f16>;
        BF16 => Bool, Any<f16>;
        F32 => Bool, Any<f32>;
        F64 => Bool, Any<f64>;
        C64 => Bool, Any<C64>;
        C128 => Bool, Any<C128>;
    }
    all {
        Bool => Bool, All<u8>;
        I8 => Bool, All<u8>;
        I16 => Bool, All<u16>;
        I32 => Bool, All<u32>;
        I64 => Bool, All<u64>;
        U8 => Bool, All<u8>;
        U16 => Bool, All<u16>;
        U32 => Bool, All<u32>;
        U64 => Bool, All<u64>;
        F16 => Bool, All<f16>;
        BF16 => Bool, All<f16>;
        F32 => Bool, All<f32>;
        F64 => Bool, All<f64>;
        C64 => Bool, All<C64>;
        C128 => Bool, All<C128>;
    }
    count_nonzero {
        Bool => I64, Count<u8>;
        I8 => I64, Count<u8>;
        I16 => I64, Count<u16>;
        I32 => I64, Count<u32>;
        I64 => I64, Count<u64>;
        U8 => I64, Count<u8>;
        U16 => I64, Count<u16>;
        U32 => I64, Count<u32>;
        U64 => I64, Count<u64>;
        F16 => I64, Count<f16>;
        BF16 => I64, Count<f16>;
        F32 => I64, Count<f32>;
        F64 => I64, Count<f64>;
        C64 => I64, Count<C64>;
        C128 => I64, Count<C128>;
    }
    var {
        Bool as F64 => F64, Var<f64>;
        I8 as F64 => F64, Var<f64>;
        I16 as F64 => F64, Var<f64>;
        I32 as F64 => F64, Var<f64>;
        I64 as F64 => F64, Var<f64>;
        U8 as F64 => F64, Var<f64>;
        U16 as F64 => F64, Var<f64>;
        U32 as F64 => F64, Var<f64>;
        U64 as F64 => F64, Var<f64>;
        F16 as F32 => F16, Var<f32>;
        BF16 as F32 => BF16, Var<f32>;
        F32 => F32, Var<f32>;
        F64 => F64, Var<f64>;
        C64 as C128 => F32, Var<C128>;
        C128 => F64, Var<C128>;
    }
    std {
        Bool as F64 => F64, Std<f64>;
        I8 as F64 => F64, Std<f64>;
        I16 as F64 => F64, Std<f64>;
        I32 as F64 => F64, Std<f64>;
        I64 as F64 => F64, Std<f64>;
        U8 as F64 => F64, Std<f64>;
        U16 as F64 => F64, Std<f64>;
        U32 as F64 => F64, Std<f64>;
        U64 as F64 => F64, Std<f64>;
        F16 as F32 => F16, Std<f32>;
        BF16 as F32 => BF16, Std<f32>;
        F32 => F32, Std<f32>;
        F64 => F64, Std<f64>;
        C64 as C128 => F32, Std<C128>;
        C128 => F64, Std<C128>;
    }
    nanvar {
        F16 as F32 => F16, NanVar<f32>;
        BF16 as F32 => BF16, NanVar<f32>;
        F32 => F32, NanVar<f32>;
        F64 => F64, NanVar<f64>;
        C64 as C128 => F32, NanVar<C128>;
        C128 => F64, NanVar<C128>;
    }
    nanstd {
        F16 as F32 => F16, NanStd<f32>;
        BF16 as F32 => BF16, NanStd<f32>;
        F32 => F32, NanStd<f32>;
        F64 => F64, NanStd<f64>;
        C64 as C128 => F32, NanStd<C128>;
        C128 => F64, NanStd<C128>;
    }
    bitwise_and {
        Bool => Bool, And<u8>;
        I8 => I8, And<u8>, for i8;
        I16 => I16, And<u16>, for i16;
        I32 => I32, And<u32>, for i32;
        I64 => I64, And<u64>, for i64;
        U8 => U8, And<u8>;
        U16 => U16, And<u16>;
        U32 => U32, And<u32>;
        U64 => U64, And<u64>;
    }
    bitwise_or {
        Bool => Bool, Or<u8>;
        I8 => I8, Or<u8>, for i8;
        I16 => I16, Or<u16>, for i16;
        I32 => I32, Or<u32>, for i32;
        I64 => I64, Or<u64>, for i64;
        U8 => U8, Or<u8>;
        U16 => U16, Or<u16>;
        U32 => U32, Or<u32>;
        U64 => U64, Or<u64>;
    }
    bitwise_xor {
        Bool => Bool, Xor<u8>;
        I8 => I8, Xor<u8>, for i8;
        I16 => I16, Xor<u16>, for i16;
        I32 => I32, Xor<u32>, for i32;
        I64 => I64, Xor<u64>, for i64;
        U8 => U8, Xor<u8>;
        U16 => U16, Xor<u16>;
        U32 => U32, Xor<u32>;
        U64 => U64, Xor<u64>;
    }
    logical_xor {
        Bool => Bool, Xor<u8>;
        I8 as Bool => Bool, Xor<u8>;
        I16 as Bool => Bool, Xor<u8>;
        I32 as Bool => Bool, Xor<u8>;
        I64 as Bool => Bool, Xor<u8>;
        U8 as Bool => Bool, Xor<u8>;
        U16 as Bool => Bool, Xor<u8>;
        U32 as Bool => Bool, Xor<u8>;
        U64 as Bool => Bool, Xor<u8>;
        F16 as Bool => Bool, Xor<u8>;
        BF16 as Bool => Bool, Xor<u8>;
        F32 as Bool => Bool, Xor<u8>;
        F64 as Bool => Bool, Xor<u8>;
        C64 as Bool => Bool, Xor<u8>;
        C128 as Bool => Bool, Xor<u8>;
    }
}
