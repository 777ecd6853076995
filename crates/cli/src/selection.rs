//! Order statistics of more numbers than memory holds: exact, by going over them several times.
//!
//! Floating-point numbers become integers of the same order. Each pass counts those between two bounds in buckets; the bucket
//! with the wanted rank gives the bounds of the next pass, until so few are left between them that they can be kept.

/// Buckets of a pass, as a power of two: a pass fixes twelve bits more.
const BITS: u32 = 12;

/// An integer of the same order.
fn key(x: f64) -> u64 {
    // Zeros are equal, whatever their sign.
    let bits = (x + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

fn number(key: u64) -> f64 {
    f64::from_bits(if key >> 63 == 1 { key & !(1 << 63) } else { !key })
}

/// The numbers between two bounds, and the ranks that are wanted among them.
struct Span {
    low: u64,
    high: u64,
    /// How many numbers lie below `low`.
    before: u64,
    ranks: Vec<u64>,
    work: Work,
}

enum Work {
    Keep(Vec<u64>),
    Count(Vec<u64>),
}

/// A search for numbers by their rank.
pub struct Search {
    spans: Vec<Span>,
    found: Vec<(u64, f64)>,
    /// The most numbers that a span keeps.
    keep: u64,
}

impl Search {
    /// For the numbers of some ranks, counted from 0, among `count` numbers.
    pub fn new(count: u64, mut ranks: Vec<u64>, keep: u64) -> Search {
        ranks.sort_unstable();
        ranks.dedup();
        let mut search = Search { spans: Vec::new(), found: Vec::new(), keep };
        if count > 0 && !ranks.is_empty() {
            search.spans.push(Span::new((0, u64::MAX), 0, count, ranks, keep));
        }
        search
    }

    /// Whether another pass is needed.
    pub fn is_open(&self) -> bool {
        !self.spans.is_empty()
    }

    /// Some numbers of a pass, none of which is NaN.
    pub fn see(&mut self, numbers: &[f64]) {
        for span in &mut self.spans {
            numbers.iter().for_each(|&x| span.see(key(x)));
        }
    }

    /// The end of a pass.
    pub fn turn(&mut self) {
        for span in std::mem::take(&mut self.spans) {
            match span.work {
                Work::Keep(mut kept) => {
                    kept.sort_unstable();
                    let at = |rank: u64| kept.get((rank - span.before) as usize).copied();
                    let found = span.ranks.iter().filter_map(|&rank| Some((rank, number(at(rank)?))));
                    self.found.extend(found);
                }
                Work::Count(ref counts) => span.narrow(counts, self.keep, &mut self.spans, &mut self.found),
            }
        }
    }

    /// The number of a rank; NaN if it was not asked for.
    pub fn get(&self, rank: u64) -> f64 {
        self.found.iter().find(|(of, _)| *of == rank).map_or(f64::NAN, |(_, number)| *number)
    }
}

impl Span {
    fn new((low, high): (u64, u64), before: u64, inside: u64, ranks: Vec<u64>, keep: u64) -> Span {
        let work = match inside <= keep {
            true => Work::Keep(Vec::with_capacity(inside as usize)),
            false => Work::Count(vec![0; 1 << BITS]),
        };
        Span { low, high, before, ranks, work }
    }

    /// How far a distance from `low` is shifted to give its bucket.
    fn shift(&self) -> u32 {
        (u64::BITS - (self.high - self.low).leading_zeros()).saturating_sub(BITS)
    }

    fn see(&mut self, key: u64) {
        if key < self.low || key > self.high {
            return;
        }
        let bucket = (key - self.low) >> self.shift();
        match &mut self.work {
            Work::Keep(kept) => kept.push(key),
            Work::Count(counts) => counts[bucket as usize] += 1,
        }
    }

    /// The buckets that hold the ranks.
    fn narrow(&self, counts: &[u64], keep: u64, spans: &mut Vec<Span>, found: &mut Vec<(u64, f64)>) {
        let (shift, mut before) = (self.shift(), self.before);
        for (bucket, &inside) in counts.iter().enumerate() {
            let ranks = self.ranks.iter().copied().filter(|rank| (before..before + inside).contains(rank));
            let ranks: Vec<u64> = ranks.collect();
            let low = self.low + ((bucket as u64) << shift);
            if shift == 0 {
                // All numbers of the bucket are the same.
                found.extend(ranks.into_iter().map(|rank| (rank, number(low))));
            } else if !ranks.is_empty() {
                let high = low + ((1 << shift) - 1);
                spans.push(Span::new((low, high.min(self.high)), before, inside, ranks, keep));
            }
            before += inside;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_found_whatever_is_kept() {
        // A permutation of -500 to 499 in quarters, with repeats and both infinities.
        let mut numbers: Vec<f64> = (0..4000).map(|k| f64::from(k * 1567 % 1000 - 500) / 4.0).collect();
        numbers.extend([f64::INFINITY, f64::NEG_INFINITY, 1e-310, -0.0]);
        let mut sorted = numbers.clone();
        sorted.sort_by(f64::total_cmp);
        for keep in [1, 10, 100, 10_000] {
            let mut search = Search::new(numbers.len() as u64, vec![0, 1, 1999, 2000, 4002, 4003], keep);
            let mut passes = 0;
            while search.is_open() {
                numbers.chunks(700).for_each(|part| search.see(part));
                search.turn();
                passes += 1;
            }
            assert!(passes <= 6, "{passes} passes");
            for rank in [0, 1, 1999, 2000, 4002, 4003] {
                assert_eq!(search.get(rank), sorted[rank as usize], "rank {rank}, {keep} kept");
            }
        }
    }
}
