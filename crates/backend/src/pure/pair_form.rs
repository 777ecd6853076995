//! Pairs of matrices, the rotations that turn them, and their reduction to a Hessenberg and a triangular matrix.
//!
//! The reduction is LAPACK's `gghrd` in another order: rotations of rows are determined by one column of A alone, so that each
//! other column is turned by all of them at a time, from its end to its beginning.

use std::marker::PhantomData;

use numoxide_simd::{Isa, Kernel, dispatch};

use super::scaled::distance;
use crate::Field;

/// A square matrix, column by column: the real parts of `ld` rows, and for complex types the imaginary parts. What is in rows beyond
/// the matrix is 0.
pub(super) struct Square<F> {
    pub items: Vec<f64>,
    pub ld: usize,
    pub n: usize,
    kind: PhantomData<F>,
}

/// Rows that are turned at a time.
const BLOCK: usize = 8;

impl<F: Field<Real = f64>> Square<F> {
    const PARTS: usize = 1 + F::COMPLEX as usize;

    pub fn from_fn(n: usize, item: impl Fn(usize, usize) -> F) -> Self {
        let ld = distance(n);
        let mut made = Square { items: vec![0.0; n * ld * Self::PARTS], ld, n, kind: PhantomData };
        for j in 0..n {
            (0..n).for_each(|i| made.set(i, j, item(i, j)));
        }
        made
    }

    /// From one column to the next.
    #[inline(always)]
    fn apart(&self) -> usize {
        self.ld * Self::PARTS
    }

    #[inline(always)]
    pub fn at(&self, i: usize, j: usize) -> F {
        item(&self.items[j * self.apart()..][..self.apart()], i)
    }

    #[inline(always)]
    pub fn set(&mut self, i: usize, j: usize, x: F) {
        let [column] = self.cols_mut(j);
        set_item(column, i, x);
    }

    /// The first rows of the real and the imaginary parts of column `j`.
    #[inline(always)]
    pub fn parts(&self, j: usize, rows: usize) -> [&[f64]; 2] {
        let (re, im) = self.items[j * self.apart()..][..self.apart()].split_at(self.ld);
        [&re[..rows], if F::COMPLEX { &im[..rows] } else { im }]
    }

    /// `N` columns from `j` on, each with all of its parts.
    #[inline(always)]
    fn cols_mut<const N: usize>(&mut self, j: usize) -> [&mut [f64]; N] {
        let apart = self.apart();
        let mut columns = self.items[j * apart..(j + N) * apart].chunks_exact_mut(apart);
        std::array::from_fn(|_| columns.next().unwrap_or_default())
    }

    /// Changes the items of `N` rows from `i` on, in the columns from `from` to `to`.
    #[inline(always)]
    pub fn change_rows<const N: usize>(
        &mut self,
        i: usize,
        [from, to]: [usize; 2],
        change: impl Fn([F; N]) -> [F; N],
    ) {
        let apart = self.apart();
        for column in self.items[from * apart..to * apart].chunks_exact_mut(apart) {
            let (re, im) = column.split_at_mut(apart / Self::PARTS);
            let re = &mut re[i..i + N];
            if F::COMPLEX {
                let im = &mut im[i..i + N];
                let x = change(std::array::from_fn(|k| F::from_parts(re[k], im[k])));
                (0..N).for_each(|k| (re[k], im[k]) = (x[k].re(), x[k].im()));
            } else {
                let x = change(std::array::from_fn(|k| F::from_real(re[k])));
                (0..N).for_each(|k| re[k] = x[k].re());
            }
        }
    }

    /// Changes the items of `N` columns from `j` on, in the rows from `from` to `to` and in what completes blocks of rows: there all are to
    /// be 0, or of no account.
    #[inline(always)]
    pub fn change_columns<const N: usize>(
        &mut self,
        j: usize,
        [from, to]: [usize; 2],
        change: impl Fn([F; N]) -> [F; N],
    ) {
        let ld = self.ld;
        let columns = self.cols_mut::<N>(j);
        for row in (from / BLOCK * BLOCK..to).step_by(BLOCK) {
            let (mut re, mut im) = ([[0.0; BLOCK]; N], [[0.0; BLOCK]; N]);
            for k in 0..N {
                re[k].copy_from_slice(&columns[k][row..row + BLOCK]);
                if F::COMPLEX {
                    im[k].copy_from_slice(&columns[k][ld + row..ld + row + BLOCK]);
                }
            }
            for i in 0..BLOCK {
                let x = change(std::array::from_fn(|k| F::from_parts(re[k][i], im[k][i])));
                (0..N).for_each(|k| (re[k][i], im[k][i]) = (x[k].re(), x[k].im()));
            }
            for k in 0..N {
                columns[k][row..row + BLOCK].copy_from_slice(&re[k]);
                if F::COMPLEX {
                    columns[k][ld + row..ld + row + BLOCK].copy_from_slice(&im[k]);
                }
            }
        }
    }

    /// Turns the rows `i` and `i + 1`, in the columns from `from` to `to`.
    #[inline(always)]
    pub fn turn_rows<I: Isa>(&mut self, i: usize, from: usize, to: usize, by: Rotation<F>) {
        self.change_rows(i, [from, to], |[x, y]| by.turn::<I>(x, y));
    }

    /// Turns the columns `j` and `j - 1`, in that order, in the first rows; below them both are to be 0, or of no account.
    #[inline(always)]
    pub fn turn_back<I: Isa>(&mut self, j: usize, rows: usize, by: Rotation<F>) {
        self.change_columns(j - 1, [0, rows], |[y, x]| {
            let [x, y] = by.turn::<I>(x, y);
            [y, x]
        });
    }
}

/// An item of a column with all of its parts.
#[inline(always)]
fn item<F: Field<Real = f64>>(column: &[f64], i: usize) -> F {
    if F::COMPLEX { F::from_parts(column[i], column[column.len() / 2 + i]) } else { F::from_real(column[i]) }
}

#[inline(always)]
fn set_item<F: Field<Real = f64>>(column: &mut [f64], i: usize, x: F) {
    let half = column.len() / 2;
    column[i] = x.re();
    if F::COMPLEX {
        column[half + i] = x.im();
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

    /// That of a cosine and a sine.
    pub fn of_parts(c: f64, s: F) -> Self {
        Rotation { c, s }
    }

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
    pub fn inverse(self) -> Self {
        Rotation { c: self.c, s: -self.s }
    }

    #[inline(always)]
    pub fn turn<I: Isa>(self, x: F, y: F) -> [F; 2] {
        [fma::<I, F>(self.s, y, scaled(x, self.c)), fma::<I, F>(-self.s.conj(), x, scaled(y, self.c))]
    }
}

/// Makes A upper Hessenberg, where B is upper triangular and remains so; `z` is multiplied by the same rotations of columns, and `q` by
/// the inverses of those of rows.
pub(super) fn reduce<F: Field<Real = f64>>(
    a: &mut Square<F>,
    b: &mut Square<F>,
    q: Option<&mut Square<F>>,
    z: Option<&mut Square<F>>,
) {
    dispatch(Reduction { a, b, q, z });
}

struct Reduction<'a, F> {
    a: &'a mut Square<F>,
    b: &'a mut Square<F>,
    q: Option<&'a mut Square<F>>,
    z: Option<&'a mut Square<F>>,
}

impl<F: Field<Real = f64>> Kernel for Reduction<'_, F> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        let Reduction { a, b, mut q, mut z } = self;
        let n = a.n;
        let mut rows = vec![Rotation::<F>::NONE; n];
        let mut columns = rows.clone();
        for j in 0..n.saturating_sub(2) {
            let last = j + 2;
            for i in (last..n).rev() {
                let r;
                (rows[i], r) = Rotation::new(a.at(i - 1, j), a.at(i, j));
                a.set(i - 1, j, r);
                a.set(i, j, F::ZERO);
            }
            turn_columns::<I, F>(a, j + 1, |_| n - 1, last, &rows);
            for i in (last..n).rev() {
                b.turn_rows::<I>(i - 1, i - 1, i + 1, rows[i]);
                let r;
                (columns[i], r) = Rotation::new(b.at(i, i), b.at(i, i - 1));
                b.turn_back::<I>(i, i, columns[i]);
                b.set(i, i, r);
                b.set(i, i - 1, F::ZERO);
            }
            // The rotations of rows that do not touch those of columns any more.
            turn_columns::<I, F>(b, last + 1, |column| column - 1, last, &rows);
            turn_all_rows::<I, F>(a, last, &columns);
            if let Some(z) = &mut z {
                turn_all_rows::<I, F>(z, last, &columns);
            }
            if let Some(q) = &mut q {
                rows[last..].iter_mut().for_each(|by| *by = by.inverse());
                turn_all_rows::<I, F>(q, last, &rows);
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
        for j in j..j + SIDE {
            turn_some::<I, F, 1>(m.cols_mut(j), [begin(j), common], by);
        }
        turn_some::<I, F, SIDE>(m.cols_mut(j), [common, last - 1], by);
        j += SIDE;
    }
    for j in j..n {
        turn_some::<I, F, 1>(m.cols_mut(j), [begin(j), last - 1], by);
    }
}

/// Turns the rows from `from` up to `to`.
#[inline(always)]
fn turn_some<I: Isa, F: Field<Real = f64>, const N: usize>(
    mut columns: [&mut [f64]; N],
    [from, to]: [usize; 2],
    by: &[Rotation<F>],
) {
    let apart = columns[0].len();
    columns.iter().for_each(|column| assert!(column.len() == apart));
    assert!(from * Square::<F>::PARTS < apart && from < by.len());
    let mut carried: [F; N] = std::array::from_fn(|k| item(columns[k], from));
    for i in (to + 1..=from).rev() {
        for (carried, column) in carried.iter_mut().zip(&mut columns) {
            let below;
            [*carried, below] = by[i].turn::<I>(item(column, i - 1), *carried);
            set_item(column, i, below);
        }
    }
    (0..N).for_each(|k| set_item(columns[k], to, carried[k]));
}

/// Turns columns `i` and `i - 1` by rotation `i`, for `i` from the last down to `last`.
#[inline(always)]
fn turn_all_rows<I: Isa, F: Field<Real = f64>>(m: &mut Square<F>, last: usize, by: &[Rotation<F>]) {
    let mut row = 0;
    while row + 2 * BLOCK <= m.ld {
        turn_block::<I, F, { 2 * BLOCK }>(m, row, last, by);
        row += 2 * BLOCK;
    }
    if row < m.n {
        turn_block::<I, F, BLOCK>(m, row, last, by);
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
    let (mut re, mut im) = ([0.0; ROWS], [0.0; ROWS]);
    let [column] = m.cols_mut(n - 1);
    re.copy_from_slice(&column[row..row + ROWS]);
    if F::COMPLEX {
        im.copy_from_slice(&column[ld + row..ld + row + ROWS]);
    }
    for i in (last..n).rev() {
        let [left, right] = m.cols_mut(i - 1);
        let (mut left_re, mut left_im) = ([0.0; ROWS], [0.0; ROWS]);
        left_re.copy_from_slice(&left[row..row + ROWS]);
        if F::COMPLEX {
            left_im.copy_from_slice(&left[ld + row..ld + row + ROWS]);
        }
        let by = by[i];
        let (mut right_re, mut right_im) = ([0.0; ROWS], [0.0; ROWS]);
        for k in 0..ROWS {
            let [x, y] = by.turn::<I>(F::from_parts(re[k], im[k]), F::from_parts(left_re[k], left_im[k]));
            (right_re[k], right_im[k]) = (x.re(), x.im());
            (re[k], im[k]) = (y.re(), y.im());
        }
        right[row..row + ROWS].copy_from_slice(&right_re);
        if F::COMPLEX {
            right[ld + row..ld + row + ROWS].copy_from_slice(&right_im);
        }
    }
    let [column] = m.cols_mut(last - 1);
    column[row..row + ROWS].copy_from_slice(&re);
    if F::COMPLEX {
        column[ld + row..ld + row + ROWS].copy_from_slice(&im);
    }
}
