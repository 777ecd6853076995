//! Large QR factors and general eigenvalues by `faer`.
//!
//! All run in double precision on a scaled copy: squares neither overflow nor vanish, single precision gains digits, and
//! half as much code is compiled. On one thread: faer's threads pay only for sizes that few programs have.

use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::{householder, qr as factor};
use faer::prelude::default;
use faer::traits::ComplexField;
use faer::{Conj, Mat as Matrix, MatRef, Par};

use crate::{Field, MatMut, Real};

/// A double-precision type of both worlds.
pub trait FaerField: Field<Real = f64> + ComplexField<Real = f64> {}

impl<T: Field<Real = f64> + ComplexField<Real = f64>> FaerField for T {}

/// A copy in double precision, divided by a power of two near its largest item; and that power.
pub(super) fn widened<T: Field<Double: FaerField>>(a: &MatMut<'_, T>) -> (Matrix<T::Double>, f64) {
    let size = |x: &T| x.re().abs().larger(x.im().abs()).to_f64();
    let most = (0..a.cols()).flat_map(|j| a.col(j)).fold(0.0, |most, x| f64::max(most, size(x)));
    let exponent = if most > 0.0 { most.log2().floor().clamp(-1000.0, 1000.0) as i32 } else { 0 };
    let shrink = T::Double::from_real(2f64.powi(-exponent));
    (Matrix::from_fn(a.rows(), a.cols(), |i, j| a.col(j)[i].widen() * shrink), 2f64.powi(exponent))
}

fn copy_out<T: Field<Double: FaerField>>(from: MatRef<'_, T::Double>, to: &mut MatMut<'_, T>, scale: f64) {
    let scale = T::Double::from_real(scale);
    for j in 0..to.cols() {
        let from = from.col(j);
        for (i, x) in to.col_mut(j).iter_mut().enumerate() {
            *x = T::narrow(from[i] * scale);
        }
    }
}

fn real<T: Field>(x: f64) -> T::Real {
    T::Real::from_f64(x)
}

pub fn qr<T: Field<Double: FaerField>>(a: MatMut<'_, T>, tau: &mut [T], q: Option<MatMut<'_, T>>) {
    let (m, n) = (a.rows(), a.cols());
    let size = m.min(n);
    let (mut work, scale) = widened(&a);
    let block = factor::no_pivoting::factor::recommended_block_size::<T::Double>(m, n);
    let mut coefficients = Matrix::<T::Double>::zeros(block, size);
    let need =
        factor::no_pivoting::factor::qr_in_place_scratch::<T::Double>(m, n, block, Par::Seq, default());
    factor::no_pivoting::factor::qr_in_place(
        work.as_mut(),
        coefficients.as_mut(),
        Par::Seq,
        MemStack::new(&mut MemBuffer::new(need)),
        default(),
    );
    hand_out_qr(work.as_ref(), coefficients.as_ref(), scale, a, tau, q);
}

/// See `Routines::geqp3`.
pub fn pivoted_qr<T: Field<Double: FaerField>>(
    a: MatMut<'_, T>,
    order: &mut [usize],
    tau: &mut [T],
    q: Option<MatMut<'_, T>>,
) {
    use factor::col_pivoting::factor::{qr_in_place, qr_in_place_scratch, recommended_block_size};
    let (m, n) = (a.rows(), a.cols());
    let size = m.min(n);
    let (mut work, scale) = widened(&a);
    let block = recommended_block_size::<T::Double>(m, n);
    let mut coefficients = Matrix::<T::Double>::zeros(block, size);
    let need = qr_in_place_scratch::<usize, T::Double>(m, n, block, Par::Seq, default());
    qr_in_place(
        work.as_mut(),
        coefficients.as_mut(),
        order,
        &mut vec![0; n],
        Par::Seq,
        MemStack::new(&mut MemBuffer::new(need)),
        default(),
    );
    hand_out_qr(work.as_ref(), coefficients.as_ref(), scale, a, tau, q);
}

/// R, the reflectors, their factors and Q, from what faer leaves of a matrix and its coefficients.
fn hand_out_qr<T: Field<Double: FaerField>>(
    work: MatRef<'_, T::Double>,
    coefficients: MatRef<'_, T::Double>,
    scale: f64,
    mut a: MatMut<'_, T>,
    tau: &mut [T],
    q: Option<MatMut<'_, T>>,
) {
    let (m, size, block) = (a.rows(), tau.len(), coefficients.nrows());
    for j in 0..a.cols() {
        for (i, x) in a.col_mut(j).iter_mut().enumerate() {
            let factor = if i <= j { scale } else { 1.0 };
            *x = T::narrow(work[(i, j)] * T::Double::from_real(factor));
        }
    }
    for (k, tau) in tau.iter_mut().enumerate() {
        // faer divides by its coefficients, LAPACK multiplies; an infinite one stands for no reflection.
        let factor = coefficients[(k % block, k)].re();
        *tau = T::from_real(real::<T>(if factor.is_finite() { 1.0 / factor } else { 0.0 }));
    }
    let Some(mut q) = q else { return };
    let mut columns = Matrix::<T::Double>::identity(m, q.cols());
    let need = householder::apply_block_householder_sequence_on_the_left_in_place_scratch::<T::Double>(
        m,
        block,
        q.cols(),
    );
    householder::apply_block_householder_sequence_on_the_left_in_place_with_conj(
        work.subcols(0, size),
        coefficients,
        Conj::No,
        columns.as_mut(),
        Par::Seq,
        MemStack::new(&mut MemBuffer::new(need)),
    );
    copy_out(columns.as_ref(), &mut q, 1.0);
}
