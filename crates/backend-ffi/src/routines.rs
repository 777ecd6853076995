//! The contract's routines over a table of functions.

use std::ffi::CStr;

use num_complex::Complex;
use numoxide_backend::{Failure, Field, Mat, MatMut, Op, Real, Routines};

use crate::kinds::{Forms, Kind, Spectral};
use crate::roomy::roomy;
use crate::symbols::{Finder, Missing};
use crate::{Int, Threads};

/// A character argument, and the hidden length that goes with it.
pub(crate) type Char = *const u8;
pub(crate) const ONE_CHAR: usize = 1;

type Gemm<T, I> = unsafe extern "C" fn(
    Char,
    Char,
    *const I,
    *const I,
    *const I,
    *const T,
    *const T,
    *const I,
    *const T,
    *const I,
    *const T,
    *mut T,
    *const I,
    usize,
    usize,
);
type Gemv<T, I> = unsafe extern "C" fn(
    Char,
    *const I,
    *const I,
    *const T,
    *const T,
    *const I,
    *const T,
    *const I,
    *const T,
    *mut T,
    *const I,
    usize,
);
type Syrk<T, I> = Herk<T, T, I>;
type Herk<T, R, I> = unsafe extern "C" fn(
    Char,
    Char,
    *const I,
    *const I,
    *const R,
    *const T,
    *const I,
    *const R,
    *mut T,
    *const I,
    usize,
    usize,
);
type Trsm<T, I> = unsafe extern "C" fn(
    Char,
    Char,
    Char,
    Char,
    *const I,
    *const I,
    *const T,
    *const T,
    *const I,
    *mut T,
    *const I,
    usize,
    usize,
    usize,
    usize,
);
type Getrf<T, I> = unsafe extern "C" fn(*const I, *const I, *mut T, *const I, *mut I, *mut I);
type Getrs<T, I> = unsafe extern "C" fn(
    Char,
    *const I,
    *const I,
    *const T,
    *const I,
    *const I,
    *mut T,
    *const I,
    *mut I,
    usize,
);
type Potrf<T, I> = unsafe extern "C" fn(Char, *const I, *mut T, *const I, *mut I, usize);
type Geqrf<T, I> =
    unsafe extern "C" fn(*const I, *const I, *mut T, *const I, *mut T, *mut T, *const I, *mut I);
type Orgqr<T, I> =
    unsafe extern "C" fn(*const I, *const I, *const I, *mut T, *const I, *const T, *mut T, *const I, *mut I);
type Gehrd<T, I> =
    unsafe extern "C" fn(*const I, *const I, *const I, *mut T, *const I, *mut T, *mut T, *const I, *mut I);
type Sytrf<T, I> =
    unsafe extern "C" fn(Char, *const I, *mut T, *const I, *mut I, *mut T, *const I, *mut I, usize);

/// The routines of one type.
pub(crate) struct Table<T: Kind, I: Int> {
    threads: Option<Threads>,
    gemm: Gemm<T, I>,
    gemv: Gemv<T, I>,
    syrk: Syrk<T, I>,
    herk: Herk<T, T::Real, I>,
    trsm: Trsm<T, I>,
    getrf: Getrf<T, I>,
    getrs: Getrs<T, I>,
    potrf: Potrf<T, I>,
    geqrf: Geqrf<T, I>,
    orgqr: Orgqr<T, I>,
    gehrd: Gehrd<T, I>,
    /// Takes what `gehrd` does.
    orghr: Gehrd<T, I>,
    sytrf: Sytrf<T, I>,
    hetrf: Sytrf<T, I>,
    /// Those whose arguments differ between real and complex types.
    spectral: T::Spectral<I>,
    forms: T::Forms<I>,
}

impl<T: Kind, I: Int> Table<T, I> {
    pub fn fill(finder: &Finder<'_>, threads: Option<Threads>) -> Result<Self, Missing> {
        let p = T::PREFIX;
        // SAFETY: the types above are the Fortran interfaces of these routines.
        unsafe {
            Ok(Table {
                threads,
                gemm: finder.get(p, "gemm")?,
                gemv: finder.get(p, "gemv")?,
                syrk: finder.get(p, "syrk")?,
                herk: finder.get(p, if T::COMPLEX { "herk" } else { "syrk" })?,
                trsm: finder.get(p, "trsm")?,
                getrf: finder.get(p, "getrf")?,
                getrs: finder.get(p, "getrs")?,
                potrf: finder.get(p, "potrf")?,
                geqrf: finder.get(p, "geqrf")?,
                orgqr: finder.get(p, if T::COMPLEX { "ungqr" } else { "orgqr" })?,
                gehrd: finder.get(p, "gehrd")?,
                orghr: finder.get(p, if T::COMPLEX { "unghr" } else { "orghr" })?,
                sytrf: finder.get(p, "sytrf")?,
                hetrf: finder.get(p, if T::COMPLEX { "hetrf" } else { "sytrf" })?,
                spectral: T::Spectral::fill(finder)?,
                forms: T::Forms::fill(finder)?,
            })
        }
    }

    /// `y = alpha a x + beta y`, `x` and `y` given by their first item and the distance to the next.
    ///
    /// # Safety
    /// As many items as `a` has columns must be readable at `x`, and as many as it has rows writable at `y`.
    unsafe fn multiply_vector(
        &self,
        alpha: T,
        a: Mat<'_, T>,
        (x, x_step): (*const T, usize),
        beta: T,
        (y, y_step): (*mut T, usize),
    ) -> Result<(), Failure> {
        let (rows, cols) = if a.op() == Op::None { (a.rows(), a.cols()) } else { (a.cols(), a.rows()) };
        let [rows, cols, lda, x_step, y_step] = I::all([rows, cols, a.ld(), x_step, y_step])?;
        let op = transposition(a.op());
        let (gemv, a) = (self.gemv, a.as_ptr());
        // SAFETY: the matrix is as large as said, and the caller vouches for the vectors.
        unsafe { gemv(op, &rows, &cols, &alpha, a, &lda, x, &x_step, &beta, y, &y_step, ONE_CHAR) };
        Ok(())
    }

    /// Solves `A x = b` or `x A = b` for a triangular `A`, by the side that it is on, in place of `b`.
    fn divide(
        &self,
        side: &'static CStr,
        a: Mat<'_, T>,
        (lower, unit): (bool, bool),
        mut b: MatMut<'_, T>,
    ) -> Result<(), Failure> {
        let [m, n, lda, ldb] = I::all([b.rows(), b.cols(), a.ld(), b.ld()])?;
        let diagonal = if unit { c"U" } else { c"N" };
        assert!(a.rows() == if side == c"L" { b.rows() } else { b.cols() }, "trsm: extents differ");
        // SAFETY: the extents agree, and `b` is borrowed uniquely.
        unsafe {
            (self.trsm)(
                side.as_ptr().cast(),
                triangle(lower, a.op()),
                transposition(a.op()),
                diagonal.as_ptr().cast(),
                &m,
                &n,
                &T::ONE,
                a.as_ptr(),
                &lda,
                b.as_mut_ptr(),
                &ldb,
                ONE_CHAR,
                ONE_CHAR,
                ONE_CHAR,
                ONE_CHAR,
            );
        }
        Ok(())
    }

    /// `c = alpha a aᵀ`.
    fn multiply_square(&self, alpha: T, a: Mat<'_, T>, mut c: MatMut<'_, T>) -> Result<(), Failure> {
        let [n, k, lda, ldc] = I::all([c.rows(), a.cols(), a.ld(), c.ld()])?;
        let (lower, op) = (triangle(true, Op::None), transposition(a.op()));
        let (syrk, a, at) = (self.syrk, a.as_ptr(), c.as_mut_ptr());
        // SAFETY: `c` is square and borrowed uniquely, and has as many rows as `a`.
        unsafe { syrk(lower, op, &n, &k, &alpha, a, &lda, &T::ZERO, at, &ldc, ONE_CHAR, ONE_CHAR) };
        c.mirror_lower(false);
        Ok(())
    }
}

/// Up to this extent the half that `syrk` saves costs more than it brings.
const FEW: usize = 48;

/// Items of a matrix up to which no version of OpenBLAS uses more than one thread for its factors.
const SPLIT: usize = 10_000;

/// The first item and the distance between the items of a row or column that is read without conjugation.
fn vector<T: Field>(x: Mat<'_, T>) -> Option<(*const T, usize)> {
    let (down, right) = x.strides();
    let step = if x.cols() == 1 { down } else { right };
    (!T::COMPLEX || x.op() != Op::Adjoint).then_some((x.as_ptr(), step.unsigned_abs().max(1)))
}

/// The transpose of what BLAS can read transposed.
fn transposed<T: Field>(a: Mat<'_, T>) -> Option<Mat<'_, T>> {
    match a.op() {
        Op::Adjoint if T::COMPLEX => None,
        Op::Adjoint => Some(a.adjoint()),
        _ => Some(a.t()),
    }
}

impl<T: Kind, I: Int> Table<T, I> {
    /// The first columns of the Q whose reflectors are below the diagonal of `a`.
    fn form_q(&self, a: Mat<'_, T>, tau: &[T], mut q: MatMut<'_, T>) -> Result<(), Failure> {
        assert!(q.rows() == a.rows() && q.cols() <= a.rows(), "geqrf: extents differ");
        let reflections = tau.len().min(q.cols());
        for j in 0..reflections {
            q.col_mut(j).copy_from_slice(a.col(j).expect("the matrix is read as it lies"));
        }
        let [m, n, k, ld] = I::all([q.rows(), q.cols(), reflections, q.ld()])?;
        let (mut info, at) = (I::default(), q.as_mut_ptr());
        with_workspace(|work, length: I| {
            // SAFETY: a uniquely borrowed matrix that holds as many reflectors as there are factors, and the workspace.
            unsafe { (self.orgqr)(&m, &n, &k, at, &ld, tau.as_ptr(), work, &length, &mut info) };
        })?;
        checked("orgqr", info);
        Ok(())
    }
}

/// How Fortran is told the way an operand is read.
fn transposition(op: Op) -> Char {
    match op {
        Op::None => c"N",
        Op::Transpose => c"T",
        Op::Adjoint => c"C",
    }
    .as_ptr()
    .cast()
}

/// The triangle that holds, as it lies, what is the lower or upper one as read.
fn triangle(lower: bool, op: Op) -> Char {
    if lower == (op == Op::None) { c"L" } else { c"U" }.as_ptr().cast()
}

/// The `info` of a routine. It is negative for an illegal argument only, and ours have been checked.
pub(crate) fn checked<I: Int>(routine: &str, info: I) -> usize {
    let info = info.get();
    usize::try_from(info).unwrap_or_else(|_| panic!("{routine}: argument {} is illegal", -info))
}

/// A workspace of the length that a query returned, which may have been rounded down to the precision of `T`.
pub(crate) fn workspace<T: Field, I: Int>(answer: T) -> Result<(Vec<T>, I), Failure> {
    let length = answer.re().to_f64() * (1.0 + T::Real::EPSILON.to_f64());
    let length = (length.ceil() as usize).max(1);
    Ok((vec![T::ZERO; length], I::new(length)?))
}

/// Calls a routine twice: with a query, which writes the length of the workspace only, and with a workspace of that length.
pub(crate) fn with_workspace<T: Field, I: Int>(mut call: impl FnMut(*mut T, I)) -> Result<(), Failure> {
    let mut answer = T::ZERO;
    call(&mut answer, I::QUERY);
    let (mut work, length) = workspace(answer)?;
    call(work.as_mut_ptr(), length);
    Ok(())
}

impl<T: Kind, I: Int> Routines<T> for Table<T, I> {
    fn gemm(
        &self,
        alpha: T,
        a: Mat<'_, T>,
        b: Mat<'_, T>,
        beta: T,
        mut c: MatMut<'_, T>,
    ) -> Result<(), Failure> {
        let (m, n, k) = (c.rows(), c.cols(), a.cols());
        assert!(a.rows() == m && b.rows() == k && b.cols() == n, "gemm: extents differ");
        if m * n * k > 0 {
            if beta == T::ZERO && (m == 1 || n == 1) {
                // Versions of OpenBLAS scale by 0 what they should not read, which leaves NaN.
                (0..n).for_each(|j| c.col_mut(j).fill(T::ZERO));
            }
            if let (1, Some(x)) = (n, vector(b)) {
                // SAFETY: the column of `b` has as many items as `a` columns, and that of `c` as many as it has rows.
                return unsafe { self.multiply_vector(alpha, a, x, beta, (c.as_mut_ptr(), 1)) };
            }
            if let (1, Some(x), Some(b)) = (m, vector(a), transposed(b)) {
                // SAFETY: as above, of the transposes.
                return unsafe { self.multiply_vector(alpha, b, x, beta, (c.as_mut_ptr(), c.ld())) };
            }
            if m > FEW && beta == T::ZERO && b.is_transpose_of(&a, false) {
                return self.multiply_square(alpha, a, c);
            }
            if m > FEW && beta == T::ZERO && alpha == alpha.conj() && b.is_transpose_of(&a, true) {
                self.herk(alpha.re(), a, <T::Real as Field>::ZERO, c.rb())?;
                c.mirror_lower(true);
                return Ok(());
            }
        }
        let [m, n, k, lda, ldb, ldc] = I::all([m, n, k, a.ld(), b.ld(), c.ld()])?;
        // SAFETY: the extents agree, the leading dimensions are those of the matrices, and `c` is borrowed uniquely.
        unsafe {
            (self.gemm)(
                transposition(a.op()),
                transposition(b.op()),
                &m,
                &n,
                &k,
                &alpha,
                a.as_ptr(),
                &lda,
                b.as_ptr(),
                &ldb,
                &beta,
                c.as_mut_ptr(),
                &ldc,
                ONE_CHAR,
                ONE_CHAR,
            );
        }
        Ok(())
    }

    fn herk(
        &self,
        alpha: T::Real,
        a: Mat<'_, T>,
        beta: T::Real,
        mut c: MatMut<'_, T>,
    ) -> Result<(), Failure> {
        assert!(a.rows() == c.rows() && c.rows() == c.cols(), "herk: extents differ");
        assert!(!T::COMPLEX || a.op() != Op::Transpose, "the adjoint of a transpose is no operand of BLAS");
        let [n, k, lda, ldc] = I::all([c.rows(), a.cols(), a.ld(), c.ld()])?;
        let (lower, op) = (triangle(true, Op::None), transposition(a.op()));
        let (herk, a, at) = (self.herk, a.as_ptr(), c.as_mut_ptr());
        // SAFETY: `c` is square and borrowed uniquely, and has as many rows as `a`.
        unsafe { herk(lower, op, &n, &k, &alpha, a, &lda, &beta, at, &ldc, ONE_CHAR, ONE_CHAR) };
        Ok(())
    }

    fn getrf(&self, mut a: MatMut<'_, T>, pivots: &mut [usize]) -> Result<Option<usize>, Failure> {
        assert!(a.rows() >= a.cols() && pivots.len() == a.cols(), "getrf: extents differ");
        let [m, n, lda] = I::all([a.rows(), a.cols(), a.ld()])?;
        let (mut exchanged, mut info) = (vec![I::default(); pivots.len()], I::default());
        let large = a.rows() * a.cols() >= SPLIT;
        let mut call = || {
            let (at, exchanged) = (a.as_mut_ptr(), exchanged.as_mut_ptr());
            // SAFETY: a matrix that is borrowed uniquely, and as many pivots as it has columns, which are not more than rows.
            unsafe { (self.getrf)(&m, &n, at, &lda, exchanged, &mut info) };
        };
        if large && self.threads.is_none_or(|threads| (threads.get)() > 1) {
            roomy(self.threads, call);
        } else {
            call();
        }
        for (pivot, row) in pivots.iter_mut().zip(exchanged) {
            *pivot = row.get() as usize - 1;
        }
        Ok(checked("getrf", info).checked_sub(1))
    }

    fn getrs(&self, lu: Mat<'_, T>, pivots: &[usize], mut b: MatMut<'_, T>) -> Result<(), Failure> {
        let n = lu.rows();
        assert!(lu.cols() == n && b.rows() == n && pivots.len() == n, "getrs: extents differ");
        assert!(lu.op() == Op::None && pivots.iter().all(|&row| row < n), "getrs: these are no factors");
        let exchanged = pivots.iter().map(|&row| I::new(row + 1)).collect::<Result<Vec<I>, _>>()?;
        let [n, columns, ld, ldb] = I::all([n, b.cols(), lu.ld(), b.ld()])?;
        let mut info = I::default();
        let plain = transposition(Op::None);
        // SAFETY: the extents agree, the pivots are rows of the matrix, and `b` is borrowed uniquely.
        unsafe {
            (self.getrs)(
                plain,
                &n,
                &columns,
                lu.as_ptr(),
                &ld,
                exchanged.as_ptr(),
                b.as_mut_ptr(),
                &ldb,
                &mut info,
                ONE_CHAR,
            );
        }
        checked("getrs", info);
        Ok(())
    }

    fn getrs_rows(&self, lu: Mat<'_, T>, pivots: &[usize], mut b: MatMut<'_, T>) -> Result<(), Failure> {
        assert!(lu.rows() == b.cols() && pivots.len() == b.cols(), "getrs_rows: extents differ");
        pivots.iter().enumerate().for_each(|(k, &p)| b.swap_cols(k, p));
        self.divide(c"R", lu.t(), (false, true), b.rb())?;
        self.divide(c"R", lu.t(), (true, false), b)
    }

    fn potrf(&self, mut a: MatMut<'_, T>) -> Result<(), Failure> {
        assert!(a.rows() == a.cols(), "potrf: the matrix is not square");
        let [n, lda] = I::all([a.rows(), a.ld()])?;
        let mut info = I::default();
        // SAFETY: a square matrix that is borrowed uniquely.
        unsafe {
            (self.potrf)(triangle(true, Op::None), &n, a.as_mut_ptr(), &lda, &mut info, ONE_CHAR);
        }
        match checked("potrf", info) {
            0 => Ok(()),
            order => Err(Failure::NotPositiveDefinite { order }),
        }
    }

    fn trsm(&self, a: Mat<'_, T>, lower: bool, unit: bool, b: MatMut<'_, T>) -> Result<(), Failure> {
        assert!(a.rows() == a.cols() && a.rows() == b.rows(), "trsm: extents differ");
        self.divide(c"L", a, (lower, unit), b)
    }

    fn geqrf(&self, mut a: MatMut<'_, T>, tau: &mut [T], q: Option<MatMut<'_, T>>) -> Result<(), Failure> {
        assert!(tau.len() == a.rows().min(a.cols()), "geqrf: extents differ");
        let [m, n, lda] = I::all([a.rows(), a.cols(), a.ld()])?;
        let mut info = I::default();
        let (at, tau_at) = (a.as_mut_ptr(), tau.as_mut_ptr());
        with_workspace(|work, length: I| {
            // SAFETY: a uniquely borrowed matrix, as many factors as reflections, and a workspace of the length said.
            unsafe { (self.geqrf)(&m, &n, at, &lda, tau_at, work, &length, &mut info) };
        })?;
        checked("geqrf", info);
        q.map_or(Ok(()), |q| self.form_q(a.as_mat(), tau, q))
    }

    fn gesdd(
        &self,
        a: MatMut<'_, T>,
        s: &mut [T::Real],
        vectors: Option<(MatMut<'_, T>, MatMut<'_, T>)>,
    ) -> Result<(), Failure> {
        assert!(s.len() == a.rows().min(a.cols()), "gesdd: extents differ");
        if let Some((u, vh)) = &vectors {
            let (m, n, k) = (a.rows(), a.cols(), s.len());
            let some = u.cols() == k && vh.rows() == k;
            assert!(u.rows() == m && vh.cols() == n, "gesdd: extents differ");
            assert!(some || (u.cols() == m && vh.rows() == n), "gesdd: extents differ");
        }
        if s.is_empty() {
            vectors.into_iter().flat_map(|(u, vh)| [u, vh]).for_each(set_identity);
            return Ok(());
        }
        self.spectral.gesdd(a, s, vectors)
    }

    fn gelsd(
        &self,
        a: MatMut<'_, T>,
        mut b: MatMut<'_, T>,
        rcond: T::Real,
        s: &mut [T::Real],
    ) -> Result<usize, Failure> {
        let (m, n) = (a.rows(), a.cols());
        assert!(s.len() == m.min(n) && b.rows() == m.max(n), "gelsd: extents differ");
        if s.is_empty() {
            (0..b.cols()).for_each(|j| b.col_mut(j)[..n].fill(T::ZERO));
            return Ok(0);
        }
        if b.cols() == 0 {
            // LAPACK's `lalsd` takes one right side at least.
            let rows = b.rows();
            return self.spectral.gelsd(a, MatMut::new(&mut vec![T::ZERO; rows], rows, 1), rcond, s);
        }
        self.spectral.gelsd(a, b, rcond, s)
    }

    fn heevd(&self, a: MatMut<'_, T>, w: &mut [T::Real], vectors: bool) -> Result<(), Failure> {
        assert!(a.rows() == a.cols() && w.len() == a.rows(), "heevd: extents differ");
        if w.is_empty() { Ok(()) } else { self.spectral.heevd(a, w, vectors) }
    }

    fn geev(
        &self,
        a: MatMut<'_, T>,
        w: &mut [Complex<T::Real>],
        vectors: Option<MatMut<'_, Complex<T::Real>>>,
    ) -> Result<(), Failure> {
        assert!(a.rows() == a.cols() && w.len() == a.rows(), "geev: extents differ");
        assert!(
            vectors.as_ref().is_none_or(|v| v.rows() == w.len() && v.cols() == w.len()),
            "geev: extents differ"
        );
        if w.is_empty() { Ok(()) } else { self.spectral.geev(a, w, vectors) }
    }

    fn gehrd(&self, mut a: MatMut<'_, T>, q: Option<MatMut<'_, T>>) -> Result<(), Failure> {
        assert!(
            a.rows() == a.cols() && q.as_ref().is_none_or(|q| q.rows() == a.rows() && q.cols() == a.cols()),
            "gehrd: extents differ"
        );
        let order = a.rows();
        if order == 0 {
            return Ok(());
        }
        let [n, first, lda] = I::all([order, 1, a.ld()])?;
        let (mut tau, mut info) = (vec![T::ZERO; order], I::default());
        let (at, tau_at) = (a.as_mut_ptr(), tau.as_mut_ptr());
        with_workspace(|work, length: I| {
            // SAFETY: a uniquely borrowed square matrix, more than as many factors as reflections, and the workspace.
            unsafe { (self.gehrd)(&n, &first, &n, at, &lda, tau_at, work, &length, &mut info) };
        })?;
        checked("gehrd", info);
        if let Some(mut q) = q {
            for j in 0..order {
                q.col_mut(j).copy_from_slice(a.col(j));
            }
            let (at, ldq) = (q.as_mut_ptr(), I::new(q.ld())?);
            with_workspace(|work, length: I| {
                // SAFETY: as above, of a copy that holds the reflectors.
                unsafe { (self.orghr)(&n, &first, &n, at, &ldq, tau_at, work, &length, &mut info) };
            })?;
            checked("orghr", info);
        }
        for j in 0..order {
            a.col_mut(j)[(j + 2).min(order)..].fill(T::ZERO);
        }
        Ok(())
    }

    fn gees(
        &self,
        a: MatMut<'_, T>,
        w: &mut [Complex<T::Real>],
        z: Option<MatMut<'_, T>>,
    ) -> Result<(), Failure> {
        assert!(
            a.rows() == a.cols()
                && w.len() == a.rows()
                && z.as_ref().is_none_or(|z| z.rows() == a.rows() && z.cols() == a.cols()),
            "gees: extents differ"
        );
        if w.is_empty() { Ok(()) } else { self.forms.gees(a, w, z) }
    }

    fn geqp3(
        &self,
        mut a: MatMut<'_, T>,
        order: &mut [usize],
        tau: &mut [T],
        q: Option<MatMut<'_, T>>,
    ) -> Result<(), Failure> {
        assert!(tau.len() == a.rows().min(a.cols()) && order.len() == a.cols(), "geqp3: extents differ");
        if tau.is_empty() {
            order.iter_mut().enumerate().for_each(|(k, column)| *column = k);
            q.into_iter().for_each(set_identity);
            return Ok(());
        }
        let mut exchanged = vec![I::default(); order.len()];
        self.forms.geqp3(a.rb(), &mut exchanged, tau)?;
        for (column, from) in order.iter_mut().zip(exchanged) {
            *column = from.get() as usize - 1;
        }
        q.map_or(Ok(()), |q| self.form_q(a.as_mat(), tau, q))
    }

    fn sytrf(&self, mut a: MatMut<'_, T>, pivots: &mut [isize], hermitian: bool) -> Result<(), Failure> {
        assert!(a.rows() == a.cols() && pivots.len() == a.rows(), "sytrf: extents differ");
        if pivots.is_empty() {
            return Ok(());
        }
        let [n, lda] = I::all([a.rows(), a.ld()])?;
        let (mut exchanged, mut info) = (vec![I::default(); pivots.len()], I::default());
        let (lower, at, exchanged_at) = (triangle(true, Op::None), a.as_mut_ptr(), exchanged.as_mut_ptr());
        let routine = if hermitian { self.hetrf } else { self.sytrf };
        with_workspace(|work, length: I| {
            // SAFETY: a uniquely borrowed square matrix, as many pivots as it has rows, and the workspace.
            unsafe { routine(lower, &n, at, &lda, exchanged_at, work, &length, &mut info, ONE_CHAR) };
        })?;
        // A block of zeros is no failure.
        checked("sytrf", info);
        for (pivot, row) in pivots.iter_mut().zip(exchanged) {
            // From 1 on, and negative for a block of two.
            let row = row.get() as isize;
            *pivot = if row > 0 { row - 1 } else { row };
        }
        Ok(())
    }

    fn ggev(
        &self,
        a: MatMut<'_, T>,
        b: MatMut<'_, T>,
        alpha: &mut [Complex<T::Real>],
        beta: &mut [T],
        vectors: Option<MatMut<'_, Complex<T::Real>>>,
    ) -> Result<(), Failure> {
        let n = a.rows();
        assert!(a.cols() == n && b.rows() == n && b.cols() == n, "ggev: extents differ");
        assert!(alpha.len() == n && beta.len() == n, "ggev: extents differ");
        assert!(vectors.as_ref().is_none_or(|v| v.rows() == n && v.cols() == n), "ggev: extents differ");
        if n == 0 { Ok(()) } else { self.forms.ggev(a, b, alpha, beta, vectors) }
    }

    fn gges(
        &self,
        a: MatMut<'_, T>,
        b: MatMut<'_, T>,
        alpha: &mut [Complex<T::Real>],
        beta: &mut [T],
        vectors: Option<(MatMut<'_, T>, MatMut<'_, T>)>,
    ) -> Result<(), Failure> {
        let n = a.rows();
        let square = |m: &MatMut<'_, T>| m.rows() == n && m.cols() == n;
        assert!(square(&a) && square(&b) && alpha.len() == n && beta.len() == n, "gges: extents differ");
        assert!(vectors.as_ref().is_none_or(|(q, z)| square(q) && square(z)), "gges: extents differ");
        if n == 0 { Ok(()) } else { self.forms.gges(a, b, alpha, beta, vectors) }
    }
}

fn set_identity<T: Field>(mut a: MatMut<'_, T>) {
    for j in 0..a.cols() {
        a.col_mut(j).iter_mut().enumerate().for_each(|(i, x)| *x = if i == j { T::ONE } else { T::ZERO });
    }
}
