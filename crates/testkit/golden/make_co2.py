"""What NumPy finds in the data of the example `co2`, to eight digits."""

import warnings
from pathlib import Path

import numpy as np
from golden_format import Golden, rounded

# Weeks without a measurement are NaN, and whole windows of them have no mean.
warnings.simplefilter("ignore")

DATA = Path(__file__).parents[2] / "numoxide/examples/data/co2.csv"
WEEK = 7 / 365.2425
golden = Golden("co2", "The findings of crates/numoxide/examples/co2, by name.")


def add(name, value):
    golden.add(name, rounded(np.ravel(value), 8))


dates, ppm = np.genfromtxt(DATA, delimiter=",", skip_header=1, unpack=True)
dates = dates.astype(int)
year, month = dates // 10000, dates // 100 % 100
times = np.arange(len(ppm)) * WEEK + (1958 + 87 / 365 - 1980)
known = ~np.isnan(ppm)

yearly = np.array([np.nanmean(ppm[year == y]) for y in np.unique(year)])
add("yearly", yearly)

steps, decade = np.diff(yearly), np.unique(year)[1:] // 10 * 10
draws = np.random.default_rng(1958)
bands = []
for label in np.unique(decade):
    s = steps[decade == label]
    means = np.sort(s[draws.integers(0, len(s), (2000, len(s)))].mean(axis=1))
    bands += [means[49], means[1949]]
add("bands", bands)

around = np.full(len(ppm), np.nan)
around[26:-26] = np.nanmean(np.lib.stride_tricks.sliding_window_view(ppm, 53), axis=1)
season = np.array([np.nanmean((ppm - around)[month == m]) for m in range(1, 13)])
season -= season.mean()
add("season", season)

seasonal = season[month - 1]
smooth = np.interp(times, times[known], (ppm - seasonal)[known])
add("gaps", smooth[~known])

trend = np.polyfit(times, smooth, 3)
add("trend", trend)

turn = 2 * np.pi * times[known]
waves = [np.cos(turn), np.sin(turn), np.cos(2 * turn), np.sin(2 * turn)]
x = np.column_stack([np.ones(known.sum()), times[known], times[known] ** 2, *waves])
coefficients, squares, _, _ = np.linalg.lstsq(x, ppm[known])
covariance = np.linalg.inv(x.T @ x) * squares[0] / (len(x) - x.shape[1])
errors = np.sqrt(np.diagonal(covariance))
residuals = ppm[known] - x @ coefficients
r = np.corrcoef(residuals[:-1], residuals[1:])[0, 1]
add("coefficients", coefficients)
add("errors", errors)
add("correlations", covariance / errors[:, None] / errors)
add("widening", np.sqrt((1 + r) / (1 - r)))

window = np.hanning(len(ppm))
spectrum = np.fft.rfft((smooth + seasonal - np.polyval(trend, times)) * window)[1:-1]
frequencies = np.fft.rfftfreq(len(ppm), WEEK)[1:-1]
densities = 2 * WEEK / np.sum(window**2) * np.abs(spectrum) ** 2
add("frequencies", frequencies[:200])
add("densities", densities[:200])
inner = densities[1:-1]
peaks = 1 + np.flatnonzero((inner > densities[:-2]) & (inner >= densities[2:]))
add("peaks", frequencies[peaks[np.argsort(-densities[peaks])[:5]]])

counts, edges = np.histogram(residuals, "auto")
golden.add("counts", counts)
add("edges", edges)
deviations = residuals - residuals.mean()
deviation = np.sqrt(np.mean(deviations**2))
add("moments", [
    np.sqrt(squares[0] / (len(x) - x.shape[1])),
    np.mean(deviations**3) / deviation**3,
    np.mean(deviations**4) / deviation**4 - 3,
])
add("percentiles", np.percentile(residuals, [2.5, 50, 97.5]))
golden.write()
