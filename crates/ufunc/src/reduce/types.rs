//! The types of results: NumPy's accumulator types.

use numoxide_core::{Scalar, bf16, c64, c128, f16};

/// A scalar whose reductions have these types.
pub trait Reducible: Scalar {
    /// Of means: integers and `bool` give `f64`, all others themselves.
    type Mean: Scalar;
    /// Of variances and standard deviations: as means, but real.
    type Spread: Scalar;
}

macro_rules! reducible {
    ($($ty:ty: $mean:ty, $spread:ty;)*) => {$(
        impl Reducible for $ty {
            type Mean = $mean;
            type Spread = $spread;
        }
    )*};
}
reducible! {
    bool: f64, f64;
    i8: f64, f64;
    i16: f64, f64;
    i32: f64, f64;
    i64: f64, f64;
    u8: f64, f64;
    u16: f64, f64;
    u32: f64, f64;
    u64: f64, f64;
    f16: f16, f16;
    bf16: bf16, bf16;
    f32: f32, f32;
    f64: f64, f64;
    c64: c64, f32;
    c128: c128, f64;
}
