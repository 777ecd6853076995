//! The command `numoxide`: looks into array files, summarises, converts, compares and draws them.
//!
//! Each command is a module with its options and a function `run`, which writes the answer to any writer:
//!
//! ```
//! use numoxide::{npy, prelude::*};
//! use numoxide_cli::{Cli, Outcome};
//!
//! # let folder = std::env::temp_dir().join(format!("numoxide-cli-doc-{}", std::process::id()));
//! # std::fs::create_dir_all(&folder)?;
//! let path = folder.join("small.npy");
//! npy::write(&path, &array![[1.0, 2.0], [3.0, 4.0]])?;
//! let mut answer = Vec::new();
//! let command = ["numoxide", "head", "--json", "-n", "1"].map(Into::into);
//! let outcome = Cli::of(command.into_iter().chain([path.clone().into_os_string()]))?.run(&mut answer)?;
//! assert_eq!((outcome, &answer[..]), (Outcome::Same, &b"[[1.0,2.0]]\n"[..]));
//! # std::fs::remove_dir_all(&folder)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![forbid(unsafe_code)]

pub mod cells;
mod chunks;
mod columns;
mod compare;
pub mod convert;
mod csv;
pub mod diff;
mod error;
mod fields;
pub mod head;
pub mod info;
pub mod plot;
mod progress;
mod selection;
mod source;
pub mod stats;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

pub use error::{Error, Result};

/// What a command has found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing that a script must know. The program ends with the code 0.
    Same,
    /// Two files differ. The program ends with the code 1.
    Differ,
}

/// Looks into array files: .npy, .npz, .safetensors and tables as text.
///
/// The program ends with the code 0 if all went well, with 1 if files differ, and with 2 on an error.
#[derive(Parser, Debug)]
#[command(name = "numoxide", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand, Debug)]
enum Command {
    /// Type, shape, order and size of the arrays, without loading them
    Info(info::Options),
    /// The first rows
    Head(head::Options),
    /// Mean, deviation, extremes, quantiles, NaNs and a histogram of each column
    Stats(stats::Options),
    /// Write the arrays to a file of another format or type
    Convert(convert::Options),
    /// Compare two files
    Diff(diff::Options),
    /// Draw lines, points or histograms as SVG or PNG
    Plot(plot::Options),
}

impl Cli {
    /// The command that words ask for, the first of which is the program's name.
    ///
    /// # Errors
    /// If the words are no command.
    pub fn of(words: impl IntoIterator<Item = OsString>) -> Result<Cli, clap::Error> {
        Cli::try_parse_from(words)
    }

    /// Carries it out.
    ///
    /// # Errors
    /// Whatever the command cannot do.
    pub fn run(&self, out: &mut dyn Write) -> Result<Outcome> {
        let outcome = match &self.command {
            Command::Info(options) => info::run(options, out),
            Command::Head(options) => head::run(options, out),
            Command::Stats(options) => stats::run(options, out),
            Command::Convert(options) => convert::run(options, out),
            Command::Diff(options) => diff::run(options, out),
            Command::Plot(options) => plot::run(options, out),
        }?;
        out.flush()?;
        Ok(outcome)
    }
}

/// The whole program: the answer goes to the standard output, errors to the standard error.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    match cli.run(&mut out) {
        Ok(Outcome::Same) => ExitCode::SUCCESS,
        Ok(Outcome::Differ) => ExitCode::from(1),
        Err(error) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("numoxide: {error}");
            ExitCode::from(2)
        }
    }
}
