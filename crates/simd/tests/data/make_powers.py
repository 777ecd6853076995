"""Writes powers.txt: exact powers of f64 and f32 with small whole exponents.

A line is the type, the bits of the base, the exponent, the bits of the correctly rounded power, and by how much the exact
power is further from zero, in units in its last place. """

import random
import sys
from fractions import Fraction

import numpy as np

random.seed(3)
TYPES = {"f64": (np.float64, np.uint64, -1022, 1023, 52), "f32": (np.float32, np.uint32, -126, 127, 23)}
EXPONENTS = [3, 4, 5, 6]


def rounded(exact, low, high, bits):
    """The exact number rounded to a type, and what that leaves in units in the last place."""
    if exact == 0:
        return 0.0, Fraction(0)
    magnitude = abs(exact)
    exponent = magnitude.numerator.bit_length() - magnitude.denominator.bit_length()
    exponent -= magnitude < Fraction(2) ** exponent
    unit = Fraction(2) ** (max(exponent, low) - bits)
    whole = round(exact / unit)
    if abs(whole * unit) >= Fraction(2) ** (high + 1):
        return float("inf") * (1 if exact > 0 else -1), Fraction(0)
    # A power that rounds to zero keeps its sign.
    return float(np.copysign(float(abs(whole) * unit), 1 if exact > 0 else -1)), magnitude / unit - abs(whole)


def bases(low, high, n):
    """Numbers near 1, and some whose powers reach both ends of the range and pass them."""
    near = [random.uniform(0.5, 2) for _ in range(12)] + [random.uniform(-10, 10) for _ in range(6)]
    wide = [random.choice([-1, 1]) * 2.0 ** random.uniform((low - 54) / n, (high + 1) / n) for _ in range(12)]
    tiny = [2.0 ** random.uniform((low - 54) / n, low / n) for _ in range(6)]
    ends = [2.0 ** ((high + 1) / n) * x for x in (0.999, 1.001)] + [2.0 ** low, -(2.0 ** high), 3.0, -1.0, 1.0]
    return near + wide + tiny + ends


lines = []
for name, (kind, word, low, high, bits) in TYPES.items():
    for n in EXPONENTS:
        for base in bases(low, high, n):
            base = kind(base)
            power, rest = rounded(Fraction(float(base)) ** n, low, high, bits)
            hexes = [format(int(kind(x).view(word)), "x") for x in (base, power)]
            lines.append(f"{name} {hexes[0]} {n} {hexes[1]} {float(rest):.6f}")
        with np.errstate(all="ignore"):
            for base in (0.0, -0.0, float("inf"), -float("inf"), float("nan")):
                power = kind(base) ** kind(n)
                hexes = [format(int(kind(x).view(word)), "x") for x in (base, power)]
                lines.append(f"{name} {hexes[0]} {n} {hexes[1]} 0")
with open(f"{sys.argv[1]}/powers.txt", "w") as file:
    print(*lines, sep="\n", file=file)
