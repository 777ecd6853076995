"""Creation functions: ranges, special matrices, grids and arrays like others."""

import numpy as np
from golden_format import Calls

golden = Calls("create", "<n> is a call; see Calls in golden_format.py.")
rng = np.random.default_rng(11)


def matrix(name, dtype=np.int64):
    return lambda *options: getattr(np, name)(*options, dtype=dtype)


def lying(a, memory):
    """The items of an array so in memory."""
    axes = [int(axis) for axis in memory[1:]]
    return a.transpose(axes).copy().transpose(np.argsort(axes))


def like(a, memory, order):
    """The strides of an array like one that lies so in memory."""
    return np.array(np.zeros_like(lying(a, memory), order=order).strides, dtype=np.int64)


def alike(a, memory, order, *sizes):
    """The strides of what is like a part of an array that lies so in memory: zeros, a copy, a cast; and those of a sum."""
    a = lying(a, memory)[tuple(slice(size) for size in sizes)]
    made = [np.zeros_like(a, order=order), a.copy(order), a.astype("i2", order=order), a + a]
    return [np.array(one.strides, dtype=np.int64) for one in made]


def linspace(start, stop, num, endpoint):
    dtype = start.dtype if start.dtype.kind in "iu" else None
    values, step = np.linspace(start, stop, num, endpoint=endpoint, retstep=True, dtype=dtype)
    # Without intervals the step is a NaN of any dtype.
    return (values, step) if num > endpoint else values


for dtype in ("f8", "f4", "f2", "i4", "i8", "i1"):
    for _ in range(40):
        bounds = rng.normal(0, 9, 3) if dtype[0] == "f" else rng.integers(-20, 20, 3)
        start, stop, step = (np.array(bound, dtype)[()] for bound in bounds)
        if step != 0:
            golden.call("arange", lambda start, stop, step, dtype=dtype: np.arange(start, stop, step, dtype=dtype), start, stop, step)
for start, stop, step in [(0, 1, 0.1), (0, 0.3, 0.1), (1, 1.3, 0.1), (5, 0, -0.7), (0, 1, np.inf), (0, np.nan, 1), (0, 1, 0), (1e16, 1e16 + 8, 1)]:
    golden.call("arange", np.arange, np.float64(start), np.float64(stop), np.float64(step))
for dtype in ("f8", "f4", "c16", "i4", "i8"):
    for num in (0, 1, 2, 3, 7, 50):
        for endpoint in (True, False):
            start, stop = np.array(2, dtype)[()], np.array(9, dtype)[()]
            golden.call(f"linspace {num} {endpoint}", linspace, start, stop)
for num in (2, 5):
    golden.call(f"linspace {num} True", linspace, np.float64(0), np.float64(5e-324))
for rows in (0, 1, 3, 5):
    golden.call(f"identity {rows}", matrix("identity"))
    for columns in ("None", 0, 2, 4):
        for k in (-7, -1, 0, 1, 3):
            golden.call(f"eye {rows} {columns} {k}", matrix("eye"))
            golden.call(f"tri {rows} {columns} {k}", matrix("tri"))
for n in ("None", 0, 1, 2, 5):
    for increasing in ("True", "False"):
        for x in ([2, 3, -1], [], [7]):
            golden.call(f"vander {n} {increasing}", np.vander, np.array(x, np.int64))
for shape in ("3,", "2,3", "-", "2,0,3", "2,1,2"):
    golden.call(f"indices {shape}", np.indices)
for lengths in ([3], [3, 2], [2, 3, 4], [2, 0], [1, 1]):
    for indexing in ("xy", "ij"):
        for sparse in ("True", "False"):
            golden.call(
                f"meshgrid {indexing} {sparse}",
                lambda *words: np.meshgrid(*words[:-2], indexing=words[-2], sparse=words[-1]),
                *(np.arange(length) * 2 for length in lengths),
            )
for memory in ("012", "210", "102", "120", "201", "021"):
    for order in "CFAK":
        golden.call(f"like x{memory} {order}", like, np.zeros((2, 3, 4)))
data = np.arange(24, dtype=np.uint8)
for number, offset in ((-1, 0), (-1, 8), (2, 8), (1, 16), (4, 0), (0, 8), (-1, 24), (-1, 3), (2, 9), (-1, 30)):
    golden.call(f"frombuffer {number} {offset}", lambda a, number, offset: np.frombuffer(a.tobytes(), np.uint8, number, offset), data)
for dtype in ("u1", "i2", "u4", "f4", "f8", "c16", "f2"):
    size = np.dtype(dtype).itemsize
    for number, offset in ((-1, 0), (1, 0), (2, size), (-1, 2 * size), (9, 0), (0, 0)):
        golden.call(f"buffer {dtype} {number} {offset}", lambda a, dtype, number, offset: np.frombuffer(a.tobytes(), dtype, number, offset), data[:16] // 2)
for axes in ("0:4", "-2:7:3 1:3", "0:0 2:5", "5:1:-2 0:2 3:4", "1:9:4 0:3"):
    for name in ("mgrid", "ogrid", "r_", "c_"):
        golden.call(f"{name} {axes}", lambda *axes, name=name: getattr(np, name)[axes])
for name in ("r_", "c_"):
    for shapes in ([(3,), ()], [(2, 3), (2, 3)], [(2, 3), (1, 3)], [(3,), (3, 2)], [(), ()], [(2, 1, 2), (2, 1, 2)], [(3,), (2,)]):
        arrays = [np.arange(np.prod(shape, dtype=int)).reshape(shape) + 5 for shape in shapes]
        golden.call(name, lambda *arrays, name=name: getattr(np, name)[arrays], *arrays)
for name in ("full_like", "ones_like", "zeros_like", "empty_like"):
    for shape in ((2, 3), (), (0, 2), (4,)):
        fill = [7] if name == "full_like" else []
        # What is empty has no values to compare: its shape is all.
        special = {"empty_like": lambda a: np.zeros_like(a)}.get(name, getattr(np, name))
        golden.call(f"{name}", lambda a, special=special, fill=fill: special(a, *fill), np.ones(shape, np.int64))
for name in ("asfortranarray", "ascontiguousarray", "asanyarray", "asarray"):
    for shape in ((2, 3), (), (0, 2), (4,), (2, 3, 4)):
        a = np.arange(np.prod(shape, dtype=int)).reshape(shape)
        golden.call(name, getattr(np, name), a)
for flags in ("C", "F"):
    golden.call(f"require {flags}", lambda a, flags: np.require(a, requirements=flags), data.reshape(2, 3, 4).astype(np.int64))
for options in ("5 10 True", "5 2 False", "1 10 True", "0 10 True", "4 3 True"):
    for start, stop in ((0.0, 3.0), (-1.0, 2.5), (2.0, -2.0)):
        golden.call(f"logspace {options}", lambda a, b, num, base, end: np.logspace(a, b, num, end, base), np.float64(start), np.float64(stop))
for options in ("5 True", "5 False", "1 True", "0 True", "4 True"):
    for start, stop in ((1.0, 1000.0), (-3.0, -0.5), (2e-10, 7e12), (0.0, 2.0), (4.0, 4.0)):
        golden.call(f"geomspace {options}", lambda a, b, num, end: np.geomspace(a, b, num, end), np.float64(start), np.float64(stop))
    for start, stop in ((1, 1000j), (-1 + 1j, 2 - 2j), (1j, 16j)):
        golden.call(f"geomspace {options}", lambda a, b, num, end: np.geomspace(a, b, num, end), np.complex128(start), np.complex128(stop))
for name in ("diag_indices_from", "tril_indices_from", "triu_indices_from"):
    for shape in ((3, 3), (2, 4), (4,), (0, 0), (3, 3, 3)):
        for k in ("",) if name == "diag_indices_from" else ("-1", "0", "2"):
            golden.call(f"{name} {k}".strip(), getattr(np, name), np.zeros(shape, np.int64))
# What a fuzzer found.
for axes in ("7:5", "5:5", "0:-2:3", "0:-3:3", "1:5:-2 0:2", "0:3 9:2:4", "0:3 9:8"):
    for name in ("mgrid", "ogrid"):
        golden.call(f"{name} {axes}", lambda *axes, name=name: getattr(np, name)[axes])
with np.errstate(invalid="ignore"):
    for start, stop in ((complex(0, np.inf), 7 + 1j), (1 + 1j, complex(np.inf, 2)), (complex(np.nan, 1), 2j), (-2j, 3 - 0j)):
        for options in ("5 True", "4 False", "1 True"):
            golden.call(f"linspace {options}", linspace, np.complex128(start), np.complex128(stop))
for memory in ("012", "210", "102", "120", "201", "021"):
    for order in "CFAK":
        for sizes in ("1 3 4", "2 1 4", "2 3 1", "2 1 1"):
            golden.call(f"alike x{memory} {order} {sizes}", lambda *options: alike(np.zeros((2, 3, 4)), *options))
golden.write()
