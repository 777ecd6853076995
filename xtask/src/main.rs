//! The project's own commands: `cargo xtask <command>`.
//!
//! Everything that CI, a reviewer or a newcomer runs is a command here, so that a machine with the Rust
//! toolchain, a C compiler and Python can run all of it without installing anything else.

#![forbid(unsafe_code)]

mod arguments;
mod backends;
mod bench;
mod ci;
mod deny;
mod features;
mod fuzz;
mod golden;
mod metadata;
mod mpi;
mod parity;
mod rooms;
mod sanitize;
mod setup;
mod shell;
mod spdx;
mod test;
mod tidy;
mod ulp;
mod venv;

use anyhow::{Result, bail};

use arguments::Arguments;

const USAGE: &str = "\
usage: cargo xtask <command> [options]

  test [ARGS]      every test and doctest (ARGS go to the test runner, e.g. `-p numoxide-core`)
  ci               fmt, clippy, docs, deny, tidy, test, feature powerset
  tidy             the rules of the house: arrows, sizes, module docs, unsafe, paths
  deny             licences, sources and duplicates of the dependencies
  features         every combination of each crate's features compiles
  fuzz             the parsers on mutated files                    [TARGET] [--seconds N] [--seed N]
  golden           writes the golden files with the pinned NumPy   [--check] [--all] [NAME]
  bench            this library against NumPy, row by row          [--only PREFIX] [--threads N] [--json FILE]
  setup            gets a library: openblas, mkl, mpi
  mpi              the distributed example on one rank and on four
  backends         tests and times of each backend that is there   [--all] [--times] [--update]
  parity           docs/parity.tsv: every served path compiles     [--update]
  sanitize         tests under AddressSanitizer                    [--valgrind] [ARGS]
  ulp              accuracy over long inputs                       [NAME] [-- ARGS]
";

fn main() {
    let mut words = std::env::args().skip(1);
    let command = words.next().unwrap_or_default();
    let arguments = Arguments::new(words.collect());
    if let Err(error) = run(&command, arguments) {
        eprintln!("xtask {command}: {error:#}");
        std::process::exit(1);
    }
}

fn run(command: &str, arguments: Arguments) -> Result<()> {
    match command {
        "test" => test::run(arguments),
        "ci" => ci::run(arguments),
        "tidy" => tidy::run(arguments),
        "deny" => deny::run(arguments),
        "features" => features::run(arguments),
        "backends" => backends::run(arguments),
        "setup" => setup::run(arguments),
        "bench" => bench::run(arguments),
        "fuzz" => fuzz::run(arguments),
        "golden" => golden::run(arguments),
        "mpi" => mpi::run(arguments),
        "parity" => parity::run(arguments),
        "sanitize" => sanitize::run(arguments),
        "ulp" => ulp::run(arguments),
        "" | "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(())
        }
        other => bail!("no command `{other}`\n\n{USAGE}"),
    }
}
