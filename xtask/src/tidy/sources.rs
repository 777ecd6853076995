//! Source files: their length, their first line, and where `unsafe` stands.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::code;
use crate::metadata::Package;
use crate::rooms::UNSAFE;
use crate::shell;

const MOST_LINES: usize = 600;

/// Every breach in the Rust files of these packages.
pub fn check(packages: &[Package]) -> Result<Vec<String>> {
    let mut breaches = Vec::new();
    for package in packages {
        for file in rust_files(&shell::root().join(&package.folder)) {
            breaches.extend(breaches_of(&shell::relative(&file), &shell::read(&file)?));
        }
    }
    Ok(breaches)
}

fn rust_files(directory: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in shell::entries(directory) {
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

fn breaches_of(file: &str, source: &str) -> Vec<String> {
    let mut breaches = Vec::new();
    if !source.starts_with("//!") {
        breaches.push(format!("{file}:1: does not start with a `//!` line that says what it is for"));
    }
    if is_test(file) {
        return breaches;
    }
    let code = code::without_comments(source);
    let length = code::lines(&code::without_tests(&code));
    if length > MOST_LINES {
        breaches.push(format!("{file}: {length} lines of code, {MOST_LINES} at most"));
    }
    breaches.extend(unsafe_breaches(file, &code));
    breaches
}

fn unsafe_breaches(file: &str, code: &str) -> Vec<String> {
    if UNSAFE.iter().any(|room| file.starts_with(room)) {
        return Vec::new();
    }
    let mut breaches = Vec::new();
    for line in code::lines_with_word(code, "unsafe") {
        breaches.push(format!("{file}:{line}: `unsafe` outside its rooms (xtask/src/rooms.rs)"));
    }
    let crate_may = UNSAFE.iter().any(|room| room.starts_with(file.split("src/").next().unwrap_or(file)));
    if file.ends_with("src/lib.rs") && !crate_may && !code.contains("#![forbid(unsafe_code)]") {
        breaches.push(format!("{file}: a crate without unsafe code says `#![forbid(unsafe_code)]`"));
    }
    breaches
}

fn is_test(file: &str) -> bool {
    let folders = file.rsplit_once('/').map_or("", |(folders, _)| folders);
    folders.split('/').any(|folder| folder == "tests")
        || folders.ends_with("benches/benches")
        || file.ends_with("/tests.rs")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_good_file_passes() {
        assert!(breaches_of("crates/fft/src/plan.rs", "//! Plans.\n\nfn f() {}\n").is_empty());
    }

    #[test]
    fn a_long_file_is_a_breach_and_its_tests_do_not_count() {
        let long = "//! Long.\n".to_owned() + &"fn f() {}\n".repeat(MOST_LINES);
        assert!(breaches_of("crates/fft/src/plan.rs", &long).is_empty());
        assert_eq!(breaches_of("crates/fft/src/plan.rs", &(long.clone() + "fn g() {}\n")).len(), 1);
        let tested = long + "#[cfg(test)]\nmod tests {\n fn t() {}\n}\n";
        assert!(breaches_of("crates/fft/src/plan.rs", &tested).is_empty());
    }

    #[test]
    fn a_module_without_its_line_is_a_breach() {
        assert_eq!(breaches_of("crates/fft/src/plan.rs", "fn f() {}\n").len(), 1);
    }

    #[test]
    fn unsafe_is_a_breach_outside_its_rooms() {
        let source = "//! Blocks.\nunsafe fn f() {}\n";
        assert_eq!(breaches_of("crates/fft/src/plan.rs", source).len(), 1);
        assert!(breaches_of("crates/core/src/buffer/mod.rs", source).is_empty());
        assert!(breaches_of("crates/fft/tests/plan.rs", source).is_empty());
    }

    #[test]
    fn a_safe_crate_says_so() {
        assert_eq!(breaches_of("crates/fft/src/lib.rs", "//! FFT.\n").len(), 1);
        assert!(breaches_of("crates/fft/src/lib.rs", "//! FFT.\n#![forbid(unsafe_code)]\n").is_empty());
        assert!(breaches_of("crates/core/src/lib.rs", "//! Core.\n").is_empty());
    }
}
