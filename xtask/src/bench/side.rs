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

    pub fn bandwidth(&mut self) -> Result<Bandwidth> {
        let answer = self.ask("bandwidth")?;
        let point = |pair: &str| {
            let (share, speed) = pair.split_once(':')?;
            Some((share.parse().ok()?, speed.parse().ok()?))
        };
        let points: Option<Vec<_>> = answer.split_whitespace().map(point).collect();
        Ok(Bandwidth(points.with_context(|| format!("bandwidth: `{answer}`"))?))
    }
}

impl Drop for Side {
    fn drop(&mut self) {
        // It has nothing to save, and may be in the middle of a long case.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Measured speeds of memory: the written share of the traffic and bytes a second, by rising share.
pub struct Bandwidth(pub Vec<(f64, f64)>);

impl Bandwidth {
    /// The shortest time that so much traffic can take, its speed interpolated between the measured mixes.
    pub fn least_seconds(&self, read: f64, written: f64) -> f64 {
        let share = written / (read + written);
        let after = self.0.iter().position(|(at, _)| *at >= share).unwrap_or(self.0.len() - 1).max(1);
        let ((from, slow), (to, fast)) = (self.0[after - 1], self.0[after]);
        let weight = ((share - from) / (to - from)).clamp(0.0, 1.0);
        // Times add up, speeds do not.
        (read + written) * ((1.0 - weight) / slow + weight / fast)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bandwidth_is_interpolated_in_time() {
        let bandwidth = Bandwidth(vec![(0.0, 8.0), (0.5, 4.0), (1.0, 2.0)]);
        assert_eq!(bandwidth.least_seconds(80.0, 0.0), 10.0);
        assert_eq!(bandwidth.least_seconds(40.0, 40.0), 20.0);
        assert_eq!(bandwidth.least_seconds(0.0, 80.0), 40.0);
        assert_eq!(bandwidth.least_seconds(60.0, 20.0), 15.0);
    }
}
