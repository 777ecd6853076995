"""Reads the files that we wrote, and says what NumPy sees otherwise.

`list.tsv` of the folder has a line for each: the file, the key in an archive (or empty), dtype, shape, `F` for column-major
files, `same` if NumPy writes the same bytes, items in row-major order and the machine's order of bytes as hexadecimal digits.
"""

import ast
import io
import pathlib
import sys

import numpy as np

folder = pathlib.Path(sys.argv[1])
wrong = []


def dtype_of(text):
    return np.dtype(ast.literal_eval(text) if text[0] in "[{(" else text)


def written_by_numpy(path, array):
    """The bytes that NumPy writes in the place of a file."""
    out = io.BytesIO()
    if path.suffix == ".npz":
        with np.load(path) as archive:
            np.savez(out, **{key: archive[key] for key in archive.files})
    elif path.suffix == ".npy":
        np.lib.format.write_array(out, array, version=(path.read_bytes()[6], 0))
    elif path.suffix == ".txt":
        np.savetxt(out, array)
    else:
        out.write(array.tobytes())
    return out.getvalue()


def same_items(a, b):
    """Whether two arrays have the same bytes, but for gaps between fields, which NumPy's copies leave as they come."""
    gaps = a.dtype.names is not None and sum(a.dtype[name].itemsize for name in a.dtype.names) < a.dtype.itemsize
    return np.array_equal(a, b) if gaps else a.tobytes() == b.tobytes()


def read(path, key, dtype, shape):
    if path.suffix == ".npz":
        with np.load(path) as archive:
            return archive[key]
    if path.suffix == ".txt":
        return np.loadtxt(path, ndmin=len(shape))
    if path.suffix == ".raw":
        return np.fromfile(path, dtype).reshape(shape)
    whole = np.load(path)
    if whole.size and not same_items(np.load(path, mmap_mode="r"), whole):
        wrong.append(f"{path.name}: the map is not what the file holds")
    return whole


for line in (folder / "list.tsv").read_text(encoding="utf-8").splitlines():
    name, key, text, shape, order, same, items = line.split("\t")
    path, dtype = folder / name, dtype_of(text)
    shape = tuple(int(size) for size in shape.split(",") if size)
    try:
        array = read(path, key, dtype, shape)
    except Exception as error:
        wrong.append(f"{name} {key}: {error!r}")
        continue
    # A cast to `m8` would keep the order of bytes.
    native = array if array.dtype.isnative else array.byteswap().view(array.dtype.newbyteorder("="))
    if (native.dtype, array.shape) != (dtype, shape):
        wrong.append(f"{name} {key}: {native.dtype} {array.shape}, not {dtype} {shape}")
    expected = np.ndarray(shape, dtype, bytes.fromhex(items) or None)
    if native.dtype != dtype or not same_items(native, expected):
        wrong.append(f"{name} {key}: the items are others: {native!r}")
    if "big" in name and array.dtype.isnative and np.dtype(dtype).str[0] == "<":
        wrong.append(f"{name}: the bytes are not in the other order")
    if order == "F" and not array.flags.fnc:
        wrong.append(f"{name}: it is not column-major")
    if same and written_by_numpy(path, array) != path.read_bytes():
        wrong.append(f"{name}: NumPy writes other bytes")
print("\n".join(wrong))
print("judged", sum(1 for _ in open(folder / "list.tsv", encoding="utf-8")))
