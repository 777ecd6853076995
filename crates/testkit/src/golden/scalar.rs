//! The element types a golden file can hold.

use half::f16;
use num_complex::Complex;

/// An element type of a golden file.
pub trait Scalar: Copy {
    /// NumPy's abbreviation of it.
    const DTYPE: &'static str;

    /// Reads one element from exactly as many bytes as it has.
    fn from_le(bytes: &[u8]) -> Self;

    /// Whether two elements are the same to the bit, all NaN being one.
    ///
    /// A NaN's sign and payload are no part of NumPy's meaning: they differ between its own processors.
    fn same(self, other: Self) -> bool;
}

/// Whether two slices are the same to the bit, all NaN being one.
pub fn same<T: Scalar>(a: &[T], b: &[T]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.same(*b))
}

macro_rules! integers {
    ($($name:literal $type:ty)*) => {$(
        impl Scalar for $type {
            const DTYPE: &'static str = $name;
            fn from_le(bytes: &[u8]) -> Self {
                Self::from_le_bytes(bytes.try_into().expect("an element's bytes"))
            }
            fn same(self, other: Self) -> bool {
                self == other
            }
        }
    )*};
}

macro_rules! floats {
    ($($name:literal $type:ty)*) => {$(
        impl Scalar for $type {
            const DTYPE: &'static str = $name;
            fn from_le(bytes: &[u8]) -> Self {
                Self::from_le_bytes(bytes.try_into().expect("an element's bytes"))
            }
            fn same(self, other: Self) -> bool {
                self.to_bits() == other.to_bits() || (self.is_nan() && other.is_nan())
            }
        }
    )*};
}

macro_rules! complexes {
    ($($name:literal $part:ty)*) => {$(
        impl Scalar for Complex<$part> {
            const DTYPE: &'static str = $name;
            fn from_le(bytes: &[u8]) -> Self {
                let (re, im) = bytes.split_at(bytes.len() / 2);
                Self::new(<$part>::from_le(re), <$part>::from_le(im))
            }
            fn same(self, other: Self) -> bool {
                self.re.same(other.re) && self.im.same(other.im)
            }
        }
    )*};
}

integers!("i1" i8 "i2" i16 "i4" i32 "i8" i64 "u1" u8 "u2" u16 "u4" u32 "u8" u64);
floats!("f2" f16 "f4" f32 "f8" f64);
complexes!("c8" f32 "c16" f64);

impl Scalar for bool {
    const DTYPE: &'static str = "b1";

    fn from_le(bytes: &[u8]) -> Self {
        bytes[0] != 0
    }

    fn same(self, other: Self) -> bool {
        self == other
    }
}

/// The bytes of one element of a dtype.
pub(super) fn size_of_dtype(name: &str) -> Option<usize> {
    let size: usize = name.get(1..)?.parse().ok()?;
    let known = matches!(
        name,
        "b1" | "i1" | "i2" | "i4" | "i8" | "u1" | "u2" | "u4" | "u8" | "f2" | "f4" | "f8" | "c8" | "c16"
    );
    known.then_some(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nan_is_nan_and_zeros_have_signs() {
        assert!(f64::NAN.same(-f64::NAN) && !0.0f64.same(-0.0) && !1.0f32.same(2.0));
        assert!(Complex::new(f64::NAN, 1.0).same(Complex::new(-f64::NAN, 1.0)));
        assert!(!same(&[1i32], &[1, 2]) && same(&[1u8, 2], &[1, 2]));
    }

    #[test]
    fn sizes_fit_the_types() {
        assert_eq!(size_of_dtype("c16"), Some(size_of::<Complex<f64>>()));
        assert_eq!(size_of_dtype("f2"), Some(size_of::<f16>()));
        assert_eq!(size_of_dtype("f16"), None);
        assert_eq!(size_of_dtype(""), None);
    }
}
