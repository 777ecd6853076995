"""Functions of values that NumPy puts together from universal functions: clip, round, closeness, parts, equality."""

import numpy as np
from golden_format import DTYPES, Calls

golden = Calls("values", "<n> is a call; see Calls in golden_format.py.")
rng = np.random.default_rng(31)
REALS = [dtype for dtype in DTYPES if dtype[0] in "iuf"]


def plain(dtype):
    return np.dtype("?" if dtype == "b1" else dtype)


def made(dtype, *shape):
    """Ordinary and hard values of a type, in no order."""
    kind, dtype = dtype[0], plain(dtype)
    n = int(np.prod(shape))
    if kind == "b":
        return (rng.random(n) < 0.5).reshape(shape)
    if kind in "iu":
        info = np.iinfo(dtype)
        values = rng.integers(max(info.min, -150), min(info.max, 150), n, dtype=dtype)
        values[: min(n, 4)] = [info.min, info.max, info.max - 4, 5][: min(n, 4)]
        return rng.permutation(values).reshape(shape)
    if kind == "c":
        part = f"f{dtype.itemsize // 2}"
        return (made(part, *shape) + 1j * made(part, *shape)).astype(dtype)
    hard = [0.0, np.inf, -np.inf, np.nan, np.finfo(dtype).max, np.finfo(dtype).tiny, 0.5, 1.5, -2.5, -0.0][:n]
    values = (rng.normal(0, 40, n) * 10.0 ** rng.integers(-2, 2, n)).astype(dtype)
    values[: len(hard)] = hard
    return rng.permutation(values).reshape(shape)


def bounds(dtype, shape):
    values = made(dtype, *shape)
    # Where a bound is a zero of the other sign than the value, NumPy itself gives sometimes the one and sometimes the other.
    return np.where(values == 0, values.dtype.type(1), values)


for dtype in DTYPES:
    for shape, low, high in [((4, 6), (), ()), ((4, 6), (6,), (4, 1)), ((5,), (), (5,)), ((5,), (5,), (3,)), ((0, 3), (), (3,)), ((), (), ())]:
        arrays = made(dtype, *shape), bounds(dtype, low), bounds(dtype, high)
        golden.call("clip", lambda a, b, c: np.clip(a, b, c), *arrays)
        golden.call("clip_low", lambda a, b: np.clip(a, b, None), *arrays[:2])
        golden.call("clip_high", lambda a, b: np.clip(a, None, b), arrays[0], arrays[2])
    golden.call("clip_open", lambda a: np.clip(a, None, None), made(dtype, 3, 2))
for dtype in ("i1", "u1", "i4", "u4", "i8", "f4", "f2", "c8"):
    for low, high in ((-5, 90), (0, 5), (-200, 300), (300, 400), (-400, -300), (2**40, 2**41), (-(2**63), 2**63 - 1), (7, 3)):
        golden.call(f"clip_numbers {low} {high}", lambda a, low, high: np.clip(a, low, high), made(dtype, 3, 4))
for dtype in DTYPES:
    for decimals in (-300, -20, -3, -2, -1, 0, 1, 2, 5, 17, 40, 400, -400):
        a = made(dtype, 5, 4)
        if dtype[0] in "iu":
            # What does not fit the type any more differs between machines.
            a = a // 2
        if (dtype != "b1" or decimals in (-1, 0, 1)) and (dtype[0] not in "iu" or abs(decimals) < 300):
            golden.call(f"round {decimals}", np.round, a)
    for shape in ((), (0,), (0, 2)):
        golden.call("round 1", np.round, made(dtype, *shape)) if dtype != "b1" else None
halves = np.array([0.15, 0.25, 0.35, 2.675, 1.005, -0.45, 12345.5, -12355.0, 1e22, 5e-324])
for dtype in ("f2", "f4", "f8", "c16"):
    for decimals in (-4, -1, 1, 2, 3):
        golden.call(f"round {decimals}", np.round, halves.astype(dtype))


def near(a, factor):
    """Values about as far away as the tolerances reach."""
    noise = 1 + factor * rng.integers(-4, 5, a.shape)
    return np.where(rng.random(a.shape) < 0.2, a, (a * noise).astype(a.dtype)) if a.dtype.kind in "fc" else a + rng.integers(0, 2, a.shape).astype(a.dtype)


for dtype in DTYPES:
    for shape, other in [((6, 4), (6, 4)), ((6, 4), (4,)), ((3,), ()), ((0, 2), (2,)), ((4,), (3,))]:
        a = made(dtype, *shape)
        b = near(a, 1e-5) if shape == other else made(dtype, *other)
        for options in ("1e-05 1e-08 False", "1e-05 1e-08 True", "0.001 0.0 True", "0.0 3.0 False", "inf 0.0 False", "0.0 nan True"):
            call = lambda a, b, rtol, atol, nan: np.isclose(a, b, float(rtol), float(atol), nan)
            golden.call(f"isclose {options}", call, a, b)
            golden.call(f"allclose {options}", lambda a, b, rtol, atol, nan: np.allclose(a, b, float(rtol), float(atol), nan), a, b)
            golden.call(f"allclose {options}", lambda a, b, rtol, atol, nan: np.allclose(a, b, float(rtol), float(atol), nan), a, a)
        golden.call("isclose_arrays", np.isclose, a, b, np.array(0.01), np.full(a.shape, 0.5))
        for nan in (False, True):
            golden.call(f"array_equal {nan}", np.array_equal, a, b)
            golden.call(f"array_equal {nan}", np.array_equal, a, a)
        golden.call("array_equiv", np.array_equiv, a, b)
        golden.call("array_equiv", np.array_equiv, a, np.broadcast_to(a, (2, *shape)))
for first in DTYPES:
    for second in DTYPES:
        a = made(first, 3, 4)
        with np.errstate(all="ignore"):
            b = a.real.astype(plain(second)) if second[0] != "c" else a.astype(second)
        golden.call("isclose 1e-05 1e-08 True", lambda a, b, rtol, atol, nan: np.isclose(a, b, float(rtol), float(atol), nan), a, b)
        golden.call("array_equal False", np.array_equal, a, b)
for dtype in DTYPES:
    for shape in ((3, 5), (), (0, 2), (12,)):
        a = made(dtype, *shape)
        golden.call("nan_to_num", np.nan_to_num, a)
        if dtype[0] in "fc":
            part = np.zeros(0, dtype).real.dtype
            golden.call("nan_to_num_with", lambda a, *w: np.nan_to_num(a, nan=w[0], posinf=w[1], neginf=w[2]), a, *np.array([7, 8, -9], part))
        for name in ("isreal", "iscomplex", "real", "imag", "isposinf", "isneginf"):
            golden.call(name, getattr(np, name), a)
        golden.call("fix", np.trunc if dtype[0] != "c" else np.fix, a)
        for name in ("isrealobj", "iscomplexobj"):
            golden.call(name, getattr(np, name), a)
        for deg in (False, True):
            golden.call(f"angle {deg}", np.angle, a)
for dtype in ("c8", "c16", "f4", "i2"):
    for scale in (0, 1e-16, 1e-14, 1e-6, 1):
        a = (rng.normal(size=5) + 1j * scale * rng.normal(size=5)) if dtype[0] == "c" else np.arange(5)
        for tol in ("100.0", "1e-10", "1000000.0", "1.0"):
            golden.call(f"real_if_close {tol}", lambda a, tol: np.real_if_close(a, float(tol)), a.astype(dtype))
# One exponent for all: NumPy has loops of their own for some of them.
for dtype in REALS:
    for exponent in (0, 1, 2, 3, 5) if dtype[0] in "iu" else (2, 0.5, -1) if dtype != "f2" else ():
        for shape in ((3, 5), (), (1,), (0, 2)):
            golden.call("power", np.power, made(dtype, *shape), np.dtype(dtype).type(exponent))
        golden.call("power", np.power, made(dtype, 9)[::-2], np.full((1, 1), exponent, dtype))
    if dtype[0] in "iu":
        golden.call("power", np.power, made(dtype, 37), np.dtype(dtype).type(6))
golden.write()
