//! What arrays add to the time of the backend in use: functions of `linalg` and the routines of the contract below them take turns
//! on the same matrices of `f64`, one thread each. Routines overwrite their operand, which is copied outside their time.
//!
//! With a vendor's feature this is the vendor's own time against that of the arrays:
//! `cargo run --release -p numoxide-linalg --features openblas --example overhead [NAME]`.

use std::error::Error;
use std::time::Instant;

use num_complex::Complex;
use numoxide_backend::{Failure, Mat, MatMut, Routines};
use numoxide_core::{Array, driver};
use numoxide_linalg::{Uplo, backend, cholesky, eig, eigh, matmul, qr, solve, svd};

const EXTENTS: [usize; 4] = [64, 256, 512, 1024];
/// Above this extent the decompositions that take longest are left out.
const MODERATE: usize = 512;
const ROUNDS: usize = 15;

/// A symmetric matrix with a heavy diagonal, the same by rows and by columns, and room for what is found.
struct Case {
    n: usize,
    a: Array<f64>,
    work: Vec<f64>,
    left: Vec<f64>,
    right: Vec<f64>,
    values: Vec<f64>,
    complex: Vec<Complex<f64>>,
    pivots: Vec<usize>,
}

type Function = fn(&Case) -> numoxide_linalg::Result<()>;
type Routine = fn(&mut Case, &dyn Routines<f64>) -> Result<(), Failure>;

/// The functions, the routines that they come down to, and the largest extent.
const PAIRS: [(&str, Function, Routine, usize); 7] = [
    ("matmul, gemm", |case| matmul(&case.a, &case.a).map(drop), Case::gemm, usize::MAX),
    ("solve, getrf and getrs", |case| solve(&case.a, &case.a).map(drop), Case::solve, usize::MAX),
    ("cholesky, potrf", |case| cholesky(&case.a).map(drop), Case::potrf, usize::MAX),
    ("qr, geqrf", |case| qr(&case.a).map(drop), Case::geqrf, usize::MAX),
    ("eigh, heevd", |case| eigh(&case.a, Uplo::Lower).map(drop), Case::heevd, MODERATE),
    ("svd, gesdd", |case| svd(&case.a).map(drop), Case::gesdd, MODERATE),
    ("eig, geev", |case| eig(&case.a).map(drop), Case::geev, MODERATE),
];

impl Case {
    fn new(n: usize) -> numoxide_core::Result<Self> {
        let item = |i: usize, j: usize| ((i.min(j) * 37 + i.max(j) * 101) % 97) as f64 / 97.0;
        let a = Array::from_fn([n, n], |[i, j]| item(i, j) + if i == j { n as f64 } else { 0.0 })?;
        let work = a.to_vec();
        let complex = vec![Complex::new(0.0, 0.0); n * n + n];
        let room = || vec![0.0; n * n];
        Ok(Case {
            n,
            a,
            work,
            left: room(),
            right: room(),
            values: vec![0.0; n],
            complex,
            pivots: vec![0; n],
        })
    }

    fn gemm(&mut self, routines: &dyn Routines<f64>) -> Result<(), Failure> {
        let a = Mat::new(&self.work, self.n, self.n);
        routines.gemm(1.0, a, a, 0.0, MatMut::new(&mut self.left, self.n, self.n))
    }

    fn solve(&mut self, routines: &dyn Routines<f64>) -> Result<(), Failure> {
        let n = self.n;
        routines.getrf(MatMut::new(&mut self.work, n, n), &mut self.pivots)?;
        let b = MatMut::new(&mut self.left, n, n);
        routines.getrs(Mat::new(&self.work, n, n), &self.pivots, b)
    }

    fn potrf(&mut self, routines: &dyn Routines<f64>) -> Result<(), Failure> {
        routines.potrf(MatMut::new(&mut self.work, self.n, self.n))
    }

    fn geqrf(&mut self, routines: &dyn Routines<f64>) -> Result<(), Failure> {
        let n = self.n;
        let q = MatMut::new(&mut self.left, n, n);
        routines.geqrf(MatMut::new(&mut self.work, n, n), &mut self.values, Some(q))
    }

    fn heevd(&mut self, routines: &dyn Routines<f64>) -> Result<(), Failure> {
        routines.heevd(MatMut::new(&mut self.work, self.n, self.n), &mut self.values, true)
    }

    fn gesdd(&mut self, routines: &dyn Routines<f64>) -> Result<(), Failure> {
        let n = self.n;
        let vectors = (MatMut::new(&mut self.left, n, n), MatMut::new(&mut self.right, n, n));
        routines.gesdd(MatMut::new(&mut self.work, n, n), &mut self.values, Some(vectors))
    }

    fn geev(&mut self, routines: &dyn Routines<f64>) -> Result<(), Failure> {
        let n = self.n;
        let (values, vectors) = self.complex.split_at_mut(n);
        routines.geev(MatMut::new(&mut self.work, n, n), values, Some(MatMut::new(vectors, n, n)))
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    driver::set_num_threads(1);
    backend().set_threads(1);
    println!("{}", backend().name());
    let wanted = std::env::args().nth(1).unwrap_or_default();
    for n in EXTENTS {
        let mut case = Case::new(n)?;
        for (name, function, routine, largest) in PAIRS {
            if n <= largest && name.contains(&wanted) {
                let (own, over) = compare(&mut case, function, routine)?;
                println!("{name:24} {n:5}  {:9.3} ms  {over:+6.1} %", 1e3 * own);
            }
        }
    }
    Ok(())
}

/// The least time of the routine, and by how many percent more the function takes: the median over rounds in turn.
fn compare(case: &mut Case, function: Function, routine: Routine) -> Result<(f64, f64), Box<dyn Error>> {
    let items = case.a.to_vec();
    let routines = backend().f64();
    let (mut least, mut ratios) = (f64::INFINITY, Vec::new());
    for round in 0..=ROUNDS {
        let repeats = (2e-3 / least.min(1.0)).ceil() as usize;
        let mut own = 0.0;
        for _ in 0..repeats {
            case.work.copy_from_slice(&items);
            case.left.copy_from_slice(&items);
            let start = Instant::now();
            routine(case, routines)?;
            own += start.elapsed().as_secs_f64();
        }
        let start = Instant::now();
        for _ in 0..repeats {
            function(case)?;
        }
        let whole = start.elapsed().as_secs_f64();
        least = least.min(own / repeats as f64);
        // The first round warms both sides up.
        if round > 0 {
            ratios.push(whole / own);
        }
    }
    ratios.sort_by(f64::total_cmp);
    Ok((least, 100.0 * (ratios[ratios.len() / 2] - 1.0)))
}
