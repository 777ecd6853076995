//! Products of vectors, matrices and tensors: the functions that NumPy has in its main namespace.

mod matrices;
mod multiply;
mod tensor;
mod vector_product;
mod vectors;

pub use crate::summation::{EinsumPath, Optimize, einsum, einsum_path};
pub use matrices::{matmul, matvec, multi_dot, vecmat};
pub use multiply::Product;
pub use tensor::{TensorAxes, kron, tensordot, trace};
pub use vector_product::cross;
pub use vectors::{dot, inner, outer, vdot, vecdot};

pub(crate) use matrices::multiplied;
pub(crate) use tensor::reshaped;
