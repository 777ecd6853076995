"""Polynomials over dtypes and options, rounded to what NumPy gives on every machine."""

import warnings

import numpy as np
from golden_format import DTYPES, Calls, rounded

warnings.simplefilter("ignore")

golden = Calls("polynomials", "<n> is a call; see Calls in golden_format.py. Floats have ten digits.")
rng = np.random.default_rng(29)


def made(dtype, *shape):
    kind = np.dtype(dtype).kind
    if kind in "iu":
        return rng.integers(0 if kind == "u" else -5, 6, shape).astype(dtype)
    numbers = np.round(rng.normal(size=shape) * 8) / 4
    if kind == "c":
        return (numbers + 1j * np.round(rng.normal(size=shape) * 8) / 4).astype(dtype)
    return numbers.astype(dtype)


def numbers(word):
    return [float(one) for one in word.split(",")] if word != "None" else None


def sorted_roots(p):
    """In an order of their own: LAPACK's is not said."""
    zeros = np.roots(p)
    return zeros[np.lexsort((np.round(zeros.imag, 6), np.round(zeros.real, 6)))]


def polyfit(x, y, *rest):
    weights, (degree, rcond, cov) = rest[:-3], rest[-3:]
    weights = weights[0] if weights else None
    degree, rcond = int(degree), None if rcond == "None" else float(rcond)
    if cov == "full":
        c, residuals, rank, s, rcond = np.polyfit(x, y, degree, rcond, True, weights)
        return c, residuals, np.int64(rank), s, np.float64(rcond)
    if cov != "False":
        return np.polyfit(x, y, degree, rcond, False, weights, "unscaled" if cov == "unscaled" else True)
    return np.polyfit(x, y, degree, rcond, False, weights)


FUNCTIONS = {
    "roots": sorted_roots,
    "polyfit": polyfit,
    "polyder": lambda p, m: np.polyder(p, int(m)),
    "polyint": lambda p, m, k: np.polyint(p, int(m), numbers(k)),
}


def call(text, *arrays):
    name = text.split()[0]

    def rounding(*arguments):
        results = (FUNCTIONS.get(name) or getattr(np, name))(*arguments)
        return rounded(results, 10)

    golden.call(text, rounding, *arrays, parse=str)


for dtype in DTYPES[1:]:
    for n, m in ((3, 3), (5, 2), (1, 4)):
        for name in ("polyadd", "polysub", "polymul"):
            call(name, made(dtype, n), made(dtype, m))
        call("polydiv", made(dtype, n), np.append([2], made(dtype, m - 1)).astype(dtype))
    call("polymul", np.array([0, 0, 1, 2], dtype), np.array([0, 0], dtype))
    call("polyadd", made(dtype), made(dtype, 3))
    for m in (0, 1, 2, 5):
        call(f"polyder {m}", made(dtype, 4))
        call(f"polyint {m} None", made(dtype, 4))
    call("polyint 2 3", made(dtype, 3))
    call("polyint 3 1,2,3", made(dtype, 3))
    call("polyint 3 1,2", made(dtype, 3))
    call("polyval", made(dtype, 5), made(dtype, 3, 4))
    call("polyval", made(dtype, 5), made(dtype))
    call("polyval", made(dtype, 0), made(dtype, 40))
    if dtype not in ("f2", "f4", "c8"):
        call("roots", np.array([1, -6, 11, -6], dtype) if dtype[0] != "u" else np.array([1, 6, 11, 6], dtype))
        call("roots", np.array([0, 0, 2, 1, 5, 0, 0], dtype))
    call("roots", np.array([0, 0], dtype))
    call("roots", np.array([0, 3], dtype))
    call("roots", np.array([3, 0, 0], dtype))
    call("poly", made(dtype, 4))
call("poly", np.array([]))
call("poly", np.array([1 + 2j, 1 - 2j, 3]))
call("poly", np.array([1 + 2j, 1 - 1j, 3]))
call("poly", np.array([[2.0, 1], [0, 3]]))
call("poly", np.array([[0.0, 1], [-1, 0]]))
call("poly", np.array([[0.0, 1, 2], [-1, 0, 2]]))
call("roots", np.array([[0.0, 1]]))
call("roots", np.array([1.0, 2, 3, 4, 5]))
call("polydiv", np.array([1.0, 2, 1]), np.array([1.0, 1]))
call("polyval", np.array([1, 2]), made("f8", 3))
call("polymul", np.array([1, 2]), made("f4", 3))
x = np.linspace(-1, 2, 9)
y = np.round(rng.normal(size=9), 2)
w = np.array([1, 2, 0.5, 1, 1, 3, 0.1, 1, 2])
for degree in (0, 1, 3):
    for option in ("False", "full", "True", "unscaled"):
        call(f"polyfit {degree} None {option}", x, y)
        call(f"polyfit {degree} None {option}", x, y, w)
        call(f"polyfit {degree} None {option}", x, np.column_stack([y, y[::-1], x]))
call("polyfit 3 0.3 full", x, y)
call("polyfit 8 None True", x, y)
call("polyfit 2 None False", np.arange(6), np.arange(6) ** 2)
call("polyfit 1 None False", x, y[:5])
call("polyfit 1 None False", x, y, w[:5])
call("polyfit 1 None False", x[:0], y[:0])
call("polyfit 1 None False", x, y + 1j * y[::-1])


def poly1d(p, *rest):
    """What a polynomial makes of itself and another one, and how it is printed."""
    p, (operation, variable) = np.poly1d(p, variable=rest[-1]), rest[-2:]
    q = np.poly1d(rest[0]) if len(rest) == 3 else None
    results = {"pos": lambda: p, "neg": lambda: -p, "add": lambda: p + q, "sub": lambda: p - q, "mul": lambda: p * q, "at": lambda: p(q)}
    result = results[operation]() if operation in results else p ** int(operation)
    # Results of operations are polynomials of x.
    text = str(np.poly1d(result.coeffs, variable=variable if operation != "at" else "x"))
    return np.asarray(result.coeffs), np.frombuffer(text.encode(), np.uint8)


FUNCTIONS["poly1d"] = poly1d
for text, p in (
    ("x", [1, 2, 3]),
    ("x", [0.5, -2, 0, 12345678]),
    ("z", [1e-7, -1e10, 3.14159265]),
    ("x", [0, 0]),
    ("x", [0, 7.0]),
    ("x", [2.0, 0]),
    ("x", list(range(1, 13))),
    ("x", [1.5] * 24),
):
    call(f"poly1d pos {text}", np.array(p, "f8"))
p, q = np.array([1.5, 0, -2]), np.array([0.0, -1, 3])
for kind in ("f8", "i8", "c16"):
    for operation in ("pos", "neg", "1", "3"):
        call(f"poly1d {operation} x", p.astype(kind))
    for operation in ("add", "sub", "mul", "at"):
        call(f"poly1d {operation} x", p.astype(kind), q.astype(kind))
for p in ([np.nan, np.inf, -np.inf, -0.0], [1e-320, 0, -1e300], [0, 0, 0], [9999.5, 99995.0, -0.00012345], []):
    call("poly1d pos z", np.array(p, "f8"))
    call("poly1d neg z", np.array(p, "f8"))
call("poly1d pos x", np.array([1j, 2 - 0.5j, 0, 3, complex(np.nan, 1), complex(0, np.inf)]))
call("polyval", np.zeros(0, "f4"), made("f8", 3))
call("polyval", np.array(2.0), made("f8", 3))
call("polydiv", made("f2", 3), np.array([2, 1], "i1"))
call("polydiv", made("f8", 3), np.array([0.0, 1]))
call("polydiv", np.array([1.0, np.nan]), np.array([np.inf, 1]))
call("polydiv", np.zeros(0), np.array([1.0]))
for zeros in (np.array(2.0), np.zeros((0, 0)), np.array([np.nan, 1]), np.array([[np.nan, 1], [1, 1]]), np.ones((2, 2, 2))):
    call("poly", zeros)
for bad in (np.nan, np.inf):
    call("roots", np.array([1, bad, 2]))
    call("roots", np.array([bad]))
call("polyfit 1 None True", x, np.zeros((9, 0)))
call("polyfit 3 None False", x[:2], y[:2])
golden.write()
