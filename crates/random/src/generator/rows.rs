//! Distributions whose variates are rows: Dirichlet, multinomial, multivariate hypergeometric.

use numoxide_core::{Array, AsView, MaybeAxes};

use super::{Generator, filled, output_shape};
use crate::distributions::{beta_of, fill_by_count, fill_by_marginals, multinomial, standard_gamma};
use crate::{BitGenerator, Error, Result};

fn rows_shape(op: &'static str, size: &impl MaybeAxes, width: usize) -> Result<Vec<usize>> {
    let mut shape = output_shape(op, &[], size)?;
    shape.push(width);
    Ok(shape)
}

/// A row from gamma variates.
fn dirichlet_by_gamma<B: BitGenerator>(bits: &mut B, alpha: &[f64], row: &mut [f64]) {
    let mut sum = 0.0;
    for (x, &alpha) in row.iter_mut().zip(alpha) {
        *x = standard_gamma(bits, alpha);
        sum += *x;
    }
    let inverse = 1.0 / sum;
    row.iter_mut().for_each(|x| *x *= inverse);
}

#[allow(clippy::needless_range_loop)]
/// A row by breaking a stick, for parameters so small that all gamma variates may underflow.
fn dirichlet_by_beta<B: BitGenerator>(bits: &mut B, alpha: &[f64], sums: &[f64], row: &mut [f64]) {
    let mut left = 1.0;
    row.fill(0.0);
    for j in 0..alpha.len() - 1 {
        let part = beta_of(bits, alpha[j], sums[j + 1]);
        row[j] = left * part;
        left *= 1.0 - part;
        if sums[j + 1] == 0.0 {
            break;
        }
    }
    row[alpha.len() - 1] = left;
}

impl<B: BitGenerator> Generator<B> {
    /// Rows of probabilities with the parameters `alpha`.
    ///
    /// # Errors
    /// [`Error::Parameter`] if one of `alpha` is negative.
    pub fn dirichlet(&mut self, alpha: impl AsView<f64>, size: impl MaybeAxes) -> Result<Array<f64>> {
        let alpha = alpha.as_view().to_vec();
        if alpha.iter().any(|&a| a < 0.0 || a.is_nan()) {
            return Err(Error::parameter("dirichlet", "alpha", "< 0"));
        }
        let shape = rows_shape("dirichlet", &size, alpha.len())?;
        let mut sums = alpha.clone();
        for j in (1..sums.len()).rev() {
            sums[j - 1] += sums[j];
        }
        let small = alpha.iter().all(|&a| a < 0.1);
        let bits = &mut self.bits;
        filled(&shape, |out: &mut [f64]| {
            for row in out.chunks_exact_mut(alpha.len().max(1)) {
                match (small, sums[0] == 0.0) {
                    (true, true) => row.fill(0.0),
                    (true, false) => dirichlet_by_beta(bits, &alpha, &sums, row),
                    (false, _) => dirichlet_by_gamma(bits, &alpha, row),
                }
            }
        })
    }

    /// Rows of counts of `n` trials with the probabilities `pvals`, of which the last is what the others leave.
    ///
    /// # Errors
    /// [`Error::Parameter`] if `n` is negative or `pvals` are no probabilities.
    pub fn multinomial(
        &mut self,
        n: i64,
        pvals: impl AsView<f64>,
        size: impl MaybeAxes,
    ) -> Result<Array<i64>> {
        let pvals = pvals.as_view().to_vec();
        if n < 0 {
            return Err(Error::parameter("multinomial", "n", "< 0"));
        }
        if !pvals.iter().all(|p| (0.0..=1.0).contains(p)) {
            return Err(Error::parameter("multinomial", "pvals", "< 0, > 1 or contains NaNs"));
        }
        if pvals.iter().take(pvals.len().saturating_sub(1)).sum::<f64>() > 1.0 + 1e-12 {
            return Err(Error::parameter("multinomial", "pvals", "sum to more than 1"));
        }
        let shape = rows_shape("multinomial", &size, pvals.len())?;
        let bits = &mut self.bits;
        filled(&shape, |out: &mut [i64]| {
            out.chunks_exact_mut(pvals.len().max(1)).for_each(|row| multinomial(bits, n, &pvals, row));
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
        let shape = rows_shape("multivariate_hypergeometric", &size, colors.len())?;
        let bits = &mut self.bits;
        filled(&shape, |out: &mut [i64]| match (colors.is_empty(), count) {
            (true, _) => (),
            (_, true) => fill_by_count(bits, &colors, nsample, out),
            (_, false) => fill_by_marginals(bits, &colors, nsample, out),
        })
    }
}
