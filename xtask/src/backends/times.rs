//! The times of the backends, side by side.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

use super::Backend;
use crate::bench::machine;
use crate::shell;

const PAGE: &str = "docs/backends.md";
const BEGIN: &str = "<!-- times: written by `cargo xtask backends --update` -->\n";
const END: &str = "<!-- end of times -->\n";

/// What one backend printed: the line about it, and milliseconds by case, in order.
struct Times {
    about: String,
    cases: Vec<(String, f64)>,
}

/// Measures each backend; a table with a column for each.
pub fn table(backends: &[&Backend]) -> Result<String> {
    let times = backends.iter().map(|backend| measure(backend)).collect::<Result<Vec<_>>>()?;
    let mut lines: Vec<String> = machine::describe().into_iter().map(|line| format!("- {line}")).collect();
    lines.extend(backends.iter().zip(&times).map(|(one, times)| format!("- {}: {}", one.title, times.about)));
    lines.push(String::new());
    let titles: Vec<_> = backends.iter().map(|backend| backend.title.as_str()).collect();
    lines.push(format!("| milliseconds | {} |", titles.join(" | ")));
    lines.push(format!("|---|{}", "---:|".repeat(titles.len())));
    let by_name: Vec<BTreeMap<&str, f64>> = times
        .iter()
        .map(|times| times.cases.iter().map(|(name, time)| (name.as_str(), *time)).collect())
        .collect();
    let Some(first) = times.first() else { bail!("no backend") };
    for (name, _) in &first.cases {
        let cells: Vec<_> = by_name.iter().map(|times| cell(times.get(name.as_str()))).collect();
        lines.push(format!("| {name} | {} |", cells.join(" | ")));
    }
    Ok(lines.join("\n") + "\n")
}

fn cell(time: Option<&f64>) -> String {
    match time {
        Some(time) if *time >= 100.0 => format!("{time:.0}"),
        Some(time) if *time >= 1.0 => format!("{time:.2}"),
        Some(time) => format!("{time:.4}"),
        None => String::new(),
    }
}

fn measure(backend: &Backend) -> Result<Times> {
    let example = format!("{}_times", backend.feature.unwrap_or("pure"));
    let run = ["run", "--quiet", "--release", "--example", &example];
    println!("==> {}: times", backend.title);
    let text = shell::output(&mut backend.cargo(&run, &backend.package()))?;
    parse(&text).with_context(|| format!("the times of {}", backend.title))
}

fn parse(text: &str) -> Result<Times> {
    let (about, rest) = text.split_once('\n').context("nothing printed")?;
    let case = |line: &str| {
        let (name, time) = line.split_once('\t').with_context(|| format!("`{line}`"))?;
        Ok((name.to_owned(), time.parse::<f64>()? * 1e3))
    };
    Ok(Times { about: about.to_owned(), cases: rest.lines().map(case).collect::<Result<_>>()? })
}

/// Puts the table into the page.
pub fn write_page(table: &str) -> Result<()> {
    let path = shell::root().join(PAGE);
    let text = shell::read(&path)?;
    std::fs::write(&path, replaced(&text, table)?).with_context(|| format!("cannot write {PAGE}"))
}

fn replaced(page: &str, table: &str) -> Result<String> {
    let parts = page.split_once(BEGIN).and_then(|(head, rest)| Some((head, rest.split_once(END)?.1)));
    let (head, tail) = parts.with_context(|| format!("{PAGE} has no place for the times"))?;
    Ok(format!("{head}{BEGIN}\n{table}\n{END}{tail}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_example_prints_is_read() {
        let times = parse("OpenBLAS 0.3\nmatmul 64\t0.001\n").unwrap();
        assert_eq!((times.about.as_str(), &times.cases[0]), ("OpenBLAS 0.3", &("matmul 64".to_owned(), 1.0)));
        assert!(parse("OpenBLAS 0.3\nno time\n").is_err());
    }

    #[test]
    fn a_table_takes_the_place_of_the_last_one() {
        let page = format!("head\n{BEGIN}old\n{END}tail\n");
        assert_eq!(replaced(&page, "new\n").unwrap(), format!("head\n{BEGIN}\nnew\n\n{END}tail\n"));
        assert!(replaced("head\n", "new\n").is_err());
    }
}
