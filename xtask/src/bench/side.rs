//! One side of the comparison: a process that stays alive and answers line by line.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, bail};

/// A running process, NumPy's or ours.
pub struct Side {
    name: &'static str,
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

/// What a side says to "run this case so many times".
pub enum Answer {
    Timed { seconds: f64, read: f64, written: f64 },
    Missing,
}

impl Side {
    pub fn start(name: &'static str, mut command: Command) -> Result<Self> {
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = child.with_context(|| format!("cannot start {name}'s side"))?;
        let requests = child.stdin.take().context("stdin is piped")?;
        let answers = BufReader::new(child.stdout.take().context("stdout is piped")?);
        Ok(Self { name, child, requests, answers })
    }

    pub fn ask(&mut self, request: &str) -> Result<String> {
        let mut answer = String::new();
        writeln!(self.requests, "{request}").with_context(|| format!("{}'s side is gone", self.name))?;
        self.answers.read_line(&mut answer)?;
        if answer.is_empty() {
            bail!("{}'s side ended at `{request}`", self.name);
        }
        Ok(answer.trim().to_owned())
    }

    /// Runs a case; its arrays are made outside the time.
    pub fn time(&mut self, case: &str, count: u64) -> Result<Answer> {
        let answer = self.ask(&format!("{case} {count}"))?;
        if answer == "missing" {
            return Ok(Answer::Missing);
        }
        let mut numbers = answer.split_whitespace().map(str::parse::<f64>);
        match numbers.next() {
            Some(Ok(seconds)) => {
                let mut bytes = || numbers.next().and_then(Result::ok).unwrap_or(0.0);
                Ok(Answer::Timed { seconds, read: bytes(), written: bytes() })
            }
            _ => bail!("{}: {answer}", self.name),
        }
    }

    /// Bytes a second that memory does now, with this share of them written.
    pub fn bandwidth(&mut self, share: f64) -> Result<f64> {
        let answer = self.ask(&format!("bandwidth {share}"))?;
        answer.parse().with_context(|| format!("bandwidth: `{answer}`"))
    }
}

impl Drop for Side {
    fn drop(&mut self) {
        // It has nothing to save, and may be in the middle of a long case.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
