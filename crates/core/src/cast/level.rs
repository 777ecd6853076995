//! How much a cast changes, and which rules allow it.

use std::sync::LazyLock;

use super::text_length;
use crate::{Casting, DType, Field, StructType, promote_types};

/// Whether `from` may become `to` under `casting`. NumPy: `can_cast`.
///
/// Text and raw types without a length (`S`, `U`, `V`) stand for those of any length.
///
/// ```
/// use numoxide_core::{Casting, DType, can_cast};
///
/// assert!(can_cast(&DType::I32, &DType::F64, Casting::Safe));
/// assert!(!can_cast(&DType::I64, &DType::F32, Casting::Safe));
/// assert!(can_cast(&DType::F64, &DType::F32, Casting::SameKind));
/// assert!(!can_cast(&DType::F64, &DType::I64, Casting::SameKind));
/// assert!(can_cast(&DType::I64, &DType::Str(21), Casting::Safe));
/// assert!(!can_cast(&DType::Str(21), &DType::I64, Casting::SameKind));
/// ```
pub fn can_cast(from: &DType, to: &DType, casting: Casting) -> bool {
    if let (Casting::Safe, Some(from), Some(to)) = (casting, from.index(), to.index()) {
        return SAFE[from] >> to & 1 != 0;
    }
    from == to || strictest(from, to).is_some_and(|needed| needed <= casting)
}

/// For each type of numbers, by [`DType::index`], a bit for each that it may become under [`Casting::Safe`]: the search for a loop
/// asks for dozens.
static SAFE: LazyLock<[u16; 16]> = LazyLock::new(|| {
    let mut table = [0; 16];
    for from in &DType::SCALARS {
        for to in &DType::SCALARS {
            let is_safe = numbers(from, to).is_some_and(|needed| needed <= Casting::Safe);
            if let (Some(from), Some(to)) = (from.index(), to.index()) {
                table[from] |= u16::from(is_safe) << to;
            }
        }
    }
    table
});

/// The strictest rule that allows a cast; `None` if there is no such cast.
fn strictest(from: &DType, to: &DType) -> Option<Casting> {
    use DType::{Bytes, Str, Struct, Subarray, Void};
    if let Some(needed) = numbers(from, to) {
        return Some(needed);
    }
    if let Some(needed) = super::time::level(from, to) {
        return Some(needed);
    }
    Some(match (from, to) {
        (Subarray(a), Subarray(b)) => {
            let shapes = if a.shape() == b.shape() { Casting::No } else { Casting::Unsafe };
            strictest(a.dtype(), b.dtype())?.max(shapes)
        }
        (Struct(a), Struct(b)) => fields(a, b)?,
        (Struct(_), Void(0)) => Casting::No,
        (Struct(a), _) => match a.fields() {
            [only] => strictest(&only.dtype, to)?.max(Casting::Unsafe),
            _ => return None,
        },
        (_, Struct(b)) => {
            let all = |field: &Field| strictest(from, &field.dtype).is_some();
            return b.fields().iter().all(all).then_some(Casting::Unsafe);
        }
        (Subarray(_), Void(0)) => Casting::Safe,
        (Subarray(a), _) => strictest(a.dtype(), to)?.max(Casting::Unsafe),
        (Void(_), Subarray(b)) => strictest(from, b.dtype())?.max(Casting::Unsafe),
        (_, Subarray(b)) => strictest(from, b.dtype())?.max(Casting::Safe),
        (Void(a), Void(b)) | (Bytes(a), Bytes(b)) | (Str(a), Str(b)) => length(*a, *b),
        (Void(_), _) | (Str(_), Bytes(_)) => Casting::Unsafe,
        (Bytes(a), Str(b)) => length(*a, *b).max(Casting::Safe),
        (_, Void(0)) => Casting::Safe,
        (_, Void(size)) if from.itemsize() <= *size => Casting::Safe,
        (_, Void(_)) => Casting::Unsafe,
        (Bytes(_) | Str(_), _) => Casting::Unsafe,
        (_, Bytes(len) | Str(len)) => length(text_length(from)?, *len).max(Casting::Safe),
        _ => return None,
    })
}

/// The rule for items of the same kind that become longer or shorter.
fn length(from: usize, to: usize) -> Casting {
    match to {
        0 => Casting::No,
        to if to == from => Casting::No,
        to if to > from => Casting::Safe,
        _ => Casting::SameKind,
    }
}

fn numbers(from: &DType, to: &DType) -> Option<Casting> {
    let (low, high) = (from.rank()?, to.rank()?);
    // NumPy counts int64 and uint64 to float64 (and complex128) as safe although values above 2^53 are rounded;
    // promotion says the same.
    Some(match promote_types(from, to) {
        _ if from == to => Casting::No,
        Ok(promoted) if &promoted == to => Casting::Safe,
        _ if low <= high => Casting::SameKind,
        _ => Casting::Unsafe,
    })
}

/// The rule for a field that becomes text or raw items without a length: these are none of any length here, but empty.
fn cut(from: &DType, to: &DType) -> Casting {
    use DType::{Bytes, Str, Subarray, Void};
    match (from, to) {
        (Subarray(a), _) => cut(a.dtype(), to),
        (_, Subarray(b)) => cut(from, b.dtype()),
        (Bytes(0) | Str(0) | Void(0), _) => Casting::No,
        (_, Bytes(0) | Str(0)) | (Void(_), Void(0)) => Casting::SameKind,
        (_, Void(0)) => Casting::Unsafe,
        _ => Casting::No,
    }
}

/// Fields become those at the same place of the list, whatever their names.
fn fields(a: &StructType, b: &StructType) -> Option<Casting> {
    if a.fields().len() != b.fields().len() {
        return None;
    }
    let shift = |x: &Field, y: &Field| y.offset as isize - x.offset as isize;
    let pairs = || a.fields().iter().zip(b.fields());
    let first = pairs().next().map_or(0, |(x, y)| shift(x, y));
    let moved = first != 0 || a.itemsize() != b.itemsize() || pairs().any(|(x, y)| shift(x, y) != first);
    let mut needed = if moved { Casting::Equiv } else { Casting::No };
    for (x, y) in pairs() {
        needed = needed.max(strictest(&x.dtype, &y.dtype)?).max(cut(&x.dtype, &y.dtype));
        if x.name != y.name || a.title(&x.name) != b.title(&y.name) {
            needed = needed.max(Casting::Safe);
        }
    }
    Some(needed)
}
