//! The periodogram: how much of the swinging happens at each frequency.

use numoxide::prelude::*;
use numoxide::{absolute, fft, hanning};

use crate::record::WEEK;

/// Spectral densities by frequency.
pub struct Spectrum {
    /// Cycles per year, without 0 and the fastest.
    pub frequencies: Array<f64>,
    /// Squared ppm per cycle per year: their sum times the step of frequencies is the variance.
    pub densities: Array<f64>,
}

/// The periodogram of a weekly series around zero, whose ends are faded out by Hann's window, as their meeting is no swing.
pub fn periodogram(series: &Array<f64>) -> Result<Spectrum> {
    let window = hanning(series.len())?;
    let waves = fft::rfft(series * &window)?.slice(s![1..-1])?;
    let powers = absolute(waves)?.square();
    let scale = 2.0 * WEEK / window.square().sum();
    let frequencies = fft::rfftfreq(series.len(), WEEK)?.slice(s![1..-1])?;
    Ok(Spectrum { frequencies, densities: powers * scale })
}

impl Spectrum {
    /// The frequencies of the highest peaks and their densities, the highest first.
    pub fn peaks(&self, count: usize) -> Vec<(f64, f64)> {
        let densities = self.densities.to_vec();
        let is_peak = |&k: &usize| densities[k] > densities[k - 1] && densities[k] >= densities[k + 1];
        let mut peaks: Vec<usize> = (1..densities.len() - 1).filter(is_peak).collect();
        peaks.sort_by(|&a, &b| densities[b].total_cmp(&densities[a]));
        peaks.iter().take(count).map(|&k| (self.frequencies[k], densities[k])).collect()
    }
}
