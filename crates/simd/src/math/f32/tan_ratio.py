"""Prints TAN_RATIO of poly.rs: tan(r) is r * (1 + a1 * z + a2 * z**2) / (1 + b1 * z + b2 * z**2), z = r**2, with b1 of single precision.

Run with mpmath and NumPy.
"""

import mpmath as mp
import numpy as np

HIGHEST = 0.8  # A little more than pi / 4.

mp.mp.prec = 100
z = (1 + np.cos(np.pi * (np.arange(400) + 0.5) / 400)) / 2 * HIGHEST**2
exact = np.array([float(mp.tan(mp.sqrt(mp.mpf(v))) / mp.sqrt(mp.mpf(v))) for v in z])


def fit(b1=None):
    """The coefficients with nearly the least possible greatest relative error, and that."""
    weight, below = np.ones(400), np.ones(400)
    columns = [z, z**2, -exact * z**2] + ([] if b1 else [-exact * z])
    rest = exact - 1 + (exact * b1 * z if b1 else 0)
    for _ in range(60):
        w = weight / (exact * below)
        a1, a2, b2, *other = np.linalg.lstsq(np.stack(columns, 1) * w[:, None], rest * w, rcond=None)[0]
        first = b1 or other[0]
        below = 1 + first * z + b2 * z**2
        error = abs((1 + a1 * z + a2 * z**2) / (exact * below) - 1)
        weight *= 0.2 + error / error.max()
        weight /= weight.max()
    return (a1, a2, first, b2), error.max()


free, _ = fit()
coefficients, error = fit(float(np.float32(free[2])))
print(f"Error 2**{np.log2(error):.1f}.")
print(*(repr(float(c)) for c in coefficients), sep=",\n")
