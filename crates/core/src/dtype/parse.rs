//! Dtypes read from NumPy's strings.

use std::sync::Arc;

use super::literal::{self, Literal};
use super::{DType, Field, StructType, Subarray, Swapped};
use crate::{Error, Result};

const OP: &str = "dtype";
/// The most bytes of an item, as in NumPy.
const MOST: usize = i32::MAX as usize;

impl DType {
    /// The type that NumPy's `np.dtype(...)` makes of a text: a name (`float64`), a code (`<f8`, `i4`, `S5`, `U3`,
    /// `V7`, `?`), codes with shapes and commas (`f8,(2,3)i4`), or in Python's notation a list or dictionary of fields
    /// or a pair of type and shape.
    ///
    /// # Errors
    /// [`Error::Value`] if the text describes no type, or one that is not here: objects, dates, `long double`, bytes
    /// in another order than the machine's (see [`DType::parse_any_order`]).
    ///
    /// ```
    /// use numoxide_core::DType;
    ///
    /// assert_eq!(DType::parse("<f8")?, DType::F64);
    /// assert_eq!(DType::parse("complex64")?, DType::C64);
    /// let point = DType::parse("[('x', 'f4'), ('tag', 'S3'), ('grid', 'i2', (2, 3))]")?;
    /// assert_eq!((point.itemsize(), point.names()), (19, Some(vec!["x", "tag", "grid"])));
    /// assert!(DType::parse("f5").is_err());
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn parse(text: &str) -> Result<DType> {
        match DType::parse_any_order(text)? {
            (dtype, false) => Ok(dtype),
            (_, true) => Err(unknown(text, "its bytes are not in the order of the machine")),
        }
    }

    /// [`DType::parse`], and whether the bytes are in the other order than the machine's: then items must go through
    /// [`AnyArray::byteswap`](crate::AnyArray::byteswap).
    ///
    /// # Errors
    /// As [`DType::parse`]; [`Error::Value`] if some bytes are in one order and some in the other.
    ///
    /// ```
    /// use numoxide_core::DType;
    ///
    /// assert_eq!(DType::parse_any_order("<f8")?, (DType::F64, cfg!(target_endian = "big")));
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn parse_any_order(text: &str) -> Result<(DType, bool)> {
        match Parser::default().whole(text)? {
            (dtype, Swapped::Nothing) => Ok((dtype, false)),
            (dtype, Swapped::Everything) => Ok((dtype, true)),
            _ => Err(unknown(text, "some bytes are in the order of the machine and some are not")),
        }
    }

    /// The type that the header of an `.npy` file describes, and which bytes are in the other order than the machine's:
    /// items go through [`AnyArray::byteswap_of`](crate::AnyArray::byteswap_of). Nameless fields of `V` are gaps. NumPy:
    /// `lib.format.descr_to_dtype`.
    ///
    /// # Errors
    /// As [`DType::parse`], but any order of bytes will do.
    ///
    /// ```
    /// use numoxide_core::DType;
    ///
    /// let (dtype, _) = DType::from_descr("[('id', '|i1'), ('', '|V7'), ('tag', '|S8')]")?;
    /// assert_eq!((dtype.field("tag")?.offset, dtype.itemsize()), (8, 16));
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn from_descr(text: &str) -> Result<(DType, Swapped)> {
        Parser { gaps: true, ..Parser::default() }.whole(text)
    }
}

impl std::str::FromStr for DType {
    type Err = Error;

    /// [`DType::parse`].
    fn from_str(text: &str) -> Result<Self> {
        DType::parse(text)
    }
}

fn unknown(text: &str, why: &str) -> Error {
    Error::value(OP, format!("data type {text:?} not understood: {why}"))
}

#[derive(Default)]
struct Parser {
    /// Whether nameless fields of `V` are gaps.
    gaps: bool,
    /// Whether fields leave the gaps that a C compiler would.
    align: bool,
    /// Whether the bytes are in the other order, for each type that has one.
    swapped: Vec<bool>,
}

impl Parser {
    fn whole(mut self, text: &str) -> Result<(DType, Swapped)> {
        let trimmed = text.trim();
        let pair = || !trimmed[1..].trim_start().starts_with(|c: char| c.is_ascii_digit() || c == ')');
        let dtype = match trimmed.chars().next() {
            Some('[' | '{' | '\'' | '"') => self.described(&literal::parse(trimmed)?)?,
            Some('(') if pair() => self.described(&literal::parse(trimmed)?)?,
            _ => self.codes(text)?,
        };
        Ok((dtype, self.swapped.into()))
    }

    fn described(&mut self, literal: &Literal) -> Result<DType> {
        match literal {
            Literal::Text(text) => self.codes(text),
            Literal::List(fields) => self.list(fields),
            Literal::Dict(entries) => self.dictionary(entries),
            Literal::Tuple(pair) => match &pair[..] {
                [base, shape] => shaped(self.described(base)?, shape),
                _ => Err(Error::value(OP, "a tuple must be a pair of type and shape")),
            },
            other => Err(Error::value(OP, format!("{other:?} is no description of a type"))),
        }
    }

    /// Fields one after the other.
    fn list(&mut self, fields: &[Literal]) -> Result<DType> {
        let too_large = || Error::size(OP, "the fields of a struct");
        let (mut end, mut alignment, mut placed, mut titles) = (0usize, 1, Vec::new(), Vec::new());
        for (at, field) in fields.iter().enumerate() {
            let Literal::Tuple(parts) = field else {
                return Err(Error::value(OP, "a field must be a tuple of name, type and perhaps shape"));
            };
            let (name, dtype) = match &parts[..] {
                [name, dtype] => (name, self.described(dtype)?),
                [name, dtype, shape] => (name, shaped(self.described(dtype)?, shape)?),
                _ => return Err(Error::value(OP, "a field must be a tuple of name, type and perhaps shape")),
            };
            let own = if self.align { dtype.alignment() } else { 1 };
            let ((title, name), offset) = (field_name(name)?, end.next_multiple_of(own));
            alignment = alignment.max(own);
            end = offset.checked_add(dtype.itemsize()).filter(|&end| end <= MOST).ok_or_else(too_large)?;
            match name {
                "" if self.gaps && matches!(dtype, DType::Void(_)) => continue,
                "" => placed.push(Field { name: format!("f{at}"), dtype, offset }),
                name => placed.push(Field { name: name.to_owned(), dtype, offset }),
            }
            titles.push(title.map(str::to_owned));
        }
        let fields = StructType::new(placed, end.next_multiple_of(alignment), alignment)?;
        structure(fields.with_titles(titles)?)
    }

    /// `names` and `formats`, and perhaps `offsets`, `titles`, `itemsize` and `aligned`.
    fn dictionary(&mut self, entries: &[(Literal, Literal)]) -> Result<DType> {
        let get = |key: &str| {
            entries.iter().find(|(name, _)| *name == Literal::Text(key.to_owned())).map(|(_, value)| value)
        };
        let names = items(get("names"), "names")?.iter().map(field_name).collect::<Result<Vec<_>>>()?;
        let mut titles: Vec<_> = names.iter().map(|(title, _)| title.map(str::to_owned)).collect();
        if let Some(given) = get("titles") {
            titles =
                items(Some(given), "titles")?.iter().take(names.len()).map(title).collect::<Result<_>>()?;
        }
        let align = self.align || get("aligned") == Some(&Literal::Bool(true));
        let outer = std::mem::replace(&mut self.align, align);
        // As in NumPy, what there is more of than names is left out.
        let formats = items(get("formats"), "formats")?.iter().take(names.len());
        let formats = formats.map(|format| self.described(format)).collect::<Result<Vec<_>>>()?;
        self.align = outer;
        if names.len() != formats.len() {
            return Err(Error::value(OP, "names and formats must be of the same length"));
        }
        let laid = StructType::of(names.into_iter().map(|(_, name)| name).zip(formats), align)?;
        let mut fields = laid.fields().to_vec();
        let mut end = laid.itemsize();
        if let Some(offsets) = get("offsets") {
            let offsets = items(Some(offsets), "offsets")?;
            if offsets.len() < fields.len() {
                return Err(Error::value(OP, "names and offsets must be of the same length"));
            }
            for (field, offset) in fields.iter_mut().zip(offsets) {
                field.offset = size(offset)?;
                if align && !field.offset.is_multiple_of(field.dtype.alignment()) {
                    return Err(Error::value(OP, format!("field {:?} is not aligned", field.name)));
                }
            }
            let ends = fields.iter().map(|field| field.offset.saturating_add(field.dtype.itemsize()));
            end = ends.max().unwrap_or(0).next_multiple_of(laid.alignment());
        }
        if let Some(itemsize) = get("itemsize") {
            end = size(itemsize)?;
            if align && !end.is_multiple_of(laid.alignment()) {
                return Err(Error::value(OP, "the itemsize is no multiple of the alignment"));
            }
        }
        let fields = StructType::new(fields, end, laid.alignment())?;
        structure(fields.with_titles(titles)?)
    }

    /// Codes between commas.
    fn codes(&mut self, text: &str) -> Result<DType> {
        let mut parts = split(text);
        // As NumPy, which takes blanks around commas and after shapes alone.
        let code = text.trim();
        let alone = parts.len() == 1 && !code.starts_with(|c: char| c == '(' || c.is_ascii_digit());
        let before = text.starts_with(char::is_whitespace) && !code.starts_with('(');
        if before || (alone && code.len() < text.len()) {
            return Err(unknown(text, "it has blanks at an end"));
        }
        // A comma at the end makes a struct of one field, too.
        let fields = parts.len() > 1;
        if fields && parts.last().is_some_and(|last| last.trim().is_empty()) {
            parts.pop();
        }
        let dtypes = parts.iter().map(|part| self.shaped(part.trim(), fields)).collect::<Result<Vec<_>>>()?;
        if !fields {
            return dtypes.into_iter().next().ok_or_else(|| unknown(text, "it is empty"));
        }
        let named = dtypes.into_iter().enumerate().map(|(at, dtype)| (format!("f{at}"), dtype));
        structure(StructType::of(named, self.align)?)
    }

    /// A code with a shape before it: `(2,3)f4`, `3i2`, or `<3i2`; among several, also `(2)f4`.
    fn shaped(&mut self, text: &str, among: bool) -> Result<DType> {
        let wrong = || unknown(text, "its shape");
        let (order, rest) = match text.strip_prefix(['<', '>', '=', '|']) {
            Some(rest) => text.split_at(text.len() - rest.len()),
            None => ("", text),
        };
        let (shape, code) = match rest.strip_prefix('(') {
            Some(rest) => {
                let (shape, code) = rest.split_once(')').ok_or_else(wrong)?;
                let sizes = tuple(shape, among).ok_or_else(wrong)?;
                (Literal::Tuple(sizes.into_iter().map(Literal::Int).collect()), code)
            }
            None => {
                let code = rest.trim_start_matches(|c: char| c.is_ascii_digit());
                let count = &rest[..rest.len() - code.len()];
                match count {
                    "" => (Literal::None, code),
                    count => (Literal::Int(count.parse().map_err(|_| wrong())?), code),
                }
            }
        };
        let code = code.trim();
        if !order.is_empty() && code.starts_with(['<', '>', '=', '|']) {
            return Err(unknown(text, "it has two orders of bytes"));
        }
        match (self.code(&format!("{order}{code}"))?, shape) {
            (dtype, Literal::None) => Ok(dtype),
            (dtype, shape) => shaped(dtype, &shape),
        }
    }

    /// One type by its name or code.
    fn code(&mut self, text: &str) -> Result<DType> {
        if let Some(dtype) = named(text) {
            if dtype.byteorder() == '=' {
                self.swapped.push(false);
            }
            return Ok(dtype);
        }
        let (order, code) = match text.chars().next() {
            Some(order @ ('<' | '>' | '=' | '|')) => (order, &text[1..]),
            _ => ('=', text),
        };
        let dtype = coded(code).ok_or_else(|| unknown(text, "no type has this name"))?;
        if dtype.byteorder() == '=' {
            self.swapped.push(order == if cfg!(target_endian = "big") { '<' } else { '>' });
        }
        Ok(dtype)
    }
}

/// The sizes of a tuple, without its brackets; one size needs a comma if it is not `bare`.
fn tuple(text: &str, bare: bool) -> Option<Vec<usize>> {
    let text = text.trim();
    if text.is_empty() {
        return Some(Vec::new());
    }
    let (open, comma) =
        text.strip_suffix(',').map_or((text, bare || text.contains(',')), |open| (open, true));
    comma.then(|| open.split(',').map(|size| size.trim().parse().ok()).collect())?
}

/// The parts between commas that stand outside brackets.
fn split(text: &str) -> Vec<&str> {
    let mut depth = 0;
    text.split(|c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        c == ',' && depth == 0
    })
    .collect()
}

/// A small array of a shape; text and raw items without a length take a number as theirs.
fn shaped(base: DType, shape: &Literal) -> Result<DType> {
    match (base, shape) {
        (DType::Bytes(0), Literal::Int(size)) if *size <= MOST => Ok(DType::Bytes(*size)),
        (DType::Void(0), Literal::Int(size)) if *size <= MOST => Ok(DType::Void(*size)),
        (DType::Str(0), Literal::Int(size)) if *size <= MOST / 4 => Ok(DType::Str(*size)),
        (DType::Bytes(0) | DType::Void(0) | DType::Str(0), _) => {
            Err(Error::value(OP, "text and raw items without a length make no small arrays"))
        }
        (base, shape) => array(base, &sizes(shape)?),
    }
}

/// Fields as a type, if an item is no larger than NumPy allows.
fn structure(fields: StructType) -> Result<DType> {
    if fields.itemsize() > MOST {
        return Err(Error::size(OP, "the fields of a struct"));
    }
    Ok(DType::Struct(fields.into()))
}

fn array(base: DType, shape: &[usize]) -> Result<DType> {
    if shape.is_empty() {
        return Ok(base);
    }
    let array = Subarray::new(base, shape)?;
    if array.itemsize() > MOST {
        return Err(Error::size(OP, format!("an item of {} bytes", array.itemsize())));
    }
    Ok(DType::Subarray(Arc::new(array)))
}

fn size(literal: &Literal) -> Result<usize> {
    match literal {
        Literal::Int(size) => Ok(*size),
        other => Err(Error::value(OP, format!("expected a size, found {other:?}"))),
    }
}

fn sizes(literal: &Literal) -> Result<Vec<usize>> {
    match literal {
        Literal::Tuple(sizes) => sizes.iter().map(size).collect(),
        other => Ok(vec![size(other)?]),
    }
}

fn items<'a>(literal: Option<&'a Literal>, key: &str) -> Result<&'a [Literal]> {
    match literal {
        Some(Literal::List(items) | Literal::Tuple(items)) => Ok(items),
        _ => Err(Error::value(OP, format!("a dictionary of fields needs a list of {key}"))),
    }
}

/// The name of a field, which may stand behind a title.
fn field_name(literal: &Literal) -> Result<(Option<&str>, &str)> {
    match literal {
        Literal::Text(name) => Ok((None, name)),
        Literal::Tuple(pair) => match &pair[..] {
            [Literal::Text(title), Literal::Text(name)] if !name.is_empty() => Ok((Some(title), name)),
            [Literal::None, Literal::Text(name)] => Ok((None, name)),
            _ => Err(Error::value(OP, "a name must be a text, or a pair of title and name")),
        },
        _ => Err(Error::value(OP, "a name must be a text, or a pair of title and name")),
    }
}

/// The title of a field, if it has one.
fn title(literal: &Literal) -> Result<Option<String>> {
    match literal {
        Literal::Text(title) => Ok(Some(title.clone())),
        Literal::None => Ok(None),
        other => Err(Error::value(OP, format!("expected a title, found {other:?}"))),
    }
}

/// A type by its full name.
fn named(name: &str) -> Option<DType> {
    // The names of C's types have the widths of platforms whose `long` has 64 bits.
    Some(match name {
        "bool" | "bool_" => DType::Bool,
        "int8" | "byte" => DType::I8,
        "int16" | "short" => DType::I16,
        "int32" | "intc" => DType::I32,
        "int64" | "int" | "int_" | "long" | "longlong" | "intp" => DType::I64,
        "uint8" | "ubyte" => DType::U8,
        "uint16" | "ushort" => DType::U16,
        "uint32" | "uintc" => DType::U32,
        "uint64" | "uint" | "ulong" | "ulonglong" | "uintp" => DType::U64,
        "float16" | "half" => DType::F16,
        "bfloat16" => DType::BF16,
        "float32" | "single" => DType::F32,
        "float64" | "double" | "float" => DType::F64,
        "complex64" | "csingle" => DType::C64,
        "complex128" | "cdouble" | "complex" => DType::C128,
        "str" | "str_" => DType::Str(0),
        "bytes" | "bytes_" => DType::Bytes(0),
        "void" => DType::Void(0),
        _ => return None,
    })
}

/// A type by a letter, or a letter and a size.
fn coded(code: &str) -> Option<DType> {
    let letter = code.chars().next().filter(char::is_ascii)?;
    let digits = &code[1..];
    if !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let size: usize = if digits.is_empty() { 0 } else { digits.parse().ok()? };
    match letter {
        'S' if size <= MOST => return Some(DType::Bytes(size)),
        'V' if size <= MOST => return Some(DType::Void(size)),
        'U' if size <= MOST / 4 => return Some(DType::Str(size)),
        'b' if size == 1 => return Some(DType::Bool),
        _ => {}
    }
    let mut scalars = DType::SCALARS.into_iter().filter(|dtype| *dtype != DType::BF16);
    if !digits.is_empty() {
        let sized = |dtype: &DType| dtype.kind() == letter && letter != 'b' && dtype.itemsize() == size;
        return scalars.find(sized);
    }
    Some(match letter {
        'q' | 'p' | 'n' => DType::I64,
        'Q' | 'P' | 'N' => DType::U64,
        'c' => DType::Bytes(1),
        letter => return scalars.find(|dtype| dtype.char() == letter),
    })
}
