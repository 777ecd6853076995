//! Casts between all numeric element types with NumPy's `astype` meaning.
//!
//! A pair of types is joined by a route of one to three steps, for instance `Complex<f32>` to `f32` to `i32` to
//! `i8`: about seventy compiled loops serve all 225 pairs, and a pair that is used adds no code but its route. A
//! route of several steps runs block by block through the stack, in the first cache. Routes are chosen such that
//! only one step rounds.
//!
//! What a cast means:
//!
//! - integer to integer wraps, integer to float rounds to nearest even;
//! - float to integer truncates. Out of range (NaN too) it gives what NumPy gives on x86-64, at every level and on
//!   every architecture: the lowest `i32`, of which types of 8 and 16 bits take the low bits; the lowest `i64`, of
//!   which `u32` takes the low bits; for `u64`, `2**63` below range and for NaN, 0 above it. (For `u32`, NumPy's own
//!   result depends on the position in the array; this is what it gives for short arrays.)
//! - to `bool` is `!= 0`, so NaN is true; a complex number is true if either part is;
//! - complex to real drops the imaginary part;
//! - to `f16` and `bf16` rounds once, to nearest even, from any type.

mod bodies;
mod halves;
mod routes;

use crate::level::{Isa, Kernel, dispatch};
use std::mem::MaybeUninit;

pub(crate) use bodies::{Direct, OddF32};

/// An element type that NumPy's `astype` casts to `B`.
///
/// Implemented for every pair of `bool`, the integers of 8 to 64 bits, [`half::f16`], [`half::bf16`], `f32`, `f64`,
/// `Complex<f32>` and `Complex<f64>`.
///
/// ```
/// use numoxide_simd::convert::Convert;
///
/// let wrapped: u8 = (-1i32).convert();
/// assert_eq!(wrapped, 255);
/// let truncated: i16 = (-2.9f64).convert();
/// assert_eq!(truncated, -2);
/// let out_of_range: i32 = f32::NAN.convert();
/// assert_eq!(out_of_range, i32::MIN);
/// ```
pub trait Convert<B>: Copy + sealed::Sealed {
    /// This value as a `B`.
    fn convert(self) -> B;

    /// The loops that convert a slice.
    #[doc(hidden)]
    const ROUTE: &'static [Step];
}

mod sealed {
    /// Keeps [`super::Convert`] to the types whose bits the routes know.
    pub trait Sealed {}
}

/// One loop of a route.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Converts `n` elements from one address to another.
    run: unsafe fn(*const u8, *mut u8, usize),
    /// Bytes of an element of the result.
    size: usize,
}

impl Step {
    /// The loop of a body.
    const fn new<A: Direct<B>, B: Copy>() -> Self {
        Step { run: A::LOOP, size: size_of::<B>() }
    }

    /// Plain bytes.
    const fn copy<const SIZE: usize>() -> Self {
        Step { run: copy::<SIZE>, size: SIZE }
    }

    /// Twice as many elements: a complex number as two real ones.
    const fn pairs<A: Direct<B>, B: Copy>() -> Self {
        Step { run: run_pairs::<A, B>, size: 2 * size_of::<B>() }
    }
}

/// Converts every element of `src` into `dst`, which is then initialised.
///
/// ```
/// use numoxide_simd::convert::convert_slice;
/// use std::mem::MaybeUninit;
///
/// let mut out = [MaybeUninit::uninit(); 3];
/// convert_slice(&[1.5f64, -1.0, 300.0], &mut out);
/// // SAFETY: `convert_slice` has written every element.
/// let out: [u8; 3] = out.map(|x| unsafe { x.assume_init() });
/// assert_eq!(out, [1, 255, 44]);
/// ```
///
/// # Panics
/// If the lengths differ.
pub fn convert_slice<A: Convert<B>, B>(src: &[A], dst: &mut [MaybeUninit<B>]) {
    assert_eq!(src.len(), dst.len(), "slices of different lengths");
    // SAFETY: the slices have the same length, cannot overlap, and the route leads from `A` to `B`.
    unsafe { run_route(A::ROUTE, src.as_ptr().cast(), size_of::<A>(), dst.as_mut_ptr().cast(), src.len()) }
}

/// Elements that pass through the stack at a time.
const BLOCK: usize = 512;

/// Room for one block between two steps; no route has complex numbers there.
type Stage = MaybeUninit<[u64; BLOCK]>;

/// # Safety
/// `n` elements of the route's first type, of `src_size` bytes, must be readable at `src`, and `n` of its last type
/// writable at `dst`, both aligned; the two must not overlap.
unsafe fn run_route(route: &[Step], src: *const u8, src_size: usize, dst: *mut u8, n: usize) {
    if let [step] = route {
        // SAFETY: the caller's promise is the same.
        return unsafe { (step.run)(src, dst, n) };
    }
    let mut stages: [Stage; 2] = [Stage::uninit(), Stage::uninit()];
    let dst_size = route[route.len() - 1].size;
    for done in (0..n).step_by(BLOCK) {
        let (from, to) = (src.wrapping_add(done * src_size), dst.wrapping_add(done * dst_size));
        // SAFETY: the block lies within the caller's elements.
        unsafe { run_block(route, from, to, &mut stages, BLOCK.min(n - done)) };
    }
}

/// # Safety
/// As for [`run_route`], for a route of two or three steps and at most a block.
unsafe fn run_block(route: &[Step], src: *const u8, dst: *mut u8, stages: &mut [Stage; 2], n: usize) {
    let [first, second] = stages.each_mut().map(|stage| stage.as_mut_ptr().cast::<u8>());
    // SAFETY: the caller vouches for both ends; a stage holds a block of any type that stands between two steps.
    unsafe {
        match route {
            [one, two] => {
                (one.run)(src, first, n);
                (two.run)(first, dst, n);
            }
            [one, two, three] => {
                (one.run)(src, first, n);
                (two.run)(first, second, n);
                (three.run)(second, dst, n);
            }
            _ => unreachable!("routes have one to three steps"),
        }
    }
}

/// # Safety
/// `n` elements must be readable at `src` and writable at `dst`, both aligned; the two must not overlap.
unsafe fn run_loop<A: Direct<B>, B: Copy>(src: *const u8, dst: *mut u8, n: usize) {
    // SAFETY: the caller's promise is the same.
    let (src, dst) =
        unsafe { (std::slice::from_raw_parts(src.cast(), n), std::slice::from_raw_parts_mut(dst.cast(), n)) };
    dispatch(Loop::<A, B> { src, dst })
}

/// # Safety
/// As for [`run_loop`], with twice as many elements.
unsafe fn run_pairs<A: Direct<B>, B: Copy>(src: *const u8, dst: *mut u8, n: usize) {
    // SAFETY: the caller's promise is the same.
    unsafe { run_loop::<A, B>(src, dst, 2 * n) }
}

/// # Safety
/// As for [`run_loop`], with elements of `SIZE` bytes.
unsafe fn copy<const SIZE: usize>(src: *const u8, dst: *mut u8, n: usize) {
    // SAFETY: the caller's promise is the same.
    unsafe { src.copy_to_nonoverlapping(dst, n * SIZE) }
}

/// The loop of one body.
struct Loop<'a, A, B> {
    src: &'a [A],
    dst: &'a mut [MaybeUninit<B>],
}

impl<A: Direct<B>, B: Copy> Kernel for Loop<'_, A, B> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self) {
        for (to, &from) in self.dst.iter_mut().zip(self.src) {
            to.write(from.direct());
        }
    }
}
