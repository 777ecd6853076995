"""Prints the tables of log_parts.rs, log_long.rs, exp_long.rs and hyperbolic.rs. Run with mpmath.

The inverses of the logarithms are those with the least excess `c * m - 1` among the multiples of 1/256 for which that is a number for
every `m` of an interval; the greatest excess in either direction is printed too, for minimax.py.
"""

from fractions import Fraction

from mpmath import ldexp, log, mp, mpf, nint

mp.prec = 300


def excess(c, low, high):
    return max(abs(c * low - 1), abs(c * high - 1))


def is_exact(c, low, high):
    """Whether c * m - 1 is an f64 for every f64 m from 1 to 2 in the interval."""
    unit, last = Fraction(1, c.denominator * 2**52), Fraction(1)
    while last / 2 >= excess(c, low, high):
        last /= 2
    return unit >= last / 2**53


def nearest_inverse(low, high):
    candidates = [Fraction(n, 256) for n in range(128, 257)]
    return min((c for c in candidates if is_exact(c, low, high)), key=lambda c: excess(c, low, high))


def exact(x):
    return mpf(x.numerator) / x.denominator


def two_parts(value):
    """The first of them with 42 bits after the point."""
    first = ldexp(nint(ldexp(value, 42)), -42)
    return float(first), float(value - first)


def show(name, values):
    print(f"{name}:", ", ".join(repr(float(v)) for v in values), "\n")


def logarithms(name, inverses, intervals):
    excesses = [c * end - 1 for c, interval in zip(inverses, intervals) for end in interval]
    print(f"{name}: excess from {float(min(excesses))} to {float(max(excesses))}\n")
    show("INVERSE", inverses)
    logs = [two_parts(-log(exact(c))) if c != 1 else (0.0, 0.0) for c in inverses]
    show("LOG_OF_INVERSE, first part", [first for first, _ in logs])
    show("second part", [second for _, second in logs])


above = [(1 + Fraction(i, 16), 1 + Fraction(i + 1, 16)) for i in range(16)]
logarithms("log_parts.rs", [Fraction(1)] + [nearest_inverse(*m) for m in above[1:15]] + [Fraction(1, 2)], above)

around = [(1 + Fraction(2 * i - 1, 64), 1 + Fraction(2 * i + 1, 64)) for i in range(32)]
around[0] = (1 - Fraction(1, 128), around[0][1])
logarithms("log_long.rs", [Fraction(1)] + [nearest_inverse(*m) for m in around[1:]], around)

print("exp_long.rs:\n")
powers = [float(mpf(2) ** (mpf(i) / 16)) for i in range(16)]
show("POWERS", powers)
show("LACKS", [mpf(2) ** (mpf(i) / 16) / powers[i] - 1 for i in range(16)])
show("STEP", two_parts(log(mpf(2)) / 16))

show("hyperbolic.rs: INVERSES", [mpf(2) ** (mpf(-i) / 16) for i in range(16)])
