//! New arrays from values: iterators, functions of the place, nested literals, zeroed memory.

use std::mem::MaybeUninit;
use std::ops::Range;

use super::Array;
use crate::driver::{STREAM_BYTES, Scratch, parallel};
use crate::dtype::{Element, Scalar};
use crate::ints::sizes;
use crate::layout::checked_bytes;
use crate::{Buffer, DType, Error, Ints, Layout, Order, Result};
use numoxide_simd::stream::{BURST, fence, stream_unfenced};
use numoxide_simd::{Isa, Kernel, dispatch};

/// Bytes of a run that a caller fills.
const RUN_BYTES: usize = 1 << 14;

/// Items that one thread makes at least.
const GRAIN: usize = 1 << 15;

/// The values written so far, which are dropped if no array comes of them.
struct Filled<'a, T> {
    room: &'a mut [MaybeUninit<T>],
    len: usize,
}

impl<T> Drop for Filled<'_, T> {
    fn drop(&mut self) {
        for value in &mut self.room[..self.len] {
            // SAFETY: the first `len` places are initialised, and given up here.
            unsafe { value.assume_init_drop() };
        }
    }
}

impl<T> Filled<'_, T> {
    /// Fills all the room.
    fn fill(mut self, op: &'static str, mut values: impl Iterator<Item = T>) -> Result<()> {
        while self.len < self.room.len() {
            let missing = || Error::Shape { op, expected: vec![self.room.len()], found: vec![self.len] };
            let value = values.next().ok_or_else(missing)?;
            self.room[self.len].write(value);
            self.len += 1;
        }
        std::mem::forget(self);
        Ok(())
    }
}

impl<T: Clone + 'static> Array<T> {
    /// The first values of an iterator, as many as `shape` holds, in row-major order.
    ///
    /// # Errors
    /// [`Error::Shape`] if there are fewer.
    pub(crate) fn from_values(
        op: &'static str,
        shape: &[usize],
        values: impl Iterator<Item = T>,
    ) -> Result<Self> {
        // SAFETY: `fill` initialises every place if it succeeds.
        unsafe { Self::build(op, shape, |room| Filled { room, len: 0 }.fill(op, values)) }
    }

    /// An array of the values in `block`, nested arrays that hold the items of `shape` in row-major order.
    ///
    /// # Safety
    /// `A` must consist of exactly those items.
    unsafe fn from_block<A>(block: A, shape: &[usize]) -> Result<Self> {
        debug_assert_eq!(size_of::<A>(), shape.iter().product::<usize>() * size_of::<T>());
        // SAFETY: one write of the block initialises all items.
        unsafe {
            Self::build("array", shape, |room| {
                room.as_mut_ptr().cast::<A>().write(block);
                Ok(())
            })
        }
    }
}

impl<T: Element> Array<T> {
    /// Zero bytes, which are a value of every element type.
    #[inline]
    pub(crate) fn zeroed(op: &'static str, shape: &[usize], order: Order) -> Result<Self> {
        let (_, bytes) = checked_bytes(op, shape, size_of::<T>())?;
        let layout = Layout::contiguous_unchecked(shape, size_of::<T>(), order);
        // SAFETY: zero bytes are a value of every dtype, by the contract of `Element`.
        Ok(unsafe { Self::from_raw(Buffer::zeroed(bytes)?, layout) })
    }

    /// An array that `fill` writes run by run, in row-major order. A run fits the first-level cache and holds zeros before.
    ///
    /// For numbers that come one after the other, from a stream: nothing is written to memory but the result.
    ///
    /// # Errors
    /// As [`Array::zeros`].
    ///
    /// ```
    /// use numoxide_core::Array;
    ///
    /// let mut next = 0;
    /// let a = Array::from_runs([2, 2], |run| run.fill_with(|| { next += 1; next }))?;
    /// assert_eq!(a.to_vec(), [1, 2, 3, 4]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn from_runs(shape: impl Ints, mut fill: impl FnMut(&mut [T])) -> Result<Self> {
        const OP: &str = "from_runs";
        let run = (RUN_BYTES / size_of::<T>().max(1)).max(1);
        let whole = |room: &mut [MaybeUninit<T>]| {
            for run in room.chunks_mut(run) {
                // SAFETY: zero bytes are a value of every dtype, by the contract of `Element`.
                fill(unsafe {
                    run.as_mut_ptr().write_bytes(0, run.len());
                    run.assume_init_mut()
                });
            }
            Ok(())
        };
        // SAFETY: the runs cover the whole of the room.
        unsafe { Self::build(OP, &sizes(OP, &shape)?, whole) }
    }
}

impl<T: Scalar> Array<T> {
    /// An array whose items have whatever values their memory holds (of `bool`: `false`), for a caller that sets all of
    /// them before anyone looks.
    ///
    /// # Errors
    /// As [`Array::zeros`].
    #[doc(hidden)]
    pub fn unset(shape: impl Ints) -> Result<Self> {
        const OP: &str = "unset";
        let shape = sizes(OP, &shape)?;
        if T::DTYPE == DType::Bool {
            return Self::zeroed(OP, &shape, Order::C);
        }
        let settled = |room: &mut [MaybeUninit<T>]| {
            settle(room);
            Ok(())
        };
        // SAFETY: the memory counts as written; all bytes are numbers.
        unsafe { Self::build(OP, &shape, settled) }
    }
}

/// Makes memory count as written, whatever bytes it holds: the compiler knows nothing of the assembly, so it must reckon
/// that the bytes come from there.
#[inline(always)]
fn settle<T>(room: &mut [MaybeUninit<T>]) {
    #[cfg(all(not(miri), any(target_arch = "x86_64", target_arch = "aarch64")))]
    // SAFETY: no instruction is no harm.
    unsafe {
        std::arch::asm!("/* {0} */", in(reg) room.as_mut_ptr(), options(nostack, preserves_flags));
    }
    #[cfg(not(all(not(miri), any(target_arch = "x86_64", target_arch = "aarch64"))))]
    // SAFETY: the room is there to be written.
    unsafe {
        room.as_mut_ptr().write_bytes(0, room.len());
    }
}

/// Makes a run of values from a function of the place.
struct Make<'a, T, F> {
    /// The place of the first value.
    base: usize,
    room: &'a mut [MaybeUninit<T>],
    value: F,
}

impl<T, F: Fn(usize, u32) -> T> Kernel for Make<'_, T, F> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self) {
        // Short counters become floats in vectors at every level; long ones do not.
        for (j, place) in self.room.iter_mut().enumerate() {
            place.write((self.value)(self.base, j as u32));
        }
    }
}

/// Room for values that several threads fill, each a part of its own.
struct Room<T>(*mut T);

// SAFETY: the parts are disjoint.
unsafe impl<T: Send> Sync for Room<T> {}

impl<T: Scalar> Array<T> {
    /// A 1-d array of `value(base, j)` for each place `base + j`, where `base` is a multiple of the block
    /// size. The values do not depend on how the work is split.
    pub(crate) fn from_places(
        op: &'static str,
        len: usize,
        value: impl Fn(usize, u32) -> T + Copy + Sync,
    ) -> Result<Self> {
        // SAFETY: the blocks cover the whole of the room.
        unsafe {
            Self::build(op, &[len], |room| {
                let block = BURST / size_of::<T>();
                if len <= block {
                    dispatch(Make { base: 0, room, value });
                    return Ok(());
                }
                let streamed = size_of_val(room) >= STREAM_BYTES;
                let room = Room(room.as_mut_ptr().cast::<T>());
                let room = &room;
                parallel(len, GRAIN, &|range: Range<usize>| {
                    for base in range.clone().step_by(block) {
                        // SAFETY: the ranges are disjoint parts of the room.
                        let place = room.0.add(base);
                        make_block(place, base, block.min(range.end - base), value, streamed);
                    }
                    if streamed {
                        fence();
                    }
                });
                Ok(())
            })
        }
    }
}

/// Makes one block, past the caches if `streamed`; a fence must follow the last then.
///
/// # Safety
/// `place` must have room for `len` values, at most a block.
unsafe fn make_block<T: Scalar>(
    place: *mut T,
    base: usize,
    len: usize,
    value: impl Fn(usize, u32) -> T,
    streamed: bool,
) {
    let mut stage = Scratch::<BURST>::new();
    let target = if streamed { stage.start().cast() } else { place };
    // SAFETY: either has room for the block; the stage is aligned for every scalar.
    unsafe {
        let room = std::slice::from_raw_parts_mut(target.cast::<MaybeUninit<T>>(), len);
        dispatch(Make { base, room, value });
        if streamed {
            stream_unfenced(target.cast(), place.cast(), len * size_of::<T>());
        }
    }
}

macro_rules! nested_arrays {
    ($($(#[$doc:meta])* $name:ident [$($n:ident)+] $ty:ty;)*) => {$(
        #[allow(clippy::type_complexity, reason = "nested six deep")]
        impl<T: Clone + 'static, $(const $n: usize),+> From<$ty> for Array<T> {
            /// # Panics
            /// If memory cannot be had.
            #[inline]
            fn from(items: $ty) -> Self {
                // SAFETY: nested arrays are their items, without padding.
                unsafe { Self::from_block(items, &[$($n),+]) }.unwrap_or_else(|error| panic!("{error}"))
            }
        }

        $(#[$doc])*
        #[doc(hidden)]
        #[allow(clippy::type_complexity, reason = "nested six deep")]
        #[inline]
        pub fn $name<T: Clone + 'static, $(const $n: usize),+>(items: $ty) -> Array<T> {
            items.into()
        }
    )*};
}
nested_arrays! {
    nested1 [A] [T; A];
    nested2 [A B] [[T; B]; A];
    nested3 [A B C] [[[T; C]; B]; A];
    nested4 [A B C D] [[[[T; D]; C]; B]; A];
    nested5 [A B C D E] [[[[[T; E]; D]; C]; B]; A];
    nested6 [A B C D E F] [[[[[[T; F]; E]; D]; C]; B]; A];
}
