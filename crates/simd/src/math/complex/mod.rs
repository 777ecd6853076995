//! Elementary functions of complex numbers.
//!
//! The bodies are those of `c128`, whose parts are `f64`; `c64` computes in `f64` too, and rounds once. Special values
//! are those of C99's Annex G as NumPy gives them on Linux.

pub mod c128;
pub mod c64;
mod size;
