//! Matrices made by a rule, as SciPy has them.
//!
//! Those made of vectors make one matrix of each vector along the last axis.

mod binomial;
mod joined;
mod orthogonal;
mod vectors;

pub use binomial::{Triangle, Whole, hilbert, invhilbert, invpascal, pascal};
pub use joined::{block_diag, khatri_rao};
pub use orthogonal::{DftScale, dft, hadamard, helmert};
pub use vectors::{
    ConvolutionMode, circulant, companion, convolution_matrix, fiedler, fiedler_companion, hankel, leslie,
    toeplitz,
};
