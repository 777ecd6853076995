//! What the tests of numoxide share: NumPy's answers, distances in ULP, and strange layouts.
//!
//! This package is never published. Its answers come from files that `cargo xtask golden` makes with a pinned
//! NumPy, never from our own code.

pub mod alloc;
pub mod calls;
pub mod conformance;
pub mod golden;
pub mod strange;
pub mod ulp;

pub use golden::{Golden, golden};
