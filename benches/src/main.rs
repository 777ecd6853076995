//! Our side of the benchmark: runs the cases of `cases.tsv` when asked over standard input.
//!
//! It speaks the protocol of `numpy_side.py`, with three additions: a case answers with the bytes it has to
//! read and write after its time, a case that is not written here answers `missing`, and `bandwidth SHARE` answers
//! with the bytes a second that the memory does at that share of writing.

mod bandwidth;
mod case;
mod data;
mod families;

use std::io::{BufRead, Write};

use bandwidth::Bandwidth;
use case::{Cases, Loaded, Traffic};

fn main() -> std::io::Result<()> {
    let cases = families::all();
    let mut side = Side { cases, loaded: None, bandwidth: None };
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        writeln!(out, "{}", side.answer(&line?))?;
        out.flush()?;
    }
    Ok(())
}

/// Traffic below this may stay in the caches of a large processor: memory is not what limits it.
const BEYOND_CACHES: usize = 48 << 20;

struct Side {
    cases: Cases,
    /// The case whose arrays are in memory, by name.
    loaded: Option<(String, Loaded)>,
    /// Made when it is first asked for.
    bandwidth: Option<Bandwidth>,
}

impl Side {
    fn answer(&mut self, line: &str) -> String {
        let mut words = line.split_whitespace();
        let (name, count) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        match name {
            "about" => format!("numoxide {}, {:?}", env!("CARGO_PKG_VERSION"), numoxide_simd::level()),
            "bandwidth" => {
                let share = count.parse().unwrap_or(0.0);
                format!("{:e}", self.bandwidth.get_or_insert_with(Bandwidth::new).speed(share))
            }
            _ => self.time(name, count.parse().unwrap_or(0)),
        }
    }

    fn time(&mut self, name: &str, count: u64) -> String {
        if self.loaded.as_ref().is_none_or(|(loaded, _)| loaded != name) {
            // Freed before the next is made: two sets of the largest arrays need not fit.
            self.loaded = None;
            self.loaded = self.cases.load(name).map(|loaded| (name.to_owned(), loaded));
        }
        match &mut self.loaded {
            None => "missing".to_owned(),
            Some((_, case)) => {
                let Traffic { read, written } = case.traffic;
                let seconds = (case.timed)(count);
                let bound = read + written >= BEYOND_CACHES;
                if bound { format!("{seconds:e} {read} {written}") } else { format!("{seconds:e}") }
            }
        }
    }
}
