//! The two tables: what NumPy has, and what we say of it.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};

use crate::shell;

/// A name of NumPy's.
pub struct Name {
    pub namespace: String,
    pub name: String,
    /// `rust` where Rust can serve it, `python` where only the Python package can, `none` for neither.
    pub scope: String,
}

/// A name and what serves it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub namespace: String,
    pub name: String,
    pub path: String,
    pub status: Status,
    /// `<file>::<word in it>`, where the test stands.
    pub test: String,
    pub note: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Served,
    Planned,
    Absent,
}

impl Name {
    pub fn key(&self) -> (&str, &str) {
        (&self.namespace, &self.name)
    }
}

impl Row {
    pub fn key(&self) -> (&str, &str) {
        (&self.namespace, &self.name)
    }

    /// A row nobody has looked at yet.
    fn new(name: &Name) -> Self {
        let (status, note) = match name.scope.as_str() {
            "none" => (Status::Absent, "no part of the array model: NumPy's own tests, build or history"),
            "python" => (Status::Planned, "for the Python package"),
            _ => (Status::Planned, ""),
        };
        let (namespace, name) = (name.namespace.clone(), name.name.clone());
        Self { namespace, name, path: String::new(), status, test: String::new(), note: note.to_owned() }
    }
}

const HEADER: &str = "namespace\tname\tpath\tstatus\ttest\tnote";

pub fn parse_names(text: &str) -> Result<Vec<Name>> {
    let mut names = Vec::new();
    for (at, line) in text.lines().enumerate().skip(1) {
        let [namespace, name, _kind, scope] = fields(line, at)?;
        names.push(Name { namespace, name, scope });
    }
    Ok(names)
}

pub fn parse_rows(text: &str) -> Result<Vec<Row>> {
    let mut lines = text.lines().enumerate();
    if lines.next().map(|(_, line)| line) != Some(HEADER) {
        bail!("docs/parity.tsv does not start with the columns `{HEADER}`");
    }
    let mut rows = Vec::new();
    for (at, line) in lines {
        let [namespace, name, path, status, test, note] = fields(line, at)?;
        let status = match status.as_str() {
            "served" => Status::Served,
            "planned" => Status::Planned,
            "absent" => Status::Absent,
            other => bail!("line {}: no status `{other}`", at + 1),
        };
        rows.push(Row { namespace, name, path, status, test, note });
    }
    Ok(rows)
}

fn fields<const N: usize>(line: &str, at: usize) -> Result<[String; N]> {
    let fields: Vec<_> = line.split('\t').map(str::to_owned).collect();
    fields.try_into().ok().with_context(|| format!("line {}: not {N} columns", at + 1))
}

pub fn to_text(rows: &[Row]) -> String {
    let mut text = format!("{HEADER}\n");
    for Row { namespace, name, path, status, test, note } in rows {
        let status = match status {
            Status::Served => "served",
            Status::Planned => "planned",
            Status::Absent => "absent",
        };
        text += &format!("{namespace}\t{name}\t{path}\t{status}\t{test}\t{note}\n");
    }
    text
}

/// The rows in the order of the names, with a new row for each name that had none.
pub fn completed(names: &[Name], rows: Vec<Row>) -> Vec<Row> {
    let known: BTreeMap<_, _> = rows.iter().map(|row| (row.key(), row)).collect();
    names
        .iter()
        .map(|name| known.get(&name.key()).map_or_else(|| Row::new(name), |row| (*row).clone()))
        .collect()
}

/// What is wrong with the rows, before any path is compiled.
pub fn breaches(names: &[Name], rows: &[Row]) -> Vec<String> {
    let wanted: BTreeSet<_> = names.iter().map(Name::key).collect();
    let mut seen = BTreeSet::new();
    let mut breaches = Vec::new();
    for row in rows {
        let label = format!("{}.{}", row.namespace, row.name);
        if !wanted.contains(&row.key()) {
            breaches.push(format!("{label}: no name of NumPy's"));
        }
        if !seen.insert(row.key()) {
            breaches.push(format!("{label}: a second row"));
        }
        breaches.extend(breach_of(row).map(|what| format!("{label}: {what}")));
    }
    let missing = wanted.difference(&seen);
    breaches
        .extend(missing.map(|(namespace, name)| format!("{namespace}.{name}: no row (run with --update)")));
    breaches
}

fn breach_of(row: &Row) -> Option<String> {
    match row.status {
        Status::Served if row.path.is_empty() => Some("served, but by no path".to_owned()),
        Status::Served => test_breach(&row.test),
        Status::Absent if row.note.is_empty() => Some("absent without a reason".to_owned()),
        _ => None,
    }
}

fn test_breach(test: &str) -> Option<String> {
    let Some((file, word)) = test.split_once("::") else {
        return Some(format!("`{test}` is no `<file>::<test>`"));
    };
    match std::fs::read_to_string(shell::root().join(file)) {
        Ok(text) if has_word(&text, word) => None,
        Ok(_) => Some(format!("{file} has no test `{word}`")),
        Err(_) => Some(format!("no file {file}")),
    }
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|found| found == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Vec<Name> {
        parse_names("namespace\tname\tkind\tscope\nnumpy\tadd\tufunc\trust\nnumpy\tf2py\tmodule\tnone\n")
            .unwrap()
    }

    #[test]
    fn missing_rows_are_breaches_until_they_are_added() {
        assert_eq!(breaches(&names(), &[]).len(), 2);
        let rows = completed(&names(), Vec::new());
        assert!(breaches(&names(), &rows).is_empty());
        assert_eq!((rows[0].status, rows[1].status), (Status::Planned, Status::Absent));
        assert_eq!(parse_rows(&to_text(&rows)).unwrap(), rows);
    }

    #[test]
    fn a_served_row_needs_a_path_and_a_test_that_stands_somewhere() {
        let mut rows = completed(&names(), Vec::new());
        rows[0].status = Status::Served;
        assert_eq!(breaches(&names(), &rows).len(), 1);
        rows[0].path = "numoxide::add".to_owned();
        assert_eq!(breaches(&names(), &rows).len(), 1);
        rows[0].test = "xtask/src/parity/table.rs::no_such_word_anywhere".replace("anywhere", "at_all");
        assert_eq!(breaches(&names(), &rows).len(), 1);
        rows[0].test = "xtask/src/parity/table.rs::missing_rows_are_breaches_until_they_are_added".to_owned();
        assert!(breaches(&names(), &rows).is_empty());
    }

    #[test]
    fn unknown_and_repeated_rows_are_breaches() {
        let mut rows = completed(&names(), Vec::new());
        rows.push(rows[0].clone());
        rows.push(Row { name: "frobnicate".to_owned(), ..rows[0].clone() });
        assert_eq!(breaches(&names(), &rows).len(), 2);
    }
}
