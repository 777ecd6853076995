//! Stacks of small matrices, several at a time: each lane of a register belongs to another matrix, so that even matrices of
//! 2 rows keep the processor busy. No vendor's library has these; every backend is helped by them.
//!
//! Matrices lie row by row and one after the other, as arrays have them. Pivots are chosen as by LAPACK, hence residuals are its own.
//! Eigenvalues and singular values of the smallest and of complex matrices are found by Jacobi's methods, which are more exact, of
//! others by tridiagonal and bidiagonal forms. Real systems are eliminated in lanes up to a handful of rows (`elimination`); of more,
//! the lanes are left to one matrix (`rows`).

mod bidiagonal;
mod elimination;
mod factors;
mod jacobi;
mod multiply;
mod reflectors;
mod rotations;
mod rows;
mod sweeps;
mod tridiagonal;

use numoxide_simd::{Baseline, Isa, Level, dispatch, level};

use crate::pure::product::Registers;
use crate::{Field, Real};
use factors::{Call, Factored};

/// Rows up to which factors are computed in lanes.
pub const FACTORS: usize = 32;
/// Rows up to which singular values and eigenvalues of complex matrices are computed in lanes.
const ROTATIONS: usize = 8;
/// Rows from which real matrices are brought to tridiagonal or bidiagonal form.
const FORMS_FROM: usize = 5;

/// Extents up to which products are made here.
const PRODUCTS: usize = 32;
const PRODUCTS_COMPLEX: usize = 4;

/// Lanes of small and of larger matrices: the latter would leave the first-level cache.
const MANY: usize = 8;
const FEW: usize = 4;
const MANY_UP_TO: usize = 12;

/// The number of the first matrix that a function could not serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused(pub usize);

/// Whether products of such extents, `[m, k, n]`, are not worth a call of a library each.
pub fn multiplies<T: Field>([m, k, n]: [usize; 3]) -> bool {
    m * n == 1 || m.max(n).max(k) <= if T::COMPLEX { PRODUCTS_COMPLEX } else { PRODUCTS }
}

/// The products of `m` × `k` and `k` × `n` matrices.
///
/// ```
/// let mut c = [0.0; 2];
/// numoxide_backend::stacks::multiply([1, 2, 1], &[1.0, 2.0, 3.0, 4.0], &[5.0, 6.0, 7.0, 8.0], &mut c);
/// assert_eq!(c, [17.0, 53.0]);
/// ```
pub fn multiply<T: Field>(extents: [usize; 3], a: &[T], b: &[T], c: &mut [T]) {
    T::stacks().multiply(extents, a, b, c);
}

/// Replaces every matrix of `n` rows by its inverse.
///
/// # Errors
/// The first singular matrix.
///
/// ```
/// let mut a = [2.0, 0.0, 0.0, 4.0];
/// numoxide_backend::stacks::invert(2, &mut a).unwrap();
/// assert_eq!(a, [0.5, 0.0, 0.0, 0.25]);
/// ```
pub fn invert<T: Field>(n: usize, a: &mut [T]) -> Result<(), Refused> {
    T::stacks().invert(n, a)
}

/// Solves `A x = b` in place of the `columns` columns of each `b`.
///
/// # Errors
/// The first singular matrix.
pub fn solve<T: Field>(n: usize, a: &[T], columns: usize, b: &mut [T]) -> Result<(), Refused> {
    T::stacks().solve(n, a, columns, b)
}

/// The determinant of every matrix of `n` rows.
pub fn determinants<T: Field>(n: usize, a: &[T], to: &mut [T]) {
    T::stacks().determinants(n, a, to);
}

impl Refused {
    /// The number in all of a stack of which `part` parts came before.
    fn after(self, part: usize) -> Self {
        Refused(self.0 + part * WIDENED)
    }
}

/// Matrices of single precision that are brought to double precision at a time, in which spectra are found: they gain digits, and
/// half as much code is compiled.
const WIDENED: usize = 64;

const fn is_double<T: Field>() -> bool {
    size_of::<T::Real>() == size_of::<f64>()
}

fn widened<T: Field>(items: &[T]) -> Vec<T::Double> {
    items.iter().map(|x| x.widen()).collect()
}

fn narrow<T: Field>(from: &[T::Double], to: &mut [T]) {
    to.iter_mut().zip(from).for_each(|(to, &x)| *to = T::narrow(x));
}

fn narrow_reals<R: Real>(from: &[f64], to: &mut [R]) {
    to.iter_mut().zip(from).for_each(|(to, &x)| *to = R::from_f64(x));
}

/// Rows up to which eigenvalues of Hermitian matrices, and singular values, are computed in lanes. Processors that do not multiply
/// and add at once are not worth the code for more than the smallest.
pub fn spectra_up_to<T: Field>() -> usize {
    if T::COMPLEX || level() == Level::Baseline && !Baseline::FMA { ROTATIONS } else { FACTORS }
}

/// Eigenvalues of Hermitian matrices of which the lower triangles are read, ascending, and eigenvectors in their place.
///
/// # Errors
/// The first matrix without convergence.
pub fn eigh<T: Field>(n: usize, a: &mut [T], w: &mut [T::Real], vectors: bool) -> Result<(), Refused> {
    T::stacks().eigh(n, a, w, vectors)
}

/// Singular values of square matrices, descending, and U and Vᴴ, if they are wanted.
///
/// # Errors
/// The first matrix without convergence, or without full rank: of such a matrix, U is not given by its columns.
pub fn svd<T: Field>(
    n: usize,
    a: &[T],
    s: &mut [T::Real],
    vectors: Option<(&mut [T], &mut [T])>,
) -> Result<(), Refused> {
    T::stacks().svd(n, a, s, vectors)
}

/// The functions above for one type, behind a pointer: so they are compiled here, and not again by every crate that calls
/// them. They are by far the largest code of linear algebra.
pub trait Stacks<T: Field>: private::Sealed {
    /// See [`multiply`].
    fn multiply(&self, extents: [usize; 3], a: &[T], b: &[T], c: &mut [T]);
    /// See [`invert`].
    ///
    /// # Errors
    /// The first singular matrix.
    fn invert(&self, n: usize, a: &mut [T]) -> Result<(), Refused>;
    /// See [`solve`].
    ///
    /// # Errors
    /// The first singular matrix.
    fn solve(&self, n: usize, a: &[T], columns: usize, b: &mut [T]) -> Result<(), Refused>;
    /// See [`determinants`].
    fn determinants(&self, n: usize, a: &[T], to: &mut [T]);
    /// See [`eigh`].
    ///
    /// # Errors
    /// The first matrix without convergence.
    fn eigh(&self, n: usize, a: &mut [T], w: &mut [T::Real], vectors: bool) -> Result<(), Refused>;
    /// See [`svd`].
    ///
    /// # Errors
    /// The first matrix without convergence or without full rank.
    fn svd(
        &self,
        n: usize,
        a: &[T],
        s: &mut [T::Real],
        vectors: Option<(&mut [T], &mut [T])>,
    ) -> Result<(), Refused>;
}

/// Matrices side by side in the lanes of registers.
pub(crate) struct Lanes;

mod private {
    pub trait Sealed {}
    impl Sealed for super::Lanes {}
}

impl<T: Field<Real: Registers>> Stacks<T> for Lanes {
    fn multiply(&self, [m, k, n]: [usize; 3], a: &[T], b: &[T], c: &mut [T]) {
        let count = c.len() / (m * n).max(1);
        assert!(a.len() == count * m * k && b.len() == count * k * n, "multiply: extents differ");
        assert!(c.len() == count * m * n && m * k * n > 0, "multiply: extents differ");
        dispatch(multiply::Multiply { extents: [m, k, n], a, b, c });
    }

    fn invert(&self, n: usize, a: &mut [T]) -> Result<(), Refused> {
        assert!(n > 0 && a.len().is_multiple_of(n * n), "invert: extents differ");
        dispatch(Factored { n, call: Call::Invert(a) })
    }

    fn solve(&self, n: usize, a: &[T], columns: usize, b: &mut [T]) -> Result<(), Refused> {
        assert!(n > 0 && a.len() * columns == b.len() * n, "solve: extents differ");
        dispatch(Factored { n, call: Call::Solve(a, columns, b) })
    }

    fn determinants(&self, n: usize, a: &[T], to: &mut [T]) {
        assert!(n > 0 && a.len() == to.len() * n * n, "determinants: extents differ");
        let done = dispatch(Factored { n, call: Call::Determinants(a, to) });
        debug_assert!(done.is_ok(), "every matrix has a determinant");
    }

    fn eigh(&self, n: usize, a: &mut [T], w: &mut [T::Real], vectors: bool) -> Result<(), Refused> {
        assert!(n > 0 && n <= spectra_up_to::<T>() && a.len() == w.len() * n, "eigh: extents differ");
        if const { is_double::<T>() } {
            return dispatch(jacobi::Eigh { n, a, w, vectors });
        }
        let size = n * n;
        for (part, (a, w)) in a.chunks_mut(WIDENED * size).zip(w.chunks_mut(WIDENED * n)).enumerate() {
            let (mut matrices, mut values) = (widened(a), vec![0.0; w.len()]);
            T::Double::stacks().eigh(n, &mut matrices, &mut values, vectors).map_err(|it| it.after(part))?;
            narrow_reals(&values, w);
            if vectors {
                narrow(&matrices, a);
            }
        }
        Ok(())
    }

    fn svd(
        &self,
        n: usize,
        a: &[T],
        s: &mut [T::Real],
        vectors: Option<(&mut [T], &mut [T])>,
    ) -> Result<(), Refused> {
        assert!(n > 0 && n <= spectra_up_to::<T>() && a.len() == s.len() * n, "svd: extents differ");
        if let Some((u, vh)) = &vectors {
            assert!(u.len() == a.len() && vh.len() == a.len(), "svd: extents differ");
        }
        if const { is_double::<T>() } {
            return dispatch(jacobi::Svd { n, a, s, vectors });
        }
        let (part_len, mut vectors) = (WIDENED * n * n, vectors);
        for (part, (a, s)) in a.chunks(part_len).zip(s.chunks_mut(WIDENED * n)).enumerate() {
            let (matrices, mut values) = (widened(a), vec![0.0; s.len()]);
            let mut sides = vectors.is_some().then(|| (matrices.clone(), matrices.clone()));
            let slices = sides.as_mut().map(|(u, vh)| (&mut u[..], &mut vh[..]));
            T::Double::stacks().svd(n, &matrices, &mut values, slices).map_err(|it| it.after(part))?;
            narrow_reals(&values, s);
            if let (Some((u, vh)), Some((found_u, found_vh))) = (&mut vectors, &sides) {
                let place = part * part_len..part * part_len + a.len();
                narrow(found_u, &mut u[place.clone()]);
                narrow(found_vh, &mut vh[place]);
            }
        }
        Ok(())
    }
}

/// Brings `count` square matrices into lanes, column by column; lanes that are left over repeat the last.
#[inline(always)]
fn gather<T: Field, const L: usize>(from: &[T], n: usize, count: usize, to: &mut [[T; L]]) {
    for lane in 0..L {
        let matrix = &from[lane.min(count - 1) * n * n..][..n * n];
        for i in 0..n {
            for j in 0..n {
                to[j * n + i][lane] = matrix[i * n + j];
            }
        }
    }
}

/// The reverse of [`gather`].
#[inline(always)]
fn scatter<T: Field, const L: usize>(from: &[[T; L]], n: usize, count: usize, to: &mut [T]) {
    for lane in 0..count {
        let matrix = &mut to[lane * n * n..][..n * n];
        for i in 0..n {
            for j in 0..n {
                matrix[i * n + j] = from[j * n + i][lane];
            }
        }
    }
}

/// Divides each lane by a power of two near its largest item, and returns these.
#[inline(always)]
fn scaled<T: Field>(tile: &mut [[T; MANY]]) -> [T::Real; MANY] {
    let mut most = [T::Real::ZERO; MANY];
    for x in tile.iter() {
        (0..MANY)
            .for_each(|lane| most[lane] = most[lane].larger(x[lane].re().abs()).larger(x[lane].im().abs()));
    }
    let scales = most.map(|most| {
        let exponent = if most == T::Real::ZERO { 0.0 } else { most.to_f64().log2().floor() };
        T::Real::from_f64(2f64.powi(exponent as i32))
    });
    for x in tile {
        for lane in 0..MANY {
            x[lane] = T::from_parts(x[lane].re() / scales[lane], x[lane].im() / scales[lane]);
        }
    }
    scales
}
