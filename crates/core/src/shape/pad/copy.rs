//! Modes whose padding consists of items of the array, or of given values.

use super::{Mode, OP, Pairs};
use crate::driver::Run;
use crate::view::Items;
use crate::{Array, ArrayView, Error, Result, Scalar};

/// A value: the same everywhere (`Constant(0)`), or one per side ([`Constant::sides`]). NumPy: `mode='constant'`.
#[derive(Clone, Debug)]
pub struct Constant<T>(pub T);

/// [`Constant`] with a value per side.
#[derive(Clone, Debug)]
pub struct Sides<T>(Pairs<T>);

impl<T> Constant<T> {
    /// Values that differ from side to side: NumPy's `constant_values`.
    ///
    /// ```
    /// use numoxide_core::{array, pad};
    ///
    /// let a = pad(array![5], 1, pad::Constant::sides((0, 9)))?;
    /// assert_eq!(a.to_vec(), [0, 5, 9]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn sides(values: impl Into<Pairs<T>>) -> Sides<T> {
        Sides(values.into())
    }
}

impl<T: Clone + 'static> Mode<T> for Sides<T> {
    fn pad(self, a: &ArrayView<'_, T>, widths: &[(usize, usize)]) -> Result<Array<T>> {
        let values = self.0.per_axis(a.ndim())?;
        let sides: Vec<(Items<'_>, Items<'_>)> = values
            .iter()
            .map(|(before, after)| (ArrayView::from_ref(before).into(), ArrayView::from_ref(after).into()))
            .collect();
        Ok(Items::from(a.view()).framed(OP, widths, &sides)?.typed())
    }
}

impl<T: Clone + 'static> Mode<T> for Constant<T> {
    fn pad(self, a: &ArrayView<'_, T>, widths: &[(usize, usize)]) -> Result<Array<T>> {
        Sides(Pairs::All(self.0)).pad(a, widths)
    }
}

/// Values that do not matter. NumPy: `mode='empty'`; here they are zeros.
#[derive(Clone, Copy, Debug)]
pub struct Empty;

impl<T: Scalar> Mode<T> for Empty {
    fn pad(self, a: &ArrayView<'_, T>, widths: &[(usize, usize)]) -> Result<Array<T>> {
        Constant(T::ZERO).pad(a, widths)
    }
}

/// The item at the edge. NumPy: `mode='edge'`.
#[derive(Clone, Copy, Debug)]
pub struct Edge;

/// The array mirrored at its first and last item. NumPy: `mode='reflect'`; `reflect_type='odd'` is
/// [`Reflect::odd`].
#[derive(Clone, Copy, Debug)]
pub struct Reflect;

/// The array mirrored before its first and after its last item. NumPy: `mode='symmetric'`;
/// `reflect_type='odd'` is [`Symmetric::odd`].
#[derive(Clone, Copy, Debug)]
pub struct Symmetric;

/// The array again and again. NumPy: `mode='wrap'`.
#[derive(Clone, Copy, Debug)]
pub struct Wrap;

macro_rules! by_runs {
    ($($mode:ident $runs:ident;)*) => {$(
        impl<T: Clone + 'static> Mode<T> for $mode {
            fn pad(self, a: &ArrayView<'_, T>, widths: &[(usize, usize)]) -> Result<Array<T>> {
                Ok(by_runs(&a.view().into(), widths, $runs)?.typed())
            }
        }
    )*};
}
by_runs! {
    Edge edge;
    Reflect reflect;
    Symmetric symmetric;
    Wrap wrap;
}

/// The runs of places of an axis of `n` places, which is not empty, with its padding.
type RunsOf = fn(n: usize, before: usize, after: usize) -> Vec<Run>;

fn by_runs(items: &Items<'_>, widths: &[(usize, usize)], runs: RunsOf) -> Result<crate::view::Fresh> {
    let axes = widths.iter().zip(items.shape()).enumerate();
    let runs = axes
        .map(|(axis, (&(before, after), &n))| match n {
            _ if before == 0 && after == 0 => Ok(vec![Run::of(0..n)]),
            0 => Err(empty_axis(axis)),
            _ => Ok(runs(n, before, after)),
        })
        .collect::<Result<Vec<_>>>()?;
    items.rearranged(OP, &runs)
}

#[cold]
pub(super) fn empty_axis(axis: usize) -> Error {
    let modes = "using modes other than 'constant' or 'empty'";
    Error::value(OP, format!("can't extend empty axis {axis} {modes}"))
}

fn edge(n: usize, before: usize, after: usize) -> Vec<Run> {
    let repeat = |start, len| Run { start, step: 0, len };
    vec![repeat(0, before), Run::of(0..n), repeat(n - 1, after)]
}

/// Runs along a wave: `next` gives the run that starts at a phase, and goes on to its end.
fn wave(n: usize, before: usize, after: usize, period: usize, next: impl Fn(usize) -> Run) -> Vec<Run> {
    let Some(mut left) = n.checked_add(before).and_then(|sum| sum.checked_add(after)) else {
        // Too long for any array: let the sum of the runs say so.
        return vec![Run { start: 0, step: 0, len: usize::MAX }, Run::of(0..1)];
    };
    let mut phase = (period - before % period) % period;
    let mut runs = Vec::new();
    while left > 0 {
        let run = next(phase);
        let len = run.len.min(left);
        runs.push(Run { len, ..run });
        left -= len;
        phase = (phase + len) % period;
    }
    runs
}

fn wrap(n: usize, before: usize, after: usize) -> Vec<Run> {
    if n == 1 {
        return edge(n, before, after);
    }
    wave(n, before, after, n, |phase| Run::of(phase..n))
}

fn symmetric(n: usize, before: usize, after: usize) -> Vec<Run> {
    if n == 1 {
        return edge(n, before, after);
    }
    wave(n, before, after, 2 * n, |phase| match phase.checked_sub(n) {
        None => Run::of(phase..n),
        Some(back) => Run { start: n - 1 - back, step: -1, len: n - back },
    })
}

fn reflect(n: usize, before: usize, after: usize) -> Vec<Run> {
    if n == 1 {
        return edge(n, before, after);
    }
    wave(n, before, after, 2 * (n - 1), |phase| match phase.checked_sub(n - 1) {
        None => Run::of(phase..n - 1),
        Some(back) => Run { start: n - 1 - back, step: -1, len: n - 1 - back },
    })
}
