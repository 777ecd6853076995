//! The scalar bodies of the universal functions, one file per family.

pub mod compare;
pub mod complex;
pub mod float;
pub mod integer;
pub mod logic;
pub mod numbers;
