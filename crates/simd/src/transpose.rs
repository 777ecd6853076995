//! A blocked copy that transposes a matrix of items of any size.

use crate::ahead::{LINE, prefetch};
#[cfg(target_arch = "x86_64")]
use crate::level::{Level, level};
use crate::stream::{fence, stream_unfenced};

/// Rows and columns of a tile of a result that fits the caches, in lines.
const TILE: usize = 8;

/// Results of at least this many bytes are written past the caches.
const STREAM_FROM: usize = 16 << 20;

/// Results that reach over at most this many bytes stay in the second-level cache while they are made.
const NEAR: usize = 320 << 10;

/// Bytes of one row of a result that are staged at a time: long enough runs of non-temporal stores that the memory
/// keeps its pages open.
const STAGED_RUN: usize = 2048;

/// Copies the `rows` x `cols` matrix at `src` to the `cols` x `rows` matrix at `dst`: item `(i, j)` to `(j, i)`.
///
/// The items of a row lie one after another; the strides are the distances between rows in bytes, of either sign.
/// The work is done in tiles, and a tile in blocks that complete whole lines of the result, so that every line is
/// touched once. Tiles of results larger than the caches are staged, and written past the caches in long runs.
///
/// # Safety
/// Every item of the matrices must be readable in `src` and writable in `dst`, and the two must not overlap.
/// Neither needs an alignment.
///
/// ```
/// use numoxide_simd::transpose::transpose;
///
/// let src = [1u16, 2, 3, 4, 5, 6]; // 2 x 3
/// let mut dst = [0u16; 6]; // 3 x 2
/// // SAFETY: both hold six items and are separate.
/// unsafe { transpose(src.as_ptr().cast(), 6, dst.as_mut_ptr().cast(), 4, 2, 3, 2) };
/// assert_eq!(dst, [1, 4, 2, 5, 3, 6]);
/// ```
pub unsafe fn transpose(
    src: *const u8,
    src_row_stride: isize,
    dst: *mut u8,
    dst_row_stride: isize,
    rows: usize,
    cols: usize,
    itemsize: usize,
) {
    let pair = Pair { src, src_stride: src_row_stride, dst, dst_stride: dst_row_stride };
    // SAFETY: the caller's promise is the same.
    unsafe {
        match itemsize {
            1 => pair.matrix::<u8>(rows, cols),
            2 => pair.matrix::<u16>(rows, cols),
            4 => pair.matrix::<u32>(rows, cols),
            8 => pair.matrix::<u64>(rows, cols),
            16 => pair.matrix::<u128>(rows, cols),
            _ => pair.items(rows, cols, itemsize),
        }
    }
}

/// Both sides of one transposition; the strides are bytes.
#[derive(Clone, Copy)]
struct Pair {
    src: *const u8,
    src_stride: isize,
    dst: *mut u8,
    dst_stride: isize,
}

impl Pair {
    /// The part that begins at row `i` and column `j` of the source, for items of `size` bytes.
    #[inline(always)]
    fn part(self, i: usize, j: usize, size: usize) -> Self {
        let src = self.src_row(i).wrapping_add(j * size);
        let dst = self.dst_row(j).wrapping_add(i * size);
        Pair { src, dst, ..self }
    }

    #[inline(always)]
    fn src_row(self, i: usize) -> *const u8 {
        self.src.wrapping_offset(self.src_stride.wrapping_mul(i as isize))
    }

    #[inline(always)]
    fn dst_row(self, j: usize) -> *mut u8 {
        self.dst.wrapping_offset(self.dst_stride.wrapping_mul(j as isize))
    }

    /// # Safety
    /// As for [`transpose`], with items of `T`'s size.
    unsafe fn matrix<T: Item>(self, rows: usize, cols: usize) {
        let large = rows.saturating_mul(cols).saturating_mul(size_of::<T>()) >= STREAM_FROM;
        let stage = if large { Stage::new::<T>() } else { None };
        // SAFETY: the caller's promise is the same.
        unsafe {
            match stage {
                Some(stage) => self.staged_tiles::<T>(stage, rows, cols),
                None => self.tiles::<T>(rows, cols),
            }
        }
    }

    /// # Safety
    /// As for [`transpose`], with items of `T`'s size.
    unsafe fn tiles<T: Item>(self, rows: usize, cols: usize) {
        let extent = self.dst_stride.unsigned_abs().saturating_mul(cols);
        if extent <= NEAR {
            // SAFETY: the caller's promise is the same.
            return unsafe { self.near_tile::<T>(rows, cols) };
        }
        #[cfg(target_arch = "x86_64")]
        if size_of::<T>() == 8 && level() >= Level::V3 {
            // SAFETY: the level has AVX; the rest is the caller's promise.
            return unsafe { x86::word_tiles(self, rows, cols) };
        }
        let side = TILE * LINE / size_of::<T>();
        for i in (0..rows).step_by(side) {
            for j in (0..cols).step_by(side) {
                let tile = self.part(i, j, size_of::<T>());
                // SAFETY: the tile is part of the caller's matrices.
                unsafe { tile.tile::<T>(side.min(rows - i), side.min(cols - j)) };
            }
        }
    }

    /// A result that stays in the second-level cache, where the time goes into reading.
    ///
    /// # Safety
    /// As for [`transpose`], with items of `T`'s size.
    unsafe fn near_tile<T: Item>(self, rows: usize, cols: usize) {
        #[cfg(target_arch = "x86_64")]
        if size_of::<T>() == 8 && level() >= Level::V3 {
            // SAFETY: the level has AVX; the rest is the caller's promise.
            return unsafe { x86::word_tile::<true>(self, rows, cols) };
        }
        // SAFETY: the caller's promise is the same.
        unsafe { self.tile::<T>(rows, cols) }
    }

    /// [`Self::tiles`] by way of a stage.
    ///
    /// # Safety
    /// As for [`transpose`], with items of `T`'s size, for which the stage was made.
    unsafe fn staged_tiles<T: Item>(self, mut stage: Stage, rows: usize, cols: usize) {
        let (high, wide) = (STAGED_RUN / size_of::<T>(), Stage::columns::<T>());
        for i in (0..rows).step_by(high) {
            let high = high.min(rows - i);
            for j in (0..cols).step_by(wide) {
                let wide = wide.min(cols - j);
                let tile = self.part(i, j, size_of::<T>());
                let staged = Pair { dst: stage.start(), dst_stride: Stage::STRIDE as isize, ..tile };
                // SAFETY: the tile is part of the caller's matrices, and the stage has room for it.
                unsafe {
                    staged.near_tile::<T>(high, wide);
                    for row in 0..wide {
                        stream_unfenced(staged.dst_row(row), tile.dst_row(row), high * size_of::<T>());
                    }
                }
            }
        }
        fence();
    }

    /// # Safety
    /// As for [`transpose`], with items of `T`'s size.
    unsafe fn tile<T: Item>(self, rows: usize, cols: usize) {
        let (high, wide) = (LINE / size_of::<T>(), 16 / size_of::<T>());
        let (whole_rows, whole_cols) = (rows - rows % high, cols - cols % wide);
        for i in (0..whole_rows).step_by(high) {
            for j in (0..whole_cols).step_by(wide) {
                let block = self.part(i, j, size_of::<T>());
                if (j * size_of::<T>()).is_multiple_of(LINE) {
                    block.prefetch_below(high);
                }
                // SAFETY: the block lies within the tile.
                unsafe { T::block(block) };
            }
        }
        // SAFETY: both parts lie within the tile.
        unsafe {
            self.part(0, whole_cols, size_of::<T>()).items_of::<T>(whole_rows, cols - whole_cols);
            self.part(whole_rows, 0, size_of::<T>()).items_of::<T>(rows - whole_rows, cols);
        }
    }

    /// Fetches the lines of the `high` rows below the next `high` ones: with rows on different pages, the processor
    /// does not see by itself where the next block will be.
    #[inline(always)]
    fn prefetch_below(self, high: usize) {
        for i in high..2 * high {
            prefetch(self.src_row(i));
        }
    }

    /// Item by item, with items of `T`'s size.
    ///
    /// # Safety
    /// As for [`transpose`].
    unsafe fn items_of<T: Copy>(self, rows: usize, cols: usize) {
        for j in 0..cols {
            for i in 0..rows {
                let from = self.src_row(i).cast::<T>().wrapping_add(j);
                let to = self.dst_row(j).cast::<T>().wrapping_add(i);
                // SAFETY: the item is one of the caller's.
                unsafe { to.write_unaligned(from.read_unaligned()) };
            }
        }
    }

    /// Item by item, with items of any size.
    ///
    /// # Safety
    /// As for [`transpose`].
    unsafe fn items(self, rows: usize, cols: usize, size: usize) {
        let side = (TILE * LINE / size.max(1)).max(1);
        for first in (0..rows).step_by(side) {
            for j in 0..cols {
                for i in first..rows.min(first + side) {
                    let part = self.part(i, j, size);
                    // SAFETY: the item is one of the caller's.
                    unsafe { part.src.copy_to_nonoverlapping(part.dst, size) };
                }
            }
        }
    }
}

/// Memory of one line, aligned to lines.
#[repr(align(64))]
struct Line(#[allow(dead_code)] [u8; LINE]);

/// Room for one transposed tile.
struct Stage(Vec<Line>);

impl Stage {
    /// Bytes between the rows; the line more keeps the rows from sharing one set of the cache.
    const STRIDE: usize = STAGED_RUN + LINE;

    /// Room for a tile of `T`, or `None` if memory cannot be had.
    fn new<T: Item>() -> Option<Self> {
        let lines = Self::columns::<T>() * Self::STRIDE / LINE;
        let mut room = Vec::new();
        room.try_reserve_exact(lines).ok()?;
        Some(Stage(room))
    }

    /// Columns of a tile: whole lines of the source, and not so many that the stage outgrows the second cache.
    fn columns<T: Item>() -> usize {
        (TILE * LINE / size_of::<T>()).min(128)
    }

    fn start(&mut self) -> *mut u8 {
        self.0.as_mut_ptr().cast()
    }
}

/// Plain bits of a size for which there is a block.
trait Item: Copy {
    /// Transposes one block: as many rows as make a line of the result, and as many columns as make 16 bytes.
    ///
    /// # Safety
    /// The block must be readable and writable.
    unsafe fn block(block: Pair);
}

#[cfg(not(target_arch = "x86_64"))]
impl<T: Copy> Item for T {
    unsafe fn block(block: Pair) {
        // SAFETY: the caller's promise is the same.
        unsafe { block.items_of::<T>(LINE / size_of::<T>(), 16 / size_of::<T>()) }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{Item, Pair, prefetch};
    use std::arch::x86_64::*;

    macro_rules! items {
        ($($t:ty, $n:literal, $stages:literal, $low:ident, $high:ident;)*) => {$(
            impl Item for $t {
                #[inline(always)]
                unsafe fn block(block: Pair) {
                    // SAFETY: SSE2 is part of every x86-64.
                    let unpack = |a, b| unsafe { ($low(a, b), $high(a, b)) };
                    // SAFETY: the caller's promise is the same.
                    unsafe { square_blocks::<$n, $stages>(block, unpack) }
                }
            }
        )*};
    }

    items! {
        u8, 16, 4, _mm_unpacklo_epi8, _mm_unpackhi_epi8;
        u16, 8, 3, _mm_unpacklo_epi16, _mm_unpackhi_epi16;
        u32, 4, 2, _mm_unpacklo_epi32, _mm_unpackhi_epi32;
        u64, 2, 1, _mm_unpacklo_epi64, _mm_unpackhi_epi64;
        u128, 1, 0, _mm_unpacklo_epi64, _mm_unpackhi_epi64;
    }

    /// Rows and columns of a tile of words. The fewer the columns, the fewer rows of the result are open at a time: where
    /// these lie a power of two apart, their lines share few places of the caches (1024 x 1024 takes a quarter less time than
    /// by tiles of 16 x 256). The more they are, the longer the runs that are read.
    const WORD_TILE: [usize; 2] = [128, 32];

    /// The matrix of 8-byte items by tiles, and a tile by blocks of 8 x 8 in registers of four: whole lines on both
    /// sides. A third less time than by blocks of two items.
    ///
    /// # Safety
    /// As for [`super::transpose`].
    #[target_feature(enable = "avx")]
    pub(super) unsafe fn word_tiles(pair: Pair, rows: usize, cols: usize) {
        for i in (0..rows).step_by(WORD_TILE[0]) {
            for j in (0..cols).step_by(WORD_TILE[1]) {
                let (high, wide) = (WORD_TILE[0].min(rows - i), WORD_TILE[1].min(cols - j));
                // SAFETY: the tile is part of the caller's matrices.
                unsafe { word_tile::<false>(pair.part(i, j, 8), high, wide) };
            }
        }
    }

    /// One tile; `NEAR` says that the result is in the cache, and what is read is not.
    ///
    /// # Safety
    /// As for [`super::transpose`].
    #[target_feature(enable = "avx")]
    pub(super) unsafe fn word_tile<const NEAR: bool>(tile: Pair, rows: usize, cols: usize) {
        let (whole_rows, whole_cols) = (rows - rows % 8, cols - cols % 8);
        for i in (0..whole_rows).step_by(8) {
            for j in (0..whole_cols).step_by(8) {
                let block = tile.part(i, j, 8);
                for row in 8..16 {
                    // The lines of the next block: they lie too far apart for the processor to foresee them.
                    if NEAR {
                        prefetch(block.src_row(row));
                    } else {
                        _mm_prefetch::<_MM_HINT_ET0>(block.dst_row(row).cast());
                    }
                }
                for (down, right) in [(0, 0), (4, 0), (0, 4), (4, 4)] {
                    // SAFETY: the quarter lies within the tile.
                    unsafe { word_square(block.part(down, right, 8)) };
                }
            }
        }
        // SAFETY: both parts lie within the tile.
        unsafe {
            tile.part(0, whole_cols, 8).items_of::<u64>(whole_rows, cols - whole_cols);
            tile.part(whole_rows, 0, 8).items_of::<u64>(rows - whole_rows, cols);
        }
    }

    /// Four rows of four words.
    ///
    /// # Safety
    /// As for [`super::transpose`].
    #[inline]
    #[target_feature(enable = "avx")]
    unsafe fn word_square(square: Pair) {
        // SAFETY: the caller vouches for the square, of which this is a row.
        let row = |i: usize| unsafe { _mm256_loadu_pd(square.src_row(i).cast()) };
        let (low, high) = (
            [_mm256_unpacklo_pd(row(0), row(1)), _mm256_unpacklo_pd(row(2), row(3))],
            [_mm256_unpackhi_pd(row(0), row(1)), _mm256_unpackhi_pd(row(2), row(3))],
        );
        let columns = [
            _mm256_permute2f128_pd::<0x20>(low[0], low[1]),
            _mm256_permute2f128_pd::<0x20>(high[0], high[1]),
            _mm256_permute2f128_pd::<0x31>(low[0], low[1]),
            _mm256_permute2f128_pd::<0x31>(high[0], high[1]),
        ];
        for (j, column) in columns.into_iter().enumerate() {
            // SAFETY: the caller vouches for the square.
            unsafe { _mm256_storeu_pd(square.dst_row(j).cast(), column) };
        }
    }

    /// Two vectors from two: the items of both low halves in turn, and those of both high halves.
    trait Unpack: Copy + Fn(__m128i, __m128i) -> (__m128i, __m128i) {}

    impl<F: Copy + Fn(__m128i, __m128i) -> (__m128i, __m128i)> Unpack for F {}

    /// Four square blocks of `N` x `N` items, one below the other, which together complete `N` lines.
    ///
    /// # Safety
    /// As for [`Item::block`].
    #[inline(always)]
    unsafe fn square_blocks<const N: usize, const STAGES: usize>(block: Pair, unpack: impl Unpack) {
        for quarter in 0..4 {
            let rows: [__m128i; N] = std::array::from_fn(|i| {
                // SAFETY: the caller vouches for the block, of which this is a row.
                unsafe { _mm_loadu_si128(block.src_row(quarter * N + i).cast()) }
            });
            for (j, row) in transpose_square::<N, STAGES>(rows, unpack).into_iter().enumerate() {
                let to = block.dst_row(j).cast::<__m128i>().wrapping_add(quarter);
                // SAFETY: the caller vouches for the block.
                unsafe { _mm_storeu_si128(to, row) };
            }
        }
    }

    /// Transposes `N` rows of `N` items: each of the `log2(N)` stages interleaves row `i` with row `i + N / 2`.
    #[inline(always)]
    fn transpose_square<const N: usize, const STAGES: usize>(
        mut rows: [__m128i; N],
        unpack: impl Unpack,
    ) -> [__m128i; N] {
        for _ in 0..STAGES {
            let old = rows;
            for i in 0..N / 2 {
                (rows[2 * i], rows[2 * i + 1]) = unpack(old[i], old[i + N / 2]);
            }
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::transpose;

    /// Transposes a matrix with padded rows, by `sign` in either direction, and compares every item.
    fn check(rows: usize, cols: usize, size: usize, pad: usize, sign: isize) {
        let (src_stride, dst_stride) = (cols * size + pad, rows * size + pad);
        let src: Vec<u8> = (0..rows * src_stride + 1).map(|i| (i * 131 + i / 251) as u8).collect();
        let mut dst = vec![0xA5u8; cols * dst_stride + 1];
        let (first_src, first_dst) = match sign {
            1 => (1, 1),
            _ => (1 + (rows - 1) * src_stride, 1 + (cols - 1) * dst_stride),
        };
        // SAFETY: the strides stay within the two vectors from their first or last row.
        unsafe {
            transpose(
                src.as_ptr().add(first_src),
                sign * src_stride as isize,
                dst.as_mut_ptr().add(first_dst),
                sign * dst_stride as isize,
                rows,
                cols,
                size,
            )
        };
        for j in 0..cols {
            for i in 0..rows {
                let (row, col) = if sign == 1 { (i, j) } else { (rows - 1 - i, cols - 1 - j) };
                let from = 1 + row * src_stride + j * size;
                let to = 1 + col * dst_stride + i * size;
                assert_eq!(
                    dst[to..to + size],
                    src[from..from + size],
                    "{rows}x{cols} of {size}, item ({i}, {j})"
                );
            }
            let end = 1 + j * dst_stride + rows * size;
            assert!(dst[end..end + pad].iter().all(|&b| b == 0xA5), "padding was written");
        }
    }

    #[test]
    fn every_size_and_shape() {
        for size in [1, 2, 3, 4, 5, 8, 12, 16, 24, 32] {
            for (rows, cols) in
                [(1, 1), (1, 9), (9, 1), (2, 3), (8, 8), (16, 64), (65, 17), (67, 130), (131, 70)]
            {
                for (pad, sign) in [(0, 1), (7, 1), (16, -1)] {
                    check(rows, cols, size, pad, sign);
                }
            }
        }
    }

    #[test]
    fn large_results_are_streamed_exactly() {
        for (rows, cols, size) in [(2100, 1001, 8), (2052, 2049, 4), (1500, 704, 16), (4099, 4100, 1)] {
            check(rows, cols, size, 15, 1);
            check(rows, cols, size, 0, 1);
        }
    }
}
