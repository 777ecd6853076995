"""The Fourier transforms of numpy.fft over types, lengths, axes and options."""

import numpy as np
from golden_format import DTYPES, Calls, signal

golden = Calls("fft", "<n> is a call; see Calls in golden_format.py. Values are NumPy's up to rounding.")
rng = np.random.default_rng(29)


def made(dtype, *shape):
    return signal(rng, dtype, *shape)


def into(name, dtype):
    """The function with `out`, places of a dtype."""

    def function(a, places, *options):
        return getattr(np.fft, name)(a, *options, out=places.copy())

    return function


def call(name, a, *options):
    function = getattr(np.fft, name)
    golden.call(" ".join([name, *map(str, options)]), function, a)


ONE = ["fft", "ifft", "rfft", "irfft", "hfft", "ihfft"]
MANY = ["fftn", "ifftn", "rfftn", "irfftn", "fft2", "ifft2", "rfft2", "irfft2"]
NORMS = ["None", "backward", "ortho", "forward"]

for name in ONE:
    for dtype in DTYPES:
        call(name, made(dtype, 3, 4))
        call(name, made(dtype, 5), 8, -1, "ortho")
        call(name, made(dtype, 4, 3), 3, 0, "forward")
    for dtype in ("f4", "f8", "c8", "c16"):
        for n in (*range(1, 18), 23, 37, 64, 101):
            call(name, made(dtype, n))
        for n in (1, 2, 7, 12, 20):
            call(name, made(dtype, n), 2 * n - 1, -1, "None")
    for dtype in ("f8", "c8"):
        for norm in NORMS + ["nonsense"]:
            for n in ("None", 1, 2, 5, 6, 9):
                call(name, made(dtype, 6), n, -1, norm)
            for axis in (0, 1, -1, 3, -4):
                call(name, made(dtype, 2, 3, 4), "None" if norm == "ortho" else 5, axis, norm)
        for n in (0, -1, -5):
            call(name, made(dtype, 6), n)
        for shape in ((), (0,), (3, 0), (0, 3), (1, 1), (2, 1), (1,)):
            call(name, made(dtype, *shape))
            # Of no frequencies at all, NumPy's inverse reads what is not there.
            if name not in ("irfft", "hfft") or shape[:1] != (0,):
                call(name, made(dtype, *shape), 4, 0)
    call(name, made("f8", 257), 1000)
    call(name, made("f8", 20, 17), "None", 0)

for name in MANY:
    for dtype in DTYPES:
        call(name, made(dtype, 3, 4))
    for dtype in ("f4", "c16"):
        for shape in ((5,), (2, 3, 4), (1, 2, 1, 3), (2, 0, 3), (0, 2), (), (4, 1)):
            # NumPy returns real numbers of no axes as they are.
            if shape or dtype == "c16":
                call(name, made(dtype, *shape))
        if dtype == ("c16" if name.startswith("r") else "f4"):
            continue
        for norm in NORMS:
            for s in ("None", "2,5", "5,2", "4,6", "-1,3", "3,-1", "3,", "0,2", "2,-2", "2,3,4,5"):
                for axes in ("None", "0,1", "2,0", "-1,-2", "0,", "1,1", "0,3"):
                    if norm == "None" or (s, axes) in (("None", "2,0"), ("2,5", "0,1"), ("None", "1,1")):
                        call(name, made(dtype, 2, 3, 4), s, axes, norm)
        call(name, made(dtype, 2, 3), "2,2,2", "0,1,0", "ortho")
        call(name, made(dtype, 2, 3, 4), "None", "0,1,2,0")

for name in ONE + MANY:
    # NumPy leaves the places of ifft2, irfft2 and hfft alone.
    if name in ("ifft2", "irfft2", "hfft"):
        continue
    result = "f8" if name in ("irfft", "irfftn") else "c16"
    for dtype in ("f4", "f8", "c8", "c16", "i4"):
        golden.call(f"out {name}", into(name, dtype), made("f8", 4, 6), np.zeros_like(getattr(np.fft, name)(made("f8", 4, 6)), dtype), parse=lambda word: None)
    golden.call(f"out {name}", into(name, "c16"), made("f8", 4, 6), made(result, 4, 2), parse=lambda word: None)

for n in (1, 2, 3, 8, 9, 0):
    for d in (1.0, 0.25, -3.0, 0.0):
        for name in ("fftfreq", "rfftfreq"):
            golden.call(f"{name} {n} {d}", lambda n, d, name=name: getattr(np.fft, name)(n, d), parse=lambda word: float(word) if "." in word else int(word))
for name in ("fftshift", "ifftshift"):
    for dtype in DTYPES:
        call(name, made(dtype, 5), "None")
    for axes in ("None", "0", "1,2", "-1,", "0,0", "3"):
        call(name, made("f8", 4, 3, 5), axes)
    for shape in ((0,), (3, 0)):
        call(name, made("f8", *shape), "None")
# Single items are what they are, be they numbers or not.
for name in ONE:
    for dtype in ("f4", "f8", "c8", "c16"):
        if name in ("rfft", "ihfft") and dtype[0] == "c":
            continue
        odd = np.array([np.inf, -np.inf, np.nan, 0.0, 2.0])
        odd = odd.astype(dtype) if dtype[0] == "f" else (odd + 3j * np.array([1, 0, 1, 0, np.inf])).astype(dtype)
        call(name, odd.reshape(5, 1), 1, -1, "ortho")
golden.write()
