//! Distributions whose variates are rows: Dirichlet, multinomial, multivariate hypergeometric.

use numoxide_core::{Array, AsView, Element, MaybeAxes, arange};

use super::{Generator, output_shape};
use crate::distributions::{
    Binomial, Dirichlet, Draw, MultivariateHypergeometric, checked_pvals, multinomial,
};
use crate::{BitGenerator, Error, Result};

/// An array of rows, `size` of them.
pub(crate) fn rows<T: Element>(
    op: &'static str,
    size: impl MaybeAxes,
    width: usize,
    fill: impl FnMut(&mut [T]),
) -> Result<Array<T>> {
    rows_of(output_shape(op, &[], &size)?, width, fill)
}

fn rows_of<T: Element>(mut shape: Vec<usize>, width: usize, fill: impl FnMut(&mut [T])) -> Result<Array<T>> {
    shape.push(width);
    let mut out = Array::zeros(&shape[..])?;
    if let Some(items) = out.as_slice_mut() {
        items.chunks_exact_mut(width.max(1)).for_each(fill);
    }
    Ok(out)
}

impl<B: BitGenerator> Generator<B> {
    /// Rows of probabilities with the parameters `alpha`.
    ///
    /// # Errors
    /// [`Error::Parameter`] if one of `alpha` is negative or NaN.
    pub fn dirichlet(&mut self, alpha: impl AsView<f64>, size: impl MaybeAxes) -> Result<Array<f64>> {
        let dirichlet = Dirichlet::new(&alpha.as_view())?;
        rows("dirichlet", size, dirichlet.width(), |row| dirichlet.fill_row(&mut self.bits, row))
    }

    /// Rows of counts of `n` trials with the probabilities `pvals`, of which the last is what the others leave. `n` and the rows of
    /// `pvals` broadcast.
    ///
    /// # Errors
    /// [`Error::Parameter`] if `n` is negative or `pvals` are no probabilities.
    pub fn multinomial(
        &mut self,
        n: impl AsView<i64>,
        pvals: impl AsView<f64>,
        size: impl MaybeAxes,
    ) -> Result<Array<i64>> {
        let (n, pvals) = (n.as_view(), pvals.as_view());
        let masses = checked_pvals(&pvals)?;
        if n.iter().any(|&n| n < 0) {
            return Err(Error::parameter("multinomial", "n", "< 0"));
        }
        let (&width, above) = pvals.shape().split_last().expect("checked above");
        let shape = output_shape("multinomial", &[n.shape(), above], &size)?;
        let starts: Array<i64> = arange(0, masses.len() as i64, width as i64)?;
        let starts = starts.reshape(above)?.broadcast_to(&shape[..])?.to_vec();
        let mut trials = n.broadcast_to(&shape[..])?.to_vec().into_iter().zip(starts);
        let bits = &mut self.bits;
        rows_of(shape, width, |row| {
            let (n, start) = trials.next().expect("as many as rows");
            let pvals = &masses[start as usize..][..width];
            multinomial(n, pvals, row, |n, p| Binomial::unchecked(n, p).draw(bits));
        })
    }

    /// Rows of counts in a sample of `nsample` without replacement from `colors`; NumPy's `method="count"` if `count`, else
    /// `"marginals"`.
    ///
    /// # Errors
    /// [`Error::Parameter`] if a number is negative or too large, or more are drawn than there are.
    pub fn multivariate_hypergeometric(
        &mut self,
        colors: impl AsView<i64>,
        nsample: i64,
        size: impl MaybeAxes,
        count: bool,
    ) -> Result<Array<i64>> {
        let distribution = MultivariateHypergeometric::new(colors.as_view().to_vec(), nsample, count)?;
        let mut shape = output_shape("multivariate_hypergeometric", &[], &size)?;
        shape.push(distribution.width());
        let mut out = Array::zeros(&shape[..])?;
        if let Some(rows) = out.as_slice_mut() {
            distribution.fill(&mut self.bits, rows);
        }
        Ok(out)
    }
}
