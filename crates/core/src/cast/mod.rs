//! Casts of items that are more than numbers: text, bytes, raw items, dates and durations, structs and the small arrays in them.
//!
//! A cast is a function from the bytes of one item to those of another, put together once for two dtypes: that of a struct
//! consists of those of its fields. Casts between numbers are loops of the driver; here they are called item by item,
//! where a struct holds them.

mod digits;
mod fields;
mod level;
mod numbers;
mod text;
mod time;

pub use level::can_cast;
pub(crate) use text::{characters, trimmed};
pub(crate) use time::{Scale, keeps_count, promoted as promoted_times, with_unit};

use crate::driver::NumberCast;
use crate::{DType, Error, Result};

const OP: &str = "astype";

/// Writes one item from another. The target holds zeros before.
pub(crate) type ItemCast = Box<dyn FnMut(&[u8], &mut [u8]) -> Result<()>>;

/// The cast of single items from one type to another; `None` if there is none.
pub(crate) fn item_cast(from: &DType, to: &DType) -> Option<ItemCast> {
    if let Some(cast) = NumberCast::new(from, to) {
        return Some(Box::new(move |item, room| {
            cast.run(item, room);
            Ok(())
        }));
    }
    match (from, to) {
        (DType::Struct(_) | DType::Subarray(_), _) | (_, DType::Struct(_) | DType::Subarray(_)) => {
            fields::cast(from, to)
        }
        (_, DType::Void(_)) => Some(Box::new(copy)),
        (DType::Bytes(_), DType::Bytes(_)) | (DType::Str(_), DType::Str(_)) => Some(Box::new(copy)),
        (DType::Bytes(_), DType::Str(_)) => Some(Box::new(text::decode)),
        (DType::Str(_), DType::Bytes(_)) => Some(Box::new(text::encode)),
        (from, to) if from.time_step().or(to.time_step()).is_some() => time::cast(from, to),
        (DType::Void(_), DType::Bytes(_) | DType::Str(_)) => {
            Some(Box::new(|_, _| Err(Error::value(OP, "raw items have no text"))))
        }
        (_, DType::Bytes(_) | DType::Str(_)) => text::printed(from, to),
        _ => numbers::parsed(from, to),
    }
}

/// As many bytes as both have.
fn copy(item: &[u8], room: &mut [u8]) -> Result<()> {
    let len = item.len().min(room.len());
    room[..len].copy_from_slice(&item[..len]);
    Ok(())
}

/// The type that items of `from` become where `to` may leave its length open: text as long as it takes, raw items as
/// large as they are.
pub(crate) fn with_length(from: &DType, to: DType) -> DType {
    let size = || from.base().itemsize().max(1);
    let known = |dtype| text_length(dtype).or_else(|| time::text_length(dtype));
    let len = || known(from.base()).unwrap_or_else(size).max(1);
    match to {
        DType::Bytes(0) => DType::Bytes(len()),
        DType::Str(0) => DType::Str(len()),
        DType::Void(0) if matches!(from, DType::Struct(_)) => from.clone(),
        DType::Void(0) => DType::Void(size()),
        sized => sized,
    }
}

/// The characters of text, and those that NumPy sets aside for numbers of a type as text; `None` for what is neither.
pub(crate) fn text_length(dtype: &DType) -> Option<usize> {
    Some(match dtype {
        DType::Bool => 5,
        DType::I8 => 4,
        DType::I16 => 6,
        DType::I32 => 11,
        DType::I64 => 21,
        DType::U8 => 3,
        DType::U16 => 5,
        DType::U32 => 10,
        DType::U64 => 20,
        DType::F16 | DType::BF16 | DType::F32 | DType::F64 => 32,
        DType::C64 | DType::C128 => 64,
        DType::Bytes(len) | DType::Str(len) => *len,
        _ => return None,
    })
}
