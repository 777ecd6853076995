//! Elementary functions as branch-free scalar bodies, and their loops over slices.

pub mod complex;
pub mod f32;
pub mod f64;
mod map;
