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
}

impl fmt::Display for StructType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[")?;
        for (i, field) in self.fields.iter().enumerate() {
            let comma = if i == 0 { "" } else { ", " };
            write!(f, "{comma}('{}', {})", field.name, field.dtype)?;
        }
        f.write_str("]")
    }
}
