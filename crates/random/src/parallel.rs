//! Arrays filled by several threads, with the same numbers for any number of them.
//!
//! An array is cut into parts of a fixed size, and each part has a stream of its own: one that is spawned or jumped, or the part of one
//! stream that lies as far ahead.

use numoxide_core::driver::{join, num_threads};
use numoxide_core::{Array, Element, MaybeAxes};

use crate::generator::output_shape;
use crate::{
    BitGenerator, Distribution, Error, Generator, Mt19937, Pcg64, Pcg64Dxsm, Philox, Result, Seeded, Unit,
};

/// Items of a part. The numbers depend on it: it is the same everywhere and for ever.
const PART: usize = 1 << 16;

/// A bit generator with streams that are far apart on one period.
pub trait Jump: BitGenerator + Sized {
    /// The stream so many jumps ahead.
    fn jump(&self, jumps: usize) -> Self;
}

/// A bit generator any part of whose stream can be had without what comes before.
pub trait Skip: BitGenerator + Clone {
    /// Moves as many words of 64 bits ahead.
    fn skip(&mut self, words: u64);
}

macro_rules! jumps {
    ($($ty:ty)*) => {$(
        impl Jump for $ty {
            fn jump(&self, jumps: usize) -> Self {
                self.jumped(jumps as u128)
            }
        }
    )*};
}
jumps!(Pcg64 Pcg64Dxsm Philox);

impl Jump for Mt19937 {
    fn jump(&self, jumps: usize) -> Self {
        self.jumped(jumps)
    }
}

macro_rules! skips {
    ($($ty:ty)*) => {$(
        impl Skip for $ty {
            fn skip(&mut self, words: u64) {
                self.skip_words(words);
            }
        }
    )*};
}
skips!(Pcg64 Pcg64Dxsm Philox);

/// Each part of `items`, with its source.
fn each_part<T: Send, S: Send>(items: &mut [T], sources: &mut [S], fill: &(dyn Fn(&mut S, &mut [T]) + Sync)) {
    if sources.len() < 2 || num_threads() < 2 {
        return items.chunks_mut(PART).zip(sources).for_each(|(part, source)| fill(source, part));
    }
    let half = sources.len() / 2;
    let (items, other_items) = items.split_at_mut(half * PART);
    let (sources, other_sources) = sources.split_at_mut(half);
    join(&mut || each_part(items, sources, fill), &mut || each_part(other_items, other_sources, fill));
}

impl<B: BitGenerator> Generator<B> {
    /// An array whose parts come from the sources that `sources` makes, given their number.
    fn in_parts<D: Distribution<Item: Element + Send> + Clone + Sync, S: BitGenerator + Send>(
        &mut self,
        distribution: &D,
        size: impl MaybeAxes,
        sources: impl FnOnce(&mut B, usize) -> Result<Vec<S>>,
    ) -> Result<Array<D::Item>> {
        let shape = output_shape("draw", &[], &size)?;
        let mut out = Array::zeros(&shape[..])?;
        let mut distribution = distribution.clone();
        distribution.prepare(out.len());
        if let Some(items) = out.as_slice_mut() {
            let mut sources = sources(self.bit_generator_mut(), items.len().div_ceil(PART))?;
            each_part(items, &mut sources, &|bits, part| distribution.fill(bits, part));
        }
        Ok(out)
    }
}

impl<B: Seeded + Send> Generator<B> {
    /// An array of numbers, by several threads: a spawned stream for each part. The numbers do not depend on the number of threads, but
    /// are not those of [`draw`](Self::draw).
    ///
    /// # Errors
    /// [`Error::State`] if the generator knows no seed sequence to spawn from, [`Error::Array`] if the array cannot be made.
    ///
    /// ```
    /// use numoxide_random::{StandardNormal, default_rng};
    ///
    /// let normal = StandardNormal::<f64>::default();
    /// let a = default_rng(42)?.draw_spawned(&normal, [300, 1000])?;
    /// assert_eq!(a.to_vec(), default_rng(42)?.draw_spawned(&normal, [300, 1000])?.to_vec());
    /// # Ok::<(), numoxide_random::Error>(())
    /// ```
    pub fn draw_spawned<D: Distribution<Item: Element + Send> + Clone + Sync>(
        &mut self,
        distribution: &D,
        size: impl MaybeAxes,
    ) -> Result<Array<D::Item>> {
        const UNKNOWN: Error =
            Error::State { op: "draw_spawned", reason: "the generator knows no seed sequence" };
        self.in_parts(distribution, size, |bits, parts| bits.spawn(parts).ok_or(UNKNOWN))
    }
}

impl<B: Jump + Send> Generator<B> {
    /// An array of numbers, by several threads: a stream that is jumped further for each part. The generator itself is jumped beyond
    /// them. The numbers do not depend on the number of threads, but are not those of [`draw`](Self::draw).
    ///
    /// # Errors
    /// [`Error::Array`] if the array cannot be made.
    pub fn draw_jumped<D: Distribution<Item: Element + Send> + Clone + Sync>(
        &mut self,
        distribution: &D,
        size: impl MaybeAxes,
    ) -> Result<Array<D::Item>> {
        self.in_parts(distribution, size, |bits, parts| {
            let mut streams: Vec<B> = Vec::with_capacity(parts);
            for _ in 0..parts {
                streams.push(streams.last().unwrap_or(bits).jump(1));
            }
            *bits = streams.last().unwrap_or(bits).jump(1);
            Ok(streams)
        })
    }
}

impl<B: Skip + Send> Generator<B> {
    /// Numbers of `[0, 1)` by several threads, the same as of [`random`](Self::random): each thread goes ahead to its part of the
    /// stream. On [`Philox`] that costs no more than a counter.
    ///
    /// # Errors
    /// [`Error::Array`] if the array cannot be made.
    ///
    /// ```
    /// use numoxide_random::{Generator, Philox};
    ///
    /// let (mut one, mut other) = (Generator::new(Philox::new(1)?), Generator::new(Philox::new(1)?));
    /// assert_eq!(one.random_parallel(100_000)?.to_vec(), other.random(100_000)?.to_vec());
    /// # Ok::<(), numoxide_random::Error>(())
    /// ```
    pub fn random_parallel(&mut self, size: impl MaybeAxes) -> Result<Array<f64>> {
        let shape = output_shape("random", &[], &size)?;
        let len: usize = shape.iter().product();
        let out = self.in_parts(&Unit::<f64>::default(), size, |bits, parts| {
            let ahead = |part: usize| {
                let mut stream = bits.clone();
                stream.skip((part * PART) as u64);
                stream
            };
            Ok((0..parts).map(ahead).collect())
        })?;
        self.bit_generator_mut().skip(len as u64);
        Ok(out)
    }
}
