//! Of complex matrices.

use num_complex::Complex;
use numoxide_backend::{Failure, Field, MatMut, Real};

use super::{Forms, Select, normalize, target};
use crate::Int;
use crate::kinds::{Kind, char, converged};
use crate::routines::{Char, ONE_CHAR, checked, with_workspace};
use crate::symbols::{Finder, Missing};

type Gees<T, R, I> = unsafe extern "C" fn(
    Char,
    Char,
    Select,
    *const I,
    *mut T,
    *const I,
    *mut I,
    *mut T,
    *mut T,
    *const I,
    *mut T,
    *const I,
    *mut R,
    *mut I,
    *mut I,
    usize,
    usize,
);
type Geqp3<T, R, I> = unsafe extern "C" fn(
    *const I,
    *const I,
    *mut T,
    *const I,
    *mut I,
    *mut T,
    *mut T,
    *const I,
    *mut R,
    *mut I,
);
type Ggev<T, R, I> = unsafe extern "C" fn(
    Char,
    Char,
    *const I,
    *mut T,
    *const I,
    *mut T,
    *const I,
    *mut T,
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
type Gges<T, R, I> = unsafe extern "C" fn(
    Char,
    Char,
    Char,
    Select,
    *const I,
    *mut T,
    *const I,
    *mut T,
    *const I,
    *mut I,
    *mut T,
    *mut T,
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
    usize,
    usize,
);

pub(crate) struct Table<R, I> {
    gees: Gees<Complex<R>, R, I>,
    geqp3: Geqp3<Complex<R>, R, I>,
    ggev: Ggev<Complex<R>, R, I>,
    gges: Gges<Complex<R>, R, I>,
}

impl<R: Real, I: Int> Forms<Complex<R>, I> for Table<R, I>
where
    Complex<R>: Kind<Real = R>,
{
    fn fill(finder: &Finder<'_>) -> Result<Self, Missing> {
        let p = <Complex<R>>::PREFIX;
        // SAFETY: the types above are the Fortran interfaces of these routines.
        unsafe {
            Ok(Table {
                gees: finder.get(p, "gees")?,
                geqp3: finder.get(p, "geqp3")?,
                ggev: finder.get(p, "ggev")?,
                gges: finder.get(p, "gges")?,
            })
        }
    }

    fn gees(
        &self,
        mut a: MatMut<'_, Complex<R>>,
        w: &mut [Complex<R>],
        z: Option<MatMut<'_, Complex<R>>>,
    ) -> Result<(), Failure> {
        let [n, lda] = I::all([w.len(), a.ld()])?;
        let (job, unsorted) = (char(z.is_some(), c"V", c"N"), char(false, c"S", c"N"));
        let mut reals = vec![R::ZERO; w.len()];
        let (mut nowhere, mut sorted, mut flag, mut info) =
            (<Complex<R>>::ZERO, I::default(), I::default(), I::default());
        let (z, ldz) = target::<Complex<R>, I>(z, &mut nowhere)?;
        with_workspace(|work: *mut Complex<R>, length: I| {
            // SAFETY: the matrices are borrowed uniquely, the eigenvalues have room, the workspaces are as long as asked for
            // unless this is a query, and what is not sorted by is not read.
            unsafe {
                (self.gees)(
                    job,
                    unsorted,
                    std::ptr::null(),
                    &n,
                    a.as_mut_ptr(),
                    &lda,
                    &mut sorted,
                    w.as_mut_ptr(),
                    z,
                    &ldz,
                    work,
                    &length,
                    reals.as_mut_ptr(),
                    &mut flag,
                    &mut info,
                    ONE_CHAR,
                    ONE_CHAR,
                );
            }
        })?;
        converged("gees", info)
    }

    fn geqp3(
        &self,
        mut a: MatMut<'_, Complex<R>>,
        order: &mut [I],
        tau: &mut [Complex<R>],
    ) -> Result<(), Failure> {
        let [m, n, lda] = I::all([a.rows(), a.cols(), a.ld()])?;
        let (mut reals, mut info) = (vec![R::ZERO; 2 * order.len()], I::default());
        let (at, order_at, tau_at) = (a.as_mut_ptr(), order.as_mut_ptr(), tau.as_mut_ptr());
        with_workspace(|work: *mut Complex<R>, length: I| {
            let reals = reals.as_mut_ptr();
            // SAFETY: as for `gees`: there is an index for each column, and a factor for each reflection.
            unsafe { (self.geqp3)(&m, &n, at, &lda, order_at, tau_at, work, &length, reals, &mut info) };
        })?;
        checked("geqp3", info);
        Ok(())
    }

    fn ggev(
        &self,
        mut a: MatMut<'_, Complex<R>>,
        mut b: MatMut<'_, Complex<R>>,
        alpha: &mut [Complex<R>],
        beta: &mut [Complex<R>],
        vectors: Option<MatMut<'_, Complex<R>>>,
    ) -> Result<(), Failure> {
        let [n, lda, ldb, one] = I::all([alpha.len(), a.ld(), b.ld(), 1])?;
        let (none, job) = (char(false, c"V", c"N"), char(vectors.is_some(), c"V", c"N"));
        let (mut left, mut nowhere) = (<Complex<R>>::ZERO, <Complex<R>>::ZERO);
        let mut vectors = vectors;
        let (right, ldr) = target::<Complex<R>, I>(vectors.as_mut().map(MatMut::rb), &mut nowhere)?;
        let (mut reals, mut info) = (vec![R::ZERO; 8 * alpha.len()], I::default());
        with_workspace(|work: *mut Complex<R>, length: I| {
            // SAFETY: as for `gees`.
            unsafe {
                (self.ggev)(
                    none,
                    job,
                    &n,
                    a.as_mut_ptr(),
                    &lda,
                    b.as_mut_ptr(),
                    &ldb,
                    alpha.as_mut_ptr(),
                    beta.as_mut_ptr(),
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
        converged("ggev", info)?;
        vectors.into_iter().for_each(normalize);
        Ok(())
    }
    fn gges(
        &self,
        mut a: MatMut<'_, Complex<R>>,
        mut b: MatMut<'_, Complex<R>>,
        alpha: &mut [Complex<R>],
        beta: &mut [Complex<R>],
        vectors: Option<(MatMut<'_, Complex<R>>, MatMut<'_, Complex<R>>)>,
    ) -> Result<(), Failure> {
        let [n, lda, ldb] = I::all([alpha.len(), a.ld(), b.ld()])?;
        let (job, unsorted) = (char(vectors.is_some(), c"V", c"N"), char(false, c"S", c"N"));
        let mut reals = vec![R::ZERO; 8 * alpha.len()];
        let (mut left, mut right) = (<Complex<R>>::ZERO, <Complex<R>>::ZERO);
        let (mut sorted, mut flag, mut info) = (I::default(), I::default(), I::default());
        let (q, z) = vectors.unzip();
        let ((q, ldq), (z, ldz)) =
            (target::<Complex<R>, I>(q, &mut left)?, target::<Complex<R>, I>(z, &mut right)?);
        with_workspace(|work: *mut Complex<R>, length: I| {
            // SAFETY: as for `gees`.
            unsafe {
                (self.gges)(
                    job,
                    job,
                    unsorted,
                    std::ptr::null(),
                    &n,
                    a.as_mut_ptr(),
                    &lda,
                    b.as_mut_ptr(),
                    &ldb,
                    &mut sorted,
                    alpha.as_mut_ptr(),
                    beta.as_mut_ptr(),
                    q,
                    &ldq,
                    z,
                    &ldz,
                    work,
                    &length,
                    reals.as_mut_ptr(),
                    &mut flag,
                    &mut info,
                    ONE_CHAR,
                    ONE_CHAR,
                    ONE_CHAR,
                );
            }
        })?;
        converged("gges", info)
    }
}
