"""reduce, accumulate, reduceat, outer and at of universal functions of two arguments, over dtypes and axes."""

import numpy as np
from golden_format import Golden, abbreviation

golden = Golden(
    "adverbs",
    """
a.<dtype>: the 3x4 array folded; i: the indices of reduceat; at.i: the indices of at, with repetitions.
accumulate:<ufunc>:<dtype>:<axis>, reduceat:<ufunc>:<dtype>:<axis>, outer:<ufunc>:<dtype> (of the first two rows'
ends), reduce:<ufunc>:<dtype>:<axes>[:keep] (`keep` with keepdims, `initial` with initial=3, `where` with initial=3 and
where=mask), at:<ufunc>:<dtype> (a.<dtype> with its rows at.i combined with the rows of a.<dtype>): the results.
""",
)

NAMES = """
add subtract multiply divide floor_divide remainder maximum minimum fmax fmin power bitwise_and bitwise_or bitwise_xor
logical_and logical_or logical_xor gcd lcm equal less greater copysign left_shift right_shift fmod
""".split()
DTYPES = "b1 i1 i4 i8 u1 u8 f2 f4 f8 c16".split()
INDICES = np.array([0, 2, 1, 1])
MASK = np.array([[True, False, True, True], [False, False, True, False], [True, True, False, True]])
PLACES = np.array([0, -1, 0, 2, 0])


def array(dtype):
    values = np.array([3, 1, 2, 5, 4, 2, 7, 1, 6, 3, 1, 2])
    if dtype[0] == "f":
        values = values * 0.75
    if dtype[0] == "c":
        values = values + 1j * values[::-1]
    return values.astype("?" if dtype == "b1" else dtype).reshape(3, 4)


def keep(name, make):
    with np.errstate(all="ignore"):
        try:
            result = make()
        except (TypeError, ValueError):
            return
    if result.dtype.kind in "biufc" and abbreviation(result.dtype) in "b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16":
        golden.add(name, result)


def at(ufunc, a):
    target = a.copy()
    ufunc.at(target, PLACES, a[[0, 1, 2, 1, 0]])
    return target


def reductions(name, dtype, a):
    ufunc = getattr(np, name)
    for axes in ((0,), (1,), (-1,), (0, 1)):
        label = f"reduce:{name}:{dtype}:{','.join(map(str, axes))}"
        keep(label, lambda: ufunc.reduce(a, axis=axes))
        keep(f"{label}:keep", lambda: ufunc.reduce(a, axis=axes, keepdims=True))
        keep(f"{label}:initial", lambda: ufunc.reduce(a, axis=axes, initial=3))
        keep(f"{label}:where", lambda: ufunc.reduce(a, axis=axes, initial=3, where=MASK))


golden.add("i", INDICES)
golden.add("mask", MASK)
golden.add("at.i", PLACES)
for dtype in DTYPES:
    a = array(dtype)
    golden.add(f"a.{dtype}", a)
    for name in NAMES:
        ufunc = getattr(np, name)
        for axis in (0, 1):
            keep(f"accumulate:{name}:{dtype}:{axis}", lambda: ufunc.accumulate(a, axis))
        reductions(name, dtype, a)
        keep(f"reduceat:{name}:{dtype}:0", lambda: ufunc.reduceat(a, INDICES[:2], 0))
        keep(f"reduceat:{name}:{dtype}:1", lambda: ufunc.reduceat(a, INDICES, 1))
        keep(f"outer:{name}:{dtype}", lambda: ufunc.outer(a[0], a[:2, 3]))
        keep(f"at:{name}:{dtype}", lambda: at(ufunc, a))
golden.write()
