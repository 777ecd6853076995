//! [`Words`] and [`Halves`]: words of 64 and of 32 bits, one by one or drawn ahead of their use.

use super::{BitGenerator, unit_f32};
use crate::distributions::{standard_exponential, standard_normal};

/// Where a distribution of `f64` gets its randomness: words of 64 bits, and no halves of them.
pub(crate) trait Words: Sized {
    /// The next 64 bits.
    fn word(&mut self) -> u64;

    /// A number of `[0, 1)` with 53 random bits.
    fn uniform(&mut self) -> f64;

    /// A standard normal variate.
    #[inline(always)]
    fn normal(&mut self) -> f64 {
        standard_normal(self)
    }

    /// A standard exponential variate.
    #[inline(always)]
    fn exponential(&mut self) -> f64 {
        standard_exponential(self)
    }
}

impl<B: BitGenerator> Words for B {
    #[inline(always)]
    fn word(&mut self) -> u64 {
        self.next_u64()
    }
    #[inline(always)]
    fn uniform(&mut self) -> f64 {
        self.next_f64()
    }
}

/// Where a distribution of `f32` gets its randomness: words of 32 bits, and no whole ones.
pub(crate) trait Halves {
    /// The next 32 bits.
    fn half(&mut self) -> u32;

    /// A number of `[0, 1)` with 24 random bits.
    #[inline(always)]
    fn uniform_f32(&mut self) -> f32 {
        unit_f32(self.half())
    }
}

impl<B: BitGenerator> Halves for B {
    #[inline(always)]
    fn half(&mut self) -> u32 {
        self.next_u32()
    }
}

/// A word that can be drawn in blocks.
pub(crate) trait Word: Copy + Default {
    /// The next ones.
    fn fill<B: BitGenerator>(bits: &mut B, out: &mut [Self]);
}

impl Word for u64 {
    fn fill<B: BitGenerator>(bits: &mut B, out: &mut [u64]) {
        bits.fill_u64(out);
    }
}

impl Word for u32 {
    fn fill<B: BitGenerator>(bits: &mut B, out: &mut [u32]) {
        bits.fill_u32(out);
    }
}

/// Words that are drawn at once.
pub(crate) const STOCK: usize = 256;

/// Fewer numbers than this are not worth a stock.
pub(crate) const FEW: usize = 16;

/// Words drawn ahead for numbers of which each takes at least one: never more of them than are certainly needed.
///
/// A block of words costs less than as many single ones, and the state of the generator need not go through memory for each.
pub(crate) struct Ahead<'a, B, W> {
    bits: &'a mut B,
    stock: [W; STOCK],
    at: usize,
    end: usize,
    /// Numbers that are still to come, the one in work included.
    numbers: usize,
}

impl<B: BitGenerator, W: Word> Ahead<'_, B, W> {
    #[cold]
    #[inline(never)]
    fn refill(&mut self) {
        self.end = self.numbers.clamp(1, STOCK);
        self.at = 0;
        W::fill(self.bits, &mut self.stock[..self.end]);
    }

    #[inline(always)]
    fn next(&mut self) -> W {
        if self.at >= self.end {
            self.refill();
        }
        self.at += 1;
        self.stock[(self.at - 1) % STOCK]
    }
}

impl<B: BitGenerator> Halves for Ahead<'_, B, u32> {
    #[inline(always)]
    fn half(&mut self) -> u32 {
        self.next()
    }
}

impl<B: BitGenerator> Words for Ahead<'_, B, u64> {
    #[inline(always)]
    fn word(&mut self) -> u64 {
        self.next()
    }
    #[inline(always)]
    fn uniform(&mut self) -> f64 {
        let word = self.word();
        self.bits.unit_of(word)
    }
}

/// Fills `out` with numbers that take at least one word each, or none at all.
#[inline]
pub(crate) fn fill_ahead<T, B: BitGenerator, W: Word>(
    bits: &mut B,
    out: &mut [T],
    single: impl Fn(&mut B) -> T,
    draw: impl Fn(&mut Ahead<'_, B, W>) -> T,
) {
    if out.len() < FEW {
        return out.fill_with(|| single(bits));
    }
    let mut ahead = Ahead { bits, stock: [W::default(); STOCK], at: 0, end: 0, numbers: out.len() };
    for item in out {
        *item = draw(&mut ahead);
        ahead.numbers -= 1;
    }
}
