//! `cargo xtask golden`: the golden files, made by NumPy.
//!
//! A generator is a script `make_<name>.py` in a `golden` or `tests/data` folder of a crate. Its one argument is
//! the folder to write to. Generators that say `# golden: long` are left out of `--check` unless `--all` is given.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::arguments::Arguments;
use crate::{shell, venv};

/// Writes the files, or with `--check` makes them elsewhere and compares.
pub fn run(mut arguments: Arguments) -> Result<()> {
    let (check, all) = (arguments.flag("--check"), arguments.flag("--all"));
    let names = arguments.rest();
    let wanted =
        |path: &PathBuf| names.is_empty() || names.iter().any(|name| path.to_string_lossy().contains(name));
    let mut generators: Vec<_> = generators().into_iter().filter(wanted).collect();
    if check && !all {
        generators.retain(|path| !is_long(path));
    }
    let python = venv::python()?;
    let mut differences = Vec::new();
    for (at, generator) in generators.iter().enumerate() {
        let start = Instant::now();
        print!("[{}/{}] {} ", at + 1, generators.len(), shell::relative(generator));
        let committed = generator.parent().context("a generator lies in a folder")?;
        if check {
            let fresh = fresh_folder(at)?;
            generate(&python, generator, &fresh)?;
            differences.extend(compare(&fresh, committed)?);
        } else {
            generate(&python, generator, committed)?;
        }
        println!("{:.1} s", start.elapsed().as_secs_f64());
    }
    if !differences.is_empty() {
        bail!("not what NumPy gives now:\n  {}", differences.join("\n  "));
    }
    Ok(())
}

fn generators() -> Vec<PathBuf> {
    let crates = shell::entries(&shell::root().join("crates"));
    let folders = crates.iter().flat_map(|room| [room.join("golden"), room.join("tests/data")]);
    folders.flat_map(|folder| shell::entries(&folder)).filter(|path| is_generator(path)).collect()
}

fn is_generator(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with("make_") && name.ends_with(".py")
}

fn is_long(generator: &Path) -> bool {
    shell::read(generator).is_ok_and(|text| text.lines().any(|line| line.trim() == "# golden: long"))
}

fn fresh_folder(number: usize) -> Result<PathBuf> {
    let folder = shell::target().join("golden").join(number.to_string());
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", shell::relative(&folder)))?;
    Ok(folder)
}

fn generate(python: &Path, generator: &Path, folder: &Path) -> Result<()> {
    let mut script = shell::command(python);
    script.arg(generator).arg(folder).env("PYTHONDONTWRITEBYTECODE", "1");
    script.env("PYTHONPATH", shell::root().join("crates/testkit/golden"));
    script.envs(common_ground());
    if !script.status()?.success() {
        bail!("{} failed", shell::relative(generator));
    }
    Ok(())
}

/// Settings by which NumPy and its OpenBLAS do on wider processors what they do on those with AVX2: sums in another order and
/// sorts that are not stable would differ from file to file.
fn common_ground() -> Vec<(&'static str, String)> {
    let mut settings = Vec::new();
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::is_x86_feature_detected as has;
        // Of features that the processor has not, NumPy would warn.
        let wide = [
            ("X86_V4", has!("avx512f")),
            ("AVX512_ICL", has!("avx512vbmi2") && has!("avx512bitalg")),
            ("AVX512_SPR", has!("avx512fp16")),
        ];
        let names: Vec<&str> = wide.iter().filter(|(_, is_there)| *is_there).map(|(name, _)| *name).collect();
        if !names.is_empty() {
            settings.push(("NPY_DISABLE_CPU_FEATURES", names.join(" ")));
        }
        if has!("avx2") && has!("fma") {
            settings.push(("OPENBLAS_CORETYPE", "Zen".to_owned()));
        }
    }
    settings
}

/// The files of `fresh` that are not, byte for byte, in `committed`.
fn compare(fresh: &Path, committed: &Path) -> Result<Vec<String>> {
    let mut differences = Vec::new();
    let made = shell::entries(fresh);
    if made.is_empty() {
        differences.push(format!("{}: the generator wrote nothing", shell::relative(committed)));
    }
    for path in made {
        let twin = committed.join(path.file_name().context("a file has a name")?);
        let new = std::fs::read(&path).with_context(|| format!("cannot read {}", shell::relative(&path)))?;
        match std::fs::read(&twin) {
            Ok(old) if old == new => {}
            Ok(_) => differences.push(format!("{}: differs", shell::relative(&twin))),
            Err(_) => differences.push(format!("{}: is not committed", shell::relative(&twin))),
        }
    }
    Ok(differences)
}
