//! The proleptic Gregorian calendar: counts of steps as dates, and back.
//!
//! Days become dates and back by Howard Hinnant's algorithms `civil_from_days` and `days_from_civil`
//! (<https://howardhinnant.github.io/date_algorithms.html>), with years that begin in March. What leaves `i64` wraps around,
//! as in NumPy.

use super::{NAT, TimeStep, TimeUnit};

/// A date and what has passed of its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    pub year: i64,
    /// From 1 on.
    pub month: u8,
    /// From 1 on.
    pub day: u8,
    /// Attoseconds since midnight.
    pub attos: u128,
}

/// Days from 1970-01-01 to 2000-03-01, where a cycle of 400 years begins.
const EPOCH: i64 = 11017;
/// Days of 400 years.
const CYCLE: i64 = 146_097;
/// Attoseconds of a second, and of a day.
const SECOND: u128 = 10u128.pow(18);
const DAY: u128 = 86400 * SECOND;

/// The days of a month.
pub(super) fn days_of(year: i64, month: u8) -> u8 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + u8::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The attoseconds of each unit, of those that are longer than a day those of a day.
const ATTOS: [u128; TimeUnit::ALL.len()] = {
    let mut attos = [DAY; TimeUnit::ALL.len()];
    (attos[TimeUnit::Hour as usize], attos[TimeUnit::Minute as usize]) = (3600 * SECOND, 60 * SECOND);
    let (mut unit, mut length) = (TimeUnit::Second as usize, SECOND);
    while length > 0 {
        attos[unit] = length;
        (unit, length) = (unit + 1, length / 1000);
    }
    attos
};

/// How many of a unit are a day; of femtoseconds and attoseconds more than `i64` holds.
fn per_day(unit: TimeUnit) -> i128 {
    const COUNTS: [i128; TimeUnit::ALL.len()] = {
        let (mut counts, mut unit) = ([1; TimeUnit::ALL.len()], 0);
        while unit < counts.len() {
            counts[unit] = (DAY / ATTOS[unit]) as i128;
            unit += 1;
        }
        counts
    };
    COUNTS[unit as usize]
}

impl Moment {
    /// The start of a day.
    pub(super) fn midnight(year: i64, month: u8, day: u8) -> Moment {
        Moment { year, month, day, attos: 0 }
    }

    /// The day of a number, counted from 1970-01-01.
    pub(super) fn from_days(days: i64) -> Moment {
        let days = days.wrapping_sub(EPOCH);
        let (cycle, of_cycle) = (days.div_euclid(CYCLE), days.rem_euclid(CYCLE));
        let of_years = (of_cycle - of_cycle / 1460 + of_cycle / 36524 - of_cycle / (CYCLE - 1)) / 365;
        let of_year = of_cycle - (365 * of_years + of_years / 4 - of_years / 100);
        let march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * march + 2) / 5 + 1;
        let month = if march < 10 { march + 3 } else { march - 9 };
        let year = 2000 + 400 * cycle + of_years + i64::from(month <= 2);
        Moment::midnight(year, month as u8, day as u8)
    }

    /// The number of the day, counted from 1970-01-01.
    fn days(&self) -> i64 {
        let (month, day) = (i128::from(self.month), i128::from(self.day));
        let year = i128::from(self.year) - i128::from(month <= 2) - 2000;
        let (cycle, of_cycle) = (year.div_euclid(400), year.rem_euclid(400));
        let march = if month > 2 { month - 3 } else { month + 9 };
        let of_year = (153 * march + 2) / 5 + day - 1;
        let days = of_cycle * 365 + of_cycle / 4 - of_cycle / 100 + of_year;
        (cycle * i128::from(CYCLE) + days + i128::from(EPOCH)) as i64
    }

    /// What a count of steps means, which is a time and whose unit is none of the generic ones.
    pub(crate) fn from_count(count: i64, step: TimeStep) -> Moment {
        let count = count.wrapping_mul(step.count().into());
        match step.unit() {
            TimeUnit::Year => Moment::midnight(count.wrapping_add(1970), 1, 1),
            TimeUnit::Month => {
                Moment::midnight(1970 + count.div_euclid(12), count.rem_euclid(12) as u8 + 1, 1)
            }
            TimeUnit::Week => Moment::from_days(count.wrapping_mul(7)),
            TimeUnit::Day => Moment::from_days(count),
            unit => {
                let (days, rest) = match i64::try_from(per_day(unit)) {
                    Ok(per_day) => (count.div_euclid(per_day), i128::from(count.rem_euclid(per_day))),
                    Err(_) => {
                        let (count, per_day) = (i128::from(count), per_day(unit));
                        (count.div_euclid(per_day) as i64, count.rem_euclid(per_day))
                    }
                };
                Moment { attos: rest as u128 * ATTOS[unit as usize], ..Moment::from_days(days) }
            }
        }
    }

    /// The count of steps up to the moment, rounded down; generic steps have none.
    pub(crate) fn count(&self, step: TimeStep) -> i64 {
        let units = match step.unit() {
            TimeUnit::Year => self.year.wrapping_sub(1970),
            TimeUnit::Month => {
                let months = self.year.wrapping_sub(1970).wrapping_mul(12);
                months.wrapping_add(i64::from(self.month) - 1)
            }
            TimeUnit::Week => self.days().div_euclid(7),
            TimeUnit::Generic => return NAT,
            unit => {
                let passed = (self.attos / ATTOS[unit as usize]) as i64;
                self.days().wrapping_mul(per_day(unit) as i64).wrapping_add(passed)
            }
        };
        units.div_euclid(step.count().into())
    }

    /// The moment some minutes later, or before.
    pub(super) fn later(&self, minutes: i64) -> Moment {
        let minute = i128::try_from(60 * SECOND).expect("below 2^66");
        let attos = self.attos as i128 + i128::from(minutes) * minute;
        let day = DAY as i128;
        let start = Moment::from_days(self.days().wrapping_add(attos.div_euclid(day) as i64));
        Moment { attos: attos.rem_euclid(day) as u128, ..start }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_are_one_to_one() {
        // Known days, and then every day of more than a cycle in turn.
        for (days, date) in
            [(0, (1970, 1, 1)), (-1, (1969, 12, 31)), (11016, (2000, 2, 29)), (-719_528, (0, 1, 1))]
        {
            assert_eq!(Moment::from_days(days), Moment::midnight(date.0, date.1, date.2));
        }
        let mut date = Moment::from_days(-300_000);
        for days in -300_000..100_000 {
            assert_eq!((Moment::from_days(days), date.days()), (date, days));
            date.day += 1;
            if date.day > days_of(date.year, date.month) {
                (date.day, date.month) = (1, date.month + 1);
            }
            if date.month > 12 {
                (date.month, date.year) = (1, date.year + 1);
            }
        }
    }
}
