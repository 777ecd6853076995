//! The virtual environment under `target/` that holds the pinned NumPy.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::shell;

/// The interpreter of the environment, which is made on first use and again when the pins change.
pub fn python() -> Result<PathBuf> {
    let directory = shell::target().join("venv");
    let python = directory.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let pins_file = shell::root().join("xtask/requirements.txt");
    let pins = shell::read(&pins_file)?;
    let stamp = directory.join("requirements.txt");
    if std::fs::read_to_string(&stamp).is_ok_and(|made| made == pins) && python.exists() {
        return Ok(python);
    }
    let mut make = shell::command(system_python()?);
    shell::run("virtual environment", make.args(["-m", "venv"]).arg(&directory))?;
    let mut install = shell::command(&python);
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]).arg(&pins_file);
    shell::run(
        &format!("pip install {}", pins.split_whitespace().collect::<Vec<_>>().join(" ")),
        &mut install,
    )?;
    std::fs::write(&stamp, pins).with_context(|| format!("cannot write {}", shell::relative(&stamp)))?;
    Ok(python)
}

/// The Python of the system.
pub fn system_python() -> Result<&'static str> {
    let works = |name: &&&str| {
        let mut version = Command::new(name);
        version.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
        version.status().is_ok_and(|status| status.success())
    };
    match ["python3", "python"].iter().find(works) {
        Some(name) => Ok(name),
        None => bail!("no Python found: NumPy is needed for this command"),
    }
}
