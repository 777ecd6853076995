//! Results of NumPy and SciPy, and how ours are held to them.

#![allow(dead_code)] // Each test binary uses its own part.

use numoxide_core::{Array, c128};
use numoxide_testkit::{Golden, golden};

/// The rows of a golden file, by names in which spaces stand for underscores.
pub struct Numpy(pub Golden);

impl Numpy {
    pub fn of(file: &str) -> Self {
        Numpy(golden(file))
    }

    pub fn shape(&self, name: &str) -> &[usize] {
        &self.0.entry(&name.replace(' ', "_")).shape
    }

    pub fn reals(&self, name: &str) -> Array<f64> {
        let items = self.0.entry(&name.replace(' ', "_")).values::<f64>();
        Array::from_shape_vec(self.shape(name), items.to_vec()).unwrap()
    }

    pub fn complex(&self, name: &str) -> Array<c128> {
        let items = self.0.entry(&name.replace(' ', "_")).values::<c128>();
        Array::from_shape_vec(self.shape(name), items.to_vec()).unwrap()
    }

    /// Expects `found` to be NumPy's result, up to rounding.
    pub fn close(&self, name: &str, found: &Array<f64>) {
        let expected = self.reals(name);
        assert_eq!(found.shape(), expected.shape(), "{name}");
        for (&x, &y) in found.iter().zip(expected.iter()) {
            let same = x == y || x.is_nan() && y.is_nan() || (x - y).abs() <= 1e-11 * y.abs().max(1.0);
            assert!(same, "{name}: {x} is not {y}");
        }
    }

    pub fn close_complex(&self, name: &str, found: &Array<c128>) {
        let expected = self.complex(name);
        assert_eq!(found.shape(), expected.shape(), "{name}");
        for (x, y) in found.iter().zip(expected.iter()) {
            assert!((x - y).norm() <= 1e-11 * y.norm().max(1.0), "{name}: {x} is not {y}");
        }
    }

    pub fn exact(&self, name: &str, found: &Array<i64>) {
        let expected = self.0.entry(&name.replace(' ', "_")).values::<i64>();
        assert_eq!((found.shape(), found.to_vec()), (self.shape(name), expected.to_vec()), "{name}");
    }
}
