"""Selections, orders and rows with arguments at and beyond the edge of what NumPy takes, for both streams."""

import numpy as np
from golden_format import Calls

golden = Calls(
    "random_others",
    "<n> is a call; see Calls in golden_format.py. The words are the stream, the method and its numbers; `_` is None.",
)


def record(text, method, *arrays):
    """One call on a new stream, and the next number of it."""

    def call(*arguments):
        rng = np.random.default_rng(9) if text.startswith("generator") else np.random.RandomState(9)
        result = method(rng, *arguments[: len(arrays)])
        return np.asarray(result), np.asarray(rng.random())

    golden.call(text, call, *map(np.asarray, arrays), parse=str)


nan, inf = np.nan, np.inf
for stream in ("generator", "legacy"):
    masses = ([0.5, 0.5], [0.5, 0.5 + 1e-7], [0.5, 0.5 + 1e-9], [0.5, 0.6], [1.5, -0.5], [nan, 1.0], [1.0], [0.2] * 5, [0.0, 1.0], [])
    for p in masses:
        for size in (0, 1, 2, 3):
            record(f"{stream} choice_p 2 {size}", lambda rng, p: rng.choice(2, size, p=p), p)
            record(f"{stream} sample_p 2 {size}", lambda rng, p: rng.choice(2, size, replace=False, p=p), p)
    for n, size in ((0, 0), (0, 1), (1, 0), (1, 1), (1, 3), (3, 3), (3, 4)):
        record(f"{stream} choice {n} {size}", lambda rng: rng.choice(n, size))
        record(f"{stream} sample {n} {size}", lambda rng: rng.choice(n, size, replace=False))
    pvals = masses + ([0.5, 0.5, 0.9], [0.5, 0.5, 1.1], [0.4, 0.3], [1.0 + 1e-13, 0.0], [1.0, 1e-13, 0.0], [0.7, 0.3 + 1e-11, 0.0])
    for p in pvals:
        for n in (-1, 0, 1, 10**12):
            record(f"{stream} multinomial {n}", lambda rng, p: rng.multinomial(n, p, 3), np.array(p, float))
    record(f"{stream} multinomial 3", lambda rng, p: rng.multinomial(3, p, 3), np.array(0.5))
    for alpha in ([1.0, -1.0], [1.0, nan], [nan, nan], [1.0, inf], [0.0, 1.0], [0.0], [0.05], [1.0], [], [1e-320, 1e-320], [0.05, nan], [-0.0, 1.0], [0.09, 0.1], [1e300, 1e300]):
        record(f"{stream} dirichlet", lambda rng, a: rng.dirichlet(a, 3), np.array(alpha, float))
    for shape in ((), (0,), (1,), (0, 3), (3, 0), (2, 1, 2)):
        x = np.arange(float(np.prod(shape))).reshape(shape)

        def shuffled(rng, x):
            x = x.copy()
            rng.shuffle(x)
            return x

        record(f"{stream} shuffle", shuffled, x)
        if shape:
            # Of a number NumPy makes a range.
            record(f"{stream} permutation", lambda rng, x: rng.permutation(x), x)
    # Where the stream stands after a thousand NaNs.
    record(f"{stream} standard_gamma 1000", lambda rng, a: rng.standard_gamma(a, 1000)[-1:], nan)
    for low, high in (([0, 5], [5, 0]), ([0, 1], [5, 6]), ([3], [3]), ([-(2**63)], [2**63 - 1]), ([2**62, 0], [2**62 + 1, 1])):
        name = "integers" if stream == "generator" else "randint"
        record(f"{stream} {name}", lambda rng, a, b: getattr(rng, name)(a, b), np.array(low), np.array(high))
    for shape in ((2, 3), (3,), (1, 3), (2,), (2, 1), (0, 3), (1,), ()):
        text = ",".join(map(str, shape)) or "-"
        record(f"{stream} normal {text}", lambda rng, loc, scale: rng.normal(loc, scale, shape), [0.0, 1.0, 5.0], [[1.0], [2.0]])
        record(f"{stream} poisson {text}", lambda rng, lam: rng.poisson(lam, shape), [[1.0, 20.0, 0.0]])
record("generator gamma_f4 1000", lambda rng, a: rng.standard_gamma(a, 1000, dtype=np.float32)[-1:], nan)
for axis in (-4, -3, -1, 0, 2, 3):
    x = np.arange(12.0).reshape(2, 3, 2)
    record(f"generator permuted {axis}", lambda rng, x: rng.permuted(x, axis=axis), x)
    record(f"generator permutation_axis {axis}", lambda rng, x: rng.permutation(x, axis=axis), x)
    record(f"generator choice_axis {axis}", lambda rng, x: rng.choice(x, (2, 2), axis=axis), x)
for shape in ((), (0,), (0, 3), (3, 0), (2, 1, 2)):
    record("generator permuted _", lambda rng, x: rng.permuted(x), np.arange(float(np.prod(shape))).reshape(shape))
    record("generator permuted -1", lambda rng, x: rng.permuted(x, axis=-1), np.arange(float(np.prod(shape))).reshape(shape))
for method in ("count", "marginals"):
    for colors in ([3, 4], [-1, 4], [0, 0], [], [5], [10**9, 1], [999_999_998, 1], [10**6, 0, 5]):
        for nsample in (-1, 0, 1, 5, 8):
            if not (method == "count" and sum(colors) > 10**7):
                record(f"generator {method} {nsample}", lambda rng, c: rng.multivariate_hypergeometric(c, nsample, 2, method=method), np.array(colors, int))
for n, p in (([3, -1], [0.5, 0.5]), ([3, 4, 5], [0.2, 0.8]), ([[3], [4]], [[0.2, 0.8], [1.0, 0.0], [0.0, 1.0]]), ([3, 4], [[0.2, 0.8], [0.9, 0.2]]), ([3, 4], [[0.2, 0.8], [1.1, 0.2]]), ([1, 2, 3], [[0.5, 0.5], [0.5, 0.5]])):
    for size in ("_", "2", "3", "2,3", "3,2"):
        shape = None if size == "_" else tuple(map(int, size.split(",")))
        record(f"generator multinomial_of {size}", lambda rng, n, p: rng.multinomial(n, p, shape), np.array(n), np.array(p))
golden.write()
