//! The Arrow C data interface: columns handed from library to library without a copy.
//!
//! Arrays of numbers, and of dates and durations in the units that Arrow has, go both ways. Values that are missing in Arrow's
//! sense come as a mask beside the array; times that are `NaT` go out as missing.

use std::ffi::{CStr, c_char, c_void};
use std::ptr::{self, NonNull};

use numoxide_core::time::NAT;
use numoxide_core::{AnyArray, Array, Buffer, DType, Layout, Order, TimeStep, TimeUnit};

use crate::{Error, Result};

const WHAT: &str = "arrow";

fn refused(why: &'static str) -> Error {
    Error::Foreign { what: WHAT, why }
}

/// `ArrowSchema`: the type of a column.
#[derive(Debug)]
#[repr(C)]
#[allow(dead_code, reason = "some fields are there for the other side")]
pub struct Schema {
    /// The type, in letters.
    format: *const c_char,
    /// The name, or null.
    name: *const c_char,
    /// More about it, or null.
    metadata: *const c_char,
    /// 2 if values may be missing.
    flags: i64,
    /// The number of children.
    n_children: i64,
    /// The children.
    children: *mut *mut Schema,
    /// The type of a dictionary, or null.
    dictionary: *mut Schema,
    /// Frees it; null when it has been freed or moved.
    release: Option<unsafe extern "C" fn(*mut Schema)>,
    /// The owner's.
    private_data: *mut c_void,
}

/// `ArrowArray`: the values of a column.
#[derive(Debug)]
#[repr(C)]
#[allow(dead_code, reason = "some fields are there for the other side")]
pub struct Column {
    /// The number of values.
    length: i64,
    /// How many are missing, or -1 if nobody knows.
    null_count: i64,
    /// So many values are passed first.
    offset: i64,
    /// The number of buffers.
    n_buffers: i64,
    /// The number of children.
    n_children: i64,
    /// The buffers: which values are there, and the values.
    buffers: *mut *const c_void,
    /// The children.
    children: *mut *mut Column,
    /// The values of a dictionary, or null.
    dictionary: *mut Column,
    /// Frees it; null when it has been freed or moved.
    release: Option<unsafe extern "C" fn(*mut Column)>,
    /// The owner's.
    private_data: *mut c_void,
}

macro_rules! released {
    ($($ty:ident)*) => {$(
        impl Drop for $ty {
            fn drop(&mut self) {
                if let Some(release) = self.release {
                    // SAFETY: it has not been released: that sets `release` to null.
                    unsafe { release(self) };
                }
            }
        }

        // SAFETY: the interface lets structures be moved and released on any thread.
        unsafe impl Send for $ty {}
        // SAFETY: a shared reference only reads.
        unsafe impl Sync for $ty {}
    )*};
}
released!(Schema Column);

macro_rules! moved {
    ($($ty:ident)*) => {$(
        impl $ty {
            /// Moves the structure out of a place of another library, which sees it released afterwards.
            ///
            /// # Safety
            /// The place must hold a structure as the interface says, and nobody else use it meanwhile.
            pub unsafe fn take(place: NonNull<$ty>) -> $ty {
                // SAFETY: valid, by contract; the place is marked as released, so there is one owner.
                unsafe {
                    let taken = place.as_ptr().read();
                    (*place.as_ptr()).release = None;
                    taken
                }
            }

            /// Moves the structure to a place of another library.
            ///
            /// # Safety
            /// The place must be valid for writing; what stands there is not released.
            pub unsafe fn give(self, place: NonNull<$ty>) {
                // SAFETY: valid, by contract.
                unsafe { place.as_ptr().write(self) };
            }
        }
    )*};
}
moved!(Schema Column);

#[cfg(feature = "arrow")]
impl Column {
    /// The number of values of a column that [`export`] made.
    pub(super) fn values(&self) -> usize {
        self.length as usize
    }

    /// Its buffers: which values are there, and the values.
    pub(super) fn two_buffers(&self) -> [Option<NonNull<u8>>; 2] {
        // SAFETY: what `export` made has two buffers until it is released.
        let [bits, values] = unsafe { self.buffers.cast::<[*const c_void; 2]>().read() };
        [bits, values].map(|buffer| NonNull::new(buffer.cast_mut().cast()))
    }
}

const FORMATS: [(&CStr, DType); 21] = [
    (c"b", DType::Bool),
    (c"c", DType::I8),
    (c"C", DType::U8),
    (c"s", DType::I16),
    (c"S", DType::U16),
    (c"i", DType::I32),
    (c"I", DType::U32),
    (c"l", DType::I64),
    (c"L", DType::U64),
    (c"e", DType::F16),
    (c"f", DType::F32),
    (c"g", DType::F64),
    (c"tss:", DType::DateTime(TimeStep::of(TimeUnit::Second))),
    (c"tsm:", DType::DateTime(TimeStep::of(TimeUnit::Millisecond))),
    (c"tsu:", DType::DateTime(TimeStep::of(TimeUnit::Microsecond))),
    (c"tsn:", DType::DateTime(TimeStep::of(TimeUnit::Nanosecond))),
    (c"tDs", DType::TimeDelta(TimeStep::of(TimeUnit::Second))),
    (c"tDm", DType::TimeDelta(TimeStep::of(TimeUnit::Millisecond))),
    (c"tDu", DType::TimeDelta(TimeStep::of(TimeUnit::Microsecond))),
    (c"tDn", DType::TimeDelta(TimeStep::of(TimeUnit::Nanosecond))),
    // Milliseconds of whole days are dates of the same length.
    (c"tdm", DType::DateTime(TimeStep::of(TimeUnit::Millisecond))),
];

/// Days in 32 bits, which become items of 64.
const DAYS: &CStr = c"tdD";

/// The type of a column's items. Times of a zone are those of UTC, as Arrow has them.
fn dtype_of(format: &CStr) -> Option<DType> {
    let known = FORMATS.iter().find(|(known, _)| *known == format);
    let zoned = || {
        FORMATS.iter().find(|(known, _)| {
            known.to_bytes().ends_with(b":") && format.to_bytes().starts_with(known.to_bytes())
        })
    };
    let days = || (format == DAYS).then_some(DType::I32);
    known.or_else(zoned).map(|(_, dtype)| dtype.clone()).or_else(days)
}

/// A column that came from Arrow.
#[derive(Clone)]
pub struct Imported {
    /// The values. Those that are missing may be anything.
    pub values: AnyArray,
    /// Which values are there; `None` if all are.
    pub validity: Option<Array<bool>>,
}

/// Takes a column from another library; numbers and times without a copy, bools unpacked from their bits, and days of 32 bits
/// as days of 64.
///
/// # Safety
/// Both structures must be as the interface says: buffers long enough for offset and length, alive until released, and
/// written to by nobody.
///
/// # Errors
/// [`Error::Foreign`] if the column was released before, is not of numbers, bools or times, or has a length, offset or buffers that
/// cannot be.
pub unsafe fn import(column: Column, schema: &Schema) -> Result<Imported> {
    if column.release.is_none() || schema.release.is_none() {
        return Err(refused("it has been released"));
    }
    if schema.format.is_null() {
        return Err(refused("it has no format"));
    }
    // SAFETY: a text that ends in a zero, by contract.
    let format = unsafe { CStr::from_ptr(schema.format) };
    let dtype = dtype_of(format).ok_or_else(|| refused("its values are no numbers, bools or times"))?;
    let days = format == DAYS;
    if column.n_buffers != 2 || column.buffers.is_null() || !column.dictionary.is_null() {
        return Err(refused("a column of numbers has two buffers and no dictionary"));
    }
    // SAFETY: two pointers, by contract.
    let (bits, data) = unsafe { (*column.buffers, *column.buffers.add(1)) };
    let size = |number: i64| usize::try_from(number).map_err(|_| refused("its length or offset is negative"));
    let (len, offset) = (size(column.length)?, size(column.offset)?);
    let end = len.checked_add(offset).filter(|end| isize::try_from(end.saturating_mul(16)).is_ok());
    let end = end.ok_or_else(|| refused("its length leaves the address space"))?;
    let unpack = |bits: *const c_void| {
        // SAFETY: a bit for every value, by contract.
        let bytes = unsafe { std::slice::from_raw_parts(bits.cast::<u8>(), end.div_ceil(8)) };
        Array::from_shape_iter([len], (offset..end).map(|at| bytes[at / 8] >> (at % 8) & 1 == 1))
    };
    let missing = !bits.is_null() && column.null_count != 0 && len > 0;
    let validity = missing.then(|| unpack(bits)).transpose()?;
    if len == 0 {
        let dtype = if days { DType::DateTime(DAY) } else { dtype };
        return Ok(Imported { values: AnyArray::zeros([0], dtype)?, validity });
    }
    let first =
        NonNull::new(data.cast_mut().cast::<u8>()).ok_or_else(|| refused("its values lie nowhere"))?;
    if dtype == DType::Bool {
        return Ok(Imported { values: unpack(data)?.into(), validity });
    }
    if !(first.as_ptr() as usize).is_multiple_of(dtype.alignment()) {
        return Err(refused("its values are not aligned"));
    }
    let layout = Layout::contiguous(&[len], dtype.itemsize(), Order::C)?;
    // SAFETY: the buffer holds offset and length values, by contract, which are aligned and live until the column is
    // released; that happens with the last reference.
    let values = unsafe {
        let place = (offset * dtype.itemsize()) as isize;
        let layout = Layout::from_parts(layout.shape(), layout.strides(), place);
        let buffer = Buffer::foreign(first, end * dtype.itemsize(), false, Box::new(column))?;
        AnyArray::from_buffer(buffer, layout, dtype)?
    };
    let values = if days { values.astype(DType::DateTime(DAY))? } else { values };
    Ok(Imported { values, validity })
}

/// What dates in days count.
const DAY: TimeStep = TimeStep::of(TimeUnit::Day);

/// The bytes of an item of a dtype in a column: those of dates in days are half as many.
#[cfg(feature = "arrow")]
pub(super) fn item_bytes(dtype: &DType) -> usize {
    if *dtype == DType::DateTime(DAY) { 4 } else { dtype.itemsize() }
}

/// Dates in days as Arrow has them; what is no date may be anything.
fn days(values: &AnyArray) -> Result<AnyArray> {
    let day = |&count: &i64| match i32::try_from(count) {
        Ok(day) => Ok(day),
        Err(_) if count == NAT => Ok(0),
        Err(_) => Err(refused("a date is further away than 32 bits count")),
    };
    let counts = values.view_as(DType::I64)?.downcast::<i64>()?;
    Ok(Array::from_shape_vec(counts.shape(), counts.iter().map(day).collect::<Result<_>>()?)?.into())
}

/// Which times are there: those that are, and are no `NaT`; `None` if none is.
fn present(values: &AnyArray, validity: Option<&Array<bool>>) -> Result<Option<Array<bool>>> {
    if values.dtype().time_step().is_none() {
        return Ok(None);
    }
    let counts = values.view_as(DType::I64)?.downcast::<i64>()?;
    let there: Array<bool> = counts.iter().map(|&count| count != NAT).collect();
    Ok(match validity {
        _ if there.iter().all(|&there| there) => None,
        Some(mask) => Some(there.iter().zip(mask.iter()).map(|(a, b)| a & b).collect()),
        None => Some(there),
    })
}

/// What an exported column keeps alive.
struct Lent {
    _values: AnyArray,
    _bits: Vec<u8>,
    buffers: [*const c_void; 2],
}

/// Lends an array of one axis to another library, for reading; without a copy if its items lie one after the other. Items
/// where `validity` is false are missing.
///
/// # Errors
/// [`Error::Foreign`] if the items are no numbers, bools or times that Arrow has; [`numoxide_core::Error::Rank`] if there is not one
/// axis, [`numoxide_core::Error::Shape`] if the mask is of another length.
///
/// ```
/// use numoxide_core::array;
/// use numoxide_interop::foreign::arrow;
///
/// let (column, schema) = arrow::export(&array![1.5, 2.5], Some(&array![true, false]))?;
/// // SAFETY: both were just made.
/// let imported = unsafe { arrow::import(column, &schema)? };
/// assert_eq!(imported.values.downcast::<f64>()?.to_vec(), [1.5, 2.5]);
/// assert_eq!(imported.validity.map(|mask| mask.to_vec()), Some(vec![true, false]));
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
pub fn export(array: impl Into<AnyArray>, validity: Option<&Array<bool>>) -> Result<(Column, Schema)> {
    let mut values = array.into();
    let dtype = values.dtype().clone();
    let known = FORMATS.iter().find(|(_, known)| *known == dtype).map(|(format, _)| *format);
    let format = if dtype == DType::DateTime(DAY) { Some(DAYS) } else { known };
    let format = format.ok_or_else(|| refused("Arrow has no such numbers or times"))?;
    let &[len] = values.shape() else {
        return Err(numoxide_core::Error::Rank { op: WHAT, expected: "1 axis", found: values.ndim() }.into());
    };
    if let Some(mask) = validity.filter(|mask| mask.shape() != [len]) {
        let (expected, found) = (vec![len], mask.shape().to_vec());
        return Err(numoxide_core::Error::Shape { op: WHAT, expected, found }.into());
    }
    let present = present(&values, validity)?;
    let validity = present.as_ref().or(validity);
    if format == DAYS {
        values = days(&values)?;
    } else if dtype == DType::Bool {
        values = AnyArray::from(Array::from_vec(packed(values.downcast::<bool>()?.iter()))?);
    } else if !values.is_c_contiguous() {
        values = values.copy(Order::C)?;
    }
    let bits = validity.map_or(Vec::new(), |mask| packed(mask.iter()));
    let null_count = validity.map_or(0, |mask| mask.iter().filter(|valid| !**valid).count());
    let validity_bits = if validity.is_some() { bits.as_ptr().cast() } else { ptr::null() };
    let buffers = [validity_bits, values.as_ptr().cast()];
    let lent = Box::leak(Box::new(Lent { _values: values, _bits: bits, buffers }));
    let column = Column {
        length: len as i64,
        null_count: null_count as i64,
        offset: 0,
        n_buffers: 2,
        n_children: 0,
        buffers: lent.buffers.as_mut_ptr(),
        children: ptr::null_mut(),
        dictionary: ptr::null_mut(),
        release: Some(release_column),
        private_data: (&raw mut *lent).cast(),
    };
    let schema = Schema {
        format: format.as_ptr(),
        name: c"".as_ptr(),
        metadata: ptr::null(),
        flags: if validity.is_some() { 2 } else { 0 },
        n_children: 0,
        children: ptr::null_mut(),
        dictionary: ptr::null_mut(),
        release: Some(release_schema),
        private_data: ptr::null_mut(),
    };
    Ok((column, schema))
}

/// Bools as bits, the lowest first.
fn packed<'a>(bools: impl Iterator<Item = &'a bool>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (at, &bit) in bools.enumerate() {
        if at % 8 == 0 {
            bytes.push(0);
        }
        bytes[at / 8] |= u8::from(bit) << (at % 8);
    }
    bytes
}

unsafe extern "C" fn release_column(column: *mut Column) {
    // SAFETY: called once, on what `export` made, by the interface.
    unsafe {
        drop(Box::from_raw((*column).private_data.cast::<Lent>()));
        (*column).release = None;
    }
}

unsafe extern "C" fn release_schema(schema: *mut Schema) {
    // SAFETY: called once, by the interface. The texts are static.
    unsafe { (*schema).release = None };
}

#[cfg(test)]
mod tests {
    use super::*;
    use numoxide_core::{array, s};

    fn again(array: impl Into<AnyArray>, mask: Option<&Array<bool>>) -> Result<Imported> {
        let (column, schema) = export(array, mask)?;
        // SAFETY: both were just made.
        unsafe { import(column, &schema) }
    }

    #[test]
    fn numbers_go_both_ways_without_a_copy() {
        let a = Array::arange(0i16, 20, 1).unwrap();
        let imported = again(&a, None).unwrap();
        assert!(imported.values.as_ptr() == a.as_ptr().cast() && imported.validity.is_none());
        let values = imported.values;
        drop(a);
        assert_eq!(values.downcast::<i16>().unwrap()[19], 19);
        let strided = Array::arange(0.0, 9.0, 1.0).unwrap().slice(s![..;-2]).unwrap();
        assert_eq!(
            again(&strided, None).unwrap().values.downcast::<f64>().unwrap().to_vec(),
            strided.to_vec()
        );
        assert_eq!(again(Array::<f32>::zeros([0]).unwrap(), None).unwrap().values.shape(), [0]);
    }

    #[test]
    fn bools_are_bits() {
        let bools: Array<bool> = (0..21).map(|at| at % 3 == 0).collect();
        let imported = again(&bools, Some(&bools)).unwrap();
        assert_eq!(imported.values.downcast::<bool>().unwrap().to_vec(), bools.to_vec());
        assert_eq!(imported.validity.unwrap().to_vec(), bools.to_vec());
    }

    #[test]
    fn times_go_both_ways_and_nat_is_missing() {
        let counts = array![5i64, NAT, -7];
        for unit in ["s", "ms", "us", "ns"] {
            for kind in ["M8", "m8"] {
                let dtype = DType::parse(&format!("{kind}[{unit}]")).unwrap();
                let times = AnyArray::from(&counts).view_as(dtype.clone()).unwrap();
                let imported = again(times, None).unwrap();
                assert_eq!(
                    (imported.values.as_ptr(), imported.values.dtype()),
                    (counts.as_ptr().cast(), &dtype)
                );
                assert_eq!(imported.validity.unwrap().to_vec(), [true, false, true]);
            }
        }
        let days = AnyArray::from(&counts).view_as(DType::DateTime(DAY)).unwrap();
        let imported = again(days.slice(s![..2]).unwrap(), Some(&array![true, true])).unwrap();
        assert_eq!(imported.values.dtype(), days.dtype());
        assert_eq!(imported.values.view_as(DType::I64).unwrap().downcast::<i64>().unwrap()[[0]], 5);
        assert_eq!(imported.validity.unwrap().to_vec(), [true, false]);
        assert_eq!(again(days.slice(s![3..]).unwrap(), None).unwrap().values.dtype(), days.dtype());
        let zoned = AnyArray::from(&counts).view_as(DType::parse("M8[us]").unwrap()).unwrap();
        let (column, mut schema) = export(zoned.clone(), None).unwrap();
        schema.format = c"tsu:Europe/Berlin".as_ptr();
        // SAFETY: both were just made; times of a zone are times of UTC.
        let imported = unsafe { import(column, &schema) }.unwrap();
        assert_eq!(imported.values.dtype(), zoned.dtype());
        for text in ["M8[25s]", "M8[h]", "m8[D]", "m8", "M8[ps]"] {
            let other = AnyArray::from(&counts).view_as(DType::parse(text).unwrap()).unwrap();
            assert!(matches!(export(other, None), Err(Error::Foreign { .. })), "{text}");
        }
        let far = AnyArray::from(array![1i64 << 31]).view_as(DType::DateTime(DAY)).unwrap();
        assert!(matches!(export(far, None), Err(Error::Foreign { .. })));
    }

    #[test]
    fn parts_begin_at_their_offset() {
        let (mut column, schema) =
            export(array![1u8, 2, 3, 4], Some(&array![true, false, true, false])).unwrap();
        (column.offset, column.length) = (1, 2);
        // SAFETY: a part of what was just made.
        let imported = unsafe { import(column, &schema) }.unwrap();
        assert_eq!(imported.values.downcast::<u8>().unwrap().to_vec(), [2, 3]);
        assert_eq!(imported.validity.unwrap().to_vec(), [false, true]);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        type Change = fn(&mut Column, &mut Schema);
        let changes: [Change; 7] = [
            |column, _| column.length = -1,
            |column, _| column.offset = -1,
            |column, _| column.length = i64::MAX,
            |column, _| column.n_buffers = 3,
            |_, schema| schema.format = c"u".as_ptr(),
            |_, schema| schema.format = ptr::null(),
            |_, schema| schema.release = None,
        ];
        for change in changes {
            let (mut column, mut schema) = export(array![1.0, 2.0], None).unwrap();
            change(&mut column, &mut schema);
            // SAFETY: what is wrong is found before memory is looked at.
            assert!(matches!(unsafe { import(column, &schema) }, Err(Error::Foreign { .. })));
        }
        assert!(
            export(array![[1.0]], None).is_err()
                && export(array![numoxide_core::c64::new(0.0, 0.0)], None).is_err()
        );
        assert!(export(array![1.0], Some(&array![true, true])).is_err());
    }

    #[test]
    fn what_is_taken_is_released_once() {
        let (column, _) = export(array![1.0], None).unwrap();
        let mut place = std::mem::ManuallyDrop::new(column);
        let place = NonNull::from(&mut *place);
        // SAFETY: the place holds a structure, which is moved out and back.
        unsafe {
            let taken = Column::take(place);
            assert!(place.as_ref().release.is_none() && taken.release.is_some());
            taken.give(place);
            drop(Column::take(place));
        }
    }
}
