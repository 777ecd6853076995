//! Distributions whose variates are rows: Dirichlet, multinomial, multivariate hypergeometric.

use numoxide_core::{Array, ArrayView, AsView, Element, MaybeAxes, arange};

use super::{Generator, output_shape};
use crate::bits::Words;
use crate::distributions::{
    Binomial, Draw, beta_of, fill_by_count, fill_by_marginals, multinomial, standard_gamma,
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

/// A row from gamma variates.
pub(crate) fn dirichlet_by_gamma<W: Words>(words: &mut W, alpha: &[f64], row: &mut [f64]) {
    let mut sum = 0.0;
    for (x, &alpha) in row.iter_mut().zip(alpha) {
        *x = standard_gamma(words, alpha);
        sum += *x;
    }
    let inverse = 1.0 / sum;
    row.iter_mut().for_each(|x| *x *= inverse);
}

/// A row by breaking a stick, for parameters so small that all gamma variates may underflow. `sums` are the sums of the parameters
/// from each on.
fn dirichlet_by_beta<W: Words>(words: &mut W, alpha: &[f64], sums: &[f64], row: &mut [f64]) {
    let mut left = 1.0;
    row.fill(0.0);
    let last = row.len() - 1;
    for ((x, &alpha), &others) in row[..last].iter_mut().zip(alpha).zip(&sums[1..]) {
        let part = beta_of(words, alpha, others);
        *x = left * part;
        left *= 1.0 - part;
        if others == 0.0 {
            break;
        }
    }
    row[last] = left;
}

/// The parameters of a Dirichlet distribution, none of which is `refused`.
pub(crate) fn checked_alpha(
    alpha: &ArrayView<'_, f64>,
    refused: impl Fn(f64) -> bool,
    condition: &'static str,
) -> Result<Vec<f64>> {
    let alpha = alpha.to_vec();
    if alpha.iter().any(|&a| refused(a)) {
        return Err(Error::parameter("dirichlet", "alpha", condition));
    }
    Ok(alpha)
}

/// The probabilities of a multinomial distribution along the last axis.
pub(crate) fn checked_pvals(pvals: &ArrayView<'_, f64>) -> Result<Vec<f64>> {
    let Some(&width) = pvals.shape().last() else {
        return Err(Error::parameter("multinomial", "pvals", "has no axis"));
    };
    let pvals = pvals.to_vec();
    if !pvals.iter().all(|p| (0.0..=1.0).contains(p)) {
        return Err(Error::parameter("multinomial", "pvals", "< 0, > 1 or contains NaNs"));
    }
    let sums_too_much = |row: &[f64]| row[..width - 1].iter().sum::<f64>() > 1.0 + 1e-12;
    if pvals.chunks_exact(width.max(1)).any(sums_too_much) {
        return Err(Error::parameter("multinomial", "pvals", "sum to more than 1"));
    }
    Ok(pvals)
}

impl<B: BitGenerator> Generator<B> {
    /// Rows of probabilities with the parameters `alpha`.
    ///
    /// # Errors
    /// [`Error::Parameter`] if one of `alpha` is negative or NaN.
    pub fn dirichlet(&mut self, alpha: impl AsView<f64>, size: impl MaybeAxes) -> Result<Array<f64>> {
        let alpha = checked_alpha(&alpha.as_view(), |a| a < 0.0 || a.is_nan(), "< 0")?;
        let mut sums = alpha.clone();
        for j in (1..sums.len()).rev() {
            sums[j - 1] += sums[j];
        }
        let small = alpha.iter().all(|&a| a < 0.1);
        let bits = &mut self.bits;
        rows("dirichlet", size, alpha.len(), |row| match (small, sums[0] == 0.0) {
            (true, true) => row.fill(0.0),
            (true, false) => dirichlet_by_beta(bits, &alpha, &sums, row),
            (false, _) => dirichlet_by_gamma(bits, &alpha, row),
        })
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
        let colors = colors.as_view().to_vec();
        let wrong =
            |parameter, condition| Err(Error::parameter("multivariate_hypergeometric", parameter, condition));
        if colors.iter().any(|&n| n < 0) {
            return wrong("colors", "< 0");
        }
        let total = colors.iter().map(|&n| i128::from(n)).sum::<i128>();
        if total >= 1_000_000_000 && !count || total > i128::from(i64::MAX) / 16 {
            return wrong("colors", "sum to too many");
        }
        if nsample < 0 || i128::from(nsample) > total {
            return wrong("nsample", "< 0 or > sum(colors)");
        }
        let bits = &mut self.bits;
        let shape = output_shape("multivariate_hypergeometric", &[], &size)?;
        let mut out = Array::zeros(&[&shape[..], &[colors.len()]].concat()[..])?;
        match (out.as_slice_mut(), count) {
            (None, _) | (Some([]), _) => (),
            (Some(rows), true) => fill_by_count(bits, &colors, nsample, rows),
            (Some(rows), false) => fill_by_marginals(bits, &colors, nsample, rows),
        }
        Ok(out)
    }
}
