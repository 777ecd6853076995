//! The page of the guide that lists NumPy's names beside ours: `docs/guide/names.md`.

use std::collections::BTreeMap;

use super::table::{Name, Row, Status};

const HEAD: &str = "# NumPy's names and ours

Made by `cargo xtask parity --update` from `docs/parity.tsv`, each path of which is compiled. What NumPy has for Python alone (its protocols,
scalars as classes, tests and history) is not listed. How calls are written is told [on the page for NumPy users](numpy.md).
";

/// The page: a table for each namespace of which anything is served.
pub fn page(names: &[Name], rows: &[Row]) -> String {
    let rows: BTreeMap<_, _> = rows.iter().map(|row| (row.key(), row)).collect();
    let mut namespaces: Vec<(&str, Vec<&Row>)> = Vec::new();
    for name in names {
        let Some(row) = rows.get(&name.key()) else { continue };
        if name.scope != "rust" && row.status != Status::Served {
            continue;
        }
        match namespaces.last_mut() {
            Some((namespace, rows)) if *namespace == name.namespace => rows.push(row),
            _ => namespaces.push((&name.namespace, vec![row])),
        }
    }
    let mut text = HEAD.to_owned();
    for (namespace, rows) in namespaces {
        if rows.iter().any(|row| row.status == Status::Served) {
            text += &format!("\n## {namespace}\n\n| NumPy | numoxide | |\n|---|---|---|\n");
            rows.iter().for_each(|row| text += &line(row));
        }
    }
    text
}

fn line(row: &Row) -> String {
    let path = match row.status {
        Status::Served => format!("`{}`", row.path),
        Status::Planned => "not yet".to_owned(),
        Status::Absent => "none".to_owned(),
    };
    // A bar would end the cell.
    format!("| `{}` | {path} | {} |\n", row.name, row.note.replace('|', "\\|")).replace(" |  |", " | |")
}

#[cfg(test)]
mod tests {
    use super::super::table::{completed, parse_names};
    use super::*;

    #[test]
    fn names_of_a_namespace_stand_in_one_table() {
        let names = "namespace\tname\tkind\tscope\nnumpy\tadd\tufunc\trust\nnumpy\tf2py\tmodule\tnone\n\
                     numpy\tisnat\tufunc\trust\nnumpy.char\tadd\tfunction\trust\n";
        let names = parse_names(names).unwrap();
        let mut rows = completed(&names, Vec::new());
        (rows[0].status, rows[0].path) = (Status::Served, "numoxide::add".to_owned());
        rows[0].note = "a|b".to_owned();
        let page = page(&names, &rows);
        let table = page.split("## numpy\n\n").nth(1).unwrap();
        assert_eq!(
            table,
            "| NumPy | numoxide | |\n|---|---|---|\n| `add` | `numoxide::add` | a\\|b |\n| `isnat` | not yet | |\n"
        );
    }
}
