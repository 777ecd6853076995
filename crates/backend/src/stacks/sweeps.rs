//! Steps of the implicit QR method on more matrices at a time than reflectors are made for, since one step waits for roots and
//! quotients most of its time; and their rotations, which are noted down and applied to one matrix after the other, while it lies
//! in the first-level cache.

use numoxide_simd::ahead::LINE;
use numoxide_simd::transpose::transpose;
use numoxide_simd::{Isa, Level};

use super::MANY;
use super::reflectors::{Lane, STEPS, lanes, vanishes};
use crate::Real;
use crate::pure::product::{Registers, Vector};

/// Matrices that take their steps at the same time.
pub const LANES: usize = 2 * MANY;
/// A number of each of them.
pub type Wide<R> = [R; LANES];

/// Sweeps that are noted down before they are applied.
const KEPT: usize = 4;

/// Items of a cache line, of which columns of vectors are multiples.
pub const fn line<R>() -> usize {
    LINE / size_of::<R>()
}

/// Memory whose parts begin at cache lines.
pub struct Room<R>(Vec<R>);

/// What is left of a room.
pub struct Rest<'a, R>(&'a mut [R]);

impl<R: Real> Room<R> {
    /// Room for so many items, and for the ends of some parts.
    pub fn new(items: usize) -> Self {
        const PARTS: usize = 16;
        Room(vec![R::ZERO; items + PARTS * line::<R>()])
    }

    pub fn parts(&mut self) -> Rest<'_, R> {
        let start = self.0.as_ptr().align_offset(LINE);
        Rest(&mut self.0[start..])
    }
}

impl<'a, R: Real> Rest<'a, R> {
    /// The next items.
    pub fn items(&mut self, count: usize) -> &'a mut [R] {
        let (taken, rest) = std::mem::take(&mut self.0).split_at_mut(count.next_multiple_of(line::<R>()));
        self.0 = rest;
        &mut taken[..count]
    }

    /// The next numbers of `L` matrices.
    pub fn lanes<const L: usize>(&mut self, count: usize) -> &'a mut [[R; L]] {
        self.items(count * L).as_chunks_mut().0
    }
}

/// Brings matrices of `size` items into lanes, item by item; lanes without a matrix are left alone.
#[inline(always)]
pub fn gather_items<R: Real>(from: &[R], size: usize, to: &mut [Lane<R>]) {
    let item = size_of::<R>();
    let count = from.len() / size;
    assert!(count <= MANY && to.len() == size);
    let (src, dst) = (from.as_ptr().cast(), to.as_mut_ptr().cast());
    // SAFETY: `count` matrices of `size` items, and as many numbers of `MANY` matrices.
    unsafe { transpose(src, (size * item) as isize, dst, (MANY * item) as isize, count, size, item) };
}

/// The reverse of [`gather_items`].
#[inline(always)]
pub fn scatter_items<R: Real>(from: &[Lane<R>], size: usize, to: &mut [R]) {
    let item = size_of::<R>();
    let count = to.len() / size;
    assert!(count <= MANY && from.len() == size);
    let (src, dst) = (from.as_ptr().cast(), to.as_mut_ptr().cast());
    // SAFETY: as there.
    unsafe { transpose(src, (MANY * item) as isize, dst, (size * item) as isize, size, count, item) };
}

/// Brings square matrices, row by row, into lanes: row by row as well, `ld` apart. Lanes without a matrix are left alone.
#[inline(always)]
pub fn gather_rows<R: Real>(from: &[R], n: usize, to: &mut [Lane<R>], ld: usize) {
    if n == ld {
        return gather_items(from, n * n, &mut to[..n * n]);
    }
    let (size, item) = (n * n, size_of::<R>());
    let count = from.len() / size;
    assert!(count <= MANY && to.len() >= (n - 1) * ld + n && ld >= n);
    for i in 0..n {
        let (src, dst) = (from[i * n..].as_ptr().cast(), to[i * ld..].as_mut_ptr().cast());
        // SAFETY: `count` matrices with this row of `n` items, and as many numbers of `MANY` matrices.
        unsafe { transpose(src, (size * item) as isize, dst, (MANY * item) as isize, count, n, item) };
    }
}

/// Brings columns of vectors out of the lanes, to a matrix of each every `step` items.
#[inline(always)]
pub fn scatter_columns<R: Real>(from: &[Lane<R>], to: &mut [R], step: usize) {
    let item = size_of::<R>();
    assert!(step >= from.len() && to.len() >= (MANY - 1) * step + from.len());
    let (src, dst) = (from.as_ptr().cast(), to.as_mut_ptr().cast());
    // SAFETY: `MANY` items each, which go to as many matrices with room for them.
    unsafe { transpose(src, (MANY * item) as isize, dst, (step * item) as isize, from.len(), MANY, item) };
}

/// Writes columns, `height` apart, as the columns of a matrix of `n` rows.
#[inline(always)]
pub fn as_columns<R: Real>(columns: &[R], height: usize, n: usize, to: &mut [R]) {
    let item = size_of::<R>();
    assert!(columns.len() >= (n - 1) * height + n && to.len() == n * n);
    let (src, dst) = (columns.as_ptr().cast(), to.as_mut_ptr().cast());
    // SAFETY: `n` columns of `n` items, and as many rows.
    unsafe { transpose(src, (height * item) as isize, dst, (n * item) as isize, n, n, item) };
}

/// The rows from the `first` to the `last` that a step works on, in each lane; nothing where they are the same.
#[derive(Clone, Copy)]
pub struct Blocks<R> {
    pub first: Wide<R>,
    pub last: Wide<R>,
}

impl<R: Real> Blocks<R> {
    const NONE: Self = Blocks { first: [R::ZERO; LANES], last: [R::ZERO; LANES] };

    /// The rows of a lane.
    #[inline(always)]
    pub fn of(&self, lane: usize) -> (usize, usize) {
        (self.first[lane].to_f64() as usize, self.last[lane].to_f64() as usize)
    }

    /// The least and the greatest row of all lanes that are at work.
    #[inline(always)]
    pub fn span(&self) -> (usize, usize) {
        let (mut least, mut greatest) = (R::MAX, R::ZERO);
        for lane in 0..LANES {
            if self.first[lane] < self.last[lane] {
                least = if self.first[lane] < least { self.first[lane] } else { least };
                greatest = greatest.larger(self.last[lane]);
            }
        }
        if greatest == R::ZERO { (0, 0) } else { (least.to_f64() as usize, greatest.to_f64() as usize) }
    }

    /// Where lanes are at work between rows `at` and `at + 1`, as ones; zeros elsewhere.
    #[inline(always)]
    pub fn active(&self, at: R) -> Wide<R> {
        let (first, last) = (&self.first, &self.last);
        lanes!(l => if (at >= first[l]) & (at < last[l]) { R::ONE } else { R::ZERO })
    }
}

/// Finds the blocks that are left, of which the items beside the diagonal do not vanish; those that do become 0.
pub struct Search<R> {
    blocks: Blocks<R>,
    /// Steps without a row being done.
    steps: Wide<R>,
}

impl<R: Real> Search<R> {
    pub const NEW: Self = Search { blocks: Blocks::NONE, steps: [R::ZERO; LANES] };

    /// The blocks nearest to the last row, or to the first if it goes `DOWN`; of none in any lane, nothing.
    ///
    /// # Errors
    /// A lane in which no row is done for too long.
    #[inline(always)]
    pub fn next<const DOWN: bool>(
        &mut self,
        d: &[Wide<R>],
        e: &mut [Wide<R>],
    ) -> Result<Option<Blocks<R>>, usize> {
        let (zero, one, two) = (R::ZERO, R::ONE, R::ONE + R::ONE);
        // What has been found: nothing, a block, and its end.
        let mut stage = [zero; LANES];
        let mut found = Blocks::NONE;
        let count = d.len() - 1;
        for step in 0..count {
            let i = if DOWN { step } else { count - 1 - step };
            let (x, y, item) = (d[i], d[i + 1], e[i]);
            let (at, next) = (R::from_f64(i as f64), R::from_f64((i + 1) as f64));
            let kept = lanes!(l => if vanishes(item[l], x[l], y[l]) { zero } else { one });
            e[i] = lanes!(l => if kept[l] == zero { zero } else { item[l] });
            let before = stage;
            stage = lanes!(l => {
                let begun = if before[l] == zero { one } else { before[l] };
                let over = if before[l] == zero { zero } else { two };
                if kept[l] == zero { over } else { begun }
            });
            let begins = lanes!(l => if (before[l] == zero) & (stage[l] == one) { one } else { zero });
            let (near, far) = if DOWN { (at, next) } else { (next, at) };
            let (from, to) =
                if DOWN { (&mut found.first, &mut found.last) } else { (&mut found.last, &mut found.first) };
            *from = lanes!(l => if begins[l] == one { near } else { from[l] });
            *to = lanes!(l => if stage[l] == one { far } else { to[l] });
        }
        let (now, then) = match DOWN {
            true => (&found.first, &self.blocks.first),
            false => (&found.last, &self.blocks.last),
        };
        let busy = lanes!(l => if stage[l] == zero { zero } else { one });
        self.steps = lanes!(l => if now[l] == then[l] { busy[l] * (self.steps[l] + one) } else { zero });
        self.blocks = found;
        let most = R::from_f64(STEPS as f64);
        if let Some(lane) = (0..LANES).find(|&lane| self.steps[lane] > most) {
            return Err(lane);
        }
        Ok((0..LANES).any(|lane| busy[lane] == one).then_some(found))
    }
}

/// The rotations of some sweeps.
pub struct Sweeps<'a, R> {
    n: usize,
    /// Cosines and sines of each sweep, `n` a sweep.
    c: &'a mut [Wide<R>],
    s: &'a mut [Wide<R>],
}

/// The blocks of sweeps that have been noted down.
pub struct Noted<R> {
    blocks: [Blocks<R>; KEPT],
    pub count: usize,
}

impl<R: Real> Noted<R> {
    pub const NEW: Self = Noted { blocks: [Blocks::NONE; KEPT], count: 0 };

    /// Begins one more sweep; whether there is no room for another.
    #[inline(always)]
    pub fn add(&mut self, blocks: Blocks<R>) -> bool {
        self.blocks[self.count] = blocks;
        self.count += 1;
        self.count == KEPT
    }
}

/// Items that sweeps take.
pub const fn kept(n: usize) -> usize {
    2 * KEPT * n * LANES
}

impl<'a, R: Registers> Sweeps<'a, R> {
    pub fn new(n: usize, room: &mut Rest<'a, R>) -> Self {
        Sweeps { n, c: room.lanes(KEPT * n), s: room.lanes(KEPT * n) }
    }

    /// The rotation of columns `i` and `i + 1`.
    #[inline(always)]
    pub fn note(&mut self, sweep: usize, i: usize, c: Wide<R>, s: Wide<R>) {
        (self.c[sweep * self.n + i], self.s[sweep * self.n + i]) = (c, s);
    }

    /// Turns the columns of matrices `step` items apart, each of `height` items: from the last column of blocks to the first if
    /// sweeps go `DOWN`, else the other way round.
    #[inline(always)]
    pub fn apply<I: Isa, const DOWN: bool>(&self, noted: &Noted<R>, z: &mut [R], height: usize, step: usize) {
        assert!(step >= self.n * height && height.is_multiple_of(line::<R>()));
        for (lane, z) in z.chunks_exact_mut(step).enumerate() {
            for (sweep, blocks) in noted.blocks[..noted.count].iter().enumerate() {
                let (first, last) = blocks.of(lane);
                if first == last {
                    continue;
                }
                assert!(first < last && last < self.n && lane < LANES);
                let (begin, end) = (sweep * self.n + first, sweep * self.n + last);
                let turns = Turns::<R> {
                    columns: &mut z[first * height..(last + 1) * height],
                    height,
                    c: &self.c[begin..end],
                    s: &self.s[begin..end],
                    lane,
                };
                // SAFETY: `I` is a level of this processor, since this is inlined into what `dispatch` runs.
                unsafe {
                    match I::LEVEL {
                        Level::V4 => turns.all::<R::V4, DOWN>(),
                        Level::V3 => turns.all::<R::V3, DOWN>(),
                        Level::Baseline => turns.all::<R::Baseline, DOWN>(),
                    }
                }
            }
        }
    }
}

/// One sweep over the columns of a matrix, which are one more than there are rotations.
struct Turns<'a, R> {
    columns: &'a mut [R],
    height: usize,
    c: &'a [Wide<R>],
    s: &'a [Wide<R>],
    lane: usize,
}

impl<R: Registers> Turns<'_, R> {
    /// # Safety
    /// The processor must be of the level of `V`.
    #[inline(always)]
    unsafe fn all<V: Vector<R>, const DOWN: bool>(mut self) {
        let mut row = 0;
        // SAFETY: the caller's; columns are as many whole registers.
        unsafe {
            while row + 4 * V::LANES <= self.height {
                self.rows::<V, 4, DOWN>(row);
                row += 4 * V::LANES;
            }
            while row < self.height {
                self.rows::<V, 1, DOWN>(row);
                row += V::LANES;
            }
        }
    }

    /// `W` registers of rows: each column but the last is read and written once.
    ///
    /// # Safety
    /// The processor must be of the level of `V`, and columns must have these rows.
    #[inline(always)]
    unsafe fn rows<V: Vector<R>, const W: usize, const DOWN: bool>(&mut self, row: usize) {
        let (count, height) = (self.c.len(), self.height);
        debug_assert!(row + W * V::LANES <= height && self.columns.len() == (count + 1) * height);
        let start = self.columns.as_mut_ptr().wrapping_add(row);
        let column = |j: usize| start.wrapping_add(j * height);
        // SAFETY: the caller's; there are `count + 1` columns.
        unsafe {
            let zero = V::splat(R::ZERO);
            let mut carried = [zero; W];
            for r in 0..W {
                carried[r] = V::load(column(if DOWN { count } else { 0 }).add(r * V::LANES));
            }
            for step in 0..count {
                let i = if DOWN { count - 1 - step } else { step };
                let (from, to) = if DOWN { (column(i), column(i + 1)) } else { (column(i + 1), column(i)) };
                let c = V::splat(self.c.get_unchecked(i)[self.lane]);
                let s = V::splat(self.s.get_unchecked(i)[self.lane]);
                for r in 0..W {
                    let (x, y) = (carried[r], V::load(from.add(r * V::LANES)));
                    zero.plus(x, c).plus(y, s).store(to.add(r * V::LANES));
                    carried[r] = zero.plus(y, c).minus(x, s);
                }
            }
            for r in 0..W {
                carried[r].store(column(if DOWN { 0 } else { count }).add(r * V::LANES));
            }
        }
    }
}
