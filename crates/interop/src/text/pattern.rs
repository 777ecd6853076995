//! Texts taken apart by a regular expression: `fromregex`.

use std::path::Path;

use numoxide_core::{AnyArray, DType};
use regex::{Captures, Regex};

use super::load::leaves;
use super::numbers::{Parse, parser};
use super::{Encoding, text_sources};
use crate::bytes::{aligned, own_items};
use crate::{Error, Result};

const OP: &str = "fromregex";

/// How a text is taken apart: every match is an item, its groups are the fields. NumPy: the keywords of `np.fromregex`.
///
/// ```
/// use numoxide_core::{DType, Order};
/// use numoxide_interop::text::FromRegex;
///
/// let lines = FromRegex::new(r"(\d+)\s+(...)", DType::parse("[('num', 'i8'), ('key', 'S3')]")?)?;
/// let found = lines.parse("1312 foo\n1534  bar\n444   qux")?;
/// // The field lies 11 bytes apart: a copy is aligned.
/// assert_eq!(found.field("num")?.copy(Order::C)?.downcast::<i64>()?.to_vec(), [1312, 1534, 444]);
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct FromRegex {
    pattern: Regex,
    dtype: DType,
    parts: Vec<Part>,
    encoding: Encoding,
}

/// Where a group goes.
#[derive(Clone, Debug)]
struct Part {
    offset: usize,
    parse: Parse,
    dtype: DType,
}

impl FromRegex {
    /// A pattern, and the struct whose fields are its groups; without groups, the whole match is the one field. Patterns are
    /// written as in the crate `regex`: as in Python, but they cannot look around or back.
    ///
    /// # Errors
    /// [`Error::Pattern`] if the pattern is none; [`numoxide_core::Error::DType`] if the type has no fields or one that no
    /// text can be; [`Error::Columns`] if there are not as many fields as groups.
    pub fn new(pattern: &str, dtype: DType) -> Result<Self> {
        let unknown = |dtype: &DType| numoxide_core::Error::DType { op: OP, dtype: dtype.to_string() };
        if dtype.fields().is_none() {
            return Err(unknown(&dtype).into());
        }
        let wrong =
            |error: regex::Error| Error::Pattern { pattern: pattern.to_owned(), why: error.to_string() };
        let regex = Regex::new(pattern).map_err(wrong)?;
        let part = |(offset, dtype): (usize, DType)| {
            let parse = parser(&dtype).ok_or_else(|| unknown(&dtype))?;
            Ok(Part { offset, parse, dtype })
        };
        let parts: Vec<Part> = leaves(&dtype).into_iter().map(part).collect::<Result<_>>()?;
        let groups = (regex.captures_len() - 1).max(1);
        if parts.len() != groups {
            return Err(Error::Columns { line: 0, expected: parts.len(), found: groups });
        }
        Ok(FromRegex { pattern: regex, dtype, parts, encoding: Encoding::Utf8 })
    }

    /// How bytes are characters.
    #[must_use]
    pub fn encoding(mut self, encoding: Encoding) -> Self {
        self.encoding = encoding;
        self
    }

    text_sources!("The matches");

    /// The matches in a text.
    ///
    /// # Errors
    /// [`Error::Field`] for a group that is no item of its field.
    pub fn parse(&self, text: &str) -> Result<AnyArray> {
        let size = self.dtype.itemsize();
        let (mut bytes, mut count) = (Vec::new(), 0);
        for found in self.pattern.captures_iter(text) {
            let start = bytes.len();
            bytes.resize(start + size, 0);
            self.take(&found, &mut bytes[start..]).map_err(|error| at_line(error, text, &found))?;
            count += 1;
        }
        own_items(aligned(bytes)?, &self.dtype, &[count])
    }

    fn take(&self, found: &Captures<'_>, item: &mut [u8]) -> Result<()> {
        let first = usize::from(found.len() > 1);
        for (column, part) in self.parts.iter().enumerate() {
            // A group that takes no part in the match is empty.
            let field = found.get(first + column).map_or("", |group| group.as_str());
            let place = &mut item[part.offset..part.offset + part.dtype.itemsize()];
            if !(part.parse)(field, place) {
                let (field, dtype) = (field.chars().take(40).collect(), part.dtype.to_string());
                return Err(Error::Field { line: 0, column, field, dtype });
            }
        }
        Ok(())
    }
}

#[cold]
fn at_line(error: Error, text: &str, found: &Captures<'_>) -> Error {
    let start = found.get(0).map_or(0, |whole| whole.start());
    let here = 1 + text[..start].matches('\n').count();
    match error {
        Error::Field { column, field, dtype, .. } => Error::Field { line: here, column, field, dtype },
        other => other,
    }
}

/// The matches of a pattern in a file, whose groups are the fields of a struct. NumPy: `np.fromregex`; [`FromRegex`] has its
/// keywords.
///
/// # Errors
/// As [`FromRegex::new`] and [`FromRegex::read`].
///
/// ```
/// use numoxide_core::DType;
/// use numoxide_interop::fromregex;
///
/// # let folder = std::env::temp_dir().join(format!("fromregex-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// let path = folder.join("log.txt");
/// std::fs::write(&path, "level=3; level=5")?;
/// let levels = fromregex(&path, r"level=(\d+)", DType::parse("[('level', 'i4')]")?)?;
/// assert_eq!(levels.field("level")?.downcast::<i32>()?.to_vec(), [3, 5]);
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
pub fn fromregex(path: impl AsRef<Path>, pattern: &str, dtype: DType) -> Result<AnyArray> {
    FromRegex::new(pattern, dtype)?.read(path)
}
