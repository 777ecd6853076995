//! `cargo xtask features`: every combination of each crate's features compiles without a warning.

use std::collections::BTreeSet;

use anyhow::{Result, bail};

use crate::arguments::Arguments;
use crate::metadata::{self, Package};
use crate::rooms::{NEIGHBOURS, VENDORS};
use crate::shell::cargo;

/// Above this many features, only combinations of at most two and of all are tried.
const FULL_UP_TO: usize = 4;

/// Checks the combinations.
pub fn run(arguments: Arguments) -> Result<()> {
    arguments.finish()?;
    let packages: Vec<_> = metadata::workspace()?.into_iter().filter(|package| package.has_library).collect();
    let jobs: Vec<_> =
        packages.iter().flat_map(|package| sets(package).map(move |set| (package, set))).collect();
    for (done, (package, set)) in jobs.iter().enumerate() {
        let features = set.join(",");
        println!("[{}/{}] {} with [{features}]", done + 1, jobs.len(), package.name);
        let mut check = cargo(["clippy", "--quiet", "--lib", "--no-default-features"]);
        check.args(["-p", &package.name, "--features", &features, "--", "-D", "warnings"]);
        if !check.status()?.success() {
            bail!("{} does not compile with features [{features}]", package.name);
        }
    }
    Ok(())
}

fn sets(package: &Package) -> impl Iterator<Item = Vec<&str>> {
    let (backends, others): (Vec<_>, Vec<_>) =
        own_features(package).into_iter().partition(|name| backend(name));
    let (neighbours, others): (Vec<_>, Vec<_>) =
        others.into_iter().partition(|name| NEIGHBOURS.contains(name));
    let mut sets = combinations(&others);
    if !neighbours.is_empty() {
        sets.push(neighbours.clone());
        sets.extend(neighbours.into_iter().map(|name| vec![name]));
    }
    // Each by itself: of the linked ones two are refused, and they meet the other features in one line of code.
    let here = backends.into_iter().filter(|name| cfg!(target_os = "macos") || *name != "accelerate");
    sets.extend(here.map(|name| vec![name]));
    sets.into_iter()
}

/// Whether a feature chooses who does linear algebra, such as `mkl-threads`.
fn backend(feature: &str) -> bool {
    let vendor = feature.split('-').next().unwrap_or(feature);
    VENDORS.contains(&vendor) || feature == "runtime"
}

/// The features a user can choose: not `default`, and not the implicit name of an optional dependency.
fn own_features(package: &Package) -> Vec<&str> {
    let implicit = |name: &str, needs: &[String]| needs.len() == 1 && needs[0] == format!("dep:{name}");
    let mut names = Vec::new();
    for (name, needs) in &package.features {
        if name != "default" && !implicit(name, needs) {
            names.push(name.as_str());
        }
    }
    // An optional dependency that no other feature turns on is a feature of its own.
    for (name, needs) in &package.features {
        let elsewhere =
            package.features.values().flatten().filter(|need| **need == format!("dep:{name}")).count() > 1;
        if implicit(name, needs) && !elsewhere {
            names.push(name.as_str());
        }
    }
    names
}

/// All subsets of few names; none, singles, pairs and all of many.
fn combinations<'a>(names: &[&'a str]) -> Vec<Vec<&'a str>> {
    if names.len() <= FULL_UP_TO {
        let subset =
            |bits: usize| (0..names.len()).filter(|at| bits >> at & 1 == 1).map(|at| names[at]).collect();
        return (0..1 << names.len()).map(subset).collect();
    }
    let mut sets: BTreeSet<Vec<&str>> = BTreeSet::from([Vec::new(), names.to_vec()]);
    for (at, first) in names.iter().enumerate() {
        sets.insert(vec![first]);
        sets.extend(names[at + 1..].iter().map(|second| vec![*first, *second]));
    }
    sets.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_features_give_every_subset() {
        assert_eq!(combinations(&["a", "b"]), [vec![], vec!["a"], vec!["b"], vec!["a", "b"]]);
    }

    #[test]
    fn backends_are_told_from_other_features() {
        assert!(["openblas", "mkl-threads", "runtime"].into_iter().all(backend) && !backend("rayon"));
    }

    #[test]
    fn many_features_give_singles_pairs_and_all() {
        let names = ["a", "b", "c", "d", "e", "f"];
        assert_eq!(combinations(&names).len(), 1 + 6 + 15 + 1);
    }
}
