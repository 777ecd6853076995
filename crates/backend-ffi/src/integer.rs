//! The integers in which a library counts.

use numoxide_backend::Failure;

mod private {
    pub trait Sealed {}
    impl Sealed for i32 {}
    impl Sealed for i64 {}
}

/// `i32` for libraries of the LP64 kind, `i64` for ILP64.
pub trait Int: Copy + Default + Send + Sync + 'static + private::Sealed {
    /// The width.
    const BITS: u32;
    /// Asks a routine how large its workspace should be.
    const QUERY: Self;

    /// From an extent.
    ///
    /// # Errors
    /// [`Failure::TooLarge`] if it does not fit.
    fn new(extent: usize) -> Result<Self, Failure>;

    /// As the one integer that holds both.
    fn get(self) -> i64;

    /// From several extents.
    ///
    /// # Errors
    /// [`Failure::TooLarge`] if one does not fit.
    fn all<const N: usize>(extents: [usize; N]) -> Result<[Self; N], Failure> {
        let mut all = [Self::default(); N];
        for (int, extent) in all.iter_mut().zip(extents) {
            *int = Self::new(extent)?;
        }
        Ok(all)
    }
}

macro_rules! integers {
    ($($int:ident)*) => {$(
        impl Int for $int {
            const BITS: u32 = $int::BITS;
            const QUERY: Self = -1;
            fn new(extent: usize) -> Result<Self, Failure> {
                $int::try_from(extent).map_err(|_| Failure::TooLarge { extent })
            }
            fn get(self) -> i64 {
                self.into()
            }
        }
    )*};
}
integers!(i32 i64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extents_that_do_not_fit_are_errors() {
        assert_eq!(i32::all([3, 1 << 31]), Err(Failure::TooLarge { extent: 1 << 31 }));
        assert_eq!(i64::all([3, 1 << 31]), Ok([3, 1 << 31]));
    }
}
