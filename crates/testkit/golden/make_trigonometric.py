"""Cosine and sine series and fast lengths as SciPy makes them."""

import numpy as np
import scipy.fft
from golden_format import DTYPES, Calls

golden = Calls("trigonometric", "<n> is a call; see Calls in golden_format.py. Values are SciPy's up to rounding.")
rng = np.random.default_rng(31)


def made(dtype, *shape):
    kind = np.dtype(dtype).kind
    if kind == "b":
        return rng.integers(0, 2, shape).astype(bool)
    if kind in "iu":
        return rng.integers(0 if kind == "u" else -100, 100, shape).astype(dtype)
    real = rng.normal(size=shape)
    return (real + 1j * rng.normal(size=shape) if kind == "c" else real).astype(dtype)


def call(name, a, kind, size="None", axes="None", norm="backward", orthogonalize="None"):
    def function(a, kind, size, axes, norm, orthogonalize):
        try:
            return getattr(scipy.fft, name)(a, kind, size, axes, norm, orthogonalize=orthogonalize)
        except RuntimeError as error:
            raise ValueError(error) from error

    golden.call(f"{name} {kind} {size} {axes} {norm} {orthogonalize}", function, a)


ONE, MANY = ["dct", "idct", "dst", "idst"], ["dctn", "idctn", "dstn", "idstn"]
for name in ONE:
    for kind in (1, 2, 3, 4):
        for n in (*range(1, 14), 16, 31):
            call(name, made("f8", n), kind, "None", -1)
        for norm in ("backward", "ortho", "forward"):
            for orthogonalize in ("None", "True", "False"):
                call(name, made("f8", 3, 6), kind, "None", -1, norm, orthogonalize)
                # SciPy forgets the ends of complex numbers.
                if norm != "ortho" and orthogonalize != "True" or orthogonalize == "None" and kind == 4:
                    call(name, made("c8", 3, 5), kind, 4, 0, norm, orthogonalize)
        for n in (1, 3, 8, 0, -2):
            call(name, made("f4", 2, 5), kind, n, 1)
        call(name, made("f8", 2, 3, 4), kind, "None", 3)
    for kind in (0, 5):
        call(name, made("f8", 4), kind, "None", -1)
    for dtype in DTYPES:
        call(name, made(dtype, 2, 5), 2, "None", -1)
    for shape in ((0,), (0, 3), ()):
        call(name, made("f8", *shape), 2, "None", -1)
for name in MANY:
    for kind in (1, 2, 3, 4):
        for norm in ("backward", "ortho", "forward"):
            call(name, made("f8", 3, 4, 2), kind, norm=norm)
        for size, axes in (("2,5", "None"), ("4,3", "2,0"), ("None", "1,"), ("-1,3", "0,1"), ("None", "0,0"), ("3,", "0,1"), ("None", "5,")):
            call(name, made("c16", 3, 4, 2), kind, size, axes)
for n in (*range(1, 40), 97, 1009, 65537, 1000003):
    for real in (False, True):
        golden.call(f"next_fast_len {n} {real}", lambda n, real: np.int64(scipy.fft.next_fast_len(n, real)))
        golden.call(f"prev_fast_len {n} {real}", lambda n, real: np.int64(scipy.fft.prev_fast_len(n, real)))

golden.write()
