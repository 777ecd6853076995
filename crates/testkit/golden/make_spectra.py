"""Single frequencies of known lines to more digits than f64 has: what the growth of rounding errors is measured against."""

import mpmath
import numpy as np
from golden_format import Golden

mpmath.mp.prec = 256
#: Bits behind the point of the whole numbers that stand for fractions here.
POINT = 200

POWERS = [2**k for k in range(1, 13)] + [65536]
MIXED = [6, 12, 60, 210, 1000, 1001, 3600, 4095]
PRIMES = [3, 5, 7, 13, 31, 101, 257, 1009, 4093, 10007]

golden = Golden("spectra", """
For each length n of lines: at some frequencies `n.k` the values of fft, rfft, irfft (without its factor) and, but for the
longest, dct of types 1 to 4.
Every number is the sum of an f64 (`.hi`) and a rest (`.lo`). Made with mpmath and whole numbers.
The items are a + ib in the order of a generator: state = state * 6364136223846793005 + 1442695040888963407 modulo 2^64, from
n on, and (state >> 43) / 2^20 - 1 for each a and b in turn. rfft and dct are of the a, irfft is of the first n / 2 + 1 items.
""")


def line(n):
    """The items times 2^20."""
    state, draws = n, []
    for _ in range(2 * n):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        draws.append((state >> 43) - 2**20)
    return draws[::2], draws[1::2]


def circle(n):
    """The cosines and sines of the multiples of 1 / n of a turn."""
    fixed = lambda x: int(mpmath.nint(mpmath.ldexp(x, POINT)))
    step = fixed(mpmath.cos(2 * mpmath.pi / n)), fixed(mpmath.sin(2 * mpmath.pi / n))
    cos, sin = [1 << POINT], [0]
    for _ in range(n - 1):
        c, s = cos[-1], sin[-1]
        cos.append((c * step[0] - s * step[1]) >> POINT)
        sin.append((c * step[1] + s * step[0]) >> POINT)
    return cos, sin


def add(name, sums):
    """Sums of products of items and fractions, each as two numbers."""
    exact = [mpmath.ldexp(x, -POINT - 20) for x in sums]
    hi = [float(x) for x in exact]
    golden.add(f"{name}.hi", np.array(hi))
    golden.add(f"{name}.lo", np.array([float(x - h) for x, h in zip(exact, hi)], np.float32))


def fourier(n, a, b, frequencies):
    cos, sin = circle(n)
    turns = lambda k: [k * j % n for j in range(n)]
    add(f"{n}.rfft.re", [sum(x * cos[t] for x, t in zip(a, turns(k))) for k in frequencies])
    add(f"{n}.rfft.im", [-sum(x * sin[t] for x, t in zip(a, turns(k))) for k in frequencies])
    add(f"{n}.fft.re", [sum(x * cos[t] + y * sin[t] for x, y, t in zip(a, b, turns(k))) for k in frequencies])
    add(f"{n}.fft.im", [sum(y * cos[t] - x * sin[t] for x, y, t in zip(a, b, turns(k))) for k in frequencies])
    half = [(a[j], b[j], 1 if j == 0 or 2 * j == n else 2, j) for j in range(n // 2 + 1)]
    inverse = lambda k: sum(w * (x * cos[k * j % n] - y * sin[k * j % n]) for x, y, w, j in half)
    add(f"{n}.irfft", [inverse(k) for k in frequencies])


def cosines(n, a, frequencies):
    ends, _ = circle(2 * (n - 1))
    first = lambda k: sum((1 if j in (0, n - 1) else 2) * x * ends[k * j % len(ends)] for j, x in enumerate(a))
    cos, _ = circle(8 * n)
    at = lambda numerator: cos[numerator % (8 * n)]
    second = lambda k: sum(2 * x * at(2 * k * (2 * j + 1)) for j, x in enumerate(a))
    third = lambda k: sum((2 if j else 1) * x * at(2 * (2 * k + 1) * j) for j, x in enumerate(a))
    fourth = lambda k: sum(2 * x * at((2 * k + 1) * (2 * j + 1)) for j, x in enumerate(a))
    for kind, series in enumerate((first, second, third, fourth), 1):
        add(f"{n}.dct{kind}", [series(k) for k in frequencies])


for n in sorted(POWERS + MIXED + PRIMES):
    a, b = line(n)
    # From the first half, which is what rfft gives.
    frequencies = sorted({k * (n // 2) // 7 for k in range(8)})
    golden.add(f"{n}.k", np.array(frequencies))
    fourier(n, a, b, frequencies)
    if n <= 20000:
        cosines(n, a, frequencies)
golden.write()
