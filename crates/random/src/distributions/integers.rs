//! Uniform integers of a range, of every width.
//!
//! - Parameters: `low` below `high`, or at most `high` if that is included.
//! - Mass: the same for each.
//! - Algorithm: Lemire's multiplication (2019) for the streams of today, masks and rejection for the legacy ones. Narrow
//!   integers are cut from words of 32 bits, which a call keeps to itself.

use numoxide_core::Element;

use super::Distribution;
use crate::bits::{FEW, STOCK};
use crate::{BitGenerator, Error, Result};

/// A number of `[0, most]` by masks and rejection: NumPy's `random_interval`.
#[inline]
pub(crate) fn interval<B: BitGenerator>(bits: &mut B, most: u64) -> u64 {
    if most == 0 {
        return 0;
    }
    let mask = u64::MAX >> most.leading_zeros();
    loop {
        let word = if most <= u32::MAX.into() { u64::from(bits.next_u32()) } else { bits.next_u64() };
        if word & mask <= most {
            return word & mask;
        }
    }
}

#[inline(always)]
fn lemire_u32<B: BitGenerator>(bits: &mut B, most: u32) -> u32 {
    let count = most + 1;
    let mut product = u64::from(bits.next_u32()) * u64::from(count);
    if (product as u32) < count {
        let threshold = (u32::MAX - most) % count;
        while (product as u32) < threshold {
            product = u64::from(bits.next_u32()) * u64::from(count);
        }
    }
    (product >> 32) as u32
}

#[inline(always)]
fn lemire_u64<B: BitGenerator>(bits: &mut B, most: u64) -> u64 {
    let count = most + 1;
    let mut product = u128::from(bits.next_u64()) * u128::from(count);
    if (product as u64) < count {
        let threshold = (u64::MAX - most) % count;
        while (product as u64) < threshold {
            product = u128::from(bits.next_u64()) * u128::from(count);
        }
    }
    (product >> 64) as u64
}

/// A number of `[0, most]` by Lemire's method: NumPy's `random_bounded_uint64`.
#[inline(always)]
pub(crate) fn below<B: BitGenerator>(bits: &mut B, most: u64) -> u64 {
    const FULL: u64 = u32::MAX as u64;
    match most {
        0 => 0,
        1..FULL => lemire_u32(bits, most as u32).into(),
        FULL => bits.next_u32().into(),
        u64::MAX => bits.next_u64(),
        _ => lemire_u64(bits, most),
    }
}

/// What is left of a word of 32 bits that narrow integers are cut from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cut {
    word: u32,
    left: u32,
}

impl Cut {
    /// The next `width` bits, the lowest first.
    #[inline(always)]
    fn next<B: BitGenerator>(&mut self, bits: &mut B, width: u32) -> u32 {
        if self.left == 0 {
            *self = Cut { word: bits.next_u32(), left: 32 / width - 1 };
        } else {
            self.word >>= width;
            self.left -= 1;
        }
        self.word & u32::MAX >> (32 - width)
    }

    #[inline(always)]
    fn lemire<B: BitGenerator>(&mut self, bits: &mut B, most: u32, width: u32) -> u32 {
        let full = u32::MAX >> (32 - width);
        let count = most + 1;
        let mut product = self.next(bits, width) * count;
        if product & full < count {
            let threshold = (full - most) % count;
            while product & full < threshold {
                product = self.next(bits, width) * count;
            }
        }
        product >> width
    }

    #[inline(always)]
    fn masked<B: BitGenerator>(&mut self, bits: &mut B, most: u32, width: u32) -> u32 {
        let mask = u32::MAX >> most.leading_zeros();
        loop {
            let value = self.next(bits, width) & mask;
            if value <= most {
                return value;
            }
        }
    }
}

/// The integers that `integers` and `randint` draw, `bool` among them.
pub trait Int: Element + Copy + PartialOrd + 'static {
    /// The value as a wide integer.
    fn wide(self) -> i128;
    /// The value of a wide integer, which fits.
    fn narrow(value: i128) -> Self;
    /// `low` plus a number of `[0, most]`.
    #[doc(hidden)]
    fn draw<B: BitGenerator, const MASKED: bool>(bits: &mut B, cut: &mut Cut, low: Self, most: u64) -> Self;
    /// `self` plus a number that keeps it in range.
    #[doc(hidden)]
    fn offset(self, by: u64) -> Self;
    /// The bits of a word of 32 that a number is made of.
    #[doc(hidden)]
    const BITS: u32;
}

macro_rules! ints {
    ($($ty:ident $unsigned:ident: |$bits:ident, $cut:ident, $most:ident| $lemire:expr, $masked:expr;)*) => {$(
        impl Int for $ty {
            const BITS: u32 = if $ty::BITS < 32 { $ty::BITS } else { 32 };
            #[inline(always)]
            fn offset(self, by: u64) -> Self {
                self.wrapping_add(by as $ty)
            }
            fn wide(self) -> i128 {
                self as i128
            }
            fn narrow(value: i128) -> Self {
                value as $ty
            }
            #[inline(always)]
            fn draw<B: BitGenerator, const MASKED: bool>($bits: &mut B, $cut: &mut Cut, low: Self, $most: u64) -> Self {
                if $most == 0 {
                    return low;
                }
                let value = if MASKED { $masked } else { $lemire };
                low.wrapping_add(value as $ty)
            }
        }
    )*};
}
ints! {
    i8 u8: |bits, cut, most| if most == 0xff { cut.next(bits, 8) } else { cut.lemire(bits, most as u32, 8) },
        if most == 0xff { cut.next(bits, 8) } else { cut.masked(bits, most as u32, 8) };
    u8 u8: |bits, cut, most| if most == 0xff { cut.next(bits, 8) } else { cut.lemire(bits, most as u32, 8) },
        if most == 0xff { cut.next(bits, 8) } else { cut.masked(bits, most as u32, 8) };
    i16 u16: |bits, cut, most| if most == 0xffff { cut.next(bits, 16) } else { cut.lemire(bits, most as u32, 16) },
        if most == 0xffff { cut.next(bits, 16) } else { cut.masked(bits, most as u32, 16) };
    u16 u16: |bits, cut, most| if most == 0xffff { cut.next(bits, 16) } else { cut.lemire(bits, most as u32, 16) },
        if most == 0xffff { cut.next(bits, 16) } else { cut.masked(bits, most as u32, 16) };
    i32 u32: |bits, _cut, most| below(bits, most), interval(bits, most);
    u32 u32: |bits, _cut, most| below(bits, most), interval(bits, most);
    i64 u64: |bits, _cut, most| below(bits, most), interval(bits, most);
    u64 u64: |bits, _cut, most| below(bits, most), interval(bits, most);
}

impl Int for bool {
    const BITS: u32 = 1;
    fn offset(self, by: u64) -> Self {
        self != (by == 1)
    }
    fn wide(self) -> i128 {
        self.into()
    }
    fn narrow(value: i128) -> Self {
        value != 0
    }
    #[inline(always)]
    fn draw<B: BitGenerator, const MASKED: bool>(bits: &mut B, cut: &mut Cut, low: Self, most: u64) -> Self {
        if most == 0 { low } else { cut.next(bits, 1) == 1 }
    }
}

/// Uniform integers of a range.
///
/// ```
/// use numoxide_random::{UniformInt, default_rng};
///
/// let die = UniformInt::new(1, 7)?;
/// assert_eq!(default_rng(42)?.sample(&die), 1);
/// # Ok::<(), numoxide_random::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct UniformInt<T> {
    pub(crate) low: T,
    pub(crate) most: u64,
}

impl<T: Int> UniformInt<T> {
    /// Integers of `[low, high)`.
    ///
    /// # Errors
    /// [`Error::Parameter`] if there are none.
    pub fn new(low: T, high: T) -> Result<Self> {
        Self::checked("integers", low, high, false)
    }

    /// Integers of `[low, high]`.
    ///
    /// # Errors
    /// [`Error::Parameter`] if there are none.
    pub fn inclusive(low: T, high: T) -> Result<Self> {
        Self::checked("integers", low, high, true)
    }

    pub(crate) fn checked(op: &'static str, low: T, high: T, endpoint: bool) -> Result<Self> {
        let most = high.wide() - low.wide() - i128::from(!endpoint);
        if most < 0 {
            return Err(Error::parameter(op, "low", if endpoint { "> high" } else { ">= high" }));
        }
        Ok(UniformInt { low, most: most as u64 })
    }

    /// The next number; `cut` is what the call has left of a word.
    #[inline(always)]
    pub(crate) fn draw<B: BitGenerator, const MASKED: bool>(&self, bits: &mut B, cut: &mut Cut) -> T {
        T::draw::<B, MASKED>(bits, cut, self.low, self.most)
    }

    /// The next numbers of a call; `cut` is what it has left of a word.
    pub(crate) fn fill_cut<B: BitGenerator, const MASKED: bool>(
        &self,
        bits: &mut B,
        cut: &mut Cut,
        out: &mut [T],
    ) {
        if !MASKED && T::BITS == 32 && (1..u64::from(u32::MAX)).contains(&self.most) && out.len() >= FEW {
            return self.fill_from_halves(bits, out);
        }
        let mut draw = |items: &mut [T]| {
            for item in items {
                *item = self.draw::<B, MASKED>(bits, cut);
            }
        };
        if T::BITS == 32 || self.most == 0 || out.len() < 2 * FEW {
            return draw(out);
        }
        // Pieces of a word that a run before has begun come first.
        let (first, rest) = out.split_at_mut(FEW);
        draw(first);
        self.fill_from_pieces::<B, MASKED>(bits, cut, rest);
    }

    /// Pieces of blocks of words of 32 bits, never more words than are certainly needed. A piece that is refused is overwritten by the
    /// next, without a branch.
    fn fill_from_pieces<B: BitGenerator, const MASKED: bool>(
        &self,
        bits: &mut B,
        cut: &mut Cut,
        out: &mut [T],
    ) {
        let (mut done, mut words) = (0, [0; STOCK]);
        while done < out.len() {
            let rest = &mut out[done..];
            let count = if cut.left > 0 { 0 } else { (rest.len() as u32 / (32 / T::BITS)) as usize };
            let words = &mut words[..count.min(STOCK)];
            if words.is_empty() {
                rest[0] = self.draw::<B, MASKED>(bits, cut);
                done += 1;
                continue;
            }
            bits.fill_u32(words);
            done += self.cut_pieces::<MASKED>(words, rest);
        }
    }

    /// Numbers of all pieces of `words`; how many of them are good.
    #[inline(always)]
    fn cut_pieces<const MASKED: bool>(&self, words: &[u32], out: &mut [T]) -> usize {
        let full = u32::MAX >> (32 - T::BITS);
        let most = self.most as u32;
        let threshold = (full - most) % (most + 1);
        let mask = u32::MAX >> most.leading_zeros();
        let piece_of = |word: u32, k: usize| word >> (k as u32 * T::BITS) & full;
        if most & (most + 1) == 0 {
            // Of a power of two none is refused: the upper bits serve today's streams, the lower ones the legacy ones.
            let shift = if MASKED { 0 } else { T::BITS - mask.count_ones() };
            for (items, &word) in out.chunks_exact_mut(32 / T::BITS as usize).zip(words) {
                for (k, item) in items.iter_mut().enumerate() {
                    *item = self.low.offset((piece_of(word, k) >> shift & mask).into());
                }
            }
            return words.len() * (32 / T::BITS as usize);
        }
        let mut taken = 0;
        for &word in words {
            for k in 0..32 / T::BITS as usize {
                let piece = piece_of(word, k);
                let product = piece * (most + 1);
                let (value, good) = match MASKED {
                    true => (piece & mask, piece & mask <= most),
                    false => (product >> T::BITS, product & full >= threshold),
                };
                out[taken] = self.low.offset(value.into());
                taken += usize::from(good);
            }
        }
        taken
    }

    /// Lemire's method on blocks of words of 32 bits, never more of them than are certainly needed. A number that is refused is
    /// overwritten by the next, without a branch.
    fn fill_from_halves<B: BitGenerator>(&self, bits: &mut B, out: &mut [T]) {
        let count = self.most + 1;
        let threshold = (u32::MAX - self.most as u32) % count as u32;
        let mut halves = [0; 2 * STOCK];
        let mut done = 0;
        while done < out.len() {
            let rest = &mut out[done..];
            let halves = &mut halves[..rest.len().min(2 * STOCK)];
            bits.fill_u32(halves);
            let mut taken = 0;
            for &half in &*halves {
                let product = u64::from(half) * count;
                rest[taken] = self.low.offset(product >> 32);
                taken += usize::from(product as u32 >= threshold);
            }
            done += taken;
        }
    }
}

impl<T: Int> Distribution for UniformInt<T> {
    type Item = T;

    #[inline]
    fn sample<B: BitGenerator>(&self, bits: &mut B) -> T {
        self.draw::<B, false>(bits, &mut Cut::default())
    }

    fn fill<B: BitGenerator>(&self, bits: &mut B, out: &mut [T]) {
        self.fill_cut::<B, false>(bits, &mut Cut::default(), out);
    }
}
