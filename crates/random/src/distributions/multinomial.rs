//! The multinomial distribution: how often each kind comes in `n` trials.
//!
//! - Parameters: `n`, not negative, and `pvals`, probabilities of which the last is what the others leave.
//! - Mass: `n! prod p_j^k_j / k_j!`.
//! - Algorithm: a binomial variate for each kind, from what the kinds before have left.

use numoxide_core::ArrayView;

use crate::{Error, Result};

/// The probabilities along the last axis.
pub(crate) fn checked_pvals(pvals: &ArrayView<'_, f64>) -> Result<Vec<f64>> {
    let wrong = |condition| Err(Error::parameter("multinomial", "pvals", condition));
    let Some(&width) = pvals.shape().last() else {
        return wrong("has no axis");
    };
    let pvals = pvals.to_vec();
    if !pvals.iter().all(|p| (0.0..=1.0).contains(p)) {
        return wrong("< 0, > 1 or contains NaNs");
    }
    let sums_too_much = |row: &[f64]| row[..width - 1].iter().sum::<f64>() > 1.0 + 1e-12;
    if pvals.chunks_exact(width.max(1)).any(sums_too_much) {
        return wrong("sum to more than 1");
    }
    Ok(pvals)
}

/// One row of counts: a binomial variate `count(n, p)` for each kind, from what the kinds before have left.
pub(crate) fn multinomial(n: i64, pvals: &[f64], out: &mut [i64], mut count: impl FnMut(i64, f64) -> i64) {
    let (mut left, mut mass) = (n, 1.0);
    out.fill(0);
    let Some(last) = out.len().checked_sub(1) else { return };
    for (counted, &p) in out[..last].iter_mut().zip(pvals) {
        *counted = count(left, p / mass);
        left -= *counted;
        if left <= 0 {
            return;
        }
        mass -= p;
    }
    out[last] = left;
}
