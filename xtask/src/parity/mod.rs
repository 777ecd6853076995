//! `cargo xtask parity`: NumPy's names, and whether the Rust path that is to serve each really exists.
//!
//! `docs/numpy-api.tsv` lists NumPy's names. `docs/parity.tsv` has one row for each: the path that serves it and
//! the test that covers it, or a note on why there is none. Every path that is called served is compiled. The guide's
//! page of names is made of the two tables.

mod compile;
mod guide;
mod table;

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

use crate::arguments::Arguments;
use crate::shell;
use table::{Name, Row, Status};

/// Checks the table and the guide's page and prints the score of each namespace; `--update` first adds the rows that are
/// missing, and writes the page.
pub fn run(mut arguments: Arguments) -> Result<()> {
    let update = arguments.flag("--update");
    arguments.finish()?;
    let docs = shell::root().join("docs");
    let names = table::parse_names(&shell::read(&docs.join("numpy-api.tsv"))?)?;
    let file = docs.join("parity.tsv");
    let mut rows = match file.exists() {
        true => table::parse_rows(&shell::read(&file)?)?,
        false => Vec::new(),
    };
    if update {
        rows = table::completed(&names, rows);
        std::fs::write(&file, table::to_text(&rows)).context("cannot write docs/parity.tsv")?;
    }
    let breaches = table::breaches(&names, &rows);
    for breach in &breaches {
        println!("docs/parity.tsv: {breach}");
    }
    if !breaches.is_empty() {
        bail!("{} breach(es) in docs/parity.tsv", breaches.len());
    }
    check_page(&guide::page(&names, &rows), update)?;
    compile::check(rows.iter().filter(|row| row.status == Status::Served))?;
    print_scores(&names, &rows);
    Ok(())
}

/// Writes the page of the guide, or fails if it is not what the tables say.
fn check_page(page: &str, update: bool) -> Result<()> {
    let path = shell::root().join("docs/guide/names.md");
    if update {
        return std::fs::write(&path, page).context("cannot write docs/guide/names.md");
    }
    if std::fs::read_to_string(&path).is_ok_and(|there| there.replace("\r\n", "\n") == page) {
        return Ok(());
    }
    bail!("docs/guide/names.md is not what docs/parity.tsv says (run with --update)")
}

fn print_scores(names: &[Name], rows: &[Row]) {
    let served: Vec<_> = rows.iter().filter(|row| row.status == Status::Served).map(Row::key).collect();
    let mut scores: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for name in names.iter().filter(|name| name.scope == "rust") {
        let score = scores.entry(&name.namespace).or_default();
        score.0 += usize::from(served.contains(&name.key()));
        score.1 += 1;
    }
    let (mut done, mut all) = (0, 0);
    for (namespace, (served, total)) in scores {
        println!("{namespace:<34} {served:>4} of {total:>4}  {:>3}%", 100 * served / total);
        (done, all) = (done + served, all + total);
    }
    println!(
        "{:<34} {done:>4} of {all:>4}  {:>3}%",
        "all names that Rust can serve",
        100 * done / all.max(1)
    );
}
