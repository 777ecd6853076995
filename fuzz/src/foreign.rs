//! Structures of DLPack that say anything, over memory that is exactly what it is.

use std::ffi::c_void;
use std::ptr::{NonNull, null_mut};
use std::sync::atomic::{AtomicUsize, Ordering};

use numoxide_core::{AnyArray, Order};
use numoxide_interop::foreign::dlpack::{DataType, Device, Legacy, Tensor, Version, Versioned};

/// What the structure owns; the deleter says so to `deleted`.
struct Owned {
    memory: Vec<u64>,
    shape: Vec<i64>,
    strides: Vec<i64>,
    deleted: NonNull<AtomicUsize>,
}

unsafe extern "C" fn delete_versioned(this: *mut Versioned) {
    // SAFETY: made by `run` from two boxes, and called once, by the protocol.
    unsafe { free(Box::from_raw(this).manager_ctx) };
}

unsafe extern "C" fn delete_legacy(this: *mut Legacy) {
    // SAFETY: as above.
    unsafe { free(Box::from_raw(this).manager_ctx) };
}

/// # Safety
/// `context` must be a box of [`Owned`] that nobody frees again.
unsafe fn free(context: *mut c_void) {
    // SAFETY: by contract; the counter lives as long as `run`, which sees every array dropped.
    let owned = unsafe { Box::from_raw(context.cast::<Owned>()) };
    // SAFETY: as above.
    unsafe { owned.deleted.as_ref() }.fetch_add(1, Ordering::Relaxed);
}

/// Numbers from the front of the input; zeros when it ends.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    /// A small number, or any of 64 bits.
    fn number(&mut self) -> i64 {
        match self.byte() {
            0xff => i64::from_le_bytes(std::array::from_fn(|_| self.byte())),
            small => i64::from(small as i8),
        }
    }
}

/// Imports a structure and reads all its items if they lie in the memory; whether it was accepted. The deleter must have
/// been called once afterwards, whatever came out.
pub fn dlpack(input: &[u8]) -> bool {
    let deleted = AtomicUsize::new(0);
    let mut bytes = Bytes(input);
    let (kind, ndim) = (bytes.byte(), bytes.number());
    let axes = usize::try_from(ndim).unwrap_or(0).min(70);
    let dtype =
        DataType { code: bytes.byte() % 8, bits: bytes.byte(), lanes: u16::from(bytes.byte() == 7) + 1 };
    let device = Device { device_type: i32::from(bytes.byte() == 9) + 1, device_id: 0 };
    let byte_offset = bytes.number() as u64;
    let shape: Vec<i64> = (0..axes).map(|_| bytes.number()).collect();
    let strides: Vec<i64> = (0..axes).map(|_| bytes.number()).collect();
    let memory = vec![0x0101_0101_0101_0101; usize::from(bytes.byte())];
    let size = memory.len() * 8;
    let mut owned = Box::new(Owned { memory, shape, strides, deleted: NonNull::from(&deleted) });
    let data = if kind & 1 != 0 { null_mut() } else { owned.memory.as_mut_ptr().cast() };
    let shape = if kind & 2 != 0 { null_mut() } else { owned.shape.as_mut_ptr() };
    let strides = if kind & 4 != 0 { null_mut() } else { owned.strides.as_mut_ptr() };
    // What is beyond an `i32` must not come out as some of the axes.
    let ndim = ndim.clamp(i32::MIN.into(), i32::MAX.into()) as i32;
    let dl_tensor = Tensor { data, device, ndim, dtype, shape, strides, byte_offset };
    let inside = lies_within(&owned, &dl_tensor, size);
    // A bool is looked at when it is taken: it must be there.
    if dtype.code == 6 && !inside {
        return false;
    }
    let manager_ctx = Box::into_raw(owned).cast();
    // SAFETY: the structure is whole and handed over once. Where it lies about its memory, that is not looked at.
    let taken = unsafe {
        if kind & 8 != 0 {
            let legacy = Legacy { dl_tensor, manager_ctx, deleter: Some(delete_legacy) };
            Legacy::import(NonNull::from(Box::leak(Box::new(legacy))))
        } else {
            let version = Version { major: u32::from(kind >> 6) + 1, minor: 9 };
            let flags = u64::from(kind >> 4 & 1);
            let deleter: Option<unsafe extern "C" fn(*mut Versioned)> = Some(delete_versioned);
            let whole = Versioned { version, manager_ctx, deleter, flags, dl_tensor };
            Versioned::import(NonNull::from(Box::leak(Box::new(whole))))
        }
    };
    let accepted = taken.is_ok();
    if let (Ok(array), true) = (taken, inside) {
        look_at(array);
    }
    assert_eq!(deleted.load(Ordering::Relaxed), 1, "the deleter is called once");
    accepted
}

/// Whether every item lies in the memory, in numbers that cannot overflow.
fn lies_within(owned: &Owned, tensor: &Tensor, size: usize) -> bool {
    let item = i128::from(tensor.dtype.bits) / 8;
    let (mut low, mut high) = (i128::from(tensor.byte_offset), i128::from(tensor.byte_offset));
    let mut step = item;
    let axes = owned.shape.iter().zip(&owned.strides).rev();
    let given = !tensor.strides.is_null();
    for (&len, &stride) in axes {
        if len < 1 {
            return len == 0;
        }
        let reach = i128::from(len - 1).saturating_mul(if given { i128::from(stride) * item } else { step });
        (low, high) = (low.saturating_add(reach.min(0)), high.saturating_add(reach.max(0)));
        step = step.saturating_mul(len.into());
    }
    low >= 0 && high.saturating_add(item) <= size as i128
}

/// Reads every item, and writes through a copy.
fn look_at(mut array: AnyArray) {
    if array.len() > 1 << 16 {
        return;
    }
    let copy = array.clone();
    let before = copy.tobytes(Order::C).expect("the items are there");
    if array.view_mut().is_ok() {
        // What others see stays as it was.
        assert_eq!(copy.tobytes(Order::C).ok(), Some(before));
    }
}
