//! Casts between the scalar types, as loops of the driver.

use std::mem::MaybeUninit;
use std::slice::{from_raw_parts, from_raw_parts_mut};

use numoxide_simd::convert::{Convert, convert_slice};

use super::CastFn;
use crate::cast::keeps_count;
use crate::{DType, bf16, c64, c128, f16};

/// The cast of contiguous items from one scalar type to another, or of dates and durations whose counts stay as they are;
/// `None` for others.
pub fn cast_fn(from: &DType, to: &DType) -> Option<CastFn> {
    let counts = |dtype: &DType| dtype.index().or(DType::I64.index());
    match (from.index(), to.index()) {
        (Some(from), Some(to)) => Some(TABLE[from][to]),
        _ if keeps_count(from, to) => Some(TABLE[counts(from)?][counts(to)?]),
        _ => None,
    }
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

/// The cast of single numbers that need not be aligned.
pub(crate) struct NumberCast {
    cast: CastFn,
    sizes: (usize, usize),
    /// Whether any bytes must do, of which a `bool` takes 0 and 1 alone.
    from_bool: bool,
}

impl NumberCast {
    /// `None` if one of the types is no number.
    pub(crate) fn new(from: &DType, to: &DType) -> Option<Self> {
        let sizes = (from.itemsize(), to.itemsize());
        Some(NumberCast { cast: cast_fn(from, to)?, sizes, from_bool: *from == DType::Bool })
    }

    /// Writes the number that `item` is.
    ///
    /// # Panics
    /// If the two are not as long as items of the types.
    pub(crate) fn run(&self, item: &[u8], room: &mut [u8]) {
        assert!((item.len(), room.len()) == self.sizes, "items of the types");
        let (mut source, mut target) = ([0u64; 2], [0u64; 2]);
        let bytes: &mut [u8] = bytemuck::cast_slice_mut(&mut source);
        bytes[..item.len()].copy_from_slice(item);
        if self.from_bool {
            bytes[0] = u8::from(bytes[0] != 0);
        }
        // SAFETY: the sizes are right, and 16 bytes that are aligned have room for every number; those of `source` are one,
        // as all bytes are but of a `bool`, which has been seen to.
        unsafe { (self.cast)(source.as_ptr().cast(), target.as_mut_ptr().cast(), 1) }
        room.copy_from_slice(&bytemuck::cast_slice::<u64, u8>(&target)[..room.len()]);
    }
}

/// A cast as the loop of an operation with one input.
///
/// # Safety
/// As [`LoopFn`](super::LoopFn); `ctx` must point to a [`CastFn`] for the operands' types.
pub(crate) unsafe fn cast_loop(ctx: *const (), operands: *const *mut u8, n: usize) {
    // SAFETY: by contract.
    unsafe { (*ctx.cast::<CastFn>())(*operands, *operands.add(1), n) }
}
