//! The backend in Rust: products of our own, recursion over them for factors, panels of reflectors for QR factors and condensed
//! forms, iterations on these for spectra, and loops for the smallest.

mod bidiagonal;
mod bidiagonal_divide;
mod blocked;
mod deflation;
mod divide;
mod dqds;
mod dqds_shift;
mod eigenvectors;
mod exchange;
mod francis;
mod hessenberg;
mod implicit;
mod jacobi;
mod lanes;
mod least_squares;
mod multishift;
mod pair_form;
mod pair_vectors;
mod panels;
mod pencil;
mod pivoted;
pub(crate) mod product;
mod qr;
mod qz;
mod reflectors;
mod root_free;
mod scaled;
mod schur;
mod secular;
mod small;
mod spectra;
pub(crate) mod substitution;
mod symmetric;
mod tridiagonal;

use num_complex::Complex;

pub(crate) use small::sort_places;

use crate::{Backend, Failure, Field, Mat, MatMut, Routines};

/// Up to this extent our own loops are ahead of blocked algorithms.
const SMALL: usize = 32;
/// Up to this extent Jacobi's methods are ahead of bidiagonal and tridiagonal forms.
const TINY: usize = 8;

/// The backend in Rust.
#[derive(Clone, Copy, Debug)]
pub struct Pure;

/// The backend in Rust, which needs no library.
pub fn pure() -> &'static Pure {
    &Pure
}

// Not inlined: where these are, all of the backend is compiled once more.
impl Backend for Pure {
    fn name(&self) -> String {
        "pure Rust".into()
    }
    #[inline(never)]
    fn f32(&self) -> &dyn Routines<f32> {
        self
    }
    #[inline(never)]
    fn f64(&self) -> &dyn Routines<f64> {
        self
    }
    #[inline(never)]
    fn c64(&self) -> &dyn Routines<Complex<f32>> {
        self
    }
    #[inline(never)]
    fn c128(&self) -> &dyn Routines<Complex<f64>> {
        self
    }
}

impl<T: Field<Double: schur::Double, Real: product::Registers>> Routines<T> for Pure {
    fn gemm(&self, alpha: T, a: Mat<'_, T>, b: Mat<'_, T>, beta: T, c: MatMut<'_, T>) -> Result<(), Failure> {
        product::gemm(alpha, a, b, beta, c);
        Ok(())
    }

    fn herk(
        &self,
        alpha: <T as Field>::Real,
        a: Mat<'_, T>,
        beta: <T as Field>::Real,
        c: MatMut<'_, T>,
    ) -> Result<(), Failure> {
        product::herk(alpha, a, beta, c);
        Ok(())
    }

    fn getrf(&self, a: MatMut<'_, T>, pivots: &mut [usize]) -> Result<Option<usize>, Failure> {
        assert!(a.rows() >= a.cols() && pivots.len() == a.cols(), "getrf: extents differ");
        Ok(if a.rows() <= SMALL { small::lu(a, pivots) } else { blocked::lu(a, pivots) })
    }

    fn getrs(&self, lu: Mat<'_, T>, pivots: &[usize], mut b: MatMut<'_, T>) -> Result<(), Failure> {
        assert!(lu.rows() == b.rows() && pivots.len() == b.rows(), "getrs: extents differ");
        for j in 0..b.cols() {
            let column = b.col_mut(j);
            pivots.iter().enumerate().for_each(|(k, &p)| column.swap(k, p));
        }
        self.trsm(lu, true, true, b.rb())?;
        self.trsm(lu, false, false, b)
    }

    fn getrs_rows(&self, lu: Mat<'_, T>, pivots: &[usize], mut b: MatMut<'_, T>) -> Result<(), Failure> {
        assert!(lu.rows() == b.cols() && pivots.len() == b.cols(), "getrs_rows: extents differ");
        pivots.iter().enumerate().for_each(|(k, &p)| b.swap_cols(k, p));
        blocked::triangular_right(lu.t(), false, true, b.rb());
        blocked::triangular_right(lu.t(), true, false, b);
        Ok(())
    }

    fn potrf(&self, a: MatMut<'_, T>) -> Result<(), Failure> {
        assert!(a.rows() == a.cols(), "potrf: the matrix is not square");
        if a.rows() <= SMALL { small::cholesky(a) } else { blocked::cholesky(a) }
    }

    fn trsm(&self, a: Mat<'_, T>, lower: bool, unit: bool, b: MatMut<'_, T>) -> Result<(), Failure> {
        assert!(a.rows() == a.cols() && a.rows() == b.rows(), "trsm: extents differ");
        blocked::triangular(a, lower, unit, b);
        Ok(())
    }

    fn geqrf(&self, a: MatMut<'_, T>, tau: &mut [T], q: Option<MatMut<'_, T>>) -> Result<(), Failure> {
        assert!(tau.len() == a.rows().min(a.cols()), "geqrf: extents differ");
        if a.rows().max(a.cols()) <= SMALL {
            small::qr(a, tau, q);
        } else {
            qr::qr(a, tau, q);
        }
        Ok(())
    }

    fn gesdd(
        &self,
        a: MatMut<'_, T>,
        s: &mut [<T as Field>::Real],
        vectors: Option<(MatMut<'_, T>, MatMut<'_, T>)>,
    ) -> Result<(), Failure> {
        assert!(s.len() == a.rows().min(a.cols()), "gesdd: extents differ");
        if a.rows().max(a.cols()) <= TINY {
            jacobi::svd(a.as_mat(), s, vectors)
        } else {
            spectra::svd(a, s, vectors)
        }
    }

    fn gelsd(
        &self,
        a: MatMut<'_, T>,
        b: MatMut<'_, T>,
        rcond: <T as Field>::Real,
        s: &mut [<T as Field>::Real],
    ) -> Result<usize, Failure> {
        assert!(
            s.len() == a.rows().min(a.cols()) && b.rows() == a.rows().max(a.cols()),
            "gelsd: extents differ"
        );
        least_squares::solve(a, b, rcond, s)
    }

    fn heevd(&self, a: MatMut<'_, T>, w: &mut [<T as Field>::Real], vectors: bool) -> Result<(), Failure> {
        assert!(a.rows() == a.cols() && w.len() == a.rows(), "heevd: extents differ");
        if a.rows() <= TINY { jacobi::eigh(a, w, vectors) } else { spectra::eigh(a, w, vectors) }
    }

    fn geev(
        &self,
        a: MatMut<'_, T>,
        w: &mut [Complex<<T as Field>::Real>],
        vectors: Option<MatMut<'_, Complex<<T as Field>::Real>>>,
    ) -> Result<(), Failure> {
        assert!(a.rows() == a.cols() && w.len() == a.rows(), "geev: extents differ");
        match vectors {
            None => schur::eigvals(&a, w),
            Some(mut vectors) => {
                assert!(vectors.rows() == a.rows() && vectors.cols() == a.rows(), "geev: extents differ");
                eigenvectors::geev(&a, w, &mut vectors)
            }
        }
    }

    fn gehrd(&self, a: MatMut<'_, T>, q: Option<MatMut<'_, T>>) -> Result<(), Failure> {
        assert!(
            a.rows() == a.cols() && q.as_ref().is_none_or(|q| q.rows() == a.rows() && q.cols() == a.cols()),
            "gehrd: extents differ"
        );
        schur::hessenberg(a, q);
        Ok(())
    }

    fn geqp3(
        &self,
        a: MatMut<'_, T>,
        order: &mut [usize],
        tau: &mut [T],
        q: Option<MatMut<'_, T>>,
    ) -> Result<(), Failure> {
        let (m, n) = (a.rows(), a.cols());
        assert!(tau.len() == m.min(n) && order.len() == n, "geqp3: extents differ");
        if m * n == 0 {
            order.iter_mut().enumerate().for_each(|(k, column)| *column = k);
            return self.geqrf(a, tau, q);
        }
        pivoted::qr(a, order, tau, q);
        Ok(())
    }

    fn sytrf(&self, a: MatMut<'_, T>, pivots: &mut [isize], hermitian: bool) -> Result<(), Failure> {
        assert!(a.rows() == a.cols() && pivots.len() == a.rows(), "sytrf: extents differ");
        symmetric::factor(a, pivots, hermitian);
        Ok(())
    }

    fn ggev(
        &self,
        a: MatMut<'_, T>,
        b: MatMut<'_, T>,
        alpha: &mut [Complex<<T as Field>::Real>],
        beta: &mut [T],
        vectors: Option<MatMut<'_, Complex<<T as Field>::Real>>>,
    ) -> Result<(), Failure> {
        let n = a.rows();
        assert!(a.cols() == n && b.rows() == n && b.cols() == n, "ggev: extents differ");
        assert!(alpha.len() == n && beta.len() == n, "ggev: extents differ");
        pencil::eigen(a, b, alpha, beta, vectors)
    }

    fn gees(
        &self,
        a: MatMut<'_, T>,
        w: &mut [Complex<<T as Field>::Real>],
        z: Option<MatMut<'_, T>>,
    ) -> Result<(), Failure> {
        assert!(
            a.rows() == a.cols()
                && w.len() == a.rows()
                && z.as_ref().is_none_or(|z| z.rows() == a.rows() && z.cols() == a.cols()),
            "gees: extents differ"
        );
        schur::schur(a, w, z)
    }

    fn gges(
        &self,
        a: MatMut<'_, T>,
        b: MatMut<'_, T>,
        alpha: &mut [Complex<<T as Field>::Real>],
        beta: &mut [T],
        vectors: Option<(MatMut<'_, T>, MatMut<'_, T>)>,
    ) -> Result<(), Failure> {
        let n = a.rows();
        let square = |m: &MatMut<'_, T>| m.rows() == n && m.cols() == n;
        assert!(square(&a) && square(&b) && alpha.len() == n && beta.len() == n, "gges: extents differ");
        assert!(vectors.as_ref().is_none_or(|(q, z)| square(q) && square(z)), "gges: extents differ");
        pencil::schur(a, b, alpha, beta, vectors)
    }
}
