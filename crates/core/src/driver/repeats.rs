//! Short rows beside operands that repeat one row, or an item in each row.
//!
//! A call of the loop costs as much as some dozens of items. Where the rows lie one behind the other but for such operands, these
//! are written out in a block, and many rows are one call. Large results are written past the cache, as in `blocks`.

use std::marker::PhantomData;
use std::ptr::copy_nonoverlapping;

use numoxide_simd::ahead::{LINE, Wanted};
use numoxide_simd::stream::{BURST, fence, stream_asking};
use numoxide_simd::{Isa, Kernel, dispatch};

use super::blocks::{BLOCK_BYTES, Scratch};
use super::gather::by_size;
use super::plan::Plan;
use super::MAX_OPERANDS;

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

/// A block and the line behind it, into which the last row may be written.
const ROOM: usize = BLOCK_BYTES + LINE;

/// What is done with several rows: the operands' addresses, each contiguous, and the number of items.
type Body<'a> = &'a (dyn Fn(&[*mut u8], usize) + Sync);

/// The rows of a plan of which some operands repeat something.
pub(super) struct Repeats {
    kinds: [Rows; MAX_OPERANDS],
    sizes: [usize; MAX_OPERANDS],
    /// The items of a row.
    items: usize,
    /// The rows of which every operand fits a block.
    height: usize,
    /// The output that is written past the cache.
    streamed: Option<usize>,
}

impl Repeats {
    /// How the operands of a plan, of these sizes, can be computed several rows at a time, if they can; the last is written past the
    /// cache if it is `streamed`.
    pub(super) fn find(plan: &Plan, sizes: impl Iterator<Item = usize>, streamed: bool) -> Option<Self> {
        let &[.., rows, items] = plan.shape() else { return None };
        let streamed = streamed.then_some(plan.operands() - 1);
        let (mut kinds, mut all) = ([Rows::Dense; MAX_OPERANDS], [0; MAX_OPERANDS]);
        for (k, size) in sizes.enumerate() {
            let &[.., down, along] = plan.operand(k).1 else { return None };
            kinds[k] = match along {
                0 => Rows::Single,
                _ if along != size as isize => return None,
                _ if down == 0 => Rows::Same,
                _ if down == (items * size) as isize => Rows::Dense,
                _ => return None,
            };
            all[k] = size;
        }
        let largest = all.into_iter().fold(1, usize::max);
        let repeating = kinds.iter().filter(|&&kind| kind != Rows::Dense).count();
        let height = match streamed {
            // Whole lines, where there are such.
            Some(k) => whole_lines(BURST / largest / items.max(1), items * all[k]),
            None => BLOCK_BYTES / largest / items.max(1),
        };
        let simple = largest <= size_of::<[u64; 2]>() && largest.is_power_of_two();
        let found = Repeats { kinds, sizes: all, items, height: height.min(rows), streamed };
        (simple && repeating <= 2 && found.height >= 2).then_some(found)
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
        let mut scratch = [const { Scratch::<ROOM>::new() }; 3];
        let [result, blocks @ ..] = &mut scratch;
        let mut places = [std::ptr::null_mut(); MAX_OPERANDS];
        let repeating = (0..ptrs.len()).filter(|&k| self.kinds[k] != Rows::Dense);
        for (k, block) in repeating.zip(blocks) {
            places[k] = block.start();
            if self.kinds[k] == Rows::Same {
                // SAFETY: the row is readable, and the block holds so many.
                unsafe { repeat_row(ptrs[k], places[k], self.items * self.sizes[k], self.height.min(n)) };
            }
        }
        for start in (0..n).step_by(self.height) {
            let count = self.height.min(n - start);
            let first = |k: usize, row: usize| ptrs[k].wrapping_offset(down[k] * row as isize);
            for k in 0..ptrs.len() {
                match self.kinds[k] {
                    Rows::Dense => places[k] = first(k, start),
                    Rows::Same => {}
                    // SAFETY: the items are readable, and the block holds so many rows and a line.
                    Rows::Single => unsafe {
                        let rows = Singles { src: first(k, start), stride: down[k], rows: count, items: self.items };
                        rows.write(places[k], self.sizes[k]);
                    },
                }
            }
            let out = self.streamed.map(|k| (std::mem::replace(&mut places[k], result.start()), self.sizes[k]));
            body(&places[..ptrs.len()], count * self.items);
            if let Some((to, size)) = out {
                let inputs = (0..ptrs.len() - 1).filter(|&k| self.kinds[k] == Rows::Dense);
                let next = |k| Wanted::items(first(k, start + count), self.sizes[k] as isize, count * self.items);
                let wanted = inputs.filter_map(next).next();
                // SAFETY: the output has room for the rows, which the loop has written to the block.
                unsafe { stream_asking(result.start(), to, count * self.items * size, wanted.as_slice()) };
            }
        }
        if self.streamed.is_some() {
            fence();
        }
    }
}

/// At most so many rows of some bytes, but if possible as many as fill whole lines.
fn whole_lines(rows: usize, bytes: usize) -> usize {
    let shared = 1 << (bytes | LINE).trailing_zeros();
    let filling = LINE / shared;
    if rows < filling { rows } else { rows - rows % filling }
}

/// Writes a row of some bytes `n` times, one behind the other.
///
/// # Safety
/// The row must be readable, the block writable, and the two must not overlap.
unsafe fn repeat_row(row: *const u8, block: *mut u8, bytes: usize, n: usize) {
    let all = bytes * n;
    let mut done = bytes.min(all);
    // SAFETY: by contract; what is copied lies in front of where it goes.
    unsafe {
        copy_nonoverlapping(row, block, done);
        while done < all {
            let more = done.min(all - done);
            copy_nonoverlapping(block, block.add(done), more);
            done += more;
        }
    }
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
