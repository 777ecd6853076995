"""Writes complex.txt and complex_special.txt, for the functions of complex numbers.

complex.txt has exact values at random and hard points. A line is the type, the function, the bits of the parts of its
arguments (as float64), and for both parts of the result the bits of the nearest float64 and of what the exact result
has beyond that, so that an error can be told to a thousandth of a unit in the last place. Zeros stand for the limit from
their side: they are computed as numbers far below the range of floats.

complex_special.txt has what NumPy says at zeros, infinities and NaN, as far as it is the same on every machine: a part
is `0`, `-0`, `inf`, `-inf`, `nan`, or `+` and `-` for other numbers of that sign.
"""

# golden: long
import itertools
import random
import struct
import sys

import mpmath as mp
import numpy as np

mp.mp.prec = 5500
random.seed(31)
np.seterr(all="ignore")
FOLDER = sys.argv[1]
NEAR_ZERO = mp.ldexp(1, -2400)

FUNCTIONS = {
    "sqrt": mp.sqrt, "exp": mp.exp, "exp2": lambda z: mp.exp(z * mp.log(2)), "expm1": lambda z: mp.exp(z) - 1,
    "log": mp.log, "log2": lambda z: mp.log(z) / mp.log(2), "log10": lambda z: mp.log(z) / mp.log(10),
    "log1p": lambda z: mp.log(1 + z), "sin": mp.sin, "cos": mp.cos, "tan": mp.tan, "arcsin": mp.asin, "arccos": mp.acos,
    "arctan": mp.atan, "sinh": mp.sinh, "cosh": mp.cosh, "tanh": mp.tanh, "arcsinh": mp.asinh, "arccosh": mp.acosh,
    "arctanh": mp.atanh, "absolute": lambda z: mp.mpc(abs(z)),
}
POLES = {"log": [0], "log2": [0], "log10": [0], "log1p": [-1], "arctan": [1j, -1j], "arctanh": [1, -1]}


def bits(x):
    return "%016x" % struct.unpack("<Q", struct.pack("<d", x))[0]


def rounded(v):
    """The nearest float64 of an mpf, ties and subnormals as the hardware has them."""
    if v == 0:
        return 0.0
    if abs(v) >= mp.mpf(2) ** 1024 - mp.mpf(2) ** 970:
        return float("inf") if v > 0 else float("-inf")
    exponent = max(mp.frexp(v)[1] - 1, -1022)
    unit = mp.ldexp(1, exponent - 52)
    return float(mp.nint(v / unit) * unit) if abs(v) > unit / 4 else (0.0 if v > 0 else -0.0)


def power(low, high):
    return random.choice([-1, 1]) * 2.0 ** random.uniform(low, high)


def part(x):
    return mp.mpf(x) if x != 0 else NEAR_ZERO * (1 if str(x)[0] != "-" else -1)


def exact(z):
    return mp.mpc(part(z.real), part(z.imag))


def points(low, high):
    """Points whose parts have binary exponents from `low` to `high`."""
    small, middle = low / 2, min(high, 60)
    points = [complex(random.gauss(0, 1), random.gauss(0, 1)) for _ in range(24)]
    points += [complex(power(low, high), power(low, high)) for _ in range(10)]
    points += [complex(power(low, high), power(-3, 3)) for _ in range(6)]
    points += [complex(power(-3, 3), power(low, high)) for _ in range(6)]
    points += [complex(power(-30, middle), power(-30, middle)) for _ in range(8)]
    for x in [0.25, 0.999, 1.0, 1.0000001, 3.5, 2.0**small, 2.0**-small]:
        for sign, zero in itertools.product([1, -1], [0.0, -0.0]):
            points += [complex(sign * x, zero), complex(zero, sign * x)]
    for _ in range(8):
        angle = random.uniform(-3.2, 3.2)
        points.append(complex(mp.cos(angle), mp.sin(angle)))
    # Pythagorean triples are exactly on the circle; their neighbours are not.
    points += [complex(0.6, 0.8), complex(-0.8, 0.6), complex(5 / 13, -12 / 13), complex(1.0, 1e-8), complex(1e-8, -1.0)]
    for _ in range(10):
        near = random.choice([1, -1, 1j, -1j])
        points.append(near + complex(power(-50, -3), power(-50, -3)))
    return points


def steep(end):
    points = [complex(random.uniform(-end, end), random.uniform(-10, 10)) for _ in range(12)]
    points += [complex(random.choice([-1, 1]) * random.uniform(0.9, 1.1) * end, random.uniform(-10, 10)) for _ in range(12)]
    return points + [complex(random.uniform(-3, 3), power(24, 127)) for _ in range(6)]


def is_fit(name, z):
    """Whether the function has a value there, and the zeros of `exact` do not show beside infinite factors."""
    growing = name in ("exp", "exp2", "expm1", "sinh", "cosh", "sin", "cos")
    beside_zero = abs(z.real) + abs(z.imag) if growing and 0 in (z.real, z.imag) else 0
    # The angle of exp2 is a product with the logarithm of 2, which no float holds where it is large.
    # The real part of expm1 there is an underflow, whose sign no formula keeps.
    if name == "expm1" and 0 < abs(z.imag) < 1e-150:
        return False
    return z not in POLES.get(name, []) and beside_zero < 80 and (name != "exp2" or abs(z.imag) < 2**24)


def single(z):
    return complex(np.complex64(z))


def write(out, kind, name, arguments, value):
    words = [bits(x) for z in arguments for x in (z.real, z.imag)]
    for v in (value.real, value.imag):
        near = rounded(v)
        near = near if near else np.copysign(0.0, -1 if v < 0 else 1)
        words += [bits(near), bits(rounded(v - mp.mpf(near)) if np.isfinite(near) else 0.0)]
    print(kind, name, *words, file=out)


def exact_values(out):
    for kind, low, high, end in [("c128", -1074, 1023.9, 710), ("c64", -149, 127.9, 88)]:
        for name, function in FUNCTIONS.items():
            hard = points(low, high)
            if name in ("exp", "exp2", "expm1", "sinh", "cosh", "tanh"):
                hard += steep(end)
            if name in ("sin", "cos", "tan"):
                hard += [complex(z.imag, z.real) for z in steep(end)]
            if kind == "c64":
                hard = map(single, hard)
            for z in filter(lambda z: is_fit(name, z), hard):
                write(out, kind, name, [z], function(exact(z)))
        for base, exponent in pairs(kind):
            value = mp.mpc(base) ** (mp.mpf(exponent.real) if exponent.imag == 0 else mp.mpc(exponent))
            write(out, kind, "pow", [base, exponent], mp.mpc(value))


def pairs(kind):
    gauss = lambda: complex(random.gauss(0, 1), random.gauss(0, 1))
    pairs = [(gauss(), gauss()) for _ in range(30)]
    pairs += [(gauss(), complex(random.choice([2, 3, 4, 7, 10, -1, -2, -5, 0.5, -0.5, 1.25]), 0)) for _ in range(20)]
    pairs += [(complex(power(-20, 20), power(-20, 20)), 2 * gauss()) for _ in range(20)]
    return [(single(a), single(b)) for a, b in pairs] if kind == "c64" else pairs


def spelled(x):
    if np.isnan(x):
        return "nan"
    if x == 0 or np.isinf(x):
        return ("-" if np.signbit(x) else "") + ("0" if x == 0 else "inf")
    return "-" if x < 0 else "+"


def special_values(out):
    parts = [0.0, -0.0, 1.0, -1.0, 0.5, 2.5, -2.5, np.inf, -np.inf, np.nan]
    for name in FUNCTIONS:
        for re, im in itertools.product(parts, parts):
            value = complex(getattr(np, name)(np.complex128(complex(re, im))))
            print(name, re, im, spelled(value.real), spelled(value.imag), file=out)
    bases = [0j, complex(-0.0, -0.0), complex(np.inf, 1), complex(-2, np.inf), complex(np.nan, 0), complex(2, -0.0), complex(-2, 0.0), 1j, 1 + 0j]
    exponents = [0, 1, 2, 3, 4, 7, -1, -2, 99, 1e19, 0.5, -0.5, 1j, 1 + 1j, -1 + 1j, complex(np.inf, 0), complex(1, np.nan), complex(np.nan, 0)]
    more = [1 + 0j, 1j, complex(-2, 3), complex(np.inf, 1), complex(1, -np.inf), complex(0, np.nan), 3 - 4j, complex(-0.0, 2), complex(2, -0.0)]
    bases, exponents = bases + more, exponents + more
    for base, exponent in itertools.product(bases, map(complex, exponents)):
        value = complex(np.power(np.complex128(base), np.complex128(exponent)))
        arguments = (base.real, base.imag, exponent.real, exponent.imag)
        print("pow", *arguments, spelled(value.real), spelled(value.imag), file=out)


with open(f"{FOLDER}/complex.txt", "w") as out:
    exact_values(out)
with open(f"{FOLDER}/complex_special.txt", "w") as out:
    special_values(out)
