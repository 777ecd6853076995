//! `numoxide info`: what is in a file, from its headers alone.

use std::io::Write;
use std::path::PathBuf;

use numoxide::{Order, Swapped};
use serde_json::{Value, json};

use crate::cells::aligned;
use crate::source::{Entry, Source};
use crate::{Outcome, Result};

/// What is asked for.
#[derive(clap::Args, Debug)]
pub struct Options {
    /// The files
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// Shows name, type, shape, order and size of every array.
///
/// # Errors
/// If a file cannot be read.
pub fn run(options: &Options, out: &mut dyn Write) -> Result<Outcome> {
    let mut found = Vec::new();
    for path in &options.files {
        let source = Source::open(path)?;
        for entry in source.entries()? {
            found.push((source.clone(), entry));
        }
    }
    if options.json {
        let entries: Vec<Value> = found.iter().map(|(source, entry)| json_of(source, entry)).collect();
        serde_json::to_writer_pretty(&mut *out, &entries)?;
        writeln!(out)?;
        return Ok(Outcome::Same);
    }
    let titles = ["file", "array", "format", "dtype", "shape", "order", "items", "bytes", "in file"];
    let mut rows = vec![titles.map(str::to_owned).to_vec()];
    rows.extend(found.iter().map(|(source, entry)| row(source, entry)));
    write!(out, "{}", aligned(&rows))?;
    Ok(Outcome::Same)
}

fn order(entry: &Entry) -> &'static str {
    if entry.order == Order::F { "F" } else { "C" }
}

fn row(source: &Source, entry: &Entry) -> Vec<String> {
    let sizes: Vec<String> = entry.shape.iter().map(ToString::to_string).collect();
    let swapped = match entry.swapped {
        Swapped::Nothing => "",
        Swapped::Everything => " (swapped)",
        _ => " (partly swapped)",
    };
    vec![
        source.path().display().to_string(),
        entry.name.clone().unwrap_or_else(|| "-".to_owned()),
        source.format().name().to_owned(),
        format!("{}{swapped}", entry.dtype),
        format!("[{}]", sizes.join(", ")),
        order(entry).to_owned(),
        entry.len().to_string(),
        size(entry.bytes()),
        size(entry.stored),
    ]
}

fn json_of(source: &Source, entry: &Entry) -> Value {
    json!({
        "file": source.path().display().to_string(),
        "format": source.format().name(),
        "name": entry.name,
        "dtype": entry.dtype.to_string(),
        "shape": entry.shape,
        "order": order(entry),
        "swapped": entry.swapped.any(),
        "items": entry.len(),
        "bytes": entry.bytes(),
        "stored": entry.stored,
        "columns": entry.columns,
    })
}

/// A number of bytes for people.
fn size(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["B", "KiB", "MiB", "GiB", "TiB"];
    let unit = (bytes.max(1).ilog2() / 10).min(4);
    match unit {
        0 => format!("{bytes} B"),
        _ => {
            format!("{:.1} {}", bytes as f64 / f64::from(1u32 << 10).powi(unit as i32), UNITS[unit as usize])
        }
    }
}
