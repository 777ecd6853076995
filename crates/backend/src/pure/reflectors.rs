//! Products of reflectors, a panel at a time as `I - V T Vᴴ`: LAPACK's `larft` and `larfb`.

use super::lanes::Item;
use super::panels::Padded;
use super::product::gemm;
use crate::{Mat, MatMut};

/// Reflectors of a panel: of few rows, and of many. Whole tiles of the product, which is the better the more there are.
const PANEL: usize = 48;
const WIDE_PANEL: usize = 96;
const WIDE_FROM: usize = 400;

/// How many reflectors are applied at a time.
pub fn width(rows: usize) -> usize {
    if rows < WIDE_FROM { PANEL } else { WIDE_PANEL }
}

/// Where reflectors lie: writes the items of a column from a row on, as many as there is room for.
pub type Vectors<'a, T> = &'a dyn Fn(usize, usize, &mut [T]);

/// The vectors of `Q = H₀ H₁ …`, each in its column from `below` its diagonal item on, which stands for 1.
pub struct Reflectors<'a, T> {
    pub vectors: Vectors<'a, T>,
    pub tau: &'a [T],
    pub below: usize,
}

/// The reflectors of the columns of a matrix.
pub fn columns_of<T: Item>(vectors: &Padded<T>) -> impl Fn(usize, usize, &mut [T]) {
    |j, first, to| to.iter_mut().zip(vectors.get(j, first)).for_each(|(to, x)| *to = x)
}

/// `Z = H₀ H₁ … Z`. The vector of a reflector is its column of `vectors` from `below` its diagonal item on.
pub fn apply<T: Item>(vectors: &Padded<T>, tau: &[T], below: usize, z: MatMut<'_, T>) {
    Reflectors { vectors: &columns_of(vectors), tau, below }.multiply(z, false, &[]);
}

impl<T: Item> Reflectors<'_, T> {
    /// The first columns of `Q`; triangles of panels that are known already need not be found again.
    pub fn product(&self, mut q: MatMut<'_, T>, triangles: &[Vec<T>]) {
        for j in 0..q.cols() {
            q.col_mut(j).fill(T::ZERO);
            q.col_mut(j)[j] = T::ONE;
        }
        self.multiply(q, true, triangles);
    }

    /// `Z = Q Z`; of a `unit` matrix, what stays as it is is left alone.
    fn multiply(&self, mut z: MatMut<'_, T>, unit: bool, triangles: &[Vec<T>]) {
        let panel = width(z.rows());
        let mut v = vec![T::ZERO; z.rows() * panel.min(self.tau.len())];
        let mut products = vec![T::ZERO; 2 * panel * z.cols()];
        for start in (0..self.tau.len()).step_by(panel).rev() {
            let top = start + self.below;
            let v = self.panel(start, panel, z.rows(), &mut v);
            let mut z = z.rb().split_rows(top).1;
            let known = triangles.get(start / panel);
            let found =
                if known.is_none() { triangle(v, &self.tau[start..][..v.cols()]) } else { Vec::new() };
            let t = Mat::new(known.unwrap_or(&found), v.cols(), v.cols());
            if unit {
                let left_alone = top.min(z.cols());
                z = reflect_unit(v, t, z.split_cols(left_alone).1, &mut products);
            }
            reflect(v, t, z, &mut products);
        }
    }

    /// The vectors of a panel, with the zeros above them.
    fn panel<'v>(&self, start: usize, panel: usize, rows: usize, v: &'v mut [T]) -> Mat<'v, T> {
        let (height, count) = (rows - start - self.below, panel.min(self.tau.len() - start));
        for (k, column) in v.chunks_exact_mut(height).take(count).enumerate() {
            column[..k].fill(T::ZERO);
            column[k] = T::ONE;
            (self.vectors)(start + k, start + k + self.below + 1, &mut column[k + 1..]);
        }
        Mat::new(&v[..height * count], height, count)
    }

    /// Multiplies rows of `Z` by `Q` from the right, `panel` reflectors at a time: those that begin at `start` meet the rows
    /// before it.
    pub fn multiply_above(&self, mut z: MatMut<'_, T>, panel: usize) {
        let n = z.rows();
        let mut v = vec![T::ZERO; n * panel.min(self.tau.len())];
        let mut products = vec![T::ZERO; 2 * panel * n];
        for start in (0..self.tau.len()).step_by(panel).skip(1) {
            let v = self.panel(start, panel, n, &mut v);
            let (rows, count) = (start, v.cols());
            let t = triangle(v, &self.tau[start..][..count]);
            let (first, second) = products.split_at_mut(panel * n);
            let z = z.rb().split_rows(rows).0.split_cols(start + self.below).1;
            let [first, second] = [first, second].map(|to| &mut to[..rows * count]);
            gemm(T::ONE, z.as_mat(), v, T::ZERO, MatMut::new(first, rows, count));
            let t = Mat::new(&t, count, count);
            gemm(T::ONE, Mat::new(first, rows, count), t, T::ZERO, MatMut::new(second, rows, count));
            gemm(-T::ONE, Mat::new(second, rows, count), v.adjoint(), T::ONE, z);
        }
    }
}

/// `Z = (I - V T Vᴴ) Z`, with room for two products of as many rows as there are reflectors.
pub fn reflect<T: Item>(v: Mat<'_, T>, t: Mat<'_, T>, z: MatMut<'_, T>, products: &mut [T]) {
    let (count, cols) = (v.cols(), z.cols());
    let (first, second) = products[..2 * count * cols].split_at_mut(count * cols);
    gemm(T::ONE, v.adjoint(), z.as_mat(), T::ZERO, MatMut::new(first, count, cols));
    gemm(T::ONE, t, Mat::new(first, count, cols), T::ZERO, MatMut::new(second, count, cols));
    gemm(-T::ONE, v, Mat::new(second, count, cols), T::ONE, z);
}

/// [`reflect`] for the first columns of `Z`, as many as there are reflectors, which are those of the unit matrix: their products
/// with `Vᴴ` are known. Returns the rest.
fn reflect_unit<'a, T: Item>(
    v: Mat<'_, T>,
    t: Mat<'_, T>,
    z: MatMut<'a, T>,
    products: &mut [T],
) -> MatMut<'a, T> {
    let (count, cols) = (v.cols(), v.cols().min(z.cols()));
    let (first, rest) = z.split_cols(cols);
    let product = &mut products[..count * cols];
    let top = v.block(0, 0, cols, count).adjoint();
    gemm(T::ONE, t, top, T::ZERO, MatMut::new(product, count, cols));
    gemm(-T::ONE, v, Mat::new(product, count, cols), T::ONE, first);
    rest
}

/// The upper triangle `T` of a panel.
fn triangle<T: Item>(v: Mat<'_, T>, tau: &[T]) -> Vec<T> {
    let n = tau.len();
    let mut t = vec![T::ZERO; n * n];
    gemm(T::ONE, v.adjoint(), v, T::ZERO, MatMut::new(&mut t, n, n));
    for j in 0..n {
        let (before, column) = t.split_at_mut(j * n);
        let products: [T; WIDE_PANEL] = std::array::from_fn(|k| if k < j { column[k] } else { T::ZERO });
        column[..n].fill(T::ZERO);
        for (k, &product) in products[..j].iter().enumerate() {
            let known = &before[k * n..][..=k];
            column.iter_mut().zip(known).for_each(|(sum, &x)| *sum += x * product);
        }
        column[..j].iter_mut().for_each(|x| *x = -tau[j] * *x);
        column[j] = tau[j];
    }
    t
}
