//! Loops from scalar bodies.
//!
//! A body is a type with a branch-free function; the loop around it is compiled once per CPU level, and
//! vectorised by the compiler.

use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::slice::{from_raw_parts, from_raw_parts_mut};

use numoxide_simd::ahead::prefetch;
use numoxide_simd::{Isa, Kernel, dispatch, dispatch_from_memory};

use crate::driver::index::{AHEAD, PlacesFn};
use crate::driver::{Loop, LoopFn, OntoFn};
use crate::dtype::Word;
use crate::{DType, Scalar};

/// One loop of a universal function, and the types it serves.
pub struct TypedLoop {
    /// The types of inputs and outputs, as the user sees them.
    pub(super) types: &'static [DType],
    /// The types the code works with: `f32` where a half-precision type is computed in single.
    pub(super) native: &'static [DType],
    /// Whether the two are the same, so that no operand needs a cast.
    pub(super) direct: bool,
    /// The number of inputs.
    pub(super) nin: usize,
    /// The code.
    pub(super) run: LoopFn,
    /// The code for items at places, which is of use only if the result has the type of the first operand.
    pub(super) at: Option<PlacesFn>,
    /// The code for results that replace the first operand.
    pub(super) onto: Option<OntoFn>,
}

impl TypedLoop {
    /// The types of the inputs and outputs.
    pub fn types(&self) -> &'static [DType] {
        self.types
    }

    /// The code, for the driver.
    pub(super) fn as_loop(&self) -> Loop {
        Loop { onto: self.onto, ..Loop::new(self.run) }
    }
}

/// The dtype of `T`, or of `H` if `T` is the `f32` that `H` is computed as.
const fn half_for<T: Scalar, H: Scalar>() -> DType {
    match T::DTYPE_REF {
        DType::F32 => H::DTYPE,
        _ => T::DTYPE,
    }
}

/// The type of a result that is a truth value, or else an integer like the operand.
const fn word_or_truth<A: Word, Out: Scalar>() -> DType {
    match Out::DTYPE_REF {
        DType::Bool => DType::Bool,
        _ => {
            assert!(size_of::<Out>() == size_of::<A>(), "the body gives an integer of the operand's width");
            A::DTYPE
        }
    }
}

/// A function of one value.
pub trait Unary<A> {
    /// The type of the result.
    type Out;
    /// Whether vectors of 512 bits gain anything.
    const WIDE: bool = true;
    /// The body. Must be `#[inline(always)]`, and without branches if it is to be vectorised.
    fn apply<I: Isa>(a: A) -> Self::Out;
}

/// A function of two values.
pub trait Binary<A, B = A> {
    /// The type of the result.
    type Out;
    /// Whether vectors of 512 bits gain anything.
    const WIDE: bool = true;
    /// Whether there is so little to do that memory sets the pace of long runs.
    const PACED: bool = false;
    /// The body. Must be `#[inline(always)]`, and without branches if it is to be vectorised.
    fn apply<I: Isa>(a: A, b: B) -> Self::Out;
}

/// A function of three values.
pub trait Ternary<A, B = A, C = A> {
    /// The type of the result.
    type Out;
    /// Whether vectors of 512 bits gain anything.
    const WIDE: bool = true;
    /// The body. Must be `#[inline(always)]`, and without branches if it is to be vectorised.
    fn apply<I: Isa>(a: A, b: B, c: C) -> Self::Out;
}

/// A function of four values.
pub trait Quaternary<A, B = A, C = A, D = A> {
    /// The type of the result.
    type Out;
    /// Whether vectors of 512 bits gain anything.
    const WIDE: bool = true;
    /// The body. Must be `#[inline(always)]`, and without branches if it is to be vectorised.
    fn apply<I: Isa>(a: A, b: B, c: C, d: D) -> Self::Out;
}

/// A function of one value with two results.
pub trait TwoOut<A> {
    /// The type of the first result.
    type First;
    /// The type of the second result.
    type Second;
    /// Whether vectors of 512 bits gain anything.
    const WIDE: bool = false;
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
    ($($(#[$doc:meta])* $name:ident $half:ident, $kernel:ident, $run:ident, $body:ident<$($ty:ident $field:ident $k:literal),+>,
        ($($out:ident $o:literal $part:ident),+), $wide:expr, $paced:expr;)*) => {$(
        struct $kernel<'a, F: $body<$($ty),+>, $($ty),+> {
            $($field: &'a [$ty],)+
            $($part: &'a mut [MaybeUninit<F::$out>],)+
            body: PhantomData<F>,
        }

        impl<F: $body<$($ty),+>, $($ty: Copy),+> Kernel for $kernel<'_, F, $($ty),+> {
            type Output = ();
            const WIDE: bool = $wide;
            const PACED: bool = $paced;
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

        /// # Safety
        /// As [`LoopFn`], for operands of the body's types, aligned.
        unsafe fn $run<F: $body<$($ty),+>, $($ty: Copy),+>(_: *const (), operands: *const *mut u8, n: usize) {
            // SAFETY: by contract.
            unsafe {
                let kernel = $kernel::<F, $($ty),+> {
                    $($field: input(operands, $k, n),)+
                    $($part: output(operands, $o, n),)+
                    body: PhantomData,
                };
                dispatch_from_memory(kernel, n * (0 $(+ size_of::<$ty>())+ $(+ size_of::<F::$out>())+));
            }
        }

        impl TypedLoop {
            loops!(@constructors $(#[$doc])* $name $half, $run, $body<$($ty),+>, ($($out),+));
        }
    )*};
    (@constructors $(#[$doc:meta])* $name:ident $half:ident, $run:ident, $body:ident<$($ty:ident),+>, ($($out:ident),+)) => {
        $(#[$doc])*
        pub const fn $name<F: $body<$($ty),+ $(, $out: Scalar)+>, $($ty: Scalar),+>() -> TypedLoop {
            let types = const { &[$($ty::DTYPE,)+ $(<F::$out as Scalar>::DTYPE),+] };
            let nin = [$(stringify!($ty)),+].len();
            TypedLoop { types, native: types, direct: true, nin, run: $run::<F, $($ty),+>, at: None, onto: None }
        }

        $(#[$doc])*
        ///
        /// For a half-precision type `H`, which is computed as `f32`: every `f32` among the types stands for it.
        pub const fn $half<F: $body<$(loops!(@f32 $ty)),+ $(, $out: Scalar)+>, H: Scalar>() -> TypedLoop {
            let native = const { &[$(<loops!(@f32 $ty) as Scalar>::DTYPE,)+ $(<F::$out as Scalar>::DTYPE),+] };
            let types =
                const { &[$(half_for::<loops!(@f32 $ty), H>(),)+ $(half_for::<F::$out, H>()),+] };
            let nin = [$(stringify!($ty)),+].len();
            TypedLoop { types, native, direct: false, nin, run: $run::<F, $(loops!(@f32 $ty)),+>, at: None, onto: None }
        }
    };
    (@f32 $ty:ident) => { f32 };
    (@first $first:ident $($rest:ident)*) => { $first };
    (@write $result:ident, $i:ident, $out:ident) => { $out[$i].write($result); };
    (@write $result:ident, $i:ident, $first:ident $second:ident) => {
        $first[$i].write($result.0);
        $second[$i].write($result.1);
    };
}

loops! {
    /// The loop of a [`Unary`] body.
    unary unary_half, UnaryKernel, run_unary, Unary<A a 0>, (Out 1 out), F::WIDE, false;
    /// The loop of a [`Binary`] body.
    binary binary_half, BinaryKernel, run_binary, Binary<A a 0, B b 1>, (Out 2 out), F::WIDE, F::PACED;
    /// The loop of a [`Ternary`] body.
    ternary ternary_half, TernaryKernel, run_ternary, Ternary<A a 0, B b 1, C c 2>, (Out 3 out), F::WIDE, false;
    /// The loop of a [`Quaternary`] body.
    quaternary quaternary_half, QuaternaryKernel, run_quaternary, Quaternary<A a 0, B b 1, C c 2, D d 3>, (Out 4 out), F::WIDE, false;
    /// The loop of a [`TwoOut`] body.
    two_out two_out_half, TwoOutKernel, run_two_out, TwoOut<A a 0>, (First 1 first, Second 2 second), F::WIDE, false;
    /// The loop of a [`TwoOutBinary`] body.
    two_out_binary two_out_binary_half, TwoOutBinaryKernel, run_two_out_binary, TwoOutBinary<A a 0, B b 1>,
        (First 2 first, Second 3 second), false, false;
}

/// # Safety
/// As [`LoopFn`], for operands of the body's types in the order of `B` and `A`, aligned.
unsafe fn run_swapped<F: Binary<B, A>, A: Copy, B: Copy>(_: *const (), operands: *const *mut u8, n: usize) {
    // SAFETY: by contract.
    unsafe {
        dispatch(BinaryKernel::<F, B, A> {
            a: input(operands, 1, n),
            b: input(operands, 0, n),
            out: output(operands, 2, n),
            body: PhantomData,
        });
    }
}

impl TypedLoop {
    /// The loop of a [`Unary`] body for integers of either sign, by the code for unsigned ones.
    pub const fn unary_words<F: Unary<A::Bits, Out: Scalar>, A: Word>() -> TypedLoop {
        let types = const { &[A::DTYPE, word_or_truth::<A, F::Out>()] };
        TypedLoop { types, native: types, ..TypedLoop::unary::<F, A::Bits>() }
    }

    /// The loop of a [`Binary`] body for integers of either sign, by the code for unsigned ones.
    pub const fn binary_words<F: Binary<A::Bits, Out: Scalar>, A: Word>() -> TypedLoop {
        let types = const { &[A::DTYPE, A::DTYPE, word_or_truth::<A, F::Out>()] };
        TypedLoop { types, native: types, ..TypedLoop::binary::<F, A::Bits, A::Bits>() }
    }

    /// [`TypedLoop::placed`] for integers of either sign, by the code for unsigned ones.
    pub const fn placed_words<F: Binary<A::Bits, Out = A::Bits>, A: Word>() -> TypedLoop {
        TypedLoop {
            at: Some(run_binary_at::<F, A::Bits, A::Bits>),
            onto: Some(run_onto::<F, A::Bits, A::Bits>),
            ..TypedLoop::binary_words::<F, A>()
        }
    }

    /// The loop of a [`Binary`] body that sees the operands the other way round.
    pub const fn swapped<F: Binary<B, A, Out: Scalar>, A: Scalar, B: Scalar>() -> TypedLoop {
        let types = const { &[A::DTYPE, B::DTYPE, <F::Out as Scalar>::DTYPE] };
        TypedLoop {
            types,
            native: types,
            direct: true,
            nin: 2,
            run: run_swapped::<F, A, B>,
            at: None,
            onto: None,
        }
    }

    /// The same for a half-precision type `H`, which is computed as `f32`.
    pub const fn swapped_half<F: Binary<f32, Out: Scalar>, H: Scalar>() -> TypedLoop {
        TypedLoop { run: run_swapped::<F, f32, f32>, ..TypedLoop::binary_half::<F, H>() }
    }

    /// The loop of a [`Binary`] body whose result has the type of its first operand, another one for items at places, and one for
    /// results that replace the first operand: for functions that are often asked for them, since they are compiled besides.
    pub const fn placed<F: Binary<A, B, Out = A>, A: Scalar, B: Scalar>() -> TypedLoop {
        TypedLoop {
            at: Some(run_binary_at::<F, A, B>),
            onto: Some(run_onto::<F, A, B>),
            ..TypedLoop::binary::<F, A, B>()
        }
    }

    /// The same for a half-precision type `H`, whose places wait for its casts.
    pub const fn placed_half<F: Binary<f32, Out: Scalar>, H: Scalar>() -> TypedLoop {
        TypedLoop::binary_half::<F, H>()
    }
}

/// A [`Binary`] body for items at places, one after the other, since a place may be named twice.
struct BinaryAt<'a, F, A, B> {
    target: *mut A,
    offsets: &'a [isize],
    values: (*const B, isize),
    body: PhantomData<F>,
}

impl<F: Binary<A, B, Out = A>, A: Copy, B: Copy> Kernel for BinaryAt<'_, F, A, B> {
    type Output = ();
    // Place by place.
    const WIDE: bool = false;
    #[inline(always)]
    fn run<I: Isa>(self) {
        let (first, step) = self.values;
        for (i, &offset) in self.offsets.iter().enumerate() {
            let ahead = *self.offsets.get(i + AHEAD).unwrap_or(&offset);
            prefetch(self.target.wrapping_byte_offset(ahead).cast());
            let place = self.target.wrapping_byte_offset(offset);
            // SAFETY: whoever made the kernel vouches for the places and the values.
            unsafe {
                let value = first.wrapping_byte_offset(i as isize * step).read_unaligned();
                let result = F::apply::<I>(place.read_unaligned(), value);
                place.write_unaligned(result);
            }
        }
    }
}

/// # Safety
/// As [`PlacesFn`], for items and values of the body's types.
unsafe fn run_binary_at<F: Binary<A, B, Out = A>, A: Copy, B: Copy>(
    target: *mut u8,
    offsets: &[isize],
    (first, step): (*const u8, isize),
) {
    let values = (first.cast(), step);
    dispatch(BinaryAt::<F, A, B> { target: target.cast(), offsets, values, body: PhantomData });
}

/// A [`Binary`] body whose results replace its first operands; there are as many second ones, or one.
struct Onto<'a, F, A, B> {
    a: &'a mut [A],
    b: &'a [B],
    body: PhantomData<F>,
}

impl<F: Binary<A, B, Out = A>, A: Copy, B: Copy> Kernel for Onto<'_, F, A, B> {
    type Output = ();
    const WIDE: bool = F::WIDE;
    const PACED: bool = F::PACED;
    #[inline(always)]
    fn run<I: Isa>(self) {
        if let &[b] = self.b {
            for a in self.a {
                *a = F::apply::<I>(*a, b);
            }
        } else {
            for (a, &b) in self.a.iter_mut().zip(self.b) {
                *a = F::apply::<I>(*a, b);
            }
        }
    }
}

/// # Safety
/// As [`OntoFn`], for operands of the body's types, aligned and initialised.
unsafe fn run_onto<F: Binary<A, B, Out = A>, A: Copy, B: Copy>(
    seconds: *const u8,
    count: usize,
    firsts: *mut u8,
    n: usize,
) {
    // SAFETY: by contract.
    let (a, b) =
        unsafe { (from_raw_parts_mut(firsts.cast::<A>(), n), from_raw_parts(seconds.cast::<B>(), count)) };
    dispatch_from_memory(
        Onto::<F, A, B> { a, b, body: PhantomData },
        size_of_val(b) + count.min(n) * size_of::<A>(),
    );
}

/// A function of one value that comes as a loop over slices, as the mathematics of `numoxide-simd` do.
///
/// # Safety
/// `run` must write every item of `out`.
pub unsafe trait SliceUnary<A> {
    /// The type of the results.
    type Out;
    /// Writes the function of each value; the slices are of one length.
    fn run(a: &[A], out: &mut [MaybeUninit<Self::Out>]);
}

/// A function of two values that comes as a loop over slices.
///
/// # Safety
/// `run` must write every item of `out`.
pub unsafe trait SliceBinary<A, B = A> {
    /// The type of the results.
    type Out;
    /// Writes the function of each pair; the slices are of one length.
    fn run(a: &[A], b: &[B], out: &mut [MaybeUninit<Self::Out>]);
}

/// A function of two values with two results that comes as a loop over slices.
///
/// # Safety
/// `run` must write every item of both results.
pub unsafe trait SliceTwoOutBinary<A, B = A> {
    /// The type of the first results.
    type First;
    /// The type of the second results.
    type Second;
    /// Writes the function of each pair; the slices are of one length.
    fn run(
        a: &[A],
        b: &[B],
        first: &mut [MaybeUninit<Self::First>],
        second: &mut [MaybeUninit<Self::Second>],
    );
}

/// # Safety
/// As [`LoopFn`], for operands of the function's types, aligned.
unsafe fn run_slice_unary<F: SliceUnary<A>, A: Copy>(_: *const (), operands: *const *mut u8, n: usize) {
    // SAFETY: by contract.
    unsafe { F::run(input(operands, 0, n), output(operands, 1, n)) }
}

/// # Safety
/// As [`LoopFn`], for operands of the function's types, aligned.
unsafe fn run_slice_binary<F: SliceBinary<A, B>, A: Copy, B: Copy>(
    _: *const (),
    operands: *const *mut u8,
    n: usize,
) {
    // SAFETY: by contract.
    unsafe { F::run(input(operands, 0, n), input(operands, 1, n), output(operands, 2, n)) }
}

/// # Safety
/// As [`LoopFn`], for operands of the function's types, aligned.
unsafe fn run_slice_two_out_binary<F: SliceTwoOutBinary<A, B>, A: Copy, B: Copy>(
    _: *const (),
    operands: *const *mut u8,
    n: usize,
) {
    // SAFETY: by contract.
    unsafe {
        F::run(input(operands, 0, n), input(operands, 1, n), output(operands, 2, n), output(operands, 3, n));
    }
}

impl TypedLoop {
    loops!(@constructors
        /// The loop of a [`SliceTwoOutBinary`].
        slice_two_out_binary slice_two_out_binary_half, run_slice_two_out_binary, SliceTwoOutBinary<A, B>, (First, Second)
    );
    loops!(@constructors
        /// The loop of a [`SliceUnary`].
        slice_unary slice_unary_half, run_slice_unary, SliceUnary<A>, (Out)
    );
    loops!(@constructors
        /// The loop of a [`SliceBinary`].
        slice_binary slice_binary_half, run_slice_binary, SliceBinary<A, B>, (Out)
    );
}
