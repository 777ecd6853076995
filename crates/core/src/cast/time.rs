//! Casts from and to dates and durations, and the rules that allow them.

use super::text::{characters, fitted, trimmed};
use super::{ItemCast, OP};
use crate::driver::NumberCast;
use crate::time::{Moment, NAT, read_moment, write_count, write_duration};
use crate::{AnyView, Array, ArrayView, Casting, DType, Error, Order, Result, TimeStep, map};

/// Whether counts of one type are those of the other as they are: integers, and dates and durations whose units do not
/// matter. Of floating-point numbers, which have NaN, counts become numbers alone.
pub(crate) fn keeps_count(from: &DType, to: &DType) -> bool {
    match (from, to) {
        // A count without a unit is no date of a year or month.
        (DType::DateTime(from), DType::DateTime(to)) => {
            from == to || (from.is_generic() && !to.unit().is_calendar())
        }
        (DType::TimeDelta(from), DType::TimeDelta(to)) => from == to || from.is_generic(),
        (from, to) if from.time_step().is_some() => to.time_step().is_some() || to.index().is_some(),
        (from, to) => to.time_step().is_some() && matches!(from.kind(), 'b' | 'i' | 'u'),
    }
}

/// The rule for a cast where one type is a date or a duration; `None` for others, and for structs and raw items.
pub(super) fn level(from: &DType, to: &DType) -> Option<Casting> {
    Some(match (from, to) {
        (DType::DateTime(a), DType::DateTime(b)) => steps(*a, *b, true),
        (DType::TimeDelta(a), DType::TimeDelta(b)) if is_apart(*a, *b) => Casting::Unsafe,
        (DType::TimeDelta(a), DType::TimeDelta(b)) => steps(*a, *b, false),
        (DType::DateTime(_) | DType::TimeDelta(_), other)
        | (other, DType::DateTime(_) | DType::TimeDelta(_))
            if matches!(other.kind(), 'V') =>
        {
            return None;
        }
        (DType::U64, DType::TimeDelta(_)) => Casting::SameKind,
        (from, DType::TimeDelta(_)) if matches!(from.kind(), 'b' | 'i' | 'u') => Casting::Safe,
        (from, to) if from.time_step().or(to.time_step()).is_some() => Casting::Unsafe,
        _ => return None,
    })
}

/// Whether one of two durations is of years or months, whose length differs, and the other is not.
fn is_apart(a: TimeStep, b: TimeStep) -> bool {
    !a.is_generic() && !b.is_generic() && a.unit().is_calendar() != b.unit().is_calendar()
}

/// The rule for other steps: finer ones are safe if there is a whole number of them; of years and months, `apart`.
fn steps(from: TimeStep, to: TimeStep, apart: bool) -> Casting {
    match () {
        () if from == to || from.is_metric(to) => Casting::No,
        () if from.is_generic() => Casting::Safe,
        () if to.is_generic() => Casting::Unsafe,
        () if from.unit() <= to.unit() && from.divides_into(to, apart) => Casting::Safe,
        () => Casting::SameKind,
    }
}

/// The type that both have in common, if one is a date or a duration. NumPy: durations and integers are durations, dates and
/// durations dates.
pub(crate) fn promoted(a: &DType, b: &DType) -> Option<DType> {
    use DType::{DateTime, TimeDelta, U64};
    Some(match (a, b) {
        (TimeDelta(x), TimeDelta(y)) => TimeDelta(x.common(*y, (true, true))?),
        (DateTime(x), DateTime(y)) => DateTime(x.common(*y, (false, false))?),
        (DateTime(x), TimeDelta(y)) | (TimeDelta(y), DateTime(x)) => DateTime(x.common(*y, (false, false))?),
        (TimeDelta(step), number) | (number, TimeDelta(step))
            if matches!(number.kind(), 'b' | 'i' | 'u') && *number != U64 =>
        {
            TimeDelta(*step)
        }
        _ => return None,
    })
}

fn count(item: &[u8]) -> i64 {
    i64::from_ne_bytes(item.try_into().expect("an item of 8 bytes"))
}

/// The cast of single items, where one is a date or a duration, and the count does not stay as it is.
pub(super) fn cast(from: &DType, to: &DType) -> Option<ItemCast> {
    match (from, to) {
        (DType::DateTime(a), DType::DateTime(b)) => converted(*a, *b, true),
        (DType::TimeDelta(a), DType::TimeDelta(b)) => converted(*a, *b, false),
        (DType::DateTime(_) | DType::TimeDelta(_), DType::Bytes(_) | DType::Str(_)) => {
            Some(printed(from, to))
        }
        (DType::Bytes(_) | DType::Str(_), DType::DateTime(step)) => Some(parsed(from, *step)),
        (DType::Bytes(_) | DType::Str(_), DType::TimeDelta(_)) => Some(counted(from)),
        (DType::Void(_), _) => Some(Box::new(|_, _| Err(Error::value(OP, "raw items are no times")))),
        (from, _) => rounded(from),
    }
}

/// The fraction by which counts of one step are those of another.
#[derive(Clone, Copy)]
pub(crate) struct Scale {
    up: i64,
    down: i64,
}

impl Scale {
    /// That of two dtypes of dates or durations; `None` where the calendar has a part in it.
    pub(crate) fn between(from: &DType, to: &DType) -> Option<Scale> {
        let (up, down) = match (from, to) {
            (DType::DateTime(from), DType::DateTime(to)) if !by_calendar(*from, *to) => from.factor(*to)?,
            (DType::TimeDelta(from), DType::TimeDelta(to)) => from.factor(*to)?,
            _ => return None,
        };
        Some(Scale { up, down })
    }

    /// A count rounded down; what leaves `i64` wraps around as in NumPy.
    #[inline]
    fn of(self, count: i64) -> i64 {
        let scaled = count.wrapping_mul(self.up);
        match count {
            NAT => NAT,
            count if count < 0 => scaled.wrapping_sub(self.down - 1) / self.down,
            _ => scaled / self.down,
        }
    }

    /// All counts, in the order of their memory.
    pub(crate) fn all(self, counts: ArrayView<'_, i64>) -> Result<Array<i64>> {
        let up = self.up;
        if self.down == 1 {
            return map(counts, move |count: i64| if count == NAT { NAT } else { count.wrapping_mul(up) });
        }
        map(counts, move |count| self.of(count))
    }
}

/// Whether counts of one step of dates are those of another by way of the calendar: where one is a year or a month.
fn by_calendar(from: TimeStep, to: TimeStep) -> bool {
    from.unit().is_calendar() || to.unit().is_calendar()
}

/// From step to step, rounded down; by the calendar where one is a year or a month of dates.
fn converted(from: TimeStep, to: TimeStep, dates: bool) -> Option<ItemCast> {
    if to.is_generic() {
        return None;
    }
    let Some((up, down)) = from.factor(to) else {
        let what = format!("the factor from {from} to {to} is too large");
        return Some(Box::new(move |_, _| Err(Error::value(OP, what.clone()))));
    };
    let (scale, by_calendar) = (Scale { up, down }, dates && by_calendar(from, to));
    Some(Box::new(move |item, room| {
        let converted = match count(item) {
            NAT => NAT,
            _ if by_calendar && from.is_generic() => {
                return Err(Error::value(OP, "a count without a unit is no date"));
            }
            count if by_calendar => Moment::from_count(count, from).count(to),
            count => scale.of(count),
        };
        room.copy_from_slice(&converted.to_ne_bytes());
        Ok(())
    }))
}

/// Floating-point numbers, whose fractions are cut off; what is no `i64` becomes `NaT`.
fn rounded(from: &DType) -> Option<ItemCast> {
    let widen = NumberCast::new(from, &DType::F64)?;
    Some(Box::new(move |item, room| {
        let mut wide = [0; 8];
        widen.run(item, &mut wide);
        let number = f64::from_ne_bytes(wide);
        // 2^63 is the first that does not fit.
        let fits = number.abs() < 9_223_372_036_854_775_808.0;
        room.copy_from_slice(&(if fits { number as i64 } else { NAT }).to_ne_bytes());
        Ok(())
    }))
}

/// Dates as texts of ISO 8601, which must fit, and durations in words, which are cut off.
fn printed(from: &DType, to: &DType) -> ItemCast {
    let (from, wide, mut text) = (from.clone(), matches!(to, DType::Str(_)), String::new());
    Box::new(move |item, room| {
        text.clear();
        if let DType::DateTime(step) = from {
            if step.is_generic() && count(item) != NAT {
                return Err(Error::value(OP, "a count without a unit is no date"));
            }
            write_count(count(item), step, &mut text);
            if text.len() * (if wide { 4 } else { 1 }) > room.len() {
                return Err(Error::value(OP, format!("{text} is longer than the text it is to be")));
            }
        } else if let DType::TimeDelta(step) = from {
            write_duration(count(item), step, &mut text);
        }
        fitted(&text, wide, room)
    })
}

/// The ASCII of an item up to its first zero.
fn plain(from: &DType, item: &[u8], text: &mut Vec<u8>) -> Result<()> {
    text.clear();
    match from {
        DType::Str(_) => {
            for character in characters(item) {
                let ascii = u8::try_from(character).ok().filter(u8::is_ascii);
                text.push(
                    ascii.ok_or_else(|| Error::value(OP, format!("{character:?} is no part of a time")))?,
                );
            }
        }
        _ => text.extend(trimmed(item)),
    }
    text.truncate(text.iter().position(|&byte| byte == 0).unwrap_or(text.len()));
    Ok(())
}

/// Dates from texts of ISO 8601.
fn parsed(from: &DType, step: TimeStep) -> ItemCast {
    let (from, mut text) = (from.clone(), Vec::new());
    Box::new(move |item, room| {
        plain(&from, item, &mut text)?;
        let count = match read_moment(&text).map_err(|why| Error::value(OP, why))? {
            None => NAT,
            Some(_) if step.is_generic() => return Err(Error::value(OP, "a date needs a unit")),
            Some((moment, _)) => moment.count(step),
        };
        room.copy_from_slice(&count.to_ne_bytes());
        Ok(())
    })
}

/// Durations from integers of C's `strtol`.
fn counted(from: &DType) -> ItemCast {
    let (from, mut text) = (from.clone(), Vec::new());
    Box::new(move |item, room| {
        plain(&from, item, &mut text)?;
        let wrong =
            || Error::value(OP, format!("{:?} is no count of a duration", String::from_utf8_lossy(&text)));
        let count = match &text[..] {
            [] => NAT,
            nat if nat.eq_ignore_ascii_case(b"nat") => NAT,
            text => integer(text).ok_or_else(wrong)?,
        };
        room.copy_from_slice(&count.to_ne_bytes());
        Ok(())
    })
}

/// An integer behind blanks; what does not fit is the largest or smallest one.
fn integer(text: &[u8]) -> Option<i64> {
    let start = text.iter().position(|byte| !matches!(byte, b' ' | b'\t'..=b'\r'))?;
    let (digits, sign) = match &text[start..] {
        [b'-', digits @ ..] => (digits, -1),
        [b'+', digits @ ..] | digits => (digits, 1),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let append =
        |value: i64, digit: &u8| value.saturating_mul(10).saturating_add(sign * i64::from(digit - b'0'));
    Some(digits.iter().fold(0, append))
}

/// The characters that NumPy sets aside for dates and durations as text.
pub(super) fn text_length(dtype: &DType) -> Option<usize> {
    const LENGTHS: [usize; 14] = [22, 25, 28, 28, 32, 35, 38, 42, 45, 48, 51, 54, 57, 4];
    match dtype {
        DType::DateTime(step) => Some(LENGTHS[step.unit() as usize]),
        DType::TimeDelta(_) => Some(21),
        _ => None,
    }
}

/// The type that items become where `to` leaves the unit open: that of the items, or of texts the longest step that all dates
/// have in common.
pub(crate) fn with_unit(items: &AnyView<'_>, to: DType) -> Result<DType> {
    let step = match (&to, items.dtype()) {
        (DType::DateTime(open) | DType::TimeDelta(open), _) if !open.is_generic() => return Ok(to),
        (DType::DateTime(_), DType::Bytes(_) | DType::Str(_)) => common_step(items)?,
        (_, from) => from.time_step().unwrap_or(TimeStep::GENERIC),
    };
    Ok(match to {
        DType::DateTime(_) => DType::DateTime(step),
        DType::TimeDelta(_) => DType::TimeDelta(step),
        other => other,
    })
}

/// The step that all dates in texts have in common.
fn common_step(items: &AnyView<'_>) -> Result<TimeStep> {
    let (bytes, size, mut text) = (items.tobytes(Order::C)?, items.itemsize().max(1), Vec::new());
    let mut common = TimeStep::GENERIC;
    for item in bytes.chunks_exact(size) {
        plain(items.dtype(), item, &mut text)?;
        let found = read_moment(&text).map_err(|why| Error::value(OP, why))?;
        let step = found.map_or(TimeStep::GENERIC, |(_, unit)| TimeStep::from(unit));
        let both = common.common(step, (false, false));
        common =
            both.ok_or_else(|| Error::value(OP, format!("{common} and {step} have no step in common")))?;
    }
    Ok(common)
}
