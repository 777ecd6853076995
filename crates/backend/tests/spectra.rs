//! Eigenvalues and singular values of matrices that are hard to decompose: residuals as in LAPACK's own tests, and spectra that
//! are known.

use std::f64::consts::PI;

use numoxide_backend::{Backend, MatMut, Real, pure};
use numoxide_simd::{Level, available_levels, force_level};

/// Residuals in units of `epsilon × extent × norm` that LAPACK's own tests let pass.
const THRESHOLD: f64 = 30.0;

struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 11) as f64 / (1u64 << 52) as f64 - 1.0
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
fn matrix(kind: &str, m: usize, n: usize, range: i32) -> Vec<f64> {
    let mut numbers = Numbers(7 + (m * 1000 + n) as u64);
    let mut items: Vec<f64> = (0..m * n).map(|_| numbers.next()).collect();
    let x: Vec<f64> = (0..m + n).map(|_| numbers.next()).collect();
    let power = |at: usize, by: i32| 10f64.powi(-(at as i32 * by).min(4 * range));
    for (at, item) in items.iter_mut().enumerate() {
        let (i, j) = (at % m, at / m);
        let diagonal = if i == j { 1.0 } else { 0.0 };
        *item = match kind {
            "graded downwards" => *item * 10f64.powf(-0.1 * (i + j) as f64),
            "graded upwards" => *item * 10f64.powf(-0.1 * (m + n - i - j) as f64),
            "steep" => *item * power(i, 4) * power(j, 4),
            "clustered" => diagonal * (i % 3) as f64 + 1e-13 * *item,
            "near the identity" => diagonal + 1e-17 * *item,
            "of rank one" => x[i.min(j)] * x[i.max(j)],
            "almost singular" => *item * if i == 2 || j == 2 { 1e-18 } else { 1.0 },
            "tiny" => *item * 10f64.powi(-range),
            "huge" => *item * 10f64.powi(range),
            "sparse" => *item * if i.abs_diff(j) < 2 && i % 7 < 5 && j % 7 < 5 { 1.0 } else { 0.0 },
            "zero" => 0.0,
            _ => *item,
        };
    }
    items
}

/// `a b`, of which `a` has `m` rows and `k` columns.
fn product(a: &[f64], b: &[f64], (m, k, n): (usize, usize, usize)) -> Vec<f64> {
    let mut c = vec![0.0; m * n];
    for j in 0..n {
        for p in 0..k {
            let factor = b[p + j * k];
            c[j * m..][..m].iter_mut().zip(&a[p * m..][..m]).for_each(|(c, a)| *c += a * factor);
        }
    }
    c
}

fn transposed(a: &[f64], m: usize, n: usize) -> Vec<f64> {
    (0..m * n).map(|at| a[at / n + at % n * m]).collect()
}

/// The largest sum of a column.
fn norm(a: &[f64], m: usize) -> f64 {
    a.chunks(m)
        .map(|column| column.iter().map(|x| x.abs()).sum::<f64>())
        .fold(0.0, |most, x| if x <= most { most } else { x })
}

fn difference(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
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

    fn orthonormal(&self, of: &str, q: &[f64], m: usize) {
        let n = q.len() / m;
        let gram = product(&transposed(q, m, n), q, (n, m, n));
        let identity: Vec<f64> = (0..n * n).map(|at| if at % (n + 1) == 0 { 1.0 } else { 0.0 }).collect();
        self.expect(of, norm(&difference(&gram, &identity), n), 1.0);
    }
}

/// Divided by a power of two, so that products neither overflow nor vanish.
fn moderate<T: Real>(a: &[T], scale: f64) -> Vec<f64> {
    a.iter().map(|x| x.to_f64() / scale).collect()
}

fn scale_of(a: &[f64]) -> f64 {
    let most = a.iter().fold(0.0, |most: f64, x| most.max(x.abs()));
    if most > 0.0 { 2f64.powi(most.log2().floor() as i32) } else { 1.0 }
}

fn eigenvalues<T: Real>(what: &str, n: usize, range: i32) {
    let a: Vec<f64> = matrix(what, n, n, range);
    let a: Vec<T> =
        (0..n * n).map(|at| T::from_f64(a[(at % n).max(at / n) + (at % n).min(at / n) * n])).collect();
    let case = Case { what, extents: (n, n), epsilon: T::EPSILON.to_f64() };
    let routines = T::routines(pure());
    let (mut v, mut w, mut alone) = (a.clone(), vec![T::ZERO; n], vec![T::ZERO; n]);
    routines.heevd(MatMut::new(&mut v, n, n), &mut w, true).unwrap();
    routines.heevd(MatMut::new(&mut a.clone(), n, n), &mut alone, false).unwrap();
    let scale = scale_of(&moderate(&a, 1.0));
    let (a, w, alone) = (moderate(&a, scale), moderate(&w, scale), moderate(&alone, scale));
    let v = moderate(&v, 1.0);
    assert!(w.is_sorted() && alone.is_sorted(), "{what}, {n}");
    case.orthonormal("eigenvectors", &v, n);
    let scaled: Vec<f64> = (0..n * n).map(|at| v[at] * w[at / n]).collect();
    case.expect("eigh", norm(&difference(&product(&a, &v, (n, n, n)), &scaled), n), norm(&a, n));
    case.expect("eigvalsh", norm(&difference(&w, &alone), 1), norm(&a, n));
}

fn singular_values<T: Real>(what: &str, (m, n): (usize, usize), range: i32) {
    let a: Vec<T> = matrix(what, m, n, range).into_iter().map(T::from_f64).collect();
    let case = Case { what, extents: (m, n), epsilon: T::EPSILON.to_f64() };
    let (k, routines) = (m.min(n), T::routines(pure()));
    let mut alone = vec![T::ZERO; k];
    routines.gesdd(MatMut::new(&mut a.clone(), m, n), &mut alone, None).unwrap();
    let scale = scale_of(&moderate(&a, 1.0));
    let (items, alone) = (moderate(&a, scale), moderate(&alone, scale));
    for (left, right) in [(k, k), (m, n)] {
        let (mut s, mut u, mut vh) = (vec![T::ZERO; k], vec![T::ZERO; m * left], vec![T::ZERO; right * n]);
        let vectors = Some((MatMut::new(&mut u, m, left), MatMut::new(&mut vh, right, n)));
        routines.gesdd(MatMut::new(&mut a.clone(), m, n), &mut s, vectors).unwrap();
        let (s, u, vh) = (moderate(&s, scale), moderate(&u, 1.0), moderate(&vh, 1.0));
        assert!(s.is_sorted_by(|a, b| a >= b) && alone.is_sorted_by(|a, b| a >= b), "{what}, {m} × {n}");
        case.orthonormal("left vectors", &u, m);
        case.orthonormal("right vectors", &transposed(&vh, right, n), n);
        let us: Vec<f64> = (0..m * k).map(|at| u[at] * s[at / m]).collect();
        let rows: Vec<f64> = (0..k * n).map(|at| vh[at % k + at / k * right]).collect();
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
    let a = matrix("random", n, n, 300);
    let found: Vec<(Vec<f64>, Vec<f64>)> = available_levels()
        .iter()
        .filter(|&&level| level != Level::Baseline)
        .map(|&level| {
            force_level(level);
            let (mut w, mut s) = (vec![0.0; n], vec![0.0; n]);
            pure().f64().heevd(MatMut::new(&mut a.clone(), n, n), &mut w, false).unwrap();
            pure().f64().gesdd(MatMut::new(&mut a.clone(), n, n), &mut s, None).unwrap();
            (w, s)
        })
        .collect();
    assert!(found.windows(2).all(|pair| pair[0] == pair[1]));
}
