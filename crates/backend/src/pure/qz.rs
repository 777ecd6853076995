//! The QZ iteration: from a Hessenberg and a triangular matrix to two triangular ones, with blocks of two for conjugate pairs.
//!
//! It is LAPACK's `hgeqz`, with steps of two shifts and reflections of three items for real and complex matrices alike (Golub and Van
//! Loan, 7.7). For right eigenvectors only the transformations of columns are accumulated, those of rows for Schur forms.

use num_complex::Complex;
use numoxide_simd::{Baseline, Isa, Kernel, dispatch};

use super::francis::root;
use super::pair_form::{Rotation, Square, fma, scaled};
use super::small::{reflector, size};
use crate::{Failure, Field, Real};

/// Steps without deflation after which the shifts are changed, and items are compared with all of the matrix.
const PATIENCE: usize = 10;
/// What is left by the rotations of a block of two, in roundings of its items.
const ROUNDINGS: f64 = 8.0;

/// A pair in the making, and the vectors that follow it: those of rows, and those of columns, without which only eigenvalues count.
pub(super) struct Pair<F> {
    pub a: Square<F>,
    pub b: Square<F>,
    pub q: Option<Square<F>>,
    pub z: Option<Square<F>>,
}

pub(super) fn complex<F: Field<Real = f64>>(x: F) -> Complex<f64> {
    Complex { re: x.re(), im: x.im() }
}

/// The Euclidean norm, of what is about 1 or less.
fn norm<F>(m: &Square<F>) -> f64 {
    m.items.iter().map(|x| x * x).sum::<f64>().sqrt()
}

impl<F: Field<Real = f64>> Pair<F> {
    /// Iterates until both are triangular but for blocks of two.
    pub fn iterate(&mut self) -> Result<(), Failure> {
        let n = self.a.n;
        let least = |m: &Square<F>| f64::TINY.max(f64::EPSILON * norm(m));
        let (of_a, of_b) = (least(&self.a), least(&self.b));
        let (mut hi, mut steps, mut total) = (n, 0, 0);
        while hi > 1 {
            let bound = if steps > PATIENCE { of_a } else { f64::TINY };
            if self.separate(hi - 1, bound) {
                (hi, steps) = (hi - 1, 0);
                continue;
            }
            if size(self.b.at(hi - 1, hi - 1)) <= of_b {
                self.b.set(hi - 1, hi - 1, F::ZERO);
                self.clear(hi);
                (hi, steps) = (hi - 1, 0);
                continue;
            }
            let Some(lo) = self.block(hi, bound, of_a, of_b) else { continue };
            (steps, total) = (steps + 1, total + 1);
            if total > 30 * n.max(PATIENCE) {
                return Err(Failure::NotConverged);
            }
            if hi - lo > 2 {
                let first = self.first_column(lo, self.shifts(hi, steps));
                let Pair { a, b, q, z } = self;
                dispatch(Step { a, b, q: q.as_mut(), z: z.as_mut(), lo, hi, first });
            } else if self.split(lo) {
                (hi, steps) = (lo, 0);
            }
        }
        Ok(())
    }

    /// Whether the item of A to the left of its diagonal in row `j` is negligible; then it is set to 0.
    fn separate(&mut self, j: usize, bound: f64) -> bool {
        let around = size(self.a.at(j, j)) + size(self.a.at(j - 1, j - 1));
        let negligible = size(self.a.at(j, j - 1)) <= bound.max(f64::EPSILON * around);
        if negligible {
            self.a.set(j, j - 1, F::ZERO);
        }
        negligible
    }

    /// The first row of the block that ends before `hi` and is to be worked on; none where a zero on B's diagonal was found and moved
    /// to an end.
    fn block(&mut self, hi: usize, bound: f64, of_a: f64, of_b: f64) -> Option<usize> {
        for j in (0..hi - 1).rev() {
            let begins = j == 0 || self.separate(j, bound);
            if size(self.b.at(j, j)) > of_b {
                if begins {
                    return Some(j);
                }
                continue;
            }
            self.b.set(j, j, F::ZERO);
            let (here, below) = (size(self.a.at(j, j)), size(self.a.at(j + 1, j)));
            if begins || size(self.a.at(j, j - 1)) * below <= here * of_a {
                self.split_top(j, begins);
            } else {
                self.chase(j, hi);
                self.clear(hi);
            }
            return None;
        }
        None
    }

    /// Where B has a zero at the top of a block: clears A below it.
    fn split_top(&mut self, j: usize, begins: bool) {
        let n = self.a.n;
        let (by, r) = Rotation::new(self.a.at(j, j), self.a.at(j + 1, j));
        self.a.set(j, j, r);
        self.a.set(j + 1, j, F::ZERO);
        self.a.turn_rows::<Baseline>(j, j + 1, n, by);
        self.b.turn_rows::<Baseline>(j, j + 1, n, by);
        self.follow_rows(j, by);
        if !begins {
            // What this leaves in the row below is negligible, for the two subdiagonal items were small.
            let [left, _] = by.turn::<Baseline>(self.a.at(j, j - 1), F::ZERO);
            self.a.set(j, j - 1, left);
        }
    }

    /// Moves a zero in row `j` of B's diagonal down to its end before `hi`.
    fn chase(&mut self, j: usize, hi: usize) {
        let n = self.a.n;
        for k in j..hi - 1 {
            let (by, r) = Rotation::new(self.b.at(k, k + 1), self.b.at(k + 1, k + 1));
            self.b.set(k, k + 1, r);
            self.b.set(k + 1, k + 1, F::ZERO);
            self.b.turn_rows::<Baseline>(k, k + 2, n, by);
            self.a.turn_rows::<Baseline>(k, k - 1, n, by);
            self.follow_rows(k, by);
            self.clear_left(k + 1, k, k);
        }
    }

    /// Turns the vectors of rows `i` and `i + 1` after a rotation of the rows.
    fn follow_rows(&mut self, i: usize, by: Rotation<F>) {
        if let Some(q) = &mut self.q {
            q.turn_back::<Baseline>(i + 1, q.n, by.inverse());
        }
    }

    /// Splits the last row before `hi` off, where B has a zero on its diagonal.
    fn clear(&mut self, hi: usize) {
        self.clear_left(hi - 1, hi - 1, hi - 1);
    }

    /// Turns columns `j` and `j - 1` so that A has a zero in row `i` of the latter; B in its first `rows`.
    fn clear_left(&mut self, i: usize, j: usize, rows: usize) {
        let (by, r) = Rotation::new(self.a.at(i, j), self.a.at(i, j - 1));
        self.a.turn_back::<Baseline>(j, i, by);
        self.a.set(i, j, r);
        self.a.set(i, j - 1, F::ZERO);
        self.b.turn_back::<Baseline>(j, rows, by);
        if let Some(z) = &mut self.z {
            z.turn_back::<Baseline>(j, z.n, by);
        }
    }

    /// The eigenvalues of the block of two from row `k` on, where B has no zero on its diagonal.
    fn values_of_two(&self, k: usize) -> [Complex<f64>; 2] {
        let (a, b) = (&self.a, &self.b);
        let of_a = [a.at(k, k), a.at(k, k + 1), a.at(k + 1, k), a.at(k + 1, k + 1)];
        values_of_two(of_a.map(complex), [b.at(k, k), b.at(k, k + 1), b.at(k + 1, k + 1)].map(complex))
    }

    /// Two shifts: the eigenvalues of the last block of two, but others every so often.
    fn shifts(&self, hi: usize, steps: usize) -> [Complex<f64>; 2] {
        let (a, b) = (&self.a, &self.b);
        let last = complex(a.at(hi - 1, hi - 1)).over(complex(b.at(hi - 1, hi - 1)));
        if steps.is_multiple_of(PATIENCE) {
            let part = |i: usize| size(a.at(i, i - 1)) / size(b.at(i - 1, i - 1));
            // LAPACK's `lahqr` has them: the corner and 3/4 of a size, and the roots of -7/16 of its square.
            let away = part(hi - 1) + part(hi - 2);
            let (middle, side) = (last + 0.75 * away, Complex { re: 0.0, im: 0.4375f64.sqrt() * away });
            return [middle + side, middle - side];
        }
        let [s, t] = self.values_of_two(hi - 2);
        if !F::COMPLEX && s.im == 0.0 {
            let nearer = if (s - last).re.abs() <= (t - last).re.abs() { s } else { t };
            return [nearer; 2];
        }
        [s, t]
    }

    /// The first column of `(A - t B) B⁻¹ (A - s B) B⁻¹` from row `k` on, times a number.
    fn first_column(&self, k: usize, [s, t]: [Complex<f64>; 2]) -> [F; 3] {
        let a = |i: usize, j: usize| complex(self.a.at(k + i, k + j));
        let b = |i: usize, j: usize| complex(self.b.at(k + i, k + j));
        let unit = |x: [Complex<f64>; 2]| {
            let most = size(x[0]).max(size(x[1]));
            if most > 0.0 { x.map(|x| x / most) } else { x }
        };
        let [x, y] = unit([a(0, 0).over(b(0, 0)) - s, a(1, 0).over(b(0, 0))]);
        let y = y.over(b(1, 1));
        let [x, y] = unit([(x - b(0, 1) * y).over(b(0, 0)), y]);
        let v = [
            (a(0, 0) - t * b(0, 0)) * x + (a(0, 1) - t * b(0, 1)) * y,
            a(1, 0) * x + (a(1, 1) - t * b(1, 1)) * y,
            a(2, 1) * y,
        ];
        let most = v.iter().map(|&x| size(x)).fold(f64::TINY, f64::max);
        v.map(|x| F::from_parts(x.re / most, x.im / most))
    }

    /// Makes the block of two from row `k` on triangular, unless its eigenvalues are a conjugate pair of a real one. Returns whether it
    /// is done; else, it has come nearer.
    fn split(&mut self, k: usize) -> bool {
        let values = self.values_of_two(k);
        if !F::COMPLEX && values[0].im != 0.0 {
            return true;
        }
        let of = |m: &Square<F>| [(0, 0), (0, 1), (1, 0), (1, 1)].map(|(i, j)| m.at(k + i, k + j));
        let (of_a, of_b) = (of(&self.a), of(&self.b));
        let sum = |m: &[F; 4]| m.iter().map(|&x| size(x)).sum::<f64>();
        let (long_a, long_b) = (sum(&of_a), sum(&of_b));
        // Of the eigenvalues, the one of which more is left of the block: there is less cancellation.
        let rest = |w: Complex<f64>| -> [F; 4] {
            std::array::from_fn(|i| of_a[i] - F::from_parts(w.re, w.im) * of_b[i])
        };
        let relative = |w: Complex<f64>| sum(&rest(w)) / (long_a + size(w) * long_b);
        let w = if relative(values[0]) >= relative(values[1]) { values[0] } else { values[1] };
        let [p, q, r, s] = rest(w);
        let (p, q) = if size(p) + size(q) >= size(r) + size(s) { (p, q) } else { (r, s) };
        // The block's vector of this eigenvalue becomes the first column: it is what makes 0 of `[p, q]`.
        let (by, _) = Rotation::new(q, p);
        self.turn_columns(k, by);
        if long_a < size(w) * long_b {
            self.turn_both(k, Rotation::new(self.a.at(k, k), self.a.at(k + 1, k)).0);
            let left = size(self.b.at(k + 1, k));
            if left <= ROUNDINGS * f64::EPSILON * long_b {
                self.a.set(k + 1, k, F::ZERO);
                self.b.set(k + 1, k, F::ZERO);
                return true;
            }
        }
        self.turn_both(k, Rotation::new(self.b.at(k, k), self.b.at(k + 1, k)).0);
        self.b.set(k + 1, k, F::ZERO);
        let done = size(self.a.at(k + 1, k)) <= ROUNDINGS * f64::EPSILON * long_a;
        if done {
            self.a.set(k + 1, k, F::ZERO);
        }
        done
    }

    /// Turns columns `k + 1` and `k` of the block of two from row `k` on.
    fn turn_columns(&mut self, k: usize, by: Rotation<F>) {
        self.a.turn_back::<Baseline>(k + 1, k + 2, by);
        self.b.turn_back::<Baseline>(k + 1, k + 2, by);
        if let Some(z) = &mut self.z {
            z.turn_back::<Baseline>(k + 1, z.n, by);
        }
    }

    fn turn_both(&mut self, k: usize, by: Rotation<F>) {
        self.a.turn_rows::<Baseline>(k, k, self.a.n, by);
        self.b.turn_rows::<Baseline>(k, k, self.b.n, by);
        self.follow_rows(k, by);
    }

    /// Gives the forms LAPACK's last touch: blocks of two of B become diagonal, and B's diagonal real and not negative.
    pub fn standardize(&mut self) {
        for k in 0..self.a.n {
            // Eigenvalues that are conjugates by a rounding only may be real after it.
            let _ = self.is_pair(k)
                && (0..PATIENCE).any(|_| {
                    self.straighten(k);
                    self.split(k)
                });
        }
        for j in 0..self.b.n {
            let x = self.b.at(j, j);
            let size = x.abs();
            if x == F::from_real(size) {
                continue;
            }
            let phase = scaled(x.conj(), 1.0 / size);
            [Some(&mut self.a), Some(&mut self.b), self.z.as_mut()].into_iter().flatten().for_each(|m| {
                m.change_columns(j, [0, m.n], |[x]| [x * phase]);
            });
            self.b.set(j, j, F::from_real(size));
        }
    }

    /// Makes B's block of two from row `k` on diagonal: by Jacobi's rotation its columns become orthogonal, and by one of rows that of the
    /// longer one an axis.
    fn straighten(&mut self, k: usize) {
        let b = &self.b;
        let (p, q, r) = (b.at(k, k).re(), b.at(k, k + 1).re(), b.at(k + 1, k + 1).re());
        if q == 0.0 {
            return;
        }
        let unit = p.abs().max(q.abs()).max(r.abs());
        let (p, q, r) = (p / unit, q / unit, r / unit);
        let (across, gap) = (p * q, (q * q + r * r - p * p) * 0.5);
        // Tangent of the angle: the smaller root of t² across + 2 t gap - across.
        let t = if across == 0.0 { 0.0 } else { across / (gap + gap.hypot(across).copysign(gap)) };
        let c = 1.0 / 1f64.hypot(t);
        self.turn_columns(k, Rotation::of_parts(c, F::from_real(t * c)));
        let at = |i: usize, j: usize| self.b.at(k + i, k + j);
        let [first, second] = [0, 1].map(|j| at(0, j).abs2() + at(1, j).abs2());
        let by = if first >= second {
            Rotation::new(at(0, 0), at(1, 0)).0
        } else {
            Rotation::new(at(1, 1), at(0, 1)).0.inverse()
        };
        self.turn_both(k, by);
        self.b.set(k + 1, k, F::ZERO);
        self.b.set(k, k + 1, F::ZERO);
    }

    /// Whether a conjugate pair begins in row `k`.
    pub fn is_pair(&self, k: usize) -> bool {
        !F::COMPLEX && k + 1 < self.a.n && self.a.at(k + 1, k) != F::ZERO
    }

    /// The eigenvalues in the order of the diagonals, as numbers above and real ones below that are not negative.
    pub fn values(&self) -> Vec<(Complex<f64>, f64)> {
        let (n, mut found) = (self.a.n, Vec::with_capacity(self.a.n));
        while found.len() < n {
            let k = found.len();
            if self.is_pair(k) {
                let [w, _] = self.values_of_two(k);
                let below = self.b.at(k, k).abs().sqrt() * self.b.at(k + 1, k + 1).abs().sqrt();
                let (w, im) = (w * below, (w.im * below).abs());
                found.extend([im, -im].map(|im| (Complex { re: w.re, im }, below)));
                continue;
            }
            let (above, below) = (complex(self.a.at(k, k)), complex(self.b.at(k, k)));
            let length = Field::abs(below);
            let above = if length > 0.0 { above * (below.conj() / length) } else { above };
            found.push((above, length));
        }
        found
    }
}

/// LAPACK's `lag2`: the eigenvalues of `[[a, b], [c, d]]` and a triangle `[[p, q], [0, r]]` with no zero on its diagonal; of real ones,
/// exact conjugates, that with the positive imaginary part first, or real numbers.
fn values_of_two(of_a: [Complex<f64>; 4], [p, q, r]: [Complex<f64>; 3]) -> [Complex<f64>; 2] {
    let unit: f64 = of_a.iter().map(|&x| size(x)).sum();
    if unit == 0.0 {
        return [Complex::ZERO; 2];
    }
    let [a, b, c, d] = of_a.map(|x| x / unit);
    let (first, last, below) = (a.over(p), d.over(r), c.over(p).over(r));
    // Shifted by the smaller of what are eigenvalues where nothing is below the diagonal.
    let (shift, corner, middle) = if size(first) <= size(last) {
        let middle = (d - first * r).over(r) - below * q;
        (first, b - first * q, middle * 0.5)
    } else {
        let middle = (a - last * p).over(p) - below * q;
        (last, b - last * q, middle * 0.5)
    };
    let root = root(middle * middle + below * corner);
    let along = middle.re * root.re + middle.im * root.im;
    let root = if along < 0.0 { -root } else { root };
    let (large, mut small) = (shift + (middle + root), shift + (middle - root));
    if size(large) > 2.0 * size(small) {
        small = (a * d - b * c).over(p).over(r).over(large);
    }
    [large * unit, small * unit]
}

/// One step: a bulge of three rows is chased down the block of the rows from `lo` to `hi`.
struct Step<'a, F> {
    a: &'a mut Square<F>,
    b: &'a mut Square<F>,
    q: Option<&'a mut Square<F>>,
    z: Option<&'a mut Square<F>>,
    lo: usize,
    hi: usize,
    first: [F; 3],
}

impl<F: Field<Real = f64>> Kernel for Step<'_, F> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        let Step { a, b, mut q, mut z, lo, hi, first } = self;
        // Without vectors, only the eigenvalues of the block itself count.
        let (top, end) = if z.is_some() { (0, a.n) } else { (lo, hi) };
        for k in lo..hi - 2 {
            let mut v = first;
            if k > lo {
                for (i, v) in (k..).zip(&mut v) {
                    *v = a.at(i, k - 1);
                    a.set(i, k - 1, F::ZERO);
                }
            }
            let tau = reflector(&mut v);
            if k > lo {
                a.set(k, k - 1, v[0]);
            }
            let by = Reflection { v: [v[1], v[2]], tau };
            by.of_rows::<I>(a, k, end);
            by.of_rows::<I>(b, k, end);
            if let Some(q) = &mut q {
                by.of_columns::<I>(q, k, [0, q.n]);
            }
            let row = |i: usize| [b.at(i, k), b.at(i, k + 1), b.at(i, k + 2)];
            let mut x = orthogonal([row(k + 1), row(k + 2)]);
            let tau = reflector(&mut x);
            let by = Reflection { v: [x[1], x[2]], tau };
            by.of_columns::<I>(a, k, [top, hi.min(k + 4)]);
            by.of_columns::<I>(b, k, [top, k + 3]);
            b.set(k + 1, k, F::ZERO);
            b.set(k + 2, k, F::ZERO);
            if let Some(z) = &mut z {
                by.of_columns::<I>(z, k, [0, z.n]);
            }
        }
        let k = hi - 2;
        let (by, r) = Rotation::new(a.at(k, k - 1), a.at(k + 1, k - 1));
        a.set(k, k - 1, r);
        a.set(k + 1, k - 1, F::ZERO);
        a.turn_rows::<I>(k, k, end, by);
        b.turn_rows::<I>(k, k, end, by);
        if let Some(q) = &mut q {
            q.turn_back::<I>(k + 1, q.n, by.inverse());
        }
        let (by, r) = Rotation::new(b.at(k + 1, k + 1), b.at(k + 1, k));
        b.turn_back::<I>(k + 1, k + 1, by);
        b.set(k + 1, k + 1, r);
        b.set(k + 1, k, F::ZERO);
        a.turn_back::<I>(k + 1, hi, by);
        if let Some(z) = &mut z {
            z.turn_back::<I>(k + 1, z.n, by);
        }
    }
}

/// A vector that both rows make 0 of.
#[inline(always)]
fn orthogonal<F: Field<Real = f64>>(rows: [[F; 3]; 2]) -> [F; 3] {
    let places = (0..2).flat_map(|i| (0..3).map(move |j| (i, j)));
    let (mut i, mut j) = (0, 0);
    for (row, col) in places {
        if size(rows[row][col]) > size(rows[i][j]) {
            (i, j) = (row, col);
        }
    }
    let (pivot, other) = (rows[i][j], rows[1 - i]);
    if pivot == F::ZERO {
        return [F::ONE, F::ZERO, F::ZERO];
    }
    let (first, second) = ((j + 1) % 3, (j + 2) % 3);
    let factor = other[j].over(pivot);
    let (p, q) = (other[first] - factor * rows[i][first], other[second] - factor * rows[i][second]);
    let most = size(p).max(size(q));
    let (p, q) = if most > 0.0 { (scaled(p, 1.0 / most), scaled(q, 1.0 / most)) } else { (F::ZERO, F::ONE) };
    let mut x = [F::ZERO; 3];
    (x[first], x[second]) = (q, -p);
    x[j] = -(rows[i][first] * q - rows[i][second] * p).over(pivot);
    x
}

/// `H = I - tau v vᴴ`, `v` beginning with 1.
#[derive(Clone, Copy)]
struct Reflection<F> {
    v: [F; 2],
    tau: F,
}

impl<F: Field<Real = f64>> Reflection<F> {
    /// Applies `Hᴴ` to three rows from `k` on, in the columns from `k` to `end`.
    #[inline(always)]
    fn of_rows<I: Isa>(self, m: &mut Square<F>, k: usize, end: usize) {
        let Reflection { v: [v, w], tau } = self;
        let (tau, first, second) = (-tau.conj(), v.conj(), w.conj());
        m.change_rows(k, [k, end], |[x, y, z]| {
            let sum = fma::<I, F>(second, z, fma::<I, F>(first, y, x)) * tau;
            [x + sum, fma::<I, F>(v, sum, y), fma::<I, F>(w, sum, z)]
        });
    }

    /// Applies `H` to three columns from `k` on, in some rows.
    #[inline(always)]
    fn of_columns<I: Isa>(self, m: &mut Square<F>, k: usize, rows: [usize; 2]) {
        let Reflection { v: [v, w], tau } = self;
        let (tau, first, second) = (-tau, v.conj(), w.conj());
        m.change_columns(k, rows, |[x, y, z]| {
            let sum = fma::<I, F>(w, z, fma::<I, F>(v, y, x)) * tau;
            [x + sum, fma::<I, F>(first, sum, y), fma::<I, F>(second, sum, z)]
        });
    }
}
