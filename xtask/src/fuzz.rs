//! `cargo xtask fuzz`: the parsers on mutated files, each for a minute.
//!
//! It needs nothing but the stable toolchain: `fuzz/` has the mutations, the targets and their seeds. They run as tests do, with
//! overflow checks and debug assertions.

use anyhow::{Context, Result, bail};

use crate::arguments::Arguments;
use crate::shell::{self, cargo};

const TARGETS: [&str; 14] = [
    "npy",
    "npy_header",
    "npy_part",
    "npz",
    "safetensors",
    "text",
    "gaps",
    "number",
    "format",
    "dtype",
    "date",
    "slice",
    "raw",
    "dlpack",
];

/// Runs all targets, or those named; `--seconds N` each, `--seed N` for other inputs.
pub fn run(mut arguments: Arguments) -> Result<()> {
    let seconds = arguments.option("--seconds")?.unwrap_or_else(|| "60".to_owned());
    let seed = arguments.option("--seed")?.unwrap_or_else(|| "7".to_owned());
    let names = arguments.rest();
    if let Some(name) = names.iter().find(|name| !TARGETS.contains(&name.as_str())) {
        bail!("no target `{name}`; there are {}", TARGETS.join(", "));
    }
    let mut build = cargo(["build", "--quiet", "-p", "numoxide-fuzz"]);
    shell::run("the fuzz targets", &mut build)?;
    let binary = shell::target().join("debug/numoxide-fuzz").with_extension(std::env::consts::EXE_EXTENSION);
    let wanted = |name: &&str| names.is_empty() || names.iter().any(|other| other == name);
    let mut failed = Vec::new();
    for name in TARGETS.iter().filter(|name| wanted(name)) {
        let mut target = shell::command(&binary);
        let status = target.args([name, seconds.as_str(), seed.as_str()]).status();
        if !status.with_context(|| format!("cannot run {}", shell::relative(&binary)))?.success() {
            failed.push(*name);
        }
    }
    if !failed.is_empty() {
        bail!("not clean: {}", failed.join(", "));
    }
    Ok(())
}
