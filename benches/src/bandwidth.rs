//! What the memory of this machine can do, measured with plain loops between the rounds of the cases it is the limit of.
//!
//! Four mixes of reading and writing are measured, because memory does not read and write at one speed. Each is
//! the best of ordinary stores and of streaming ones, which go past the cache and spare the read of what they
//! overwrite. A measurement is one pass, as a case's round is one or a few: it finds the caches as the case finds them.

use std::hint::black_box;
use std::time::Instant;

use numoxide::Array;
use numoxide_simd::{Isa, Kernel, dispatch};
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

const LENGTH: usize = 10_000_000;
const BYTES: f64 = (LENGTH * size_of::<f64>()) as f64;

/// Arrays to walk over, in memory of the kind that the cases' arrays have.
pub struct Bandwidth {
    a: Array<f64>,
    b: Array<f64>,
    out: Array<f64>,
    pool: ThreadPool,
}

/// The written shares of the mixes, rising: reading, triad, copy, fill.
const SHARES: [f64; 4] = [0.0, 1.0 / 3.0, 0.5, 1.0];

impl Bandwidth {
    /// For as many threads as `NUMOXIDE_NUM_THREADS` allows.
    pub fn new() -> Self {
        let threads =
            std::env::var("NUMOXIDE_NUM_THREADS").ok().and_then(|text| text.parse().ok()).unwrap_or(0);
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be started");
        let full = |value| Array::full([LENGTH], value).expect("memory for the largest cases");
        Self { a: full(1.5), b: full(2.5), out: full(0.0), pool }
    }

    /// Bytes a second of traffic of which `share` is written, interpolated between the two mixes next to it.
    pub fn speed(&mut self, share: f64) -> f64 {
        let after = SHARES.iter().position(|&at| at >= share).unwrap_or(SHARES.len() - 1).max(1);
        let (from, to) = (SHARES[after - 1], SHARES[after]);
        let weight = ((share - from) / (to - from)).clamp(0.0, 1.0);
        // Times add up, speeds do not.
        let part =
            |this: &mut Self, weight: f64, mix| if weight > 0.01 { weight * this.seconds(mix) } else { 0.0 };
        1.0 / (part(self, 1.0 - weight, after - 1) + part(self, weight, after))
    }

    /// The time of one byte in one of the mixes.
    fn seconds(&mut self, mix: usize) -> f64 {
        let Self { a, b, out, pool } = self;
        let (a, b) = (a.as_slice().expect("contiguous"), b.as_slice().expect("contiguous"));
        let out = out.as_slice_mut().expect("contiguous and owned");
        pool.install(|| match mix {
            0 => time(|| _ = black_box(read::<1>(a))).min(time(|| _ = black_box(read::<4>(a)))) / BYTES,
            1 => over_both_stores(out, |out, store| triad(a, b, out, store)) / (3.0 * BYTES),
            2 => over_both_stores(out, |out, store| copy(a, out, store)) / (2.0 * BYTES),
            _ => over_both_stores(out, fill) / BYTES,
        })
    }
}

/// How a block of the output is written.
#[derive(Clone, Copy)]
enum Store {
    Ordinary,
    Streaming,
}

impl Store {
    #[inline(always)]
    fn store(self, out: &mut [f64], value: impl Fn(usize) -> f64) {
        match self {
            Self::Ordinary => ordinary(out, 0, value),
            Self::Streaming => streaming(out, value),
        }
    }
}

#[inline(always)]
fn ordinary(out: &mut [f64], first: usize, value: impl Fn(usize) -> f64) {
    for (at, out) in out.iter_mut().enumerate() {
        *out = value(first + at);
    }
}

#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn streaming(out: &mut [f64], value: impl Fn(usize) -> f64) {
    use std::arch::x86_64::{_mm_set_pd, _mm_sfence, _mm_stream_pd};
    let lead = out.as_ptr().align_offset(16).min(out.len());
    let pairs = (out.len() - lead) / 2;
    let tail = lead + 2 * pairs;
    ordinary(&mut out[..lead], 0, &value);
    for pair in 0..pairs {
        let at = lead + 2 * pair;
        // SAFETY: `at + 1 < out.len()`, and an even number of elements after `lead` is aligned to 16 bytes.
        unsafe { _mm_stream_pd(out.as_mut_ptr().add(at), _mm_set_pd(value(at + 1), value(at))) };
    }
    ordinary(&mut out[tail..], tail, &value);
    // SAFETY: SSE is part of every x86-64 processor.
    unsafe { _mm_sfence() };
}

#[cfg(not(target_arch = "x86_64"))]
fn streaming(out: &mut [f64], value: impl Fn(usize) -> f64) {
    ordinary(out, 0, value);
}

/// Each thread gets one piece, as a split array operation gives it.
fn piece() -> usize {
    LENGTH.div_ceil(rayon::current_num_threads())
}

/// Sums with enough independent lanes that memory is what limits it, in `STREAMS` places of a piece at once: where
/// one place alone keeps too few lines in flight, several are faster.
fn read<const STREAMS: usize>(a: &[f64]) -> f64 {
    a.par_chunks(piece()).map(|a| dispatch(Sum::<STREAMS>(a))).sum()
}

struct Sum<'a, const STREAMS: usize>(&'a [f64]);

impl<const STREAMS: usize> Kernel for Sum<'_, STREAMS> {
    type Output = f64;

    #[inline(always)]
    fn run<I: Isa>(self) -> f64 {
        let length = self.0.len() / STREAMS;
        let streams: [&[f64]; STREAMS] = std::array::from_fn(|at| &self.0[at * length..][..length]);
        let mut lanes = [[0.0; 32]; STREAMS];
        for block in 0..length / 32 {
            for (lanes, stream) in lanes.iter_mut().zip(streams) {
                for (lane, x) in lanes.iter_mut().zip(&stream[32 * block..][..32]) {
                    *lane += x;
                }
            }
        }
        lanes.iter().flatten().sum()
    }
}

fn triad(a: &[f64], b: &[f64], out: &mut [f64], store: Store) {
    let piece = piece();
    let pieces = out.par_chunks_mut(piece).zip(a.par_chunks(piece)).zip(b.par_chunks(piece));
    pieces.for_each(|((out, a), b)| {
        let (a, b) = (&a[..out.len()], &b[..out.len()]);
        store.store(out, |at| a[at] + 3.0 * b[at]);
    });
}

fn copy(a: &[f64], out: &mut [f64], store: Store) {
    let piece = piece();
    out.par_chunks_mut(piece).zip(a.par_chunks(piece)).for_each(|(out, a)| {
        let a = &a[..out.len()];
        store.store(out, |at| a[at]);
    });
}

fn fill(out: &mut [f64], store: Store) {
    out.par_chunks_mut(piece()).for_each(|out| store.store(out, |_| 4.5));
}

fn over_both_stores(out: &mut [f64], work: impl Fn(&mut [f64], Store)) -> f64 {
    let mut timed = |store| {
        time(|| {
            work(out, store);
            black_box(&mut *out);
        })
    };
    timed(Store::Ordinary).min(timed(Store::Streaming))
}

fn time(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}
