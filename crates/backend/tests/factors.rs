//! QR factors, with columns exchanged and without, and Hessenberg forms: residuals as in LAPACK's own tests, and results that are known.

use num_complex::Complex;
use numoxide_backend::accuracy::{Dense, Kinds, Matrix, THRESHOLD, backward, orthogonality};
use numoxide_backend::{Field, MatMut, Real, pure};
use numoxide_simd::{Level, available_levels, force_level};

struct Numbers(u64);

impl Numbers {
    fn matrix<T: Field>(count: usize) -> Vec<T> {
        let mut numbers = Numbers(7);
        (0..count).map(|_| T::from_parts(numbers.next(), numbers.next())).collect()
    }

    fn next<R: Real>(&mut self) -> R {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        R::from_f64((self.0 >> 11) as f64 / (1u64 << 52) as f64 - 1.0)
    }
}

fn within<T: Field>(what: &str, a: &Matrix<T>, ratio: f64) {
    let extents = (a.exact.rows(), a.exact.cols());
    assert!(ratio < THRESHOLD, "{what}, {extents:?}, {}: ratio {ratio:.1}", a.name);
}

fn eps<T: Field>() -> f64 {
    T::Real::EPSILON.to_f64() / 2.0
}

/// Factors, the order of the columns, and Q of so many columns.
struct Factors<T> {
    r: Vec<T>,
    tau: Vec<T>,
    q: Vec<T>,
    order: Vec<usize>,
}

fn factors<T: Field>(a: &[T], (m, n): (usize, usize), columns: usize, pivoted: bool) -> Factors<T> {
    let (mut r, mut tau, mut q) = (a.to_vec(), vec![T::ONE; m.min(n)], vec![T::ONE; m * columns]);
    let mut order: Vec<usize> = (0..n).collect();
    let (a, vectors) = (MatMut::new(&mut r, m, n), Some(MatMut::new(&mut q, m, columns)));
    if pivoted {
        order.fill(0);
        T::routines(pure()).geqp3(a, &mut order, &mut tau, vectors).unwrap();
    } else {
        T::routines(pure()).geqrf(a, &mut tau, vectors).unwrap();
    }
    Factors { r, tau, q, order }
}

fn factors_hold<T: Field>(a: &Matrix<T>) {
    let (m, n) = (a.exact.rows(), a.exact.cols());
    for (pivoted, columns) in [(false, m.min(n)), (false, m), (true, m.min(n)), (true, m)] {
        let found = factors(&a.items, (m, n), columns, pivoted);
        let what = if pivoted { "geqp3" } else { "geqrf" };
        let mut sorted = found.order.clone();
        sorted.sort_unstable();
        assert!(sorted.iter().enumerate().all(|(k, &column)| k == column), "{what}, {}", a.name);
        let exchanged = Dense::from_fn(m, n, |i, j| a.exact.at(i, found.order[j]));
        let zero = <T::Double as Field>::ZERO;
        let items = Dense::widened(m, n, &found.r, a.scale);
        let r = Dense::from_fn(columns, n, |i, j| if i <= j { items.at(i, j) } else { zero });
        let q = Dense::widened(m, columns, &found.q, 1.0);
        within(what, a, orthogonality(&q, eps::<T>()));
        within(what, a, backward(&exchanged, &q.times(&r), eps::<T>()));
        let rises = |k: usize| {
            r.at(k, k).abs() < (k + 1..r.rows().min(n)).map(|l| r.at(l, l).abs()).fold(0.0, f64::max) * 0.999
        };
        let least = 1e3 * eps::<T>() * r.at(0, 0).abs();
        let fine = (0..r.rows().min(n)).all(|k| r.at(k, k).abs() <= least || !rises(k));
        assert!(!pivoted || fine, "{what}, ({m}, {n}), {}: the diagonal does not descend", a.name);
        reflectors_hold(what, a, &found, &exchanged);
    }
}

/// `H(1) ... H(k) R` must be the matrix, by the reflectors as they are left.
fn reflectors_hold<T: Field>(what: &str, a: &Matrix<T>, found: &Factors<T>, exchanged: &Dense<T::Double>) {
    let (m, n) = (a.exact.rows(), a.exact.cols());
    let (zero, one) = (<T::Double as Field>::ZERO, <T::Double as Field>::ONE);
    let items = Dense::widened(m, n, &found.r, a.scale);
    let vectors = Dense::widened(m, n, &found.r, 1.0);
    let mut back = Dense::from_fn(m, n, |i, j| if i <= j { items.at(i, j) } else { zero });
    for (k, tau) in found.tau.iter().enumerate().rev() {
        let v: Vec<T::Double> = (k..m).map(|i| if i == k { one } else { vectors.at(i, k) }).collect();
        for j in k..n {
            let column = &mut back.col_mut(j)[k..];
            let sum = column.iter().zip(&v).fold(zero, |sum, (&x, &v)| sum + v.conj() * x) * tau.widen();
            column.iter_mut().zip(&v).for_each(|(x, &v)| *x -= v * sum);
        }
    }
    within(&format!("reflectors of {what}"), a, backward(exchanged, &back, eps::<T>()));
}

fn all_kinds<T: Field>(extents: &[(usize, usize)]) {
    let mut kinds = Kinds::<T>::default();
    for &(m, n) in extents {
        kinds.general(m, n).iter().for_each(factors_hold);
    }
}

#[test]
fn matrices_of_all_kinds_are_factored() {
    let few = [(1, 1), (1, 40), (40, 1), (33, 10), (10, 33), (100, 33), (33, 100), (35, 35), (64, 64)];
    all_kinds::<f64>(&few);
    all_kinds::<Complex<f64>>(&few);
    all_kinds::<f32>(&few);
    all_kinds::<Complex<f32>>(&few);
    all_kinds::<f64>(&[(257, 129), (129, 130)]);
    all_kinds::<Complex<f64>>(&[(120, 97)]);
}

#[test]
fn matrices_of_more_than_a_wide_panel_are_factored() {
    for (m, n) in [(420, 205), (401, 100)] {
        let items = Numbers::matrix::<f64>(m * n);
        let exact = Dense::widened(m, n, &items, 1.0);
        factors_hold(&Matrix { name: "large".into(), items, exact, scale: 1.0, condition: 1.0 });
    }
}

#[test]
fn no_columns_and_no_rows_are_factored() {
    for (m, n) in [(0, 40), (40, 0)] {
        for pivoted in [false, true] {
            let found = factors::<f64>(&[], (m, n), m, pivoted);
            assert!(found.order == (0..n).collect::<Vec<_>>() && found.tau.is_empty());
            assert!(found.q.iter().enumerate().all(|(at, &x)| x == f64::from(at.is_multiple_of(m + 1))));
        }
    }
}

/// A column that is tiny beside others has as many digits as they: powers of two change no digit of R.
#[test]
fn scaled_columns_scale_the_triangle() {
    scaled_columns::<f64>();
    scaled_columns::<Complex<f64>>();
}

fn scaled_columns<T: Field<Real = f64>>() {
    let (m, n) = (60, 40);
    let items = Numbers::matrix::<T>(m * n);
    let power = |j: usize| T::from_real(2f64.powi(-60 * (j as i32 % 13)));
    let scaled: Vec<T> = items.iter().enumerate().map(|(at, &x)| x * power(at / m)).collect();
    let [r, scaled] = [items, scaled].map(|a| factors(&a, (m, n), 0, false).r);
    for at in (0..m * n).filter(|at| at % m <= at / m) {
        assert!(r[at] * power(at / m) == scaled[at], "row {}, column {}", at % m, at / m);
    }
}

#[test]
fn columns_are_chosen_by_their_norms() {
    chosen::<f64>();
    chosen::<Complex<f64>>();
    chosen::<f32>();
}

fn chosen<T: Field>() {
    for n in [5, 40, 100] {
        let order = |a: &[T]| factors(a, (n, n), 0, true).order;
        let diagonal = |size: &dyn Fn(usize) -> f64| -> Vec<T> {
            let item = |at: usize| if at.is_multiple_of(n + 1) { size(at / n) } else { 0.0 };
            (0..n * n).map(|at| T::from_real(T::Real::from_f64(item(at)))).collect()
        };
        assert_eq!(order(&diagonal(&|_| 0.0)), (0..n).collect::<Vec<_>>(), "of zeros, the first");
        // Of equal columns the first; it exchanges places with the one that is there.
        assert_eq!(order(&diagonal(&|_| 3.0)), (0..n).collect::<Vec<_>>(), "of equal ones, the first");
        let rising = order(&diagonal(&|j| 1.0 + j as f64));
        assert_eq!(rising, (0..n).rev().collect::<Vec<_>>(), "the largest first");
        // Sizes far apart, the squares of which are no numbers.
        let least = T::Real::TINY.to_f64() * 1e3;
        let far = order(&diagonal(&|j| least.powf(j as f64 / n as f64)));
        assert_eq!(far, (0..n).collect::<Vec<_>>(), "far apart");
        let far = order(&diagonal(&|j| least.powf((n - j) as f64 / n as f64)));
        assert_eq!(far, (0..n).rev().collect::<Vec<_>>(), "far apart");
    }
}

/// Columns that all but agree with the first: what is left of them cannot be told from what they were.
#[test]
fn norms_that_cannot_be_told_are_summed() {
    for n in [6, 50, 100] {
        let mut a = vec![0.0; n * n];
        for j in 0..n {
            a[j * n] = if j == 0 { 2.0 } else { 1.0 };
            a[j * (n + 1)] += 1e-9 * j as f64;
        }
        let known: Vec<usize> = std::iter::once(0).chain((1..n).rev()).collect();
        assert_eq!(factors(&a, (n, n), 0, true).order, known);
    }
}

fn forms_hold<T: Field>(a: &Matrix<T>) {
    let n = a.exact.rows();
    let (mut h, mut q) = (a.items.clone(), vec![T::ONE; n * n]);
    T::routines(pure()).gehrd(MatMut::new(&mut h, n, n), Some(MatMut::new(&mut q, n, n))).unwrap();
    assert!((0..n * n).all(|at| at % n <= at / n + 1 || h[at] == T::ZERO), "{}", a.name);
    let (h, q) = (Dense::widened(n, n, &h, a.scale), Dense::widened(n, n, &q, 1.0));
    within("gehrd", a, orthogonality(&q, eps::<T>()));
    within("gehrd", a, backward(&a.exact, &q.times(&h).times(&q.adjoint()), eps::<T>()));
}

#[test]
fn square_matrices_have_hessenberg_forms() {
    fn each<T: Field>(extents: &[usize]) {
        for &n in extents {
            Kinds::<T>::default().square(n).iter().for_each(forms_hold);
        }
    }
    let few = [1, 2, 3, 4, 9, 17, 18, 33, 65];
    each::<f64>(&few);
    each::<Complex<f64>>(&few);
    each::<f32>(&few);
    each::<Complex<f32>>(&few);
    each::<f64>(&[130]);
    for n in [401, 418] {
        let items = Numbers::matrix::<f64>(n * n);
        let exact = Dense::widened(n, n, &items, 1.0);
        forms_hold(&Matrix { name: "large".into(), items, exact, scale: 1.0, condition: 1.0 });
    }
}

#[test]
fn levels_with_fma_give_the_same_bits() {
    same_bits::<f64>();
    same_bits::<Complex<f64>>();
}

fn same_bits<T: Field>() {
    for (m, n) in [(130, 130), (90, 50), (45, 120), (410, 210)] {
        let a = Numbers::matrix::<T>(m * n);
        let found: Vec<_> = available_levels()
            .iter()
            .filter(|&&level| level != Level::Baseline)
            .map(|&level| {
                force_level(level);
                let [plain, pivoted] = [false, true].map(|pivoted| factors(&a, (m, n), m.min(n), pivoted));
                let mut h = if m == n { a.clone() } else { Vec::new() };
                let mut q = h.clone();
                let extent = if m == n { n } else { 0 };
                let vectors = Some(MatMut::new(&mut q, extent, extent));
                T::routines(pure()).gehrd(MatMut::new(&mut h, extent, extent), vectors).unwrap();
                ([plain.r, plain.tau, plain.q, pivoted.r, pivoted.tau, pivoted.q, h, q], pivoted.order)
            })
            .collect();
        let names = ["R", "tau", "Q", "pivoted R", "its tau", "its Q", "H", "its Q"];
        for pair in found.windows(2) {
            assert_eq!(pair[0].1, pair[1].1, "({m}, {n})");
            for (of, name) in names.iter().enumerate() {
                assert!(pair[0].0[of] == pair[1].0[of], "{name} of ({m}, {n})");
            }
        }
    }
}
