//! [`RandomState`]: NumPy's legacy streams, which are frozen.

mod distributions;
mod global;
mod methods;
mod orders;
mod rows;
mod seed;
mod source;

#[cfg(feature = "linalg")]
pub(crate) use global::with;
pub use global::*;
pub use seed::{LegacySeed, LegacyState};

use numoxide_core::{Array, Element, MaybeAxes};

use crate::distributions::Draw;
use crate::generator::{filled, output_shape};
use crate::{BitGenerator, Mt19937, Result};
use source::Legacy;

/// NumPy's `RandomState`: the numbers that `numpy.random.seed(n)` has given since 2007.
///
/// New programs take a [`Generator`](crate::Generator): it is faster, and its streams are better.
///
/// ```
/// use numoxide_random::RandomState;
///
/// let mut rng = RandomState::new(42)?;
/// assert_eq!(rng.rand(2)?.to_vec(), [0.3745401188473625, 0.9507143064099162]);
/// let kept = rng.get_state();
/// let next = rng.randn(3)?.to_vec();
/// rng.set_state(kept)?;
/// assert_eq!(rng.randn(3)?.to_vec(), next);
/// # Ok::<(), numoxide_random::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct RandomState<B = Mt19937> {
    bits: B,
    /// The other normal variate of the last pair.
    gauss: Option<f64>,
}

impl<B: BitGenerator> RandomState<B> {
    /// The legacy algorithms on these bits. NumPy: `RandomState(bit_generator)`.
    pub fn with_bits(bits: B) -> Self {
        RandomState { bits, gauss: None }
    }

    /// The bit generator.
    pub fn bit_generator(&self) -> &B {
        &self.bits
    }

    fn words(&mut self) -> Legacy<'_, B> {
        Legacy { bits: &mut self.bits, gauss: &mut self.gauss }
    }

    fn one<D: Draw>(&mut self, distribution: &D) -> D::Item {
        distribution.draw(&mut self.words())
    }

    fn fill_run<D: Draw>(&mut self, distribution: &D, out: &mut [D::Item]) {
        let mut words = self.words();
        out.fill_with(|| distribution.draw(&mut words));
    }

    /// An array of numbers of a distribution without parameters.
    pub(crate) fn array<D: Draw<Item: Element>>(
        &mut self,
        op: &'static str,
        distribution: &D,
        size: impl MaybeAxes,
    ) -> Result<Array<D::Item>> {
        let shape = output_shape(op, &[], &size)?;
        filled(&shape, |out| self.fill_run(distribution, out))
    }
}
