//! Products of matrices: blocks that stay in the caches, tiles of them whose sums stay in registers.

mod pack;
mod registers;
mod small;
mod vectors;

use std::cell::RefCell;
use std::mem::MaybeUninit;

use numoxide_simd::ahead::{LINE, prefetch};
use numoxide_simd::{Isa, Kernel, Level, dispatch};

pub use registers::{Registers, Vector};
pub use small::whole_tiles;

use crate::{Field, Mat, MatMut, Op};

/// Multiplications up to which nothing is worth to be prepared.
const FEW: usize = 5 * 5 * 5;
/// Multiplications up to which operands are read where they lie.
const DIRECT: usize = 64 * 64 * 64;

/// Bytes of a block of `a`, which stays in the second-level cache, of a panel in the first, and columns of `b` at a time.
const BLOCK_BYTES: usize = 256 << 10;
const PANEL_BYTES: usize = 2 << 10;
const DEPTH: usize = 256;
const COLUMNS: usize = 2048;

/// `c = alpha a b + beta c`; see `Routines::gemm`.
pub fn gemm<T: Field<Real: Registers>>(
    alpha: T,
    a: Mat<'_, T>,
    b: Mat<'_, T>,
    beta: T,
    mut c: MatMut<'_, T>,
) {
    let (m, n, k) = (c.rows(), c.cols(), a.cols());
    assert!(a.rows() == m && b.rows() == k && b.cols() == n, "gemm: extents differ");
    if m * n * k <= FEW {
        return small::few(alpha, a, b, beta, c);
    }
    if (m == 1 || n == 1) && !T::COMPLEX {
        return vectors::by_vector(alpha, a, b, beta, c);
    }
    if k == 0 {
        return small::scaled(&mut c, beta);
    }
    let square = |adjoint| beta == T::ZERO && b.is_transpose_of(&a, adjoint);
    let adjoint = alpha == alpha.conj() && square(true);
    let half = adjoint || square(false);
    let product = Product { alpha, a, b, beta, c: c.rb(), half };
    // Constant first: no code is made for what never happens.
    if const { !T::COMPLEX } && !half && small::is_direct(&product) {
        return dispatch(Direct(product));
    }
    dispatch(product);
    if half {
        c.mirror_lower(adjoint);
    }
}

/// The lower triangle of `c = alpha a aᴴ + beta c`; see `Routines::herk`.
pub fn herk<T: Field<Real: Registers>>(alpha: T::Real, a: Mat<'_, T>, beta: T::Real, mut c: MatMut<'_, T>) {
    let (n, k) = (c.rows(), a.cols());
    assert!(a.rows() == n && c.cols() == n, "herk: extents differ");
    let b = if !T::COMPLEX && a.op() == Op::Transpose { a.t() } else { a.adjoint() };
    let (alpha, beta) = (T::from_real(alpha), T::from_real(beta));
    if k == 0 || n * n * k <= DIRECT {
        gemm(alpha, a, b, beta, c.rb());
    } else {
        dispatch(Product { alpha, a, b, beta, c: c.rb(), half: true });
    }
    if T::COMPLEX {
        (0..n).for_each(|i| c[(i, i)] = T::from_real(c[(i, i)].re()));
    }
}

/// A product that is small enough to be read where it lies.
struct Direct<'a, T>(Product<'a, T>);

impl<T: Field<Real: Registers>> Kernel for Direct<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self) {
        // SAFETY: `I` is a level of this processor, which `dispatch` has made sure of, and so are the levels below.
        unsafe {
            match I::LEVEL {
                Level::V4 => self.0.directly::<<T::Real as Registers>::V4, <T::Real as Registers>::V3, 8>(),
                Level::V3 => self.0.directly::<<T::Real as Registers>::V3, <T::Real as Registers>::V3, 4>(),
                // Packing costs the less, the slower the products are.
                Level::Baseline => dispatch(self.0),
            }
        }
    }
}

struct Product<'a, T> {
    alpha: T,
    a: Mat<'a, T>,
    b: Mat<'a, T>,
    beta: T,
    c: MatMut<'a, T>,
    /// Whether what is above the diagonal may be left out.
    half: bool,
}

impl<T: Field<Real: Registers>> Kernel for Product<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self) {
        // SAFETY: `I` is a level of this processor, which `dispatch` has made sure of.
        unsafe {
            match (I::LEVEL, T::COMPLEX) {
                (Level::V4, false) => self.multiply::<<T::Real as Registers>::V4, 3, 8>(),
                (Level::V4, true) => self.multiply::<<T::Real as Registers>::V4, 1, 8>(),
                (Level::V3, false) => self.multiply::<<T::Real as Registers>::V3, 2, 6>(),
                (Level::V3, true) => self.multiply::<<T::Real as Registers>::V3, 1, 6>(),
                (Level::Baseline, false) => self.multiply::<<T::Real as Registers>::Baseline, 2, 4>(),
                (Level::Baseline, true) => self.multiply::<<T::Real as Registers>::Baseline, 1, 4>(),
            }
        }
    }
}

thread_local! {
    /// Memory for packed blocks, kept for the next product.
    static KEPT: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
}

/// Scratch memory, which goes back where it came from.
struct Scratch(Vec<u64>);

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = KEPT.try_with(|kept| kept.replace(std::mem::take(&mut self.0)));
    }
}

impl Scratch {
    fn take() -> Self {
        Scratch(KEPT.try_with(RefCell::take).unwrap_or_default())
    }

    /// Two slices, which begin at cache lines.
    fn split<R: Registers>(&mut self, first: usize, second: usize) -> (&mut [R], &mut [R]) {
        let lines = |count: usize| (count * size_of::<R>()).div_ceil(LINE) * LINE;
        let words = (lines(first) + lines(second) + LINE) / 8;
        if self.0.len() < words {
            self.0 = vec![0; words];
        }
        let start = self.0.as_mut_ptr().cast::<u8>();
        let start = start.wrapping_add(start.align_offset(LINE));
        // SAFETY: two parts of the memory that do not overlap, aligned, initialised, of a type for which all bits are valid.
        unsafe {
            (
                std::slice::from_raw_parts_mut(start.cast::<R>(), first),
                std::slice::from_raw_parts_mut(start.add(lines(first)).cast::<R>(), second),
            )
        }
    }
}

impl<T: Field<Real: Registers>> Product<'_, T> {
    /// In place, by the widest tile that fits: of two or one registers `V`, or one narrower `N`, by up to `NR` columns; packed,
    /// if none does.
    ///
    /// # Safety
    /// The processor must be of the levels of `V` and `N`.
    #[inline(always)]
    unsafe fn directly<V: Vector<T::Real>, N: Vector<T::Real>, const NR: usize>(self) {
        // SAFETY: the caller's.
        unsafe {
            match self.c.rows() {
                m if m >= 2 * V::LANES => small::direct::<T, V, 2, NR>(self),
                m if m >= V::LANES => small::direct::<T, V, 1, 8>(self),
                m if m >= N::LANES => small::direct::<T, N, 1, 8>(self),
                _ => dispatch(self),
            }
        }
    }

    /// By tiles of `MV` registers × `NR` columns.
    ///
    /// # Safety
    /// The processor must be of the level of `V`.
    #[inline(always)]
    unsafe fn multiply<V: Vector<T::Real>, const MV: usize, const NR: usize>(mut self) {
        let (m, n, k) = (self.c.rows(), self.c.cols(), self.a.cols());
        let tile = MV * V::LANES;
        let planes = if T::COMPLEX { 2 } else { 1 };
        let depth = (PANEL_BYTES / size_of::<T>()).min(DEPTH).min(k);
        let height = BLOCK_BYTES / (depth * size_of::<T>()) / tile * tile;
        let (height, width) = (height.max(tile).min(m.next_multiple_of(tile)), COLUMNS.min(n));
        let packed_a = height * depth * planes;
        let packed_b = width.next_multiple_of(NR) * depth * planes;
        let mut scratch = Scratch::take();
        let (left, right) = scratch.split::<T::Real>(packed_a, packed_b);
        for j in (0..n).step_by(width) {
            let cols = width.min(n - j);
            for p in (0..k).step_by(depth) {
                let inner = depth.min(k - p);
                let right = &mut right[..cols.next_multiple_of(NR) * inner * planes];
                pack::columns::<T, NR>(self.b.block(p, j, inner, cols), right);
                let beta = if p == 0 { self.beta } else { T::ONE };
                for i in (0..m).step_by(height) {
                    let rows = height.min(m - i);
                    let diagonal = self.half.then(|| i as isize - j as isize);
                    if diagonal.is_some_and(|from| from + rows as isize <= 0) {
                        continue;
                    }
                    let left = &mut left[..rows.next_multiple_of(tile) * inner * planes];
                    pack::rows(self.a.block(i, p, rows, inner), tile, left);
                    let c = self.c.rb().split_cols(j).1.split_cols(cols).0;
                    let c = c.split_rows(i).1.split_rows(rows).0;
                    // SAFETY: the caller's.
                    unsafe { tiles::<T, V, MV, NR>(inner, left, right, (self.alpha, beta), c, diagonal) };
                }
            }
        }
    }
}

/// The product of packed blocks, tile by tile; without the tiles above the diagonal, if the column is given where it
/// meets the first row.
///
/// # Safety
/// The processor must be of the level of `V`.
#[inline(always)]
unsafe fn tiles<T: Field<Real: Registers>, V: Vector<T::Real>, const MV: usize, const NR: usize>(
    inner: usize,
    left: &[T::Real],
    right: &[T::Real],
    (alpha, beta): (T, T),
    mut c: MatMut<'_, T>,
    diagonal: Option<isize>,
) {
    let (tile, planes) = (MV * V::LANES, if T::COMPLEX { 2 } else { 1 });
    for (jc, b) in right.chunks_exact(NR * inner * planes).enumerate() {
        for (ic, a) in left.chunks_exact(tile * inner * planes).enumerate() {
            let (i, j) = (ic * tile, jc * NR);
            if diagonal.is_some_and(|from| from + ((i + tile) as isize) <= j as isize) {
                continue;
            }
            let (rows, cols) = (tile.min(c.rows() - i), NR.min(c.cols() - j));
            for column in 0..cols {
                prefetch(c.col(j + column)[i..].as_ptr().cast());
            }
            // SAFETY: the level is the caller's; the panels hold `inner` steps of the tile's rows and columns.
            unsafe {
                if T::COMPLEX {
                    let (re, im) = complex_tile::<T::Real, V, NR>(inner, a.as_ptr(), b.as_ptr());
                    let (re, im) = (Stored::new(re), Stored::new(im));
                    for q in 0..cols {
                        let to = &mut c.col_mut(j + q)[i..i + rows];
                        add_scaled(to, re.column(q), im.column(q), alpha, beta);
                    }
                } else {
                    let (a, b) = ((a.as_ptr(), tile), (b.as_ptr(), NR));
                    let c = c.rb().split_cols(j).1.split_cols(cols).0.split_rows(i).1.split_rows(rows).0;
                    // The last rows do not need all of the registers.
                    match rows.div_ceil(V::LANES) {
                        1 if MV > 1 => real_sums::<T, V, 1, NR>(inner, a, b, (alpha, beta), c),
                        2 if MV > 2 => real_sums::<T, V, 2, NR>(inner, a, b, (alpha, beta), c),
                        _ => real_sums::<T, V, MV, NR>(inner, a, b, (alpha, beta), c),
                    }
                }
            }
        }
    }
}

/// One tile of [`tiles`], for as many columns and rows as `c` has.
///
/// # Safety
/// As [`real_tile`].
#[inline(always)]
unsafe fn real_sums<T: Field<Real: Registers>, V: Vector<T::Real>, const MV: usize, const NR: usize>(
    inner: usize,
    a: (*const T::Real, usize),
    b: (*const T::Real, usize),
    (alpha, beta): (T, T),
    mut c: MatMut<'_, T>,
) {
    // SAFETY: the caller's.
    let sums = unsafe { Stored::new(real_tile::<T::Real, V, MV, NR, true>(inner, a, b)) };
    for q in 0..c.cols() {
        add_scaled(c.col_mut(q), sums.column(q), sums.column(q), alpha, beta);
    }
}

/// The registers of a tile in memory. They are stored one by one: sums that are indexed by a variable would not stay in
/// registers while they are summed.
struct Stored<V, const MV: usize, const NR: usize>(MaybeUninit<[[V; MV]; NR]>);

impl<V: Copy, const MV: usize, const NR: usize> Stored<V, MV, NR> {
    /// # Safety
    /// The processor must be of the level of `V`.
    #[inline(always)]
    unsafe fn new<R: Registers>(sums: [[V; MV]; NR]) -> Self
    where
        V: Vector<R>,
    {
        let mut stored = MaybeUninit::<[[V; MV]; NR]>::uninit();
        let to = stored.as_mut_ptr().cast::<R>();
        for q in 0..NR {
            for v in 0..MV {
                // SAFETY: the level is the caller's; each register has its place.
                unsafe { sums[q][v].store(to.add((q * MV + v) * V::LANES)) };
            }
        }
        Stored(stored)
    }

    /// The lanes of column `q`.
    #[inline(always)]
    fn column<R: Registers>(&self, q: usize) -> &[R]
    where
        V: Vector<R>,
    {
        assert!(q < NR);
        // SAFETY: `new` has written every register, which is nothing but its lanes.
        unsafe {
            std::slice::from_raw_parts(self.0.as_ptr().cast::<R>().add(q * MV * V::LANES), MV * V::LANES)
        }
    }
}

/// `to = alpha sums + beta to`, of which the sums are given in parts.
#[inline(always)]
fn add_scaled<T: Field>(to: &mut [T], re: &[T::Real], im: &[T::Real], alpha: T, beta: T) {
    let sums = re.iter().zip(im).map(|(&re, &im)| alpha * T::from_parts(re, im));
    if beta == T::ZERO {
        to.iter_mut().zip(sums).for_each(|(to, sum)| *to = sum);
    } else if beta == T::ONE {
        to.iter_mut().zip(sums).for_each(|(to, sum)| *to += sum);
    } else {
        to.iter_mut().zip(sums).for_each(|(to, sum)| *to = beta * *to + sum);
    }
}

/// Sums of products for `MV` registers of rows and `NR` columns. Both operands have the distance of one column to the next,
/// `b` that of one row to the next if it lies `BY_ROWS`.
///
/// # Safety
/// The processor must be of the level of `V`, and all `inner` steps readable.
#[inline(always)]
unsafe fn real_tile<R: Registers, V: Vector<R>, const MV: usize, const NR: usize, const BY_ROWS: bool>(
    inner: usize,
    (mut a, step): (*const R, usize),
    (mut b, ld): (*const R, usize),
) -> [[V; MV]; NR] {
    // SAFETY: the caller's; pointers beyond the last step are not read.
    unsafe {
        let zero = V::splat(R::ZERO);
        let mut sums = [[zero; MV]; NR];
        // A pointer for each column, so that none waits for the one before it.
        let columns: [*const R; NR] = std::array::from_fn(|q| b.wrapping_add(q * ld));
        for p in 0..inner {
            let mut rows = [zero; MV];
            for v in 0..MV {
                rows[v] = V::load(a.add(v * V::LANES));
            }
            for q in 0..NR {
                let factor = V::splat(if BY_ROWS { *b.add(q) } else { *columns[q].add(p) });
                for v in 0..MV {
                    sums[q][v] = sums[q][v].plus(rows[v], factor);
                }
            }
            a = a.wrapping_add(step);
            b = b.wrapping_add(ld);
        }
        sums
    }
}

/// Real and imaginary sums for one register of rows and `NR` columns, from packed panels.
///
/// # Safety
/// As [`real_tile`].
#[inline(always)]
unsafe fn complex_tile<R: Registers, V: Vector<R>, const NR: usize>(
    inner: usize,
    mut a: *const R,
    mut b: *const R,
) -> ([[V; 1]; NR], [[V; 1]; NR]) {
    // SAFETY: the caller's.
    unsafe {
        let zero = V::splat(R::ZERO);
        let (mut re, mut im) = ([[zero]; NR], [[zero]; NR]);
        for _ in 0..inner {
            let (x, y) = (V::load(a), V::load(a.add(V::LANES)));
            for q in 0..NR {
                let factor = V::splat(*b.add(q));
                re[q][0] = re[q][0].plus(x, factor);
                im[q][0] = im[q][0].plus(y, factor);
                let factor = V::splat(*b.add(NR + q));
                re[q][0] = re[q][0].minus(y, factor);
                im[q][0] = im[q][0].plus(x, factor);
            }
            a = a.wrapping_add(2 * V::LANES);
            b = b.wrapping_add(2 * NR);
        }
        (re, im)
    }
}
