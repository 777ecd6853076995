//! Systems whose matrices are constant along their diagonals.

use numoxide_backend::Field;
use numoxide_core::layout::broadcast_shapes;
use numoxide_core::{Array, ArrayView, AsView, Error as ArrayError, Order};
use numoxide_simd::{Isa, Kernel, dispatch};

use crate::columns::{all_finite, non_finite};
use crate::sides::Sides;
use crate::{Error, Inexact, Result};

/// The solution of `t x = b`, where `t` is the Hermitian Toeplitz matrix with first column `c`; `b` is a vector if it has one
/// axis. SciPy: `linalg.solve_toeplitz`, and its Levinson-Durbin recursion, which is faster and less stable than
/// [`solve`](fn@crate::solve); [`solve_toeplitz::with`] takes a first row as well.
///
/// # Errors
/// [`Error::Singular`] for a singular leading minor, of which the recursion makes use, [`Error::NonFinite`], and
/// [`Error::Array`] if shapes do not fit.
///
/// ```
/// use numoxide_linalg::solve_toeplitz;
///
/// // [[2, 1], [1, 2]]
/// let x = solve_toeplitz([2.0, 1.0], [4.0, 5.0])?;
/// assert_eq!(x.to_vec(), [1.0, 2.0]);
/// // [[2, 3], [1, 2]]
/// let x = solve_toeplitz::with(&[2.0, 1.0], &[8.0, 5.0]).r(&[2.0, 3.0]).run()?;
/// assert_eq!(x.to_vec(), [1.0, 2.0]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn solve_toeplitz<T: Inexact>(c: impl AsView<T>, b: impl AsView<T>) -> Result<Array<T>> {
    solve_toeplitz::with(&c, &b).run()
}

/// The keyword arguments of [`solve_toeplitz`](fn@solve_toeplitz).
pub mod solve_toeplitz {
    use super::*;

    /// A system being put together.
    #[must_use = "a call does nothing before `run`"]
    pub struct Call<'a, T> {
        c: ArrayView<'a, T>,
        r: Option<ArrayView<'a, T>>,
        b: ArrayView<'a, T>,
    }

    /// The system with first column `c`, or stacks of them along the last axis.
    pub fn with<'a, T: Inexact>(
        c: &'a (impl AsView<T> + ?Sized),
        b: &'a (impl AsView<T> + ?Sized),
    ) -> Call<'a, T> {
        Call { c: c.as_view(), r: None, b: b.as_view() }
    }

    impl<'a, T: Inexact> Call<'a, T> {
        /// The first row, whose first item is not read; without it, the conjugate of the first column.
        pub fn r(mut self, r: &'a (impl AsView<T> + ?Sized)) -> Self {
            self.r = Some(r.as_view());
            self
        }

        /// The solution.
        ///
        /// # Errors
        /// As [`solve_toeplitz`](fn@super::solve_toeplitz).
        pub fn run(self) -> Result<Array<T>> {
            const OP: &str = "solve_toeplitz";
            let Call { c, r, b } = self;
            let row = r.as_ref().unwrap_or(&c);
            let (Some((&n, c_stack)), Some((&columns, r_stack))) =
                (c.shape().split_last(), row.shape().split_last())
            else {
                return Err(ArrayError::Rank { op: OP, expected: "at least 1 axis", found: 0 }.into());
            };
            if columns != n {
                return Err(Error::NotSquare { op: OP, shape: vec![n, columns] });
            }
            let stack = broadcast_shapes(OP, &[c_stack, r_stack])?;
            let mut x = Sides::new(OP, &[&stack[..]], n, &b)?;
            let lines = |line: &ArrayView<'_, T>| -> Result<Array<T>> {
                let copy = line.broadcast_to(&[x.stack(), &[n]].concat()[..])?.copy(Order::C)?;
                let finite = all_finite(copy.as_slice().unwrap_or(&[]));
                if finite { Ok(copy) } else { Err(non_finite(OP, line)) }
            };
            let (below, mut above) = (lines(&c)?, lines(row)?);
            if r.is_none() {
                above.as_slice_mut().unwrap_or(&mut []).iter_mut().for_each(|x| *x = x.conj());
            }
            let (below, above) = (below.as_slice().unwrap_or(&[]), above.as_slice().unwrap_or(&[]));
            x.columns.each(|number, place, x| {
                let line = number * n..(number + 1) * n;
                dispatch(Levinson { c: &below[line.clone()], r: &above[line], x })
                    .map_err(|_| Error::Singular { op: OP, matrix: place.to_vec() })
            })?;
            x.into_array()
        }
    }

    /// A leading minor that is 0.
    struct SingularMinor;

    fn divided<T: Inexact>(x: T, y: T) -> Result<T, SingularMinor> {
        if y == <T as Field>::ZERO { Err(SingularMinor) } else { Ok(x.over(y)) }
    }

    /// Sums that run side by side, so that none waits for the one before it.
    const SUMS: usize = 16;

    /// `Σ x[i] y[i]`.
    #[inline(always)]
    fn sum_of_products<T: Inexact>(x: &[T], y: &[T]) -> T {
        let mut sums = [<T as Field>::ZERO; SUMS];
        let ((x, x_rest), (y, y_rest)) = (x.as_chunks::<SUMS>(), y.as_chunks::<SUMS>());
        for (x, y) in x.iter().zip(y) {
            for lane in 0..SUMS {
                sums[lane] += x[lane] * y[lane];
            }
        }
        let mut sum = <T as Field>::ZERO;
        for (&x, &y) in x_rest.iter().zip(y_rest) {
            sum += x * y;
        }
        for lane in sums {
            sum += lane;
        }
        sum
    }

    /// `x - factor y`, of which `y` is read backwards.
    #[inline(always)]
    fn subtracted<T: Inexact>(x: &[T], factor: T, y: &[T], to: &mut [T]) {
        for ((to, &x), &y) in to.iter_mut().zip(x).zip(y.iter().rev()) {
            *to = x - factor * y;
        }
    }

    /// Solves, in place of each column of `x`, for leading minors of growing order: of each, `g` solves for the row above and
    /// `h` for the column below, both backwards.
    struct Levinson<'a, T> {
        c: &'a [T],
        r: &'a [T],
        x: &'a mut [T],
    }

    impl<T: Inexact> Kernel for Levinson<'_, T> {
        type Output = Result<(), SingularMinor>;

        #[inline(always)]
        fn run<I: Isa>(self) -> Self::Output {
            let Levinson { c, r, x } = self;
            let n = c.len();
            if n == 0 {
                return Ok(());
            }
            let corner = c[0];
            for x in x.chunks_exact_mut(n) {
                x[0] = divided(x[0], corner)?;
            }
            // Both lines as they are read from item `m` backwards.
            let backwards = |line: &[T]| -> Vec<T> { line.iter().rev().copied().collect() };
            let (c_back, r_back) = (backwards(c), backwards(r));
            let mut state = [(); 4].map(|()| vec![<T as Field>::ZERO; n]);
            let [g, h, next_g, next_h] = &mut state;
            if n > 1 {
                (g[0], h[0]) = (r[1].over(corner), c[1].over(corner));
            }
            for m in 1..n {
                let from = n - 1 - m..n - 1;
                let pivot = sum_of_products(&c[1..=m], &g[..m]) - corner;
                for x in x.chunks_exact_mut(n) {
                    let value = divided(sum_of_products(&c_back[from.clone()], &x[..m]) - x[m], pivot)?;
                    x[m] = value;
                    for (x, &g) in x[..m].iter_mut().zip(g[..m].iter().rev()) {
                        *x -= value * g;
                    }
                }
                if m + 1 == n {
                    break;
                }
                let above = sum_of_products(&r_back[from.clone()], &g[..m]) - r[m + 1];
                let below = sum_of_products(&c_back[from], &h[..m]) - c[m + 1];
                let other = sum_of_products(&r[1..=m], &h[..m]) - corner;
                let (to_g, to_h) = (divided(above, other)?, divided(below, pivot)?);
                subtracted(&g[..m], to_g, &h[..m], &mut next_g[..m]);
                subtracted(&h[..m], to_h, &g[..m], &mut next_h[..m]);
                (next_g[m], next_h[m]) = (to_g, to_h);
                std::mem::swap(g, next_g);
                std::mem::swap(h, next_h);
            }
            Ok(())
        }
    }
}
