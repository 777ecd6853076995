"""Reductions over every set of axes, for every dtype, on numbers whose sums are exact."""

import itertools
import warnings

import numpy as np
from golden_format import DTYPES, Golden

golden = Golden(
    "reduce",
    """
in.<dtype>.<case>: the arrays. <function>:<dtype>:<case>:<axes>: the result, `<axes>` being `all`, or axes joined by
commas; ~<function>:<dtype>:<case>:<axes>:<ddof> are rounded results; :keep is added where keepdims, or include_initial, was true. A function that NumPy refuses has no entry.
""",
)

SHAPES = {"cube": (2, 3, 4), "row": (5,), "thin": (7, 1), "empty": (0, 3), "long": (40,)}
AXES = {
    "cube": [None, (0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2), (-1,)],
    "row": [None, (0,)],
    "thin": [None, (0,), (1,)],
    "empty": [None, (0,), (1,)],
    "long": [None],
}
REDUCTIONS = "sum prod min max any all mean ptp count_nonzero nansum nanprod nanmin nanmax".split()
#: These are rounded, and are compared with a distance.
SPREADS = "var std nanvar nanstd nanmean".split()
#: These take one axis or none.
LOCATIONS = "argmin argmax nanargmin nanargmax cumsum cumprod nancumsum nancumprod".split()


def numbers(dtype, shape):
    """Small whole numbers, some equal, none so large that a sum or a product of them is rounded."""
    size = int(np.prod(shape))
    pattern = np.array([1, 2, 1, 0, 2, 1, 1, 3, 1, 1, 2, 1, 1])
    base = pattern[np.arange(size) % 13] if size < 30 else np.arange(size) % 2
    if dtype[0] in "ifc":
        base = base * np.where(np.arange(size) % 3 == 2, -1, 1)
    return base.astype(dtype).reshape(shape)


def name_of(axes):
    return "all" if axes is None else ",".join(map(str, axes))


def add(function, dtype, case, array, axes, **options):
    axis = axes if axes is None or len(axes) > 1 else axes[0]
    try:
        with np.errstate(all="ignore"):
            result = getattr(np, function)(array, axis=axis, **options)
    except (ValueError, TypeError):
        return
    keep = ":keep" if options else ""
    golden.add(f"{function}:{dtype}:{case}:{name_of(axes)}{keep}", result)


def add_spread(function, dtype, case, array, axes, ddof, options):
    """In double precision, because NumPy's own roundings are of no interest; the dtype is that of NumPy's result."""
    axis = axes if axes is None or len(axes) > 1 else axes[0]
    wide = array.astype("c16" if dtype[0] == "c" else "f8")
    with np.errstate(all="ignore"):
        result = getattr(np, function)(array, axis=axis, **options)
        exact = getattr(np, function)(wide, axis=axis, **options)
    golden.add(f"~{function}:{dtype}:{case}:{name_of(axes)}:{ddof}", np.asarray(exact).astype(result.dtype))


def with_nan(array):
    changed = array.copy()
    changed.flat[1::4] = np.nan
    return changed


warnings.simplefilter("ignore")
for dtype, (case, shape) in itertools.product(DTYPES, SHAPES.items()):
    array = numbers(dtype, shape)
    arrays = {case: array}
    if dtype[0] == "f" and case in ("cube", "row"):
        arrays[f"{case}_nan"] = with_nan(array)
    for label, array in arrays.items():
        golden.add(f"in.{dtype}.{label}", array)
        for function, axes in itertools.product(REDUCTIONS, AXES[case]):
            if function == "mean" and (dtype[0] == "c" or array.size % 3 == 0):
                continue
            add(function, dtype, label, array, axes)
        for function, axes in itertools.product(SPREADS, AXES[case]):
            for ddof in (0, 1):
                options = {} if function == "nanmean" else {"ddof": ddof}
                add_spread(function, dtype, label, array, axes, ddof, options)
        for function, axes in itertools.product(LOCATIONS, AXES[case]):
            if axes is None or len(axes) == 1:
                add(function, dtype, label, array, axes)
    if case == "cube":
        for function, axes in itertools.product(["sum", "max", "argmax"], [None, (0,), (2,)]):
            add(function, dtype, case, numbers(dtype, shape), axes, keepdims=True)
        for function, axes in itertools.product(["cumulative_sum", "cumulative_prod"], [(0,), (1,), (-1,)]):
            add(function, dtype, case, numbers(dtype, shape), axes)
            add(function, dtype, case, numbers(dtype, shape), axes, include_initial=True)
golden.write()
