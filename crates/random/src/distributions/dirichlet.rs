//! The Dirichlet distribution: probabilities of several kinds.
//!
//! - Parameters: `alpha`, one for each kind, not negative.
//! - Density: proportional to `prod x_j^(alpha_j - 1)` where the `x_j` sum to 1.
//! - Algorithm: gamma variates over their sum, or beta variates that break a stick where all of `alpha` are small.

use numoxide_core::ArrayView;

use super::{beta_of, standard_gamma};
use crate::bits::Words;
use crate::{Error, Result};

/// The distribution with what its algorithm prepares.
pub(crate) struct Dirichlet {
    alpha: Vec<f64>,
    /// Sums of the parameters from each on.
    sums: Vec<f64>,
    small: bool,
}

impl Dirichlet {
    /// The distribution of these parameters.
    ///
    /// # Errors
    /// [`Error::Parameter`] if one of `alpha` is negative.
    pub(crate) fn new(alpha: &ArrayView<'_, f64>) -> Result<Self> {
        let alpha = checked_alpha(alpha, |a| a < 0.0, "< 0")?;
        let mut sums = alpha.clone();
        for j in (1..sums.len()).rev() {
            sums[j - 1] += sums[j];
        }
        let small = alpha.iter().all(|&a| a < 0.1);
        Ok(Dirichlet { alpha, sums, small })
    }

    /// How many kinds there are.
    pub(crate) fn width(&self) -> usize {
        self.alpha.len()
    }

    /// A row of probabilities.
    pub(crate) fn fill_row<W: Words>(&self, words: &mut W, row: &mut [f64]) {
        match (self.small, self.sums.first()) {
            (true, None | Some(0.0)) => row.fill(0.0),
            (true, _) => dirichlet_by_beta(words, &self.alpha, &self.sums, row),
            (false, _) => dirichlet_by_gamma(words, &self.alpha, row),
        }
    }
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

/// A row by breaking a stick, for parameters so small that all gamma variates may underflow.
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
