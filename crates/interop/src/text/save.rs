//! Tables of numbers written as text: `savetxt`.

use std::io::Write;
use std::path::Path;

use numoxide_core::{AnyArray, AnyView, Array, DType, Order, bf16, c128, f16};

use super::Encoding;
use super::format::{Template, Value, spelled};
use crate::file::write_text;
use crate::{Error, Result};

const OP: &str = "savetxt";
/// What is gathered before it is written.
const BLOCK: usize = 1 << 16;

/// How a table is written. NumPy: the keywords of `np.savetxt`.
///
/// ```
/// use numoxide_core::array;
/// use numoxide_interop::text::SaveTxt;
///
/// let text = SaveTxt::new().fmt(["%d", "%.2f"]).delimiter(",").header("id,level").comments("");
/// assert_eq!(text.format(&array![[1.0, 0.5], [2.0, 0.25]])?, "id,level\n1,0.50\n2,0.25\n");
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct SaveTxt {
    fmt: Vec<String>,
    delimiter: String,
    newline: String,
    header: String,
    footer: String,
    comments: String,
    encoding: Encoding,
}

impl Default for SaveTxt {
    fn default() -> Self {
        SaveTxt {
            fmt: vec!["%.18e".to_owned()],
            delimiter: " ".to_owned(),
            newline: "\n".to_owned(),
            header: String::new(),
            footer: String::new(),
            comments: "# ".to_owned(),
            encoding: Encoding::Utf8,
        }
    }
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub fn $name(mut self, $name: impl Into<String>) -> Self {
            self.$name = $name.into();
            self
        }
    )*};
}

impl SaveTxt {
    /// NumPy's defaults: `%.18e` with a blank between.
    pub fn new() -> Self {
        SaveTxt::default()
    }

    /// How values are written, in the notation of C's `printf`: one for all columns, one for each, or a single one with as
    /// many places as there are columns.
    #[must_use]
    pub fn fmt<S: Into<String>>(mut self, formats: impl IntoIterator<Item = S>) -> Self {
        self.fmt = formats.into_iter().map(Into::into).collect();
        self
    }

    texts! {
        /// What stands between two values.
        delimiter
        /// What ends a line.
        newline
        /// What stands before the table, line by line after `comments`.
        header
        /// What stands behind the table, line by line after `comments`.
        footer
        /// What each line of header and footer begins with.
        comments
    }

    /// How characters are bytes.
    #[must_use]
    pub fn encoding(mut self, encoding: Encoding) -> Self {
        self.encoding = encoding;
        self
    }

    /// Writes a table to a file, which is there whole or not at all; it is compressed if its name ends in `.gz`.
    ///
    /// # Errors
    /// As [`SaveTxt::write_to`].
    pub fn write<'a>(&self, path: impl AsRef<Path>, table: impl Into<AnyView<'a>>) -> Result<()> {
        let view = table.into();
        write_text(path.as_ref(), |out| self.save(&view, out))
    }

    /// Writes a table to a writer.
    ///
    /// # Errors
    /// [`numoxide_core::Error::Rank`] if it has more than two axes or none, [`Error::Argument`] if the formats do not fit it,
    /// [`Error::Io`].
    pub fn write_to<'a>(&self, mut writer: impl Write, table: impl Into<AnyView<'a>>) -> Result<()> {
        self.save(&table.into(), &mut writer)
    }

    /// The table as text.
    ///
    /// # Errors
    /// As [`SaveTxt::write_to`].
    pub fn format<'a>(&self, table: impl Into<AnyView<'a>>) -> Result<String> {
        let mut text = String::new();
        self.lines(&table.into(), |block| {
            text.push_str(block);
            Ok(())
        })?;
        Ok(text)
    }

    fn save(&self, view: &AnyView<'_>, out: &mut (impl Write + ?Sized)) -> Result<()> {
        self.lines(view, |block| match self.encoding {
            Encoding::Utf8 => Ok(out.write_all(block.as_bytes())?),
            Encoding::Latin1 => {
                let bytes =
                    block.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect::<Option<Vec<u8>>>();
                Ok(out.write_all(&bytes.ok_or(Error::Encoding { encoding: "Latin-1" })?)?)
            }
        })
    }

    /// Gives the text to `out`, some lines at a time.
    fn lines(&self, view: &AnyView<'_>, mut out: impl FnMut(&str) -> Result<()>) -> Result<()> {
        let table = Table::of(view)?;
        let template = self.template(table.columns.len(), table.complex)?;
        let mut text = self.comment(&self.header);
        for row in 0..table.rows {
            let start = text.len();
            let mut values = table.row(row);
            template.write(&mut text, &mut values)?;
            if table.complex {
                let line = text[start..].replace("+-", "-");
                text.replace_range(start.., &line);
            }
            text.push_str(&self.newline);
            if text.len() >= BLOCK {
                out(&text)?;
                text.clear();
            }
        }
        text.push_str(&self.comment(&self.footer));
        out(&text)
    }

    /// A text whose lines are comments.
    fn comment(&self, text: &str) -> String {
        if text.is_empty() {
            return String::new();
        }
        let lines = text.replace('\n', &format!("\n{}", self.comments));
        format!("{}{lines}{}", self.comments, self.newline)
    }

    /// The format of a whole row.
    fn template(&self, columns: usize, complex: bool) -> Result<Template> {
        let wrong = Err(Error::Argument { what: "fmt", why: "its places are not as many as the columns" });
        let values = if complex { 2 * columns } else { columns };
        let each = match &self.fmt[..] {
            [only] => {
                let whole = Template::parse(only)?;
                match whole.places() {
                    1 if complex => vec![format!(" ({only}+{only}j)"); columns],
                    1 => vec![only.clone(); columns],
                    places if places == values => return Ok(whole),
                    _ => return wrong,
                }
            }
            many if many.len() == columns => many.to_vec(),
            _ => return wrong,
        };
        let template = Template::parse(&each.join(&self.delimiter))?;
        if template.places() == values { Ok(template) } else { wrong }
    }
}

/// A table, column by column.
struct Table {
    rows: usize,
    columns: Vec<Column>,
    complex: bool,
}

enum Column {
    /// With how they are spelled by themselves.
    Floats(Array<f64>, fn(f64) -> String),
    Bools(Array<bool>),
    Ints(Array<i64>),
    Unsigned(Array<u64>),
    Complex(Array<c128>, fn(f64) -> String),
    Texts(Vec<String>),
}

impl Table {
    fn of(view: &AnyView<'_>) -> Result<Table> {
        let fields = match (view.dtype().fields(), view.ndim()) {
            (Some(fields), 1) => {
                fields.iter().map(|field| view.field(&field.name)).collect::<Result<Vec<_>, _>>()?
            }
            (None, 1) => vec![view.clone()],
            (None, 2) => {
                let column = |at| view.slice([numoxide_core::layout::SliceSpec::from(..), at].as_slice());
                (0..view.shape()[1] as isize).map(|at| column(at.into())).collect::<Result<Vec<_>, _>>()?
            }
            (_, found) => {
                return Err(numoxide_core::Error::Rank { op: OP, expected: "1 or 2 axes", found }.into());
            }
        };
        if let Some(field) = fields.iter().find(|field| field.ndim() != 1) {
            return Err(numoxide_core::Error::DType { op: OP, dtype: field.dtype().to_string() }.into());
        }
        let columns: Vec<Column> = fields.iter().map(Column::of).collect::<Result<_>>()?;
        let complex = view.dtype().is_complex();
        Ok(Table { rows: view.shape()[0], columns, complex })
    }

    fn row(&self, row: usize) -> impl Iterator<Item = Value> {
        self.columns.iter().flat_map(move |column| {
            let (first, second) = column.value(row);
            std::iter::once(first).chain(second)
        })
    }
}

impl Column {
    fn of(view: &AnyView<'_>) -> Result<Column> {
        Ok(match view.dtype() {
            DType::Bool => Column::Bools(view.copy(Order::C)?.try_into()?),
            DType::I8 | DType::I16 | DType::I32 | DType::I64 => {
                Column::Ints(view.astype(DType::I64)?.copy(Order::C)?.try_into()?)
            }
            DType::U8 | DType::U16 | DType::U32 | DType::U64 => {
                Column::Unsigned(view.astype(DType::U64)?.copy(Order::C)?.try_into()?)
            }
            dtype if dtype.is_float() => {
                let items = view.astype(DType::F64)?.copy(Order::C)?.try_into()?;
                match dtype {
                    DType::F16 => Column::Floats(items, |value| spelled(f16::from_f64(value))),
                    DType::BF16 => Column::Floats(items, |value| spelled(bf16::from_f64(value))),
                    DType::F32 => Column::Floats(items, |value| spelled(value as f32)),
                    _ => Column::Floats(items, spelled),
                }
            }
            dtype if dtype.is_complex() => {
                let items = view.astype(DType::C128)?.copy(Order::C)?.try_into()?;
                let single = *dtype == DType::C64;
                Column::Complex(items, if single { |value| spelled(value as f32) } else { spelled })
            }
            DType::Str(_) | DType::Bytes(_) => Column::Texts(texts(view)?),
            DType::DateTime(_) | DType::TimeDelta(_) => {
                Column::Texts(texts(&view.astype(DType::Str(0))?.view())?)
            }
            other => return Err(numoxide_core::Error::DType { op: OP, dtype: other.to_string() }.into()),
        })
    }

    #[inline]
    fn value(&self, row: usize) -> (Value, Option<Value>) {
        match self {
            Column::Floats(items, spelled) => (Value::Float(items[row], *spelled), None),
            Column::Bools(items) => {
                let word = |value| (if value == 0 { "False" } else { "True" }).to_owned();
                (Value::Int(items[row].into(), word), None)
            }
            Column::Ints(items) => (Value::Int(items[row].into(), |value| value.to_string()), None),
            Column::Unsigned(items) => (Value::Int(items[row].into(), |value| value.to_string()), None),
            Column::Complex(items, spelled) => {
                (Value::Float(items[row].re, *spelled), Some(Value::Float(items[row].im, *spelled)))
            }
            Column::Texts(items) => (Value::Text(items[row].clone()), None),
        }
    }
}

/// Fixed texts without the zeros at their end; those of bytes as Python shows them: `b'abc'`.
fn texts(view: &AnyView<'_>) -> Result<Vec<String>> {
    let copy: AnyArray = view.copy(Order::C)?;
    let (bytes, size) = (copy.tobytes(Order::C)?, copy.itemsize().max(1));
    let wide = matches!(view.dtype(), DType::Str(_));
    Ok((0..copy.len())
        .map(|at| {
            let item = bytes.get(at * size..(at + 1) * size).unwrap_or_default();
            if wide {
                let points = item.as_chunks::<4>().0.iter().map(|point| u32::from_ne_bytes(*point));
                let text: String = points.map(|point| char::from_u32(point).unwrap_or('\u{fffd}')).collect();
                return text.trim_end_matches('\0').to_owned();
            }
            let kept = item.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
            format!("b'{}'", item[..kept].escape_ascii())
        })
        .collect())
}
