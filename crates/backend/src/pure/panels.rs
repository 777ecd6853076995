//! The innermost loops of reductions to triangular, Hessenberg, tridiagonal and bidiagonal form, over whole blocks of rows.
//!
//! Matrices and vectors are padded with zeros to whole blocks, and every loop begins at a block: there are no remainders. What a
//! block holds beyond the part in question is multiplied by a zero of the vector, or cleared afterwards. A dot product has the
//! lanes of a block on every processor, so that all with FMA give the same bits.

use std::marker::PhantomData;

use numoxide_simd::{Isa, Kernel, dispatch};

use super::lanes::{Item, Numbers};
use crate::Field;

/// Rows of a block: a cache line, or of complex numbers two.
pub const BLOCK: usize = 8;

/// The beginning of the block of row `i`.
#[inline(always)]
pub fn block_of(i: usize) -> usize {
    i / BLOCK * BLOCK
}

/// Where the real part of row `i` lies in a column.
#[inline(always)]
fn place<T: Item>(i: usize) -> usize {
    block_of(i) * T::PARTS + i % BLOCK
}

/// The item of a column in row `i`.
///
/// # Safety
/// The column must have this row.
#[inline(always)]
pub unsafe fn item<T: Item>(column: *const f64, i: usize) -> T {
    // SAFETY: the caller's; imaginary parts lie a block further.
    unsafe {
        let at = column.add(place::<T>(i));
        T::from_parts(*at, if T::COMPLEX { *at.add(BLOCK) } else { 0.0 })
    }
}

/// Sets the item of a column in row `i`.
///
/// # Safety
/// As [`item`].
#[inline(always)]
pub unsafe fn set<T: Item>(column: *mut f64, i: usize, x: T) {
    // SAFETY: the caller's.
    unsafe {
        let at = column.add(place::<T>(i));
        *at = x.re();
        if T::COMPLEX {
            *at.add(BLOCK) = x.im();
        }
    }
}

/// A cache line.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
struct Line([f64; BLOCK]);

/// A matrix by columns of whole blocks, the padding of which is 0. Columns are `ld` real numbers apart.
pub struct Padded<T> {
    lines: Vec<Line>,
    /// Rows with padding.
    pub rows: usize,
    /// Columns with padding.
    pub cols: usize,
    /// The distance of columns, which is no multiple of what falls into one set of a cache.
    pub ld: usize,
    items: PhantomData<T>,
}

impl<T: Item> Padded<T> {
    pub fn zeros(rows: usize, cols: usize) -> Self {
        let (rows, cols) = (rows.next_multiple_of(BLOCK), cols.next_multiple_of(BLOCK));
        let lines = (rows / BLOCK * T::PARTS) | 1;
        let items = PhantomData;
        Padded { lines: vec![Line([0.0; BLOCK]); lines * cols], rows, cols, ld: lines * BLOCK, items }
    }

    #[inline(always)]
    pub fn as_ptr(&self) -> *const f64 {
        self.lines.as_ptr().cast()
    }

    #[inline(always)]
    pub fn as_mut_ptr(&mut self) -> *mut f64 {
        self.lines.as_mut_ptr().cast()
    }

    /// Where column `j` lies.
    fn column(&self, j: usize) -> usize {
        assert!(j < self.cols, "a column beyond its matrix");
        j * self.ld
    }

    /// The item in row `i` and column `j`.
    #[inline(always)]
    pub fn at(&self, i: usize, j: usize) -> T {
        assert!(i < self.rows);
        // SAFETY: within the column.
        unsafe { item(self.as_ptr().add(self.column(j)), i) }
    }

    /// Sets the item in row `i` and column `j`.
    #[inline(always)]
    pub fn set(&mut self, i: usize, j: usize, x: T) {
        assert!(i < self.rows);
        let start = self.column(j);
        // SAFETY: within the column, which is borrowed uniquely.
        unsafe { set(self.as_mut_ptr().add(start), i, x) }
    }

    /// Sets the items of column `j` from row `first` on, as far as it goes.
    #[inline(always)]
    pub fn put(&mut self, j: usize, first: usize, items: impl Iterator<Item = T>) {
        let start = self.column(j);
        for (i, x) in (first..self.rows).zip(items) {
            // SAFETY: within the column, which is borrowed uniquely.
            unsafe { set(self.as_mut_ptr().add(start), i, x) }
        }
    }

    /// The items of column `j` from row `first` on.
    #[inline(always)]
    pub fn get(&self, j: usize, first: usize) -> impl Iterator<Item = T> {
        // SAFETY: within the column.
        let column = unsafe { self.as_ptr().add(self.column(j)) };
        // SAFETY: as above; the matrix stays borrowed.
        (first..self.rows).map(move |i| unsafe { item(column, i) })
    }
}

/// Work by the loops of this module, which is compiled once per level.
pub trait Blockwise {
    /// What the work is done on.
    type Item: Item;
    /// Does the work.
    ///
    /// # Safety
    /// The processor must be of the level of `L`, of which `M` are a block and `W` the rows of a tile; `N` columns are read side by
    /// side, of which whole numbers make a block.
    unsafe fn run<L: Numbers<Item = Self::Item>, const M: usize, const W: usize, const N: usize>(self);
}

/// Does the work at the level of the processor.
pub fn run(work: impl Blockwise) {
    dispatch(AtLevel(work));
}

struct AtLevel<B>(B);

impl<B: Blockwise> Kernel for AtLevel<B> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self) {
        // SAFETY: `I` is a level of this processor, which `dispatch` has made sure of.
        unsafe { B::Item::work::<I>(self.0) }
    }
}

/// Where the columns of a padded matrix lie: the first item, and their distance.
pub type Lies<P> = (P, usize);

#[inline(always)]
unsafe fn zero<L: Numbers>() -> L {
    // SAFETY: the caller's.
    unsafe { L::splat(L::Item::ZERO) }
}

/// A block of rows in registers.
#[inline(always)]
unsafe fn load<L: Numbers, const M: usize>(from: *const f64) -> [L; M] {
    // SAFETY: the caller's.
    unsafe {
        let mut block = [zero::<L>(); M];
        for m in 0..M {
            block[m] = L::load(from.add(place::<L::Item>(m * L::LANES)));
        }
        block
    }
}

/// The block of a column that begins in row `i`.
#[inline(always)]
unsafe fn load_row<L: Numbers, const M: usize>(column: *const f64, i: usize) -> [L; M] {
    // SAFETY: the caller's.
    unsafe { load(column.add(place::<L::Item>(i))) }
}

#[inline(always)]
unsafe fn store_row<L: Numbers, const M: usize>(block: [L; M], column: *mut f64, i: usize) {
    // SAFETY: the caller's.
    unsafe { store(block, column.add(place::<L::Item>(i))) };
}

/// The numbers of a column that register `m` of the block that begins in row `i` has.
#[inline(always)]
unsafe fn register<L: Numbers>(column: *const f64, i: usize, m: usize) -> L {
    // SAFETY: the caller's.
    unsafe { L::load(column.add(place::<L::Item>(i + m * L::LANES))) }
}

#[inline(always)]
unsafe fn store<L: Numbers, const M: usize>(block: [L; M], to: *mut f64) {
    for m in 0..M {
        // SAFETY: the caller's.
        unsafe { block[m].store(to.add(place::<L::Item>(m * L::LANES))) };
    }
}

/// The sum of the lanes of a block, in an order of its own.
#[inline(always)]
unsafe fn sum<L: Numbers, const M: usize>(block: [L; M]) -> L::Item {
    let mut lanes = [0.0; 2 * BLOCK];
    // SAFETY: the caller's; a block has these lanes.
    unsafe { store(block, lanes.as_mut_ptr()) };
    let total = |l: &[f64]| ((l[0] + l[4]) + (l[2] + l[6])) + ((l[1] + l[5]) + (l[3] + l[7]));
    L::Item::from_parts(total(&lanes), total(&lanes[BLOCK..]))
}

/// `xᴴ y`.
///
/// # Safety
/// Here and below: the processor must be of the level of `L`, of which `M` are a block; vectors and columns must have the rows
/// from `rows.0` to `rows.1`, which begin and end with blocks.
#[inline(always)]
pub unsafe fn dot<L: Numbers, const M: usize>(x: *const f64, y: *const f64, rows: (usize, usize)) -> L::Item {
    // SAFETY: the caller's.
    unsafe {
        let mut sums = [zero::<L>(); M];
        for i in (rows.0..rows.1).step_by(BLOCK) {
            let (x, y) = (load_row::<L, M>(x, i), load_row::<L, M>(y, i));
            for m in 0..M {
                sums[m] = sums[m].plus_conjugate(x[m], y[m]);
            }
        }
        sum(sums)
    }
}

/// `y = a x + b y`.
///
/// # Safety
/// As [`dot`].
#[inline(always)]
pub unsafe fn combine<L: Numbers, const M: usize>(
    a: L::Item,
    x: *const f64,
    b: L::Item,
    y: *mut f64,
    rows: (usize, usize),
) {
    // SAFETY: the caller's.
    unsafe {
        let (a, b, zero) = (L::splat(a), L::splat(b), zero::<L>());
        for i in (rows.0..rows.1).step_by(BLOCK) {
            let (x, mut sum) = (load_row::<L, M>(x, i), load_row::<L, M>(y, i));
            for m in 0..M {
                sum[m] = zero.plus(sum[m], b).plus(x[m], a);
            }
            store_row(sum, y, i);
        }
    }
}

/// `y = conj(x)`.
///
/// # Safety
/// As [`dot`].
#[inline(always)]
pub unsafe fn conjugate<L: Numbers, const M: usize>(x: *const f64, y: *mut f64, rows: (usize, usize)) {
    // SAFETY: the caller's.
    unsafe {
        let (zero, one) = (zero::<L>(), L::splat(L::Item::ONE));
        for i in (rows.0..rows.1).step_by(BLOCK) {
            let mut x = load_row::<L, M>(x, i);
            for m in 0..M {
                x[m] = zero.plus_conjugate(x[m], one);
            }
            store_row(x, y, i);
        }
    }
}

/// `sums = Pᴴ x` for the first columns of `P`, as many as there are sums: whole blocks.
///
/// # Safety
/// As [`dot`].
#[inline(always)]
pub unsafe fn dots<L: Numbers, const M: usize, const N: usize>(
    (p, ld): Lies<*const f64>,
    x: *const f64,
    rows: (usize, usize),
    sums: &mut [L::Item],
) {
    for (at, to) in sums.chunks_exact_mut(N).enumerate() {
        // SAFETY: the caller's.
        unsafe {
            let first = p.add(at * N * ld);
            let mut sums = [[zero::<L>(); M]; N];
            for i in (rows.0..rows.1).step_by(BLOCK) {
                let x = load_row::<L, M>(x, i);
                for q in 0..N {
                    for m in 0..M {
                        let item = register::<L>(first.add(q * ld), i, m);
                        sums[q][m] = sums[q][m].plus_conjugate(item, x[m]);
                    }
                }
            }
            for q in 0..N {
                to[q] = sum(sums[q]);
            }
        }
    }
}

/// `y -= P factors` for the first columns of `P`, as many as there are factors: whole blocks.
///
/// # Safety
/// As [`dot`].
#[inline(always)]
pub unsafe fn subtract<L: Numbers, const M: usize, const N: usize>(
    (p, ld): Lies<*const f64>,
    factors: &[L::Item],
    y: *mut f64,
    rows: (usize, usize),
) {
    for (at, factors) in factors.chunks_exact(N).enumerate() {
        // SAFETY: the caller's.
        unsafe {
            let first = p.add(at * N * ld);
            let mut wide = [zero::<L>(); N];
            for q in 0..N {
                wide[q] = L::splat(factors[q]);
            }
            for i in (rows.0..rows.1).step_by(BLOCK) {
                let mut sum = load_row::<L, M>(y, i);
                for q in 0..N {
                    for m in 0..M {
                        sum[m] = sum[m].minus(register::<L>(first.add(q * ld), i, m), wide[q]);
                    }
                }
                store_row(sum, y, i);
            }
        }
    }
}

/// `y += A factors` and `Aᴴ x` for a block of columns, of which each item is read once.
///
/// # Safety
/// As [`dot`].
#[inline(always)]
pub unsafe fn both<L: Numbers, const M: usize, const N: usize>(
    (a, ld): Lies<*const f64>,
    factors: &[L::Item; BLOCK],
    x: *const f64,
    y: *mut f64,
    rows: (usize, usize),
) -> [L::Item; BLOCK] {
    let mut found = [L::Item::ZERO; BLOCK];
    for part in (0..BLOCK).step_by(N) {
        // SAFETY: the caller's.
        unsafe {
            let first = a.add(part * ld);
            let mut sums = [[zero::<L>(); M]; N];
            let mut wide = [zero::<L>(); N];
            for q in 0..N {
                wide[q] = L::splat(factors[part + q]);
            }
            for i in (rows.0..rows.1).step_by(BLOCK) {
                let (x, mut to) = (load_row::<L, M>(x, i), load_row::<L, M>(y, i));
                for q in 0..N {
                    for m in 0..M {
                        let item = register::<L>(first.add(q * ld), i, m);
                        to[m] = to[m].plus(item, wide[q]);
                        sums[q][m] = sums[q][m].plus_conjugate(item, x[m]);
                    }
                }
                store_row(to, y, i);
            }
            for q in 0..N {
                found[part + q] = sum(sums[q]);
            }
        }
    }
    found
}

/// `y = A x` for a Hermitian matrix, of which the blocks on the diagonal are whole and the rest is given below: each of its
/// items is read once, for its own row and for that of its mirror image.
///
/// # Safety
/// As [`dot`].
#[inline(always)]
pub unsafe fn hermitian<L: Numbers, const M: usize, const N: usize>(
    (a, ld): Lies<*const f64>,
    x: *const f64,
    y: *mut f64,
    rows: (usize, usize),
) {
    // SAFETY: the caller's.
    unsafe {
        for i in (rows.0..rows.1).step_by(BLOCK) {
            store_row([zero::<L>(); M], y, i);
        }
        for j in (rows.0..rows.1).step_by(BLOCK) {
            let mut on_diagonal = load_row::<L, M>(y, j);
            for q in 0..BLOCK {
                let factor = L::splat(item(x, j + q));
                for m in 0..M {
                    on_diagonal[m] = on_diagonal[m].plus(register::<L>(a.add((j + q) * ld), j, m), factor);
                }
            }
            store_row(on_diagonal, y, j);
            let factors = std::array::from_fn(|q| item(x, j + q));
            let found = both::<L, M, N>((a.add(j * ld), ld), &factors, x, y, (j + BLOCK, rows.1));
            for q in 0..BLOCK {
                set(y, j + q, item::<L::Item>(y, j + q) + found[q]);
            }
        }
    }
}

/// `C -= L Rᵀ`, of `depth` columns each, for `rows` and `cols` of `C`; for `lower` only the blocks on the diagonal and below.
/// `W` registers are the rows of a tile.
///
/// # Safety
/// As [`dot`]; the matrices must have these columns.
#[inline(always)]
pub unsafe fn update<L: Numbers, const M: usize, const W: usize, const N: usize>(
    (c, ldc): Lies<*mut f64>,
    (l, ldl): Lies<*const f64>,
    (r, ldr): Lies<*const f64>,
    depth: usize,
    (rows, cols): ((usize, usize), (usize, usize)),
    lower: bool,
) {
    for j in (cols.0..cols.1).step_by(N) {
        let mut i = if lower { block_of(j) } else { rows.0 };
        // SAFETY: the caller's; tiles begin and end with blocks.
        unsafe {
            while i + W * L::LANES <= rows.1 {
                let (down, across) = (place::<L::Item>(i), place::<L::Item>(j));
                let (c, l, r) = (c.add(j * ldc + down), l.add(down), r.add(across));
                tile::<L, W, N>((c, ldc), (l, ldl), (r, ldr), depth);
                i += W * L::LANES;
            }
            while i < rows.1 {
                let (down, across) = (place::<L::Item>(i), place::<L::Item>(j));
                let (c, l, r) = (c.add(j * ldc + down), l.add(down), r.add(across));
                tile::<L, M, N>((c, ldc), (l, ldl), (r, ldr), depth);
                i += BLOCK;
            }
        }
    }
}

/// One tile of [`update`]: `W` registers of rows, `N` columns.
#[inline(always)]
unsafe fn tile<L: Numbers, const W: usize, const N: usize>(
    (c, ldc): Lies<*mut f64>,
    (mut l, ldl): Lies<*const f64>,
    (mut r, ldr): Lies<*const f64>,
    depth: usize,
) {
    // SAFETY: the caller's; pointers beyond the last column are not read.
    unsafe {
        let mut sums = [[zero::<L>(); W]; N];
        for q in 0..N {
            sums[q] = load::<L, W>(c.add(q * ldc));
        }
        for _ in 0..depth {
            let rows = load::<L, W>(l);
            for q in 0..N {
                let factor = L::splat(item(r, q));
                for w in 0..W {
                    sums[q][w] = sums[q][w].minus(rows[w], factor);
                }
            }
            l = l.wrapping_add(ldl);
            r = r.wrapping_add(ldr);
        }
        for q in 0..N {
            store(sums[q], c.add(q * ldc));
        }
    }
}

/// Squares of a tail below this vanish beside a matrix whose largest item is about 1.
const NEGLIGIBLE: f64 = 1e-290;

/// The reflector `H = I - tau v vᴴ`, `v` being 1 in row `at` and 0 above, for which `Hᴴ` turns `x` from there on into a real
/// `beta` and zeros; returns `beta`, `tau`, and what the tail of `x` was divided by.
///
/// # Safety
/// As [`dot`]; `at` is in the first block.
#[inline(always)]
pub unsafe fn reflector<L: Numbers, const M: usize>(
    x: *const f64,
    at: usize,
    v: *mut f64,
    rows: (usize, usize),
) -> (f64, L::Item, L::Item) {
    // SAFETY: the caller's; `x` and `v` do not overlap.
    unsafe {
        for i in (rows.0..rows.1).step_by(BLOCK) {
            store_row(load_row::<L, M>(x, i), v, i);
        }
        let (one, alpha) = (L::Item::ONE, item::<L::Item>(x, at));
        clear::<L::Item>(v, rows.0, at + 1);
        let tail = dot::<L, M>(v, v, rows).re();
        if tail + alpha.im() * alpha.im() < NEGLIGIBLE {
            clear::<L::Item>(v, rows.0, rows.1);
            return (alpha.re(), L::Item::ZERO, one);
        }
        let norm = (alpha.abs2() + tail).sqrt();
        let beta = if alpha.re().is_sign_negative() { norm } else { -norm };
        let scale = alpha - L::Item::from_real(beta);
        combine::<L, M>(L::Item::ZERO, v, one.over(scale), v, rows);
        set(v, at, one);
        (beta, L::Item::from_parts((beta - alpha.re()) / beta, -alpha.im() / beta), scale)
    }
}

/// Beside which a column is tiny, and what lifts it.
const TINY: f64 = 1e-145;
const LIFT: f64 =
    (1u128 << 120) as f64 * (1u128 << 120) as f64 * (1u128 << 120) as f64 * (1u128 << 120) as f64;

/// [`reflector`] of a column however tiny beside the rest of the matrix, the rest of which may be lifted; returns `beta` and `tau`.
///
/// # Safety
/// As [`reflector`].
#[inline(always)]
pub unsafe fn reflector_of_any<L: Numbers, const M: usize>(
    x: *mut f64,
    at: usize,
    v: *mut f64,
    rows: (usize, usize),
) -> (f64, L::Item) {
    let mut unit = 1.0;
    // SAFETY: the caller's.
    unsafe {
        loop {
            let (beta, tau, _) = reflector::<L, M>(x, at, v, rows);
            let is_zero = |i: usize| item::<L::Item>(x, i) == L::Item::ZERO;
            if tau != L::Item::ZERO || beta.abs() > TINY || (at..rows.1).all(is_zero) {
                return (beta * unit, tau);
            }
            let above = block::<L::Item>(x, at);
            combine::<L, M>(L::Item::from_real(LIFT), x, L::Item::ZERO, x, rows);
            (rows.0..at).for_each(|i| set(x, i, above[i - rows.0]));
            unit /= LIFT;
        }
    }
}

/// Writes `beta` in row `at` of a column and the rest of the vector `v` below it; what is above stays.
///
/// # Safety
/// As [`dot`]; `at` is in the first block.
#[inline(always)]
pub unsafe fn put_below<L: Numbers, const M: usize>(
    v: *const f64,
    beta: f64,
    column: *mut f64,
    (at, rows): (usize, (usize, usize)),
    above: &[L::Item; BLOCK],
) {
    // SAFETY: the caller's.
    unsafe {
        combine::<L, M>(L::Item::ONE, v, L::Item::ZERO, column, rows);
        (rows.0..at).for_each(|i| set(column, i, above[i - rows.0]));
        set(column, at, L::Item::from_real(beta));
    }
}

/// The items of the block of row `at`.
///
/// # Safety
/// The column must have these rows.
#[inline(always)]
pub unsafe fn block<T: Item>(column: *const f64, at: usize) -> [T; BLOCK] {
    // SAFETY: the caller's.
    std::array::from_fn(|q| unsafe { item(column, block_of(at) + q) })
}

/// Zeros from one row to the other.
///
/// # Safety
/// `x` must have these rows.
#[inline(always)]
pub unsafe fn clear<T: Item>(x: *mut f64, from: usize, to: usize) {
    // SAFETY: the caller's.
    (from..to).for_each(|i| unsafe { set(x, i, T::ZERO) });
}

/// The items of row `i` in the first columns, filled up to whole blocks with zeros.
///
/// # Safety
/// The matrix must have these columns, and `to` the room.
#[inline(always)]
pub unsafe fn row_of<T: Item>((p, ld): Lies<*const f64>, i: usize, count: usize, to: &mut [T]) -> &[T] {
    for s in 0..count {
        // SAFETY: the caller's.
        to[s] = unsafe { item(p.add(s * ld), i) };
    }
    filled(to, count)
}

/// The adjoints of the first items, filled up to whole blocks with zeros.
#[inline(always)]
pub fn adjoints<T: Item>(items: &mut [T], count: usize) -> &[T] {
    items[..count].iter_mut().for_each(|x| *x = x.conj());
    filled(items, count)
}

/// The first items, filled up to whole blocks with zeros.
#[inline(always)]
pub fn filled<T: Item>(items: &mut [T], count: usize) -> &[T] {
    let whole = count.next_multiple_of(BLOCK);
    items[count..whole].fill(T::ZERO);
    &items[..whole]
}
