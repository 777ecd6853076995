//! Counting items by bins.

use numoxide_core::Result;
use numoxide_core::buffer::filled;
use numoxide_simd::{Isa, Kernel, dispatch};
use numoxide_sorting::map_pieces;

use crate::finder::{BLOCK, Finder};
use crate::lines::PIECE;
use crate::sample::{RealSample, Sample};

/// Bins up to which several tables are counted in, so that equal neighbours do not wait for each other.
const FEW: usize = 1024;

/// The edges of bins, ready to say in which one an item is.
pub(super) struct Binning {
    finder: Finder,
    bins: usize,
}

impl Binning {
    /// Bins between rising edges, for so many items.
    pub fn new(edges: &[f64], items: usize) -> Self {
        let mut edges = edges.to_vec();
        // The last bin has its right edge, too.
        if let Some(last) = edges.last_mut() {
            *last = last.next_up();
        }
        // Nothing lies above infinity.
        let has_top = edges.last().is_some_and(|last| *last == f64::INFINITY);
        if has_top && edges.len() > 1 {
            return Binning { bins: edges.len() - 1, finder: Finder::new(&edges[..edges.len() - 1], items) };
        }
        Binning { bins: edges.len().saturating_sub(1), finder: Finder::new(&edges, items) }
    }

    /// The numbers of bins counted from 1; 0 and all beyond the last are outside.
    pub fn find(&self, items: &[f64], found: &mut [u32]) {
        self.finder.find(items, found);
    }
}

/// Runs `work` on blocks of items as `f64`, with the place of each.
pub(super) fn for_blocks<T: RealSample>(items: &[T], mut work: impl FnMut(usize, &[f64])) {
    let mut block = [0.0; BLOCK];
    for (k, items) in items.chunks(BLOCK).enumerate() {
        let block = &mut block[..items.len()];
        for (x, item) in block.iter_mut().zip(items) {
            *x = item.exact();
        }
        work(k * BLOCK, block);
    }
}

/// How many items are in each bin between the edges.
pub(super) fn counted<T: RealSample>(items: &[T], edges: &[f64]) -> Result<Vec<i64>> {
    let binning = Binning::new(edges, items.len());
    in_pieces(items, binning.bins, |items| {
        let mut tally = Tally::new(binning.bins + 2)?;
        let mut found = [0; BLOCK];
        for_blocks(items, |_, block| {
            let found = &mut found[..block.len()];
            binning.find(block, found);
            tally.count(found);
        });
        Ok(tally.finish(1, binning.bins))
    })
}

/// The sums of what pieces of items are counted to, each by a thread of its own if it is worth that many counts.
fn in_pieces<T: RealSample>(
    items: &[T],
    bins: usize,
    count: impl Fn(&[T]) -> Result<Vec<i64>> + Sync,
) -> Result<Vec<i64>> {
    let mut counts = map_pieces(items, PIECE.max(bins), count)?.into_iter();
    let mut sums = counts.next().unwrap_or_default();
    for counts in counts {
        sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
    }
    Ok(sums)
}

/// The sum of the weights of the items in each bin.
pub(super) fn weighed<T: RealSample>(items: &[T], weights: &[f64], edges: &[f64]) -> Result<Vec<f64>> {
    let binning = Binning::new(edges, items.len());
    let mut sums = filled(0.0, binning.bins + 2)?;
    let mut found = [0; BLOCK];
    for_blocks(items, |at, block| {
        let found = &mut found[..block.len()];
        binning.find(block, found);
        for (&bin, weight) in found.iter().zip(&weights[at..]) {
            sums[bin as usize] += weight;
        }
    });
    sums.truncate(binning.bins + 1);
    sums.drain(..1);
    Ok(sums)
}

/// Counts of bins by number.
pub(crate) struct Tally {
    bins: usize,
    tables: usize,
    counts: Vec<i64>,
}

impl Tally {
    /// Bins with the numbers below `bins`.
    pub fn new(bins: usize) -> Result<Self> {
        let tables = if bins <= FEW { 4 } else { 1 };
        Ok(Tally { bins, tables, counts: filled(0, bins * tables)? })
    }

    /// Counts some numbers.
    pub fn count(&mut self, numbers: &[u32]) {
        if self.tables == 1 {
            numbers.iter().for_each(|&number| self.counts[number as usize] += 1);
            return;
        }
        let (a, rest) = self.counts.split_at_mut(self.bins);
        let (b, rest) = rest.split_at_mut(self.bins);
        let (c, d) = rest.split_at_mut(self.bins);
        let (fours, tail) = numbers.as_chunks::<4>();
        for four in fours {
            a[four[0] as usize] += 1;
            b[four[1] as usize] += 1;
            c[four[2] as usize] += 1;
            d[four[3] as usize] += 1;
        }
        tail.iter().for_each(|&number| a[number as usize] += 1);
    }

    /// The counts of `bins` numbers from `first` on.
    pub fn finish(self, first: usize, bins: usize) -> Vec<i64> {
        let of_bin = |bin| (0..self.tables).map(|table| self.counts[table * self.bins + bin]).sum();
        (first..first + bins).map(of_bin).collect()
    }
}

/// The least and the greatest item; NaN if there is a NaN.
pub(super) fn extremes<T: RealSample>(items: &[T]) -> (f64, f64) {
    dispatch(Extremes(items))
}

struct Extremes<'a, T>(&'a [T]);

impl<T: Sample<Exact = f64>> Kernel for Extremes<'_, T> {
    type Output = (f64, f64);
    // The items are read from memory.
    const WIDE: bool = false;

    #[inline(always)]
    fn run<I: Isa>(self) -> (f64, f64) {
        const LANES: usize = 32;
        let Some(first) = self.0.first() else { return (f64::NAN, f64::NAN) };
        let (mut low, mut high) = ([first.exact(); LANES], [first.exact(); LANES]);
        let mut nans = [0.0; LANES];
        let mut fold = |items: &[T]| {
            for (lane, item) in items.iter().enumerate() {
                let x = item.exact();
                low[lane] = if x < low[lane] { x } else { low[lane] };
                high[lane] = if x > high[lane] { x } else { high[lane] };
                // How many are NaN.
                nans[lane] += if x.is_nan() { 1.0 } else { 0.0 };
            }
        };
        let (blocks, tail) = self.0.as_chunks::<LANES>();
        blocks.iter().for_each(|block| fold(block));
        fold(tail);
        if nans.iter().any(|&count| count != 0.0) {
            return (f64::NAN, f64::NAN);
        }
        (low.into_iter().fold(low[0], f64::min), high.into_iter().fold(high[0], f64::max))
    }
}
