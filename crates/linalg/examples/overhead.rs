//! What arrays add to the time of the backend in use: functions of `linalg` and the routines of the contract below them take turns
//! on the same matrices of `f64`, one thread each. Routines overwrite their operands, of which a call that keeps them must make one
//! copy at least: the first figure is what the function takes over the routine alone, the second over one plain copy of what is
//! overwritten and the routine, as in a program that keeps its matrix.
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

/// The operands that a routine overwrites.
#[derive(Clone, Copy)]
enum Overwrites {
    Nothing,
    Matrix,
    MatrixAndSides,
}

type Function = fn(&Case) -> numoxide_linalg::Result<()>;
type Routine = fn(&mut Case, &dyn Routines<f64>) -> Result<(), Failure>;

/// The functions, the routines that they come down to, and the largest extent.
const PAIRS: [(&str, Function, Routine, Overwrites, usize); 7] = [
    ("matmul, gemm", |case| matmul(&case.a, &case.a).map(drop), Case::gemm, Overwrites::Nothing, usize::MAX),
    (
        "solve, getrf and getrs",
        |case| solve(&case.a, &case.a).map(drop),
        Case::solve,
        Overwrites::MatrixAndSides,
        usize::MAX,
    ),
    ("cholesky, potrf", |case| cholesky(&case.a).map(drop), Case::potrf, Overwrites::Matrix, usize::MAX),
    ("qr, geqrf", |case| qr(&case.a).map(drop), Case::geqrf, Overwrites::Matrix, usize::MAX),
    ("eigh, heevd", |case| eigh(&case.a, Uplo::Lower).map(drop), Case::heevd, Overwrites::Matrix, MODERATE),
    ("svd, gesdd", |case| svd(&case.a).map(drop), Case::gesdd, Overwrites::Matrix, MODERATE),
    ("eig, geev", |case| eig(&case.a).map(drop), Case::geev, Overwrites::Matrix, MODERATE),
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
        for (name, function, routine, overwrites, largest) in PAIRS {
            if n <= largest && name.contains(&wanted) {
                let (own, bare, kept) = compare(&mut case, function, (routine, overwrites))?;
                println!("{name:24} {n:5}  {:9.3} ms  {bare:+6.1} %  {kept:+6.1} %", 1e3 * own);
            }
        }
    }
    Ok(())
}

/// The least time of the routine, and by how many percent more the function takes than it, and than a copy and it: medians over
/// rounds in turn.
fn compare(
    case: &mut Case,
    function: Function,
    (routine, overwrites): (Routine, Overwrites),
) -> Result<(f64, f64, f64), Box<dyn Error>> {
    let items = case.a.to_vec();
    let routines = backend().f64();
    let (mut least, mut bare, mut kept) = (f64::INFINITY, Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let repeats = (2e-3 / least.min(1.0)).ceil() as usize;
        let (mut own, mut copies) = (0.0, 0.0);
        for _ in 0..repeats {
            let start = Instant::now();
            case.work.copy_from_slice(&items);
            let copied = start.elapsed().as_secs_f64();
            case.left.copy_from_slice(&items);
            copies += match overwrites {
                Overwrites::Nothing => 0.0,
                Overwrites::Matrix => copied,
                Overwrites::MatrixAndSides => start.elapsed().as_secs_f64(),
            };
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
            bare.push(whole / own);
            kept.push(whole / (own + copies));
        }
    }
    let percent = |mut ratios: Vec<f64>| {
        ratios.sort_by(f64::total_cmp);
        100.0 * (ratios[ratios.len() / 2] - 1.0)
    };
    Ok((least, percent(bare), percent(kept)))
}
