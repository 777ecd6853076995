//! `cargo xtask bench`: this library against NumPy, row by row, on this machine.

mod chart;
pub mod machine;
mod measure;
mod report;
mod side;

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::json;

use crate::arguments::Arguments;
use crate::shell::{self, cargo};
use crate::venv;
use measure::{Outcome, Row};
use side::Side;

/// What a run is about.
pub struct Run {
    pub threads: usize,
    pub about: Vec<String>,
    /// Bytes a second of reading, triad, copy and fill.
    pub bandwidth: [f64; 4],
}

/// Runs the cases whose names start with `--only`, or all; a whole run rewrites the page in `docs/`.
pub fn run(mut arguments: Arguments) -> Result<()> {
    let only = arguments.option("--only")?;
    let json_file = arguments.option("--json")?;
    let threads = match arguments.option("--threads")? {
        Some(text) => text.parse().ok().filter(|&n| n > 0).context("`--threads` needs a positive number")?,
        None => 1,
    };
    arguments.finish()?;
    let names = case_names(only.as_deref().unwrap_or_default())?;
    let (mut numpy, mut ours) = sides(threads)?;
    let run = Run { threads, about: about(&mut numpy, &mut ours)?, bandwidth: bandwidth(&mut ours)? };
    report::print_head(&run);
    let mut rows = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let outcome = measure::measure(name, &mut numpy, &mut ours);
        let row = Row { name: name.clone(), outcome };
        report::print_row(&row, at + 1, names.len());
        rows.push(row);
    }
    report::print_summary(&rows);
    if let Some(file) = json_file {
        write(Path::new(&file), &json_rows(&rows, threads))?;
    }
    if only.is_none() {
        write_pages(&run, &rows)?;
    }
    failures(&rows)
}

fn case_names(prefix: &str) -> Result<Vec<String>> {
    let text = shell::read(&shell::root().join("benches/cases.tsv"))?;
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let names = lines.filter_map(|line| line.split('\t').next()).map(str::to_owned);
    let names: Vec<_> = names.filter(|name| name.starts_with(prefix)).collect();
    if names.is_empty() {
        bail!("no case starts with `{prefix}`");
    }
    Ok(names)
}

/// Starts both processes, each held to so many threads.
fn sides(threads: usize) -> Result<(Side, Side)> {
    shell::run("build", &mut cargo(["build", "--quiet", "--release", "-p", "numoxide-benches"]))?;
    let mut numpy = shell::command(venv::python()?);
    numpy.args(["benches/numpy_side.py", "benches/cases.tsv"]);
    let binary = format!("release/numoxide-benches{}", std::env::consts::EXE_SUFFIX);
    let mut ours = shell::command(shell::target().join(binary));
    for command in [&mut numpy, &mut ours] {
        for variable in ["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMOXIDE_NUM_THREADS"]
        {
            command.env(variable, threads.to_string());
        }
    }
    Ok((Side::start("NumPy", numpy)?, Side::start("numoxide", ours)?))
}

fn about(numpy: &mut Side, ours: &mut Side) -> Result<Vec<String>> {
    let mut lines = machine::describe();
    lines.push(numpy.ask("about")?);
    lines.push(ours.ask("about")?);
    Ok(lines)
}

/// Medians of some passes, for the head of the report; each case that memory limits is measured against its own.
fn bandwidth(ours: &mut Side) -> Result<[f64; 4]> {
    let mut speeds = [0.0; 4];
    for (speed, share) in speeds.iter_mut().zip([0.0, 1.0 / 3.0, 0.5, 1.0]) {
        let mut passes = (0..7).map(|_| ours.bandwidth(share)).collect::<Result<Vec<_>>>()?;
        *speed = measure::median(&mut passes);
    }
    Ok(speeds)
}

fn json_rows(rows: &[Row], threads: usize) -> String {
    let list: Vec<_> = rows
        .iter()
        .filter_map(|row| {
            let Outcome::Timed(times) = &row.outcome else { return None };
            Some(json!({
                "id": row.name,
                "family": row.family(),
                "threads": threads,
                "numpy_s": times.numpy,
                "ours_s": times.ours,
                "ratio": times.ratio,
                "limit_fraction": times.limit_fraction,
            }))
        })
        .collect();
    serde_json::to_string_pretty(&list).expect("numbers and names") + "\n"
}

/// One thread is the page; other numbers of threads get pages beside it.
fn write_pages(run: &Run, rows: &[Row]) -> Result<()> {
    let stem = match run.threads {
        1 => "benchmarks".to_owned(),
        n => format!("benchmarks-{n}-threads"),
    };
    let docs = shell::root().join("docs");
    let others = other_pages(&docs, &stem)?;
    write(&docs.join(format!("{stem}.md")), &report::page(run, rows, &stem, &others))?;
    write(&docs.join(format!("{stem}.svg")), &chart::draw(rows))
}

/// The pages of other runs, which were kept: of other machines, or other numbers of threads.
fn other_pages(docs: &Path, stem: &str) -> Result<Vec<String>> {
    let mut pages = Vec::new();
    for entry in std::fs::read_dir(docs)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.starts_with("benchmarks") && name.ends_with(".md") && name != format!("{stem}.md") {
            pages.push(name);
        }
    }
    pages.sort();
    Ok(pages)
}

fn write(path: &Path, text: &str) -> Result<()> {
    std::fs::write(path, text).with_context(|| format!("cannot write {}", shell::relative(path)))?;
    println!("wrote {}", shell::relative(path));
    Ok(())
}

/// A case that fails is an error of the run; a missing one is not, it is listed.
fn failures(rows: &[Row]) -> Result<()> {
    let failed: Vec<_> = rows.iter().filter(|row| matches!(row.outcome, Outcome::Failed(_))).collect();
    match failed.first() {
        None => Ok(()),
        Some(row) => bail!("{} case(s) failed, the first is {}", failed.len(), row.name),
    }
}
