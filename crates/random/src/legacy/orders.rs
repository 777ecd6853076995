//! Orders and selections.

use numoxide_core::{Array, AsView, AsViewMut, Element, MaybeAxes, take};

use super::RandomState;
use crate::generator::{output_shape, probabilities, search, shuffle};
use crate::{BitGenerator, Error, Result};

/// A selection with NumPy's keywords; see [`RandomState::choice_of`].
pub struct LegacyPlaces<'a, B> {
    rng: &'a mut RandomState<B>,
    n: usize,
    replace: bool,
    p: Option<Vec<f64>>,
}

impl<B: BitGenerator> LegacyPlaces<'_, B> {
    /// Whether an item may come again: yes, unless said otherwise.
    pub fn replace(mut self, replace: bool) -> Self {
        self.replace = replace;
        self
    }

    /// The probability of each item.
    pub fn p(mut self, p: impl AsView<f64>) -> Self {
        self.p = Some(p.as_view().to_vec());
        self
    }

    /// The places that are chosen.
    ///
    /// # Errors
    /// [`Error::Parameter`] if there is nothing to choose from, `p` are no probabilities, or more are wanted than there are.
    pub fn run(self, size: impl MaybeAxes) -> Result<Array<i64>> {
        let LegacyPlaces { rng, n, replace, p } = self;
        let shape = output_shape("choice", &[], &size)?;
        let len: usize = shape.iter().product();
        if let Some(p) = &p {
            probabilities(p, n)?;
        }
        if n == 0 && len > 0 {
            return Err(Error::parameter("choice", "a", "must be non-empty"));
        }
        if !replace && len > n {
            return Err(Error::parameter(
                "choice",
                "size",
                "> the items to choose from, without replacement",
            ));
        }
        let places = match (replace, p) {
            (true, None) => rng.randint(0, n.max(1) as i64, len as isize)?.to_vec(),
            (true, Some(p)) => search(&p, &rng.random_sample(len as isize)?.to_vec()),
            (false, None) => rng.permutation_of(n)?.to_vec()[..len].to_vec(),
            (false, Some(p)) => rng.by_rounds(p, len)?,
        };
        Ok(Array::from_shape_vec(&shape[..], places)?)
    }
}

impl<B: BitGenerator> RandomState<B> {
    /// Draws with replacement, keeps what is new, and draws the rest from what is left.
    fn by_rounds(&mut self, mut p: Vec<f64>, len: usize) -> Result<Vec<i64>> {
        if p.iter().filter(|&&p| p > 0.0).count() < len {
            return Err(Error::parameter("choice", "p", "has fewer non-zero entries than size"));
        }
        let mut chosen: Vec<i64> = Vec::with_capacity(len);
        while chosen.len() < len {
            let numbers = self.random_sample((len - chosen.len()) as isize)?.to_vec();
            chosen.iter().for_each(|&place| p[place as usize] = 0.0);
            for place in search(&p, &numbers) {
                if !chosen.contains(&place) {
                    chosen.push(place);
                }
            }
        }
        Ok(chosen)
    }

    /// A sample of `0..n` with NumPy's keywords: `replace` and `p`.
    ///
    /// ```
    /// let mut rng = numoxide_random::RandomState::new(42)?;
    /// assert_eq!(rng.choice_of(5).replace(false).run(3)?.to_vec(), [1, 4, 2]);
    /// # Ok::<(), numoxide_random::Error>(())
    /// ```
    pub fn choice_of(&mut self, n: usize) -> LegacyPlaces<'_, B> {
        LegacyPlaces { rng: self, n, replace: true, p: None }
    }

    /// A sample with replacement of the items of a list.
    ///
    /// # Errors
    /// [`Error::Parameter`] if there is nothing to choose from or `a` has not one axis.
    pub fn choice<T: Element + Clone>(
        &mut self,
        a: impl AsView<T>,
        size: impl MaybeAxes,
    ) -> Result<Array<T>> {
        let a = a.as_view();
        if a.ndim() != 1 {
            return Err(Error::parameter("choice", "a", "must be 1-dimensional"));
        }
        let places = self.choice_of(a.len()).run(size)?;
        Ok(take(&a, &places, 0)?)
    }

    /// `0..n` in random order. NumPy: `permutation(n)`.
    ///
    /// # Errors
    /// [`Error::Array`] if memory cannot be had.
    pub fn permutation_of(&mut self, n: usize) -> Result<Array<i64>> {
        let mut order: Vec<i64> = (0..n as i64).collect();
        shuffle(&mut self.bits, &mut order);
        Ok(Array::from_vec(order)?)
    }

    /// The parts of an array along its first axis in random order; the array stays as it is.
    ///
    /// # Errors
    /// [`Error::Array`] if the array has no axis.
    pub fn permutation<T: Element + Clone>(&mut self, x: impl AsView<T>) -> Result<Array<T>> {
        let x = x.as_view();
        let first = x.moveaxis(0, 0)?;
        let order = self.permutation_of(first.shape()[0])?;
        Ok(take(&x, &order, 0)?)
    }

    /// Puts the parts of an array along its first axis into random order, in place.
    ///
    /// # Errors
    /// [`Error::Array`] if the array has no axis.
    pub fn shuffle<T: Element + Clone>(&mut self, x: &mut (impl AsViewMut<T> + ?Sized)) -> Result<()> {
        let mut view = x.as_view_mut()?;
        if view.is_empty() {
            // Nothing is drawn then, whatever the length of the axis.
            view.view().moveaxis(0, 0)?;
            return Ok(());
        }
        let mixed = self.permutation(view.view())?;
        view.iter_mut().zip(mixed.iter()).for_each(|(item, new)| *item = *new);
        Ok(())
    }
}
