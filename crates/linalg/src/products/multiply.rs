//! How matrices of each type are multiplied.

use numoxide_backend::{Field, MatMut, stacks};
use numoxide_core::layout::Axes;
use numoxide_core::{Array, ArrayView, Order, Scalar, bf16, c64, c128, f16};
use numoxide_simd::matmul as simd;
use numoxide_ufunc::Reducible;

use crate::backend::routines;
use crate::lend::{Stack, next_place};
use crate::{Error, Result};

/// A scalar whose matrices can be multiplied: every one.
pub trait Product: Scalar + Reducible {
    /// Writes the products of two stacks, of which `stack` is the shape, to `out`, row by row.
    #[doc(hidden)]
    fn products(
        op: &'static str,
        a: &ArrayView<'_, Self>,
        b: &ArrayView<'_, Self>,
        stack: &[usize],
        out: &mut [Self],
    ) -> Result<()>;

    /// Writes the product of matrices of few items, which lie row by row, likewise; `extents` are the rows of `a`, its columns,
    /// and the columns of `b`.
    #[doc(hidden)]
    fn few(extents: [usize; 3], a: &[Self], b: &[Self], out: &mut [Self]);

    /// The products of the items of two arrays that broadcast.
    #[doc(hidden)]
    fn times(a: &ArrayView<'_, Self>, b: &ArrayView<'_, Self>) -> Result<Array<Self>>;

    /// The complex conjugate.
    #[doc(hidden)]
    fn conjugate(self) -> Self;

    /// The product of two items, wrapping around.
    #[doc(hidden)]
    fn multiplied(self, other: Self) -> Self;

    /// `a b - c d`, wrapping around; exclusive or for `bool`.
    #[doc(hidden)]
    fn minor(a: Self, b: Self, c: Self, d: Self) -> Self;
}

/// The extents of the last two axes.
fn matrix(view: &ArrayView<'_, impl Scalar>) -> (usize, usize) {
    let shape = view.shape();
    (shape[shape.len() - 2], shape[shape.len() - 1])
}

/// A stack of `a` over one `b` is one tall product, where the rows of `a` follow each other.
fn flat<'a, T: Scalar>(
    a: &ArrayView<'a, T>,
    b: &ArrayView<'_, T>,
    stack: &[usize],
) -> Option<ArrayView<'a, T>> {
    let flat = !stack.is_empty() && b.ndim() == 2 && a.ndim() == stack.len() + 2 && a.is_c_contiguous();
    let (rows, cols) = matrix(a);
    flat.then(|| a.reshape([stack.iter().product::<usize>() * rows, cols]).ok()).flatten()
}

fn by_backend<T: Field + Scalar>(
    op: &'static str,
    a: &ArrayView<'_, T>,
    b: &ArrayView<'_, T>,
    stack: &[usize],
    out: &mut [T],
) -> Result<()> {
    if let Some(a) = flat(a, b, stack) {
        return by_backend(op, &a, b, &[], out);
    }
    let ((m, k), (_, n)) = (matrix(a), matrix(b));
    if m * n == 0 {
        return Ok(());
    }
    if !stack.is_empty()
        && k > 0
        && stacks::multiplies::<T>([m, k, n])
        && let (Some(left), Some(right)) = (a.as_slice(), b.as_slice())
        && left.len() * n == out.len() * k
        && right.len() * m == out.len() * k
    {
        stacks::multiply([m, k, n], left, right, out);
        return Ok(());
    }
    let (a, b) = (Stack::new(a, stack)?, Stack::new(b, stack)?);
    let (routines, mut place) = (routines::<T>(), Axes::filled(0, stack.len()));
    for c in out.chunks_exact_mut(m * n) {
        // Row by row is column by column of the transpose.
        let (left, right, c) = (b.at(&place).t(), a.at(&place).t(), MatMut::new(c, n, m));
        routines
            .gemm(<T as Field>::ONE, left, right, <T as Field>::ZERO, c)
            .map_err(|failure| Error::from_failure(op, &place, failure))?;
        next_place(&mut place, stack);
    }
    Ok(())
}

fn by_simd<T: Scalar + simd::Ring>(
    a: &ArrayView<'_, T>,
    b: &ArrayView<'_, T>,
    stack: &[usize],
    out: &mut [T],
) -> Result<()> {
    if let Some(a) = flat(a, b, stack) {
        return by_simd(&a, b, &[], out);
    }
    let ((m, k), (_, n)) = (matrix(a), matrix(b));
    if m * n == 0 {
        return Ok(());
    }
    let whole = |view: &ArrayView<'_, T>, rows: usize, cols: usize| {
        let mut shape: Axes<usize> = Axes::from_slice(stack);
        shape.push(rows);
        shape.push(cols);
        view.broadcast_to(&shape[..])?.copy(Order::C)
    };
    let (a, b) = (whole(a, m, k)?, whole(b, k, n)?);
    let (a, b) = (a.as_slice().unwrap_or(&[]), b.as_slice().unwrap_or(&[]));
    for (i, c) in out.chunks_exact_mut(m * n).enumerate() {
        simd::matmul(&a[i * m * k..][..m * k], &b[i * k * n..][..k * n], c, k, n);
    }
    Ok(())
}

macro_rules! fields {
    ($($ty:ty)*) => {$(
        impl Product for $ty {
            fn products(
                op: &'static str,
                a: &ArrayView<'_, Self>,
                b: &ArrayView<'_, Self>,
                stack: &[usize],
                out: &mut [Self],
            ) -> Result<()> {
                by_backend(op, a, b, stack, out)
            }
            fn few(extents: [usize; 3], a: &[Self], b: &[Self], out: &mut [Self]) {
                stacks::multiply(extents, a, b, out);
            }
            fn times(a: &ArrayView<'_, Self>, b: &ArrayView<'_, Self>) -> Result<Array<Self>> {
                Ok(numoxide_ufunc::multiply(a, b)?)
            }
            fn conjugate(self) -> Self {
                Field::conj(self)
            }
            fn multiplied(self, other: Self) -> Self {
                self * other
            }
            fn minor(a: Self, b: Self, c: Self, d: Self) -> Self {
                a * b - c * d
            }
        }
    )*};
}
fields!(f32 f64 c64 c128);

macro_rules! rings {
    ($($ty:ty, $times:ident, $product:expr, $minor:expr;)*) => {$(
        impl Product for $ty {
            fn products(
                _: &'static str,
                a: &ArrayView<'_, Self>,
                b: &ArrayView<'_, Self>,
                stack: &[usize],
                out: &mut [Self],
            ) -> Result<()> {
                by_simd(a, b, stack, out)
            }
            fn few([_, k, n]: [usize; 3], a: &[Self], b: &[Self], out: &mut [Self]) {
                simd::matmul(a, b, out, k, n);
            }
            fn times(a: &ArrayView<'_, Self>, b: &ArrayView<'_, Self>) -> Result<Array<Self>> {
                Ok(numoxide_ufunc::$times(a, b)?)
            }
            fn conjugate(self) -> Self {
                self
            }
            fn multiplied(self, other: Self) -> Self {
                $product(self, other)
            }
            fn minor(a: Self, b: Self, c: Self, d: Self) -> Self {
                $minor(a, b, c, d)
            }
        }
    )*};
}
rings! {
    bool, logical_and, |a, b| a & b, |a: bool, b: bool, c: bool, d: bool| (a & b) ^ (c & d);
    i8, multiply, i8::wrapping_mul, |a: i8, b: i8, c: i8, d: i8| a.wrapping_mul(b).wrapping_sub(c.wrapping_mul(d));
    i16, multiply, i16::wrapping_mul, |a: i16, b: i16, c: i16, d: i16| a.wrapping_mul(b).wrapping_sub(c.wrapping_mul(d));
    i32, multiply, i32::wrapping_mul, |a: i32, b: i32, c: i32, d: i32| a.wrapping_mul(b).wrapping_sub(c.wrapping_mul(d));
    i64, multiply, i64::wrapping_mul, |a: i64, b: i64, c: i64, d: i64| a.wrapping_mul(b).wrapping_sub(c.wrapping_mul(d));
    u8, multiply, u8::wrapping_mul, |a: u8, b: u8, c: u8, d: u8| a.wrapping_mul(b).wrapping_sub(c.wrapping_mul(d));
    u16, multiply, u16::wrapping_mul, |a: u16, b: u16, c: u16, d: u16| a.wrapping_mul(b).wrapping_sub(c.wrapping_mul(d));
    u32, multiply, u32::wrapping_mul, |a: u32, b: u32, c: u32, d: u32| a.wrapping_mul(b).wrapping_sub(c.wrapping_mul(d));
    u64, multiply, u64::wrapping_mul, |a: u64, b: u64, c: u64, d: u64| a.wrapping_mul(b).wrapping_sub(c.wrapping_mul(d));
}

macro_rules! halves {
    ($($ty:ty)*) => {$(
        impl Product for $ty {
            /// In `f32`, rounded once.
            fn products(
                op: &'static str,
                a: &ArrayView<'_, Self>,
                b: &ArrayView<'_, Self>,
                stack: &[usize],
                out: &mut [Self],
            ) -> Result<()> {
                let (a, b) = (a.to_owned()?.astype::<f32>()?, b.to_owned()?.astype::<f32>()?);
                let mut wide = Array::<f32>::zeros(out.len())?;
                let items = wide.as_slice_mut().unwrap_or(&mut []);
                by_backend(op, &a.view(), &b.view(), stack, items)?;
                for (out, &x) in out.iter_mut().zip(items.iter()) {
                    *out = <$ty>::from_f32(x);
                }
                Ok(())
            }
            fn few([_, k, n]: [usize; 3], a: &[Self], b: &[Self], out: &mut [Self]) {
                for (i, out) in out.iter_mut().enumerate() {
                    let row = a[i / n * k..][..k].iter().zip(b[i % n..].iter().step_by(n));
                    *out = <$ty>::from_f32(row.map(|(a, b)| a.to_f32() * b.to_f32()).sum());
                }
            }
            fn times(a: &ArrayView<'_, Self>, b: &ArrayView<'_, Self>) -> Result<Array<Self>> {
                Ok(numoxide_ufunc::multiply(a, b)?)
            }
            fn conjugate(self) -> Self {
                self
            }
            fn multiplied(self, other: Self) -> Self {
                self * other
            }
            fn minor(a: Self, b: Self, c: Self, d: Self) -> Self {
                a * b - c * d
            }
        }
    )*};
}
halves!(f16 bf16);
