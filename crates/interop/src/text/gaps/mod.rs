//! Tables with gaps, names and types to be found out: `genfromtxt`.

mod columns;
mod head;
mod names;
mod split;

use std::io::Read;
use std::path::Path;

use numoxide_core::{AnyArray, DType};

use super::{Encoding, read_file, read_text, text_sources};
use crate::{Error, Result};

pub use columns::Filling;
pub use head::{Column, Names};
pub use names::Case;
pub use split::Delimiter;

use columns::Table;
use head::Head;
use names::Validator;
use split::Splitter;

const OP: &str = "genfromtxt";

/// Rewrites a field before it is read.
pub(super) type Converter<'a> = Box<dyn Fn(&str) -> String + 'a>;

/// How a table is read of which fields may be missing, and types and names found out. NumPy: the keywords of
/// `np.genfromtxt`.
///
/// ```
/// use numoxide_interop::text::GenFromTxt;
///
/// let text = "# name; level; count\nlow; 0.5; 3\nhigh; N/A; 7\n";
/// let table = GenFromTxt::new()
///     .dtype(None)
///     .names(true)
///     .delimiter(";")
///     .autostrip(true)
///     .missing_values(["N/A"])
///     .filling_value_of("level", -1.0)
///     .parse(text)?;
/// assert_eq!(table.dtype().to_string(), "[('name', '<U4'), ('level', '<f8'), ('count', '<i8')]");
/// assert_eq!(table.field("level")?.downcast::<f64>()?.to_vec(), [0.5, -1.0]);
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
pub struct GenFromTxt<'a> {
    dtype: Option<DType>,
    splitter: Splitter,
    skip_header: usize,
    skip_footer: usize,
    converters: Vec<(Column, Converter<'a>)>,
    missing: Vec<(Option<Column>, String)>,
    filling: Vec<(Option<Column>, Filling)>,
    usecols: Vec<Column>,
    names: Names,
    validator: Validator,
    unpack: bool,
    loose: bool,
    invalid_raise: bool,
    max_rows: Option<usize>,
    encoding: Encoding,
    ndmin: usize,
}

impl Default for GenFromTxt<'_> {
    fn default() -> Self {
        GenFromTxt {
            dtype: Some(DType::F64),
            splitter: Splitter::default(),
            skip_header: 0,
            skip_footer: 0,
            converters: Vec::new(),
            missing: Vec::new(),
            filling: Vec::new(),
            usecols: Vec::new(),
            names: Names::None,
            validator: Validator::default(),
            unpack: false,
            loose: true,
            invalid_raise: true,
            max_rows: None,
            encoding: Encoding::Utf8,
            ndmin: 0,
        }
    }
}

macro_rules! flags {
    ($($(#[$doc:meta])* $name:ident: $ty:ty,)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub fn $name(mut self, $name: $ty) -> Self {
            self.$name = $name;
            self
        }
    )*};
}

impl<'a> GenFromTxt<'a> {
    /// NumPy's defaults: `f64` between blanks, comments after `#`, NaN for what is missing or no number.
    pub fn new() -> Self {
        GenFromTxt::default()
    }

    /// The type of the items; of a struct each field is a column. `None` finds out the type of each column: the first of
    /// `bool`, `i64`, `f64`, `Complex<f64>` and text that all its fields are. Strings of no length get that of the longest,
    /// unless they would take more than 64 MiB and 200 times as many bytes as the text.
    #[must_use]
    pub fn dtype(mut self, dtype: impl Into<Option<DType>>) -> Self {
        self.dtype = dtype.into();
        self
    }

    /// What begins a comment, up to the end of the line; nothing does if it is empty.
    #[must_use]
    pub fn comments(mut self, comments: impl Into<String>) -> Self {
        self.splitter.comments = Some(comments.into()).filter(|comments| !comments.is_empty());
        self
    }

    /// What stands between two fields, or how wide they are.
    #[must_use]
    pub fn delimiter(mut self, delimiter: impl Into<Delimiter>) -> Self {
        self.splitter.delimiter = delimiter.into();
        self
    }

    /// Whether blanks around fields are no part of them.
    #[must_use]
    pub fn autostrip(mut self, autostrip: bool) -> Self {
        self.splitter.autostrip = autostrip;
        self
    }

    /// Rewrites the fields of a column before they are read.
    #[must_use]
    pub fn converter(mut self, column: impl Into<Column>, convert: impl Fn(&str) -> String + 'a) -> Self {
        self.converters.push((column.into(), Box::new(convert)));
        self
    }

    /// Fields that stand for what is missing, in any column; an empty one always does.
    #[must_use]
    pub fn missing_values<S: Into<String>>(mut self, values: impl IntoIterator<Item = S>) -> Self {
        self.missing.extend(values.into_iter().map(|value| (None, value.into())));
        self
    }

    /// Fields of one column that stand for what is missing.
    #[must_use]
    pub fn missing_values_of<S: Into<String>>(
        mut self,
        column: impl Into<Column>,
        values: impl IntoIterator<Item = S>,
    ) -> Self {
        let column = column.into();
        self.missing.extend(values.into_iter().map(|value| (Some(column.clone()), value.into())));
        self
    }

    /// What stands in the place of what is missing, in any column. If nothing is said: `false`, -1, NaN, `???`.
    #[must_use]
    pub fn filling_values(mut self, value: impl Into<Filling>) -> Self {
        self.filling.push((None, value.into()));
        self
    }

    /// What stands in the place of what is missing in one column.
    #[must_use]
    pub fn filling_value_of(mut self, column: impl Into<Column>, value: impl Into<Filling>) -> Self {
        self.filling.push((Some(column.into()), value.into()));
        self
    }

    /// Only these columns are read; negative ones count from the end. All are, if there are none.
    #[must_use]
    pub fn usecols<C: Into<Column>>(mut self, columns: impl IntoIterator<Item = C>) -> Self {
        self.usecols = columns.into_iter().map(Into::into).collect();
        self
    }

    /// The names of the columns: `true` takes them from the first line, which may be a comment; a list, or one text with
    /// commas, gives them.
    #[must_use]
    pub fn names(mut self, names: impl Into<Names>) -> Self {
        self.names = names.into();
        self
    }

    /// Names that get an underscore behind them, as `return`, `file` and `print` do.
    #[must_use]
    pub fn excludelist<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.validator.exclude.extend(names.into_iter().map(Into::into));
        self
    }

    /// The characters that are taken out of names.
    #[must_use]
    pub fn deletechars(mut self, characters: impl Into<String>) -> Self {
        self.validator.delete = characters.into();
        self
    }

    /// What stands in the place of a blank in a name.
    #[must_use]
    pub fn replace_space(mut self, text: impl Into<String>) -> Self {
        self.validator.space = text.into();
        self
    }

    /// Whether the letters of names stay as they are. NumPy: `case_sensitive`.
    #[must_use]
    pub fn case_sensitive(mut self, case: impl Into<Case>) -> Self {
        self.validator.case = case.into();
        self
    }

    /// How columns without a name are numbered: `f%i`.
    #[must_use]
    pub fn defaultfmt(mut self, fmt: impl Into<String>) -> Self {
        self.validator.fmt = fmt.into();
        self
    }

    /// The most rows that are read.
    #[must_use]
    pub fn max_rows(mut self, rows: impl Into<Option<usize>>) -> Self {
        self.max_rows = rows.into();
        self
    }

    flags! {
        /// So many lines at the beginning are left out, whatever they are.
        skip_header: usize,
        /// So many rows at the end are left out.
        skip_footer: usize,
        /// Columns become rows; of a struct with one field, only that is left.
        unpack: bool,
        /// Whether a field that is no item of its column counts as missing.
        loose: bool,
        /// Whether a row with another number of columns than the first is an error; else it is left out.
        invalid_raise: bool,
        /// How bytes are characters.
        encoding: Encoding,
        /// The fewest axes of the result, 0 to 2.
        ndmin: usize,
    }

    text_sources!("The table");

    /// The table in a text.
    ///
    /// # Errors
    /// [`Error::Columns`] for rows of different lengths, [`Error::Field`] for a field that is no item of its column,
    /// [`Error::Limit`] for strings that become too long, [`Error::Argument`] and [`Error::Column`] for options that contradict each other or the text.
    pub fn parse(&self, text: &str) -> Result<AnyArray> {
        Ok(self.tables(text, false)?.0)
    }

    /// The table in a text, and which of its items are missing, as `bool`s of the same shape; of a struct, fields of them. NumPy:
    /// `usemask=True`.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    ///
    /// ```
    /// use numoxide_interop::text::GenFromTxt;
    ///
    /// let (table, missing) = GenFromTxt::new().delimiter(",").missing_values(["N/A"]).parse_masked("1,N/A\n,4\n")?;
    /// assert_eq!(missing.downcast::<bool>()?.to_vec(), [false, true, true, false]);
    /// assert!(table.downcast::<f64>()?[[0, 1]].is_nan());
    /// # Ok::<(), numoxide_interop::Error>(())
    /// ```
    pub fn parse_masked(&self, text: &str) -> Result<(AnyArray, AnyArray)> {
        let (table, mask) = self.tables(text, true)?;
        Ok((table, mask.expect("it was asked for")))
    }

    /// [`parse_masked`](Self::parse_masked) of a file, which is found and decompressed as [`DataSource`](crate::DataSource) does.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    ///
    /// ```
    /// use numoxide_interop::text::GenFromTxt;
    ///
    /// # let folder = std::env::temp_dir().join(format!("read-masked-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder)?;
    /// let path = folder.join("gaps.csv");
    /// std::fs::write(&path, "1,\n3,4\n")?;
    /// let (table, missing) = GenFromTxt::new().delimiter(",").filling_values(0).read_masked(&path)?;
    /// assert_eq!(table.downcast::<f64>()?.to_vec(), [1.0, 0.0, 3.0, 4.0]);
    /// assert_eq!(missing.downcast::<bool>()?.to_vec(), [false, true, false, false]);
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok::<(), numoxide_interop::Error>(())
    /// ```
    pub fn read_masked(&self, path: impl AsRef<Path>) -> Result<(AnyArray, AnyArray)> {
        self.parse_masked(&read_file(path.as_ref(), self.encoding)?)
    }

    /// [`parse_masked`](Self::parse_masked) of what a reader holds.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    ///
    /// ```
    /// use numoxide_interop::text::GenFromTxt;
    ///
    /// let (_, missing) = GenFromTxt::new().delimiter(",").read_masked_from(&b"1,,3\n"[..])?;
    /// assert_eq!(missing.downcast::<bool>()?.to_vec(), [false, true, false]);
    /// # Ok::<(), numoxide_interop::Error>(())
    /// ```
    pub fn read_masked_from(&self, mut reader: impl Read) -> Result<(AnyArray, AnyArray)> {
        self.parse_masked(&read_text(&mut reader, self.encoding)?)
    }

    /// The table, and if `masked` what is missing of it.
    fn tables(&self, text: &str, masked: bool) -> Result<(AnyArray, Option<AnyArray>)> {
        self.check()?;
        // As Python reads text: every end of a line is one newline.
        let unified = text.contains('\r').then(|| text.replace("\r\n", "\n").replace('\r', "\n"));
        let text = unified.as_deref().unwrap_or(text);
        let mut lines = text.split_inclusive('\n').enumerate();
        let head = Head::of(self, &mut lines)?;
        let table = Table::gather(self, &head, lines)?;
        let array = table.array(self, &head)?;
        let mask = masked.then(|| self.laid(table.mask(self, &head, array.dtype())?)).transpose()?;
        Ok((self.laid(array)?, mask))
    }

    /// The rows with as many axes as are wanted, columns as rows if so asked.
    fn laid(&self, array: AnyArray) -> Result<AnyArray> {
        let array = super::with_axes(array, self.ndmin)?;
        let names =
            array.dtype().fields().map(|fields| fields.iter().map(|field| field.name.clone()).collect());
        let names: Option<Vec<String>> = names;
        Ok(match names.as_deref() {
            None if self.unpack => array.t(),
            Some([only]) if self.unpack => array.field(only)?,
            _ => array,
        })
    }

    fn check(&self) -> Result<()> {
        let wrong = |what, why| Err(Error::Argument { what, why });
        match self {
            _ if self.ndmin > 2 => wrong("ndmin", "it must be 0, 1 or 2"),
            _ if self.max_rows == Some(0) => wrong("max_rows", "it must be at least 1"),
            _ if self.max_rows.is_some() && self.skip_footer > 0 => {
                wrong("max_rows", "it cannot be given together with skip_footer")
            }
            _ => Ok(()),
        }
    }
}
