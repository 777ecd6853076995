//! What every backend is measured by.

use std::time::{Duration, Instant};

use num_complex::Complex;

use crate::conformance::Numbers;
use crate::{Backend, Failure, Mat, MatMut};

/// The extents of the matrices.
const EXTENTS: [usize; 4] = [16, 64, 256, 1024];
/// Above this extent the decompositions that take longest are left out.
const MODERATE: usize = 256;
/// How long one case is repeated, but at least twice.
const PATIENCE: Duration = Duration::from_millis(200);

/// The least seconds that `backend` takes for each routine on square matrices of `f64`, by the routine and the extent.
/// Operands are copied outside the time.
///
/// # Errors
/// That of the first routine that fails.
pub fn times(backend: &dyn Backend) -> Result<Vec<(String, f64)>, Failure> {
    let mut times = Vec::new();
    for n in EXTENTS {
        let mut numbers = Numbers(7);
        let mut case = Case {
            n,
            a: numbers.matrix(n, n),
            s: vec![0.0; n],
            left: vec![0.0; n * n],
            right: vec![0.0; n * n],
        };
        for (name, routine, largest) in ROUTINES {
            if n <= largest {
                times.push((format!("{name} {n}"), case.least(backend, routine)?));
            }
        }
    }
    Ok(times)
}

type Routine = fn(&mut Case, &dyn Backend, &mut [f64]) -> Result<(), Failure>;

/// The routines: what it is called in the table, what is timed, and up to which extent.
const ROUTINES: [(&str, Routine, usize); 10] = [
    ("gemm", Case::gemm, usize::MAX),
    ("getrf", Case::getrf, usize::MAX),
    ("potrf", Case::potrf, usize::MAX),
    ("trsm", Case::trsm, usize::MAX),
    ("geqrf with Q", Case::geqrf, usize::MAX),
    ("heevd, values", |case, backend, a| case.heevd(backend, a, false), usize::MAX),
    ("heevd", |case, backend, a| case.heevd(backend, a, true), usize::MAX),
    ("gesdd, values", |case, backend, a| case.gesdd(backend, a, false), usize::MAX),
    ("gesdd", |case, backend, a| case.gesdd(backend, a, true), MODERATE),
    ("geev", Case::geev, MODERATE),
];

/// A matrix, and room for what is found.
struct Case {
    n: usize,
    a: Vec<f64>,
    s: Vec<f64>,
    left: Vec<f64>,
    right: Vec<f64>,
}

impl Case {
    fn least(&mut self, backend: &dyn Backend, routine: Routine) -> Result<f64, Failure> {
        let mut a = self.a.clone();
        // Symmetric and diagonally dominant: an operand for every routine.
        for j in 0..self.n {
            (0..j).for_each(|i| a[i + j * self.n] = a[j + i * self.n]);
            a[j * (self.n + 1)] += self.n as f64;
        }
        let (start, mut least, mut runs) = (Instant::now(), Duration::MAX, 0);
        while runs < 2 || start.elapsed() < PATIENCE {
            let mut a = a.clone();
            let begin = Instant::now();
            routine(self, backend, &mut a)?;
            least = least.min(begin.elapsed());
            runs += 1;
        }
        Ok(least.as_secs_f64())
    }

    fn gemm(&mut self, backend: &dyn Backend, a: &mut [f64]) -> Result<(), Failure> {
        let n = self.n;
        let (a, b) = (Mat::new(a, n, n), Mat::new(&self.a, n, n));
        backend.f64().gemm(1.0, a, b, 0.0, MatMut::new(&mut self.left, n, n))
    }

    fn getrf(&mut self, backend: &dyn Backend, a: &mut [f64]) -> Result<(), Failure> {
        let mut pivots = vec![0; self.n];
        backend.f64().getrf(MatMut::new(a, self.n, self.n), &mut pivots).map(drop)
    }

    fn potrf(&mut self, backend: &dyn Backend, a: &mut [f64]) -> Result<(), Failure> {
        backend.f64().potrf(MatMut::new(a, self.n, self.n))
    }

    fn trsm(&mut self, backend: &dyn Backend, a: &mut [f64]) -> Result<(), Failure> {
        let n = self.n;
        self.left.copy_from_slice(&self.a);
        backend.f64().trsm(Mat::new(a, n, n), true, false, MatMut::new(&mut self.left, n, n))
    }

    fn geqrf(&mut self, backend: &dyn Backend, a: &mut [f64]) -> Result<(), Failure> {
        let n = self.n;
        let q = MatMut::new(&mut self.left, n, n);
        backend.f64().geqrf(MatMut::new(a, n, n), &mut self.s, Some(q))
    }

    fn heevd(&mut self, backend: &dyn Backend, a: &mut [f64], vectors: bool) -> Result<(), Failure> {
        backend.f64().heevd(MatMut::new(a, self.n, self.n), &mut self.s, vectors)
    }

    fn gesdd(&mut self, backend: &dyn Backend, a: &mut [f64], vectors: bool) -> Result<(), Failure> {
        let n = self.n;
        let (u, vh) = (MatMut::new(&mut self.left, n, n), MatMut::new(&mut self.right, n, n));
        backend.f64().gesdd(MatMut::new(a, n, n), &mut self.s, vectors.then_some((u, vh)))
    }

    fn geev(&mut self, backend: &dyn Backend, a: &mut [f64]) -> Result<(), Failure> {
        let n = self.n;
        let zero = Complex { re: 0.0, im: 0.0 };
        let (mut w, mut vectors) = (vec![zero; n], vec![zero; n * n]);
        a.copy_from_slice(&self.a);
        backend.f64().geev(MatMut::new(a, n, n), &mut w, Some(MatMut::new(&mut vectors, n, n)))
    }
}
