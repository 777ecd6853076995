//! The units that time is counted in.

/// A unit of time, the longer ones first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeUnit {
    /// Years of the Gregorian calendar: `Y`.
    Year,
    /// Months of the Gregorian calendar: `M`.
    Month,
    /// Weeks, counted from a Thursday, as 1970 began with one: `W`.
    Week,
    /// Days: `D`.
    Day,
    /// Hours: `h`.
    Hour,
    /// Minutes: `m`.
    Minute,
    /// Seconds: `s`.
    Second,
    /// 10⁻³ s: `ms`.
    Millisecond,
    /// 10⁻⁶ s: `us`.
    Microsecond,
    /// 10⁻⁹ s: `ns`.
    Nanosecond,
    /// 10⁻¹² s: `ps`.
    Picosecond,
    /// 10⁻¹⁵ s: `fs`.
    Femtosecond,
    /// 10⁻¹⁸ s: `as`.
    Attosecond,
    /// None in particular: whichever unit comes with it is taken.
    Generic,
}

/// For each unit: its letters, its name in words, and how many of the next one it has; 0 where that differs or there is none.
const UNITS: [(TimeUnit, &str, &str, u64); 14] = [
    (TimeUnit::Year, "Y", "years", 0),
    (TimeUnit::Month, "M", "months", 0),
    (TimeUnit::Week, "W", "weeks", 7),
    (TimeUnit::Day, "D", "days", 24),
    (TimeUnit::Hour, "h", "hours", 60),
    (TimeUnit::Minute, "m", "minutes", 60),
    (TimeUnit::Second, "s", "seconds", 1000),
    (TimeUnit::Millisecond, "ms", "milliseconds", 1000),
    (TimeUnit::Microsecond, "us", "microseconds", 1000),
    (TimeUnit::Nanosecond, "ns", "nanoseconds", 1000),
    (TimeUnit::Picosecond, "ps", "picoseconds", 1000),
    (TimeUnit::Femtosecond, "fs", "femtoseconds", 1000),
    (TimeUnit::Attosecond, "as", "attoseconds", 0),
    (TimeUnit::Generic, "generic", "generic time units", 0),
];

impl TimeUnit {
    /// Every unit, the longer ones first.
    pub const ALL: [TimeUnit; 14] = {
        let mut all = [TimeUnit::Generic; 14];
        let mut at = 0;
        while at < all.len() {
            all[at] = UNITS[at].0;
            at += 1;
        }
        all
    };

    /// NumPy's letters of the unit.
    ///
    /// ```
    /// use numoxide_core::TimeUnit;
    ///
    /// assert_eq!((TimeUnit::Minute.letters(), TimeUnit::Month.letters()), ("m", "M"));
    /// ```
    pub const fn letters(self) -> &'static str {
        UNITS[self as usize].1
    }

    /// The unit of some letters; `μs` is `us`.
    pub(super) fn from_letters(letters: &str) -> Option<TimeUnit> {
        let letters = if letters == "\u{3bc}s" { "us" } else { letters };
        UNITS.iter().find(|unit| unit.1 == letters).map(|unit| unit.0)
    }

    /// The unit in words, of several.
    pub(super) fn words(self) -> &'static str {
        UNITS[self as usize].2
    }

    /// Whether it is a unit of the calendar, whose length differs.
    pub(crate) fn is_calendar(self) -> bool {
        matches!(self, TimeUnit::Year | TimeUnit::Month)
    }

    /// How many of a shorter unit it has, of those whose length does not differ; `None` if NumPy takes them for too many:
    /// 2⁵⁶ or more.
    pub(super) fn count_of(self, shorter: TimeUnit) -> Option<u64> {
        UNITS[self as usize..shorter as usize]
            .iter()
            .try_fold(1u64, |count, unit| count.checked_mul(unit.3).filter(|count| count >> 56 == 0))
    }
}
