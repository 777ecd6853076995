//! Generalized eigenvalues: residuals as in LAPACK's own tests, of pairs that are hard, singular or known.

use std::cmp::Ordering;

use num_complex::Complex;
use numoxide_backend::accuracy::{Dense, Kinds, THRESHOLD, ratio};
use numoxide_backend::{Failure, Field, MatMut, Real, pure};

type Double = Complex<f64>;

fn double<T: Field>(x: T) -> Double {
    Complex { re: x.re().to_f64(), im: x.im().to_f64() }
}

fn parts<R: Real>(x: Complex<R>) -> Double {
    Complex { re: x.re.to_f64(), im: x.im.to_f64() }
}

/// What `ggev` finds of a pair, in double precision.
struct Found {
    alpha: Vec<Double>,
    beta: Vec<Double>,
    vectors: Dense<Double>,
}

fn ggev<T: Field>(n: usize, a: &[T], b: &[T], vectors: bool) -> Result<Found, Failure> {
    let zero = Complex { re: T::Real::ZERO, im: T::Real::ZERO };
    let (mut alpha, mut beta, mut v) = (vec![zero; n], vec![T::ZERO; n], vec![zero; n * n]);
    let (mut a, mut b) = (a.to_vec(), b.to_vec());
    let to = vectors.then(|| MatMut::new(&mut v, n, n));
    let (a, b) = (MatMut::new(&mut a, n, n), MatMut::new(&mut b, n, n));
    T::routines(pure()).ggev(a, b, &mut alpha, &mut beta, to)?;
    Ok(Found {
        alpha: alpha.into_iter().map(parts).collect(),
        beta: beta.into_iter().map(double).collect(),
        vectors: Dense::from_fn(n, n, |i, j| parts(v[i + j * n])),
    })
}

fn complex<D: Field<Real = f64>>(m: &Dense<D>) -> Dense<Double> {
    Dense::from_fn(m.rows(), m.cols(), |i, j| double(m.at(i, j)))
}

/// LAPACK's `dget52`, the worst of the vectors: `|β A v - α B v|` in units of rounding of the larger product.
fn residual(a: &Dense<Double>, b: &Dense<Double>, found: &Found, eps: f64) -> f64 {
    let n = a.rows();
    let (left, right) = (a.times(&found.vectors), b.times(&found.vectors));
    let each = (0..n).map(|j| {
        let (alpha, beta) = (found.alpha[j], found.beta[j]);
        let size = (alpha.norm() * b.norm()).max(beta.norm() * a.norm());
        let terms = left.col(j).iter().zip(right.col(j)).map(|(x, y)| (x * beta - y * alpha).norm());
        ratio(terms.sum(), size * eps * n as f64)
    });
    each.fold(0.0, f64::max)
}

/// Expects residuals within LAPACK's threshold, vectors of length 1, and of real pairs exact conjugates.
fn holds<T: Field>(name: &str, a: (&[T], f64), b: (&[T], f64), n: usize) {
    let found = ggev(n, a.0, b.0, true).unwrap_or_else(|failure| panic!("{name}, {n}: {failure}"));
    let eps = T::Real::EPSILON.to_f64();
    let unscaled = |(items, scale): (&[T], f64)| complex(&Dense::widened(n, n, items, scale));
    let scaled = Found {
        alpha: found.alpha.iter().map(|x| x / a.1).collect(),
        beta: found.beta.iter().map(|x| x / b.1).collect(),
        vectors: found.vectors.clone(),
    };
    let worst = residual(&unscaled(a), &unscaled(b), &scaled, eps);
    assert!(worst < THRESHOLD, "{name}, {n} rows: {worst:.1} units");
    for j in 0..n {
        let length = found.vectors.col(j).iter().map(|x| x.norm_sqr()).sum::<f64>().sqrt();
        assert!((length - 1.0).abs() < 10.0 * eps, "{name}, {n} rows: a vector of length {length}");
    }
    let mut j = 0;
    while !T::COMPLEX && j < n {
        let pair = found.alpha[j].im != 0.0;
        if pair {
            assert!(
                found.alpha[j].im > 0.0 && found.alpha[j + 1] == found.alpha[j].conj(),
                "{name}: no pair"
            );
            assert!(found.beta[j] == found.beta[j + 1], "{name}: no pair");
            let conjugates = found.vectors.col(j).iter().zip(found.vectors.col(j + 1));
            assert!(conjugates.into_iter().all(|(x, y)| x.conj() == *y), "{name}: no pair of vectors");
        }
        j += 1 + usize::from(pair);
    }
    let alone = ggev(n, a.0, b.0, false).unwrap_or_else(|failure| panic!("{name}, {n}: {failure}"));
    assert!(alone.alpha.iter().chain(&alone.beta).all(|x| x.is_finite()), "{name}, {n} rows: not finite");
}

const EXTENTS: [usize; 7] = [1, 2, 3, 5, 10, 33, 100];

/// Each of LAPACK's kinds of matrices with itself and with others.
fn kinds_hold<T: Field>(extents: &[usize]) {
    for &n in extents {
        let mut kinds = Kinds::<T>::default();
        let all = kinds.square(n);
        let apart: &[usize] = if n > 50 { &[5] } else { &[0, 1, 5, 11, 17] };
        for (at, a) in all.iter().enumerate() {
            for by in apart {
                let b = &all[(at + by) % all.len()];
                let name = format!("{} and {}", a.name, b.name);
                holds(&name, (&a.items, a.scale), (&b.items, b.scale), n);
            }
        }
    }
}

#[test]
fn real_kinds_hold() {
    kinds_hold::<f64>(&EXTENTS);
}

#[test]
fn complex_kinds_hold() {
    kinds_hold::<Complex<f64>>(&EXTENTS);
}

#[test]
fn single_kinds_hold() {
    kinds_hold::<f32>(&[2, 10, 33]);
    kinds_hold::<Complex<f32>>(&[2, 10, 33]);
}

/// A matrix of random items, another one each time.
fn random<T: Field>(kinds: &mut Kinds<T>, n: usize) -> Dense<T::Double> {
    let found = kinds.general(n, n).into_iter().find(|made| made.name == "random");
    found.expect("one of LAPACK's kinds").exact
}

/// Pairs with the names of what is hard in them.
fn hard<D: Field<Double = D, Real = f64>>(n: usize) -> Vec<(&'static str, Dense<D>, Dense<D>)> {
    let kinds = &mut Kinds::<D>::default();
    let (x, y, p, q) = (random(kinds, n), random(kinds, n), random(kinds, n), random(kinds, n));
    let real = |x: f64| D::from_real(x);
    let kept = |m: &Dense<D>, keep: &dyn Fn(usize, usize) -> bool| -> Dense<D> {
        Dense::from_fn(n, n, |i, j| if keep(i, j) { m.at(i, j) } else { D::ZERO })
    };
    let graded = |m: &Dense<D>, by: f64| {
        Dense::from_fn(n, n, |i, j| m.at(i, j) * real(10f64.powf(-by * (i + j) as f64).max(1e-280)))
    };
    let turned = |m: &Dense<D>| p.times(m).times(&q);
    let jordan = |on: f64| {
        Dense::from_fn(n, n, |i, j| {
            if i == j {
                real(on)
            } else if i + 1 == j {
                D::ONE
            } else {
                D::ZERO
            }
        })
    };
    let one = Dense::<D>::identity(n, n);
    let shift = Dense::from_fn(n, n, |i, j| if i == (j + 1) % n { D::ONE } else { D::ZERO });
    let triangle = kept(&y, &|i, j| i <= j);
    let holes = kept(&triangle, &|i, j| i != j || i % 3 != 1);
    let hessenberg = kept(&x, &|i, j| i <= j + 1);
    vec![
        ("graded", graded(&x, 0.3), y.clone()),
        ("graded second", x.clone(), graded(&y, 0.3)),
        ("both graded", graded(&x, 0.5), graded(&y, 0.7)),
        ("zero columns", x.clone(), kept(&y, &|_, j| j % 3 != 0)),
        ("zero rows", x.clone(), kept(&y, &|i, _| i % 2 != 0)),
        ("zeros on the diagonal", x.clone(), holes.clone()),
        ("a Hessenberg matrix and zeros on the diagonal", hessenberg.clone(), holes.clone()),
        ("first zero", x.clone(), kept(&triangle, &|i, j| i + j > 0)),
        ("last zero", x.clone(), kept(&triangle, &|i, _| i + 1 < n)),
        ("strict triangle", x.clone(), kept(&triangle, &|i, j| i < j)),
        ("singular first", kept(&x, &|_, j| j % 3 != 0), y.clone()),
        ("both singular", kept(&x, &|_, j| j % 3 != 0), kept(&y, &|_, j| j % 2 != 0)),
        ("a vector of both", kept(&x, &|_, j| j != n / 2), kept(&y, &|_, j| j != n / 2)),
        ("turned, a vector of both", turned(&kept(&x, &|_, j| j > 1)), turned(&kept(&y, &|_, j| j > 1))),
        (
            "rows and columns of both",
            kept(&x, &|i, j| i > n / 2 || j > n / 2),
            kept(&y, &|i, j| i > n / 2 || j > n / 2),
        ),
        ("Kronecker", jordan(0.0), one.clone()),
        ("Kronecker the other way", one.clone(), jordan(0.0)),
        ("both nilpotent", jordan(0.0), jordan(0.0)),
        ("turned nilpotent", turned(&jordan(0.0)), turned(&one)),
        ("turned infinite", turned(&one), turned(&jordan(0.0))),
        ("Jordan", jordan(2.0), one.clone()),
        ("turned Jordan", turned(&jordan(2.0)), turned(&one)),
        ("twice the same", x.clone(), x.clone()),
        ("twice the same Jordan", turned(&jordan(0.5)), turned(&jordan(0.5))),
        ("roots of one", shift.clone(), one.clone()),
        ("turned roots of one", turned(&shift), turned(&one)),
        ("permutations", shift.clone(), Dense::from_fn(n, n, |i, j| shift.at(j, i))),
        ("zero and random", kept(&x, &|_, _| false), y.clone()),
        ("random and zero", x.clone(), kept(&y, &|_, _| false)),
        ("zero", kept(&x, &|_, _| false), kept(&y, &|_, _| false)),
        ("tiny and huge", x.scaled_columns(&vec![real(1e-290); n]), y.scaled_columns(&vec![real(1e290); n])),
        (
            "almost singular",
            x.clone(),
            Dense::from_fn(n, n, |i, j| y.at(i, j) * real(if j % 2 == 0 { 1.0 } else { 1e-15 })),
        ),
        (
            "almost infinite",
            hessenberg,
            Dense::from_fn(n, n, |i, j| {
                triangle.at(i, j) * real(if i == j && i % 2 == 0 { 1e-14 } else { 1.0 })
            }),
        ),
        (
            "unlike sizes",
            Dense::from_fn(n, n, |i, j| {
                x.at(i, j) * real(10f64.powi((i * 7 % 5) as i32 - (j * 3 % 7) as i32))
            }),
            y,
        ),
    ]
}

fn hard_pairs_hold<T: Field<Double = T, Real = f64>>() {
    for n in EXTENTS {
        for (name, a, b) in hard::<T>(n) {
            let items = |m: &Dense<T>| m.narrowed::<T>(1.0);
            // Norms of what is tiny or huge must be numbers.
            let scale =
                |m: &Dense<T>| if m.norm() > 0.0 { 2f64.powi(m.norm().log2().floor() as i32) } else { 1.0 };
            holds(name, (&items(&a), scale(&a)), (&items(&b), scale(&b)), n);
        }
    }
}

#[test]
fn hard_real_pairs_hold() {
    hard_pairs_hold::<f64>();
}

#[test]
fn hard_complex_pairs_hold() {
    hard_pairs_hold::<Complex<f64>>();
}

/// A pair with these quotients of diagonals, turned, has them as eigenvalues.
fn known_values_are_found<T: Field<Double = T, Real = f64>>() {
    for n in [2, 3, 5, 10, 33] {
        let kinds = &mut Kinds::<T>::default();
        let (p, q) = (random(kinds, n), random(kinds, n));
        let well = |m: Dense<T>| {
            Dense::from_fn(n, n, |i, j| m.at(i, j) + T::from_real(if i == j { 2.0 * n as f64 } else { 0.0 }))
        };
        let (p, q) = (well(p), well(q));
        let diagonal = |of: &dyn Fn(usize) -> f64| {
            Dense::from_fn(n, n, |i, j| T::from_real(if i == j { of(i) } else { 0.0 }))
        };
        // Every third is infinite.
        let (above, below) = (|i: usize| i as f64 + 1.0, |i: usize| if i % 3 == 2 { 0.0 } else { 0.5 });
        let pair = [&above as &dyn Fn(usize) -> f64, &below]
            .map(|of| p.times(&diagonal(of)).times(&q).narrowed::<T>(1.0));
        for vectors in [false, true] {
            let found = ggev(n, &pair[0], &pair[1], vectors).unwrap();
            let quotients = found
                .alpha
                .iter()
                .zip(&found.beta)
                .map(|(x, y)| if y.norm() <= 1e-12 * x.norm() { f64::INFINITY } else { (x / y).re });
            let mut quotients: Vec<f64> = quotients.collect();
            quotients.sort_by(|x, y| x.partial_cmp(y).unwrap_or(Ordering::Equal));
            let mut wanted: Vec<f64> = (0..n).map(|i| above(i) / below(i)).collect();
            wanted.sort_by(f64::total_cmp);
            for (x, y) in quotients.iter().zip(&wanted) {
                assert!(x == y || (x - y).abs() < 1e-10 * n as f64, "{quotients:?}, not {wanted:?}");
            }
        }
    }
}

#[test]
fn known_values() {
    known_values_are_found::<f64>();
    known_values_are_found::<Complex<f64>>();
}

/// Where B's triangle has zeros on the diagonal, as many eigenvalues are infinite without doubt.
#[test]
fn zeros_on_the_diagonal_are_exact() {
    for n in [2, 3, 5, 10, 33] {
        let a = random(&mut Kinds::<f64>::default(), n).narrowed::<f64>(1.0);
        let b =
            Dense::from_fn(n, n, |i, j| if i == j && i % 2 == 0 { 1.0 } else { 0.0 }).narrowed::<f64>(1.0);
        let found = ggev(n, &a, &b, true).unwrap();
        let infinite = found.beta.iter().zip(&found.alpha).filter(|(y, x)| y.re == 0.0 && x.norm() > 0.0);
        assert_eq!(infinite.count(), n / 2);
    }
}

#[test]
fn nothing_is_fine() {
    let found = ggev::<f64>(0, &[], &[], true).unwrap();
    assert!(found.alpha.is_empty() && found.beta.is_empty());
}

#[test]
fn what_is_not_finite_fails() {
    for bad in [f64::NAN, f64::INFINITY] {
        let a = [1.0, 2.0, bad, 3.0];
        assert!(matches!(ggev(2, &a, &[1.0, 0.0, 0.0, 1.0], true), Err(Failure::NotConverged)));
        assert!(matches!(ggev(2, &[1.0, 0.0, 0.0, 1.0], &a, false), Err(Failure::NotConverged)));
    }
}
