"""Prints the coefficients in poly.rs: minimax polynomials with double (and some with single) precision coefficients.

Each row of FITS is (name, function, weight, lowest and highest argument, exponents): the weighted error of
sum(c[i] * x**exponents[i]) is least possible. Run with mpmath.
"""

import struct
import sys

from mpmath import mp, mpf, matrix, lu_solve, log, exp, sin, cos, atan, asin, sqrt, cbrt, expm1, log1p, pi

mp.prec = 160
LN2 = log(2)


def remez(f, weight, lo, hi, exponents, rounds=12):
    n = len(exponents)
    nodes = [(lo + hi) / 2 + (hi - lo) / 2 * mp.cos(pi * (n - i) / n) for i in range(n + 1)]
    grid = [(lo + hi) / 2 - (hi - lo) / 2 * mp.cos(pi * i / 800) for i in range(801)]
    values = [(f(x), weight(x)) for x in grid]
    for _ in range(rounds):
        rows = [[x**e for e in exponents] + [(-1) ** i / weight(x)] for i, x in enumerate(nodes)]
        solution = lu_solve(matrix(rows), matrix([f(x) for x in nodes]))
        c = list(solution[:n])
        err = [(sum(a * x**e for a, e in zip(c, exponents)) - v) * w for x, (v, w) in zip(grid, values)]
        peaks, start = [], 0
        for i in range(1, len(grid) + 1):
            if i == len(grid) or err[i] * err[start] < 0:
                peaks.append(max(range(start, i), key=lambda j: abs(err[j])))
                start = i
        while len(peaks) > n + 1:
            peaks.pop(0 if abs(err[peaks[0]]) < abs(err[peaks[-1]]) else -1)
        if len(peaks) < n + 1:
            break
        nodes = [grid[i] for i in peaks]
    return c, max(abs(e) for e in err)


def log1p_over(x):
    return log1p(x) / x if x else mpf(1)


def log_rest(r):
    return (log1p(r) - r) / r**2 if r else mpf(-0.5)


def log2_ratio(s):
    return (log1p(s) - log1p(-s)) / LN2 / s


S = sqrt(mpf(2))
TINY = mpf(10) ** -30
FITS = [
    # e**r, relative.
    ("EXP", exp, lambda r: exp(-r), -LN2 / 2, LN2 / 2, range(7)),
    # 2**r, relative.
    ("EXP2", lambda r: exp(r * LN2), lambda r: exp(-r * LN2), mpf(-0.5), mpf(0.5), range(7)),
    # (e**r - 1) / r, relative.
    ("EXPM1", lambda r: expm1(r) / r if r else mpf(1), lambda r: r / expm1(r) if r else mpf(1), -LN2 / 2, LN2 / 2, range(7)),
    # (sin(r) - r) / r**3 in z = r**2, relative to sin(r); a whole and a quarter of a half turn.
    ("SIN", lambda z: (sin(sqrt(z)) / sqrt(z) - 1) / z, lambda z: z * sqrt(z) / sin(sqrt(z)), TINY, pi**2 / 4, range(5)),
    ("SIN_QUARTER", lambda z: (sin(sqrt(z)) / sqrt(z) - 1) / z, lambda z: z * sqrt(z) / sin(sqrt(z)), TINY, pi**2 / 16, range(4)),
    ("COS_QUARTER", lambda z: (cos(sqrt(z)) - 1) / z, lambda z: z / cos(sqrt(z)), TINY, pi**2 / 16, range(4)),
    # In single precision: the same, and (cos(r) - 1 + z / 2) / z**2, for a little more than a quarter of a half turn.
    ("SIN_SHORT", lambda z: (sin(sqrt(z)) / sqrt(z) - 1) / z, lambda z: z * sqrt(z) / sin(sqrt(z)), TINY, mpf(0.82) ** 2, range(3)),
    ("COS_SHORT", lambda z: (cos(sqrt(z)) - 1 + z / 2) / z**2, lambda z: z**2 / cos(sqrt(z)), TINY, mpf(0.82) ** 2, range(3)),
    # (asin(s) / s - 1) / z in z = s**2, relative to asin(s) / s.
    ("ASIN", lambda z: (asin(sqrt(z)) / sqrt(z) - 1) / z, lambda z: z * sqrt(z) / asin(sqrt(z)), TINY, mpf(0.25), range(6)),
    # In single precision: the same.
    ("ASIN_SINGLE", lambda z: (asin(sqrt(z)) / sqrt(z) - 1) / z, lambda z: z * sqrt(z) / asin(sqrt(z)), TINY, mpf(0.25), range(5)),
    # (1 - e)**(-2/3), relative.
    ("CBRT", lambda e: 1 / cbrt(1 - e) ** 2, lambda e: cbrt(1 - e) ** 2, mpf(-0.1021), mpf(0.1021), range(7)),
    # log2((1 + s) / (1 - s)) / s in z = s**2, relative.
    ("LOG2_RATIO", lambda z: log2_ratio(sqrt(z)), lambda z: 1 / log2_ratio(sqrt(z)), TINY, mpf(0.02945), range(5)),
    # (sinh(r) / r - 1) / z and (cosh(r) - 1) / z in z = r**2, relative to sinh(r) / r and cosh(r).
    ("SINH", lambda z: (mp.sinh(sqrt(z)) / sqrt(z) - 1) / z, lambda z: z * sqrt(z) / mp.sinh(sqrt(z)), TINY, LN2**2 / 4, range(3)),
    ("COSH", lambda z: (mp.cosh(sqrt(z)) - 1) / z, lambda z: z / mp.cosh(sqrt(z)), TINY, LN2**2 / 4, range(3)),
    # log((1 + s) / (1 - s)) / s in z = s**2, relative.
    ("LOG_RATIO", lambda z: log2_ratio(sqrt(z)) * LN2, lambda z: 1 / log2_ratio(sqrt(z)) / LN2, TINY, mpf(0.02945), range(4)),
    # (atan(t) / t - 1) / z in z = t**2, relative to atan(t) / t, for |t| <= tan(pi / 8).
    ("ATAN", lambda z: (atan(sqrt(z)) / sqrt(z) - 1) / z, lambda z: z * sqrt(z) / atan(sqrt(z)), TINY, (S - 1) ** 2, range(5)),
    # (1 - e)**(-1/3), relative, as an estimate.
    ("CBRT_INVERSE", lambda e: 1 / cbrt(1 - e), lambda e: cbrt(1 - e), mpf(-0.1021), mpf(0.1021), range(4)),
    # For logaddexp, where sums cancel: e**r, and log((1 + s) / (1 - s)) / s in z = s**2 for s <= 1 / 3, relative.
    ("EXP_LONG", exp, lambda r: exp(-r), -LN2 / 2, LN2 / 2, range(12)),
    ("LOG_RATIO_LONG", lambda z: log2_ratio(sqrt(z)) * LN2, lambda z: 1 / log2_ratio(sqrt(z)) / LN2, TINY, mpf(1) / 9, range(11)),
    # In single precision: (e**r - 1 - r) / r**2, and (2**r - 1) / r, for sixteenths.
    ("EXP_SIXTEENTH", lambda r: (expm1(r) - r) / r**2 if abs(r) > 1e-20 else mpf(0.5), lambda r: mpf(1), mpf(-0.0217), mpf(0.0217), range(2)),
    ("EXP2_SIXTEENTH", lambda r: expm1(r * LN2) / r if abs(r) > 1e-20 else LN2, lambda r: mpf(1), mpf(-0.03126), mpf(0.03126), range(3)),
    # In single precision: (atan(t) / t - 1) / z in z = t**2, relative to atan(t) / t, for |t| <= 1.
    ("ATAN_UNIT", lambda z: (atan(sqrt(z)) / sqrt(z) - 1) / z, lambda z: z * sqrt(z) / atan(sqrt(z)), TINY, mpf(1), range(10)),
    # In single precision: (e**r - 1 - r) / r**2.
    ("EXPM1_SINGLE", lambda r: (expm1(r) - r) / r**2 if abs(r) > 1e-20 else mpf(0.5), lambda r: mpf(1), mpf(-0.348), mpf(0.348), range(6)),
    # (log(1 + r) - r + r**2 / 2) / r**3, relative to log(1 + r).
    ("LOG_CUBIC", lambda r: (log_rest(r) + mpf(0.5)) / r if r else mpf(1) / 3, lambda r: r**2 / log1p_over(r), mpf(-0.0206), mpf(0.03126), range(4)),
    # In single precision: (log(1 + r) - r) / r**2 to several bases, relative to log(1 + r).
    ("LOG_E_SHORT", lambda r: log_rest(r), lambda r: r / log1p_over(r), mpf(-0.0325), mpf(0.0625), range(4)),
    ("LOG_2_SHORT", lambda r: log_rest(r) / LN2, lambda r: r * LN2 / log1p_over(r), mpf(-0.0325), mpf(0.0625), range(4)),
    ("LOG_10_SHORT", lambda r: log_rest(r) / log(10), lambda r: r * log(10) / log1p_over(r), mpf(-0.0325), mpf(0.0625), range(4)),
]

SINGLE = ("ATAN_UNIT",)


def to_single(x):
    return mpf(struct.unpack("f", struct.pack("f", float(x)))[0])


def beside(fixed, f, weight, lo, hi, exponents):
    """The coefficients that follow the fixed ones."""
    rest = lambda x: f(x) - sum(c * x**e for c, e in zip(fixed, exponents))
    return remez(rest, weight, lo, hi, exponents[len(fixed) :])


def single(f, weight, lo, hi, exponents):
    """Coefficients for single precision: the first four are rounded, and the others fitted again to what is left."""
    fixed = []
    while len(fixed) < 4:
        c, err = beside(fixed, f, weight, lo, hi, exponents)
        fixed.append(to_single(c[0]))
    return fixed + c[1:], err


def fits():
    for name, f, weight, lo, hi, exponents in FITS:
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        # The weight vanishes at 0, where nothing can be demanded.
        lo = hi / 300 if lo == TINY else lo
        fit = single if name in SINGLE else remez
        c, err = fit(f, weight, mpf(lo), mpf(hi), list(exponents))
        print(f"/// Error 2**{float(log(err) / LN2):.1f}.")
        print(f"pub(super) const {name}: [f64; {len(c)}] = [")
        print("".join(f"    {float(a)!r},\n" for a in c) + "];")


if __name__ == "__main__":
    fits()
