//! The contract of `numoxide-backend` over a library of BLAS and LAPACK, whichever it is and however it got here.
//!
//! [`Library`] is filled from a function that finds the address of a routine by its Fortran name. For a library that is
//! linked, [`linked!`] writes that function; one that is loaded at run time brings its own. This crate links nothing.
//!
//! # Why the Fortran symbols
//!
//! They are what every vendor has: OpenBLAS, MKL, Accelerate, BLIS and the reference. C BLAS is missing from some and
//! LAPACKE from most; bindings to either fix the width of integers. Each routine is called by its Fortran interface:
//! everything by pointer, lengths of strings as hidden arguments at the end, no complex number returned by value (the one
//! thing on which Fortran compilers disagree).

mod integer;
mod kinds;
mod library;
mod roomy;
mod routines;
mod symbols;

pub use integer::Int;
pub use library::{Library, Threads};
pub use symbols::{Address, Missing};
