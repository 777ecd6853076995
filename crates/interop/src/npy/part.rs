//! Parts of a file that may be larger than memory.

use std::io::{Read, Seek, SeekFrom};

use numoxide_core::buffer::vector;
use numoxide_core::layout::SliceSpec;
use numoxide_core::{AnyArray, Layout, Order};

use super::{DATA, Header, Limits, data};
use crate::bytes::{aligned, fill_run, items};
use crate::foreign::disk::{self, Pour};
use crate::{Error, Result};

/// Up to this many bytes, a part with gaps is read at once, gaps included.
const SPAN: usize = 1 << 18;

/// An `.npy` file of which parts are read.
///
/// ```
/// use numoxide_core::{Array, s};
/// use numoxide_interop::npy;
///
/// let bytes = npy::to_bytes(&Array::arange(0, 20, 1)?.reshape([4, 5])?)?;
/// let mut file = npy::File::new(std::io::Cursor::new(bytes), npy::MAX_HEADER_SIZE)?;
/// assert_eq!(file.header().shape, [4, 5]);
/// let column = file.read_slice(s![1..3, -1])?;
/// assert_eq!(column.downcast::<i32>()?.to_vec(), [9, 14]);
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
#[derive(Debug)]
pub struct File<R> {
    reader: R,
    header: Header,
    /// Where the file begins in the reader.
    start: u64,
    pub(super) pour: Pour<R>,
}

impl<R: Read + Seek> File<R> {
    /// Reads the header of the file that begins where the reader stands.
    ///
    /// # Errors
    /// As [`super::read`]; [`Error::Truncated`] if the data are not all there.
    pub fn new(reader: R, max_header_size: usize) -> Result<Self> {
        File::within(reader, Limits { size: max_header_size, ..Limits::default() })
    }

    /// [`File::new`] within limits.
    pub(super) fn within(mut reader: R, limits: Limits) -> Result<Self> {
        let start = reader.stream_position()?;
        let header = Header::within(&mut reader, limits)?;
        let first = start + header.offset as u64;
        let left = reader.seek(SeekFrom::End(0))?.saturating_sub(first);
        let expected = header.data_bytes()? as u64;
        if left < expected {
            return Err(Error::Truncated { what: DATA, expected, found: left });
        }
        Ok(File { reader, header, start, pour: disk::from_reader })
    }

    /// Dtype, shape and order of the array.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The whole array.
    ///
    /// # Errors
    /// As [`super::read`].
    pub fn read(&mut self) -> Result<AnyArray> {
        self.reader.seek(SeekFrom::Start(self.start + self.header.offset as u64))?;
        data(&self.header, disk::read(DATA, &mut self.reader, self.pour, self.header.data_bytes()?)?)
    }

    /// A part of the array, as `a.slice(index)` gives it. Nothing else is read but small gaps, and no more memory used than
    /// the part takes.
    ///
    /// # Errors
    /// As [`super::read`] and [`AnyArray::slice`].
    pub fn read_slice(&mut self, index: impl AsRef<[SliceSpec]>) -> Result<AnyArray> {
        let size = self.header.dtype.itemsize();
        let whole = Layout::contiguous(&self.header.shape, size, self.header.order)?;
        let part = whole.slice(index.as_ref())?;
        let room = part.len() * size;
        let mut bytes = vector(room)?;
        if room > 0 {
            self.gather(part.shape(), part.strides(), part.offset(), &mut bytes)?;
        }
        items(aligned(bytes)?, &self.header.dtype, &self.header.swapped, part.shape(), Order::C)
    }

    /// Appends the items of a part in row-major order.
    fn gather(&mut self, shape: &[usize], strides: &[isize], offset: isize, out: &mut Vec<u8>) -> Result<()> {
        let size = self.header.dtype.itemsize();
        let reach = |at: isize, (&len, &stride): (&usize, &isize)| at + (len as isize - 1) * stride;
        let axes = || shape.iter().zip(strides);
        let low = axes().filter(|(_, stride)| **stride < 0).fold(offset, reach);
        let high = axes().filter(|(_, stride)| **stride > 0).fold(offset, reach);
        let (span, wanted) = ((high - low) as usize + size, shape.iter().product::<usize>() * size);
        let in_order = span == wanted && row_major(shape, strides, size);
        if in_order || span <= SPAN {
            let from = out.len();
            let mut block = Vec::new();
            let target = if in_order { &mut *out } else { &mut block };
            target.resize(target.len() + span, 0);
            let place = if in_order { from } else { 0 };
            self.read_at(low as u64, &mut target[place..])?;
            if !in_order {
                pick(&block, size, shape, strides, offset - low, out);
            }
            return Ok(());
        }
        let (Some((&len, shape)), Some((&stride, strides))) = (shape.split_first(), strides.split_first())
        else {
            return Ok(());
        };
        (0..len as isize).try_for_each(|at| self.gather(shape, strides, offset + at * stride, out))
    }

    fn read_at(&mut self, place: u64, bytes: &mut [u8]) -> Result<()> {
        self.reader.seek(SeekFrom::Start(self.start + self.header.offset as u64 + place))?;
        let found = fill_run(&mut self.reader, bytes)?;
        if found < bytes.len() {
            // The file has become shorter since it was opened.
            let expected = bytes.len() as u64;
            return Err(Error::Truncated { what: DATA, expected, found: found as u64 });
        }
        Ok(())
    }
}

/// Whether items of `size` bytes lie one after the other in row-major order.
fn row_major(shape: &[usize], strides: &[isize], size: usize) -> bool {
    let mut expected = size as isize;
    shape.iter().zip(strides).rev().all(|(&len, &stride)| {
        let right = len == 1 || stride == expected;
        expected *= len as isize;
        right
    })
}

/// Appends the items of a strided part of `block` in row-major order.
fn pick(block: &[u8], size: usize, shape: &[usize], strides: &[isize], offset: isize, out: &mut Vec<u8>) {
    match (shape, strides) {
        ([len, shape @ ..], [stride, strides @ ..]) => {
            (0..*len as isize).for_each(|at| pick(block, size, shape, strides, offset + at * stride, out));
        }
        _ => out.extend(&block[offset as usize..offset as usize + size]),
    }
}
