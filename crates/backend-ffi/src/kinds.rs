//! The routines whose arguments differ between real and complex types: singular values and eigenvalues.

mod complex;
mod forms;
mod real;

use num_complex::Complex;
use numoxide_backend::{Failure, Field, MatMut};

use crate::Int;
use crate::routines::Char;
use crate::symbols::{Finder, Missing};

pub(crate) use forms::Forms;

/// One of the four types.
pub(crate) trait Kind: Field {
    /// The first letter of its routines.
    const PREFIX: &'static str;
    /// Its routines of this module.
    type Spectral<I: Int>: Spectral<Self, I>;
    /// Its routines of [`forms`].
    type Forms<I: Int>: Forms<Self, I>;
}

impl Kind for f32 {
    const PREFIX: &'static str = "s";
    type Spectral<I: Int> = real::Table<f32, I>;
    type Forms<I: Int> = forms::Real<f32, I>;
}
impl Kind for f64 {
    const PREFIX: &'static str = "d";
    type Spectral<I: Int> = real::Table<f64, I>;
    type Forms<I: Int> = forms::Real<f64, I>;
}
impl Kind for Complex<f32> {
    const PREFIX: &'static str = "c";
    type Spectral<I: Int> = complex::Table<f32, I>;
    type Forms<I: Int> = forms::Complex<f32, I>;
}
impl Kind for Complex<f64> {
    const PREFIX: &'static str = "z";
    type Spectral<I: Int> = complex::Table<f64, I>;
    type Forms<I: Int> = forms::Complex<f64, I>;
}

/// The routines of the contract, for extents that agree and are not 0.
pub(crate) trait Spectral<T: Kind, I: Int>: Sized + Sync {
    fn fill(finder: &Finder<'_>) -> Result<Self, Missing>;

    fn gesdd(
        &self,
        a: MatMut<'_, T>,
        s: &mut [T::Real],
        vectors: Option<(MatMut<'_, T>, MatMut<'_, T>)>,
    ) -> Result<(), Failure>;

    fn gelsd(
        &self,
        a: MatMut<'_, T>,
        b: MatMut<'_, T>,
        rcond: T::Real,
        s: &mut [T::Real],
    ) -> Result<usize, Failure>;

    fn heevd(&self, a: MatMut<'_, T>, w: &mut [T::Real], vectors: bool) -> Result<(), Failure>;

    fn geev(
        &self,
        a: MatMut<'_, T>,
        w: &mut [Complex<T::Real>],
        vectors: Option<MatMut<'_, Complex<T::Real>>>,
    ) -> Result<(), Failure>;
}

/// Whether an iteration ended well.
fn converged<I: Int>(routine: &str, info: I) -> Result<(), Failure> {
    match crate::routines::checked(routine, info) {
        0 => Ok(()),
        _ => Err(Failure::NotConverged),
    }
}

/// A character argument.
fn char(wanted: bool, yes: &'static std::ffi::CStr, no: &'static std::ffi::CStr) -> Char {
    if wanted { yes } else { no }.as_ptr().cast()
}

/// Where `gesdd` writes U and Vᴴ, and how much of them.
struct Vectors<T, I> {
    job: Char,
    u: *mut T,
    ldu: I,
    vh: *mut T,
    ldvh: I,
}

impl<T: Field, I: Int> Vectors<T, I> {
    /// `nowhere` stands for what is not wanted.
    fn new(
        vectors: Option<(MatMut<'_, T>, MatMut<'_, T>)>,
        values: usize,
        nowhere: &mut T,
    ) -> Result<Self, Failure> {
        let Some((mut u, mut vh)) = vectors else {
            let one = I::new(1)?;
            return Ok(Vectors { job: c"N".as_ptr().cast(), u: nowhere, ldu: one, vh: nowhere, ldvh: one });
        };
        let some = u.cols() == values && vh.rows() == values;
        let [ldu, ldvh] = I::all([u.ld(), vh.ld()])?;
        Ok(Vectors { job: char(some, c"S", c"A"), u: u.as_mut_ptr(), ldu, vh: vh.as_mut_ptr(), ldvh })
    }
}
