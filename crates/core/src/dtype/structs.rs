//! Structured types: named fields at fixed offsets.

use std::collections::HashSet;
use std::hash::{Hash, Hasher};

use super::DType;
use crate::layout::checked_bytes;
use crate::{Error, Result};

const OP: &str = "dtype";

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
///
/// Two are equal if their fields lie and are called the same; as in NumPy, it does not matter how they are aligned.
#[derive(Clone, Debug)]
pub struct StructType {
    fields: Vec<Field>,
    /// The titles of the fields; empty if none has one.
    titles: Vec<Option<String>>,
    itemsize: usize,
    alignment: usize,
    /// Whether the fields lie as a C compiler lays them.
    aligned: bool,
    /// Whether a field that holds a `bool` lies over another.
    shares_bools: bool,
}

impl PartialEq for StructType {
    fn eq(&self, other: &Self) -> bool {
        self.itemsize == other.itemsize && self.fields == other.fields && self.titles == other.titles
    }
}

impl Eq for StructType {}

impl Hash for StructType {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.fields, &self.titles, self.itemsize).hash(state);
    }
}

impl StructType {
    /// A structured type of `itemsize` bytes, aligned to `alignment`; see [`StructType::aligned`]. Fields may overlap.
    ///
    /// # Errors
    /// If a field's name appears twice, a field reaches beyond the item, or the alignment is no power of two.
    pub fn new(fields: Vec<Field>, itemsize: usize, alignment: usize) -> Result<Self> {
        if !alignment.is_power_of_two() {
            return Err(Error::value(OP, format!("alignment {alignment} is not a power of two")));
        }
        let mut seen = HashSet::with_capacity(fields.len());
        for field in &fields {
            if !seen.insert(field.name.as_str()) {
                return Err(Error::value(OP, format!("field {:?} occurs twice", field.name)));
            }
            let end = field.offset.checked_add(field.dtype.itemsize());
            if end.is_none_or(|end| end > itemsize) {
                return Err(Error::value(OP, format!("field {:?} reaches beyond the item", field.name)));
            }
        }
        let shares_bools = any_share_bools(&fields);
        let aligned = alignment > 1;
        Ok(StructType { fields, titles: Vec::new(), itemsize, alignment, aligned, shares_bools })
    }

    /// The same type, marked to lie as a C compiler lays it, or not; from [`StructType::new`] it is marked where its
    /// alignment is more than 1. NumPy: the flag `isalignedstruct`.
    ///
    /// ```
    /// use numoxide_core::{DType, StructType};
    ///
    /// let bytes = StructType::of([("a", DType::I8)], false)?.aligned(true);
    /// assert_eq!(DType::Struct(bytes.into()).repr(), "dtype([('a', 'i1')], align=True)");
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    #[must_use]
    pub fn aligned(self, aligned: bool) -> Self {
        StructType { aligned, ..self }
    }

    /// The same type whose fields have titles, by which they are found as well. NumPy: a name that is a tuple of title and
    /// name, or the `titles` of a dictionary.
    ///
    /// # Errors
    /// [`Error::Value`] if there are not as many as fields, or a title comes twice or is a field's name.
    ///
    /// ```
    /// use numoxide_core::{DType, StructType};
    ///
    /// let fields = StructType::of([("t", DType::F64), ("n", DType::I32)], false)?;
    /// let titled = fields.with_titles(vec![Some("temperature".to_owned()), None])?;
    /// assert_eq!(titled.field("temperature").map(|field| field.name.as_str()), Some("t"));
    /// assert_eq!(titled.to_string(), "[(('temperature', 't'), '<f8'), ('n', '<i4')]");
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn with_titles(self, titles: Vec<Option<String>>) -> Result<Self> {
        if titles.len() != self.fields.len() {
            let (titles, fields) = (titles.len(), self.fields.len());
            return Err(Error::value(OP, format!("{titles} titles for {fields} fields")));
        }
        for (at, title) in titles.iter().enumerate().filter(|(_, title)| title.is_some()) {
            let is_name = self.fields.iter().any(|field| Some(&field.name) == title.as_ref());
            if is_name || titles[..at].contains(title) {
                return Err(Error::value(OP, format!("title {title:?} is a name or title already")));
            }
        }
        let titles = if titles.iter().all(Option::is_none) { Vec::new() } else { titles };
        Ok(StructType { titles, ..self })
    }

    /// A structured type of fields one after the other; `align` leaves the gaps that a C compiler would. NumPy:
    /// `np.dtype([(name, dtype), ...], align=...)`.
    ///
    /// # Errors
    /// As [`StructType::new`]; [`Error::Size`] if the item does not fit the address space.
    ///
    /// ```
    /// use numoxide_core::{DType, StructType};
    ///
    /// let fields = [("id", DType::I8), ("level", DType::F64)];
    /// assert_eq!(StructType::of(fields.clone(), false)?.itemsize(), 9);
    /// assert_eq!(StructType::of(fields, true)?.itemsize(), 16);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn of<N: Into<String>>(fields: impl IntoIterator<Item = (N, DType)>, align: bool) -> Result<Self> {
        let (mut end, mut alignment, mut placed) = (0usize, 1, Vec::new());
        let too_large = || Error::size(OP, "the fields of a struct");
        let up =
            |end: usize, alignment| if align { end.checked_next_multiple_of(alignment) } else { Some(end) };
        for (name, dtype) in fields {
            if align {
                alignment = alignment.max(dtype.alignment());
            }
            let offset = up(end, dtype.alignment()).ok_or_else(too_large)?;
            end = offset.checked_add(dtype.itemsize()).ok_or_else(too_large)?;
            placed.push(Field { name: name.into(), dtype, offset });
        }
        Ok(StructType::new(placed, up(end, alignment).ok_or_else(too_large)?, alignment)?.aligned(align))
    }

    /// The fields in order of declaration.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The field of a name, or title.
    pub fn field(&self, name: &str) -> Option<&Field> {
        let titled = || self.titles.iter().position(|title| title.as_deref() == Some(name));
        let named = self.fields.iter().find(|field| field.name == name);
        named.or_else(|| titled().map(|at| &self.fields[at]))
    }

    /// The title of the field of a name, if it has one.
    pub fn title(&self, name: &str) -> Option<&str> {
        let at = self.fields.iter().position(|field| field.name == name)?;
        self.titles.get(at)?.as_deref()
    }

    pub(super) fn has_titles(&self) -> bool {
        !self.titles.is_empty()
    }

    /// Bytes of one item.
    pub fn itemsize(&self) -> usize {
        self.itemsize
    }

    /// The alignment that typed access to one item needs.
    pub fn alignment(&self) -> usize {
        self.alignment
    }

    /// Whether the fields lie as a C compiler lays them. NumPy: `isalignedstruct`.
    pub fn is_aligned(&self) -> bool {
        self.aligned
    }

    /// Whether a field that holds a `bool` lies over another, so that its bytes need not be 0 or 1.
    pub(crate) fn shares_bools(&self) -> bool {
        self.shares_bools
    }

    /// Whether the fields follow each other without gaps, but for those that alignment makes.
    pub(super) fn is_packed(&self) -> bool {
        let align =
            |end: usize, alignment| if self.is_aligned() { end.next_multiple_of(alignment) } else { end };
        let (mut end, mut most) = (0, 1);
        for field in &self.fields {
            let alignment = field.dtype.alignment();
            if field.offset != align(end, alignment) {
                return false;
            }
            end = field.offset + field.dtype.itemsize();
            most = most.max(alignment);
        }
        align(end, most) == self.itemsize
    }
}

/// Whether there are two fields that [`share_bools`]: few structs have any that overlap.
fn any_share_bools(fields: &[Field]) -> bool {
    if !fields.iter().any(|field| field.dtype.holds_bool()) {
        return false;
    }
    let mut order: Vec<&Field> = fields.iter().collect();
    order.sort_by_key(|field| field.offset);
    let mut end = 0;
    order.iter().enumerate().any(|(at, field)| {
        let overlaps = field.offset < end;
        end = end.max(field.offset + field.dtype.itemsize());
        overlaps && order[..at].iter().any(|other| share_bools(field, other))
    })
}

/// Whether writing to one field could give the other a `bool` that is neither 0 nor 1.
fn share_bools(a: &Field, b: &Field) -> bool {
    let overlap = a.offset < b.offset + b.dtype.itemsize() && b.offset < a.offset + a.dtype.itemsize();
    overlap && (a.dtype.holds_bool() || b.dtype.holds_bool())
}

/// The type and the shape of the small array in every item.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Subarray {
    dtype: DType,
    shape: Vec<usize>,
    itemsize: usize,
}

impl Subarray {
    /// An array of `shape` in every item, whose own items are of `dtype`, which may be small arrays again: arrays of those have
    /// the axes of both.
    ///
    /// # Errors
    /// [`Error::Size`] if it does not fit the address space or has too many axes.
    ///
    /// ```
    /// use numoxide_core::{DType, dtype::Subarray};
    ///
    /// let grid = DType::Subarray(Subarray::new(DType::F32, &[2, 3])?.into());
    /// assert_eq!((grid.itemsize(), grid.to_string().as_str()), (24, "('<f4', (2, 3))"));
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn new(dtype: DType, shape: &[usize]) -> Result<Self> {
        let inner = dtype.whole_shape();
        checked_bytes(OP, &[shape, &inner].concat(), 1)?;
        let (_, itemsize) = checked_bytes(OP, shape, dtype.itemsize())?;
        Ok(Subarray { dtype, shape: shape.to_vec(), itemsize })
    }

    /// The type of the items of the small array.
    pub fn dtype(&self) -> &DType {
        &self.dtype
    }

    /// The shape of the small array.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// Bytes of the small array.
    pub fn itemsize(&self) -> usize {
        self.itemsize
    }
}
