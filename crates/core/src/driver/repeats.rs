//! Short rows beside operands that repeat one row, or an item in each row.
//!
//! A call of the loop costs as much as some dozens of items. Where the rows lie one behind the other but for such operands, these
//! are written out in a block, and many rows are one call. Inputs of other types are cast on their way there; large results are
//! written past the cache, as in `blocks`.

use std::marker::PhantomData;
use std::ptr::copy_nonoverlapping;

use numoxide_simd::ahead::{LINE, Wanted};
use numoxide_simd::stream::{BURST, fence, stream_asking};
use numoxide_simd::{Isa, Kernel, dispatch};

use super::blocks::{BLOCK_BYTES, Scratch};
use super::gather::{by_size, gather};
use super::plan::Plan;
use super::{CastFn, MAX_OPERANDS};

/// How an operand lies in the rows of a plan.
#[derive(Clone, Copy, PartialEq)]
enum Rows {
    /// One behind the other.
    Dense,
    /// The same row over and over.
    Same,
    /// An item of its own in all places of each row.
    Single,
}

/// The items of an operand.
#[derive(Clone, Copy, Default)]
pub(super) struct Items {
    /// Bytes of an item in memory.
    pub size: usize,
    /// Bytes of what the loop takes.
    pub loop_size: usize,
    /// How the one becomes the other.
    pub cast: Option<CastFn>,
}

impl Items {
    /// What the loop takes as it is.
    pub(super) fn plain(size: usize) -> Self {
        Items { size, loop_size: size, cast: None }
    }
}

/// A block and the line behind it, into which the last row may be written.
const ROOM: usize = BLOCK_BYTES + LINE;

/// What is done with several rows: the operands' addresses, each contiguous, and the number of items.
type Body<'a> = &'a (dyn Fn(&[*mut u8], usize) + Sync);

/// The rows of a plan of which some operands repeat something.
pub(super) struct Repeats {
    kinds: [Rows; MAX_OPERANDS],
    operands: [Items; MAX_OPERANDS],
    /// The items of a row.
    items: usize,
    /// The rows of which every operand fits a block.
    height: usize,
    /// The output that is written past the cache.
    streamed: Option<usize>,
}

impl Repeats {
    /// How the operands of a plan can be computed several rows at a time, if they can. Inputs may be cast; the last operand is written
    /// past the cache if it is `streamed`.
    pub(super) fn find(plan: &Plan, items: impl Iterator<Item = Items>, streamed: bool) -> Option<Self> {
        let &[.., rows, columns] = plan.shape() else { return None };
        let last = plan.operands() - 1;
        let streamed = streamed.then_some(last);
        let (mut kinds, mut operands) = ([Rows::Dense; MAX_OPERANDS], [Items::default(); MAX_OPERANDS]);
        let (mut largest, mut blocks, mut repeats) = (1, 0, false);
        for (k, of) in items.enumerate() {
            let &[.., down, along] = plan.operand(k).1 else { return None };
            let size = of.size as isize;
            kinds[k] = match along {
                0 => Rows::Single,
                _ if along != size => return None,
                _ if down == 0 => Rows::Same,
                _ if down == columns as isize * size => Rows::Dense,
                _ => return None,
            };
            operands[k] = of;
            largest = largest.max(of.size).max(of.loop_size);
            repeats |= kinds[k] != Rows::Dense;
            blocks += usize::from(kinds[k] != Rows::Dense || of.cast.is_some());
        }
        let height = match streamed {
            // Whole lines, where there are such.
            Some(k) => whole_lines(BURST / largest / columns.max(1), columns * operands[k].size),
            None => BLOCK_BYTES / largest / columns.max(1),
        };
        // Rows are of two items at least, so that single ones, cast, fit half a block.
        let simple = largest <= size_of::<Pattern>() && columns > 1;
        let found = Repeats { kinds, operands, items: columns, height: height.min(rows), streamed };
        (simple && repeats && blocks <= 2 && found.height >= 2).then_some(found)
    }

    /// Whether operand `k` goes through a block.
    fn needs_block(&self, k: usize) -> bool {
        self.kinds[k] != Rows::Dense || self.operands[k].cast.is_some()
    }

    /// Runs `body` over the whole plan.
    ///
    /// # Safety
    /// The plan must visit items that can be read, and written in what is streamed, which overlaps no other operand, from several threads.
    pub(super) unsafe fn run(&self, plan: Plan, body: Body<'_>) {
        let rows = plan.without_last_axis();
        // SAFETY: the plan visits all rows, each once; the rest is the caller's promise.
        rows.run_in_order(self.items, &|ptrs, strides, n| unsafe { self.run_rows(ptrs, strides, n, body) });
    }

    /// Runs `body` over `n` rows, of which those of operand `k` lie `down[k]` bytes apart.
    ///
    /// # Safety
    /// As [`Repeats::run`].
    unsafe fn run_rows(&self, ptrs: &[*mut u8], down: &[isize], n: usize, body: Body<'_>) {
        let mut scratch = [const { Scratch::<ROOM>::new() }; 4];
        let [result, staging, blocks @ ..] = &mut scratch;
        let mut places = [std::ptr::null_mut(); MAX_OPERANDS];
        for (k, block) in (0..ptrs.len()).filter(|&k| self.needs_block(k)).zip(blocks) {
            places[k] = block.start();
            if self.kinds[k] == Rows::Same {
                // SAFETY: the row is readable, and the block holds so many.
                unsafe { self.repeat_row(k, ptrs[k], places[k], self.height.min(n)) };
            }
        }
        for start in (0..n).step_by(self.height) {
            let count = self.height.min(n - start);
            let first = |k: usize, row: usize| ptrs[k].wrapping_offset(down[k] * row as isize);
            for k in 0..ptrs.len() {
                match (self.kinds[k], self.operands[k].cast) {
                    (Rows::Dense, None) => places[k] = first(k, start),
                    // SAFETY: the items are readable, and the block holds so many.
                    (Rows::Dense, Some(cast)) => unsafe {
                        cast(first(k, start), places[k], count * self.items)
                    },
                    (Rows::Same, _) => {}
                    // SAFETY: the items are readable, and the block holds so many rows and a line.
                    (Rows::Single, _) => unsafe {
                        self.write_singles(k, (first(k, start), down[k]), places[k], count, staging.start());
                    },
                }
            }
            let out = self
                .streamed
                .map(|k| (std::mem::replace(&mut places[k], result.start()), self.operands[k].size));
            body(&places[..ptrs.len()], count * self.items);
            if let Some((to, size)) = out {
                let inputs = (0..ptrs.len() - 1).filter(|&k| self.kinds[k] == Rows::Dense);
                let next = |k| {
                    Wanted::items(first(k, start + count), self.operands[k].size as isize, count * self.items)
                };
                let wanted = inputs.filter_map(next).next();
                // SAFETY: the output has room for the rows, which the loop has written to the block.
                unsafe { stream_asking(result.start(), to, count * self.items * size, wanted.as_slice()) };
            }
        }
        if self.streamed.is_some() {
            fence();
        }
    }

    /// Writes the row of operand `k` `n` times to a block, one behind the other.
    ///
    /// # Safety
    /// The row must be readable, the block hold so many rows, and the two must not overlap.
    unsafe fn repeat_row(&self, k: usize, row: *const u8, block: *mut u8, n: usize) {
        let Items { loop_size, cast, .. } = self.operands[k];
        let bytes = self.items * loop_size;
        // SAFETY: by contract; what is copied lies in front of where it goes.
        unsafe {
            match cast {
                Some(cast) => cast(row, block, self.items),
                None => copy_nonoverlapping(row, block, bytes),
            }
            let (mut done, all) = (bytes, bytes * n);
            while done < all {
                let more = done.min(all - done);
                copy_nonoverlapping(block, block.add(done), more);
                done += more;
            }
        }
    }

    /// Writes `n` rows of operand `k`, each of one of its items, to a block, one behind the other.
    ///
    /// # Safety
    /// The items must be readable; the block must hold the rows and a line more, each half of `staging` an item for each row.
    unsafe fn write_singles(
        &self,
        k: usize,
        (src, stride): (*const u8, isize),
        block: *mut u8,
        n: usize,
        staging: *mut u8,
    ) {
        let Items { size, loop_size, cast } = self.operands[k];
        let mut rows = Singles { src, stride, rows: n, items: self.items };
        // SAFETY: by contract.
        unsafe {
            if let Some(cast) = cast {
                let made = staging.add(BLOCK_BYTES / 2);
                gather(src, stride, staging, n, size);
                cast(staging, made, n);
                (rows.src, rows.stride) = (made, loop_size as isize);
            }
            rows.write(block, loop_size);
        }
    }
}

/// At most so many rows of some bytes, but if possible as many as fill whole lines.
fn whole_lines(rows: usize, bytes: usize) -> usize {
    let shared = 1 << (bytes | LINE).trailing_zeros();
    let filling = LINE / shared;
    if rows < filling { rows } else { rows - rows % filling }
}

/// An item for each of several rows of as many places.
#[derive(Clone, Copy)]
struct Singles {
    src: *const u8,
    stride: isize,
    rows: usize,
    items: usize,
}

impl Singles {
    /// Writes the rows, one behind the other, of items of `size` bytes, which is a power of two up to 16.
    ///
    /// # Safety
    /// The items must be readable; the block must hold the rows and a line more, and overlap no item.
    unsafe fn write(self, block: *mut u8, size: usize) {
        by_size!(
            size,
            |T| match self.items * size <= size_of::<Pattern>() {
                true => dispatch(WriteSingles::<T, 1> { from: self, block, item: PhantomData }),
                false => dispatch(WriteSingles::<T, 4> { from: self, block, item: PhantomData }),
            },
            unreachable!("items of other sizes are not repeated")
        );
    }
}

/// An item over and over, in as many bytes as one register of any processor holds.
type Pattern = [u64; 2];

/// Items that a [`Pattern`] is made of.
trait Item: Copy {
    fn pattern(self) -> Pattern;
}

macro_rules! items {
    ($($ty:ident)*) => {$(
        impl Item for $ty {
            #[inline(always)]
            fn pattern(self) -> Pattern {
                // A factor with a one at the lowest bit of each item.
                [u64::from(self).wrapping_mul(u64::MAX / u64::from($ty::MAX)); 2]
            }
        }
    )*};
}
items!(u8 u16 u32 u64);

impl Item for Pattern {
    #[inline(always)]
    fn pattern(self) -> Pattern {
        self
    }
}

/// Rows written `N` patterns at a time.
struct WriteSingles<T, const N: usize> {
    from: Singles,
    block: *mut u8,
    item: PhantomData<T>,
}

impl<T: Item, const N: usize> Kernel for WriteSingles<T, N> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self) {
        let Singles { src, stride, rows, items } = self.from;
        let bytes = items * size_of::<T>();
        for row in 0..rows {
            // SAFETY: whoever made the kernel vouches for the items, and for room for the rows and a line: what goes beyond a row is
            // overwritten by the next.
            unsafe {
                let pattern = src.offset(row as isize * stride).cast::<T>().read_unaligned().pattern();
                let mut to = self.block.add(row * bytes).cast::<Pattern>();
                for _ in 0..bytes.div_ceil(N * size_of::<Pattern>()) {
                    for i in 0..N {
                        to.add(i).write_unaligned(pattern);
                    }
                    to = to.add(N);
                }
            }
        }
    }
}
