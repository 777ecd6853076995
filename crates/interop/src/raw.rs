//! Items without a header: `fromfile`, `tofile`.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use numoxide_core::{AnyArray, AnyView, Array, DType, Element, Order, Swapped};

use crate::bytes::{aligned, items, write_items};
use crate::file::write_whole;
use crate::foreign::disk;
use crate::{Error, Result};

const WHAT: &str = "fromfile";

/// How raw items are read. NumPy: the keywords of `np.fromfile`.
///
/// ```
/// use numoxide_core::DType;
/// use numoxide_interop::FromFile;
///
/// let bytes = [9, 0, 1, 0, 2, 7];
/// let items = FromFile::new(DType::U16).offset(1).count(2).big_endian(true).read_from(&bytes[..])?;
/// assert_eq!(items.downcast::<u16>()?.to_vec(), [1, 2]);
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct FromFile {
    dtype: DType,
    count: Option<usize>,
    offset: u64,
    swapped: Swapped,
}

impl FromFile {
    /// All items of a dtype, in the machine's order of bytes.
    pub fn new(dtype: DType) -> Self {
        FromFile { dtype, count: None, offset: 0, swapped: Swapped::Nothing }
    }

    /// So many items at most; `None` for all.
    #[must_use]
    pub fn count(mut self, count: impl Into<Option<usize>>) -> Self {
        self.count = count.into();
        self
    }

    /// So many bytes are passed first.
    #[must_use]
    pub fn offset(mut self, bytes: u64) -> Self {
        self.offset = bytes;
        self
    }

    /// Whether the highest byte comes first. NumPy has it in the dtype: `">f8"`.
    #[must_use]
    pub fn big_endian(self, big: bool) -> Self {
        self.swapped(big != cfg!(target_endian = "big"))
    }

    /// Which bytes are in the other order than the machine's: those of all numbers or none, or those that
    /// [`DType::from_descr`] found to be.
    #[must_use]
    pub fn swapped(mut self, swapped: impl Into<Swapped>) -> Self {
        self.swapped = swapped.into();
        self
    }

    /// The items in a file. Bytes at the end that are no whole item are left out, as NumPy does.
    ///
    /// # Errors
    /// [`Error::Io`]; [`Error::Truncated`] if the offset lies beyond the end; [`numoxide_core::Error::DType`] for items without
    /// bytes.
    pub fn read(&self, path: impl AsRef<Path>) -> Result<AnyArray> {
        let mut file = File::open(path)?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return self.read_from(file);
        }
        let left = metadata.len().checked_sub(self.offset);
        let left =
            left.ok_or(Error::Truncated { what: WHAT, expected: self.offset, found: metadata.len() })?;
        file.seek(SeekFrom::Start(self.offset))?;
        let count = self.whole(usize::try_from(left).unwrap_or(usize::MAX))?;
        let bytes = disk::read(WHAT, &mut file, disk::from_file, count * self.dtype.itemsize())?;
        self.items(bytes, count)
    }

    /// The items that a reader holds.
    ///
    /// # Errors
    /// As [`FromFile::read`].
    pub fn read_from(&self, mut reader: impl Read) -> Result<AnyArray> {
        let passed = std::io::copy(&mut reader.by_ref().take(self.offset), &mut std::io::sink())?;
        if passed < self.offset {
            return Err(Error::Truncated { what: WHAT, expected: self.offset, found: passed });
        }
        let most = self.count.and_then(|count| count.checked_mul(self.dtype.itemsize()));
        let mut bytes = Vec::new();
        reader.take(most.map_or(u64::MAX, |most| most as u64)).read_to_end(&mut bytes)?;
        let count = self.whole(bytes.len())?;
        bytes.truncate(count * self.dtype.itemsize());
        self.items(aligned(bytes)?, count)
    }

    /// How many whole items so many bytes are, no more than were asked for.
    fn whole(&self, bytes: usize) -> Result<usize> {
        let none = || numoxide_core::Error::DType { op: WHAT, dtype: self.dtype.to_string() };
        let whole = bytes.checked_div(self.dtype.itemsize()).ok_or_else(none)?;
        Ok(whole.min(self.count.unwrap_or(usize::MAX)))
    }

    fn items(&self, bytes: Array<u8>, count: usize) -> Result<AnyArray> {
        items(bytes, &self.dtype, &self.swapped, &[count], Order::C)
    }
}

/// The items of type `T` that a file holds in the machine's order of bytes, and nothing else. NumPy: `np.fromfile`;
/// [`FromFile`] has its keywords, and [`crate::fromstring`] reads text.
///
/// # Errors
/// As [`FromFile::read`].
///
/// ```
/// use numoxide_core::array;
/// use numoxide_interop::{fromfile, tofile};
///
/// # let folder = std::env::temp_dir().join(format!("fromfile-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// let path = folder.join("raw.bin");
/// tofile(&path, &array![[1i16, 2], [3, 4]].t())?;
/// assert_eq!(fromfile::<i16>(&path)?.to_vec(), [1, 3, 2, 4]);
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
pub fn fromfile<T: Element>(path: impl AsRef<Path>) -> Result<Array<T>> {
    Ok(FromFile::new(T::dtype()).read(path)?.try_into()?)
}

/// Writes the items in row-major order and the machine's order of bytes, and nothing else. NumPy: the method `tofile`;
/// [`crate::savetxt`] writes text.
///
/// # Errors
/// [`Error::Io`].
pub fn tofile<'a>(path: impl AsRef<Path>, array: impl Into<AnyView<'a>>) -> Result<()> {
    let view = array.into();
    write_whole(path.as_ref(), |out| {
        disk::reserve(out.get_ref(), view.nbytes());
        write_items(&view, out)?;
        Ok(out.flush()?)
    })
}
