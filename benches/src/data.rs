//! The numbers the cases run over: the ranges of `cases.tsv`, from a generator of our own.

/// A stream of numbers, the same in every run (SplitMix64).
pub struct Source(u64);

impl Source {
    pub fn new() -> Self {
        Self(7)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Uniform in [0, 1), as `r.random(n)`.
    pub fn random(&mut self, n: usize) -> Vec<f64> {
        (0..n).map(|_| (self.next() >> 11) as f64 * (-53f64).exp2()).collect()
    }

    /// Uniform whole numbers in [low, high), as `r.integers(low, high, n)`.
    pub fn integers(&mut self, low: i64, high: i64, n: usize) -> Vec<i64> {
        let span = (high - low) as u128;
        (0..n).map(|_| low + ((self.next() as u128 * span) >> 64) as i64).collect()
    }
}
