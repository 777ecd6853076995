//! Right eigenvectors of two triangular matrices with blocks of two, from the bottom up as by LAPACK's `tgevc`: divisors that are lost
//! beside the others are replaced, and what would overflow is scaled.

use num_complex::Complex;
use numoxide_simd::{Isa, Kernel, dispatch};

use super::pair_form::Square;
use super::qz::{Pair, complex};
use super::small::size;
use crate::Field;

/// Items beyond this are scaled: divided by the least divisor, they do not overflow.
const LARGE: f64 = 1e100;

/// The vectors of these eigenvalues, as columns; for a real matrix, a conjugate pair's columns hold the real and the imaginary parts of the
/// vector of its first value.
pub(super) fn triangular_vectors<F: Field<Real = f64>>(
    pair: &Pair<F>,
    values: &[(Complex<f64>, f64)],
) -> Vec<F> {
    let n = values.len();
    let mut packed = vec![F::ZERO; n * n];
    dispatch(Vectors { pair, values, packed: &mut packed });
    packed
}

struct Vectors<'a, F: Field> {
    pair: &'a Pair<F>,
    values: &'a [(Complex<f64>, f64)],
    packed: &'a mut [F],
}

/// The largest sum of sizes of a column.
#[inline(always)]
fn norm<F: Field<Real = f64>>(m: &Square<F>) -> f64 {
    (0..m.n).map(|j| m.parts(j, m.n).into_iter().flatten().map(|x| x.abs()).sum::<f64>()).fold(0.0, f64::max)
}

impl<F: Field<Real = f64>> Kernel for Vectors<'_, F> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        let Vectors { pair, values, packed } = self;
        let n = values.len();
        let (of_a, of_b) = (norm(&pair.a), norm(&pair.b));
        let [mut re, mut im] = [(); 2].map(|()| vec![0.0; n]);
        let mut j = 0;
        while j < n {
            let last = j + usize::from(pair.is_pair(j));
            let (alpha, beta) = values[j];
            let unit = (beta * of_a).max(size(alpha) * of_b);
            let factors = if unit > 0.0 { (beta / unit, alpha / unit) } else { (0.0, Complex::ZERO) };
            let is_complex = F::COMPLEX || last > j;
            let x = [&mut re[..=last], &mut im[..=last]];
            let mut one = Substitution { pair, factors, first: j, is_complex, x };
            one.run::<I>();
            let most = (0..=last).map(|i| size(one.item(i))).fold(f64::MIN_POSITIVE, f64::max);
            for i in 0..=last {
                let x = one.item(i) / most;
                packed[i + j * n] = F::from_parts(x.re, x.im);
                if last > j {
                    packed[i + last * n] = F::from_real(x.im);
                }
            }
            j = last + 1;
        }
    }
}

/// One vector `x`: `β A x - α B x` is to be 0.
struct Substitution<'a, F: Field> {
    pair: &'a Pair<F>,
    /// β and α, so that neither product is much larger than `x`, and one of them about as large.
    factors: (f64, Complex<f64>),
    first: usize,
    /// Whether there are imaginary parts.
    is_complex: bool,
    /// The real and imaginary parts up to the last row that is not 0.
    x: [&'a mut [f64]; 2],
}

impl<F: Field<Real = f64>> Substitution<'_, F> {
    #[inline(always)]
    fn run<I: Isa>(&mut self) {
        let first = self.first;
        self.x.iter_mut().for_each(|x| x.fill(0.0));
        let last = self.x[0].len() - 1;
        if first == last {
            self.set(first, Complex::ONE);
        } else {
            let at = |i, j| self.coefficient(first + i, first + j);
            let rows = [[at(0, 0), at(0, 1)], [at(1, 0), at(1, 1)]];
            let long = rows.map(|row| size(row[0]) + size(row[1]));
            let [p, q] = if long[0] >= long[1] { rows[0] } else { rows[1] };
            let unit = size(p) + size(q);
            let both = if unit > 0.0 { [q / unit, -p / unit] } else { [Complex::ONE, Complex::ZERO] };
            self.set(first, both[0]);
            self.set(last, both[1]);
        }
        (first..=last).for_each(|k| self.eliminate::<I>(k, first));
        let mut end = first;
        while end > 0 {
            let two = end > 1 && self.pair.is_pair(end - 2);
            let from = end - 1 - usize::from(two);
            if two {
                let at = |i, j| self.coefficient(from + i, from + j);
                let found = solved(
                    [[at(0, 0), at(0, 1)], [at(1, 0), at(1, 1)]],
                    [self.item(from), self.item(from + 1)],
                );
                self.set(from, found[0]);
                self.set(from + 1, found[1]);
            } else {
                let divisor = kept(self.coefficient(from, from));
                self.set(from, self.item(from).over(divisor));
            }
            let most = (from..end).map(|k| size(self.item(k))).fold(0.0, f64::max);
            if most > LARGE {
                self.x.iter_mut().for_each(|x| x.iter_mut().for_each(|x| *x /= most));
            }
            (from..end).for_each(|k| self.eliminate::<I>(k, from));
            end = from;
        }
    }

    #[inline(always)]
    fn item(&self, i: usize) -> Complex<f64> {
        Complex { re: self.x[0][i], im: self.x[1][i] }
    }

    #[inline(always)]
    fn set(&mut self, i: usize, x: Complex<f64>) {
        (self.x[0][i], self.x[1][i]) = (x.re, x.im);
    }

    /// An item of `β A - α B`.
    #[inline(always)]
    fn coefficient(&self, i: usize, j: usize) -> Complex<f64> {
        let (beta, alpha) = self.factors;
        complex(self.pair.a.at(i, j)) * beta - alpha * complex(self.pair.b.at(i, j))
    }

    /// Brings the part of column `k` in the first rows to the right side.
    #[inline(always)]
    fn eliminate<I: Isa>(&mut self, k: usize, rows: usize) {
        let ((beta, alpha), x) = (self.factors, self.item(k));
        let (f, g) = (x * -beta, x * alpha);
        let ([a, a_im], [b, b_im]) = (self.pair.a.parts(k, rows), self.pair.b.parts(k, rows));
        let [re, im] = &mut self.x;
        let (re, im) = (&mut re[..rows], &mut im[..rows]);
        for ((re, a), b) in re.iter_mut().zip(a).zip(b) {
            *re = I::fma(f.re, *a, I::fma(g.re, *b, *re));
        }
        if self.is_complex {
            for ((im, a), b) in im.iter_mut().zip(a).zip(b) {
                *im = I::fma(f.im, *a, I::fma(g.im, *b, *im));
            }
        }
        if F::COMPLEX {
            for (((re, im), a), b) in re.iter_mut().zip(im).zip(a_im).zip(b_im) {
                *re = I::fma(-f.im, *a, I::fma(-g.im, *b, *re));
                *im = I::fma(f.re, *a, I::fma(g.re, *b, *im));
            }
        }
    }
}

/// A divisor, unless it is lost beside what is about 1.
#[inline(always)]
fn kept(x: Complex<f64>) -> Complex<f64> {
    if size(x) < f64::EPSILON { Complex::from(f64::EPSILON) } else { x }
}

/// What `m` makes `right` of, with both pivots, as LAPACK's `laln2`.
#[inline(always)]
fn solved(m: [[Complex<f64>; 2]; 2], right: [Complex<f64>; 2]) -> [Complex<f64>; 2] {
    let larger = |best: (usize, usize), place: (usize, usize)| {
        if size(m[place.0][place.1]) > size(m[best.0][best.1]) { place } else { best }
    };
    let (i, j) = [(0, 1), (1, 0), (1, 1)].into_iter().fold((0, 0), larger);
    let pivot = kept(m[i][j]);
    let factor = m[1 - i][j].over(pivot);
    let rest = kept(m[1 - i][1 - j] - factor * m[i][1 - j]);
    let second = (right[1 - i] - factor * right[i]).over(rest);
    let first = (right[i] - m[i][1 - j] * second).over(pivot);
    if j == 0 { [first, second] } else { [second, first] }
}
