//! Copies in double precision, divided by a power of two: squares neither overflow nor vanish, and half as much code is compiled.

use super::lanes::Item;
use super::panels::Padded;
use crate::{Field, MatMut, Real};

/// Items that are compared side by side.
const SIDE: usize = 8;

/// The power of two near the largest part of the items.
pub fn scale_of<'a, T: Field>(columns: impl Iterator<Item = &'a [T]>) -> f64 {
    let larger = |most: f64, x: f64| if x > most { x } else { most };
    let size = |x: T| larger(x.re().to_f64().abs(), x.im().to_f64().abs());
    let mut most = [0.0; SIDE];
    for column in columns {
        let chunks = column.chunks_exact(SIDE);
        let rest = chunks.remainder();
        for chunk in chunks {
            (0..SIDE).for_each(|lane| most[lane] = larger(most[lane], size(chunk[lane])));
        }
        rest.iter().for_each(|&x| most[0] = larger(most[0], size(x)));
    }
    let most = most.into_iter().fold(0.0, larger);
    if most > 0.0 { 2f64.powi(most.log2().floor().clamp(-1000.0, 1000.0) as i32) } else { 1.0 }
}

/// The power of two near the largest part of a matrix.
pub fn scale_of_all<T: Field>(a: &MatMut<'_, T>) -> f64 {
    scale_of((0..a.cols()).map(|j| a.col(j)))
}

/// A scaled copy, and its scale.
pub fn padded<T: Field<Double: Item>>(a: &MatMut<'_, T>) -> (Padded<T::Double>, f64) {
    let scale = scale_of_all(a);
    let shrink = T::Double::from_real(1.0 / scale);
    let mut copy = Padded::zeros(a.rows(), a.cols());
    (0..a.cols()).for_each(|j| copy.put(j, 0, a.col(j).iter().map(|x| x.widen() * shrink)));
    (copy, scale)
}

/// An odd multiple of a cache line: rows of columns that lie a power of two apart would push each other out of the cache.
pub fn distance(rows: usize) -> usize {
    (rows.div_ceil(8) | 1) * 8
}

/// What was found of a scaled copy, column by column: R on the diagonal and above, reflectors below.
pub fn hand_out<T: Field, I: Iterator<Item = T::Double>>(
    scale: f64,
    column: impl Fn(usize) -> I,
    a: &mut MatMut<'_, T>,
) {
    let scale = T::Double::from_real(scale);
    for j in 0..a.cols() {
        let mut items = column(j);
        let upper = a.rows().min(j + 1);
        let (above, below) = a.col_mut(j).split_at_mut(upper);
        above.iter_mut().zip(items.by_ref()).for_each(|(to, x)| *to = T::narrow(x * scale));
        below.iter_mut().zip(items).for_each(|(to, x)| *to = T::narrow(x));
    }
}
