//! Eigenvalues and singular values of several small matrices at a time, by Jacobi's methods.

use numoxide_simd::{Isa, Kernel};

use super::rotations::Rotations;
use super::{
    FORMS_FROM, MANY as LANES, ROTATIONS, Refused, bidiagonal, gather, scaled, scatter, tridiagonal,
};
use crate::pure::product::Registers;
use crate::{Field, Real};

/// Sweeps after which a small matrix has long converged.
const SWEEPS: usize = 60;

type Lane<T> = [T; LANES];
type Tile<T> = Vec<Lane<T>>;

pub struct Eigh<'a, T: Field> {
    pub n: usize,
    pub a: &'a mut [T],
    pub w: &'a mut [T::Real],
    pub vectors: bool,
}

pub struct Svd<'a, T: Field> {
    pub n: usize,
    pub a: &'a [T],
    pub s: &'a mut [T::Real],
    pub vectors: Option<(&'a mut [T], &'a mut [T])>,
}

impl<T: Field<Real: Registers>> Kernel for Eigh<'_, T> {
    type Output = Result<(), Refused>;

    #[inline(always)]
    fn run<I: Isa>(self) -> Self::Output {
        if const { !T::COMPLEX && I::FMA } && self.n >= FORMS_FROM {
            // SAFETY: reals are their own parts.
            let a: &mut [T::Real] =
                unsafe { std::slice::from_raw_parts_mut(self.a.as_mut_ptr().cast(), self.a.len()) };
            return tridiagonal::eigh::<T::Real, I>(self.n, a, self.w, self.vectors);
        }
        self.find()
    }
}

impl<T: Field<Real: Registers>> Kernel for Svd<'_, T> {
    type Output = Result<(), Refused>;

    #[inline(always)]
    fn run<I: Isa>(self) -> Self::Output {
        if const { !T::COMPLEX && I::FMA } && self.n >= FORMS_FROM {
            // SAFETY: reals are their own parts.
            return unsafe {
                let a = std::slice::from_raw_parts(self.a.as_ptr().cast(), self.a.len());
                let part = |x: &mut [T]| std::slice::from_raw_parts_mut(x.as_mut_ptr().cast(), x.len());
                bidiagonal::svd::<T::Real, I>(
                    self.n,
                    a,
                    self.s,
                    self.vectors.map(|(u, vh)| (part(u), part(vh))),
                )
            };
        }
        self.find()
    }
}

/// Unit matrices of `n` rows.
#[inline(always)]
fn identities<T: Field>(n: usize, v: &mut [Lane<T>]) {
    v.fill([T::ZERO; LANES]);
    (0..n).for_each(|i| v[i * n + i] = [T::ONE; LANES]);
}

#[inline(always)]
fn pair<T>(tile: &mut [Lane<T>], p: usize, q: usize, n: usize) -> (&mut [Lane<T>], &mut [Lane<T>]) {
    let (left, right) = tile.split_at_mut(q * n);
    (&mut left[p * n..][..n], &mut right[..n])
}

/// The places of `n` values in order.
#[inline(always)]
fn sorted<R: Real>(values: &[R; ROTATIONS], n: usize, descending: bool) -> [usize; ROTATIONS] {
    let mut order: [usize; ROTATIONS] = std::array::from_fn(|i| i);
    for i in 1..n {
        let mut at = i;
        while at > 0 {
            let (x, y) = (values[order[at - 1]], values[order[at]]);
            if if descending { x >= y } else { x <= y } {
                break;
            }
            order.swap(at - 1, at);
            at -= 1;
        }
    }
    order
}

impl<T: Field> Eigh<'_, T> {
    #[inline(always)]
    fn find(self) -> Result<(), Refused> {
        let Eigh { n, a, w, vectors, .. } = self;
        let size = n * n;
        let mut h: Tile<T> = vec![[T::ZERO; LANES]; size];
        let mut v = h.clone();
        for (block, (a, w)) in a.chunks_mut(LANES * size).zip(w.chunks_mut(LANES * n)).enumerate() {
            let count = w.len() / n;
            gather(a, n, count, &mut h);
            for j in 0..n {
                h[j * n + j] = h[j * n + j].map(|x| T::from_real(x.re()));
                (0..j).for_each(|i| h[j * n + i] = h[i * n + j].map(Field::conj));
            }
            let scales = scaled(&mut h);
            identities(n, &mut v);
            if let Some(lane) = diagonalize(&mut h, &mut v, n, vectors) {
                return Err(Refused(block * LANES + lane.min(count - 1)));
            }
            for lane in 0..count {
                let mut values = [T::Real::ZERO; ROTATIONS];
                (0..n).for_each(|i| values[i] = h[i * n + i][lane].re());
                let order = sorted(&values, n, false);
                for j in 0..n {
                    w[lane * n + j] = values[order[j]] * scales[lane];
                    if vectors {
                        (0..n).for_each(|i| a[lane * size + i * n + j] = v[order[j] * n + i][lane]);
                    }
                }
            }
        }
        Ok(())
    }
}

/// The first lane that is not 0.
#[inline(always)]
fn first_of<R: Real>(turned: Lane<R>) -> Option<usize> {
    let most = turned.iter().fold(R::ZERO, |most, &turned| most.larger(turned));
    if most == R::ZERO { None } else { turned.iter().position(|&turned| turned != R::ZERO) }
}

/// Turns until nothing is left beside the diagonals; else a lane where there is.
#[inline(always)]
fn diagonalize<T: Field>(h: &mut [Lane<T>], v: &mut [Lane<T>], n: usize, vectors: bool) -> Option<usize> {
    let small = T::Real::EPSILON * T::Real::EPSILON;
    let mut last = None;
    for _ in 0..SWEEPS {
        last = None;
        for p in 0..n {
            for q in p + 1..n {
                let g = h[q * n + p];
                let (x, y) = (h[p * n + p].map(Field::re), h[q * n + q].map(Field::re));
                let turned: Lane<T::Real> = std::array::from_fn(|lane| {
                    let (x, y) = (x[lane].abs(), y[lane].abs());
                    let (least, most) = if x < y { (x, y) } else { (y, x) };
                    let bound = (T::Real::EPSILON * least).larger(small * most).larger(T::Real::TINY);
                    let size = g[lane].re().abs().larger(g[lane].im().abs());
                    if size > bound { T::Real::ONE } else { T::Real::ZERO }
                });
                let Some(lane) = first_of(turned) else { continue };
                last = Some(lane);
                let rotations = Rotations::new(x, y, g, turned);
                let (left, right) = pair(h, p, q, n);
                rotations.turn(left, right);
                for column in h.chunks_exact_mut(n) {
                    (column[p], column[q]) = rotations.turn_rows(column[p], column[q]);
                }
                for at in [q * n + p, p * n + q] {
                    let items = h[at];
                    h[at] = std::array::from_fn(|lane| match turned[lane] == T::Real::ZERO {
                        true => items[lane],
                        false => T::ZERO,
                    });
                }
                for at in [p * n + p, q * n + q] {
                    h[at] = h[at].map(|x| T::from_real(x.re()));
                }
                if vectors {
                    let (left, right) = pair(v, p, q, n);
                    rotations.turn(left, right);
                }
            }
        }
        last?;
    }
    last
}

impl<T: Field> Svd<'_, T> {
    #[inline(always)]
    fn find(self) -> Result<(), Refused> {
        let Svd { n, a, s, mut vectors, .. } = self;
        let size = n * n;
        let mut w: Tile<T> = vec![[T::ZERO; LANES]; size];
        let (mut v, mut u, mut vh) = (w.clone(), w.clone(), w.clone());
        for (block, (a, s)) in a.chunks(LANES * size).zip(s.chunks_mut(LANES * n)).enumerate() {
            let count = s.len() / n;
            gather(a, n, count, &mut w);
            let scales = scaled(&mut w);
            identities(n, &mut v);
            if let Some(lane) = orthogonalize(&mut w, &mut v, n, vectors.is_some()) {
                return Err(Refused(block * LANES + lane.min(count - 1)));
            }
            let mut lengths = [[T::Real::ZERO; LANES]; ROTATIONS];
            (0..n).for_each(|j| lengths[j] = squares(&w[j * n..][..n]).map(Real::sqrt));
            for lane in 0..count {
                let mut values = [T::Real::ZERO; ROTATIONS];
                (0..n).for_each(|j| values[j] = lengths[j][lane]);
                let order = sorted(&values, n, true);
                let full = values[order[n - 1]] > T::Real::EPSILON * T::Real::EPSILON * values[order[0]];
                if vectors.is_some() && !full {
                    return Err(Refused(block * LANES + lane));
                }
                for j in 0..n {
                    let from = order[j];
                    s[lane * n + j] = values[from] * scales[lane];
                    if vectors.is_none() {
                        continue;
                    }
                    let reciprocal = T::from_real(T::Real::ONE / values[from]);
                    for i in 0..n {
                        u[j * n + i][lane] = w[from * n + i][lane] * reciprocal;
                        vh[i * n + j][lane] = v[from * n + i][lane].conj();
                    }
                }
            }
            if let Some((to_u, to_vh)) = &mut vectors {
                let first = block * LANES * size;
                scatter(&u, n, count, &mut to_u[first..]);
                scatter(&vh, n, count, &mut to_vh[first..]);
            }
        }
        Ok(())
    }
}

#[inline(always)]
fn squares<T: Field>(x: &[Lane<T>]) -> Lane<T::Real> {
    let mut sums = [T::Real::ZERO; LANES];
    for x in x {
        let x = *x;
        (0..LANES).for_each(|lane| sums[lane] += x[lane].abs2());
    }
    sums
}

/// Turns until the columns are orthogonal; else a lane where they are not.
#[inline(always)]
fn orthogonalize<T: Field>(w: &mut [Lane<T>], v: &mut [Lane<T>], n: usize, vectors: bool) -> Option<usize> {
    let tolerance = T::Real::EPSILON * T::Real::from_f64((n as f64).sqrt());
    // Below any digit of the largest singular value, squares would underflow: the column is 0.
    let tiny = T::Real::TINY / T::Real::EPSILON;
    let mut last = None;
    for _ in 0..SWEEPS {
        last = None;
        for p in 0..n {
            for q in p + 1..n {
                let (x, y) = pair(w, p, q, n);
                let (alpha, beta) = (squares(x), squares(y));
                let mut gamma = [T::ZERO; LANES];
                for (x, y) in x.iter().zip(y.iter()) {
                    let (x, y) = (*x, *y);
                    (0..LANES).for_each(|lane| gamma[lane] += x[lane].conj() * y[lane]);
                }
                let turned: Lane<T::Real> = std::array::from_fn(|lane| {
                    let bound = tolerance * (alpha[lane].sqrt() * beta[lane].sqrt());
                    let counts = (alpha[lane] >= tiny) & (beta[lane] >= tiny) & (gamma[lane].abs() > bound);
                    if counts { T::Real::ONE } else { T::Real::ZERO }
                });
                let Some(lane) = first_of(turned) else { continue };
                last = Some(lane);
                let rotations = Rotations::new(alpha, beta, gamma, turned);
                rotations.turn(x, y);
                if vectors {
                    let (x, y) = pair(v, p, q, n);
                    rotations.turn(x, y);
                }
            }
        }
        last?;
    }
    last
}
