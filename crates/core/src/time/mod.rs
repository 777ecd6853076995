//! Dates and durations: their units, the calendar, and their texts.
//!
//! An item of `datetime64` or `timedelta64` is an `i64` that counts steps of the dtype's [`TimeStep`]: dates from the start of
//! 1970, of which the smallest `i64` is none at all, [`NAT`].

mod calendar;
mod iso;
mod step;
mod unit;

pub(crate) use calendar::Moment;
pub(crate) use iso::{read_moment, write_count, write_duration};
pub use step::TimeStep;
pub use unit::TimeUnit;

/// What stands for "not a time" among dates and durations: NumPy's `NaT`.
pub const NAT: i64 = i64::MIN;
