//! Text to bytes and back, and numbers as text.

use super::{ItemCast, OP};
use crate::driver::NumberCast;
use crate::print::{Binary, Float, write_complex, write_float};
use crate::{DType, Error, Result, bf16, c64, c128, f16};

/// The code points of text.
fn points(item: &[u8]) -> impl DoubleEndedIterator<Item = u32> {
    item.as_chunks::<4>().0.iter().map(|point| u32::from_ne_bytes(*point))
}

/// The bytes without the zeros at their end.
pub(crate) fn trimmed(item: &[u8]) -> &[u8] {
    &item[..item.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1)]
}

/// The characters of text, without the zeros at its end; code points that are none become U+FFFD.
pub(crate) fn characters(item: &[u8]) -> impl Iterator<Item = char> {
    let len = points(item).rev().skip_while(|&point| point == 0).count();
    points(item).take(len).map(|point| char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER))
}

/// Bytes as text: those of ASCII.
pub(super) fn decode(item: &[u8], room: &mut [u8]) -> Result<()> {
    if let Some(at) = item.iter().position(|byte| !byte.is_ascii()) {
        let byte = item[at];
        return Err(Error::value(OP, format!("byte {byte:#04x} at place {at} is not ASCII")));
    }
    for (byte, place) in item.iter().zip(room.as_chunks_mut::<4>().0) {
        *place = u32::from(*byte).to_ne_bytes();
    }
    Ok(())
}

/// Text as bytes: that in ASCII.
pub(super) fn encode(item: &[u8], room: &mut [u8]) -> Result<()> {
    if let Some((at, point)) = points(item).enumerate().find(|&(_, point)| point > 127) {
        return Err(Error::value(OP, format!("character U+{point:04X} at place {at} is not ASCII")));
    }
    for (point, place) in points(item).zip(room) {
        *place = point as u8;
    }
    Ok(())
}

/// Numbers as text, as Python's `str` has them, cut off where the item ends.
pub(super) fn printed(from: &DType, to: &DType) -> Option<ItemCast> {
    let (write, wide, mut text) = (writer(from)?, matches!(to, DType::Str(_)), String::new());
    Some(Box::new(move |item, room| {
        text.clear();
        write(item, &mut text);
        fitted(&text, wide, room)
    }))
}

/// Writes a text in ASCII, as code points if it is to be `wide`, cut off where the item ends.
pub(super) fn fitted(text: &str, wide: bool, room: &mut [u8]) -> Result<()> {
    if wide { decode(text.as_bytes(), room) } else { super::copy(text.as_bytes(), room) }
}

/// Appends the text of an item.
type Write = Box<dyn Fn(&[u8], &mut String)>;

/// How a number of a type is written; `None` for what is no number.
fn writer(dtype: &DType) -> Option<Write> {
    macro_rules! item {
        ($ty:ty, $item:expr) => {
            <$ty>::from_ne_bytes($item.try_into().expect("an item of its size"))
        };
    }
    /// By way of the widest integer of its kind.
    macro_rules! integer {
        ($ty:ty, $wide:ident) => {{
            let widen = NumberCast::new(dtype, &DType::$wide)?;
            Box::new(move |item, out| {
                let mut wide = [0; 8];
                widen.run(item, &mut wide);
                out.push_str(&<$ty>::from_ne_bytes(wide).to_string());
            })
        }};
    }
    macro_rules! float {
        ($ty:ty) => {
            Box::new(|item, out| write_float(Float::from(item!($ty, item)), out))
        };
    }
    Some(match dtype {
        DType::Bool => Box::new(|item, out| out.push_str(if item[0] != 0 { "True" } else { "False" })),
        DType::F16 => float!(f16),
        DType::BF16 => float!(bf16),
        DType::F32 => float!(f32),
        DType::F64 => float!(f64),
        DType::C64 => Box::new(|item, out| {
            let z = c64::new(item!(f32, &item[..4]), item!(f32, &item[4..]));
            write_complex(c128::new(z.re.into(), z.im.into()), Binary::F32, out);
        }),
        DType::C128 => Box::new(|item, out| {
            let z = c128::new(item!(f64, &item[..8]), item!(f64, &item[8..]));
            write_complex(z, Binary::F64, out);
        }),
        integer if integer.kind() == 'i' => integer!(i64, I64),
        integer if integer.kind() == 'u' => integer!(u64, U64),
        _ => return None,
    })
}
