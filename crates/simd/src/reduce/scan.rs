//! Running sums, products and extremes.
//!
//! Each result is the one before combined with the next item, rounded every time, as NumPy does it: the order of
//! operations is part of what these functions mean.

use super::extreme::{Order, better};
use crate::level::{Isa, Kernel, dispatch};
use half::{bf16, f16};
use num_complex::Complex;
use std::marker::PhantomData;
use std::mem::MaybeUninit;

/// How a running result takes one more item.
pub trait Scan: 'static {
    /// The type of the items and of the results.
    type Item: Copy + Send + Sync + 'static;
    /// The first result, for the first item.
    #[inline(always)]
    fn first(x: Self::Item) -> Self::Item {
        x
    }
    /// The result after `acc` and the item `x`.
    fn next(acc: Self::Item, x: Self::Item) -> Self::Item;
}

/// Running sums.
pub struct RunningSum<T>(PhantomData<T>);
/// Running products.
pub struct RunningProd<T>(PhantomData<T>);
/// Running sums in which NaN counts as zero.
pub struct RunningNanSum<T>(PhantomData<T>);
/// Running products in which NaN counts as one.
pub struct RunningNanProd<T>(PhantomData<T>);
/// Running extremes.
pub struct RunningExtreme<T, O>(PhantomData<(T, O)>);

macro_rules! plain_scan {
    ($($name:ident $ty:ty, |$a:ident, $b:ident| $next:expr;)*) => {$(
        impl Scan for $name<$ty> {
            type Item = $ty;
            #[inline(always)]
            fn next($a: $ty, $b: $ty) -> $ty {
                $next
            }
        }
    )*};
}
plain_scan! {
    RunningSum i8, |a, b| a.wrapping_add(b);
    RunningSum i16, |a, b| a.wrapping_add(b);
    RunningSum i32, |a, b| a.wrapping_add(b);
    RunningSum i64, |a, b| a.wrapping_add(b);
    RunningSum f32, |a, b| a + b;
    RunningSum f64, |a, b| a + b;
    RunningSum Complex<f32>, |a, b| a + b;
    RunningSum Complex<f64>, |a, b| a + b;
    RunningProd i8, |a, b| a.wrapping_mul(b);
    RunningProd i16, |a, b| a.wrapping_mul(b);
    RunningProd i32, |a, b| a.wrapping_mul(b);
    RunningProd i64, |a, b| a.wrapping_mul(b);
    RunningProd f32, |a, b| a * b;
    RunningProd f64, |a, b| a * b;
    RunningProd Complex<f32>, |a, b| a * b;
    RunningProd Complex<f64>, |a, b| a * b;
}

/// Conversions of halves are long code, and compiled once.
macro_rules! half_scan {
    ($($name:ident $half:ident $op:tt;)*) => {$(
        impl Scan for $name<$half> {
            type Item = $half;
            #[inline(never)]
            fn next(a: $half, b: $half) -> $half {
                $half::from_f32(a.to_f32() $op b.to_f32())
            }
        }
    )*};
}
half_scan! {
    RunningSum f16 +;
    RunningSum bf16 +;
    RunningProd f16 *;
    RunningProd bf16 *;
}

/// A type with NaN, which some running results pass over.
trait Skip: Copy + Send + Sync + 'static {
    /// The item, or `instead`, zero or one, if it is NaN.
    fn or(self, instead: u8) -> Self;
}

macro_rules! skip {
    ($($ty:ty, |$x:ident| $is_nan:expr, $from:expr;)*) => {$(
        impl Skip for $ty {
            #[inline(always)]
            fn or(self, instead: u8) -> Self {
                let $x = self;
                if $is_nan { $from(instead) } else { $x }
            }
        }
    )*};
}
skip! {
    f16, |x| x.is_nan(), |instead| f16::from_f32(f32::from(instead));
    bf16, |x| x.is_nan(), |instead| bf16::from_f32(f32::from(instead));
    f32, |x| x.is_nan(), f32::from;
    f64, |x| x.is_nan(), f64::from;
    Complex<f32>, |x| x.re.is_nan() || x.im.is_nan(), |instead| Complex::from(f32::from(instead));
    Complex<f64>, |x| x.re.is_nan() || x.im.is_nan(), |instead| Complex::from(f64::from(instead));
}

macro_rules! skipping_scan {
    ($name:ident $inner:ident $instead:literal: $($ty:ty),*) => {$(
        impl Scan for $name<$ty> {
            type Item = $ty;
            #[inline(always)]
            fn first(x: $ty) -> $ty {
                x.or($instead)
            }
            #[inline(always)]
            fn next(a: $ty, b: $ty) -> $ty {
                $inner::<$ty>::next(a, b.or($instead))
            }
        }
    )*};
}
skipping_scan!(RunningNanSum RunningSum 0: f16, bf16, f32, f64, Complex<f32>, Complex<f64>);
skipping_scan!(RunningNanProd RunningProd 1: f16, bf16, f32, f64, Complex<f32>, Complex<f64>);

impl<T: Copy + Send + Sync + 'static, O: Order<T>> Scan for RunningExtreme<T, O> {
    type Item = T;
    #[inline(always)]
    fn next(a: T, b: T) -> T {
        better::<T, O>(a, b)
    }
}

struct RunKernel<'a, S: Scan>(Option<S::Item>, &'a [S::Item], &'a mut [MaybeUninit<S::Item>]);

impl<S: Scan> Kernel for RunKernel<'_, S> {
    type Output = Option<S::Item>;
    // Each sum waits for the one before it.
    const WIDE: bool = false;
    #[inline(always)]
    fn run<I: Isa>(self) -> Option<S::Item> {
        let RunKernel(before, x, out) = self;
        let Some((&head, rest)) = x.split_first() else { return before };
        let (first, out) = out.split_first_mut().expect("as many results as items");
        let mut acc = before.map_or(S::first(head), |acc| S::next(acc, head));
        first.write(acc);
        for (&x, out) in rest.iter().zip(out) {
            acc = S::next(acc, x);
            out.write(acc);
        }
        Some(acc)
    }
}

/// The running results of a run, after the last result `before` it; returns the last one.
///
/// # Panics
/// If the lengths differ.
pub fn scan_run<S: Scan>(
    before: Option<S::Item>,
    x: &[S::Item],
    out: &mut [MaybeUninit<S::Item>],
) -> Option<S::Item> {
    assert_eq!(x.len(), out.len(), "slices of different lengths");
    dispatch(RunKernel::<S>(before, x, out))
}

struct RowKernel<'a, S: Scan>(Option<&'a [S::Item]>, &'a [S::Item], &'a mut [MaybeUninit<S::Item>]);

impl<S: Scan> Kernel for RowKernel<'_, S> {
    type Output = ();
    // Rows are read, added to and written: memory is what takes time.
    const WIDE: bool = false;
    #[inline(always)]
    fn run<I: Isa>(self) {
        let RowKernel(before, x, out) = self;
        match before {
            None => out.iter_mut().zip(x).for_each(|(out, &x)| {
                out.write(S::first(x));
            }),
            Some(before) => {
                for ((out, &acc), &x) in out.iter_mut().zip(before).zip(x) {
                    out.write(S::next(acc, x));
                }
            }
        }
    }
}

/// The running results of a row of columns, after the row of results `before` it.
///
/// # Panics
/// If the lengths differ.
pub fn scan_row<S: Scan>(before: Option<&[S::Item]>, x: &[S::Item], out: &mut [MaybeUninit<S::Item>]) {
    assert_eq!(x.len(), out.len(), "slices of different lengths");
    assert!(before.is_none_or(|before| before.len() == x.len()), "slices of different lengths");
    dispatch(RowKernel::<S>(before, x, out));
}
