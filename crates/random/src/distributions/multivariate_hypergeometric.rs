//! The multivariate hypergeometric distribution: how many of each colour come in a sample without replacement.
//!
//! - Parameters: `colors`, how many there are of each, not negative, and `nsample`, at most their sum.
//! - Mass: `prod C(n_j, k_j) / C(sum n_j, nsample)`.
//! - Algorithm: a shuffle of all items, begun and left off (`count`), or a hypergeometric variate for each colour (`marginals`).

use super::hypergeometric::hypergeometric;
use super::interval;
use crate::{BitGenerator, Error, Result};

/// The items by colour, and how many of them are drawn.
pub(crate) struct MultivariateHypergeometric {
    colors: Vec<i64>,
    nsample: i64,
    by_count: bool,
}

impl MultivariateHypergeometric {
    /// The distribution of these parameters.
    ///
    /// # Errors
    /// [`Error::Parameter`] if a number is negative or too large, or more are drawn than there are.
    pub(crate) fn new(colors: Vec<i64>, nsample: i64, by_count: bool) -> Result<Self> {
        let wrong =
            |parameter, condition| Err(Error::parameter("multivariate_hypergeometric", parameter, condition));
        if colors.iter().any(|&n| n < 0) {
            return wrong("colors", "< 0");
        }
        let total = colors.iter().map(|&n| i128::from(n)).sum::<i128>();
        if total >= 1_000_000_000 && !by_count || total > i128::from(i64::MAX) / 16 {
            return wrong("colors", "sum to too many");
        }
        if nsample < 0 || i128::from(nsample) > total {
            return wrong("nsample", "< 0 or > sum(colors)");
        }
        Ok(MultivariateHypergeometric { colors, nsample, by_count })
    }

    /// How many colours there are.
    pub(crate) fn width(&self) -> usize {
        self.colors.len()
    }

    /// Rows of counts.
    pub(crate) fn fill<B: BitGenerator>(&self, bits: &mut B, rows: &mut [i64]) {
        match self.by_count {
            _ if rows.is_empty() => (),
            true => fill_by_count(bits, &self.colors, self.nsample, rows),
            false => fill_by_marginals(bits, &self.colors, self.nsample, rows),
        }
    }
}

/// Rows by drawing from a list of all items, in which the colours stand as often as there are items.
fn fill_by_count<B: BitGenerator>(bits: &mut B, colors: &[i64], nsample: i64, out: &mut [i64]) {
    let total: i64 = colors.iter().sum();
    let more_than_half = nsample > total / 2;
    let drawn = if more_than_half { total - nsample } else { nsample } as usize;
    let mut choices: Vec<usize> =
        colors.iter().enumerate().flat_map(|(color, &n)| std::iter::repeat_n(color, n as usize)).collect();
    out.fill(0);
    for row in out.chunks_exact_mut(colors.len()) {
        for j in 0..drawn {
            let k = j + interval(bits, total as u64 - j as u64 - 1) as usize;
            choices.swap(k, j);
        }
        choices[..drawn].iter().for_each(|&color| row[color] += 1);
        turn(row, colors, more_than_half);
    }
}

/// Rows by a hypergeometric variate for each colour.
fn fill_by_marginals<B: BitGenerator>(bits: &mut B, colors: &[i64], nsample: i64, out: &mut [i64]) {
    let total: i64 = colors.iter().sum();
    let more_than_half = nsample > total / 2;
    let drawn = if more_than_half { total - nsample } else { nsample };
    out.fill(0);
    for row in out.chunks_exact_mut(colors.len()) {
        let (mut left, mut others) = (drawn, total);
        for j in 0..colors.len() - 1 {
            if left <= 0 {
                break;
            }
            others -= colors[j];
            row[j] = hypergeometric(bits, colors[j], others, left);
            left -= row[j];
        }
        if left > 0 {
            row[colors.len() - 1] = left;
        }
        turn(row, colors, more_than_half);
    }
}

/// The items that were left instead of those that were drawn.
fn turn(row: &mut [i64], colors: &[i64], turned: bool) {
    if turned {
        row.iter_mut().zip(colors).for_each(|(count, &all)| *count = all - *count);
    }
}
