//! Right-hand sides, which are vectors or matrices, and the triangular matrices that they are solved by.

use numoxide_backend::{Failure, Field, Mat, MatMut};
use numoxide_core::layout::broadcast_shapes;
use numoxide_core::{Array, ArrayView, Error as ArrayError};

use crate::backend::routines;
use crate::columns::{Columns, all_finite, non_finite};
use crate::lend::Stack;
use crate::{Error, Inexact, Result};

/// How a matrix is read: SciPy's `trans`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trans {
    /// As it is: `0` or `"N"`.
    #[default]
    None,
    /// Transposed: `1` or `"T"`.
    Transpose,
    /// Conjugated and transposed: `2` or `"C"`.
    Adjoint,
}

/// Right-hand sides that become solutions.
pub(crate) struct Sides<T> {
    pub columns: Columns<T>,
    vector: bool,
}

impl<T: Inexact> Sides<T> {
    /// A copy of `b`, a vector if it has one axis, of as many rows as `rows` says, for the common stack of all.
    pub fn new(op: &'static str, stacks: &[&[usize]], rows: usize, b: &ArrayView<'_, T>) -> Result<Self> {
        let vector = b.ndim() == 1;
        let given = b;
        let b = if vector { given.expand_dims(1)? } else { given.clone() };
        let Some(depth) = b.ndim().checked_sub(2) else {
            return Err(ArrayError::Rank { op, expected: "at least 1 axis", found: b.ndim() }.into());
        };
        let (stack, matrix) = b.shape().split_at(depth);
        let stack = broadcast_shapes(op, &[stacks, &[stack]].concat())?;
        if matrix[0] != rows {
            let (expected, found) = (vec![rows, matrix[1]], matrix.to_vec());
            return Err(ArrayError::Shape { op, expected, found }.into());
        }
        let columns = Columns::of(op, &b.broadcast_to(&[&stack[..], matrix].concat()[..])?);
        let columns = columns.map_err(|error| match error {
            Error::NonFinite { .. } => non_finite(op, given),
            other => other,
        })?;
        Ok(Sides { columns, vector })
    }

    /// The stack of all.
    pub fn stack(&self) -> &[usize] {
        &self.columns.stack[..]
    }

    /// Whether an item that is not finite, and by which these have been multiplied, would show.
    fn tells_all(&self) -> bool {
        let items = self.columns.items.as_slice().unwrap_or(&[]);
        items.iter().fold(true, |tells, x| tells & x.is_finite() & (*x != <T as Field>::ZERO))
    }

    /// What they have become.
    pub fn into_array(self) -> Result<Array<T>> {
        let found = self.columns.into_array()?;
        Ok(if self.vector { found.squeeze_axes(-1)? } else { found })
    }
}

/// The two last extents, and the stack before them, of matrices that must be square.
pub(crate) fn square<'a, T>(op: &'static str, a: &'a ArrayView<'_, T>) -> Result<(&'a [usize], usize)> {
    let Some(depth) = a.ndim().checked_sub(2) else {
        return Err(ArrayError::Rank { op, expected: "at least 2 axes", found: a.ndim() }.into());
    };
    let (stack, matrix) = a.shape().split_at(depth);
    if matrix[0] != matrix[1] {
        return Err(Error::NotSquare { op, shape: a.shape().to_vec() });
    }
    Ok((stack, matrix[0]))
}

/// Refuses items that are not finite.
pub(crate) fn refuse_non_finite<T: Inexact>(op: &'static str, a: &ArrayView<'_, T>) -> Result<()> {
    let swapped = a.mt()?;
    let finite = match a.as_slice().or_else(|| swapped.as_slice()) {
        Some(items) => all_finite(items),
        None => a.iter().all(|x| x.is_finite()),
    };
    if finite { Ok(()) } else { Err(non_finite(op, a)) }
}

/// Matrices of finite items, lent to the backend for a stack.
pub(crate) fn lent<'a, T: Inexact>(
    op: &'static str,
    a: &ArrayView<'a, T>,
    stack: &[usize],
) -> Result<Stack<'a, T>> {
    refuse_non_finite(op, a)?;
    Stack::new(a, stack)
}

/// Solves by factors, which are not looked through beforehand: that takes as long as to solve. An item of theirs that is not finite
/// leaves a solution that is not, unless it is divided by (which `regular` refuses) or multiplied by 0.
pub(crate) fn solve_by_factors<T: Inexact>(
    op: &'static str,
    factors: &ArrayView<'_, T>,
    x: &mut Sides<T>,
    mut solve: impl FnMut(Mat<'_, T>, usize, &[usize], &mut [T]) -> Result<()>,
) -> Result<()> {
    let lent = Stack::new(factors, x.stack())?;
    let mut told = x.tells_all();
    let solved = x.columns.each(|number, place, x| solve(lent.at(place), number, place, x));
    told &= x.tells_all();
    if !told || solved.is_err() {
        refuse_non_finite(op, factors)?;
    }
    solved
}

/// A triangular matrix and how to solve by it.
#[derive(Clone, Copy)]
pub(crate) struct Triangle<'a, T> {
    pub matrix: Mat<'a, T>,
    /// Which triangle is read, before it is transposed.
    pub lower: bool,
    /// Whether its diagonal is taken to be 1.
    pub unit: bool,
}

impl<T: Inexact> Triangle<'_, T> {
    /// Refuses a 0 on the diagonal, and what is not finite there.
    pub fn regular(&self, op: &'static str, place: &[usize]) -> Result<()> {
        let regular = |x: T| x != <T as Field>::ZERO && x.is_finite();
        if self.unit || (0..self.matrix.rows()).all(|i| regular(self.matrix.at(i, i))) {
            return Ok(());
        }
        Err(Error::Singular { op, matrix: place.to_vec() })
    }

    /// Solves in place of `x`, which has `count` columns.
    pub fn solve(&self, trans: Trans, x: &mut [T], count: usize) -> Result<(), Failure> {
        let n = self.matrix.rows();
        // An adjoint of what may be a transpose already: `Aᴴ x = b` is `Aᵀ conj(x) = conj(b)`.
        let conjugated = T::COMPLEX && trans == Trans::Adjoint;
        if conjugated {
            conjugate(x);
        }
        let (matrix, lower) = match trans {
            Trans::None => (self.matrix, self.lower),
            _ => (self.matrix.t(), !self.lower),
        };
        routines::<T>().trsm(matrix, lower, self.unit, MatMut::new(x, n, count))?;
        if conjugated {
            conjugate(x);
        }
        Ok(())
    }
}

fn conjugate<T: Inexact>(x: &mut [T]) {
    x.iter_mut().for_each(|x| *x = x.conj());
}
