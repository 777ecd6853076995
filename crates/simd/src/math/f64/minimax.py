"""Prints the minimax coefficients of exp.rs, exp_long.rs, hyperbolic.rs, log_parts.rs, log_long.rs and area.rs, lowest power first.

Each row of FITS is (name, function, weight, lowest and highest argument, number of coefficients): the weighted error of
the polynomial is least possible. Run with mpmath:  python minimax.py [NAME ...]
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "f32"))

from minimax import LN2, TINY, S, remez
from mpmath import asinh, exp, log, log1p, mp, mpf, sinh, sqrt

mp.prec = 240
# The reduced argument may exceed log(2) / 2 by a rounding.
EDGE = mpf(2) ** -30
R = LN2 / 2 + mpf(2) ** -20
T = 2 * (S - 1) / (S + 1) + mpf(2) ** -20


def exp_cubic(r):
    return (exp(r) - 1 - r - r**2 / 2) / r**3 if abs(r) > TINY else mpf(1) / 6


def exp_square(r):
    return (exp(r) - 1 - r) / r**2 if abs(r) > TINY else mpf(1) / 2


def log_cubic(r):
    return (log1p(r) - r + r**2 / 2) / r**3 if abs(r) > TINY else mpf(1) / 3


def log_ratio(z):
    """(log((1 + t/2) / (1 - t/2)) - t) / t**3 for t = sqrt(z)."""
    t = sqrt(z)
    return (log1p(t / 2) - log1p(-t / 2) - t) / t**3


def relative_to(f, power):
    """The weight that makes the error of a term `t**power * p(t**2)` one relative to f(t)."""
    return lambda z: sqrt(z) ** power / f(sqrt(z))


FITS = [
    ("EXP", exp_cubic, lambda r: max(abs(r) ** 3, mpf("1e-4")) / exp(r), -R, R, 9),
    ("EXPM1", exp_cubic, lambda r: max(r**2, mpf("1e-4")), -R, R, 10),
    ("SINH", lambda z: (sinh(sqrt(z)) - sqrt(z)) / sqrt(z) ** 3, relative_to(sinh, 3), TINY, R**2, 5),
    ("LOG_RATIO", log_ratio, relative_to(lambda t: t, 3), TINY, T**2, 7),
    # Behind the first coefficient, -1/2.
    ("LOG", log_cubic, lambda r: max(r**2, mpf("1e-7")), -mpf("0.037109375") - EDGE, mpf("0.0625"), 9),
    ("LOG_LONG", log_cubic, lambda r: max(r**2, mpf("1e-7")), -mpf("0.019775390625") - EDGE, mpf("0.016845703125") + EDGE, 8),
    ("EXP_LONG", exp_square, lambda r: max(r**2, mpf("1e-8")) / exp(r), -LN2 / 32 - mpf(2) ** -20, LN2 / 32 + mpf(2) ** -20, 6),
    ("ARCSINH", lambda z: (asinh(sqrt(z)) - sqrt(z)) / sqrt(z) ** 3, relative_to(asinh, 3), TINY, mpf(0.25), 12),
]

for name, f, weight, lo, hi, n in FITS:
    if sys.argv[1:] and name not in sys.argv[1:]:
        continue
    lo = hi / 300 if lo == TINY else lo
    c, err = remez(f, weight, mpf(lo), mpf(hi), list(range(n)), 10)
    print(f"/// Error 2^{float(log(err) / LN2):.1f}.")
    print(f"const {name}: [f64; {n}] = [")
    print("".join(f"    {float(a)!r},\n" for a in c) + "];", flush=True)
