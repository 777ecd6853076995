//! [`Generator`]: the words of a bit generator as the numbers of a distribution.

mod choice;
mod integers;
mod methods;
mod order;
mod rows;

pub use choice::{Choice, Places};
pub(crate) use choice::{probabilities, search};
pub use integers::Integers;
pub(crate) use integers::integers;
pub(crate) use methods::methods;
pub(crate) use order::shuffle;
pub(crate) use rows::rows;

use numoxide_core::{Array, AsViewMut, Element, MaybeAxes, broadcast_shapes};

use crate::bits::STOCK;
use crate::{BitGenerator, Distribution, Entropy, Error, Pcg64, Result, Seeded};

/// NumPy's `Generator`: the same seed and the same calls give the same numbers.
///
/// A `size` is a shape, or `None` for the shape of the parameters; parameters that are arrays broadcast. Numbers without an
/// array come from [`sample`](Self::sample), numbers of `f32` from [`draw`](Self::draw), and [`fill`](Self::fill) writes into
/// what is there, NumPy's `out`.
///
/// ```
/// use numoxide_random::{StandardNormal, default_rng};
///
/// let mut rng = default_rng(42)?;
/// assert_eq!(rng.random(2)?.to_vec(), [0.7739560485559633, 0.4388784397520523]);
/// let sample = rng.normal(0.0, [1.0, 10.0], [1000, 2])?;
/// assert_eq!(sample.shape(), [1000, 2]);
/// let single = rng.draw(&StandardNormal::<f32>::default(), 3)?;
/// assert_eq!(single.len(), 3);
/// assert!(rng.normal(0.0, -1.0, 3).is_err());
/// # Ok::<(), numoxide_random::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Generator<B = Pcg64> {
    bits: B,
}

/// NumPy's `default_rng`: a [`Generator`] on [`Pcg64`]. Without a seed: [`Generator::from_system`].
///
/// # Errors
/// [`Error::State`] if the seed is negative.
pub fn default_rng(seed: impl Entropy) -> Result<Generator> {
    Ok(Generator::new(Pcg64::new(seed)?))
}

impl Generator {
    /// A generator from entropy of the system. NumPy: `default_rng()`.
    pub fn from_system() -> Self {
        Generator::new(Pcg64::from_system())
    }
}

/// The shape of the result: `size`, which the parameters must broadcast to, or else theirs.
pub(crate) fn output_shape(
    op: &'static str,
    shapes: &[&[usize]],
    size: &impl MaybeAxes,
) -> Result<Vec<usize>> {
    let Some(size) = size.axes() else {
        let shapes: Vec<Vec<usize>> = shapes.iter().map(|shape| shape.to_vec()).collect();
        return Ok(broadcast_shapes(shapes)?);
    };
    if size.iter().any(|&n| n < 0) {
        return Err(Error::parameter(op, "size", "has negative dimensions"));
    }
    Ok(size.iter().map(|&n| n as usize).collect())
}

/// A new array, filled by `fill`.
pub(crate) fn filled<T: Element>(shape: &[usize], fill: impl FnMut(&mut [T])) -> Result<Array<T>> {
    Ok(Array::from_runs(shape, fill)?)
}

impl<B: BitGenerator> Generator<B> {
    /// A generator on these bits.
    pub fn new(bits: B) -> Self {
        Generator { bits }
    }

    /// The bit generator.
    pub fn bit_generator(&self) -> &B {
        &self.bits
    }

    /// The bit generator, to be moved or drawn from.
    pub fn bit_generator_mut(&mut self) -> &mut B {
        &mut self.bits
    }

    /// One number, without an array.
    ///
    /// ```
    /// use numoxide_random::{Normal, default_rng};
    ///
    /// let heights = Normal::new(170.0, 8.0)?;
    /// assert_eq!(default_rng(1)?.sample(&heights), default_rng(1)?.normal(170.0, 8.0, 1)?.to_vec()[0]);
    /// # Ok::<(), numoxide_random::Error>(())
    /// ```
    #[inline]
    pub fn sample<D: Distribution>(&mut self, distribution: &D) -> D::Item {
        distribution.sample(&mut self.bits)
    }

    /// An array of numbers.
    ///
    /// # Errors
    /// [`Error::Array`] if it cannot be made.
    pub fn draw<D: Distribution<Item: Element> + Clone>(
        &mut self,
        distribution: &D,
        size: impl MaybeAxes,
    ) -> Result<Array<D::Item>> {
        let shape = output_shape("draw", &[], &size)?;
        let mut distribution = distribution.clone();
        distribution.prepare(shape.iter().product());
        filled(&shape, |out| distribution.fill(&mut self.bits, out))
    }

    /// Numbers into what is there. NumPy: `out=`.
    ///
    /// # Errors
    /// [`Error::Array`] if shared memory must be copied first and cannot be.
    pub fn fill<D: Distribution>(
        &mut self,
        distribution: &D,
        out: &mut (impl AsViewMut<D::Item> + ?Sized),
    ) -> Result<()> {
        let mut out = out.as_view_mut()?;
        if out.is_c_contiguous() {
            if let Some(items) = out.into_slice() {
                distribution.fill(&mut self.bits, items);
            }
            return Ok(());
        }
        out.iter_mut().for_each(|item| *item = distribution.sample(&mut self.bits));
        Ok(())
    }

    /// Random bytes.
    pub fn bytes(&mut self, length: usize) -> Vec<u8> {
        bytes(&mut self.bits, length)
    }
}

/// Bytes of words of 32 bits, the lowest first.
pub(crate) fn bytes<B: BitGenerator>(bits: &mut B, length: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(length);
    let (mut words, mut block) = ([0; 2 * STOCK], [[0; 4]; 2 * STOCK]);
    while out.len() < length {
        let left = length - out.len();
        let words = &mut words[..left.div_ceil(4).min(2 * STOCK)];
        bits.fill_u32(words);
        block.iter_mut().zip(&*words).for_each(|(bytes, word)| *bytes = word.to_le_bytes());
        let bytes = block[..words.len()].as_flattened();
        out.extend_from_slice(&bytes[..bytes.len().min(left)]);
    }
    out
}

impl<B: Seeded> Generator<B> {
    /// `n` independent generators; `None` where the bit generator's state was set by hand.
    pub fn spawn(&mut self, n: usize) -> Option<Vec<Self>> {
        Some(self.bits.spawn(n)?.into_iter().map(Generator::new).collect())
    }
}
