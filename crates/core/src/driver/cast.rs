//! Casts between the scalar types, as loops of the driver.

use std::mem::MaybeUninit;
use std::slice::{from_raw_parts, from_raw_parts_mut};

use numoxide_simd::convert::{Convert, convert_slice};

use super::CastFn;
use crate::{DType, bf16, c64, c128, f16};

/// The cast of contiguous items from one scalar type to another; `None` if one of them is structured.
pub fn cast_fn(from: &DType, to: &DType) -> Option<CastFn> {
    Some(TABLE[from.index()?][to.index()?])
}

/// # Safety
/// As [`CastFn`], for items of `A` and `B`.
unsafe fn cast<A: Convert<B>, B>(src: *const u8, dst: *mut u8, n: usize) {
    // SAFETY: by contract.
    unsafe {
        convert_slice(from_raw_parts(src.cast::<A>(), n), from_raw_parts_mut(dst.cast::<MaybeUninit<B>>(), n))
    }
}

macro_rules! table {
    ($($from:ty)*) => { [$(row!($from)),*] };
}

/// The casts from one type to every type, in the order of [`DType::index`].
macro_rules! row {
    ($from:ty) => {
        row!($from => bool i8 i16 i32 i64 u8 u16 u32 u64 f16 bf16 f32 f64 c64 c128)
    };
    ($from:ty => $($to:ty)*) => { [$(cast::<$from, $to> as CastFn),*] };
}

static TABLE: [[CastFn; 15]; 15] = table!(bool i8 i16 i32 i64 u8 u16 u32 u64 f16 bf16 f32 f64 c64 c128);

/// A cast as the loop of an operation with one input.
///
/// # Safety
/// As [`LoopFn`](super::LoopFn); `ctx` must point to a [`CastFn`] for the operands' types.
pub(crate) unsafe fn cast_loop(ctx: *const (), operands: *const *mut u8, n: usize) {
    // SAFETY: by contract.
    unsafe { (*ctx.cast::<CastFn>())(*operands, *operands.add(1), n) }
}
