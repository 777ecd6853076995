//! Square matrices in double precision, with the arithmetic that functions of them are made of.

use std::any::Any;
use std::cell::RefCell;

use numoxide_backend::{Failure, Field, Mat, MatMut};

use super::Undefined;
use crate::backend::routines;

/// A square matrix, column by column.
pub struct Square<D: 'static> {
    pub n: usize,
    pub items: Vec<D>,
}

/// Matrices that are kept, and of which size.
const KEPT: usize = 16;
const KEPT_ITEMS: usize = 1 << 16;

thread_local! {
    /// The memory of matrices that are gone, for those that come: fresh pages cost as much as the sums that are made in them.
    static GONE: RefCell<Vec<Box<dyn Any>>> = const { RefCell::new(Vec::new()) };
}

/// An empty vector with room for so many items.
fn room<D: 'static>(len: usize) -> Vec<D> {
    let kept = GONE.try_with(|gone| {
        let mut gone = gone.borrow_mut();
        let fits = |kept: &Box<dyn Any>| kept.downcast_ref::<Vec<D>>().is_some_and(|v| v.capacity() >= len);
        gone.iter().rposition(fits).map(|at| gone.swap_remove(at))
    });
    match kept.ok().flatten().map(Box::<dyn Any>::downcast) {
        Some(Ok(vector)) => *vector,
        _ => Vec::with_capacity(len),
    }
}

impl<D: 'static> Drop for Square<D> {
    fn drop(&mut self) {
        let mut items = std::mem::take(&mut self.items);
        items.clear();
        if items.capacity() == 0 || items.capacity() > KEPT_ITEMS {
            return;
        }
        // At the end of a thread there is nothing left to keep it.
        let _ = GONE.try_with(|gone| {
            let mut gone = gone.borrow_mut();
            if gone.len() < KEPT {
                gone.push(Box::new(items));
            }
        });
    }
}

impl<D: Field<Real = f64>> Clone for Square<D> {
    fn clone(&self) -> Self {
        self.map(|&x| x)
    }
}

impl<D: Field<Real = f64>> Square<D> {
    pub fn new(n: usize, items: impl Iterator<Item = D>) -> Self {
        let mut all = room(n * n);
        all.extend(items);
        Square { n, items: all }
    }

    /// `value` on the diagonal.
    pub fn scalar(n: usize, value: D) -> Self {
        let mut items = room(n * n);
        items.resize(n * n, D::ZERO);
        items.iter_mut().step_by(n + 1).for_each(|x| *x = value);
        Square { n, items }
    }

    pub fn at(&self, i: usize, j: usize) -> D {
        self.items[i + j * self.n]
    }

    pub fn set(&mut self, i: usize, j: usize, value: D) {
        self.items[i + j * self.n] = value;
    }

    pub fn col(&self, j: usize) -> &[D] {
        &self.items[j * self.n..][..self.n]
    }

    pub fn diagonal(&self) -> Vec<D> {
        (0..self.n).map(|i| self.at(i, i)).collect()
    }

    pub fn map<E: Field<Real = f64>>(&self, f: impl FnMut(&D) -> E) -> Square<E> {
        Square::new(self.n, self.items.iter().map(f))
    }

    pub fn scaled(&self, factor: f64) -> Self {
        self.map(|&x| x * D::from_real(factor))
    }

    /// Multiplies by a factor.
    pub fn scale(&mut self, factor: f64) {
        self.items.iter_mut().for_each(|x| *x *= D::from_real(factor));
    }

    /// The sum with a multiple of another matrix.
    pub fn plus(mut self, factor: f64, other: &Self) -> Self {
        let factor = D::from_real(factor);
        self.items.iter_mut().zip(&other.items).for_each(|(x, &y)| *x += factor * y);
        self
    }

    /// The sum with a multiple of the identity.
    pub fn shifted(mut self, shift: f64) -> Self {
        (0..self.n).for_each(|i| self.items[i * (self.n + 1)] += D::from_real(shift));
        self
    }

    pub fn transpose(&self) -> Self {
        let n = self.n;
        Square::new(n, (0..n * n).map(|at| self.at(at / n.max(1), at % n.max(1))))
    }

    fn mat(&self) -> Mat<'_, D> {
        Mat::new(&self.items, self.n, self.n)
    }

    pub fn times(&self, other: &Self) -> Result<Self, Failure> {
        self.product(self.mat(), other.mat())
    }

    /// The product with the conjugate transpose of another matrix.
    pub fn times_adjoint(&self, other: &Self) -> Result<Self, Failure> {
        self.product(self.mat(), other.mat().adjoint())
    }

    fn product(&self, left: Mat<'_, D>, right: Mat<'_, D>) -> Result<Self, Failure> {
        let n = self.n;
        let mut product = Square::scalar(n, D::ZERO);
        routines::<D>().gemm(D::ONE, left, right, D::ZERO, MatMut::new(&mut product.items, n, n))?;
        Ok(product)
    }

    /// `self⁻¹ b`.
    pub fn solve(mut self, mut b: Self) -> Result<Self, Undefined> {
        let n = self.n;
        let mut pivots = vec![0; n];
        if routines::<D>().getrf(MatMut::new(&mut self.items, n, n), &mut pivots)?.is_some() {
            return Err(Undefined::Singular);
        }
        routines::<D>().getrs(self.mat(), &pivots, MatMut::new(&mut b.items, n, n))?;
        Ok(b)
    }

    /// The same, of an upper triangle.
    pub fn solve_upper(&self, mut b: Self) -> Result<Self, Failure> {
        routines::<D>().trsm(self.mat(), false, false, MatMut::new(&mut b.items, self.n, self.n))?;
        Ok(b)
    }

    /// A power by repeated squares.
    pub fn power(&self, mut exponent: u64) -> Result<Self, Failure> {
        let (mut square, mut result) = (self.clone(), Square::scalar(self.n, D::ONE));
        while exponent > 0 {
            if exponent % 2 == 1 {
                result = result.times(&square)?;
            }
            exponent /= 2;
            if exponent > 0 {
                square = square.times(&square)?;
            }
        }
        Ok(result)
    }

    /// The largest sum of absolute values of a column.
    pub fn norm(&self) -> f64 {
        (0..self.n).map(|j| sum_of_sizes(self.col(j))).fold(0.0, f64::max)
    }

    /// Whether all below the diagonal is 0.
    pub fn is_upper(&self) -> bool {
        (0..self.n).all(|j| self.col(j)[j + 1..].iter().all(|&x| x == D::ZERO))
    }

    /// Whether all above the diagonal is 0.
    pub fn is_lower(&self) -> bool {
        (0..self.n).all(|j| self.col(j)[..j].iter().all(|&x| x == D::ZERO))
    }

    /// Clears what is below the diagonal.
    pub fn keep_upper(&mut self) {
        let n = self.n;
        (0..n).for_each(|j| self.items[j * n + j + 1..(j + 1) * n].fill(D::ZERO));
    }

    /// `self x`.
    pub fn apply(&self, x: &[D]) -> Vec<D> {
        let mut y = vec![D::ZERO; self.n];
        for (j, &factor) in x.iter().enumerate() {
            y.iter_mut().zip(self.col(j)).for_each(|(y, &a)| *y += a * factor);
        }
        y
    }

    /// `selfᴴ x`.
    pub fn apply_adjoint(&self, x: &[D]) -> Vec<D> {
        (0..self.n).map(|j| dot(self.col(j), x)).collect()
    }
}

/// Sums that do not wait for each other.
const SUMS: usize = 8;

/// `aᴴ x`.
fn dot<D: Field>(a: &[D], x: &[D]) -> D {
    let (a, rest_of_a) = a.as_chunks::<SUMS>();
    let (x, rest_of_x) = x.as_chunks::<SUMS>();
    let mut sums = [D::ZERO; SUMS];
    for (a, x) in a.iter().zip(x) {
        (0..SUMS).for_each(|lane| sums[lane] += a[lane].conj() * x[lane]);
    }
    let rest = rest_of_a.iter().zip(rest_of_x).fold(D::ZERO, |sum, (&a, &x)| sum + a.conj() * x);
    sums.iter().fold(rest, |sum, &lane| sum + lane)
}

/// The sum of absolute values.
fn sum_of_sizes<D: Field<Real = f64>>(x: &[D]) -> f64 {
    let (x, rest) = x.as_chunks::<SUMS>();
    let mut sums = [0.0; SUMS];
    for x in x {
        (0..SUMS).for_each(|lane| sums[lane] += x[lane].abs());
    }
    sums.iter().sum::<f64>() + rest.iter().map(|x| x.abs()).sum::<f64>()
}
