"""Indexing: random expressions of every kind, read and written, and the functions of places and masks."""

import numpy as np
from golden_format import DTYPES, Golden

golden = Golden(
    "index",
    """
<n>.ix: an index of an array of shape <n>.shape that counts from 0, entry by entry: `i` a place, `s` a slice, `n` a new
axis, `e` the ellipsis, `t` and `f` a 0-d mask, `a` an index array and `m` a mask, both with their shape. <n>.read: what it
selects. <n>.write: the array after 100, 101, ... were written there; <n>.row: after the same along the last axis.
An index that NumPy refuses has <n>.error instead.
dtype.<dtype>.a: an array; dtype.<dtype>.read and .mask: its items at [[0, 2], [1, -1]] and where dtype.where is true.
f<n>: a call of a function, with its arguments f<n>.0, f<n>.1, ... and its results f<n>.r0, f<n>.r1, ...; or f<n>.error.
""",
)
rng = np.random.default_rng(20)
SHAPES = [(), (5,), (1,), (3, 4), (4, 1, 3), (2, 3, 4), (2, 1, 3, 2), (3, 0, 2)]


def text_of_shape(shape):
    return "x".join(map(str, shape)) or "-"


def random_entries(shape):
    """Entries and their texts for some axes of the shape, not always right ones."""
    entries, texts, axis, common = [], [], 0, tuple(rng.integers(0, 4, rng.integers(0, 3)))
    if rng.random() < 0.3:
        common = (rng.integers(1, 4),)
    ellipsis = False
    while True:
        kind = rng.choice(list("isaamnetx"), p=[0.1, 0.2, 0.2, 0.15, 0.1, 0.07, 0.08, 0.03, 0.07])
        n = shape[axis] if axis < len(shape) else None
        if kind == "x":
            break
        if kind == "n":
            entries.append(None)
            texts.append("n")
        elif kind == "e":
            if ellipsis:
                continue
            ellipsis = True
            entries.append(...)
            texts.append("e")
            axis += int(rng.integers(0, 2))
        elif kind == "t":
            flag = bool(rng.random() < 0.8)
            entries.append(flag)
            texts.append("t" if flag else "f")
        elif n is None:
            break
        elif kind == "i":
            place = int(rng.integers(-n, n)) if n and rng.random() < 0.95 else n
            entries.append(place)
            texts.append(f"i{place}")
            axis += 1
        elif kind == "s":
            bounds = [None if rng.random() < 0.5 else int(rng.integers(-n - 1, n + 2)) for _ in range(2)]
            step = int(rng.choice([1, 1, 2, -1, -2]))
            entries.append(slice(*bounds, step))
            texts.append("s" + ":".join("" if bound is None else str(bound) for bound in [*bounds, step]))
            axis += 1
        elif kind == "a":
            own = tuple(1 if rng.random() < 0.2 else size for size in common)
            own = own[rng.integers(0, len(own) + 1) if own and rng.random() < 0.3 else 0 :]
            if rng.random() < 0.02:
                own = (5, 2)
            places = rng.integers(-n, max(n, 1 - n), own) if n else np.zeros(own, int)
            if places.size and rng.random() < 0.03:
                places.flat[-1] = -n - 1
            entries.append(places)
            texts.append(f"a{text_of_shape(own)}:" + ",".join(map(str, places.ravel())))
            axis += 1
        elif kind == "m":
            rank = int(rng.integers(1, min(3, len(shape) - axis) + 1))
            own = shape[axis : axis + rank]
            if rng.random() < 0.03:
                own = tuple(size + 1 for size in own)
            mask = rng.random(own) < rng.choice([0.2, 0.5, 1])
            entries.append(mask)
            texts.append(f"m{text_of_shape(own)}:" + "".join("01"[int(bit)] for bit in mask.ravel()))
            axis += rank
    return tuple(entries), ";".join(texts)


def written(array, index, values):
    target = array.copy()
    target[index] = values
    return target


for n in range(900):
    shape = SHAPES[n % len(SHAPES)]
    array = np.arange(int(np.prod(shape)), dtype=np.int32).reshape(shape)
    index, text = random_entries(shape)
    golden.add_text(f"{n}.ix", text)
    golden.add(f"{n}.shape", np.array(shape, dtype=np.int64))
    try:
        selected = array[index]
    except (IndexError, ValueError) as error:
        golden.add_text(f"{n}.error", f"{type(error).__name__}: {error}")
        continue
    golden.add(f"{n}.read", selected)
    values = 100 + np.arange(np.size(selected), dtype=np.int32).reshape(np.shape(selected))
    golden.add(f"{n}.write", written(array, index, values))
    if values.ndim and values.size:
        golden.add(f"{n}.row", written(array, index, values.reshape(-1, values.shape[-1])[0]))

where = np.array([[1, 0, 0, 1], [0, 0, 1, 0], [1, 1, 1, 1]], dtype=bool)
golden.add("dtype.where", where)
for dtype in DTYPES:
    array = (np.arange(12) % 7 + (1j * np.arange(12) if dtype[0] == "c" else 0)).astype("?" if dtype == "b1" else dtype)
    array = array.reshape(3, 4)
    golden.add(f"dtype.{dtype}.a", array)
    golden.add(f"dtype.{dtype}.read", array[[0, 2], [1, -1]])
    golden.add(f"dtype.{dtype}.mask", array[where])

calls = 0


def call(text, function, *arguments):
    """One call; `text` names the function and the options that are not arrays."""
    global calls
    name, calls = f"f{calls}", calls + 1
    golden.add_text(name, text)
    arguments = [np.array(argument) for argument in arguments]
    for k, argument in enumerate(arguments):
        golden.add(f"{name}.{k}", argument)
    try:
        results = function(*arguments)
    except (IndexError, ValueError, TypeError) as error:
        return golden.add_text(f"{name}.error", f"{type(error).__name__}: {error}")
    if results is None:
        results = arguments[0]
    for k, result in enumerate(results if isinstance(results, (tuple, list)) else [results]):
        golden.add(f"{name}.r{k}", result)


cube = np.arange(24, dtype=np.int32).reshape(2, 3, 4)
flags = rng.random((2, 3, 4)) < 0.4
places = [np.array([0, -1, 1]), np.array([[1, 0], [0, 1]]), np.array(1), np.array([5, -7, 30]), np.zeros(0, int)]
for mode in ("raise", "wrap", "clip"):
    for axis in (None, 0, 1, 2, -1):
        for at in places:
            call(f"take {axis} {mode}", lambda a, i: np.take(a, i, axis=axis, mode=mode), cube, at)
    for at in places:
        for values in (np.int32(9), np.array([7, 8], np.int32), np.arange(50, 53, dtype=np.int32), np.zeros(0, np.int32)):
            call(f"put {mode}", lambda a, i, v: np.put(a, i, v, mode=mode), cube, at, values)
    for at in ([0, 1, 0], [[1], [0]], [2, -1, 0]):
        call(f"choose {mode}", lambda i, a, b: np.choose(i, [a, b], mode=mode), at, cube[0, 0, :3], cube[1, 0, :3])
    for order in "CF":
        for rows, columns in (([1, 0], [2, 3]), ([[1], [0]], [3, 0, 1]), ([2, -1], [4, -5])):
            call(
                f"ravel_multi_index {mode} {order}",
                lambda i, j: np.ravel_multi_index((i, j), (2, 4), mode=mode, order=order),
                rows,
                columns,
            )
for order in "CF":
    for at in ([5, 0, 23], [[7], [8]], 11, [24], [-1]):
        call(f"unravel_index {order}", lambda i: np.unravel_index(i, (2, 3, 4), order=order), at)
for axis in (0, 1, 2, -1):
    order = np.argsort(cube[::-1, ::-1, ::-1] % 5, axis=axis)
    call(f"take_along_axis {axis}", lambda a, i: np.take_along_axis(a, i, axis), cube, order)
    call(f"put_along_axis {axis}", lambda a, i, v: np.put_along_axis(a, i, v, axis), cube, order, np.int32(-1))
    first = np.take(order, [0], axis)
    call(f"take_along_axis {axis}", lambda a, i: np.take_along_axis(a, i, axis), cube, first)
    call(f"put_along_axis {axis}", lambda a, i, v: np.put_along_axis(a, i, v, axis), cube, first, np.int32([-1]))
call("take_along_axis None", lambda a, i: np.take_along_axis(a, i, None), cube, [3, -1])
call("take_along_axis 1", lambda a, i: np.take_along_axis(a, i, 1), cube, [[[0], [3]]])
for axis in (None, 0, 1, 2):
    for condition in ([True, False], [False, True, True], [False, False, False, True], [False] * 6, [True] * 4):
        call(f"compress {axis}", lambda c, a: np.compress(c, a, axis), condition, cube)
for mask in (flags, flags.ravel(), flags[:1], np.zeros_like(flags)):
    call("extract", np.extract, mask, cube)
    for values in (np.int32([9]), np.arange(50, 53, dtype=np.int32), np.arange(50, 74, dtype=np.int32), np.zeros(0, np.int32)):
        call("place", np.place, cube, mask, values)
        call("putmask", np.putmask, cube, mask, values)
row, column, one = cube[0, 0], cube[0, :, :1], np.int32(-5)
for x, y in ((cube, -cube), (row, column), (one, cube), (one, one), (cube, np.int32([1, 2]))):
    call("where", np.where, flags, x, y)
    call("where", np.where, flags[0, 0], x, y)
for target, source, mask in ((cube, row, flags), (cube, one, flags[1]), (cube, column, flags[:, :1]), (row, cube, flags)):
    call("copyto", lambda a, b, m: np.copyto(a, b, where=m), target, source, mask)
call("select", lambda c, d, x, y, z: np.select([c, d], [x, y], z), flags, flags[::-1], cube, row, one)
call("select", lambda c, d, x, y, z: np.select([c, d], [x, y], z), flags[0, 0], flags, column, cube, one)
call("piecewise 3", lambda x, c, d: np.piecewise(x, [c, d], [1, lambda x: x * 2, -3]), cube, flags, flags[::-1])
call("piecewise 2", lambda x, c, d: np.piecewise(x, [c, d], [1, lambda x: x * 2]), cube, flags, flags[::-1])
for array in (flags, flags[0, 0], cube % 3, np.array([0.0, -0.0, np.nan, 1e-300]), np.zeros((2, 0), bool), np.array(3)):
    call("nonzero", np.nonzero, array)
    call("flatnonzero", np.flatnonzero, array)
    call("argwhere", np.argwhere, array)
for rows, columns in ((3, 3), (2, 4), (4, 2), (0, 3)):
    for k in (-5, -1, 0, 1, 2, 9):
        call(f"tril_indices {rows} {k} {columns}", lambda: np.tril_indices(rows, k, columns))
        call(f"triu_indices {rows} {k} {columns}", lambda: np.triu_indices(rows, k, columns))
for shape in ((3, 3), (2, 5), (7, 2), (6, 3), (3, 3, 3), (2, 2, 2, 2), (2, 3, 3), (4,), (0, 0)):
    for wrap in (False, True):
        for values in (np.int32([7]), np.arange(50, 52, dtype=np.int32), np.arange(50, 60, dtype=np.int32)):
            zeros = np.zeros(shape, np.int32)
            call(f"fill_diagonal {wrap}", lambda a, v: np.fill_diagonal(a, v, wrap=wrap), zeros, values)
call("diag_indices 3 2", lambda: np.diag_indices(3, 2))
call("ix_", np.ix_, [2, 0], [True, False, True], [1])
LINES = {
    "sum": np.sum,
    "reversed": lambda line: line[::-1],
    "head": lambda line: line[:1],
    "outer": lambda line: np.outer(line, line),
    "none": lambda line: line[:0],
    "growing": lambda line: np.zeros(1 + line[0] % 2, np.int32),
}
for array in (cube, cube[0], cube[0, 0], cube[:, :0], cube[..., :0], cube[0, 0, 0]):
    for name, function in LINES.items():
        for axis in (0, 1, -1, 3):
            if name != "growing" or array.size:
                call(f"apply_along_axis {name} {axis}", lambda a: np.apply_along_axis(lambda line: function(line).astype(np.int32), axis, a), array)
for axes in ("0", "0,2", "2,0,1", "-1", "0,0", "3", "0,-3"):
    for keep in (False, True):
        call(f"apply_over_axes {axes} {keep}", lambda a: np.apply_over_axes(lambda a, axis: a.sum(axis, dtype=np.int32, keepdims=keep), a, [int(axis) for axis in axes.split(",")]), cube)
call("apply_over_axes 0 None", lambda a: np.apply_over_axes(lambda a, axis: a.sum((0, 1)), a, [0]), cube)
# What a fuzzer found: arrays without axes have an axis for `take` and `compress`, masks without places fit any axis, what picks nothing
# is not looked at, and conditions of `piecewise` may have fewer axes.
for axis in (0, -1, 1):
    for at in ([0, 0], 0, [[-1]], 1):
        call(f"take {axis} raise", lambda a, i: np.take(a, i, axis=axis), np.int32(7), at)
    call(f"compress {axis}", lambda c, a: np.compress(c, a, axis), [True, False], np.int32(7))
for mode in ("raise", "wrap", "clip"):
    for shape, axis in (((3, 0, 0), 1), ((0, 3), 0), ((0, 3), 1), ((3, 0), 1)):
        for at in ([1, 5], np.zeros(0, int)):
            # NumPy wraps places that an axis without any has not, again and again.
            if mode != "wrap" or np.size(at) == 0:
                call(f"take {axis} {mode}", lambda a, i: np.take(a, i, axis=axis, mode=mode), np.zeros(shape, np.int32), at)
for rows, columns in ((np.zeros(0, int), [9]), (np.zeros((2, 0), int), [[9], [-9]]), ([9], np.zeros(0, int))):
    call("ravel_multi_index raise C", lambda i, j: np.ravel_multi_index((i, j), (2, 4)), rows, columns)
for shape, masks in (((2, 3), [(0,), (2, 0), (0, 3), (0, 7), (3, 0), (1, 3)]), ((1, 0), [(0,), (1, 0), (1, 2), (3,)]), ((0, 2), [(0,), (0, 0)])):
    for mask in masks:
        a = np.arange(np.prod(shape), dtype=np.int32).reshape(shape)
        call("mask", lambda a, m: a[m], a, np.ones(mask, bool))
        call("mask_assign", lambda a, m: a.__setitem__(m, 5), a, np.ones(mask, bool))
for index in ([[3, 2]], [[1, -1]], [0, 5]):
    for width in (0, 1):
        call("choose raise", lambda i, a, b: np.choose(i, [a, b]), np.array(index), np.zeros((width, 1), np.int32), np.ones((1, 1), np.int32))
rows = np.array([True, False])
every = np.ones(cube.shape, bool)
for c, d in ((rows, ~rows), (np.array(True), every), (every, np.array(True)), (np.array(True), np.array(False)), (np.array(False), np.array(False)), (np.zeros(0, bool),) * 2, (rows, np.array(True))):
    for number in (2, 3):
        pieces = [1, lambda x: x * 2, -3][:number]
        call(f"piecewise {number}", lambda x, c, d: np.piecewise(x, [c, d], pieces), cube, c, d)
golden.write()
