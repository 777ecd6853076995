//! Eigenvalues and right eigenvectors of general matrices, from their Schur form.
//!
//! The vectors of a triangular factor are found from the bottom up as by LAPACK's `trevc`: divisors that are lost beside the eigenvalue
//! are replaced, and what would overflow is scaled.

use num_complex::Complex;
use numoxide_simd::{Isa, Kernel, dispatch};

use super::product::gemm;
use super::schur::{self, Double};
use super::small::size;
use crate::{Failure, Field, Mat, MatMut, Real};

/// Eigenvalues, and vectors packed as LAPACK does: for a real matrix, a conjugate pair's columns hold the real and the imaginary
/// parts of the vector of its first value.
struct Found<F> {
    values: Vec<Complex<f64>>,
    packed: Vec<F>,
    /// What the matrix was divided by.
    scale: f64,
}

/// See `Routines::geev`, with vectors.
pub fn geev<T: Field<Double: Double>>(
    a: &MatMut<'_, T>,
    w: &mut [Complex<T::Real>],
    vectors: &mut MatMut<'_, Complex<T::Real>>,
) -> Result<(), Failure> {
    let n = a.rows();
    if n == 0 {
        return Ok(());
    }
    let found = by_schur(a)?;
    let narrow = |x: Complex<f64>, scale: f64| {
        let part = |x: f64| T::Real::from_f64(x * scale);
        Complex { re: part(x.re), im: part(x.im) }
    };
    w.iter_mut().zip(&found.values).for_each(|(w, &value)| *w = narrow(value, found.scale));
    for (j, pair) in found.columns() {
        for i in 0..n {
            let x = narrow(complex_item(&found.packed, n, (i, j), pair), 1.0);
            vectors[(i, j)] = x;
            if pair {
                vectors[(i, j + 1)] = Complex { re: x.re, im: -x.im };
            }
        }
    }
    Ok(())
}

/// An item of the vector that begins with column `j` of what is packed.
#[inline(always)]
fn complex_item<F: Field<Real = f64>>(
    packed: &[F],
    n: usize,
    (i, j): (usize, usize),
    pair: bool,
) -> Complex<f64> {
    let x = packed[i + j * n];
    Complex { re: x.re(), im: if pair { packed[i + (j + 1) * n].re() } else { x.im() } }
}

/// Writes such an item.
#[inline(always)]
fn set_complex_item<F: Field<Real = f64>>(
    packed: &mut [F],
    n: usize,
    (i, j): (usize, usize),
    pair: bool,
    x: Complex<f64>,
) {
    packed[i + j * n] = F::from_parts(x.re, x.im);
    if pair {
        packed[i + (j + 1) * n] = F::from_real(x.im);
    }
}

/// Which columns begin a vector, and whether with that it is the vector of a pair.
fn columns<F: Field>(values: &[Complex<f64>]) -> impl Iterator<Item = (usize, bool)> {
    let mut next = 0;
    std::iter::from_fn(move || {
        let j = next;
        let pair = !F::COMPLEX && j + 1 < values.len() && values[j].im != 0.0;
        next += 1 + usize::from(pair);
        (j < values.len()).then_some((j, pair))
    })
}

impl<F: Double> Found<F> {
    fn columns(&self) -> impl Iterator<Item = (usize, bool)> {
        columns::<F>(&self.values)
    }

    /// Makes the vectors of length 1, and the largest item of each complex one real, as `geev` does.
    fn normalized(mut self) -> Self {
        let Found { values, packed, .. } = &mut self;
        let n = values.len();
        for (j, pair) in columns::<F>(values) {
            let item = |i: usize| complex_item(packed, n, (i, j), pair);
            let most = (0..n).map(|i| size(item(i))).fold(0.0, f64::max);
            let (mut sum, mut best) = (0.0, (0.0, Complex::<f64>::ONE));
            for i in 0..n {
                let x = item(i) / most;
                let square = x.norm_sqr();
                sum += square;
                if square > best.0 {
                    best = (square, x);
                }
            }
            let unit = 1.0 / sum.sqrt();
            let turned = pair || F::COMPLEX;
            let factor = if turned { best.1.conj() * (unit / best.0.sqrt()) } else { Complex::from(unit) };
            for i in 0..n {
                let x = complex_item(packed, n, (i, j), pair) / most;
                let mut y = x * factor;
                if turned && x == best.1 {
                    y.im = 0.0;
                }
                set_complex_item(packed, n, (i, j), pair, y);
            }
        }
        self
    }
}

/// The vectors of the triangle of the Schur form, times its own.
fn by_schur<T: Field<Double: Double>>(a: &MatMut<'_, T>) -> Result<Found<T::Double>, Failure> {
    let n = a.rows();
    let form = schur::with_vectors(a)?;
    let Some(q) = form.q else { unreachable!("asked for with vectors") };
    let t = Mat::with_ld(&form.h, n, n, form.ld);
    let values = schur::eigenvalues(t);
    let sizes: Vec<f64> = (0..n).map(|j| (0..j).map(|i| size(t.at(i, j))).sum()).collect();
    let (mut x, zero) = (vec![Complex::<f64>::ZERO; n], <T::Double as Field>::ZERO);
    let mut of_triangle = vec![zero; n * n];
    for (j, pair) in columns::<T::Double>(&values) {
        let last = j + usize::from(pair);
        dispatch(Substitution { t, sizes: &sizes, value: values[j], first: j, last, x: &mut x });
        let most = x[..=last].iter().map(|&x| size(x)).fold(0.0, f64::max);
        for (i, &x) in x[..=last].iter().enumerate() {
            set_complex_item(&mut of_triangle, n, (i, j), pair, x / most);
        }
    }
    let mut packed = vec![zero; n * n];
    let (q, one) = (Mat::with_ld(&q, n, n, form.ld), <T::Double as Field>::ONE);
    gemm(one, q, Mat::new(&of_triangle, n, n), zero, MatMut::new(&mut packed, n, n));
    Ok(Found { values, packed, scale: form.scale }.normalized())
}

/// An item of a factor times one of a vector.
#[inline(always)]
fn times<F: Field<Real = f64>>(t: F, x: Complex<f64>) -> Complex<f64> {
    if F::COMPLEX { complex(t) * x } else { Complex { re: t.re() * x.re, im: t.re() * x.im } }
}

#[inline(always)]
fn complex<F: Field<Real = f64>>(t: F) -> Complex<f64> {
    Complex { re: t.re(), im: t.im() }
}

/// One vector of a Schur form: of the eigenvalue in row `last`, or of the pair in the rows `first` and `last`.
struct Substitution<'a, F: Field> {
    t: Mat<'a, F>,
    /// The sums of the sizes above the diagonal.
    sizes: &'a [f64],
    value: Complex<f64>,
    first: usize,
    last: usize,
    /// The vector, up to `last`.
    x: &'a mut [Complex<f64>],
}

impl<F: Field<Real = f64>> Kernel for Substitution<'_, F> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(mut self) {
        self.start();
        let least = f64::TINY * (self.t.rows() as f64 / f64::EPSILON);
        let bounds = Bounds { divisor: least.max(f64::EPSILON * size(self.value)), most: 1.0 / least };
        let mut end = self.first;
        while end > 0 {
            let two = !F::COMPLEX && end > 1 && self.t.at(end - 1, end - 2) != F::ZERO;
            let from = end - 1 - usize::from(two);
            if two {
                self.divide_two(from, bounds)
            } else {
                self.divide(from, bounds)
            }
            for k in from..end {
                self.bound(k, bounds);
            }
            for k in from..end {
                self.subtract(k, from, -self.x[k]);
            }
            end = from;
        }
    }
}

/// What keeps substitution from overflow.
#[derive(Clone, Copy)]
struct Bounds {
    /// The least divisor.
    divisor: f64,
    /// The largest item.
    most: f64,
}

impl<F: Field<Real = f64>> Substitution<'_, F> {
    /// The items that begin the vector, and the right side that they leave for those above.
    #[inline(always)]
    fn start(&mut self) {
        let (first, last) = (self.first, self.last);
        self.x[..=last].fill(Complex::ZERO);
        let unit = Complex { re: 0.0, im: self.value.im };
        if first == last {
            self.x[last] = Complex::ONE;
        } else {
            let (above, below) = (complex(self.t.at(first, last)), complex(self.t.at(last, first)));
            // The larger one divides.
            (self.x[first], self.x[last]) = if size(above) >= size(below) {
                (Complex::ONE, unit / above.re)
            } else {
                (Complex::from(-self.value.im / below.re), Complex { re: 0.0, im: 1.0 })
            };
        }
        for k in first..=last {
            self.subtract(k, first, -self.x[k]);
        }
    }

    /// Adds `factor` times the first items of column `k`.
    #[inline(always)]
    fn subtract(&mut self, k: usize, rows: usize, factor: Complex<f64>) {
        let Some(column) = self.t.col(k) else { unreachable!("the factor is read as it lies") };
        for (x, &t) in self.x[..rows].iter_mut().zip(&column[..rows]) {
            *x += times(t, factor);
        }
    }

    #[inline(always)]
    fn scale(&mut self, factor: f64) {
        self.x[..=self.last].iter_mut().for_each(|x| *x *= factor);
    }

    /// Scales the vector where a quotient by `divisor` would overflow.
    #[inline(always)]
    fn make_room(&mut self, right: f64, divisor: f64, bounds: Bounds) {
        if divisor < 1.0 && right > 1.0 && right > bounds.most * divisor {
            self.scale(1.0 / right);
        }
    }

    /// Scales the vector where column `k` times its item would overflow.
    #[inline(always)]
    fn bound(&mut self, k: usize, bounds: Bounds) {
        let long = size(self.x[k]);
        if long > 1.0 && self.sizes[k] > bounds.most / long {
            self.scale(1.0 / long);
        }
    }

    /// Solves for item `k`.
    #[inline(always)]
    fn divide(&mut self, k: usize, bounds: Bounds) {
        let mut divisor = complex(self.t.at(k, k)) - self.value;
        if size(divisor) < bounds.divisor {
            divisor = Complex::from(bounds.divisor);
        }
        self.make_room(size(self.x[k]), size(divisor), bounds);
        self.x[k] = self.x[k].over(divisor);
    }

    /// Solves for the items `k` and `k + 1`, with both pivots, as LAPACK's `laln2`.
    #[inline(always)]
    fn divide_two(&mut self, k: usize, bounds: Bounds) {
        let at = |i: usize, j: usize| {
            complex(self.t.at(k + i, k + j)) - if i == j { self.value } else { Complex::ZERO }
        };
        let places = [(0, 0), (0, 1), (1, 0), (1, 1)];
        let larger = |best: (usize, usize), &(i, j): &(usize, usize)| {
            if size(at(i, j)) > size(at(best.0, best.1)) { (i, j) } else { best }
        };
        let (row, col) = places.iter().fold((0, 0), larger);
        let (pivot, beside) = (at(row, col), at(row, 1 - col));
        if size(pivot) < bounds.divisor {
            // All of the block is lost.
            self.make_room(size(self.x[k]).max(size(self.x[k + 1])), bounds.divisor, bounds);
            (self.x[k], self.x[k + 1]) = (self.x[k] / bounds.divisor, self.x[k + 1] / bounds.divisor);
            return;
        }
        let factor = at(1 - row, col).over(pivot);
        let mut rest = at(1 - row, 1 - col) - factor * beside;
        if size(rest) < bounds.divisor {
            rest = Complex::from(bounds.divisor);
        }
        let least = size(rest).min(size(pivot));
        self.make_room(2.0 * size(self.x[k]).max(size(self.x[k + 1])), least, bounds);
        let (here, there) = (self.x[k + row], self.x[k + 1 - row]);
        let second = (there - factor * here).over(rest);
        let first = here.over(pivot) - second * beside.over(pivot);
        (self.x[k + col], self.x[k + 1 - col]) = (first, second);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accuracy::Kinds;

    /// LAPACK's threshold for residuals.
    const UNITS: f64 = 30.0;
    /// Beyond this extent, residuals may grow with it.
    const GROWS: f64 = 100.0;

    /// Whether all is finite, and each vector is one of a matrix that differs from `a` by no more than LAPACK's own would.
    fn holds<F: Double>(found: &Found<F>, a: &[F]) -> bool {
        let (n, packed) = (found.values.len(), &found.packed);
        let length = |x: Complex<f64>| x.norm_sqr().sqrt();
        let sums = a.chunks_exact(n).map(|column| column.iter().map(|&x| x.abs()).sum::<f64>());
        let norm = sums.fold(0.0, f64::max);
        let mut images = vec![F::ZERO; n * n];
        let (one, zero) = (F::from_real(1.0 / found.scale), F::ZERO);
        gemm(one, Mat::new(a, n, n), Mat::new(packed, n, n), zero, MatMut::new(&mut images, n, n));
        let bound = UNITS * (n as f64 / GROWS).max(1.0) * f64::EPSILON * (norm / found.scale);
        found.columns().all(|(j, pair)| {
            let (mut error, mut long) = (0.0, 0.0);
            for i in 0..n {
                let x = complex_item(packed, n, (i, j), pair);
                error += length(complex_item(&images, n, (i, j), pair) - x * found.values[j]);
                long += length(x);
            }
            // Neither holds of what is not a number.
            long > 0.0 && error <= bound * long
        })
    }

    fn all_vectors_hold<F: Double>() {
        let mut kinds = Kinds::<F>::default();
        for n in [1, 2, 3, 5, 10, 33, 50, 90, 160] {
            for matrix in kinds.square(n) {
                let mut items = matrix.items.clone();
                let found = by_schur(&MatMut::new(&mut items, n, n)).unwrap();
                assert!(holds(&found, &matrix.items), "{}, {n} rows", matrix.name);
            }
        }
    }

    #[test]
    fn vectors_of_real_matrices_hold() {
        all_vectors_hold::<f64>();
    }

    #[test]
    fn vectors_of_complex_matrices_hold() {
        all_vectors_hold::<Complex<f64>>();
    }
}
