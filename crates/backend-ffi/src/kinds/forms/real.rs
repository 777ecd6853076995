//! Of real matrices.

use num_complex::Complex;
use numoxide_backend::{Failure, MatMut, Real};

use super::{Forms, Select, normalize, target};
use crate::Int;
use crate::kinds::real::{join, unpack};
use crate::kinds::{Kind, char, converged};
use crate::routines::{Char, ONE_CHAR, checked, with_workspace};
use crate::symbols::{Finder, Missing};

type Gees<R, I> = unsafe extern "C" fn(
    Char,
    Char,
    Select,
    *const I,
    *mut R,
    *const I,
    *mut I,
    *mut R,
    *mut R,
    *mut R,
    *const I,
    *mut R,
    *const I,
    *mut I,
    *mut I,
    usize,
    usize,
);
type Geqp3<R, I> =
    unsafe extern "C" fn(*const I, *const I, *mut R, *const I, *mut I, *mut R, *mut R, *const I, *mut I);
type Ggev<R, I> = unsafe extern "C" fn(
    Char,
    Char,
    *const I,
    *mut R,
    *const I,
    *mut R,
    *const I,
    *mut R,
    *mut R,
    *mut R,
    *mut R,
    *const I,
    *mut R,
    *const I,
    *mut R,
    *const I,
    *mut I,
    usize,
    usize,
);
type Gges<R, I> = unsafe extern "C" fn(
    Char,
    Char,
    Char,
    Select,
    *const I,
    *mut R,
    *const I,
    *mut R,
    *const I,
    *mut I,
    *mut R,
    *mut R,
    *mut R,
    *mut R,
    *const I,
    *mut R,
    *const I,
    *mut R,
    *const I,
    *mut I,
    *mut I,
    usize,
    usize,
    usize,
);

pub(crate) struct Table<R, I> {
    gees: Gees<R, I>,
    geqp3: Geqp3<R, I>,
    ggev: Ggev<R, I>,
    gges: Gges<R, I>,
}

impl<R: Kind<Real = R> + Real, I: Int> Forms<R, I> for Table<R, I> {
    fn fill(finder: &Finder<'_>) -> Result<Self, Missing> {
        let p = R::PREFIX;
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
        mut a: MatMut<'_, R>,
        w: &mut [Complex<R>],
        z: Option<MatMut<'_, R>>,
    ) -> Result<(), Failure> {
        let [n, lda] = I::all([w.len(), a.ld()])?;
        let (job, unsorted) = (char(z.is_some(), c"V", c"N"), char(false, c"S", c"N"));
        let (mut re, mut im) = (vec![R::ZERO; w.len()], vec![R::ZERO; w.len()]);
        let (mut nowhere, mut sorted, mut flag, mut info) =
            (R::ZERO, I::default(), I::default(), I::default());
        let (z, ldz) = target::<R, I>(z, &mut nowhere)?;
        with_workspace(|work: *mut R, length: I| {
            // SAFETY: the matrices are borrowed uniquely, the eigenvalues have room, the workspace is as long as asked for
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
                    re.as_mut_ptr(),
                    im.as_mut_ptr(),
                    z,
                    &ldz,
                    work,
                    &length,
                    &mut flag,
                    &mut info,
                    ONE_CHAR,
                    ONE_CHAR,
                );
            }
        })?;
        converged("gees", info)?;
        join(w, re, im);
        Ok(())
    }

    fn geqp3(&self, mut a: MatMut<'_, R>, order: &mut [I], tau: &mut [R]) -> Result<(), Failure> {
        let [m, n, lda] = I::all([a.rows(), a.cols(), a.ld()])?;
        let mut info = I::default();
        let (at, order_at, tau_at) = (a.as_mut_ptr(), order.as_mut_ptr(), tau.as_mut_ptr());
        with_workspace(|work: *mut R, length: I| {
            // SAFETY: as for `gees`: there is an index for each column, and a factor for each reflection.
            unsafe { (self.geqp3)(&m, &n, at, &lda, order_at, tau_at, work, &length, &mut info) };
        })?;
        checked("geqp3", info);
        Ok(())
    }

    fn ggev(
        &self,
        mut a: MatMut<'_, R>,
        mut b: MatMut<'_, R>,
        alpha: &mut [Complex<R>],
        beta: &mut [R],
        vectors: Option<MatMut<'_, Complex<R>>>,
    ) -> Result<(), Failure> {
        let order = alpha.len();
        let [n, lda, ldb, one] = I::all([order, a.ld(), b.ld(), 1])?;
        let (mut re, mut im) = (vec![R::ZERO; order], vec![R::ZERO; order]);
        let mut packed = vec![R::ZERO; if vectors.is_some() { order * order } else { 1 }];
        let (none, job) = (char(false, c"V", c"N"), char(vectors.is_some(), c"V", c"N"));
        let (mut nowhere, mut info) = (R::ZERO, I::default());
        with_workspace(|work: *mut R, length: I| {
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
                    re.as_mut_ptr(),
                    im.as_mut_ptr(),
                    beta.as_mut_ptr(),
                    &mut nowhere,
                    &one,
                    packed.as_mut_ptr(),
                    &n,
                    work,
                    &length,
                    &mut info,
                    ONE_CHAR,
                    ONE_CHAR,
                );
            }
        })?;
        converged("ggev", info)?;
        join(alpha, re, im);
        if let Some(mut vectors) = vectors {
            unpack(&packed, alpha, vectors.rb());
            normalize(vectors);
        }
        Ok(())
    }
    fn gges(
        &self,
        mut a: MatMut<'_, R>,
        mut b: MatMut<'_, R>,
        alpha: &mut [Complex<R>],
        beta: &mut [R],
        vectors: Option<(MatMut<'_, R>, MatMut<'_, R>)>,
    ) -> Result<(), Failure> {
        let [n, lda, ldb] = I::all([alpha.len(), a.ld(), b.ld()])?;
        let (job, unsorted) = (char(vectors.is_some(), c"V", c"N"), char(false, c"S", c"N"));
        let (mut re, mut im) = (vec![R::ZERO; alpha.len()], vec![R::ZERO; alpha.len()]);
        let (mut left, mut right) = (R::ZERO, R::ZERO);
        let (mut sorted, mut flag, mut info) = (I::default(), I::default(), I::default());
        let (q, z) = vectors.unzip();
        let ((q, ldq), (z, ldz)) = (target::<R, I>(q, &mut left)?, target::<R, I>(z, &mut right)?);
        with_workspace(|work: *mut R, length: I| {
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
                    re.as_mut_ptr(),
                    im.as_mut_ptr(),
                    beta.as_mut_ptr(),
                    q,
                    &ldq,
                    z,
                    &ldz,
                    work,
                    &length,
                    &mut flag,
                    &mut info,
                    ONE_CHAR,
                    ONE_CHAR,
                    ONE_CHAR,
                );
            }
        })?;
        converged("gges", info)?;
        join(alpha, re, im);
        Ok(())
    }
}
