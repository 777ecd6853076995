//! Products.

use super::columns::columns;
use super::lanes::{self, Lanes};
use super::{Fold, Tile};
use crate::level::Isa;
use crate::vector::{F64x16, Vector};
use num_complex::Complex;
use std::marker::PhantomData;

/// The product of items of type `T`. `f32` is multiplied in `f64`, and rounded (or overflows) once.
pub struct Prod<T>(PhantomData<T>);
/// The product of the items that are not NaN.
pub struct NanProd<T>(PhantomData<T>);

macro_rules! float_product {
    ($name:ident, $ty:ty, $load:ident, $one:expr, |$x:ident, $unit:ident| $vector:expr) => {
        impl Fold for $name<$ty> {
            type Item = $ty;
            type Acc = f64;
            type Out = $ty;
            type Loops = Self;
            const WIDE_ROWS: bool = false;
            #[inline(always)]
            fn init() -> f64 {
                1.0
            }
            #[inline(always)]
            fn along<I: Isa>(x: &[$ty], _at: usize) -> f64 {
                lanes::along::<Self, I, 16>(x)
            }
            #[inline(always)]
            fn rows<I: Isa>(accs: &mut [f64], tile: Tile<'_, $ty>, _at: usize) {
                lanes::rows::<Self, I, 16>(accs, tile)
            }
            #[inline(always)]
            fn merge<I: Isa>(a: f64, b: f64) -> f64 {
                a * b
            }
            #[inline(always)]
            fn finish(acc: f64, _count: usize, _extra: f64) -> $ty {
                acc as $ty
            }
            #[inline(always)]
            fn seed(value: $ty) -> f64 {
                value as f64
            }
        }
        impl Lanes<16> for $name<$ty> {
            type Lanes<I: Isa> = I::F64x16;
            type Aid<I: Isa> = ();
            // Short products are made in the order of their items, as NumPy makes them.
            const BLANK: Option<$ty> = None;
            #[inline(always)]
            fn aid<I: Isa>() {}
            #[inline(always)]
            fn one(x: $ty) -> f64 {
                $one(x as f64)
            }
            #[inline(always)]
            fn first<I: Isa>(x: &[$ty; 16]) -> I::F64x16 {
                let ($x, $unit) = (I::F64x16::$load(x), I::F64x16::splat(1.0));
                let _ = $unit;
                $vector
            }
            #[inline(always)]
            fn step<I: Isa>(lanes: &mut I::F64x16, x: &[$ty; 16], (): ()) {
                *lanes = lanes.mul(Self::first::<I>(x));
            }
            #[inline(always)]
            fn split<I: Isa>(lanes: &I::F64x16) -> [f64; 16] {
                lanes.to_array()
            }
        }
    };
}
float_product!(Prod, f64, load, |x| x, |x, unit| x);
float_product!(Prod, f32, load_f32, |x| x, |x, unit| x);
float_product!(NanProd, f64, load, number_or_one, |x, unit| x.unless_nan(unit));
float_product!(NanProd, f32, load_f32, number_or_one, |x, unit| x.unless_nan(unit));

#[inline(always)]
fn number_or_one(x: f64) -> f64 {
    if x.is_nan() { 1.0 } else { x }
}

macro_rules! plain_product {
    ($name:ident, $ty:ty, $one:expr, |$a:ident, $b:ident| $times:expr) => {
        impl Fold for $name<$ty> {
            type Item = $ty;
            type Acc = $ty;
            type Out = $ty;
            type Loops = Self;
            const WIDE_ROWS: bool = false;
            const UNORDERED: bool = true;
            #[inline(always)]
            fn init() -> $ty {
                $one
            }
            #[inline(always)]
            fn along<I: Isa>(x: &[$ty], _at: usize) -> $ty {
                x.iter().fold($one, |$a: $ty, &$b| $times)
            }
            #[inline(always)]
            fn rows<I: Isa>(accs: &mut [$ty], tile: Tile<'_, $ty>, _at: usize) {
                columns::<I, _, _>(accs, tile, |$a: $ty, $b: $ty| $times);
            }
            #[inline(always)]
            fn merge<I: Isa>($a: $ty, $b: $ty) -> $ty {
                $times
            }
            #[inline(always)]
            fn finish(acc: $ty, _count: usize, _extra: f64) -> $ty {
                acc
            }
            #[inline(always)]
            fn seed(value: $ty) -> $ty {
                value
            }
        }
    };
}
const ONE: Complex<f64> = Complex { re: 1.0, im: 0.0 };
plain_product!(Prod, i64, 1, |a, b| a.wrapping_mul(b));
plain_product!(Prod, u64, 1, |a, b| a.wrapping_mul(b));

/// A complex product, once there is one: to begin with 1 would change the sign of zeros, and make NaN of infinities.
type Started = Option<Complex<f64>>;

macro_rules! complex_product {
    ($name:ident, |$x:ident| $item:expr) => {
        impl Fold for $name<Complex<f64>> {
            type Item = Complex<f64>;
            type Acc = Started;
            type Out = Complex<f64>;
            type Loops = Self;
            const WIDE_ROWS: bool = false;
            #[inline(always)]
            fn init() -> Started {
                None
            }
            #[inline(always)]
            fn along<I: Isa>(x: &[Complex<f64>], _at: usize) -> Started {
                x.iter().fold(None, |acc, &$x| both(acc, $item))
            }
            #[inline(always)]
            fn rows<I: Isa>(accs: &mut [Started], tile: Tile<'_, Complex<f64>>, _at: usize) {
                columns::<I, _, _>(accs, tile, |acc, $x| both(acc, $item));
            }
            #[inline(always)]
            fn merge<I: Isa>(a: Started, b: Started) -> Started {
                both(a, b)
            }
            #[inline(always)]
            fn finish(acc: Started, _count: usize, _extra: f64) -> Complex<f64> {
                acc.unwrap_or(ONE)
            }
            #[inline(always)]
            fn seed(value: Complex<f64>) -> Started {
                Some(value)
            }
        }
    };
}
complex_product!(Prod, |x| Some(x));
complex_product!(NanProd, |x| Some(if x.re.is_nan() || x.im.is_nan() { ONE } else { x }));

#[inline(always)]
fn both(a: Started, b: Started) -> Started {
    match (a, b) {
        (Some(a), Some(b)) => Some(times(a, b)),
        (a, b) => a.or(b),
    }
}

#[inline(always)]
fn times(a: Complex<f64>, b: Complex<f64>) -> Complex<f64> {
    Complex { re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re }
}
