//! The header of an `.npy` file: magic, version, and a dictionary in Python's notation.

use std::io::Read;

use numoxide_core::{AnyView, DType, Order, Swapped};

use crate::bytes::fill_run;
use crate::{Error, Result};

/// What every `.npy` file begins with.
pub const MAGIC_PREFIX: [u8; 6] = *b"\x93NUMPY";
/// Bytes of the magic and the version.
pub const MAGIC_LEN: usize = 8;
/// The data begin at a multiple of this, so that a memory map is aligned.
pub const ARRAY_ALIGN: usize = 64;
/// Room is left for the outermost size to grow to so many digits in place.
pub const GROWTH_AXIS_MAX_DIGITS: usize = 21;
/// NumPy's limit for the length of a header.
pub const MAX_HEADER_SIZE: usize = 10_000;
/// Brackets in brackets of a `descr`: fields in fields take two each.
pub const MAX_NESTING: usize = 32;

/// Items without bytes take no room in a file, but time in every loop over them: no more are read.
const MAX_WEIGHTLESS: u64 = 1 << 20;

const WHAT: &str = "npy header";

/// What a header may ask for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) size: usize,
    pub(crate) nesting: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { size: MAX_HEADER_SIZE, nesting: MAX_NESTING }
    }
}

/// What the header of an `.npy` file says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Header {
    /// The version of the format, 1, 2 or 3.
    pub version: u8,
    /// The type of the items.
    pub dtype: DType,
    /// Which of their bytes are in the other order than the machine's.
    pub swapped: Swapped,
    /// [`Order::F`] if the first index varies fastest, else [`Order::C`].
    pub order: Order,
    /// The shape.
    pub shape: Vec<usize>,
    /// Where the data begin, in bytes from the start of the file.
    pub offset: usize,
}

impl Header {
    /// The header of a file that is to hold a view: column-major only if the view is so and not row-major, too.
    pub fn of(view: &AnyView<'_>) -> Header {
        let column_major = view.is_f_contiguous() && !view.is_c_contiguous();
        let order = if column_major { Order::F } else { Order::C };
        Header::new(view.dtype().clone(), view.shape(), order)
    }

    /// The header of a file of items in the machine's order of bytes.
    pub fn new(dtype: DType, shape: &[usize], order: Order) -> Header {
        Header { version: 1, dtype, swapped: Swapped::Nothing, order, shape: shape.to_vec(), offset: 0 }
    }

    /// How many items there are.
    ///
    /// # Errors
    /// [`numoxide_core::Error::Size`] if they do not fit the address space.
    pub fn items(&self) -> Result<usize> {
        self.data_bytes()?;
        Ok(self.shape.iter().product())
    }

    /// How many bytes of data there are.
    ///
    /// # Errors
    /// As [`Header::items`].
    pub fn data_bytes(&self) -> Result<usize> {
        let layout = numoxide_core::Layout::contiguous(&self.shape, self.dtype.itemsize(), self.order)?;
        Ok(layout.len() * self.dtype.itemsize())
    }

    /// Reads the magic, the version and the dictionary; the reader then stands at the data. NumPy: `read_magic` and
    /// `read_array_header_1_0` (`_2_0`).
    ///
    /// # Errors
    /// Whatever can be wrong with a header, each as an [`Error`] of its own.
    pub fn read(reader: &mut impl Read, max_header_size: usize) -> Result<Header> {
        Header::within(reader, Limits { size: max_header_size, ..Limits::default() })
    }

    /// [`Header::read`] within limits.
    pub(crate) fn within(reader: &mut impl Read, limits: Limits) -> Result<Header> {
        let mut start = [0; MAGIC_LEN];
        let found = fill_run(reader, &mut start)?;
        if !MAGIC_PREFIX.starts_with(&start[..found.min(6)]) || found == 0 {
            return Err(Error::Magic { format: "npy", found: start[..found].to_vec() });
        }
        if found < MAGIC_LEN {
            return Err(truncated(MAGIC_LEN, found));
        }
        let (major, minor) = (start[6], start[7]);
        let width = match (major, minor) {
            (1, 0) => 2,
            (2 | 3, 0) => 4,
            _ => return Err(Error::Version { major, minor }),
        };
        let mut length = [0; 4];
        let found = fill_run(reader, &mut length[..width])?;
        if found < width {
            return Err(truncated(width, found));
        }
        let length = u32::from_le_bytes(length) as usize;
        if length > limits.size {
            let (found, limit) = (length as u64, limits.size as u64);
            return Err(Error::Limit { what: WHAT, found, limit });
        }
        let mut text = Vec::new();
        reader.by_ref().take(length as u64).read_to_end(&mut text)?;
        if text.len() < length {
            return Err(truncated(length, text.len()));
        }
        let text = decoded(major, text)?;
        Header::parse(&text, major, MAGIC_LEN + width + length, limits.nesting)
    }

    /// Reads the dictionary.
    fn parse(text: &str, version: u8, offset: usize, most: usize) -> Result<Header> {
        let [descr, fortran_order, shape] = Entries::of(text)?.named(["descr", "fortran_order", "shape"])?;
        let order = match fortran_order.text {
            "True" => Order::F,
            "False" => Order::C,
            _ => return Err(Error::Literal { expected: "True or False", at: fortran_order.at }),
        };
        if descr.nesting > most {
            let (found, limit) = (descr.nesting as u64, most as u64);
            return Err(Error::Limit { what: "npy: nesting of descr", found, limit });
        }
        let (dtype, swapped) = dtype_of(descr.text)?;
        let header = Header { version, dtype, swapped, order, shape: shape_of(shape.text)?, offset };
        let inner = weightless(&header.dtype);
        if inner > header.dtype.itemsize() as u64 {
            let (found, limit) = ((header.items()? as u64).max(1).saturating_mul(inner), MAX_WEIGHTLESS);
            if found > limit {
                return Err(Error::Limit { what: "npy: number of items without bytes", found, limit });
            }
        }
        Ok(header)
    }

    /// The header as bytes, in the lowest version that can hold it, as NumPy writes it.
    ///
    /// # Errors
    /// [`numoxide_core::Error::Value`] if the fields of a struct overlap or are out of order.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        self.written(None)
    }

    /// The header as bytes of a version, or the lowest that can hold it.
    pub(super) fn written(&self, version: Option<u8>) -> Result<Vec<u8>> {
        let text = self.text()?;
        let latin = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect::<Option<Vec<u8>>>();
        let (lowest, body) = match latin {
            Some(latin) if padded(2, latin.len()) <= usize::from(u16::MAX) => (1, latin),
            Some(latin) => (2, latin),
            None => (3, text.clone().into_bytes()),
        };
        let (version, body) = match version {
            None => (lowest, body),
            Some(3) => (3, text.into_bytes()),
            Some(1 | 2) if lowest == 3 => return Err(Error::Encoding { encoding: "Latin-1" }),
            Some(1) if lowest == 2 => {
                let (found, limit) = (body.len() as u64, u16::MAX.into());
                return Err(Error::Limit { what: WHAT, found, limit });
            }
            Some(version @ (1 | 2)) => (version, body),
            Some(major) => return Err(Error::Version { major, minor: 0 }),
        };
        let width = if version == 1 { 2 } else { 4 };
        let length = padded(width, body.len());
        let mut bytes = MAGIC_PREFIX.to_vec();
        bytes.extend([version, 0]);
        bytes.extend(&(length as u32).to_le_bytes()[..width]);
        bytes.extend(body);
        bytes.resize(MAGIC_LEN + width + length - 1, b' ');
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// The dictionary, with room for the outermost size to grow.
    fn text(&self) -> Result<String> {
        let column_major = self.order == Order::F;
        let order = if column_major { "True" } else { "False" };
        let mut text = format!(
            "{{'descr': {}, 'fortran_order': {order}, 'shape': {}, }}",
            descr_of(&self.dtype, &self.swapped)?,
            tuple(&self.shape)
        );
        let growing = if column_major { self.shape.last() } else { self.shape.first() };
        if let Some(size) = growing {
            let digits = size.to_string().len();
            text.push_str(&" ".repeat(GROWTH_AXIS_MAX_DIGITS.saturating_sub(digits)));
        }
        Ok(text)
    }
}

/// How many items without bytes, or rows of none, an item of a dtype has.
fn weightless(dtype: &DType) -> u64 {
    match dtype {
        DType::Subarray(array) if array.itemsize() == 0 => {
            let rows = array.shape().iter().map(|&size| size.max(1) as u64);
            rows.fold(weightless(array.dtype()).max(1), u64::saturating_mul)
        }
        DType::Subarray(array) => {
            let items = array.shape().iter().map(|&size| size as u64);
            items.fold(weightless(array.dtype()), u64::saturating_mul)
        }
        DType::Struct(fields) => {
            let inner = fields.fields().iter().map(|field| weightless(&field.dtype));
            inner.fold(u64::from(dtype.itemsize() == 0), u64::saturating_add)
        }
        other => u64::from(other.itemsize() == 0),
    }
}

/// Bytes of a dictionary of `len` bytes with what follows it: blanks and a newline, so that the data are aligned.
fn padded(width: usize, len: usize) -> usize {
    len + 1 + ARRAY_ALIGN - (MAGIC_LEN + width + len + 1) % ARRAY_ALIGN
}

#[cold]
fn truncated(expected: usize, found: usize) -> Error {
    Error::Truncated { what: WHAT, expected: expected as u64, found: found as u64 }
}

/// The text of a header: Latin-1 up to version 2, UTF-8 since.
fn decoded(version: u8, bytes: Vec<u8>) -> Result<String> {
    if version >= 3 {
        return String::from_utf8(bytes).map_err(|_| Error::Encoding { encoding: "UTF-8" });
    }
    Ok(bytes.into_iter().map(char::from).collect())
}

/// The dtype of a `descr`, and which bytes are in the other order. NumPy: `descr_to_dtype`.
fn dtype_of(descr: &str) -> Result<(DType, Swapped)> {
    let (dtype, swapped) = DType::from_descr(descr).map_err(|source| {
        let descr = descr.to_owned();
        if holds_object(&descr) { Error::Object { descr } } else { Error::Descr { descr, source } }
    })?;
    if let DType::Subarray(_) = dtype {
        let source = numoxide_core::Error::DType { op: "npy", dtype: dtype.to_string() };
        return Err(Error::Descr { descr: descr.to_owned(), source });
    }
    Ok((dtype, swapped))
}

/// Whether a text that describes no dtype names Python objects.
fn holds_object(descr: &str) -> bool {
    descr
        .split(['\'', '"'])
        .any(|word| matches!(word.trim_start_matches(['|', '<', '>', '=']), "O" | "O8" | "O4"))
}

/// The `descr` of a dtype. NumPy: `dtype_to_descr`.
///
/// # Errors
/// [`numoxide_core::Error::Value`] if the fields of a struct overlap or are out of order.
pub fn dtype_to_descr(dtype: &DType) -> Result<String> {
    descr_of(dtype, &Swapped::Nothing)
}

fn descr_of(dtype: &DType, swapped: &Swapped) -> Result<String> {
    Ok(match dtype {
        DType::Struct(_) => dtype.descr_of(swapped)?,
        // NumPy has no such type: two bytes without a meaning, as the packages that add one write it.
        DType::BF16 => {
            let big_endian = swapped.any() != cfg!(target_endian = "big");
            format!("'{}V2'", if big_endian { '>' } else { '<' })
        }
        // `[('', '<f8')]`: the code is what stands between.
        other => other.descr_of(swapped)?.trim_start_matches("[('', ").trim_end_matches(")]").to_owned(),
    })
}

/// A shape as Python writes it.
fn tuple(shape: &[usize]) -> String {
    match shape {
        [only] => format!("({only},)"),
        sizes => format!("({})", sizes.iter().map(usize::to_string).collect::<Vec<_>>().join(", ")),
    }
}

fn shape_of(text: &str) -> Result<Vec<usize>> {
    let wrong = |why| Error::Shape { text: text.to_owned(), why };
    let open = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let open = open.ok_or_else(|| wrong("it stands in no round brackets"))?.trim();
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let sizes = open.strip_suffix(',').unwrap_or(open);
    if sizes.len() == open.len() && !open.contains(',') {
        return Err(wrong("a tuple of one needs a comma"));
    }
    let size = |word: &str| {
        let word = word.trim();
        // Python 2 wrote long integers with an L.
        let digits = word.strip_suffix('L').unwrap_or(word);
        match digits.strip_prefix('-') {
            Some(rest) if !rest.is_empty() => Err(wrong("a size is negative")),
            _ if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) => {
                Err(wrong("a size is no integer"))
            }
            _ => digits.parse().map_err(|_| wrong("a size exceeds the address space")),
        }
    };
    sizes.split(',').map(size).collect()
}

/// Some of the header's text, and where it begins.
#[derive(Clone, Copy, Debug)]
struct Span<'a> {
    text: &'a str,
    at: usize,
    /// How many brackets stand around its innermost part.
    nesting: usize,
}

/// The keys and values of the dictionary.
struct Entries<'a>(Vec<(&'a str, Span<'a>)>);

impl<'a> Entries<'a> {
    fn of(text: &'a str) -> Result<Self> {
        let mut reader = Scanner { text, at: 0 };
        let mut entries: Vec<(&str, Span<'_>)> = Vec::new();
        reader.expect('{', "an opening brace")?;
        while !reader.eat('}') {
            let key = reader.key()?;
            if entries.iter().any(|(other, _)| *other == key) {
                return Err(Error::DuplicateKey { key: key.to_owned() });
            }
            reader.expect(':', "a colon")?;
            entries.push((key, reader.value()?));
            if !reader.eat(',') {
                reader.expect('}', "a comma or a closing brace")?;
                break;
            }
        }
        reader.skip_blanks();
        if reader.at < text.len() {
            return Err(Error::Literal { expected: "the end", at: reader.at });
        }
        Ok(Entries(entries))
    }

    /// The values of these keys, which must be all there are.
    fn named<const N: usize>(&self, keys: [&'static str; N]) -> Result<[Span<'a>; N]> {
        if let Some((key, _)) = self.0.iter().find(|(key, _)| !keys.contains(key)) {
            return Err(Error::UnknownKey { key: (*key).to_owned() });
        }
        let mut spans = [Span { text: "", at: 0, nesting: 0 }; N];
        for (span, key) in spans.iter_mut().zip(keys) {
            let found = self.0.iter().find(|(name, _)| *name == key);
            *span = found.ok_or(Error::MissingKey { key })?.1;
        }
        Ok(spans)
    }
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn skip_blanks(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn eat(&mut self, token: char) -> bool {
        self.skip_blanks();
        let found = self.rest().starts_with(token);
        self.at += if found { token.len_utf8() } else { 0 };
        found
    }

    fn expect(&mut self, token: char, expected: &'static str) -> Result<()> {
        if self.eat(token) { Ok(()) } else { Err(Error::Literal { expected, at: self.at }) }
    }

    /// A quoted text without escapes, as the keys are.
    fn key(&mut self) -> Result<&'a str> {
        self.skip_blanks();
        let wrong = Error::Literal { expected: "a quoted key", at: self.at };
        let quote = self.rest().chars().next().filter(|c| matches!(c, '\'' | '"'));
        let Some(quote) = quote else { return Err(wrong) };
        let body = &self.rest()[1..];
        let Some(end) = body.find(quote) else { return Err(wrong) };
        self.at += end + 2;
        Ok(&body[..end])
    }

    /// A value: everything up to a comma or brace that stands outside brackets and quotes.
    fn value(&mut self) -> Result<Span<'a>> {
        self.skip_blanks();
        let (at, rest) = (self.at, self.rest());
        let (mut depth, mut nesting, mut quote, mut escaped) = (0usize, 0, None, false);
        for (place, c) in rest.char_indices() {
            match (quote, c) {
                (Some(_), _) if escaped => escaped = false,
                (Some(_), '\\') => escaped = true,
                (Some(open), c) if c == open => quote = None,
                (Some(_), _) => {}
                (None, '\'' | '"') => quote = Some(c),
                (None, '(' | '[' | '{') => {
                    depth += 1;
                    nesting = nesting.max(depth);
                }
                (None, ',' | '}') if depth == 0 => {
                    let text = rest[..place].trim_end();
                    self.at += place;
                    let wrong = Error::Literal { expected: "a value", at };
                    return if text.is_empty() { Err(wrong) } else { Ok(Span { text, at, nesting }) };
                }
                (None, ')' | ']' | '}') if depth > 0 => depth -= 1,
                (None, _) => {}
            }
        }
        Err(Error::Literal { expected: "a closing brace", at: self.text.len() })
    }
}
