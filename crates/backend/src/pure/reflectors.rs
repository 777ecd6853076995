//! Products of reflectors, a panel at a time as `I - V T Vᴴ`: LAPACK's `larft` and `larfb`.

use super::lanes::Item;
use super::panels::Padded;
use super::product::gemm;
use crate::{Mat, MatMut};

/// Reflectors of a panel: of few rows, and of many. Whole tiles of the product, which is the better the more there are.
const PANEL: usize = 48;
const WIDE_PANEL: usize = 96;
const WIDE_FROM: usize = 400;

/// `Z = H₀ H₁ … Z`. The vector of a reflector is its column of `vectors` from `below` its diagonal item on.
pub fn apply<T: Item>(vectors: &Padded<T>, tau: &[T], below: usize, mut z: MatMut<'_, T>) {
    let (rows, cols) = (z.rows(), z.cols());
    let panel = if rows < WIDE_FROM { PANEL } else { WIDE_PANEL };
    let mut v = vec![T::ZERO; rows * panel];
    let mut products = vec![T::ZERO; 2 * panel * cols];
    for start in (0..tau.len()).step_by(panel).rev() {
        let tau = &tau[start..tau.len().min(start + panel)];
        let (top, count) = (start + below, tau.len());
        let height = rows - top;
        for (k, column) in v.chunks_exact_mut(height).take(count).enumerate() {
            column[..k].fill(T::ZERO);
            let items = vectors.get(start + k, top + k);
            column[k..].iter_mut().zip(items).for_each(|(to, x)| *to = x);
        }
        let v = Mat::new(&v[..height * count], height, count);
        let t = triangle(v, tau);
        let (first, second) = products.split_at_mut(panel * cols);
        let z = z.rb().split_rows(top).1;
        gemm(T::ONE, v.adjoint(), z.as_mat(), T::ZERO, MatMut::new(&mut first[..count * cols], count, cols));
        let first = Mat::new(&first[..count * cols], count, cols);
        gemm(
            T::ONE,
            Mat::new(&t, count, count),
            first,
            T::ZERO,
            MatMut::new(&mut second[..count * cols], count, cols),
        );
        gemm(-T::ONE, v, Mat::new(&second[..count * cols], count, cols), T::ONE, z);
    }
}

/// The upper triangle `T` of a panel.
fn triangle<T: Item>(v: Mat<'_, T>, tau: &[T]) -> Vec<T> {
    let n = tau.len();
    let mut t = vec![T::ZERO; n * n];
    gemm(T::ONE, v.adjoint(), v, T::ZERO, MatMut::new(&mut t, n, n));
    for j in 0..n {
        let (before, column) = t.split_at_mut(j * n);
        let products: [T; WIDE_PANEL] = std::array::from_fn(|k| if k < j { column[k] } else { T::ZERO });
        for i in 0..j {
            let sum = (i..j).fold(T::ZERO, |sum, k| sum + before[k * n + i] * products[k]);
            column[i] = -tau[j] * sum;
        }
        column[j] = tau[j];
        column[j + 1..n].fill(T::ZERO);
    }
    t
}
