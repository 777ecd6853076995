//! What the memory of this machine can do, measured with plain loops in the same run as the cases.
//!
//! Four mixes of reading and writing are measured, because memory does not read and write at one speed. Each is
//! the best of ordinary stores and of streaming ones, which go past the cache and spare the read of what they
//! overwrite: the figure is a limit, not a level that is easy to reach.

use std::fmt;
use std::hint::black_box;
use std::time::Instant;

use numoxide_simd::{Isa, Kernel, dispatch};
use rayon::prelude::*;

const LENGTH: usize = 10_000_000;
const ROUNDS: usize = 7;

/// Bytes a second, counted as a case counts its traffic.
pub struct Bandwidth {
    read: f64,
    triad: f64,
    copy: f64,
    fill: f64,
}

impl fmt::Display for Bandwidth {
    /// Pairs of the written share of the traffic and the speed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { read, triad, copy, fill } = self;
        write!(f, "0:{read:e} 0.3333333333:{triad:e} 0.5:{copy:e} 1:{fill:e}")
    }
}

/// Measures with the threads that `NUMOXIDE_NUM_THREADS` allows.
pub fn measure() -> Bandwidth {
    let threads = std::env::var("NUMOXIDE_NUM_THREADS").ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be started");
    pool.install(|| {
        let (a, b) = (vec![1.5; LENGTH], vec![2.5; LENGTH]);
        let mut out = vec![0.0; LENGTH];
        let bytes = (LENGTH * size_of::<f64>()) as f64;
        Bandwidth {
            read: bytes / fastest(&mut out, |_| _ = black_box(read(&a))),
            triad: 3.0 * bytes / over_both_stores(&mut out, |out, store| triad(&a, &b, out, store)),
            copy: 2.0 * bytes / over_both_stores(&mut out, |out, store| copy(&a, out, store)),
            fill: bytes / over_both_stores(&mut out, fill),
        }
    })
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

fn read(a: &[f64]) -> f64 {
    a.par_chunks(piece()).map(sum).sum()
}

/// Sums with enough independent lanes that memory is what limits it, at the widest vectors there are.
///
/// It walks the piece in [`STREAMS`] places at once: one place alone keeps fewer lines in flight.
fn sum(a: &[f64]) -> f64 {
    dispatch(Sum(a))
}

const STREAMS: usize = 4;

struct Sum<'a>(&'a [f64]);

impl Kernel for Sum<'_> {
    type Output = f64;

    #[inline(always)]
    fn run<I: Isa>(self) -> f64 {
        let quarter = self.0.len() / STREAMS;
        let streams: [&[f64]; STREAMS] = std::array::from_fn(|at| &self.0[at * quarter..][..quarter]);
        let mut lanes = [[0.0; 16]; STREAMS];
        for block in 0..quarter / 16 {
            for (lanes, stream) in lanes.iter_mut().zip(streams) {
                for (lane, x) in lanes.iter_mut().zip(&stream[16 * block..][..16]) {
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
    let ordinary = fastest(out, |out| work(out, Store::Ordinary));
    ordinary.min(fastest(out, |out| work(out, Store::Streaming)))
}

/// The shortest of several runs, in seconds.
fn fastest(out: &mut [f64], mut work: impl FnMut(&mut [f64])) -> f64 {
    let mut best = f64::INFINITY;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        work(out);
        black_box(&mut *out);
        best = best.min(start.elapsed().as_secs_f64());
    }
    best
}
