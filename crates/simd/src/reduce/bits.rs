//! Bitwise reductions.

use super::columns::columns;
use super::{Fold, Tile};
use crate::level::Isa;
use std::marker::PhantomData;
use std::ops::{BitAnd, BitOr, BitXor, Not};

/// The bits that all items have.
pub struct And<T>(PhantomData<T>);
/// The bits that any item has.
pub struct Or<T>(PhantomData<T>);
/// The bits that an odd number of items have.
pub struct Xor<T>(PhantomData<T>);

macro_rules! bitwise {
    ($name:ident, $trait:ident, $op:tt, $empty:expr) => {
        impl<T> Fold for $name<T>
        where
            T: $trait<Output = T> + Not<Output = T> + Default + Copy + Send + Sync + 'static,
        {
            type Item = T;
            type Acc = T;
            type Out = T;
            type Loops = Self;
            const WIDE_ROWS: bool = false;
            const UNORDERED: bool = true;
            #[inline(always)]
            fn init() -> T {
                $empty
            }
            #[inline(always)]
            fn along<I: Isa>(x: &[T], _at: usize) -> T {
                x.iter().fold($empty, |acc, &x| acc $op x)
            }
            #[inline(always)]
            fn rows<I: Isa>(accs: &mut [T], tile: Tile<'_, T>, _at: usize) {
                columns::<I, _, _>(accs, tile, |acc, x| acc $op x);
            }
            #[inline(always)]
            fn merge<I: Isa>(a: T, b: T) -> T {
                a $op b
            }
            #[inline(always)]
            fn finish(acc: T, _count: usize, _extra: f64) -> T {
                acc
            }
            #[inline(always)]
            fn seed(value: T) -> T {
                value
            }
        }
    };
}
bitwise!(And, BitAnd, &, !T::default());
bitwise!(Or, BitOr, |, T::default());
bitwise!(Xor, BitXor, ^, T::default());
