//! The linear algebra of numoxide: products, `einsum`, solvers, decompositions and norms.
//!
//! Products take every scalar type; the rest takes `f32`, `f64` and complex numbers of them. Functions work on the last
//! two axes of whatever they are given, and broadcast the axes before as stacks of matrices. Keyword arguments are a
//! builder in the module of the function's name.
//!
//! ```
//! use numoxide_core::array;
//! use numoxide_linalg::{matmul, solve};
//!
//! let a = array![[3.0f64, 1.0], [1.0, 2.0]];
//! let x = solve(&a, [9.0, 8.0])?;
//! assert!(x.iter().zip([2.0, 3.0]).all(|(x, y)| (x - y).abs() < 1e-14));
//! assert_eq!(matmul(&a, &a)?.to_vec(), [10.0, 5.0, 5.0, 5.0]);
//! # Ok::<(), numoxide_linalg::Error>(())
//! ```
//!
//! # Who does the work
//!
//! Everything goes through the contract of `numoxide-backend`, which the pure-Rust implementation fills. A final program may choose a vendor's library instead: by one of the features `openblas`, `mkl` and
//! `accelerate`, which link it; by the feature `runtime`, with which the environment variable `NUMOXIDE_BLAS` names a
//! library when the program starts; or by [`set_backend`]. [`show_config`] says which one it is.
//!
//! # Errors
//!
//! A NaN or an infinity in a matrix to be factored is [`Error::NonFinite`] with its place, since LAPACK's answer would be
//! meaningless. In a stack, errors say which matrix they are about.

#![deny(unsafe_code)]

pub mod any;
mod assumed;
mod backend;
mod banded;
mod columns;
mod config;
mod definite;
mod error;
mod factors;
mod forms;
mod functions;
mod generalized;
mod indefinite;
mod lend;
mod levinson;
mod norms;
mod pivoted;
pub mod products;
mod rank;
mod sides;
mod special;
mod spectral;
mod subspaces;
mod summation;
mod systems;
mod tensors;
mod triangular;

pub use assumed::{Assume, solve};
pub use backend::{Inexact, backend, set_backend};
pub use banded::{BandedCholesky, cho_solve_banded, cholesky_banded, solve_banded, solveh_banded};
pub use config::{Config, set_num_threads, show_config};
pub use error::{Error, Result};
pub use factors::{IndexedLu, Lu, LuFactor, PermutedLu, lu, lu_factor, lu_solve};
pub use forms::{Hessenberg, Schur, hessenberg, rsf2csf, schur};
pub use functions::{
    coshm, cosm, expm, fractional_matrix_power, funm, logm, signm, sinhm, sinm, sqrtm, tanhm, tanm,
};
pub use generalized::{EighType, HomogeneousEig, Qz, eig, eigh, qz};
pub use indefinite::{Ldl, ldl};
pub use levinson::solve_toeplitz;
pub use norms::{Ord, cond, matrix_norm, norm, vector_norm};
#[cfg(feature = "runtime")]
pub use numoxide_backend_runtime::{LoadError, load as load_backend};
pub use numoxide_core::matrix_transpose;
pub use pivoted::{PivotedQr, Rq, rq};
pub use products::{Product, matmul, multi_dot, tensordot, vecdot};
pub use rank::{matrix_rank, pinv};
pub use sides::Trans;
pub use special::{
    ConvolutionMode, DftScale, Triangle, Whole, block_diag, circulant, companion, convolution_matrix, dft,
    fiedler, fiedler_companion, hadamard, hankel, helmert, hilbert, invhilbert, invpascal, khatri_rao,
    leslie, pascal, toeplitz,
};
pub use spectral::{Eig, Eigh, Qr, Svd, Uplo, eig, eigh, eigvals, eigvalsh, qr, svd, svdvals};
pub use subspaces::{Polar, Side, null_space, orth, pinvh, polar, subspace_angles};
pub use systems::{Slogdet, cholesky, det, inv, slogdet, solve};
pub use tensors::{Lstsq, cross, diagonal, lstsq, matrix_power, outer, tensorinv, tensorsolve, trace};

pub use triangular::{ChoFactor, cho_factor, cho_solve, solve_triangular};
