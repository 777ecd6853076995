//! What can be sorted: every scalar, by its own kernels.

use numoxide_core::{Error, Result, Scalar, bf16, c64, c128, f16};
use numoxide_simd::sort::{self, Item};

use crate::ranks::{self, ComplexRank};
use crate::threads::{self, out_of_memory};

/// A scalar with NumPy's order: NaN last, complex numbers by their real and then their imaginary parts.
pub trait Sortable: Scalar {
    /// What [`sort_complex`](crate::sort_complex()) gives.
    type Complex: Sortable;

    /// Whether `self` comes before `other`.
    fn before(self, other: Self) -> bool;

    /// Sorts a line; equal items keep their order.
    #[doc(hidden)]
    fn sort_line(items: &mut [Self]) -> Result<()>;

    /// Writes a line in order to another of as many places; equal items keep their order.
    #[doc(hidden)]
    fn sort_line_into(from: &[Self], to: &mut [Self]) -> Result<()> {
        to.copy_from_slice(from);
        Self::sort_line(to)
    }

    /// The places of a line's items in sorted order; those of equal items rise.
    #[doc(hidden)]
    fn argsort_line(items: &[Self], places: &mut [i64]) -> Result<()>;

    /// Selects the items at the places `kth`, which rise.
    #[doc(hidden)]
    fn partition_line(items: &mut [Self], kth: &[usize]) -> Result<()>;

    /// Writes a line to another of as many places, selected at the places `kth`, which rise.
    #[doc(hidden)]
    fn partition_line_into(from: &[Self], to: &mut [Self], kth: &[usize]) -> Result<()> {
        to.copy_from_slice(from);
        Self::partition_line(to, kth)
    }

    /// The places of keys among sorted items, or those that an order names.
    #[doc(hidden)]
    fn search(sorted: &[Self], order: Option<&[i64]>, keys: &[Self], right: bool, places: &mut [i64]);

    /// A number of the same order, where one of 64 bits will do.
    #[doc(hidden)]
    fn rank(self) -> Option<u64>;

    /// The numbers of the same order of some items, the deciding one first.
    #[doc(hidden)]
    fn ranks(items: &[Self]) -> Result<Vec<Vec<u64>>>;

    /// Whether this is NaN.
    #[doc(hidden)]
    #[allow(clippy::eq_op)]
    fn is_nan(self) -> bool {
        self != self
    }
}

macro_rules! scalars {
    ($($ty:ty => $complex:ty;)*) => {$(
        impl Sortable for $ty {
            type Complex = $complex;

            #[inline(always)]
            fn before(self, other: Self) -> bool {
                Item::before(self, other)
            }
            fn sort_line(items: &mut [Self]) -> Result<()> {
                Item::sort(items, threads::join_pieces()).map_err(|_| out_of_memory::<Self>(items.len()))
            }
            fn sort_line_into(from: &[Self], to: &mut [Self]) -> Result<()> {
                Item::sort_into(from, to, threads::join_pieces()).map_err(|_| out_of_memory::<Self>(to.len()))
            }
            fn argsort_line(items: &[Self], places: &mut [i64]) -> Result<()> {
                Item::argsort(items, places, threads::join_pieces()).map_err(|_| out_of_memory::<u64>(items.len()))
            }
            fn partition_line(items: &mut [Self], kth: &[usize]) -> Result<()> {
                Item::select(items, kth).map_err(|_| out_of_memory::<Self>(items.len()))
            }
            fn partition_line_into(from: &[Self], to: &mut [Self], kth: &[usize]) -> Result<()> {
                Item::select_into(from, to, kth, threads::join_pieces())
                    .map_err(|_| out_of_memory::<Self>(to.len()))
            }
            fn search(sorted: &[Self], order: Option<&[i64]>, keys: &[Self], right: bool, places: &mut [i64]) {
                sort::search(sorted, order, keys, right, places);
            }
            #[inline(always)]
            fn rank(self) -> Option<u64> {
                Some(Item::rank(self))
            }
            fn ranks(items: &[Self]) -> Result<Vec<Vec<u64>>> {
                Ok(vec![ranks::column(items, |item| Item::rank(item))?])
            }
        }
    )*};
}
scalars! {
    bool => c128;
    i8 => c64;
    i16 => c64;
    i32 => c128;
    i64 => c128;
    u8 => c64;
    u16 => c64;
    u32 => c128;
    u64 => c128;
    f16 => c128;
    bf16 => c128;
    f32 => c128;
    f64 => c128;
}

macro_rules! complex {
    ($($ty:ty)*) => {$(
        impl Sortable for $ty {
            type Complex = $ty;

            #[inline(always)]
            fn before(self, other: Self) -> bool {
                self.words() < other.words()
            }
            fn sort_line(items: &mut [Self]) -> Result<()> {
                let mut places = numoxide_core::buffer::vector(items.len())?;
                places.resize(items.len(), 0);
                Self::argsort_line(items, &mut places)?;
                let mut sorted = numoxide_core::buffer::vector(items.len())?;
                sorted.extend(places.iter().map(|&place| items[place as usize]));
                items.copy_from_slice(&sorted);
                Ok(())
            }
            fn argsort_line(items: &[Self], places: &mut [i64]) -> Result<()> {
                ranks::argsort(&Self::ranks(items)?, 0..items.len(), places)
            }
            fn partition_line(items: &mut [Self], _: &[usize]) -> Result<()> {
                Self::sort_line(items)
            }
            fn search(sorted: &[Self], order: Option<&[i64]>, keys: &[Self], right: bool, places: &mut [i64]) {
                sort::search_by(sorted, order, Self::before, keys, right, places);
            }
            #[inline(always)]
            fn rank(self) -> Option<u64> {
                None
            }
            fn ranks(items: &[Self]) -> Result<Vec<Vec<u64>>> {
                (0..<$ty as ComplexRank>::WORDS)
                    .map(|word| ranks::column(items, |item: Self| item.words()[word]))
                    .collect()
            }
        }
    )*};
}
complex!(c64 c128);

/// The error of a dtype that has no order here.
#[cold]
pub(crate) fn no_order(op: &'static str, dtype: &numoxide_core::DType) -> Error {
    Error::DType { op, dtype: dtype.to_string() }
}
