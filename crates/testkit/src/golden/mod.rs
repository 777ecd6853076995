//! Golden files: arrays as NumPy gave them, bit for bit.
//!
//! A file is text, a line per array: its name, its dtype as NumPy abbreviates it, its shape (`2x3`, or `-` for
//! a 0-d array), and its elements in C order as hexadecimal little-endian bytes. A text has the dtype `text`, and
//! stands to the end of its line with `\n` and `\\` escaped. Lines that start with `#` are notes. Hexadecimal is twice
//! as long as bytes, but a change of a single element is one readable line of a diff.

mod scalar;

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

pub use scalar::{Scalar, same};

/// The golden file `crates/testkit/golden/<name>.golden`.
///
/// # Panics
///
/// If there is no such file or it is damaged: a test without its answers has nothing to say.
pub fn golden(name: &str) -> Golden {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(name).with_extension("golden");
    Golden::load(&path)
}

/// The arrays and texts of one golden file by name.
#[derive(Debug, Clone, PartialEq)]
pub struct Golden {
    entries: BTreeMap<String, Entry>,
}

/// One array of a golden file.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// NumPy's abbreviation of the dtype: `b1` for bool, `i1` to `i8`, `u1` to `u8`, `f2` to `f8`, `c8`, `c16`; or `text`.
    pub dtype: String,
    /// The shape.
    pub shape: Vec<usize>,
    /// The elements in C order, little-endian; of a text, its UTF-8.
    pub bytes: Vec<u8>,
}

/// Why a golden file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damaged {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: &'static str,
}

impl fmt::Display for Damaged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl std::error::Error for Damaged {}

impl Golden {
    /// Reads a golden file that lies elsewhere.
    ///
    /// # Panics
    ///
    /// As [`golden`].
    pub fn load(path: &Path) -> Self {
        let text =
            std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Self::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Reads the text of a golden file.
    ///
    /// ```
    /// use numoxide_testkit::Golden;
    ///
    /// let file = Golden::parse("# one third\nthird f8 - 555555555555d53f\n").unwrap();
    /// assert_eq!(file.entry("third").values::<f64>(), [1.0 / 3.0]);
    /// ```
    pub fn parse(text: &str) -> Result<Self, Damaged> {
        let mut entries = BTreeMap::new();
        for (at, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (name, entry) = parse_line(line).map_err(|reason| Damaged { line: at + 1, reason })?;
            if entries.insert(name.to_owned(), entry).is_some() {
                return Err(Damaged { line: at + 1, reason: "a name for the second time" });
            }
        }
        Ok(Self { entries })
    }

    /// The array of this name, if there is one.
    pub fn get(&self, name: &str) -> Option<&Entry> {
        self.entries.get(name)
    }

    /// The array of this name.
    ///
    /// # Panics
    ///
    /// If there is none.
    pub fn entry(&self, name: &str) -> &Entry {
        self.get(name).unwrap_or_else(|| panic!("no golden array `{name}`"))
    }

    /// All arrays, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Entry)> {
        self.entries.iter().map(|(name, entry)| (name.as_str(), entry))
    }
}

impl Entry {
    /// The elements in C order.
    ///
    /// # Panics
    ///
    /// If the array has another dtype.
    pub fn values<T: Scalar>(&self) -> Vec<T> {
        assert_eq!(self.dtype, T::DTYPE, "the golden array has another dtype");
        self.bytes.chunks_exact(size_of::<T>()).map(T::from_le).collect()
    }

    /// The text.
    ///
    /// # Panics
    ///
    /// If the entry is an array.
    pub fn text(&self) -> &str {
        assert_eq!(self.dtype, TEXT, "the golden entry is no text");
        std::str::from_utf8(&self.bytes).expect("made from text")
    }
}

const TEXT: &str = "text";

fn parse_line(line: &str) -> Result<(&str, Entry), &'static str> {
    if let [name, TEXT, _, escaped] = line.splitn(4, ' ').collect::<Vec<_>>()[..] {
        let bytes = unescape(escaped).ok_or("an unknown escape")?.into_bytes();
        return Ok((name, Entry { dtype: TEXT.to_owned(), shape: Vec::new(), bytes }));
    }
    let mut words = line.split(' ');
    let name = words.next().unwrap_or_default();
    let dtype = words.next().ok_or("no dtype")?;
    let shape = parse_shape(words.next().ok_or("no shape")?).ok_or("not a shape")?;
    // An empty array has no bytes, and may have lost the blank before them.
    let bytes = parse_hex(words.next().unwrap_or_default()).ok_or("not hexadecimal")?;
    if words.next().is_some() {
        return Err("more than four words");
    }
    let size = scalar::size_of_dtype(dtype).ok_or("an unknown dtype")?;
    let wanted =
        shape.iter().try_fold(size, |product, &n| product.checked_mul(n)).ok_or("an absurd shape")?;
    if bytes.len() != wanted {
        return Err("a number of bytes that does not fit the shape");
    }
    Ok((name, Entry { dtype: dtype.to_owned(), shape, bytes }))
}

fn parse_shape(text: &str) -> Option<Vec<usize>> {
    match text {
        "-" => Some(Vec::new()),
        _ => text.split('x').map(|n| n.parse().ok()).collect(),
    }
}

fn parse_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let pair = |pair: &[u8]| match pair {
        [high, low] => u8::try_from(digit(*high)? * 16 + digit(*low)?).ok(),
        _ => None,
    };
    text.as_bytes().chunks(2).map(pair).collect()
}

fn unescape(escaped: &str) -> Option<String> {
    let mut text = String::with_capacity(escaped.len());
    let mut chars = escaped.chars();
    while let Some(c) = chars.next() {
        text.push(match c {
            '\\' => match chars.next()? {
                'n' => '\n',
                '\\' => '\\',
                _ => return None,
            },
            _ => c,
        });
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use num_complex::Complex;

    use super::*;

    #[test]
    fn shapes_and_types_are_read() {
        let file =
            Golden::parse("a i2 2x1 01000080\nb b1 2 0100\nc f8 0x3 \nd c8 - 0000803f000000c0\n").unwrap();
        assert_eq!(file.entry("a").shape, [2, 1]);
        assert_eq!(file.entry("a").values::<i16>(), [1, i16::MIN]);
        assert_eq!(file.entry("b").values::<bool>(), [true, false]);
        assert!(file.entry("c").values::<f64>().is_empty());
        assert_eq!(file.entry("d").values::<Complex<f32>>(), [Complex::new(1.0, -2.0)]);
    }

    #[test]
    fn texts_are_read() {
        let file = Golden::parse("a text - [1 2\\n 3] \\\\\nb text - \n").unwrap();
        assert_eq!(file.entry("a").text(), "[1 2\n 3] \\");
        assert_eq!(file.entry("b").text(), "");
    }

    #[test]
    fn damage_is_named_with_its_line() {
        let bad =
            ["a", "a f8", "a f8 2y3 00", "a f8 - 00", "a u1 1 0g", "a f9 - 00", "a u1 - 00 00", "a u1 1 001"];
        for line in bad {
            let error = Golden::parse(&format!("# note\n{line}\n")).unwrap_err();
            assert_eq!(error.line, 2, "{line}");
        }
        assert!(Golden::parse("a u1 - 00\na u1 - 00\n").is_err());
        assert!(Golden::parse(&format!("a u1 {}x{} \n", usize::MAX, usize::MAX)).is_err());
    }
}
