"""Writes math_f32.txt: exact values of the float32 functions at hard, special and random points.

A line is `NAME ARGUMENT [ARGUMENT] VALUE`: the arguments as float32 bits, the value as the bits of the float64 nearest
to the exact value, which is good to 2**-29 of a float32's last place. Where the exact value is no finite number other
than 0, NumPy's float64 function says what it is, with its sign.
"""

# golden: long

import struct
import sys

import mpmath as mp
import numpy as np

mp.mp.prec = 400
np.seterr(all="ignore")
rng = np.random.default_rng(11)
F = np.float32

SPECIAL = [0.0, -0.0, 1.0, -1.0, np.inf, -np.inf, np.nan, 0.5, -0.5, 2.0, -2.0, 3.0, -3.0, 1e-45, -1e-45, 1.1754942e-38]
SPECIAL += [1.1754944e-38, -1.1754944e-38, 3.4028235e38, -3.4028235e38, 16777216.0, -16777217.0, 1048576.0, 1048575.9]
UNARY = {
    "exp": mp.exp, "exp2": lambda x: mp.mpf(2) ** x, "expm1": mp.expm1, "log": mp.log, "log2": lambda x: mp.log(x) / mp.log(2),
    "log10": mp.log10, "log1p": mp.log1p, "sin": mp.sin, "cos": mp.cos, "tan": mp.tan, "arcsin": mp.asin, "arccos": mp.acos,
    "arctan": mp.atan, "sinh": mp.sinh, "cosh": mp.cosh, "tanh": mp.tanh, "arcsinh": mp.asinh, "arccosh": mp.acosh,
    "arctanh": mp.atanh, "sqrt": mp.sqrt, "cbrt": lambda x: mp.sign(x) * mp.cbrt(abs(x)),
}
BINARY = {
    "pow": lambda x, y: x**y, "hypot": mp.hypot, "arctan2": mp.atan2,
    "logaddexp": lambda x, y: mp.log(mp.exp(x) + mp.exp(y)),
    "logaddexp2": lambda x, y: mp.log(mp.mpf(2) ** x + mp.mpf(2) ** y) / mp.log(2),
}


def unary_points(name):
    bits = rng.integers(0, 2**32, 30, dtype=np.uint64).astype(np.uint32).view(F)
    near = np.concatenate([rng.uniform(-1, 1, 30), 1 + rng.uniform(-1, 1, 10) * 1e-3, rng.uniform(-10, 10, 20)])
    hard = [0.70710677, 0.7071068, 1.4142135, 1.4142137, 0.41421354, 2.4142137, 88.72283, 88.72284, -87.33655, -103.97208]
    hard += [-103.97209, 127.99999, 128.0, -126.0, -149.5, -150.0, -149.99998, 89.41599, 89.416, 9.010913, 9.02, 0.34657359]
    hard += [1.5707964, 3.1415927, 6.2831855, 16367173.0, 5.3e8, 2.5e30, 1.7e38, 1.5707963 * 3, 0.99999994, 1.0000001, 1e30, 1e-30]
    return np.concatenate([SPECIAL, hard, near, bits]).astype(F)


def binary_points(name):
    special = np.array([0.0, -0.0, 1.0, -1.0, np.inf, -np.inf, np.nan, 0.5, -0.5, 3.0, -3.0, 2.0, -2.0, 1e-45, 3.4028235e38, 16777217.0, 1e10])
    x, y = (a.ravel() for a in np.meshgrid(special, special))
    spread = lambda n: rng.standard_normal(n) * 10.0 ** rng.integers(-3, 4, n)
    x = np.concatenate([x, abs(spread(60)), rng.uniform(0.9, 1.1, 30), rng.uniform(-5, 5, 30), spread(20)])
    y = np.concatenate([y, spread(60), rng.uniform(-900, 900, 30), rng.integers(-9, 9, 30), spread(20)])
    return x.astype(F), y.astype(F)


def value(name, exact, args):
    wide = [np.float64(a) for a in args]
    # Arrays, as NumPy has another `power` for scalar exponents.
    numpys = getattr(np, "power" if name == "pow" else name)(*[np.full(3, a) for a in wide])[1]
    if not all(np.isfinite(wide)) or not np.isfinite(numpys) and not name.startswith(("exp", "sinh", "cosh", "pow")):
        return numpys
    if numpys == 0 and any(a == 0 for a in wide) or np.isnan(numpys) or np.isinf(numpys) and any(a == 0 for a in wide):
        return numpys
    if name == "arctan2" and any(a == 0 for a in wide):
        return numpys  # mpmath has no -0
    v = exact(*[mp.mpf(float(a)) for a in wide])
    if isinstance(v, mp.mpc):
        v = v.real
    if v == 0:
        return numpys
    if abs(v) > mp.mpf(2) ** 1000:
        return np.float64(np.inf if v > 0 else -np.inf)
    if abs(v) < mp.mpf(2) ** -1000:
        return np.copysign(np.float64(0), float(mp.sign(v)))
    return np.float64(float(v))


def bits(x, form, width):
    return format(struct.unpack("<" + form.upper(), x.tobytes())[0], f"0{width}x")


with open(f"{sys.argv[1]}/math_f32.txt", "w") as out:
    rows = [(n, f, [(x,) for x in unary_points(n)]) for n, f in UNARY.items()]
    rows += [(n, f, list(zip(*binary_points(n)))) for n, f in BINARY.items()]
    for name, exact, points in rows:
        for args in points:
            result = np.float64(value(name, exact, args))
            result = np.float64(np.nan) if np.isnan(result) else result  # the sign of NaN depends on the CPU
            print(name, *[bits(a, "i", 8) for a in args], bits(result, "q", 16), file=out)
