//! Schur form of large matrices: chains of Francis's steps whose rotations are gathered and applied as products, with early
//! deflation.
//!
//! Braman, Byers and Mathias, *The Multishift QR Algorithm I and II*, SIAM J. Matrix Anal. Appl. 23 (2002); LAPACK's `laqr0` and
//! `laqr5`, with its numbers of shifts.

use num_complex::Complex;
use numoxide_simd::{Isa, Kernel, dispatch};

use super::deflation::{deflate, hessenberg_block};
use super::francis::{Francis, deflated, first_column, reflect, reflect_columns, unusual};
use super::product::gemm;
use super::schur::{Double, eigenvalues};
use super::small::{reflector, size, sort_places};
use crate::{Failure, Field, Mat, MatMut};

/// Rows up to which steps are done one by one.
const MODERATE: usize = 75;
/// Of a window, the hundredths that must be deflated for another one to be tried at once.
const NIBBLE: usize = 14;
/// Windows without deflation after which they grow.
const GROW: usize = 5;
/// Windows without deflation after which the shifts are changed.
const PATIENCE: usize = 6;

/// A Hessenberg matrix that becomes a Schur form.
pub(super) struct Form<'a, F: Field> {
    pub h: MatMut<'a, F>,
    /// The vectors that follow it.
    pub z: Option<MatMut<'a, F>>,
    /// Whether the Schur form is wanted, and not only its diagonal blocks.
    pub whole: bool,
}

impl<F: Double> Form<'_, F> {
    /// Brings the matrix to Schur form.
    pub fn run(&mut self) -> Result<(), Failure> {
        let n = self.h.rows();
        if n <= MODERATE {
            return Francis { h: self.h.rb(), z: self.z.as_mut().map(MatMut::rb), whole: self.whole }.run();
        }
        let (mut hi, mut stalled, mut last_width) = (n, 0, 0);
        for _ in 0..30 * n {
            if hi == 0 {
                return Ok(());
            }
            let lo = deflated(&mut self.h, hi);
            let (size, count) = (hi - lo, shifts_for(hi - lo));
            let width = match size <= MODERATE {
                true => size,
                false => self.width((lo, hi), count, if stalled < GROW { 0 } else { last_width }),
            };
            last_width = width;
            let window = deflate(self, (lo, hi), width)?;
            hi -= window.deflated;
            if window.deflated > 0 {
                stalled = 0;
            }
            if hi <= lo
                || 100 * window.deflated > NIBBLE * width
                || window.deflated > 0 && hi - lo <= MODERATE
            {
                continue;
            }
            let count = count.min((hi - lo) / 2 * 2);
            let shifts = self.shifts((lo, hi), count, window.shifts, stalled)?;
            self.sweep((lo, hi), &shifts);
            stalled += 1;
        }
        Err(Failure::NotConverged)
    }

    /// The rows of the next window, where `last` is what is to be outgrown.
    fn width(&self, (lo, hi): (usize, usize), shifts: usize, last: usize) -> usize {
        let size = hi - lo;
        let plain = if size <= 500 { shifts } else { shifts * 3 / 2 };
        let width = plain.max(2 * last).min(size.div_ceil(3));
        let beside = |k: usize| super::small::size(self.h[(k, k - 1)]);
        // The smaller of two neighbours is the spike.
        let first = hi - width;
        if first > lo + 1 && beside(first) > beside(first - 1) { width + 1 } else { width }
    }

    /// Pairs of shifts: those of the window, or if these are few, the eigenvalues of the last rows.
    fn shifts(
        &self,
        (lo, hi): (usize, usize),
        count: usize,
        mut found: Vec<Complex<f64>>,
        stalled: usize,
    ) -> Result<Vec<[Complex<f64>; 2]>, Failure> {
        if stalled % PATIENCE == PATIENCE - 1 {
            let h = &self.h;
            let rows = (lo + 2..hi).rev().step_by(2).take(count / 2);
            return Ok(rows
                .map(|i| unusual(size(h[(i, i - 1)]) + size(h[(i - 1, i - 2)]), h[(i, i)]))
                .collect());
        }
        if found.len() <= count / 2 {
            let mut last = hessenberg_block(&self.h, hi - count, count);
            let mut last = MatMut::new(&mut last, count, count);
            Francis { h: last.rb(), z: None, whole: false }.run()?;
            found = eigenvalues(last.as_mat());
        }
        let pairs = in_pairs(&found, F::COMPLEX);
        // The least are the nearest to convergence at the end.
        let sizes: Vec<f64> = pairs.iter().map(|pair| -pair[0].norm_sqr()).collect();
        let mut places: Vec<usize> = (0..pairs.len()).collect();
        sort_places(&mut places, &sizes);
        Ok(places[pairs.len().saturating_sub(count / 2)..].iter().map(|&at| pairs[at]).collect())
    }

    /// Chases a bulge for each pair of shifts down the block, all in a chain.
    fn sweep(&mut self, (lo, hi): (usize, usize), shifts: &[[Complex<f64>; 2]]) {
        let chain = 3 * (shifts.len() as isize - 1);
        let (first, end) = (lo as isize - 1, hi as isize - 2);
        let (mut from, steps) = (first - chain, (chain + 3).max(24));
        let mut turned = Vec::new();
        let mut reflectors = vec![([F::ZERO; 2], F::ZERO); shifts.len()];
        while from < end {
            let to = end.min(from + steps);
            let top = (from.max(first) + 1) as usize;
            let bottom = hi.min((to - 1 + chain) as usize + 4);
            let width = bottom - top;
            turned.clear();
            turned.resize(width * width, F::ZERO);
            turned.iter_mut().step_by(width + 1).for_each(|x| *x = F::ONE);
            dispatch(Pass {
                h: self.h.rb(),
                turned: MatMut::new(&mut turned, width, width),
                block: (lo, hi),
                steps: (from, to),
                window: (top, bottom),
                shifts,
                reflectors: &mut reflectors,
            });
            self.transform(Mat::new(&turned, width, width), top, lo, hi);
            from = to;
        }
    }

    /// Applies a unitary matrix to the rows and columns from `first` on, outside of the block on the diagonal, and to the vectors.
    pub fn transform(&mut self, v: Mat<'_, F>, first: usize, lo: usize, hi: usize) {
        let end = first + v.cols();
        let (above, right) = if self.whole { (0, self.h.cols()) } else { (lo, hi) };
        let columns = self.h.rb().split_cols(end).0.split_cols(first).1;
        times_right(columns.split_rows(first).0.split_rows(above).1, v);
        let beside = self.h.rb().split_cols(right).0.split_cols(end).1;
        times_left(beside.split_rows(end).0.split_rows(first).1, v);
        if let Some(z) = &mut self.z {
            times_right(z.rb().split_cols(end).0.split_cols(first).1, v);
        }
    }
}

/// `a = a v`.
pub(super) fn times_right<F: Double>(a: MatMut<'_, F>, v: Mat<'_, F>) {
    let (rows, cols) = (a.rows(), a.cols());
    if rows == 0 {
        return;
    }
    let mut product = vec![F::ZERO; rows * cols];
    gemm(F::ONE, a.as_mat(), v, F::ZERO, MatMut::new(&mut product, rows, cols));
    put(&product, a);
}

/// `a = vᴴ a`.
pub(super) fn times_left<F: Double>(a: MatMut<'_, F>, v: Mat<'_, F>) {
    let (rows, cols) = (a.rows(), a.cols());
    if cols == 0 {
        return;
    }
    let mut product = vec![F::ZERO; rows * cols];
    gemm(F::ONE, v.adjoint(), a.as_mat(), F::ZERO, MatMut::new(&mut product, rows, cols));
    put(&product, a);
}

fn put<F: Field>(from: &[F], mut to: MatMut<'_, F>) {
    let rows = to.rows();
    from.chunks_exact(rows).enumerate().for_each(|(j, column)| to.col_mut(j).copy_from_slice(column));
}

/// How many shifts a block of so many rows takes at once: LAPACK's `iparmq`.
fn shifts_for(rows: usize) -> usize {
    match rows {
        0..150 => 10,
        150..590 => (rows / rows.ilog2() as usize).max(10) / 2 * 2,
        590..3000 => 64,
        3000..6000 => 128,
        _ => 256,
    }
}

/// Eigenvalues by twos: conjugates together, and of a real matrix real ones with each other.
fn in_pairs(values: &[Complex<f64>], complex: bool) -> Vec<[Complex<f64>; 2]> {
    let (mut pairs, mut single) = (Vec::with_capacity(values.len() / 2), None);
    for &value in values.iter().rev() {
        if complex || value.im == 0.0 {
            match single.take() {
                Some(other) => pairs.push([other, value]),
                None => single = Some(value),
            }
        } else if value.im > 0.0 {
            pairs.push([value, value.conj()]);
        }
    }
    if let (Some(value), true) = (single, pairs.is_empty()) {
        pairs.push([value; 2]);
    }
    pairs
}

/// Steps of a chain of bulges, three rows apart, within a window of the diagonal.
struct Pass<'a, F: Field> {
    h: MatMut<'a, F>,
    /// The product of the reflections, for what lies outside of the window.
    turned: MatMut<'a, F>,
    /// The rows of the block.
    block: (usize, usize),
    /// The last bulge of the chain is above row `from + 1` at first, and `to` in the end; the others are before it.
    steps: (isize, isize),
    /// The rows that are reflected.
    window: (usize, usize),
    shifts: &'a [[Complex<f64>; 2]],
    /// Of each bulge, in this step.
    reflectors: &'a mut [([F; 2], F)],
}

impl<F: Field<Real = f64>> Kernel for Pass<'_, F> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(mut self) {
        let (lo, hi) = self.block;
        for step in self.steps.0..self.steps.1 {
            // The bulges that are in the block: from the one that enters above `lo` to the one of two rows at the end.
            let skipped = (lo as isize - 1 - step).max(0) as usize;
            let from = skipped.div_ceil(3);
            let to = self.shifts.len().min(((hi as isize - 3 - step) / 3 + 1) as usize);
            for m in from..to {
                self.find(m, step + 3 * m as isize);
            }
            self.reflect_rows::<I>(step, from, to);
            self.reflect_columns::<I>(step, from, to);
        }
    }
}

impl<F: Field<Real = f64>> Pass<'_, F> {
    /// The reflector of a bulge whose rows begin after `k`, and what it makes of column `k`.
    #[inline(always)]
    fn find(&mut self, m: usize, k: isize) {
        let (lo, hi) = self.block;
        let top = (k + 1) as usize;
        let count = (hi - top).min(3);
        let mut v = [F::ZERO; 3];
        if top == lo {
            v = first_column(&self.h, lo, self.shifts[self.shifts.len() - 1 - m]);
        } else {
            v[..count].copy_from_slice(&self.h.col(top - 1)[top..top + count]);
        }
        let tau = reflector(&mut v[..count]);
        if top > lo {
            let column = &mut self.h.col_mut(top - 1)[top..top + count];
            column.fill(F::ZERO);
            column[0] = v[0];
        }
        self.reflectors[m] = ([v[1], v[2]], tau);
    }

    /// The rows of all bulges, column by column.
    #[inline(always)]
    fn reflect_rows<I: Isa>(&mut self, step: isize, from: usize, to: usize) {
        let hi = self.block.1;
        let first = (step + 3 * from as isize + 1) as usize;
        for j in first..self.window.1 {
            let column = &mut self.h.col_mut(j)[first..hi];
            // Bulges that begin right of a column are not in it.
            let within = (to - from).min((j - first) / 3 + 1);
            let of_column = &self.reflectors[from..from + within];
            let (triples, rest) = column.as_chunks_mut::<3>();
            for (x, &(v, tau)) in triples.iter_mut().zip(of_column) {
                reflect::<I, F, 2>(x, v, tau);
            }
            if within > triples.len() {
                let ([a, _], tau) = of_column[triples.len()];
                reflect::<I, F, 1>(rest, [a], tau);
            }
        }
    }

    /// Their columns, in the window and in the product.
    #[inline(always)]
    fn reflect_columns<I: Isa>(&mut self, step: isize, from: usize, to: usize) {
        let (hi, top) = (self.block.1, self.window.0);
        let width = self.turned.rows();
        for m in (from..to).rev() {
            let first = (step + 3 * m as isize + 1) as usize;
            let (v, tau) = self.reflectors[m];
            // What the bulges of this pass have made of these columns.
            let begun = (self.steps.0 + 3 * m as isize).max(self.block.0 as isize - 1) + 1;
            let rows = (begun as usize - top, width.min(first - top + 3 + 2 * (self.shifts.len() - 1 - m)));
            if first + 2 < hi {
                reflect_columns::<I, _, _>(&mut self.h, first, (top, hi.min(first + 4)), v, tau);
                reflect_columns::<I, _, _>(&mut self.turned, first - top, rows, v, tau);
            } else {
                reflect_columns::<I, _, _>(&mut self.h, first, (top, hi), [v[0]], tau);
                reflect_columns::<I, _, _>(&mut self.turned, first - top, rows, [v[0]], tau);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conformance::Numbers;
    use crate::pure::schur;

    /// What is left of `A - Z T Zᴴ` and of `I - Zᴴ Z`, in units of the last place, and whether `T` is a Schur form whose eigenvalues
    /// are those that are found without it.
    fn holds<F: Double>(name: &str, n: usize, a: &[F]) {
        let mut items = a.to_vec();
        let mut form = schur::with_vectors(&MatMut::new(&mut items, n, n)).unwrap();
        form.h.iter_mut().for_each(|x| *x *= F::from_real(form.scale));
        let Some(z) = form.q else { unreachable!("asked for with vectors") };
        let (t, z) = (Mat::with_ld(&form.h, n, n, form.ld), Mat::with_ld(&z, n, n, form.ld));
        let (mut half, mut rest, mut units) = (vec![F::ZERO; n * n], a.to_vec(), vec![F::ZERO; n * n]);
        gemm(F::ONE, z, t, F::ZERO, MatMut::new(&mut half, n, n));
        gemm(-F::ONE, Mat::new(&half, n, n), z.adjoint(), F::ONE, MatMut::new(&mut rest, n, n));
        gemm(F::ONE, z.adjoint(), z, F::ZERO, MatMut::new(&mut units, n, n));
        units.iter_mut().step_by(n + 1).for_each(|x| *x -= F::ONE);
        let norm = |items: &[F]| {
            items.chunks_exact(n).map(|column| column.iter().map(|x| x.abs()).sum()).fold(0.0, f64::max)
        };
        let bound = 30.0 * n as f64 * f64::EPSILON;
        assert!(norm(&rest) <= bound * norm(a), "{name}, {n} rows: {}", norm(&rest) / norm(a));
        assert!(norm(&units) <= bound, "{name}, {n} rows: {}", norm(&units));
        for j in 0..n {
            assert!((j + 2..n).all(|i| t.at(i, j) == F::ZERO), "{name}: below the diagonal");
            let in_pair = j + 2 < n && t.at(j + 1, j) != F::ZERO && t.at(j + 2, j + 1) != F::ZERO;
            assert!(!in_pair, "{name}: three rows hang together");
        }
        let mut values = vec![Complex::default(); n];
        schur::eigvals(&MatMut::new(&mut items, n, n), &mut values).unwrap();
        let sum = |values: &[Complex<f64>]| values.iter().sum::<Complex<f64>>();
        let (with, without) = (sum(&eigenvalues(t)), sum(&values));
        assert!((with - without).norm() <= bound * norm(a), "{name}, {n} rows: {with} and {without}");
    }

    fn all_kinds_hold<F: Double>() {
        let mut numbers = Numbers(3);
        for n in [76, 77, 130, 260] {
            let random: Vec<F> = numbers.matrix(n, n);
            let scaled = |factor: &dyn Fn(usize, usize) -> f64| -> Vec<F> {
                (0..n * n).map(|at| random[at] * F::from_real(factor(at % n, at / n))).collect()
            };
            let cyclic = |i: usize, j: usize| F::from_real(f64::from(i == (j + 1) % n));
            holds("random", n, &random);
            holds("graded", n, &scaled(&|i, j| 10f64.powi(-((i + j) as i32) / 8)));
            holds("graded upwards", n, &scaled(&|i, j| 10f64.powi((i + j) as i32 / 8)));
            holds("two blocks", n, &scaled(&|i, j| f64::from(i / (n / 2) <= j / (n / 2))));
            holds("triangular", n, &scaled(&|i, j| f64::from(i <= j)));
            holds("almost the identity", n, &scaled(&|i, j| if i == j { 1e9 } else { 1e-3 }));
            holds("cyclic", n, &(0..n * n).map(|at| cyclic(at % n, at / n)).collect::<Vec<F>>());
            holds(
                "one block of Jordan's",
                n,
                &(0..n * n)
                    .map(|at| {
                        let (i, j) = (at % n, at / n);
                        F::from_real(f64::from(j == i || j == i + 1))
                    })
                    .collect::<Vec<F>>(),
            );
            holds("zero", n, &vec![F::ZERO; n * n]);
        }
    }

    #[test]
    fn schur_forms_of_large_real_matrices_hold() {
        all_kinds_hold::<f64>();
    }

    #[test]
    fn schur_forms_of_large_complex_matrices_hold() {
        all_kinds_hold::<Complex<f64>>();
    }
}
