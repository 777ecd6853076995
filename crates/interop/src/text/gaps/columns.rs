//! The rows of a table, column by column: what their fields are, and what stands for those that are missing.

use std::borrow::Cow;

use numoxide_core::{AnyArray, Array, DType, StructType, Subarray, bf16, c128, f16};

use super::head::Head;
use super::{Converter, GenFromTxt, OP};
use crate::bytes::own_items;
use crate::text::check_strings;
use crate::text::format::shortest;
use crate::text::lead::{Lead, lead};
use crate::text::load::leaves;
use crate::text::numbers::{complex, float, parser};
use crate::{Error, Result};

/// A value, such as stands in the place of what is missing.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Filling {
    /// True or false.
    Bool(bool),
    /// An integer.
    Int(i128),
    /// A number.
    Float(f64),
    /// A complex number.
    Complex(c128),
    /// A text.
    Text(String),
}

macro_rules! fillings {
    ($($ty:ty => $variant:ident,)*) => {$(
        impl From<$ty> for Filling {
            fn from(value: $ty) -> Self {
                Filling::$variant(value.into())
            }
        }
    )*};
}
fillings! {
    bool => Bool, i32 => Int, i64 => Int, u64 => Int, f32 => Float, f64 => Float, c128 => Complex, &str => Text, String => Text,
}

impl Filling {
    fn float(&self) -> Option<f64> {
        match self {
            Filling::Bool(value) => Some(f64::from(u8::from(*value))),
            Filling::Int(value) => Some(*value as f64),
            Filling::Float(value) => Some(*value),
            Filling::Complex(_) => None,
            Filling::Text(text) => python_float(text),
        }
    }

    fn complex(&self) -> Option<c128> {
        match self {
            Filling::Complex(value) => Some(*value),
            other => other.float().map(|re| c128::new(re, 0.0)),
        }
    }

    fn integer(&self) -> Option<i128> {
        match self {
            Filling::Bool(value) => Some((*value).into()),
            Filling::Int(value) => Some(*value),
            Filling::Float(value) => value.is_finite().then_some(*value as i128),
            Filling::Complex(_) => None,
            Filling::Text(text) => python_int(text),
        }
    }

    /// As Python prints it.
    fn text(&self) -> Cow<'_, str> {
        match self {
            Filling::Bool(true) => "True".into(),
            Filling::Bool(false) => "False".into(),
            Filling::Int(value) => value.to_string().into(),
            Filling::Float(value) => shortest(*value).into(),
            Filling::Complex(value) => {
                Array::scalar(*value).map(|scalar| scalar.to_string()).unwrap_or_default().into()
            }
            Filling::Text(text) => text.into(),
        }
    }

    /// Writes it as an item of a dtype, if it can be one.
    fn put(&self, dtype: &DType, room: &mut [u8]) -> bool {
        macro_rules! store {
            ($value:expr) => {
                $value.map(|value| room.copy_from_slice(&value.to_ne_bytes())).is_some()
            };
        }
        macro_rules! integer {
            ($ty:ty) => {
                store!(self.integer().and_then(|value| <$ty>::try_from(value).ok()))
            };
        }
        match dtype {
            DType::Bool => store!(self.complex().map(|value| u8::from(value != c128::new(0.0, 0.0)))),
            DType::I8 => integer!(i8),
            DType::I16 => integer!(i16),
            DType::I32 => integer!(i32),
            DType::I64 => integer!(i64),
            DType::U8 => integer!(u8),
            DType::U16 => integer!(u16),
            DType::U32 => integer!(u32),
            DType::U64 => integer!(u64),
            DType::F16 => store!(self.float().map(f16::from_f64)),
            DType::BF16 => store!(self.float().map(bf16::from_f64)),
            DType::F32 => store!(self.float().map(|value| value as f32)),
            DType::F64 => store!(self.float()),
            DType::C64 => self.complex().is_some_and(|value| {
                let parts = [value.re as f32, value.im as f32].map(f32::to_ne_bytes);
                room.copy_from_slice(parts.as_flattened());
                true
            }),
            DType::C128 => self.complex().is_some_and(|value| {
                room.copy_from_slice([value.re, value.im].map(f64::to_ne_bytes).as_flattened());
                true
            }),
            texts => parser(texts).is_some_and(|put| put(&self.text(), room)),
        }
    }
}

/// A text without the underscores that Python allows between digits.
fn without_underscores(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('_') {
        return Some(text.into());
    }
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let between = |at: usize| bytes[at] != b'_' || (at > 0 && digit(at - 1) && digit(at + 1));
    (0..bytes.len()).all(between).then(|| text.replace('_', "").into())
}

fn python_int(text: &str) -> Option<i128> {
    without_underscores(text.trim())?.parse().ok()
}

fn python_float(text: &str) -> Option<f64> {
    float(&without_underscores(text.trim())?)
}

fn python_complex(text: &str) -> Option<c128> {
    let text = without_underscores(text.trim())?;
    let open = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let mut text = open.unwrap_or(&text).trim().to_owned();
    if text.contains(char::is_whitespace) {
        return None;
    }
    // `j` alone is `1j`.
    let bare =
        text.strip_suffix(['j', 'J']).is_some_and(|body| body.is_empty() || body.ends_with(['+', '-']));
    if bare {
        text.insert(text.len() - 1, '1');
    }
    complex(&text).map(|[re, im]| c128::new(re, im))
}

/// How the fields of a column are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Bool,
    Int,
    /// An integer that may be written with a fraction, which is cut off.
    Whole,
    Float,
    Complex,
    Text,
    Latin,
}

impl Kind {
    /// The kinds that are tried in turn where no type is given.
    const TRIED: [Kind; 5] = [Kind::Bool, Kind::Int, Kind::Float, Kind::Complex, Kind::Text];

    /// How the items of a dtype are read. Only integers of 64 bits refuse fractions, as in NumPy.
    fn of(dtype: &DType) -> Result<Kind> {
        Ok(match dtype {
            DType::Bool => Kind::Bool,
            DType::I64 | DType::U64 => Kind::Int,
            dtype if dtype.is_integer() => Kind::Whole,
            dtype if dtype.is_float() => Kind::Float,
            dtype if dtype.is_complex() => Kind::Complex,
            DType::Str(_) => Kind::Text,
            DType::Bytes(_) => Kind::Latin,
            other => return Err(numoxide_core::Error::DType { op: OP, dtype: other.to_string() }.into()),
        })
    }

    /// The dtype that is found out.
    fn dtype(self) -> DType {
        match self {
            Kind::Bool => DType::Bool,
            Kind::Int | Kind::Whole => DType::I64,
            Kind::Float => DType::F64,
            Kind::Complex => DType::C128,
            Kind::Text => DType::Str(0),
            Kind::Latin => DType::Bytes(0),
        }
    }

    fn read(self, text: &str) -> Option<Filling> {
        match self {
            Kind::Bool if text.eq_ignore_ascii_case("true") => Some(Filling::Bool(true)),
            Kind::Bool => text.eq_ignore_ascii_case("false").then_some(Filling::Bool(false)),
            Kind::Int => python_int(text).map(Filling::Int),
            // What is infinite fails when it is written.
            Kind::Whole => python_float(text).filter(|value| !value.is_nan()).map(Filling::Float),
            Kind::Float => python_float(text).map(Filling::Float),
            Kind::Complex => python_complex(text).map(Filling::Complex),
            Kind::Text => Some(Filling::Text(text.to_owned())),
            Kind::Latin => text.chars().all(|c| c <= '\u{ff}').then(|| Filling::Text(text.to_owned())),
        }
    }

    /// What stands in the place of what is missing, if nothing is said.
    fn filling(self) -> Filling {
        match self {
            Kind::Bool => Filling::Bool(false),
            Kind::Int | Kind::Whole => Filling::Int(-1),
            Kind::Float => Filling::Float(f64::NAN),
            Kind::Complex => Filling::Complex(c128::new(f64::NAN, 0.0)),
            Kind::Text | Kind::Latin => Filling::Text("???".to_owned()),
        }
    }
}

/// How a column is read. NumPy: `StringConverter`.
struct Reader<'o, 'a> {
    kind: Kind,
    missing: Vec<&'o str>,
    filling: Option<&'o Filling>,
    convert: Option<&'o Converter<'a>>,
    /// Whether its kind follows from its fields: not if only what is missing was seen.
    checked: bool,
}

impl<'o, 'a> Reader<'o, 'a> {
    /// The reader of one of the columns that are read.
    fn of(options: &'o GenFromTxt<'a>, head: &Head<'_>, slot: usize, kind: Kind) -> Result<Self> {
        let (missing, filling) = (head.missing(options, slot)?, head.filling(options, slot)?);
        Ok(Reader { kind, missing, filling, convert: head.converter(options, slot)?, checked: false })
    }

    fn is_missing(&self, field: &str) -> bool {
        let field = field.trim();
        field.is_empty() || self.missing.contains(&field)
    }

    fn read(&self, field: &str) -> Option<Filling> {
        match self.convert {
            Some(convert) => self.kind.read(&convert(field)),
            None => self.kind.read(field),
        }
    }

    /// Finds the first kind that all fields are, but for those that are missing.
    fn find_kind<'t>(&mut self, fields: impl Iterator<Item = &'t str> + Clone) {
        for kind in Kind::TRIED {
            (self.kind, self.checked) = (kind, true);
            let fits = fields.clone().all(|field| {
                let read = self.read(field);
                let missing = read.is_none() && self.is_missing(field);
                self.checked &= kind != Kind::Bool || !missing;
                let large = matches!(read, Some(Filling::Int(value)) if i64::try_from(value).is_err());
                missing || (read.is_some() && !large)
            });
            if fits {
                return;
            }
        }
    }

    /// The value of a field; `None` if it is none.
    fn value(&self, field: &str, loose: bool) -> Option<Filling> {
        self.read(field).or_else(|| {
            let filled = loose || self.is_missing(field);
            filled.then(|| self.filling.cloned().unwrap_or_else(|| self.kind.filling()))
        })
    }
}

/// The fields of the rows.
pub(super) struct Table<'t> {
    fields: Vec<&'t str>,
    /// The number of each row's line, counted from 1.
    lines: Vec<usize>,
    width: usize,
    /// The rows that are kept; what follows is the footer.
    rows: usize,
}

impl<'t> Table<'t> {
    /// The rows of the lines.
    pub(super) fn gather(
        options: &GenFromTxt<'_>,
        head: &Head<'t>,
        rest: impl Iterator<Item = (usize, &'t str)>,
    ) -> Result<Self> {
        let (mut fields, mut lines, mut ragged) = (Vec::new(), Vec::new(), Vec::new());
        for (number, (at, line)) in std::iter::once(head.first.unwrap_or_default()).chain(rest).enumerate() {
            let found = options.splitter.split(line);
            if found.is_empty() {
                continue;
            }
            let count = found.len();
            match &head.usecols {
                Some(chosen) if chosen.iter().all(|&column| column < count) => {
                    fields.extend(chosen.iter().map(|&column| found[column]));
                }
                None if count == head.width => fields.extend(found),
                _ => {
                    ragged.push((number, at + 1, count));
                    continue;
                }
            }
            lines.push(at + 1);
            if options.max_rows == Some(lines.len()) {
                break;
            }
        }
        let footer = check_ragged(options, head.width, lines.len(), ragged)?;
        let rows = lines.len().saturating_sub(footer);
        Ok(Table { fields, lines, width: head.width, rows })
    }

    fn column(&self, slot: usize) -> impl Iterator<Item = &'t str> + Clone {
        self.fields.iter().skip(slot).step_by(self.width.max(1)).copied()
    }

    /// The array of the rows.
    pub(super) fn array(&self, options: &GenFromTxt<'_>, head: &Head<'_>) -> Result<AnyArray> {
        let mut readers = Vec::new();
        let Some(dtype) = &head.dtype else {
            for slot in 0..self.width {
                let mut reader = Reader::of(options, head, slot, Kind::Bool)?;
                reader.find_kind(self.column(slot));
                readers.push(reader);
            }
            let dtype = found_out(&readers, head, options)?;
            return self.assembled(&readers, dtype, options);
        };
        let parts = leaves(dtype);
        let single = dtype.fields().is_none();
        let expected = if single { self.width } else { parts.len() };
        if self.rows > 0 && (self.width < expected || (expected == 1 && self.width > 1)) {
            return Err(Error::Columns { line: 0, expected, found: self.width });
        }
        for slot in 0..expected.min(self.width) {
            let (_, item) = &parts[if single { 0 } else { slot }];
            readers.push(Reader::of(options, head, slot, Kind::of(item)?)?);
        }
        self.assembled(&readers, dtype.clone(), options)
    }

    /// The items of all columns, one after the other if they are of one type, else in the fields of a struct.
    fn assembled(
        &self,
        readers: &[Reader<'_, '_>],
        dtype: DType,
        options: &GenFromTxt<'_>,
    ) -> Result<AnyArray> {
        if let Some(table) = self.numbers(readers, &dtype, options)? {
            return Ok(table);
        }
        let columns: Vec<Vec<Filling>> = readers
            .iter()
            .enumerate()
            .map(|(slot, reader)| self.values(slot, reader, options.loose))
            .collect::<Result<_>>()?;
        let given = dtype.clone();
        let dtype = sized(dtype, &columns)?;
        let parts = leaves(&dtype);
        let structured = dtype.fields().is_some();
        let row = if structured { dtype.itemsize() } else { dtype.itemsize() * columns.len() };
        if dtype != given {
            check_strings(self.rows.checked_mul(row), self.fields.iter().map(|field| field.len()).sum())?;
        }
        let mut bytes = Array::<u8>::zeros([self.room(row)?])?;
        let places = bytes.as_slice_mut().unwrap_or_default();
        for (slot, values) in columns.iter().enumerate() {
            let (offset, item) = &parts[if structured { slot } else { 0 }];
            let offset = if structured { *offset } else { slot * dtype.itemsize() };
            for (at, value) in values.iter().enumerate() {
                let place = &mut places[at * row + offset..][..item.itemsize()];
                if !value.put(item, place) {
                    return Err(self.no_item(at, slot, &value.text(), item));
                }
            }
        }
        self.shaped(bytes, &dtype, columns.len())
    }

    /// Which items of an array of the rows are missing.
    pub(super) fn mask(&self, options: &GenFromTxt<'_>, head: &Head<'_>, dtype: &DType) -> Result<AnyArray> {
        let count = if dtype.fields().is_some() { leaves(dtype).len() } else { self.width };
        let reader = |slot| Reader::of(options, head, slot, Kind::Bool);
        let readers = (0..count.min(self.width)).map(reader).collect::<Result<Vec<_>>>()?;
        let mut bytes = Array::<u8>::zeros([self.room(count)?])?;
        let rows = bytes.as_slice_mut().unwrap_or_default().chunks_exact_mut(count.max(1));
        for (row, fields) in rows.zip(self.fields.chunks_exact(self.width.max(1))) {
            for ((place, field), reader) in row.iter_mut().zip(fields).zip(&readers) {
                *place = u8::from(reader.is_missing(field));
            }
        }
        self.shaped(bytes, &flags(dtype)?, count)
    }

    /// The bytes of the rows as items.
    fn shaped(&self, bytes: Array<u8>, dtype: &DType, columns: usize) -> Result<AnyArray> {
        let shape = match dtype.fields() {
            Some(_) => vec![self.rows],
            // Without rows nobody knows of columns.
            None if self.rows == 0 => vec![0],
            None => vec![self.rows, columns],
        };
        own_items(bytes, dtype, &shape)
    }

    /// As [`assembled`](Self::assembled), for columns of numbers: plainly spelled ones go to their places at once. `None` if there
    /// are others, or a field is wrong.
    fn numbers(
        &self,
        readers: &[Reader<'_, '_>],
        dtype: &DType,
        options: &GenFromTxt<'_>,
    ) -> Result<Option<AnyArray>> {
        let (parts, structured) = (leaves(dtype), dtype.fields().is_some());
        let place = |(slot, reader): (usize, &Reader<'_, '_>)| {
            let (offset, item) = &parts[if structured { slot } else { 0 }];
            let offset = if structured { *offset } else { slot * dtype.itemsize() };
            // Not a column of which only what is missing was seen; a flag is a word here.
            let same = Kind::of(item).is_ok_and(|kind| kind == reader.kind && kind != Kind::Bool);
            let plain = same && reader.convert.is_none();
            lead(item).filter(|_| plain).map(|lead| (lead, offset, item))
        };
        let places: Option<Vec<(Lead, usize, &DType)>> = readers.iter().enumerate().map(place).collect();
        let Some(places) = places.filter(|_| self.width == readers.len()) else { return Ok(None) };
        let row = if structured { dtype.itemsize() } else { dtype.itemsize() * readers.len() };
        let mut bytes = Array::<u8>::zeros([self.room(row)?])?;
        let rows = bytes.as_slice_mut().unwrap_or_default().chunks_exact_mut(row.max(1));
        for (row, fields) in rows.zip(self.fields.chunks_exact(self.width.max(1))) {
            for ((field, reader), (lead, offset, item)) in fields.iter().zip(readers).zip(&places) {
                let (field, place) = (field.trim(), &mut row[*offset..*offset + item.itemsize()]);
                let plain = lead(field.as_bytes(), 0, place) == Some(field.len());
                let read =
                    plain || reader.value(field, options.loose).is_some_and(|value| value.put(item, place));
                if !read {
                    return Ok(None);
                }
            }
        }
        self.shaped(bytes, dtype, readers.len()).map(Some)
    }

    /// The bytes of all rows.
    fn room(&self, row: usize) -> Result<usize> {
        let none = || numoxide_core::Error::size(OP, "the rows of the table");
        Ok(self.rows.checked_mul(row).ok_or_else(none)?)
    }

    fn values(&self, slot: usize, reader: &Reader<'_, '_>, loose: bool) -> Result<Vec<Filling>> {
        let value = |(at, field)| {
            let wrong = || self.no_item(at, slot, field, &reader.kind.dtype());
            reader.value(field, loose).ok_or_else(wrong)
        };
        self.column(slot).take(self.rows).enumerate().map(value).collect()
    }

    #[cold]
    fn no_item(&self, row: usize, column: usize, field: &str, dtype: &DType) -> Error {
        let (line, field) = (self.lines[row], field.chars().take(40).collect());
        Error::Field { line, column, field, dtype: dtype.to_string() }
    }
}

/// Refuses rows of another width than the first unless they are to be left out, or belong to the footer. How many rows
/// of the footer are left.
fn check_ragged(
    options: &GenFromTxt<'_>,
    expected: usize,
    rows: usize,
    mut ragged: Vec<(usize, usize, usize)>,
) -> Result<usize> {
    let footer = options.skip_footer;
    let body = (rows + ragged.len()).saturating_sub(footer);
    let before = ragged.len();
    if footer > 0 {
        ragged.retain(|(number, ..)| number < &body);
    }
    match ragged.first() {
        Some(&(_, line, found)) if options.invalid_raise => Err(Error::Columns { line, expected, found }),
        _ => Ok(footer.saturating_sub(before - ragged.len())),
    }
}

/// The dtype that the kinds of the columns make: a single one if they agree and have no names.
fn found_out(readers: &[Reader<'_, '_>], head: &Head<'_>, options: &GenFromTxt<'_>) -> Result<DType> {
    let types: Vec<DType> = readers.iter().map(|reader| reader.kind.dtype()).collect();
    let mut checked = readers.iter().zip(&types).filter(|(reader, _)| reader.checked).map(|(_, dtype)| dtype);
    let names = match &head.names {
        Some(names) if names.len() < types.len() => {
            return Err(Error::Columns { line: 0, expected: names.len(), found: types.len() });
        }
        Some(names) => names.clone(),
        None => {
            if let Some(first) = checked.next()
                && checked.all(|other| other == first)
            {
                return Ok(first.clone());
            }
            (0..types.len()).map(|at| options.validator.number(at)).collect::<Result<_>>()?
        }
    };
    Ok(DType::Struct(StructType::of(names.into_iter().zip(types), false)?.into()))
}

/// A type with a `bool` in the place of every scalar. NumPy: `make_mask_descr`.
fn flags(dtype: &DType) -> Result<DType> {
    Ok(match dtype {
        DType::Struct(fields) => {
            let flag = |field: &numoxide_core::Field| Ok((field.name.clone(), flags(&field.dtype)?));
            let flagged = fields.fields().iter().map(flag).collect::<Result<Vec<_>>>()?;
            DType::Struct(StructType::of(flagged, false)?.into())
        }
        DType::Subarray(array) => {
            DType::Subarray(Subarray::new(flags(array.dtype())?, array.shape())?.into())
        }
        _ => DType::Bool,
    })
}

/// Gives strings of no length that of the longest.
fn sized(dtype: DType, columns: &[Vec<Filling>]) -> Result<DType> {
    let length =
        |values: &Vec<Filling>| values.iter().map(|value| value.text().chars().count()).max().unwrap_or(0);
    let of = |dtype: &DType, len: usize| match dtype {
        DType::Str(0) => DType::Str(len),
        DType::Bytes(0) => DType::Bytes(len),
        other => other.clone(),
    };
    let DType::Struct(fields) = &dtype else {
        return Ok(of(&dtype, columns.iter().map(length).max().unwrap_or(0).max(1)));
    };
    if !fields.fields().iter().any(|field| matches!(field.dtype, DType::Str(0) | DType::Bytes(0))) {
        return Ok(dtype);
    }
    let mut slot = 0;
    let fields = fields.fields().iter().map(|field| {
        let len = columns.get(slot).map_or(0, length);
        slot += leaves(&field.dtype).len();
        (field.name.clone(), of(&field.dtype, len))
    });
    Ok(DType::Struct(StructType::of(fields, false)?.into()))
}
