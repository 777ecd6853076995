//! Decimal digits of floating-point numbers by one multiplication with a power of ten of 128 bits.

use std::sync::LazyLock;

/// The powers of ten in the table.
const LOWEST: i32 = -348;
const HIGHEST: i32 = 348;

/// A power of ten as `mantissa * 2^exponent`, the mantissa from 2^127 on and too small by less than one.
#[derive(Clone, Copy)]
pub(super) struct Power {
    pub(super) mantissa: u128,
    pub(super) exponent: i32,
}

static POWERS: LazyLock<Vec<Power>> = LazyLock::new(powers);

/// 10^q.
pub(super) fn power(q: i32) -> Option<Power> {
    POWERS.get(usize::try_from(q - LOWEST).ok()?).copied()
}

/// A number of 256 bits, the low half first; the upper half has its highest bit set.
#[derive(Clone, Copy)]
struct Wide([u128; 2], i32);

impl Wide {
    const ONE: Wide = Wide([0, 1 << 127], -255);

    fn shifted_left(self, by: u32) -> Wide {
        let Wide([low, high], exponent) = self;
        if by == 0 {
            return self;
        }
        Wide([low << by, high << by | low >> (128 - by)], exponent - by as i32)
    }

    /// Times ten, which is 5/4 times 2^3, cut off.
    fn times_ten(self) -> Wide {
        let Wide([low, high], exponent) = self;
        // A quarter first, so that there is room for the sum.
        let (quarter_low, quarter_high) = (low >> 2 | high << 126, high >> 2);
        let (half_low, half_high) = (low >> 1 | high << 127, high >> 1);
        let (sum_low, carry) = half_low.overflowing_add(quarter_low >> 1 | quarter_high << 127);
        let sum_high = half_high + (quarter_high >> 1) + u128::from(carry);
        let wide = Wide([sum_low, sum_high], exponent + 4);
        wide.shifted_left(sum_high.leading_zeros())
    }

    /// A tenth, cut off, by long division in steps of 32 bits.
    fn tenth(self) -> Wide {
        let Wide([low, high], exponent) = self;
        let mut rest = 0u64;
        let mut divide = |part: u128| {
            (0..4).rev().fold(0u128, |quotient, at| {
                let digit = rest << 32 | (part >> (32 * at)) as u32 as u64;
                rest = digit % 10;
                quotient << 32 | u128::from(digit / 10)
            })
        };
        // Four bits more at the low end, so that nothing is lost when the quotient is shifted up.
        let (quotient_high, quotient_low) = (divide(high), divide(low));
        let zeros = quotient_high.leading_zeros();
        let mut wide = Wide([quotient_low, quotient_high], exponent).shifted_left(zeros);
        wide.0[0] |= u128::from((rest << zeros) / 10);
        wide
    }
}

fn powers() -> Vec<Power> {
    let power = |wide: &Wide| Power { mantissa: wide.0[1], exponent: wide.1 + 128 };
    let below = std::iter::successors(Some(Wide::ONE), |wide| Some(wide.tenth()));
    let above = std::iter::successors(Some(Wide::ONE), |wide| Some(wide.times_ten()));
    let mut powers: Vec<Power> = below.skip(1).take(-LOWEST as usize).map(|wide| power(&wide)).collect();
    powers.reverse();
    powers.extend(above.take(HIGHEST as usize + 1).map(|wide| power(&wide)));
    powers
}

/// The upper 192 bits of `a * b`, as whole and fraction of 64 and 128 bits.
fn product(a: u64, b: u128) -> (u64, u128) {
    let low = u128::from(a) * u128::from(b as u64);
    let high = u128::from(a) * (b >> 64) + (low >> 64);
    ((high >> 64) as u64, high << 64 | u128::from(low as u64))
}

/// The first 19 significant digits of a positive number, rounded to `digits` (1 to 19) of them, and the exponent of the
/// first. `None` where 128 bits do not tell how to round, or the number is subnormal.
pub(super) fn digits(value: f64, digits: u32) -> Option<(u64, i32)> {
    let bits = value.to_bits();
    let exponent = (bits >> 52) as i32 & 0x7ff;
    if exponent == 0 || exponent == 0x7ff {
        return None;
    }
    let mantissa = (bits & ((1 << 52) - 1) | 1 << 52) << 11;
    // value = mantissa * 2^binary, with 64 bits of mantissa.
    let binary = exponent - 1075 - 11;
    let mut decimal = ((f64::from(binary + 63)) * std::f64::consts::LOG10_2).floor() as i32;
    loop {
        let power = power(digits as i32 - 1 - decimal)?;
        let (whole, fraction) = product(mantissa, power.mantissa);
        // value * 10^(digits - 1 - decimal) = (whole + fraction / 2^128) * 2^shift
        let shift = binary + power.exponent + 128;
        if !(-64..=0).contains(&shift) {
            return None;
        }
        let down = (-shift) as u32;
        let (number, fraction) = match down {
            0 => (whole, fraction),
            64 => (0, u128::from(whole) << 64 | fraction >> 64),
            _ => (whole >> down, u128::from(whole << (64 - down)) << 64 | fraction >> down),
        };
        if number >= 10u64.pow(digits) {
            decimal += 1;
            continue;
        }
        const HALF: u128 = 1 << 127;
        const DOUBT: u128 = 1 << 66;
        if fraction.abs_diff(HALF) < DOUBT {
            return None;
        }
        let number = number + u64::from(fraction > HALF);
        if number == 10u64.pow(digits) {
            return Some((number / 10, decimal + 1));
        }
        // One too small an exponent was tried when a digit is missing.
        return (number >= 10u64.pow(digits - 1)).then_some((number, decimal));
    }
}

/// The number nearest to `mantissa * 10^q`; `None` where 128 bits do not tell.
pub(super) fn nearest(mantissa: u64, q: i32) -> Option<f64> {
    if mantissa == 0 {
        return Some(0.0);
    }
    let power = power(q)?;
    let zeros = mantissa.leading_zeros();
    let (whole, fraction) = product(mantissa << zeros, power.mantissa);
    // The product is (whole + fraction / 2^128) * 2^(power.exponent + 128 - zeros), too small by less than 2^-63 of `whole`.
    let short = whole.leading_zeros();
    let (whole, fraction) =
        if short == 0 { (whole, fraction) } else { (whole << 1 | (fraction >> 127) as u64, fraction << 1) };
    let binary = power.exponent + 128 - zeros as i32 - short as i32;
    let exponent = binary + 63 + 1023;
    if !(1..0x7fe).contains(&exponent) {
        return None;
    }
    const LOST: u64 = (1 << 11) - 1;
    const HALF: u64 = 1 << 10;
    let rest = whole & LOST;
    // Just below and at the middle between two numbers, what was cut off decides.
    let doubt = (rest == HALF && fraction >> 66 == 0) || (rest == HALF - 1 && !fraction >> 66 == 0);
    if doubt {
        return None;
    }
    let up = u64::from(rest >= HALF);
    let kept = (whole >> 11) + up;
    Some(f64::from_bits(((exponent as u64) << 52) + (kept - (1 << 52))))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SplitMix64.
    fn numbers() -> impl Iterator<Item = u64> {
        let mut state = 7u64;
        std::iter::repeat_with(move || {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^ (z >> 31)
        })
    }

    #[test]
    fn powers_are_those_of_exact_arithmetic() {
        // 10^27 has 63 bits of odd part: exact in 128.
        let mut exact = 1u128;
        for q in 0..=38 {
            let zeros = exact.leading_zeros();
            let power = power(q).unwrap();
            assert_eq!((power.mantissa, power.exponent), (exact << zeros, -(zeros as i32)), "10^{q}");
            exact = exact.saturating_mul(10);
        }
        // 2^128 / 10 = 34028236692093846346337460743176821145.6, with three zeros in front.
        let tenth = power(-1).unwrap();
        assert_eq!((tenth.mantissa, tenth.exponent), (0xcccc_cccc_cccc_cccc_cccc_cccc_cccc_cccc, -131));
    }

    #[test]
    fn digits_are_those_of_exact_printing() {
        let mut known = 0;
        let whole = (0..1000).map(f64::from);
        let random = numbers().take(50_000).map(|bits| f64::from_bits(bits >> 1));
        for value in random.chain(whole).chain([0.1, 1e22, 1e23, 1e-7]) {
            for count in [1, 7, 17, 19] {
                let Some((number, exponent)) = digits(value, count) else { continue };
                known += 1;
                let text = format!("{value:.*e}", count as usize - 1);
                let (mantissa, power) = text.split_once('e').unwrap();
                let expected: u64 = mantissa.replace('.', "").parse().unwrap();
                assert_eq!((number, exponent), (expected, power.parse().unwrap()), "{value:e} {count}");
            }
        }
        assert!(known > 190_000, "{known}");
    }

    #[test]
    fn numbers_are_read_as_exactly() {
        let mut known = 0;
        let mut check = |mantissa: u64, q: i32| {
            if let Some(value) = nearest(mantissa, q) {
                known += 1;
                let expected: f64 = format!("{mantissa}e{q}").parse().unwrap();
                assert_eq!(value.to_bits(), expected.to_bits(), "{mantissa}e{q}");
            }
        };
        for (mantissa, q) in numbers().zip(numbers().skip(1)).take(100_000) {
            check(mantissa >> (q % 64), (q >> 32) as i32 % 300);
            check(mantissa >> (q % 64), -((q >> 32) as i32 % 300).abs());
        }
        // Halves between two numbers, and their neighbours.
        for middle in [(1u64 << 53) + 1, (1 << 53) + 3, (1 << 54) + 2] {
            (middle - 1..=middle + 1).for_each(|mantissa| check(mantissa, 0));
        }
        assert!(known > 150_000, "{known}");
    }
}
