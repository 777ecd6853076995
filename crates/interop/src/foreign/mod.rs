//! Memory that belongs to somebody else: the only modules here with `unsafe` code.

pub mod arrow;
pub mod dlpack;
pub mod mmap;
