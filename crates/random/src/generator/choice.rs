//! Selections: NumPy's `choice`.

use std::collections::HashSet;

use numoxide_core::{Array, ArrayView, AsView, Element, MaybeAxes, take};

use super::{Generator, output_shape};
use crate::bits::STOCK;
use crate::distributions::{UniformInt, below};
use crate::{BitGenerator, Distribution, Error, Result};

/// Where the running sum of probabilities first exceeds each number.
pub(crate) fn search(p: &[f64], numbers: &[f64]) -> Vec<i64> {
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
pub(crate) fn probabilities(p: &[f64], n: usize) -> Result<()> {
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

/// What is chosen and how: NumPy's keywords without the items.
struct Options {
    n: usize,
    replace: bool,
    shuffle: bool,
    p: Option<Vec<f64>>,
}

impl Options {
    fn new(n: usize) -> Self {
        Options { n, replace: true, shuffle: true, p: None }
    }

    /// The places that are chosen.
    fn places<B: BitGenerator>(self, bits: &mut B, len: usize) -> Result<Vec<i64>> {
        if let Some(p) = &self.p {
            probabilities(p, self.n)?;
        }
        if self.n == 0 && len > 0 {
            return Err(Error::parameter("choice", "a", "cannot be empty unless no samples are taken"));
        }
        if self.replace { self.with_replacement(bits, len) } else { self.without_replacement(bits, len) }
    }

    fn with_replacement<B: BitGenerator>(self, bits: &mut B, len: usize) -> Result<Vec<i64>> {
        let mut places = vec![0; len];
        match self.p {
            Some(p) => {
                let mut numbers = vec![0.0; len];
                bits.fill_f64(&mut numbers);
                return Ok(search(&p, &numbers));
            }
            None if len > 0 => UniformInt { low: 0, most: self.n as u64 - 1 }.fill(bits, &mut places),
            None => (),
        }
        Ok(places)
    }

    fn without_replacement<B: BitGenerator>(self, bits: &mut B, len: usize) -> Result<Vec<i64>> {
        let Options { n, p, shuffle: ordered, .. } = self;
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
            return Ok(tail(bits, n, len));
        }
        let mut chosen = floyd(bits, n, len);
        if ordered {
            shuffle_down_to(bits, &mut chosen, 1);
        }
        Ok(chosen)
    }
}

/// The last `len` of `0..n`, after as many swaps; in the narrowest numbers that serve, since memory sets the pace.
fn tail<B: BitGenerator>(bits: &mut B, n: usize, len: usize) -> Vec<i64> {
    if n > u32::MAX as usize {
        let mut all: Vec<i64> = (0..n as i64).collect();
        shuffle_down_to(bits, &mut all, n - len);
        return all.split_off(n - len);
    }
    let mut all: Vec<u32> = (0..n as u32).collect();
    shuffle_down_to(bits, &mut all, n - len);
    all[n - len..].iter().map(|&place| place.into()).collect()
}

/// Fisher and Yates from the last item down to `first`, by Lemire's method.
///
/// The places to swap with are drawn in blocks, so that the swaps need not wait for each other's.
fn shuffle_down_to<T, B: BitGenerator>(bits: &mut B, items: &mut [T], first: usize) {
    let first = first.max(1);
    let mut places = [0; STOCK];
    let mut end = items.len();
    while end > first {
        let places = &mut places[..(end - first).min(STOCK)];
        for (k, place) in places.iter_mut().enumerate() {
            *place = below(bits, (end - 1 - k) as u64) as usize;
        }
        for &place in &*places {
            end -= 1;
            items.swap(end, place);
        }
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
    let mut seen = HashSet::with_capacity(len);
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

macro_rules! keywords {
    ($name:ident<$($generics:tt),*>) => {
        impl<$($generics),*> $name<$($generics),*> {
            /// Whether an item may come again: yes, unless said otherwise.
            pub fn replace(mut self, replace: bool) -> Self {
                self.options.replace = replace;
                self
            }

            /// Whether the order of a sample without replacement is random too: yes, unless said otherwise.
            pub fn shuffle(mut self, shuffle: bool) -> Self {
                self.options.shuffle = shuffle;
                self
            }

            /// The probability of each item.
            pub fn p(mut self, p: impl AsView<f64>) -> Self {
                self.options.p = Some(p.as_view().to_vec());
                self
            }
        }
    };
}

/// A selection of whole numbers with NumPy's keywords; see [`Generator::choice_of`].
pub struct Places<'a, B> {
    bits: &'a mut B,
    options: Options,
}

/// A selection of parts of an array with NumPy's keywords; see [`Generator::choice_with`].
pub struct Choice<'a, T, B> {
    bits: &'a mut B,
    a: ArrayView<'a, T>,
    axis: isize,
    options: Options,
}

keywords!(Places<'a, B>);
keywords!(Choice<'a, T, B>);

impl<B: BitGenerator> Places<'_, B> {
    /// The numbers that are chosen.
    ///
    /// # Errors
    /// [`Error::Parameter`] if there is nothing to choose from, `p` are no probabilities, or more are wanted than there are.
    pub fn run(self, size: impl MaybeAxes) -> Result<Array<i64>> {
        let shape = output_shape("choice", &[], &size)?;
        let places = self.options.places(self.bits, shape.iter().product())?;
        Ok(Array::from_shape_vec(&shape[..], places)?)
    }
}

impl<'a, T: Element + Clone, B: BitGenerator> Choice<'a, T, B> {
    /// The axis along which the parts lie: the first, unless said otherwise.
    pub fn axis(mut self, axis: isize) -> Self {
        self.axis = axis;
        self
    }

    /// The parts that are chosen.
    ///
    /// # Errors
    /// [`Error::Parameter`] if there is nothing to choose from, `p` are no probabilities, or more are wanted than there are;
    /// [`Error::Array`] if there is no such axis.
    pub fn run(self, size: impl MaybeAxes) -> Result<Array<T>> {
        let Choice { bits, a, axis, mut options } = self;
        options.n = a.moveaxis(axis, 0)?.shape()[0];
        let places = Places { bits, options }.run(size)?;
        Ok(take(&a, &places, axis)?)
    }
}

impl<B: BitGenerator> Generator<B> {
    /// A sample of `0..n` with NumPy's keywords: `replace`, `p`, `shuffle`.
    ///
    /// ```
    /// let mut rng = numoxide_random::default_rng(42)?;
    /// let places = rng.choice_of(10).replace(false).run(4)?;
    /// assert_eq!(places.len(), 4);
    /// # Ok::<(), numoxide_random::Error>(())
    /// ```
    pub fn choice_of(&mut self, n: usize) -> Places<'_, B> {
        Places { bits: &mut self.bits, options: Options::new(n) }
    }

    /// A sample of the parts of `a` with NumPy's keywords: `replace`, `p`, `axis`, `shuffle`.
    ///
    /// ```
    /// let mut rng = numoxide_random::default_rng(42)?;
    /// let coins = rng.choice_with(&[1.0, 5.0, 25.0]).p([0.5, 0.25, 0.25]).run(2)?;
    /// assert_eq!(coins.len(), 2);
    /// # Ok::<(), numoxide_random::Error>(())
    /// ```
    pub fn choice_with<'a, T: Element + Clone>(&'a mut self, a: &'a impl AsView<T>) -> Choice<'a, T, B> {
        Choice { bits: &mut self.bits, a: a.as_view(), axis: 0, options: Options::new(0) }
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
        self.choice_with(&a).run(size)
    }
}
