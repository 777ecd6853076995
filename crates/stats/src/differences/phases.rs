//! `unwrap`: phases without jumps.

use numoxide_core::ufunc::Weak;
use numoxide_core::{AnyArray, AnyView, Array, ArrayView, AsView, DType, Error, Result};

use crate::interpolation::modulo;
use crate::lines::map_lines;
use crate::sample::{RealSample, in_means, with_sample};

const OP: &str = "unwrap";

/// The phases along the last axis, with multiples of 2π added so that no jump is larger than π. NumPy: `unwrap`.
///
/// Steps of integers wrap around, as in NumPy.
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
            let period = in_means::<T>(self.period);
            let half = self.period / 2.0;
            let (high, discont) = (in_means::<T>(half), in_means::<T>(self.discont.unwrap_or(half)));
            let jumps = Jumps { period, high, discont, rounded: in_means::<T> };
            map_lines(OP, &self.p, self.axis, |line: &[T], results: &mut [T::Mean]| {
                jumps.unwrap(line, results);
                Ok(())
            })
        }
    }

    /// The phases along the last axis of an array whose type is known at run time.
    ///
    /// # Errors
    /// As [`unwrap`](fn@super::unwrap); [`Error::DType`] for types that are no real numbers.
    pub fn any(p: &AnyArray) -> Result<AnyArray> {
        any_with(p).run()
    }

    /// [`any`] with NumPy's keyword arguments.
    pub fn any_with<'a>(p: impl Into<AnyView<'a>>) -> AnyUnwrap<'a> {
        AnyUnwrap { p: p.into(), discont: None, axis: -1, period: Weak::Float(std::f64::consts::TAU) }
    }

    /// NumPy's keyword arguments of `unwrap`, for an array whose type is known at run time.
    #[must_use = "a call does nothing before `run`"]
    pub struct AnyUnwrap<'a> {
        p: AnyView<'a>,
        discont: Option<f64>,
        axis: isize,
        period: Weak,
    }

    impl AnyUnwrap<'_> {
        /// Jumps below this are left; half a period if `None`, and at least that.
        pub fn discont(self, discont: impl Into<Option<f64>>) -> Self {
            AnyUnwrap { discont: discont.into(), ..self }
        }

        /// The axis; a negative one counts from the end.
        pub fn axis(self, axis: isize) -> Self {
            AnyUnwrap { axis, ..self }
        }

        /// The period of the phases. Integers with a period that is an integer stay integers.
        pub fn period(self, period: impl Into<Weak>) -> Self {
            AnyUnwrap { period: period.into(), ..self }
        }

        /// The phases without jumps.
        ///
        /// # Errors
        /// As [`unwrap`](fn@super::super::unwrap); [`Error::DType`] for types that are no real numbers, [`Error::Value`] for a
        /// period that is complex, or an integer that the integers of the phases cannot hold with both signs.
        pub fn run(self) -> Result<AnyArray> {
            let AnyUnwrap { p, discont, axis, period } = self;
            let period = match period {
                Weak::Int(period) if p.dtype().is_integer() || p.dtype() == &DType::Bool => {
                    return whole(&p, period, discont, axis);
                }
                Weak::Int(period) => period as f64,
                Weak::Float(period) => period,
                Weak::Complex(_) => return Err(Error::value(OP, "the period must be real")),
            };
            with_sample!(OP, p.dtype(), real T => {
                let p = p.downcast::<T>()?;
                with::<T>(&p).period(period).discont(discont).axis(axis).run().map(AnyArray::from)
            })
        }
    }
}

/// Phases that are integers, calculated as such.
fn whole(p: &AnyView<'_>, period: i64, discont: Option<f64>, axis: isize) -> Result<AnyArray> {
    let dtype = if p.dtype() == &DType::Bool { DType::I64 } else { p.dtype().clone() };
    if dtype.kind() == 'u' {
        return Err(Error::value(OP, format!("half a period below zero is no {dtype}")));
    }
    Weak::Int(period).beside(&dtype)?;
    let jumps = WholeJumps {
        period,
        high: period.div_euclid(2),
        ambiguous: period.rem_euclid(2) == 0,
        discont: discont.unwrap_or(period as f64 / 2.0),
        spare: 64 - 8 * dtype.itemsize() as u32,
        signless: p.dtype() == &DType::Bool,
    };
    let p: Array<i64> = p.astype(DType::I64)?.try_into()?;
    let unwrapped = map_lines(OP, &p.view(), axis, |line: &[i64], results: &mut [i64]| {
        jumps.unwrap(line, results);
        Ok(())
    })?;
    AnyArray::from(unwrapped).astype(dtype)
}

/// What counts as a jump. Every result of a calculation is rounded to the type of the phases, as NumPy's is: what is a jump of
/// half a period in that type must stay one.
struct Jumps {
    period: f64,
    /// The largest step that is none.
    high: f64,
    discont: f64,
    rounded: fn(f64) -> f64,
}

impl Jumps {
    /// What a step is corrected by.
    fn correction(&self, step: f64) -> f64 {
        let (low, rounded) = (-self.high, self.rounded);
        let mut short = rounded(rounded(modulo(rounded(step - low), self.period)) + low);
        if short == low && step > 0.0 {
            short = self.high;
        }
        if step.abs() < self.discont { 0.0 } else { rounded(short - step) }
    }

    fn unwrap<T: RealSample>(&self, phases: &[T], results: &mut [T::Mean]) {
        let (mut before, mut shift) = (None, 0.0);
        for (&phase, result) in phases.iter().zip(results) {
            if let Some(before) = before {
                shift = (self.rounded)(shift + self.correction((self.rounded)(phase.step(before))));
            }
            *result = T::rounded(phase.exact() + shift);
            before = Some(phase);
        }
    }
}

/// What counts as a jump of integers, whose calculations wrap around.
struct WholeJumps {
    period: i64,
    /// The largest step that is none.
    high: i64,
    /// Whether a step of half a period may go either way.
    ambiguous: bool,
    discont: f64,
    /// The bits by which the integers are shorter than 64.
    spare: u32,
    /// Whether the phases are truth values, whose steps say whether they differ.
    signless: bool,
}

impl WholeJumps {
    /// The integer that is left of one of 64 bits.
    fn wrapped(&self, x: i64) -> i64 {
        (x << self.spare) >> self.spare
    }

    /// What a step is corrected by.
    fn correction(&self, step: i64) -> i64 {
        let low = -self.high;
        let rest = match self.period {
            0 => 0,
            period => self.wrapped(step.wrapping_sub(low)).wrapping_rem(period),
        };
        let is_below = rest != 0 && (rest < 0) != (self.period < 0);
        let rest = if is_below { rest + self.period } else { rest };
        let mut short = self.wrapped(rest.wrapping_add(low));
        if self.ambiguous && short == low && step > 0 {
            short = self.high;
        }
        let is_none = (self.wrapped(step.wrapping_abs()) as f64) < self.discont;
        if is_none { 0 } else { self.wrapped(short.wrapping_sub(step)) }
    }

    fn unwrap(&self, phases: &[i64], results: &mut [i64]) {
        let (mut before, mut shift) = (None, 0i64);
        for (&phase, result) in phases.iter().zip(results) {
            if let Some(before) = before {
                let step = self.wrapped(phase.wrapping_sub(before));
                shift = shift.wrapping_add(self.correction(if self.signless { step.abs() } else { step }));
            }
            *result = self.wrapped(phase.wrapping_add(shift));
            before = Some(phase);
        }
    }
}
