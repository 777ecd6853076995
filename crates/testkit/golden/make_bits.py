"""Bits, bytes in another order, and bytes as other types."""

import numpy as np
from golden_format import Calls

golden = Calls("bits", "Calls of packbits, unpackbits, byteswap, view and getfield.")
rng = np.random.default_rng(8)
SHAPES = [(), (0,), (1,), (7,), (8,), (9,), (64,), (3, 17), (2, 0), (0, 5), (2, 3, 10)]


def axes(shape):
    return ["None", *range(-len(shape) - 1, len(shape) + 1)]


for shape in SHAPES:
    for dtype in ("b1", "i2", "u1") if len(shape) < 3 else ("b1",):
        a = (rng.integers(0, 3, shape) * 300 % 256).astype(dtype)
        for axis in axes(shape):
            for order in ("big", "little"):
                golden.call(f"packbits {axis} {order}", lambda a, axis, order: np.packbits(a, axis=axis, bitorder=order), a)
golden.call("packbits None big", lambda a, axis, order: np.packbits(a, axis=axis, bitorder=order), np.arange(3.0))
for shape in [(), (0,), (1,), (3,), (2, 3), (2, 0), (2, 1, 3)]:
    a = rng.integers(0, 256, shape).astype("u1")
    for axis in axes(shape):
        for count in ("None", 0, 1, 8, 13, 30, -1, -8, -9, -100):
            for order in ("big", "little") if count in ("None", 13, -9) else ("big",):
                if 0 in shape and count not in ("None", 0) and count > 0:
                    continue  # NumPy reads what is not there.
                golden.call(
                    f"unpackbits {axis} {count} {order}",
                    lambda a, axis, count, order: np.unpackbits(a, axis=axis, count=count, bitorder=order),
                    a,
                )
for dtype in "b1 i1 i2 i4 i8 u2 u4 u8 f2 f4 f8 c8 c16".split():
    for shape in [(), (0,), (5,), (2, 3)]:
        a = (rng.integers(0, 2, shape) if dtype == "b1" else rng.integers(1, 100, shape)).astype(dtype)
        # As bytes: swapped floats may be NaN with a payload.
        swapped = lambda a: np.ascontiguousarray(a.byteswap()).reshape(a.shape + (1,)).view("u1")
        golden.call("byteswap", swapped, a)
for dtype in "i1 u2 i4 u8 f8 c16".split():
    for shape in [(), (0,), (4,), (2, 4), (4, 1), (3, 2)]:
        a = rng.integers(1, 100, shape).astype(dtype)
        for to in "u1 i2 u4 i8 u8".split():
            golden.call(f"view {to}", lambda a, to: a.view(to), a)
for dtype, to, offset in [
    ("c16", "f8", 0), ("c16", "f8", 8), ("c16", "f8", 9), ("i4", "i2", 0), ("i4", "i2", 2), ("i4", "u1", 3), ("i4", "u1", 4),
    ("i4", "i8", 0), ("f8", "u4", 4),
]:
    a = rng.integers(1, 100, (2, 3)).astype(dtype)
    golden.call(f"getfield {to} {offset}", lambda a, to, offset: a.getfield(to, offset), a)
for dtype, shape in (("c16", (1, 3)), ("i4", (3, 2)), ("u1", (6,)), ("u1", (0,))):
    # Items of another size are parts of one, or consist of several; small arrays are of the same size.
    a = np.ones(shape, dtype)
    for to in ("V12", "V3", "V6", "S3", "(3,)i1", "(2,)i2", "(16,)u1"):
        try:
            a.view(to)
        except ValueError:
            golden.call(f"view {to}", lambda a, to: a.view(to), a, parse=str)
golden.write()
