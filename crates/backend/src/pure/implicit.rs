//! Eigenvectors of the smallest symmetric tridiagonal matrices by the implicit QL method: EISPACK's `imtql2`.

use numoxide_simd::{Isa, Kernel, dispatch};

use super::small::sort_places;
use crate::{Failure, MatMut};

/// Rows up to which rotations are ahead of division.
pub const LEAF: usize = 16;

/// Steps for one eigenvalue that are far beyond what any matrix has needed.
const STEPS: usize = 60;

/// Items below the diagonal that vanish beside a matrix whose largest item is about 1: squares of greater ones are numbers yet.
const LEAST: f64 = 1e-120;

/// Columns of vectors, of which all have room for all rows: so the compiler knows how long they are.
type Columns = [[f64; LEAF]; LEAF];

/// The eigenvalues of a tridiagonal matrix in place of its diagonal, and its eigenvectors in the columns of `z`, ascending.
pub fn eigenvectors(d: &mut [f64], below: &[f64], z: &mut MatMut<'_, f64>) -> Result<(), Failure> {
    let n = d.len();
    let (mut e, mut columns) = ([0.0; LEAF], [[0.0; LEAF]; LEAF]);
    e[..below.len()].copy_from_slice(below);
    (0..n).for_each(|j| columns[j][j] = 1.0);
    dispatch(Iteration { d, e: &mut e, columns: &mut columns })?;
    let values: [f64; LEAF] = std::array::from_fn(|j| if j < n { d[j] } else { 0.0 });
    let mut order: [usize; LEAF] = std::array::from_fn(|j| j);
    sort_places(&mut order[..n], &values);
    for (j, &from) in order[..n].iter().enumerate() {
        d[j] = values[from];
        z.col_mut(j).copy_from_slice(&columns[from][..n]);
    }
    Ok(())
}

struct Iteration<'a> {
    d: &'a mut [f64],
    e: &'a mut [f64; LEAF],
    columns: &'a mut Columns,
}

impl Kernel for Iteration<'_> {
    type Output = Result<(), Failure>;

    #[inline(always)]
    fn run<I: Isa>(mut self) -> Result<(), Failure> {
        let n = self.d.len();
        for first in 0..n {
            let mut steps = 0;
            loop {
                let (d, e) = (&self.d, &self.e);
                let small =
                    |&i: &usize| e[i].abs() <= LEAST.max(f64::EPSILON * (d[i].abs() + d[i + 1].abs()));
                let last = (first..n - 1).find(small).unwrap_or(n - 1);
                if last == first {
                    break;
                }
                if steps == STEPS {
                    return Err(Failure::NotConverged);
                }
                steps += 1;
                self.step(first, last);
            }
        }
        Ok(())
    }
}

impl Iteration<'_> {
    /// One step on a block that does not fall apart, from its last row to its first.
    #[inline(always)]
    fn step(&mut self, first: usize, last: usize) {
        let Iteration { d, e, columns } = self;
        let slope = (d[first + 1] - d[first]) / (2.0 * e[first]);
        let root = (slope * slope + 1.0).sqrt().copysign(slope);
        let mut g = d[last] - d[first] + e[first] / (slope + root);
        let (mut s, mut c, mut p) = (1.0, 1.0, 0.0);
        for i in (first..last).rev() {
            let (f, b) = (s * e[i], c * e[i]);
            let length = (f * f + g * g).sqrt();
            e[i + 1] = length;
            if length == 0.0 {
                // What is left of the shift vanishes: the block falls apart here.
                d[i + 1] -= p;
                e[last] = 0.0;
                return;
            }
            let reciprocal = 1.0 / length;
            (s, c) = (f * reciprocal, g * reciprocal);
            g = d[i + 1] - p;
            let sum = (d[i] - g) * s + 2.0 * c * b;
            p = s * sum;
            d[i + 1] = g + p;
            g = c * sum - b;
            let (left, right) = columns.split_at_mut(i + 1);
            for (x, y) in left[i].iter_mut().zip(&mut right[0]) {
                (*x, *y) = (c * *x - s * *y, s * *x + c * *y);
            }
        }
        d[first] -= p;
        e[first] = g;
        e[last] = 0.0;
    }
}
