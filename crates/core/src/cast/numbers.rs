//! Numbers from text, by Python's grammar of `int(...)`, `float(...)` and `complex(...)`.

use super::digits::plain;
use super::text::{characters, trimmed};
use super::{ItemCast, OP};
use crate::{DType, Error, Result, bf16, f16};

/// The cast of text, bytes or raw items to numbers. Truth is any byte but zeros.
pub(super) fn parsed(from: &DType, to: &DType) -> Option<ItemCast> {
    if *to == DType::Bool {
        return Some(Box::new(|item, room| {
            room[0] = u8::from(item.iter().any(|&byte| byte != 0));
            Ok(())
        }));
    }
    let parse = parser(to)?;
    let complex = to.is_complex();
    let mut text = Vec::new();
    let read: fn(&[u8], &mut Vec<u8>) = match from {
        DType::Str(_) => |item, text| plain(characters(item), text),
        // Only of complex numbers Python takes bytes as UTF-8.
        DType::Bytes(_) if complex => |item, text| match str::from_utf8(trimmed(item)) {
            Ok(item) => plain(item.chars(), text),
            Err(_) => text.extend(trimmed(item)),
        },
        DType::Bytes(_) => |item, text| text.extend(trimmed(item)),
        // Raw items become complex numbers by way of real ones.
        DType::Void(_) if complex => |item, text| {
            if float(item).is_some() {
                text.extend(item);
            }
        },
        _ => |item, text| text.extend(item),
    };
    Some(Box::new(move |item, room| {
        text.clear();
        read(item, &mut text);
        parse(&text, room)
    }))
}

/// Writes the number that a text means.
type Parse = fn(&[u8], &mut [u8]) -> Result<()>;

/// How numbers of a type are read; `None` for what is no number.
fn parser(dtype: &DType) -> Option<Parse> {
    fn wrong(text: &[u8], what: &str) -> Error {
        Error::value(OP, format!("{:?} is no {what}", String::from_utf8_lossy(text)))
    }
    macro_rules! integer {
        ($ty:ty) => {
            |text, room| {
                let value = integer(text).ok_or_else(|| wrong(text, "integer"))?;
                let value = <$ty>::try_from(value).map_err(|_| wrong(text, stringify!($ty)))?;
                room.copy_from_slice(&value.to_ne_bytes());
                Ok(())
            }
        };
    }
    macro_rules! float {
        ($convert:expr) => {
            |text, room| {
                let value = float(text).ok_or_else(|| wrong(text, "floating-point number"))?;
                room.copy_from_slice(&$convert(value).to_ne_bytes());
                Ok(())
            }
        };
    }
    macro_rules! complex {
        ($ty:ty) => {
            |text, room| {
                let parts = complex(text).ok_or_else(|| wrong(text, "complex number"))?;
                room.copy_from_slice(parts.map(|part| (part as $ty).to_ne_bytes()).as_flattened());
                Ok(())
            }
        };
    }
    let parse: Parse = match dtype {
        DType::I8 => integer!(i8),
        DType::I16 => integer!(i16),
        DType::I32 => integer!(i32),
        DType::I64 => integer!(i64),
        DType::U8 => integer!(u8),
        DType::U16 => integer!(u16),
        DType::U32 => integer!(u32),
        DType::U64 => integer!(u64),
        // As NumPy: the nearest double, rounded once more.
        DType::F16 => float!(f16::from_f64),
        DType::BF16 => float!(bf16::from_f64),
        DType::F32 => float!(|value: f64| value as f32),
        DType::F64 => float!(|value: f64| value),
        DType::C64 => complex!(f32),
        DType::C128 => complex!(f64),
        _ => return None,
    };
    Some(parse)
}

/// The text without Python's blanks at its ends.
fn stripped(text: &[u8]) -> &[u8] {
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t'..=b'\r');
    let start = text.iter().position(|byte| !blank(byte)).unwrap_or(text.len());
    let end = text.iter().rposition(|byte| !blank(byte)).map_or(start, |last| last + 1);
    &text[start..end]
}

/// The text without underscores, each of which must stand between two digits.
fn joined(text: &[u8]) -> Option<Vec<u8>> {
    let digit = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(u8::is_ascii_digit);
    let misplaced = |at: usize| text[at] == b'_' && !(digit(at.checked_sub(1)) && digit(Some(at + 1)));
    if (0..text.len()).any(misplaced) {
        return None;
    }
    Some(text.iter().copied().filter(|&byte| byte != b'_').collect())
}

/// The integer that a text means; those that no type holds are the largest and the smallest.
fn integer(text: &[u8]) -> Option<i128> {
    let text = joined(stripped(text))?;
    let (digits, sign) = match &text[..] {
        [b'-', digits @ ..] => (digits, -1),
        [b'+', digits @ ..] | digits => (digits, 1),
    };
    if digits.is_empty() {
        return None;
    }
    let append = |value: i128, digit: &u8| {
        digit.is_ascii_digit().then(|| value.saturating_mul(10).saturating_add((digit - b'0').into()))
    };
    digits.iter().try_fold(0, append).map(|value| sign * value)
}

/// The real number that a text means.
fn float(text: &[u8]) -> Option<f64> {
    let text = joined(stripped(text))?;
    (number(&text) == text.len()).then(|| value(&text))?
}

fn value(number: &[u8]) -> Option<f64> {
    str::from_utf8(number).ok()?.parse().ok()
}

/// The length of the real number at the front of a text; 0 if there is none.
fn number(text: &[u8]) -> usize {
    let signed = |at: usize| at + usize::from(matches!(text.get(at), Some(b'+' | b'-')));
    let digits = |at: usize| text[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let start = signed(0);
    for word in ["infinity", "inf", "nan"] {
        let end = start + word.len();
        if text.get(start..end).is_some_and(|word_here| word_here.eq_ignore_ascii_case(word.as_bytes())) {
            return end;
        }
    }
    let whole = digits(start);
    let mut end = start + whole;
    if text.get(end) == Some(&b'.') {
        let fraction = digits(end + 1);
        end += 1 + fraction;
        if whole + fraction == 0 {
            return 0;
        }
    } else if whole == 0 {
        return 0;
    }
    if matches!(text.get(end), Some(b'e' | b'E')) {
        let exponent = signed(end + 1);
        if digits(exponent) > 0 {
            end = exponent + digits(exponent);
        }
    }
    end
}

/// The complex number that a text means: `3`, `4j`, `3+4j`, `(3-j)`.
fn complex(text: &[u8]) -> Option<[f64; 2]> {
    let text = joined(stripped(text))?;
    let inner = match &text[..] {
        [b'(', inner @ .., b')'] => stripped(inner),
        text => text,
    };
    let (first, rest) = inner.split_at(number(inner));
    match rest {
        [] => Some([value(first)?, 0.0]),
        [b'j' | b'J'] if !first.is_empty() => Some([0.0, value(first)?]),
        _ if first.is_empty() => Some([0.0, unit(rest)?]),
        [b'+' | b'-', ..] => {
            let imaginary = rest.strip_suffix(b"j").or_else(|| rest.strip_suffix(b"J"))?;
            let whole = number(imaginary) == imaginary.len();
            Some([value(first)?, if whole { value(imaginary)? } else { unit(rest)? }])
        }
        _ => None,
    }
}

/// The imaginary part of `j`, `+j` or `-j`.
fn unit(text: &[u8]) -> Option<f64> {
    match text {
        [b'j' | b'J'] | [b'+', b'j' | b'J'] => Some(1.0),
        [b'-', b'j' | b'J'] => Some(-1.0),
        _ => None,
    }
}
