//! Structured types: named fields at fixed offsets.

use std::fmt;

use super::DType;
use crate::{Error, Result};

/// One field of a structured type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its type.
    pub dtype: DType,
    /// Where it begins, in bytes from the start of the item.
    pub offset: usize,
}

/// The fields of a structured type and the size of one item.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StructType {
    fields: Vec<Field>,
    itemsize: usize,
    alignment: usize,
}

impl StructType {
    /// A structured type of `itemsize` bytes, aligned to `alignment`.
    ///
    /// # Errors
    /// If a field's name appears twice, a field reaches beyond the item, or the alignment is no power
    /// of two.
    pub fn new(fields: Vec<Field>, itemsize: usize, alignment: usize) -> Result<Self> {
        const OP: &str = "dtype";
        if !alignment.is_power_of_two() {
            return Err(Error::value(OP, format!("alignment {alignment} is not a power of two")));
        }
        for (i, field) in fields.iter().enumerate() {
            if fields[..i].iter().any(|other| other.name == field.name) {
                return Err(Error::value(OP, format!("field {:?} occurs twice", field.name)));
            }
            let end = field.offset.checked_add(field.dtype.itemsize());
            if end.is_none_or(|end| end > itemsize) {
                return Err(Error::value(OP, format!("field {:?} reaches beyond the item", field.name)));
            }
        }
        Ok(StructType { fields, itemsize, alignment })
    }

    /// The fields in order of declaration.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The field called `name`.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Bytes of one item.
    pub fn itemsize(&self) -> usize {
        self.itemsize
    }

    /// The alignment that typed access to one item needs.
    pub fn alignment(&self) -> usize {
        self.alignment
    }

    fn is_aligned(&self) -> bool {
        self.alignment > 1
    }

    /// Whether the fields follow each other without gaps, but for those that alignment makes.
    fn is_packed(&self) -> bool {
        let align =
            |end: usize, alignment| if self.is_aligned() { end.next_multiple_of(alignment) } else { end };
        let mut end = 0;
        for field in &self.fields {
            if field.offset != align(end, field.dtype.alignment()) {
                return false;
            }
            end = field.offset + field.dtype.itemsize();
        }
        align(end, self.alignment) == self.itemsize
    }
}

impl fmt::Display for StructType {
    /// As NumPy's `str` of the dtype: a list of fields if they are packed and unaligned, else a dictionary.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let aligned = self.is_aligned();
        self.describe(f, aligned, if aligned { ", 'aligned': True" } else { "" })
    }
}

impl StructType {
    fn describe(&self, f: &mut fmt::Formatter<'_>, dictionary: bool, aligned: &str) -> fmt::Result {
        if !dictionary && self.is_packed() {
            return write!(
                f,
                "[{}]",
                Listed(self, |field, f| { write!(f, "({}, {})", Quoted(&field.name), Code(&field.dtype)) })
            );
        }
        let names = Listed(self, |field, f| write!(f, "{}", Quoted(&field.name)));
        let formats = Listed(self, |field, f| write!(f, "{}", Code(&field.dtype)));
        let offsets = Listed(self, |field, f| write!(f, "{}", field.offset));
        let itemsize = self.itemsize;
        write!(
            f,
            "{{'names': [{names}], 'formats': [{formats}], 'offsets': [{offsets}], 'itemsize': {itemsize}{aligned}}}"
        )
    }
}

/// Something of every field, with commas between.
struct Listed<'a>(&'a StructType, fn(&Field, &mut fmt::Formatter<'_>) -> fmt::Result);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, field) in self.0.fields.iter().enumerate() {
            f.write_str(if i == 0 { "" } else { ", " })?;
            self.1(field, f)?;
        }
        Ok(())
    }
}

/// A string as Python's `repr` quotes it.
struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quote = if self.0.contains('\'') && !self.0.contains('"') { '"' } else { '\'' };
        write!(f, "{quote}")?;
        for c in self.0.chars() {
            match c {
                '\n' => f.write_str("\\n"),
                '\r' => f.write_str("\\r"),
                '\t' => f.write_str("\\t"),
                '\\' => f.write_str("\\\\"),
                c if c == quote => write!(f, "\\{c}"),
                c => write!(f, "{c}"),
            }?;
        }
        write!(f, "{quote}")
    }
}

/// The short form of a field's dtype: `'<f8'`.
struct Code<'a>(&'a DType);

impl fmt::Display for Code<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let order = if cfg!(target_endian = "big") { '>' } else { '<' };
        let (kind, size) = (self.0.kind(), self.0.itemsize());
        match self.0 {
            DType::Struct(fields) => fields.describe(f, false, ""),
            DType::Bool => f.write_str("'?'"),
            DType::BF16 => f.write_str("'bfloat16'"),
            _ if size == 1 => write!(f, "'{kind}1'"),
            _ => write!(f, "'{order}{kind}{size}'"),
        }
    }
}
