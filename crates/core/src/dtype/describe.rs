//! Dtypes as NumPy writes them: `str`, `repr`, the `descr` of files.

use std::fmt;

use super::{DType, Field, StructType, Swapped};
use crate::{Error, Result};

impl DType {
    /// The array-protocol code of the type: `<f8`, `|S5`; `|V12` for structs. NumPy: `dtype.str`.
    ///
    /// ```
    /// use numoxide_core::DType;
    ///
    /// assert_eq!((DType::F64.str(), DType::Bytes(5).str()), ("<f8".to_owned(), "|S5".to_owned()));
    /// ```
    pub fn str(&self) -> String {
        let size = match self {
            DType::Str(len) => *len,
            other => other.itemsize(),
        };
        match self {
            DType::BF16 => "bfloat16".to_owned(),
            _ => {
                let step = self.time_step().map_or(String::new(), |step| step.to_string());
                format!("{}{}{size}{step}", order(self), self.kind())
            }
        }
    }

    /// NumPy's `repr` of the type: `dtype('float64')`.
    ///
    /// ```
    /// use numoxide_core::DType;
    ///
    /// let dtype = DType::parse("f8,S3")?;
    /// assert_eq!(dtype.repr(), "dtype([('f0', '<f8'), ('f1', 'S3')])");
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn repr(&self) -> String {
        let align = if self.isalignedstruct() { ", align=True" } else { "" };
        match self {
            DType::Struct(fields) => {
                format!("dtype({}{align})", Described { fields, dictionary: false, aligned: "" })
            }
            DType::Bytes(_) | DType::Str(_) | DType::Void(_) => format!("dtype({})", Code(self)),
            DType::DateTime(_) | DType::TimeDelta(_) => format!("dtype({})", Code(self)),
            DType::Subarray(_) => format!("dtype({self}{align})"),
            scalar => format!("dtype('{scalar}')"),
        }
    }

    /// The type as a list of fields in Python's notation, gaps included, as the headers of `.npy` files have it:
    /// `[('', '<f8')]`. NumPy: `dtype.descr`.
    ///
    /// # Errors
    /// [`Error::Value`] if fields overlap, or are out of order.
    ///
    /// ```
    /// use numoxide_core::{DType, StructType};
    ///
    /// let fields = StructType::of([("id", DType::I8), ("level", DType::F64)], true)?;
    /// assert_eq!(DType::Struct(fields.into()).descr()?, "[('id', '|i1'), ('', '|V7'), ('level', '<f8')]");
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn descr(&self) -> Result<String> {
        self.descr_in(cfg!(target_endian = "big"))
    }

    /// [`DType::descr`] of items whose highest bytes come first, or last: what [`DType::from_descr`] reads.
    ///
    /// # Errors
    /// As [`DType::descr`].
    ///
    /// ```
    /// use numoxide_core::DType;
    ///
    /// let dtype = DType::parse("[('id', 'i1'), ('level', 'f8')]")?;
    /// assert_eq!(dtype.descr_in(true)?, "[('id', '|i1'), ('level', '>f8')]");
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn descr_in(&self, big_endian: bool) -> Result<String> {
        self.descr_of(&(big_endian != cfg!(target_endian = "big")).into())
    }

    /// [`DType::descr`] of items of which some bytes are in the other order than the machine's.
    ///
    /// # Errors
    /// As [`DType::descr`].
    ///
    /// ```
    /// use numoxide_core::DType;
    ///
    /// let descr = "[('id', '<i2'), ('level', '>f8')]";
    /// let (dtype, swapped) = DType::from_descr(descr)?;
    /// assert_eq!(dtype.descr_of(&swapped)?, descr);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn descr_of(&self, swapped: &Swapped) -> Result<String> {
        self.descr_by(&mut swapped.flags())
    }

    fn descr_by(&self, swapped: &mut dyn Iterator<Item = bool>) -> Result<String> {
        let DType::Struct(fields) = self else { return Ok(format!("[('', {})]", code(self, swapped))) };
        let (mut end, mut parts) = (0, Vec::new());
        let gap = |end: usize, to: usize| (to > end).then(|| format!("('', '|V{}')", to - end));
        for field in fields.fields() {
            if field.offset < end {
                return Err(Error::value("descr", "the fields overlap or are out of order"));
            }
            parts.extend(gap(end, field.offset));
            let inner = field.dtype.base().descr_within(swapped)?;
            let shape =
                field.dtype.subdtype().map_or(String::new(), |(_, shape)| format!(", {}", Tuple(shape)));
            parts.push(format!("({}, {inner}{shape})", Named(fields, field)));
            end = field.offset + field.dtype.itemsize();
        }
        parts.extend(gap(end, fields.itemsize()));
        Ok(format!("[{}]", parts.join(", ")))
    }

    /// The type of a field, or of the items of a small array.
    fn descr_within(&self, swapped: &mut dyn Iterator<Item = bool>) -> Result<String> {
        match self {
            DType::Struct(_) => self.descr_by(swapped),
            DType::Subarray(array) => {
                Ok(format!("({}, {})", array.dtype().descr_within(swapped)?, Tuple(array.shape())))
            }
            other => Ok(code(other, swapped)),
        }
    }
}

/// The code of a type in quotes, with the order of bytes that comes next.
fn code(dtype: &DType, swapped: &mut dyn Iterator<Item = bool>) -> String {
    let native = dtype.str();
    let digits = native.trim_start_matches(['<', '>']);
    if digits.len() == native.len() {
        return format!("'{native}'");
    }
    let big_endian = swapped.next().unwrap_or_default() != cfg!(target_endian = "big");
    format!("'{}{digits}'", if big_endian { '>' } else { '<' })
}

/// The letter of the byte order.
fn order(dtype: &DType) -> char {
    match dtype.byteorder() {
        '=' if cfg!(target_endian = "big") => '>',
        '=' => '<',
        _ => '|',
    }
}

impl fmt::Display for DType {
    /// NumPy's `str` of the type.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DType::Struct(s) => s.fmt(f),
            DType::Subarray(array) => write!(f, "({}, {})", Code(array.dtype()), Tuple(array.shape())),
            DType::Bytes(_) | DType::Str(_) | DType::Void(_) => f.write_str(&self.str()),
            scalar => f.write_str(&scalar.name()),
        }
    }
}

impl fmt::Display for StructType {
    /// As NumPy's `str` of the dtype: a list of fields if they are packed and unaligned, else a dictionary.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let aligned = self.is_aligned();
        let note = if aligned { ", 'aligned': True" } else { "" };
        Described { fields: self, dictionary: aligned, aligned: note }.fmt(f)
    }
}

/// The fields as a list if they are packed, else as a dictionary.
struct Described<'a> {
    fields: &'a StructType,
    /// Whether it is to be a dictionary in any case.
    dictionary: bool,
    /// The last entry of the dictionary.
    aligned: &'a str,
}

impl fmt::Display for Described<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = self.fields;
        if !self.dictionary && fields.is_packed() {
            return write!(
                f,
                "[{}]",
                listed(fields, |field, f| {
                    let base = Code(field.dtype.base());
                    match field.dtype.subdtype() {
                        Some((_, shape)) => write!(f, "({}, {base}, {})", Named(fields, field), Tuple(shape)),
                        None => write!(f, "({}, {base})", Named(fields, field)),
                    }
                })
            );
        }
        let names = listed(fields, |field, f| write!(f, "{}", Quoted(&field.name)));
        let formats = listed(fields, |field, f| write!(f, "{}", Code(&field.dtype)));
        let offsets = listed(fields, |field, f| write!(f, "{}", field.offset));
        write!(f, "{{'names': [{names}], 'formats': [{formats}], 'offsets': [{offsets}], ")?;
        if fields.has_titles() {
            let titles = listed(fields, |field, f| match fields.title(&field.name) {
                Some(title) => write!(f, "{}", Quoted(title)),
                None => f.write_str("None"),
            });
            write!(f, "'titles': [{titles}], ")?;
        }
        write!(f, "'itemsize': {}{}}}", fields.itemsize(), self.aligned)
    }
}

/// Something of every field, with commas between.
fn listed<F: Fn(&Field, &mut fmt::Formatter<'_>) -> fmt::Result>(
    fields: &StructType,
    write: F,
) -> Listed<'_, F> {
    Listed(fields, write)
}

struct Listed<'a, F>(&'a StructType, F);

impl<F: Fn(&Field, &mut fmt::Formatter<'_>) -> fmt::Result> fmt::Display for Listed<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, field) in self.0.fields().iter().enumerate() {
            f.write_str(if i == 0 { "" } else { ", " })?;
            self.1(field, f)?;
        }
        Ok(())
    }
}

/// The name of a field, behind its title if it has one.
struct Named<'a>(&'a StructType, &'a Field);

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Quoted(&self.1.name);
        match self.0.title(&self.1.name) {
            Some(title) => write!(f, "({}, {name})", Quoted(title)),
            None => name.fmt(f),
        }
    }
}

/// A shape as Python writes it.
struct Tuple<'a>(&'a [usize]);

impl fmt::Display for Tuple<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sizes: Vec<String> = self.0.iter().map(usize::to_string).collect();
        write!(f, "({}{})", sizes.join(", "), if sizes.len() == 1 { "," } else { "" })
    }
}

/// A string as Python's `repr` quotes it.
pub(crate) struct Quoted<'a>(pub &'a str);

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
                c if is_printable(c) => write!(f, "{c}"),
                c => match u32::from(c) {
                    point @ ..0x100 => write!(f, "\\x{point:02x}"),
                    point @ ..0x1_0000 => write!(f, "\\u{point:04x}"),
                    point => write!(f, "\\U{point:08x}"),
                },
            }?;
        }
        write!(f, "{quote}")
    }
}

/// Whether Python shows a character as it is. The standard library escapes the same ones, but for marks that begin a text.
fn is_printable(c: char) -> bool {
    if c.is_ascii() {
        return !c.is_ascii_control();
    }
    String::from_iter(['a', c]).escape_debug().nth(1) == Some(c)
}

/// The short form of a field's dtype: `'<f8'`.
struct Code<'a>(&'a DType);

impl fmt::Display for Code<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            DType::Struct(fields) => Described { fields, dictionary: false, aligned: "" }.fmt(f),
            DType::Bool => f.write_str("'?'"),
            DType::Subarray(_) => self.0.fmt(f),
            // Strings of no length are those of any.
            DType::Bytes(0) | DType::Str(0) | DType::Void(0) => {
                write!(f, "'{}'", self.0.str().trim_start_matches('|').trim_end_matches('0'))
            }
            other => write!(f, "'{}'", other.str().trim_start_matches('|')),
        }
    }
}
