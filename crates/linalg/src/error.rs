//! What can go wrong in linear algebra.

use numoxide_backend::Failure;

/// The result of a function of linear algebra.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error of linear algebra. In a stack, `matrix` is the index of the matrix it is about; it is empty where there is
/// only one.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An error of arrays: shapes, axes, memory.
    #[error(transparent)]
    Array(#[from] numoxide_core::Error),
    /// A matrix that must be square and is not.
    #[error("{op}: the last two axes must be square, found shape {shape:?}")]
    NotSquare {
        /// The operation.
        op: &'static str,
        /// The shape.
        shape: Vec<usize>,
    },
    /// A NaN or an infinity where the result would be meaningless.
    #[error("{op}: NaN or infinity at {index:?}")]
    NonFinite {
        /// The operation.
        op: &'static str,
        /// The place of the first one.
        index: Vec<usize>,
    },
    /// A matrix without an inverse.
    #[error("{op}: singular matrix {matrix:?}")]
    Singular {
        /// The operation.
        op: &'static str,
        /// The index of the matrix in its stack.
        matrix: Vec<usize>,
    },
    /// A matrix that is not positive definite.
    #[error(
        "{op}: matrix {matrix:?} is not positive definite: its leading minor of order {order} is not positive"
    )]
    NotPositiveDefinite {
        /// The operation.
        op: &'static str,
        /// The index of the matrix in its stack.
        matrix: Vec<usize>,
        /// The order of the minor.
        order: usize,
    },
    /// An iteration that did not converge.
    #[error("{op}: no convergence for matrix {matrix:?}")]
    NotConverged {
        /// The operation.
        op: &'static str,
        /// The index of the matrix in its stack.
        matrix: Vec<usize>,
    },
    /// A function of a real matrix that is not real: with the same items as complex numbers, it has a result.
    #[error("{op}: the result for matrix {matrix:?} is not real")]
    NotReal {
        /// The operation.
        op: &'static str,
        /// The index of the matrix in its stack.
        matrix: Vec<usize>,
    },
    /// A matrix without items, where there must be some.
    #[error("{op}: empty matrix")]
    Empty {
        /// The operation.
        op: &'static str,
    },
    /// An extent beyond the integers of the backend.
    #[error("{op}: an extent of {extent} exceeds the integers of the backend")]
    TooLarge {
        /// The operation.
        op: &'static str,
        /// The extent.
        extent: usize,
    },
    /// Subscripts of `einsum` that say nothing, or not what the operands are.
    #[error("einsum: {what}")]
    Subscripts {
        /// What is wrong.
        what: String,
    },
}

impl From<Error> for numoxide_core::Error {
    /// NumPy's `LinAlgError` is a `ValueError`, and so is this.
    fn from(error: Error) -> Self {
        match error {
            Error::Array(error) => error,
            other => numoxide_core::Error::value("linalg", other.to_string()),
        }
    }
}

impl Error {
    /// The error of a backend, about one matrix of a stack.
    #[cold]
    pub(crate) fn from_failure(op: &'static str, matrix: &[usize], failure: Failure) -> Self {
        let matrix = matrix.to_vec();
        match failure {
            Failure::NotPositiveDefinite { order } => Error::NotPositiveDefinite { op, matrix, order },
            Failure::TooLarge { extent } => Error::TooLarge { op, extent },
            _ => Error::NotConverged { op, matrix },
        }
    }

    #[cold]
    pub(crate) fn subscripts(what: impl Into<String>) -> Self {
        Error::Subscripts { what: what.into() }
    }
}
