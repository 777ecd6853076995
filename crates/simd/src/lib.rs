//! CPU levels, one [`dispatch`], and lane mathematics over plain slices.
//!
//! This crate is the bottom of the house: it knows slices and numbers, not arrays. Everything above
//! reaches the vector units through one road:
//!
//! 1. a loop is written once, as a [`Kernel`] whose body is branch-free scalar code;
//! 2. [`dispatch`] runs it inside a function that carries the target features of the processor's
//!    [`Level`], so that the compiler vectorises the body anew for each level;
//! 3. mathematical bodies ask the level for [`Isa::fma`] instead of calling `mul_add`, so that they
//!    stay fast where the processor has no fused multiply-add.
//!
//! Tails run the same scalar arithmetic as the vectorised middle, therefore the same input gives the
//! same bits at any length and, on levels with FMA, at any level.

pub mod ahead;
pub mod convert;
pub mod divide;
mod level;
pub mod math;
pub mod matmul;
pub mod powers;
pub mod reduce;
pub mod select;
pub mod sort;
pub mod stream;
pub mod transpose;
mod vector;

pub use level::{
    Baseline, Isa, Kernel, Level, available_levels, dispatch, dispatch_from_memory, force_level, level,
};
#[cfg(target_arch = "x86_64")]
pub use level::{V3, V4};
