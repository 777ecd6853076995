"""Structural functions: axes, joining, splitting, repeating, editing and padding, over dtypes."""

import warnings
from itertools import count

import numpy as np
from golden_format import Calls
from numpy.lib.stride_tricks import as_strided, sliding_window_view

golden = Calls("shape", "<n> is a call; see Calls in golden_format.py. The dtypes take turns.")
DTYPES = ["i4", "f8", "c16", "?", "u1"]
turn = count()


def made(*shape, dtype=None):
    """An array whose items differ, as far as the dtype allows."""
    dtype = dtype or DTYPES[next(turn) % len(DTYPES)]
    k = np.arange(int(np.prod(shape)))
    items = k * 7 % 5 % 2 if dtype == "?" else (k * 1.25 - 3j * k if dtype == "c16" else k * 1.5 - 2 if dtype == "f8" else k + 1)
    return items.astype(dtype).reshape(shape)


def strided(a, shape, steps):
    return as_strided(a, shape, [step * a.itemsize for step in np.atleast_1d(steps)])


def ordered(function):
    """The function of arrays in each order of memory, of which NumPy's `A` and `K` take account."""
    return lambda a, memory, *options: function(np.array(a, order=memory), *options)


SPECIAL = {
    "as_strided": strided,
    "sliding_window_view": sliding_window_view,
    "concatenate": lambda *words: np.concatenate(words[:-1], words[-1]),
    "stack": lambda *words: np.stack(words[:-1], words[-1]),
    "reshape": ordered(lambda a, shape, order: np.reshape(a, shape, order=order)),
    "ravel": ordered(np.ravel),
    "flatten": ordered(lambda a, order: a.flatten(order)),
    "unstack": lambda a, axis: np.unstack(a, axis=axis),
    "insert": lambda a, values, places, axis: np.insert(a, places, values, axis),
    "block": lambda a, b, c, d, depth: np.block({"1": [a, b, c, d], "2": [[a, b], [c, d]], "22": [[[a, b]], [[c, d]]]}[str(depth)]),
    "broadcast_shapes": lambda *shapes: np.array(np.broadcast_shapes(*shapes), dtype=np.int64),
    "tril": np.tril,
}
for name in ("vstack", "hstack", "dstack", "column_stack"):
    SPECIAL[name] = lambda *arrays, name=name: getattr(np, name)(arrays)


def call(text, *arrays):
    name = text.split()[0]
    golden.call(text, SPECIAL.get(name) or getattr(np, name), *arrays)


def calls(name, options, *shapes):
    """All options with arrays of all shapes."""
    for option in options:
        for shape in shapes:
            call(f"{name} {option}".strip(), made(*shape))


CUBE, MATRIX, ROW, ONE, THIN, EMPTY = (2, 3, 4), (3, 4), (5,), (), (2, 1, 3), (2, 0, 3)
ALL = [CUBE, MATRIX, ROW, ONE, THIN, EMPTY]

for name in ("atleast_1d", "atleast_2d", "atleast_3d", "matrix_transpose", "fliplr", "flipud"):
    calls(name, [""], *ALL)
calls("permute_dims", ["None", "0,2,1", "-1,0,1", "1,0", "0,0,1", "0,1,3"], CUBE, MATRIX)
calls("transpose", ["None", "2,0,1", "1,0", "0,", "-"], CUBE, ROW, ONE)
calls("swapaxes", ["0 1", "-1 0", "0 2", "1 1", "0 3"], CUBE, MATRIX)
calls("moveaxis", ["0 -1", "2 0", "0,1 -1,0", "1, 2,", "0,1 1,", "0,0 1,2", "-3 1", "- -", "3 0", "0 3"], CUBE, THIN)
for axis in (0, 1, 2, -1, 3):
    calls("rollaxis", [f"{axis} {start}" for start in (-4, -3, -1, 0, 1, 2, 3, 4)], CUBE)
calls("squeeze", ["None", "1", "-2", "1,", "0", "0,1", "1,1"], THIN, (1, 1, 3), ONE)
calls("expand_dims", ["0", "-1", "0,2", "-1,0", "1,1", "5", "2"], MATRIX, ROW, ONE)
calls("broadcast_to", ["2,3,4", "3,4", "5,", "-", "0,3,4", "2,5", "-1,4", "2,2,2,1,3"], MATRIX, ROW, THIN, (1,), ONE)
for shapes in ([MATRIX, (4,)], [(3, 1), (1, 4), ONE], [EMPTY, (1, 1, 1)], [MATRIX, ROW]):
    call("broadcast_arrays", *(made(*shape, dtype="i4") for shape in shapes))
for text in ("3,1 1,4", "3, -", "0,1 1,4 1,", "2,3 3,2", "5,", "-", "2,1,3 4,1", "7 1", "0, 2,"):
    call(f"broadcast_shapes {text}")
calls("flip", ["None", "0", "-1", "0,2", "1,", "-", "0,0", "3"], CUBE, ROW, ONE)
for k in range(-5, 6):
    calls("rot90", [f"{k} {axes}" for axes in ("0,1", "1,0", "-1,0", "1,1", "0,3")], CUBE, MATRIX)
for memory in "CF":
    for order in "CFAK":
        calls("ravel", [f"{memory} {order}"], *ALL)
        calls("flatten", [f"{memory} {order}"], *ALL)
    for order in "CFA":
        shapes = ["-1", "4,6", "6,-1", "2,2,3,2", "24,", "5,-1", "-1,-1", "3,8,1", "0,-1", "-", "12,", "0,0"]
        calls("reshape", [f"{memory} {shape} {order}" for shape in shapes], CUBE, MATRIX, (0, 3), (1, 1))

for axis in ("None", 0, 1, 2, -1, -2, 3):
    for shapes in ([CUBE, CUBE], [CUBE, (2, 1, 4), (2, 0, 4)], [MATRIX, MATRIX], [ROW, (0,), ROW], [ONE, ONE], [MATRIX, ROW], [(4,)]):
        dtype = DTYPES[next(turn) % 5]
        call(f"concatenate {axis}", *(made(*shape, dtype=dtype) for shape in shapes))
        if axis != "None":
            call(f"stack {axis}", *(made(*shape, dtype=dtype) for shape in shapes))
for name in ("vstack", "hstack", "dstack", "column_stack"):
    for shapes in ([CUBE, CUBE], [MATRIX, MATRIX], [ROW, ROW], [ONE, ONE, ONE], [ROW, (5, 2)], [(4,), MATRIX], [(2, 0), (2, 3)], [(0,), ROW]):
        dtype = DTYPES[next(turn) % 5]
        call(name, *(made(*shape, dtype=dtype) for shape in shapes))
for depth in (1, 2, 22):
    for shapes in (
        [(2, 2), (2, 3), (1, 2), (1, 3)],
        [ONE, ONE, ONE, ONE],
        [(2,), (3,), (4,), (1,)],
        [(2, 2, 2)] * 4,
        [(2,), ONE, (1,), (2,)],
        [(1, 2), (3,), (2, 2), (2, 3)],
    ):
        dtype = DTYPES[next(turn) % 5]
        call(f"block {depth}", *(made(*shape, dtype=dtype) for shape in shapes))

SECTIONS = ["1", "2", "3", "4", "5", "7", "1,2", "2,1", "-1,", "1,9", "0,0,3", "-", "0", "-2", "-9,2"]
for axis in (0, 1, -1, 2):
    calls("split", [f"{s} {axis}" for s in SECTIONS], MATRIX, CUBE)
    calls("array_split", [f"{s} {axis}" for s in SECTIONS], MATRIX, ROW, EMPTY)
    calls("unstack", [f"{axis}"], *ALL)
for name in ("hsplit", "vsplit", "dsplit"):
    calls(name, ["1", "2", "3", "1,2"], CUBE, MATRIX, ROW, ONE)

calls("tile", ["0", "2", "2,", "2,1", "1,2,3", "2,0", "-", "2,1,1,2", "-1", "1"], *ALL)
for axis in ("None", 0, 1, -1, 2, 3):
    calls("repeat", [f"{n} {axis}" for n in ("0", "1", "3", "2,", "1,2,0", "0,3,1,2", "1,2,3,4,5", "-1", "1,-1,2")], CUBE, MATRIX, ROW, ONE)
calls("resize", ["3", "7,2", "0", "2,0,3", "-", "2,3,4", "30,", "-1", "5,5"], *ALL)
for axis in ("None", "0", "1", "-1", "0,1", "0,0", "2,1", "3"):
    calls("roll", [f"{shift} {axis}" for shift in ("0", "1", "-1", "7", "-100", "1,2", "-3,5", "1,")], CUBE, ROW, ONE, EMPTY)

for axis in ("None", 0, 1, -1, 2):
    for shapes in ([CUBE, CUBE], [MATRIX, (1, 4)], [MATRIX, (3, 1)], [ROW, ONE], [ONE, ROW], [ROW, (0,)]):
        dtype = DTYPES[next(turn) % 5]
        call(f"append {axis}", *(made(*shape, dtype=dtype) for shape in shapes))
    places = "0 -1 2 4 5 -6 0,2 -1,0 1,1,0 3,-2 - 1,7 ::2 ::-1 1:3: 9:1:-2 5:: m101 m11010 m0000 m1111".split()
    calls("delete", [f"{place} {axis}" for place in places], CUBE, MATRIX, ROW)
    for place in places + ["0,", "1,3,3", "m100", "4:1:-1"]:
        for shapes in ([MATRIX, ONE], [MATRIX, (2,)], [MATRIX, (4,)], [MATRIX, (2, 4)], [MATRIX, (3, 1)], [ROW, ONE], [ROW, (2,)], [ROW, (3,)], [CUBE, (2, 4)], [CUBE, (3, 1)]):
            if (place + str(shapes) + str(axis)).__len__() % 3 == 0 or shapes[0] == ROW:
                dtype = DTYPES[next(turn) % 5]
                call(f"insert {place} {axis}", *(made(*shape, dtype=dtype) for shape in shapes))

holes = np.zeros((4, 5, 3))
holes[1:3, 2:4, 1] = [[1, 0], [np.nan, -0.0]]
for a in (holes, holes[1], holes[2, :, 1], holes[0], np.array([0, 0, 1, 0, 2, 0, 0], "i4"), np.array([True, False]), holes[:0], np.zeros(3, "c16")):
    for trim in ("fb", "f", "b"):
        for axis in ("None", "0", "1", "-1", "0,1", "-", "3"):
            call(f"trim_zeros {trim} {axis}", a)

for k in (-4, -1, 0, 1, 2, 5):
    calls("diag", [f"{k}"], *ALL)
    calls("diagflat", [f"{k}"], MATRIX, ROW, ONE, EMPTY)
    calls("diagonal", [f"{k} {axes}" for axes in ("0 1", "1 0", "0 2", "-1 -2", "1 1", "0 3")], CUBE, MATRIX)
    calls("tril", [f"{k}"], *ALL)
    calls("triu", [f"{k}"], *ALL)
for text in ("3, 1,", "2,3 1,2", "4,2 1,3", "3, 2,", "2,5 0,1", "- -", "0,3 7,9"):
    call(f"as_strided {text}", made(12))
calls("sliding_window_view", ["2 None", "2,2 None", "1,2,2 None", "3 0", "2 -1", "2,2 1,1", "2,2 0,1", "0 0", "5 0", "-1 0", "2 5"], CUBE, MATRIX, ROW)

numbers = np.random.default_rng(7)
WIDTHS = ["0", "2", "1,3", "1,2;3,0", "0,0;0,7", "9", "0,11;13,1", "-1", "1,2;3,4;5,6"]


def padded(*shape):
    """Random values, that statistics differ and halves are rounded."""
    dtype = ["i4", "f8", "c16", "u1", "f4", "i8", "f2"][next(turn) % 7]
    values = numbers.integers(0, 100, shape)
    return (values / 8 if dtype[0] == "f" else values * (1 - 0.5j) if dtype[0] == "c" else values).astype(dtype)


def pad(a, widths, mode, *options):
    option = {"constant": "constant_values", "linear_ramp": "end_values", "reflect": "reflect_type", "symmetric": "reflect_type"}
    keywords = {option.get(mode, "stat_length"): options[0]} if options else {}
    return np.pad(a, widths, mode, **keywords)


MODES = "constant|edge|wrap|reflect|symmetric|reflect odd|symmetric odd|linear_ramp|maximum|minimum|mean|median"
MODES += "|constant 3|constant 3,4|constant 1,2;3,4|linear_ramp 5|linear_ramp 2,90|linear_ramp 1,2;3,4"
for statistic in ("maximum", "minimum", "mean", "median"):
    MODES += "".join(f"|{statistic} {length}" for length in ("1", "2", "2,3", "1,2;3,9"))
MODES += "|maximum 0|minimum 1,0"
SPECIAL["pad"] = pad
for mode in MODES.split("|"):
    for widths in WIDTHS:
        for shape in (MATRIX, (2, 1), ROW, (3, 0), ONE) if " " not in mode or "odd" in mode else (MATRIX, ROW):
            a = padded(*shape)
            if widths == "0" and mode.endswith("0"):
                continue
            # NumPy makes Python's numbers of such end values, and so rounds every step to the small float.
            if mode.startswith("linear_ramp") and ";" in mode and a.dtype in ("f2", "f4"):
                continue
            if a.dtype.kind != "c" or not mode.startswith(("median", "maximum", "minimum")):
                call(f"pad {widths} {mode}", a)
for mode in ("maximum", "minimum", "mean", "median", "linear_ramp 5", "maximum 2,3", "mean 2"):
    for shape in (CUBE, (40, 3), (3, 40), (2, 3, 2, 2)):
        for widths in ("1,2", "2"):
            a = padded(*shape)
            # Means of many small floats depend on the order of their sum, and ramps of them on Python's numbers.
            inexact = a.dtype in ("f2", "f4") or a.dtype.kind == "c"
            if not (inexact and mode.startswith(("mean", "linear_ramp"))) and a.dtype.kind != "c":
                call(f"pad {widths} {mode}", a)
# What a fuzzer found.
for text, *shapes in [
    ("insert 1 None", (3,), (1, 1)),
    ("insert -2 None", (4, 3), (1, 1)),
    ("insert 1,3 None", (4,), (1, 2)),
    ("insert m0110 None", (4,), (1, 2)),
    ("insert m0010 None", (4,), (1, 1)),
    ("insert m00 None", (2, 1), (1, 0)),
    ("insert :-6:-1 None", (1, 1, 4, 3), (1, 5)),
    ("insert 1 1", (2, 3), (1, 2, 1)),
    ("insert 1 1", (2, 3), (2, 2, 1)),
    ("insert 0,2 1", (2, 3), (1, 2, 2)),
    ("insert 0,2 1", (2, 3), (2, 2, 2)),
]:
    call(text, *(made(*shape, dtype="i4") for shape in shapes))
calls("tile", ["-1", "-1,", "2,-3", "-3,2", "1,-1,2"], (0,), (3, 4, 2, 0), (2, 0, 3), (2,))
calls("repeat", ["-1 None", "-1 1", "-1, 1", "-2 0"], (1, 0, 1), (2, 3))
calls("roll", ["- 0", "- 3", "- -1", "3 -", "- 0,3"], (1, 2, 3), (4,))
calls("roll", ["3 -", "- -", "1,2 -", "- None"], ONE, ROW)
for memory in "CF":
    calls("reshape", [f"{memory} {shape} C" for shape in ("2,-2", "-3,2", "-2,-1", "1,-9,1", "-2")], (2, 3), (0, 2))
with warnings.catch_warnings(), np.errstate(invalid="ignore"):
    warnings.simplefilter("ignore")
    for text in ("pad 2 mean 6,4;0,6", "pad 2 mean 0", "pad 0,1 median 0,2"):
        for dtype in ("c16", "f8") if "mean" in text else ("f8",):
            call(text, np.arange(16).reshape(4, 4).astype(dtype))
for text in ("pad 0 maximum 2,5;5,0", "pad 0 minimum 0", "pad 1,2;0,0 maximum 1,1;0,1"):
    call(text, np.arange(6).reshape(3, 2))
# Nothing is inserted, whatever it is, if it fits where nothing is.
for axis, shape in (("None", (2, 3)), ("0", (2, 3)), ("1", (2, 3)), ("0", (0,)), ("1", (2, 0)), ("0", (2, 0)), ("None", ())):
    for values in ((0,), (), (1,), (2,), (3,), (1, 0), (0, 3), (2, 0), (1, 3), (2, 1), (1, 1, 0), (2, 3)):
        call(f"insert - {axis}", made(*shape, dtype="i4"), made(*values, dtype="i4"))
golden.write()
