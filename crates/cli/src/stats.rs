//! `numoxide stats`: each column in numbers, whatever the size of the file.
//!
//! The first pass gathers moments, piece by piece. If there are more items than are worth keeping, the histograms and the
//! order statistics behind the quantiles take further passes over the file; both are exact.

use std::io::Write;
use std::path::PathBuf;

use numoxide::prelude::*;
use numoxide::stats::{Moments, histogram};
use serde_json::{Value, json};

use crate::cells::{aligned, float, short};
use crate::chunks::Chunks;
use crate::columns::Columns;
use crate::progress::Progress;
use crate::selection::Search;
use crate::source::{Entry, Source};
use crate::{Error, Outcome, Result};

/// Up to so many items are kept after the first pass: 128 MiB.
pub(crate) const KEPT: usize = 1 << 24;

/// The longest bar of a histogram.
const BAR: usize = 40;

/// What is asked for.
#[derive(clap::Args, Debug)]
pub struct Options {
    /// The file
    file: PathBuf,
    /// The array, where the file has several; all of them if none is named
    #[arg(short, long)]
    member: Option<String>,
    /// Take all items of an array as one column
    #[arg(long)]
    flat: bool,
    /// Which quantiles, each from 0 to 1
    #[arg(short, long, value_delimiter = ',', default_value = "0.25,0.5,0.75")]
    quantiles: Vec<f64>,
    /// Bins of the histograms
    #[arg(short, long, default_value_t = 10)]
    bins: u32,
    /// Draw the histograms of all columns; that of an only one is drawn anyway
    #[arg(long)]
    histogram: bool,
    /// Degrees of freedom that the standard deviation loses
    #[arg(long, default_value_t = 0.0)]
    ddof: f64,
    /// What stands between the fields of a text; else its first line tells
    #[arg(short, long)]
    delimiter: Option<char>,
    /// Keep no more items in memory than this before going over the file again
    #[arg(long, default_value_t = KEPT)]
    keep: usize,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// Shows moments, extremes, quantiles, NaNs and a histogram of every column.
///
/// # Errors
/// If the file cannot be read, has no such array, or items that are no real numbers; [`Error::Option`] for a quantile
/// outside of 0 to 1.
pub fn run(options: &Options, out: &mut dyn Write) -> Result<Outcome> {
    if let Some(wrong) = options.quantiles.iter().find(|q| !(0.0..=1.0).contains(*q)) {
        return Err(Error::Option { option: "--quantiles", why: format!("{wrong} is not between 0 and 1") });
    }
    if options.bins == 0 {
        return Err(Error::Option { option: "--bins", why: "there must be one at least".to_owned() });
    }
    let source = Source::open_with(&options.file, options.delimiter, DType::F64)?;
    let entries = match &options.member {
        Some(name) => vec![source.entry(Some(name))?],
        None => source.entries()?,
    };
    let mut answers = Vec::new();
    for entry in &entries {
        let columns = Columns::of(&source, entry, options.flat)?;
        let wanted = Wanted { quantiles: &options.quantiles, bins: options.bins, keep: options.keep };
        let summaries = summarise(&source, entry, &columns, &wanted)?;
        match options.json {
            true => answers.push(json_of(&source, entry, &summaries, options)),
            false => write!(out, "{}", text_of(&source, entry, &summaries, options))?,
        }
    }
    if options.json {
        serde_json::to_writer_pretty(&mut *out, &answers)?;
        writeln!(out)?;
    }
    Ok(Outcome::Same)
}

/// What is known of a column.
pub(crate) struct Summary {
    pub name: String,
    nan: u64,
    /// Those that are no NaN.
    moments: Moments,
    /// The smallest and the largest finite one.
    range: Option<(f64, f64)>,
    search: Search,
    pub edges: Vec<f64>,
    pub counts: Vec<i64>,
}

impl Summary {
    fn new(name: String) -> Summary {
        let search = Search::new(0, Vec::new(), 0);
        let moments = Moments::default();
        Summary { name, nan: 0, moments, range: None, search, edges: Vec::new(), counts: Vec::new() }
    }

    fn count(&self) -> u64 {
        self.moments.count() as u64
    }

    /// The first pass; leaves what is no NaN in `numbers`.
    fn gather(&mut self, numbers: &mut Vec<f64>) -> Result<()> {
        let all = numbers.len();
        numbers.retain(|x| !x.is_nan());
        self.nan += (all - numbers.len()) as u64;
        self.moments.extend(&numbers[..])?;
        for &x in numbers.iter().filter(|x| x.is_finite()) {
            let (low, high) = self.range.unwrap_or((x, x));
            self.range = Some((low.min(x), high.max(x)));
        }
        Ok(())
    }

    /// After the first pass: what the next ones look for.
    fn plan(&mut self, quantiles: &[f64], keep: u64) {
        let ranks = quantiles.iter().flat_map(|&q| {
            let (below, above, _) = self.places(q);
            [below, above]
        });
        self.search = Search::new(self.count(), ranks.collect(), keep);
    }

    /// The second pass counts the numbers in bins.
    fn count_bins(&mut self, numbers: &[f64], bins: i64) -> Result<()> {
        let Some((low, high)) = self.range else { return Ok(()) };
        let found = histogram::with(numbers, bins).range(low, high).run()?;
        if self.counts.is_empty() {
            self.edges = found.bin_edges.to_vec();
            self.counts = vec![0; found.counts.len()];
        }
        self.counts.iter_mut().zip(&found.counts).for_each(|(sum, count)| *sum += count);
        Ok(())
    }

    /// The ranks of the numbers around a quantile, and the part of the way from the one to the other.
    fn places(&self, q: f64) -> (u64, u64, f64) {
        let last = self.count().saturating_sub(1);
        let place = last as f64 * q;
        let below = (place as u64).min(last);
        (below, (below + 1).min(last), place - below as f64)
    }

    /// A quantile by NumPy's `linear` method.
    fn quantile(&self, q: f64) -> f64 {
        let (below, above, part) = self.places(q);
        let (low, high) = (self.search.get(below), self.search.get(above));
        match () {
            () if part == 0.0 || low == high => low,
            () if part < 0.5 => low + (high - low) * part,
            () => high - (high - low) * (1.0 - part),
        }
    }
}

/// One after the other, the numbers of every column.
struct Passes<'a> {
    source: &'a Source,
    entry: &'a Entry,
    columns: &'a Columns,
    /// The numbers of each column that are no NaN, where they are so few that they are kept.
    kept: Option<Vec<Vec<f64>>>,
    pass: u32,
}

impl Passes<'_> {
    fn first(&mut self, summaries: &mut [Summary]) -> Result<()> {
        let mut kept = self.kept.take();
        self.read(|column, numbers| {
            summaries[column].gather(numbers)?;
            if let Some(kept) = &mut kept {
                kept[column].extend_from_slice(numbers);
            }
            Ok(())
        })?;
        self.kept = kept;
        Ok(())
    }

    fn next(&mut self, mut visit: impl FnMut(usize, &[f64]) -> Result<()>) -> Result<()> {
        if let Some(kept) = &self.kept {
            return kept.iter().enumerate().try_for_each(|(column, numbers)| visit(column, numbers));
        }
        self.read(|column, numbers| {
            numbers.retain(|x| !x.is_nan());
            visit(column, numbers)
        })
    }

    fn read(&mut self, mut visit: impl FnMut(usize, &mut Vec<f64>) -> Result<()>) -> Result<()> {
        self.pass += 1;
        let bar = Progress::new(self.entry.read, &format!("pass {}", self.pass));
        let mut start = 0;
        for piece in Chunks::of(self.source, self.entry) {
            let piece = piece?;
            self.columns.split(&piece.items, start, &mut visit)?;
            start += piece.items.len();
            bar.done(piece.bytes);
        }
        Ok(())
    }
}

/// What is to be found besides moments and extremes.
pub(crate) struct Wanted<'a> {
    pub quantiles: &'a [f64],
    pub bins: u32,
    /// The most items that stay in memory.
    pub keep: usize,
}

/// Goes over an array as often as it takes.
pub(crate) fn summarise(
    source: &Source,
    entry: &Entry,
    columns: &Columns,
    wanted: &Wanted<'_>,
) -> Result<Vec<Summary>> {
    let mut summaries: Vec<Summary> = columns.names().into_iter().map(Summary::new).collect();
    let kept = (columns.items(entry) <= wanted.keep).then(|| vec![Vec::new(); summaries.len()]);
    let mut passes = Passes { source, entry, columns, kept, pass: 0 };
    passes.first(&mut summaries)?;
    let keep = (wanted.keep / summaries.len().max(1)) as u64;
    summaries.iter_mut().for_each(|summary| summary.plan(wanted.quantiles, keep));
    let mut counted = false;
    while !counted || summaries.iter().any(|summary| summary.search.is_open()) {
        passes.next(|column, numbers| {
            let summary = &mut summaries[column];
            if !counted {
                summary.count_bins(numbers, i64::from(wanted.bins))?;
            }
            summary.search.see(numbers);
            Ok(())
        })?;
        counted = true;
        summaries.iter_mut().for_each(|summary| summary.search.turn());
    }
    Ok(summaries)
}

fn text_of(source: &Source, entry: &Entry, summaries: &[Summary], options: &Options) -> String {
    let mut text = format!("{}: {} {:?}\n", entry.title(source.path()), entry.dtype, entry.shape);
    let mut titles: Vec<String> =
        ["column", "count", "nan", "mean", "std", "min"].map(str::to_owned).to_vec();
    titles.extend(options.quantiles.iter().map(|q| format!("{}%", short(100.0 * q))));
    titles.push("max".to_owned());
    let row = |summary: &Summary| {
        let moments = &summary.moments;
        let mut row = vec![summary.name.clone(), summary.count().to_string(), summary.nan.to_string()];
        row.extend([moments.mean(), moments.std(options.ddof), moments.min()].map(short));
        row.extend(options.quantiles.iter().map(|&q| short(summary.quantile(q))));
        row.push(short(moments.max()));
        row
    };
    let rows: Vec<_> = std::iter::once(titles).chain(summaries.iter().map(row)).collect();
    text.push_str(&aligned(&rows));
    if summaries.len() == 1 || options.histogram {
        summaries.iter().for_each(|summary| text.push_str(&bars(summary)));
    }
    text
}

/// A histogram, lying on its side.
fn bars(summary: &Summary) -> String {
    let most = summary.counts.iter().copied().max().unwrap_or(0).max(1);
    let last = summary.counts.len().saturating_sub(1);
    let bin = |(at, (&count, edges)): (usize, (&i64, &[f64]))| {
        let close = if at == last { ']' } else { ')' };
        let eighths = (count as u128 * 8 * BAR as u128).div_ceil(most as u128) as usize;
        let part = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8];
        let range = format!("[{}, {}{close}", short(edges[0]), short(edges[1]));
        vec![range, count.to_string(), format!("{}{part}", "█".repeat(eighths / 8))]
    };
    let rows: Vec<Vec<String>> =
        summary.counts.iter().zip(summary.edges.windows(2)).enumerate().map(bin).collect();
    let width = rows.iter().map(|row| row[0].chars().count()).max().unwrap_or(0);
    let digits = rows.iter().map(|row| row[1].len()).max().unwrap_or(0);
    let lines = rows.iter().map(|row| format!("{:>width$}  {:>digits$}  {}", row[0], row[1], row[2]));
    let lines: Vec<String> = lines.map(|line| format!("{}\n", line.trim_end())).collect();
    format!("\n{}\n{}", summary.name, lines.concat())
}

fn json_of(source: &Source, entry: &Entry, summaries: &[Summary], options: &Options) -> Value {
    let column = |summary: &Summary| {
        let moments = &summary.moments;
        let quantiles: Vec<Value> = options
            .quantiles
            .iter()
            .map(|&q| json!({ "q": q, "value": float(summary.quantile(q)) }))
            .collect();
        json!({
            "name": summary.name,
            "count": summary.count(),
            "nan": summary.nan,
            "mean": float(moments.mean()),
            "std": float(moments.std(options.ddof)),
            "min": float(moments.min()),
            "max": float(moments.max()),
            "quantiles": quantiles,
            "histogram": { "edges": summary.edges, "counts": summary.counts },
        })
    };
    json!({
        "file": source.path().display().to_string(),
        "name": entry.name,
        "dtype": entry.dtype.to_string(),
        "shape": entry.shape,
        "columns": summaries.iter().map(column).collect::<Vec<_>>(),
    })
}
