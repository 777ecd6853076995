//! `cargo xtask ulp`: the long accuracy runs, which are the examples `ulp_*` and `accuracy*` of `numoxide-simd`.

use anyhow::{Result, bail};

use crate::arguments::Arguments;
use crate::shell::{self, cargo};

/// Runs all of them, or those whose name contains the first argument; what follows `--` goes to each.
pub fn run(arguments: Arguments) -> Result<()> {
    let words = arguments.rest();
    let (own, passed) = match words.iter().position(|word| word == "--") {
        Some(at) => (&words[..at], &words[at + 1..]),
        None => (&words[..], &[][..]),
    };
    let wanted = own.first().map(String::as_str).unwrap_or_default();
    let names: Vec<_> = examples().into_iter().filter(|name| name.contains(wanted)).collect();
    if names.is_empty() {
        bail!("no accuracy example contains `{wanted}`");
    }
    for (at, name) in names.iter().enumerate() {
        let mut example =
            cargo(["run", "--release", "--quiet", "-p", "numoxide-simd", "--example", name, "--"]);
        shell::run(&format!("[{}/{}] {name}", at + 1, names.len()), example.args(passed))?;
    }
    Ok(())
}

fn examples() -> Vec<String> {
    let paths = shell::entries(&shell::root().join("crates/simd/examples"));
    let stems =
        paths.iter().filter_map(|path| path.file_stem()).map(|stem| stem.to_string_lossy().into_owned());
    stems.filter(|stem| stem.starts_with("ulp") || stem.starts_with("accuracy")).collect()
}
