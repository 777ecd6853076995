//! Dates as texts of ISO 8601, and durations as Python's `str` has them.

use std::fmt::Write;
use std::time::{SystemTime, UNIX_EPOCH};

use super::calendar::days_of;
use super::{Moment, NAT, TimeStep, TimeUnit};

/// A text of a date that cannot be read, and where.
type Wrong = String;

/// The moment that a text means and the unit of its last part; `None` for `NaT` and no text at all.
///
/// NumPy's grammar: `2020-01-02T03:04:05.678`, of which everything behind the year may be left out, a blank for the `T`, and
/// `Z` or an offset such as `+01:30` behind the time, which makes it one of UTC; `now`, and `today`, which is that of UTC.
pub(crate) fn read_moment(text: &[u8]) -> Result<Option<(Moment, TimeUnit)>, Wrong> {
    let is = |word: &str| text.eq_ignore_ascii_case(word.as_bytes());
    if text.is_empty() || is("nat") {
        return Ok(None);
    }
    let unit = if is("today") { TimeUnit::Day } else { TimeUnit::Second };
    if is("today") || is("now") {
        let seconds =
            SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_secs() as i64);
        let days = TimeStep::from(TimeUnit::Second);
        let now = Moment::from_count(seconds, days);
        return Ok(Some((if is("today") { Moment { attos: 0, ..now } } else { now }, unit)));
    }
    let mut reader = Reader { text, at: 0 };
    reader.moment().map(Some).map_err(|why| {
        let text = String::from_utf8_lossy(text);
        if why.is_empty() {
            format!("{text:?} is no date: see byte {}", reader.at)
        } else {
            format!("{text:?}: {why} out of range")
        }
    })
}

struct Reader<'a> {
    text: &'a [u8],
    at: usize,
}

/// What is out of range, or nothing if a text is not of the grammar.
type Why = &'static str;

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn eat(&mut self, token: u8) -> bool {
        let found = self.peek() == Some(token);
        self.at += usize::from(found);
        found
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(|byte| matches!(byte, b' ' | b'\t'..=b'\r')) {
            self.at += 1;
        }
    }

    fn digit(&mut self) -> Option<u8> {
        let digit = self.peek().filter(u8::is_ascii_digit)?;
        self.at += 1;
        Some(digit - b'0')
    }

    /// Two digits in a range.
    fn two(&mut self, what: Why, range: std::ops::RangeInclusive<u8>) -> Result<u8, Why> {
        let start = self.at;
        let (Some(tens), Some(ones)) = (self.digit(), self.digit()) else {
            self.at = start;
            return Err("");
        };
        let number = 10 * tens + ones;
        if range.contains(&number) { Ok(number) } else { Err(what) }
    }

    fn moment(&mut self) -> Result<(Moment, TimeUnit), Why> {
        self.blanks();
        if !self.eat(b'-') {
            self.eat(b'+');
        }
        if self.peek().is_none() {
            return Err("");
        }
        let mut year = 0i64;
        while let Some(digit) = self.digit() {
            year = year.wrapping_mul(10).wrapping_add(digit.into());
        }
        // As in NumPy, a sign behind blanks does not count.
        let mut date = Moment::midnight(if self.text[0] == b'-' { year.wrapping_neg() } else { year }, 1, 1);
        if self.peek().is_none() {
            return Ok((date, TimeUnit::Year));
        }
        self.hyphen()?;
        date.month = self.two("the month is", 1..=12)?;
        if self.peek().is_none() {
            return Ok((date, TimeUnit::Month));
        }
        self.hyphen()?;
        date.day = self.two("the day is", 1..=days_of(date.year, date.month))?;
        if self.peek().is_none() {
            return Ok((date, TimeUnit::Day));
        }
        if !self.eat(b'T') && !self.eat(b' ') {
            return Err("");
        }
        let (attos, unit) = self.time()?;
        let moment = Moment { attos, ..date }.later(-self.offset()?);
        self.blanks();
        if self.peek().is_none() { Ok((moment, unit)) } else { Err("") }
    }

    fn hyphen(&mut self) -> Result<(), Why> {
        if self.eat(b'-') { Ok(()) } else { Err("") }
    }

    /// The time of a day, and the unit of its last part.
    fn time(&mut self) -> Result<(u128, TimeUnit), Why> {
        const SECOND: u128 = 10u128.pow(18);
        let mut time = 3600 * u128::from(self.two("the hours are", 0..=23)?);
        if !self.eat(b':') {
            return Ok((time * SECOND, TimeUnit::Hour));
        }
        time += 60 * u128::from(self.two("the minutes are", 0..=59)?);
        if !self.eat(b':') {
            return Ok((time * SECOND, TimeUnit::Minute));
        }
        time += u128::from(self.two("the seconds are", 0..=59)?);
        if !self.eat(b'.') {
            return Ok((time * SECOND, TimeUnit::Second));
        }
        let (mut fraction, mut digits) = (0u128, 0);
        while digits < 18
            && let Some(digit) = self.digit()
        {
            (fraction, digits) = (10 * fraction + u128::from(digit), digits + 1);
        }
        let unit = TimeUnit::ALL[TimeUnit::Millisecond as usize + (digits.max(1) as usize - 1) / 3];
        Ok((time * SECOND + fraction * 10u128.pow(18 - digits), unit))
    }

    /// The minutes by which the clock is ahead of UTC.
    fn offset(&mut self) -> Result<i64, Why> {
        let sign = match self.peek() {
            Some(b'+') => 1,
            Some(b'-') => -1,
            _ => {
                self.eat(b'Z');
                return Ok(0);
            }
        };
        self.at += 1;
        let hours = i64::from(self.two("the hours of the offset are", 0..=23)?);
        let mut minutes = 0;
        if self.peek().is_some() {
            self.eat(b':');
            minutes = i64::from(self.two("the minutes of the offset are", 0..=59)?);
        }
        Ok(sign * (60 * hours + minutes))
    }
}

/// Appends a date down to a unit: `2020-01-02T03`. NumPy: `datetime_as_string`.
fn write_moment(moment: &Moment, unit: TimeUnit, out: &mut String) {
    let mut write =
        |text: std::fmt::Arguments<'_>| out.write_fmt(text).expect("a string takes what is written");
    write(format_args!("{:04}", moment.year));
    if unit >= TimeUnit::Month {
        write(format_args!("-{:02}", moment.month));
    }
    if unit >= TimeUnit::Week {
        write(format_args!("-{:02}", moment.day));
    }
    let (seconds, fraction) = (moment.attos / 10u128.pow(18), moment.attos % 10u128.pow(18));
    if unit >= TimeUnit::Hour {
        write(format_args!("T{:02}", seconds / 3600));
    }
    if unit >= TimeUnit::Minute {
        write(format_args!(":{:02}", seconds / 60 % 60));
    }
    if unit >= TimeUnit::Second {
        write(format_args!(":{:02}", seconds % 60));
    }
    if unit > TimeUnit::Second {
        let digits = 3 * (unit as usize - TimeUnit::Second as usize);
        write(format_args!(".{:0digits$}", fraction / 10u128.pow(18 - digits as u32)));
    }
}

/// Appends the date that a count means. One without a unit, which means none, stands as its number.
pub(crate) fn write_count(count: i64, step: TimeStep, out: &mut String) {
    match count {
        NAT => out.push_str("NaT"),
        count if step.is_generic() => out.push_str(&count.to_string()),
        count => write_moment(&Moment::from_count(count, step), step.unit(), out),
    }
}

/// Appends a duration as Python's `str` has it: `125 seconds`.
pub(crate) fn write_duration(count: i64, step: TimeStep, out: &mut String) {
    match count {
        NAT => out.push_str("NaT"),
        count => {
            let units = count.wrapping_mul(step.count().into());
            write!(out, "{units} {}", step.unit().words()).expect("a string takes what is written");
        }
    }
}
