//! Numbers in the lanes of registers: of a real type in one, of a complex one in two, real and imaginary parts apart.
//!
//! In memory, a block of rows has all real parts first and then all imaginary ones, so that no loop moves lanes about.

use num_complex::Complex;
use numoxide_simd::{Isa, Level};

use super::panels::{BLOCK, Blockwise};
use super::product::{Registers, Vector};
use crate::Field;

/// Numbers in registers of one level, the methods of which belong to code of that level.
pub trait Numbers: Copy {
    /// The type of the numbers.
    type Item: Item;
    /// How many there are.
    const LANES: usize;
    /// The same number in every lane.
    ///
    /// # Safety
    /// The processor must be of the level of the registers.
    unsafe fn splat(x: Self::Item) -> Self;
    /// Numbers from a place within a block.
    ///
    /// # Safety
    /// As [`splat`](Numbers::splat); all parts must be readable.
    unsafe fn load(from: *const f64) -> Self;
    /// Numbers to a place within a block.
    ///
    /// # Safety
    /// As [`splat`](Numbers::splat); all parts must be writable.
    unsafe fn store(self, to: *mut f64);
    /// `self + a b`.
    ///
    /// # Safety
    /// As [`splat`](Numbers::splat).
    unsafe fn plus(self, a: Self, b: Self) -> Self;
    /// `self - a b`.
    ///
    /// # Safety
    /// As [`splat`](Numbers::splat).
    unsafe fn minus(self, a: Self, b: Self) -> Self;
    /// `self + conj(a) b`.
    ///
    /// # Safety
    /// As [`splat`](Numbers::splat).
    unsafe fn plus_conjugate(self, a: Self, b: Self) -> Self;
}

impl<V: Vector<f64>> Numbers for V {
    type Item = f64;
    const LANES: usize = <V as Vector<f64>>::LANES;
    #[inline(always)]
    unsafe fn splat(x: f64) -> Self {
        // SAFETY: the caller's, here and below.
        unsafe { <V as Vector<f64>>::splat(x) }
    }
    #[inline(always)]
    unsafe fn load(from: *const f64) -> Self {
        // SAFETY: the caller's.
        unsafe { <V as Vector<f64>>::load(from) }
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut f64) {
        // SAFETY: the caller's.
        unsafe { Vector::store(self, to) }
    }
    #[inline(always)]
    unsafe fn plus(self, a: Self, b: Self) -> Self {
        // SAFETY: the caller's.
        unsafe { Vector::plus(self, a, b) }
    }
    #[inline(always)]
    unsafe fn minus(self, a: Self, b: Self) -> Self {
        // SAFETY: the caller's.
        unsafe { Vector::minus(self, a, b) }
    }
    #[inline(always)]
    unsafe fn plus_conjugate(self, a: Self, b: Self) -> Self {
        // SAFETY: the caller's.
        unsafe { Vector::plus(self, a, b) }
    }
}

/// Complex numbers.
#[derive(Clone, Copy)]
pub struct Parts<V> {
    re: V,
    im: V,
}

impl<V: Vector<f64>> Numbers for Parts<V> {
    type Item = Complex<f64>;
    const LANES: usize = V::LANES;
    #[inline(always)]
    unsafe fn splat(x: Complex<f64>) -> Self {
        // SAFETY: the caller's, here and below.
        unsafe { Parts { re: Vector::splat(x.re), im: Vector::splat(x.im) } }
    }
    #[inline(always)]
    unsafe fn load(from: *const f64) -> Self {
        // SAFETY: the caller's; imaginary parts lie a block further.
        unsafe { Parts { re: Vector::load(from), im: Vector::load(from.add(BLOCK)) } }
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut f64) {
        // SAFETY: as above.
        unsafe {
            Vector::store(self.re, to);
            Vector::store(self.im, to.add(BLOCK));
        }
    }
    #[inline(always)]
    unsafe fn plus(self, a: Self, b: Self) -> Self {
        // SAFETY: the caller's.
        unsafe {
            Parts {
                re: Vector::minus(Vector::plus(self.re, a.re, b.re), a.im, b.im),
                im: Vector::plus(Vector::plus(self.im, a.re, b.im), a.im, b.re),
            }
        }
    }
    #[inline(always)]
    unsafe fn minus(self, a: Self, b: Self) -> Self {
        // SAFETY: the caller's.
        unsafe {
            Parts {
                re: Vector::plus(Vector::minus(self.re, a.re, b.re), a.im, b.im),
                im: Vector::minus(Vector::minus(self.im, a.re, b.im), a.im, b.re),
            }
        }
    }
    #[inline(always)]
    unsafe fn plus_conjugate(self, a: Self, b: Self) -> Self {
        // SAFETY: the caller's.
        unsafe {
            Parts {
                re: Vector::plus(Vector::plus(self.re, a.re, b.re), a.im, b.im),
                im: Vector::minus(Vector::plus(self.im, a.re, b.im), a.im, b.re),
            }
        }
    }
}

/// A type of numbers with lanes at every level.
pub trait Item: Field<Real = f64, Double = Self> {
    /// Real numbers in one of these.
    const PARTS: usize = if Self::COMPLEX { 2 } else { 1 };
    /// Does the work with the registers of a level, so many of which are a block and the rows of a tile, and so many columns side
    /// by side that their sums stay in registers.
    ///
    /// # Safety
    /// The processor must be of level `I`.
    unsafe fn work<I: Isa>(work: impl Blockwise<Item = Self>);
    /// Real numbers as these.
    fn from_reals(items: Vec<f64>) -> Vec<Self>;
}

type Baseline = <f64 as Registers>::Baseline;
type V3 = <f64 as Registers>::V3;
type V4 = <f64 as Registers>::V4;

impl Item for f64 {
    #[inline(always)]
    unsafe fn work<I: Isa>(work: impl Blockwise<Item = Self>) {
        // SAFETY: the caller's; so many registers make up blocks.
        unsafe {
            match I::LEVEL {
                Level::V4 => work.run::<V4, 1, 3, 8>(),
                Level::V3 => work.run::<V3, 2, 2, 4>(),
                // Here and below: short registers are not worth the code of large tiles.
                Level::Baseline => work.run::<Baseline, 4, 1, 1>(),
            }
        }
    }
    fn from_reals(items: Vec<f64>) -> Vec<f64> {
        items
    }
}

impl Item for Complex<f64> {
    #[inline(always)]
    unsafe fn work<I: Isa>(work: impl Blockwise<Item = Self>) {
        // SAFETY: the caller's; so many registers make up blocks.
        unsafe {
            match I::LEVEL {
                Level::V4 => work.run::<Parts<V4>, 1, 3, 4>(),
                Level::V3 => work.run::<Parts<V3>, 2, 2, 2>(),
                Level::Baseline => work.run::<Parts<Baseline>, 4, 1, 1>(),
            }
        }
    }
    fn from_reals(items: Vec<f64>) -> Vec<Self> {
        items.into_iter().map(Complex::from).collect()
    }
}
