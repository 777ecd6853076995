//! `numoxide convert`: arrays from one kind of file into another.

use std::io::Write;
use std::path::{Path, PathBuf};

use numoxide::interop::{safetensors, write_text};
use numoxide::prelude::*;
use numoxide::{npy, npz};

use crate::cells::Cells;
use crate::fields::leaves;
use crate::progress::Progress;
use crate::source::{Entry, Format, Source, unpacked};
use crate::{Error, Outcome, Result};

/// Rows that are made ready at once.
const ROWS: usize = 4096;

/// What is asked for.
#[derive(clap::Args, Debug)]
pub struct Options {
    /// The file that is read
    input: PathBuf,
    /// The file that is written; its name tells the format
    output: PathBuf,
    /// Take this array alone, where the file has several
    #[arg(short, long)]
    member: Option<String>,
    /// Cast the items to this type, in NumPy's notation: f4, int64, <u2
    #[arg(short, long)]
    dtype: Option<String>,
    /// Compress the members of an .npz file
    #[arg(short, long)]
    compress: bool,
    /// What stands between the fields of a text, read or written
    #[arg(long)]
    delimiter: Option<char>,
}

/// Reads arrays and writes them to a file that is there whole or not at all.
///
/// # Errors
/// If a file cannot be read or written, or the format has no place for the arrays.
pub fn run(options: &Options, _: &mut dyn Write) -> Result<Outcome> {
    let dtype = options.dtype.as_deref().map(DType::parse).transpose()?;
    let read_as = dtype.clone().unwrap_or(DType::F64);
    let format = Format::of_name(&options.output)?;
    let source = Source::open_with(&options.input, options.delimiter, read_as)?;
    let only = options.member.is_some() || matches!(format, Format::Npy | Format::Csv);
    let entries = if only { vec![source.entry(options.member.as_deref())?] } else { source.entries()? };
    let mut arrays = Vec::new();
    for entry in entries {
        let array = source.load(&entry)?;
        let array = match &dtype {
            Some(dtype) if array.dtype() != dtype => array.astype(dtype.clone())?,
            _ => array,
        };
        arrays.push((entry, array));
    }
    write(options, format, &arrays)?;
    Ok(Outcome::Same)
}

fn write(options: &Options, format: Format, arrays: &[(Entry, AnyArray)]) -> Result<()> {
    let path = &options.output;
    // NumPy's name for an array without one.
    let name = |entry: &Entry| entry.name.clone().unwrap_or_else(|| "arr_0".to_owned());
    let members = || arrays.iter().map(|(entry, array)| (name(entry), array.view()));
    match (format, arrays) {
        (Format::Npz, _) if options.compress => npz::savez_compressed(path, members()),
        (Format::Npz, _) => npz::savez(path, members()),
        (Format::Safetensors, _) => safetensors::write(path, members(), &[]),
        (Format::Npy, [(_, array), ..]) => npy::write(path, array),
        (Format::Csv, [(entry, array), ..]) => {
            let tabs = unpacked(path).extension().is_some_and(|extension| extension == "tsv");
            let delimiter = options.delimiter.unwrap_or(if tabs { '\t' } else { ',' });
            return write_csv(path, entry, array, delimiter);
        }
        (_, []) => Ok(()),
    }
    .map_err(Error::file(path))
}

/// Writes a table with the shortest texts that are read back as the same numbers.
fn write_csv(path: &Path, entry: &Entry, array: &AnyArray, delimiter: char) -> Result<()> {
    let table = table(path, array)?;
    let rows = table.first().map_or(0, AnyArray::len);
    let bar = Progress::new(array.len() as u64 * array.itemsize() as u64, "write");
    let names = names(entry, array);
    write_text(path, |out| {
        if let Some(names) = &names {
            let names: Vec<String> = names.iter().map(|name| quoted(name, delimiter)).collect();
            writeln!(out, "{}", names.join(&delimiter.to_string()))?;
        }
        for start in (0..rows).step_by(ROWS) {
            let end = rows.min(start + ROWS);
            write_rows(out, &table, start, end, delimiter)?;
            bar.done((end - start) as u64 * (array.len() / rows * array.itemsize()) as u64);
        }
        Ok(())
    })
    .map_err(Error::file(path))
}

fn write_rows(
    out: &mut dyn Write,
    table: &[AnyArray],
    start: usize,
    end: usize,
    delimiter: char,
) -> numoxide::interop::Result<()> {
    let part = |column: &AnyArray| Cells::of(&column.slice(s![start..end])?.view());
    let parts: Vec<Cells> = table
        .iter()
        .map(part)
        .collect::<Result<_>>()
        .map_err(|error| numoxide::Error::value("convert", error.to_string()))?;
    for row in 0..end - start {
        for (column, cells) in parts.iter().enumerate() {
            if column > 0 {
                write!(out, "{delimiter}")?;
            }
            write!(out, "{}", quoted(&cells.text(row), delimiter))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// The columns of a table: those of two axes, the fields of structs, or the only one.
fn table(path: &Path, array: &AnyArray) -> Result<Vec<AnyArray>> {
    let wrong = |dtype: &DType, why| Error::Items { path: path.to_owned(), dtype: dtype.to_string(), why };
    if array.dtype().fields().is_some() {
        let flat = array.reshape(-1isize)?;
        let column = |leaf: crate::fields::Leaf| {
            let column = leaf.of(&flat)?;
            let scalar = column.ndim() == 1;
            if scalar { Ok(column) } else { Err(wrong(array.dtype(), "hold arrays, which no table has")) }
        };
        return leaves(array.dtype()).into_iter().map(column).collect();
    }
    match *array.shape() {
        [] => Ok(vec![array.reshape([1])?]),
        [_] => Ok(vec![array.clone()]),
        [_, columns] => (0..columns as isize).map(|column| Ok(array.slice(s![.., column])?)).collect(),
        _ => Err(wrong(array.dtype(), "in more than two axes are no table")),
    }
}

/// The first line, where columns have names.
fn names(entry: &Entry, array: &AnyArray) -> Option<Vec<String>> {
    let fields = || leaves(array.dtype()).iter().map(crate::fields::Leaf::name).collect();
    entry.columns.clone().or_else(|| array.dtype().fields().map(|_| fields()))
}

/// A field as RFC 4180 has it: in quotes if it holds what would end it.
fn quoted(field: &str, delimiter: char) -> String {
    if field.contains([delimiter, '"', '\n', '\r']) {
        return format!("\"{}\"", field.replace('"', "\"\""));
    }
    field.to_owned()
}
