//! Iterators over items in row-major order.

use std::iter::FusedIterator;
use std::marker::PhantomData;

use super::{Array, ArrayView, ArrayViewMut};
use crate::Layout;
use crate::layout::Axes;

/// The addresses of the items of a layout in row-major order: runs along the last axis.
struct Places {
    /// The next item, and how many are left of its run.
    next: *mut u8,
    run: usize,
    /// All items left, those of this run included.
    left: usize,
    place: Axes<usize>,
    layout: Layout,
    /// The start of the current run.
    row: *mut u8,
}

impl Places {
    fn new(first: *mut u8, layout: Layout) -> Self {
        let left = layout.len();
        let run = layout.shape.last().copied().unwrap_or(1);
        let around = layout.ndim().saturating_sub(1);
        Places { next: first, run, left, place: Axes::filled(0, around), layout, row: first }
    }

    #[inline]
    fn next(&mut self) -> Option<*mut u8> {
        if self.left == 0 {
            return None;
        }
        if self.run == 0 {
            self.next_row();
        }
        let item = self.next;
        self.left -= 1;
        self.run -= 1;
        self.next = item.wrapping_offset(self.layout.strides.last().copied().unwrap_or(0));
        Some(item)
    }

    fn next_row(&mut self) {
        let last = self.layout.ndim() - 1;
        for axis in (0..last).rev() {
            self.place[axis] += 1;
            self.row = self.row.wrapping_offset(self.layout.strides[axis]);
            if self.place[axis] < self.layout.shape[axis] {
                break;
            }
            self.row = self.row.wrapping_offset(-self.layout.strides[axis] * self.place[axis] as isize);
            self.place[axis] = 0;
        }
        self.next = self.row;
        self.run = self.layout.shape[last];
    }
}

macro_rules! iterator {
    ($(#[$doc:meta])* $name:ident, $view:ident, $item:ty, $deref:expr, $bound:ident) => {
        $(#[$doc])*
        pub struct $name<'a, T> {
            places: Places,
            items: PhantomData<$item>,
        }

        // SAFETY: the iterator is as good as the references it hands out.
        unsafe impl<T: $bound> Send for $name<'_, T> {}

        impl<'a, T> $name<'a, T> {
            #[inline]
            pub(super) fn new(view: $view<'a, T>) -> Self {
                $name { places: Places::new(view.first.as_ptr(), view.layout), items: PhantomData }
            }
        }

        impl<'a, T> Iterator for $name<'a, T> {
            type Item = $item;

            #[inline]
            fn next(&mut self) -> Option<Self::Item> {
                // SAFETY: the places are the items of the view, each visited once.
                self.places.next().map(|item| unsafe { $deref(item.cast::<T>()) })
            }

            #[inline]
            fn size_hint(&self) -> (usize, Option<usize>) {
                (self.places.left, Some(self.places.left))
            }
        }

        impl<T> ExactSizeIterator for $name<'_, T> {}
        impl<T> FusedIterator for $name<'_, T> {}

        impl<'a, T> IntoIterator for $view<'a, T> {
            type Item = $item;
            type IntoIter = $name<'a, T>;
            #[inline]
            fn into_iter(self) -> Self::IntoIter {
                $name::new(self)
            }
        }
    };
}

iterator!(
    /// The items of an array in row-major order.
    Iter, ArrayView, &'a T, |item: *mut T| &*item, Sync
);
iterator!(
    /// The items of an array in row-major order, for writing.
    IterMut, ArrayViewMut, &'a mut T, |item: *mut T| &mut *item, Send
);

impl<'a, T> IntoIterator for &'a Array<T> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;
    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}
