"""Numbers of every method of Generator, and where the stream stands afterwards."""

import numpy as np
from golden_format import Calls

golden = Calls("random", "<n> is a call; see Calls in golden_format.py. The words are the method, the seed, and whether half a word was drawn before.")
DISTRIBUTIONS = {
    "beta": [(0.5, 0.5), (2.0, 3.5), (0.3, 4.0), (1e-104, 1e-104)],
    "binomial": [(10, 0.3), (100, 0.7), (1000, 0.4), (1000000, 0.6), (5, 0.0), (0, 0.5), (40, 0.75), (100000000, 0.01)],
    "chisquare": [(0.5,), (2.0,), (30.0,)],
    "exponential": [(1.0,), (0.25,), (0.0,)],
    "f": [(1.0, 1.0), (5.0, 2.0), (50.0, 0.5)],
    "gamma": [(0.5, 2.0), (1.0, 3.0), (7.5, 0.5), (0.0, 1.0)],
    "geometric": [(0.9,), (0.34,), (0.1,), (1e-9,), (1.0,)],
    "gumbel": [(0.0, 1.0), (5.0, 0.1), (-1.0, 0.0)],
    "hypergeometric": [(10, 20, 5), (15, 15, 28), (1000, 3000, 500), (3000, 100, 2000), (400000, 900000, 700000), (5, 0, 3), (4, 6, 0)],
    "laplace": [(0.0, 1.0), (2.0, 0.5), (1.0, 0.0)],
    "logistic": [(0.0, 1.0), (2.0, 0.5), (1.0, 0.0)],
    "lognormal": [(0.0, 1.0), (2.0, 0.5), (1.0, 0.0)],
    "logseries": [(0.1,), (0.7,), (0.999,), (0.0,)],
    "negative_binomial": [(1.0, 0.5), (7.5, 0.9), (100.0, 0.02), (3.0, 1.0)],
    "noncentral_chisquare": [(0.5, 2.0), (3.0, 1.5), (5.0, 0.0), (1.0, 40.0)],
    "noncentral_f": [(0.5, 2.0, 1.0), (3.0, 5.0, 0.0), (4.0, 4.0, 30.0)],
    "normal": [(0.0, 1.0), (-3.0, 0.5), (1.0, 0.0)],
    "pareto": [(0.5,), (1.0,), (6.0,)],
    "poisson": [(0.0,), (0.5,), (9.9,), (10.0,), (250.0,), (1e10,)],
    "power": [(0.5,), (1.0,), (6.0,)],
    "rayleigh": [(1.0,), (0.5,), (0.0,)],
    "standard_gamma": [(0.5,), (1.0,), (7.5,), (0.0,)],
    "standard_t": [(0.5,), (3.0,), (50.0,)],
    "triangular": [(0.0, 0.3, 1.0), (-1.0, -1.0, 4.0), (2.0, 5.0, 5.0)],
    "uniform": [(0.0, 1.0), (-5.0, 3.0), (2.0, 2.0)],
    "vonmises": [(0.0, 1.0), (2.0, 1e-9), (1.0, 5e-6), (-1.0, 2e6), (3.0, 100.0)],
    "wald": [(1.0, 1.0), (0.5, 3.0), (100.0, 0.25), (3.0, 1e6)],
    "weibull": [(0.5,), (1.0,), (6.0,), (0.0,)],
    "zipf": [(1.01,), (2.0,), (6.5,), (1030.0,)],
    "standard_cauchy": [()],
}
seeds = iter(range(1000, 100000))


def record(name, method, *arrays):
    """One call with a whole word, one with half a word waiting."""
    for half in ("whole", "half"):
        seed = next(seeds)

        def call(*arguments, half=half, seed=seed):
            rng = np.random.default_rng(seed)
            if half == "half":
                rng.integers(0, 10, dtype=np.int32)
            count = len(arrays)
            result = method(rng, *[a[()] if np.ndim(a) == 0 else a for a in arguments[:count]])
            return np.asarray(result), np.asarray(rng.random())

        golden.call(f"{name} {seed} {half}", call, *map(np.asarray, arrays), parse=str)


for name, sets in DISTRIBUTIONS.items():
    for parameters in sets:
        record(f"{name}", lambda rng, *p: getattr(rng, name)(*p, size=23), *parameters)
    if len(sets) > 1 and sets[0]:
        # Parameters that broadcast, one set to each row.
        columns = [np.array(column)[:, None] for column in zip(*sets)]
        record(f"{name}_rows", lambda rng, *p: getattr(rng, name)(*p, size=(len(sets), 5)), *columns)
for name in ("random", "standard_normal", "standard_exponential"):
    for n in (0, 1, 15, 16, 17, 300):
        record(f"{name}:{n}", lambda rng: getattr(rng, name)(n))
        record(f"{name}_f4:{n}", lambda rng: getattr(rng, name)(n, dtype=np.float32))
record("standard_normal:20000", lambda rng: rng.standard_normal(20000)[-300:])
record("standard_exponential:20000", lambda rng: rng.standard_exponential(20000)[-300:])
record("standard_normal_f4:20000", lambda rng: rng.standard_normal(20000, dtype=np.float32)[-300:])
record("standard_exponential_f4:20000", lambda rng: rng.standard_exponential(20000, dtype=np.float32)[-300:])
record("inverse:40", lambda rng: rng.standard_exponential(40, method="inv"))
record("inverse_f4:40", lambda rng: rng.standard_exponential(40, method="inv", dtype=np.float32))
for shape in (0.4, 1.0, 6.5):
    record("standard_gamma_f4", lambda rng, a: rng.standard_gamma(a, 40, dtype=np.float32), np.float32(shape))
for dtype in "i1 i2 i4 i8 u1 u2 u4 u8".split():
    info = np.iinfo(dtype)
    for low, high in ((0, 9), (info.min, info.max), (3, 3), (info.max // 3, info.max - 1), (0, min(info.max, 2**32 - 1)), (0, min(info.max, 2**40))):
        record("integers", lambda rng, a, b: rng.integers(a, b, 21, dtype=a.dtype, endpoint=True), np.array(low, dtype), np.array(high, dtype))
    record("integers_rows", lambda rng, a, b: rng.integers(a, b, (3, 5), dtype=a.dtype, endpoint=True), np.array([[0], [5], [1]], dtype), np.array([[9], [info.max], [1]], dtype))
record("bytes:1", lambda rng: np.frombuffer(rng.bytes(1), "u1"))
record("bytes:37", lambda rng: np.frombuffer(rng.bytes(37), "u1"))
for n in (0, 1, 2, 50):
    record(f"permutation_of:{n}", lambda rng: rng.permutation(n))
table = np.arange(24.0).reshape(2, 3, 4)
for axis in (0, 1, 2, -1):
    record(f"permutation:{axis}", lambda rng, x: rng.permutation(x, axis=axis), table)
    record(f"permuted:{axis}", lambda rng, x: rng.permuted(x, axis=axis), table)
record("permuted", lambda rng, x: rng.permuted(x), table)


def shuffled(rng, x):
    x = x.copy()
    rng.shuffle(x)
    return x


record("shuffle", shuffled, np.arange(31.0))
record("shuffle", shuffled, table)
for axis in (0, 1, -1):

    def shuffled_along(rng, x, axis=axis):
        x = x.copy()
        rng.shuffle(x, axis=axis)
        return x

    record(f"shuffle_axis:{axis}", shuffled_along, table)
for n in (1000, 70000, 300000):
    record(f"permutation_long:{n}", lambda rng: rng.permutation(n)[-300:])
p = np.array([0.1, 0.0, 0.4, 0.2, 0.3])
record("choice:5:30", lambda rng: rng.choice(5, 30))
record("choice_p:5:30", lambda rng, p: rng.choice(5, 30, p=p), p)
for n, k in ((5, 4), (5, 5), (300, 20), (20000, 350), (20000, 500), (20000, 1500)):
    record(f"sample:{n}:{k}", lambda rng: rng.choice(n, k, replace=False))
    record(f"sample_sorted:{n}:{k}", lambda rng: rng.choice(n, k, replace=False, shuffle=False))
record("sample_p:5:4", lambda rng, p: rng.choice(5, 4, replace=False, p=p), p)
record("choice_of", lambda rng, a: rng.choice(a, (3, 2)), table)
record("choice_axis:1", lambda rng, a: rng.choice(a, (3, 2), axis=1), table)
record("choice_axis:-1", lambda rng, a: rng.choice(a, 2, axis=-1), table)
record("sample_of:2:3", lambda rng, a: rng.choice(a, 3, replace=False, axis=2), table)
record("sample_of:1:2", lambda rng, a: rng.choice(a, 2, replace=False, axis=1, shuffle=False), table)
record("choice_of_p:4", lambda rng, a, p: rng.choice(a, 4, p=p), np.arange(5.0) * 1.5, p)
record("binomial_long", lambda rng, n, p: rng.binomial(n, p, 5000)[-300:], np.array(100), np.array(0.3))
record("binomial_long", lambda rng, n, p: rng.binomial(n, p, 5000)[-300:], np.array(40), np.array(0.7))
record("binomial_long", lambda rng, n, p: rng.binomial(n, p, 5000)[-300:], np.array(10**9), np.array(2e-9))
record("integers_long", lambda rng: rng.integers(0, 3 * 2**30, 5000)[-300:])
record("integers_long_i4", lambda rng: rng.integers(-5, 2**30, 5000, dtype=np.int32)[-300:])
record("random:5000", lambda rng: rng.random(5000)[-300:])
for alpha in ([0.5, 2.0, 5.0], [0.01, 0.05, 0.09], [0.0, 0.0], [0.05, 0.0, 0.0], [1.0]):
    record("dirichlet", lambda rng, a: rng.dirichlet(a, 7), np.array(alpha))
for n, pvals in ((20, [0.2, 0.3, 0.5]), (1000, [0.1] * 10), (0, [0.5, 0.5]), (5, [1.0, 0.0, 0.0])):
    record(f"multinomial:{n}", lambda rng, p: rng.multinomial(n, p, 7), np.array(pvals))
for method in ("count", "marginals"):
    for colors, nsample in (([3, 4, 5], 6), ([30, 0, 50, 20], 90), ([100, 200], 40), ([7], 3), ([4, 4], 0)):
        record(f"mvhg_{method}:{nsample}", lambda rng, c: rng.multivariate_hypergeometric(c, nsample, 6, method=method), np.array(colors))
golden.write()
