//! Pairs of matrices, the rotations that turn them, and their reduction to a Hessenberg and a triangular matrix.
//!
//! The reduction is LAPACK's `gghrd` in another order: rotations of rows are determined by one column of A alone, so that each
//! other column is turned by all of them at a time, from its end to its beginning.

use numoxide_simd::{Isa, Kernel, dispatch};

use crate::Field;

/// A square matrix, column by column `ld` items apart; what lies between them is 0.
pub(super) struct Square<F> {
    pub items: Vec<F>,
    pub ld: usize,
    pub n: usize,
}

/// Rows of a block that is turned in registers, at most.
const BLOCK: usize = 8;

impl<F: Field<Real = f64>> Square<F> {
    pub fn from_fn(n: usize, mut item: impl FnMut(usize, usize) -> F) -> Self {
        // An odd number of cache lines: rows of columns a power of two apart would push each other out of the cache.
        let ld = (n.div_ceil(BLOCK) | 1) * BLOCK;
        let mut items = vec![F::ZERO; n * ld];
        for (j, column) in items.chunks_exact_mut(ld).enumerate() {
            (0..n).for_each(|i| column[i] = item(i, j));
        }
        Square { items, ld, n }
    }

    #[inline(always)]
    pub fn at(&self, i: usize, j: usize) -> F {
        self.items[i + j * self.ld]
    }

    #[inline(always)]
    pub fn set(&mut self, i: usize, j: usize, x: F) {
        self.items[i + j * self.ld] = x;
    }

    #[inline(always)]
    pub fn col(&self, j: usize) -> &[F] {
        &self.items[j * self.ld..][..self.n]
    }

    /// `N` columns from `j` on, with what lies between them.
    #[inline(always)]
    pub fn cols_mut<const N: usize>(&mut self, j: usize) -> [&mut [F]; N] {
        let mut columns = self.items[j * self.ld..(j + N) * self.ld].chunks_exact_mut(self.ld);
        std::array::from_fn(|_| columns.next().unwrap_or_default())
    }

    /// Turns the rows `i` and `i + 1` from column `from` on.
    #[inline(always)]
    pub fn turn_rows<I: Isa>(&mut self, i: usize, from: usize, to: usize, by: Rotation<F>) {
        for column in self.items[from * self.ld..to * self.ld].chunks_exact_mut(self.ld) {
            let pair = &mut column[i..i + 2];
            [pair[0], pair[1]] = by.turn::<I>(pair[0], pair[1]);
        }
    }

    /// Turns the columns `j` and `j - 1`, in that order, in the first rows.
    #[inline(always)]
    pub fn turn_back<I: Isa>(&mut self, j: usize, rows: usize, by: Rotation<F>) {
        let [left, right] = self.cols_mut::<2>(j - 1);
        for (x, y) in right[..rows].iter_mut().zip(&mut left[..rows]) {
            [*x, *y] = by.turn::<I>(*x, *y);
        }
    }
}

/// `a b + c`.
#[inline(always)]
pub(super) fn fma<I: Isa, F: Field<Real = f64>>(a: F, b: F, c: F) -> F {
    if F::COMPLEX {
        let re = I::fma(-a.im(), b.im(), I::fma(a.re(), b.re(), c.re()));
        F::from_parts(re, I::fma(a.im(), b.re(), I::fma(a.re(), b.im(), c.im())))
    } else {
        F::from_real(I::fma(a.re(), b.re(), c.re()))
    }
}

#[inline(always)]
pub(super) fn scaled<F: Field<Real = f64>>(x: F, by: f64) -> F {
    F::from_parts(x.re() * by, x.im() * by)
}

/// The plane rotation `[[c, s], [-s̅, c]]`.
#[derive(Clone, Copy)]
pub(super) struct Rotation<F> {
    c: f64,
    s: F,
}

impl<F: Field<Real = f64>> Rotation<F> {
    const NONE: Self = Rotation { c: 1.0, s: F::ZERO };

    /// LAPACK's `lartg`: the rotation that turns `[f, g]` to `[r, 0]`, and `r`.
    #[inline(always)]
    pub fn new(f: F, g: F) -> (Self, F) {
        if g == F::ZERO {
            return (Self::NONE, f);
        }
        let (ff, gg) = (f.abs2(), g.abs2());
        let safe = 1e-280..1e280;
        let (first, length) = if F::COMPLEX && safe.contains(&ff) && safe.contains(&gg) {
            (ff.sqrt(), (ff + gg).sqrt())
        } else if !F::COMPLEX && safe.contains(&(ff + gg)) {
            (f.re().abs(), (ff + gg).sqrt())
        } else {
            (f.abs(), f.abs().hypot(g.abs()))
        };
        let phase = match F::COMPLEX {
            _ if first == 0.0 => F::ONE,
            true => scaled(f, 1.0 / first),
            false => F::from_real(1f64.copysign(f.re())),
        };
        let c = first / length;
        (Rotation { c, s: phase * scaled(g.conj(), 1.0 / length) }, scaled(phase, length))
    }

    #[inline(always)]
    pub fn turn<I: Isa>(self, x: F, y: F) -> [F; 2] {
        [fma::<I, F>(self.s, y, scaled(x, self.c)), fma::<I, F>(-self.s.conj(), x, scaled(y, self.c))]
    }
}

/// Makes A upper Hessenberg, where B is upper triangular and remains so; `z` is multiplied by the same rotations of columns.
pub(super) fn reduce<F: Field<Real = f64>>(a: &mut Square<F>, b: &mut Square<F>, z: Option<&mut Square<F>>) {
    dispatch(Reduction { a, b, z });
}

struct Reduction<'a, F> {
    a: &'a mut Square<F>,
    b: &'a mut Square<F>,
    z: Option<&'a mut Square<F>>,
}

impl<F: Field<Real = f64>> Kernel for Reduction<'_, F> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        let Reduction { a, b, mut z } = self;
        let n = a.n;
        let mut rows = vec![Rotation::<F>::NONE; n];
        let mut columns = rows.clone();
        for j in 0..n.saturating_sub(2) {
            let last = j + 2;
            let [column] = a.cols_mut(j);
            for i in (last..n).rev() {
                let r;
                (rows[i], r) = Rotation::new(column[i - 1], column[i]);
                (column[i - 1], column[i]) = (r, F::ZERO);
            }
            turn_columns::<I, F>(a, j + 1, |_| n - 1, last, &rows);
            for i in (last..n).rev() {
                b.turn_rows::<I>(i - 1, i - 1, i + 1, rows[i]);
                let r;
                (columns[i], r) = Rotation::new(b.at(i, i), b.at(i, i - 1));
                b.set(i, i, r);
                b.set(i, i - 1, F::ZERO);
                b.turn_back::<I>(i, i, columns[i]);
            }
            // The rotations of rows that do not touch those of columns any more.
            turn_columns::<I, F>(b, last + 1, |column| column - 1, last, &rows);
            turn_all_rows::<I, F>(a, last, &columns);
            if let Some(z) = &mut z {
                turn_all_rows::<I, F>(z, last, &columns);
            }
        }
    }
}

/// Columns that are turned at a time.
const SIDE: usize = 4;

/// Turns rows `i - 1` and `i` by rotation `i`, for `i` from `begin` of a column down to `last`, of all columns from `first` on.
#[inline(always)]
fn turn_columns<I: Isa, F: Field<Real = f64>>(
    m: &mut Square<F>,
    first: usize,
    begin: impl Fn(usize) -> usize,
    last: usize,
    by: &[Rotation<F>],
) {
    let n = m.n;
    let mut j = first;
    while j + SIDE <= n {
        let common = begin(j);
        let columns = m.cols_mut::<SIDE>(j);
        for (column, j) in columns.into_iter().zip(j..) {
            turn_some::<I, F, 1>([&mut column[common..=begin(j)]], &by[common..=begin(j)]);
        }
        let columns = m.cols_mut::<SIDE>(j).map(|column| &mut column[last - 1..=common]);
        turn_some::<I, F, SIDE>(columns, &by[last - 1..=common]);
        j += SIDE;
    }
    for j in j..n {
        let [column] = m.cols_mut(j);
        turn_some::<I, F, 1>([&mut column[last - 1..=begin(j)]], &by[last - 1..=begin(j)]);
    }
}

#[inline(always)]
fn turn_some<I: Isa, F: Field<Real = f64>, const N: usize>(mut x: [&mut [F]; N], by: &[Rotation<F>]) {
    let end = by.len() - 1;
    x.iter().for_each(|x| assert!(x.len() == by.len()));
    let mut carried: [F; N] = std::array::from_fn(|k| x[k][end]);
    for i in (1..=end).rev() {
        for k in 0..N {
            let below;
            [carried[k], below] = by[i].turn::<I>(x[k][i - 1], carried[k]);
            x[k][i] = below;
        }
    }
    (0..N).for_each(|k| x[k][0] = carried[k]);
}

/// Turns columns `i` and `i - 1` by rotation `i`, for `i` from the last down to `last`.
#[inline(always)]
fn turn_all_rows<I: Isa, F: Field<Real = f64>>(m: &mut Square<F>, last: usize, by: &[Rotation<F>]) {
    let (ld, mut row) = (m.ld, 0);
    if !F::COMPLEX {
        while row + 4 * BLOCK <= ld {
            turn_block::<I, F, { 4 * BLOCK }>(m, row, last, by);
            row += 4 * BLOCK;
        }
    }
    while row < m.n {
        turn_block::<I, F, BLOCK>(m, row, last, by);
        row += BLOCK;
    }
}

#[inline(always)]
fn turn_block<I: Isa, F: Field<Real = f64>, const ROWS: usize>(
    m: &mut Square<F>,
    row: usize,
    last: usize,
    by: &[Rotation<F>],
) {
    let (n, ld) = (m.n, m.ld);
    let mut carried = [F::ZERO; ROWS];
    carried.copy_from_slice(&m.items[(n - 1) * ld + row..][..ROWS]);
    for i in (last..n).rev() {
        let both = &mut m.items[(i - 1) * ld + row..][..ld + ROWS];
        let (left, right) = both.split_at_mut(ld);
        for (k, carried) in carried.iter_mut().enumerate() {
            let [x, y] = by[i].turn::<I>(*carried, left[..ROWS][k]);
            right[k] = x;
            *carried = y;
        }
    }
    m.items[(last - 1) * ld + row..][..ROWS].copy_from_slice(&carried);
}
