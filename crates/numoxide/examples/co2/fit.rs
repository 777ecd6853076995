//! The trend as a polynomial, and trend and seasons together by least squares.

use std::f64::consts::TAU;

use numoxide::prelude::*;
use numoxide::{Poly1d, corrcoef, linalg, matmul, ones_like, polyfit, stack};

use crate::record::Record;

/// The cubic through the series without its season, in years since the middle of the record.
pub fn trend(record: &Record, smooth: &Array<f64>) -> Result<Poly1d<f64>> {
    Poly1d::new(polyfit(record.times()?, smooth, 3)?)
}

/// What the model is a sum of, and the unit of each coefficient: powers of time, a wave a year and two waves a year.
pub const TERMS: [&str; 7] = [
    "level in 1980, ppm",
    "growth, ppm per year",
    "its growth, ppm per year²",
    "annual cosine, ppm",
    "annual sine, ppm",
    "half-yearly cosine, ppm",
    "half-yearly sine, ppm",
];

/// The model that fits the measurements best.
pub struct Fit {
    pub coefficients: Array<f64>,
    /// How the coefficients would vary together, if the weeks strayed from the model independently.
    pub covariance: Array<f64>,
    /// Measured less modelled, of the weeks with a measurement.
    pub residuals: Array<f64>,
}

impl Fit {
    pub fn standard_errors(&self) -> Result<Array<f64>> {
        numoxide::sqrt(self.covariance.diagonal()?)
    }

    /// By how much the residuals of neighbouring weeks being alike widens the errors: a row of `n` of them says as much as
    /// `n (1 - r) / (1 + r)` independent ones, if `r` is the correlation of one with the next.
    pub fn widening(&self) -> Result<f64> {
        let (these, next) = (self.residuals.slice(s![..-1])?, self.residuals.slice(s![1..])?);
        let r = corrcoef(stack([these, next], 0)?)?[[0, 1]];
        Ok(((1.0 + r) / (1.0 - r)).sqrt())
    }
}

/// A row for each time, a column for each term of the model.
fn design(times: &Array<f64>) -> Result<Array<f64>> {
    let turn = times * TAU;
    let twice = &turn * 2.0;
    let columns =
        [ones_like(times)?, times.clone(), times * times, turn.cos(), turn.sin(), twice.cos(), twice.sin()];
    stack(columns, 1)
}

/// Least squares over the weeks with a measurement. The covariance of the coefficients is the variance of the residuals times the
/// inverse of the products of the model's columns.
pub fn trend_and_seasons(record: &Record) -> Result<Fit> {
    let known = record.known()?;
    let x = design(&record.times()?.mask(&known)?)?;
    let y = record.ppm.mask(&known)?;
    let found = linalg::lstsq(&x, &y)?;
    let variance = found.residuals[0] / (x.shape()[0] - TERMS.len()) as f64;
    let covariance = linalg::inv(matmul(x.t(), &x)?)? * variance;
    let residuals = y - matmul(&x, &found.solution)?;
    Ok(Fit { coefficients: found.solution, covariance, residuals })
}
