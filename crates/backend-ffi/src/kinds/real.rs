//! Singular values and eigenvalues of real matrices.

use num_complex::Complex;
use numoxide_backend::{Failure, MatMut, Real};

use super::{Kind, Spectral, Vectors, char, converged};
use crate::Int;
use crate::routines::{Char, ONE_CHAR, with_workspace, workspace};
use crate::symbols::{Finder, Missing};

type Gesdd<R, I> = unsafe extern "C" fn(
    Char,
    *const I,
    *const I,
    *mut R,
    *const I,
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
);
type Gelsd<R, I> = unsafe extern "C" fn(
    *const I,
    *const I,
    *const I,
    *mut R,
    *const I,
    *mut R,
    *const I,
    *mut R,
    *const R,
    *mut I,
    *mut R,
    *const I,
    *mut I,
    *mut I,
);
type Syevd<R, I> = unsafe extern "C" fn(
    Char,
    Char,
    *const I,
    *mut R,
    *const I,
    *mut R,
    *mut R,
    *const I,
    *mut I,
    *const I,
    *mut I,
    usize,
    usize,
);
type Geev<R, I> = unsafe extern "C" fn(
    Char,
    Char,
    *const I,
    *mut R,
    *const I,
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

pub(crate) struct Table<R, I> {
    gesdd: Gesdd<R, I>,
    gelsd: Gelsd<R, I>,
    syevd: Syevd<R, I>,
    geev: Geev<R, I>,
}

impl<R: Kind<Real = R> + Real, I: Int> Spectral<R, I> for Table<R, I> {
    fn fill(finder: &Finder<'_>) -> Result<Self, Missing> {
        let p = R::PREFIX;
        // SAFETY: the types above are the Fortran interfaces of these routines.
        unsafe {
            Ok(Table {
                gesdd: finder.get(p, "gesdd")?,
                gelsd: finder.get(p, "gelsd")?,
                syevd: finder.get(p, "syevd")?,
                geev: finder.get(p, "geev")?,
            })
        }
    }

    fn gesdd(
        &self,
        mut a: MatMut<'_, R>,
        s: &mut [R],
        vectors: Option<(MatMut<'_, R>, MatMut<'_, R>)>,
    ) -> Result<(), Failure> {
        let [m, n, lda] = I::all([a.rows(), a.cols(), a.ld()])?;
        let mut nowhere = R::ZERO;
        let Vectors { job, u, ldu, vh, ldvh } = Vectors::new(vectors, s.len(), &mut nowhere)?;
        let (mut integers, mut info) = (vec![I::default(); 8 * s.len()], I::default());
        with_workspace(|work: *mut R, length: I| {
            // SAFETY: the matrices are borrowed uniquely, `s` and the integers are as long as LAPACK says, and so is the
            // workspace unless this is a query, which writes one item of it.
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
        mut a: MatMut<'_, R>,
        mut b: MatMut<'_, R>,
        rcond: R,
        s: &mut [R],
    ) -> Result<usize, Failure> {
        let [m, n, columns, lda, ldb] = I::all([a.rows(), a.cols(), b.cols(), a.ld(), b.ld()])?;
        let (mut rank, mut info) = (I::default(), I::default());
        let mut call = |work: *mut R, length: I, integers: *mut I| {
            let (a, b, s) = (a.as_mut_ptr(), b.as_mut_ptr(), s.as_mut_ptr());
            let gelsd = self.gelsd;
            // SAFETY: as for `gesdd`; `b` has as many rows as the larger extent of `a`.
            unsafe {
                gelsd(
                    &m, &n, &columns, a, &lda, b, &ldb, s, &rcond, &mut rank, work, &length, integers,
                    &mut info,
                );
            }
        };
        let (mut answer, mut count) = (R::ZERO, I::default());
        call(&mut answer, I::QUERY, &mut count);
        let (mut work, length) = workspace(answer)?;
        let mut integers = vec![I::default(); count.get().max(1) as usize];
        call(work.as_mut_ptr(), length, integers.as_mut_ptr());
        converged("gelsd", info)?;
        Ok(rank.get() as usize)
    }

    fn heevd(&self, mut a: MatMut<'_, R>, w: &mut [R], vectors: bool) -> Result<(), Failure> {
        let [n, lda] = I::all([a.rows(), a.ld()])?;
        let job = char(vectors, c"V", c"N");
        let lower = c"L".as_ptr().cast();
        let mut info = I::default();
        let mut call = |work: *mut R, length: I, integers: *mut I, count: I| {
            // SAFETY: as for `gesdd`.
            unsafe {
                (self.syevd)(
                    job,
                    lower,
                    &n,
                    a.as_mut_ptr(),
                    &lda,
                    w.as_mut_ptr(),
                    work,
                    &length,
                    integers,
                    &count,
                    &mut info,
                    ONE_CHAR,
                    ONE_CHAR,
                );
            }
        };
        let (mut answer, mut count) = (R::ZERO, I::default());
        call(&mut answer, I::QUERY, &mut count, I::QUERY);
        let (mut work, length) = workspace(answer)?;
        let mut integers = vec![I::default(); count.get().max(1) as usize];
        call(work.as_mut_ptr(), length, integers.as_mut_ptr(), count);
        converged("syevd", info)
    }

    fn geev(
        &self,
        mut a: MatMut<'_, R>,
        w: &mut [Complex<R>],
        vectors: Option<MatMut<'_, Complex<R>>>,
    ) -> Result<(), Failure> {
        let order = w.len();
        let [n, lda, one] = I::all([order, a.ld(), 1])?;
        let (mut re, mut im) = (vec![R::ZERO; order], vec![R::ZERO; order]);
        let mut packed = vec![R::ZERO; if vectors.is_some() { order * order } else { 1 }];
        let (none, job) = (char(false, c"V", c"N"), char(vectors.is_some(), c"V", c"N"));
        let (mut nowhere, mut info) = (R::ZERO, I::default());
        with_workspace(|work: *mut R, length: I| {
            // SAFETY: as for `gesdd`.
            unsafe {
                (self.geev)(
                    none,
                    job,
                    &n,
                    a.as_mut_ptr(),
                    &lda,
                    re.as_mut_ptr(),
                    im.as_mut_ptr(),
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
        converged("geev", info)?;
        join(w, re, im);
        if let Some(vectors) = vectors {
            unpack(&packed, w, vectors);
        }
        Ok(())
    }
}

/// Complex numbers from their parts.
pub(super) fn join<R>(to: &mut [Complex<R>], re: Vec<R>, im: Vec<R>) {
    for (to, (re, im)) in to.iter_mut().zip(re.into_iter().zip(im)) {
        *to = Complex { re, im };
    }
}

/// The eigenvectors from LAPACK's form: of a conjugate pair, one column holds the real parts and the next the imaginary.
pub(super) fn unpack<R: Real>(packed: &[R], w: &[Complex<R>], mut vectors: MatMut<'_, Complex<R>>) {
    let columns: Vec<&[R]> = packed.chunks_exact(w.len()).collect();
    for (j, w) in w.iter().enumerate() {
        let (re, im, sign) = match w.im {
            im if im == R::ZERO => (columns[j], columns[j], R::ZERO),
            im if im > R::ZERO => (columns[j], columns[j + 1], R::ONE),
            _ => (columns[j - 1], columns[j], -R::ONE),
        };
        for (v, (&re, &im)) in vectors.col_mut(j).iter_mut().zip(re.iter().zip(im)) {
            *v = Complex { re, im: im * sign };
        }
    }
}
