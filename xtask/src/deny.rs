//! `cargo xtask deny`: licences, sources and duplicates of everything we are built from, held to `deny.toml`.
//!
//! Where cargo-deny is installed it does the work. Building it takes minutes, so elsewhere the same rules are
//! read from the same file here, as far as the file uses them.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use toml::{Table, Value};

use crate::arguments::Arguments;
use crate::metadata::{self, Package};
use crate::shell::{self, cargo};
use crate::spdx;

/// Checks the dependencies.
pub fn run(arguments: Arguments) -> Result<()> {
    arguments.finish()?;
    if shell::has_cargo_command("deny") {
        let mut deny =
            cargo(["deny", "--workspace", "--all-features", "check", "bans", "licenses", "sources"]);
        return shell::run("cargo deny", &mut deny);
    }
    let rules = Rules::parse(&shell::read(&shell::root().join("deny.toml"))?)?;
    let packages = metadata::all()?;
    let breaches = rules.breaches(&packages);
    for breach in &breaches {
        println!("{breach}");
    }
    if !breaches.is_empty() {
        bail!("{} breach(es) of deny.toml", breaches.len());
    }
    println!("deny: {} packages keep the rules of deny.toml", packages.len());
    Ok(())
}

struct Rules(Table);

impl Rules {
    fn parse(text: &str) -> Result<Self> {
        Ok(Self(text.parse().context("deny.toml")?))
    }

    fn breaches(&self, packages: &[Package]) -> Vec<String> {
        let mut breaches: Vec<_> = packages.iter().flat_map(|package| self.breaches_of(package)).collect();
        breaches.extend(self.duplicates(packages));
        breaches
    }

    fn breaches_of(&self, package: &Package) -> Vec<String> {
        let mut breaches = Vec::new();
        let named = format!("{} {}", package.name, package.version);
        if !spdx::satisfied(&package.license, &|licence| self.allows(&package.name, licence)) {
            breaches.push(format!("{named}: licence `{}` is not allowed", package.license));
        }
        if self.bans(&package.name) {
            breaches.push(format!("{named}: is banned"));
        }
        let registry = package.source.as_deref().is_none_or(|source| source.starts_with("registry+"));
        if !registry {
            breaches.push(format!("{named}: does not come from the registry"));
        }
        breaches
    }

    fn allows(&self, package: &str, licence: &str) -> bool {
        let licences = self.section("licenses");
        let exception = |rule: &Value| names(rule) == Some(package) && holds(rule.get("allow"), licence);
        holds(licences.and_then(|table| table.get("allow")), licence)
            || list(licences, "exceptions").any(exception)
    }

    fn bans(&self, package: &str) -> bool {
        list(self.section("bans"), "deny").any(|rule| names(rule) == Some(package))
    }

    /// Packages present in several versions, unless all but one are skipped.
    fn duplicates(&self, packages: &[Package]) -> Vec<String> {
        let bans = self.section("bans");
        if bans.and_then(|table| table.get("multiple-versions")).and_then(Value::as_str) != Some("deny") {
            return Vec::new();
        }
        let skipped = |package: &&Package| {
            let rule_matches = |rule: &Value| matches_version(rule, package);
            !list(bans, "skip").any(rule_matches)
        };
        let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for package in packages.iter().filter(skipped) {
            versions.entry(&package.name).or_default().push(&package.version);
        }
        versions.retain(|_, versions| versions.len() > 1);
        versions
            .iter()
            .map(|(name, versions)| format!("{name}: several versions: {}", versions.join(", ")))
            .collect()
    }

    fn section(&self, name: &str) -> Option<&Table> {
        self.0.get(name).and_then(Value::as_table)
    }
}

fn list<'a>(table: Option<&'a Table>, key: &str) -> impl Iterator<Item = &'a Value> {
    table.and_then(|table| table.get(key)).and_then(Value::as_array).into_iter().flatten()
}

fn holds(array: Option<&Value>, text: &str) -> bool {
    array.and_then(Value::as_array).into_iter().flatten().any(|value| value.as_str() == Some(text))
}

/// The `crate` of a rule, which is `"name"`, `"name@version"`, or a table with such a `crate`.
fn spec(rule: &Value) -> Option<&str> {
    rule.as_str().or_else(|| rule.get("crate").and_then(Value::as_str))
}

fn names(rule: &Value) -> Option<&str> {
    spec(rule).map(|spec| spec.split('@').next().unwrap_or(spec))
}

/// Whether a rule such as `syn@2` names this package; a version may be given in part.
fn matches_version(rule: &Value, package: &Package) -> bool {
    let wanted = spec(rule).and_then(|spec| spec.split_once('@')).map(|(_, version)| version);
    let fits = |wanted: &str| package.version == wanted || package.version.starts_with(&format!("{wanted}."));
    names(rule) == Some(&package.name) && wanted.is_none_or(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &str = r#"
        [licenses]
        allow = ["MIT"]
        exceptions = [{ crate = "tables", allow = ["Unicode-3.0"] }]
        [bans]
        multiple-versions = "deny"
        deny = [{ crate = "openssl-sys", reason = "links" }]
        skip = [{ crate = "syn@2", reason = "half" }]
    "#;

    fn package(name: &str, version: &str, license: &str) -> Package {
        Package {
            name: name.into(),
            version: version.into(),
            license: license.into(),
            source: Some("registry+index".into()),
            folder: String::new(),
            dependencies: Vec::new(),
            features: Default::default(),
            has_library: true,
        }
    }

    fn count(packages: &[Package]) -> usize {
        Rules::parse(RULES).unwrap().breaches(packages).len()
    }

    #[test]
    fn licences_and_exceptions() {
        assert_eq!(count(&[package("a", "1.0.0", "MIT OR Apache-2.0")]), 0);
        assert_eq!(count(&[package("a", "1.0.0", "GPL-3.0")]), 1);
        assert_eq!(count(&[package("tables", "1.0.0", "MIT AND Unicode-3.0")]), 0);
        assert_eq!(count(&[package("other", "1.0.0", "MIT AND Unicode-3.0")]), 1);
    }

    #[test]
    fn bans_and_sources() {
        assert_eq!(count(&[package("openssl-sys", "1.0.0", "MIT")]), 1);
        let git = Package { source: Some("git+https://example.org".into()), ..package("a", "1.0.0", "MIT") };
        assert_eq!(count(&[git]), 1);
    }

    #[test]
    fn duplicates_unless_skipped() {
        assert_eq!(count(&[package("a", "1.0.0", "MIT"), package("a", "2.0.0", "MIT")]), 1);
        assert_eq!(count(&[package("syn", "2.0.1", "MIT"), package("syn", "3.0.0", "MIT")]), 0);
    }
}
