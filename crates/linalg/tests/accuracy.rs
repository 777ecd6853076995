//! Backward errors of every decomposition, for single matrices and for stacks of them, on the kinds of matrices that LAPACK is tested
//! with and within its thresholds. What the backend itself must reach is in its own conformance suite.

use num_complex::Complex;
use numoxide_backend::accuracy::{Dense, Kinds, Matrix, THRESHOLD, backward, distance, orthogonality, ratio};
use numoxide_backend::{Field, Real};
use numoxide_core::{Array, Element, Order, c64, c128, s};
use numoxide_linalg::products::Product;
use numoxide_linalg::*;

trait Item: Inexact + Product + Field<Real: Real + Element> {}
impl<T: Inexact + Product> Item for T {}

/// The ratios beyond the threshold.
struct Report {
    kind: &'static str,
    failures: Vec<String>,
}

/// Matrices of one size, and as a stack.
struct Stack<'a, T: Field> {
    matrices: Vec<&'a Matrix<T>>,
    items: Array<T>,
}

impl<'a, T: Item> Stack<'a, T> {
    fn of(matrices: Vec<&'a Matrix<T>>) -> Self {
        let (m, n) = (matrices[0].exact.rows(), matrices[0].exact.cols());
        let items: Vec<T> = matrices.iter().flat_map(|a| a.items.iter().copied()).collect();
        let columns = Array::from_shape_vec([matrices.len(), n, m], items).unwrap();
        Stack { items: columns.mt().unwrap(), matrices }
    }

    /// All of some matrices at once, and each alone, where they pass.
    fn all(matrices: &'a [Matrix<T>], pass: impl Fn(&Matrix<T>) -> bool) -> Vec<Self> {
        let some: Vec<&Matrix<T>> = matrices.iter().filter(|a| pass(a)).collect();
        let singles = some.iter().map(|&a| Stack::of(vec![a]));
        singles.chain((some.len() > 1).then(|| Stack::of(some.clone()))).collect()
    }
}

/// Matrix `number` of a result, times `scale`.
fn part<T: Item>(found: &Array<T>, number: usize, scale: f64) -> Dense<T::Double> {
    let matrix = found.mt().unwrap().slice(s![number as isize]).unwrap().copy(Order::C).unwrap();
    let shape = matrix.shape().to_vec();
    Dense::widened(shape[1], shape[0], &matrix.to_vec(), 1.0 / scale)
}

/// Row `number` of values, times `scale`.
fn row<R: Real + Element>(found: &Array<R>, number: usize) -> Vec<R> {
    found.slice(s![number as isize]).unwrap().to_vec()
}

fn factors<T: Field>(values: &[T::Real], scale: f64) -> Vec<T::Double> {
    values.iter().map(|x| T::Double::from_real(x.to_f64() / scale)).collect()
}

/// Which matrices have singular values that clearly count, or clearly do not.
fn has_clear_rank<T: Field>(a: &Matrix<T>) -> bool {
    let eps = T::Real::EPSILON.to_f64();
    a.condition.is_infinite() || a.condition * eps.sqrt() < 10.0 || ["random", "diagonal"].contains(&&*a.name)
}

fn is_regular<T: Field>(a: &Matrix<T>) -> bool {
    !a.condition.is_infinite()
}

impl Report {
    fn within<T: Field>(&mut self, what: &str, stack: usize, a: &Matrix<T>, ratio: f64) {
        if ratio.is_nan() || ratio >= THRESHOLD {
            let (kind, m, n) = (self.kind, a.exact.rows(), a.exact.cols());
            self.failures
                .push(format!("{what} of {kind}, {stack} times {m} x {n}, {}: ratio {ratio:.1}", a.name));
        }
    }

    fn succeed<T: Field, R>(&mut self, what: &str, stack: &Stack<'_, T>, found: Result<R>) -> Option<R> {
        let name = &stack.matrices[0].name;
        let told = format!(
            "{what} of {}, {} times {}, {name}",
            self.kind,
            stack.matrices.len(),
            stack.matrices[0].exact.rows()
        );
        found.map_err(|error| self.failures.push(format!("{told}: {error}"))).ok()
    }

    /// LAPACK's `dget02` and `dget03`, and the determinant.
    fn equations<T: Item>(&mut self, stack: &Stack<'_, T>) {
        let (eps, count) = (T::Real::EPSILON.to_f64() / 2.0, stack.matrices.len());
        let n = stack.matrices[0].exact.rows();
        let x = Dense::from_fn(n, 2, |i, j| T::Double::from_parts((i + 3 * j) as f64 - 0.5, 1.0));
        let right: Vec<T> = stack.matrices.iter().flat_map(|a| a.exact.times(&x).narrowed(a.scale)).collect();
        let right = Array::from_shape_vec([count, 2, n], right).unwrap().mt().unwrap();
        let Some(found) = self.succeed("solve", stack, solve(&stack.items, &right)) else { return };
        let Some(inverse) = self.succeed("inv", stack, inv(&stack.items)) else { return };
        for (number, a) in stack.matrices.iter().enumerate() {
            let (x, b) = (part(&found, number, 1.0), part(&right, number, 1.0 / a.scale));
            let unit = a.exact.norm() * x.norm() * eps;
            self.within("solve", count, a, ratio(a.exact.times(&x).minus(&b).norm(), unit));
            let inverse = part(&inverse, number, a.scale);
            let rest = a.exact.times(&inverse).minus(&Dense::identity(n, n)).norm();
            self.within("inv", count, a, ratio(rest, a.exact.norm() * inverse.norm() * n as f64 * eps));
        }
        self.determinants(stack, eps);
    }

    /// Determinants against elimination in double precision, as far as the condition lets them agree.
    fn determinants<T: Item>(&mut self, stack: &Stack<'_, T>, eps: f64) {
        let Some(found) = self.succeed("det", stack, det(&stack.items)) else { return };
        let Some(logs) = self.succeed("slogdet", stack, slogdet(&stack.items)) else { return };
        let (found, signs, logs) = (found.to_vec(), logs.sign.to_vec(), logs.logabsdet.to_vec());
        for (number, a) in stack.matrices.iter().enumerate() {
            let n = a.exact.rows();
            let slack = eps * n as f64 * a.condition;
            if a.condition.is_nan() || slack * THRESHOLD > 0.1 {
                continue;
            }
            let (size, direction) = eliminated(&a.exact);
            let log = size + n as f64 * a.scale.ln();
            let unit = slack + eps * log.abs();
            self.within("slogdet", stack.matrices.len(), a, ratio((logs[number].to_f64() - log).abs(), unit));
            let turned = (signs[number].widen() - direction).abs();
            self.within("sign of slogdet", stack.matrices.len(), a, ratio(turned, slack));
            if a.scale == 1.0 && log > T::Real::TINY.to_f64().ln() {
                let det = direction * T::Double::from_real(log.exp());
                let error = (found[number].widen() - det).abs();
                self.within("det", stack.matrices.len(), a, ratio(error, det.abs() * unit));
            }
        }
    }

    /// LAPACK's `dqrt01`.
    fn triangles<T: Item>(&mut self, stack: &Stack<'_, T>) {
        let (eps, count) = (T::Real::EPSILON.to_f64() / 2.0, stack.matrices.len());
        let Some(alone) = self.succeed("qr", stack, qr::with(&stack.items).r()) else { return };
        for complete in [false, true] {
            let found = qr::with(&stack.items).complete(complete).run();
            let Some(found) = self.succeed("qr", stack, found) else { return };
            for (number, a) in stack.matrices.iter().enumerate() {
                let (q, r) = (part(&found.q, number, 1.0), part(&found.r, number, 1.0 / a.scale));
                self.within("Q of qr", count, a, orthogonality(&q, eps));
                self.within("qr", count, a, backward(&a.exact, &q.times(&r), eps));
                let alone = part(&alone, number, 1.0 / a.scale);
                self.within("R of qr", count, a, backward(&r.first(alone.rows(), alone.cols()), &alone, eps));
            }
        }
    }

    /// LAPACK's `dbdt01`.
    fn singular_values<T: Item>(&mut self, stack: &Stack<'_, T>, hermitian: bool) {
        let (ulp, count) = (T::Real::EPSILON.to_f64(), stack.matrices.len());
        let alone = svd::with(&stack.items).hermitian(hermitian).values();
        let Some(alone) = self.succeed("svdvals", stack, alone) else { return };
        for full in [false, true] {
            let found = svd::with(&stack.items).full_matrices(full).hermitian(hermitian).run();
            let Some(found) = self.succeed("svd", stack, found) else { return };
            for (number, a) in stack.matrices.iter().enumerate() {
                let (u, vh) = (part(&found.u, number, 1.0), part(&found.vh, number, 1.0));
                let s = row(&found.s, number);
                self.within("U of svd", count, a, orthogonality(&u, ulp));
                self.within("V of svd", count, a, orthogonality(&vh.adjoint(), ulp));
                let us = u.first(u.rows(), s.len()).scaled_columns(&factors::<T>(&s, a.scale));
                let back = us.times(&vh.first(s.len(), vh.cols()));
                self.within("svd", count, a, backward(&a.exact, &back, ulp));
                self.within("svdvals", count, a, distance(&row(&alone, number), &s, ulp));
            }
        }
    }

    /// Penrose's conditions for pseudo-inverses, and LAPACK's `dqrt17` for least squares.
    fn least_squares<T: Item>(&mut self, stack: &Stack<'_, T>) {
        let (ulp, count) = (T::Real::EPSILON.to_f64(), stack.matrices.len());
        let (m, n) = (stack.matrices[0].exact.rows(), stack.matrices[0].exact.cols());
        let bound = Array::scalar(ulp * m.max(n) as f64).unwrap();
        let Some(found) = self.succeed("pinv", stack, pinv::with(&stack.items).rcond(&bound).run()) else {
            return;
        };
        for (number, a) in stack.matrices.iter().enumerate() {
            let (exact, inverse) = (&a.exact, part(&found, number, a.scale));
            let (left, right) = (exact.times(&inverse), inverse.times(exact));
            let unit = m.max(n) as f64 * ulp * exact.norm() * inverse.norm();
            let back = left.times(exact).minus(exact).norm();
            self.within("A X A of pinv", count, a, ratio(back, unit * exact.norm()));
            let back = right.times(&inverse).minus(&inverse).norm();
            self.within("X A X of pinv", count, a, ratio(back, unit * inverse.norm()));
            self.within("A X of pinv", count, a, ratio(left.minus(&left.adjoint()).norm(), unit));
            self.within("X A of pinv", count, a, ratio(right.minus(&right.adjoint()).norm(), unit));
        }
        let [a] = stack.matrices[..] else { return };
        let b = Dense::from_fn(m, 2, |i, j| T::Double::from_parts((i as f64 + j as f64).sin(), 0.5));
        let right = Array::from_shape_vec([2, m], b.narrowed::<T>(a.scale)).unwrap().mt().unwrap();
        let single = stack.items.slice(s![0]).unwrap();
        let Some(found) = self.succeed("lstsq", stack, lstsq(&single, &right)) else { return };
        let x: Array<T> = found.solution.expand_dims(0).unwrap();
        let b = part(&right.expand_dims(0).unwrap(), 0, 1.0 / a.scale);
        let rest = a.exact.times(&part(&x, 0, 1.0)).minus(&b);
        let error = rest.adjoint().times(&a.exact).norm();
        let size = (a.exact.norm() * part(&x, 0, 1.0).norm()).max(b.norm());
        self.within("lstsq", count, a, ratio(error, a.exact.norm() * size * m.max(n) as f64 * ulp));
    }

    /// LAPACK's `dsyt21`.
    fn hermitian<T: Item>(&mut self, stack: &Stack<'_, T>) {
        let (ulp, count) = (T::Real::EPSILON.to_f64(), stack.matrices.len());
        for uplo in [Uplo::Lower, Uplo::Upper] {
            let Some(alone) = self.succeed("eigvalsh", stack, eigvalsh(&stack.items, uplo)) else { return };
            let Some(found) = self.succeed("eigh", stack, eigh(&stack.items, uplo)) else { return };
            for (number, a) in stack.matrices.iter().enumerate() {
                let v = part(&found.eigenvectors, number, 1.0);
                let w = row(&found.eigenvalues, number);
                self.within("vectors of eigh", count, a, orthogonality(&v, ulp));
                let back = v.scaled_columns(&factors::<T>(&w, a.scale)).times(&v.adjoint());
                self.within("eigh", count, a, backward(&a.exact, &back, ulp));
                self.within("eigvalsh", count, a, distance(&row(&alone, number), &w, ulp));
            }
        }
    }

    /// LAPACK's `dpot01`.
    fn positive<T: Item>(&mut self, stack: &Stack<'_, T>) {
        let (eps, count) = (T::Real::EPSILON.to_f64() / 2.0, stack.matrices.len());
        for upper in [false, true] {
            let found = cholesky::with(&stack.items).upper(upper).run();
            let Some(found) = self.succeed("cholesky", stack, found) else { return };
            for (number, a) in stack.matrices.iter().enumerate() {
                let half = 2f64.powi((a.scale.log2() / 2.0).floor() as i32);
                let factor = part(&found, number, 1.0 / half);
                let back =
                    if upper { factor.adjoint().times(&factor) } else { factor.times(&factor.adjoint()) };
                let rest = T::Double::from_real(half * half / a.scale);
                let back = back.scaled_columns(&vec![rest; back.cols()]);
                self.within("cholesky", count, a, backward(&a.exact, &back, eps));
            }
        }
    }

    /// LAPACK's `dget22`.
    fn general<T: Item>(&mut self, stack: &Stack<'_, T>)
    where
        Complex<T::Real>: Item + Field<Real = T::Real, Double = Complex<f64>>,
    {
        let (ulp, count) = (T::Real::EPSILON.to_f64(), stack.matrices.len());
        let Some(found) = self.succeed("eig", stack, eig(&stack.items)) else { return };
        for (number, a) in stack.matrices.iter().enumerate() {
            let n = a.exact.rows();
            let exact =
                Dense::from_fn(n, n, |i, j| Complex::new(a.exact.at(i, j).re(), a.exact.at(i, j).im()));
            let v = part(&found.eigenvectors, number, 1.0);
            let w = found.eigenvalues.slice(s![number as isize]).unwrap().to_vec();
            let w: Vec<Complex<f64>> = w.iter().map(|w| w.widen() / a.scale).collect();
            let error = exact.times(&v).minus(&v.scaled_columns(&w)).norm();
            self.within("eig", count, a, ratio(error, exact.norm() * v.norm() * ulp));
        }
    }
}

/// The logarithm of the size of a determinant, and its direction, by elimination.
fn eliminated<D: Field<Real = f64>>(a: &Dense<D>) -> (f64, D) {
    let (mut a, n) = (a.clone(), a.rows());
    let (mut log, mut direction) = (0.0, D::ONE);
    for k in 0..n {
        let best = (k..n).fold(k, |best, i| if a.at(i, k).abs() > a.at(best, k).abs() { i } else { best });
        if best != k {
            (0..n).for_each(|j| a.col_mut(j).swap(k, best));
            direction = -direction;
        }
        let pivot = a.at(k, k);
        log += pivot.abs().ln();
        direction *= pivot.over(D::from_real(pivot.abs()));
        for i in k + 1..n {
            let factor = a.at(i, k).over(pivot);
            for j in k..n {
                let above = a.at(k, j);
                a.col_mut(j)[i] -= factor * above;
            }
        }
    }
    (log, direction)
}

/// Rows up to which matrices are tested one by one, too: larger ones go the same ways.
const EXTENTS: [usize; 8] = [1, 2, 3, 5, 10, 33, 50, 100];
const OBLONG: [(usize, usize); 5] = [(1, 5), (3, 2), (10, 33), (33, 10), (50, 3)];

fn measure<T: Item>(kind: &'static str)
where
    Complex<T::Real>: Item + Field<Real = T::Real, Double = Complex<f64>>,
{
    let mut report = Report { kind, failures: Vec::new() };
    let mut kinds = Kinds::<T>::default();
    for n in EXTENTS {
        let general = kinds.general(n, n);
        Stack::all(&general, is_regular).iter().for_each(|stack| report.equations(stack));
        Stack::all(&general, has_clear_rank).iter().for_each(|stack| report.least_squares(stack));
        // What is not of full rank keeps all of a stack from the lanes.
        Stack::all(&general, is_regular).iter().for_each(|stack| report.singular_values(stack, false));
        let stack = Stack::of(general.iter().collect());
        report.triangles(&stack);
        report.singular_values(&stack, false);
        // As far as the backend's own suite measures them.
        if n <= 10 {
            report.general(&Stack::of(kinds.square(n).iter().collect()));
        }
        let hermitian = kinds.hermitian(n, false);
        Stack::all(&hermitian, |_| true).iter().for_each(|stack| report.hermitian(stack));
        report.singular_values(&Stack::of(hermitian.iter().collect()), true);
        report.positive(&Stack::of(kinds.hermitian(n, true).iter().collect()));
    }
    for (m, n) in OBLONG {
        let general = kinds.general(m, n);
        Stack::all(&general, has_clear_rank).iter().for_each(|stack| report.least_squares(stack));
        let stack = Stack::of(general.iter().collect());
        report.triangles(&stack);
        report.singular_values(&stack, false);
    }
    let failures = report.failures;
    assert!(
        failures.is_empty(),
        "{} ratios:\n{}",
        failures.len(),
        failures[..failures.len().min(60)].join("\n")
    );
}

#[test]
fn backward_errors_of_f32() {
    measure::<f32>("f32");
}

#[test]
fn backward_errors_of_f64() {
    measure::<f64>("f64");
}

#[test]
fn backward_errors_of_c64() {
    measure::<c64>("c64");
}

#[test]
fn backward_errors_of_c128() {
    measure::<c128>("c128");
}

/// A matrix of zeros in a stack is named.
#[test]
fn singular_kinds_are_singular() {
    for n in [1, 3, 10, 40] {
        for a in Kinds::<f64>::default().general(n, n).iter().filter(|a| !is_regular(a)) {
            let stack = Stack::of(vec![a; 5]);
            let named = Error::Singular { op: "inv", matrix: vec![0] };
            assert_eq!(inv(&stack.items).unwrap_err(), named, "{} {n}", a.name);
            assert!(det(&stack.items).unwrap().to_vec().iter().all(|&det| det == 0.0));
        }
    }
}
