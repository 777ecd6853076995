//! The kinds of matrices that LAPACK tests with, after its `dlatms`, `dlatb4` and `ddrvst`.

use super::Dense;
use crate::conformance::Numbers;
use crate::{Field, Real};

/// A matrix to factor.
#[derive(Clone, Debug)]
pub struct Matrix<T: Field> {
    /// What it is called in reports.
    pub name: String,
    /// Its items, column by column.
    pub items: Vec<T>,
    /// The same divided by `scale`, exactly.
    pub exact: Dense<T::Double>,
    /// A power of two.
    pub scale: f64,
    /// About the ratio of its largest to its least singular value; infinite for what is singular.
    pub condition: f64,
}

/// How the singular values or eigenvalues from 1 to `1 / condition` are distributed: the modes of LAPACK's `dlatm1`.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Spectrum {
    OneLarge,
    OneSmall,
    Geometric,
    Arithmetic,
    Random,
    /// Half of them at each end.
    Clusters,
}

use Spectrum::{Arithmetic, Clusters, Geometric, OneLarge, OneSmall, Random};

impl Spectrum {
    fn values(self, n: usize, condition: f64, numbers: &mut Numbers) -> Vec<f64> {
        let last = (n.max(2) - 1) as f64;
        let value = |i: usize| match self {
            OneLarge => {
                if i == 0 {
                    1.0
                } else {
                    1.0 / condition
                }
            }
            OneSmall => {
                if i + 1 < n || n == 1 {
                    1.0
                } else {
                    1.0 / condition
                }
            }
            Geometric => condition.powf(-(i as f64) / last),
            Arithmetic => 1.0 - i as f64 / last * (1.0 - 1.0 / condition),
            Random => condition.powf(-numbers.next().abs()),
            Clusters => {
                if 2 * i < n {
                    1.0
                } else {
                    1.0 / condition
                }
            }
        };
        (0..n).map(value).collect()
    }
}

/// Makes matrices of one type.
pub struct Kinds<T: Field> {
    numbers: Numbers,
    item: std::marker::PhantomData<T>,
}

impl<T: Field> Default for Kinds<T> {
    fn default() -> Self {
        Kinds { numbers: Numbers(7), item: std::marker::PhantomData }
    }
}

impl<T: Field> Kinds<T> {
    fn eps() -> f64 {
        T::Real::EPSILON.to_f64() / 2.0
    }

    /// LAPACK's conditions: good, bad, and at the edge of what can be solved.
    fn conditions() -> [f64; 3] {
        [2.0, (0.1 / Self::eps()).sqrt(), 0.1 / Self::eps()]
    }

    /// LAPACK's scales near underflow and near overflow.
    fn scales() -> [(&'static str, f64); 2] {
        let small = 0.25 * T::Real::TINY.to_f64() / Self::eps();
        [("near underflow", small), ("near overflow", 1.0 / small)]
    }

    fn matrix(name: String, wanted: &Dense<T::Double>, scale: f64, condition: f64) -> Matrix<T> {
        let items = wanted.narrowed(scale);
        let exact = Dense::widened(wanted.rows(), wanted.cols(), &items, scale);
        Matrix { name, items, exact, scale, condition }
    }

    fn random(&mut self, rows: usize, cols: usize) -> Dense<T::Double> {
        Dense::from_fn(rows, cols, |_, _| T::Double::from_parts(self.numbers.next(), self.numbers.next()))
    }

    /// Random orthonormal columns: those of a random matrix, made orthogonal twice.
    fn orthonormal(&mut self, rows: usize, cols: usize) -> Dense<T::Double> {
        let mut q = self.random(rows, cols);
        for j in 0..cols {
            for k in (0..j).chain(0..j) {
                let along = q.col(k).iter().zip(q.col(j));
                let part = along.fold(<T::Double as Field>::ZERO, |sum, (&x, &y)| sum + x.conj() * y);
                let shadow: Vec<T::Double> = q.col(k).iter().map(|&x| x * part).collect();
                q.col_mut(j).iter_mut().zip(shadow).for_each(|(x, y)| *x -= y);
            }
            let length = q.col(j).iter().map(|x| x.abs2()).sum::<f64>().sqrt();
            q.col_mut(j).iter_mut().for_each(|x| *x *= T::Double::from_real(1.0 / length));
        }
        q
    }

    fn full(&mut self, [m, n]: [usize; 2], spectrum: Spectrum, condition: f64) -> Dense<T::Double> {
        let k = m.min(n);
        let values = spectrum.values(k, condition, &mut self.numbers);
        let values: Vec<T::Double> = values.into_iter().map(T::Double::from_real).collect();
        let (u, v) = (self.orthonormal(m, k), self.orthonormal(n, k));
        u.scaled_columns(&values).times(&v.adjoint())
    }

    fn distributions() -> Vec<(Spectrum, f64)> {
        let [good, bad, worst] = Self::conditions();
        let edges = [Geometric, OneLarge, OneSmall, Arithmetic, Random, Clusters];
        let first = [(Geometric, good), (Geometric, bad)].into_iter();
        first.chain(edges.map(|spectrum| (spectrum, worst))).collect()
    }

    /// Random matrices, triangles and diagonals.
    fn plain(&mut self, m: usize, n: usize) -> Vec<(&'static str, Dense<T::Double>)> {
        let (random, two) = (self.random(m, n), <T::Double as Field>::ONE + <T::Double as Field>::ONE);
        let zero = <T::Double as Field>::ZERO;
        let keep = |kept: fn(usize, usize) -> bool| {
            Dense::from_fn(m, n, |i, j| {
                if i == j {
                    random.at(i, j) + two
                } else if kept(i, j) {
                    random.at(i, j)
                } else {
                    zero
                }
            })
        };
        let diagonals =
            [("diagonal", keep(|_, _| false)), ("upper", keep(|i, j| i < j)), ("lower", keep(|i, j| i > j))];
        diagonals.into_iter().chain([("random", random.clone())]).collect()
    }

    /// Matrices of any extents, the square ones without an inverse among them.
    pub fn general(&mut self, m: usize, n: usize) -> Vec<Matrix<T>> {
        let infinity = f64::INFINITY;
        let mut made: Vec<Matrix<T>> = Vec::new();
        for (name, a) in self.plain(m, n) {
            // Random triangles are ill-conditioned soon; of all four nothing is promised.
            made.push(Self::matrix(name.into(), &a, 1.0, f64::NAN));
        }
        made.push(Self::matrix("identity".into(), &Dense::identity(m, n), 1.0, 1.0));
        for (spectrum, condition) in Self::distributions() {
            let name = format!("{spectrum:?} to {:.0e}", 1.0 / condition);
            made.push(Self::matrix(name, &self.full([m, n], spectrum, condition), 1.0, condition));
        }
        for (where_, scale) in Self::scales() {
            let [good, _, worst] = Self::conditions();
            for (spectrum, condition) in [(Arithmetic, good), (Geometric, worst)] {
                let name = format!("{spectrum:?} to {:.0e} {where_}", 1.0 / condition);
                made.push(Self::matrix(name, &self.full([m, n], spectrum, condition), scale, condition));
            }
        }
        let random = self.full([m, n], Geometric, 2.0);
        let zeros: [(&str, &dyn Fn(usize) -> bool); 4] = [
            ("zero", &|_| true),
            ("zero first column", &|j| j == 0),
            ("zero last column", &|j| j + 1 == n),
            ("zero half of the columns", &|j| j >= n / 2),
        ];
        for (name, is_zero) in zeros {
            let zero = <T::Double as Field>::ZERO;
            let a = Dense::from_fn(m, n, |i, j| if is_zero(j) { zero } else { random.at(i, j) });
            made.push(Self::matrix(name.into(), &a, 1.0, infinity));
        }
        made
    }

    /// Square matrices whose eigenvalues need not be real: those of [`general`](Self::general), Jordan's block, and triangles far
    /// from normal, turned.
    pub fn square(&mut self, n: usize) -> Vec<Matrix<T>> {
        let mut made = self.general(n, n);
        let (one, zero) = (<T::Double as Field>::ONE, <T::Double as Field>::ZERO);
        let jordan = Dense::from_fn(n, n, |i, j| if i + 1 == j { one } else { zero });
        made.push(Self::matrix("Jordan".into(), &jordan, 1.0, f64::INFINITY));
        for (spectrum, condition) in Self::distributions() {
            let values = spectrum.values(n, condition, &mut self.numbers);
            let (random, q) = (self.random(n, n), self.orthonormal(n, n));
            let triangle = Dense::from_fn(n, n, |i, j| match i.cmp(&j) {
                std::cmp::Ordering::Less => random.at(i, j),
                std::cmp::Ordering::Equal => T::Double::from_real(values[i]),
                std::cmp::Ordering::Greater => zero,
            });
            let name = format!("not normal, {spectrum:?} to {:.0e}", 1.0 / condition);
            made.push(Self::matrix(name, &q.times(&triangle).times(&q.adjoint()), 1.0, f64::NAN));
        }
        made
    }

    /// Hermitian matrices, with eigenvalues of both signs unless they must be `positive`.
    pub fn hermitian(&mut self, n: usize, positive: bool) -> Vec<Matrix<T>> {
        let mut made = vec![Self::matrix("identity".into(), &Dense::identity(n, n), 1.0, 1.0)];
        let mut all: Vec<_> = Self::distributions().into_iter().map(|(s, c)| ("", 1.0, s, c)).collect();
        for (where_, scale) in Self::scales() {
            let [good, _, worst] = Self::conditions();
            all.extend([(where_, scale, Arithmetic, good), (where_, scale, Geometric, worst)]);
        }
        for (where_, scale, spectrum, condition) in all {
            let mut values = spectrum.values(n, condition, &mut self.numbers);
            let mut sign = |x: f64| if !positive && self.numbers.next() < 0.0 { -x } else { x };
            values.iter_mut().for_each(|x| *x = sign(*x));
            let name = format!("{spectrum:?} to {:.0e} {where_}", 1.0 / condition);
            made.push(Self::matrix(name, &self.turned(&values), scale, condition));
            if where_.is_empty() && spectrum == Geometric {
                let zero = <T::Double as Field>::ZERO;
                let value = |i: usize| T::Double::from_real(values[i]);
                let diagonal = Dense::from_fn(n, n, |i, j| if i == j { value(i) } else { zero });
                made.push(Self::matrix(
                    format!("diagonal, to {:.0e}", 1.0 / condition),
                    &diagonal,
                    1.0,
                    condition,
                ));
            }
        }
        if !positive {
            let zero = <T::Double as Field>::ZERO;
            made.push(Self::matrix("zero".into(), &Dense::from_fn(n, n, |_, _| zero), 1.0, f64::INFINITY));
            let random = self.random(n, n);
            let half = |i, j| random.at(i, j) + random.at(j, i).conj();
            made.push(Self::matrix("random".into(), &Dense::from_fn(n, n, half), 1.0, f64::NAN));
        }
        made
    }

    /// The Hermitian matrix of these eigenvalues and random eigenvectors.
    fn turned(&mut self, values: &[f64]) -> Dense<T::Double> {
        let q = self.orthonormal(values.len(), values.len());
        let factors: Vec<T::Double> = values.iter().map(|&x| T::Double::from_real(x)).collect();
        let a = q.scaled_columns(&factors).times(&q.adjoint());
        Dense::from_fn(values.len(), values.len(), |i, j| match i.cmp(&j) {
            std::cmp::Ordering::Less => a.at(j, i).conj(),
            std::cmp::Ordering::Equal => T::Double::from_real(a.at(i, i).re()),
            std::cmp::Ordering::Greater => a.at(i, j),
        })
    }
}
