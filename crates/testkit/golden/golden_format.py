"""Writes golden files; the format is described in crates/testkit/src/golden/mod.rs."""

import sys
from pathlib import Path

import numpy as np


class Golden:
    """Collects arrays and writes them as `<name>.golden` into the folder given on the command line."""

    def __init__(self, name, note):
        self.path = Path(sys.argv[1]) / f"{name}.golden"
        self.lines = [f"# {line}" for line in note.strip().splitlines()]
        self.lines.append(f"# Made by NumPy {np.__version__}; `cargo xtask golden` makes it again.")

    def add(self, name, value):
        array = np.asarray(value)
        little = array.astype(array.dtype.newbyteorder("<"), copy=False)
        dtype = "b1" if array.dtype == np.bool_ else f"{array.dtype.kind}{array.dtype.itemsize}"
        shape = "x".join(map(str, array.shape)) or "-"
        self.lines.append(f"{name} {dtype} {shape} {little.tobytes().hex()}".rstrip())

    def write(self):
        self.path.write_text("\n".join(self.lines) + "\n", encoding="utf-8", newline="\n")
