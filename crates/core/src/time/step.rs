//! Steps of time: a unit and how many of it are counted as one.

use std::fmt;
use std::num::NonZeroU32;

use super::TimeUnit;

/// What dates and durations count: a unit, or several of it. NumPy: the `[25s]` of `datetime64[25s]`.
///
/// ```
/// use numoxide_core::{DType, TimeStep, TimeUnit};
///
/// let step = TimeStep::new(25, TimeUnit::Second).expect("a count that is neither 0 nor too large");
/// assert_eq!(DType::parse("datetime64[25s]")?, DType::DateTime(step));
/// assert_eq!(DType::parse("m8[D]")?, DType::TimeDelta(TimeUnit::Day.into()));
/// # Ok::<(), numoxide_core::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TimeStep {
    unit: TimeUnit,
    count: NonZeroU32,
}

impl From<TimeUnit> for TimeStep {
    fn from(unit: TimeUnit) -> Self {
        TimeStep::of(unit)
    }
}

impl TimeStep {
    /// The step without a unit.
    pub const GENERIC: TimeStep = TimeStep::of(TimeUnit::Generic);

    /// Steps of one unit.
    pub const fn of(unit: TimeUnit) -> TimeStep {
        TimeStep { unit, count: NonZeroU32::MIN }
    }

    /// Steps of `count` units; `None` if that is 0 or above `i32::MAX`. Generic units have no count.
    pub fn new(count: u32, unit: TimeUnit) -> Option<TimeStep> {
        let count = NonZeroU32::new(count).filter(|count| count.get() <= i32::MAX as u32)?;
        Some(if unit == TimeUnit::Generic { TimeStep::GENERIC } else { TimeStep { unit, count } })
    }

    /// The unit.
    pub fn unit(self) -> TimeUnit {
        self.unit
    }

    /// How many units are one step.
    pub fn count(self) -> u32 {
        self.count.get()
    }

    pub(crate) fn is_generic(self) -> bool {
        self.unit == TimeUnit::Generic
    }

    /// The step that the text between brackets means: `s`, `25s`, or `D/24`, a part that a shorter unit counts.
    pub(crate) fn parse(text: &str) -> Option<TimeStep> {
        let (whole, divisor) = match text.split_once('/') {
            Some((whole, divisor)) => (whole, divisor.parse().ok()?),
            None => (text, 1),
        };
        let letters = whole.trim_start_matches(|c: char| c.is_ascii_digit() || c == '+');
        let count = match &whole[..whole.len() - letters.len()] {
            "" => 1,
            digits => digits.parse().ok()?,
        };
        let step = TimeStep::new(count, TimeUnit::from_letters(letters)?)?;
        if divisor == 1 { Some(step) } else { step.divided(divisor) }
    }

    /// A part of the step, as steps of the first shorter unit that counts it.
    fn divided(self, divisor: u32) -> Option<TimeStep> {
        use TimeUnit::{Day, Hour, Millisecond, Minute, Month, Second, Week};
        // As NumPy, where a year has 12 months, 52 weeks or 365 days, and a month 4 weeks or 30 days.
        let parts: &[(u32, TimeUnit)] = match self.unit {
            TimeUnit::Year => &[(12, Month), (52, Week), (365, Day)],
            Month => &[(4, Week), (30, Day), (720, Hour)],
            Week => &[(7, Day), (168, Hour), (10080, Minute)],
            Day => &[(24, Hour), (1440, Minute), (86400, Second)],
            Hour => &[(60, Minute), (3600, Second)],
            Minute => &[(60, Second), (60000, Millisecond)],
            TimeUnit::Generic => &[],
            short => {
                let next =
                    TimeUnit::ALL[short as usize + 1..].iter().filter(|&&unit| unit != TimeUnit::Generic);
                let found = next.zip([1000, 1_000_000]).find(|(_, parts)| divides(*parts, divisor));
                return found.and_then(|(&unit, parts)| self.times(parts / divisor, unit));
            }
        };
        let (count, unit) = parts.iter().find(|(parts, _)| divides(*parts, divisor))?;
        self.times(count / divisor, *unit)
    }

    fn times(self, count: u32, unit: TimeUnit) -> Option<TimeStep> {
        TimeStep::new(self.count().checked_mul(count)?, unit)
    }

    /// How many of the shorter unit both steps have; as in NumPy, years and months count as weeks beside shorter units.
    fn counts(self, other: TimeStep) -> Option<(u64, u64)> {
        let (a, b) = (u64::from(self.count()), u64::from(other.count()));
        let (long, short) = (self.unit.min(other.unit), self.unit.max(other.unit));
        let factor = match (long, short) {
            (long, short) if long == short => 1,
            (TimeUnit::Year, TimeUnit::Month) => 12,
            (TimeUnit::Year | TimeUnit::Month, _) => TimeUnit::Week.count_of(short)?,
            _ => long.count_of(short)?,
        };
        if self.unit == long { Some((a.checked_mul(factor)?, b)) } else { Some((a, b.checked_mul(factor)?)) }
    }

    /// Whether one of the units is of the calendar and the other is not.
    fn is_apart(self, other: TimeStep) -> bool {
        self.unit.is_calendar() != other.unit.is_calendar()
    }

    /// The longest step of which both are whole numbers. Between a year or month and other units there is none of durations
    /// (`strict`); of dates it is the other one. NumPy: `compute_datetime_metadata_greatest_common_divisor`.
    pub(crate) fn common(self, other: TimeStep, strict: (bool, bool)) -> Option<TimeStep> {
        match (self.is_generic(), other.is_generic()) {
            (true, _) => return Some(other),
            (_, true) => return Some(self),
            _ => {}
        }
        let refused = if self.unit.is_calendar() { strict.0 } else { strict.1 };
        if self.is_apart(other) && refused {
            return None;
        }
        let (a, b) = self.counts(other)?;
        TimeStep::new(u32::try_from(gcd(a, b)).ok()?, self.unit.max(other.unit))
    }

    /// Whether every step is a whole number of steps of the other; of years and months with other units, `apart`.
    pub(crate) fn divides_into(self, other: TimeStep, apart: bool) -> bool {
        if self.is_apart(other) {
            return apart;
        }
        self.counts(other).is_some_and(|(a, b)| (a | b) >> 56 == 0 && a.is_multiple_of(b))
    }

    /// Whether it is the other step in a shorter unit of seconds: a thousand times as many, or a million, or a billion.
    pub(crate) fn is_metric(self, other: TimeStep) -> bool {
        let shorter = (self.unit as u32).wrapping_sub(other.unit as u32);
        let seconds = other.unit >= TimeUnit::Second && !self.is_generic() && (1..=3).contains(&shorter);
        seconds && Some(self.count()) == other.count().checked_mul(1000u32.pow(shorter))
    }

    /// The fraction by which counts of this step are multiplied to count another, in lowest terms; years and months have
    /// their mean length of 400 years. `None` if it is too large.
    pub(crate) fn factor(self, other: TimeStep) -> Option<(i64, i64)> {
        if self.is_generic() {
            return Some((1, 1));
        }
        if other.is_generic() {
            return None;
        }
        let (long, short) = if self.unit <= other.unit { (self, other) } else { (other, self) };
        let (up, down) = long.unit.mean_count_of(short.unit)?;
        let (up, down) =
            (u128::from(up) * u128::from(long.count()), u128::from(down) * u128::from(short.count()));
        let (up, down) = if self.unit <= other.unit { (up, down) } else { (down, up) };
        let gcd = gcd(up, down);
        Some((i64::try_from(up / gcd).ok()?, i64::try_from(down / gcd).ok()?))
    }
}

impl TimeUnit {
    /// How many of a shorter unit it has in the mean, as a fraction.
    fn mean_count_of(self, shorter: TimeUnit) -> Option<(u64, u64)> {
        const DAYS_OF_400_YEARS: u64 = 400 * 365 + 97;
        let years = match self {
            TimeUnit::Year => 400,
            _ => 400 * 12,
        };
        match (self, shorter) {
            (a, b) if a == b => Some((1, 1)),
            (TimeUnit::Year, TimeUnit::Month) => Some((12, 1)),
            (TimeUnit::Year | TimeUnit::Month, TimeUnit::Week) => Some((DAYS_OF_400_YEARS, 7 * years)),
            (TimeUnit::Year | TimeUnit::Month, _) => {
                Some((DAYS_OF_400_YEARS.checked_mul(TimeUnit::Day.count_of(shorter)?)?, years))
            }
            _ => Some((self.count_of(shorter)?, 1)),
        }
    }
}

fn divides(parts: u32, divisor: u32) -> bool {
    divisor != 0 && parts.is_multiple_of(divisor)
}

/// The greatest common divisor, by Euclid.
fn gcd<T: Copy + PartialEq + Default + std::ops::Rem<Output = T>>(a: T, b: T) -> T {
    if b == T::default() { a } else { gcd(b, a % b) }
}

impl fmt::Debug for TimeStep {
    /// `[25s]`, as in the names of dtypes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_generic() { f.write_str("[generic]") } else { fmt::Display::fmt(self, f) }
    }
}

impl fmt::Display for TimeStep {
    /// `[25s]`; nothing if the unit is generic.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.count(), self.unit.letters()) {
            _ if self.is_generic() => Ok(()),
            (1, letters) => write!(f, "[{letters}]"),
            (count, letters) => write!(f, "[{count}{letters}]"),
        }
    }
}
