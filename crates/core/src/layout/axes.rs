//! One number per axis, without an allocation for up to six axes.

use std::fmt;
use std::ops::{Deref, DerefMut};

/// The axes held inline.
const INLINE: usize = 6;

/// One value per axis: inline up to six axes, on the heap above.
#[derive(Clone)]
pub struct Axes<T>(Repr<T>);

#[derive(Clone)]
enum Repr<T> {
    Inline(u8, [T; INLINE]),
    Heap(Box<[T]>),
}

impl<T: Copy + Default> Axes<T> {
    /// `len` times `value`.
    #[inline]
    pub fn filled(value: T, len: usize) -> Self {
        if len <= INLINE {
            Axes(Repr::Inline(len as u8, [value; INLINE]))
        } else {
            Axes(Repr::Heap(vec![value; len].into()))
        }
    }

    /// The values of `slice`.
    #[inline]
    pub fn from_slice(slice: &[T]) -> Self {
        if slice.len() <= INLINE {
            // Place by place: a call of `memcpy` costs more than all of them.
            let inline = std::array::from_fn(|k| slice.get(k).copied().unwrap_or_default());
            Axes(Repr::Inline(slice.len() as u8, inline))
        } else {
            Axes(Repr::Heap(slice.into()))
        }
    }

    /// The values in reverse order.
    #[inline]
    pub fn reversed(&self) -> Self {
        match &self.0 {
            Repr::Inline(len, inline) => {
                let from_end = |k| inline.get((*len as usize).wrapping_sub(1 + k)).copied();
                Axes(Repr::Inline(*len, std::array::from_fn(|k| from_end(k).unwrap_or_default())))
            }
            Repr::Heap(values) => Axes(Repr::Heap(values.iter().rev().copied().collect())),
        }
    }

    /// Appends a value.
    #[inline]
    pub fn push(&mut self, value: T) {
        match &mut self.0 {
            Repr::Inline(len, inline) if (*len as usize) < INLINE => {
                inline[*len as usize] = value;
                *len += 1;
            }
            _ => self.push_to_heap(value),
        }
    }

    #[cold]
    fn push_to_heap(&mut self, value: T) {
        let mut values = self.to_vec();
        values.push(value);
        self.0 = Repr::Heap(values.into());
    }

    /// Inserts `value` in front of place `at`.
    pub fn insert(&mut self, at: usize, value: T) {
        self.push(value);
        self[at..].rotate_right(1);
    }

    /// Removes the value at place `at`.
    pub fn remove(&mut self, at: usize) {
        self[at..].rotate_left(1);
        match &mut self.0 {
            Repr::Inline(len, _) => *len -= 1,
            Repr::Heap(values) => *self = Self::from_slice(&values[..values.len() - 1]),
        }
    }
}

impl<T: Copy + Default> Default for Axes<T> {
    #[inline]
    fn default() -> Self {
        Axes(Repr::Inline(0, [T::default(); INLINE]))
    }
}

impl<T> Deref for Axes<T> {
    type Target = [T];
    #[inline]
    fn deref(&self) -> &[T] {
        match &self.0 {
            // `len` never exceeds INLINE; `min` tells the compiler so.
            Repr::Inline(len, inline) => &inline[..(*len as usize).min(INLINE)],
            Repr::Heap(values) => values,
        }
    }
}

impl<T> DerefMut for Axes<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut [T] {
        match &mut self.0 {
            Repr::Inline(len, inline) => &mut inline[..(*len as usize).min(INLINE)],
            Repr::Heap(values) => values,
        }
    }
}

impl<T: Copy + Default> FromIterator<T> for Axes<T> {
    #[inline]
    fn from_iter<I: IntoIterator<Item = T>>(iter: I) -> Self {
        let mut iter = iter.into_iter();
        let mut inline = [T::default(); INLINE];
        for (len, place) in inline.iter_mut().enumerate() {
            match iter.next() {
                Some(value) => *place = value,
                None => return Axes(Repr::Inline(len as u8, inline)),
            }
        }
        let Some(next) = iter.next() else { return Axes(Repr::Inline(INLINE as u8, inline)) };
        Axes(Repr::Heap(inline.into_iter().chain([next]).chain(iter).collect()))
    }
}

impl<T: PartialEq> PartialEq for Axes<T> {
    fn eq(&self, other: &Self) -> bool {
        self[..] == other[..]
    }
}

impl<T: Eq> Eq for Axes<T> {}

impl<T: fmt::Debug> fmt::Debug for Axes<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self[..].fmt(f)
    }
}
