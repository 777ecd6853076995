//! Basic indices as text: `1:-1:2, ..., None`, as NumPy has them between brackets.

use std::fmt;
use std::str::FromStr;

use super::{Slice, SliceSpec};
use crate::{Error, Result};

impl SliceSpec {
    /// The entries of an index as it stands between NumPy's brackets: places and ranges between commas, `None` or
    /// `newaxis` for a new axis, `...` or `Ellipsis` for all axes that are not named. Bounds beyond the address space
    /// are clamped like all that lie outside.
    ///
    /// # Errors
    /// [`Error::Value`] if the text is no such index.
    ///
    /// ```
    /// use numoxide_core::{Array, layout::SliceSpec, s};
    ///
    /// assert_eq!(SliceSpec::parse("1:-1:2, ..., None")?, s![1..-1;2, ..., numoxide_core::NewAxis]);
    /// let a = Array::from_shape_vec([2, 3], vec![1, 2, 3, 4, 5, 6])?;
    /// assert_eq!(a.slice(SliceSpec::parse(":, ::-2")?)?.to_vec(), [3, 1, 6, 4]);
    /// # Ok::<(), numoxide_core::Error>(())
    /// ```
    pub fn parse(text: &str) -> Result<Vec<SliceSpec>> {
        let text = text.trim();
        if text == "()" {
            return Ok(Vec::new());
        }
        // A comma may stand at the end of a tuple.
        let entries = text.strip_suffix(',').unwrap_or(text);
        entries.split(',').map(str::parse).collect()
    }
}

impl FromStr for SliceSpec {
    type Err = Error;

    /// One entry of [`SliceSpec::parse`].
    fn from_str(text: &str) -> Result<Self> {
        let text = text.trim();
        Ok(match text {
            "None" | "newaxis" | "np.newaxis" => SliceSpec::NewAxis,
            "..." | "Ellipsis" => SliceSpec::Ellipsis,
            range if range.contains(':') => SliceSpec::Slice(range.parse()?),
            place => SliceSpec::Index(number(place).ok_or_else(|| wrong(place))?),
        })
    }
}

impl FromStr for Slice {
    type Err = Error;

    /// `start:stop:step`, each of which may be missing, or `None`.
    fn from_str(text: &str) -> Result<Self> {
        let bound = |text: &str| match text.trim() {
            "" | "None" => Ok(None),
            bound => number(bound).map(Some).ok_or_else(|| wrong(text)),
        };
        let parts: Vec<Option<isize>> = text.split(':').map(bound).collect::<Result<_>>()?;
        match parts[..] {
            [start, stop] => Ok(Slice::new(start, stop, 1)),
            [start, stop, step] => Ok(Slice::new(start, stop, step.unwrap_or(1))),
            _ => Err(wrong(text)),
        }
    }
}

fn wrong(text: &str) -> Error {
    Error::value("slice", format!("{text:?} is no place, range, `None` or `...`"))
}

/// An integer in decimal digits, with underlines between them as Python has it; one that does not fit is the greatest
/// or smallest that does.
fn number(text: &str) -> Option<isize> {
    let (sign, digits) = match text.strip_prefix(['-', '+']) {
        Some(digits) => (&text[..1], digits.trim_start()),
        None => ("", text),
    };
    let between = !digits.starts_with('_') && !digits.ends_with('_') && !digits.contains("__");
    let known = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    let digits = digits.replace('_', "");
    // Python has no number with a zero in front but zero.
    let leading = digits.len() > 1 && digits.starts_with('0') && digits.bytes().any(|byte| byte != b'0');
    if digits.is_empty() || !known || !between || leading {
        return None;
    }
    let negative = sign == "-";
    let number = format!("{}{digits}", if negative { "-" } else { "" }).parse();
    Some(number.unwrap_or(if negative { isize::MIN } else { isize::MAX }))
}

impl fmt::Display for SliceSpec {
    /// As NumPy has it between brackets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SliceSpec::Index(place) => place.fmt(f),
            SliceSpec::Slice(slice) => slice.fmt(f),
            SliceSpec::NewAxis => f.write_str("None"),
            SliceSpec::Ellipsis => f.write_str("..."),
        }
    }
}

impl fmt::Display for Slice {
    /// `start:stop`, and `:step` if it is not 1.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bound = |bound: Option<isize>| bound.map_or(String::new(), |place| place.to_string());
        write!(f, "{}:{}", bound(self.start), bound(self.stop))?;
        if self.step == 1 { Ok(()) } else { write!(f, ":{}", self.step) }
    }
}
