//! Finding numbers among sorted edges, by a table instead of a search.
//!
//! The range of the edges is divided into equal cells. A table holds for each cell how many edges lie in cells before it:
//! those are below every number of the cell, so only the edges of the cell itself are compared with. Which cell a number is
//! in is rounded the same way for edges and numbers, hence the answer is exact, whatever the rounding.

use numoxide_simd::{Isa, Kernel, dispatch};

/// Cells for each edge, and at least.
const PER_EDGE: usize = 4;
const FEWEST: usize = 1024;

/// Cells at most: more leave the caches.
const MOST: usize = 1 << 16;

/// Numbers that are found at once.
pub(crate) const BLOCK: usize = 512;

/// Sorted edges, ready for many numbers.
pub(crate) struct Finder {
    /// The edges, and NaN behind them, which no number reaches.
    edges: Vec<f64>,
    table: Option<Table>,
}

struct Table {
    first: f64,
    scale: f64,
    /// The last cell.
    last: f64,
    /// The edges before each cell.
    before: Vec<u32>,
    /// The most edges in a cell.
    most: u32,
}

impl Table {
    /// The cell of a number; of NaN, the first.
    #[inline(always)]
    fn cell(&self, x: f64) -> usize {
        let place = (x - self.first) * self.scale;
        let place = if place > 0.0 { place } else { 0.0 };
        let place = if place < self.last { place } else { self.last };
        // Within the table, as a conversion that compiles to vectors.
        place as i32 as usize
    }

    fn of(edges: &[f64]) -> Option<Self> {
        let finite = |edge: &&f64| edge.is_finite();
        let (first, end) = (*edges.iter().find(finite)?, *edges.iter().rfind(finite)?);
        let cells = (edges.len() * PER_EDGE).next_power_of_two().clamp(FEWEST, MOST);
        let scale = cells as f64 / (end - first);
        if !scale.is_finite() || scale == 0.0 || edges.len() > u32::MAX as usize / 2 {
            return None;
        }
        let mut table = Table { first, scale, last: (cells - 1) as f64, before: vec![0; cells + 1], most: 0 };
        let mut counts = vec![0u32; cells];
        edges.iter().for_each(|&edge| counts[table.cell(edge)] += 1);
        for (cell, &count) in counts.iter().enumerate() {
            table.before[cell + 1] = table.before[cell] + count;
            table.most = table.most.max(count);
        }
        Some(table)
    }
}

impl Finder {
    /// Edges that rise, of which none is NaN, for about so many numbers.
    pub fn new(edges: &[f64], numbers: usize) -> Self {
        let mut padded = Vec::with_capacity(edges.len() + 1);
        padded.extend_from_slice(edges);
        padded.push(f64::NAN);
        // A table costs as much as some thousand searches.
        let pays = numbers >= FEWEST / 2 && numbers >= edges.len();
        let table = if pays { Table::of(edges) } else { None };
        Finder { edges: padded, table }
    }

    /// For each number, how many edges are not above it; for NaN, none.
    pub fn find(&self, numbers: &[f64], found: &mut [u32]) {
        match &self.table {
            Some(table) if table.most <= 1 => {
                dispatch(Find::<1> { table, edges: &self.edges, numbers, found })
            }
            Some(table) if table.most <= 4 => {
                dispatch(Find::<4> { table, edges: &self.edges, numbers, found })
            }
            Some(table) => self.search_cells(table, numbers, found),
            None => {
                for (found, &x) in found.iter_mut().zip(numbers) {
                    *found = search(&self.edges, 0, self.edges.len(), x);
                }
            }
        }
    }

    /// Many edges lie in one cell: they are searched there.
    fn search_cells(&self, table: &Table, numbers: &[f64], found: &mut [u32]) {
        for (found, &x) in found.iter_mut().zip(numbers) {
            let cell = table.cell(x);
            *found = search(&self.edges, table.before[cell] as usize, table.before[cell + 1] as usize, x);
        }
    }
}

/// How many edges are not above a number, if that is between `low` and `high`.
fn search(edges: &[f64], low: usize, high: usize, x: f64) -> u32 {
    (low + edges[low..high].partition_point(|&edge| edge <= x)) as u32
}

struct Find<'a, const STEPS: usize> {
    table: &'a Table,
    edges: &'a [f64],
    numbers: &'a [f64],
    found: &'a mut [u32],
}

impl<const STEPS: usize> Kernel for Find<'_, STEPS> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self) {
        let Find { table, edges, numbers, found } = self;
        for (found, &x) in found.iter_mut().zip(numbers) {
            let mut place = table.before[table.cell(x)];
            for _ in 0..STEPS {
                place += u32::from(x >= edges[place as usize]);
            }
            *found = place;
        }
    }
}
