//! The macros that declare universal functions: scalar bodies, loops, rows.

/// Declares scalar bodies of one or two arguments, for the loops `unary` and `binary` of [`TypedLoop`](crate::ufunc::TypedLoop).
/// Those that gain nothing from vectors of 512 bits have the word `narrow` before their name, those with next to nothing to do, so that
/// memory sets the pace of long runs, the word `paced`, which complex numbers and results of another kind do not heed.
///
/// ```
/// use numoxide_core::scalar_body;
///
/// scalar_body! {
///     /// `a * a`, wrapping around for integers.
///     Square(a) {
///         i32 i64: a.wrapping_mul(a);
///         f32 f64: a * a;
///     }
/// }
/// ```
#[macro_export]
macro_rules! scalar_body {
    ($(#[$doc:meta])* narrow $($body:tt)+) => { $crate::scalar_body!(@body false false $(#[$doc])* $($body)+); };
    ($(#[$doc:meta])* paced $($body:tt)+) => { $crate::scalar_body!(@body true true $(#[$doc])* $($body)+); };
    (@body $wide:literal $paced:literal $(#[$doc:meta])* $name:ident($a:ident, $b:ident) { $($($ty:ty)+ $(=> $out:ty)?: $value:expr;)+ }) => {
        $(#[$doc])*
        pub struct $name;
        $($crate::scalar_body!(@binary $wide $paced $name($a, $b) [$($ty)+] [$($out)?] $value);)+
    };
    (@body $wide:literal $paced:literal $(#[$doc:meta])* $name:ident($a:ident) { $($($ty:ty)+ $(=> $out:ty)?: $value:expr;)+ }) => {
        $(#[$doc])*
        pub struct $name;
        $($crate::scalar_body!(@unary $wide $name($a) [$($ty)+] [$($out)?] $value);)+
    };
    (@binary $wide:literal $paced:literal $name:ident($a:ident, $b:ident) [$($ty:ty)+] [] $value:expr) => {$(
        impl $crate::ufunc::Binary<$ty> for $name {
            type Out = $ty;
            const WIDE: bool = $wide;
            const PACED: bool = $paced && size_of::<$ty>() == align_of::<$ty>();
            #[inline(always)]
            fn apply<I: $crate::ufunc::Isa>($a: $ty, $b: $ty) -> $ty { $value }
        }
    )+};
    (@binary $wide:literal $paced:literal $name:ident($a:ident, $b:ident) [$($ty:ty)+] [$out:ty] $value:expr) => {$(
        impl $crate::ufunc::Binary<$ty> for $name {
            type Out = $out;
            const WIDE: bool = $wide;
            const PACED: bool = $paced && size_of::<$ty>() == align_of::<$ty>() && size_of::<$out>() == 1;
            #[inline(always)]
            fn apply<I: $crate::ufunc::Isa>($a: $ty, $b: $ty) -> $out { $value }
        }
    )+};
    (@unary $wide:literal $name:ident($a:ident) [$($ty:ty)+] [] $value:expr) => {$(
        impl $crate::ufunc::Unary<$ty> for $name {
            type Out = $ty;
            const WIDE: bool = $wide;
            #[inline(always)]
            fn apply<I: $crate::ufunc::Isa>($a: $ty) -> $ty { $value }
        }
    )+};
    (@unary $wide:literal $name:ident($a:ident) [$($ty:ty)+] [$out:ty] $value:expr) => {$(
        impl $crate::ufunc::Unary<$ty> for $name {
            type Out = $out;
            const WIDE: bool = $wide;
            #[inline(always)]
            fn apply<I: $crate::ufunc::Isa>($a: $ty) -> $out { $value }
        }
    )+};
    ($(#[$doc:meta])* $name:ident $($body:tt)+) => { $crate::scalar_body!(@body true false $(#[$doc])* $name $($body)+); };
}

/// Declares universal functions as statics: `NAME = "name", identity, pole, loops;`, with `refine` behind the loops
/// where there is one.
///
/// ```
/// use numoxide_core::ufunc::Identity;
/// use numoxide_core::{AnyArray, Array, scalar_body, typed_loops, ufunc_rows};
///
/// scalar_body! {
///     /// `a * a + b`.
///     SquareAdd(a, b) {
///         i64: a.wrapping_mul(a).wrapping_add(b);
///         f32 f64: a * a + b;
///     }
/// }
/// ufunc_rows! {
///     /// `a * a + b`.
///     SQUARE_ADD = "square_add", Identity::None, None, typed_loops!(binary SquareAdd: i64 floats);
/// }
/// let a = AnyArray::from(Array::from_vec(vec![1i8, 2])?);
/// let b = AnyArray::from(Array::from_vec(vec![0.5f32, 0.25])?);
/// let result: Array<f32> = SQUARE_ADD.call(&[&a.view(), &b.view()])?.one()?.try_into()?;
/// assert_eq!(result.to_vec(), [1.5, 4.25]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
#[macro_export]
macro_rules! ufunc_rows {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $identity:expr, $pole:expr, $loops:expr
        $(, refine $refine:expr)?;)*) => {$(
        $(#[$doc])*
        pub static $name: $crate::ufunc::Ufunc = {
            const LOOPS: &[$crate::ufunc::TypedLoop] = $loops;
            #[allow(unused_mut)]
            let mut row = $crate::ufunc::Ufunc::new($text, $identity, $pole, LOOPS);
            $(row.refine = Some($refine);)?
            row
        };
    )*};
}

/// The loops of a universal function, group by group: `kind body: types; kind body: types`.
///
/// A kind is a constructor of [`TypedLoop`](crate::ufunc::TypedLoop): `unary`, `binary`, `placed`, `swapped`, `ternary`,
/// `quaternary`, `two_out`, `two_out_binary`, `slice_unary`, `slice_binary`, `slice_two_out_binary`. Types are Rust's names, a list in parentheses for
/// operands of several types, `(bf16: f32)` for a half
/// that is computed as `f32`, or a class: `integers`, `words` (integers, both signs by the code for unsigned ones), `halves` (computed as `f32`), `floats` (halves, `f32`, `f64`), `complex`.
#[macro_export]
macro_rules! typed_loops {
    (@munch [$($done:expr,)*] $kind:ident $body:ty:) => { &[$($done),*] };
    (@munch [$($done:expr,)*] $kind:ident $body:ty: ; $($rest:tt)*) => {
        $crate::typed_loops!(@next [$($done,)*] $($rest)*)
    };
    (@munch [$($done:expr,)*] $kind:ident $body:ty: integers $($rest:tt)*) => {
        $crate::typed_loops!(@munch [$($done,)*] $kind $body: i8 u8 i16 u16 i32 u32 i64 u64 $($rest)*)
    };
    (@munch [$($done:expr,)*] $kind:ident $body:ty: words $($rest:tt)*) => {
        $crate::typed_loops!(@munch [
            $($done,)*
            $crate::typed_loops!(@words $kind $body, i8),
            $crate::typed_loops!(@words $kind $body, u8),
            $crate::typed_loops!(@words $kind $body, i16),
            $crate::typed_loops!(@words $kind $body, u16),
            $crate::typed_loops!(@words $kind $body, i32),
            $crate::typed_loops!(@words $kind $body, u32),
            $crate::typed_loops!(@words $kind $body, i64),
            $crate::typed_loops!(@words $kind $body, u64),
        ] $kind $body: $($rest)*)
    };
    (@munch [$($done:expr,)*] $kind:ident $body:ty: floats $($rest:tt)*) => {
        $crate::typed_loops!(@munch [$($done,)*] $kind $body: halves f32 f64 $($rest)*)
    };
    (@munch [$($done:expr,)*] $kind:ident $body:ty: halves $($rest:tt)*) => {
        $crate::typed_loops!(@munch [
            $($done,)*
            $crate::typed_loops!(@half $kind $body, $crate::f16),
            $crate::typed_loops!(@half $kind $body, $crate::bf16),
        ] $kind $body: $($rest)*)
    };
    (@munch [$($done:expr,)*] $kind:ident $body:ty: complex $($rest:tt)*) => {
        $crate::typed_loops!(@munch [
            $($done,)*
            $crate::typed_loops!(@one $kind $body, $crate::c64),
            $crate::typed_loops!(@one $kind $body, $crate::c128),
        ] $kind $body: $($rest)*)
    };
    (@munch [$($done:expr,)*] $kind:ident $body:ty: ($half:ty: f32) $($rest:tt)*) => {
        $crate::typed_loops!(@munch [$($done,)* $crate::typed_loops!(@half $kind $body, $half),] $kind $body: $($rest)*)
    };
    (@munch [$($done:expr,)*] $kind:ident $body:ty: ($($operand:ty),+) $($rest:tt)*) => {
        $crate::typed_loops!(@munch [$($done,)* $crate::ufunc::TypedLoop::$kind::<$body, $($operand),+>(),] $kind $body: $($rest)*)
    };
    (@munch [$($done:expr,)*] $kind:ident $body:ty: $ty:ident $($rest:tt)*) => {
        $crate::typed_loops!(@munch [$($done,)* $crate::typed_loops!(@one $kind $body, $ty),] $kind $body: $($rest)*)
    };
    (@next [$($done:expr,)*]) => { &[$($done),*] };
    (@next [$($done:expr,)*] $kind:ident $body:ty: $($rest:tt)*) => {
        $crate::typed_loops!(@munch [$($done,)*] $kind $body: $($rest)*)
    };
    (@one unary $body:ty, $ty:ty) => { $crate::ufunc::TypedLoop::unary::<$body, $ty>() };
    (@one slice_unary $body:ty, $ty:ty) => { $crate::ufunc::TypedLoop::slice_unary::<$body, $ty>() };
    (@one two_out $body:ty, $ty:ty) => { $crate::ufunc::TypedLoop::two_out::<$body, $ty>() };
    (@one ternary $body:ty, $ty:ty) => { $crate::ufunc::TypedLoop::ternary::<$body, $ty, $ty, $ty>() };
    (@one quaternary $body:ty, $ty:ty) => { $crate::ufunc::TypedLoop::quaternary::<$body, $ty, $ty, $ty, $ty>() };
    (@one $kind:ident $body:ty, $ty:ty) => { $crate::ufunc::TypedLoop::$kind::<$body, $ty, $ty>() };
    (@words unary $body:ty, $ty:ty) => { $crate::ufunc::TypedLoop::unary_words::<$body, $ty>() };
    (@words binary $body:ty, $ty:ty) => { $crate::ufunc::TypedLoop::binary_words::<$body, $ty>() };
    (@words placed $body:ty, $ty:ty) => { $crate::ufunc::TypedLoop::placed_words::<$body, $ty>() };
    (@half unary $body:ty, $half:ty) => { $crate::ufunc::TypedLoop::unary_half::<$body, $half>() };
    (@half binary $body:ty, $half:ty) => { $crate::ufunc::TypedLoop::binary_half::<$body, $half>() };
    (@half placed $body:ty, $half:ty) => { $crate::ufunc::TypedLoop::placed_half::<$body, $half>() };
    (@half swapped $body:ty, $half:ty) => { $crate::ufunc::TypedLoop::swapped_half::<$body, $half>() };
    (@half two_out $body:ty, $half:ty) => { $crate::ufunc::TypedLoop::two_out_half::<$body, $half>() };
    (@half two_out_binary $body:ty, $half:ty) => { $crate::ufunc::TypedLoop::two_out_binary_half::<$body, $half>() };
    (@half slice_unary $body:ty, $half:ty) => { $crate::ufunc::TypedLoop::slice_unary_half::<$body, $half>() };
    (@half slice_binary $body:ty, $half:ty) => { $crate::ufunc::TypedLoop::slice_binary_half::<$body, $half>() };
    ($kind:ident $body:ty: $($rest:tt)*) => { $crate::typed_loops!(@munch [] $kind $body: $($rest)*) };
}
