//! Loops from scalar bodies.
//!
//! A body is a type with a branch-free function; the loop around it is compiled once per CPU level, and
//! vectorised by the compiler.

use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::slice::{from_raw_parts, from_raw_parts_mut};

use numoxide_simd::{Isa, Kernel, dispatch};

/// A function of one value.
pub trait Unary<A> {
    /// The type of the result.
    type Out;
    /// The body. Must be `#[inline(always)]`, and without branches if it is to be vectorised.
    fn apply<I: Isa>(a: A) -> Self::Out;
}

/// A function of two values.
pub trait Binary<A, B = A> {
    /// The type of the result.
    type Out;
    /// The body. Must be `#[inline(always)]`, and without branches if it is to be vectorised.
    fn apply<I: Isa>(a: A, b: B) -> Self::Out;
}

/// A function of three values.
pub trait Ternary<A, B = A, C = A> {
    /// The type of the result.
    type Out;
    /// The body. Must be `#[inline(always)]`, and without branches if it is to be vectorised.
    fn apply<I: Isa>(a: A, b: B, c: C) -> Self::Out;
}

/// A function of one value with two results.
pub trait TwoOut<A> {
    /// The type of the first result.
    type First;
    /// The type of the second result.
    type Second;
    /// The body. Must be `#[inline(always)]`.
    fn apply<I: Isa>(a: A) -> (Self::First, Self::Second);
}

/// A function of two values with two results.
pub trait TwoOutBinary<A, B = A> {
    /// The type of the first result.
    type First;
    /// The type of the second result.
    type Second;
    /// The body. Must be `#[inline(always)]`.
    fn apply<I: Isa>(a: A, b: B) -> (Self::First, Self::Second);
}

/// Input `k` of a loop.
///
/// # Safety
/// Operand `k` must be `n` initialised, aligned values of `T`.
#[inline(always)]
unsafe fn input<'a, T>(operands: *const *mut u8, k: usize, n: usize) -> &'a [T] {
    // SAFETY: by contract.
    unsafe { from_raw_parts((*operands.add(k)).cast::<T>(), n) }
}

/// Output `k` of a loop.
///
/// # Safety
/// Operand `k` must be room for `n` aligned values of `T` that nobody else reaches.
#[inline(always)]
unsafe fn output<'a, T>(operands: *const *mut u8, k: usize, n: usize) -> &'a mut [MaybeUninit<T>] {
    // SAFETY: by contract.
    unsafe { from_raw_parts_mut((*operands.add(k)).cast::<MaybeUninit<T>>(), n) }
}

macro_rules! loops {
    ($($(#[$doc:meta])* $name:ident, $kernel:ident, $body:ident<$($ty:ident $field:ident $k:literal),+>, ($($out:ident $o:literal $part:ident),+);)*) => {$(
        struct $kernel<'a, F: $body<$($ty),+>, $($ty),+> {
            $($field: &'a [$ty],)+
            $($part: &'a mut [MaybeUninit<F::$out>],)+
            body: PhantomData<F>,
        }

        impl<F: $body<$($ty),+>, $($ty: Copy),+> Kernel for $kernel<'_, F, $($ty),+> {
            type Output = ();
            #[inline(always)]
            fn run<I: Isa>(self) {
                let $kernel { $($field,)+ $($part,)+ .. } = self;
                let n = loops!(@first $($field)+).len();
                $(let $field = &$field[..n];)+
                $(let $part = &mut $part[..n];)+
                for i in 0..n {
                    let result = F::apply::<I>($($field[i]),+);
                    loops!(@write result, i, $($part)+);
                }
            }
        }

        $(#[$doc])*
        ///
        /// # Safety
        /// As [`LoopFn`](crate::driver::LoopFn), for operands of the body's types, aligned.
        pub unsafe fn $name<F: $body<$($ty),+>, $($ty: Copy),+>(_: *const (), operands: *const *mut u8, n: usize) {
            // SAFETY: by contract.
            unsafe {
                dispatch($kernel::<F, $($ty),+> {
                    $($field: input(operands, $k, n),)+
                    $($part: output(operands, $o, n),)+
                    body: PhantomData,
                });
            }
        }
    )*};
    (@first $first:ident $($rest:ident)*) => { $first };
    (@write $result:ident, $i:ident, $out:ident) => { $out[$i].write($result); };
    (@write $result:ident, $i:ident, $first:ident $second:ident) => {
        $first[$i].write($result.0);
        $second[$i].write($result.1);
    };
}

loops! {
    /// The loop of a [`Unary`] body.
    unary_loop, UnaryKernel, Unary<A a 0>, (Out 1 out);
    /// The loop of a [`Binary`] body.
    binary_loop, BinaryKernel, Binary<A a 0, B b 1>, (Out 2 out);
    /// The loop of a [`Ternary`] body.
    ternary_loop, TernaryKernel, Ternary<A a 0, B b 1, C c 2>, (Out 3 out);
    /// The loop of a [`TwoOut`] body.
    two_out_loop, TwoOutKernel, TwoOut<A a 0>, (First 1 first, Second 2 second);
    /// The loop of a [`TwoOutBinary`] body.
    two_out_binary_loop, TwoOutBinaryKernel, TwoOutBinary<A a 0, B b 1>, (First 2 first, Second 3 second);
}

/// A function of one value that comes as a loop over slices, as the mathematics of `numoxide-simd` do.
pub trait SliceUnary<A> {
    /// The type of the results.
    type Out;
    /// Writes the function of each value; the slices are of one length.
    fn run(a: &[A], out: &mut [MaybeUninit<Self::Out>]);
}

/// A function of two values that comes as a loop over slices.
pub trait SliceBinary<A, B = A> {
    /// The type of the results.
    type Out;
    /// Writes the function of each pair; the slices are of one length.
    fn run(a: &[A], b: &[B], out: &mut [MaybeUninit<Self::Out>]);
}

/// The loop of a [`SliceUnary`].
///
/// # Safety
/// As [`LoopFn`](crate::driver::LoopFn), for operands of the function's types, aligned.
pub unsafe fn slice_unary_loop<F: SliceUnary<A>, A: Copy>(_: *const (), operands: *const *mut u8, n: usize) {
    // SAFETY: by contract.
    unsafe { F::run(input(operands, 0, n), output(operands, 1, n)) }
}

/// The loop of a [`SliceBinary`].
///
/// # Safety
/// As [`LoopFn`](crate::driver::LoopFn), for operands of the function's types, aligned.
pub unsafe fn slice_binary_loop<F: SliceBinary<A, B>, A: Copy, B: Copy>(
    _: *const (),
    operands: *const *mut u8,
    n: usize,
) {
    // SAFETY: by contract.
    unsafe { F::run(input(operands, 0, n), input(operands, 1, n), output(operands, 2, n)) }
}
