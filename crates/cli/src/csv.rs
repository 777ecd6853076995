//! Tables as text: what their first lines say, and their rows some at a time.

use std::io::BufRead;
use std::path::Path;

use numoxide::Swapped;
use numoxide::interop::text::LoadTxt;
use numoxide::interop::{Error as ReadError, Result as ReadResult};
use numoxide::prelude::*;

use crate::source::{Entry, Source};
use crate::{Error, Result};

/// What a text says about itself in its first lines.
#[derive(Clone, Debug)]
pub struct Csv {
    /// What stands between two fields; blanks if `None`.
    pub delimiter: Option<char>,
    /// The names of the columns, if the first line has them.
    pub names: Option<Vec<String>>,
    /// Lines before the first row.
    skip: usize,
    columns: usize,
    dtype: DType,
}

/// Whether a line is no row.
fn is_empty(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#')
}

/// The fields of a line, as people see them.
fn fields(line: &str, delimiter: Option<char>) -> Vec<String> {
    let clean = |field: &str| field.trim().trim_matches('"').to_owned();
    match delimiter {
        Some(delimiter) => line.trim_end_matches(['\r', '\n']).split(delimiter).map(clean).collect(),
        None => line.split_whitespace().map(clean).collect(),
    }
}

/// Whether a field is a number, or a gap in a table of numbers.
fn is_number(field: &str) -> bool {
    field.is_empty() || field.parse::<f64>().is_ok()
}

impl Csv {
    /// Looks at the first line that is no comment: it tells the delimiter, and whether the columns have names.
    pub(crate) fn peek(path: &Path, delimiter: Option<char>, dtype: DType) -> Result<Csv> {
        let wrong = |error: std::io::Error| Error::file(path)(error.into());
        let mut reader = Source::text(path).map_err(Error::file(path))?;
        let (mut skip, mut line) = (0, String::new());
        while reader.read_line(&mut line).map_err(wrong)? > 0 && is_empty(&line) {
            skip += 1;
            line.clear();
        }
        let usual = [',', ';', '\t'].into_iter().find(|usual| line.contains(*usual));
        let delimiter = delimiter.or(usual).filter(|delimiter| *delimiter != ' ');
        let first = fields(&line, delimiter);
        let named = !first.iter().all(|field| is_number(field)) && !line.is_empty();
        let (columns, skip) = (first.len(), skip + usize::from(named));
        Ok(Csv { delimiter, names: named.then_some(first), skip, columns, dtype })
    }

    /// The rows are counted, but not read.
    pub(crate) fn entry(&self, path: &Path) -> Result<Entry> {
        let mut rows = 0;
        let read = self.each_line(path, |line| {
            rows += usize::from(!is_empty(line));
            Ok(true)
        });
        let read = read.map_err(Error::file(path))?;
        let stored = std::fs::metadata(path).map_err(|error| Error::file(path)(error.into()))?.len();
        Ok(Entry {
            name: None,
            dtype: self.dtype.clone(),
            swapped: Swapped::Nothing,
            shape: vec![rows, self.columns],
            order: Order::C,
            stored,
            read,
            columns: self.names.clone(),
        })
    }

    /// Gives each line after the header to `visit` until that says stop; returns the bytes that were seen.
    fn each_line(&self, path: &Path, mut visit: impl FnMut(&str) -> ReadResult<bool>) -> ReadResult<u64> {
        let mut reader = Source::text(path)?;
        let (mut line, mut seen, mut number) = (String::new(), 0, 0);
        loop {
            line.clear();
            let found = reader.read_line(&mut line)?;
            seen += found as u64;
            number += 1;
            if found == 0 || (number > self.skip && !visit(&line)?) {
                return Ok(seen);
            }
        }
    }

    /// The table, or its first rows.
    pub(crate) fn load(&self, path: &Path, rows: Option<usize>) -> ReadResult<AnyArray> {
        let Some(rows) = rows else {
            return self.whole(path);
        };
        let (mut text, mut left) = (String::new(), rows);
        if rows > 0 {
            self.each_line(path, |line| {
                left -= usize::from(!is_empty(line));
                text.push_str(line);
                Ok(left > 0)
            })?;
        }
        self.parse(&text)
    }

    fn whole(&self, path: &Path) -> ReadResult<AnyArray> {
        let mut text = String::new();
        self.each_line(path, |line| {
            text.push_str(line);
            Ok(true)
        })?;
        self.parse(&text)
    }

    /// Gives the rows to `visit`, about `bytes` of text at a time, until that says stop.
    pub(crate) fn each_part(
        &self,
        path: &Path,
        bytes: usize,
        mut visit: impl FnMut(AnyArray, u64) -> bool,
    ) -> ReadResult<()> {
        let mut text = String::new();
        let mut more = true;
        self.each_line(path, |line| {
            text.push_str(line);
            if text.len() >= bytes {
                more = visit(self.parse(&text)?, text.len() as u64);
                text.clear();
            }
            Ok(more)
        })?;
        if more && !text.is_empty() {
            visit(self.parse(&text)?, text.len() as u64);
        }
        Ok(())
    }

    /// Rows of text; where fields are empty, and the type has a NaN, that stands for them.
    fn parse(&self, text: &str) -> ReadResult<AnyArray> {
        if text.lines().all(is_empty) {
            return Ok(AnyArray::zeros([0, self.columns], self.dtype.clone())?);
        }
        let rules = || LoadTxt::new().dtype(self.dtype.clone()).delimiter(self.delimiter).ndmin(2);
        match rules().parse(text) {
            Err(ReadError::Field { field, .. }) if field.trim().is_empty() && self.dtype.is_float() => {
                let filled = |field: &str| match field.trim() {
                    "" => "nan".to_owned(),
                    other => other.to_owned(),
                };
                let columns = 0..self.columns as isize;
                columns.fold(rules(), |rules, column| rules.converter(column, filled)).parse(text)
            }
            other => other,
        }
    }
}
