//! LU factors of several matrices at a time, and what follows from them.

use numoxide_simd::{Isa, Kernel, Level};

use super::{FEW, MANY, MANY_UP_TO, Refused, elimination, gather, is_double, rows, scatter};
use crate::pure::product::Registers;
use crate::{Field, Real};

/// Rows from which real matrices are ahead one after the other.
const ROWS_FROM: usize = 5;
/// Rows up to which lanes of real matrices are ahead nonetheless, for systems and for inverses.
const SOLVED_UP_TO: usize = 16;
const INVERTED_UP_TO: usize = 12;

/// Factors of `L` matrices.
struct Factors<T: Field, const L: usize> {
    /// L without its unit diagonal, and U, column by column.
    lu: Vec<[T; L]>,
    /// The reciprocals of the pivots.
    reciprocals: Vec<[T; L]>,
    /// The row that came to each place, as a number of the width of the lanes.
    order: Vec<[T::Real; L]>,
    odd: [bool; L],
    singular: [bool; L],
    /// Whether the reciprocal of a pivot may overflow.
    tiny: bool,
    /// A right-hand side.
    x: Vec<[T; L]>,
}

/// `|re| + |im|`, by which BLAS compares pivots.
#[inline(always)]
fn size<T: Field>(x: T) -> T::Real {
    x.re().abs() + x.im().abs()
}

/// `y -= factor x` in every lane.
#[inline(always)]
fn subtract<T: Field, const L: usize>(y: &mut [[T; L]], x: &[[T; L]], factor: [T; L]) {
    for (y, x) in y.iter_mut().zip(x) {
        let (mut sum, x) = (*y, *x);
        (0..L).for_each(|lane| sum[lane] -= x[lane] * factor[lane]);
        *y = sum;
    }
}

impl<T: Field, const L: usize> Factors<T, L> {
    fn new(n: usize) -> Self {
        let (zero, nothing) = ([T::ZERO; L], [T::Real::ZERO; L]);
        Factors {
            lu: vec![zero; n * n],
            reciprocals: vec![zero; n],
            order: vec![nothing; n],
            odd: [false; L],
            singular: [false; L],
            tiny: false,
            x: vec![zero; n],
        }
    }

    /// Factors what has been gathered in `lu`.
    #[inline(always)]
    fn factor(&mut self, n: usize) {
        (self.odd, self.singular, self.tiny) = ([false; L], [false; L], false);
        (0..n).for_each(|i| self.order[i] = [T::Real::from_f64(i as f64); L]);
        for k in 0..n {
            if n <= 4 {
                self.sift(n, k);
            } else {
                self.exchange(n, k);
            }
            let pivots = self.lu[k * n + k];
            (0..L).for_each(|lane| self.singular[lane] |= pivots[lane] == T::ZERO);
            self.reciprocals[k] = pivots.map(|pivot| T::ONE.over(pivot));
            self.tiny |= pivots.iter().fold(false, |tiny, &pivot| tiny | (size(pivot) < T::Real::TINY));
            let (left, right) = self.lu.split_at_mut((k + 1) * n);
            let factors = &mut left[k * n + k + 1..];
            for x in factors.iter_mut() {
                let values = *x;
                *x = std::array::from_fn(|lane| values[lane].over(pivots[lane]));
            }
            for column in right.chunks_exact_mut(n) {
                let (above, below) = column.split_at_mut(k + 1);
                subtract(below, factors, above[k]);
            }
        }
    }

    /// Brings the largest item of column `k` to its diagonal, by exchanges without branches. What is chosen is told by
    /// numbers: truth values would not stay in registers.
    #[inline(always)]
    fn sift(&mut self, n: usize, k: usize) {
        let (one, zero) = (T::Real::ONE, T::Real::ZERO);
        for i in k + 1..n {
            let (x, y) = (self.lu[k * n + k], self.lu[k * n + i]);
            let larger: [T::Real; L] =
                std::array::from_fn(|lane| if size(y[lane]) > size(x[lane]) { one } else { zero });
            (0..L).for_each(|lane| self.odd[lane] ^= larger[lane] != zero);
            for j in 0..n {
                let (x, y) = (self.lu[j * n + k], self.lu[j * n + i]);
                self.lu[j * n + k] = std::array::from_fn(|l| if larger[l] != zero { y[l] } else { x[l] });
                self.lu[j * n + i] = std::array::from_fn(|l| if larger[l] != zero { x[l] } else { y[l] });
            }
            let (x, y) = (self.order[k], self.order[i]);
            self.order[k] = std::array::from_fn(|l| if larger[l] != zero { y[l] } else { x[l] });
            self.order[i] = std::array::from_fn(|l| if larger[l] != zero { x[l] } else { y[l] });
        }
    }

    /// The same by one exchange for each lane.
    #[inline(always)]
    fn exchange(&mut self, n: usize, k: usize) {
        let mut best = [T::Real::from_f64(k as f64); L];
        let mut largest = self.lu[k * n + k].map(size);
        for (i, x) in self.lu[k * n..][..n].iter().enumerate().skip(k + 1) {
            let at = T::Real::from_f64(i as f64);
            for lane in 0..L {
                let found = size(x[lane]);
                let larger = found > largest[lane];
                largest[lane] = if larger { found } else { largest[lane] };
                best[lane] = if larger { at } else { best[lane] };
            }
        }
        for lane in 0..L {
            let p = best[lane].to_f64() as usize;
            if p == k {
                continue;
            }
            self.odd[lane] = !self.odd[lane];
            for column in self.lu.chunks_exact_mut(n) {
                (column[k][lane], column[p][lane]) = (column[p][lane], column[k][lane]);
            }
            (self.order[k][lane], self.order[p][lane]) = (self.order[p][lane], self.order[k][lane]);
        }
    }

    /// Solves for the right-hand side that has been brought to `x` in the order of the rows.
    #[inline(always)]
    fn substitute(&mut self, n: usize) {
        let (lu, x) = (&self.lu, &mut self.x[..n]);
        for k in 0..n {
            let (above, below) = x.split_at_mut(k + 1);
            subtract(below, &lu[k * n + k + 1..][..n - k - 1], above[k]);
        }
        for k in (0..n).rev() {
            let (above, rest) = x.split_at_mut(k);
            let (value, pivots) = (rest[0], &lu[k * n + k]);
            rest[0] = if self.tiny {
                std::array::from_fn(|lane| value[lane].over(pivots[lane]))
            } else {
                std::array::from_fn(|lane| value[lane] * self.reciprocals[k][lane])
            };
            subtract(above, &lu[k * n..][..k], rest[0]);
        }
    }

    fn first_singular(&self, count: usize) -> Option<usize> {
        self.singular[..count].iter().position(|&singular| singular)
    }
}

/// What is done with the factors of matrices of `n` rows. One loop serves all, since the factoring is most of its code.
pub struct Factored<'a, T> {
    pub n: usize,
    pub call: Call<'a, T>,
}

/// What is wanted.
pub enum Call<'a, T> {
    /// Inverses, in place.
    Invert(&'a mut [T]),
    /// Solutions, in place of so many columns on the right-hand sides.
    Solve(&'a [T], usize, &'a mut [T]),
    /// Determinants.
    Determinants(&'a [T], &'a mut [T]),
}

impl<T> Call<'_, T> {
    #[inline(always)]
    fn matrices(&self) -> &[T] {
        match self {
            Call::Invert(a) => a,
            Call::Solve(a, ..) | Call::Determinants(a, _) => a,
        }
    }
}

impl<T: Field<Real: Registers>> Kernel for Factored<'_, T> {
    type Output = Result<(), Refused>;

    /// With as many lanes as the first-level cache and the registers of the level hold, and with the extent as a constant where
    /// unrolled loops show. Each instance costs the compiler seconds: there are as many as have been measured to pay.
    #[inline(always)]
    fn run<I: Isa>(self) -> Self::Output {
        let call = if const { !matches!(I::LEVEL, Level::Baseline) && !T::COMPLEX } && self.n >= ROWS_FROM {
            // SAFETY: `I` is a level of this processor, which `dispatch` has made sure of; `T` is real.
            unsafe {
                match self.call {
                    Call::Invert(a) if self.n <= INVERTED_UP_TO => {
                        return elimination::invert::<T::Real, I>(self.n, reals_mut(a));
                    }
                    Call::Solve(a, columns, b) if columns > 0 && self.n <= SOLVED_UP_TO => {
                        return elimination::solve::<T::Real, I>(self.n, reals(a), columns, reals_mut(b));
                    }
                    Call::Invert(a) => return rows::invert::<T::Real, I>(self.n, reals_mut(a)),
                    Call::Solve(a, 1, b) => return rows::solve::<T::Real, I>(self.n, reals(a), reals_mut(b)),
                    call => call,
                }
            }
        } else {
            self.call
        };
        if const { !I::FMA || T::COMPLEX } {
            return factored::<T, FEW>(self.n, call);
        }
        match self.n {
            2 if const { is_double::<T>() } => factored::<T, MANY>(2, call),
            3 if const { is_double::<T>() } => factored::<T, MANY>(3, call),
            4 if const { is_double::<T>() } => factored::<T, MANY>(4, call),
            n if n <= MANY_UP_TO => factored::<T, MANY>(n, call),
            n => factored::<T, FEW>(n, call),
        }
    }
}

/// Items of a real type as what they are.
///
/// # Safety
/// `T` must be real: its own part.
unsafe fn reals<T: Field>(items: &[T]) -> &[T::Real] {
    // SAFETY: by contract.
    unsafe { std::slice::from_raw_parts(items.as_ptr().cast(), items.len()) }
}

/// [`reals`] to be written to.
///
/// # Safety
/// As [`reals`].
unsafe fn reals_mut<T: Field>(items: &mut [T]) -> &mut [T::Real] {
    // SAFETY: by contract.
    unsafe { std::slice::from_raw_parts_mut(items.as_mut_ptr().cast(), items.len()) }
}

#[inline(always)]
fn factored<T: Field, const L: usize>(n: usize, mut call: Call<'_, T>) -> Result<(), Refused> {
    let mut factors = Factors::<T, L>::new(n);
    let room = if let Call::Invert(_) = call { n * n } else { 0 };
    let mut inverse = vec![[T::ZERO; L]; room];
    let all = call.matrices().len() / (n * n);
    for first in (0..all).step_by(L) {
        let count = L.min(all - first);
        let block = first * n * n..(first + count) * n * n;
        gather(&call.matrices()[block.clone()], n, count, &mut factors.lu);
        factors.factor(n);
        let singular = factors.first_singular(count);
        match (&mut call, singular) {
            (Call::Determinants(_, to), _) => factors.determinants(n, &mut to[first..first + count]),
            (_, Some(lane)) => return Err(Refused(first + lane)),
            (Call::Invert(a), None) => {
                factors.invert(n, &mut inverse);
                scatter(&inverse, n, count, &mut a[block]);
            }
            (Call::Solve(_, columns, b), None) => {
                let right = n * *columns;
                factors.solve(n, *columns, count, &mut b[first * right..][..count * right]);
            }
        }
    }
    Ok(())
}

impl<T: Field, const L: usize> Factors<T, L> {
    #[inline(always)]
    fn invert(&mut self, n: usize, inverse: &mut [[T; L]]) {
        for j in 0..n {
            let place = T::Real::from_f64(j as f64);
            for i in 0..n {
                let order = self.order[i];
                self.x[i] = std::array::from_fn(|lane| if order[lane] == place { T::ONE } else { T::ZERO });
            }
            self.substitute(n);
            inverse[j * n..][..n].copy_from_slice(&self.x);
        }
    }

    #[inline(always)]
    fn solve(&mut self, n: usize, columns: usize, count: usize, b: &mut [T]) {
        let right = n * columns;
        for j in 0..columns {
            for lane in 0..L {
                let b = &b[lane.min(count - 1) * right..][..right];
                for i in 0..n {
                    self.x[i][lane] = b[self.order[i][lane].to_f64() as usize * columns + j];
                }
            }
            self.substitute(n);
            for lane in 0..count {
                let b = &mut b[lane * right..][..right];
                (0..n).for_each(|i| b[i * columns + j] = self.x[i][lane]);
            }
        }
    }

    #[inline(always)]
    fn determinants(&self, n: usize, to: &mut [T]) {
        for (lane, to) in to.iter_mut().enumerate() {
            let product = (0..n).fold(T::ONE, |product, k| product * self.lu[k * n + k][lane]);
            *to = if self.odd[lane] { -product } else { product };
            if self.singular[lane] {
                *to = T::ZERO;
            }
        }
    }
}
