"""Bins and their exact probabilities, by mpmath, for what the distributions draw: a chi-square test needs no more."""

import mpmath as mp
import numpy as np
from golden_format import Calls

mp.mp.dps = 30
golden = Calls("shapes", "<n> is a call; see Calls in golden_format.py. The arrays are the parameters, the edges of bins, and the probabilities of the numbers up to the first edge, up to the next, and above the last.")


def regularized(s, x):
    return mp.gammainc(s, 0, x, regularized=True)


def beta(a, b, x):
    return mp.betainc(a, b, 0, x, regularized=True)


def chisquare(df, x):
    return regularized(mp.mpf(df) / 2, mp.mpf(x) / 2)


def mixture(lam, part):
    weight = lambda i: mp.exp(-lam) * mp.mpf(lam) ** i / mp.factorial(i)
    return mp.fsum(weight(i) * part(i) for i in range(60))


def standard_t(df, x):
    tail = beta(mp.mpf(df) / 2, mp.mpf(1) / 2, df / (df + mp.mpf(x) ** 2)) / 2
    return 1 - tail if x > 0 else tail


def wald(mean, scale, x):
    root = mp.sqrt(mp.mpf(scale) / x)
    return mp.ncdf(root * (x / mean - 1)) + mp.exp(2 * mp.mpf(scale) / mean) * mp.ncdf(-root * (x / mean + 1))


def vonmises(mu, kappa, x):
    density = lambda t: mp.exp(kappa * mp.cos(t - mu)) / (2 * mp.pi * mp.besseli(0, kappa))
    return mp.quad(density, mp.linspace(-mp.pi, x, 5))


def triangular(left, mode, right, x):
    if x <= mode:
        return (x - left) ** 2 / (right - left) / (mode - left)
    return 1 - (right - x) ** 2 / (right - left) / (right - mode)


CONTINUOUS = {
    "beta": ((2.0, 3.5), beta),
    "chisquare": ((3.0,), chisquare),
    "exponential": ((2.0,), lambda scale, x: 1 - mp.exp(-x / scale)),
    "f": ((5.0, 8.0), lambda m, n, x: beta(m / 2, n / 2, m * x / (m * x + n))),
    "gamma": ((0.5, 2.0), lambda shape, scale, x: regularized(shape, x / scale)),
    "gumbel": ((1.0, 2.0), lambda loc, scale, x: mp.exp(-mp.exp(-(x - loc) / scale))),
    "laplace": ((1.0, 2.0), lambda loc, scale, x: mp.exp((x - loc) / scale) / 2 if x < loc else 1 - mp.exp((loc - x) / scale) / 2),
    "logistic": ((1.0, 2.0), lambda loc, scale, x: 1 / (1 + mp.exp((loc - x) / scale))),
    "lognormal": ((0.5, 0.75), lambda mean, sigma, x: mp.ncdf((mp.log(x) - mean) / sigma)),
    "noncentral_chisquare": ((3.0, 1.5), lambda df, nonc, x: mixture(nonc / 2, lambda i: chisquare(df + 2 * i, x))),
    "noncentral_f": ((4.0, 6.0, 2.0), lambda m, n, nonc, x: mixture(nonc / 2, lambda i: beta(m / 2 + i, n / 2, m * x / (m * x + n)))),
    "normal": ((-1.0, 3.0), lambda loc, scale, x: mp.ncdf((x - loc) / scale)),
    "pareto": ((3.0,), lambda a, x: 1 - (1 + mp.mpf(x)) ** -a),
    "power": ((2.5,), lambda a, x: mp.mpf(x) ** a),
    "rayleigh": ((2.0,), lambda scale, x: 1 - mp.exp(-(mp.mpf(x) ** 2) / (2 * scale**2))),
    "standard_cauchy": ((), lambda x: mp.atan(x) / mp.pi + mp.mpf(1) / 2),
    "standard_gamma": ((7.5,), regularized),
    "standard_t": ((4.0,), standard_t),
    "triangular": ((-1.0, 0.5, 4.0), triangular),
    "uniform": ((-5.0, 3.0), lambda low, high, x: (x - low) / (high - low)),
    "vonmises": ((0.5, 2.0), vonmises),
    "wald": ((1.0, 2.0), wald),
    "weibull": ((1.5,), lambda a, x: 1 - mp.exp(-(mp.mpf(x) ** a))),
}
DISCRETE = {
    "binomial": ((100, 0.3), 0, lambda n, p, k: mp.binomial(n, k) * mp.mpf(p) ** k * (1 - mp.mpf(p)) ** (n - k)),
    "geometric": ((0.2,), 1, lambda p, k: (1 - mp.mpf(p)) ** (k - 1) * p),
    "hypergeometric": ((30, 50, 25), 0, lambda good, bad, n, k: mp.binomial(good, k) * mp.binomial(bad, n - k) / mp.binomial(good + bad, n)),
    "logseries": ((0.7,), 1, lambda p, k: -mp.mpf(p) ** k / k / mp.log(1 - mp.mpf(p))),
    "negative_binomial": ((7.5, 0.4), 0, lambda n, p, k: mp.gamma(k + n) / mp.factorial(k) / mp.gamma(n) * mp.mpf(p) ** n * (1 - mp.mpf(p)) ** k),
    "poisson": ((25.0,), 0, lambda lam, k: mp.exp(-lam) * mp.mpf(lam) ** k / mp.factorial(k)),
    "zipf": ((2.5,), 1, lambda a, k: mp.mpf(k) ** -a / mp.zeta(a)),
}
rng = np.random.default_rng(0)


def record(name, parameters, edges, below):
    steps = np.diff([0.0, *map(float, below), 1.0])
    golden.call(name, lambda *_: (), *map(np.array, parameters), np.array(edges, float), steps, parse=str)


for name, (parameters, cdf) in CONTINUOUS.items():
    sample = getattr(rng, name)(*parameters, size=20000)
    edges = [float(f"{edge:.2g}") for edge in np.quantile(sample, np.linspace(0.04, 0.96, 24))]
    edges = sorted(set(edges))
    record(name, parameters, edges, [cdf(*parameters, edge) for edge in edges])
for name, (parameters, first, mass) in DISCRETE.items():
    sample = getattr(rng, name)(*parameters, size=20000)
    edges = sorted({int(edge) for edge in np.quantile(sample, np.linspace(0.01, 0.99, 24))})
    masses = [mass(*parameters, k) for k in range(first, edges[-1] + 1)]
    record(name, parameters, edges, [mp.fsum(masses[: edge - first + 1]) for edge in edges])
golden.write()
