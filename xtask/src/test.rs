//! `cargo xtask test`: every test and every doctest.

use anyhow::Result;

use crate::arguments::Arguments;
use crate::shell::{self, cargo};

/// Runs the tests with nextest where it is installed, with cargo's own runner elsewhere, then the doctests.
pub fn run(arguments: Arguments) -> Result<()> {
    let given = arguments.rest();
    let scope = scope(&given);
    let mut tests = match shell::has_cargo_command("nextest") {
        true => cargo(["nextest", "run", "--no-fail-fast", "--no-tests=pass"]),
        false => cargo(["test", "--lib", "--bins", "--tests", "--examples", "--no-fail-fast"]),
    };
    shell::run("tests", tests.args(&scope).args(&given))?;
    shell::run("doctests", cargo(["test", "--quiet", "--doc"]).args(&scope).args(&given))
}

/// The whole workspace, unless the caller named packages.
fn scope(given: &[String]) -> Vec<&'static str> {
    let named =
        given.iter().any(|word| word == "-p" || word.starts_with("--package") || word.starts_with("-p="));
    if named { Vec::new() } else { vec!["--workspace"] }
}
