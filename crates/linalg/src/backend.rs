//! The backend in use.

use std::sync::{LazyLock, RwLock};

use numoxide_backend::{Backend, Field, Routines};
use numoxide_core::Float;
use numoxide_core::driver::num_threads;

#[cfg(any(
    all(feature = "openblas", feature = "mkl"),
    all(feature = "openblas", feature = "accelerate"),
    all(feature = "mkl", feature = "accelerate"),
))]
compile_error!(
    "choose one of the features `openblas`, `mkl` and `accelerate`: of two libraries that are linked, one silently wins"
);

static CHOSEN: RwLock<Option<&'static dyn Backend>> = RwLock::new(None);

/// What the features and the environment say.
static DEFAULT: LazyLock<&'static dyn Backend> = LazyLock::new(|| {
    let backend = loaded().unwrap_or_else(linked);
    backend.set_threads(num_threads());
    backend
});

#[cfg(feature = "runtime")]
fn loaded() -> Option<&'static dyn Backend> {
    let found = numoxide_backend_runtime::from_environment()?;
    Some(found.unwrap_or_else(|error| panic!("{}: {error}", numoxide_backend_runtime::VARIABLE)))
}

#[cfg(not(feature = "runtime"))]
fn loaded() -> Option<&'static dyn Backend> {
    None
}

#[cfg(feature = "openblas")]
use numoxide_backend_openblas::openblas as linked;

#[cfg(all(feature = "mkl", not(feature = "openblas")))]
use numoxide_backend_mkl::mkl as linked;

#[cfg(all(feature = "accelerate", not(any(feature = "openblas", feature = "mkl"))))]
use numoxide_backend_accelerate::accelerate as linked;

#[cfg(not(any(feature = "openblas", feature = "mkl", feature = "accelerate")))]
fn linked() -> &'static dyn Backend {
    numoxide_backend::pure()
}

/// The backend in use: what [`set_backend`] was given, else the one that the features chose.
///
/// # Panics
/// With the feature `runtime`, if the environment variable `NUMOXIDE_BLAS` names what is no library of BLAS and LAPACK.
///
/// ```
/// println!("linear algebra by {}", numoxide_linalg::backend().name());
/// ```
pub fn backend() -> &'static dyn Backend {
    let chosen = CHOSEN.read().map_or(None, |chosen| *chosen);
    chosen.unwrap_or_else(|| *DEFAULT)
}

/// Makes all of linear algebra use `backend` from now on, on as many threads as the rest of the library. Only final
/// programs should choose.
///
/// ```
/// numoxide_linalg::set_backend(numoxide_backend::pure());
/// assert_eq!(numoxide_linalg::backend().name(), "pure Rust");
/// ```
pub fn set_backend(backend: &'static dyn Backend) {
    backend.set_threads(num_threads());
    if let Ok(mut chosen) = CHOSEN.write() {
        *chosen = Some(backend);
    }
}

/// What matrices to be factored are made of: `f32`, `f64`, and complex numbers of them.
pub trait Inexact: Float + Field<Real: Float> {}

impl<T: Float + Field<Real: Float>> Inexact for T {}

/// The routines for a type.
pub(crate) fn routines<T: Field>() -> &'static dyn Routines<T> {
    T::routines(backend())
}
