"""numpy.lib.scimath: types and values; the values are judged to the last places only."""

import numpy as np
from golden_format import DTYPES, Calls

golden = Calls("scimath", "<n> is a call; see Calls in golden_format.py.")
SIGNED = [dtype for dtype in DTYPES if dtype[0] in "ifc"]


def made(dtype, values):
    return np.array(values).astype("?" if dtype == "b1" else dtype)


for dtype in DTYPES:
    for values in ([1, 2, 3], [0, 1, 1], [4], [], 7):
        for name in ("sqrt", "log", "log2", "log10", "arccos", "arcsin", "arctanh"):
            golden.call(name, getattr(np.emath, name), made(dtype, values))
        for name in ("logn", "power"):
            golden.call(name, getattr(np.emath, name), made(dtype, [2, 3, 5]), made(dtype, values if values != [4] else [4, 2, 1]))
for dtype in SIGNED:
    for values in ([-1, 2, -3], [0.5, -0.5, 1], [-4], [[-2.5, 3], [0.25, -0.75]], -7, [np.nan, -np.inf, np.inf]):
        if dtype[0] == "i" and not np.all(np.isfinite(values)):
            continue
        for name in ("sqrt", "log", "log2", "log10", "arccos", "arcsin", "arctanh"):
            golden.call(name, getattr(np.emath, name), made(dtype, values))
        golden.call("logn", np.emath.logn, made(dtype, 2), made(dtype, values))
        golden.call("power", np.emath.power, made(dtype, values), made(dtype, 2))
        golden.call("power", np.emath.power, made(dtype, 3), made(dtype, values))
        golden.call("power", np.emath.power, made(dtype, values), np.float64(0.5))
z = np.array([1 + 2j, -4, -1j, 2 - 0j])
for name in ("sqrt", "log", "log2", "log10", "arccos", "arcsin", "arctanh"):
    golden.call(name, getattr(np.emath, name), z)
golden.write()
