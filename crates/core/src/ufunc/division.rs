//! Division of integers as loops over slices.

use std::mem::MaybeUninit;

use numoxide_simd::divide::{self, Divide};

use super::SliceBinary;
use crate::operators::{FloorDivide, Remainder};

// SAFETY: the loops write all that they are given, or panic.
unsafe impl<T: Divide> SliceBinary<T> for FloorDivide {
    type Out = T;
    fn run(a: &[T], b: &[T], out: &mut [MaybeUninit<T>]) {
        divide::floor_divide(a, b, out);
    }
}

// SAFETY: as above.
unsafe impl<T: Divide> SliceBinary<T> for Remainder {
    type Out = T;
    fn run(a: &[T], b: &[T], out: &mut [MaybeUninit<T>]) {
        divide::remainder(a, b, out);
    }
}
