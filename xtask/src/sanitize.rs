//! `cargo xtask sanitize`: the crates that hold `unsafe` code, tested under AddressSanitizer or Valgrind.
//!
//! Both look for what tests alone cannot see: reads past a block, use after free, leaks. AddressSanitizer
//! needs an unstable flag, which `RUSTC_BOOTSTRAP` allows on the pinned stable toolchain; the standard library
//! stays as it is, because only our own blocks are in question. `--cfg numoxide_sanitize` turns off the cache of
//! freed blocks, which would hide them from the sanitizer.

use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::arguments::Arguments;
use crate::shell::{self, cargo};

const HOST: &str = "x86_64-unknown-linux-gnu";
/// What holds `unsafe` code, and the sorts, whose tests reach the most of it in `numoxide-simd`.
const PACKAGES: &[&str] = &[
    "numoxide-simd",
    "numoxide-core",
    "numoxide-ufunc",
    "numoxide-sorting",
    "numoxide-backend",
    "numoxide-linalg",
    "numoxide-interop",
];

/// Runs the tests of [`PACKAGES`], or of the packages given with `-p`.
pub fn run(mut arguments: Arguments) -> Result<()> {
    let valgrind = arguments.flag("--valgrind");
    let mut rest = arguments.rest();
    if !rest.iter().any(|word| word == "-p") {
        let chosen = if valgrind { &PACKAGES[1..] } else { PACKAGES };
        rest.extend(chosen.iter().flat_map(|name| ["-p".to_owned(), (*name).to_owned()]));
        // The arrays of other libraries are lent and taken over by `unsafe` code, too.
        rest.push(crate::test::neighbours());
    }
    if valgrind { under_valgrind(&rest) } else { under_asan(&rest) }
}

fn under_asan(rest: &[String]) -> Result<()> {
    let mut tests = cargo(["test", "--target", HOST, "--lib", "--tests"]);
    tests.args(rest);
    tests.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", "-Zsanitizer=address --cfg numoxide_sanitize");
    tests.env("CARGO_TARGET_DIR", shell::target().join("asan"));
    // Tests ask for memory that cannot be had: that is an `Err` for us, and must be one under the sanitizer too.
    tests.env("ASAN_OPTIONS", "allocator_may_return_null=1:detect_stack_use_after_return=1");
    shell::run("tests under AddressSanitizer", &mut tests)
}

/// Valgrind knows no AVX-512 and runs thirty times slower, hence the baseline level.
fn under_valgrind(rest: &[String]) -> Result<()> {
    for binary in test_binaries(rest)? {
        let name = binary.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut run = shell::command("valgrind");
        run.args(["--quiet", "--error-exitcode=9", "--leak-check=full", "--show-leak-kinds=definite"]);
        run.args(["--errors-for-leak-kinds=definite", "--fair-sched=yes"]);
        run.arg(&binary).arg("--test-threads=1").env("NUMOXIDE_LEVEL", "baseline");
        shell::run(&format!("valgrind {name}"), &mut run)?;
    }
    Ok(())
}

fn test_binaries(rest: &[String]) -> Result<Vec<PathBuf>> {
    let mut build = cargo(["test", "--no-run", "--lib", "--tests", "--message-format=json"]);
    let out = build.args(rest).stderr(Stdio::inherit()).output().context("cargo test --no-run")?;
    if !out.status.success() {
        bail!("the tests do not compile");
    }
    let text = String::from_utf8(out.stdout).context("cargo's messages")?;
    let messages = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let executables = messages.filter_map(|message| message["executable"].as_str().map(PathBuf::from));
    Ok(executables.collect())
}
