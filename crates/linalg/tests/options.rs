//! Keyword arguments, and promotion at run time, held to NumPy.

mod support;

use numoxide_backend::{Backend, Real};
use numoxide_core::{AnyArray, Array, DType};
use numoxide_linalg::products::{matmul, tensordot, vecdot};
use numoxide_linalg::*;
use support::Numpy;

fn numpy() -> Numpy {
    Numpy::of("linalg_options")
}

fn scalar(x: f64) -> Array<f64> {
    Array::scalar(x).unwrap()
}

const ORDS: [(&str, Ord); 6] = [
    ("1", Ord::Power(1.0)),
    ("-1", Ord::Power(-1.0)),
    ("2", Ord::Power(2.0)),
    ("-2", Ord::Power(-2.0)),
    ("inf", Ord::Infinity),
    ("-inf", Ord::NegativeInfinity),
];

#[test]
fn norms() {
    let numpy = numpy();
    let (a, s, c, t) = (numpy.reals("A"), numpy.reals("S"), numpy.complex("C"), numpy.reals("T"));
    let first = s.slice(numoxide_core::s![0]).unwrap();
    for (word, ord) in ORDS {
        numpy.close(&format!("norm matrix {word}"), &norm::with(&a).ord(ord).run().unwrap());
        numpy.close(&format!("norm axis0 {word}"), &norm::with(&a).ord(ord).axis(0).run().unwrap());
        let call = || norm::with(&t).ord(ord).axis([2, 0]);
        numpy.close(&format!("norm axes {word}"), &call().run().unwrap());
        numpy.close(&format!("norm axes kept {word}"), &call().keepdims(true).run().unwrap());
        let found = matrix_norm::with(&t).ord(ord).keepdims(true).run().unwrap();
        numpy.close(&format!("matrix_norm {word}"), &found);
        numpy.close(&format!("cond {word}"), &cond::with(&first).p(ord).run().unwrap());
    }
    let powers =
        [("0", 0.0), ("3", 3.0), ("-3", -3.0), ("0.5", 0.5), ("1", 1.0)].map(|(w, p)| (w, Ord::Power(p)));
    for (word, ord) in powers.into_iter().chain(ORDS.into_iter().skip(4)) {
        let call = || vector_norm::with(&t).ord(ord);
        numpy.close(&format!("vector_norm all {word}"), &call().run().unwrap());
        let found = call().axis([0, 2]).keepdims(true).run().unwrap();
        numpy.close(&format!("vector_norm axes {word}"), &found);
    }
    numpy.close("norm fro", &norm::with(&t).ord(Ord::Frobenius).axis([0, 1]).run().unwrap());
    numpy.close("norm nuc", &norm::with(&t).ord(Ord::Nuclear).axis([0, 1]).run().unwrap());
    numpy.close("norm default", &scalar(norm(&t).unwrap()));
    numpy.close("norm default kept", &norm::with(&t).keepdims(true).run().unwrap());
    numpy.close("norm complex 1", &norm::with(&c).ord(Ord::Power(1.0)).run().unwrap());
    numpy.close("norm complex axis", &norm::with(&c).axis(-1).run().unwrap());
    numpy.close("cond fro", &cond::with(&first).p(Ord::Frobenius).run().unwrap());
    numpy.close("cond nuc", &cond::with(&first).p(Ord::Nuclear).run().unwrap());
    numpy.close("cond stack", &cond(s.slice(numoxide_core::s![..;2]).unwrap()).unwrap());
    assert!(norm::with(&t).ord(Ord::Power(1.0)).run().is_err());
    assert!(norm::with(&t).axis([0, 0]).run().is_err());
    assert!(norm::with(&t).axis([0, 1, 2]).run().is_err());
    assert!(vector_norm::with(&t).ord(Ord::Frobenius).run().is_err());
    assert!(matrix_norm::with(&t).ord(Ord::Power(3.0)).run().is_err());
}

#[test]
fn ranks_and_pseudo_inverses() {
    let numpy = numpy();
    let (s, h, c) = (numpy.reals("S"), numpy.reals("H"), numpy.complex("C"));
    let (tall, tolerances) = (numpy.reals("tall"), numpy.reals("tolerances"));
    numpy.exact("rank", &matrix_rank(&s).unwrap());
    numpy.exact("rank tol", &matrix_rank::with(&s).tol(&20.0).run().unwrap());
    numpy.exact("rank tols", &matrix_rank::with(&s).tol(&tolerances).run().unwrap());
    numpy.exact("rank rtol", &matrix_rank::with(&s).rtol(&0.2).run().unwrap());
    numpy.exact("rank hermitian", &matrix_rank::with(&h).hermitian(true).run().unwrap());
    numpy.exact("rank vector", &matrix_rank([0.0; 3]).unwrap());
    numpy.close("pinv", &pinv(&s).unwrap());
    numpy.close("pinv rcond", &pinv::with(&s).rcond(&0.3).run().unwrap());
    numpy.close("pinv rconds", &pinv::with(&s).rtol(&[0.01, 0.3, 0.1]).run().unwrap());
    numpy.close("pinv hermitian", &pinv::with(&h).hermitian(true).run().unwrap());
    numpy.close("pinv tall", &pinv(&tall).unwrap());
    numpy.close_complex("pinv complex", &pinv(&c).unwrap());
    let found = svd::with(&h).hermitian(true).run().unwrap();
    numpy.close("svd hermitian", &found.s);
    numpy.close("svd values", &svd::with(&h).hermitian(true).values().unwrap());
    numpy.close("svd values", &svd::with(&h).values().unwrap());
    let scaled = &found.u * &found.s.expand_dims(1).unwrap();
    let back = matmul(&scaled, &found.vh).unwrap();
    assert!(back.iter().zip(h.iter()).all(|(x, y)| (x - y).abs() < 1e-12));
    assert!(pinv::with(&s).rcond(&[0.1, 0.2]).run().is_err());
}

#[test]
fn least_squares() {
    let numpy = numpy();
    let (s, b, tall) = (numpy.reals("S"), numpy.reals("b"), numpy.reals("tall"));
    let right = Array::from_shape_vec([7, 2], (0..14).map(|i| f64::from(i * i)).collect()).unwrap();
    for (word, rcond) in [("default", None), ("machine", Some(-1.0)), ("1e-3", Some(1e-3))] {
        let call = lstsq::with(&tall, &right);
        let found = match rcond {
            None => call.run(),
            Some(rcond) => call.rcond(rcond).run(),
        };
        let found = found.unwrap();
        numpy.close(&format!("lstsq {word}"), &found.solution);
        assert_eq!(found.residuals.shape(), numpy.shape(&format!("lstsq {word} residuals")));
        // They are differences of numbers of size 1e4.
        let expected = numpy.reals(&format!("lstsq {word} residuals"));
        assert!(found.residuals.iter().zip(expected.iter()).all(|(x, y)| (x - y).abs() < 1e-9));
        numpy.close(&format!("lstsq {word} values"), &found.singular_values);
        numpy.exact(&format!("lstsq {word} rank"), &Array::scalar(found.rank as i64).unwrap());
    }
    let found = lstsq(s.slice(numoxide_core::s![1]).unwrap(), &b).unwrap();
    numpy.close("lstsq deficient", &found.solution);
    numpy.exact("lstsq deficient rank", &Array::scalar(found.rank as i64).unwrap());
}

/// Holds all of a solution to NumPy's, of which the solution itself is compared by `close`.
fn least<T: Inexact>(numpy: &Numpy, name: &str, found: &Lstsq<T>, close: impl Fn(&str, &Array<T>)) {
    let double = |x: &Array<T::Real>| {
        let items = x.iter().map(|x| x.to_f64()).collect();
        Array::from_shape_vec(x.shape(), items).unwrap()
    };
    numpy.exact(&format!("least {name} rank"), &Array::scalar(found.rank as i64).unwrap());
    assert_eq!(found.solution.shape(), numpy.shape(&format!("least {name}")), "{name}");
    assert_eq!(found.residuals.shape(), numpy.shape(&format!("least {name} residuals")), "{name}");
    close(&format!("least {name}"), &found.solution);
    numpy.close(&format!("least {name} residuals"), &double(&found.residuals));
    numpy.close(&format!("least {name} values"), &double(&found.singular_values));
}

#[test]
fn least_squares_with_numpys_bounds() {
    let numpy = numpy();
    let real = |name: &str, x: &Array<f64>| numpy.close(name, x);
    for value in ["1e-17", "1e-16", "1.5e-16", "3e-16", "1e-10"] {
        for word in ["default", "-1", "0", "1", "1.5", "1e-12"] {
            let a = [[1.0, 0.0], [0.0, value.parse().unwrap()]];
            let call = lstsq::with(&a, &[[1.0], [1.0]]);
            let call = if word == "default" { call } else { call.rcond(word.parse().unwrap()) };
            least(&numpy, &format!("{value} {word}"), &call.run().unwrap(), real);
        }
    }
    // Of full rank by the bound of `f64` alone, in which NumPy calculates.
    let single = [[1.0f32, 1.0], [1.0, 1.0 + 2f32.powi(-22)], [0.0, 0.0]];
    let found = lstsq(single, [1.0, 2.0, 3.0]).unwrap();
    least(&numpy, "single", &found, |name, x: &Array<f32>| {
        numpy.close(name, &Array::from_vec(x.iter().map(|&x| f64::from(x)).collect()).unwrap());
    });
    let c = numpy.complex("C");
    let half = |from, to| c.slice(numoxide_core::s![.., from..to]).unwrap();
    least(&numpy, "complex", &lstsq(half(0, 2), half(2, 4)).unwrap(), |name, x| numpy.close_complex(name, x));
    least(&numpy, "wide", &lstsq(numpy.reals("A"), numpy.reals("b")).unwrap(), real);
    let (zeros, ones) =
        (|shape: [usize; 2]| Array::zeros(shape).unwrap(), |shape: [usize; 2]| Array::ones(shape).unwrap());
    least(&numpy, "no columns", &lstsq(zeros([3, 0]), ones([3, 2])).unwrap(), real);
    least(&numpy, "no rows", &lstsq(zeros([0, 3]), ones([0, 2])).unwrap(), real);
    let tall = [[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]];
    least(&numpy, "no right sides", &lstsq(tall, ones([3, 0])).unwrap(), real);
}

#[test]
fn axes_of_products() {
    let numpy = numpy();
    let (a, c, t) = (numpy.reals("A"), numpy.complex("C"), numpy.reals("T"));
    numpy.close("vecdot axis0", &vecdot::with(&a, &(&a + 1.0)).axis(0).run().unwrap());
    numpy.close_complex("vecdot complex", &vecdot::with(&c, &c.t()).axis(0).run().unwrap());
    let turned = t.transpose([2, 0, 1]).unwrap();
    numpy.close("tensordot axes", &tensordot(&t, &turned, ([0, 2], [1, 0])).unwrap());
    numpy.close("tensordot negative", &tensordot(&t, &t, ([-1], [-1])).unwrap());
}

#[test]
fn promotion_at_run_time() {
    let numpy = numpy();
    let (s, h, t, b) = (numpy.reals("S"), numpy.reals("H"), numpy.reals("T"), numpy.reals("b"));
    let any = |a: &Array<f64>, dtype: DType| AnyArray::from(a.clone()).astype(dtype).unwrap();
    let f64s = |a: AnyArray| -> Array<f64> { a.downcast().unwrap() };
    let last = s.slice(numoxide_core::s![2]).unwrap();
    numpy.close("det integers", &f64s(any::det(&any(&s, DType::I64)).unwrap()));
    numpy.close("inv integers", &f64s(any::inv(&any(&last, DType::I32)).unwrap()));
    let found = any::solve(&any(&last, DType::I32), &any(&b, DType::I64)).unwrap();
    numpy.close("solve integers", &f64s(found));
    let signs = h.slice(numoxide_core::s![0]).unwrap();
    let signs = AnyArray::from(
        numoxide_core::Array::from_shape_vec(
            signs.shape(),
            signs.iter().map(|&x| x > 0.0).collect::<Vec<bool>>(),
        )
        .unwrap(),
    );
    numpy.close("eigvalsh bool", &f64s(any::eigvalsh(&signs).unwrap()));
    let right = t.slice(numoxide_core::s![0]).unwrap().t().copy(numoxide_core::Order::C).unwrap();
    let found = any::matmul(&any(&s, DType::I32), &any(&right, DType::F32)).unwrap();
    assert_eq!(found.dtype(), &DType::F64);
    numpy.close("matmul mixed", &f64s(found));
    let halves = any(&s, DType::F16);
    let found = any::matmul(&halves, &halves).unwrap();
    assert_eq!(found.dtype(), &DType::F16);
    assert_eq!(f64s(found.astype(DType::F64).unwrap()).to_vec(), halves_of_numpy(&numpy));
    let found = any::einsum("bij,bjk->bik", &[&any(&s, DType::I8), &any(&s, DType::U8)]).unwrap();
    assert_eq!(found.dtype(), &DType::I16);
    assert!(any::inv(&halves).is_err());
    let [u, values, vh] = any::svd(&any(&s, DType::I16)).unwrap();
    assert_eq!((u.shape(), values.shape(), vh.shape()), (&[3, 4, 4][..], &[3, 4][..], &[3, 4, 4][..]));
}

fn halves_of_numpy(numpy: &Numpy) -> Vec<f64> {
    let entry = numpy.0.entry("matmul_halves");
    entry.bytes.chunks_exact(2).map(|x| numoxide_core::f16::from_le_bytes([x[0], x[1]]).to_f64()).collect()
}

/// LAPACK's signs, which follow those of the items that reflectors begin with. MKL has others.
#[test]
fn signs_of_triangles() {
    if backend().name() != numoxide_backend::pure().name() {
        return;
    }
    let numpy = numpy();
    for name in ["zeros", "negative", "tall"] {
        let a = numpy.reals(&format!("qr {name}"));
        numpy.close(&format!("qr {name} r"), &qr::with(&a).r().unwrap());
        numpy.close(&format!("qr {name} r"), &qr(&a).unwrap().r);
    }
    let a = numpy.complex("qr turned");
    numpy.close_complex("qr turned r", &qr::with(&a).r().unwrap());
}

/// NaN in what is read is an error; in what is not, it is nothing.
#[test]
fn what_is_not_read() {
    let numpy = numpy();
    let (p, h) = (numpy.reals("P"), numpy.reals("H"));
    let (pc, hc) = (numpy.complex("PC"), numpy.complex("HC"));
    for (word, uplo) in [("lower", Uplo::Lower), ("upper", Uplo::Upper)] {
        let upper = uplo == Uplo::Upper;
        let (p, h) = (hidden(&p, uplo), hidden(&h, uplo));
        let name = |call: &str, kind: &str| format!("hidden {call} {kind} {word}");
        numpy.close(&name("cholesky", "real"), &cholesky::with(&p).upper(upper).run().unwrap());
        numpy.close(&name("eigvalsh", "real"), &eigvalsh(&h, uplo).unwrap());
        numpy.close(&name("eigh", "real"), &eigh(&h, uplo).unwrap().eigenvalues);
        let (pc, hc) = (hidden(&pc, uplo), hidden(&hc, uplo));
        numpy.close_complex(&name("cholesky", "complex"), &cholesky::with(&pc).upper(upper).run().unwrap());
        numpy.close(&name("eigvalsh", "complex"), &eigvalsh(&hc, uplo).unwrap());
        numpy.close(&name("eigh", "complex"), &eigh(&hc, uplo).unwrap().eigenvalues);
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            for (i, j) in [(0, 0), (3, 3), (3, 1), (2, 0)] {
                let index = if upper { [2, j, i] } else { [2, i, j] };
                let refused =
                    |error: Error| matches!(error, Error::NonFinite { index: at, .. } if at == index);
                let (mut p, mut h) = (p.clone(), h.clone());
                (p[index], h[index]) = (bad, bad);
                assert!(refused(cholesky::with(&p).upper(upper).run().unwrap_err()));
                assert!(refused(cho_factor(&p, !upper).unwrap_err()));
                assert!(refused(eigvalsh(&h, uplo).unwrap_err()));
                assert!(refused(eigh(&h, uplo).unwrap_err()));
            }
        }
    }
    let many = numoxide_core::concatenate([&h, &h], 0).unwrap();
    numpy.close("hidden eigvalsh many", &eigvalsh(hidden(&many, Uplo::Lower), Uplo::Lower).unwrap());
}

/// With NaN in the triangle that is not read, and in the imaginary parts of the diagonal.
fn hidden<T: Inexact>(a: &Array<T>, read: Uplo) -> Array<T> {
    let n = a.shape()[a.ndim() - 1];
    let nan = T::Real::from_f64(f64::NAN);
    let hide = |(at, &x): (usize, &T)| {
        let (i, j) = (at / n % n, at % n);
        let seen = if read == Uplo::Lower { i >= j } else { i <= j };
        match i == j {
            true => T::from_parts(x.re(), nan),
            false if seen => x,
            false => T::from_real(nan),
        }
    };
    Array::from_shape_vec(a.shape(), a.iter().enumerate().map(hide).collect()).unwrap()
}
