//! Operators of arrays whose type is known at run time: NEP 50 promotion.

use std::ops::{Add, BitAnd, BitOr, BitXor, Div, Mul, Neg, Not, Rem, Shl, Shr, Sub};

use super::table::*;
use crate::ufunc::{Ufunc, Weak};
use crate::{AnyArray, AnyView, c128};

/// Operators have no `Result`: they panic with the message of the error.
fn call(ufunc: &'static Ufunc, operands: &[&AnyView<'_>]) -> AnyArray {
    let result = ufunc.call(operands).and_then(|outputs| outputs.one());
    result.unwrap_or_else(|error| panic!("{error}"))
}

fn call_weak(ufunc: &'static Ufunc, array: &AnyArray, weak: Weak, reversed: bool) -> AnyArray {
    weak.call(ufunc, array, reversed).unwrap_or_else(|error| panic!("{error}"))
}

macro_rules! operator {
    ($($trait:ident $method:ident $ufunc:ident;)*) => {$(
        operator!(@arrays $trait $method $ufunc [&AnyArray, &AnyArray] [&AnyArray, AnyArray] [AnyArray, &AnyArray]
            [AnyArray, AnyArray]);
        operator!(@weak $trait $method $ufunc &AnyArray, AnyArray);
    )*};
    (@arrays $trait:ident $method:ident $ufunc:ident $([$left:ty, $right:ty])*) => {$(
        impl $trait<$right> for $left {
            type Output = AnyArray;
            /// # Panics
            /// Where the named function returns an error.
            fn $method(self, other: $right) -> AnyArray {
                call(&$ufunc, &[&self.view(), &other.view()])
            }
        }
    )*};
    (@weak $trait:ident $method:ident $ufunc:ident $($array:ty),*) => {$(
        impl<W: Into<Weak>> $trait<W> for $array {
            type Output = AnyArray;
            /// The scalar is weak: it takes on the type of the array where it can.
            fn $method(self, other: W) -> AnyArray {
                call_weak(&$ufunc, &self, other.into(), false)
            }
        }
        operator!(@left $trait $method $ufunc $array, i64 f64 c128);
    )*};
    (@left $trait:ident $method:ident $ufunc:ident $array:ty, $($ty:ty)*) => {$(
        impl $trait<$array> for $ty {
            type Output = AnyArray;
            /// The scalar is weak: it takes on the type of the array where it can.
            fn $method(self, other: $array) -> AnyArray {
                call_weak(&$ufunc, &other, self.into(), true)
            }
        }
    )*};
}

operator! {
    Add add ADD;
    Sub sub SUBTRACT;
    Mul mul MULTIPLY;
    Div div DIVIDE;
    Rem rem REMAINDER;
    BitAnd bitand BITWISE_AND;
    BitOr bitor BITWISE_OR;
    BitXor bitxor BITWISE_XOR;
    Shl shl LEFT_SHIFT;
    Shr shr RIGHT_SHIFT;
}

macro_rules! unary_operator {
    ($($trait:ident $method:ident $ufunc:ident;)*) => {$(
        impl $trait for &AnyArray {
            type Output = AnyArray;
            fn $method(self) -> AnyArray {
                call(&$ufunc, &[&self.view()])
            }
        }
        impl $trait for AnyArray {
            type Output = AnyArray;
            fn $method(self) -> AnyArray {
                call(&$ufunc, &[&self.view()])
            }
        }
    )*};
}

unary_operator! {
    Neg neg NEGATIVE;
    Not not INVERT;
}
