//! Counts of several kinds: the multinomial and the multivariate hypergeometric distribution.

use super::hypergeometric::hypergeometric;
use super::interval;
use crate::BitGenerator;

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

/// Rows by drawing from a list of all items, in which the colours stand as often as there are items.
pub(crate) fn fill_by_count<B: BitGenerator>(bits: &mut B, colors: &[i64], nsample: i64, out: &mut [i64]) {
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
pub(crate) fn fill_by_marginals<B: BitGenerator>(
    bits: &mut B,
    colors: &[i64],
    nsample: i64,
    out: &mut [i64],
) {
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
