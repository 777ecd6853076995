//! The groups of types that universal functions have loops for, written once.
//!
//! The order of rows is NumPy's: the first loop whose input types are safe is taken.

/// One binary loop per integer type, in front of and behind other rows.
macro_rules! binary_rows {
    (@emit [$($rows:tt)*]) => { numoxide_core::typed_loops! { $($rows)* } };
    (@emit [$($rows:tt)*] bool $body:ident $out:ident $($rest:tt)*) => {
        binary_rows!(@emit [$($rows)* Bool Bool => $out, binary_loop::<$body, bool, bool>;] $($rest)*)
    };
    (@emit [$($rows:tt)*] integers $body:ident $($rest:tt)*) => {
        binary_rows!(@emit [$($rows)*
            I8 I8 => I8, binary_loop::<$body, i8, i8>;
            U8 U8 => U8, binary_loop::<$body, u8, u8>;
            I16 I16 => I16, binary_loop::<$body, i16, i16>;
            U16 U16 => U16, binary_loop::<$body, u16, u16>;
            I32 I32 => I32, binary_loop::<$body, i32, i32>;
            U32 U32 => U32, binary_loop::<$body, u32, u32>;
            I64 I64 => I64, binary_loop::<$body, i64, i64>;
            U64 U64 => U64, binary_loop::<$body, u64, u64>;
        ] $($rest)*)
    };
    (@emit [$($rows:tt)*] integer_tests $body:ident $($rest:tt)*) => {
        binary_rows!(@emit [$($rows)*
            I8 I8 => Bool, binary_loop::<$body, i8, i8>;
            U8 U8 => Bool, binary_loop::<$body, u8, u8>;
            I16 I16 => Bool, binary_loop::<$body, i16, i16>;
            U16 U16 => Bool, binary_loop::<$body, u16, u16>;
            I32 I32 => Bool, binary_loop::<$body, i32, i32>;
            U32 U32 => Bool, binary_loop::<$body, u32, u32>;
            I64 I64 => Bool, binary_loop::<$body, i64, i64>;
            U64 U64 => Bool, binary_loop::<$body, u64, u64>;
        ] $($rest)*)
    };
    (@emit [$($rows:tt)*] mixed_tests $body:ident $($rest:tt)*) => {
        binary_rows!(@emit [$($rows)*
            I64 U64 => Bool, binary_loop::<$body, i64, u64>;
            U64 I64 => Bool, binary_loop::<$body, u64, i64>;
        ] $($rest)*)
    };
    (@emit [$($rows:tt)*] floats $body:ident $($rest:tt)*) => {
        binary_rows!(@emit [$($rows)*] halves $body full_floats $body $($rest)*)
    };
    (@emit [$($rows:tt)*] halves $body:ident $($rest:tt)*) => {
        binary_rows!(@emit [$($rows)*
            F16 F16 => F16 : F32 F32 => F32, binary_loop::<$body, f32, f32>;
            BF16 BF16 => BF16 : F32 F32 => F32, binary_loop::<$body, f32, f32>;
        ] $($rest)*)
    };
    (@emit [$($rows:tt)*] full_floats $body:ident $($rest:tt)*) => {
        binary_rows!(@emit [$($rows)*
            F32 F32 => F32, binary_loop::<$body, f32, f32>;
            F64 F64 => F64, binary_loop::<$body, f64, f64>;
        ] $($rest)*)
    };
    (@emit [$($rows:tt)*] float_tests $body:ident $($rest:tt)*) => {
        binary_rows!(@emit [$($rows)*
            F16 F16 => Bool : F32 F32 => Bool, binary_loop::<$body, f32, f32>;
            BF16 BF16 => Bool : F32 F32 => Bool, binary_loop::<$body, f32, f32>;
            F32 F32 => Bool, binary_loop::<$body, f32, f32>;
            F64 F64 => Bool, binary_loop::<$body, f64, f64>;
        ] $($rest)*)
    };
    (@emit [$($rows:tt)*] float_slices $body:ident $($rest:tt)*) => {
        binary_rows!(@emit [$($rows)*
            F16 F16 => F16 : F32 F32 => F32, slice_binary_loop::<$body, f32, f32>;
            BF16 BF16 => BF16 : F32 F32 => F32, slice_binary_loop::<$body, f32, f32>;
            F32 F32 => F32, slice_binary_loop::<$body, f32, f32>;
            F64 F64 => F64, slice_binary_loop::<$body, f64, f64>;
        ] $($rest)*)
    };
    (@emit [$($rows:tt)*] complex $body:ident $($rest:tt)*) => {
        binary_rows!(@emit [$($rows)*
            C64 C64 => C64, binary_loop::<$body, c64, c64>;
            C128 C128 => C128, binary_loop::<$body, c128, c128>;
        ] $($rest)*)
    };
    (@emit [$($rows:tt)*] complex_tests $body:ident $($rest:tt)*) => {
        binary_rows!(@emit [$($rows)*
            C64 C64 => Bool, binary_loop::<$body, c64, c64>;
            C128 C128 => Bool, binary_loop::<$body, c128, c128>;
        ] $($rest)*)
    };
    (@emit [$($rows:tt)*] complex_slices $body:ident $($rest:tt)*) => {
        binary_rows!(@emit [$($rows)*
            C64 C64 => C64, slice_binary_loop::<$body, c64, c64>;
            C128 C128 => C128, slice_binary_loop::<$body, c128, c128>;
        ] $($rest)*)
    };
    ($($groups:tt)*) => { binary_rows!(@emit [] $($groups)*) };
}

/// The unary twin of [`binary_rows`].
macro_rules! unary_rows {
    (@emit [$($rows:tt)*]) => { numoxide_core::typed_loops! { $($rows)* } };
    (@emit [$($rows:tt)*] bool $body:ident $($rest:tt)*) => {
        unary_rows!(@emit [$($rows)* Bool => Bool, unary_loop::<$body, bool>;] $($rest)*)
    };
    (@emit [$($rows:tt)*] integers $body:ident $($rest:tt)*) => {
        unary_rows!(@emit [$($rows)*
            I8 => I8, unary_loop::<$body, i8>;
            U8 => U8, unary_loop::<$body, u8>;
            I16 => I16, unary_loop::<$body, i16>;
            U16 => U16, unary_loop::<$body, u16>;
            I32 => I32, unary_loop::<$body, i32>;
            U32 => U32, unary_loop::<$body, u32>;
            I64 => I64, unary_loop::<$body, i64>;
            U64 => U64, unary_loop::<$body, u64>;
        ] $($rest)*)
    };
    (@emit [$($rows:tt)*] integers_to $out:ident $body:ident $($rest:tt)*) => {
        unary_rows!(@emit [$($rows)*
            I8 => $out, unary_loop::<$body, i8>;
            U8 => $out, unary_loop::<$body, u8>;
            I16 => $out, unary_loop::<$body, i16>;
            U16 => $out, unary_loop::<$body, u16>;
            I32 => $out, unary_loop::<$body, i32>;
            U32 => $out, unary_loop::<$body, u32>;
            I64 => $out, unary_loop::<$body, i64>;
            U64 => $out, unary_loop::<$body, u64>;
        ] $($rest)*)
    };
    (@emit [$($rows:tt)*] floats $body:ident $($rest:tt)*) => {
        unary_rows!(@emit [$($rows)*
            F16 => F16 : F32 => F32, unary_loop::<$body, f32>;
            BF16 => BF16 : F32 => F32, unary_loop::<$body, f32>;
            F32 => F32, unary_loop::<$body, f32>;
            F64 => F64, unary_loop::<$body, f64>;
        ] $($rest)*)
    };
    (@emit [$($rows:tt)*] float_tests $body:ident $($rest:tt)*) => {
        unary_rows!(@emit [$($rows)*
            F16 => Bool : F32 => Bool, unary_loop::<$body, f32>;
            BF16 => Bool : F32 => Bool, unary_loop::<$body, f32>;
            F32 => Bool, unary_loop::<$body, f32>;
            F64 => Bool, unary_loop::<$body, f64>;
        ] $($rest)*)
    };
    (@emit [$($rows:tt)*] float_slices $body:ident $($rest:tt)*) => {
        unary_rows!(@emit [$($rows)*
            F16 => F16 : F32 => F32, slice_unary_loop::<$body, f32>;
            BF16 => BF16 : F32 => F32, slice_unary_loop::<$body, f32>;
            F32 => F32, slice_unary_loop::<$body, f32>;
            F64 => F64, slice_unary_loop::<$body, f64>;
        ] $($rest)*)
    };
    (@emit [$($rows:tt)*] complex $body:ident $($rest:tt)*) => {
        unary_rows!(@emit [$($rows)*
            C64 => C64, unary_loop::<$body, c64>;
            C128 => C128, unary_loop::<$body, c128>;
        ] $($rest)*)
    };
    (@emit [$($rows:tt)*] complex_tests $body:ident $($rest:tt)*) => {
        unary_rows!(@emit [$($rows)*
            C64 => Bool, unary_loop::<$body, c64>;
            C128 => Bool, unary_loop::<$body, c128>;
        ] $($rest)*)
    };
    (@emit [$($rows:tt)*] complex_slices $body:ident $($rest:tt)*) => {
        unary_rows!(@emit [$($rows)*
            C64 => C64, slice_unary_loop::<$body, c64>;
            C128 => C128, slice_unary_loop::<$body, c128>;
        ] $($rest)*)
    };
    (@emit [$($rows:tt)*] complex_parts $body:ident $($rest:tt)*) => {
        unary_rows!(@emit [$($rows)*
            C64 => F32, slice_unary_loop::<$body, c64>;
            C128 => F64, slice_unary_loop::<$body, c128>;
        ] $($rest)*)
    };
    ($($groups:tt)*) => { unary_rows!(@emit [] $($groups)*) };
}

pub(crate) use {binary_rows, unary_rows};
