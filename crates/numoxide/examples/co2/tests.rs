//! The findings against NumPy's: `crates/testkit/golden/make_co2.py` makes them of the same data.

use numoxide::prelude::*;
use numoxide::{Estimator, histogram};
use numoxide_testkit::golden::golden;

use super::*;

#[track_caller]
fn is_numpys(name: &str, found: &Array<f64>) {
    let wanted = golden("co2").entry(name).values::<f64>();
    assert_eq!(found.len(), wanted.len(), "{name}");
    for (found, wanted) in found.iter().zip(wanted) {
        // The golden numbers have eight digits.
        assert!((found - wanted).abs() <= 1e-7 * wanted.abs().max(1e-2), "{name}: {found}, NumPy {wanted}");
    }
}

fn found() -> (record::Record, Array<f64>, Array<f64>) {
    let record = record::read(DATA).unwrap();
    let season = record::seasonal_cycle(&record).unwrap();
    let smooth = record::fill_gaps(&record, &season).unwrap();
    (record, season, smooth)
}

#[test]
fn means_and_bands() {
    let (years, yearly) = record::yearly_means(&found().0).unwrap();
    is_numpys("yearly", &yearly);
    let bands = growth::bands(&years, &yearly).unwrap();
    let ends: Vec<f64> = bands.into_iter().flat_map(|(low, high)| [low, high]).collect();
    is_numpys("bands", &Array::from_vec(ends).unwrap());
}

#[test]
fn season_and_gaps() {
    let (record, season, smooth) = found();
    is_numpys("season", &season);
    let gaps = numoxide::logical_not(record.known().unwrap()).unwrap();
    is_numpys("gaps", &smooth.mask(&gaps).unwrap());
}

#[test]
fn cubic_trend() {
    let (record, _, smooth) = found();
    is_numpys(
        "trend",
        &Array::from_vec(fit::trend(&record, &smooth).unwrap().coefficients().to_vec()).unwrap(),
    );
}

#[test]
fn trend_and_seasons_with_errors() {
    let fit = fit::trend_and_seasons(&found().0).unwrap();
    is_numpys("coefficients", &fit.coefficients);
    is_numpys("errors", &fit.standard_errors().unwrap());
    is_numpys("correlations", &correlations(&fit.covariance));
    is_numpys("widening", &Array::from_vec(vec![fit.widening().unwrap()]).unwrap());
}

/// The covariances over the standard errors of both.
fn correlations(covariance: &Array<f64>) -> Array<f64> {
    let errors = covariance.diagonal().unwrap().sqrt();
    covariance / errors.expand_dims(1).unwrap() / &errors
}

#[test]
fn periodogram() {
    let (record, season, smooth) = found();
    let trend = fit::trend(&record, &smooth).unwrap().values(record.times().unwrap()).unwrap();
    let filled = &smooth + record::in_season(&record, &season).unwrap();
    let spectrum = spectrum::periodogram(&(filled - trend)).unwrap();
    is_numpys("frequencies", &spectrum.frequencies.slice(s![..200]).unwrap());
    is_numpys("densities", &spectrum.densities.slice(s![..200]).unwrap());
    let peaks = spectrum.peaks(5).into_iter().map(|(frequency, _)| frequency).collect();
    is_numpys("peaks", &Array::from_vec(peaks).unwrap());
}

#[test]
fn distribution_of_residuals() {
    let residuals = fit::trend_and_seasons(&found().0).unwrap().residuals;
    let histogram = histogram(&residuals, Estimator::Auto).unwrap();
    is_numpys("edges", &histogram.bin_edges);
    assert_eq!(histogram.counts.to_vec(), golden("co2").entry("counts").values::<i64>());
    let moments = stats_of(&residuals);
    is_numpys("moments", &moments);
    is_numpys("percentiles", &percentile(&residuals, [2.5, 50.0, 97.5]).unwrap());
}

fn stats_of(residuals: &Array<f64>) -> Array<f64> {
    let moments = Moments::of(residuals).unwrap();
    array![moments.std(TERMS.len() as f64), moments.skew(), moments.kurtosis()]
}
