//! Tables of numbers read from text: `loadtxt`.

use memchr::memchr_iter;
use numoxide_core::driver::num_threads;
use numoxide_core::{AnyArray, Array, DType, s};

use super::fields::{Alike, Lines, Rules, Step, Steps};
use super::lead::{Lead, lead};
use super::numbers::{Parse, parser};
use super::{Encoding, check_strings, text_sources};
use crate::bytes::own_items;
use crate::{Error, Result};

const OP: &str = "loadtxt";
/// Texts shorter than this are not worth a second thread.
const PARALLEL: usize = 1 << 20;

/// Rewrites a field before it is read.
type Converter<'a> = Box<dyn Fn(&str) -> String + Sync + 'a>;

/// How a table is read. NumPy: the keywords of `np.loadtxt`.
///
/// ```
/// use numoxide_core::DType;
/// use numoxide_interop::text::LoadTxt;
///
/// let text = "# time;level;name\n1;50%;low\n2;75%;high\n";
/// let table = LoadTxt::new()
///     .dtype(DType::parse("[('time', 'f8'), ('level', 'f8'), ('name', 'U4')]")?)
///     .delimiter(';')
///     .converter(1, |field| field.trim_end_matches('%').to_owned())
///     .parse(text)?;
/// assert_eq!(table.field("level")?.downcast::<f64>()?.to_vec(), [50.0, 75.0]);
/// # Ok::<(), numoxide_interop::Error>(())
/// ```
pub struct LoadTxt<'a> {
    dtype: DType,
    comments: Vec<String>,
    delimiter: Option<char>,
    converters: Vec<(isize, Converter<'a>)>,
    skiprows: usize,
    usecols: Option<Vec<isize>>,
    unpack: bool,
    ndmin: usize,
    encoding: Encoding,
    max_rows: Option<usize>,
    quotechar: Option<char>,
}

impl Default for LoadTxt<'_> {
    fn default() -> Self {
        LoadTxt {
            dtype: DType::F64,
            comments: vec!["#".to_owned()],
            delimiter: None,
            converters: Vec::new(),
            skiprows: 0,
            usecols: None,
            unpack: false,
            ndmin: 0,
            encoding: Encoding::Utf8,
            max_rows: None,
            quotechar: None,
        }
    }
}

impl<'a> LoadTxt<'a> {
    /// NumPy's defaults: `f64` between blanks, comments after `#`.
    pub fn new() -> Self {
        LoadTxt::default()
    }

    /// The type of the items; of a struct each field is a column. Strings of no length get that of the longest field, unless they
    /// would take more than 64 MiB and 200 times as many bytes as the text.
    #[must_use]
    pub fn dtype(mut self, dtype: DType) -> Self {
        self.dtype = dtype;
        self
    }

    /// What begins a comment, up to the end of the line; nothing does for an empty list.
    #[must_use]
    pub fn comments<S: Into<String>>(mut self, comments: impl IntoIterator<Item = S>) -> Self {
        self.comments = comments.into_iter().map(Into::into).collect();
        self
    }

    /// The character between two fields; `None` for blanks of any number.
    #[must_use]
    pub fn delimiter(mut self, delimiter: impl Into<Option<char>>) -> Self {
        self.delimiter = delimiter.into();
        self
    }

    /// Rewrites the fields of a column before they are read.
    #[must_use]
    pub fn converter(mut self, column: isize, convert: impl Fn(&str) -> String + Sync + 'a) -> Self {
        self.converters.push((column, Box::new(convert)));
        self
    }

    /// So many lines at the beginning are left out, whatever they are.
    #[must_use]
    pub fn skiprows(mut self, lines: usize) -> Self {
        self.skiprows = lines;
        self
    }

    /// Only these columns are read; negative ones count from the end.
    #[must_use]
    pub fn usecols(mut self, columns: impl IntoIterator<Item = isize>) -> Self {
        self.usecols = Some(columns.into_iter().collect());
        self
    }

    /// Columns become rows.
    #[must_use]
    pub fn unpack(mut self, unpack: bool) -> Self {
        self.unpack = unpack;
        self
    }

    /// The fewest axes of the result, 0 to 2.
    #[must_use]
    pub fn ndmin(mut self, axes: usize) -> Self {
        self.ndmin = axes;
        self
    }

    /// How bytes are characters.
    #[must_use]
    pub fn encoding(mut self, encoding: Encoding) -> Self {
        self.encoding = encoding;
        self
    }

    /// The most rows that are read.
    #[must_use]
    pub fn max_rows(mut self, rows: impl Into<Option<usize>>) -> Self {
        self.max_rows = rows.into();
        self
    }

    /// The character around fields that may hold delimiters and newlines.
    #[must_use]
    pub fn quotechar(mut self, quote: impl Into<Option<char>>) -> Self {
        self.quotechar = quote.into();
        self
    }

    text_sources!("The table");

    /// The table in a text.
    ///
    /// # Errors
    /// [`Error::Field`] for a field that is no item of the dtype, [`Error::Columns`] for rows of different lengths,
    /// [`Error::Limit`] for strings that become too long, [`Error::Argument`] for options that contradict each other.
    pub fn parse(&self, text: &str) -> Result<AnyArray> {
        if self.ndmin > 2 {
            return Err(Error::Argument { what: "ndmin", why: "it must be 0, 1 or 2" });
        }
        let rules = Rules::new(self.delimiter, &self.comments, self.quotechar)?;
        let mut lines = Lines::new(&rules, text, 0);
        for _ in 0..self.skiprows {
            if lines.at == text.len() {
                break;
            }
            lines.skip_line();
        }
        let start = lines.at;
        let width = if self.max_rows == Some(0) { None } else { lines.next_row(|_, _| Ok(()))? };
        let parts = self.parts()?;
        let Some(width) = width else { return self.nothing(parts.len()) };
        let plan = self.plan(&rules, text, width, parts)?;
        let columns = plan.columns.len();
        self.shaped(plan.table(self, start)?, columns)
    }

    /// The scalars of an item, and how each is read.
    fn parts(&self) -> Result<Vec<Slot>> {
        let parts = leaves(&self.dtype);
        let parsed = |(offset, item): &(usize, DType)| {
            let unknown = || numoxide_core::Error::DType { op: OP, dtype: item.to_string() };
            let parse = parser(item).ok_or_else(unknown)?;
            Ok(Slot { offset: *offset, size: item.itemsize(), parse, lead: lead(item) })
        };
        let parts = parts.iter().map(parsed).collect::<Result<Vec<Slot>>>()?;
        if self.dtype.fields().is_none() && parts.len() != 1 {
            return Err(numoxide_core::Error::DType { op: OP, dtype: self.dtype.to_string() }.into());
        }
        Ok(parts)
    }

    /// A table without rows, of which only the columns asked for are known.
    fn nothing(&self, parts: usize) -> Result<AnyArray> {
        let columns = self.usecols.as_ref().map_or(1, Vec::len);
        let structured = self.dtype.fields().is_some();
        if structured && self.usecols.is_some() && columns != parts {
            return Err(Error::Columns { line: 0, expected: parts, found: columns });
        }
        let dtype = match &self.dtype {
            DType::Str(0) => DType::Str(1),
            DType::Bytes(0) => DType::Bytes(1),
            dtype => dtype.clone(),
        };
        self.shaped(AnyArray::zeros(if structured { vec![0] } else { vec![0, columns] }, dtype)?, columns)
    }

    /// What to do with each field, given how many the first row has.
    fn plan<'t>(
        &'t self,
        rules: &'t Rules,
        text: &'t str,
        width: usize,
        parts: Vec<Slot>,
    ) -> Result<Plan<'t>> {
        let usecols = self.usecols.as_deref();
        let columns: Vec<usize> = match usecols {
            None => (0..width).collect(),
            Some(columns) => columns.iter().map(|&column| resolve(column, width)).collect::<Result<_>>()?,
        };
        let structured = self.dtype.fields().is_some();
        if structured && columns.len() != parts.len() {
            return Err(Error::Columns { line: 0, expected: parts.len(), found: columns.len() });
        }
        let (size, dtype) = (self.dtype.itemsize(), self.dtype.clone());
        let slots = slots(&columns, width, &parts, if structured { None } else { Some(size) });
        let mut converters: Vec<Option<&Converter<'_>>> = vec![None; width];
        for (column, convert) in &self.converters {
            converters[resolve(*column, width)?] = Some(convert);
        }
        let row = if structured { size } else { size * columns.len() };
        let exact = self.usecols.is_none();
        let needed = if exact { width } else { columns.iter().max().map_or(0, |last| last + 1) };
        Ok(Plan {
            rules,
            text,
            dtype,
            parts,
            slots,
            converters,
            columns,
            usecols,
            row,
            exact,
            needed,
            structured,
        })
    }

    /// The shape that NumPy gives a table.
    fn shaped(&self, table: AnyArray, columns: usize) -> Result<AnyArray> {
        let mut table = table;
        // Without rows nobody knows of columns but those asked for.
        if table.is_empty() && table.ndim() == 2 && self.ndmin < 2 && columns < 2 {
            table = table.reshape([0])?;
        }
        let table = super::with_axes(table, self.ndmin)?;
        Ok(if self.unpack && self.dtype.fields().is_none() { table.t() } else { table })
    }
}

/// The scalars that make an item, and where they lie in it. NumPy: `flatten_dtype`.
pub(super) fn leaves(dtype: &DType) -> Vec<(usize, DType)> {
    fn add(dtype: &DType, offset: usize, leaves: &mut Vec<(usize, DType)>) {
        match dtype {
            DType::Struct(fields) => {
                fields.fields().iter().for_each(|field| add(&field.dtype, offset + field.offset, leaves));
            }
            DType::Subarray(array) => {
                let size = array.dtype().itemsize();
                let count: usize = array.shape().iter().product();
                (0..count).for_each(|at| add(array.dtype(), offset + at * size, leaves));
            }
            scalar => leaves.push((offset, scalar.clone())),
        }
    }
    let mut found = Vec::new();
    add(dtype, 0, &mut found);
    found
}

/// The place of a column, which counts from the end if it is negative.
fn resolve(column: isize, width: usize) -> Result<usize> {
    let place = if column < 0 { column + width as isize } else { column };
    usize::try_from(place).ok().filter(|place| *place < width).ok_or(Error::Column { column, width })
}

/// Where the field of each column goes; items of `size` bytes lie one after the other, those of a struct where its fields do.
fn slots(columns: &[usize], width: usize, parts: &[Slot], size: Option<usize>) -> Vec<Vec<Slot>> {
    let mut slots = vec![Vec::new(); width];
    for (at, &column) in columns.iter().enumerate() {
        slots[column].push(match size {
            None => parts[at].clone(),
            Some(size) => Slot { offset: parts[0].offset + at * size, ..parts[0].clone() },
        });
    }
    slots
}

/// Where a field goes, and how it is read.
#[derive(Clone)]
struct Slot {
    offset: usize,
    size: usize,
    parse: Parse,
    /// How plainly spelled ones are read.
    lead: Option<Lead>,
}

struct Plan<'a> {
    rules: &'a Rules,
    text: &'a str,
    dtype: DType,
    parts: Vec<Slot>,
    /// For each column of the text where it goes, which may be several places or none.
    slots: Vec<Vec<Slot>>,
    converters: Vec<Option<&'a Converter<'a>>>,
    columns: Vec<usize>,
    /// The columns as they were asked for.
    usecols: Option<&'a [isize]>,
    /// Bytes of a row.
    row: usize,
    /// Whether every row must have the columns of the first.
    exact: bool,
    /// The fewest columns of a row.
    needed: usize,
    structured: bool,
}

impl Plan<'_> {
    /// The rows from a place of the text on.
    fn table(mut self, options: &LoadTxt<'_>, start: usize) -> Result<AnyArray> {
        self.measure(start, options.max_rows)?;
        let threads = num_threads().min((self.text.len() - start) / PARALLEL + 1);
        if threads == 1 || options.max_rows.is_some() || self.rules.has_quotes() {
            return self.rows(start, self.text.len(), options.max_rows);
        }
        let ends = self.cuts(start, threads);
        let starts = std::iter::once(start).chain(ends.iter().copied());
        let plan = &self;
        let parts = std::thread::scope(|scope| {
            let part = |(start, end)| scope.spawn(move || plan.rows(start, end, None));
            let handles: Vec<_> = starts.zip(ends.iter().copied()).map(part).collect();
            let joined = handles
                .into_iter()
                .map(|handle| handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            joined.collect::<Result<Vec<AnyArray>>>()
        })?;
        Ok(AnyArray::concatenate(&parts.iter().collect::<Vec<_>>(), 0)?)
    }

    /// Where pieces of about the same length end, each at the end of a line.
    fn cuts(&self, start: usize, pieces: usize) -> Vec<usize> {
        let (bytes, len) = (self.text.as_bytes(), self.text.len());
        let step = (len - start) / pieces;
        let cut = |piece: usize| {
            let near = start + piece * step;
            bytes[near..].iter().position(|&byte| byte == b'\n').map_or(len, |at| near + at + 1)
        };
        let mut ends: Vec<usize> = (1..pieces).map(cut).collect();
        ends.push(len);
        ends.dedup();
        ends
    }

    /// Gives strings of no length that of the longest field.
    fn measure(&mut self, start: usize, max_rows: Option<usize>) -> Result<()> {
        let wide = match self.dtype {
            DType::Str(0) => 4,
            DType::Bytes(0) => 1,
            _ => return Ok(()),
        };
        let (mut longest, mut rows) = (1, 0usize);
        let mut lines = Lines::new(self.rules, self.text, start);
        let (from_end, mut lengths) = (self.counts_from_end(), Vec::new());
        for _ in 0..max_rows.unwrap_or(usize::MAX) {
            lengths.clear();
            let row = lines.next_row(|column, field| {
                let read = from_end || self.slots.get(column).is_some_and(|slots| !slots.is_empty());
                lengths.push(if read { self.converted(column, field).chars().count() } else { 0 });
                Ok(())
            })?;
            let Some(found) = row else { break };
            let longest_here = match self.usecols.filter(|_| from_end) {
                None => lengths.iter().copied().max(),
                Some(columns) => {
                    columns.iter().filter_map(|&at| Some(lengths[resolve(at, found).ok()?])).max()
                }
            };
            longest = longest.max(longest_here.unwrap_or(0));
            rows += 1;
        }
        self.dtype = if wide == 4 { DType::Str(longest) } else { DType::Bytes(longest) };
        let size = longest * wide;
        self.parts[0].size = size;
        for (at, &column) in self.columns.iter().enumerate() {
            let slot = self.slots[column].iter_mut().find(|slot| slot.size == 0);
            if let Some(slot) = slot {
                (slot.offset, slot.size) = (at * size, size);
            }
        }
        self.row = size * self.columns.len();
        check_strings(rows.checked_mul(self.row), self.text.len() - start)
    }

    fn converted<'f>(&self, column: usize, field: &'f str) -> std::borrow::Cow<'f, str> {
        match self.converters.get(column).copied().flatten() {
            Some(convert) => convert(field.trim()).into(),
            None => field.into(),
        }
    }

    /// The rows of the lines between two places, one row an item or a line of items.
    fn rows(&self, start: usize, end: usize, max_rows: Option<usize>) -> Result<AnyArray> {
        let lines = Lines::new(self.rules, &self.text[..end], start);
        let bytes = &self.text.as_bytes()[start..end];
        let newlines = memchr_iter(b'\n', bytes).count() + memchr_iter(b'\r', bytes).count();
        // A row has at least as many bytes as columns: no text makes room for more than it could fill.
        let most = (bytes.len() / self.slots.len().max(1) + 1).min(newlines + 1);
        let most = most.min(max_rows.unwrap_or(usize::MAX));
        let room = most.checked_mul(self.row);
        let room = room.ok_or_else(|| numoxide_core::Error::size(OP, "the rows of the table"))?;
        let mut table = Array::<u8>::zeros([room])?;
        let (places, columns) = (table.as_slice_mut().unwrap_or_default(), self.columns.len());
        let steps = self.plain().unwrap_or_default();
        let rows = match self.dtype {
            // The types of most tables have loops of their own.
            DType::F64 if self.alike(&steps) => self.fill(lines, &Alike::<f64>::new(columns), places, most),
            DType::F32 if self.alike(&steps) => self.fill(lines, &Alike::<f32>::new(columns), places, most),
            DType::I64 if self.alike(&steps) => self.fill(lines, &Alike::<i64>::new(columns), places, most),
            DType::I32 if self.alike(&steps) => self.fill(lines, &Alike::<i32>::new(columns), places, most),
            _ => self.fill(lines, &&steps[..], places, most),
        }?;
        let bytes = table.slice(s![..rows * self.row])?;
        let shape = if self.structured { vec![rows] } else { vec![rows, columns] };
        own_items(bytes, &self.dtype, &shape)
    }

    /// Fills the places with rows, and returns how many there are.
    fn fill(
        &self,
        mut lines: Lines<'_>,
        steps: &impl Steps,
        places: &mut [u8],
        most: usize,
    ) -> Result<usize> {
        let mut rows = 0;
        while rows < most {
            let place = &mut places[rows * self.row..][..self.row];
            if !lines.plain_row(steps, !self.exact, place) {
                let taken = if self.counts_from_end() {
                    self.take_from_end(&mut lines, place)
                } else {
                    lines.next_row(|column, field| self.take(&self.slots, column, field, place))
                };
                let Some(found) = taken.map_err(|error| self.at_line(error, lines.row))? else { break };
                if found < self.needed || (self.exact && found > self.needed) {
                    let line = self.line(lines.row);
                    return Err(Error::Columns { line, expected: self.needed, found });
                }
            }
            rows += 1;
        }
        Ok(rows)
    }

    /// Whether the length of a row says which of its fields are wanted.
    fn counts_from_end(&self) -> bool {
        self.usecols.is_some_and(|columns| columns.iter().any(|&column| column < 0))
    }

    /// The next row, of which columns are wanted that count from its end.
    fn take_from_end(&self, lines: &mut Lines<'_>, place: &mut [u8]) -> Result<Option<usize>> {
        let mut again = Lines::new(self.rules, lines.text, lines.at);
        let Some(found) = lines.next_row(|_, _| Ok(()))? else { return Ok(None) };
        if found == self.slots.len() {
            return again.next_row(|column, field| self.take(&self.slots, column, field, place));
        }
        let wanted = self.usecols.unwrap_or_default().iter().map(|&column| resolve(column, found));
        let size = (!self.structured).then(|| self.dtype.itemsize());
        let slots = slots(&wanted.collect::<Result<Vec<_>>>()?, found, &self.parts, size);
        again.next_row(|column, field| self.take(&slots, column, field, place))?;
        // It has what was wanted of it.
        Ok(Some(self.needed))
    }

    /// Whether the items fill the row in their order.
    fn alike(&self, steps: &[Step]) -> bool {
        let size = self.dtype.itemsize();
        let item =
            |(at, step): (usize, &Step)| matches!(step, Step::Item { offset, .. } if *offset == at * size);
        !self.structured && steps.len() == self.columns.len() && steps.iter().enumerate().all(item)
    }

    /// What to do with the fields of rows that are plainly spelled; `None` if rows cannot be read so.
    fn plain(&self) -> Option<Vec<Step>> {
        let untouched = self.converters.iter().all(Option::is_none);
        // The end of a line that is not looked at is easy to find outside quotes only.
        let simple = self.rules.leave_numbers() && (self.exact || !self.rules.has_quotes());
        if !untouched || !simple || self.counts_from_end() {
            return None;
        }
        let step = |slots: &Vec<Slot>| match slots[..] {
            [] => Some(Step::Pass),
            [Slot { offset, lead: Some(lead), .. }] => Some(Step::Item { lead, offset }),
            // What has no plain spelling is text.
            [Slot { offset, size, parse, lead: None }] => Some(Step::Text { parse, offset, size }),
            _ => None,
        };
        self.slots[..self.needed].iter().map(step).collect()
    }

    #[inline]
    fn take(&self, slots: &[Vec<Slot>], column: usize, field: &str, row: &mut [u8]) -> Result<()> {
        let Some(slots) = slots.get(column) else { return Ok(()) };
        for slot in slots {
            let place = &mut row[slot.offset..slot.offset + slot.size];
            let read = match self.converters.get(column).copied().flatten() {
                None => (slot.parse)(field, place),
                Some(_) => (slot.parse)(&self.converted(column, field), place),
            };
            if !read {
                return Err(self.no_item(column, field));
            }
        }
        Ok(())
    }

    #[cold]
    fn no_item(&self, column: usize, field: &str) -> Error {
        let field = field.chars().take(40).collect();
        Error::Field { line: 0, column, field, dtype: self.dtype.to_string() }
    }

    /// The error with the number of the line that begins at a place.
    #[cold]
    fn at_line(&self, error: Error, at: usize) -> Error {
        match error {
            Error::Field { column, field, dtype, .. } => {
                Error::Field { line: self.line(at), column, field, dtype }
            }
            other => other,
        }
    }

    /// The number of a line, counted from 1.
    fn line(&self, at: usize) -> usize {
        1 + memchr_iter(b'\n', &self.text.as_bytes()[..at]).count()
    }
}
