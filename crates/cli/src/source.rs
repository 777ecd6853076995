//! Files of arrays: what is in them, and their arrays whole or from the beginning.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use numoxide::interop::{DataSource, safetensors};
use numoxide::prelude::*;
use numoxide::{Swapped, npy, npz};

use crate::csv::Csv;
use crate::{Error, Result};

/// The kinds of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One array with its header.
    Npy,
    /// An archive of such.
    Npz,
    /// Arrays by name behind one header.
    Safetensors,
    /// A table as text.
    Csv,
}

impl Format {
    /// The format that the name of a file promises.
    ///
    /// # Errors
    /// [`Error::Format`] if it promises none.
    pub fn of_name(path: &Path) -> Result<Format> {
        let name = unpacked(path);
        let extension = name.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        match extension.to_ascii_lowercase().as_str() {
            "npy" | "npz" | "safetensors" if name != path => Err(Error::Format {
                path: path.to_owned(),
                why: "only texts are read and written compressed",
            }),
            "npy" => Ok(Format::Npy),
            "npz" => Ok(Format::Npz),
            "safetensors" => Ok(Format::Safetensors),
            "csv" | "tsv" | "txt" | "dat" => Ok(Format::Csv),
            _ => Err(Error::Format {
                path: path.to_owned(),
                why: "the name ends in none of .npy, .npz, .safetensors, .csv, .tsv, .txt, .csv.gz",
            }),
        }
    }

    /// The format of a file, by its first bytes and else by its name.
    fn of_file(path: &Path) -> Result<Format> {
        let mut start = [0; 9];
        let file = File::open(path).map_err(|error| Error::file(path)(error.into()))?;
        for (place, byte) in start.iter_mut().zip(BufReader::new(file).bytes()) {
            *place = byte.map_err(|error| Error::file(path)(error.into()))?;
        }
        Ok(match &start {
            [0x93, b'N', b'U', b'M', b'P', b'Y', ..] => Format::Npy,
            [b'P', b'K', 3 | 5, 4 | 6, ..] => Format::Npz,
            [.., 0, 0, b'{'] => Format::Safetensors,
            [0x1f, 0x8b, ..] if unpacked(path) == path => {
                let why = "compressed, which the name of a text says by .gz";
                return Err(Error::Format { path: path.to_owned(), why });
            }
            _ => Format::of_name(path)?,
        })
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Format::Npy => "npy",
            Format::Npz => "npz",
            Format::Safetensors => "safetensors",
            Format::Csv => "csv",
        }
    }
}

/// The name without `.gz`, which says that the contents are compressed.
pub(crate) fn unpacked(path: &Path) -> PathBuf {
    let compressed = path.extension().is_some_and(|extension| extension == "gz");
    if compressed { path.with_extension("") } else { path.to_owned() }
}

/// One array of a file, as far as it is known without reading it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its name, where the format has names.
    pub name: Option<String>,
    /// The type of its items.
    pub dtype: DType,
    /// Which of their bytes are in the other order than the machine's.
    pub swapped: Swapped,
    /// Its shape.
    pub shape: Vec<usize>,
    /// [`Order::F`] if the first index varies fastest in the file.
    pub order: Order,
    /// What it takes in the file, in bytes.
    pub stored: u64,
    /// What is read to see all items, in bytes: that which comes out of what is compressed.
    pub(crate) read: u64,
    /// The names of the columns, where the first line of a text has them.
    pub columns: Option<Vec<String>>,
}

impl Entry {
    fn of_header(name: Option<String>, header: npy::Header, stored: u64) -> Entry {
        let npy::Header { dtype, swapped, shape, order, .. } = header;
        let read = shape.iter().product::<usize>() as u64 * dtype.itemsize() as u64;
        Entry { name, dtype, swapped, shape, order, stored, read, columns: None }
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.shape.iter().product()
    }

    /// How many bytes the items take in memory.
    pub fn bytes(&self) -> u64 {
        self.len() as u64 * self.dtype.itemsize() as u64
    }

    /// The name for people: that of the array, or of the file.
    pub fn title(&self, path: &Path) -> String {
        self.name.clone().unwrap_or_else(|| path.display().to_string())
    }
}

/// A file of arrays.
#[derive(Clone, Debug)]
pub struct Source {
    path: PathBuf,
    format: Format,
    csv: Option<Csv>,
}

impl Source {
    /// Looks what kind of file it is.
    ///
    /// # Errors
    /// [`Error::File`] if it cannot be read, [`Error::Format`] if it is of no known kind.
    pub fn open(path: &Path) -> Result<Source> {
        Source::open_with(path, None, DType::F64)
    }

    /// [`Source::open`] with what stands between the fields of a text, and the type they are read as.
    ///
    /// # Errors
    /// As [`Source::open`].
    pub fn open_with(path: &Path, delimiter: Option<char>, dtype: DType) -> Result<Source> {
        let format = Format::of_file(path)?;
        let csv = match format {
            Format::Csv => Some(Csv::peek(path, delimiter, dtype)?),
            _ => None,
        };
        Ok(Source { path: path.to_owned(), format, csv })
    }

    /// The name of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What kind of file it is.
    pub fn format(&self) -> Format {
        self.format
    }

    pub(crate) fn csv(&self) -> Option<&Csv> {
        self.csv.as_ref()
    }

    /// The arrays of the file, from its headers alone; of a text the lines are counted.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn entries(&self) -> Result<Vec<Entry>> {
        match &self.csv {
            Some(csv) => Ok(vec![csv.entry(&self.path)?]),
            None => self.binary_entries().map_err(Error::file(&self.path)),
        }
    }

    fn binary_entries(&self) -> numoxide::interop::Result<Vec<Entry>> {
        match self.format {
            Format::Npz => {
                let mut archive = npz::open(&self.path)?;
                let members: Vec<_> =
                    archive.entries().iter().map(|entry| (entry.key().to_owned(), entry.packed)).collect();
                let entry = |(name, packed): (String, u64)| {
                    let header = archive.header(&name)?;
                    Ok(Entry::of_header(Some(name), header, packed))
                };
                members.into_iter().map(entry).collect()
            }
            Format::Safetensors => {
                let file = safetensors::open(&self.path)?;
                let entry = |tensor: &safetensors::Tensor| {
                    let header = npy::Header::new(tensor.dtype.clone(), &tensor.shape, Order::C);
                    let stored = header.data_bytes()? as u64;
                    let swapped = cfg!(target_endian = "big").into();
                    Ok(Entry { swapped, ..Entry::of_header(Some(tensor.name.clone()), header, stored) })
                };
                file.tensors().iter().map(entry).collect()
            }
            _ => {
                let header = npy::open(&self.path)?.header().clone();
                let stored = header.data_bytes()? as u64;
                Ok(vec![Entry::of_header(None, header, stored)])
            }
        }
    }

    /// The array of a name, or the only one.
    ///
    /// # Errors
    /// [`Error::Member`] if there are several and none was named, or none of this name.
    pub fn entry(&self, member: Option<&str>) -> Result<Entry> {
        let mut entries = self.entries()?;
        let place = match member {
            None if entries.len() == 1 => Some(0),
            None => None,
            Some(name) => entries.iter().position(|entry| entry.name.as_deref() == Some(name)),
        };
        match place {
            Some(place) => Ok(entries.swap_remove(place)),
            None => {
                let names = entries.into_iter().filter_map(|entry| entry.name).collect();
                Err(Error::Member { path: self.path.clone(), names })
            }
        }
    }

    /// A whole array.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn load(&self, entry: &Entry) -> Result<AnyArray> {
        let name = entry.name.as_deref().unwrap_or_default();
        match (&self.csv, self.format) {
            (Some(csv), _) => csv.load(&self.path, None),
            (None, Format::Npz) => npz::open(&self.path).and_then(|mut file| file.get(name)),
            (None, Format::Safetensors) => safetensors::open(&self.path).and_then(|mut file| file.get(name)),
            (None, _) => npy::read(&self.path),
        }
        .map_err(Error::file(&self.path))
    }

    /// The first `rows` of an array along its first axis, without reading more than is needed.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn head(&self, entry: &Entry, rows: usize) -> Result<AnyArray> {
        let wrong = || Error::file(&self.path);
        if entry.shape.is_empty() {
            return self.load(entry);
        }
        let rows = rows.min(entry.shape[0]);
        if let Some(csv) = &self.csv {
            return csv.load(&self.path, Some(rows)).map_err(wrong());
        }
        if self.format == Format::Npy {
            return npy::open(&self.path).and_then(|mut file| file.read_slice(s![..rows])).map_err(wrong());
        }
        if entry.order == Order::F && entry.shape.len() > 1 {
            return Ok(self.load(entry)?.slice(s![..rows])?);
        }
        let mut shape = entry.shape.clone();
        shape[0] = rows;
        let items: usize = shape.iter().product();
        let part = crate::chunks::binary(self, entry, |reader, from| from.count(items).read_from(reader));
        Ok(part.map_err(wrong())?.reshape(shape)?)
    }

    /// A file of text from its beginning, decompressed if its name ends in `.gz`.
    pub(crate) fn text(path: &Path) -> numoxide::interop::Result<impl BufRead> {
        let mut reader = BufReader::with_capacity(1 << 16, DataSource::default().open(path)?);
        // Spreadsheets begin a text with a mark that says it is UTF-8.
        if reader.fill_buf()?.starts_with("\u{feff}".as_bytes()) {
            reader.consume("\u{feff}".len());
        }
        Ok(reader)
    }
}
