"""Dtypes read from texts, and what they tell of themselves."""

import ast
import warnings

import numpy as np
from golden_format import Golden

golden = Golden(
    "dtype",
    """
<n>: a text, and what NumPy makes of it, separated by tabs: str, repr, .str, .descr (or `error`), name, char, num, kind,
itemsize, alignment, isalignedstruct, the offsets of the fields, the shape; or `error` alone. Foreign byte orders: `foreign` after
the text, and what the dtype in native order tells.
""",
)
CODES = "? b B h H i I l L p P n N e f d F D b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16 S U V S5 U3 V7 S0 U0".split()
NAMES = """bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 complex64 complex128 half single
double float int uint complex byte ubyte short ushort intc uintc intp uintp long ulong csingle cdouble
str bytes void""".split()
ORDERS = ["<f8", ">f8", "=f8", "|f8", ">i2", "<U3", ">U3", "|S3", ">S3", ">c16", ">i1", ">?", "|i1", "<V3", ">f2"]
COMMAS = [
    "f8,i4", "f8, i4", "f8,", "i1,f8,S3", "(2,3)f4", "(2,)f4", "3f4", "1f4", "(2,3)f4, 2i2", "()f4", "(4)i2", "f8,(2,2)U2,?",
    ">f8,>i4", ">f8,S2,>i4", "3S5", "(2, 3)i1,V2", "S5,U3,V7", ">3i2" , "<2f4,i1",
]
LITERALS = [
    "[('x', 'f8'), ('y', '<i4')]",
    "[('x', 'f8'), ('y', 'i4', 3)]",
    "[('x', 'f8'), ('y', 'i4', 1)]",
    "[('x', 'f8', (2, 3)), ('y', 'S5')]",
    "[('x', '(2,3)f4'), ('b', '?')]",
    "[('p', [('a', 'i1'), ('b', 'f8')]), ('q', 'U4')]",
    "[('p', [('a', 'i1'), ('b', 'f8')], (2,)), ('q', 'U4')]",
    "[('', 'f8'), ('', 'i4')]",
    '[("it\'s", "f8"), ("tab\\\\t", "i1")]',
    "[('x', 'f8'), ]",
    "[('p', 'f8,i4')]",
    "[('p', {'names': ['a', 'b'], 'formats': ['i1', 'f8'], 'offsets': [0, 8]}), ('q', 'i1')]",
    "[('x', '>f8'), ('y', '>i4')]",
    "[('x', '>f8'), ('n', [('z', '>c8'), ('s', 'S3')])]",
    "[('größe', 'f4')]",
    "{'names': ['a', 'b'], 'formats': ['i1', 'f8']}",
    "{'names': ['a', 'b'], 'formats': ['i1', 'f8'], 'aligned': True}",
    "{'names': ['a', 'b'], 'formats': ['i1', 'f8'], 'offsets': [0, 8], 'itemsize': 20}",
    "{'names': ['a', 'b'], 'formats': ['i1', 'f8'], 'offsets': [8, 0]}",
    "{'names': ['a', 'b'], 'formats': ['i4', 'i2'], 'offsets': [0, 2]}",
    "{'names': ['a', 'b'], 'formats': ['i4', 'f8'], 'offsets': [0, 8], 'itemsize': 16, 'aligned': True}",
    "{'names': ['a'], 'formats': [('f4', (2, 2))], 'offsets': [4], 'itemsize': 24}",
    "{'names': ['a', 'c'], 'formats': ['i1', [('u', 'i1'), ('v', 'i4')]], 'aligned': True}",
    "[(('the title', 'a'), '<i4'), ('b', '<i4')]",
    "[(('t', 'a'), '>i4', (2,)), (('u', 'b'), '>f8'), (('v', 'c'), '>i4')]",
    "[(('t', 'a'), 'i4', (2,)), (('u', 'b'), 'f8')]",
    "[('p', [(('t', 'a'), 'i1'), ('b', 'f8')]), (('t', 'q'), 'U4')]",
    "{'names': ['a', 'b'], 'formats': ['i1', 'f8'], 'offsets': [0, 8], 'titles': ['T', None]}",
    "{'names': ['a', 'b'], 'formats': ['i1', 'f8'], 'titles': ['T', 'U'], 'aligned': True}",
    "('f4', (2, 3))",
    "('f4', 3)",
    "('S5', (2,))",
    "([('a', 'i1'), ('b', 'f8')], (2,))",
]
WRONG = [
    "f5", "i3", "u16", "c4", "b2", "float65", "x", "", "S-1", "f8 i4", "(2,3", "(2,3)", "f8,,i4", "(2,x)f4", "9999999999999999f8",
    "[('x', 'f8'), ('x', 'i4')]", "[('x',)]", "['f8']", "[('x', 'f8'", "[('x', 'f9')]", "[(1, 'f8')]", "[('x', 'f8', 'y')]",
    "{'names': ['a', 'b']}", "{'names': ['a'], 'formats': ['f8'], 'itemsize': 4}",
    "{'names': ['a'], 'formats': ['f8'], 'offsets': [1], 'aligned': True}", "('f4', (2, 3), 4)", "<", ">", "<<f8",
    "[(('a', 'a'), 'i4')]", "[(('b', 'a'), 'i4'), ('b', 'i4')]", "[(('x', 'a'), 'i4'), (('x', 'b'), 'i4')]",
    "{'names': ['a', 'b'], 'formats': ['i1', 'f8'], 'titles': ['T']}",
    "[]x", "f8)", "é", "f8é",
    "('S', (2,))", "[('x', 'U', (2, 3))]", "(2,)S,i4", "[('x', 'S', ())]", "[(('title', ''), 'f4')]",
]
# What a fuzzer found.
FOUND = [
    " f8", "f8 ", " f8,i4", "f8 ,i4 ", " (2,3)f8", "2 f8", "2f8 ", "[('a', ' f8')]", "(2)f4", "(2)f4,i4", "2S", "2S,3U,4V", "('U', 3)", "('S3', 2)",
    "[('x', 'S', 4), ('y', 'U', 2), ('z', 'V', 3)]", "[('x', 'V', 0)]", "{'names': ['a'], 'formats': ['f4', 'what'], 'offsets': [2, 9], 'titles': ['T', 'U']}",
    "{'names': [], 'formats': ['i1']}", "{'names': ['a', 'b'], 'formats': ['f4']}", "[('soft\\xadhyphen', 'f4'), ('line\\u2028', 'f4'), ('no\\U000e0001', 'i1'), ('\u0300ok', 'i1')]",
]


def told(dtype):
    try:
        descr = str(dtype.descr)
    except ValueError:
        descr = "error"
    offsets = ",".join(str(dtype.fields[name][1]) for name in dtype.names or ())
    shape = ",".join(map(str, dtype.shape))
    words = [str(dtype), repr(dtype), dtype.str, descr, dtype.name, dtype.char, dtype.num, dtype.kind, dtype.itemsize]
    return [*words, dtype.alignment, dtype.isalignedstruct, offsets, shape]


def native(dtype):
    return dtype.newbyteorder("=")


for n, text in enumerate([*CODES, *NAMES, *ORDERS, *COMMAS, *LITERALS, *WRONG, *FOUND]):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            given = ast.literal_eval(text) if text[:1] in "[{" or text[:2] in ("('", "([") else text
            dtype = np.dtype(given)
        same = native(dtype)
        words = ([text, "foreign"] if same != dtype else [text]) + told(same)
    except (TypeError, ValueError, SyntaxError, KeyError, IndexError, OverflowError):
        words = [text, "error"]
    golden.add_text(f"{n:03}", "\t".join(map(str, words)))
golden.write()
