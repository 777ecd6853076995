"""Prints the tables of tanh.rs: for each interval a middle `c`, tanh(c), and the coefficients of a polynomial of what is added to it.

The middles are such that tanh(c) is a number of single precision to within some thousandths of its last place. The coefficients are rounded
one after another, and those that follow are fitted again to what is left. Run with mpmath and NumPy.
"""

import mpmath as mp
import numpy as np

mp.mp.prec = 100

LOWEST = 0.125  # Below, one odd polynomial serves.
HIGHEST = 9.0109  # From here on, the result rounds to 1.
DEGREE = 5


def tanh(x):
    return mp.tanh(mp.mpf(float(x)))


def middle(low, high):
    """The number near the middle of the interval whose tanh is nearest to one of single precision."""
    start, reach = np.float32((low + high) / 2), 3000
    if low >= 7:
        # Here neighbours are far apart: the nearest of them, whose own neighbours have the same tanh.
        start, reach = np.float32(float(mp.atanh(float(np.float32(float(tanh(start))))))), 200
    step = np.spacing(start)
    near = [np.float32(start + i * step) for i in range(-reach, reach + 1)]
    return min(near, key=lambda c: abs(tanh(c) - mp.mpf(float(np.float32(float(tanh(c)))))))


def fit(basis, rest, weight):
    """Coefficients of the basis with nearly the least possible greatest error."""
    weights = weight.copy()
    for _ in range(25):
        c = np.linalg.lstsq(basis * weights[:, None], rest * weights, rcond=None)[0]
        error = np.abs(basis @ c - rest) * weight
        weights = weights * np.sqrt(0.3 + error / error.max())
    return c


def coefficients(low, high, c, value, powers):
    """Those of `d**power` in tanh(c + d) - value, in single precision, and the greatest error, relative to tanh."""
    n = 200
    x = (low + high) / 2 + (high - low) / 2 * np.cos(np.pi * (np.arange(n) + 0.5) / n)
    rest = np.array([float(tanh(v) - mp.mpf(float(value))) for v in x])
    d, weight = x - float(c), np.array([1 / float(tanh(v)) for v in x])
    if value == 0:
        rest -= d
    result = np.zeros(DEGREE + 1, np.float32)
    for i, power in enumerate(powers):
        basis = np.stack([d**p for p in powers[i:]], 1)
        result[power] = fit(basis, rest, weight)[0]
        rest -= float(result[power]) * d**power
    return result[1:], np.abs(rest * weight).max()


def row(low, high):
    if low >= HIGHEST:
        return [0.0] * (DEGREE + 2), 0.0
    if high <= LOWEST:
        c, value, powers, low = 0.0, 0.0, [3, 5], 1e-6
    else:
        high = min(high, HIGHEST + 0.01)
        c, powers = middle(low, high), list(range(1, DEGREE + 1))
        value = np.float32(float(tanh(c)))
    terms, error = coefficients(low, high, c, value, powers)
    return [c, value, *terms], error


# The place of a number is the last five bits of its exponent and the first two of its mantissa.
rows, greatest = [[0.0] * (DEGREE + 2)] * 32, 0.0
for low, high in [(0, LOWEST)] + [(2.0**e * (4 + q) / 4, 2.0**e * (5 + q) / 4) for e in range(-3, 4) for q in range(4)]:
    place = (np.float32(max(low, LOWEST * 0.999)).view(np.int32) >> 21) % 32
    rows[place], error = row(low, high)
    greatest = max(greatest, error)
print(f"greatest error: {greatest * 2**24:.2f} of 2^-24")
for name, column in zip(["MIDDLE", "VALUE", *(f"d^{i + 1}" for i in range(DEGREE))], zip(*rows)):
    print(name)
    for i in range(0, 32, 4):
        print("        " + ", ".join(str(np.float32(v)) for v in column[i : i + 4]) + ",")
