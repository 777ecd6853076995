"""Archives that NumPy writes: stored, compressed, and with sizes of 64 bits in the directory's end."""

import pathlib
import sys

import numpy as np

folder = pathlib.Path(sys.argv[1])
arrays = {
    "x": np.arange(6, dtype="<i4").reshape(2, 3),
    "folder/y": np.array([0.5, -1.5], ">f8"),
    "gr\u00f6\u00dfe": np.array(["a", "\u00e4"], "<U1"),
    "empty": np.zeros((0, 3)),
}
np.savez(folder / "stored.npz", **arrays)
np.savez_compressed(folder / "compressed.npz", **arrays)
np.savez(folder / "no_members.npz")
