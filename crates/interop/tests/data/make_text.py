"""What NumPy makes of texts, and the texts it makes: text.tsv.

A line is: name, text, dtype, shape, items in row-major order and the machine's order of bytes as hexadecimal digits. The names
that begin with `save` are texts that NumPy wrote; those are only name and text. Texts have \\n, \\t, \\r and \\\\ escaped.
"""

import io
import pathlib
import sys
import warnings

import numpy as np

folder = pathlib.Path(sys.argv[1])
warnings.simplefilter("ignore")
rows = []


def escape(text):
    for plain, written in [("\\", "\\\\"), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")]:
        text = text.replace(plain, written)
    return text


def load(name, text, **keywords):
    array = np.loadtxt(io.StringIO(text, newline=""), **keywords)
    shape = ",".join(map(str, array.shape))
    rows.append((f"load_{name}", escape(text), str(array.dtype), shape, array.tobytes().hex()))


def save(name, array, **keywords):
    out = io.StringIO()
    np.savetxt(out, array, **keywords)
    rows.append((f"save_{name}", escape(out.getvalue())))


load("plain", "1 2 3\n4 5 6\n")
load("blanks", "  1\t2   3  \n\n   \n 4 5 6")
load("comments", "# a comment\n1 2 # more\n#3 4\n5 6\n")
load("comma", "1, 2,3\n 4 ,5,6\n", delimiter=",")
load("comma_comments", "1,2# x\n\n#y\n3,4\n", delimiter=",")
load("several_comments", "1 2 // x\n3 4 % y\n%z\n", comments=["//", "%"])
load("slash_no_comment", "a/b c//d\n", dtype="U4", comments=["//"])
load("row", "1 2 3\n")
load("column", "1\n2\n3\n")
load("single", "7\n")
load("single_ndmin1", "7\n", ndmin=1)
load("single_ndmin2", "7\n", ndmin=2)
load("row_ndmin2", "1 2 3\n", ndmin=2)
load("column_ndmin2", "1\n2\n3\n", ndmin=2)
load("nothing", "# only this\n")
load("nothing_ndmin2", "", ndmin=2)
load("skiprows", "name x\n\n1 2\n3 4\n", skiprows=2)
load("max_rows", "1 2\n# x\n3 4\n5 6\n", max_rows=2)
load("usecols", "1 2 3\n4 5 6\n", usecols=(2, 0))
load("usecols_negative", "1 2 3\n4 5 6\n", usecols=(-1,))
load("usecols_ragged", "1 2 3\n4 5\n", usecols=(0, 1))
load("usecols_twice", "1 2 3\n4 5 6\n", usecols=(1, 1, 1))
load("unpack", "1 2 3\n4 5 6\n", unpack=True)
load("newlines", "1 2\r3 4\r\n5 6\n\r7 8")
load("int", "1 -2\n+3 4\n", dtype="<i2")
load("uint8", "0 255\n", dtype="u1")
load("bool", "0 1\n7 -1\n", dtype=bool)
load("f4", "0.1 16777217\n1e-46 3.4028236e38\n", dtype="<f4")
load("f2", "0.1 65520\n", dtype="<f2")
load("special", "nan -inf\nInfinity 1e400\n")
load("complex", "1+2j (3-4e-1j)\n-5 6j\n", dtype=complex)
load("text", "a bcd\ne f\n", dtype="U2")
load("text_longest", "a bcd\ne f\u00e9\u00e9\u00e9\n", dtype="U")
load("bytes_longest", "a bcd\ne f\n", dtype="S")
load("struct", "1 0.5 ab\n2 -1 cdefg\n", dtype=[("a", "i1"), ("b", "<f8"), ("c", "S3")])
load("struct_nested", "1 2 3 4 5\n", dtype=[("a", "<i4", (2, 2)), ("b", "<f4")])
load("struct_row", "1 2\n", dtype=[("a", "i1"), ("b", "i1")])
load("quoted", '"a, ""b""",1\n"c\nd",2\n', dtype="U9", delimiter=",", quotechar='"')
load("converter", "1% 2\n3% 4\n", converters={0: lambda field: float(field.rstrip("%")) / 100})
load("comma_blanks", "1 , 2\t,3 # c\n 4,5 ,6#d\n7,8,9 \n10,11,12", delimiter=",")
load("tabs", "1\t2\n 3 \t 4 #\n", delimiter="\t")
load("usecols_texts", "a,1.5,b c,2 # d\n,-2e3,,4,5,6\n", delimiter=",", usecols=(1, 3))
load("usecols_words", "x 1  y 2 # z\n  u 3 v 4 w # z\na 5 b 6#c\n", usecols=(3, 1), dtype="<i4")
load("long_int", "123456789012345678 -1234567890123456789\n12345678 -123456789\n", dtype="<i8")
load("uint64", "18446744073709551615 7\n1234567890123456789 12345678901234567\n", dtype="<u8")
load("int8", " -128  127 \n", dtype="i1")
load("complex64", "(1+2j),3\n -4j , (5)\n", dtype="<c8", delimiter=",")
load("struct_usecols", "x,1,y,0.5\nz,2,w,1.5,more\n", dtype=[("a", "<u2"), ("b", "<f8")], delimiter=",", usecols=(1, 3))
load("digits", "0.1234567890123456789012345 9007199254740993 5e-324 1.7976931348623157e308\n")
load("usecols_of_nothing", "# x\n", usecols=(5, 0, -7))
load("usecols_end_ragged", "1 2 3\n4 5\n6 7 8 9\n", usecols=(-1, 0))
load("no_rows", "1 2\n3 4\n", max_rows=0)
load("no_rows_struct", "1 2 3\n", max_rows=0, dtype="i4,f8")
load("separators", "1\x1f2 \x1c3\n\x1d\n4 5 6\x1e\n")
load("text_end_ragged", "a b c\nd efg\n", usecols=(-1,), dtype="U")

table = np.array([[1.0, -0.5], [1e-300, 123456.789]])
save("plain", table)
save("column", np.array([0.1, 2.0, np.nan, -np.inf]))
save("formats", table, fmt=["%d", "%10.3f"], delimiter=" | ")
save("whole_row", table, fmt="<%g; %G>", newline="\r\n")
save("header", table, fmt="%.3e", header="two\nlines", footer="end")
save("header_plain", table, fmt="%.3e", header="a,b", delimiter=",", comments="")
save("ints", np.array([[1, -2], [300, 4]]), fmt="%5d")
save("ints_exponential", np.array([[1, -2], [300, 2**53 + 1]]))
save("ints_left", np.array([1, -2]), fmt="%-5d|")
save("zeros", np.array([1.5, -2.25, np.inf]), fmt="%+08.2f")
save("general", np.array([0.0, 1e-5, 123456.0, 1234567.0, 0.0001, 100.0, 1e100]), fmt="%g")
save("general_more", np.array([0.1, 1e16, 2 / 3]), fmt="%.17g")
save("alternate", np.array([1.0, 1e10]), fmt="%#.0e")
save("complex", np.array([[1 + 2j, -3.5 - 0.25j]]))
save("complex_short", np.array([1 - 2j]), fmt="%.1f")
save("complex_row", np.array([[1 + 2j, 3 - 1j]]), fmt="%d%+dj %d%+dj")
save("texts", np.array([["a", "b\u00e9"], ["", "xyz"]]), fmt="%4s")
save("bytes", np.array([b"a", b"xy\xff"]), fmt="%s")
save("text_cut", np.array(["abcdef"]), fmt="%.3s|")
save("struct", np.array([(1, 0.5, "x"), (2, 1.5, "yz")], [("a", "i4"), ("b", "f8"), ("c", "U2")]), fmt="%d %.1f %s")
save("bools", np.array([True, False]), fmt="%d")
save("shortest", np.array([0.1, 1.0, 1e16, 1e-5]), fmt="%s")
save("many_digits", np.array([0.1, 1e23]), fmt="%.30e")
save("uint64", np.array([2**64 - 1], "u8"), fmt="%d")
save("empty", np.zeros((0, 2)))
save("words", np.array([[True, False]]), fmt="%5s|%d")
save("shortest_single", np.array([0.1, 16777216, 1e-30], "f4"), fmt="%s")
save("shortest_half", np.array([0.1, 2048], "f2"), fmt="%s")
save("complex_single", np.array([0.1 + 1e16j], "c8"), fmt="%s")
save("digits", np.array([[255, -255, 8, 8], [0, 1, -8, 0]]), fmt="%x %#X %o %#o")
save("digits_filled", np.array([[255, 255, -255, 255], [0, 0, 0, 0]]), fmt="%#08x|%-8x|% 8.5X|%+#.4o")
save("dates", np.array(["2024-02-29", "NaT"], "M8[D]"), fmt="%s")
save("durations", np.array([3, -1], "m8[h]"), fmt="<%9s>")

with open(folder / "text.tsv", "w", encoding="utf-8", newline="\n") as out:
    for row in rows:
        out.write("\t".join(row) + "\n")
