//! Plans for a caller to hold: lines of one length, transformed without a look into any cache and without allocation.

use std::sync::Arc;

use num_complex::Complex;
use numoxide_core::{Error, Result};

use crate::call::Norm;
use crate::plans::{Kind, Plan as Engine, plan, scale};
use crate::types::Precision;

/// A precision in which plans compute: `f32` or `f64`.
#[allow(private_bounds)]
pub trait PlanPrecision: Precision {}
impl PlanPrecision for f32 {}
impl PlanPrecision for f64 {}

/// A plan for complex lines of a length. Threads may share it; after its first use it allocates nothing.
///
/// ```
/// use numoxide_core::c128;
/// use numoxide_fft::Plan;
///
/// let plan = Plan::<f64>::new(4)?;
/// let mut lines = [c128::new(1.0, 0.0); 8]; // two lines
/// plan.forward(&mut lines)?;
/// assert_eq!((lines[0].re, lines[1].re, lines[4].re), (4.0, 0.0, 4.0));
/// plan.inverse(&mut lines)?;
/// assert_eq!(lines, [c128::new(1.0, 0.0); 8]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub struct Plan<T: PlanPrecision> {
    n: usize,
    forward: Arc<Engine<T>>,
    inverse: Arc<Engine<T>>,
    norm: Norm,
}

impl<T: PlanPrecision> Plan<T> {
    /// A plan for lines of `n` items, scaled as NumPy scales by default.
    ///
    /// # Errors
    /// [`Error::Value`] if `n` is zero.
    pub fn new(n: usize) -> Result<Self> {
        checked("Plan", n)?;
        let [forward, inverse] = [true, false].map(|forward| plan(Kind::Complex { forward }, n));
        Ok(Plan { n, forward, inverse, norm: Norm::default() })
    }

    /// The same with another scale.
    #[must_use]
    pub fn norm(self, norm: Norm) -> Self {
        Plan { norm, ..self }
    }

    /// The items of a line.
    #[must_use]
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> usize {
        self.n
    }

    /// Transforms lines, one after the other, in place: [`fft`](fn@crate::fft) of each.
    ///
    /// # Errors
    /// [`Error::Value`] if the items are no whole lines; [`Error::OutOfMemory`] at first use.
    pub fn forward(&self, lines: &mut [Complex<T>]) -> Result<()> {
        whole_lines("Plan::forward", lines.len(), self.n)?;
        self.forward.complex(lines)?;
        scale(lines, self.norm.factor(self.n, true).map(T::of));
        Ok(())
    }

    /// Transforms lines back in place: [`ifft`](fn@crate::ifft) of each.
    ///
    /// # Errors
    /// As [`forward`](Self::forward).
    pub fn inverse(&self, lines: &mut [Complex<T>]) -> Result<()> {
        whole_lines("Plan::inverse", lines.len(), self.n)?;
        self.inverse.complex(lines)?;
        scale(lines, self.norm.factor(self.n, false).map(T::of));
        Ok(())
    }
}

/// A plan for real lines of a length and their nonnegative frequencies. Threads may share it; after its first use it
/// allocates nothing.
///
/// ```
/// use numoxide_core::c64;
/// use numoxide_fft::RealPlan;
///
/// let plan = RealPlan::<f32>::new(4)?;
/// let mut spectrum = [c64::default(); 3];
/// plan.forward(&[1.0, 0.0, -1.0, 0.0], &mut spectrum)?;
/// assert_eq!(spectrum.map(|z| z.re), [0.0, 2.0, 0.0]);
/// let mut line = [0.0; 4];
/// plan.inverse(&spectrum, &mut line)?;
/// assert_eq!(line, [1.0, 0.0, -1.0, 0.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub struct RealPlan<T: PlanPrecision> {
    n: usize,
    forward: Arc<Engine<T>>,
    inverse: Arc<Engine<T>>,
    norm: Norm,
}

impl<T: PlanPrecision> RealPlan<T> {
    /// A plan for lines of `n` real numbers, scaled as NumPy scales by default.
    ///
    /// # Errors
    /// [`Error::Value`] if `n` is zero.
    pub fn new(n: usize) -> Result<Self> {
        checked("RealPlan", n)?;
        let (forward, inverse) = (plan(Kind::RealForward, n), plan(Kind::RealInverse, n));
        Ok(RealPlan { n, forward, inverse, norm: Norm::default() })
    }

    /// The same with another scale.
    #[must_use]
    pub fn norm(self, norm: Norm) -> Self {
        RealPlan { norm, ..self }
    }

    /// The items of a line.
    #[must_use]
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> usize {
        self.n
    }

    /// The frequencies of a line: `len() / 2 + 1`.
    #[must_use]
    pub fn frequencies(&self) -> usize {
        self.n / 2 + 1
    }

    /// Transforms lines, one after the other: [`rfft`](fn@crate::rfft) of each.
    ///
    /// # Errors
    /// [`Error::Value`] if there are not as many lines as spectra, or they are not whole; [`Error::OutOfMemory`] at first use.
    pub fn forward(&self, lines: &[T], spectra: &mut [Complex<T>]) -> Result<()> {
        self.check("RealPlan::forward", lines.len(), spectra.len())?;
        self.forward.real_forward(lines, spectra)?;
        scale(spectra, self.norm.factor(self.n, true).map(T::of));
        Ok(())
    }

    /// Transforms spectra back: [`irfft`](fn@crate::irfft) of each.
    ///
    /// # Errors
    /// As [`forward`](Self::forward).
    pub fn inverse(&self, spectra: &[Complex<T>], lines: &mut [T]) -> Result<()> {
        self.check("RealPlan::inverse", lines.len(), spectra.len())?;
        self.inverse.real_inverse((spectra, false), lines)?;
        scale(lines, self.norm.factor(self.n, false).map(T::of));
        Ok(())
    }

    fn check(&self, op: &'static str, items: usize, frequencies: usize) -> Result<()> {
        whole_lines(op, items, self.n)?;
        match items / self.n * self.frequencies() == frequencies {
            true => Ok(()),
            false => Err(Error::value(
                op,
                format!("{frequencies} frequencies of {items} items in lines of {}", self.n),
            )),
        }
    }
}

fn checked(op: &'static str, n: usize) -> Result<()> {
    if n == 0 { Err(Error::value(op, "0 data points cannot be transformed")) } else { Ok(()) }
}

fn whole_lines(op: &'static str, items: usize, n: usize) -> Result<()> {
    match items.is_multiple_of(n) {
        true => Ok(()),
        false => Err(Error::value(op, format!("{items} items are no whole lines of {n}"))),
    }
}
