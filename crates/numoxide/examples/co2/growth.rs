//! Growth per decade, and how far it would move if the years were drawn anew.

use numoxide::prelude::*;
use numoxide::{arange, equal, random, take};

use crate::Outcome;
use crate::record::group_means;

/// The steps from one yearly mean to the next, and the decade of each.
fn yearly_steps(years: &Array<i64>, yearly: &Array<f64>) -> Result<(Array<i64>, Array<f64>)> {
    let decade = numoxide::floor_divide(&years.slice(s![1..])?, 10)? * 10;
    Ok((decade, numoxide::diff(yearly)?))
}

/// The mean yearly step within each decade.
pub fn per_decade(years: &Array<i64>, yearly: &Array<f64>) -> Result<Vec<(i64, f64)>> {
    let (decade, steps) = yearly_steps(years, yearly)?;
    let labels = arange(decade.min()?, decade.max()? + 1, 10)?;
    let means = group_means(&steps, &decade, &labels)?;
    Ok(labels.iter().copied().zip(means.iter().copied()).collect())
}

/// The band in which the middle 95 in 100 of each decade's means lie, when its years are drawn again with replacement (Efron 1979).
/// The stream is that of `numpy.random.default_rng(1958)`: the numbers are the same every time, and NumPy's.
pub fn bands(years: &Array<i64>, yearly: &Array<f64>) -> Outcome<Vec<(f64, f64)>> {
    const DRAWS: usize = 2000;
    let (decade, steps) = yearly_steps(years, yearly)?;
    let mut rng = random::default_rng(1958)?;
    let mut band = |label: i64| {
        let steps = steps.mask(&equal(&decade, label)?)?;
        let places = rng.integers(0, steps.len() as i64, [DRAWS, steps.len()])?;
        let mut means = take(&steps, &places, 0)?.mean_axis(1)?.to_vec();
        means.sort_by(f64::total_cmp);
        Ok((means[DRAWS / 40 - 1], means[DRAWS - DRAWS / 40 - 1]))
    };
    (decade.min()?..=decade.max()?).step_by(10).map(&mut band).collect()
}
