//! A library: the tables of its routines, and what it says of itself.

use std::ffi::c_int;

use num_complex::Complex;
use numoxide_backend::{Backend, Routines};

use crate::Int;
use crate::routines::Table;
use crate::symbols::{Address, Finder, Missing};

/// How a library is told the number of its threads.
#[derive(Clone, Copy, Debug)]
pub struct Threads {
    /// How many it uses.
    pub get: extern "C" fn() -> c_int,
    /// Lets it use so many.
    pub set: extern "C" fn(c_int),
}

/// A library of BLAS and LAPACK that counts in integers of type `I`.
pub struct Library<I: Int> {
    name: String,
    threads: Option<Threads>,
    f32: Table<f32, I>,
    f64: Table<f64, I>,
    c64: Table<Complex<f32>, I>,
    c128: Table<Complex<f64>, I>,
}

impl<I: Int> Library<I> {
    /// The library whose routines `find` finds by their Fortran names, such as `dgemm`, without decoration.
    ///
    /// # Safety
    /// What `find` returns for the name of a routine of BLAS or LAPACK must be that routine, in integers of type `I`, and
    /// stay good for the rest of the program.
    ///
    /// # Errors
    /// [`Missing`] for the first routine that is not found.
    pub unsafe fn new(
        name: String,
        threads: Option<Threads>,
        find: &dyn Fn(&str) -> Option<Address>,
    ) -> Result<Self, Missing> {
        // SAFETY: what the caller vouches for.
        let finder = unsafe { Finder::new(find) };
        Ok(Library {
            name,
            threads,
            f32: Table::fill(&finder, threads)?,
            f64: Table::fill(&finder, threads)?,
            c64: Table::fill(&finder, threads)?,
            c128: Table::fill(&finder, threads)?,
        })
    }
}

impl<I: Int> Backend for Library<I> {
    fn name(&self) -> String {
        self.name.clone()
    }
    fn integer_bits(&self) -> u32 {
        I::BITS
    }
    fn threads(&self) -> Option<usize> {
        self.threads.and_then(|threads| usize::try_from((threads.get)()).ok())
    }
    fn set_threads(&self, count: usize) {
        if let Some(threads) = self.threads {
            (threads.set)(c_int::try_from(count.max(1)).unwrap_or(c_int::MAX));
        }
    }
    fn f32(&self) -> &dyn Routines<f32> {
        &self.f32
    }
    fn f64(&self) -> &dyn Routines<f64> {
        &self.f64
    }
    fn c64(&self) -> &dyn Routines<Complex<f32>> {
        &self.c64
    }
    fn c128(&self) -> &dyn Routines<Complex<f64>> {
        &self.c128
    }
}
