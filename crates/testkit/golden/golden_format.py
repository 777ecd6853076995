"""Writes golden files; the format is described in crates/testkit/src/golden/mod.rs."""

import sys
from pathlib import Path

import numpy as np

#: The dtypes that NumPy and numoxide share, by NumPy's abbreviations, in the order of DType.
DTYPES = "b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16".split()


def abbreviation(dtype):
    """`i4` for int32, `b1` for bool."""
    dtype = np.dtype(dtype)
    return "b1" if dtype == np.bool_ else f"{dtype.kind}{dtype.itemsize}"


def with_plain_nan(array):
    """The same with every NaN positive and without payload: their signs differ between machines."""
    if array.dtype.kind == "c":
        parts = np.ascontiguousarray(array).reshape(array.shape + (1,)).view(array.real.dtype)
        return with_plain_nan(parts).view(array.dtype).reshape(array.shape)
    if array.dtype.kind == "f":
        return np.where(np.isnan(array), array.dtype.type(np.nan), array)
    return array


class Golden:
    """Collects arrays and texts, and writes them as `<name>.golden` into the folder given on the command line."""

    def __init__(self, name, note):
        self.path = Path(sys.argv[1]) / f"{name}.golden"
        self.lines = [f"# {line}".rstrip() for line in note.strip().splitlines()]
        self.lines.append(f"# Made by NumPy {np.__version__}; `cargo xtask golden` makes it again.")

    def add(self, name, value):
        """An array, or whatever becomes one."""
        array = with_plain_nan(np.asarray(value))
        little = array.astype(array.dtype.newbyteorder("<"), copy=False)
        shape = "x".join(map(str, array.shape)) or "-"
        self.lines.append(f"{name} {abbreviation(array.dtype)} {shape} {little.tobytes().hex()}".rstrip())

    def add_text(self, name, text):
        """A text, which may have several lines."""
        escaped = text.replace("\\", "\\\\").replace("\n", "\\n")
        self.lines.append(f"{name} text - {escaped}")

    def write(self):
        self.path.write_text("\n".join(self.lines) + "\n", encoding="utf-8", newline="\n")
