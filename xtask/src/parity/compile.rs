//! A crate that names every served path, and the compiler's word on it.

use std::collections::BTreeSet;

use anyhow::{Context, Result};

use super::table::Row;
use crate::shell::{self, cargo};

/// Compiles the paths of these rows; one that does not exist is an error.
///
/// Items are imported. Methods and other associated items cannot be, so they become documentation links, which
/// rustdoc resolves by the same rules and refuses when they lead nowhere.
pub fn check<'a>(served: impl Iterator<Item = &'a Row>) -> Result<()> {
    let paths: BTreeSet<_> = served.map(|row| row.path.as_str()).collect();
    if paths.is_empty() {
        return Ok(());
    }
    let folder = shell::target().join("parity");
    std::fs::create_dir_all(folder.join("src")).context("cannot make the folder of the parity crate")?;
    let write = |file: &str, text: &str| {
        std::fs::write(folder.join(file), text)
            .with_context(|| format!("cannot write {file} of the parity crate"))
    };
    write("Cargo.toml", &manifest())?;
    write("src/lib.rs", &source(&paths))?;
    // The versions of the workspace, so that nothing has to be looked up.
    write("Cargo.lock", &shell::read(&shell::root().join("Cargo.lock"))?)?;
    let mut doc = cargo(["doc", "--quiet", "--no-deps", "--lib", "--manifest-path"]);
    doc.arg(folder.join("Cargo.toml")).env("CARGO_TARGET_DIR", shell::target());
    shell::run(&format!("{} paths", paths.len()), &mut doc)
}

fn manifest() -> String {
    let facade = shell::root().join("crates/numoxide").to_string_lossy().replace('\\', "/");
    format!(
        "[package]\nname = \"numoxide-parity\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\nnumoxide = {{ path = \"{facade}\" }}\n\n[workspace]\n"
    )
}

fn source(paths: &BTreeSet<&str>) -> String {
    let mut text = String::from("#![deny(rustdoc::broken_intra_doc_links)]\n#![allow(unused_imports)]\n");
    for path in paths.iter().filter(|path| is_associated(path)) {
        text += &format!("//! - [`{path}`]\n");
    }
    for path in paths.iter().filter(|path| !is_associated(path)) {
        text += &format!("use {path} as _;\n");
    }
    text
}

/// Whether the path leads into a type: its last part but one is named like one.
fn is_associated(path: &str) -> bool {
    path.rsplit("::").nth(1).is_some_and(|part| part.starts_with(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_become_links_and_items_imports() {
        let text =
            source(&BTreeSet::from(["numoxide::Array::reshape", "numoxide::fft::rfft", "numoxide::Array"]));
        assert!(text.contains("//! - [`numoxide::Array::reshape`]"));
        assert!(text.contains("use numoxide::fft::rfft as _;") && text.contains("use numoxide::Array as _;"));
    }
}
