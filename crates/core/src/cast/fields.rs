//! Casts from and to structs and the small arrays in them.

use std::ops::Range;

use super::{ItemCast, item_cast};
use crate::{DType, Field, StructType};

/// The cast where one of the two is a struct or a small array.
pub(super) fn cast(from: &DType, to: &DType) -> Option<ItemCast> {
    match (from, to) {
        (DType::Struct(a), _) if a.shares_bools() => truthful(a, to),
        (DType::Struct(a), _) => of_struct(a, to),
        // What is no struct becomes every field.
        (_, DType::Struct(b)) => parts(b.fields().iter().map(|y| (0..from.itemsize(), from, y))),
        _ => arrays(from, to),
    }
}

fn of_struct(from: &StructType, to: &DType) -> Option<ItemCast> {
    match to {
        DType::Struct(to) if from.fields().len() == to.fields().len() => {
            parts(from.fields().iter().zip(to.fields()).map(|(x, y)| (place(x), &x.dtype, y)))
        }
        DType::Struct(_) => None,
        _ => only(from, to),
    }
}

/// The cast of a struct in which other fields may have given a `bool` bytes that are neither 0 nor 1, but count as true: the
/// fields are set apart first.
fn truthful(from: &StructType, to: &DType) -> Option<ItemCast> {
    let (mut fields, mut moves, mut end) = (Vec::new(), Vec::new(), 0);
    for field in from.fields() {
        let bools: Vec<usize> = field.dtype.bools().into_iter().map(|at| end + at).collect();
        moves.push((place(field), end, bools));
        fields.push(Field { offset: end, ..field.clone() });
        end += field.dtype.itemsize();
    }
    let apart = StructType::new(fields, end, 1).ok()?;
    let (mut cast, mut copy) = (of_struct(&apart, to)?, vec![0; end]);
    Some(Box::new(move |item, room| {
        for (from, to, bools) in &moves {
            copy[*to..to + from.len()].copy_from_slice(&item[from.clone()]);
            bools.iter().for_each(|&at| copy[at] = u8::from(copy[at] != 0));
        }
        cast(&copy, room)
    }))
}

fn place(field: &Field) -> Range<usize> {
    field.offset..field.offset + field.dtype.itemsize()
}

/// The casts of parts of an item to fields.
fn parts<'a>(pairs: impl Iterator<Item = (Range<usize>, &'a DType, &'a Field)>) -> Option<ItemCast> {
    let part = |(from, dtype, to): (_, _, &Field)| Some((from, place(to), item_cast(dtype, &to.dtype)?));
    let mut casts = pairs.map(part).collect::<Option<Vec<(Range<usize>, Range<usize>, ItemCast)>>>()?;
    Some(Box::new(move |item, room| {
        casts.iter_mut().try_for_each(|(from, to, cast)| cast(&item[from.clone()], &mut room[to.clone()]))
    }))
}

/// A struct of one field is what the field is.
fn only(fields: &StructType, to: &DType) -> Option<ItemCast> {
    let [field] = fields.fields() else { return None };
    let (place, mut cast) = (place(field), item_cast(&field.dtype, to)?);
    Some(Box::new(move |item, room| cast(&item[place.clone()], room)))
}

/// Small arrays, of which what is none is one of a single item.
fn arrays(from: &DType, to: &DType) -> Option<ItemCast> {
    let mut cast = item_cast(from.base(), to.base())?;
    let (size, room_size) = (from.base().itemsize(), to.base().itemsize());
    let places = broadcast(from.shape(), to.shape());
    Some(Box::new(move |item, room| {
        for (at, place) in places.iter().enumerate() {
            if let Some(place) = place {
                let target = &mut room[at * room_size..(at + 1) * room_size];
                cast(&item[place * size..(place + 1) * size], target)?;
            }
        }
        Ok(())
    }))
}

/// Where each item of an array of the shape `to` comes from: axes of size 1 are repeated, others cut off, and where they
/// end there is nothing.
fn broadcast(from: &[usize], to: &[usize]) -> Vec<Option<usize>> {
    let source = |mut at: usize| {
        let (mut place, mut step) = (0, 1);
        for k in 1..=from.len() {
            let coordinate = match to.len().checked_sub(k) {
                Some(axis) => {
                    let coordinate = at % to[axis];
                    at /= to[axis];
                    coordinate
                }
                None => 0,
            };
            let size = from[from.len() - k];
            if size != 1 && coordinate >= size {
                return None;
            }
            place += if size == 1 { 0 } else { coordinate * step };
            step *= size;
        }
        Some(place)
    };
    (0..to.iter().product()).map(source).collect()
}
