//! Factorisations and solvers held to SciPy's values where those are unique, and to what defines them elsewhere.

mod support;

use num_complex::Complex;
use numoxide_backend::{Field, Real};
use numoxide_core::{Array, Order, c128, matrix_transpose, s};
use numoxide_linalg::*;
use support::Numpy;

fn scipy() -> Numpy {
    Numpy::of("factors")
}

/// The matrices of one kind, by their names in the golden file.
macro_rules! each {
    ($scipy:ident, [$($real:literal)*], [$($complex:literal)*], |$name:ident, $a:ident, $check:ident| $body:block) => {
        $({
            let ($name, $a) = ($real, $scipy.reals($real));
            let $check = |name: &str, found: &Array<f64>| $scipy.close(name, found);
            $body
        })*
        $({
            let ($name, $a) = ($complex, $scipy.complex($complex));
            let $check = |name: &str, found: &Array<c128>| $scipy.close_complex(name, found);
            $body
        })*
    };
}

fn sizes<T: Inexact>(a: &Array<T>) -> Array<f64> {
    let items = a.iter().map(|x| Field::abs(*x).to_f64()).collect();
    Array::from_shape_vec(a.shape(), items).unwrap()
}

#[test]
fn triangular_factors() {
    let scipy = scipy();
    each!(scipy, ["A" "S" "tall" "wide"], ["C"], |name, a, check| {
        let found = lu(&a).unwrap();
        scipy.close(&format!("lu {name} p"), &found.p);
        check(&format!("lu {name} l"), &found.l);
        check(&format!("lu {name} u"), &found.u);
        scipy.exact(&format!("lu {name} indices"), &lu::with(&a).p_indices().unwrap().p);
        check(&format!("lu {name} pl"), &lu::with(&a).permute_l().unwrap().pl);
        let factor = lu_factor(&a).unwrap();
        check(&format!("lu_factor {name}"), &factor.lu);
        scipy.exact(&format!("lu_factor {name} piv"), &factor.piv);
    });
    for (number, trans) in [Trans::None, Trans::Transpose, Trans::Adjoint].into_iter().enumerate() {
        let (a, c) = (lu_factor(scipy.reals("A")).unwrap(), lu_factor(scipy.complex("C")).unwrap());
        let found = lu_solve::with(&a, &scipy.reals("B")).trans(trans).run().unwrap();
        scipy.close(&format!("lu_solve A {number}"), &found);
        let found = lu_solve::with(&c, &scipy.complex("cb")).trans(trans).run().unwrap();
        scipy.close_complex(&format!("lu_solve C {number}"), &found);
        let stack = lu_factor(scipy.reals("S")).unwrap();
        let found = lu_solve::with(&stack, &scipy.reals("SB")).trans(trans).run().unwrap();
        scipy.close(&format!("lu_solve S {number}"), &found);
    }
}

#[test]
fn triangular_systems() {
    let scipy = scipy();
    let (t, b, ct, cb) = (scipy.reals("T"), scipy.reals("b"), scipy.complex("CT"), scipy.complex("cb"));
    // The other order of items in memory, and items apart from each other.
    let by_columns = matrix_transpose(&matrix_transpose(&ct).unwrap().copy(Order::C).unwrap()).unwrap();
    let mut apart = Array::<c128>::zeros([5, 10]).unwrap();
    (0..25).for_each(|at| apart[[at / 5, at % 5 * 2]] = ct[[at / 5, at % 5]]);
    let apart = apart.slice(s![.., ..;2]).unwrap();
    for (number, trans) in [Trans::None, Trans::Transpose, Trans::Adjoint].into_iter().enumerate() {
        for (lower, unit) in [(false, false), (false, true), (true, false), (true, true)] {
            let name = format!("{number}{}{}", u8::from(lower), u8::from(unit));
            let call = solve_triangular::with(&t, &b).trans(trans).lower(lower).unit_diagonal(unit);
            scipy.close(&format!("triangular T {name}"), &call.run().unwrap());
            for ct in [&ct, &by_columns, &apart] {
                let call = solve_triangular::with(ct, &cb).trans(trans).lower(lower).unit_diagonal(unit);
                scipy.close_complex(&format!("triangular CT {name}"), &call.run().unwrap());
            }
        }
    }
    let mut stack = scipy.reals("S");
    (0..8).for_each(|i| stack[[i / 4, i % 4, i % 4]] += 20.0);
    scipy.close("triangular stack", &solve_triangular(&stack, scipy.reals("SB")).unwrap());
}

#[test]
fn cholesky_factors() {
    let scipy = scipy();
    for (number, lower) in [false, true].into_iter().enumerate() {
        let factor = cho_factor(scipy.reals("P"), lower).unwrap();
        scipy.close(&format!("cho P {number}"), &factor.c);
        scipy.close(&format!("cho_solve P {number}"), &cho_solve(&factor, scipy.reals("B")).unwrap());
        let factor = cho_factor(scipy.complex("CP"), lower).unwrap();
        scipy.close_complex(&format!("cho CP {number}"), &factor.c);
        scipy.close_complex(
            &format!("cho_solve CP {number}"),
            &cho_solve(&factor, scipy.complex("cb")).unwrap(),
        );
    }
}

#[test]
fn indefinite_factors() {
    let scipy = scipy();
    for (number, lower) in [false, true].into_iter().enumerate() {
        each!(scipy, ["N"], ["CN" "CS"], |name, a, check| {
            let found = ldl::with(&a).lower(lower).hermitian(name != "CS").run().unwrap();
            check(&format!("ldl {name} {number} lu"), &found.lu);
            check(&format!("ldl {name} {number} d"), &found.d);
            scipy.exact(&format!("ldl {name} {number} perm"), &found.perm);
        });
    }
}

#[test]
fn bands() {
    let scipy = scipy();
    let (cab, lab, cb) = (scipy.complex("cab"), scipy.reals("lab"), scipy.complex("cb"));
    let (b, four) = (scipy.reals("b"), cb.slice(s![..4]).unwrap());
    let five = b.slice(s![..5]).unwrap();
    let (upper, lower) = (cholesky_banded(&cab, false).unwrap(), cholesky_banded(&lab, true).unwrap());
    scipy.close_complex("cholesky_banded upper", &upper.c);
    scipy.close("cholesky_banded lower", &lower.c);
    scipy.close_complex("cho_solve_banded upper", &cho_solve_banded(&upper, &four).unwrap());
    scipy.close("solveh_banded lower", &solveh_banded(&lab, &five, true).unwrap());
    scipy.close_complex("solveh_banded upper", &solveh_banded(&cab, &four, false).unwrap());
    let (ab, tri) = (scipy.reals("ab"), scipy.reals("tri"));
    scipy.close("solve_banded", &solve_banded((1, 2), &ab, scipy.reals("B")).unwrap());
    scipy.close("solve_banded pivots", &solve_banded((1, 1), &tri, &b).unwrap());
    let mut tri = tri.copy(Order::C).unwrap();
    (0..6).for_each(|j| tri[[1, j]] += 9.0);
    scipy.close("solve_banded tri", &solve_banded((1, 1), &tri, &b).unwrap());
}

#[test]
fn toeplitz_systems() {
    let scipy = scipy();
    let (c, row, cc) = (scipy.reals("c"), scipy.reals("row"), scipy.complex("cc"));
    let (b, cb) = (scipy.reals("b"), scipy.complex("cb"));
    scipy.close("toeplitz", &solve_toeplitz(&c, &b).unwrap());
    scipy.close("toeplitz row", &solve_toeplitz::with(&c, &scipy.reals("B")).r(&row).run().unwrap());
    scipy.close_complex("toeplitz complex", &solve_toeplitz(&cc, &cb).unwrap());
    let reversed = cc.slice(s![..;-1]).unwrap();
    let found = solve_toeplitz::with(&cc, &cb).r(&reversed).run().unwrap();
    scipy.close_complex("toeplitz complex row", &found);
}

/// Expects the same eigenvalues in any order, within each line.
fn same_values(expected: &Array<c128>, found: &Array<c128>) {
    assert_eq!(expected.shape(), found.shape());
    let n = expected.shape().last().copied().unwrap();
    let (expected, found) = (expected.to_vec(), found.to_vec());
    for (expected, found) in expected.chunks(n).zip(found.chunks(n)) {
        let mut left = found.to_vec();
        for x in expected {
            let distance = |y: &c128| (x - y).norm();
            let nearest = (0..left.len()).min_by(|&i, &j| distance(&left[i]).total_cmp(&distance(&left[j])));
            let y = left.swap_remove(nearest.unwrap());
            assert!(distance(&y) <= 1e-10 * x.norm().max(1.0), "{x} is not {y}");
        }
    }
}

#[test]
fn forms_and_pairs() {
    let scipy = scipy();
    each!(scipy, ["A" "S"], ["C"], |name, a, _check| {
        scipy.close(&format!("hessenberg {name}"), &sizes(&hessenberg::with(&a).h().unwrap()));
        let form = schur::with(&a).complex().unwrap().t;
        let n = form.shape().last().copied().unwrap();
        let diagonal: Vec<c128> = form.to_vec().chunks(n * n).flat_map(|t| t.iter().step_by(n + 1).copied().collect::<Vec<_>>()).collect();
        let found = Array::from_shape_vec(scipy.shape(&format!("eigvals {name}")), diagonal).unwrap();
        same_values(&scipy.complex(&format!("eigvals {name}")), &found);
    });
    let s = scipy.reals("S");
    same_values(
        &scipy.complex("eig A W"),
        &eig::with(&scipy.reals("A"), &scipy.reals("W")).values().unwrap(),
    );
    same_values(
        &scipy.complex("eig C CT"),
        &eig::with(&scipy.complex("C"), &scipy.complex("CT")).values().unwrap(),
    );
    let found = qz(scipy.reals("A"), scipy.reals("W")).unwrap();
    same_values(&scipy.complex("eig A W"), &eig::with(&found.aa, &found.bb).values().unwrap());
    let found = qz(scipy.complex("C"), scipy.complex("CT")).unwrap();
    let quotients = (0..found.aa.shape()[0]).map(|i| found.aa[[i, i]] / found.bb[[i, i]]).collect();
    same_values(&scipy.complex("eig C CT"), &Array::from_vec(quotients).unwrap());
    same_values(&scipy.complex("eig S"), &eig::with(&s, &s.slice(s![..;-1]).unwrap()).values().unwrap());
    let kinds = [EighType::ABx, EighType::Ab, EighType::Ba];
    for (number, kind) in (1..).zip(kinds) {
        for uplo in [Uplo::Lower, Uplo::Upper] {
            let (h, p) = (scipy.reals("H"), scipy.reals("P"));
            let found = eigh::with(&h, &p).kind(kind).uplo(uplo).values().unwrap();
            scipy.close(&format!("eigh H P {number}"), &found);
            let (h, p) = (scipy.complex("CH"), scipy.complex("CP"));
            let found = eigh::with(&h, &p).kind(kind).uplo(uplo).values().unwrap();
            scipy.close(&format!("eigh CH CP {number}"), &found);
        }
    }
}

#[test]
fn orthogonal_factors() {
    let scipy = scipy();
    each!(scipy, ["A" "S" "tall" "wide"], ["C"], |name, a, _check| {
        let found = qr::with(&a).complete(true).pivoting().unwrap();
        scipy.close(&format!("pivoting {name} r"), &sizes(&found.r));
        scipy.exact(&format!("pivoting {name} p"), &found.p);
        scipy.close(&format!("rq {name} r"), &sizes(&rq(&a).unwrap().r));
        let found = rq::with(&a).economic(true).run().unwrap();
        scipy.close(&format!("rq {name} economic r"), &sizes(&found.r));
        scipy.close(&format!("rq {name} economic q"), &sizes(&found.q));
    });
}

/// Numbers without a pattern, of any type.
fn numbers<T: Inexact>(shape: &[usize], seed: u64) -> Array<T> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        T::Real::from_f64((state >> 11) as f64 / (1u64 << 52) as f64 - 1.0)
    };
    let count = shape.iter().product();
    let items = (0..count).map(|_| T::from_parts(next(), next())).collect();
    Array::from_shape_vec(shape, items).unwrap()
}

fn adjoint<T: Inexact>(a: &Array<T>) -> Array<T> {
    let items = matrix_transpose(a).unwrap();
    Array::from_shape_vec(items.shape(), items.iter().map(|x| x.conj()).collect()).unwrap()
}

/// Expects two matrices to agree within 30 units of rounding, times the order and the size.
fn near<T: Inexact>(what: &str, a: &Array<T>, b: &Array<T>, n: usize) {
    assert_eq!(a.shape(), b.shape(), "{what}");
    let size = b.iter().map(|x| Field::abs(*x).to_f64()).fold(1.0, f64::max);
    let unit = T::Real::EPSILON.to_f64() * n as f64 * size;
    for (&x, &y) in a.iter().zip(b.iter()) {
        let distance = Field::abs(x - y).to_f64();
        assert!(distance <= 30.0 * unit, "{what}: {:.1} units", distance / unit);
    }
}

/// Two matrices of one shape, item by item.
fn combined<T: Inexact>(a: &Array<T>, b: &Array<T>, with: impl Fn(T, T) -> T) -> Array<T> {
    let items = a.iter().zip(b.iter()).map(|(&x, &y)| with(x, y)).collect();
    Array::from_shape_vec(a.shape(), items).unwrap()
}

fn multiplied<T: Inexact + Product>(factors: &[&Array<T>]) -> Array<T> {
    factors[1..].iter().fold(factors[0].clone(), |product, factor| matmul(&product, *factor).unwrap())
}

fn unitary<T: Inexact + Product>(what: &str, q: &Array<T>) {
    let n = q.shape()[q.ndim() - 1];
    let identity = Array::<T>::identity(n).unwrap();
    let identity = identity.view().broadcast_to(&[&q.shape()[..q.ndim() - 2], &[n, n]].concat()[..]).unwrap();
    near(what, &matmul(adjoint(q), q).unwrap(), &identity.copy(Order::C).unwrap(), n);
}

/// What defines each form, for one type.
fn definitions<T: Inexact + Product>() {
    for n in [1, 2, 3, 9, 40, 130] {
        let a = numbers::<T>(&[2, n, n], n as u64);
        let found = hessenberg(&a).unwrap();
        unitary("Q of hessenberg", &found.q);
        near("hessenberg", &multiplied(&[&found.q, &found.h, &adjoint(&found.q)]), &a, n);
        let found = schur(&a).unwrap();
        unitary("Z of schur", &found.z);
        near("schur", &multiplied(&[&found.z, &found.t, &adjoint(&found.z)]), &a, n);
        let found = rq(&a).unwrap();
        unitary("Q of rq", &adjoint(&found.q));
        near("rq", &multiplied(&[&found.r, &found.q]), &a, n);
        let found = lu::with(&a).permute_l().unwrap();
        near("lu", &multiplied(&[&found.pl, &found.u]), &a, n);
        let symmetric = combined(&a, &matrix_transpose(&a).unwrap(), |x, y| x + y);
        let found = ldl::with(&symmetric).hermitian(false).run().unwrap();
        let back = multiplied(&[&found.lu, &found.d, &matrix_transpose(&found.lu).unwrap()]);
        near("ldl of symmetric matrices", &back, &symmetric, n);
        let hermitian = combined(&a, &adjoint(&a), |x, y| x + y);
        for lower in [false, true] {
            let found = ldl::with(&hermitian).lower(lower).run().unwrap();
            near("ldl", &multiplied(&[&found.lu, &found.d, &adjoint(&found.lu)]), &hermitian, n);
        }
        let b = numbers::<T>(&[n, 2], 5);
        let x = lu_solve(&lu_factor(&a).unwrap(), &b).unwrap();
        let b = b.view().broadcast_to([2, n, 2]).unwrap().copy(Order::C).unwrap();
        let size = x.iter().map(|x| Field::abs(*x).to_f64()).fold(1.0, f64::max);
        near("lu_solve", &matmul(&a, &x).unwrap(), &b, (n as f64 * size).ceil() as usize);
        pairs(&a, &hermitian, n);
    }
}

fn pairs<T: Inexact + Product>(a: &Array<T>, hermitian: &Array<T>, n: usize) {
    let mut definite = matmul(a, adjoint(a)).unwrap();
    let one = T::from_real(T::Real::from_f64(n as f64));
    for i in 0..2 * n {
        definite[[i / n, i % n, i % n]] += one;
    }
    for b in [hermitian, &definite] {
        let found = qz(a, b).unwrap();
        unitary("Q of qz", &found.q);
        unitary("Z of qz", &found.z);
        near("qz, first", &multiplied(&[&found.q, &found.aa, &adjoint(&found.z)]), a, n);
        near("qz, second", &multiplied(&[&found.q, &found.bb, &adjoint(&found.z)]), b, n);
        for at in (0..2 * n * n).filter(|at| at / n % n > at % n) {
            let at = [at / (n * n), at / n % n, at % n];
            assert!(found.bb[at] == <T as Field>::ZERO, "qz: the second is no triangle");
            let beside = !T::COMPLEX && at[1] == at[2] + 1;
            assert!(beside || found.aa[at] == <T as Field>::ZERO, "qz: the first is no Schur form");
        }
    }
    let found = eigh::with(hermitian, &definite).run().unwrap();
    let w = found.eigenvalues.expand_dims(-2).unwrap();
    let w = w.view().broadcast_to([2, n, n]).unwrap().iter().map(|w| T::from_real(*w)).collect();
    let w = Array::from_shape_vec([2, n, n], w).unwrap();
    let right = combined(&matmul(&definite, &found.eigenvectors).unwrap(), &w, |x, w| x * w);
    near("eigh of a pair", &matmul(hermitian, &found.eigenvectors).unwrap(), &right, n);
    let v = &found.eigenvectors;
    let identity = multiplied(&[&adjoint(v), &definite, v]);
    let expected = Array::<T>::identity(n).unwrap();
    let expected = expected.view().broadcast_to([2, n, n]).unwrap().copy(Order::C).unwrap();
    near("eigenvectors of a pair", &identity, &expected, n);
}

#[test]
fn what_defines_them() {
    definitions::<f32>();
    definitions::<f64>();
    definitions::<Complex<f32>>();
    definitions::<Complex<f64>>();
}

/// Matrices on which iterations and pivots have little to hold on to.
#[test]
fn odd_matrices() {
    let n = 20;
    let jordan =
        Array::from_shape_vec([n, n], (0..n * n).map(|at| f64::from(u8::from(at % (n + 1) <= 1))).collect())
            .unwrap();
    let cyclic = Array::from_shape_vec(
        [n, n],
        (0..n * n).map(|at| f64::from(u8::from((at / n + 1) % n == at % n))).collect(),
    )
    .unwrap();
    let graded = Array::from_shape_vec(
        [n, n],
        (0..n * n).map(|at| 10f64.powi(-((at / n + at % n) as i32)) * ((at * 7 % 11) as f64 - 5.0)).collect(),
    )
    .unwrap();
    for a in [Array::zeros([n, n]).unwrap(), Array::identity(n).unwrap(), jordan, cyclic, graded] {
        let found = schur(&a).unwrap();
        unitary("Z of schur", &found.z);
        near("schur", &multiplied(&[&found.z, &found.t, &found.z.t()]), &a, n);
        let found = schur::with(&a).complex().unwrap();
        let below = found.t.to_vec().into_iter().enumerate().filter(|(at, _)| at / n > at % n);
        assert!(below.into_iter().all(|(_, x)| x.norm() == 0.0));
        let complex = Array::from_shape_vec([n, n], a.iter().map(|&x| Complex::from(x)).collect()).unwrap();
        near("complex schur", &multiplied(&[&found.z, &found.t, &adjoint(&found.z)]), &complex, n);
        let found = lu::with(&a).permute_l().unwrap();
        near("lu", &multiplied(&[&found.pl, &found.u]), &a, n);
    }
}

#[test]
fn names_what_is_wrong() {
    let mut a = Array::<f64>::zeros([2, 3, 3]).unwrap();
    (0..6).for_each(|i| a[[i / 3, i % 3, i % 3]] = 2.0);
    let refuses = |error: Error, op: &str| assert!(error.to_string().starts_with(op), "{error}");
    refuses(schur(numbers::<f64>(&[2, 3], 1)).unwrap_err(), "schur: the last two axes must be square");
    refuses(qz(numbers::<f64>(&[2, 3], 1), &a).unwrap_err(), "qz: the last two axes must be square");
    assert!(matches!(qz([[1.0]], &a), Err(Error::Array(_))));
    refuses(
        lu_solve(&lu_factor(numbers::<f64>(&[2, 3], 1)).unwrap(), [1.0; 2]).unwrap_err(),
        "lu_solve: the last",
    );
    assert!(matches!(hessenberg([1.0, 2.0]), Err(Error::Array(_))));
    assert!(matches!(solve_triangular(&a, [1.0; 2]), Err(Error::Array(_))));
    assert!(matches!(solve_banded((1, 1), &a, [1.0; 2]), Err(Error::Array(_))));
    assert!(matches!(solve_banded((1, 0), &a, [1.0; 3]), Err(Error::Array(_))));
    assert!(matches!(cholesky_banded(Array::<f64>::zeros([0, 3]).unwrap(), true), Err(Error::Empty { .. })));
    a[[1, 2, 2]] = 0.0;
    let singular = |op| Error::Singular { op, matrix: vec![1] };
    assert_eq!(solve_triangular(&a, [1.0; 3]).unwrap_err(), singular("solve_triangular"));
    assert_eq!(lu_solve(&lu_factor(&a).unwrap(), [1.0; 3]).unwrap_err(), singular("lu_solve"));
    assert_eq!(solve_toeplitz([[1.0, 2.0], [1.0, 1.0]], [1.0, 2.0]).unwrap_err(), singular("solve_toeplitz"));
    let definite = |op| Error::NotPositiveDefinite { op, matrix: vec![1], order: 3 };
    assert_eq!(cho_factor(&a, true).unwrap_err(), definite("cho_factor"));
    assert_eq!(eigh::with(&a, &a).run().unwrap_err(), definite("eigh"));
    let banded = cholesky_banded([[1.0, 1.0], [2.0, 0.0]], true).unwrap_err();
    assert_eq!(banded, Error::NotPositiveDefinite { op: "cholesky_banded", matrix: vec![], order: 2 });
    assert_eq!(
        solve_banded((0, 0), [[1.0, 0.0]], [1.0; 2]).unwrap_err(),
        Error::Singular { op: "solve_banded", matrix: vec![] }
    );
    a[[1, 0, 2]] = f64::NAN;
    let place = |op| Error::NonFinite { op, index: vec![1, 0, 2] };
    assert_eq!(schur(&a).unwrap_err(), place("schur"));
    assert_eq!(hessenberg(&a).unwrap_err(), place("hessenberg"));
    assert_eq!(lu(&a).unwrap_err(), place("lu"));
    assert_eq!(lu_factor(&a).unwrap_err(), place("lu_factor"));
    assert_eq!(ldl::with(&a).lower(false).run().unwrap_err(), place("ldl"));
    assert_eq!(rq(&a).unwrap_err(), place("rq"));
    assert_eq!(qr::with(&a).pivoting().unwrap_err(), place("qr"));
    assert_eq!(cho_factor(&a, false).unwrap_err(), place("cho_factor"));
    assert_eq!(solve_triangular(&a, [1.0; 3]).unwrap_err(), place("solve_triangular"));
    assert_eq!(solve_banded((1, 1), &a, [1.0; 3]).unwrap_err(), place("solve_banded"));
    assert_eq!(eig::with(&Array::<f64>::identity(3).unwrap(), &a).values().unwrap_err(), place("eig"));
    assert_eq!(qz(Array::<f64>::identity(3).unwrap(), &a).unwrap_err(), place("qz"));
    let b = [1.0, f64::INFINITY, 0.0];
    assert_eq!(
        solve_triangular(Array::<f64>::identity(3).unwrap(), b).unwrap_err(),
        Error::NonFinite { op: "solve_triangular", index: vec![1] }
    );
}

/// Factors are not looked through before they are solved by, but what is not finite in them is found.
#[test]
fn factors_that_are_not_finite() {
    let a = Array::from([[4.0, 1.0, 2.0], [1.0, 5.0, 0.5], [2.0, 0.5, 6.0]]);
    let (lu, cholesky) = (lu_factor(&a).unwrap(), cho_factor(&a, true).unwrap());
    let wrong = |of: &Array<f64>, at: [usize; 2], x: f64| {
        let mut of = of.copy(Order::C).unwrap();
        of[at] = x;
        of
    };
    let place = |op, at: [usize; 2]| Error::NonFinite { op, index: at.to_vec() };
    for x in [f64::NAN, f64::INFINITY] {
        for b in [[1.3, 2.7, 0.9], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0; 3]] {
            for at in [[0, 0], [0, 1], [1, 0], [0, 2], [2, 1], [2, 2]] {
                let factor = LuFactor::new(wrong(&lu.lu, at, x), lu.piv.clone());
                for trans in [Trans::None, Trans::Transpose] {
                    let found = lu_solve::with(&factor, &b).trans(trans).run();
                    assert_eq!(found.unwrap_err(), place("lu_solve", at), "{x} at {at:?}, {b:?}");
                }
                if at[0] >= at[1] {
                    let factor = ChoFactor::new(wrong(&cholesky.c, at, x), true);
                    assert_eq!(
                        cho_solve(&factor, b).unwrap_err(),
                        place("cho_solve", at),
                        "{x} at {at:?}, {b:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn nothing_at_all() {
    let a = Array::<f64>::zeros([0, 0]).unwrap();
    assert_eq!(schur(&a).unwrap().t.shape(), [0, 0]);
    assert_eq!(hessenberg(&a).unwrap().q.shape(), [0, 0]);
    assert_eq!(lu(&a).unwrap().p.shape(), [0, 0]);
    assert_eq!(ldl(&a).unwrap().perm.shape(), [0]);
    assert_eq!(rq(&a).unwrap().r.shape(), [0, 0]);
    assert_eq!(qr::with(&a).pivoting().unwrap().p.shape(), [0]);
    assert_eq!(eig::with(&a, &a).run().unwrap().eigenvalues.shape(), [0]);
    assert_eq!(qz(&a, &a).unwrap().z.shape(), [0, 0]);
    assert_eq!(eigh::with(&a, &a).run().unwrap().eigenvalues.shape(), [0]);
    let none = Array::<f64>::zeros([0]).unwrap();
    assert_eq!(solve_triangular(&a, &none).unwrap().shape(), [0]);
    assert_eq!(lu_solve(&lu_factor(&a).unwrap(), &none).unwrap().shape(), [0]);
    assert_eq!(cho_solve(&cho_factor(&a, false).unwrap(), &none).unwrap().shape(), [0]);
    assert_eq!(solve_toeplitz(&none, &none).unwrap().shape(), [0]);
    assert_eq!(solve_banded((1, 1), Array::<f64>::zeros([3, 0]).unwrap(), &none).unwrap().shape(), [0]);
    assert_eq!(lu(Array::<f64>::zeros([2, 0]).unwrap()).unwrap().p.to_vec(), [1.0, 0.0, 0.0, 1.0]);
}

/// SciPy looks at all items unless it is told not to; we look at those that are read.
#[test]
fn only_one_triangle_is_read() {
    fn hidden<T: Inexact>(a: &Array<T>, lower: bool) -> Array<T> {
        let n = a.shape()[0];
        let seen = |at: usize| if lower { at / n >= at % n } else { at / n <= at % n };
        let nan = T::from_real(T::Real::from_f64(f64::NAN));
        let items = a.iter().enumerate().map(|(at, &x)| if seen(at) { x } else { nan });
        Array::from_shape_vec(a.shape(), items.collect()).unwrap()
    }
    let scipy = scipy();
    for (lower, word, uplo) in [(true, "lower", Uplo::Lower), (false, "upper", Uplo::Upper)] {
        let (a, b) = (hidden(&scipy.reals("N"), lower), hidden(&scipy.reals("P"), lower));
        let name = |call: &str| format!("hidden {call} real {word}");
        scipy.close(&name("cho_factor"), &cho_factor(&b, lower).unwrap().c);
        scipy.close(&name("eigvalsh"), &eigh::with(&a, &b).uplo(uplo).values().unwrap());
        scipy.close(&name("ldl"), &ldl::with(&a).lower(lower).run().unwrap().d);
        let (a, b) = (hidden(&scipy.complex("CN"), lower), hidden(&scipy.complex("CP"), lower));
        let name = |call: &str| format!("hidden {call} complex {word}");
        scipy.close_complex(&name("cho_factor"), &cho_factor(&b, lower).unwrap().c);
        scipy.close(&name("eigvalsh"), &eigh::with(&a, &b).uplo(uplo).values().unwrap());
        scipy.close_complex(&name("ldl"), &ldl::with(&a).lower(lower).run().unwrap().d);
    }
}
