//! NumPy's `.npy` files: one array with its dtype and shape.
//!
//! [`read`] and [`write()`] take the name of a file, [`read_from`] and [`write_to`] any reader and writer, [`from_bytes`] and
//! [`to_bytes`] memory; [`File`] reads parts of a file, and [`crate::foreign::mmap`] maps it. Versions 1, 2 and 3 are read;
//! the lowest that serves is written, byte for byte as NumPy does. Pickled objects are refused.

mod header;
mod part;
mod save;

use std::fs;
use std::io::{Read, Write};
use std::path::Path;

use numoxide_core::{AnyArray, AnyView, Array, DType, Element};

use crate::bytes::items;
use crate::foreign::disk;
use crate::npz::Member;
use crate::{Error, Result};

pub(crate) use header::Limits;
pub use header::{
    ARRAY_ALIGN, GROWTH_AXIS_MAX_DIGITS, Header, MAGIC_LEN, MAGIC_PREFIX, MAX_HEADER_SIZE, MAX_NESTING,
    dtype_to_descr,
};
pub use part::File;
pub use save::Save;

const DATA: &str = "npy data";

/// How files are read: the limits.
///
/// ```
/// use numoxide_interop::npy;
///
/// let bytes = npy::to_bytes(&numoxide_core::array![1, 2])?;
/// assert!(npy::Options::new().max_header_size(10).from_bytes(&bytes).is_err());
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Options {
    limits: Limits,
}

impl Options {
    /// NumPy's limits.
    pub fn new() -> Self {
        Options::default()
    }

    /// The longest header that is read, in bytes; 10000 if nothing else is said. NumPy: `max_header_size`.
    #[must_use]
    pub fn max_header_size(mut self, bytes: usize) -> Self {
        self.limits.size = bytes;
        self
    }

    /// How many brackets a dtype's description may have one within the other, 32 at most; fields in fields take two each.
    ///
    /// ```
    /// use numoxide_core::{AnyArray, DType};
    /// use numoxide_interop::npy;
    ///
    /// let nested = AnyArray::zeros([2], DType::parse("[('a', [('b', 'f8')])]")?)?;
    /// let bytes = npy::to_bytes(&nested)?;
    /// assert!(npy::Options::new().max_nesting(4).from_bytes(&bytes).is_ok());
    /// assert!(npy::Options::new().max_nesting(3).from_bytes(&bytes).is_err());
    /// # Ok::<(), numoxide_interop::Error>(())
    /// ```
    #[must_use]
    pub fn max_nesting(mut self, brackets: usize) -> Self {
        self.limits.nesting = brackets.min(MAX_NESTING);
        self
    }

    /// [`read`] with these options.
    ///
    /// # Errors
    /// As [`read`].
    pub fn read(&self, path: impl AsRef<Path>) -> Result<AnyArray> {
        let mut file = fs::File::open(path)?;
        let known = file.metadata().ok().filter(fs::Metadata::is_file).map(|metadata| metadata.len());
        let header = Header::within(&mut file, self.limits)?;
        let len = header.data_bytes()?;
        let Some(known) = known else {
            return data(&header, disk::read_promised(DATA, &mut file, disk::from_file, len)?);
        };
        let found = known.saturating_sub(header.offset as u64);
        if found < len as u64 {
            return Err(truncated(len as u64, found));
        }
        data(&header, disk::read(DATA, &mut file, disk::from_file, len)?)
    }

    /// [`read_from`] with these options.
    ///
    /// # Errors
    /// As [`read_from`].
    pub fn read_from(&self, mut reader: impl Read) -> Result<AnyArray> {
        let header = Header::within(&mut reader, self.limits)?;
        data(&header, disk::read_promised(DATA, &mut reader, disk::from_reader, header.data_bytes()?)?)
    }

    /// What a header may ask for.
    pub(crate) fn limits(&self) -> Limits {
        self.limits
    }

    /// An array that is one member of an archive, with nothing after it.
    pub(crate) fn read_member<R: Read + std::io::Seek>(
        &self,
        member: &mut Member<'_, R>,
    ) -> Result<AnyArray> {
        let header = Header::within(member, self.limits)?;
        let (expected, found) = (header.data_bytes()? as u64, member.left());
        if found > expected {
            return Err(Error::Overlong { what: DATA, extra: found - expected });
        }
        if found < expected {
            return Err(truncated(expected, found));
        }
        data(&header, member.rest(DATA)?)
    }

    /// [`from_bytes`] with these options.
    ///
    /// # Errors
    /// As [`from_bytes`].
    pub fn from_bytes(&self, bytes: &[u8]) -> Result<AnyArray> {
        let mut rest = bytes;
        let header = Header::within(&mut rest, self.limits)?;
        let (expected, found) = (header.data_bytes()?, rest.len());
        let bytes = rest.get(..expected).ok_or_else(|| truncated(expected as u64, found as u64))?;
        let array = data(&header, Array::from_slice(bytes)?)?;
        match found - expected {
            0 => Ok(array),
            extra => Err(Error::Overlong { what: DATA, extra: extra as u64 }),
        }
    }

    /// [`open`] with these options.
    ///
    /// # Errors
    /// As [`open`].
    pub fn open(&self, path: impl AsRef<Path>) -> Result<File<fs::File>> {
        let mut file = File::within(fs::File::open(path)?, self.limits)?;
        file.pour = disk::from_file;
        Ok(file)
    }
}

#[cold]
fn truncated(expected: u64, found: u64) -> Error {
    Error::Truncated { what: DATA, expected, found }
}

/// The bytes after a header as the items that it describes.
fn data(header: &Header, bytes: Array<u8>) -> Result<AnyArray> {
    items(bytes, &header.dtype, &header.swapped, &header.shape, header.order)
}

/// The array in a file. NumPy: `np.load`.
///
/// # Errors
/// [`Error::Io`] if the file cannot be read; what else can be wrong with it has an [`Error`] each.
///
/// ```
/// use numoxide_core::{Array, array};
/// use numoxide_interop::npy;
///
/// # let folder = std::env::temp_dir().join(format!("npy-read-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// let path = folder.join("data.npy");
/// npy::write(&path, &array![1.5, 2.5])?;
/// let any = npy::read(&path)?;
/// let typed: Array<f64> = any.try_into()?;
/// assert_eq!(typed.to_vec(), [1.5, 2.5]);
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
pub fn read(path: impl AsRef<Path>) -> Result<AnyArray> {
    Options::default().read(path)
}

/// The array in a file, whose items must be of type `T`. Bytes without a meaning ([`DType::Void`]) of the right size are
/// taken as `T`: this is how `bf16`, which NumPy lacks, comes back.
///
/// # Errors
/// As [`read`]; [`numoxide_core::Error::Cast`] if the items are of another type.
pub fn read_as<T: Element>(path: impl AsRef<Path>) -> Result<Array<T>> {
    typed(read(path)?)
}

/// An array of run-time type as one of `T`, bytes without a meaning included.
pub(crate) fn typed<T: Element>(any: AnyArray) -> Result<Array<T>> {
    let raw = matches!(any.dtype(), DType::Void(size) if *size == size_of::<T>());
    Ok(if raw { any.view_as(T::dtype())?.try_into()? } else { any.try_into()? })
}

/// The next array of a reader, which is left standing after it. NumPy: `lib.format.read_array`.
///
/// # Errors
/// As [`read`].
///
/// ```
/// use numoxide_core::array;
/// use numoxide_interop::npy;
///
/// let mut stream = Vec::new();
/// npy::write_to(&mut stream, &array![1, 2])?;
/// npy::write_to(&mut stream, &array![true])?;
/// let mut reader = &stream[..];
/// assert_eq!(npy::read_from(&mut reader)?.downcast::<i32>()?.to_vec(), [1, 2]);
/// assert_eq!(npy::read_from(&mut reader)?.downcast::<bool>()?.to_vec(), [true]);
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
pub fn read_from(reader: impl Read) -> Result<AnyArray> {
    Options::default().read_from(reader)
}

/// The array of a whole file in memory.
///
/// # Errors
/// As [`read`]; [`Error::Overlong`] if bytes follow the data.
pub fn from_bytes(bytes: &[u8]) -> Result<AnyArray> {
    Options::default().from_bytes(bytes)
}

/// Opens a file to read parts of it, however large it is.
///
/// # Errors
/// As [`read`].
pub fn open(path: impl AsRef<Path>) -> Result<File<fs::File>> {
    Options::default().open(path)
}

/// Writes an array to a file, which is there whole or not at all, even if the program ends in between. NumPy: `np.save`
/// (but the name gets no ending); [`Save`] has the options.
///
/// # Errors
/// [`Error::Io`]; [`numoxide_core::Error::Value`] if the fields of a struct overlap or are out of order, which the format
/// cannot say.
pub fn write<'a>(path: impl AsRef<Path>, array: impl Into<AnyView<'a>>) -> Result<()> {
    Save::default().write(path, array)
}

/// Writes an array to a writer. NumPy: `lib.format.write_array`.
///
/// # Errors
/// As [`write()`].
pub fn write_to<'a>(writer: impl Write, array: impl Into<AnyView<'a>>) -> Result<()> {
    Save::default().write_to(writer, array)
}

/// The bytes of a file that holds an array.
///
/// # Errors
/// As [`write()`].
pub fn to_bytes<'a>(array: impl Into<AnyView<'a>>) -> Result<Vec<u8>> {
    Save::default().to_bytes(array)
}
