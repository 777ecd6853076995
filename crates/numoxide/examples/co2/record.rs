//! The weeks of the record: read, grouped by year and month, and filled where nothing was measured.

use numoxide::prelude::*;
use numoxide::{arange, equal, interp, isnan, logical_and, logical_not, mean};

use crate::Outcome;

pub const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A week in years.
pub const WEEK: f64 = 7.0 / 365.2425;

/// The year that times are counted from: near the middle of the record, so that powers of them are not all alike.
pub const MIDDLE: f64 = 1980.0;

/// The weeks of the record: when, and how many parts per million; NaN where nothing was measured.
pub struct Record {
    pub year: Array<i64>,
    pub month: Array<i64>,
    pub ppm: Array<f64>,
}

impl Record {
    /// When each week is, in years since [`MIDDLE`]: the first is that of 29 March 1958, the 88th day.
    pub fn times(&self) -> Result<Array<f64>> {
        let start = 1958.0 + 87.0 / 365.0 - MIDDLE;
        Ok(arange(0.0, self.ppm.len() as f64, 1.0)? * WEEK + start)
    }

    /// The weeks with a measurement.
    pub fn known(&self) -> Result<Array<bool>> {
        logical_not(isnan(&self.ppm)?)
    }
}

/// Reads `date,ppm` lines, dates as yyyymmdd.
pub fn read(text: &str) -> Outcome<Record> {
    let (mut dates, mut ppm) = (Vec::new(), Vec::new());
    for line in text.lines().skip(1).filter(|line| !line.is_empty()) {
        let (date, value) = line.split_once(',').ok_or("a line without a comma")?;
        dates.push(date.parse::<i64>()?);
        ppm.push(if value.trim().is_empty() { f64::NAN } else { value.trim().parse()? });
    }
    let dates = Array::from_vec(dates)?;
    let (year, month) =
        (numoxide::floor_divide(&dates, 10_000)?, numoxide::floor_divide(&dates % 10_000, 100)?);
    Ok(Record { year, month, ppm: Array::from_vec(ppm)? })
}

/// The mean of each group of weeks: `groups` against `labels`, one row a week, one column a group.
pub fn group_means(values: &Array<f64>, groups: &Array<i64>, labels: &Array<i64>) -> Result<Array<f64>> {
    let member = equal(groups.expand_dims(1)?, labels)?;
    let known = logical_not(isnan(values)?)?.expand_dims(1)?;
    let counted = logical_and(&member, &known)?;
    mean::with(&values.expand_dims(1)?.broadcast_to(counted.shape())?).axis(0).where_(&counted).run()
}

pub fn yearly_means(record: &Record) -> Result<(Array<i64>, Array<f64>)> {
    let years = arange(record.year.min()?, record.year.max()? + 1, 1)?;
    let means = group_means(&record.ppm, &record.year, &years)?;
    Ok((years, means))
}

/// The mean of each month, after the mean of the 52 weeks around each week is taken away.
pub fn seasonal_cycle(record: &Record) -> Result<Array<f64>> {
    let around = running_mean(&record.ppm, 26)?;
    let season = group_means(&(&record.ppm - around), &record.month, &arange(1, 13, 1)?)?;
    let middle = season.mean();
    Ok(season - middle)
}

/// The mean of the known values up to `reach` weeks away; NaN where the window leaves the record.
fn running_mean(values: &Array<f64>, reach: usize) -> Result<Array<f64>> {
    let mut result = Array::full(values.shape(), f64::NAN)?;
    for week in reach..values.len() - reach {
        let window = values.slice(s![week - reach..=week + reach])?;
        result[week] = numoxide::nanmean(&window);
    }
    Ok(result)
}

/// For each week how much its month is above or below the year around it.
pub fn in_season(record: &Record, season: &Array<f64>) -> Result<Array<f64>> {
    numoxide::take(season, &(&record.month - 1), 0)
}

/// The series without its season is smooth: there the gaps are bridged by straight lines.
pub fn fill_gaps(record: &Record, season: &Array<f64>) -> Result<Array<f64>> {
    let (times, known) = (record.times()?, record.known()?);
    let smooth = &record.ppm - in_season(record, season)?;
    interp(&times, times.mask(&known)?, smooth.mask(&known)?)
}
