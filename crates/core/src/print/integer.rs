//! Integers in other bases.

use crate::{Error, Result};

/// An integer as binary digits. Without a width negative numbers have a sign; with one they are the two's
/// complement of that many bits.
///
/// # Errors
/// [`Error::Value`] if the width is too small, or the number does not fit an `i128`.
///
/// ```
/// use numoxide_core::print::binary_repr;
///
/// assert_eq!(binary_repr(3, None)?, "11");
/// assert_eq!(binary_repr(-3, None)?, "-11");
/// assert_eq!(binary_repr(3, 4)?, "0011");
/// assert_eq!(binary_repr(-3, 5)?, "11101");
/// assert!(binary_repr(-3, 2).is_err());
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn binary_repr(num: impl TryInto<i128>, width: impl Into<Option<usize>>) -> Result<String> {
    let num = num.try_into().map_err(|_| Error::value("binary_repr", "the number is too large"))?;
    binary(num, width.into())
}

fn binary(num: i128, width: Option<usize>) -> Result<String> {
    let digits = format!("{:b}", num.unsigned_abs());
    let Some(width) = width else {
        return Ok(if num < 0 { format!("-{digits}") } else { digits });
    };
    // A power of two needs no bit more for its sign, and 0 and -1 are but their sign.
    let needed = if num < 0 { format!("{:b}", num.unsigned_abs() - 1).len() + 1 } else { digits.len() };
    let needed = match num {
        0 | -1 => num.unsigned_abs() as usize,
        _ => needed,
    };
    if needed > width {
        let what = format!("insufficient bit width={width} provided for binwidth={needed}");
        return Err(Error::value("binary_repr", what));
    }
    if num >= 0 {
        return fill(digits, '0', width);
    }
    let complement = format!("{num:b}");
    if width <= complement.len() {
        return Ok(complement[complement.len() - width..].to_owned());
    }
    fill(complement, '1', width)
}

/// `digits` with `with` in front, up to `width` characters.
fn fill(digits: String, with: char, width: usize) -> Result<String> {
    let missing = width.saturating_sub(digits.len());
    let mut filled = String::new();
    filled.try_reserve(width).map_err(|_| Error::OutOfMemory { bytes: width })?;
    filled.extend(std::iter::repeat_n(with, missing));
    filled.push_str(&digits);
    Ok(filled)
}

/// An integer in a base from 2 to 36, with `padding` zeros in front.
///
/// # Errors
/// [`Error::Value`] if there is no such base, or the number does not fit an `i128`.
///
/// ```
/// use numoxide_core::print::base_repr;
///
/// assert_eq!(base_repr(5, 2, 0)?, "101");
/// assert_eq!(base_repr(6, 5, 3)?, "00011");
/// assert_eq!(base_repr(-255, 16, 0)?, "-FF");
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn base_repr(number: impl TryInto<i128>, base: u32, padding: usize) -> Result<String> {
    let number = number.try_into().map_err(|_| Error::value("base_repr", "the number is too large"))?;
    in_base(number, base, padding)
}

fn in_base(number: i128, base: u32, padding: usize) -> Result<String> {
    if !(2..=36).contains(&base) {
        let what = format!("base {base} is not handled, only 2 to 36");
        return Err(Error::value("base_repr", what));
    }
    let mut left = number.unsigned_abs();
    let mut digits = Vec::new();
    while left != 0 {
        let digit = (left % base as u128) as u32;
        digits.push(char::from_digit(digit, base).expect("a remainder is a digit").to_ascii_uppercase());
        left /= base as u128;
    }
    digits.try_reserve(padding).map_err(|_| Error::OutOfMemory { bytes: padding })?;
    digits.extend(std::iter::repeat_n('0', padding));
    if number < 0 {
        digits.push('-');
    }
    if digits.is_empty() {
        digits.push('0');
    }
    Ok(digits.into_iter().rev().collect())
}
