//! The short way of the commonest calls: few lines along the last axis that lie in one piece, as long as they are
//! transformed. They need no views but the slices of their items.

use num_complex::Complex;
use numoxide_core::{AnyArray, AnyView, Array, Result};

use crate::call::{Call, Form};
use crate::lines::{GRAIN, Item};
use crate::transform::{complex_lines, lines_from_spectra, real_lines, resized};
use crate::types::Precision;

/// Makes a call, if this way leads there.
pub(crate) fn run<T: Precision>(call: &Call, a: &AnyView<'_>) -> Result<Option<AnyArray>>
where
    Complex<T>: Item,
{
    let Some(n) = length(call, a) else { return Ok(None) };
    match call.form {
        Form::Complex => lines(a, n, || complex_lines::<T>(call, n)),
        Form::RealForward => lines(a, n / 2 + 1, || real_lines::<T>(call, n)),
        Form::RealInverse => lines(a, n, || lines_from_spectra::<T>(call, n)),
        Form::Cosine | Form::Sine => Ok(None),
    }
}

/// The length of the lines that are transformed, if they need not be cropped or padded, and all other ways would do no more.
fn length(call: &Call, a: &AnyView<'_>) -> Option<usize> {
    let (&[axis], &size) = (&call.axes.as_ref()?[..], a.shape().last()?) else { return None };
    if axis != -1 && axis + 1 != a.ndim() as isize || a.len() >= GRAIN {
        return None;
    }
    let inverse = call.form == Form::RealInverse;
    let n = match call.sizes.as_deref() {
        Some(&[n]) => usize::try_from(n).ok()?,
        Some(_) => return None,
        None if inverse => 2 * size.checked_sub(1)?,
        None => size,
    };
    (n > 0 && size == if inverse { n / 2 + 1 } else { n }).then_some(n)
}

/// The lines of `len` items that become of those of `a`, if these are of type `I` and lie in one piece.
fn lines<I: Item, O: Item, W>(
    a: &AnyView<'_>,
    len: usize,
    work: impl FnOnce() -> W,
) -> Result<Option<AnyArray>>
where
    W: Fn(&[I], &mut [O]) -> Result<()>,
{
    if a.dtype() != I::DTYPE_REF || a.is_empty() {
        return Ok(None);
    }
    let a = a.downcast::<I>()?;
    let Some(items) = a.as_slice() else { return Ok(None) };
    let shape = resized(a.shape(), a.ndim() - 1, len);
    let (work, all) = (work(), shape.iter().product::<usize>());
    let mut done = None;
    // A result that is not filled at once is not for this way.
    let result = Array::<O>::from_runs(&shape, |run| {
        if run.len() == all {
            done = Some(work(items, run));
        }
    })?;
    done.map(|done| done.map(|()| result.into())).transpose()
}
