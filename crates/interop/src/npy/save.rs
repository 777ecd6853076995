//! Arrays written as `.npy` files.

use std::io::Write;
use std::path::Path;

use numoxide_core::buffer::vector;
use numoxide_core::{AnyView, Order};

use super::{ARRAY_ALIGN, Header};
use crate::Result;
use crate::bytes::write_items;
use crate::file::write_whole;
use crate::foreign::disk;

/// How a file is written. NumPy: `lib.format.write_array`, and the byte order of the array's dtype.
///
/// ```
/// use numoxide_core::array;
/// use numoxide_interop::npy;
///
/// let bytes = npy::Save::new().version(2).big_endian(true).to_bytes(&array![1i16, 2])?;
/// assert_eq!((bytes[6], &bytes[bytes.len() - 4..]), (2, &[0, 1, 0, 2][..]));
/// assert_eq!(npy::from_bytes(&bytes)?.downcast::<i16>()?.to_vec(), [1, 2]);
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Save {
    version: Option<u8>,
    /// Whether the bytes go in the other order than the machine's.
    swapped: bool,
}

impl Save {
    /// The lowest version that can hold the header, and the machine's order of bytes.
    pub fn new() -> Self {
        Save::default()
    }

    /// The version of the format, 1, 2 or 3; `None` for the lowest that serves.
    #[must_use]
    pub fn version(mut self, version: impl Into<Option<u8>>) -> Self {
        self.version = version.into();
        self
    }

    /// Whether the highest byte of a number comes first. NumPy has it in the dtype: `">f8"`.
    #[must_use]
    pub fn big_endian(mut self, big: bool) -> Self {
        self.swapped = big != cfg!(target_endian = "big");
        self
    }

    /// [`super::write()`] with these options.
    ///
    /// # Errors
    /// As [`super::write()`]; [`crate::Error::Version`], [`crate::Error::Encoding`] and [`crate::Error::Limit`] if the header
    /// does not fit the version.
    pub fn write<'a>(&self, path: impl AsRef<Path>, array: impl Into<AnyView<'a>>) -> Result<()> {
        let view = array.into();
        write_whole(path.as_ref(), |out| {
            let (header, start) = self.start(&view)?;
            disk::reserve(out.get_ref(), start.len() + view.nbytes());
            put(out, &header, &start, &view)
        })
    }

    /// [`super::write_to`] with these options.
    ///
    /// # Errors
    /// As [`Save::write`].
    pub fn write_to<'a>(&self, mut writer: impl Write, array: impl Into<AnyView<'a>>) -> Result<()> {
        self.put(&mut writer, &array.into())
    }

    /// [`super::to_bytes`] with these options.
    ///
    /// # Errors
    /// As [`Save::write`].
    pub fn to_bytes<'a>(&self, array: impl Into<AnyView<'a>>) -> Result<Vec<u8>> {
        let view = array.into();
        let mut bytes = vector(view.nbytes() + ARRAY_ALIGN * 4)?;
        self.put(&mut bytes, &view)?;
        Ok(bytes)
    }

    pub(crate) fn put(&self, out: &mut impl Write, view: &AnyView<'_>) -> Result<()> {
        let (header, start) = self.start(view)?;
        put(out, &header, &start, view)
    }

    /// The header, and its bytes.
    fn start(&self, view: &AnyView<'_>) -> Result<(Header, Vec<u8>)> {
        let mut header = Header::of(view);
        header.swapped = self.swapped.into();
        let start = header.written(self.version)?;
        Ok((header, start))
    }
}

fn put(out: &mut impl Write, header: &Header, start: &[u8], view: &AnyView<'_>) -> Result<()> {
    out.write_all(start)?;
    let rows = if header.order == Order::F { view.t() } else { view.clone() };
    if header.swapped.any() { write_items(&rows.byteswap()?.view(), out) } else { write_items(&rows, out) }
}
