//! Four decades of carbon dioxide over Mauna Loa: yearly means, the seasonal cycle, growth per decade with its bootstrap band,
//! the weeks without a measurement filled in, trend and seasons fitted by least squares, the periodogram of what swings
//! around the trend, and how what is left is distributed.
//!
//! `cargo run --release --example co2` prints the tables and draws the pictures to `target/co2.svg`.

mod fit;
mod growth;
mod pages;
mod record;
mod spectrum;
#[cfg(test)]
mod tests;

use numoxide::prelude::*;
use numoxide::stats::Moments;
use numoxide::{Poly1d, isnan, percentile};

use fit::{Fit, TERMS};
use pages::Findings;
use record::{MIDDLE, MONTHS};
use spectrum::Spectrum;

const DATA: &str = include_str!("../data/co2.csv");

/// What is not `numoxide::Error` comes from files and numbers in text.
type Outcome<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let record = record::read(DATA)?;
    let missing = isnan(&record.ppm)?.count_nonzero();
    println!("{} weeks, {missing} without a measurement", record.ppm.len());

    let (years, yearly) = record::yearly_means(&record)?;
    print_means(&years, &yearly)?;
    let season = record::seasonal_cycle(&record)?;
    print_cycle(&season);

    let smooth = record::fill_gaps(&record, &season)?;
    let filled = &smooth + record::in_season(&record, &season)?;
    println!("\n{missing} weeks filled in, {:.2} to {:.2} ppm in all", filled.min()?, filled.max()?);

    let trend = fit::trend(&record, &smooth)?;
    print_trend(&trend)?;
    let fit = fit::trend_and_seasons(&record)?;
    print_fit(&fit)?;
    let spectrum = spectrum::periodogram(&(&filled - trend.values(record.times()?)?))?;
    print_peaks(&spectrum);
    print_residuals(&fit.residuals)?;

    let (filled, season, smooth) = (&filled, &season, &smooth);
    let picture = pages::draw(&Findings {
        record: &record,
        filled,
        season,
        smooth,
        trend: &trend,
        spectrum: &spectrum,
        fit: &fit,
    })?;
    std::fs::create_dir_all("target")?;
    std::fs::write("target/co2.svg", picture)?;
    println!("\ndrawn to target/co2.svg");
    Ok(())
}

fn print_means(years: &Array<i64>, yearly: &Array<f64>) -> Outcome<()> {
    println!("\nyearly means, ppm");
    for (year, ppm) in years.iter().zip(yearly) {
        println!("  {year}  {ppm:7.2}");
    }
    println!("\ngrowth, ppm per year, and where 95 in 100 resampled decades lie");
    let bands = growth::bands(years, yearly)?;
    for ((decade, growth), (low, high)) in growth::per_decade(years, yearly)?.into_iter().zip(bands) {
        println!("  {decade}s  {growth:.2}  ({low:.2} to {high:.2})");
    }
    Ok(())
}

fn print_cycle(season: &Array<f64>) {
    println!("\nseasonal cycle, ppm above or below the year around it");
    for (month, ppm) in MONTHS.iter().zip(season) {
        println!("  {month}  {ppm:+.2}");
    }
}

fn print_trend(trend: &Poly1d<f64>) -> Result<()> {
    println!("\ncubic trend without the season, ppm, and its slope, ppm per year");
    let slope = trend.deriv(1)?;
    for year in [1960.0, 1970.0, 1980.0, 1990.0, 2000.0] {
        println!("  {year}  {:.2}  {:.2}", trend.at(year - MIDDLE)?, slope.at(year - MIDDLE)?);
    }
    Ok(())
}

fn print_fit(fit: &Fit) -> Result<()> {
    println!("\ntrend and seasons by least squares, with standard errors");
    for ((term, value), error) in TERMS.iter().zip(&fit.coefficients).zip(&fit.standard_errors()?) {
        println!("  {term:<26} {value:9.4} ± {error:.4}");
    }
    println!(
        "  weeks beside each other stray alike: the errors are really {:.1} times these",
        fit.widening()?
    );
    Ok(())
}

fn print_peaks(spectrum: &Spectrum) {
    println!("\nhighest peaks of the periodogram around the trend");
    for (frequency, density) in spectrum.peaks(5) {
        println!(
            "  {frequency:.3} a year, every {:5.1} months: {density:.3} ppm² per cycle per year",
            12.0 / frequency
        );
    }
}

fn print_residuals(residuals: &Array<f64>) -> Result<()> {
    let moments = Moments::of(residuals)?;
    let ends = percentile(residuals, [2.5, 50.0, 97.5])?;
    println!("\nresiduals of trend and seasons, ppm");
    println!(
        "  standard deviation {:.3}, skewness {:+.3}, excess kurtosis {:+.3}",
        moments.std(TERMS.len() as f64),
        moments.skew(),
        moments.kurtosis()
    );
    println!("  the middle {:+.3}, 95 in 100 from {:+.3} to {:+.3}", ends[1], ends[0], ends[2]);
    Ok(())
}
