//! Orders and selections: shuffle, permutation, permuted, choice.

use numoxide_core::{Array, AsView, AsViewMut, Element, MaybeAxes, Order, take};

use super::{Generator, output_shape};
use crate::distributions::{below, interval};
use crate::{BitGenerator, Error, Result};

/// Fisher and Yates from the last item down, by masks and rejection.
pub(crate) fn shuffle<T, B: BitGenerator>(bits: &mut B, items: &mut [T]) {
    for i in (1..items.len()).rev() {
        items.swap(i, interval(bits, i as u64) as usize);
    }
}

/// The same for selections, down to `first`, by Lemire's method.
fn shuffle_places<B: BitGenerator>(bits: &mut B, items: &mut [i64], first: usize) {
    for i in (first.max(1)..items.len()).rev() {
        items.swap(i, below(bits, i as u64) as usize);
    }
}

fn places(n: usize) -> Vec<i64> {
    (0..n as i64).collect()
}

/// Where the running sum of probabilities first exceeds each number.
fn search(p: &[f64], numbers: &[f64]) -> Vec<i64> {
    let mut sum = 0.0;
    let mut sums: Vec<f64> = p
        .iter()
        .map(|p| {
            sum += p;
            sum
        })
        .collect();
    sums.iter_mut().for_each(|x| *x /= sum);
    numbers.iter().map(|x| sums.partition_point(|s| s <= x) as i64).collect()
}

/// The probabilities, checked as NumPy does.
fn probabilities(p: &[f64], n: usize) -> Result<()> {
    let wrong = |condition| Err(Error::parameter("choice", "p", condition));
    if p.len() != n {
        return wrong("has another size than a");
    }
    if p.iter().any(|p| p.is_nan()) {
        return wrong("contains NaN");
    }
    if p.iter().any(|&p| p < 0.0) {
        return wrong("has negative items");
    }
    if (p.iter().sum::<f64>() - 1.0).abs() > f64::EPSILON.sqrt() {
        return wrong("does not sum to 1");
    }
    Ok(())
}

/// A selection with NumPy's keywords; see [`Generator::choice_with`].
pub struct Choice<'a, B> {
    bits: &'a mut B,
    n: usize,
    replace: bool,
    shuffle: bool,
    p: Option<Vec<f64>>,
}

impl<B: BitGenerator> Choice<'_, B> {
    /// Whether an item may come again: yes, unless said otherwise.
    pub fn replace(mut self, replace: bool) -> Self {
        self.replace = replace;
        self
    }

    /// Whether the order of a sample without replacement is random too: yes, unless said otherwise.
    pub fn shuffle(mut self, shuffle: bool) -> Self {
        self.shuffle = shuffle;
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
        let shape = output_shape("choice", &[], &size)?;
        let len: usize = shape.iter().product();
        if let Some(p) = &self.p {
            probabilities(p, self.n)?;
        }
        if self.n == 0 && len > 0 {
            return Err(Error::parameter("choice", "a", "cannot be empty unless no samples are taken"));
        }
        let places = if self.replace { self.with_replacement(len) } else { self.without_replacement(len)? };
        Ok(Array::from_shape_vec(&shape[..], places)?)
    }

    fn with_replacement(self, len: usize) -> Vec<i64> {
        let Choice { bits, n, p, .. } = self;
        match p {
            Some(p) => {
                let mut numbers = vec![0.0; len];
                bits.fill_f64(&mut numbers);
                search(&p, &numbers)
            }
            None => (0..len).map(|_| below(bits, n as u64 - 1) as i64).collect(),
        }
    }

    fn without_replacement(self, len: usize) -> Result<Vec<i64>> {
        let Choice { bits, n, p, shuffle: ordered, .. } = self;
        if len > n {
            return Err(Error::parameter(
                "choice",
                "size",
                "> the items to choose from, without replacement",
            ));
        }
        if let Some(p) = p {
            return by_rounds(bits, p, len);
        }
        let cutoff = if ordered { 50 } else { 20 };
        if n > 10_000 && len > n / cutoff {
            let mut all = places(n);
            shuffle_places(bits, &mut all, n - len);
            return Ok(all.split_off(n - len));
        }
        let mut chosen = floyd(bits, n, len);
        if ordered {
            shuffle_places(bits, &mut chosen, 1);
        }
        Ok(chosen)
    }
}

/// Draws with replacement, keeps what is new, and draws the rest from what is left.
fn by_rounds<B: BitGenerator>(bits: &mut B, mut p: Vec<f64>, len: usize) -> Result<Vec<i64>> {
    if p.iter().filter(|&&p| p > 0.0).count() < len {
        return Err(Error::parameter("choice", "p", "has fewer non-zero entries than size"));
    }
    let mut chosen: Vec<i64> = Vec::with_capacity(len);
    let mut seen = vec![false; p.len()];
    while chosen.len() < len {
        let mut numbers = vec![0.0; len - chosen.len()];
        bits.fill_f64(&mut numbers);
        chosen.iter().for_each(|&place| p[place as usize] = 0.0);
        for place in search(&p, &numbers) {
            if !std::mem::replace(&mut seen[place as usize], true) {
                chosen.push(place);
            }
        }
    }
    Ok(chosen)
}

/// Floyd's sample of `len` different places: what has come already is replaced by the newest place.
fn floyd<B: BitGenerator>(bits: &mut B, n: usize, len: usize) -> Vec<i64> {
    let mut seen = std::collections::HashSet::with_capacity(len);
    let mut pick = |j: usize| {
        let place = below(bits, j as u64) as i64;
        if seen.insert(place) {
            return place;
        }
        seen.insert(j as i64);
        j as i64
    };
    (n - len..n).map(&mut pick).collect()
}

impl<B: BitGenerator> Generator<B> {
    /// `0..n` in random order. NumPy: `permutation(n)`.
    ///
    /// # Errors
    /// [`Error::Array`] if memory cannot be had.
    pub fn permutation_of(&mut self, n: usize) -> Result<Array<i64>> {
        let mut order = places(n);
        shuffle(&mut self.bits, &mut order);
        Ok(Array::from_vec(order)?)
    }

    /// The parts of an array along `axis` in random order; the array stays as it is.
    ///
    /// # Errors
    /// [`Error::Array`] if there is no such axis.
    pub fn permutation<T: Element + Clone>(&mut self, x: impl AsView<T>, axis: isize) -> Result<Array<T>> {
        let x = x.as_view();
        let last = x.moveaxis(axis, 0)?;
        let order = self.permutation_of(last.shape().first().copied().unwrap_or(0))?;
        Ok(take(&x, &order, axis)?)
    }

    /// Puts the parts of an array along its first axis into random order, in place.
    ///
    /// # Errors
    /// [`Error::Array`] if the array has no axis.
    pub fn shuffle<T: Element + Clone>(&mut self, x: &mut (impl AsViewMut<T> + ?Sized)) -> Result<()> {
        let mut view = x.as_view_mut()?;
        if view.ndim() == 1 && view.is_c_contiguous() {
            if let Some(items) = view.into_slice() {
                shuffle(&mut self.bits, items);
            }
            return Ok(());
        }
        let mixed = self.permutation(view.view(), 0)?;
        view.iter_mut().zip(mixed.iter()).for_each(|(item, new)| *item = *new);
        Ok(())
    }

    /// Each line along `axis` in an order of its own.
    ///
    /// # Errors
    /// [`Error::Array`] if there is no such axis.
    pub fn permuted<T: Element + Clone>(
        &mut self,
        x: impl AsView<T>,
        axis: impl MaybeAxes,
    ) -> Result<Array<T>> {
        let x = x.as_view();
        let Some(axis) = axis.axes() else {
            let mut all = x.copy(Order::C)?;
            if let Some(items) = all.as_slice_mut() {
                shuffle(&mut self.bits, items);
            }
            return Ok(all);
        };
        let axis = axis.first().copied().unwrap_or(0);
        let mut lines = x.moveaxis(axis, -1)?.copy(Order::C)?;
        let len = lines.shape()[lines.ndim() - 1].max(1);
        if let Some(items) = lines.as_slice_mut() {
            items.chunks_exact_mut(len).for_each(|line| shuffle(&mut self.bits, line));
        }
        Ok(lines.moveaxis(-1, axis)?.copy(Order::C)?)
    }

    /// A sample of `0..n` with NumPy's keywords: `replace`, `p`, `shuffle`.
    ///
    /// ```
    /// let mut rng = numoxide_random::default_rng(42);
    /// let places = rng.choice_with(10).replace(false).run(4)?;
    /// assert_eq!(places.len(), 4);
    /// # Ok::<(), numoxide_random::Error>(())
    /// ```
    pub fn choice_with(&mut self, n: usize) -> Choice<'_, B> {
        Choice { bits: &mut self.bits, n, replace: true, shuffle: true, p: None }
    }

    /// A sample with replacement of the parts of `a` along its first axis.
    ///
    /// # Errors
    /// [`Error::Parameter`] if there is nothing to choose from.
    pub fn choice<T: Element + Clone>(
        &mut self,
        a: impl AsView<T>,
        size: impl MaybeAxes,
    ) -> Result<Array<T>> {
        let a = a.as_view();
        let places = self.choice_with(a.shape().first().copied().unwrap_or(0)).run(size)?;
        Ok(take(&a, &places, 0)?)
    }
}
