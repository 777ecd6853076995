//! The innermost loops of reductions to tridiagonal and bidiagonal form, over whole blocks of rows.
//!
//! Matrices and vectors are padded with zeros to whole blocks, and every loop begins at a block: there are no remainders. What a
//! block holds beyond the part in question is multiplied by a zero of the vector, or cleared afterwards. A dot product has the
//! lanes of a block on every processor, so that all with FMA give the same bits.

use numoxide_simd::{Isa, Kernel, Level, dispatch};

use super::product::{Registers, Vector};

/// Rows of a block: a cache line.
pub const BLOCK: usize = 8;

/// The beginning of the block of row `i`.
#[inline(always)]
pub fn block_of(i: usize) -> usize {
    i / BLOCK * BLOCK
}

/// A cache line.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
struct Line([f64; BLOCK]);

/// A matrix by columns of whole blocks, the padding of which is 0.
pub struct Padded {
    lines: Vec<Line>,
    /// Rows with padding.
    pub rows: usize,
    /// Columns with padding.
    pub cols: usize,
    /// The distance of columns, which is no multiple of what falls into one set of a cache.
    pub ld: usize,
}

impl Padded {
    pub fn zeros(rows: usize, cols: usize) -> Self {
        let (rows, cols) = (rows.next_multiple_of(BLOCK), cols.next_multiple_of(BLOCK));
        let ld = ((rows / BLOCK) | 1) * BLOCK;
        Padded { lines: vec![Line([0.0; BLOCK]); ld / BLOCK * cols], rows, cols, ld }
    }

    #[inline(always)]
    pub fn as_ptr(&self) -> *const f64 {
        self.lines.as_ptr().cast()
    }

    #[inline(always)]
    pub fn as_mut_ptr(&mut self) -> *mut f64 {
        self.lines.as_mut_ptr().cast()
    }

    /// All items, of columns `ld` apart.
    pub fn items(&self) -> &[f64] {
        // SAFETY: lines are nothing but their items.
        unsafe { std::slice::from_raw_parts(self.as_ptr(), self.lines.len() * BLOCK) }
    }

    /// Column `j` with its padding.
    pub fn col(&self, j: usize) -> &[f64] {
        &self.items()[j * self.ld..][..self.rows]
    }

    /// Column `j` with its padding, to write to.
    pub fn col_mut(&mut self, j: usize) -> &mut [f64] {
        let (rows, start, count) = (self.rows, j * self.ld, self.lines.len() * BLOCK);
        // SAFETY: lines are nothing but their items, and borrowed uniquely.
        let items = unsafe { std::slice::from_raw_parts_mut(self.as_mut_ptr(), count) };
        &mut items[start..][..rows]
    }
}

/// Work by the loops of this module, which is compiled once per level.
pub trait Blockwise {
    /// Does the work.
    ///
    /// # Safety
    /// The processor must be of the level of `V`, of which `M` are a block and `W` the rows of a tile; `N` columns are read side by
    /// side, of which whole numbers make a block.
    unsafe fn run<V: Vector<f64>, const M: usize, const W: usize, const N: usize>(self);
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
        // SAFETY: `I` is a level of this processor, which `dispatch` has made sure of; so many registers make up blocks.
        unsafe {
            match I::LEVEL {
                Level::V4 => self.0.run::<<f64 as Registers>::V4, 1, 3, 8>(),
                Level::V3 => self.0.run::<<f64 as Registers>::V3, 2, 2, 4>(),
                Level::Baseline => self.0.run::<<f64 as Registers>::Baseline, 4, 4, 2>(),
            }
        }
    }
}

/// Where the columns of a padded matrix lie: the first item, and their distance.
pub type Lies<P> = (P, usize);

/// A block of rows in registers.
#[inline(always)]
unsafe fn load<V: Vector<f64>, const M: usize>(from: *const f64) -> [V; M] {
    // SAFETY: the caller's.
    unsafe {
        let mut block = [V::splat(0.0); M];
        for m in 0..M {
            block[m] = V::load(from.add(m * V::LANES));
        }
        block
    }
}

#[inline(always)]
unsafe fn store<V: Vector<f64>, const M: usize>(block: [V; M], to: *mut f64) {
    for m in 0..M {
        // SAFETY: the caller's.
        unsafe { block[m].store(to.add(m * V::LANES)) };
    }
}

/// The sum of the lanes of a block, in an order of its own.
#[inline(always)]
unsafe fn sum<V: Vector<f64>, const M: usize>(block: [V; M]) -> f64 {
    let mut l = [0.0; BLOCK];
    // SAFETY: the caller's; a block has these lanes.
    unsafe { store(block, l.as_mut_ptr()) };
    ((l[0] + l[4]) + (l[2] + l[6])) + ((l[1] + l[5]) + (l[3] + l[7]))
}

/// `x · y`.
///
/// # Safety
/// Here and below: the processor must be of the level of `V`, of which `M` are a block; vectors and columns must have the rows
/// from `rows.0` to `rows.1`, which begin and end with blocks.
#[inline(always)]
pub unsafe fn dot<V: Vector<f64>, const M: usize>(x: *const f64, y: *const f64, rows: (usize, usize)) -> f64 {
    // SAFETY: the caller's.
    unsafe {
        let mut sums = [V::splat(0.0); M];
        for i in (rows.0..rows.1).step_by(BLOCK) {
            let (x, y) = (load::<V, M>(x.add(i)), load::<V, M>(y.add(i)));
            for m in 0..M {
                sums[m] = sums[m].plus(x[m], y[m]);
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
pub unsafe fn combine<V: Vector<f64>, const M: usize>(
    a: f64,
    x: *const f64,
    b: f64,
    y: *mut f64,
    rows: (usize, usize),
) {
    // SAFETY: the caller's.
    unsafe {
        let (a, b, zero) = (V::splat(a), V::splat(b), V::splat(0.0));
        for i in (rows.0..rows.1).step_by(BLOCK) {
            let (x, mut sum) = (load::<V, M>(x.add(i)), load::<V, M>(y.add(i)));
            for m in 0..M {
                sum[m] = zero.plus(sum[m], b).plus(x[m], a);
            }
            store(sum, y.add(i));
        }
    }
}

/// `sums = Pᵀ x` for the first columns of `P`, as many as there are sums: whole blocks.
///
/// # Safety
/// As [`dot`].
#[inline(always)]
pub unsafe fn dots<V: Vector<f64>, const M: usize, const N: usize>(
    (p, ld): Lies<*const f64>,
    x: *const f64,
    rows: (usize, usize),
    sums: &mut [f64],
) {
    for (at, to) in sums.chunks_exact_mut(N).enumerate() {
        // SAFETY: the caller's.
        unsafe {
            let first = p.add(at * N * ld);
            let mut sums = [[V::splat(0.0); M]; N];
            for i in (rows.0..rows.1).step_by(BLOCK) {
                let x = load::<V, M>(x.add(i));
                for q in 0..N {
                    for m in 0..M {
                        sums[q][m] = sums[q][m].plus(V::load(first.add(q * ld + i + m * V::LANES)), x[m]);
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
pub unsafe fn subtract<V: Vector<f64>, const M: usize, const N: usize>(
    (p, ld): Lies<*const f64>,
    factors: &[f64],
    y: *mut f64,
    rows: (usize, usize),
) {
    for (at, factors) in factors.chunks_exact(N).enumerate() {
        // SAFETY: the caller's.
        unsafe {
            let first = p.add(at * N * ld);
            let mut wide = [V::splat(0.0); N];
            for q in 0..N {
                wide[q] = V::splat(factors[q]);
            }
            for i in (rows.0..rows.1).step_by(BLOCK) {
                let mut sum = load::<V, M>(y.add(i));
                for q in 0..N {
                    for m in 0..M {
                        sum[m] = sum[m].minus(V::load(first.add(q * ld + i + m * V::LANES)), wide[q]);
                    }
                }
                store(sum, y.add(i));
            }
        }
    }
}

/// `y = A x` for a symmetric matrix, of which the blocks on the diagonal are whole and the rest is given below: each of its
/// items is read once, for its own row and for that of its mirror image.
///
/// # Safety
/// As [`dot`].
#[inline(always)]
pub unsafe fn symmetric<V: Vector<f64>, const M: usize, const N: usize>(
    (a, ld): Lies<*const f64>,
    x: *const f64,
    y: *mut f64,
    rows: (usize, usize),
) {
    // SAFETY: the caller's.
    unsafe {
        for i in (rows.0..rows.1).step_by(BLOCK) {
            store([V::splat(0.0); M], y.add(i));
        }
        for j in (rows.0..rows.1).step_by(BLOCK) {
            let mut on_diagonal = load::<V, M>(y.add(j));
            for q in 0..BLOCK {
                let factor = V::splat(*x.add(j + q));
                for m in 0..M {
                    on_diagonal[m] =
                        on_diagonal[m].plus(V::load(a.add((j + q) * ld + j + m * V::LANES)), factor);
                }
            }
            store(on_diagonal, y.add(j));
            let mut found = [0.0; BLOCK];
            for part in (0..BLOCK).step_by(N) {
                let first = a.add((j + part) * ld);
                let mut sums = [[V::splat(0.0); M]; N];
                let mut wide = [V::splat(0.0); N];
                for q in 0..N {
                    wide[q] = V::splat(*x.add(j + part + q));
                }
                for i in (j + BLOCK..rows.1).step_by(BLOCK) {
                    let (x, mut to) = (load::<V, M>(x.add(i)), load::<V, M>(y.add(i)));
                    for q in 0..N {
                        for m in 0..M {
                            let item = V::load(first.add(q * ld + i + m * V::LANES));
                            to[m] = to[m].plus(item, wide[q]);
                            sums[q][m] = sums[q][m].plus(item, x[m]);
                        }
                    }
                    store(to, y.add(i));
                }
                for q in 0..N {
                    found[part + q] = sum(sums[q]);
                }
            }
            for q in 0..BLOCK {
                *y.add(j + q) += found[q];
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
pub unsafe fn update<V: Vector<f64>, const M: usize, const W: usize, const N: usize>(
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
            while i + W * V::LANES <= rows.1 {
                tile::<V, W, N>((c.add(j * ldc + i), ldc), (l.add(i), ldl), (r.add(j), ldr), depth);
                i += W * V::LANES;
            }
            while i < rows.1 {
                tile::<V, M, N>((c.add(j * ldc + i), ldc), (l.add(i), ldl), (r.add(j), ldr), depth);
                i += BLOCK;
            }
        }
    }
}

/// One tile of [`update`]: `W` registers of rows, `N` columns.
#[inline(always)]
unsafe fn tile<V: Vector<f64>, const W: usize, const N: usize>(
    (c, ldc): Lies<*mut f64>,
    (mut l, ldl): Lies<*const f64>,
    (mut r, ldr): Lies<*const f64>,
    depth: usize,
) {
    // SAFETY: the caller's; pointers beyond the last column are not read.
    unsafe {
        let mut sums = [[V::splat(0.0); W]; N];
        for q in 0..N {
            sums[q] = load::<V, W>(c.add(q * ldc));
        }
        for _ in 0..depth {
            let rows = load::<V, W>(l);
            for q in 0..N {
                let factor = V::splat(*r.add(q));
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

/// The reflector `I - tau v vᵀ`, `v` being 1 in row `at` and 0 above, that turns `x` from there on into `beta` and zeros;
/// returns `beta`, `tau`, and what the tail of `x` was divided by.
///
/// # Safety
/// As [`dot`]; `at` is in the first block.
#[inline(always)]
pub unsafe fn reflector<V: Vector<f64>, const M: usize>(
    x: *const f64,
    at: usize,
    v: *mut f64,
    rows: (usize, usize),
) -> (f64, f64, f64) {
    // SAFETY: the caller's; `x` and `v` do not overlap.
    unsafe {
        for i in (rows.0..rows.1).step_by(BLOCK) {
            store(load::<V, M>(x.add(i)), v.add(i));
        }
        let alpha = *x.add(at);
        clear(v, rows.0, at + 1);
        let tail = dot::<V, M>(v, v, rows);
        if tail < NEGLIGIBLE {
            clear(v, rows.0, rows.1);
            return (alpha, 0.0, 1.0);
        }
        let norm = (alpha * alpha + tail).sqrt();
        let beta = if alpha > 0.0 { -norm } else { norm };
        let scale = alpha - beta;
        combine::<V, M>(0.0, v, 1.0 / scale, v, rows);
        *v.add(at) = 1.0;
        (beta, (beta - alpha) / beta, scale)
    }
}

/// Zeros from one row to the other.
///
/// # Safety
/// `x` must have these rows.
#[inline(always)]
pub unsafe fn clear(x: *mut f64, from: usize, to: usize) {
    // SAFETY: the caller's.
    (from..to).for_each(|i| unsafe { *x.add(i) = 0.0 });
}

/// The items of row `i` in the first columns, filled up to whole blocks with zeros.
///
/// # Safety
/// The matrix must have these columns, and `to` the room.
#[inline(always)]
pub unsafe fn row_of((p, ld): Lies<*const f64>, i: usize, count: usize, to: &mut [f64]) -> &[f64] {
    for s in 0..count {
        // SAFETY: the caller's.
        to[s] = unsafe { *p.add(i + s * ld) };
    }
    filled(to, count)
}

/// The first items, filled up to whole blocks with zeros.
#[inline(always)]
pub fn filled(items: &mut [f64], count: usize) -> &[f64] {
    let whole = count.next_multiple_of(BLOCK);
    items[count..whole].fill(0.0);
    &items[..whole]
}
