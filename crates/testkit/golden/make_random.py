"""Numbers of every method of Generator, and where the stream stands afterwards."""

import numpy as np
from golden_format import Calls
from random_parameters import DISTRIBUTIONS

golden = Calls("random", "<n> is a call; see Calls in golden_format.py. The words are the method, the seed, and whether half a word was drawn before.")
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
for low, high, dtype in ((0, 9, "i1"), (-100, 27, "i1"), (0, 255, "u1"), (7, 7, "u1"), (-5, 300, "i2"), (1, 65535, "u2"), (0, 65535, "u2"), (False, True, "?"), (True, True, "?")):
    # Blocks of words that are cut to pieces; some end in the midst of a word.
    for n in (31, 33, 5003):
        record(f"integers_cut:{n}", lambda rng, a, b: rng.integers(a, b, n, dtype=a.dtype, endpoint=True)[-300:], np.array(low, dtype), np.array(high, dtype))
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
for n in (17, 5001):
    record(f"random_f4:{n}", lambda rng: rng.random(n, dtype=np.float32)[-300:])
    record(f"inverse_f4:{n}", lambda rng: rng.standard_exponential(n, method="inv", dtype=np.float32)[-300:])
    for shape in (0.0, 0.4, 1.0, 6.5):
        record(f"gamma_f4:{n}", lambda rng, a: rng.standard_gamma(a, n, dtype=np.float32)[-300:], np.float32(shape))
record("random:5000", lambda rng: rng.random(5000)[-300:])
for alpha in ([0.5, 2.0, 5.0], [0.01, 0.05, 0.09], [0.0, 0.0], [0.05, 0.0, 0.0], [1.0]):
    record("dirichlet", lambda rng, a: rng.dirichlet(a, 7), np.array(alpha))
for n, pvals in ((20, [0.2, 0.3, 0.5]), (1000, [0.1] * 10), (0, [0.5, 0.5]), (5, [1.0, 0.0, 0.0])):
    record(f"multinomial:{n}", lambda rng, p: rng.multinomial(n, p, 7), np.array(pvals))
counts = np.array([[3, 100], [0, 7]])
pvals = np.array([[0.2, 0.3, 0.5], [0.7, 0.1, 0.2]])
record("multinomial_of", lambda rng, n, p: rng.multinomial(n, p), counts, pvals[0])
record("multinomial_of", lambda rng, n, p: rng.multinomial(n, p), np.array(12), pvals)
record("multinomial_of", lambda rng, n, p: rng.multinomial(n, p), counts, pvals)
record("multinomial:4000", lambda rng, p: rng.multinomial(4000, p, 1001)[-7:], pvals[0])
record("dirichlet_long", lambda rng, a: rng.dirichlet(a, 1001)[-7:], np.array([0.5, 2.0, 5.0]))
for method in ("count", "marginals"):
    for colors, nsample in (([3, 4, 5], 6), ([30, 0, 50, 20], 90), ([100, 200], 40), ([7], 3), ([4, 4], 0)):
        record(f"mvhg_{method}:{nsample}", lambda rng, c: rng.multivariate_hypergeometric(c, nsample, 6, method=method), np.array(colors))
golden.write()
