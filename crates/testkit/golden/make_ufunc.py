"""Every universal function over hard values, for every combination of dtypes it has a loop for.

Only results that NumPy gives on every machine are kept. The functions of EXACT are defined to the bit, so all
of their results are. Of the others (exp, sin, ...) only what is exact is kept: zeros, infinities and NaN. The rest is
judged against exact values elsewhere.
"""

import numpy as np
from golden_format import DTYPES, Golden, abbreviation

golden = Golden(
    "ufunc",
    """
values.<dtype>: the arguments. A function of one argument runs over all of them; a function of two over all pairs
of the first 12 (the first argument changes slowly, the second fast).
<ufunc>:<dtypes in>-><dtypes out>:<number of the output>: the results.
<ufunc>!<dtypes in>-><dtypes out>:<number>: the same, where only some are kept; those, and at which places, are in
the two arrays <...> and <...>@.
types:<ufunc>: for every dtype of the first argument (and of the second, along the second axis) in the order of
make_promotion.py, the place of the dtype of the first output in that order; -1 where NumPy has no loop.
""",
)

FEW = 12


def integers(name):
    info = np.iinfo(name)
    low = info.min // 2 if info.min else 3
    values = [0, 1, info.max, info.min, -1 if info.min else 2, 2, 7, low, 5, 8, info.max - 1, 63, 3, 4, 6, 9, 10, 12, 16]
    values += [info.max // 3, 31, 64, 100, info.min + 1]
    return np.array(values, name)


def floats(name):
    info = np.finfo(name)
    values = [0.0, -0.0, 1.0, -1.5, np.inf, -np.inf, np.nan, info.max, info.smallest_subnormal, 2.5, -3.0, 0.75]
    values += [0.5, -0.5, 1.5, 3.5, -2.5, info.tiny, -info.tiny, info.min, info.eps, 1 + info.eps, 1024.25, 4.0]
    return np.array(values, name)


def complexes(name):
    parts = [(0, 0), (1, 0), (0, 1), (-2, 3), (np.inf, 1), (1, -np.inf), (np.nan, 0), (0, np.nan), (3, -4), (-0.0, 2)]
    parts += [(2, -0.0), (-1, -1), (5, 12), (-3, 4), (8, 15), (0, -1), (-1, 0), (4, 0), (-4, 0), (0, 2), (0, -2)]
    parts += [(np.inf, np.nan), (-np.inf, np.inf), (-0.0, -0.0)]
    return np.array([complex(*part) for part in parts], name)


def values(name):
    kind = name[0]
    if kind == "b":
        return np.array([False, True] * 12)
    return {"i": integers, "u": integers, "f": floats, "c": complexes}[kind](name)


EXACT = """
absolute add bitwise_and bitwise_count bitwise_or bitwise_xor ceil conjugate copysign divide divmod equal
fabs floor floor_divide fmax fmin fmod frexp gcd greater greater_equal heaviside invert isfinite isinf isnan lcm
ldexp left_shift less less_equal logical_and logical_not logical_or logical_xor maximum minimum modf multiply negative
nextafter not_equal positive reciprocal remainder right_shift rint sign signbit spacing sqrt square subtract trunc
power float_power hypot arctan2 logaddexp logaddexp2
arccos arccosh arcsin arcsinh arctan arctanh cbrt cos cosh deg2rad degrees exp exp2 expm1 log log10 log1p log2 rad2deg
radians sin sinh tan tanh
""".split()

#: Functions whose float results may differ in the last bit between machines.
INEXACT = set(EXACT[EXACT.index("power"):])

#: Complex loops of these round several times, which machines with a fused multiply-add do differently.
INEXACT_COMPLEX = {"absolute", "divide", "multiply", "reciprocal", "sqrt", "square", "sign"}


def is_exact(name, types):
    if "c" in types and name in INEXACT_COMPLEX:
        return False
    return name not in INEXACT or not any(letter in types for letter in "fc")


def kept(name, result):
    """The places of a result that every machine gives."""
    if result.dtype.kind == "f":
        return np.flatnonzero((result == 0) | ~np.isfinite(result))
    part = lambda x: (x == 0) | np.isinf(x) | np.isnan(x) | (x == np.rint(x)) & (abs(x) < 1000) & (name in INEXACT_COMPLEX)
    return np.flatnonzero(part(result.real) & part(result.imag)) if result.dtype.kind == "c" else np.arange(result.size)


def run(name, types):
    ufunc = getattr(np, name)
    inputs, outputs = types.split("->")
    names = [abbreviation(np.dtype(letter)) for letter in inputs]
    if not set(names) | {abbreviation(np.dtype(letter)) for letter in outputs} <= set(DTYPES):
        return
    if len(names) == 1:
        arguments = [values(names[0])]
    else:
        first, second = (values(dtype)[:FEW] for dtype in names)
        arguments = [np.repeat(first, FEW), np.tile(second, FEW)]
        if name == "power" and names[1][0] == "i":
            arguments[1] = np.where(arguments[1] < 0, 3, arguments[1]).astype(names[1])
    with np.errstate(all="ignore"):
        results = ufunc(*arguments, signature=types)
    results = results if isinstance(results, tuple) else (results,)
    signature = ",".join(names) + "->" + ",".join(abbreviation(result.dtype) for result in results)
    for number, result in enumerate(results):
        if is_exact(name, "".join(names) + "".join(abbreviation(r.dtype) for r in results)):
            golden.add(f"{name}:{signature}:{number}", result)
        else:
            places = kept(name, result)
            golden.add(f"{name}!{signature}:{number}", result[places])
            golden.add(f"{name}!{signature}:{number}@", places.astype("u1"))


def add_types(name):
    ufunc = getattr(np, name)
    table = np.full((len(DTYPES),) * ufunc.nin, -1, "i1")
    for index in np.ndindex(table.shape):
        try:
            types = ufunc.resolve_dtypes(tuple(np.dtype(DTYPES[i]) for i in index) + (None,) * ufunc.nout)
        except TypeError:
            continue
        table[index] = DTYPES.index(abbreviation(types[ufunc.nin]))
    golden.add(f"types:{name}", table)


for dtype in DTYPES:
    golden.add(f"values.{dtype}", values(dtype))
for name in EXACT:
    add_types(name)
    seen = set()
    for types in getattr(np, name).types:
        # On this machine some C types are the same dtype; the first loop is the one that runs.
        key = tuple(abbreviation(np.dtype(letter)) if letter not in "OmMSUgG" else letter for letter in types.replace("->", ""))
        if any(letter in types for letter in "OmMgG") or key in seen:
            continue
        seen.add(key)
        run(name, types)
golden.write()
