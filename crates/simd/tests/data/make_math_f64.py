"""Writes math_f64.txt: exact values of the f64 functions other than trigonometric (see make_trig.py) at special, hard and random
points.

A line is the function, the bits of its arguments, the bits of the correctly rounded result, and the bits of the f64
nearest to what the exact result has beyond that. Where the result is no finite number other than 0, or an argument is 0 or
not finite, NumPy says what it is. """

# golden: long

import random
import struct
import sys

import mpmath as mp
import numpy as np

mp.mp.prec = 2300
np.seterr(all="ignore")
random.seed(64)

INF = float("inf")
LN2 = mp.log(2)
UNARY = {
    "exp": mp.exp, "exp2": lambda x: mp.exp(x * LN2), "expm1": mp.expm1, "log": mp.log, "log2": lambda x: mp.log(x) / LN2,
    "log10": mp.log10, "log1p": mp.log1p, "sinh": mp.sinh, "cosh": mp.cosh, "tanh": mp.tanh, "arcsinh": mp.asinh,
    "arccosh": mp.acosh, "arctanh": mp.atanh, "cbrt": lambda x: mp.sign(x) * mp.cbrt(abs(x)),
}


def logaddexp(x, y):
    return max(x, y) + mp.log1p(mp.exp(-abs(x - y)))


def power(x, y):
    odd = y == mp.floor(y) and int(y) % 2
    return mp.exp(y * mp.log(abs(x))) * (-1 if x < 0 and odd else 1)


BINARY = {"pow": power, "hypot": mp.hypot, "logaddexp": logaddexp, "logaddexp2": lambda x, y: logaddexp(x * LN2, y * LN2) / LN2}
SPECIAL = [0.0, 1.0, INF, 0.5, 2.0, 3.0, 10.0, 5e-324, 2.225073858507201e-308, 2.2250738585072014e-308, 1.7976931348623157e308]
SPECIAL += [1e-20, 1e20, 9007199254740993.0, 1000.0, 1e300]
SPECIAL += [-x for x in SPECIAL] + [float("nan")]
PAIRS = [0.0, -0.0, 1.0, -1.0, INF, -INF, float("nan"), 0.5, -3.0, 2.0, 5e-324, 1.7976931348623157e308, -1e17, 4503599627370497.0]

# The ends of the domains, of the ranges and of reduced arguments.
EDGES = {
    "exp": [709.782712893384, 709.7827128933841, -708.3964185322641, -708.3964185322642, -745.1332191019411, -745.1332191019412],
    "exp2": [1023.9999999999999, 1024.0, -1022.0, -1022.5, -1074.0, -1074.9999999999998, -1075.0, -1073.5, 1023.0, -3.0, 52.0],
    "expm1": [709.782712893384, 709.7827128933841, -36.7368005696771, -36.8, -37.5, -40.0, 0.3465735902799726, -0.3465735902799727],
    "log": [0.7071067811865475, 0.7071067811865476, 1.414213562373095, 1.4142135623730951, 0.9999999999999999, 1.0000000000000002],
    "log1p": [-0.9999999999999999, 0.41421356237309503, 0.4142135623730951, -0.2928932188134524, -0.2928932188134525, 4503599627370496.5],
    "sinh": [710.4758600739439, 710.475860073944, 0.3465735902799726, 18.0, 18.7, 19.1, 19.4],
    "cosh": [710.4758600739439, 710.475860073944, 0.3465735902799726, 18.0, 18.7, 19.1, 19.4],
    "tanh": [0.17328679513998632, 0.17328679513998635, 18.7, 19.06, 19.061547465398498, 22.0, 22.000000000000004, 0.55],
    "arcsinh": [0.5, 0.49999999999999994, 1152921504606846976.0, 1152921504606846848.0, 1.3407807929942596e154, 1e155],
    "arccosh": [1.0000000000000002, 1.0606601717798212, 2.0, 1152921504606846976.0, 1152921504606846848.0, 1.3407807929942596e154],
    "arctanh": [0.9999999999999999, 0.17157287525380988, 0.1715728752538099, 0.17157287525380993, 0.5, 0.49999999999999994, 0.75],
    "cbrt": [8.0, 27.0, 1e-280, 1.0000000000000002, 7.999999999999999, 1.4821969375237396e-323],
}
EDGES["log2"] = EDGES["log10"] = EDGES["log"] + [100.0, 1e5, 1e22, 1e-5, 1024.0, 0.125]
SPANS = {  # Binary exponents of the greatest arguments that matter.
    "exp": 9.5, "exp2": 10, "expm1": 9.5, "sinh": 9.4, "cosh": 9.4, "tanh": 4.5, "arctanh": 0,
}

# Arguments for every place of the tables of logarithms, and powers for those of the exponential too.
PLACES = [1 + (i + 0.3) / 64 for i in range(64)]
POWERS = [(x, (100 + 0.31 * i) / float(mp.log(x) / LN2)) for i, x in enumerate(PLACES)]


def spread(n, low, high):
    return [random.choice([-1, 1]) * 2.0 ** random.uniform(low, high) for _ in range(n)]


def unary_points(name):
    top = SPANS.get(name, 1023.9)
    edges = EDGES[name]
    points = SPECIAL + edges + [-x for x in edges]
    points += spread(40, -6, min(top, 6)) + spread(20, -60, 0) + spread(25, -1074 if top > 1000 else 3, top) + spread(4, -1074, -1000)
    points += [1 + x for x in spread(15, -53, -1)] + [random.choice([-1, 1]) * (1 - 2.0 ** random.uniform(-53, -1)) for _ in range(10)]
    halves = [(random.randrange(-6, 7) + 0.5) * (1 if name == "exp2" else 0.6931471805599453) + random.uniform(-0.01, 0.01) for _ in range(20)]
    return points + (halves if name in SPANS else [2.0 ** (x / 0.6931471805599453) for x in halves])


def binary_points(name):
    special = [(x, y) for x in PAIRS for y in PAIRS]
    u = random.uniform
    if name == "pow":
        bases = [2.0 ** u(-1022, 1023.9) for _ in range(20)] + [u(0.5, 2) for _ in range(30)] + [1 + x for x in spread(20, -40, -2)]
        bases += [r * u(0.99, 1.01) for r in (0.70710678, 1.41421356, 0.89, 1.1225) for _ in range(8)] + [2.0 ** u(-1074, -1022) for _ in range(8)]
        points = [(x, u(-1074, 1024) / float(mp.log(x) / LN2)) for x in bases]
        points += [(-u(0, 9), float(random.randrange(-300, 300))) for _ in range(25)] + [(u(0, 9), u(-9, 9)) for _ in range(20)]
        return special + points + [(-1.5, 0.5), (-1.0000000000000002, 2251799813685249.0), (0.9999999999999999, 4503599627370497.0), (-0.9999999999999999, 9007199254740993.0)]
    if name == "hypot":
        points = [(u(-1, 1), u(-1, 1)) for _ in range(40)] + list(zip(spread(20, -1074, 1023), spread(20, -1074, 1023)))
        points += list(zip(spread(15, -1074, -1000), spread(15, -1074, -1000))) + list(zip(spread(10, 1000, 1023.9), spread(10, 1000, 1023.9)))
        return special + points + [(3.0, 4.0), (5e-324, 5e-324), (1e-135, 1e-136), (3e150, -4e150), (1e151, 1.0)]
    points = [(x, x - y) for x, y in zip(spread(40, -3, 9), spread(40, -4, 6))] + [(u(0, 1), u(-1, 1)) for _ in range(40)]
    points += [(0.0, -(2.0 ** u(3, 9.5))) for _ in range(15)] + [(u(-1e-9, 1e-9), u(-40, -10)) for _ in range(15)]
    # Where the sum cancels, there is no bound on the error in units of the result.
    cancels = lambda x, y: abs(BINARY[name](x, y)) < (BINARY[name](x, y) - max(x, y)) / 8
    return special + [p for p in points if not cancels(*map(mp.mpf, p))]


def rounded(v):
    """The nearest f64 of an mpf, ties and subnormals as the hardware has them."""
    if v == 0:
        return 0.0
    exponent = max(int(mp.floor(mp.log(abs(v), 2))), -1022)
    unit = mp.ldexp(1, exponent - 52)
    v = mp.nint(v / unit) * unit
    return float(v) if abs(v) < mp.ldexp(1, 1024) else float(mp.sign(v)) * INF


def value(name, exact, arguments):
    # Arrays, as NumPy has another `power` for scalar exponents.
    numpys = float(getattr(np, "power" if name == "pow" else name)(*[np.full(3, a) for a in arguments])[1])
    overflows = np.isinf(numpys) and name in ("exp", "exp2", "expm1", "sinh", "cosh", "pow", "hypot")
    if not all(np.isfinite(arguments)) or not (np.isfinite(numpys) or overflows) or 0 in arguments and not name.startswith("logadd"):
        return numpys, 0.0
    wide = [mp.mpf(a) for a in arguments]
    huge = {"exp": 800, "exp2": 1100, "expm1": 800, "sinh": 800, "cosh": 800, "tanh": 800}.get(name)
    if huge and abs(wide[0]) > huge or name == "pow" and abs(wide[1] * mp.log(abs(wide[0]))) > 800:
        return numpys, 0.0
    if name.startswith("logadd") and abs(wide[0] - wide[1]) > 2000:
        return float(max(wide)), 0.0
    v = exact(*wide)
    near = rounded(v)
    if v == 0 or np.isinf(near):
        return numpys if v == 0 else near, 0.0
    # A result that rounds to zero has its sign from NumPy.
    return (near if near else float(np.copysign(0, numpys))), rounded(v - mp.mpf(near))


def bits(x):
    return "%016x" % struct.unpack("<Q", struct.pack("<d", x))[0]


rows = [(n, f, [(x,) for x in unary_points(n)]) for n, f in UNARY.items()]
rows += [(n, f, binary_points(n)) for n, f in BINARY.items()]
rows += [("log", UNARY["log"], [(x,) for x in PLACES]), ("pow", BINARY["pow"], POWERS)]
with open(f"{sys.argv[1]}/math_f64.txt", "w") as out:
    for name, exact, points in rows:
        for arguments in points:
            near, rest = value(name, exact, arguments)
            print(name, *map(bits, arguments), bits(near), bits(rest), file=out)
