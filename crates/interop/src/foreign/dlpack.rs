//! DLPack: arrays handed from library to library without a copy.
//!
//! [`export`] and [`export_writable`] lend an array to another library, [`Versioned::import`] and [`Legacy::import`] take one
//! from it. Both structures of DLPack 1 are here: the versioned one, which can say that memory is only for reading, and the
//! legacy one, which cannot.

use std::ffi::c_void;
use std::ptr::NonNull;

use numoxide_core::{AnyArray, Buffer, DType, Layout, Order};

use crate::{Error, Result};

const WHAT: &str = "dlpack";
/// `kDLCPU`.
const CPU: i32 = 1;
/// The flag of memory that is only for reading.
pub const READ_ONLY: u64 = 1;
/// The version of the structures here.
pub const VERSION: Version = Version { major: 1, minor: 0 };

fn refused(why: &'static str) -> Error {
    Error::Foreign { what: WHAT, why }
}

/// `DLPackVersion`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Version {
    /// Structures of another major version lie otherwise.
    pub major: u32,
    /// Later minor versions add meanings only.
    pub minor: u32,
}

/// `DLDevice`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Device {
    /// 1 is the processor; no other is taken.
    pub device_type: i32,
    /// Which of several.
    pub device_id: i32,
}

/// `DLDataType`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct DataType {
    /// The kind of number.
    pub code: u8,
    /// Its bits.
    pub bits: u8,
    /// How many make an item; only one is taken.
    pub lanes: u16,
}

/// `DLTensor`.
#[derive(Debug)]
#[repr(C)]
pub struct Tensor {
    /// Where the memory begins.
    pub data: *mut c_void,
    /// Where it lies.
    pub device: Device,
    /// The number of axes.
    pub ndim: i32,
    /// The type of the items.
    pub dtype: DataType,
    /// The shape.
    pub shape: *mut i64,
    /// The strides in items, or null for row-major order.
    pub strides: *mut i64,
    /// From `data` to the first item.
    pub byte_offset: u64,
}

/// `DLManagedTensorVersioned`.
#[derive(Debug)]
#[repr(C)]
pub struct Versioned {
    /// Says how the rest lies.
    pub version: Version,
    /// The owner's.
    pub manager_ctx: *mut c_void,
    /// Frees everything; to be called once.
    pub deleter: Option<unsafe extern "C" fn(*mut Versioned)>,
    /// [`READ_ONLY`] and others.
    pub flags: u64,
    /// The array.
    pub dl_tensor: Tensor,
}

/// `DLManagedTensor`, the structure before version 1.
#[derive(Debug)]
#[repr(C)]
pub struct Legacy {
    /// The array.
    pub dl_tensor: Tensor,
    /// The owner's.
    pub manager_ctx: *mut c_void,
    /// Frees everything; to be called once.
    pub deleter: Option<unsafe extern "C" fn(*mut Legacy)>,
}

/// A structure of one of the two kinds, and what both have.
trait Managed: Sized + 'static {
    fn tensor(&self) -> &Tensor;
    /// Why it cannot be taken at all, or whether it may be written.
    fn writable(&self) -> Result<bool>;
    /// # Safety
    /// `this` must be valid, and nothing of it be used afterwards.
    unsafe fn delete(this: NonNull<Self>);
}

macro_rules! managed {
    ($($ty:ident)*) => {$(
        impl Managed for $ty {
            fn tensor(&self) -> &Tensor {
                &self.dl_tensor
            }

            fn writable(&self) -> Result<bool> {
                self.may_write()
            }

            unsafe fn delete(this: NonNull<Self>) {
                // SAFETY: the structure is valid until its deleter was called.
                if let Some(deleter) = unsafe { this.as_ref() }.deleter {
                    // SAFETY: it is called once, by contract.
                    unsafe { deleter(this.as_ptr()) };
                }
            }
        }

        impl $ty {
            /// Takes an array from another library, without a copy. The deleter is called once, on whatever thread lets the
            /// memory go last; also if the array is refused.
            ///
            /// # Safety
            /// The structure must be valid and nobody else's, as the protocol says: memory, shape and strides live until the
            /// deleter is called, which may be on any thread; and nobody else writes to the memory meanwhile.
            ///
            /// # Errors
            /// [`Error::Foreign`] if it lies on another device than the processor, has items of an unknown type or more than one
            /// lane, or a shape or strides that fit no memory; [`numoxide_core::Error::Value`] if bytes are no `bool`.
            pub unsafe fn import(this: NonNull<$ty>) -> Result<AnyArray> {
                // SAFETY: by contract.
                unsafe { import(this) }
            }
        }
    )*};
}
managed!(Versioned Legacy);

impl Versioned {
    fn may_write(&self) -> Result<bool> {
        if self.version.major != VERSION.major {
            return Err(refused("its major version is not 1"));
        }
        Ok(self.flags & READ_ONLY == 0)
    }
}

impl Legacy {
    fn may_write(&self) -> Result<bool> {
        Ok(true)
    }
}

/// The owner of foreign memory.
struct Owner<M: Managed>(NonNull<M>);

// SAFETY: the protocol lets the deleter be called on any thread, and nothing else is done with the structure.
unsafe impl<M: Managed> Send for Owner<M> {}
// SAFETY: as above: there is nothing to be done with a shared reference.
unsafe impl<M: Managed> Sync for Owner<M> {}

impl<M: Managed> Drop for Owner<M> {
    fn drop(&mut self) {
        // SAFETY: the owner is dropped once, with the last reference to the memory.
        unsafe { M::delete(self.0) };
    }
}

/// # Safety
/// As [`Versioned::import`].
unsafe fn import<M: Managed>(this: NonNull<M>) -> Result<AnyArray> {
    let owner = Owner(this);
    // SAFETY: valid, by contract.
    let managed = unsafe { this.as_ref() };
    let writable = managed.writable()?;
    let tensor = managed.tensor();
    if tensor.device.device_type != CPU {
        return Err(refused("it does not lie in the processor's memory"));
    }
    let dtype = dtype_of(tensor.dtype)?;
    // SAFETY: shape and strides are valid, by contract.
    let layout = unsafe { layout_of(tensor, dtype.itemsize())? };
    if layout.is_empty() {
        return Ok(AnyArray::zeros(layout.shape(), dtype)?);
    }
    let (low, bytes) =
        extent(&layout, dtype.itemsize()).ok_or_else(|| refused("its strides leave the address space"))?;
    let place = isize::try_from(tensor.byte_offset).ok().and_then(|offset| offset.checked_add(low));
    let place = place.ok_or_else(|| refused("its offset leaves the address space"))?;
    let first = NonNull::new(tensor.data.cast::<u8>().wrapping_offset(place));
    let first = first.filter(|_| !tensor.data.is_null()).ok_or_else(|| refused("its memory lies nowhere"))?;
    let strided = |(&len, &stride): (&usize, &isize)| {
        len > 1 && !stride.unsigned_abs().is_multiple_of(dtype.alignment())
    };
    let aligned = (first.as_ptr() as usize).is_multiple_of(dtype.alignment());
    if !aligned || layout.shape().iter().zip(layout.strides()).any(strided) {
        return Err(refused("its items are not aligned"));
    }
    // SAFETY: the memory from the lowest item to the highest is the tensor's, by contract, and lives with the owner; the
    // layout leads to items within it, which are aligned. Bytes become `bool`s only when they have been looked at.
    unsafe {
        let buffer = Buffer::foreign(first, bytes, writable, Box::new(owner))?;
        if dtype == DType::Bool {
            let bytes = AnyArray::from_buffer(buffer.clone(), distinct(&layout, low, bytes)?, DType::U8)?;
            bytes.view_as(DType::Bool)?;
        }
        let layout = Layout::from_parts(layout.shape(), layout.strides(), -low);
        Ok(AnyArray::from_buffer(buffer, layout, dtype)?)
    }
}

/// The places of the items in the memory, each once or not much more often: a byte may be repeated as often as a shape can say. If
/// items lie one over the other, all of the memory.
fn distinct(layout: &Layout, low: isize, bytes: usize) -> Result<Layout> {
    let axes = layout.shape().iter().zip(layout.strides()).filter(|(_, stride)| **stride != 0);
    let (shape, strides): (Vec<usize>, Vec<isize>) = axes.unzip();
    let count = shape.iter().try_fold(1usize, |count, &len| count.checked_mul(len));
    if count.is_none_or(|count| count > bytes) {
        return Ok(Layout::contiguous(&[bytes], 1, Order::C)?);
    }
    // SAFETY: fewer axes of a layout that leads into the memory.
    Ok(unsafe { Layout::from_parts(&shape, &strides, -low) })
}

/// From the first item to the lowest byte, and the bytes from there to the end of the highest item.
fn extent(layout: &Layout, size: usize) -> Option<(isize, usize)> {
    let (mut low, mut high) = (0isize, 0isize);
    for (&len, &stride) in layout.shape().iter().zip(layout.strides()) {
        let reach = isize::try_from(len - 1).ok()?.checked_mul(stride)?;
        let end = if reach < 0 { &mut low } else { &mut high };
        *end = end.checked_add(reach)?;
    }
    let bytes = high.checked_sub(low)?.checked_add(isize::try_from(size).ok()?)?;
    Some((low, bytes as usize))
}

/// # Safety
/// Shape and strides must be null or valid for as many numbers as there are axes.
unsafe fn layout_of(tensor: &Tensor, size: usize) -> Result<Layout> {
    let ndim = usize::try_from(tensor.ndim).ok().filter(|ndim| *ndim <= 64);
    let ndim = ndim.ok_or_else(|| refused("its number of axes is not from 0 to 64"))?;
    if ndim == 0 {
        return Ok(Layout::contiguous(&[], size, Order::C)?);
    }
    if tensor.shape.is_null() {
        return Err(refused("it has no shape"));
    }
    // SAFETY: valid for `ndim` numbers, by contract.
    let shape = unsafe { std::slice::from_raw_parts(tensor.shape, ndim) };
    let shape: Option<Vec<usize>> = shape.iter().map(|&len| usize::try_from(len).ok()).collect();
    let shape = shape.ok_or_else(|| refused("a size is negative"))?;
    let contiguous = Layout::contiguous(&shape, size, Order::C)?;
    if tensor.strides.is_null() || contiguous.is_empty() {
        return Ok(contiguous);
    }
    // SAFETY: as above.
    let strides = unsafe { std::slice::from_raw_parts(tensor.strides, ndim) };
    let bytes = |&stride: &i64| isize::try_from(stride).ok()?.checked_mul(size as isize);
    let strides: Option<Vec<isize>> = strides.iter().map(bytes).collect();
    let strides = strides.ok_or_else(|| refused("its strides leave the address space"))?;
    // SAFETY: whether the layout leads into the memory is checked before it is used.
    Ok(unsafe { Layout::from_parts(&shape, &strides, 0) })
}

fn dtype_of(dtype: DataType) -> Result<DType> {
    if dtype.lanes != 1 {
        return Err(refused("its items have several lanes"));
    }
    let known = DType::SCALARS.into_iter().find(|scalar| data_type(scalar).is_ok_and(|found| found == dtype));
    known.ok_or_else(|| refused("its items are of a type that is not known"))
}

/// The protocol's name of a dtype.
fn data_type(dtype: &DType) -> Result<DataType> {
    let code = match dtype {
        DType::Bool => 6,
        DType::BF16 => 4,
        other => match other.kind() {
            'i' => 0,
            'u' => 1,
            'f' => 2,
            'c' => 5,
            _ => return Err(refused("only numbers and bools can be lent")),
        },
    };
    Ok(DataType { code, bits: 8 * dtype.itemsize() as u8, lanes: 1 })
}

/// A structure that another library has not taken yet; if none does, dropping it frees the array.
#[derive(Debug)]
pub struct Exported<M>(Option<NonNull<M>>, unsafe fn(NonNull<M>));

// SAFETY: what is exported owns its array, which may go to any thread.
unsafe impl<M> Send for Exported<M> {}

impl<M> Exported<M> {
    /// The structure, to be handed over: whoever takes it calls its deleter once.
    pub fn into_raw(mut self) -> NonNull<M> {
        self.0.take().expect("it is taken once, with `self`")
    }

    /// The structure, to be looked at.
    pub fn get(&self) -> &M {
        let pointer = self.0.as_ref().expect("it is taken only with `self`");
        // SAFETY: the structure is ours until it is taken.
        unsafe { pointer.as_ref() }
    }
}

impl<M> Drop for Exported<M> {
    fn drop(&mut self) {
        if let Some(pointer) = self.0.take() {
            // SAFETY: nobody has taken the structure.
            unsafe { (self.1)(pointer) };
        }
    }
}

/// What a lent structure keeps alive.
struct Lent {
    /// Keeps the memory.
    _array: AnyArray,
    shape: Vec<i64>,
    strides: Vec<i64>,
}

/// Lends an array to another library for reading, without a copy.
///
/// # Errors
/// [`Error::Foreign`] if the items are no numbers or bools, or their strides no whole items.
///
/// ```
/// use numoxide_core::{AnyArray, array, s};
/// use numoxide_interop::foreign::dlpack::{self, Versioned};
///
/// let a = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]].slice(s![.., ..;-2])?;
/// let lent = dlpack::export(&a)?;
/// // SAFETY: the structure was just made, and is handed over once.
/// let taken = unsafe { Versioned::import(lent.into_raw())? };
/// assert_eq!(taken.downcast::<f64>()?.to_vec(), [3.0, 1.0, 6.0, 4.0]);
/// assert_eq!(taken.as_ptr(), a.as_ptr().cast());
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
pub fn export(array: impl Into<AnyArray>) -> Result<Exported<Versioned>> {
    versioned(array.into(), READ_ONLY)
}

/// Gives an array to another library for reading and writing; copies it first if others share its memory.
///
/// # Errors
/// As [`export`]; [`numoxide_core::Error::OutOfMemory`].
pub fn export_writable(array: impl Into<AnyArray>) -> Result<Exported<Versioned>> {
    let mut array = array.into();
    array.view_mut()?;
    versioned(array, 0)
}

/// [`export_writable`] in the structure before version 1.
///
/// # Errors
/// As [`export_writable`].
pub fn export_legacy(array: impl Into<AnyArray>) -> Result<Exported<Legacy>> {
    unsafe extern "C" fn delete(this: *mut Legacy) {
        // SAFETY: made below from two boxes, and called once, by the protocol.
        unsafe {
            let managed = Box::from_raw(this);
            drop(Box::from_raw(managed.manager_ctx.cast::<Lent>()));
        }
    }
    let mut array = array.into();
    array.view_mut()?;
    let (dl_tensor, manager_ctx) = lend(array)?;
    let managed = Box::new(Legacy { dl_tensor, manager_ctx, deleter: Some(delete) });
    Ok(Exported(Some(NonNull::from(Box::leak(managed))), |this| {
        // SAFETY: nobody has taken it.
        unsafe { Legacy::delete(this) }
    }))
}

fn versioned(array: AnyArray, flags: u64) -> Result<Exported<Versioned>> {
    unsafe extern "C" fn delete(this: *mut Versioned) {
        // SAFETY: made below from two boxes, and called once, by the protocol.
        unsafe {
            let managed = Box::from_raw(this);
            drop(Box::from_raw(managed.manager_ctx.cast::<Lent>()));
        }
    }
    let (dl_tensor, manager_ctx) = lend(array)?;
    let managed =
        Box::new(Versioned { version: VERSION, manager_ctx, deleter: Some(delete), flags, dl_tensor });
    Ok(Exported(Some(NonNull::from(Box::leak(managed))), |this| {
        // SAFETY: nobody has taken it.
        unsafe { Versioned::delete(this) }
    }))
}

/// The tensor of an array, and what it must keep alive.
fn lend(array: AnyArray) -> Result<(Tensor, *mut c_void)> {
    let (dtype, size) = (data_type(array.dtype())?, array.itemsize() as isize);
    let items = |&stride: &isize| (stride % size == 0).then_some((stride / size) as i64);
    let strides: Option<Vec<i64>> = array.strides().iter().map(items).collect();
    let strides = strides.ok_or_else(|| refused("its strides are no whole items"))?;
    let shape = array.shape().iter().map(|&len| len as i64).collect();
    let (data, ndim) = (array.as_ptr().cast_mut().cast(), array.ndim() as i32);
    let lent = Box::leak(Box::new(Lent { _array: array, shape, strides }));
    let device = Device { device_type: CPU, device_id: 0 };
    let (shape, strides) = (lent.shape.as_mut_ptr(), lent.strides.as_mut_ptr());
    Ok((Tensor { data, device, ndim, dtype, shape, strides, byte_offset: 0 }, (&raw mut *lent).cast()))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use numoxide_core::{Array, Complex, array, bf16, f16, s};

    /// A structure of another library, whose deleter counts.
    struct Foreign {
        items: Vec<f64>,
        shape: Vec<i64>,
        strides: Vec<i64>,
        deleted: AtomicUsize,
    }

    impl Foreign {
        fn new(shape: &[i64], strides: &[i64]) -> Foreign {
            let items = (0..12).map(f64::from).collect();
            Foreign { items, shape: shape.to_vec(), strides: strides.to_vec(), deleted: AtomicUsize::new(0) }
        }

        fn lend(&mut self) -> Box<Versioned> {
            unsafe extern "C" fn delete(this: *mut Versioned) {
                // SAFETY: the foreign owner outlives its structures in these tests, which are boxes.
                unsafe {
                    let managed = Box::from_raw(this);
                    (*managed.manager_ctx.cast::<Foreign>()).deleted.fetch_add(1, Ordering::Relaxed);
                }
            }
            let strides =
                if self.strides.is_empty() { std::ptr::null_mut() } else { self.strides.as_mut_ptr() };
            Box::new(Versioned {
                version: VERSION,
                manager_ctx: (&raw mut *self).cast(),
                deleter: Some(delete),
                flags: 0,
                dl_tensor: Tensor {
                    data: self.items.as_mut_ptr().cast(),
                    device: Device { device_type: CPU, device_id: 0 },
                    ndim: self.shape.len() as i32,
                    dtype: DataType { code: 2, bits: 64, lanes: 1 },
                    shape: self.shape.as_mut_ptr(),
                    strides,
                    byte_offset: 0,
                },
            })
        }
    }

    fn take(managed: Box<Versioned>) -> Result<AnyArray> {
        // SAFETY: the structures of these tests are valid, or refused for what is wrong before memory is looked at.
        unsafe { Versioned::import(NonNull::from(Box::leak(managed))) }
    }

    #[test]
    fn strides_and_offsets_are_followed_and_the_deleter_runs_once_on_any_thread() {
        let mut foreign = Foreign::new(&[2, 3], &[-1, 4]);
        let mut managed = foreign.lend();
        managed.dl_tensor.byte_offset = 8;
        let array = take(managed).unwrap().downcast::<f64>().unwrap();
        assert_eq!(array.to_vec(), [1.0, 5.0, 9.0, 0.0, 4.0, 8.0]);
        let part = array.slice(s![1]).unwrap();
        drop(array);
        assert_eq!(foreign.deleted.load(Ordering::Relaxed), 0);
        std::thread::spawn(move || drop(part)).join().unwrap();
        assert_eq!(foreign.deleted.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn without_strides_the_order_is_row_major() {
        let mut foreign = Foreign::new(&[2, 2], &[]);
        let mut array = take(foreign.lend()).unwrap().downcast::<f64>().unwrap();
        assert_eq!(array.to_vec(), [0.0, 1.0, 2.0, 3.0]);
        array[[0, 0]] = 7.0;
        assert_eq!(foreign.items[0], 7.0, "memory that may be written is");
        let mut managed = foreign.lend();
        managed.flags = READ_ONLY;
        let mut array2 = take(managed).unwrap().downcast::<f64>().unwrap();
        array2[[0, 0]] = 9.0;
        assert_eq!(foreign.items[0], 7.0, "memory that is for reading is copied");
        drop((array, array2));
        assert_eq!(foreign.deleted.load(Ordering::Relaxed), 2);
    }

    #[test]
    fn bools_are_looked_at_once_however_often_they_are_repeated() {
        let bools = |shape: &[i64], strides: &[i64], item: f64| {
            let mut foreign = Foreign::new(shape, strides);
            foreign.items[0] = item;
            let mut managed = foreign.lend();
            managed.dl_tensor.dtype = data_type(&DType::Bool).unwrap();
            let taken = take(managed);
            taken.map(|array| (array.len(), array.dtype().clone()))
        };
        // All ones, and all bytes of the other items are 0 or beyond.
        let ones = f64::from_bits(0x0101_0101_0101_0101);
        let many = 1 << 20;
        for (shape, strides) in
            [(&[many, 2, many][..], &[0, 1, 0][..]), (&[2, 3, many, 2, 2], &[1, 1, 0, 1, 1])]
        {
            let len = shape.iter().product::<i64>() as usize;
            assert_eq!(bools(shape, strides, ones).unwrap(), (len, DType::Bool));
            assert!(bools(shape, strides, f64::from_bits(0x0201)).is_err());
        }
        // What lies between the items is no matter.
        let gap = f64::from_bits(0x0201);
        assert_eq!(bools(&[1, many], &[2, 0], gap).unwrap(), (many as usize, DType::Bool));
        assert!(bools(&[2, many], &[1, 0], gap).is_err());
    }

    #[test]
    fn what_cannot_be_is_refused_and_freed() {
        type Change = fn(&mut Versioned);
        let changes: [Change; 13] = [
            |managed| managed.version.major = 2,
            |managed| managed.dl_tensor.device.device_type = 2,
            |managed| managed.dl_tensor.dtype.lanes = 4,
            |managed| managed.dl_tensor.dtype.bits = 128,
            |managed| managed.dl_tensor.dtype.code = 3,
            |managed| managed.dl_tensor.ndim = -1,
            |managed| managed.dl_tensor.ndim = 65,
            |managed| managed.dl_tensor.shape = std::ptr::null_mut(),
            |managed| managed.dl_tensor.data = std::ptr::null_mut(),
            |managed| managed.dl_tensor.byte_offset = u64::MAX,
            |managed| managed.dl_tensor.byte_offset = 4,
            // SAFETY: the shape has two sizes.
            |managed| unsafe { *managed.dl_tensor.shape = -1 },
            // SAFETY: the strides are two.
            |managed| unsafe { *managed.dl_tensor.strides = i64::MAX },
        ];
        for (at, change) in changes.into_iter().enumerate() {
            let mut foreign = Foreign::new(&[2, 2], &[2, 1]);
            let mut managed = foreign.lend();
            change(&mut managed);
            assert!(matches!(take(managed), Err(Error::Foreign { .. })), "{at}");
            assert_eq!(foreign.deleted.load(Ordering::Relaxed), 1);
        }
    }

    #[test]
    fn every_type_of_number_goes_both_ways() {
        let arrays: Vec<AnyArray> = vec![
            array![true, false].into(),
            array![1i8].into(),
            array![1u16].into(),
            array![f16::from_f32(1.5)].into(),
            array![bf16::from_f32(1.5)].into(),
            array![1.5f32].into(),
            array![Complex::new(1.0f32, 2.0)].into(),
            array![Complex::new(1.0f64, 2.0)].into(),
            Array::scalar(7u64).unwrap().into(),
            Array::<f64>::zeros([0, 3]).unwrap().into(),
        ];
        for array in arrays {
            let again = take_exported(export(array.clone()).unwrap());
            assert_eq!((again.dtype(), again.shape()), (array.dtype(), array.shape()));
            assert_eq!(again.tobytes(Order::C).unwrap(), array.tobytes(Order::C).unwrap());
            let legacy = export_legacy(array.clone()).unwrap();
            // SAFETY: just made.
            let again = unsafe { Legacy::import(legacy.into_raw()) }.unwrap();
            assert_eq!(again.tobytes(Order::C).unwrap(), array.tobytes(Order::C).unwrap());
        }
        for other in ["U3", "M8[s]", "m8[D]"] {
            let items = AnyArray::zeros([2], DType::parse(other).unwrap()).unwrap();
            assert!(matches!(export(items), Err(Error::Foreign { .. })), "{other}");
        }
    }

    fn take_exported(lent: Exported<Versioned>) -> AnyArray {
        // SAFETY: just made.
        unsafe { Versioned::import(lent.into_raw()) }.unwrap()
    }

    #[test]
    fn memory_that_others_share_is_lent_for_reading_or_copied() {
        let a = array![1.0, 2.0];
        let lent = export(&a).unwrap();
        assert_eq!(
            (lent.get().flags, lent.get().dl_tensor.data.cast_const().cast()),
            (READ_ONLY, a.as_ptr())
        );
        drop(lent);
        let lent = export_writable(&a).unwrap();
        assert_eq!(lent.get().flags, 0);
        assert_ne!(lent.get().dl_tensor.data.cast_const().cast(), a.as_ptr());
        drop(lent);
        let place = a.as_ptr();
        let lent = export_writable(a).unwrap();
        assert_eq!(lent.get().dl_tensor.data.cast_const().cast(), place);
    }
}
