"""Files that NumPy writes: every dtype, order and version, one .npy each, listed in npy.tsv with what they hold.

A line of the list is: name, dtype, shape, whether we write the same bytes, items in row-major order and the machine's order
of bytes as hexadecimal digits.
"""

import io
import pathlib
import sys

import numpy as np

folder = pathlib.Path(sys.argv[1])
rows = []


def add(name, array, version=None, same=True):
    out = io.BytesIO()
    np.lib.format.write_array(out, array, version=version, allow_pickle=False)
    (folder / f"{name}.npy").write_bytes(out.getvalue())
    # A cast leaves anything in the gaps of a struct.
    native = array if array.dtype.isnative else array.astype(array.dtype.newbyteorder("="))
    shape = ",".join(map(str, array.shape))
    rows.append((name, str(native.dtype), shape, str(same), native.tobytes().hex()))


NUMBERS = ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"]
for code in NUMBERS:
    values = np.array([[1, 2, 3], [100, 0, 77]])
    add(f"little_{code}", values.astype("<" + code))
    if code[1] != "1":
        add(f"big_{code}", values.astype(">" + code), same=False)
for code in ["c8", "c16"]:
    add(f"little_{code}", np.array([1 + 2j, -3.5 - 0.25j], "<" + code))
    add(f"big_{code}", np.array([1 + 2j, -3.5 - 0.25j], ">" + code), same=False)
add("bool", np.array([True, False, True]))
add("bytes", np.array([b"ab", b"", b"cde"]))
add("text", np.array(["h\u00e9", "", "\U0001f980xy"], "<U3"))
add("text_big", np.array(["h\u00e9", "", "\U0001f980xy"], ">U3"), same=False)
add("void", np.array([b"abc", b"xyz"], "V3"))
add("zero_d", np.array(7.5))
add("zero_d_text", np.array("seven"))
add("empty", np.zeros((0, 3)))
add("empty_inside", np.zeros((2, 0, 3), "i2"))
cube = np.arange(24, dtype="i4").reshape(2, 3, 4)
add("fortran", np.asfortranarray(cube))
add("strided", cube[:, ::-1, ::2])
add("one_column", np.arange(6.0).reshape(6, 1))
add("version_2", cube, version=(2, 0), same=False)
add("version_3", cube, version=(3, 0), same=False)

flat = np.dtype([("id", "<i2"), ("level", "<f8"), ("ok", "?")])
add("struct", np.array([(1, 2.5, True), (-2, 0.0, False)], flat))
add("struct_big", np.array([(1, 2.5, True), (-2, 0.0, False)], flat.newbyteorder(">")), same=False)
mixed = np.zeros(2, [("id", ">i2"), ("point", [("x", "<f4"), ("y", ">f4"), ("ok", "?")]), ("grid", ">i2", (2, 2)),
    ("cells", [("re", ">c8"), ("tag", "<U2")], (2,)), ("level", "<f8"), ("text", ">U2")])
mixed["id"], mixed["level"], mixed["text"] = [1, -2], [0.5, 1e9], ["h\u00e9", "\U0001f980"]
mixed["point"]["x"], mixed["point"]["y"], mixed["point"]["ok"] = [1, 2], [3, 4], [True, False]
mixed["grid"][0], mixed["cells"]["re"], mixed["cells"]["tag"] = [[1, 2], [3, 4]], [[1 + 2j, 3j], [4, 5]], "ab"
add("struct_mixed", mixed, same=False)
aligned = np.zeros(2, np.dtype([("a", "i1"), ("b", "<f8"), ("c", "<U2")], align=True))
aligned["a"], aligned["b"], aligned["c"] = [1, 2], [0.5, -0.5], ["x", "yz"]
add("struct_aligned", aligned)
nested = np.zeros(2, [("point", [("x", "<f4"), ("y", "<f4")]), ("grid", "<i2", (2, 3)), ("tag", "S3")])
nested["point"]["x"], nested["grid"][0], nested["tag"] = [1, 2], [[1, 2, 3], [4, 5, 6]], [b"ab", b"c"]
add("struct_nested", nested)
spaced = np.zeros(2, np.dtype({"names": ["a", "b"], "formats": ["<i4", "S2"], "offsets": [3, 9], "itemsize": 16}))
spaced["a"], spaced["b"] = [7, 8], [b"q", b"rs"]
add("struct_offsets", spaced)
titled = np.zeros(1, np.dtype([(("the title", "a"), "<i4"), ("b", "<i4")]))
titled["a"] = 5
add("struct_titles", titled)
names = np.zeros(2, [("gr\u00f6\u00dfe", "<f4")])
add("struct_latin", names)
unicode_names = np.zeros(2, [("\u03b1", "<f4"), ("it's", "<i2")])
add("struct_unicode", unicode_names)
many = np.zeros(1, [(f"a_rather_long_name_of_a_field_{i:04}", "i1") for i in range(1600)])
add("struct_many", many)
days = np.array([["2020-01-01", "NaT"], ["1969-12-31", "-0044-03-15"]], "M8[D]")
add("dates", days)
add("dates_big", days.astype(">M8[us]"), same=False)
add("dates_fortran", np.asfortranarray(days.astype("M8[ns]")))
add("dates_generic", np.array(["NaT"] * 3, "M8"))
add("durations", np.array([5, -7, "NaT"], "m8[25s]"))
add("durations_generic", np.array(5, "m8"))
timed = np.zeros(2, [("t", "<M8[ms]"), ("d", "<m8[h]", (2,)), ("ok", "?")])
timed["t"], timed["d"], timed["ok"] = ["2020-01-01T01:02:03.004", "NaT"], [[1, 2], [3, 4]], [True, False]
add("struct_times", timed)

with open(folder / "npy.tsv", "w", encoding="utf-8", newline="\n") as out:
    for row in rows:
        out.write("\t".join(row) + "\n")
