//! `numoxide head`: the first rows of an array.

use std::io::Write;
use std::path::PathBuf;

use numoxide::print::{PrintOptions, printoptions};

use crate::source::Source;
use crate::{Outcome, Result, cells};

/// What is asked for.
#[derive(clap::Args, Debug)]
pub struct Options {
    /// The file
    file: PathBuf,
    /// The array, where the file has several; all of them if none is named
    #[arg(short, long)]
    member: Option<String>,
    /// How many rows along the first axis
    #[arg(short = 'n', long, default_value_t = 5)]
    rows: usize,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// Shows the first rows as NumPy prints them, or as nested lists of JSON.
///
/// # Errors
/// If the file cannot be read, or has no such array.
pub fn run(options: &Options, out: &mut dyn Write) -> Result<Outcome> {
    let source = Source::open(&options.file)?;
    let entries = match &options.member {
        Some(name) => vec![source.entry(Some(name))?],
        None => source.entries()?,
    };
    let mut answers = serde_json::Map::new();
    for entry in &entries {
        let part = source.head(entry, options.rows)?;
        if options.json {
            answers.insert(entry.name.clone().unwrap_or_default(), cells::json(&part.view())?);
            continue;
        }
        if let Some(name) = &entry.name {
            writeln!(out, "{name}:")?;
        }
        if let Some(columns) = &entry.columns {
            writeln!(out, "{}", columns.join(", "))?;
        }
        writeln!(out, "{}", printoptions(PrintOptions::new().threshold(10_000), || part.to_string()))?;
    }
    if options.json {
        // One array without a name stands for itself.
        match answers.remove("") {
            Some(only) => serde_json::to_writer(&mut *out, &only)?,
            None => serde_json::to_writer(&mut *out, &answers)?,
        }
        writeln!(out)?;
    }
    Ok(Outcome::Same)
}
