//! The scalar bodies of the universal functions, one file per family.

pub mod compare;
pub mod complex;
pub mod float;
pub mod integer;
pub mod logic;
#[allow(unsafe_code)]
pub mod math;
pub mod numbers;
pub mod powers;
pub mod values;
