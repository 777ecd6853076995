//! Eigenvalues and singular values of matrices that are hard to decompose: residuals as in LAPACK's own tests, and spectra that
//! are known.

use std::cmp::Ordering;
use std::f64::consts::PI;

use num_complex::Complex;
use numoxide_backend::{Backend, Field, MatMut, Real, pure};
use numoxide_simd::{Level, available_levels, force_level};

/// Residuals in units of `epsilon × extent × norm` that LAPACK's own tests let pass.
const THRESHOLD: f64 = 30.0;

struct Numbers(u64);

impl Numbers {
    fn next<D: Field<Real = f64>>(&mut self) -> D {
        let mut part = || {
            self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (self.0 >> 11) as f64 / (1u64 << 52) as f64 - 1.0
        };
        let re = part();
        D::from_parts(re, if D::COMPLEX { part() } else { 0.0 })
    }
}

const KINDS: [&str; 12] = [
    "random",
    "graded downwards",
    "graded upwards",
    "steep",
    "clustered",
    "near the identity",
    "of rank one",
    "almost singular",
    "tiny",
    "huge",
    "sparse",
    "zero",
];

/// A matrix by columns; powers of ten that a type can hold.
fn matrix<D: Field<Real = f64>>(kind: &str, m: usize, n: usize, range: i32) -> Vec<D> {
    let mut numbers = Numbers(7 + (m * 1000 + n) as u64);
    let mut items: Vec<D> = (0..m * n).map(|_| numbers.next()).collect();
    let x: Vec<D> = (0..m + n).map(|_| numbers.next()).collect();
    let power = |at: usize, by: i32| 10f64.powi(-(at as i32 * by).min(4 * range));
    for (at, item) in items.iter_mut().enumerate() {
        let (i, j) = (at % m, at / m);
        let scaled = |by: f64| *item * D::from_real(by);
        let diagonal = |of: f64| D::from_real(if i == j { of } else { 0.0 });
        *item = match kind {
            "graded downwards" => scaled(10f64.powf(-0.1 * (i + j) as f64)),
            "graded upwards" => scaled(10f64.powf(-0.1 * (m + n - i - j) as f64)),
            "steep" => scaled(power(i, 4)) * D::from_real(power(j, 4)),
            "clustered" => diagonal((i % 3) as f64) + scaled(1e-13),
            "near the identity" => diagonal(1.0) + scaled(1e-17),
            "of rank one" => x[i.min(j)] * x[i.max(j)],
            "almost singular" => scaled(if i == 2 || j == 2 { 1e-18 } else { 1.0 }),
            "tiny" => scaled(10f64.powi(-range)),
            "huge" => scaled(10f64.powi(range)),
            "sparse" => scaled(if i.abs_diff(j) < 2 && i % 7 < 5 && j % 7 < 5 { 1.0 } else { 0.0 }),
            "zero" => D::ZERO,
            _ => *item,
        };
    }
    items
}

/// `a b`, of which `a` has `m` rows and `k` columns.
fn product<D: Field<Real = f64>>(a: &[D], b: &[D], (m, k, n): (usize, usize, usize)) -> Vec<D> {
    let mut c = vec![D::ZERO; m * n];
    for j in 0..n {
        for p in 0..k {
            let factor = b[p + j * k];
            c[j * m..][..m].iter_mut().zip(&a[p * m..][..m]).for_each(|(c, &a)| *c += a * factor);
        }
    }
    c
}

fn adjoint<D: Field<Real = f64>>(a: &[D], m: usize, n: usize) -> Vec<D> {
    (0..m * n).map(|at| a[at / n + at % n * m].conj()).collect()
}

/// The largest sum of a column.
fn norm<D: Field<Real = f64>>(a: &[D], m: usize) -> f64 {
    a.chunks(m)
        .map(|column| column.iter().map(|x| x.abs()).sum::<f64>())
        .fold(0.0, |most, x| if x <= most { most } else { x })
}

fn difference<D: Field<Real = f64>>(a: &[D], b: &[D]) -> Vec<D> {
    a.iter().zip(b).map(|(&a, &b)| a - b).collect()
}

struct Case<'a> {
    what: &'a str,
    extents: (usize, usize),
    epsilon: f64,
}

impl Case<'_> {
    fn expect(&self, of: &str, residual: f64, norm: f64) {
        let Case { what, extents: (m, n), epsilon } = self;
        let units = residual / (epsilon * *m.max(n) as f64 * norm);
        assert!(
            residual == 0.0 || units < THRESHOLD,
            "{of} of a {what} matrix of {m} × {n}: {units:.1} units"
        );
    }

    fn orthonormal<D: Field<Real = f64>>(&self, of: &str, q: &[D], m: usize) {
        let n = q.len() / m;
        let gram = product(&adjoint(q, m, n), q, (n, m, n));
        let identity: Vec<D> =
            (0..n * n).map(|at| if at % (n + 1) == 0 { D::ONE } else { D::ZERO }).collect();
        self.expect(of, norm(&difference(&gram, &identity), n), 1.0);
    }
}

/// Divided by a power of two, so that products neither overflow nor vanish.
fn moderate<T: Field>(a: &[T], scale: f64) -> Vec<T::Double> {
    a.iter().map(|x| x.widen() * T::Double::from_real(1.0 / scale)).collect()
}

/// As [`moderate`], for values.
fn reals<R: Real>(a: &[R], scale: f64) -> Vec<f64> {
    a.iter().map(|x| x.to_f64() / scale).collect()
}

fn scale_of<T: Field>(a: &[T]) -> f64 {
    let most = a.iter().fold(0.0, |most: f64, x| most.max(x.widen().abs()));
    if most > 0.0 { 2f64.powi(most.log2().floor() as i32) } else { 1.0 }
}

fn eigenvalues<T: Field>(what: &str, n: usize, range: i32) {
    let a: Vec<T::Double> = matrix(what, n, n, range);
    let item = |i: usize, j: usize| match i.cmp(&j) {
        Ordering::Less => a[j + i * n].conj(),
        Ordering::Equal => T::Double::from_real(a[i + j * n].re()),
        Ordering::Greater => a[i + j * n],
    };
    let a: Vec<T> = (0..n * n).map(|at| T::narrow(item(at % n, at / n))).collect();
    let case = Case { what, extents: (n, n), epsilon: T::Real::EPSILON.to_f64() };
    let routines = T::routines(pure());
    let (mut v, mut w, mut alone) = (a.clone(), vec![T::Real::ZERO; n], vec![T::Real::ZERO; n]);
    routines.heevd(MatMut::new(&mut v, n, n), &mut w, true).unwrap();
    routines.heevd(MatMut::new(&mut a.clone(), n, n), &mut alone, false).unwrap();
    let scale = scale_of(&a);
    let (a, w, alone) = (moderate(&a, scale), reals(&w, scale), reals(&alone, scale));
    let v = moderate(&v, 1.0);
    assert!(w.is_sorted() && alone.is_sorted(), "{what}, {n}");
    case.orthonormal("eigenvectors", &v, n);
    let scaled: Vec<T::Double> = (0..n * n).map(|at| v[at] * T::Double::from_real(w[at / n])).collect();
    case.expect("eigh", norm(&difference(&product(&a, &v, (n, n, n)), &scaled), n), norm(&a, n));
    case.expect("eigvalsh", norm(&difference(&w, &alone), 1), norm(&a, n));
}

fn singular_values<T: Field>(what: &str, (m, n): (usize, usize), range: i32) {
    let a: Vec<T> = matrix(what, m, n, range).into_iter().map(T::narrow).collect();
    singular_values_of(what, (m, n), a);
}

fn singular_values_of<T: Field>(what: &str, (m, n): (usize, usize), a: Vec<T>) {
    let case = Case { what, extents: (m, n), epsilon: T::Real::EPSILON.to_f64() };
    let (k, routines) = (m.min(n), T::routines(pure()));
    let mut alone = vec![T::Real::ZERO; k];
    routines.gesdd(MatMut::new(&mut a.clone(), m, n), &mut alone, None).unwrap();
    let scale = scale_of(&a);
    let (items, alone) = (moderate(&a, scale), reals(&alone, scale));
    for (left, right) in [(k, k), (m, n)] {
        let (mut s, mut u, mut vh) =
            (vec![T::Real::ZERO; k], vec![T::ZERO; m * left], vec![T::ZERO; right * n]);
        let vectors = Some((MatMut::new(&mut u, m, left), MatMut::new(&mut vh, right, n)));
        routines.gesdd(MatMut::new(&mut a.clone(), m, n), &mut s, vectors).unwrap();
        let (s, u, vh) = (reals(&s, scale), moderate(&u, 1.0), moderate(&vh, 1.0));
        assert!(s.is_sorted_by(|a, b| a >= b) && alone.is_sorted_by(|a, b| a >= b), "{what}, {m} × {n}");
        case.orthonormal("left vectors", &u, m);
        case.orthonormal("right vectors", &adjoint(&vh, right, n), n);
        let us: Vec<T::Double> = (0..m * k).map(|at| u[at] * T::Double::from_real(s[at / m])).collect();
        let rows: Vec<T::Double> = (0..k * n).map(|at| vh[at % k + at / k * right]).collect();
        case.expect("svd", norm(&difference(&product(&us, &rows, (m, k, n)), &items), m), norm(&items, m));
        case.expect("svdvals", norm(&difference(&s, &alone), 1), norm(&items, m));
    }
}

#[test]
fn symmetric_matrices_are_diagonalized() {
    for n in (1..70).chain([100, 257, 401]) {
        for what in KINDS {
            eigenvalues::<f64>(what, n, 300);
            if n < 70 && n % 5 == 0 {
                eigenvalues::<f32>(what, n, 35);
            }
        }
    }
}

#[test]
fn matrices_have_singular_values() {
    for n in (1..70).chain([100, 257]) {
        for what in KINDS {
            singular_values::<f64>(what, (n, n), 300);
            if n < 70 && n % 3 == 0 {
                for extents in [(n + 5, n), (n, n + 1), (3 * n, n), (n, 3 * n)] {
                    singular_values::<f64>(what, extents, 300);
                }
                singular_values::<f32>(what, (n, n), 35);
            }
        }
    }
    singular_values::<f64>("random", (410, 402), 300);
}

/// As real matrices, at fewer extents.
#[test]
fn complex_matrices_have_eigenvalues_and_singular_values() {
    for n in (1..34).chain([65, 100]) {
        for what in KINDS {
            eigenvalues::<Complex<f64>>(what, n, 300);
            singular_values::<Complex<f64>>(what, (n, n), 300);
            if n % 3 == 0 {
                eigenvalues::<Complex<f32>>(what, n, 35);
                singular_values::<Complex<f32>>(what, (n, n), 35);
                for extents in [(n + 5, n), (n, n + 1), (3 * n, n), (n, 3 * n)] {
                    singular_values::<Complex<f64>>(what, extents, 300);
                }
            }
        }
    }
    eigenvalues::<Complex<f64>>("random", 405, 300);
    singular_values::<Complex<f64>>("random", (410, 402), 300);
}

/// With real perturbations and with complex ones: those of real matrices were wrong by 1e-4 when `faer` 0.24 found them.
#[test]
fn complex_matrices_near_the_identity_have_singular_values_of_one() {
    const WHAT: &str = "near the identity";
    for (m, n) in [(262, 257), (257, 257)] {
        singular_values::<Complex<f64>>(WHAT, (m, n), 300);
        let a = matrix::<f64>(WHAT, m, n, 300).into_iter().map(Complex::from).collect();
        singular_values_of::<Complex<f64>>(WHAT, (m, n), a);
    }
}

/// Distances of what is found to what is known, in units.
fn distance(found: &[f64], known: impl Iterator<Item = f64>) -> f64 {
    found.iter().zip(known).map(|(x, y)| (x - y).abs()).fold(0.0, f64::max) / f64::EPSILON
}

#[test]
fn known_spectra_are_found() {
    for n in [9usize, 40, 100, 300] {
        let angle = |k: usize, of: usize| k as f64 * PI / of as f64;
        let mut a: Vec<f64> = (0..n * n)
            .map(|at| match (at % n).abs_diff(at / n) {
                0 => 2.0,
                1 => -1.0,
                _ => 0.0,
            })
            .collect();
        for vectors in [false, true] {
            let mut w = vec![0.0; n];
            pure().f64().heevd(MatMut::new(&mut a.clone(), n, n), &mut w, vectors).unwrap();
            let known = (1..=n).map(|k| 2.0 - 2.0 * angle(k, n + 1).cos());
            // The norm is 4.
            assert!(distance(&w, known) < 4.0 * n.max(20) as f64, "eigenvalues, {n}");
        }
        (0..n * n).for_each(|at| a[at] = if at / n == at % n || at / n == at % n + 1 { 1.0 } else { 0.0 });
        let mut s = vec![0.0; n];
        pure().f64().gesdd(MatMut::new(&mut a.clone(), n, n), &mut s, None).unwrap();
        let known = |k: usize| 2.0 * angle(k, 2 * n + 1).cos();
        assert!(distance(&s, (1..=n).map(known)) < 2.0 * n as f64, "singular values, {n}");
        // Those near 0 have all their digits, too.
        let relative = s.iter().zip((1..=n).map(known)).map(|(s, known)| s / known);
        assert!(distance(&relative.collect::<Vec<f64>>(), std::iter::repeat(1.0)) < 4.0 * n as f64, "{n}");
    }
}

#[test]
fn levels_with_fma_give_the_same_bits() {
    let n = 130;
    same_bits::<f64>(n);
    same_bits::<Complex<f64>>(n);
}

fn same_bits<T: Field<Real = f64, Double = T>>(n: usize) {
    let a: Vec<T> = matrix("random", n, n, 300);
    let found: Vec<(Vec<f64>, Vec<f64>)> = available_levels()
        .iter()
        .filter(|&&level| level != Level::Baseline)
        .map(|&level| {
            force_level(level);
            let (mut w, mut s) = (vec![0.0; n], vec![0.0; n]);
            let routines = T::routines(pure());
            routines.heevd(MatMut::new(&mut a.clone(), n, n), &mut w, false).unwrap();
            routines.gesdd(MatMut::new(&mut a.clone(), n, n), &mut s, None).unwrap();
            (w, s)
        })
        .collect();
    assert!(found.windows(2).all(|pair| pair[0] == pair[1]));
}
