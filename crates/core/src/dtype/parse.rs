//! Dtypes read from NumPy's strings.

use std::sync::Arc;

use super::literal::{self, Literal};
use super::{DType, Field, StructType, Subarray, Swapped};
use crate::{Error, Result, TimeStep};

const OP: &str = "dtype";
/// The most bytes of an item, as in NumPy.
const MOST: usize = i32::MAX as usize;

impl DType {
    /// The type that NumPy's `np.dtype(...)` makes of a text: a name (`float64`), a code (`<f8`, `i4`, `S5`, `U3`,
    /// `V7`, `M8[ns]`, `?`), codes with shapes and commas (`f8,(2,3)i4`), or in Python's notation a list or dictionary of fields
    /// or a pair of type and shape.
    ///
    /// # Errors
    /// [`Error::Value`] if the text describes no type, or one that is not here: objects, `long double`, bytes
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
        let fields = StructType::new(placed, end.next_multiple_of(alignment), alignment)?.aligned(self.align);
        structure(fields.with_titles(titles)?)
    }

    /// `names` and `formats`, and perhaps `offsets`, `titles`, `itemsize` and `aligned`.
    fn dictionary(&mut self, entries: &[(Literal, Literal)]) -> Result<DType> {
        let get = |key: &str| {
            entries.iter().find(|(name, _)| *name == Literal::Text(key.to_owned())).map(|(_, value)| value)
        };
        let name = |name: &Literal| match name {
            Literal::Text(name) => Ok(name.clone()),
            other => Err(Error::value(OP, format!("expected a name, found {other:?}"))),
        };
        let names = items(get("names"), "names")?.iter().map(name).collect::<Result<Vec<_>>>()?;
        let mut titles = vec![None; names.len()];
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
        let laid = StructType::of(names.into_iter().zip(formats), align)?;
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
        let fields = StructType::new(fields, end, laid.alignment())?.aligned(align);
        structure(fields.with_titles(titles)?)
    }

    /// A code, or several between commas. NumPy: `_convert_from_str`.
    fn codes(&mut self, text: &str) -> Result<DType> {
        if !is_list(text) {
            return self.code(text);
        }
        let (mut formats, several) = formats(text)?;
        // NumPy takes no notice of an order of bytes without a code behind the last comma.
        if several && formats.last().is_some_and(|last| last.shape.is_empty() && last.code.is_empty()) {
            formats.pop();
        }
        let dtypes = formats.iter().map(|format| self.format(format)).collect::<Result<Vec<_>>>()?;
        if !several {
            return dtypes.into_iter().next().ok_or_else(|| unknown(text, "it is empty"));
        }
        let named = dtypes.into_iter().enumerate().map(|(at, dtype)| (format!("f{at}"), dtype));
        structure(StructType::of(named, self.align)?)
    }

    /// A code with a shape before it.
    fn format(&mut self, format: &Format<'_>) -> Result<DType> {
        // What is left of a text is shorter where there was a shape, and else no list.
        let dtype =
            if format.shape.is_empty() { self.code(&format.code)? } else { self.codes(&format.code)? };
        if format.shape.is_empty() { Ok(dtype) } else { shaped(dtype, &repeats(format.shape)?) }
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
            Some(order) if ORDERS.contains(&order) => (order, &text[1..]),
            _ => ('=', text),
        };
        let dtype =
            coded(code).or_else(|| time(code)).ok_or_else(|| unknown(text, "no type has this name"))?;
        if dtype.byteorder() == '=' {
            self.swapped.push(order == if cfg!(target_endian = "big") { '<' } else { '>' });
        }
        Ok(dtype)
    }
}

/// Whether a text is one for [`formats`]: it begins with a number or an empty tuple, or has commas outside of square brackets. NumPy:
/// `_check_for_commastring`.
fn is_list(text: &str) -> bool {
    let bare = text.strip_prefix(ORDERS).unwrap_or(text);
    let mut depth = 0isize;
    let comma = text.chars().skip(1).any(|c| {
        depth += isize::from(c == '[') - isize::from(c == ']');
        c == ',' && depth == 0
    });
    bare.starts_with(|c: char| c.is_ascii_digit()) || bare.starts_with("()") || comma
}

/// What stands before codes for the order of bytes.
const ORDERS: [char; 4] = ['<', '>', '=', '|'];

/// The machine's order.
const MACHINE: &str = if cfg!(target_endian = "big") { ">" } else { "<" };

/// One code of several.
struct Format<'a> {
    /// What stands before the code: a number or a tuple, or nothing.
    shape: &'a str,
    /// The code, with its order of bytes where that is not the machine's.
    code: String,
}

/// The codes of a text, each of an order of bytes, a shape, perhaps the order here, and a code; and whether there are commas.
/// NumPy: `_commastring`, whose pattern takes commas among the numbers of a shape.
fn formats(text: &str) -> Result<(Vec<Format<'_>>, bool)> {
    let (mut rest, mut formats, mut several) = (text, Vec::new(), false);
    while !rest.is_empty() {
        let before = take(&mut rest, 1, |c| ORDERS.contains(&c));
        let whole = rest;
        take(&mut rest, usize::MAX, |c| c == ' ');
        take(&mut rest, 1, |c| c == '(');
        take(&mut rest, usize::MAX, |c| c == ' ' || c == ',' || c.is_ascii_digit());
        take(&mut rest, 1, |c| c == ')');
        take(&mut rest, usize::MAX, |c| c == ' ');
        let shape = &whole[..whole.len() - rest.len()];
        let after = take(&mut rest, 1, |c| ORDERS.contains(&c));
        let whole = rest;
        take(&mut rest, usize::MAX, |c| c.is_ascii_alphanumeric() || c == '.' || c == '?');
        // Perhaps a unit of time.
        let mut unit = rest;
        take(&mut unit, 1, |c| c == '[');
        take(&mut unit, usize::MAX, |c| c.is_ascii_alphanumeric() || c == ',' || c == '.');
        if rest.starts_with('[') && take(&mut unit, 1, |c| c == ']') == "]" {
            rest = unit;
        }
        let code = &whole[..whole.len() - rest.len()];
        let own = |order| if order == "=" { MACHINE } else { order };
        if !before.is_empty() && !after.is_empty() && own(before) != own(after) {
            return Err(unknown(text, "it has two orders of bytes"));
        }
        let order = if after.is_empty() { before } else { after };
        let order = if ["|", "=", MACHINE].contains(&order) { "" } else { order };
        formats.push(Format { shape, code: format!("{order}{code}") });
        let trimmed = rest.trim_start();
        match trimmed.strip_prefix(',') {
            _ if trimmed.is_empty() => rest = trimmed,
            Some(next) => (rest, several) = (next.trim_start(), true),
            None => return Err(unknown(text, "something else stands where a comma should")),
        }
    }
    Ok((formats, several))
}

/// Takes so many characters of a kind from the front, at most.
fn take<'a>(rest: &mut &'a str, most: usize, kind: impl Fn(char) -> bool) -> &'a str {
    let end = rest.char_indices().take(most).take_while(|&(_, c)| kind(c)).last();
    let (taken, left) = rest.split_at(end.map_or(0, |(at, c)| at + c.len_utf8()));
    *rest = left;
    taken
}

/// A number or a tuple of numbers as Python reads it: no number but 0 begins with 0.
fn repeats(text: &str) -> Result<Literal> {
    let wrong = || unknown(text, "it is no shape");
    let number = |text: &str| {
        let text = text.trim_matches(' ');
        let plain = !text.starts_with('0') || text.bytes().all(|digit| digit == b'0');
        text.parse().ok().filter(|_| plain).ok_or_else(wrong)
    };
    let text = text.trim_matches(' ');
    let inner = match text.strip_prefix('(') {
        Some(inner) => inner.strip_suffix(')').ok_or_else(wrong)?.trim_matches(' '),
        None => text,
    };
    match inner.strip_suffix(',') {
        _ if inner.is_empty() && !text.is_empty() => Ok(Literal::Tuple(Vec::new())),
        None if !inner.contains(',') => Ok(Literal::Int(number(inner)?)),
        open => {
            let sizes = open.unwrap_or(inner).split(',').map(|size| Ok(Literal::Int(number(size)?)));
            Ok(Literal::Tuple(sizes.collect::<Result<_>>()?))
        }
    }
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
        // As NumPy, which takes a number behind what has no bytes for its size.
        (DType::Subarray(array), Literal::Int(0)) if array.itemsize() == 0 => Ok(DType::Subarray(array)),
        (DType::Subarray(array), _) if array.itemsize() == 0 => {
            Err(Error::value(OP, "small arrays without items make no small arrays"))
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
    if let Some(size) = shape.iter().find(|&&size| size > MOST) {
        return Err(Error::size(OP, format!("an axis of {size} items")));
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
        "str" | "str_" | "unicode" => DType::Str(0),
        // `a` alone has no order of bytes.
        "bytes" | "bytes_" | "a" => DType::Bytes(0),
        "void" => DType::Void(0),
        _ => return None,
    })
}

/// Dates or durations: their name or code, and perhaps what they count in brackets.
fn time(code: &str) -> Option<DType> {
    let (name, step) = match code.split_once('[') {
        Some((name, step)) => (name, TimeStep::parse(step.strip_suffix(']')?)?),
        None => (code, TimeStep::GENERIC),
    };
    match (name, code.len() > name.len()) {
        ("M8" | "datetime64", _) | ("M", false) => Some(DType::DateTime(step)),
        ("m8" | "timedelta64", _) | ("m", false) => Some(DType::TimeDelta(step)),
        _ => None,
    }
}

/// A type by a letter, or a letter and a size.
fn coded(code: &str) -> Option<DType> {
    let letter = code.chars().next().filter(char::is_ascii)?;
    let mut scalars = DType::SCALARS.into_iter().filter(|dtype| *dtype != DType::BF16);
    if code.len() == 1 {
        return Some(match letter {
            'q' | 'p' | 'n' => DType::I64,
            'Q' | 'P' | 'N' => DType::U64,
            'c' => DType::Bytes(1),
            'S' => DType::Bytes(0),
            'U' => DType::Str(0),
            'V' => DType::Void(0),
            letter => return scalars.find(|dtype| dtype.char() == letter),
        });
    }
    let size = size_of_code(&code[1..])?;
    match letter {
        'S' | 'a' => Some(DType::Bytes(size)),
        'V' => Some(DType::Void(size)),
        'U' if size <= MOST / 4 => Some(DType::Str(size)),
        kind => scalars.find(|dtype| dtype.kind() == kind && dtype.itemsize() == size),
    }
}

/// The number behind a letter as C's `strtol` reads it: blanks and a sign may stand before it.
fn size_of_code(text: &str) -> Option<usize> {
    let text = text.trim_start_matches([' ', '\t', '\n', '\x0b', '\x0c', '\r']);
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let size = digits.parse().ok().filter(|_| digits.bytes().all(|digit| digit.is_ascii_digit()))?;
    (size == 0 || !text.starts_with('-')).then_some(size).filter(|&size| size <= MOST)
}
