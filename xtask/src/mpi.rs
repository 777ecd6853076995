//! `cargo xtask mpi`: lints and docs of the crate for MPI, and its distributed example under Open MPI, on one rank and on four.

use anyhow::{Context, Result, bail};

use crate::arguments::Arguments;
use crate::{setup, shell, venv};

/// Rows of the table: some pieces for each rank, so that every kind of merging happens.
const ROWS: &str = "200003";
const MANIFEST: &str = "crates/interop-mpi/Cargo.toml";

/// The same answers by NumPy.
const NUMPY: &str = r#"
import sys
import numpy as np
table = np.load(sys.argv[1])
line = lambda name, numbers: print(name, *(repr(float(x)) for x in np.ravel(numbers)))
line("count", len(table))
line("mean", table.mean(0))
line("std", table.std(0, ddof=1))
line("min", table.min(0))
line("max", table.max(0))
line("covariance", np.cov(table, rowvar=False))
line("histogram", [np.histogram(column, 20)[0] for column in table.T])
"#;

/// Gets an MPI where there is none, checks the crate, builds the example, and compares its answers with each other and with NumPy's.
pub fn run(arguments: Arguments) -> Result<()> {
    arguments.finish()?;
    setup::mpi()?;
    let manifest = shell::root().join(MANIFEST);
    // In the workspace's folder of targets and in its versions: what both depend on is built once.
    let lock = shell::root().join("Cargo.lock");
    std::fs::copy(&lock, manifest.with_file_name("Cargo.lock")).context("Cargo.lock")?;
    let target = shell::target();
    let cargo = |words: &[&str]| {
        let mut cargo = shell::cargo(words.iter().copied());
        cargo.arg("--manifest-path").arg(&manifest).arg("--target-dir").arg(&target);
        cargo
    };
    shell::run("build", &mut cargo(&["build", "--example", "distributed"]))?;
    // The workspace's checks do not come here.
    shell::run("lints", cargo(&["clippy", "--quiet", "--all-targets"]).args(["--", "-D", "warnings"]))?;
    shell::run("examples in the docs", &mut cargo(&["test", "--quiet", "--doc"]))?;
    shell::run("docs", cargo(&["doc", "--quiet", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))?;
    let example = target.join("debug/examples/distributed");
    let table = target.join("distributed.npy");
    shell::run("make the table", shell::command(&example).arg("make").arg(&table).arg(ROWS))?;
    let answer = |ranks: &str| {
        let mut run = shell::command("mpirun");
        run.args(["--oversubscribe", "--allow-run-as-root", "-n", ranks]).arg(&example).arg(&table);
        shell::output(&mut run).with_context(|| format!("on {ranks} ranks"))
    };
    let (one, four) = (answer("1")?, answer("4")?);
    print!("{four}");
    compare("one rank says", &one, &four)?;
    let mut judge = shell::command(venv::python()?);
    let numpy = shell::output(judge.args(["-c", NUMPY]).arg(&table)).context("NumPy")?;
    compare("NumPy says", &numpy, &four)?;
    println!("one rank, four and NumPy agree");
    std::fs::remove_file(&table)?;
    Ok(())
}

/// Lines of a name and numbers, which must agree up to rounding.
fn compare(who: &str, one: &str, four: &str) -> Result<()> {
    if one.lines().count() < 7 || one.lines().count() != four.lines().count() {
        bail!("there are not as many lines:\n{one}\n{four}");
    }
    for (a, b) in one.lines().zip(four.lines()) {
        let numbers = |line: &str| line.split(' ').skip(1).map(str::parse).collect::<Result<Vec<f64>, _>>();
        let (x, y) = (numbers(a)?, numbers(b)?);
        let near = |(x, y): (&f64, &f64)| (x - y).abs() <= 1e-11 * x.abs().max(y.abs()).max(1.0);
        let same = a.split(' ').next() == b.split(' ').next() && x.len() == y.len();
        if !same || !x.iter().zip(&y).all(near) {
            bail!("{who}\n  {a}\nand four ranks say\n  {b}");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_agree_up_to_rounding_alone() {
        let lines = |last: &str| format!("{}mean {last}\n", "count 3.0\n".repeat(6));
        assert!(compare("one", &lines("1.0 -2.0"), &lines("1.0000000000000002 -2.0")).is_ok());
        assert!(compare("one", &lines("1.0 -2.0"), &lines("1.0001 -2.0")).is_err());
        assert!(compare("one", &lines("1.0 -2.0"), &lines("1.0")).is_err());
        assert!(compare("one", "mean 1.0\n", "mean 1.0\n").is_err());
    }
}
