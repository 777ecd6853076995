//! `cargo xtask test`: every test and every doctest.

use anyhow::Result;

use crate::arguments::Arguments;
use crate::rooms::{NEIGHBOURS, VENDORS};
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

/// The workspace but for what links a vendor's library, unless the caller named packages.
fn scope(given: &[String]) -> Vec<String> {
    let named =
        given.iter().any(|word| word == "-p" || word.starts_with("--package") || word.starts_with("-p="));
    if named {
        return Vec::new();
    }
    // Those are tested by `cargo xtask backends`, where their libraries are.
    let vendors = VENDORS.iter().map(|vendor| format!("--exclude=numoxide-backend-{vendor}"));
    ["--workspace".to_owned(), neighbours()].into_iter().chain(vendors).collect()
}

/// Turns on what lets the arrays of other libraries in, which is off by default.
pub fn neighbours() -> String {
    let features: Vec<String> = NEIGHBOURS.iter().map(|name| format!("numoxide-interop/{name}")).collect();
    format!("--features={}", features.join(","))
}
