//! Tables as text: `loadtxt`, `genfromtxt`, `fromregex`, `savetxt`, `fromstring`.
//!
//! [`loadtxt`], [`genfromtxt`] and [`savetxt`] are the plain calls; [`LoadTxt`], [`GenFromTxt`] and [`SaveTxt`] have NumPy's
//! keywords. Large texts are read by several threads. Numbers are read to the nearest and written with their exact digits.

mod fields;
mod format;
mod gaps;
mod lead;
mod load;
mod numbers;
#[cfg(feature = "regex")]
mod pattern;
mod powers;
mod save;

use std::io::Read;
use std::path::Path;

use numoxide_core::{AnyArray, AnyView, Array, DType, Scalar};

use crate::bytes::{aligned, own_items};
use crate::source::{EXPANSION, SMALL};
use crate::{DataSource, Error, Result};

pub use gaps::{Case, Column, Delimiter, Filling, GenFromTxt, Names};
pub use load::LoadTxt;
#[cfg(feature = "regex")]
pub use pattern::{FromRegex, fromregex};
pub use save::SaveTxt;

/// How bytes are characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Encoding {
    /// UTF-8.
    #[default]
    Utf8,
    /// One byte a character, the first 256 of Unicode.
    Latin1,
}

/// Everything that a reader holds, as text.
pub(crate) fn read_text(reader: &mut impl Read, encoding: Encoding) -> Result<String> {
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes)?;
    match encoding {
        // The first half of Latin-1 is the same in UTF-8.
        Encoding::Latin1 if !bytes.is_ascii() => Ok(bytes.into_iter().map(char::from).collect()),
        _ => String::from_utf8(bytes).map_err(|_| Error::Encoding { encoding: "UTF-8" }),
    }
}

/// The text of a file, which is found and decompressed as [`DataSource`] does.
pub(crate) fn read_file(path: &Path, encoding: Encoding) -> Result<String> {
    read_text(&mut DataSource::default().open(path)?, encoding)
}

/// Refuses strings as long as the longest of them if they take far more bytes than there is text: one long field among many short
/// ones would make a large table of a small file.
fn check_strings(bytes: Option<usize>, text: usize) -> Result<()> {
    let found = bytes.map_or(u64::MAX, |bytes| bytes as u64);
    let limit = SMALL.max(EXPANSION.saturating_mul(text as u64));
    if found > limit {
        return Err(Error::Limit { what: "text: size of strings as long as the longest", found, limit });
    }
    Ok(())
}

/// Where the text of a type's `parse` comes from: files and readers.
macro_rules! text_sources {
    ($what:literal) => {
        #[doc = concat!($what, " in a file, which is found and decompressed as [`DataSource`](crate::DataSource) does.")]
        ///
        /// # Errors
        /// As [`parse`](Self::parse); [`Error::Io`](crate::Error::Io); [`Error::Encoding`](crate::Error::Encoding).
        pub fn read(&self, path: impl AsRef<std::path::Path>) -> crate::Result<numoxide_core::AnyArray> {
            self.parse(&crate::text::read_file(path.as_ref(), self.encoding)?)
        }

        #[doc = concat!($what, " in what a reader holds.")]
        ///
        /// # Errors
        /// As [`read`](Self::read).
        pub fn read_from(&self, mut reader: impl std::io::Read) -> crate::Result<numoxide_core::AnyArray> {
            self.parse(&crate::text::read_text(&mut reader, self.encoding)?)
        }
    };
}
use text_sources;

/// An array without axes of size 1 that are not wanted, and with as many as are. NumPy: `_ensure_ndmin_ndarray`.
fn with_axes(table: AnyArray, ndmin: usize) -> Result<AnyArray> {
    let table = if table.ndim() > ndmin { table.squeeze() } else { table };
    Ok(match (ndmin, table.ndim()) {
        (1, 0) => table.reshape([1])?,
        (2, 0) => table.reshape([1, 1])?,
        (2, 1) => table.expand_dims([1])?,
        _ => table,
    })
}

/// A table of numbers from a file: a line a row, blanks between the columns, comments after `#`. A single row or column has
/// one axis. NumPy: `np.loadtxt`; [`LoadTxt`] has its keywords.
///
/// # Errors
/// As [`LoadTxt::read`].
///
/// ```
/// use numoxide_core::{Array, array};
/// use numoxide_interop::{loadtxt, savetxt};
///
/// # let folder = std::env::temp_dir().join(format!("loadtxt-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// let path = folder.join("table.txt");
/// savetxt(&path, &array![[1.0, 0.1], [2.0, 0.2]])?;
/// let table: Array<f64> = loadtxt(&path)?;
/// assert_eq!(table.to_vec(), [1.0, 0.1, 2.0, 0.2]);
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
pub fn loadtxt<T: Scalar>(path: impl AsRef<Path>) -> Result<Array<T>> {
    Ok(LoadTxt::new().dtype(T::DTYPE).read(path)?.try_into()?)
}

/// A table of numbers from a file, NaN for what is missing or no number. NumPy: `np.genfromtxt`; [`GenFromTxt`] has its keywords.
///
/// # Errors
/// As [`GenFromTxt::read`].
///
/// ```
/// use numoxide_interop::genfromtxt;
///
/// # let folder = std::env::temp_dir().join(format!("genfromtxt-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// let path = folder.join("table.txt");
/// std::fs::write(&path, "1 2\n3 none\n")?;
/// let table = genfromtxt::<f64>(&path)?;
/// assert!(table[[1, 0]] == 3.0 && table[[1, 1]].is_nan());
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
pub fn genfromtxt<T: Scalar>(path: impl AsRef<Path>) -> Result<Array<T>> {
    Ok(GenFromTxt::new().dtype(T::DTYPE).read(path)?.try_into()?)
}

/// Writes a table of one or two axes to a file, a row a line, each number with 19 digits. NumPy: `np.savetxt`; [`SaveTxt`]
/// has its keywords.
///
/// # Errors
/// As [`SaveTxt::write`].
pub fn savetxt<'a>(path: impl AsRef<Path>, table: impl Into<AnyView<'a>>) -> Result<()> {
    SaveTxt::new().write(path, table)
}

/// The numbers in a text, between separators: `" "` stands for blanks of any number, and blanks around other separators are
/// passed. NumPy: `np.fromstring(text, sep=...)`.
///
/// # Errors
/// [`Error::Field`] for what is no number, [`Error::Argument`] for an empty separator, which in NumPy means raw bytes: see
/// [`numoxide_core::frombuffer`].
///
/// ```
/// use numoxide_interop::fromstring;
///
/// assert_eq!(fromstring::<i32>("1, 2,3", ",")?.to_vec(), [1, 2, 3]);
/// assert_eq!(fromstring::<f64>(" 0.5\n1e3 ", " ")?.to_vec(), [0.5, 1000.0]);
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
pub fn fromstring<T: Scalar>(text: &str, sep: &str) -> Result<Array<T>> {
    Ok(numbers_between(text, sep, &T::DTYPE)?.try_into()?)
}

/// [`fromstring`] for a dtype known at run time.
pub(crate) fn numbers_between(text: &str, sep: &str, dtype: &DType) -> Result<AnyArray> {
    if sep.is_empty() {
        return Err(Error::Argument { what: "sep", why: "it is empty" });
    }
    let unknown = || numoxide_core::Error::DType { op: "fromstring", dtype: dtype.to_string() };
    let parse = numbers::parser(dtype).ok_or_else(unknown)?;
    let (size, sep, lead) = (dtype.itemsize(), sep.trim(), lead::lead(dtype));
    let text = text.trim();
    let mut more = !text.is_empty();
    // A separator at the end has nothing after it.
    let text = if sep.is_empty() { text } else { text.strip_suffix(sep).unwrap_or(text) };
    let (mut bytes, mut at, mut count) = (Vec::new(), 0, 0);
    while more {
        let start = bytes.len();
        bytes.resize(start + size, 0);
        let room = &mut bytes[start..];
        let plain = lead
            .and_then(|lead| end_of_field(text, lead(text.as_bytes(), after_blanks(text, at), room)?, sep));
        let end = match plain {
            Some(end) => end,
            None => {
                let end = at + field(&text[at..], sep);
                let field = &text[at..end];
                if !parse(field, room) {
                    let field = field.trim().chars().take(40).collect();
                    return Err(Error::Field { line: 1, column: count, field, dtype: dtype.to_string() });
                }
                end
            }
        };
        more = end < text.len();
        at = if sep.is_empty() { after_blanks(text, end) } else { end + sep.len() };
        count += 1;
    }
    own_items(aligned(bytes)?, dtype, &[count])
}

/// The place after blanks.
fn after_blanks(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

/// Where the field ends whose number ends at a place, if nothing else belongs to it.
fn end_of_field(text: &str, at: usize, sep: &str) -> Option<usize> {
    let end = if sep.is_empty() { at } else { after_blanks(text, at) };
    let rest = text.as_bytes().get(end..)?;
    let apart = match rest.first() {
        Some(byte) if sep.is_empty() => byte.is_ascii_whitespace(),
        Some(_) => rest.starts_with(sep.as_bytes()),
        None => true,
    };
    apart.then_some(end)
}

/// The length of the field at the front of a text.
fn field(text: &str, sep: &str) -> usize {
    let end = if sep.is_empty() { text.find(|c: char| c.is_ascii_whitespace()) } else { text.find(sep) };
    end.unwrap_or(text.len())
}
