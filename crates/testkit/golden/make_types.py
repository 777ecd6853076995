"""Families, limits and promotion of types."""

import numpy as np
from golden_format import DTYPES, Golden

golden = Golden(
    "types",
    f"""
Tables over the dtypes {" ".join(DTYPES)}, and texts.
isdtype.<kind>, issubdtype.<kind>: whether each dtype belongs to the kind.
common_type: the place of common_type(row, column) in that list, -1 for an error.
result.<n>: operands and the place of their result_type, or `error`.
min_scalar.<n>: a dtype, the bytes of a value, and the place of its min_scalar_type.
finfo.<dtype>, iinfo.<dtype>: the fields and their values, floats as the bytes of a double.
""",
)
types = [np.dtype(name) for name in DTYPES]
STANDARD = "bool|signed integer|unsigned integer|integral|real floating|complex floating|numeric".split("|")
ABSTRACT = "generic number integer signedinteger unsignedinteger inexact floating complexfloating flexible character".split()
for kind in STANDARD:
    golden.add(f"isdtype.{kind.replace(' ', '_')}", [np.isdtype(dtype, kind) for dtype in types])
for kind in ABSTRACT:
    golden.add(f"issubdtype.{kind}", [np.issubdtype(dtype, getattr(np, kind)) for dtype in types])


def common(a, b):
    try:
        return types.index(np.dtype(np.common_type(np.empty(0, a), np.empty(0, b))))
    except TypeError:
        return -1


golden.add("common_type", np.array([[common(a, b) for b in types] for a in types], "i1"))
WEAK = {"int": 1, "float": 1.5, "complex": 2j}
OPERANDS = [
    *([name, weak] for name in DTYPES for weak in WEAK),
    *([weak] for weak in WEAK),
    ["int", "float"],
    ["int", "complex"],
    ["float", "complex", "int"],
    ["i1", "u1", "int"],
    ["i1", "u8"],
    ["f4", "i4", "float"],
    ["float", "f2", "i1"],
    ["b1", "i2", "int", "complex"],
    ["f4", "f8", "c8"],
    [],
]
for n, operands in enumerate(OPERANDS):
    try:
        result = types.index(np.result_type(*(WEAK.get(word, word) for word in operands)))
    except ValueError:
        result = "error"
    golden.add_text(f"result.{n:02}", f"{' '.join(operands)}|{result}")
VALUES = {
    "b1": [True],
    "i1": [0, 1, 127, -1, -128],
    "i2": [255, 256, -129, -(2**15)],
    "i4": [65535, 65536, -32769, -(2**31), 2**31 - 1],
    "i8": [2**32 - 1, 2**32, -(2**31) - 1, -(2**63), 2**63 - 1],
    "u1": [0, 255],
    "u8": [2**63, 2**64 - 1, 7],
    "f2": [1.5, 65504],
    "f4": [1.5, 64999, 65000, -65000, 3.3e38, np.inf, np.nan],
    "f8": [0.1, 65000, -65001, 3.39e38, 3.4e38, -1e300, np.inf, -np.inf, np.nan],
    "c8": [1 + 2j],
    "c16": [1 + 2j, 1e300 + 1j, 1e300j, complex(np.inf, 0), complex(0, np.nan), 3.4e38],
}
values = [(name, np.array(value, name)) for name, given in VALUES.items() for value in given]
for n, (name, value) in enumerate(values):
    golden.add_text(f"min_scalar.{n:02}", f"{name}|{value.tobytes().hex()}|{types.index(np.min_scalar_type(value))}")
FLOATS = "eps epsneg max min smallest_normal smallest_subnormal resolution tiny".split()
INTEGERS = "bits iexp nmant machep negep minexp maxexp precision nexp".split()
for name in "f2 f4 f8 c8 c16".split():
    info = np.finfo(name)
    words = [f"{field}={np.float64(getattr(info, field)).tobytes().hex()}" for field in FLOATS]
    words += [f"{field}={getattr(info, field)}" for field in INTEGERS]
    golden.add_text(f"finfo.{name}", "|".join(words))
for name in "i1 i2 i4 i8 u1 u2 u4 u8".split():
    info = np.iinfo(name)
    golden.add_text(f"iinfo.{name}", f"{info.kind}|{info.bits}|{info.min}|{info.max}")
golden.write()
