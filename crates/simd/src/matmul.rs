//! Products of matrices of whole numbers and truth values, which no BLAS has.

use crate::level::{Isa, Kernel, dispatch};

/// Items with a sum and a product that do not depend on the order of terms: integers, which wrap around, and `bool`.
pub trait Ring: Copy {
    /// The sum of nothing.
    const ZERO: Self;
    /// `self + a b`.
    fn plus_product(self, a: Self, b: Self) -> Self;
}

macro_rules! integers {
    ($($ty:ty)*) => {$(
        impl Ring for $ty {
            const ZERO: Self = 0;
            #[inline(always)]
            fn plus_product(self, a: Self, b: Self) -> Self {
                self.wrapping_add(a.wrapping_mul(b))
            }
        }
    )*};
}
integers!(i8 i16 i32 i64 u8 u16 u32 u64);

impl Ring for bool {
    const ZERO: Self = false;
    #[inline(always)]
    fn plus_product(self, a: Self, b: Self) -> Self {
        self | (a & b)
    }
}

/// Rows and columns of the block whose sums stay in registers.
const ROWS: usize = 4;
const COLUMNS: usize = 16;

struct Product<'a, T> {
    a: &'a [T],
    b: &'a [T],
    c: &'a mut [T],
    inner: usize,
    columns: usize,
}

/// The product of two matrices that lie row by row: `a` has `inner` columns, `b` and `c` have `columns`.
///
/// # Panics
/// If the lengths do not agree.
///
/// ```
/// let mut c = [0i32; 2];
/// numoxide_simd::matmul::matmul(&[1, 2, 3, 4], &[5, 6], &mut c, 2, 1);
/// assert_eq!(c, [17, 39]);
/// ```
pub fn matmul<T: Ring>(a: &[T], b: &[T], c: &mut [T], inner: usize, columns: usize) {
    assert!(b.len() == inner * columns && a.len() * columns == c.len() * inner, "matmul: lengths differ");
    if !c.is_empty() {
        dispatch(Product { a, b, c, inner, columns });
    }
}

impl<T: Ring> Kernel for Product<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self) {
        let Product { a, b, c, inner, columns } = self;
        for (block, c) in c.chunks_mut(ROWS * columns).enumerate() {
            let a = &a[block * ROWS * inner..];
            if const { I::FMA } && c.len() == ROWS * columns {
                rows::<T, ROWS>(a, b, c, inner, columns);
            } else {
                for (row, c) in c.chunks_mut(columns).enumerate() {
                    rows::<T, 1>(&a[row * inner..], b, c, inner, columns);
                }
            }
        }
    }
}

/// `N` rows of the product.
#[allow(clippy::needless_range_loop)] // Rows and lanes are places in more than one array.
#[inline(always)]
fn rows<T: Ring, const N: usize>(a: &[T], b: &[T], c: &mut [T], inner: usize, columns: usize) {
    let whole = columns - columns % COLUMNS;
    for first in (0..whole).step_by(COLUMNS) {
        let mut sums = [[T::ZERO; COLUMNS]; N];
        for p in 0..inner {
            let b = &b[p * columns + first..][..COLUMNS];
            for row in 0..N {
                let factor = a[row * inner + p];
                for lane in 0..COLUMNS {
                    sums[row][lane] = sums[row][lane].plus_product(factor, b[lane]);
                }
            }
        }
        for row in 0..N {
            c[row * columns + first..][..COLUMNS].copy_from_slice(&sums[row]);
        }
    }
    for column in whole..columns {
        for row in 0..N {
            let sum = (0..inner)
                .fold(T::ZERO, |sum, p| sum.plus_product(a[row * inner + p], b[p * columns + column]));
            c[row * columns + column] = sum;
        }
    }
}
