//! `cargo xtask tidy`: the rules of the house that no compiler checks.

mod arrows;
mod code;
mod paths;
mod sources;

use anyhow::{Result, bail};

use crate::arguments::Arguments;
use crate::metadata;

/// Prints every breach of every rule; an error if there is one.
pub fn run(arguments: Arguments) -> Result<()> {
    arguments.finish()?;
    let packages = metadata::workspace()?;
    let mut breaches = arrows::check(&packages);
    breaches.extend(sources::check(&packages)?);
    breaches.extend(paths::check()?);
    for breach in &breaches {
        println!("{breach}");
    }
    if !breaches.is_empty() {
        bail!("{} breach(es) of the rules of the house", breaches.len());
    }
    println!("tidy: {} packages keep the rules", packages.len());
    Ok(())
}
