//! Timing one case on both sides, in alternating rounds.

use std::time::Instant;

use anyhow::Result;

use super::side::{Answer, Side};

/// A round is long enough for the clock and for an interruption to be a small part of it.
const ROUND_SECONDS: f64 = 0.006;
const FEWEST_ROUNDS: usize = 3;
const MOST_ROUNDS: usize = 15;
/// No more rounds are begun after this.
const CASE_SECONDS: f64 = 0.6;

/// A case and what came of it.
pub struct Row {
    pub name: String,
    pub outcome: Outcome,
}

pub enum Outcome {
    Timed(Times),
    /// There is no Rust counterpart.
    Missing,
    Failed(String),
}

/// Medians over the rounds.
pub struct Times {
    pub numpy: f64,
    pub ours: f64,
    /// NumPy's time over ours, the median over the rounds.
    pub ratio: f64,
    /// The time that memory took for as much traffic in the same round over ours, for cases that say how much they move;
    /// the median over the rounds.
    pub limit_fraction: Option<f64>,
}

impl Row {
    pub fn family(&self) -> &str {
        self.name.split('.').next().unwrap_or_default()
    }

    pub fn times(&self) -> Option<&Times> {
        match &self.outcome {
            Outcome::Timed(times) => Some(times),
            _ => None,
        }
    }
}

/// Times a case on both sides.
pub fn measure(name: &str, numpy: &mut Side, ours: &mut Side) -> Outcome {
    match rounds(name, numpy, ours) {
        Ok(Some(times)) => Outcome::Timed(times),
        Ok(None) => Outcome::Missing,
        Err(error) => Outcome::Failed(format!("{error:#}")),
    }
}

fn rounds(name: &str, numpy: &mut Side, ours: &mut Side) -> Result<Option<Times>> {
    let Some(our_count) = runs_in_a_round(name, ours)? else { return Ok(None) };
    let Some(numpy_count) = runs_in_a_round(name, numpy)? else { return Ok(None) };
    let [mut numpy_times, mut our_times, mut ratios, mut limits] = [const { Vec::new() }; 4];
    let start = Instant::now();
    while ratios.len() < FEWEST_ROUNDS
        || (ratios.len() < MOST_ROUNDS && start.elapsed().as_secs_f64() < CASE_SECONDS)
    {
        let Answer::Timed { seconds, .. } = numpy.time(name, numpy_count)? else { return Ok(None) };
        let theirs = seconds / numpy_count as f64;
        let Answer::Timed { seconds, read, written } = ours.time(name, our_count)? else { return Ok(None) };
        let own = seconds / our_count as f64;
        let traffic = read + written;
        if traffic > 0.0 {
            limits.push(traffic / ours.bandwidth(written / traffic)? / own);
        }
        numpy_times.push(theirs);
        our_times.push(own);
        ratios.push(theirs / own);
    }
    let limit_fraction = (!limits.is_empty()).then(|| median(&mut limits));
    let (numpy, ours, ratio) = (median(&mut numpy_times), median(&mut our_times), median(&mut ratios));
    Ok(Some(Times { numpy, ours, ratio, limit_fraction }))
}

/// How often a side must run a case to fill a round; the first runs warm it up.
fn runs_in_a_round(name: &str, side: &mut Side) -> Result<Option<u64>> {
    if matches!(side.time(name, 0)?, Answer::Missing) {
        return Ok(None);
    }
    let mut count = 1;
    loop {
        let Answer::Timed { seconds, .. } = side.time(name, count)? else { return Ok(None) };
        if seconds >= ROUND_SECONDS {
            return Ok(Some(count));
        }
        let wanted = (1.2 * ROUND_SECONDS / seconds.max(1e-9)).min(50.0);
        count = (count as f64 * wanted).ceil() as u64 + 1;
    }
}

/// The middle of some values, at least one.
pub fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 { values[middle] } else { (values[middle - 1] + values[middle]) / 2.0 }
}

/// The geometric mean.
pub fn geometric_mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value.ln(), count + 1.0));
    f64::exp(sum / count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn middles() {
        assert_eq!(median(&mut [3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&mut [4.0, 1.0, 2.0, 3.0]), 2.5);
        assert!((geometric_mean([1.0, 4.0].into_iter()) - 2.0).abs() < 1e-12);
    }
}
