"""Statistics over dtypes, axes and options, rounded to what NumPy gives on every machine."""

import warnings

import numpy as np
from golden_format import DTYPES, Calls, rounded

warnings.simplefilter("ignore")
np.seterr(all="ignore")

golden = Calls("stats", "<n> is a call; see Calls in golden_format.py. Floats have twelve digits.")
rng = np.random.default_rng(23)
REAL = [dtype for dtype in DTYPES if dtype[0] != "c"]
METHODS = (
    "inverted_cdf averaged_inverted_cdf closest_observation interpolated_inverted_cdf hazen weibull linear "
    "median_unbiased normal_unbiased lower higher midpoint nearest"
).split()
ESTIMATORS = "auto doane fd rice scott sqrt stone sturges".split()


def made(dtype, *shape):
    """Small numbers with duplicates."""
    kind = np.dtype(dtype).kind
    if kind == "b":
        return rng.integers(0, 2, shape).astype(bool)
    if kind in "iu":
        return rng.integers(0 if kind == "u" else -20, 40, shape).astype(dtype)
    numbers = np.round(rng.normal(size=shape) * 8) / 4
    if kind == "c":
        return (numbers + 1j * np.round(rng.normal(size=shape) * 8) / 4).astype(dtype)
    return numbers.astype(dtype)


def axes(word):
    if word == "None":
        return None
    numbers = tuple(int(number) for number in word.split(",") if number)
    return numbers if "," in word else numbers[0]


def flag(word):
    return word == "True"


def number(word):
    return None if word == "None" else float(word)


def span(word):
    return None if word == "None" else tuple(float(end) for end in word.split(","))


def bins_of(word, edges):
    return edges.pop(0) if word == "edges" else int(word) if word.isdigit() else word


def histogram(a, *rest):
    arrays, (bins, limits, density, weighted) = list(rest[:-4]), rest[-4:]
    bins = bins_of(bins, arrays)
    weights = arrays.pop(0) if flag(weighted) else None
    return np.histogram(a, bins, span(limits), flag(density), weights)


def histogram2d(x, y, *rest):
    arrays, (bins, limits, density, weighted) = list(rest[:-4]), rest[-4:]
    bins = [arrays.pop(0), arrays.pop(0)] if bins == "edges" else [int(one) for one in bins.split(",")]
    weights = arrays.pop(0) if flag(weighted) else None
    limits = None if limits == "None" else [span(limits)] * 2
    return np.histogram2d(x, y, bins[0] if len(bins) == 1 else bins, limits, flag(density), weights)


def histogramdd(sample, *rest):
    arrays, (bins, density) = list(rest[:-2]), rest[-2:]
    bins = bins_of(bins, arrays)
    bins = [bins] * sample.shape[1] if isinstance(bins, np.ndarray) else bins
    counts, edges = np.histogramdd(sample, bins, density=flag(density), weights=arrays.pop(0) if arrays else None)
    return [counts, *edges]


def cov(m, *rest):
    arrays, (rowvar, ddof, y, f, a) = list(rest[:-5]), rest[-5:]
    y, f, a = [arrays.pop(0) if flag(one) else None for one in (y, f, a)]
    return np.cov(m, y, flag(rowvar), ddof=axes(ddof), fweights=f, aweights=a)


def corrcoef(x, *rest):
    return np.corrcoef(x, rest[0] if len(rest) == 2 else None, flag(rest[-1]))


def average(a, *rest):
    arrays, (axis, keepdims) = rest[:-2], rest[-2:]
    return np.average(a, axes(axis), *arrays, returned=True, keepdims=flag(keepdims))


def weighted(function):
    return lambda a, q, w, axis: function(a, q, axes(axis), weights=w, method="inverted_cdf")


def gradient(f, *rest):
    arrays, (spacing, axis, order) = rest[:-3], rest[-3:]
    spacing = arrays if spacing == "places" else () if spacing == "-" else [float(one) for one in spacing.split(",")]
    return np.gradient(f, *spacing, axis=axes(axis), edge_order=int(order))


def diff(a, *rest):
    arrays, (n, axis, before, after) = list(rest[:-4]), rest[-4:]
    ends = {name: arrays.pop(0) for name, given in (("prepend", before), ("append", after)) if flag(given)}
    return np.diff(a, int(n), int(axis), **ends)


def trapezoid(y, *rest):
    return np.trapezoid(y, rest[0] if len(rest) == 3 else None, float(rest[-2]), int(rest[-1]))


FUNCTIONS = {
    "histogram": histogram,
    "histogram2d": histogram2d,
    "histogramdd": histogramdd,
    "histogram_bin_edges": lambda a, bins, limits: np.histogram_bin_edges(a, bins, span(limits)),
    "cov": cov,
    "corrcoef": corrcoef,
    "average": average,
    "weighted_quantile": weighted(np.quantile),
    "weighted_nanquantile": weighted(np.nanquantile),
    "gradient": gradient,
    "diff": diff,
    "trapezoid": trapezoid,
    "interp": lambda x, xp, fp, left, right, period: np.interp(
        x, xp, fp, number(left), number(right), number(period)
    ),
    "bincount": lambda x, *rest: np.bincount(x, rest[0] if len(rest) == 2 else None, int(rest[-1])),
    "unwrap": lambda p, period, discont, axis: np.unwrap(
        p, number(discont), int(axis), period=int(period) if period.lstrip("-").isdigit() else float(period)
    ),
    "kaiser": lambda m, beta: np.kaiser(int(m), float(beta)),
    "convolve": np.convolve,
    "correlate": np.correlate,
    "i0": np.i0,
    "sinc": np.sinc,
}
def without_nan(name):
    def called(a, *rest):
        arrays, (axis, keepdims, start) = rest[:-3], rest[-3:]
        options = {"where": arrays[0]} if arrays else {}
        if start != "None":
            options["ddof" if name in ("nanvar", "nanstd") else "initial"] = int(start)
        return getattr(np, name)(a, axes(axis), keepdims=flag(keepdims), **options)

    return called


for name in "nansum nanprod nanmin nanmax nanmean nanvar nanstd nanargmin nanargmax".split():
    FUNCTIONS[name] = without_nan(name)
for name in ("median", "nanmedian"):
    FUNCTIONS[name] = lambda a, axis, keepdims, f=getattr(np, name): f(a, axes(axis), keepdims=flag(keepdims))
for name in ("quantile", "percentile", "nanquantile", "nanpercentile"):
    FUNCTIONS[name] = lambda a, q, method, axis, keepdims, f=getattr(np, name): f(
        a, q if np.ndim(q) else float(q), axes(axis), method=method, keepdims=flag(keepdims)
    )
for name in ("bartlett", "blackman", "hamming", "hanning"):
    FUNCTIONS[name] = lambda m, f=getattr(np, name): f(int(m))


def call(text, *arrays):
    def rounding(*arguments):
        results = FUNCTIONS[text.split()[0]](*arguments)
        return rounded(results, 12)

    try:
        golden.call(text, rounding, *arrays, parse=str)
    except (RuntimeError, np.exceptions.AxisError) as error:
        golden.add_text(f"f{golden.calls - 1}.error", f"{type(error).__name__}: {error}")


with_nan = np.array([[1.0, np.nan, 3.0, 2.0], [4.0, 0.5, 6.0, np.inf], [np.nan] * 4])
for dtype in DTYPES:
    for axis, keepdims in (("None", False), ("0", False), ("-1", True), ("0,2", False), ("1,0", True)):
        call(f"median {axis} {keepdims}", made(dtype, 3, 4, 2))
    for n in (1, 2, 5, 6):
        call("median None False", made(dtype, n))
    call("average None False", made(dtype, 3, 4))
    call("average 1 True", made(dtype, 3, 4))
    call("average 0,1 False", made(dtype, 3, 4), made(dtype, 3, 4) + made(dtype, 3, 4) + 3)
    call("average 1 False", made(dtype, 3, 4), np.array([1, 2, 3, 4]).astype(dtype))
for name in ("median", "nanmedian"):
    for dtype in ("f2", "f4", "f8"):
        call(f"{name} 1 False", with_nan.astype(dtype))
        call(f"{name} None True", with_nan.astype(dtype))
        call(f"{name} 0 False", np.zeros((0, 3), dtype))
    call(f"{name} 1 False", with_nan + 1j * with_nan[::-1])
    call(f"{name} None False", np.array(3.5))
    call(f"{name} 2 False", np.ones((2, 2)))
qs = np.array([0.0, 0.1, 0.25, 0.5, 0.66, 0.9, 1.0])
for method in METHODS:
    for dtype in REAL:
        if dtype != "b1" or method in ("lower", "nearest", "hazen"):
            call(f"quantile {method} None False", made(dtype, 9), qs)
            call(f"quantile {method} 0 True", made(dtype, 6, 2), np.array(0.3))
    for n in (1, 2, 3, 10):
        call(f"quantile {method} None False", made("f8", n), qs)
    call(f"percentile {method} 0,2 False", made("f8", 3, 2, 4), np.array([[10.0, 50], [75, 99]]))
    call(f"nanquantile {method} 1 False", with_nan, qs)
    call(f"nanpercentile {method} None True", with_nan, np.array(40.0))
    call(f"quantile {method} 1 False", with_nan, qs)
for q in (-0.1, 1.1, np.nan):
    call("quantile linear None False", made("f8", 4), np.array([0.5, q]))
call("quantile linear None False", made("f8", 0), np.array(0.5))
call("nanquantile linear None False", made("f8", 0), np.array(0.5))
call("quantile linear 3 False", made("f8", 4), np.array(0.5))
call("quantile nearly None False", made("f8", 4), np.array(0.5))
for dtype in ("i4", "f8"):
    for weights in ([1, 2, 3, 4, 5], [0, 0, 1, 1, 0], [0.5, 0, 0.25, 1, 3]):
        call("weighted_quantile None", made(dtype, 5), qs, np.array(weights, "f8"))
        call("weighted_quantile 1", made(dtype, 3, 5), qs, np.array(weights, "f8"))
for weights in ([0, 0, 0, 0, 0], [1, -1, 1, 1, 1], [1, np.nan, 1, 1, 1], [1, np.inf, 1, 1, 1], [1, 1]):
    call("weighted_quantile None", made("f8", 5), qs, np.array(weights, "f8"))
call("average None False", made("f8", 3), np.array([1.0, -1, 0]))
call("average None False", made("f8", 3), np.array([1.0, 2]))
call("average 0 False", made("f8", 3), np.array([1.0, np.nan, 2]))
call("average 0 False", made("f8", 3), np.array([1.0, np.inf, 2]))

edges = np.array([-2.0, -0.5, 0.0, 0.0, 1.25, 3.0])
for dtype in REAL:
    for bins in ("1", "7", "40"):
        call(f"histogram {bins} None False False", made(dtype, 5, 6))
        call(f"histogram {bins} 0,5 True False", made(dtype, 30))
    call("histogram edges None False False", made(dtype, 30), edges)
    call("histogram edges None True True", made(dtype, 30), edges[[0, 1, 2, 4, 5]], made("f8", 30))
    call("histogram 6 -1,2 False True", made(dtype, 30), made("f8", 30))
    for estimator in ESTIMATORS:
        if dtype in ("i4", "u1", "f8"):
            call(f"histogram {estimator} None False False", made(dtype, 60))
            call(f"histogram_bin_edges {estimator} -1,9", made(dtype, 40))
many = np.round(rng.normal(size=3000), 2)
call("histogram 100 None False False", many)
call("histogram 1000 -1,1 False False", many)
call("histogram edges None False False", many, np.sort(np.round(rng.normal(size=80), 2)))
call("histogram edges None False False", many, np.concatenate([[-np.inf], np.linspace(-1, 1, 9), [np.inf]]))
call("histogram edges None False False", many, np.concatenate([np.linspace(0, 1e-3, 60), [5.0, 1e9]]))
for a in ([], [1.0], [2.0, 2.0], [1.0, np.nan], [1.0, np.inf], [-np.inf, np.inf]):
    for bins in ("3", "auto", "edges", "stone", "doane"):
        for limits in ("None", "0,2"):
            call(f"histogram {bins} {limits} False False", np.array(a, "f8"), *([edges] if bins == "edges" else []))
for bad in ([1.0, 0.0], [3.0], [], [0.0, 0.0]):
    call("histogram edges None False False", made("f8", 5), np.array(bad))
call("histogram 0 None False False", made("f8", 5))
call("histogram 3 5,1 False False", made("f8", 5))
call("histogram 3 0,inf False False", made("f8", 5))
call("histogram 3 None False True", made("f8", 5), made("f8", 4))
call("histogram auto None False True", made("f8", 5), made("f8", 5))
call("histogram 5 None False False", np.array([1.0, np.nextafter(1.0, 2)]))
x, y, w = (np.round(rng.normal(size=200), 1) for _ in range(3))
for density in (False, True):
    call(f"histogram2d 4 None {density} False", x, y)
    call(f"histogram2d 4,5 -1,1 {density} True", x, y, w)
    call(f"histogram2d edges None {density} False", x, y, edges[[0, 1, 2, 4, 5]], np.array([-1.0, 0.5, 2]))
    call(f"histogramdd 3 {density}", np.column_stack([x, y, w]))
call("histogram2d 4 None False False", x, y[:9])
call("histogram2d 4 None False False", x[:0], y[:0])
call("histogramdd 3 False", np.column_stack([x, y, np.where(w > 1, np.nan, w)]))
call("histogramdd 0 False", np.column_stack([x, y]))

for dtype in DTYPES:
    for rowvar in (True, False):
        call(f"cov {rowvar} None False False False", made(dtype, 4, 5))
        call(f"corrcoef {rowvar}", made(dtype, 4, 5))
    call("cov True 0 True False False", made(dtype, 5), made(dtype, 5))
    call("corrcoef True", made(dtype, 2, 5), made(dtype, 5))
f, a = np.array([1, 2, 0, 3, 1]), np.array([0.5, 1, 2, 0.25, 0])
for ddof in ("None", "0", "2"):
    call(f"cov True {ddof} False True False", made("f8", 3, 5), f)
    call(f"cov True {ddof} False False True", made("f8", 3, 5), a)
    call(f"cov False {ddof} True True True", made("f8", 5, 3), made("f8", 5, 1), f, a)
call("cov True None False False False", made("f8", 6))
call("cov True None False False False", made("f8", 0, 3))
call("cov True None False False False", made("f8", 3, 0))
call("cov True None False False False", np.array(2.5))
call("cov True 5 False False False", made("f8", 3, 5))
call("cov True None False False False", made("f8", 2, 3, 4))
call("cov True None True False False", made("f8", 5), made("f8", 4))
call("cov True None False False True", made("f8", 3, 5), -a)
call("cov True None False False True", made("f8", 3, 5), a[:3])
call("cov True None False False True", made("f8", 3, 5), 0 * a)
call("cov True None False False False", with_nan)
call("corrcoef True", made("f8", 6))
call("corrcoef True", np.array([[1.0, 1, 1], [1, 2, 3]]))

for dtype in ("b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4"):
    numbers = made(dtype, 50)
    call("bincount 0", numbers if dtype == "b1" else abs(numbers))
    call("bincount 60", numbers if dtype == "b1" else abs(numbers), made("f8", 50))
call("bincount 0", np.array([], "i8"))
call("bincount 3", np.array([], "i8"))
call("bincount 0", np.array([1, -1]))
call("bincount 0", np.array([[1, 2]]))
call("bincount 0", np.array([1.0]))
call("bincount 0", np.array([1, 2]), np.array([1.0]))
places = np.cumsum(rng.integers(0, 3, 40)) * 0.25
values = made("f8", 40)
for n in (5, 300):
    x = np.concatenate([rng.choice(places, n), rng.uniform(-1, 12, n), [np.nan, np.inf, -np.inf]])
    xp, at = np.unique(places, return_index=True)
    call("interp None None None", x, xp, values[at])
    call("interp -1 7.5 None", x, xp, values[at])
    call("interp None None 31", 7 * x[:-2], xp[::-1], values[at])
    call("interp None None None", x, xp, values[at] + 1j * values[at][::-1])
    call("interp None None None", x, xp, np.where(values[at] > 2, np.inf, values[at]))
    call("interp None None None", x, np.linspace(0, 9, 40), values)
call("interp None None None", np.array(2.5), np.array([1, 2, 3]), np.array([5, 6, 8], "i4"))
call("interp None None None", made("f4", 4), np.array([1.0]), np.array([5.0]))
call("interp None None None", made("f4", 4), np.array([]), np.array([]))
call("interp None None None", made("f4", 4), np.array([1.0, 2]), np.array([5.0]))
call("interp None None 0", made("f4", 4), np.array([1.0, 2]), np.array([5.0, 1]))

for dtype in DTYPES:
    for n, axis in ((1, -1), (2, 0), (1, 1), (3, -1), (0, 0), (1, 5)):
        call(f"diff {n} {axis} False False", made(dtype, 4, 5))
    call("diff 1 0 True True", made(dtype, 4, 2), made(dtype, 1, 2), made(dtype))
    call("diff 1 -1 False True", made(dtype, 4), made(dtype, 2))
    call("diff 1 -1 True False", made(dtype, 4, 2), made(dtype, 3, 2))
    call("diff 1 -1 False False", made(dtype))
    for order in (1, 2, 3):
        call(f"gradient - None {order}", made(dtype, 4, 5))
        call(f"gradient 0.5 -1 {order}", made(dtype, 2, 5))
        call(f"gradient 0.5,2 0,1 {order}", made(dtype, 3, 5))
        call(f"gradient places 1 {order}", made(dtype, 3, 5), np.array([0.0, 1, 1.5, 3.5, 4]))
        call(f"gradient places None {order}", made(dtype, 4), np.array([0.0, 2, 4, 6]))
    call("gradient - None 1", made(dtype, 1))
    call("trapezoid 1 -1", made(dtype, 3, 4))
    call("trapezoid 0.5 0", made(dtype, 3, 4))
    call("trapezoid 1 -1", made(dtype, 3, 4), made(dtype, 4))
    call("trapezoid 1 0", made(dtype, 3, 4), made(dtype, 3, 4))
    call("trapezoid 1 1", made(dtype, 3, 4), made(dtype, 3))
    if dtype in REAL and dtype != "b1" and dtype[0] != "u":
        call("unwrap 6.283185307179586 None -1", made(dtype, 3, 6))
        call("unwrap 2.5 4 0", made(dtype, 5, 2))
        call("unwrap 7 None -1", made(dtype, 8))
        call("unwrap 8 None -1", made(dtype, 8))
    call("sinc", made(dtype, 7))
    if dtype in REAL:
        call("i0", made(dtype, 7))
call("gradient 1,2,3 None 1", made("f8", 3, 3))
call("gradient places None 1", made("f8", 4), np.array([0.0, 1, 2]))
call("gradient - 4 1", made("f8", 4))
call("i0", np.array([0.0, 1, 8, 8.5, -30, 700, 800, np.inf, np.nan]))
call("sinc", np.array([0.0, -0.0, 1, 0.25, np.inf, np.nan, 1e-300]))
for m in (0, 1, 2, 7, 12):
    for name in ("bartlett", "blackman", "hamming", "hanning"):
        call(f"{name} {m}")
    for beta in (0.0, 5.0, 14.0):
        call(f"kaiser {m} {beta}")
for dtype in DTYPES:
    for function in ("convolve", "correlate"):
        for mode in ("valid", "same", "full"):
            for n, m in ((7, 3), (3, 7), (4, 4), (6, 1), (90, 5)):
                call(f"{function} {mode}", made(dtype, n), made(dtype, m))
for function in ("convolve", "correlate"):
    for mode in ("valid", "same", "full"):
        call(f"{function} {mode}", made("f8", 200), made("f8", 77))
        call(f"{function} {mode}", made("i4", 9), made("f4", 4))
    call(f"{function} full", made("f8", 0), made("f8", 3))
    call(f"{function} full", made("f8", 3), made("f8", 0))
    call(f"{function} full", np.array([1, np.inf, 3]), np.array([0, 1.0, np.nan]))

# Odd calls: nothing, single items, what is infinite or NaN, what wraps around or overflows.
for shape in ((0,), (0, 3), (3, 0), (0, 0)):
    for axis in ("None", "0", "-1"):
        for dtype in ("b1", "i4", "f4", "c16"):
            a = np.zeros(shape, dtype)
            call(f"median {axis} False", a)
            call(f"nanmedian {axis} True", a)
            call(f"average {axis} False", a)
            if dtype != "c16":
                for method in ("linear", "lower"):
                    call(f"quantile {method} {axis} False", a, qs[:2])
                    call(f"nanquantile {method} {axis} True", a, qs[:2])
                call(f"nanpercentile hazen {axis} False", a, np.array(50.0))
                call(f"weighted_quantile {axis}", a, qs[:2], np.ones(shape))
                call(f"weighted_nanquantile {axis}", a, qs[:2], np.ones(shape))
call("average 0 False", np.zeros((0, 2)), np.zeros((0, 2)))
call("average 1 False", np.zeros((0, 2)), np.ones((0, 2)))
call("average 0 False", np.ones((2, 3)), np.ones(3))
call("average 1,0 False", made("f8", 2, 3), np.arange(6).reshape(3, 2))
call("weighted_nanquantile 1", with_nan, qs, np.array([[1.0, 3, 0, 2]] * 3))
call("weighted_nanquantile None", with_nan, qs, np.where(np.isnan(with_nan), np.nan, 1.0))
odd = np.array([np.nan + 1j, 1 + 1j * np.nan, np.inf + 2j, complex(2, -np.inf), complex(np.inf, np.inf), 1 - 2j, 0])
for dtype in ("c8", "c16"):
    for name in ("median", "nanmedian"):
        for n in range(7):
            call(f"{name} None False", odd[[n]].astype(dtype))
            call(f"{name} 1 False", odd[[[n, 5]]].astype(dtype))
        call(f"{name} 0 False", np.array([odd, odd[::-1]], dtype))
    call("average 1 False", np.array([odd, odd]).T.astype(dtype))
    call("sinc", odd.astype(dtype))
    call("sinc", np.array([0, complex(0, -0.0), 1e-30, 3, 9j, complex(0.5, 20)]).astype(dtype))
huge = np.finfo("f8").max
for name in ("median", "nanmedian"):
    call(f"{name} None False", np.array([huge, huge]))
    call(f"{name} None False", np.array([-huge, huge, np.nan]))
    call(f"{name} 1 False", np.array([[0.0, np.inf], [-np.inf, np.inf], [-0.0, -0.0]]))
for m, y in ((np.zeros((0, 3)), None), (np.zeros((0, 3)), np.ones((1, 3))), (np.zeros((3, 0)), None), (np.array(2.0), None)):
    for dtype in ("i4", "f4", "c16"):
        for rowvar in (True, False):
            arrays = [m.astype(dtype)] + ([] if y is None else [y.astype(dtype)])
            call(f"cov {rowvar} None {y is not None} False False", *arrays)
            call(f"corrcoef {rowvar}", *arrays)
call("cov True None False True False", np.zeros((0, 3)), np.array([1]))
call("cov True None False False True", np.ones((2, 3)), np.array([1.0, np.nan, 2]))
for dtype in ("b1", "i1", "u8"):
    for weights in ([], [np.zeros(0)], [np.ones(2)]):
        call("bincount 3", np.zeros(0, dtype), *weights)
    call("bincount 0", np.array([1, 0, 1], dtype), np.array([np.inf, np.nan, -np.inf]))
call("bincount 0", np.array(2))
call("bincount 0", np.array([2.0]), np.array([1.0]))
call("bincount 0", np.array([2]), np.array([1j]))
for dtype in ("b1", "i1", "i4", "i8", "u1", "u8", "f2", "f4", "f8"):
    for period in ("7", "8", "-3", "0", "1", "200", "2.5", "0.0", "-2.5"):
        # We refuse integers without sign and a period that is an integer, NumPy from 2 on.
        if dtype[0] != "u" or period not in ("0", "1"):
            call(f"unwrap {period} {rng.choice(['None', '1', '4'])} -1", made(dtype, 7))
    if dtype[0] in "iu":
        ends = np.array([np.iinfo(dtype).min, np.iinfo(dtype).max, 3, np.iinfo(dtype).max], dtype)
        call("unwrap 9 None -1", ends)
        call("unwrap 9.5 None -1", ends)
    call("unwrap 6.283185307179586 None 0", (np.array([[0, 1, 2, 1, 0, -1, 1, 4]]) * np.pi).astype(dtype).T)
    call("unwrap 2.5 None 0", np.zeros(0, dtype))
    call("unwrap 2 None 0", np.zeros(1, dtype))
    call("unwrap 2 None 0", np.zeros((), dtype))
x = np.array([-np.inf, -3.0, 0, 0.5, 1, 2.5, 9, np.inf, np.nan])
for xp, fp in (
    ([0, 1, 2], [0, np.inf, 1]),
    ([0, 1, 2], [np.nan, 3, 3]),
    ([-np.inf, 0, np.inf], [1, 2, 3]),
    ([0, 0, 1, 1], [1, 2, 3, 4]),
    ([-huge, huge], [0, 1]),
    ([0, 1], [-huge, huge]),
    ([1], [5]),
    ([0, 1, 2], [0, complex(1, np.inf), complex(np.nan, 2)]),
):
    for period in ("None", "-2.5"):
        if np.isfinite(xp).all() and len(set(xp)) == len(xp) or period == "None":
            call(f"interp None 7 {period}", x, np.array(xp, "f8"), np.array(fp))
for bins in ("2", "edges", "0"):
    for sample in ([], [3.0], [[1.0], [2]], np.zeros((3, 0)), np.zeros((0, 2)), [[1, np.inf]], np.zeros((2, 2, 2))):
        if bins != "edges" or np.ndim(sample) == 2:
            ends = [np.array([0.0, 0, 1, 1])] if bins == "edges" else []
            call(f"histogramdd {bins} True", np.array(sample, "f8"), *ends)
call("histogramdd edges False", np.ones((2, 2)), np.array([]))
call("histogramdd edges False", np.ones((2, 2)), np.array([1.0]))
call("histogramdd 2 False", np.ones((2, 2)), np.array([np.nan, -1]))
call("histogramdd 2 False", np.ones((2, 2)), np.ones(3))
for axis in (0, 1, -1):
    call(f"trapezoid 1 {axis}", made("f8", 2, 3, 3), made("f8", 3, 3))
    call(f"trapezoid 1 {axis}", made("f8", 3), made("f8", 2, 3))
for f in (np.array(1.0), np.array([1.0]), np.zeros((0, 2)), np.array([1, np.inf, np.nan, 2]), np.array([True, False, True])):
    for order in (1, 2):
        call(f"gradient - None {order}", f)
        call(f"gradient places None {order}", f, np.array([0, 1, 1, np.inf]))
    call("trapezoid 1 -1", f)
    call("diff 1 -1 False False", f)
    call("diff 5 -1 True False", f, np.array(True).astype(f.dtype))
    call("convolve full", f, np.array(2.0))
    call("correlate full", f, np.array(2.0))
    call("i0", f)
    call("sinc", f)
    call("histogram 3 0,2 True False", f)
    call("histogram auto None False False", f)
for name in "nansum nanprod nanmin nanmax nanmean nanvar nanstd nanargmin nanargmax".split():
    if name != "nanprod":
        call(f"{name} 1 False None", with_nan * (1 - 0.5j))
    for axis in ("None", "0", "1", "0,1"):
        call(f"{name} {axis} True None", np.zeros((0, 0)))
    for a in (with_nan, made("c8", 3, 4), made("i1", 3, 4), made("b1", 3, 4), np.zeros((3, 0), "f4")):
        for axis in ("None", "1", "-2"):
            call(f"{name} {axis} True None", a)
            if not name.startswith("nanarg"):
                start = "None" if name == "nanmean" else "2"
                call(f"{name} {axis} False {start}", a)
                call(f"{name} {axis} False {start}", a, np.arange(a.size).reshape(a.shape) % 3 > 0)
                call(f"{name} {axis} False None", a, np.array(False))
poles = np.array([np.inf, *made("f8", 31), np.nan])
for function in ("convolve", "correlate"):
    for mode in ("valid", "same", "full"):
        for n, m in ((31, 30), (32, 32), (33, 31), (64, 33), (65, 64), (150, 97)):
            call(f"{function} {mode}", made("i4", n), made("i4", m))
            call(f"{function} {mode}", made("c16", n), made("c16", m))
        call(f"{function} {mode}", made("f8", 70), poles)
        call(f"{function} {mode}", poles, made("f8", 40))
golden.write()
