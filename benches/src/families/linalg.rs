//! Products, solvers and decompositions: single matrices, stacks of small ones, and einsum.

use numoxide::linalg::{self, Uplo};
use numoxide::{Array, Product, c128, einsum, kron, matmul, tensordot};

use crate::case::Cases;
use crate::data::{matrix, random};

/// A matrix and `a aᵀ + n`, which is positive definite.
pub fn symmetric(n: usize) -> Array<f64> {
    let a = matrix(n, n);
    let mut square = matmul(&a, a.t()).unwrap();
    (0..n).for_each(|i| square[[i, i]] += n as f64);
    square
}

fn product<T: Product>(cases: &mut Cases, name: String, make: impl Fn() -> Array<T> + 'static) {
    cases.fixed(name, move || {
        let (a, b) = (make(), make());
        move || matmul(&a, &b).unwrap()
    });
}

pub fn add_to(cases: &mut Cases) {
    for n in [2, 4, 256, 1024] {
        products(cases, n);
        decompositions(cases, n);
    }
    for (m, n) in [(200, 5), (1000, 50)] {
        cases.fixed(format!("linalg.lstsq.{m}x{n}"), move || {
            let (a, b) = (matrix(m, n), random(m));
            move || linalg::lstsq(&a, &b).unwrap()
        });
    }
    for (count, n) in [(10000, 3), (1000, 8), (200, 32)] {
        stacks(cases, count, n);
    }
    sums(cases);
}

fn products(cases: &mut Cases, n: usize) {
    product(cases, format!("linalg.matmul.{n}"), move || matrix(n, n));
    product(cases, format!("linalg.matmul_f4.{n}"), move || matrix(n, n).astype::<f32>().unwrap());
    product(cases, format!("linalg.matmul_c16.{n}"), move || matrix(n, n).astype::<c128>().unwrap());
    cases.fixed(format!("linalg.matmul_T.{n}"), move || {
        let (a, b) = (matrix(n, n), matrix(n, n));
        move || matmul(a.t(), &b).unwrap()
    });
    cases.fixed(format!("linalg.matvec.{n}"), move || {
        let (a, v) = (matrix(n, n), random(n));
        move || matmul(&a, &v).unwrap()
    });
    if n <= 256 {
        let whole = move || (matrix(n, n) * 9.0).astype::<i64>().unwrap();
        product(cases, format!("linalg.matmul_i8.{n}"), whole);
    }
}

fn decompositions(cases: &mut Cases, n: usize) {
    cases.fixed(format!("linalg.solve.{n}"), move || {
        let (a, v) = (matrix(n, n), random(n));
        move || linalg::solve(&a, &v).unwrap()
    });
    cases.fixed(format!("linalg.inv.{n}"), move || {
        let a = matrix(n, n);
        move || linalg::inv(&a).unwrap()
    });
    cases.fixed(format!("linalg.cholesky.{n}"), move || {
        let a = symmetric(n);
        move || linalg::cholesky(&a).unwrap()
    });
    cases.fixed(format!("linalg.qr.{n}"), move || {
        let a = matrix(n, n);
        move || linalg::qr(&a).unwrap()
    });
    cases.fixed(format!("linalg.eigvalsh.{n}"), move || {
        let a = symmetric(n);
        move || linalg::eigvalsh(&a, Uplo::Lower).unwrap()
    });
    cases.fixed(format!("linalg.eigh.{n}"), move || {
        let a = symmetric(n);
        move || linalg::eigh(&a, Uplo::Lower).unwrap()
    });
    cases.fixed(format!("linalg.svdvals.{n}"), move || {
        let a = matrix(n, n);
        move || linalg::svdvals(&a).unwrap()
    });
    if n <= 256 {
        cases.fixed(format!("linalg.svd.{n}"), move || {
            let a = matrix(n, n);
            move || linalg::svd(&a).unwrap()
        });
        cases.fixed(format!("linalg.eig.{n}"), move || {
            let a = matrix(n, n);
            move || linalg::eig(&a).unwrap()
        });
    }
}

fn stacks(cases: &mut Cases, count: usize, n: usize) {
    let stack = move |columns: usize| random(count * n * columns).reshape([count, n, columns]).unwrap();
    let definite = move || &stack(n) + &(Array::<f64>::identity(n).unwrap() * n as f64);
    let name = move |what: &str| format!("batch.{what}.{count}x{n}");
    cases.fixed(name("matmul"), move || {
        let (a, b) = (definite(), stack(n));
        move || matmul(&a, &b).unwrap()
    });
    cases.fixed(name("solve"), move || {
        let (a, v) = (definite(), stack(1));
        move || linalg::solve(&a, &v).unwrap()
    });
    cases.fixed(name("inv"), move || {
        let a = definite();
        move || linalg::inv(&a).unwrap()
    });
    cases.fixed(name("svd"), move || {
        let a = definite();
        move || linalg::svd(&a).unwrap()
    });
    cases.fixed(name("eigh"), move || {
        let a = definite();
        move || linalg::eigh(&a, Uplo::Lower).unwrap()
    });
}

fn sums(cases: &mut Cases) {
    cases.fixed("einsum.ij_jk", || {
        let (a, b) = (matrix(200, 200), matrix(200, 200));
        move || einsum("ij,jk->ik", &[&a, &b]).unwrap()
    });
    cases.fixed("einsum.trace", || {
        let a = matrix(1000, 1000);
        move || einsum("ii", &[&a]).unwrap()
    });
    cases.fixed("einsum.bilinear", || {
        let (a, x, y) = (matrix(100, 100), matrix(500, 100), matrix(500, 100));
        move || einsum("bi,ij,bj->b", &[&x, &a, &y]).unwrap()
    });
    cases.fixed("einsum.batch_dot", || {
        let (x, y) = (matrix(10000, 64), matrix(10000, 64));
        move || einsum("bi,bi->b", &[&x, &y]).unwrap()
    });
    cases.fixed("einsum.tensordot", || {
        let a = random(60 * 50 * 40).reshape([60, 50, 40]).unwrap();
        let b = random(50 * 40 * 30).reshape([50, 40, 30]).unwrap();
        move || tensordot(&a, &b, 2).unwrap()
    });
    cases.fixed("einsum.kron", || {
        let (a, b) = (matrix(50, 50), matrix(20, 20));
        move || kron(&a, &b).unwrap()
    });
}
