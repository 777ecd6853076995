//! The backend in use.

use std::sync::RwLock;

use numoxide_backend::{Backend, Field, Routines, pure};
use numoxide_core::Float;

static CHOSEN: RwLock<Option<&'static dyn Backend>> = RwLock::new(None);

/// The backend in use.
///
/// ```
/// assert_eq!(numoxide_linalg::backend().name(), "pure Rust (gemm, faer)");
/// ```
pub fn backend() -> &'static dyn Backend {
    let chosen = CHOSEN.read().map_or(None, |chosen| *chosen);
    chosen.unwrap_or(pure())
}

/// Makes all of linear algebra use `backend` from now on. Only final programs should choose.
pub fn set_backend(backend: &'static dyn Backend) {
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
