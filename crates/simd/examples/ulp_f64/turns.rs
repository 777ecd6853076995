//! Reduction of great angles to a quarter turn, in integers: slow, and plain enough to be right.

use crate::double::{Double, scale, sum};
use std::sync::LazyLock;

/// Words of 64 bits after the binary point.
const FRACTION: usize = 20;

/// A fixed-point number, lowest word first; the last is the integer part.
type Fixed = [u64; FRACTION + 1];

fn add(a: &Fixed, b: &Fixed, carry: bool, word: impl Fn(u64) -> u64) -> (Fixed, bool) {
    let mut out = *a;
    let mut carry = carry;
    for (out, b) in out.iter_mut().zip(b) {
        let (partial, first) = out.overflowing_add(word(*b));
        let (total, second) = partial.overflowing_add(u64::from(carry));
        (*out, carry) = (total, first | second);
    }
    (out, carry)
}

fn plus(a: &Fixed, b: &Fixed) -> Fixed {
    add(a, b, false, |word| word).0
}

/// `a - b`, if that is not negative.
fn minus(a: &Fixed, b: &Fixed) -> Option<Fixed> {
    let (difference, positive) = add(a, b, true, |word| !word);
    positive.then_some(difference)
}

fn over(a: &Fixed, divisor: u64) -> Fixed {
    let mut out = *a;
    let mut rest = 0u128;
    for word in out.iter_mut().rev() {
        let part = rest << 64 | u128::from(*word);
        *word = (part / u128::from(divisor)) as u64;
        rest = part % u128::from(divisor);
    }
    out
}

/// `factor * arctan(1 / n)`.
fn arctan_of_inverse(n: u64, factor: u64) -> Fixed {
    let mut power = [0; FRACTION + 1];
    power[FRACTION] = factor;
    power = over(&power, n);
    let mut total = power;
    for i in 1.. {
        power = over(&power, n * n);
        let term = over(&power, 2 * i + 1);
        if term == [0; FRACTION + 1] {
            break;
        }
        total = if i % 2 == 1 { minus(&total, &term).expect("terms fall") } else { plus(&total, &term) };
    }
    total
}

/// pi/2 by Machin's formula.
static QUARTER: LazyLock<Fixed> =
    LazyLock::new(|| minus(&arctan_of_inverse(5, 8), &arctan_of_inverse(239, 2)).expect("pi is positive"));

/// The value of a number below 2.
fn value(a: &Fixed) -> Double {
    let words = a.iter().enumerate().rev().map(|(i, &word)| {
        // In halves, which are exact.
        let at = |half: u64, shift: i32| scale(half as f64, shift - 64 * (FRACTION - i) as i32);
        sum(at(word >> 32, 32), at(word & 0xFFFF_FFFF, 0))
    });
    words.fold(Double(0.0, 0.0), |total, word| total + word)
}

/// `x` as quarter turns and a rest of at most an eighth of a turn, for a normal `x > 1`.
pub fn reduce(x: f64) -> (Double, u64) {
    let exponent = (x.to_bits() >> 52) as i64 - 1023;
    let mut rest = [0; FRACTION + 1];
    // x = 2^(exponent + 1) times a number below 1, which is doubled as often.
    rest[FRACTION - 1] = (x.to_bits() & ((1 << 52) - 1) | 1 << 52) << 11;
    let mut quarters = 0u64;
    for _ in 0..=exponent {
        rest = plus(&rest, &rest);
        quarters = quarters.wrapping_mul(2);
        if let Some(less) = minus(&rest, &QUARTER) {
            (rest, quarters) = (less, quarters.wrapping_add(1));
        }
    }
    let below = minus(&QUARTER, &rest).expect("the rest is below a quarter turn");
    if minus(&below, &rest).is_some() {
        (value(&rest), quarters)
    } else {
        (-value(&below), quarters.wrapping_add(1))
    }
}
