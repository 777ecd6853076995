//! Whether two arrays see the same memory.
#![forbid(unsafe_code)]

use crate::array_utils::byte_bounds;
use crate::{AnyView, Error, Result};

/// Whether the memory of `a` and `b` lies so that they may see the same bytes. Only the bounds are compared: arrays
/// that interleave may share nothing. NumPy: `may_share_memory`.
///
/// ```
/// use numoxide_core::{array, may_share_memory, s, shares_memory};
///
/// let a = array![1, 2, 3, 4];
/// let (even, odd) = (a.slice(s![..;2])?, a.slice(s![1..;2])?);
/// assert!(may_share_memory(&even, &odd) && !shares_memory(&even, &odd, None)?);
/// assert!(!may_share_memory(&a, &a.copy(numoxide_core::Order::C)?));
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn may_share_memory<'a, 'b>(a: impl Into<AnyView<'a>>, b: impl Into<AnyView<'b>>) -> bool {
    let ((low, high), (other_low, other_high)) = (byte_bounds(a), byte_bounds(b));
    low < high && other_low < other_high && low < other_high && other_low < high
}

/// Whether `a` and `b` see a common byte. The search may take long for many axes with strides that fit badly;
/// `max_work` bounds the candidates that are tried. NumPy: `shares_memory`.
///
/// # Errors
/// [`Error::Value`] if `max_work` was not enough to tell.
pub fn shares_memory<'a, 'b>(
    a: impl Into<AnyView<'a>>,
    b: impl Into<AnyView<'b>>,
    max_work: impl Into<Option<usize>>,
) -> Result<bool> {
    let (a, b) = (a.into(), b.into());
    if !may_share_memory(a.clone(), b.clone()) {
        return Ok(false);
    }
    let ((low, _), (_, other_high)) = (byte_bounds(a.clone()), byte_bounds(b.clone()));
    // With every axis walked upwards, a byte of `a` is low + sum(stride * place) + k, and one of `b` counted down from
    // its last is other_high - 1 - sum(stride * place) - k: they meet where all the sums together are the gap.
    let mut terms: Vec<Term> = [&a, &b].into_iter().flat_map(terms_of).collect();
    terms.retain(|term| term.most > 0);
    terms.sort_unstable_by_key(|term| std::cmp::Reverse(term.step));
    let mut search = Search { work: max_work.into().unwrap_or(usize::MAX), rest: rests(&terms), terms };
    search.meets(0, (other_high - 1 - low) as u128)
}

/// A summand: a multiple of `step`, at most `most` of them.
struct Term {
    step: u128,
    most: u128,
}

/// The places of each axis, and the bytes of an item.
fn terms_of(view: &AnyView<'_>) -> Vec<Term> {
    let axes = view.shape().iter().zip(view.strides());
    let term = |(&size, &stride): (&usize, &isize)| Term {
        step: stride.unsigned_abs() as u128,
        most: if stride == 0 { 0 } else { size as u128 - 1 },
    };
    let byte = Term { step: 1, most: view.itemsize() as u128 - 1 };
    axes.map(term).chain([byte]).collect()
}

/// For each term the largest sum of those behind it, and the greatest common divisor of their steps.
fn rests(terms: &[Term]) -> Vec<(u128, u128)> {
    let mut rests = vec![(0, 0)];
    for term in terms.iter().rev() {
        let (sum, divisor) = rests[rests.len() - 1];
        rests.push((sum + term.step * term.most, gcd(divisor, term.step)));
    }
    rests.pop();
    rests.reverse();
    rests
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// The search for multiples that add up to a gap, the largest steps first: what is left must be within reach of the
/// smaller ones, so that few multiples come into question.
struct Search {
    terms: Vec<Term>,
    rest: Vec<(u128, u128)>,
    work: usize,
}

impl Search {
    fn meets(&mut self, at: usize, gap: u128) -> Result<bool> {
        let Some(&Term { step, most }) = self.terms.get(at) else { return Ok(gap == 0) };
        let (reach, divisor) = self.rest[at];
        let least = gap.saturating_sub(reach).div_ceil(step);
        for count in least..=most.min(gap / step) {
            let left = gap - count * step;
            // No sums at all are multiples of zero.
            if !left.is_multiple_of(divisor) {
                continue;
            }
            self.work = self.work.checked_sub(1).ok_or_else(|| {
                Error::value("shares_memory", "max_work was not enough to tell whether memory is shared")
            })?;
            if self.meets(at + 1, left)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
