//! What can go wrong with arrays, as structured values.

use crate::dtype::{Casting, DType};

/// The result of an operation on arrays.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error of an array operation. Every variant carries what a program needs to react to it, and its
/// message names the operation, the shapes and the axis that were wrong.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Operands whose shapes cannot be broadcast together.
    #[error("{op}: operands could not be broadcast together with shapes {left:?} {right:?}")]
    Broadcast {
        /// The operation.
        op: &'static str,
        /// The shape of the operands so far.
        left: Vec<usize>,
        /// The shape that does not fit it.
        right: Vec<usize>,
    },
    /// Two shapes that had to agree.
    #[error("{op}: expected shape {expected:?}, found {found:?}")]
    Shape {
        /// The operation.
        op: &'static str,
        /// The shape that was needed.
        expected: Vec<usize>,
        /// The shape that was given.
        found: Vec<usize>,
    },
    /// A shape that holds a different number of items than the array it should describe.
    #[error("{op}: cannot shape an array of shape {from:?} ({len} items) into {to:?}")]
    Reshape {
        /// The operation.
        op: &'static str,
        /// The present shape.
        from: Vec<usize>,
        /// The wanted shape; -1 is "whatever fits".
        to: Vec<isize>,
        /// The items of the array.
        len: usize,
    },
    /// An operation that needs another number of axes.
    #[error("{op}: needs {expected}, found {found} axes")]
    Rank {
        /// The operation.
        op: &'static str,
        /// What it needs, in words ("at least 1 axis").
        expected: &'static str,
        /// The axes it was given.
        found: usize,
    },
    /// An axis number outside `-ndim..ndim`.
    #[error("{op}: axis {axis} is out of bounds for array of dimension {ndim}")]
    Axis {
        /// The operation.
        op: &'static str,
        /// The axis as it was given.
        axis: isize,
        /// The axes of the array.
        ndim: usize,
    },
    /// The same axis named twice.
    #[error("{op}: axis {axis} is named twice")]
    DuplicateAxis {
        /// The operation.
        op: &'static str,
        /// The axis, counted from the front.
        axis: usize,
    },
    /// An index outside `-len..len`.
    #[error("index {index} is out of bounds for axis {axis} with size {len}")]
    Index {
        /// The index as it was given.
        index: isize,
        /// The axis it was meant for.
        axis: usize,
        /// The size of that axis.
        len: usize,
    },
    /// More indices than axes.
    #[error("too many indices for array: array is {ndim}-dimensional, but {indices} were indexed")]
    TooManyIndices {
        /// The axes of the array.
        ndim: usize,
        /// The indices given.
        indices: usize,
    },
    /// A slice with step 0.
    #[error("slice step cannot be zero")]
    ZeroStep,
    /// A boolean mask whose shape does not match the axes it selects from.
    #[error("boolean index of shape {mask:?} does not match indexed array of shape {shape:?}")]
    MaskShape {
        /// The shape of the mask.
        mask: Vec<usize>,
        /// The shape of the indexed array.
        shape: Vec<usize>,
    },
    /// A shape or size that does not fit the address space, overflows, or has more than 64 axes.
    #[error("{op}: size does not fit: {what}")]
    Size {
        /// The operation.
        op: &'static str,
        /// What does not fit.
        what: String,
    },
    /// Memory that could not be had.
    #[error("out of memory: {bytes} bytes could not be allocated")]
    OutOfMemory {
        /// The size of the block.
        bytes: usize,
    },
    /// An operation that has no meaning for this dtype.
    #[error("{op}: not supported for dtype {dtype}")]
    DType {
        /// The operation.
        op: &'static str,
        /// The dtype.
        dtype: String,
    },
    /// No loop of a universal function takes these dtypes.
    #[error("{op}: no loop for the input types {dtypes:?}")]
    NoLoop {
        /// The function.
        op: &'static str,
        /// The dtypes of its operands.
        dtypes: Vec<DType>,
    },
    /// A cast that the casting rule forbids.
    #[error("{op}: cannot cast from {from} to {to} with casting rule {casting}")]
    Cast {
        /// The operation.
        op: &'static str,
        /// The dtype of the data.
        from: DType,
        /// The dtype that was wanted.
        to: DType,
        /// The rule.
        casting: Casting,
    },
    /// A reduction of no items without an identity.
    #[error("{op}: zero-size array to reduction operation which has no identity")]
    EmptyReduction {
        /// The operation.
        op: &'static str,
    },
    /// A floating-point event that `errstate` turns into an error.
    #[error("{op}: {event}")]
    FloatingPoint {
        /// The operation.
        op: &'static str,
        /// What happened.
        event: crate::errstate::Event,
    },
    /// Writing to memory that its owner lends read-only.
    #[error("{op}: destination is read-only")]
    ReadOnly {
        /// The operation.
        op: &'static str,
    },
    /// An argument outside its domain.
    #[error("{op}: {what}")]
    Value {
        /// The operation.
        op: &'static str,
        /// What is wrong with it.
        what: String,
    },
}

impl Error {
    /// An [`Error::Value`].
    #[cold]
    pub fn value(op: &'static str, what: impl Into<String>) -> Self {
        Error::Value { op, what: what.into() }
    }

    /// An [`Error::Size`].
    #[cold]
    pub fn size(op: &'static str, what: impl Into<String>) -> Self {
        Error::Size { op, what: what.into() }
    }
}
