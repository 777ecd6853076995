//! `unwrap`: phases without jumps.

use numoxide_core::ufunc::Weak;
use numoxide_core::{AnyArray, Array, ArrayView, AsView, Error, Result};

use crate::interpolation::modulo;
use crate::lines::map_lines;
use crate::sample::{RealSample, with_sample};

const OP: &str = "unwrap";

/// The phases along the last axis, with multiples of 2π added so that no jump is larger than π. NumPy: `unwrap`.
///
/// Calculated in `f64` and rounded once.
///
/// # Errors
/// [`Error::Axis`] for an array without axes, [`Error::OutOfMemory`].
///
/// ```
/// use numoxide_stats::unwrap;
///
/// assert_eq!(unwrap::with(&[0, 1, 2, -1, 0]).period(4.0).run()?.to_vec(), [0.0, 1.0, 2.0, 3.0, 4.0]);
/// # Ok::<(), numoxide_core::Error>(())
/// ```
pub fn unwrap<T: RealSample>(p: impl AsView<T>) -> Result<Array<T::Mean>> {
    unwrap::with(&p).run()
}

/// [`unwrap`](fn@unwrap) with keywords and for run-time types.
pub mod unwrap {
    use super::*;

    /// A call with NumPy's keyword arguments.
    pub fn with<T: RealSample>(p: &(impl AsView<T> + ?Sized)) -> Unwrap<'_, T> {
        Unwrap { p: p.as_view(), discont: None, axis: -1, period: std::f64::consts::TAU }
    }

    /// NumPy's keyword arguments of `unwrap`.
    #[must_use = "a call does nothing before `run`"]
    pub struct Unwrap<'a, T> {
        p: ArrayView<'a, T>,
        discont: Option<f64>,
        axis: isize,
        period: f64,
    }

    impl<T: RealSample> Unwrap<'_, T> {
        /// Jumps below this are left; half a period if `None`, and at least that.
        pub fn discont(self, discont: impl Into<Option<f64>>) -> Self {
            Unwrap { discont: discont.into(), ..self }
        }

        /// The axis; a negative one counts from the end.
        pub fn axis(self, axis: isize) -> Self {
            Unwrap { axis, ..self }
        }

        /// The period of the phases.
        pub fn period(self, period: f64) -> Self {
            Unwrap { period, ..self }
        }

        /// The phases without jumps.
        ///
        /// # Errors
        /// As [`unwrap`](fn@super::unwrap); [`Error::Axis`] if there is no such axis.
        pub fn run(self) -> Result<Array<T::Mean>> {
            let half = self.period / 2.0;
            let jumps = Jumps {
                period: self.period,
                high: half,
                ambiguous: true,
                discont: self.discont.unwrap_or(half),
            };
            map_lines(OP, &self.p, self.axis, |line: &[T], results: &mut [T::Mean]| {
                jumps.unwrap(line.iter().map(|p| p.exact()), |k, p| results[k] = T::rounded(p));
                Ok(())
            })
        }
    }

    /// The phases of an array whose type is known at run time, along an axis. Integers with an integer period stay integers.
    ///
    /// # Errors
    /// As [`unwrap`](fn@super::unwrap); [`Error::DType`] for types that are no real numbers.
    pub fn any(p: &AnyArray, period: impl Into<Weak>, axis: isize) -> Result<AnyArray> {
        let period = match period.into() {
            Weak::Int(period) if p.dtype().is_integer() => return whole(p, period, axis),
            Weak::Int(period) => period as f64,
            Weak::Float(period) => period,
            Weak::Complex(_) => return Err(Error::value(OP, "the period must be real")),
        };
        with_sample!(OP, p.dtype(), real T => {
            with::<T>(&p.downcast::<T>()?).period(period).axis(axis).run().map(AnyArray::from)
        })
    }
}

/// Phases that are integers, calculated as such.
fn whole(p: &AnyArray, period: i64, axis: isize) -> Result<AnyArray> {
    if period == 0 {
        return Err(Error::value(OP, "period must be a non-zero value"));
    }
    let half = period.div_euclid(2) as f64;
    let ambiguous = period.rem_euclid(2) == 0;
    let jumps = Jumps { period: period as f64, high: half, ambiguous, discont: period as f64 / 2.0 };
    let dtype = p.dtype().clone();
    let p: Array<i64> = p.astype(numoxide_core::DType::I64)?.try_into()?;
    let unwrapped = map_lines(OP, &p.view(), axis, |line: &[i64], results: &mut [i64]| {
        jumps.unwrap(line.iter().map(|&p| p as f64), |k, p| results[k] = p as i64);
        Ok(())
    })?;
    AnyArray::from(unwrapped).astype(dtype)
}

/// What counts as a jump.
struct Jumps {
    period: f64,
    /// The largest step that is none.
    high: f64,
    /// Whether a step of half a period may go either way.
    ambiguous: bool,
    discont: f64,
}

impl Jumps {
    /// What a step is corrected by.
    fn correction(&self, step: f64) -> f64 {
        let low = -self.high;
        let mut short = modulo(step - low, self.period) + low;
        if self.ambiguous && short == low && step > 0.0 {
            short = self.high;
        }
        if step.abs() < self.discont { 0.0 } else { short - step }
    }

    fn unwrap(&self, phases: impl Iterator<Item = f64>, mut put: impl FnMut(usize, f64)) {
        let (mut before, mut shift) = (None, 0.0);
        for (k, phase) in phases.enumerate() {
            shift += before.map_or(0.0, |before| self.correction(phase - before));
            put(k, phase + shift);
            before = Some(phase);
        }
    }
}
