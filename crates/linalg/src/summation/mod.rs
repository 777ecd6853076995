//! Einstein's summation, by products of matrices wherever there is something to sum.

mod contract;
mod path;
mod subscripts;

use numoxide_core::{Array, ArrayView, AsView};

pub use path::{EinsumPath, Optimize};

use crate::products::Product;
use crate::{Error, Result};
use contract::{Labelled, finish, pair};
use subscripts::Subscripts;

/// Sums products of the items of `operands` over the subscripts that the output does not have. NumPy: `einsum`.
///
/// Takes NumPy's whole grammar: repeated subscripts (diagonals), `...`, and the output implied where there is no `->`.
/// More than two operands are multiplied in pairs, in the order that [`Optimize::Greedy`] finds.
///
/// # Errors
/// [`Error::Subscripts`] if the subscripts are malformed or do not fit the operands.
///
/// ```
/// use numoxide_core::array;
/// use numoxide_linalg::products::einsum;
///
/// let a = array![[1, 2], [3, 4]];
/// assert_eq!(einsum("ij,jk->ik", &[&a, &a])?.to_vec(), [7, 10, 15, 22]);
/// assert_eq!(einsum("ii", &[&a])?.to_vec(), [5]);
/// assert_eq!(einsum("...j->...", &[&a])?.to_vec(), [3, 7]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn einsum<T: Product>(subscripts: &str, operands: &[&dyn AsView<T>]) -> Result<Array<T>> {
    einsum::with(subscripts, operands).run()
}

/// The keyword arguments of [`einsum`](fn@einsum).
pub mod einsum {
    use super::*;

    /// A summation being put together.
    #[must_use = "a call does nothing before `run`"]
    pub struct Call<'a, T> {
        subscripts: &'a str,
        operands: Vec<ArrayView<'a, T>>,
        optimize: Optimize,
    }

    /// The summation of `operands`.
    pub fn with<'a, T: Product>(subscripts: &'a str, operands: &'a [&'a dyn AsView<T>]) -> Call<'a, T> {
        let operands = operands.iter().map(|operand| operand.as_view()).collect();
        Call { subscripts, operands, optimize: Optimize::Greedy }
    }

    impl<T: Product> Call<'_, T> {
        /// The order of products.
        pub fn optimize(mut self, optimize: Optimize) -> Self {
            self.optimize = optimize;
            self
        }

        /// The sum.
        ///
        /// # Errors
        /// As [`einsum`](fn@super::einsum).
        pub fn run(self) -> Result<Array<T>> {
            summed(self.subscripts, &self.operands, &self.optimize)
        }
    }
}

fn summed<T: Product>(text: &str, operands: &[ArrayView<'_, T>], optimize: &Optimize) -> Result<Array<T>> {
    let shapes: Vec<&[usize]> = operands.iter().map(|operand| operand.shape()).collect();
    let subscripts = Subscripts::parse(text, &shapes)?;
    // One operand has nothing to be multiplied by.
    let alone = operands.len() == 1 && !matches!(optimize, Optimize::Path(_));
    let path = if alone { Vec::new() } else { path::find(&subscripts, optimize)? };
    let mut left: Vec<Labelled<'_, T>> = operands
        .iter()
        .zip(&subscripts.inputs)
        .map(|(view, labels)| Labelled::new(view, labels, &subscripts))
        .collect::<Result<_>>()?;
    for step in &path {
        let mut step = step.clone();
        step.sort_unstable();
        let mut taken: Vec<Labelled<'_, T>> = step.iter().rev().map(|&at| left.remove(at)).collect();
        while taken.len() > 1 {
            let (a, b) = (taken.pop().expect("two of them"), taken.pop().expect("two of them"));
            let others = left.iter().chain(&taken).flat_map(|operand| operand.labels.iter());
            let kept: Vec<u32> = others.chain(&subscripts.output).copied().collect();
            taken.push(pair(a, b, &kept)?);
        }
        left.extend(taken);
    }
    match left.pop() {
        Some(last) if left.is_empty() => finish(last, &subscripts),
        _ => Err(Error::subscripts("the path does not reach a single array")),
    }
}

/// The order of products that [`einsum`](fn@einsum) would take, and what it costs. NumPy: `einsum_path`.
///
/// # Errors
/// As [`einsum`](fn@einsum).
///
/// ```
/// use numoxide_core::Array;
/// use numoxide_linalg::products::{Optimize, einsum_path};
///
/// let (a, b, c) = (Array::<f64>::ones([2, 9])?, Array::ones([9, 9])?, Array::ones([9, 1])?);
/// let found = einsum_path("ij,jk,kl->il", &[&a, &b, &c], Optimize::Optimal)?;
/// assert_eq!(found.path, [[1, 2], [0, 1]]);
/// # Ok::<(), numoxide_linalg::Error>(())
/// ```
pub fn einsum_path<T: Product>(
    subscripts: &str,
    operands: &[&dyn AsView<T>],
    optimize: Optimize,
) -> Result<EinsumPath> {
    let views: Vec<ArrayView<'_, T>> = operands.iter().map(|operand| operand.as_view()).collect();
    let shapes: Vec<&[usize]> = views.iter().map(|view| view.shape()).collect();
    let subscripts = Subscripts::parse(subscripts, &shapes)?;
    let path = path::find(&subscripts, &optimize)?;
    Ok(EinsumPath::new(&subscripts, path))
}
