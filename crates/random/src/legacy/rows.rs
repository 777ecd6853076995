//! Distributions whose variates are rows.

use numoxide_core::{Array, AsView, MaybeAxes};

use super::RandomState;
use crate::distributions::{Binomial, Draw, checked_alpha, checked_pvals, dirichlet_by_gamma, multinomial};
use crate::generator::rows;
use crate::{BitGenerator, Error, Result};

impl<B: BitGenerator> RandomState<B> {
    /// Rows of probabilities with the parameters `alpha`.
    ///
    /// # Errors
    /// [`Error::Parameter`] if one of `alpha` is not positive.
    pub fn dirichlet(&mut self, alpha: impl AsView<f64>, size: impl MaybeAxes) -> Result<Array<f64>> {
        let alpha = checked_alpha(&alpha.as_view(), |a| a <= 0.0, "<= 0")?;
        let mut words = self.words();
        rows("dirichlet", size, alpha.len(), |row| dirichlet_by_gamma(&mut words, &alpha, row))
    }

    /// Rows of counts of `n` trials with the probabilities `pvals`, of which the last is what the others leave.
    ///
    /// # Errors
    /// [`Error::Parameter`] if `n` is negative, or `pvals` are no probabilities or not along one axis.
    pub fn multinomial(
        &mut self,
        n: i64,
        pvals: impl AsView<f64>,
        size: impl MaybeAxes,
    ) -> Result<Array<i64>> {
        let pvals = pvals.as_view();
        if n < 0 {
            return Err(Error::parameter("multinomial", "n", "< 0"));
        }
        if pvals.ndim() != 1 {
            return Err(Error::parameter("multinomial", "pvals", "has another number of axes than 1"));
        }
        let pvals = checked_pvals(&pvals)?;
        let mut words = self.words();
        rows("multinomial", size, pvals.len(), |row| {
            multinomial(n, &pvals, row, |n, p| Binomial::unchecked(n, p).draw(&mut words));
        })
    }
}
