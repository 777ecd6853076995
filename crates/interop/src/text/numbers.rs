//! One field of a text as an item of a dtype.

use numoxide_core::{DType, f16};

use super::powers::nearest;

/// Writes the item that a text means in the machine's order of bytes, if it means one.
pub(super) type Parse = fn(&str, &mut [u8]) -> bool;

/// How items of a dtype are read; `None` for those that are no single field.
pub(super) fn parser(dtype: &DType) -> Option<Parse> {
    macro_rules! of {
        ($parse:expr) => {
            |text, room| match $parse(text.trim()) {
                Some(value) => {
                    room.copy_from_slice(&value.to_ne_bytes());
                    true
                }
                None => false,
            }
        };
    }
    let parse: Parse = match dtype {
        DType::Bool => of!(|text: &str| text.parse::<i64>().ok().map(|value| u8::from(value != 0))),
        DType::I8 => of!(|text: &str| text.parse::<i8>().ok()),
        DType::I16 => of!(|text: &str| text.parse::<i16>().ok()),
        DType::I32 => of!(|text: &str| text.parse::<i32>().ok()),
        DType::I64 => of!(|text: &str| text.parse::<i64>().ok()),
        DType::U8 => of!(|text: &str| text.parse::<u8>().ok()),
        DType::U16 => of!(|text: &str| text.parse::<u16>().ok()),
        DType::U32 => of!(|text: &str| text.parse::<u32>().ok()),
        DType::U64 => of!(|text: &str| text.parse::<u64>().ok()),
        // As NumPy: the nearest double, rounded once more.
        DType::F16 => of!(|text| float(text).map(f16::from_f64)),
        DType::BF16 => of!(|text| float(text).map(numoxide_core::bf16::from_f64)),
        DType::F32 => of!(|text| float(text).map(|value| value as f32)),
        DType::F64 => of!(float),
        DType::C64 => |text, room| {
            complex(text).is_some_and(|parts| pair(parts.map(|part| (part as f32).to_ne_bytes()), room))
        },
        DType::C128 => {
            |text, room| complex(text).is_some_and(|parts| pair(parts.map(f64::to_ne_bytes), room))
        }
        DType::Bytes(_) => bytes,
        DType::Str(_) => points,
        _ => return None,
    };
    Some(parse)
}

fn pair<const N: usize>(parts: [[u8; N]; 2], room: &mut [u8]) -> bool {
    room.copy_from_slice(parts.as_flattened());
    true
}

/// Text in Latin-1, cut off where the item ends.
fn bytes(text: &str, room: &mut [u8]) -> bool {
    room.fill(0);
    text.chars().zip(room).all(|(c, place)| u8::try_from(u32::from(c)).map(|byte| *place = byte).is_ok())
}

/// Text as code points, cut off where the item ends.
fn points(text: &str, room: &mut [u8]) -> bool {
    room.fill(0);
    for (c, place) in text.chars().zip(room.as_chunks_mut::<4>().0) {
        *place = u32::from(c).to_ne_bytes();
    }
    true
}

/// `3`, `4j`, `3+4j`, `(3-4e1j)`.
pub(super) fn complex(text: &str) -> Option<[f64; 2]> {
    let text = text.trim();
    let text = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(text).trim();
    let Some(body) = text.strip_suffix(['j', 'J']) else { return Some([float(text)?, 0.0]) };
    let bytes = body.as_bytes();
    let sign = |at: &usize| matches!(bytes[*at], b'+' | b'-') && !matches!(bytes[*at - 1], b'e' | b'E');
    match (1..bytes.len()).rev().find(sign) {
        Some(at) => Some([float(body[..at].trim_end())?, float(&body[at..])?]),
        None => Some([0.0, float(body)?]),
    }
}

/// The number nearest to a decimal fraction, or `inf`, `nan` in any case.
pub(super) fn float(text: &str) -> Option<f64> {
    match scan(text.as_bytes()) {
        Some(value) => Some(value),
        // What has more than 19 digits, lies at the end of the range or in the middle between two numbers, or is none.
        None => text.parse().ok(),
    }
}

/// A text of up to 19 digits and a small exponent, as nearly all numbers have.
fn scan(mut text: &[u8]) -> Option<f64> {
    leading(&mut text).filter(|_| text.is_empty())
}

/// Whether a minus stands at the front of a text, and what follows the sign, if there is one.
#[inline]
fn sign(text: &[u8]) -> (bool, &[u8]) {
    match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    }
}

/// The number at the front of a text, if it has no more than 19 digits and a small exponent; what follows is left.
#[inline]
pub(super) fn leading(text: &mut &[u8]) -> Option<f64> {
    let (negative, mut rest) = sign(text);
    let start = rest.len();
    let mut mantissa = 0;
    take_digits(&mut rest, &mut mantissa);
    let mut count = start - rest.len();
    let mut exponent = 0;
    if let [b'.', after @ ..] = rest {
        let before = after.len();
        rest = after;
        take_digits(&mut rest, &mut mantissa);
        let fraction = before - rest.len();
        count += fraction;
        exponent = -(fraction as i32);
    }
    if count == 0 || count > 19 {
        return None;
    }
    if let [b'e' | b'E', after @ ..] = rest {
        let (negative, mut digits) = sign(after);
        let (before, mut power) = (digits.len(), 0);
        while let [digit @ b'0'..=b'9', after @ ..] = digits
            && before - digits.len() < 5
        {
            power = 10 * power + i32::from(digit - b'0');
            digits = after;
        }
        if !(1..5).contains(&(before - digits.len())) {
            return None;
        }
        exponent += if negative { -power } else { power };
        rest = digits;
    }
    let value = decimal(mantissa, exponent)?;
    *text = rest;
    Some(if negative { -value } else { value })
}

/// The integer of up to 18 digits at the front of a text; what follows is left.
#[inline]
pub(super) fn leading_integer(text: &mut &[u8]) -> Option<i64> {
    let (negative, mut rest) = sign(text);
    let (start, mut value) = (rest.len(), 0);
    take_digits(&mut rest, &mut value);
    if !(1..=18).contains(&(start - rest.len())) {
        return None;
    }
    *text = rest;
    let value = value as i64;
    Some(if negative { -value } else { value })
}

/// Appends the digits at the front of `rest`, eight at a time. Sums of more than 19 are not used.
#[inline]
fn take_digits(rest: &mut &[u8], mantissa: &mut u64) {
    while let Some((eight, after)) = rest.split_first_chunk::<8>() {
        let word = u64::from_le_bytes(*eight);
        let digits = word.wrapping_sub(0x3030_3030_3030_3030);
        let beyond = word.wrapping_add(0x4646_4646_4646_4646) | digits;
        if beyond & 0x8080_8080_8080_8080 != 0 {
            break;
        }
        // Pairs, then fours, then all eight.
        let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
        let low = (pairs & 0x0000_00ff_0000_00ff).wrapping_mul(0x000f_4240_0000_0064);
        let high = (pairs >> 16 & 0x0000_00ff_0000_00ff).wrapping_mul(0x0000_2710_0000_0001);
        let value = low.wrapping_add(high) >> 32;
        *mantissa = mantissa.wrapping_mul(100_000_000).wrapping_add(value);
        *rest = after;
    }
    while let [digit @ b'0'..=b'9', after @ ..] = rest {
        *mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
        *rest = after;
    }
}

/// `mantissa * 10^exponent`.
fn decimal(mantissa: u64, exponent: i32) -> Option<f64> {
    const EXACT: [f64; 23] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
        1e18, 1e19, 1e20, 1e21, 1e22,
    ];
    if mantissa < 1 << 53 && exponent.unsigned_abs() <= 22 {
        // Both are exact: one rounding.
        let power = EXACT[exponent.unsigned_abs() as usize];
        let mantissa = mantissa as f64;
        return Some(if exponent < 0 { mantissa / power } else { mantissa * power });
    }
    nearest(mantissa, exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_those_of_the_standard_library() {
        let texts = [
            "0",
            "-0",
            "1",
            "+1.5",
            ".5",
            "5.",
            "1e5",
            "1E-5",
            "123456789.123456789",
            "9007199254740993",
            "0.1234567890123456789012345",
            "1e400",
            "-1e400",
            "1e-400",
            "2.2250738585072014e-308",
            "4.9e-324",
            "1.7976931348623157e308",
            "179769313486231580793e289",
            "inf",
            "-Infinity",
            "NaN",
            "00000000000000000001.5",
            "8.36473829147382911e-01",
            "12345678",
            "1234567812345678",
            "",
            ".",
            "e5",
            "1e",
            "1e+",
            "1_0",
            "0x10",
            "1.5.5",
            "1e5x",
            "12345678x",
            "--1",
            "1 2",
        ];
        for text in texts {
            let expected: Option<f64> = text.parse().ok();
            assert_eq!(float(text).map(f64::to_bits), expected.map(f64::to_bits), "{text}");
        }
    }

    #[test]
    fn leading_integers_are_those_of_the_standard_library() {
        for text in ["0", "-7", "+12345678", "123456789012345678", "-999999999999999999", "007"] {
            let mut rest = text.as_bytes();
            assert_eq!((leading_integer(&mut rest), rest), (text.parse().ok(), &[][..]), "{text}");
        }
        for text in ["", "-", "x", "--1", "1234567890123456789", "-0000000000000000001"] {
            assert_eq!(leading_integer(&mut text.as_bytes()), None, "{text}");
        }
        let mut rest = &b"12.5"[..];
        assert_eq!((leading_integer(&mut rest), rest), (Some(12), &b".5"[..]));
    }

    #[test]
    fn complex_numbers() {
        assert_eq!(complex("(1.5-2e-3j)"), Some([1.5, -2e-3]));
        assert_eq!(complex("-3e-5"), Some([-3e-5, 0.0]));
        assert_eq!(complex(" 4j "), Some([0.0, 4.0]));
        assert_eq!(complex("-1e5+1e-5J"), Some([-1e5, 1e-5]));
        assert_eq!((complex("1+2"), complex("j"), complex("")), (None, None, None));
    }
}
