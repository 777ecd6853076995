//! Truth of items: any, all, and how many.

use super::{Fold, Tile};
use crate::level::Isa;
use half::{bf16, f16};
use num_complex::Complex;
use std::marker::PhantomData;

/// An item that can be asked whether it is zero.
pub trait NonZero: Copy + Send + Sync + 'static {
    /// Whether it is anything but zero. NaN is; minus zero is not.
    fn is_nonzero(self) -> bool;
    /// How many of a run are.
    #[inline(always)]
    fn count(x: &[Self]) -> u64 {
        x.iter().fold(0, |count, x| count + u64::from(x.is_nonzero()))
    }
}

impl NonZero for u8 {
    #[inline(always)]
    fn is_nonzero(self) -> bool {
        self != 0
    }
    /// Eight bytes in a word, 255 words at a time: so many fit the byte counters of one sum.
    #[inline(always)]
    fn count(x: &[u8]) -> u64 {
        let (words, tail) = x.as_chunks::<8>();
        let count = |block: &[[u8; 8]]| {
            let flags = block.iter().fold(0, |sum: u64, word| sum + nonzero_bytes(u64::from_ne_bytes(*word)));
            flags.to_ne_bytes().into_iter().map(u64::from).sum::<u64>()
        };
        let tail = tail.iter().fold(0, |count, &x| count + u64::from(x != 0));
        words.chunks(255).map(count).sum::<u64>() + tail
    }
}

/// 1 in each byte of a word that is not zero, 0 in the others.
#[inline(always)]
fn nonzero_bytes(word: u64) -> u64 {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    ((((word & LOW) + LOW) | word) >> 7) & 0x0101_0101_0101_0101
}

macro_rules! nonzero {
    ($($ty:ty, $x:ident => $test:expr;)*) => {$(
        impl NonZero for $ty {
            #[inline(always)]
            fn is_nonzero(self) -> bool {
                let $x = self;
                $test
            }
        }
    )*};
}
nonzero! {
    u16, x => x != 0;
    u32, x => x != 0;
    u64, x => x != 0;
    f16, x => x.to_bits() << 1 != 0;
    bf16, x => x.to_bits() << 1 != 0;
    f32, x => x != 0.0;
    f64, x => x != 0.0;
    Complex<f32>, x => (x.re != 0.0) | (x.im != 0.0);
    Complex<f64>, x => (x.re != 0.0) | (x.im != 0.0);
}

/// Whether any item is not zero.
pub struct Any<T>(PhantomData<T>);
/// Whether no item is zero.
pub struct All<T>(PhantomData<T>);
/// How many items are not zero.
pub struct Count<T>(PhantomData<T>);

/// Items looked at between two decisions to stop.
const BLOCK: usize = 128;

macro_rules! quantifier {
    ($name:ident, $empty:literal, $joined:tt) => {
        impl<T: NonZero> Fold for $name<T> {
            type Item = T;
            type Acc = bool;
            type Out = bool;
            type Loops = Self;
            const SETTLES: bool = true;
            const WIDE_ROWS: bool = false;
            const UNORDERED: bool = true;
            #[inline(always)]
            fn init() -> bool {
                $empty
            }
            #[inline(always)]
            fn along<I: Isa>(x: &[T], _at: usize) -> bool {
                for block in x.chunks(BLOCK) {
                    if block.iter().fold($empty, |acc, x| acc $joined x.is_nonzero()) != $empty {
                        return !$empty;
                    }
                }
                $empty
            }
            #[inline(always)]
            #[allow(clippy::assign_op_pattern)]
            fn rows<I: Isa>(accs: &mut [bool], tile: Tile<'_, T>, _at: usize) {
                for row in 0..tile.rows() {
                    for (acc, x) in accs.iter_mut().zip(tile.row(row)) {
                        *acc = *acc $joined x.is_nonzero();
                    }
                }
            }
            #[inline(always)]
            fn merge<I: Isa>(a: bool, b: bool) -> bool {
                a $joined b
            }
            #[inline(always)]
            fn finish(acc: bool, _count: usize, _extra: f64) -> bool {
                acc
            }
            #[inline(always)]
            fn seed(value: bool) -> bool {
                value
            }
            #[inline(always)]
            fn is_settled(acc: &bool) -> bool {
                *acc != $empty
            }
        }
    };
}
quantifier!(Any, false, |);
quantifier!(All, true, &);

impl<T: NonZero> Fold for Count<T> {
    type Item = T;
    type Acc = u64;
    type Out = i64;
    type Loops = Self;
    const WIDE_ROWS: bool = false;
    const UNORDERED: bool = true;
    #[inline(always)]
    fn init() -> u64 {
        0
    }
    #[inline(always)]
    fn along<I: Isa>(x: &[T], _at: usize) -> u64 {
        T::count(x)
    }
    #[inline(always)]
    fn rows<I: Isa>(accs: &mut [u64], tile: Tile<'_, T>, _at: usize) {
        super::columns::columns::<I, _, _>(accs, tile, |count, x| count.wrapping_add(x.is_nonzero().into()));
    }
    #[inline(always)]
    fn merge<I: Isa>(a: u64, b: u64) -> u64 {
        a.wrapping_add(b)
    }
    #[inline(always)]
    fn finish(acc: u64, _count: usize, _extra: f64) -> i64 {
        acc as i64
    }
    #[inline(always)]
    fn seed(value: i64) -> u64 {
        value as u64
    }
}
