//! Products of reflectors, a panel at a time as `I - V T Vᵀ`: LAPACK's `larft` and `larfb`.

use super::panels::Padded;
use super::product::gemm;
use crate::{Mat, MatMut};

/// Reflectors of a panel: of few rows, and of many. Whole tiles of the product, which is the better the more there are.
const PANEL: usize = 48;
const WIDE_PANEL: usize = 96;
const WIDE_FROM: usize = 400;

/// `Z = H₀ H₁ … Z`. The vector of a reflector is its column of `vectors` from `below` its diagonal item on.
pub fn apply(vectors: &Padded, tau: &[f64], below: usize, mut z: MatMut<'_, f64>) {
    let (rows, cols) = (z.rows(), z.cols());
    let panel = if rows < WIDE_FROM { PANEL } else { WIDE_PANEL };
    let mut v = vec![0.0; rows * panel];
    let mut products = vec![0.0; 2 * panel * cols];
    for start in (0..tau.len()).step_by(panel).rev() {
        let tau = &tau[start..tau.len().min(start + panel)];
        let (top, count) = (start + below, tau.len());
        let height = rows - top;
        for (k, column) in v.chunks_exact_mut(height).take(count).enumerate() {
            column[..k].fill(0.0);
            column[k..].copy_from_slice(&vectors.col(start + k)[top + k..rows]);
        }
        let v = Mat::new(&v[..height * count], height, count);
        let t = triangle(v, tau);
        let (first, second) = products.split_at_mut(panel * cols);
        let z = z.rb().split_rows(top).1;
        gemm(1.0, v.t(), z.as_mat(), 0.0, MatMut::new(&mut first[..count * cols], count, cols));
        let first = Mat::new(&first[..count * cols], count, cols);
        gemm(
            1.0,
            Mat::new(&t, count, count),
            first,
            0.0,
            MatMut::new(&mut second[..count * cols], count, cols),
        );
        gemm(-1.0, v, Mat::new(&second[..count * cols], count, cols), 1.0, z);
    }
}

/// The upper triangle `T` of a panel.
fn triangle(v: Mat<'_, f64>, tau: &[f64]) -> Vec<f64> {
    let n = tau.len();
    let mut t = vec![0.0; n * n];
    gemm(1.0, v.t(), v, 0.0, MatMut::new(&mut t, n, n));
    for j in 0..n {
        let (before, column) = t.split_at_mut(j * n);
        let products: [f64; WIDE_PANEL] = std::array::from_fn(|k| if k < j { column[k] } else { 0.0 });
        for i in 0..j {
            let sum = (i..j).fold(0.0, |sum, k| sum + before[k * n + i] * products[k]);
            column[i] = -tau[j] * sum;
        }
        column[j] = tau[j];
        column[j + 1..n].fill(0.0);
    }
    t
}
