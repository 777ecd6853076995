//! Lengths that are fast to transform.

/// Divides a number by 2, 3 and 5, and for complex transforms by 7 and 11, as often as it can be.
fn rest(mut n: usize, real: bool) -> usize {
    let factors: &[usize] = if real { &[2, 3, 5] } else { &[2, 3, 5, 7, 11] };
    for &factor in factors {
        while n.is_multiple_of(factor) && n > 0 {
            n /= factor;
        }
    }
    n
}

/// The next length, `n` or more, that is fast to transform: a product of factors up to 11, or up to 5 for transforms of real
/// numbers. SciPy: `fft.next_fast_len`.
///
/// ```
/// use numoxide_fft::next_fast_len;
///
/// assert_eq!((next_fast_len(13, false), next_fast_len(13, true)), (14, 15));
/// ```
#[must_use]
pub fn next_fast_len(n: usize, real: bool) -> usize {
    (n..).find(|&n| n == 0 || rest(n, real) == 1).unwrap_or(n)
}

/// The last length, `n` or less, that is fast to transform; see [`next_fast_len`]. SciPy: `fft.prev_fast_len`.
///
/// ```
/// use numoxide_fft::prev_fast_len;
///
/// assert_eq!((prev_fast_len(13, false), prev_fast_len(13, true)), (12, 12));
/// ```
#[must_use]
pub fn prev_fast_len(n: usize, real: bool) -> usize {
    (0..=n).rev().find(|&n| n == 0 || rest(n, real) == 1).unwrap_or(n)
}
