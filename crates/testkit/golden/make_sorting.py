"""Sorts, searches and sets over dtypes, axes and options."""

import numpy as np
from golden_format import DTYPES, Calls

golden = Calls("sorting", "<n> is a call; see Calls in golden_format.py.")
rng = np.random.default_rng(11)


def pool(dtype, zeros=True):
    """Some values of a dtype: its extremes, duplicates, zeros of both signs, infinities and NaN."""
    kind = np.dtype(dtype).kind
    if kind == "b":
        return np.array([False, True])
    if kind in "iu":
        info = np.iinfo(dtype)
        return np.array([info.min, info.min + 1, info.max, info.max - 1, 0, 1, 2, 3, 5, 7], dtype)
    parts = [0.0, 1.0, -1.0, 2.5, -2.5, 3.0, np.inf, -np.inf, np.nan] + ([-0.0] if zeros else [])
    if kind == "f":
        return np.array(parts, dtype)
    return np.array([complex(a, b) for a in parts for b in parts], dtype)


def made(dtype, *shape, zeros=True):
    return rng.choice(pool(dtype, zeros), shape)


def along(a, places, axis):
    """The items at places along an axis, or of all items as one line."""
    return np.ravel(a)[places] if axis is None or a.ndim == 0 else np.take_along_axis(a, places, axis)


def partition(a, kth, axis):
    """What any partition has in common: all items, and those at the places that were asked for."""
    part = np.partition(a, kth, axis)
    return np.sort(part, axis, kind="stable"), np.take(part, kth, axis)


def argpartition(a, kth, axis):
    places = np.argpartition(a, kth, axis)
    return np.sort(places, axis), np.take(along(a, places, axis), kth, axis if a.ndim else None)


def unique(a, axis, equal_nan):
    return np.unique(a, True, True, True, axis, equal_nan=equal_nan)


def struct_argsort(a, b, order):
    structs = np.zeros(a.shape, [("a", a.dtype), ("b", b.dtype)])
    structs["a"], structs["b"] = a, b
    return np.argsort(structs, order=order, kind="stable")


def struct_unique(a, b):
    structs = np.zeros(a.shape, [("a", a.dtype), ("b", b.dtype)])
    structs["a"], structs["b"] = a, b
    return np.unique(structs, True, True, True)[1:]


def texts(codes, kind):
    """Texts of up to three characters, in which 0 ends them."""
    width = np.uint32 if kind == "U" else np.uint8
    return np.argsort(codes.astype(width).view(f"{kind}3").reshape(-1), kind="stable")


def times(counts, others, kind):
    """Of dates or durations by their counts: orders, sorts, distinct ones, places of others."""
    a, v = counts.view(kind), others.view(kind)
    in_order, found = np.sort(a, axis=None), np.unique(a, True, True, True)
    places = [np.searchsorted(in_order, v, side) for side in ("left", "right")]
    return (np.argsort(a, -1, "stable"), np.sort(a, 0).view("i8"), found[0].view("i8"), *found[1:], *places)


FUNCTIONS = {
    "sort": lambda a, axis: np.sort(a, axis, kind="stable"),
    "argsort": lambda a, axis: np.argsort(a, axis, kind="stable"),
    "partition": partition,
    "argpartition": argpartition,
    "setdiff1d_any": np.setdiff1d,
    "lexsort": lambda *words: np.lexsort(words[:-1], words[-1]),
    "unique": unique,
    "unique_all": lambda a: tuple(np.unique_all(a)),
    "isin": lambda a, b, invert, kind: np.isin(a, b, invert=invert, kind=kind),
    "intersect1d": lambda a, b, unique: np.intersect1d(a, b, unique, True),
    "ediff1d": lambda a, end, begin: np.ediff1d(a, end, begin),
    "searchsorted": np.searchsorted,
    "searchsorted_by": lambda a, v, sorter, side: np.searchsorted(a, v, side, sorter),
    "struct_argsort": struct_argsort,
    "struct_unique": struct_unique,
    "texts": texts,
    "times": times,
}


def call(text, *arrays):
    name = text.split()[0]
    golden.call(text, FUNCTIONS.get(name) or getattr(np, name), *arrays)


SHAPES = [(7,), (3, 5), (2, 3, 4), (1,), (0,), (3, 0), (0, 2), ()]
for dtype in DTYPES:
    for shape in SHAPES:
        for axis in ("-1", "0", "None", "1"):
            call(f"sort {axis}", made(dtype, *shape))
            call(f"argsort {axis}", made(dtype, *shape))
    for n in (17, 70, 300):
        call("sort -1", made(dtype, n))
        call("argsort -1", made(dtype, n))
    for shape, axis in (((9,), -1), ((5, 7), 0), ((5, 7), 1), ((4, 5), None), ((40,), 0)):
        for kth in ("0", "3,", "-1", "1,-2,2", "100", "-100"):
            call(f"partition {kth} {axis}", made(dtype, *shape, zeros=False))
            call(f"argpartition {kth} {axis}", made(dtype, *shape, zeros=False))
    call("sort_complex", made(dtype, 3, 6))
    for shape in ((9,), (3, 4), (0,), ()):
        for equal_nan in (True, False):
            call(f"unique None {equal_nan}", made(dtype, *shape))
        call("unique_all", made(dtype, *shape))
    for shape in ((6, 2), (2, 6), (3, 2, 2), (0, 3), (3, 0), (5,)):
        for axis in ("0", "-1", "1"):
            # NumPy sorts the NaNs of short floats first, but only in parts.
            call(f"unique {axis} True", rng.choice(pool(dtype, False)[-3:-1] if dtype == "f2" else pool(dtype, False)[-2:], shape))
    for shape in ((), (5,), (4, 3), (0,)):
        for side in ("left", "right"):
            call(f"searchsorted {side}", np.sort(made(dtype, 11)), made(dtype, *shape))
            unsorted = made(dtype, 8)
            call(f"searchsorted_by {side}", unsorted, made(dtype, *shape), np.argsort(unsorted, kind="stable"))
    call("searchsorted left", made(dtype, 2, 2), made(dtype, 3))
    for kind in ("None", "sort", "table"):
        if kind != "table" or dtype not in ("i1", "i2", "i4", "i8", "u4", "u8"):
            for invert in (False, True):
                call(f"isin {invert} {kind}", made(dtype, 3, 4, zeros=False), made(dtype, 3, zeros=False))


    def small(*shape):
        """Which of several complex numbers with NaN NumPy's sets keep is not said."""
        values = pool(dtype, False)
        return rng.choice(values[~np.isnan(values)] if dtype[0] == "c" else values, shape)

    for function in ("union1d", "setdiff1d", "setxor1d"):
        call(function, small(9), small(2, 3))
        call(function, small(0), small(3))
    for unique in (False, True):
        a, b = small(8), small(6)
        if unique:
            a, b = np.unique(a)[::-1], np.unique(b)
            call("setdiff1d True", a, b)
            call("setxor1d True", a, b)
        call(f"intersect1d {unique}", a, b)
    numbers = rng.integers(0, 2 if dtype == "b1" else 100, 7).astype(dtype)
    for n in (0, 1, 7):
        call("ediff1d", numbers[:n], numbers[:2], numbers[:1])
    for right in (False, True):
        bins = np.sort(numbers)
        call(f"digitize {right}", numbers.reshape(1, 7), bins)
        call(f"digitize {right}", numbers, bins[::-1])
        call(f"digitize {right}", numbers, bins[:1].repeat(3))
        call(f"digitize {right}", numbers, bins[:0])
        call(f"digitize {right}", numbers, numbers)

for axis in (-1, 0, 1, 2):
    minor, major, third = made("f8", 4, 5), rng.integers(0, 2, (4, 5)), made("c16", 4, 5)
    call(f"lexsort {axis}", minor, major)
    call(f"lexsort {axis}", minor, third, major)
    call(f"lexsort {axis}", made("u1", 6), made("f4", 6))
call("lexsort -1", np.array(3), np.array(4))
call("lexsort -1", made("i4", 3), made("i4", 4))
for shape in ((12,), (3, 4)):
    a, b = rng.integers(0, 3, shape).astype("i4"), made("f8", *shape)
    for order in ("a", "b", "None"):
        call(f"struct_argsort {order}", a, b)
    call("struct_argsort c", a, b)
call("struct_unique", rng.integers(0, 2, 12).astype("i4"), rng.choice([0.5, 1.5], 12))
codes = rng.choice([0, 97, 98, 250], (20, 3))
codes = np.where(np.minimum.accumulate(codes != 0, 1), codes, 0)
call("texts U", codes)
call("texts S", codes)
NAT = np.iinfo("i8").min
for kind in ("M8[D]", "m8[25s]"):
    for shape in ((12,), (3, 4)):
        call(f"times {kind}", rng.choice([0, 3, -5, NAT, NAT + 1, -NAT - 1], shape), np.array([2, NAT, -5, -NAT - 1]))
# Of two types, the result of a difference has the first one's.
for first, second in (("i4", "f4"), ("u1", "c16"), ("i8", "f8"), ("f4", "f8"), ("f8", "i1"), ("b1", "i2")):
    call("setdiff1d_any", np.array([3, 0, 1, 1, 5, 0]).astype(first), np.array([1, 4, 0]).astype(second))
call("setdiff1d_any", np.array([2**53 + 1, 2**53 + 3, 7]), np.array([7.0]))
golden.write()
