"""Matrices made by a rule, as SciPy makes them: exact, but for quotients and roots; roots of unity by mpmath, which SciPy agrees with."""

import math

import mpmath as mp
import numpy as np
import scipy.linalg
from golden_format import Calls, rounded

mp.mp.dps = 40
golden = Calls("special_matrices", "<n> is a call; see Calls in golden_format.py.")
rng = np.random.default_rng(43)


def whole(dtype, *shape):
    a = rng.integers(-9, 10, shape)
    if np.dtype(dtype).kind == "c":
        a = a + 1j * rng.integers(-9, 10, shape)
    return a.astype(dtype)


def call(text, *arrays):
    def function(*arguments):
        found = getattr(scipy.linalg, text.split()[0])(*arguments)
        # What has 16 digits at most is exact; the others are rounded, since they differ between machines.
        return found if np.asarray(found).dtype.kind in "iu" or exact(text) else rounded(found, 14)

    golden.call(text, function, *arrays)


def exact(text):
    return text.split()[0] not in ("companion", "fiedler_companion", "helmert", "invhilbert")


TYPES = ["i8", "f4", "f8", "c8", "c16"]
for dtype in TYPES:
    for n in (1, 2, 5):
        call("toeplitz", whole(dtype, n))
        call("hankel", whole(dtype, n))
        call("circulant", whole(dtype, n))
        for m in (1, 3, 4):
            call("toeplitz", whole(dtype, n), whole(dtype, m))
            call("hankel", whole(dtype, n), whole(dtype, m))
        if n > 1:
            call("leslie", whole(dtype, n), whole(dtype, n - 1))
        for m in (1, 2, 3, 6):
            for mode in ("full", "same", "valid"):
                call(f"convolution_matrix {m} {mode}", whole(dtype, n))
    call("toeplitz", whole(dtype, 2, 3))
    call("toeplitz", whole(dtype, 2, 3), whole(dtype, 1, 4))
    call("circulant", whole(dtype, 2, 3))
    call("circulant", whole(dtype))
    call("leslie", whole(dtype, 2, 3), whole(dtype, 2, 2))
    call("leslie", whole(dtype, 3), whole(dtype, 3))
    call("leslie", whole(dtype, 1), whole(dtype, 0))
    call("convolution_matrix 4 same", whole(dtype, 2, 3))
    call("convolution_matrix 0 full", whole(dtype, 3))
    call("convolution_matrix 3 full", whole(dtype, 0))
    call("block_diag", whole(dtype, 2, 3), whole(dtype, 1, 2), whole(dtype, 3))
    call("block_diag", whole(dtype, 2, 1, 2, 3), whole(dtype, 3, 1, 2))
    call("block_diag", whole(dtype), whole(dtype, 0, 2), whole(dtype, 2, 2))
    call("khatri_rao", whole(dtype, 2, 3), whole(dtype, 4, 3))
    call("khatri_rao", whole(dtype, 2, 2, 3), whole(dtype, 1, 4, 3))
    call("khatri_rao", whole(dtype, 2, 3), whole(dtype, 2, 2))
    call("khatri_rao", whole(dtype, 0, 3), whole(dtype, 2, 3))
for dtype in ("i8", "f4", "f8"):
    for shape in ((), (1,), (4,), (2, 3)):
        # Of one item, SciPy makes a double whatever its type.
        if dtype == "f8" or len(shape) and shape != (1,):
            call("fiedler", whole(dtype, *shape))
for dtype in ("f8", "c16"):
    for n in (2, 3, 4, 5, 6, 7):
        for name in ("companion", "fiedler_companion"):
            a = whole(dtype, n)
            a[0] = 4
            call(name, a)
    for name in ("companion", "fiedler_companion"):
        a = whole(dtype, 2, 4)
        a[:, 0] = -2
        call(name, a)
        call(name, np.zeros(3, dtype))
for n in (1, 2, 4, 8, 16, 3, 0):
    call(f"hadamard {n}")
for n in (1, 2, 3, 7):
    call(f"hilbert {n}")
    for full in ("True", "False"):
        call(f"helmert {n} {full}")
for n in (1, 2, 3, 5, 8, 14):
    call(f"invhilbert {n} True")
    call(f"invhilbert {n} False")
    for kind in ("symmetric", "lower", "upper"):
        call(f"pascal {n} {kind}")
        call(f"invpascal {n} {kind}")
for n in (1, 2, 3, 4, 7, 12, 16):
    for scale in ("None", "sqrtn", "n"):
        turns = [[mp.expjpi(mp.mpf(-2 * j * k) / n) for k in range(n)] for j in range(n)]
        divisor = {"None": 1, "sqrtn": math.sqrt(n), "n": n}[scale]
        roots = np.array([[complex(mp.chop(z)) / divisor for z in row] for row in turns])
        assert np.allclose(roots, scipy.linalg.dft(n, None if scale == "None" else scale), atol=1e-13)
        golden.call(f"dft {n} {scale}", lambda *_: roots)
golden.write()
