//! Uniform integers: NumPy's `integers`.

use numoxide_core::{Array, ArrayView, AsView, MaybeAxes};

use super::{Generator, filled, output_shape};
use crate::distributions::{Cut, Int, UniformInt};
use crate::{BitGenerator, Result};

/// Uniform integers with NumPy's keywords; see [`Generator::integers_with`].
pub struct Integers<'a, T, B> {
    bits: &'a mut B,
    low: ArrayView<'a, T>,
    high: ArrayView<'a, T>,
    endpoint: bool,
}

impl<T: Int, B: BitGenerator> Integers<'_, T, B> {
    /// Whether `high` itself may come.
    pub fn endpoint(mut self, endpoint: bool) -> Self {
        self.endpoint = endpoint;
        self
    }

    /// Draws them.
    ///
    /// # Errors
    /// [`Error::Parameter`](crate::Error::Parameter) if a range is empty, [`Error::Array`](crate::Error::Array) for shapes that do not fit.
    pub fn run(self, size: impl MaybeAxes) -> Result<Array<T>> {
        let Integers { bits, low, high, endpoint } = self;
        integers::<T, B, false>("integers", bits, low, high, size, endpoint)
    }
}

/// Integers of a range, or one range for each, by masks for the legacy stream.
pub(crate) fn integers<T: Int, B: BitGenerator, const MASKED: bool>(
    op: &'static str,
    bits: &mut B,
    low: ArrayView<'_, T>,
    high: ArrayView<'_, T>,
    size: impl MaybeAxes,
    endpoint: bool,
) -> Result<Array<T>> {
    let shape = output_shape(op, &[low.shape(), high.shape()], &size)?;
    let mut cut = Cut::default();
    if low.ndim() == 0 && high.ndim() == 0 {
        let range = UniformInt::checked(op, low.to_vec()[0], high.to_vec()[0], endpoint)?;
        return filled(&shape, |out| range.fill_cut::<B, MASKED>(bits, &mut cut, out));
    }
    let (low, high) = (low.broadcast_to(&shape)?.to_vec(), high.broadcast_to(&shape)?.to_vec());
    let pairs = low.into_iter().zip(high);
    let ranges: Result<Vec<_>> =
        pairs.map(|(low, high)| UniformInt::checked(op, low, high, endpoint)).collect();
    let mut ranges = ranges?.into_iter();
    filled(&shape, |out: &mut [T]| {
        for (item, range) in out.iter_mut().zip(&mut ranges) {
            *item = range.draw::<B, MASKED>(bits, &mut cut);
        }
    })
}

impl<B: BitGenerator> Generator<B> {
    /// Integers of `[low, high)`, of any width; NumPy's `dtype` is the type of the bounds.
    ///
    /// # Errors
    /// [`Error::Parameter`](crate::Error::Parameter) if a range is empty, [`Error::Array`](crate::Error::Array) for shapes that do not fit.
    ///
    /// ```
    /// let dice = numoxide_random::default_rng(42)?.integers(1i64, 7, 5)?;
    /// assert_eq!(dice.to_vec(), [1, 5, 4, 3, 3]);
    /// # Ok::<(), numoxide_random::Error>(())
    /// ```
    pub fn integers<T: Int>(
        &mut self,
        low: impl AsView<T>,
        high: impl AsView<T>,
        size: impl MaybeAxes,
    ) -> Result<Array<T>> {
        self.integers_with(&low, &high).run(size)
    }

    /// The same with NumPy's `endpoint`.
    pub fn integers_with<'a, T: Int>(
        &'a mut self,
        low: &'a impl AsView<T>,
        high: &'a impl AsView<T>,
    ) -> Integers<'a, T, B> {
        Integers { bits: &mut self.bits, low: low.as_view(), high: high.as_view(), endpoint: false }
    }
}
