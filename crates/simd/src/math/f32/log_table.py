"""Prints the tables of log_parts.rs and pow.rs: for each interval of a mantissa `m` from 1 to 2 a number `c` near `1 / m`, and -log(c).

The place of an interval is what the first four bits of the mantissa say. The logarithms are in units of log(2) / high, where `high` is
log(2) rounded to so few bits after the point that sums of whole multiples of it and other such numbers are exact. The `c` are such that
the logarithm of each is such a number, too. Run with mpmath and NumPy.
"""

import mpmath as mp
import numpy as np

mp.mp.prec = 100

# The bits after the point, and the base.
BASES = {"E": (17, mp.e), "2": (16, mp.mpf(2)), "10": (18, mp.mpf(10))}


def interval(place):
    return 1 + place / 16, 1 + (place + 1) / 16


def inverse(place, bits, unit):
    if place in (0, 15):
        c = np.float32(0.5 if place else 1)
        return c, -mp.log(c) / unit
    low, high = interval(place)
    # Where the logarithm is small, the rounding of `r` counts: there, `r` shall be small.
    middle = {1: low + 0.013, 14: high - 0.013}.get(place, (low + high) / 2)
    start = np.float32(1 / middle)
    reach = int(0.004 / np.spacing(start))
    near = start + np.arange(-reach, reach + 1) * np.spacing(start).astype(np.float64)
    log = -np.log(near) / float(unit) * 2.0**bits
    at = np.argsort(abs(log - np.round(log)))[:20]
    c = min((np.float32(near[i]) for i in at), key=lambda c: miss(c, bits, unit))
    return c, mp.nint(-mp.log(mp.mpf(float(c))) / unit * 2**bits) / 2**bits


def miss(c, bits, unit):
    log = -mp.log(mp.mpf(float(c))) / unit * 2**bits
    return abs(log - mp.nint(log))


def show(name, column):
    print(name)
    for i in range(0, len(column), 4):
        print("        " + ", ".join(str(np.float32(float(v))) for v in column[i : i + 4]) + ",")


for name, (bits, base) in BASES.items():
    two = mp.log(2, base)
    high = mp.nint(two * 2**bits) / 2**bits
    unit = mp.log(2) / high
    rows = [inverse(place, bits, unit) for place in range(16)]
    worst = max(abs(-mp.log(mp.mpf(float(c))) / unit - log) for c, log in rows)
    r = [float(c) * m - 1 for place, (c, _) in enumerate(rows) for m in interval(place)]
    print(f"base {name}: within 2^{float(mp.log(worst, 2)):.1f}; r from {min(r):.5f} to {max(r):.5f}")
    e = mp.log(mp.e, base)
    e_high = np.float32(float(e))
    print("two", np.float32(float(high)), np.float32(float((two - high) / high)))
    print("e", e_high, np.float32(float(e - mp.mpf(float(e_high)))))
    show("inverse", [c for c, _ in rows])
    show("log_of_inverse", [log for _, log in rows])

# For pow.rs: whole multiples of 1/64 as inverses, so that c * m - 1 is exact, and logarithms to base 2 in two parts.
ends = [(mp.mpf(32 + place) / 32, mp.mpf(33 + place) / 32) for place in range(32)]
farthest = lambda c, low, high: max(abs(c * low - 1), abs(c * high - 1))
inverses = [min((mp.mpf(n) / 64 for n in range(32, 65)), key=lambda c: farthest(c, *pair)) for pair in ends]
inverses[0], inverses[31] = mp.mpf(1), mp.mpf(1) / 2
high = [mp.nint(-mp.log(c, 2) * 2**16) / 2**16 for c in inverses]
r = [c * m - 1 for c, pair in zip(inverses, ends) for m in pair]
print(f"powers: r from {float(min(r)):.5f} to {float(max(r)):.5f}")
show("inverse", inverses)
show("log_of_inverse", high)
show("what that lacks", [-mp.log(c, 2) - h for c, h in zip(inverses, high)])
