//! NumPy's order of complex numbers, and what else complex bodies share.

use num_complex::Complex;

/// What the parts of a complex number can do.
pub trait Part: Copy + PartialOrd {
    /// Whether it is no number.
    fn nan(self) -> bool;
}

impl Part for f32 {
    #[inline(always)]
    fn nan(self) -> bool {
        self.is_nan()
    }
}

impl Part for f64 {
    #[inline(always)]
    fn nan(self) -> bool {
        self.is_nan()
    }
}

/// Whether either part is no number.
#[inline(always)]
pub fn is_nan<T: Part>(z: Complex<T>) -> bool {
    z.re.nan() | z.im.nan()
}

#[inline(always)]
fn ordered<T: Part>(a: Complex<T>, b: Complex<T>) -> bool {
    !a.im.nan() & !b.im.nan()
}

/// Lexicographic "less".
#[inline(always)]
pub fn lt<T: Part>(a: Complex<T>, b: Complex<T>) -> bool {
    ((a.re < b.re) & ordered(a, b)) | ((a.re == b.re) & (a.im < b.im))
}

/// Lexicographic "less or equal".
#[inline(always)]
pub fn le<T: Part>(a: Complex<T>, b: Complex<T>) -> bool {
    ((a.re < b.re) & ordered(a, b)) | ((a.re == b.re) & (a.im <= b.im))
}

/// Lexicographic "greater".
#[inline(always)]
pub fn gt<T: Part>(a: Complex<T>, b: Complex<T>) -> bool {
    lt(b, a)
}

/// Lexicographic "greater or equal".
#[inline(always)]
pub fn ge<T: Part>(a: Complex<T>, b: Complex<T>) -> bool {
    le(b, a)
}
