//! safetensors files: several arrays by name, without programs inside.
//!
//! A header in JSON says where each array lies; [`SafeTensors`] reads them when they are asked for. Headers are held to the
//! format's rules: the arrays lie one after the other, without gaps, from the first byte of data to the last.

mod json;

use std::fs;
use std::io::{Read, Seek, SeekFrom, Take, Write};
use std::path::Path;

use numoxide_core::{AnyArray, AnyView, DType, Layout, Order};

use crate::bytes::{items, write_items};
use crate::file::write_whole;
use crate::foreign::disk::{self, Pour};
use crate::{Error, Result};
use json::{Json, quoted};

const WHAT: &str = "safetensors";
/// The longest header that the format allows.
pub const MAX_HEADER_SIZE: u64 = 100_000_000;

const TYPES: [(&str, DType); 14] = [
    ("BOOL", DType::Bool),
    ("U8", DType::U8),
    ("I8", DType::I8),
    ("U16", DType::U16),
    ("I16", DType::I16),
    ("U32", DType::U32),
    ("I32", DType::I32),
    ("U64", DType::U64),
    ("I64", DType::I64),
    ("F16", DType::F16),
    ("BF16", DType::BF16),
    ("F32", DType::F32),
    ("F64", DType::F64),
    ("C64", DType::C64),
];

fn wrong(why: &'static str) -> Error {
    Error::Safetensors { why }
}

/// What the header says of an array.
#[derive(Clone, Debug)]
pub struct Tensor {
    /// Its name.
    pub name: String,
    /// The type of its items.
    pub dtype: DType,
    /// Its shape.
    pub shape: Vec<usize>,
    /// Where its bytes begin in the data.
    begin: u64,
    end: u64,
}

/// A file of arrays, which are read when they are asked for.
///
/// ```
/// use numoxide_core::{AnyView, array};
/// use numoxide_interop::safetensors::{self, SafeTensors};
///
/// let bytes = safetensors::to_bytes([("w", AnyView::from(&array![[1.0f32, 2.0]]))], &[("format", "pt")])?;
/// let mut file = SafeTensors::new(std::io::Cursor::new(bytes))?;
/// assert_eq!(file.metadata(), [("format".to_owned(), "pt".to_owned())]);
/// assert_eq!(file.get("w")?.downcast::<f32>()?.to_vec(), [1.0, 2.0]);
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
#[derive(Debug)]
pub struct SafeTensors<R> {
    reader: R,
    tensors: Vec<Tensor>,
    metadata: Vec<(String, String)>,
    data: u64,
    pour: Pour<R>,
}

/// What a file may ask for.
///
/// ```
/// use numoxide_core::{AnyView, array};
/// use numoxide_interop::safetensors::{self, Options};
///
/// let bytes = safetensors::to_bytes([("w", AnyView::from(&array![1.0f32]))], &[])?;
/// let file = || std::io::Cursor::new(bytes.clone());
/// assert!(Options::new().max_header_size(1000).max_tensors(1).reader(file()).is_ok());
/// assert!(Options::new().max_header_size(10).reader(file()).is_err());
/// assert!(Options::new().max_tensors(0).reader(file()).is_err());
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Options {
    max_header_size: u64,
    max_tensors: u64,
}

impl Default for Options {
    fn default() -> Self {
        Options { max_header_size: MAX_HEADER_SIZE, max_tensors: u64::MAX }
    }
}

impl Options {
    /// The limits of the format: a header of [`MAX_HEADER_SIZE`].
    pub fn new() -> Self {
        Options::default()
    }

    /// The longest header, in bytes.
    #[must_use]
    pub fn max_header_size(mut self, bytes: u64) -> Self {
        self.max_header_size = bytes;
        self
    }

    /// The most arrays.
    #[must_use]
    pub fn max_tensors(mut self, tensors: u64) -> Self {
        self.max_tensors = tensors;
        self
    }

    /// [`open`] with these options.
    ///
    /// # Errors
    /// As [`SafeTensors::new`].
    pub fn open(&self, path: impl AsRef<Path>) -> Result<SafeTensors<fs::File>> {
        Ok(SafeTensors { pour: disk::from_file, ..self.reader(fs::File::open(path)?)? })
    }

    /// [`SafeTensors::new`] with these options.
    ///
    /// # Errors
    /// As [`SafeTensors::new`].
    pub fn reader<R: Read + Seek>(&self, mut reader: R) -> Result<SafeTensors<R>> {
        let file = reader.seek(SeekFrom::End(0))?;
        reader.seek(SeekFrom::Start(0))?;
        let mut length = [0; 8];
        if file < 8 {
            return Err(Error::Truncated { what: WHAT, expected: 8, found: file });
        }
        reader.read_exact(&mut length)?;
        let length = u64::from_le_bytes(length);
        if length > self.max_header_size {
            let limit = self.max_header_size;
            return Err(Error::Limit { what: "safetensors header", found: length, limit });
        }
        if length > file - 8 {
            return Err(Error::Truncated { what: WHAT, expected: length, found: file - 8 });
        }
        let mut text = Vec::new();
        reader.by_ref().take(length).read_to_end(&mut text)?;
        let text = String::from_utf8(text).map_err(|_| Error::Encoding { encoding: "UTF-8" })?;
        let Json::Object(entries) = json::parse(&text)? else { return Err(wrong("the header is no object")) };
        let (mut tensors, mut metadata) = (Vec::new(), Vec::new());
        for (name, value) in entries {
            match name.as_str() {
                "__metadata__" => metadata = texts(value)?,
                _ => tensors.push(tensor(name, value)?),
            }
        }
        let (found, limit) = (tensors.len() as u64, self.max_tensors);
        if found > limit {
            return Err(Error::Limit { what: "safetensors: number of arrays", found, limit });
        }
        check_places(&tensors, file - 8 - length)?;
        Ok(SafeTensors { reader, tensors, metadata, data: 8 + length, pour: disk::from_reader })
    }
}

/// Opens a file.
///
/// # Errors
/// As [`SafeTensors::new`].
pub fn open(path: impl AsRef<Path>) -> Result<SafeTensors<fs::File>> {
    Options::default().open(path)
}

impl<R: Read + Seek> SafeTensors<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// [`Error::Safetensors`] if it is none of the format, or contradicts itself or the file; [`Error::Truncated`],
    /// [`Error::Limit`], [`Error::Encoding`].
    pub fn new(reader: R) -> Result<Self> {
        Options::default().reader(reader)
    }

    /// The arrays, in the order of the header.
    pub fn tensors(&self) -> &[Tensor] {
        &self.tensors
    }

    /// What else the header says.
    pub fn metadata(&self) -> &[(String, String)] {
        &self.metadata
    }

    /// The array of a name.
    ///
    /// # Errors
    /// [`Error::Member`] if there is none, [`Error::Io`].
    pub fn get(&mut self, name: &str) -> Result<AnyArray> {
        let tensor = self.find(name)?.clone();
        self.data_of(&tensor)?;
        let bytes = disk::read(WHAT, &mut self.reader, self.pour, (tensor.end - tensor.begin) as usize)?;
        // The format is little-endian.
        items(bytes, &tensor.dtype, &cfg!(target_endian = "big").into(), &tensor.shape, Order::C)
    }

    /// The bytes of the array of a name as a stream, little-endian and in row-major order, for arrays larger than memory.
    ///
    /// # Errors
    /// As [`SafeTensors::get`].
    pub fn data(&mut self, name: &str) -> Result<Take<&mut R>> {
        let tensor = self.find(name)?.clone();
        self.data_of(&tensor)
    }

    fn find(&self, name: &str) -> Result<&Tensor> {
        let found = self.tensors.iter().find(|tensor| tensor.name == name);
        found.ok_or_else(|| Error::member(name, "there is none of this name"))
    }

    fn data_of(&mut self, tensor: &Tensor) -> Result<Take<&mut R>> {
        self.reader.seek(SeekFrom::Start(self.data + tensor.begin))?;
        Ok(self.reader.by_ref().take(tensor.end - tensor.begin))
    }
}

fn texts(value: Json) -> Result<Vec<(String, String)>> {
    let Json::Object(entries) = value else { return Err(wrong("the metadata are no object")) };
    let text = |(key, value)| match value {
        Json::Text(text) => Ok((key, text)),
        _ => Err(wrong("the metadata are no texts")),
    };
    entries.into_iter().map(text).collect()
}

fn tensor(name: String, value: Json) -> Result<Tensor> {
    let Json::Object(mut entries) = value else { return Err(wrong("an array of the header is no object")) };
    if entries.len() != 3 {
        return Err(wrong("an array of the header has other keys than dtype, shape and data_offsets"));
    }
    let mut take = |key: &str| {
        let at = entries.iter().position(|(name, _)| name == key);
        at.map(|at| entries.swap_remove(at).1).ok_or_else(|| wrong("an array of the header lacks a key"))
    };
    let Json::Text(dtype) = take("dtype")? else { return Err(wrong("a dtype is no text")) };
    let known = TYPES.iter().find(|(name, _)| *name == dtype);
    let dtype = known.ok_or_else(|| wrong("a dtype is not known"))?.1.clone();
    let shape = sizes(take("shape")?)?;
    let [begin, end] = sizes(take("data_offsets")?)?[..] else { return Err(wrong("offsets are no pair")) };
    let shape: Vec<usize> = shape.into_iter().map(|size| size as usize).collect();
    let layout = Layout::contiguous(&shape, dtype.itemsize(), Order::C)?;
    if end.checked_sub(begin) != Some((layout.len() * dtype.itemsize()) as u64) {
        return Err(wrong("offsets and shape of an array contradict each other"));
    }
    Ok(Tensor { name, dtype, shape, begin, end })
}

fn sizes(value: Json) -> Result<Vec<u64>> {
    let Json::List(items) = value else { return Err(wrong("sizes are no list")) };
    let size = |item| match item {
        Json::Int(size) if usize::try_from(size).is_ok() => Ok(size),
        _ => Err(wrong("a size is none")),
    };
    items.into_iter().map(size).collect()
}

/// The arrays must fill the data without gaps.
fn check_places(tensors: &[Tensor], data: u64) -> Result<()> {
    let mut places: Vec<(u64, u64)> = tensors.iter().map(|tensor| (tensor.begin, tensor.end)).collect();
    places.sort_unstable();
    let mut end = 0;
    for (begin, next) in places {
        if begin != end {
            return Err(wrong("there are gaps between arrays, or one lies over another"));
        }
        end = next;
    }
    match data.checked_sub(end) {
        Some(0) => Ok(()),
        Some(extra) => Err(Error::Overlong { what: WHAT, extra }),
        None => Err(Error::Truncated { what: WHAT, expected: end, found: data }),
    }
}

/// Writes arrays by name to a file, which is there whole or not at all.
///
/// # Errors
/// [`Error::Safetensors`] if the format has no such items, or a name comes twice; [`Error::Io`].
pub fn write<'a, N, A>(
    path: impl AsRef<Path>,
    tensors: impl IntoIterator<Item = (N, A)>,
    metadata: &[(&str, &str)],
) -> Result<()>
where
    N: Into<String>,
    A: Into<AnyView<'a>>,
{
    let tensors: Vec<_> = tensors.into_iter().map(|(name, array)| (name.into(), array.into())).collect();
    write_whole(path.as_ref(), |out| write_all(out, &tensors, metadata))
}

/// The bytes of a file of arrays by name.
///
/// # Errors
/// As [`write()`].
pub fn to_bytes<'a, N, A>(
    tensors: impl IntoIterator<Item = (N, A)>,
    metadata: &[(&str, &str)],
) -> Result<Vec<u8>>
where
    N: Into<String>,
    A: Into<AnyView<'a>>,
{
    let tensors: Vec<_> = tensors.into_iter().map(|(name, array)| (name.into(), array.into())).collect();
    let mut bytes = Vec::new();
    write_all(&mut bytes, &tensors, metadata)?;
    Ok(bytes)
}

fn write_all(
    out: &mut impl Write,
    tensors: &[(String, AnyView<'_>)],
    metadata: &[(&str, &str)],
) -> Result<()> {
    // The widest items first, so that all are aligned.
    let mut order: Vec<&(String, AnyView<'_>)> = tensors.iter().collect();
    order.sort_by(|(a, x), (b, y)| y.itemsize().cmp(&x.itemsize()).then_with(|| a.cmp(b)));
    let mut entries = Vec::new();
    if !metadata.is_empty() {
        let texts: Vec<String> =
            metadata.iter().map(|(key, text)| format!("{}:{}", quoted(key), quoted(text))).collect();
        entries.push(format!("\"__metadata__\":{{{}}}", texts.join(",")));
    }
    let mut begin = 0;
    for (at, (name, view)) in order.iter().enumerate() {
        if name == "__metadata__" || order[..at].iter().any(|(other, _)| other == name) {
            return Err(wrong("a name comes twice"));
        }
        let known = TYPES.iter().find(|(_, dtype)| dtype == view.dtype());
        let (dtype, _) = known.ok_or_else(|| wrong("the format has no such items"))?;
        let (name, end) = (quoted(name), begin + view.nbytes());
        let shape: Vec<String> = view.shape().iter().map(usize::to_string).collect();
        let shape = shape.join(",");
        entries.push(format!(
            "{name}:{{\"dtype\":\"{dtype}\",\"shape\":[{shape}],\"data_offsets\":[{begin},{end}]}}"
        ));
        begin = end;
    }
    let mut header = format!("{{{}}}", entries.join(","));
    header.push_str(&" ".repeat(header.len().next_multiple_of(8) - header.len()));
    out.write_all(&(header.len() as u64).to_le_bytes())?;
    out.write_all(header.as_bytes())?;
    for (_, view) in order {
        if cfg!(target_endian = "big") {
            write_items(&view.byteswap()?.view(), out)?;
        } else {
            write_items(view, out)?;
        }
    }
    Ok(())
}
