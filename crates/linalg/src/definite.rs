//! Hermitian matrices, of which one triangle is read.

use numoxide_backend::{Failure, MatMut};
use numoxide_core::{Array, ArrayView, tril, triu};

use crate::backend::routines;
use crate::columns::{Columns, all_finite, non_finite};
use crate::sides::square;
use crate::{Error, Inexact, Result, Uplo};

/// Refuses items that are not finite in the triangles that are read of Hermitian matrices, of whose diagonals imaginary parts are
/// not. Returns the triangles alone.
#[cold]
fn triangles<T: Inexact>(op: &'static str, a: &ArrayView<'_, T>, uplo: Uplo) -> Result<Array<T>> {
    let (_, n) = square(op, a)?;
    let mut only = match uplo {
        Uplo::Lower => tril(a, 0)?,
        Uplo::Upper => triu(a, 0)?,
    };
    let diagonals = only.as_slice_mut().unwrap_or(&mut []).chunks_exact_mut((n * n).max(1));
    diagonals.flat_map(|matrix| matrix.iter_mut().step_by(n + 1)).for_each(|x| *x = T::from_real(x.re()));
    match only.as_slice() {
        Some(items) if !all_finite(items) => Err(non_finite(op, &only.view())),
        _ => Ok(only),
    }
}

/// Runs what looks at all of Hermitian matrices, and once more on the triangles that are read if items are not finite: those of the
/// others are no error.
pub(crate) fn by_triangles<T: Inexact, R>(
    op: &'static str,
    a: &ArrayView<'_, T>,
    uplo: Uplo,
    body: impl Fn(&ArrayView<'_, T>) -> Result<R>,
) -> Result<R> {
    match body(a) {
        Err(Error::NonFinite { .. }) => body(&triangles(op, a, uplo)?.view()),
        done => done,
    }
}

/// The lower factors of Hermitian matrices, or the upper ones, by the triangles that are read; zeros in the others.
///
/// Nothing is looked at beforehand. An item that is not finite makes the matrix indefinite, or leaves an item on the diagonal that is
/// not finite: it is, or has made, an item of L that is neither, whose square is subtracted from the diagonal.
pub(crate) fn definite_factor<T: Inexact>(
    op: &'static str,
    a: &ArrayView<'_, T>,
    uplo: Uplo,
) -> Result<Array<T>> {
    square(op, a)?;
    // The transpose of a Hermitian matrix is its conjugate, and so is that of its factor.
    let read = if uplo == Uplo::Lower { a.clone() } else { a.mt()? };
    let mut factors = Columns::lower(op, &read)?;
    let n = factors.rows;
    let done = factors.each(|_, place, l| {
        let mut l = MatMut::new(l, n, n);
        let infinite = |l: &MatMut<'_, T>| (0..n).find(|&j| !l[(j, j)].is_finite());
        let done = routines::<T>().potrf(l.rb()).and_then(|()| match infinite(&l) {
            Some(j) => Err(Failure::NotPositiveDefinite { order: j + 1 }),
            None => Ok(()),
        });
        l.clear_upper();
        done.map_err(|failure| Error::from_failure(op, place, failure))
    });
    if done.is_err() {
        triangles(op, a, uplo)?;
    }
    done?;
    Ok(if uplo == Uplo::Lower { factors.into_array()? } else { factors.items })
}
