//! Statistics: quantiles, histograms, correlation, interpolation.

use numoxide::stats::{Rolling, rolling};
use numoxide::{
    Array, Overlap, bincount, convolve, corrcoef, correlate, cov, diff, histogram, histogram2d, interp,
    linspace, median, percentile, sort,
};

use crate::case::Cases;
use crate::data::{integers, matrix, random};

pub fn add_to(cases: &mut Cases) {
    quantiles(cases);
    histograms(cases);
    sequences(cases);
    windows(cases, "stats.rolling_mean", |windows| windows.mean().unwrap());
    windows(cases, "stats.rolling_std", |windows| windows.std(0.0).unwrap());
    windows(cases, "stats.rolling_max", |windows| windows.max().unwrap());
    windows(cases, "stats.rolling_median", |windows| windows.median().unwrap());
    cases.fixed("stats.corrcoef.100x10k", || {
        let a = matrix(100, 10_000);
        move || corrcoef(&a).unwrap()
    });
    cases.fixed("stats.cov.50x2k", || {
        let a = matrix(50, 2000);
        move || cov(&a).unwrap()
    });
}

fn quantiles(cases: &mut Cases) {
    cases.case("stats.median", |n| {
        let a = random(n);
        move || median(&a).unwrap()
    });
    cases.case("stats.median_ax0", |n| {
        let a = matrix(n, n);
        move || median::with(&a).axis(0).run().unwrap()
    });
    cases.case("stats.percentile", |n| {
        let a = random(n);
        move || percentile(&a, [5.0, 25.0, 50.0, 75.0, 95.0]).unwrap()
    });
}

fn histograms(cases: &mut Cases) {
    cases.case("stats.histogram", |n| {
        let a = random(n);
        move || histogram(&a, 100).unwrap().counts
    });
    cases.case("stats.hist_edges", |n| {
        let (a, edges) = (random(n), sort(random(50)).unwrap());
        move || histogram(&a, &edges).unwrap().counts
    });
    cases.case("stats.hist2d", |n| {
        let (a, b) = (random(n), random(n));
        move || histogram2d(&a, &b, 50).unwrap().counts
    });
    cases.case("stats.bincount", |n| {
        let a: Array<i64> = integers(0, 999, n, |i| i);
        move || bincount(&a).unwrap()
    });
}

fn sequences(cases: &mut Cases) {
    cases.case("stats.interp", |n| {
        let (a, x, y) = (random(n), linspace(0.0, 1.0, 1000).unwrap(), random(1000));
        move || interp(&a, &x, &y).unwrap()
    });
    cases.case("stats.diff", |n| {
        let a = random(n);
        move || diff(&a).unwrap()
    });
    cases.moves(|n| (8 * n, 8 * n));
    cases.case("stats.convolve", |n| {
        let (a, w) = (random(n), random(31));
        move || convolve(&a, &w).unwrap()
    });
    cases.case("stats.convolve_same", |n| {
        let (a, w) = (random(n), random(500));
        move || convolve::with_overlap(&a, &w, Overlap::Same).unwrap()
    });
    cases.case("stats.correlate_full", |n| {
        let (a, w) = (random(n), random(n));
        move || correlate::with_overlap(&a, &w, Overlap::Full).unwrap()
    });
}

/// A statistic of windows of 64 items.
fn windows(cases: &mut Cases, name: &str, of: impl Fn(Rolling<'_, f64>) -> Array<f64> + Copy + 'static) {
    cases.case(name, move |n| {
        let a = random(n);
        move || of(rolling(&a, 64))
    });
}
