//! Singular values and eigenvalues of complex matrices.

use num_complex::Complex;
use numoxide_backend::{Failure, Field, MatMut, Real};

use super::{Kind, Spectral, Vectors, char, converged};
use crate::Int;
use crate::routines::{Char, ONE_CHAR, with_workspace, workspace};
use crate::symbols::{Finder, Missing};

type Gesdd<T, R, I> = unsafe extern "C" fn(
    Char,
    *const I,
    *const I,
    *mut T,
    *const I,
    *mut R,
    *mut T,
    *const I,
    *mut T,
    *const I,
    *mut T,
    *const I,
    *mut R,
    *mut I,
    *mut I,
    usize,
);
type Gelsd<T, R, I> = unsafe extern "C" fn(
    *const I,
    *const I,
    *const I,
    *mut T,
    *const I,
    *mut T,
    *const I,
    *mut R,
    *const R,
    *mut I,
    *mut T,
    *const I,
    *mut R,
    *mut I,
    *mut I,
);
type Heevd<T, R, I> = unsafe extern "C" fn(
    Char,
    Char,
    *const I,
    *mut T,
    *const I,
    *mut R,
    *mut T,
    *const I,
    *mut R,
    *const I,
    *mut I,
    *const I,
    *mut I,
    usize,
    usize,
);
type Geev<T, R, I> = unsafe extern "C" fn(
    Char,
    Char,
    *const I,
    *mut T,
    *const I,
    *mut T,
    *mut T,
    *const I,
    *mut T,
    *const I,
    *mut T,
    *const I,
    *mut R,
    *mut I,
    usize,
    usize,
);

pub(crate) struct Table<R, I> {
    gesdd: Gesdd<Complex<R>, R, I>,
    gelsd: Gelsd<Complex<R>, R, I>,
    heevd: Heevd<Complex<R>, R, I>,
    geev: Geev<Complex<R>, R, I>,
}

/// The reals that `gesdd` needs, by its documentation; more for values alone, as it was until LAPACK 3.7.
fn reals_of_gesdd(m: usize, n: usize, vectors: bool) -> Option<usize> {
    let (less, more) = (m.min(n), m.max(n));
    let square = less.checked_mul(less)?;
    if !vectors {
        return less.checked_mul(7);
    }
    let first = square.checked_mul(5)?.checked_add(5 * less)?;
    let second = more.checked_mul(less)?.checked_add(square)?.checked_mul(2)?.checked_add(less)?;
    Some(first.max(second))
}

impl<R: Real, I: Int> Spectral<Complex<R>, I> for Table<R, I>
where
    Complex<R>: Kind<Real = R>,
{
    fn fill(finder: &Finder<'_>) -> Result<Self, Missing> {
        let p = <Complex<R>>::PREFIX;
        // SAFETY: the types above are the Fortran interfaces of these routines.
        unsafe {
            Ok(Table {
                gesdd: finder.get(p, "gesdd")?,
                gelsd: finder.get(p, "gelsd")?,
                heevd: finder.get(p, "heevd")?,
                geev: finder.get(p, "geev")?,
            })
        }
    }

    fn gesdd(
        &self,
        mut a: MatMut<'_, Complex<R>>,
        s: &mut [R],
        vectors: Option<(MatMut<'_, Complex<R>>, MatMut<'_, Complex<R>>)>,
    ) -> Result<(), Failure> {
        let [m, n, lda] = I::all([a.rows(), a.cols(), a.ld()])?;
        let reals = reals_of_gesdd(a.rows(), a.cols(), vectors.is_some());
        let reals = reals.ok_or(Failure::TooLarge { extent: a.rows().max(a.cols()) })?;
        let mut nowhere = <Complex<R>>::ZERO;
        let Vectors { job, u, ldu, vh, ldvh } = Vectors::new(vectors, s.len(), &mut nowhere)?;
        let mut reals = vec![R::ZERO; reals];
        let (mut integers, mut info) = (vec![I::default(); 8 * s.len()], I::default());
        with_workspace(|work: *mut Complex<R>, length: I| {
            // SAFETY: the matrices are borrowed uniquely, `s`, the reals and the integers are as long as LAPACK says, and
            // so is the workspace unless this is a query, which writes one item of it.
            unsafe {
                (self.gesdd)(
                    job,
                    &m,
                    &n,
                    a.as_mut_ptr(),
                    &lda,
                    s.as_mut_ptr(),
                    u,
                    &ldu,
                    vh,
                    &ldvh,
                    work,
                    &length,
                    reals.as_mut_ptr(),
                    integers.as_mut_ptr(),
                    &mut info,
                    ONE_CHAR,
                );
            }
        })?;
        converged("gesdd", info)
    }

    fn gelsd(
        &self,
        mut a: MatMut<'_, Complex<R>>,
        mut b: MatMut<'_, Complex<R>>,
        rcond: R,
        s: &mut [R],
    ) -> Result<usize, Failure> {
        let [m, n, columns, lda, ldb] = I::all([a.rows(), a.cols(), b.cols(), a.ld(), b.ld()])?;
        let (mut rank, mut info) = (I::default(), I::default());
        let mut call = |work: *mut Complex<R>, length: I, reals: *mut R, integers: *mut I| {
            let (a, b, s) = (a.as_mut_ptr(), b.as_mut_ptr(), s.as_mut_ptr());
            let gelsd = self.gelsd;
            // SAFETY: as for `gesdd`; `b` has as many rows as the larger extent of `a`.
            unsafe {
                gelsd(
                    &m, &n, &columns, a, &lda, b, &ldb, s, &rcond, &mut rank, work, &length, reals, integers,
                    &mut info,
                );
            }
        };
        let (mut answer, mut real, mut count) = (<Complex<R>>::ZERO, R::ZERO, I::default());
        call(&mut answer, I::QUERY, &mut real, &mut count);
        let (mut work, length) = workspace(answer)?;
        let (mut reals, _) = workspace::<R, I>(real)?;
        let mut integers = vec![I::default(); count.get().max(1) as usize];
        call(work.as_mut_ptr(), length, reals.as_mut_ptr(), integers.as_mut_ptr());
        converged("gelsd", info)?;
        Ok(rank.get() as usize)
    }

    fn heevd(&self, mut a: MatMut<'_, Complex<R>>, w: &mut [R], vectors: bool) -> Result<(), Failure> {
        let [n, lda] = I::all([a.rows(), a.ld()])?;
        let job = char(vectors, c"V", c"N");
        let lower = c"L".as_ptr().cast();
        let mut info = I::default();
        let mut call =
            |(work, length): (*mut Complex<R>, I), (reals, size): (*mut R, I), integers: *mut I, count: I| {
                // SAFETY: as for `gesdd`.
                unsafe {
                    (self.heevd)(
                        job,
                        lower,
                        &n,
                        a.as_mut_ptr(),
                        &lda,
                        w.as_mut_ptr(),
                        work,
                        &length,
                        reals,
                        &size,
                        integers,
                        &count,
                        &mut info,
                        ONE_CHAR,
                        ONE_CHAR,
                    );
                }
            };
        let (mut answer, mut real, mut count) = (<Complex<R>>::ZERO, R::ZERO, I::default());
        call((&mut answer, I::QUERY), (&mut real, I::QUERY), &mut count, I::QUERY);
        let (mut work, length) = workspace(answer)?;
        let (mut reals, size) = workspace(real)?;
        let mut integers = vec![I::default(); count.get().max(1) as usize];
        call((work.as_mut_ptr(), length), (reals.as_mut_ptr(), size), integers.as_mut_ptr(), count);
        converged("heevd", info)
    }

    fn geev(
        &self,
        mut a: MatMut<'_, Complex<R>>,
        w: &mut [Complex<R>],
        vectors: Option<MatMut<'_, Complex<R>>>,
    ) -> Result<(), Failure> {
        let [n, lda, one] = I::all([w.len(), a.ld(), 1])?;
        let (none, job) = (char(false, c"V", c"N"), char(vectors.is_some(), c"V", c"N"));
        let (mut left, mut nowhere) = (<Complex<R>>::ZERO, <Complex<R>>::ZERO);
        let (right, ldr) = match vectors {
            Some(mut vectors) => (vectors.as_mut_ptr(), I::new(vectors.ld())?),
            None => (&raw mut nowhere, one),
        };
        let (mut reals, mut info) = (vec![R::ZERO; 2 * w.len()], I::default());
        with_workspace(|work: *mut Complex<R>, length: I| {
            // SAFETY: as for `gesdd`.
            unsafe {
                (self.geev)(
                    none,
                    job,
                    &n,
                    a.as_mut_ptr(),
                    &lda,
                    w.as_mut_ptr(),
                    &mut left,
                    &one,
                    right,
                    &ldr,
                    work,
                    &length,
                    reals.as_mut_ptr(),
                    &mut info,
                    ONE_CHAR,
                    ONE_CHAR,
                );
            }
        })?;
        converged("geev", info)
    }
}
