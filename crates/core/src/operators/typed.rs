//! Operators of arrays whose type is known at compile time.

use std::ops::{
    Add, AddAssign, BitAnd, BitAndAssign, BitOr, BitOrAssign, BitXor, BitXorAssign, Div, DivAssign, Mul,
    MulAssign, Neg, Not, Rem, RemAssign, Shl, ShlAssign, Shr, ShrAssign, Sub, SubAssign,
};

use super::table::*;
use crate::dtype::{Bits, Float, Integer, Number, Real, Scalar};
use crate::ufunc::{self, Source, Ufunc};
use crate::{Array, ArrayView, ArrayViewMut, AsView, Result, bf16, c64, c128, f16};

/// Operators have no `Result`: they panic with the message of the error.
#[inline]
fn done<T>(result: Result<T>) -> T {
    #[cold]
    #[inline(never)]
    fn fail(error: crate::Error) -> ! {
        panic!("{error}")
    }
    match result {
        Ok(value) => value,
        Err(error) => fail(error),
    }
}

fn fresh<O: Scalar>(ufunc: &'static Ufunc, a: Source<'_>, b: Source<'_>) -> Array<O> {
    done(ufunc::binary(ufunc, a, b, O::DTYPE_REF))
}

/// The result in the memory of `a`, where its type and shape are the result's.
fn reuse_left<T: Scalar, O: Scalar>(ufunc: &'static Ufunc, a: Array<T>, b: Source<'_>) -> Array<O> {
    if T::DTYPE != O::DTYPE {
        return fresh(ufunc, array(&a), b);
    }
    done(ufunc::binary_into(ufunc, a, b, true, T::DTYPE_REF).and_then(same_type))
}

/// The result in the memory of `b`, where its type and shape are the result's.
fn reuse_right<T: Scalar, O: Scalar>(ufunc: &'static Ufunc, a: Source<'_>, b: Array<T>) -> Array<O> {
    if T::DTYPE != O::DTYPE {
        return fresh(ufunc, a, array(&b));
    }
    done(ufunc::binary_into(ufunc, b, a, false, T::DTYPE_REF).and_then(same_type))
}

/// The result in the memory of the larger operand.
fn reuse_either<T: Scalar, O: Scalar>(ufunc: &'static Ufunc, a: Array<T>, b: Array<T>) -> Array<O> {
    if a.len() >= b.len() { reuse_left(ufunc, a, array(&b)) } else { reuse_right(ufunc, array(&a), b) }
}

/// Two names of one type.
fn same_type<T: Scalar, O: Scalar>(array: Array<T>) -> Result<Array<O>> {
    crate::AnyArray::from(array).try_into()
}

#[inline]
fn array<T: Scalar>(array: &Array<T>) -> Source<'_> {
    Source::of_array(array, T::DTYPE_REF)
}

#[inline]
fn view<'a, T: Scalar>(view: &'a ArrayView<'_, T>) -> Source<'a> {
    Source::of(view, T::DTYPE_REF)
}

/// A binary operator between arrays, views and scalars of `T: $bound`, with result `Array<$out>`.
macro_rules! operator {
    ($($trait:ident $method:ident $ufunc:ident $bound:ident $out:ty;)*) => {$(
        operator!(@pair $trait $method $bound $out, &Array<T>, &Array<T>,
            |a, b| fresh::<$out>(&$ufunc, array(a), array(b)));
        operator!(@pair $trait $method $bound $out, &Array<T>, Array<T>,
            |a, b| reuse_right(&$ufunc, array(a), b));
        operator!(@pair $trait $method $bound $out, Array<T>, &Array<T>,
            |a, b| reuse_left(&$ufunc, a, array(b)));
        operator!(@pair $trait $method $bound $out, Array<T>, Array<T>,
            |a, b| reuse_either(&$ufunc, a, b));
        operator!(@pair $trait $method $bound $out, &Array<T>, T,
            |a, b| fresh::<$out>(&$ufunc, array(a), view(&ArrayView::from_ref(&b))));
        operator!(@pair $trait $method $bound $out, Array<T>, T,
            |a, b| reuse_left(&$ufunc, a, view(&ArrayView::from_ref(&b))));
        operator!(@pair $trait $method $bound $out, ArrayView<'_, T>, ArrayView<'_, T>,
            |a, b| fresh::<$out>(&$ufunc, view(&a), view(&b)));
        operator!(@pair $trait $method $bound $out, ArrayView<'_, T>, &Array<T>,
            |a, b| fresh::<$out>(&$ufunc, view(&a), array(b)));
        operator!(@pair $trait $method $bound $out, &Array<T>, ArrayView<'_, T>,
            |a, b| fresh::<$out>(&$ufunc, array(a), view(&b)));
        operator!(@pair $trait $method $bound $out, ArrayView<'_, T>, Array<T>,
            |a, b| reuse_right(&$ufunc, view(&a), b));
        operator!(@pair $trait $method $bound $out, Array<T>, ArrayView<'_, T>,
            |a, b| reuse_left(&$ufunc, a, view(&b)));
        operator!(@pair $trait $method $bound $out, ArrayView<'_, T>, T,
            |a, b| fresh::<$out>(&$ufunc, view(&a), view(&ArrayView::from_ref(&b))));
    )*};
    (@pair $trait:ident $method:ident $bound:ident $out:ty, $left:ty, $right:ty, |$a:ident, $b:ident| $value:expr) => {
        impl<T: $bound> $trait<$right> for $left {
            type Output = Array<$out>;
            /// # Panics
            /// Where the named function returns an error.
            #[inline]
            fn $method(self, other: $right) -> Array<$out> {
                let ($a, $b) = (self, other);
                $value
            }
        }
    };
}

operator! {
    Add add ADD Number T;
    Sub sub SUBTRACT Number T;
    Mul mul MULTIPLY Number T;
    Div div DIVIDE Number T::Quotient;
    Rem rem REMAINDER Real T;
    BitAnd bitand BITWISE_AND Bits T;
    BitOr bitor BITWISE_OR Bits T;
    BitXor bitxor BITWISE_XOR Bits T;
    Shl shl LEFT_SHIFT Integer T;
    Shr shr RIGHT_SHIFT Integer T;
}

/// An assigning operator: `a op= b` with anything that can be seen as an array and broadcasts to `a`.
macro_rules! assigning_operator {
    ($($trait:ident $method:ident $ufunc:ident $bound:ident;)*) => {$(
        impl<T: $bound, B: AsView<T>> $trait<B> for Array<T> {
            /// # Panics
            /// Where the named function returns an error.
            #[inline]
            fn $method(&mut self, other: B) {
                done(ufunc::assign(&$ufunc, self, view(&other.as_view()), T::DTYPE_REF));
            }
        }
        impl<T: $bound, B: AsView<T>> $trait<B> for ArrayViewMut<'_, T> {
            /// # Panics
            /// Where the named function returns an error.
            #[inline]
            fn $method(&mut self, other: B) {
                done(ufunc::assign_view(&$ufunc, self, view(&other.as_view()), T::DTYPE_REF));
            }
        }
    )*};
}

assigning_operator! {
    AddAssign add_assign ADD Number;
    SubAssign sub_assign SUBTRACT Number;
    MulAssign mul_assign MULTIPLY Number;
    DivAssign div_assign DIVIDE Float;
    RemAssign rem_assign REMAINDER Real;
    BitAndAssign bitand_assign BITWISE_AND Bits;
    BitOrAssign bitor_assign BITWISE_OR Bits;
    BitXorAssign bitxor_assign BITWISE_XOR Bits;
    ShlAssign shl_assign LEFT_SHIFT Integer;
    ShrAssign shr_assign RIGHT_SHIFT Integer;
}

/// A unary operator of arrays and views.
macro_rules! unary_operator {
    ($($trait:ident $method:ident $ufunc:ident $bound:ident;)*) => {$(
        impl<T: $bound> $trait for &Array<T> {
            type Output = Array<T>;
            #[inline]
            fn $method(self) -> Array<T> {
                done(ufunc::unary(&$ufunc, array(self), T::DTYPE_REF))
            }
        }
        impl<T: $bound> $trait for Array<T> {
            type Output = Array<T>;
            #[inline]
            fn $method(self) -> Array<T> {
                done(ufunc::unary_into(&$ufunc, self, T::DTYPE_REF))
            }
        }
        impl<T: $bound> $trait for ArrayView<'_, T> {
            type Output = Array<T>;
            #[inline]
            fn $method(self) -> Array<T> {
                done(ufunc::unary(&$ufunc, view(&self), T::DTYPE_REF))
            }
        }
    )*};
}

unary_operator! {
    Neg neg NEGATIVE Number;
    Not not INVERT Bits;
}

/// Operators whose left operand is a scalar: Rust wants these per type.
macro_rules! scalar_operators {
    ($($ty:ty: $($trait:ident $method:ident $ufunc:ident $out:ty),*;)*) => {$($(
        impl $trait<&Array<$ty>> for $ty {
            type Output = Array<$out>;
            #[inline]
            fn $method(self, other: &Array<$ty>) -> Array<$out> {
                fresh::<$out>(&$ufunc, view(&ArrayView::from_ref(&self)), array(other))
            }
        }
        impl $trait<Array<$ty>> for $ty {
            type Output = Array<$out>;
            #[inline]
            fn $method(self, other: Array<$ty>) -> Array<$out> {
                reuse_right(&$ufunc, view(&ArrayView::from_ref(&self)), other)
            }
        }
        impl $trait<ArrayView<'_, $ty>> for $ty {
            type Output = Array<$out>;
            #[inline]
            fn $method(self, other: ArrayView<'_, $ty>) -> Array<$out> {
                fresh::<$out>(&$ufunc, view(&ArrayView::from_ref(&self)), view(&other))
            }
        }
    )*)*};
}

macro_rules! scalars_left {
    (integers $($ty:ty)*) => {$(
        scalar_operators! {
            $ty: Add add ADD $ty, Sub sub SUBTRACT $ty, Mul mul MULTIPLY $ty, Div div DIVIDE f64,
                Rem rem REMAINDER $ty, BitAnd bitand BITWISE_AND $ty, BitOr bitor BITWISE_OR $ty,
                BitXor bitxor BITWISE_XOR $ty, Shl shl LEFT_SHIFT $ty, Shr shr RIGHT_SHIFT $ty;
        }
    )*};
    (floats $($ty:ty)*) => {$(
        scalar_operators! {
            $ty: Add add ADD $ty, Sub sub SUBTRACT $ty, Mul mul MULTIPLY $ty, Div div DIVIDE $ty,
                Rem rem REMAINDER $ty;
        }
    )*};
    (complex $($ty:ty)*) => {$(
        scalar_operators! {
            $ty: Add add ADD $ty, Sub sub SUBTRACT $ty, Mul mul MULTIPLY $ty, Div div DIVIDE $ty;
        }
    )*};
}
scalars_left!(integers i8 i16 i32 i64 u8 u16 u32 u64);
scalars_left!(floats f16 bf16 f32 f64);
scalars_left!(complex c64 c128);
scalar_operators! {
    bool: BitAnd bitand BITWISE_AND bool, BitOr bitor BITWISE_OR bool, BitXor bitxor BITWISE_XOR bool;
}
