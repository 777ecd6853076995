//! `cargo xtask ci`: everything a change must pass, in one command.

use std::time::Instant;

use anyhow::{Result, bail};

use crate::arguments::Arguments;
use crate::shell::{self, cargo};
use crate::{deny, features, parity, test, tidy};

type Step = (&'static str, fn() -> Result<()>);

const STEPS: &[Step] = &[
    ("fmt", fmt),
    ("tidy", || tidy::run(none())),
    ("deny", || deny::run(none())),
    ("clippy", clippy),
    ("docs", docs),
    ("test", || test::run(none())),
    ("features", || features::run(none())),
    ("parity", || parity::run(none())),
];

/// Runs every step, also after one has failed, and names the failed ones at the end.
pub fn run(arguments: Arguments) -> Result<()> {
    arguments.finish()?;
    let mut failed = Vec::new();
    for (at, (name, step)) in STEPS.iter().enumerate() {
        println!("\n### {} ({}/{})", name, at + 1, STEPS.len());
        let start = Instant::now();
        match step() {
            Ok(()) => println!("### {name}: passed in {:.1} s", start.elapsed().as_secs_f64()),
            Err(error) => {
                println!("### {name}: FAILED: {error:#}");
                failed.push(*name);
            }
        }
    }
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    println!("\nall {} steps passed", STEPS.len());
    Ok(())
}

fn none() -> Arguments {
    Arguments::new(Vec::new())
}

fn fmt() -> Result<()> {
    shell::run("rustfmt", &mut cargo(["fmt", "--all", "--check"]))
}

fn clippy() -> Result<()> {
    let mut clippy = cargo(["clippy", "--workspace", "--all-targets"]);
    shell::run("clippy", clippy.arg(test::neighbours()).args(["--", "-D", "warnings"]))
}

fn docs() -> Result<()> {
    let mut doc = cargo(["doc", "--workspace", "--no-deps", "--exclude", "xtask"]);
    shell::run("rustdoc", doc.arg(test::neighbours()).env("RUSTDOCFLAGS", "-D warnings"))
}
