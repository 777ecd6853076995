//! Arrays of arrow-rs (the crates `arrow` and `arrow-array`), both ways.
//!
//! Numbers go without a copy in either direction; what Arrow calls null is a mask beside the values. What goes to and fro is
//! `ArrayData`, which every array of arrow-rs has: `import(&column.to_data())`, and `Float64Array::from(export(a, None)?)`.

use std::ptr::NonNull;
use std::sync::Arc;

use arrow_buffer::Buffer;
use arrow_data::ArrayData;
use arrow_data::ffi::FFI_ArrowArray;
use arrow_schema::DataType;
use arrow_schema::ffi::FFI_ArrowSchema;
use numoxide_core::{AnyArray, Array, DType};

use super::arrow::{self, Column, Imported, Schema};
use crate::{Error, Result};

// Both are the structures of the C data interface.
const _: () = assert!(size_of::<Column>() == size_of::<FFI_ArrowArray>());
const _: () = assert!(size_of::<Schema>() == size_of::<FFI_ArrowSchema>());

fn refused(_: arrow_schema::ArrowError) -> Error {
    Error::Foreign { what: "arrow", why: "arrow-rs has no such column" }
}

/// Takes a column of numbers, bools or times from arrow-rs; numbers and times share the memory, but for days of 32 bits.
///
/// # Errors
/// [`Error::Foreign`] if the values are no numbers, bools or times.
///
/// ```
/// use arrow_data::ArrayData;
/// use arrow_schema::DataType;
/// use numoxide_interop::arrow;
///
/// let values = arrow_buffer::Buffer::from_vec(vec![1.5, 2.5]);
/// let column = ArrayData::try_new(DataType::Float64, 2, None, 0, vec![values], vec![])?;
/// let found = arrow::import(&column)?;
/// assert_eq!(found.values.downcast::<f64>()?.as_ptr(), column.buffer::<f64>(0).as_ptr());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn import(column: &ArrayData) -> Result<Imported> {
    let mut schema = FFI_ArrowSchema::try_from(column.data_type()).map_err(refused)?;
    let mut column = FFI_ArrowArray::new(column);
    // SAFETY: structures as the interface says, which are moved out of their places.
    unsafe {
        let column = Column::take(NonNull::from(&mut column).cast());
        let schema = Schema::take(NonNull::from(&mut schema).cast());
        arrow::import(column, &schema)
    }
}

/// Gives an array of one axis to arrow-rs; numbers that lie one after the other share the memory. Items where `validity` is
/// false are null.
///
/// # Errors
/// As [`super::arrow::export`].
///
/// ```
/// use numoxide_core::array;
/// use numoxide_interop::arrow;
///
/// let column = arrow::export(array![1i32, 2, 3], Some(&array![true, true, false]))?;
/// assert_eq!((column.buffer::<i32>(0), column.null_count()), (&[1, 2, 3][..], 1));
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
pub fn export(array: impl Into<AnyArray>, validity: Option<&Array<bool>>) -> Result<ArrayData> {
    let array = array.into();
    let bits = array.len().div_ceil(8);
    let bytes =
        if *array.dtype() == DType::Bool { bits } else { array.len() * arrow::item_bytes(array.dtype()) };
    let (column, mut schema) = arrow::export(array, validity)?;
    // SAFETY: a structure as the interface says, which is moved out of its place.
    let schema = unsafe { FFI_ArrowSchema::from_raw((&raw mut schema).cast()) };
    let (len, [valid, values]) = (column.values(), column.two_buffers());
    let column = Arc::new(column);
    // SAFETY: so many bytes, which nobody writes to until the column is released; that happens with the last buffer.
    let buffer = |first, bytes| unsafe { Buffer::from_custom_allocation(first, bytes, column.clone()) };
    let values = values.map_or_else(|| Buffer::from_vec(Vec::<u8>::new()), |first| buffer(first, bytes));
    let valid = valid.map(|first| buffer(first, bits));
    let kind = DataType::try_from(&schema).map_err(refused)?;
    ArrayData::try_new(kind, len, valid, 0, vec![values], vec![]).map_err(refused)
}

#[cfg(test)]
mod tests {
    use numoxide_core::s;

    use super::*;

    fn column<T: arrow_buffer::ArrowNativeType>(
        kind: DataType,
        items: Vec<T>,
        valid: Option<u8>,
    ) -> ArrayData {
        let (len, valid) = (items.len(), valid.map(|bits| Buffer::from_vec(vec![bits])));
        ArrayData::try_new(kind, len, valid, 0, vec![Buffer::from_vec(items)], vec![]).unwrap()
    }

    #[test]
    fn numbers_share_the_memory_both_ways() {
        let a = Array::from_vec(vec![1i64, 2, 3, 4]).unwrap();
        let column = export(a.slice(s![1..]).unwrap(), None).unwrap();
        let items = column.buffer::<i64>(0);
        assert_eq!((items, items.as_ptr()), (&[2, 3, 4][..], a.as_ptr().wrapping_add(1)));
        let back = import(&column.slice(1, 2)).unwrap();
        assert_eq!(back.values.downcast::<i64>().unwrap().to_vec(), [3, 4]);
        assert_eq!(back.values.as_ptr().cast(), a.as_ptr().wrapping_add(2));
        assert!(back.validity.is_none());
        drop((column, a));
        assert_eq!(back.values.downcast::<i64>().unwrap().to_vec(), [3, 4]);
    }

    #[test]
    fn times_are_arrows() {
        use arrow_schema::TimeUnit::{Microsecond, Millisecond, Nanosecond, Second};
        let counts = Array::from_vec(vec![5i64, i64::MIN, -7]).unwrap();
        let exported = |text: &str| {
            let dtype = DType::parse(text).unwrap();
            export(AnyArray::from(&counts).view_as(dtype).unwrap(), None).unwrap()
        };
        for (letters, unit) in [("s", Second), ("ms", Millisecond), ("us", Microsecond), ("ns", Nanosecond)] {
            let kinds = [("M8", DataType::Timestamp(unit, None)), ("m8", DataType::Duration(unit))];
            for (code, kind) in kinds {
                let column = exported(&format!("{code}[{letters}]"));
                assert_eq!((column.data_type(), column.null_count()), (&kind, 1));
                assert_eq!(column.buffer::<i64>(0).as_ptr(), counts.as_ptr());
                assert_eq!(import(&column).unwrap().values.dtype().str(), format!("<{code}[{letters}]"));
            }
        }
        let days = exported("M8[D]");
        assert_eq!((days.data_type(), days.null_count()), (&DataType::Date32, 1));
        assert_eq!((days.buffer::<i32>(0)[0], days.buffer::<i32>(0)[2]), (5, -7));
        assert_eq!(import(&days).unwrap().values.dtype(), &DType::parse("M8[D]").unwrap());
        let milliseconds = column(DataType::Date64, vec![86_400_000i64], None);
        assert_eq!(import(&milliseconds).unwrap().values.to_string(), "['1970-01-02T00:00:00.000']");
    }

    #[test]
    fn strange_layouts_are_put_in_order() {
        let a = Array::from_vec(vec![1.0f32, 2.0, 3.0, 4.0]).unwrap();
        let floats = |a: &Array<f32>| export(a, None).unwrap().buffer::<f32>(0).to_vec();
        assert_eq!(floats(&a.slice(s![..;-2]).unwrap()), [4.0, 2.0]);
        assert_eq!(floats(&a.slice(s![2]).unwrap().broadcast_to([3]).unwrap()), [3.0; 3]);
        assert!(floats(&a.slice(s![4..]).unwrap()).is_empty());
        assert!(export(a.slice(s![0]).unwrap(), None).is_err(), "0 axes");
        assert!(export(a.reshape([2, 2]).unwrap(), None).is_err(), "2 axes");
    }

    #[test]
    fn bits_nulls_and_what_is_no_number() {
        let bools = column(DataType::UInt8, vec![0b1001u8], None);
        let valid = Some(Buffer::from_vec(vec![0b1101u8]));
        let bools =
            ArrayData::try_new(DataType::Boolean, 4, valid, 0, bools.buffers().to_vec(), vec![]).unwrap();
        let found = import(&bools.slice(1, 3)).unwrap();
        assert_eq!(found.values.downcast::<bool>().unwrap().to_vec(), [false, false, true]);
        assert_eq!(found.validity.unwrap().to_vec(), [false, true, true]);
        let empty = import(&column(DataType::UInt8, Vec::<u8>::new(), None)).unwrap();
        assert_eq!(empty.values.shape(), [0]);
        let text = ArrayData::new_empty(&DataType::Utf8);
        assert!(matches!(import(&text), Err(Error::Foreign { .. })));
        let mask = Array::from_vec(vec![true, false, true]).unwrap();
        let given = export(mask.clone(), Some(&mask)).unwrap();
        assert_eq!(
            (given.data_type(), given.null_count(), given.buffers()[0].as_slice()),
            (&DataType::Boolean, 1, &[0b101][..])
        );
        let back = import(&given).unwrap();
        assert_eq!(back.values.downcast::<bool>().unwrap().to_vec(), mask.to_vec());
        assert_eq!(back.validity.unwrap().to_vec(), mask.to_vec());
        let nulls = import(&column(DataType::Int16, vec![1i16, 2, 3], Some(0b110))).unwrap();
        assert_eq!(nulls.validity.unwrap().to_vec(), [false, true, true]);
    }
}
