//! What is drawn: the series, its season, the trend, the periodogram and the residuals.

use numoxide::prelude::*;
use numoxide::{Estimator, Poly1d, arange, histogram, log10};
use numoxide_plot::{COLOURS, Colour, Figure, Panel};

use crate::fit::Fit;
use crate::record::{MIDDLE, MONTHS, Record};
use crate::spectrum::Spectrum;

const GREY: Colour = [0xbb, 0xbb, 0xbb];

/// What there is to draw.
pub struct Findings<'a> {
    pub record: &'a Record,
    pub filled: &'a Array<f64>,
    pub season: &'a Array<f64>,
    /// The series without its season.
    pub smooth: &'a Array<f64>,
    pub trend: &'a Poly1d<f64>,
    pub spectrum: &'a Spectrum,
    pub fit: &'a Fit,
}

/// The series over the whole width, two panels a row below it.
pub fn draw(findings: &Findings<'_>) -> Result<String> {
    let mut figure = Figure::new(900.0, 820.0);
    series(findings, &mut figure)?;
    season(findings.season, &mut figure)?;
    trend(findings, &mut figure)?;
    periodogram(findings.spectrum, &mut figure)?;
    residuals(findings.fit, &mut figure)?;
    Ok(figure.svg())
}

/// A label every so many years.
fn year_labels(record: &Record, step: usize) -> Result<Vec<(f64, String)>> {
    let years = (record.year.min()? + 2..=record.year.max()?).step_by(step);
    Ok(years.map(|year| (year as f64 - MIDDLE, year.to_string())).collect())
}

fn series(Findings { record, filled, .. }: &Findings<'_>, figure: &mut Figure) -> Result<()> {
    Panel::new("Weekly CO2 at Mauna Loa, ppm")
        .line("CO2", &record.times()?.to_vec(), &filled.to_vec())
        .labels(year_labels(record, 5)?)
        .draw(figure, [60.0, 40.0, 810.0, 260.0]);
    Ok(())
}

fn season(season: &Array<f64>, figure: &mut Figure) -> Result<()> {
    let names = MONTHS.iter().enumerate().map(|(k, name)| (k as f64, (*name).to_string()));
    Panel::new("Seasonal cycle, ppm")
        .line("cycle", &arange(0.0, 12.0, 1.0)?.to_vec(), &season.to_vec())
        .colour(COLOURS[1])
        .labels(names)
        .draw(figure, [60.0, 360.0, 370.0, 180.0]);
    Ok(())
}

fn trend(Findings { record, smooth, trend, .. }: &Findings<'_>, figure: &mut Figure) -> Result<()> {
    let times = record.times()?;
    let curve = trend.values(&times)?.to_vec();
    Panel::new("Without season, ppm")
        .line("measured", &times.to_vec(), &smooth.to_vec())
        .colour(GREY)
        .line("cubic", &times.to_vec(), &curve)
        .colour(COLOURS[1])
        .labels(year_labels(record, 10)?)
        .draw(figure, [500.0, 360.0, 370.0, 180.0]);
    Ok(())
}

/// The slow part of the spectrum: faster swings are noise of single weeks.
fn periodogram(spectrum: &Spectrum, figure: &mut Figure) -> Result<()> {
    let slow = spectrum.frequencies.lt(4.0);
    let (frequencies, densities) = (spectrum.frequencies.mask(&slow)?, spectrum.densities.mask(&slow)?);
    Panel::new("Periodogram: log10 of ppm² per cycle per year")
        .line("density", &frequencies.to_vec(), &log10(densities)?.to_vec())
        .labels((0..4).map(|k| (f64::from(k), format!("{k}/year"))))
        .draw(figure, [60.0, 600.0, 370.0, 180.0]);
    Ok(())
}

fn residuals(fit: &Fit, figure: &mut Figure) -> Result<()> {
    let found = histogram::with(&fit.residuals, Estimator::Auto).density().run()?;
    Panel::new("Residuals of trend and seasons, ppm: density")
        .bars("residuals", &found.bin_edges.to_vec(), &found.counts.to_vec())
        .draw(figure, [500.0, 600.0, 370.0, 180.0]);
    Ok(())
}
