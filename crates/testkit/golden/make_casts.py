"""Casts from and to text, bytes, raw items and structs, the rules that allow them, and the types they promote to."""

import warnings

import numpy as np
from golden_format import Golden, add_cast_rules

golden = Golden(
    "casts",
    """
dtype.<n>: the types of the tables. level.<n>: the strictest rule under which that type may become each of them, in the order no, equiv,
safe, same_kind, unsafe; `-` for none. promote.<n>: the types it promotes to, separated by tabs; `-` for none.
cast.<n>: the type of an array, the bytes of its items, the type asked for, and what NumPy makes of it: the type and the bytes, or `error`;
separated by tabs.
""",
)
warnings.simplefilter("ignore")
NUMBERS = "? i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16".split()
STRUCTS = [
    [("a", "i4"), ("b", "f8")],
    [("a", "i8")],
    [("x", "i4")],
    [("a", "i4"), ("b", "S3")],
    {"names": ["a"], "formats": ["i4"], "offsets": [4], "itemsize": 12},
    {"names": ["a"], "formats": ["i4"], "itemsize": 8},
    [("b", "f8"), ("a", "i4")],
    [("a", "i2"), ("b", "f4")],
    {"names": ["a", "b"], "formats": ["i4", "f8"], "offsets": [4, 8]},
    {"names": ["a", "b"], "formats": ["i4", "f8"], "aligned": True},
    [("a", "i4", (2,)), ("b", "f8")],
    [("a", "i8", (2,)), ("b", "f4")],
    [("a", "i4", (1,))],
    [(("t", "a"), "i4")],
    [(("t", "a"), "i8")],
    [("p", [("a", "i4"), ("b", "U2")])],
    [("p", [("a", "f4"), ("b", "U4")])],
    [("v", "V3")],
    [("s", "U4")],
]
SMALL = ["(2,)i4", "(2,)i8", "(1,)i4", "(2,1)i4", "(2,)S3"]
DTYPES = [np.dtype(d) for d in [*NUMBERS, "S", "S3", "S11", "S40", "U", "U3", "U11", "U70", "V", "V3", "V8", "V40", *STRUCTS, *SMALL]]

add_cast_rules(golden, DTYPES)
count = 0


def solid(array):
    """The same with zeros in the gaps between fields, which hold whatever was there."""
    room = np.zeros(array.shape, array.dtype)
    for name in array.dtype.names or ():
        room[name] = array[name]
    return room if array.dtype.names else array


def cast(array, dtype):
    global count
    dtype = np.dtype(dtype)
    # NumPy itself has no items of no size.
    array = solid(np.atleast_1d(array))
    words = [str(array.dtype), array.tobytes().hex(), str(dtype)]
    try:
        result = array.astype(dtype)
        words += [str(result.dtype), solid(result).tobytes().hex()]
    except (ValueError, TypeError, OverflowError):
        words.append("error")
    golden.add_text(f"cast.{count}", "\t".join(words))
    count += 1


REALS = [0.1, -2.5, 0.0, -0.0, 1.0, 1 / 3, 1e-4, 9.9e-5, 1e-5, 1e15, 1e16, 123456789.0, 999.0, 1000.0, 65504.0, 1e7, 1e8, 16777216.0, 5e-324, 1e300, np.inf, -np.inf, np.nan]
PARTS = [1 + 2j, 2j, -0.0 + 2j, complex(0, -0.0), complex(-1, np.nan), complex(np.inf, -np.inf), 1e16 - 1e-7j, 0.1 + 0j]
for dtype in NUMBERS:
    if dtype == "?":
        values = np.array([True, False])
    elif dtype[0] in "iu":
        values = np.array([np.iinfo(dtype).min, np.iinfo(dtype).max, 0, 7], dtype)
    else:
        values = np.array(PARTS if dtype[0] == "c" else REALS).astype(dtype)
    for target in ("S", "U2"):
        cast(values, target)
    # Others differ between machines where they do not fit.
    for target in ("U", "S4", "V", "V3", "V20", *STRUCTS[:5], STRUCTS[10], *SMALL):
        cast(values[:2], target)
TEXTS = """
1| 2 |1_000|0x10|1.5|-7|+7||nan|Infinity|-INF|1e5|True|1j|(1+2j)|1 + 2j| ( 1+2j ) |1_0.5|\t3\n|300|18446744073709551615|-9223372036854775808
9223372036854775808|99999999999999999999|-129|70000|1e400|65520|1e-46|0.1|j|-j|infj|nan+infj|1e|1_|_1|1__0|0_0|007| |.5|1.|.|1e+5|- 1|+-1
9007199254740993|1_e5|1e1_0|1L|infinit|in|1ej|1e5+2e-3J|(1|1)|1+|1+j|+j|1+-2j|1j+2|1jj|( )|-infj|1 j|1_0+2_0j|_j|1+nanj|(1)2|((1))|0b1|a
""".strip("\n").replace("\n", "|").split("|")
WIDE = ["١٢", "１_２", "\u00a05\u2003", "\u200b3", "é", "\x1c3", "\x1c\u0663", "1\x005", "\x0b7\x0c", "𝟗.𝟓", "１+٢j"]
for text in [*TEXTS, *WIDE]:
    for dtype in ("i1", "u4", "i8", "u8", "f2", "f4", "f8", "c16"):
        cast(np.array([text]), dtype)
        if text in WIDE or dtype in ("i8", "f8", "c16"):
            cast(np.array([text.encode()]), dtype)
for text in ("0", "a", " ", "\0a", ""):
    cast(np.array([text, "\0"]), "?")
    cast(np.array([text.encode(), b"\0"]), "?")
for raw in (b"12", b"ab", b" 7 ", b"1j", b"nan", b"\0\0", b"\0\1", b"1\0", b"\xff"):
    for target in ("?", "i2", "f8", "c16", "S", "S3", "U", "U3", "V", "V1", "V4", "i4,f8", "V1,?", SMALL[0]):
        cast(np.array([raw], f"V{len(raw)}"), target)
for text in (["12", "3"], ["é3", "4"], ["abc", ""], ["\0a", "b"], ["𝟗", "\ud800"]):
    for target in ("S", "S1", "S5", "U", "U1", "U5", "V", "V3", "V6", "V20", "i4,S2", [("v", "V3"), ("s", "U1")], SMALL[4], "?,?"):
        cast(np.array(text), target)
        if all(word.isascii() for word in text):
            cast(np.array(text, "S"), target)
TARGETS = ["S", "U", "U3", "V", "V3", "V40", "?", "i4", "f4", "c16", "i4,f8", "f8,i4", "?,?", "S3,S5", "S,U", "V2,V9", "i4,f8,i4", "f8,", "U,", "S2,", *STRUCTS, *SMALL]
RECORDS = [
    np.array([(1, 2.5), (-3, 7.0)], STRUCTS[0]),
    np.array([(258,), (-1,)], STRUCTS[1]),
    np.array([(1, b"12"), (2, b"7")], STRUCTS[3]),
    np.array([(5,), (6,)], STRUCTS[4]),
    np.array([(5, 1.5), (6, 2.5)], STRUCTS[9]),
    np.array([([1, 2], 3.5)], STRUCTS[10]),
    np.array([([7],)], STRUCTS[12]),
    np.array([((1, "23"),)], STRUCTS[15]),
    np.array([(b"12\0",)], STRUCTS[17]),
    np.array([("12",)], STRUCTS[18]),
    np.zeros(2, []),
]
for records in RECORDS:
    for target in TARGETS:
        cast(records, target)
for shape in ((2, 1), (3,), (1, 2), (2, 2)):
    array = np.arange(1, 1 + np.prod(shape)).reshape(shape)
    records = np.array([(array,)], [("a", "i4", shape)])
    for other in ((2, 2), (2, 3), (2,), (3, 1), (3, 2), (1,), (1, 1, 2), (4,), (2, 2, 2)):
        cast(records, [("a", "f4", other)])
golden.write()
