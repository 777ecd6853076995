//! `cargo xtask backends`: every backend that can be had here keeps the contract and serves linear algebra; and their times.

mod times;

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::arguments::Arguments;
use crate::setup::{has_mkl, has_openblas};
use crate::shell::{self, cargo};

/// Lets OpenBLAS stand in for Accelerate.
const STUB: &str = "NUMOXIDE_ACCELERATE_STUB";

/// A way to fill the contract.
pub struct Backend {
    /// Its name in the tables.
    pub title: String,
    /// The feature that chooses it.
    pub feature: Option<&'static str>,
    /// What the environment has to say.
    pub environment: Vec<(&'static str, PathBuf)>,
}

impl Backend {
    fn linked(feature: &'static str) -> Self {
        Backend { title: feature.into(), feature: Some(feature), environment: Vec::new() }
    }

    fn loaded(path: PathBuf) -> Self {
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let environment = vec![("NUMOXIDE_BLAS", path)];
        Backend { title: format!("runtime: {file}"), feature: Some("runtime"), environment }
    }

    fn is_stub(&self) -> bool {
        self.environment.iter().any(|(name, _)| *name == STUB)
    }

    /// The package that holds it.
    fn package(&self) -> String {
        self.feature.map_or("numoxide-backend".into(), |feature| format!("numoxide-backend-{feature}"))
    }

    /// `cargo` for a package, in this backend's environment.
    fn cargo(&self, words: &[&str], package: &str) -> Command {
        let mut command = cargo(words);
        command.args(["-p", package]).envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    fn test(&self) -> Result<()> {
        let tests = ["test", "--quiet", "--lib", "--tests"];
        shell::run(&format!("{}: the contract", self.title), &mut self.cargo(&tests, &self.package()))?;
        let mut linalg = self.cargo(&tests, "numoxide-linalg");
        linalg.args(self.feature.iter().flat_map(|feature| ["--features", feature]));
        shell::run(&format!("{}: linear algebra", self.title), &mut linalg)
    }
}

/// Tests the backends and measures them; `--times` only measures, `--update` writes the page, `--all` fails if a library
/// is missing.
pub fn run(mut arguments: Arguments) -> Result<()> {
    let (all, update) = (arguments.flag("--all"), arguments.flag("--update"));
    let only_times = arguments.flag("--times");
    arguments.finish()?;
    let missing = missing();
    missing.iter().for_each(|missing| println!("missing: {missing}"));
    if all && !missing.is_empty() {
        bail!("{} of the libraries missing", missing.len());
    }
    let backends = present();
    for backend in backends.iter().filter(|_| !only_times) {
        backend.test()?;
    }
    // The stand-in for Accelerate is OpenBLAS, which has a column of its own.
    let measured: Vec<_> = backends.iter().filter(|backend| !backend.is_stub()).collect();
    let table = times::table(&measured)?;
    println!("\n{table}");
    if update { times::write_page(&table) } else { Ok(()) }
}

/// What is missing of what this system can have, and how to get it.
fn missing() -> Vec<&'static str> {
    let mut missing = Vec::new();
    if !has_openblas() {
        missing.push("OpenBLAS: `cargo xtask setup openblas`");
    }
    if cfg!(all(target_arch = "x86_64", target_os = "linux")) && !has_mkl() {
        missing.push("MKL: `cargo xtask setup mkl`");
    }
    missing
}

fn present() -> Vec<Backend> {
    let mut backends = vec![Backend { title: "pure Rust".into(), feature: None, environment: Vec::new() }];
    if has_openblas() {
        backends.push(Backend::linked("openblas"));
    }
    if has_mkl() {
        backends.push(Backend::linked("mkl"));
    }
    if cfg!(target_os = "macos") {
        backends.push(Backend::linked("accelerate"));
    } else if has_openblas() {
        let stub = vec![(STUB, "1".into())];
        let title = "accelerate (stub)".into();
        backends.push(Backend { title, feature: Some("accelerate"), environment: stub });
    }
    backends.extend(shared_libraries().into_iter().map(Backend::loaded));
    backends
}

/// Libraries to load: the system's OpenBLAS, and the one in NumPy's wheel, which counts in 64 bits under names of its own.
fn shared_libraries() -> Vec<PathBuf> {
    let named = |name: &str| {
        let found = shell::output(Command::new("cc").arg(format!("-print-file-name={name}")));
        found.ok().map(|path| PathBuf::from(path.trim())).filter(|path| path.is_absolute())
    };
    let system = named("libopenblas.so");
    let python = shell::entries(&shell::target().join("venv/lib"));
    let wheel = python.iter().flat_map(|python| shell::entries(&python.join("site-packages/numpy.libs")));
    let is_openblas = |path: &PathBuf| path.to_string_lossy().contains("openblas");
    system.into_iter().chain(wheel.filter(is_openblas)).collect()
}
