"""Multivariate normal samples of as many vectors as variates, so that the factor can be found from them."""

import numpy as np
from golden_format import Calls

golden = Calls("multivariate_normal", "<n> is a call; see Calls in golden_format.py. The words are the method and the seed; the arrays are the means, the covariances, the sample and the next number of the stream.")
COVARIANCES = [
    ([1.0, -2.0], [[2.0, 0.5], [0.5, 1.0]]),
    ([0.0, 0.0, 3.0], [[4.0, 1.0, 0.5], [1.0, 3.0, -0.7], [0.5, -0.7, 1.5]]),
    ([5.0], [[0.25]]),
]


def legacy(seed, mean, cov):
    rng = np.random.RandomState(seed)
    return rng.multivariate_normal(mean, cov, len(mean)), np.asarray(rng.random_sample())


def modern(seed, mean, cov, method):
    rng = np.random.default_rng(seed)
    return rng.multivariate_normal(mean, cov, len(mean), method=method), np.asarray(rng.random())


for seed, (mean, cov) in enumerate(COVARIANCES):
    mean, cov = np.array(mean), np.array(cov)
    samples = {method: modern(seed, mean, cov, method) for method in ("svd", "eigh", "cholesky")}
    for method, drawn in {**samples, "legacy": legacy(seed, mean, cov)}.items():
        golden.call(f"{method} {seed}", lambda *_: (), mean, cov, *drawn, parse=str)
golden.write()
