//! `numoxide diff`: whether two files hold the same arrays, up to tolerances.

use std::io::Write;
use std::path::PathBuf;

use numoxide::layout::SliceSpec;
use numoxide::prelude::*;
use serde_json::{Value, json};

use crate::cells::{Cells, float, short};
use crate::chunks::Chunks;
use crate::compare::{Report, Rules};
use crate::progress::Progress;
use crate::source::{Entry, Source};
use crate::{Outcome, Result};

/// What is asked for.
#[derive(clap::Args, Debug)]
pub struct Options {
    /// The one file
    left: PathBuf,
    /// The other
    right: PathBuf,
    /// Compare this array alone, where the files have several
    #[arg(short, long)]
    member: Option<String>,
    /// Numbers may differ by this part of the right one
    #[arg(long, default_value_t = 0.0)]
    rtol: f64,
    /// Numbers may differ by this, besides
    #[arg(long, default_value_t = 0.0)]
    atol: f64,
    /// A NaN is not equal to a NaN
    #[arg(long)]
    nan_differs: bool,
    /// Other types are no difference as long as the values are equal
    #[arg(long)]
    ignore_dtype: bool,
    /// How many places with different items are shown
    #[arg(short = 'n', long, default_value_t = 5)]
    show: usize,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// How two arrays of a name differ.
enum Difference {
    OnlyLeft,
    OnlyRight,
    Shape(Vec<usize>, Vec<usize>),
    DType(DType, DType),
    Items(Report),
}

/// Compares the arrays of two files: by name, where they have names.
///
/// # Errors
/// If a file cannot be read, or has no such array.
pub fn run(options: &Options, out: &mut dyn Write) -> Result<Outcome> {
    let (left, right) = (Source::open(&options.left)?, Source::open(&options.right)?);
    let mut found = Vec::new();
    for (name, pair) in pairs(&left, &right, options)? {
        let differences = match pair {
            (Some(a), Some(b)) => compare((&left, &a), (&right, &b), options)?,
            (Some(_), None) => vec![Difference::OnlyLeft],
            (None, _) => vec![Difference::OnlyRight],
        };
        found.extend(differences.into_iter().map(|difference| (name.clone(), difference)));
    }
    let outcome = if found.is_empty() { Outcome::Same } else { Outcome::Differ };
    if options.json {
        let differences: Vec<Value> = found.iter().map(|(name, difference)| difference.json(name)).collect();
        let equal = outcome == Outcome::Same;
        serde_json::to_writer_pretty(&mut *out, &json!({ "equal": equal, "differences": differences }))?;
        writeln!(out)?;
        return Ok(outcome);
    }
    for (name, difference) in &found {
        let name = name.clone().unwrap_or_else(|| "array".to_owned());
        write!(out, "{}", difference.text(&name, options))?;
    }
    Ok(outcome)
}

type Pair = (Option<Entry>, Option<Entry>);

/// The arrays that are compared. Those of two files with one each belong together whatever they are called.
fn pairs(left: &Source, right: &Source, options: &Options) -> Result<Vec<(Option<String>, Pair)>> {
    if let Some(name) = options.member.as_deref() {
        let pair = (Some(left.entry(Some(name))?), Some(right.entry(Some(name))?));
        return Ok(vec![(Some(name.to_owned()), pair)]);
    }
    let (mut a, mut b) = (left.entries()?, right.entries()?);
    if a.len() == 1 && b.len() == 1 && (a[0].name.is_none() || b[0].name.is_none()) {
        return Ok(vec![(a[0].name.clone().or(b[0].name.clone()), (a.pop(), b.pop()))]);
    }
    let mut pairs: Vec<(Option<String>, Pair)> = Vec::new();
    for entry in a {
        let place = b.iter().position(|other| other.name == entry.name);
        pairs.push((entry.name.clone(), (Some(entry), place.map(|place| b.remove(place)))));
    }
    pairs.extend(b.into_iter().map(|entry| (entry.name.clone(), (None, Some(entry)))));
    Ok(pairs)
}

fn compare(left: (&Source, &Entry), right: (&Source, &Entry), options: &Options) -> Result<Vec<Difference>> {
    let (a, b) = (left.1, right.1);
    if a.shape != b.shape {
        return Ok(vec![Difference::Shape(a.shape.clone(), b.shape.clone())]);
    }
    let mut differences = Vec::new();
    if a.dtype != b.dtype && !options.ignore_dtype {
        differences.push(Difference::DType(a.dtype.clone(), b.dtype.clone()));
    }
    let rules = Rules { rtol: options.rtol, atol: options.atol, nan_differs: options.nan_differs };
    let mut report = Report::new(options.show);
    if a.order == b.order || a.shape.len() < 2 {
        in_step(left, right, |a, b| report.see(a, b, &rules))?;
        report.places(&a.shape, a.order);
    } else {
        let (whole_a, whole_b) = (left.0.load(a)?, right.0.load(b)?);
        report.see(&whole_a.reshape(-1isize)?, &whole_b.reshape(-1isize)?, &rules)?;
        report.places(&a.shape, Order::C);
    }
    if report.differing > 0 {
        differences.push(Difference::Items(report));
    }
    Ok(differences)
}

/// Gives pieces of both arrays to `visit` that are of the same length, one pair after the other.
fn in_step(
    left: (&Source, &Entry),
    right: (&Source, &Entry),
    mut visit: impl FnMut(&AnyArray, &AnyArray) -> Result<()>,
) -> Result<()> {
    let bar = Progress::new(left.1.read, "compare");
    let (mut left, mut right) = (Flat::of(left), Flat::of(right));
    while let (Some(a), Some(b)) = (left.next(&bar)?, right.next(&Progress::new(0, ""))?) {
        let len = a.len().min(b.len());
        visit(&left.take(&a, len)?, &right.take(&b, len)?)?;
    }
    Ok(())
}

/// The pieces of an array as one stream of items.
struct Flat {
    chunks: Chunks,
    rest: Option<AnyArray>,
}

impl Flat {
    fn of((source, entry): (&Source, &Entry)) -> Flat {
        Flat { chunks: Chunks::of(source, entry), rest: None }
    }

    /// What is there next.
    fn next(&mut self, bar: &Progress) -> Result<Option<AnyArray>> {
        if let Some(rest) = self.rest.take() {
            return Ok(Some(rest));
        }
        let Some(piece) = self.chunks.next().transpose()? else { return Ok(None) };
        bar.done(piece.bytes);
        Ok(Some(piece.items.reshape(-1isize)?))
    }

    /// The first `len` items; what is left comes next.
    fn take(&mut self, items: &AnyArray, len: usize) -> Result<AnyArray> {
        if len < items.len() {
            self.rest = Some(items.slice(s![len..])?);
        }
        Ok(items.slice([SliceSpec::from(..len)])?)
    }
}

impl Difference {
    fn text(&self, name: &str, options: &Options) -> String {
        let (left, right) = (options.left.display(), options.right.display());
        match self {
            Difference::OnlyLeft => format!("{name}: only in {left}\n"),
            Difference::OnlyRight => format!("{name}: only in {right}\n"),
            Difference::Shape(a, b) => format!("{name}: shape {a:?} and {b:?}\n"),
            Difference::DType(a, b) => format!("{name}: dtype {a} and {b}\n"),
            Difference::Items(report) => {
                let (differing, items) = (report.differing, report.items);
                let mut text = format!("{name}: {differing} of {items} items differ");
                if report.numbers {
                    let (absolute, relative) = (short(report.max_abs), short(report.max_rel));
                    text.push_str(&format!(", by {absolute} at most, relatively by {relative}"));
                }
                text.push('\n');
                for place in &report.first {
                    text.push_str(&format!("  {}  {}  {}\n", place.name, place.left, place.right));
                }
                text
            }
        }
    }

    fn json(&self, name: &Option<String>) -> Value {
        match self {
            Difference::OnlyLeft => json!({ "name": name, "kind": "only left" }),
            Difference::OnlyRight => json!({ "name": name, "kind": "only right" }),
            Difference::Shape(a, b) => json!({ "name": name, "kind": "shape", "left": a, "right": b }),
            Difference::DType(a, b) => {
                json!({ "name": name, "kind": "dtype", "left": a.to_string(), "right": b.to_string() })
            }
            Difference::Items(report) => json!({
                "name": name,
                "kind": "items",
                "items": report.items,
                "differing": report.differing,
                "max_abs": float(report.max_abs),
                "max_rel": float(report.max_rel),
                "first": report.first.iter().map(|place| json!({
                    "index": place.index, "left": place.left, "right": place.right,
                })).collect::<Vec<_>>(),
            }),
        }
    }
}

/// An item as text.
pub(crate) fn text(array: &AnyArray, at: usize) -> Result<String> {
    Ok(Cells::of(&array.slice([SliceSpec::from(at as isize)])?.view())?.text(0))
}
