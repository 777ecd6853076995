//! What `cargo metadata` says, as far as the commands need it.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::shell;

/// A package of the workspace or one of its dependencies.
#[derive(Clone, Debug)]
pub struct Package {
    pub name: String,
    pub version: String,
    /// An SPDX expression; empty if the package names a file instead.
    pub license: String,
    /// `None` for a package of this workspace.
    pub source: Option<String>,
    /// The package's own folder relative to the root, for packages of this workspace.
    pub folder: String,
    pub dependencies: Vec<Dependency>,
    pub features: BTreeMap<String, Vec<String>>,
    pub has_library: bool,
}

/// One line of a `[dependencies]` table.
#[derive(Clone, Debug)]
pub struct Dependency {
    pub name: String,
    pub dev: bool,
}

/// The packages of this workspace.
pub fn workspace() -> Result<Vec<Package>> {
    load(&["metadata", "--format-version=1", "--no-deps"])
}

/// The packages of this workspace and everything they are built from, on any system.
pub fn all() -> Result<Vec<Package>> {
    load(&["metadata", "--format-version=1", "--all-features"])
}

fn load(arguments: &[&str]) -> Result<Vec<Package>> {
    let text = shell::output(&mut shell::cargo(arguments))?;
    let json: Value = serde_json::from_str(&text).context("cargo metadata")?;
    Ok(list(&json["packages"]).map(package).collect())
}

fn package(json: &Value) -> Package {
    let manifest = std::path::PathBuf::from(string(&json["manifest_path"]));
    let features = json["features"].as_object().into_iter().flatten();
    Package {
        name: string(&json["name"]),
        version: string(&json["version"]),
        license: string(&json["license"]),
        source: json["source"].as_str().map(str::to_owned),
        folder: manifest.parent().map(shell::relative).unwrap_or_default(),
        dependencies: list(&json["dependencies"]).map(dependency).collect(),
        features: features.map(|(name, needs)| (name.clone(), list(needs).map(string).collect())).collect(),
        has_library: list(&json["targets"]).any(is_library),
    }
}

fn dependency(json: &Value) -> Dependency {
    Dependency { name: string(&json["name"]), dev: json["kind"] == "dev" }
}

fn is_library(target: &Value) -> bool {
    list(&target["kind"]).any(|kind| kind == "lib" || kind == "proc-macro")
}

fn list(json: &Value) -> impl Iterator<Item = &Value> {
    json.as_array().into_iter().flatten()
}

fn string(json: &Value) -> String {
    json.as_str().unwrap_or_default().to_owned()
}
