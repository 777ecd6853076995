//! One field of a text as an item of a dtype.

use numoxide_core::{DType, f16};

use super::lead;

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
    let used = text.len().min(room.len());
    if text.is_ascii() {
        room[..used].copy_from_slice(&text.as_bytes()[..used]);
        room[used..].fill(0);
        return true;
    }
    room.fill(0);
    text.chars().zip(room).all(|(c, place)| u8::try_from(u32::from(c)).map(|byte| *place = byte).is_ok())
}

/// Text as code points, cut off where the item ends.
fn points(text: &str, room: &mut [u8]) -> bool {
    let places = room.as_chunks_mut::<4>().0;
    let mut used = 0;
    for (c, place) in text.chars().zip(&mut *places) {
        *place = u32::from(c).to_ne_bytes();
        used += 1;
    }
    places[used..].fill([0; 4]);
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
    match lead::float(text.as_bytes(), 0) {
        Some((value, end)) if end == text.len() => Some(value),
        // What has more than 19 digits, lies at the end of the range or in the middle between two numbers, or is none.
        _ => text.parse().ok(),
    }
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
    fn complex_numbers() {
        assert_eq!(complex("(1.5-2e-3j)"), Some([1.5, -2e-3]));
        assert_eq!(complex("-3e-5"), Some([-3e-5, 0.0]));
        assert_eq!(complex(" 4j "), Some([0.0, 4.0]));
        assert_eq!(complex("-1e5+1e-5J"), Some([-1e5, 1e-5]));
        assert_eq!((complex("1+2"), complex("j"), complex("")), (None, None, None));
    }
}
