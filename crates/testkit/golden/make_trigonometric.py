"""Cosine and sine series, fast lengths and convolutions as SciPy makes them."""

import numpy as np
import scipy.fft
import scipy.signal
from golden_format import DTYPES, Calls, argument, signal

golden = Calls("trigonometric", "<n> is a call; see Calls in golden_format.py. Values are SciPy's up to rounding.")
rng = np.random.default_rng(31)


def made(dtype, *shape):
    return signal(rng, dtype, *shape)


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


def convolve(name, a, b, mode, axes="None"):
    def function(a, b, mode, axes):
        return getattr(scipy.signal, name)(a, b, mode, axes)

    golden.call(f"{name} {mode} {axes}", function, a, b, parse=lambda word: argument(word))


for name in ("fftconvolve", "oaconvolve"):
    for mode in ("full", "same", "valid"):
        for dtype in ("i4", "f4", "f8", "c8", "c16"):
            for n, m in ((1, 1), (5, 3), (3, 5), (40, 3), (8, 8), (300, 7)):
                if dtype == "i4" and n == m == 1:
                    continue  # Only here SciPy's integers stay integers: of length 1, nothing is transformed.
                convolve(name, made(dtype, n), made(dtype, m), mode)
        convolve(name, made("f8", 5, 6), made("f8", 3, 2), mode)
        convolve(name, made("f8", 3, 2), made("f8", 5, 6), mode)
        convolve(name, made("f8", 5, 2), made("f8", 3, 6), mode)
        convolve(name, made("f8", 4, 30), made("f8", 4, 5), mode, "1,")
        convolve(name, made("f8", 4, 30), made("f8", 1, 5), mode, "-1,")
        convolve(name, made("f8", 4, 30), made("f8", 3, 5), mode, "1,")
        convolve(name, made("f8", 0), made("f8", 3), mode)
        convolve(name, made("f8", 2, 3), made("f8", 3), mode)
        convolve(name, made("f8"), made("f8"), mode)
        convolve(name, made("c16", 2, 9, 4), made("c16", 2, 3, 4), mode, "1,2")
    convolve(name, made("f8", 4), made("f8", 3), "other")
golden.write()
