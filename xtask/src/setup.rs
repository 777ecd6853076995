//! `cargo xtask setup openblas|mkl|mpi`: gets a library of C or Fortran, so that what needs it can be built.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::arguments::Arguments;
use crate::shell::{self, command};
use crate::venv;

/// 250 MB to fetch, and nothing else: no headers, no dependencies.
const MKL: &str = "mkl-static==2026.2.0";

/// Where Homebrew keeps OpenBLAS, out of the linker's sight; the build script looks there, too.
const HOMEBREW: [&str; 2] = ["/opt/homebrew/opt/openblas/lib", "/usr/local/opt/openblas/lib"];

/// Gets the libraries that are named.
pub fn run(arguments: Arguments) -> Result<()> {
    let names = arguments.rest();
    if names.is_empty() {
        bail!("which one: openblas, mkl, mpi?");
    }
    for name in names {
        match name.as_str() {
            "openblas" => openblas()?,
            "mkl" => mkl()?,
            "mpi" => mpi()?,
            other => bail!("no way to get `{other}`: there are openblas, mkl and mpi"),
        }
    }
    Ok(())
}

/// Whether the C compiler's linker finds OpenBLAS.
pub fn has_openblas() -> bool {
    let brewed = |folder: &str| cfg!(target_os = "macos") && std::path::Path::new(folder).exists();
    if std::env::var_os("OPENBLAS_LIB_DIR").is_some() || HOMEBREW.iter().any(|folder| brewed(folder)) {
        return true;
    }
    let mut link = Command::new("cc");
    link.args(["-shared", "-o", if cfg!(windows) { "NUL" } else { "/dev/null" }, "-lopenblas"]);
    link.stdout(Stdio::null()).stderr(Stdio::null());
    link.status().is_ok_and(|status| status.success())
}

/// The environment that holds MKL.
fn mkl_home() -> PathBuf {
    shell::root().join("target/mkl")
}

/// Whether the build script of `backend-mkl` finds MKL.
pub fn has_mkl() -> bool {
    std::env::var_os("MKLROOT").is_some() || mkl_home().join("lib/libmkl_core.a").exists()
}

fn openblas() -> Result<()> {
    if has_openblas() {
        println!("OpenBLAS is there");
        return Ok(());
    }
    if cfg!(target_os = "macos") {
        return shell::run("brew install openblas", command("brew").args(["install", "openblas"]));
    }
    let otherwise = "install OpenBLAS by its package manager, or set OPENBLAS_LIB_DIR";
    install(&["libopenblas-dev"], otherwise)
}

/// Debian's packages of these names.
fn install(packages: &[&str], otherwise: &str) -> Result<()> {
    if Command::new("apt-get").arg("--version").stdout(Stdio::null()).status().is_err() {
        bail!("no apt-get on this system: {otherwise}");
    }
    shell::run("apt-get update", apt(&["update", "-qq"]).stdout(Stdio::null()))?;
    let mut install = apt(&["install", "-y", "-qq", "--no-install-recommends"]);
    shell::run(
        &format!("apt-get install {}", packages.join(" ")),
        install.args(packages).stdout(Stdio::null()),
    )
}

/// Open MPI, and libclang, by which the crate `mpi` reads its headers.
pub fn mpi() -> Result<()> {
    let is_there = |program: &str| {
        let mut version = Command::new(program);
        version.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
        version.status().is_ok_and(|status| status.success())
    };
    // Where Debian's packages have it, and where their users say it is.
    let llvm = |found: std::fs::DirEntry| found.path().join("lib/libclang.so").exists();
    let libclang =
        || std::fs::read_dir("/usr/lib").is_ok_and(|mut found| found.any(|entry| entry.is_ok_and(llvm)));
    let libclang = std::env::var_os("LIBCLANG_PATH").is_some() || libclang();
    if is_there("mpicc") && is_there("mpirun") && libclang {
        println!("MPI is there");
        return Ok(());
    }
    let packages = ["libopenmpi-dev", "openmpi-bin", "libclang-dev"];
    install(&packages, "install an MPI and libclang by its package manager, and set LIBCLANG_PATH")
}

/// `apt-get`, by way of `sudo` for those who may not themselves.
fn apt(arguments: &[&str]) -> Command {
    let user = Command::new("id").arg("-u").output().map(|out| out.stdout).unwrap_or_default();
    let mut apt = if user.trim_ascii() == b"0" { command("apt-get") } else { command("sudo") };
    if user.trim_ascii() != b"0" {
        apt.arg("apt-get");
    }
    apt.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    apt
}

fn mkl() -> Result<()> {
    if has_mkl() {
        println!("MKL is there");
        return Ok(());
    }
    if !cfg!(all(target_arch = "x86_64", any(target_os = "linux", windows))) {
        bail!("MKL exists for x86-64 on Linux and Windows only");
    }
    let home = mkl_home();
    shell::run("virtual environment", command(venv::system_python()?).args(["-m", "venv"]).arg(&home))?;
    let mut install = command(home.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" }));
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", MKL]);
    shell::run(&format!("pip install {MKL}"), &mut install)?;
    if !has_mkl() {
        bail!("{MKL} has no lib/libmkl_core.a");
    }
    Ok(())
}
