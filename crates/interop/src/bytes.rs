//! Arrays made of bytes that are read, and the bytes of arrays.

use std::io::{ErrorKind, Read, Write};

use numoxide_core::{AnyArray, AnyView, Array, DType, Order, Swapped, s};

use crate::{Error, Result};

/// Bytes up to which a copy costs no more than a block with an owner.
const SMALL: usize = 1 << 16;
/// The alignment that serves every dtype.
const ALIGNMENT: usize = 16;
/// What is copied at a time of items that do not lie one after the other.
const BLOCK: usize = 1 << 18;

/// The bytes at a place that is aligned for every dtype: where they are, if it is.
pub(crate) fn aligned(bytes: Vec<u8>) -> Result<Array<u8>> {
    let stays = bytes.len() > SMALL && bytes.as_ptr().align_offset(ALIGNMENT) == 0;
    Ok(if stays { Array::from_vec(bytes)? } else { Array::from_slice(&bytes)? })
}

/// Fills as much of `run` as the reader has.
pub(crate) fn fill_run(reader: &mut impl Read, run: &mut [u8]) -> std::io::Result<usize> {
    let mut done = 0;
    while done < run.len() {
        match reader.read(&mut run[done..]) {
            Ok(0) => break,
            Ok(count) => done += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(done)
}

/// The bytes as items, which lie in row-major or column-major order.
pub(crate) fn items(
    bytes: Array<u8>,
    dtype: &DType,
    swapped: &Swapped,
    shape: &[usize],
    order: Order,
) -> Result<AnyArray> {
    if bytes.is_empty() {
        return Ok(AnyArray::zeros(shape, dtype.clone())?);
    }
    let mut flat = AnyArray::from(bytes).view_as(dtype.clone())?;
    if swapped.any() {
        flat = flat.byteswap_of(swapped)?;
    }
    check_texts(&flat.view())?;
    if order == Order::F {
        let reversed: Vec<usize> = shape.iter().rev().copied().collect();
        return Ok(flat.reshape(reversed)?.t());
    }
    Ok(flat.reshape(shape)?)
}

/// Bytes that were put together here as items in row-major order: their texts are known to be some.
pub(crate) fn own_items(bytes: Array<u8>, dtype: &DType, shape: &[usize]) -> Result<AnyArray> {
    if bytes.is_empty() {
        return Ok(AnyArray::zeros(shape, dtype.clone())?);
    }
    Ok(AnyArray::from(bytes).view_as(dtype.clone())?.reshape(shape)?)
}

/// Refuses numbers in texts that are no characters.
pub(crate) fn check_texts(flat: &AnyView<'_>) -> Result<()> {
    match flat.dtype() {
        DType::Str(len) if *len > 0 && !flat.is_empty() => {
            let copy;
            let bytes = match flat.view_as(DType::U32).and_then(|points| points.downcast::<u32>()) {
                Ok(points) => points,
                Err(_) => {
                    copy = flat.copy(Order::C)?;
                    copy.view().view_as(DType::U32)?.downcast::<u32>()?
                }
            };
            match bytes.iter().position(|&point| char::from_u32(point).is_none()) {
                None => Ok(()),
                Some(at) => {
                    let point = bytes.iter().nth(at).copied().unwrap_or_default();
                    Err(Error::Utf32 { item: at / len, point })
                }
            }
        }
        DType::Struct(fields) => {
            fields.fields().iter().try_for_each(|field| check_texts(&flat.field(&field.name)?))
        }
        _ => Ok(()),
    }
}

/// Writes the items in row-major order; the whole at once where it lies so, else block by block.
pub(crate) fn write_items(view: &AnyView<'_>, out: &mut impl Write) -> Result<()> {
    if view.is_empty() || view.itemsize() == 0 {
        return Ok(());
    }
    if with_bytes(view, |bytes| out.write_all(bytes)).transpose()?.is_some() {
        return Ok(());
    }
    if view.nbytes() <= BLOCK || view.ndim() == 0 {
        let copy = view.copy(Order::C)?;
        with_bytes(&copy.view(), |bytes| out.write_all(bytes)).transpose()?;
        return Ok(());
    }
    let rows = view.shape()[0];
    let step = (BLOCK / (view.nbytes() / rows).max(1)).clamp(1, rows);
    for row in (0..rows).step_by(step) {
        let end = (row + step).min(rows);
        let part = if rows == 1 { view.slice(s![0])? } else { view.slice(s![row..end])? };
        write_items(&part, out)?;
    }
    Ok(())
}

/// Calls `take` with the bytes of items that lie one after the other in row-major order, if they do.
pub(crate) fn with_bytes<R>(view: &AnyView<'_>, take: impl FnOnce(&[u8]) -> R) -> Option<R> {
    if !view.is_c_contiguous() {
        return None;
    }
    let line = if view.ndim() == 0 { view.expand_dims([0]).ok()? } else { view.clone() };
    let bytes = line.view_as(DType::U8).ok()?.downcast::<u8>().ok()?;
    Some(take(bytes.as_slice()?))
}
