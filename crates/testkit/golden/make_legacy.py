"""Numbers of every method of RandomState, and where the stream stands afterwards, the waiting normal variate included."""

import numpy as np
from golden_format import Calls
from random_parameters import DISTRIBUTIONS

golden = Calls("legacy", "<n> is a call; see Calls in golden_format.py. The words are the method, the seed, and whether a normal variate waits.")
seeds = iter(range(1000, 100000))


def record(name, method, *arrays):
    """One call, and one with a normal variate waiting."""
    for waits in ("none", "gauss"):
        seed = next(seeds)

        def call(*arguments, waits=waits, seed=seed):
            rng = np.random.RandomState(seed)
            if waits == "gauss":
                rng.standard_normal()
            count = len(arrays)
            result = method(rng, *[a[()] if np.ndim(a) == 0 else a for a in arguments[:count]])
            _, key, pos, has_gauss, gauss = rng.get_state()
            return np.asarray(result), np.asarray([key[0], key[623], pos, has_gauss]), np.asarray(gauss), np.asarray(rng.standard_normal())

        golden.call(f"{name} {seed} {waits}", call, *map(np.asarray, arrays), parse=str)


for name, sets in DISTRIBUTIONS.items():
    # From 2^1024 on the legacy rejection of Zipf never ends, and samples of nothing are refused.
    sets = [p for p in sets if not (name == "zipf" and p[0] > 1000 or name == "hypergeometric" and p[2] == 0)]
    for parameters in sets:
        record(f"{name}", lambda rng, *p: getattr(rng, name)(*p, size=23), *parameters)
    if len(sets) > 1 and sets[0]:
        columns = [np.array(column)[:, None] for column in zip(*sets)]
        record(f"{name}_rows", lambda rng, *p: getattr(rng, name)(*p, size=(len(sets), 5)), *columns)
for name in ("random_sample", "random", "standard_normal", "standard_exponential", "tomaxint"):
    for n in (0, 1, 17, 700):
        record(f"{name}:{n}", lambda rng: getattr(rng, name)(n))
for name in ("rand", "randn"):
    record(f"{name}:15", lambda rng: getattr(rng, name)(15))
for dtype in "i1 i2 i4 i8 u1 u2 u4 u8".split():
    info = np.iinfo(dtype)
    for low, high in ((0, 9), (info.min, info.max), (3, 4), (info.max // 3, info.max - 1), (0, min(info.max, 2**32 - 1)), (0, min(info.max, 2**40))):
        record("randint", lambda rng, a, b: rng.randint(a, b, 21, dtype=a.dtype), np.array(low, dtype), np.array(high, dtype))
for low, high, dtype in ((0, 9, "i1"), (-100, 27, "i1"), (0, 255, "u1"), (-5, 300, "i2"), (0, 2, "?")):
    for n in (33, 5003):
        record(f"randint_cut:{n}", lambda rng, a, b: rng.randint(low, high, n, dtype=a.dtype)[-300:], np.array(low, dtype), np.array(min(high, 1) if dtype == "?" else high - 1, dtype))
record("randint_bool", lambda rng: rng.randint(0, 2, 70, dtype=bool))
record("random_integers", lambda rng, a, b: np.array([rng.randint(a, b + 1) for _ in range(9)]), np.array(-3), np.array(12))
record("bytes:1", lambda rng: np.frombuffer(rng.bytes(1), "u1"))
record("bytes:37", lambda rng: np.frombuffer(rng.bytes(37), "u1"))
for n in (0, 1, 2, 50, 3000):
    record(f"permutation_of:{n}", lambda rng: rng.permutation(n)[-300:])
table = np.arange(24.0).reshape(2, 3, 4)
record("permutation", lambda rng, x: rng.permutation(x), table)
record("permutation", lambda rng, x: rng.permutation(x), np.arange(31.0))


def shuffled(rng, x):
    x = x.copy()
    rng.shuffle(x)
    return x


record("shuffle", shuffled, np.arange(31.0))
record("shuffle", shuffled, table)
p = np.array([0.1, 0.0, 0.4, 0.2, 0.3])
record("choice:5:30", lambda rng: rng.choice(5, 30))
record("choice_p:5:30", lambda rng, p: rng.choice(5, 30, p=p), p)
for n, k in ((5, 4), (5, 5), (300, 20)):
    record(f"sample:{n}:{k}", lambda rng: rng.choice(n, k, replace=False))
record("sample_p:5:4", lambda rng, p: rng.choice(5, 4, replace=False, p=p), p)
record("choice_from", lambda rng, a: rng.choice(a, (3, 2)), np.arange(7.0))
for alpha in ([0.5, 2.0, 5.0], [0.01, 0.05, 0.9], [1.0]):
    record("dirichlet", lambda rng, a: rng.dirichlet(a, 7), np.array(alpha))
for n, pvals in ((20, [0.2, 0.3, 0.5]), (1000, [0.1] * 10), (0, [0.5, 0.5]), (5, [1.0, 0.0, 0.0])):
    record(f"multinomial:{n}", lambda rng, p: rng.multinomial(n, p, 7), np.array(pvals))


def seeded(text, seed):
    """The first numbers of a seed that is a list."""
    golden.call(f"seed {text} none", lambda seed, *_: (np.random.RandomState(seed.tolist()).random_sample(5), np.random.RandomState(seed.tolist()).get_state()[1]), np.asarray(seed, np.uint32), parse=str)


seeded("words", [1])
seeded("words", [4, 5, 4294967295])
seeded("words", list(range(1, 700)))
golden.write()
