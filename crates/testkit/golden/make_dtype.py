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
part.<n>: a text, the names of some of its fields, and what the dtype of these tells.
made.<n>: a function that makes an array of shape (2,) or (2, 3), a text, and the dtype, shape and bytes of its result.
shared.<n>: a dtype with a bool that shares its byte, and bytes as 1-d array of it: its str and repr; its fields, each with dtype and
bytes; and the bytes it has after a cast.
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
    "{'names': [], 'formats': ['i1']}", "{'names': ['a', 'b'], 'formats': ['f4']}", "[('x', 'S', 01)]", "[('x', 'S', 00)]", "[('x', 'S', 10)]",
    "[(u'x', U'f8'), ('a' 'b', \"i\" u'4')]", "{'names': ['b' 'a'], u'formats': ['u2']}", "{'names': [], 'formats': [], u'offsets': []}", "[(u, 'f8')]",
    "({'names': ['a', 'b'], 'formats': ['i1', 'f8'], 'aligned': True}, (2, 3))", "({'names': [], 'formats': [], 'aligned': True}, (0,))",
    "[('soft\\xadhyphen', 'f4'), ('line\\u2028', 'f4'), ('no\\U000e0001', 'i1'), ('\u0300ok', 'i1')]",
]
# Small arrays of small arrays, alignment without gaps, and what NumPy's two parsers of texts make of odd ones.
ODD = [
    "((('f4', (2,)), 3))", "(('f4', (2,)), (3, 4))", "[('x', ('f4', 2), 3)]", "[('x', ('>i2', (1, 2)), (3,)), ('y', 'i1')]", "(('f4', (2,)), ())",
    "(([('a', 'i1'), ('b', '?', 2)], (2,)), 3)", "[('s', [('a', ('U2', 2), (0, 1))], 2)]", "(2,)3f4", "2(3,)f4", "(2,)(3,)f4", "2 (3,)4i1",
    "{'names': ['a'], 'formats': ['i1'], 'aligned': True}", "{'names': [], 'formats': [], 'aligned': True}", "[]",
    "{'names': [], 'formats': [], 'itemsize': 8}", "{'names': ['a', 'b'], 'formats': ['S3', '?'], 'aligned': True}",
    "{'names': ['p', 'q'], 'formats': [{'names': ['a'], 'formats': ['i4'], 'aligned': True}, 'i1'], 'aligned': True}",
    "{'names': ['p', 'q'], 'formats': [{'names': ['a', 'b'], 'formats': ['i4', 'i1'], 'aligned': True}, 'i1']}",
    "{'names': ['a', 'b'], 'formats': ['i1', 'f8'], 'itemsize': 24, 'aligned': True}",
    "{'names': ['a', 'b'], 'formats': ['?', 'i1'], 'offsets': [0, 0]}", "{'names': ['a', 'b'], 'formats': ['i4', '3?'], 'offsets': [0, 1]}",
    "8,c8", "02S2", "i 2", "i+4", "i\v4", "i-0", "S-0", "S+3", "U 3", "c 8", "08i4", "00f4", "0i4", "i04", "f08", "S03", "V02", "01S", "8", "12", "<4", "1",
    "3,f4", "2,3f4", "2,,f4", ",f4", ",", "f4,", "f4,,", "(,)f4", "(2,,3)f4", "()", "()f4", "( )f4", "<()f4", "(0)f4", "(1)f4", "(2)8f4,i1", "(2 , 3)f4",
    "( 2,3 )f4", "(2,3,)f4", "(2 3)f4", "((2,3))f4", "(-1,)f4", "(2", "2)", "f4(2)", "f4(2,)", "f4,(2", "f4,2)", "2_0f4", "2.0f4", "(02,)f4", "(00,)f4", "+3f4",
    "-1f4", ">4f8", "4<f8", "4 <f8", "4> f8", "<4<f8", "<4>f8", "=4<f8", "|4>f8", "(4)<f8", ">(2,)f8", "(2,)>f8", "(2,)>f8 ", "4f8\v,i1", "f8,\vi4", "f8\v,i4", "i4\v",
    "f4;", "f4 i4", "f8.", "!f8", "@f8", "f8<", "|b1", "|i2", "=S3", ">b1", "<float64", "=int32", "float64 ", "float 64", "2float64", "2 float64", "(2,)float64,int32",
    "a", "a5", "3a", "A", "c1", "B1", "?1", "d8", "l8", "q8", "F8", "D16", "e2", "H2", "p8", "b8", "bool8", "int0", "str8", "void8", "bool_", "str_", "bytes_",
    "unicode", "string_", "float_", "complex_", "cfloat", "Float64", "1S", "1S3", "(1,)S3", "0S", "0V", "0U", "1U", "1V,1S", "S,", "S,U,V", "2S,S", "3V", "(0,)S",
    "(2,)V", "S2147483647", "S2147483648", "U536870911", "U536870912", "(2147483647,)i1", "(2147483648,)i1", "(2147483648,0)i1", "(65536,65536)i1", "1" + "0" * 20 + "i1",
    "<a", "=a", ">a5", "i2,>a", "00a3,i1", "[('b', '(0,)u1', (2,))]", "(('f4', 0), (2,))", "{'names': [('t', 'a')], 'formats': ['i1']}",
    "{'names': ['a', (None, 'b')], 'formats': ['i1', 'i1']}",
    "2[", "[f8]", "None", "i1i", "i8u4", "f4f8",
]
TIMES = """M8 m8 M m datetime64 timedelta64 M8[ns] <M8[D] >m8[s] =M8[h] |M8[m] >datetime64[25s] timedelta64[2W] m8[1s] M8[010s] M8[+2s] M8[\u03bcs]
M8[generic] m8[7generic] M8[2147483647as] datetime64[s/2] M8[D/24] M8[Y/12] M8[Y/5] M8[Y/52] M8[2Y/3] M8[M/4] M8[2M/4] M8[M/30] M8[W/3] M8[W/14] M8[D/25]
M8[h/25] M8[m/600] M8[s/1] M8[s/2000] M8[fs/1000] M8[ps/2000] M8[Y/24] M8[D/1000] M8[as/3] M8[s/7] M4 m4 M[s] m[s] M8[] M8[x] M8[B] M8[D M8[D]x M8[s][s]
M8[-2s] M8[2147483648s] M8[0x10s] datetime64s timedelta M8[D],i4 (2,3)M8[D] 3m8[s] >M8[D],>i4 2M8""".split()
TIMES += ["M8[ s ]", "datetime64 [s]", " M8[s]", "[('t', 'M8[us]'), ('d', 'm8', (2,)), ('x', 'f4')]", "[('t', '>M8[us]'), ('d', '>m8[3D]')]"]
TIMES += ["{'names': ['t', 'a'], 'formats': ['M8[D]', 'i1'], 'aligned': True}"]
# What a fuzzer found later.
LATER = [
    "M8[s,s]", "M8[s,]", "x[,]", "2M8[s,s]", "i4,M8[s,s]", "(2,)M8[,]", "i4],f4", "i4[,f4", "x]y,f4", "<3,f4", "i4,3", "<()", "i4,()", ">f4,<", "M8[s],i4",
    "3l,", "3l, ", "1l,", "|", "=", "|,", "i4,|", "i4,<", "i4,=", "i4, |", "2i4,|", "i4,|,", "i4,|3", "i4,|,i2", "('i4,|', 2)", "('3l,', 2)",
    "('(0,)u1', 0)", "('(0,)u1', (2,))", "('(0,)u1', ())", "[('a', '(0,)u1', 0)]", "(0,)u1", "('|', 1)", "[('a', '|')]", "[('a', '3l,')]",
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


def part(n, text, *names):
    dtype = np.zeros(0, ast.literal_eval(text))[list(names)].dtype
    golden.add_text(f"part.{n}", "\t".join(map(str, [text, ",".join(names), *told(dtype)])))


ALIGNED = "{'names': ['a', 'b', 'c'], 'formats': ['i1', 'f8', 'i2'], 'aligned': True}"
for n, names in enumerate(["a", "b", "ba", "ac", "abc"]):
    part(n, ALIGNED, *names)
part(5, "[('a', 'i1'), ('b', 'f8')]", "a")

MAKERS = {
    "zeros": lambda dtype: np.zeros(2, dtype),
    "ones": lambda dtype: np.ones(2, dtype),
    "full": lambda dtype: np.full(2, 123, dtype),
    "eye": lambda dtype: np.eye(2, 3, dtype=dtype),
}
n = 0
for text in ["S", "U", "V", "S2", "U3", "V3", "i2", "S,i4", "(2,)f4", "(2,)3i1", "i4,U2,?", "3U1"]:
    for name, function in MAKERS.items():
        try:
            array = function(text)
        except TypeError:
            continue
        # NumPy lays the diagonal into the flattened matrix, where small arrays have axes too.
        if name == "eye" and array.ndim > 2:
            continue
        words = [name, text, array.dtype, ",".join(map(str, array.shape)), np.ascontiguousarray(array).tobytes().hex()]
        golden.add_text(f"made.{n:02}", "\t".join(map(str, words)))
        n += 1


def shared(n, text, given, to):
    dtype = np.dtype(ast.literal_eval(text))
    array = np.frombuffer(bytes(given), dtype)
    fields = [np.ascontiguousarray(array[name]) for name in dtype.names]
    # The bytes of what is true: 1.
    fields = [field.astype("u1").astype("?") if field.dtype == "?" else field for field in fields]
    words = [text, bytes(given).hex(), array, repr(array), *(f"{field.dtype} {field.tobytes().hex()}" for field in fields)]
    golden.add_text(f"shared.{n}", "\t".join(map(str, [*words, to, array.astype(to).tobytes().hex()])))


shared(0, "{'names': ['a', 'b'], 'formats': ['?', 'i1'], 'offsets': [0, 0]}", [0, 1, 7, 128], "i4,i4")
shared(1, "{'names': ['a', 'b'], 'formats': ['i1', '?'], 'offsets': [0, 0]}", [0, 1, 7, 128], "f8,U5")
shared(2, "{'names': ['a', 'b', 'c'], 'formats': ['i2', '3?', '?'], 'offsets': [0, 1, 3]}", [1, 2, 1, 1, 0, 0, 1, 0], "i4,3i4,i4")
shared(3, "{'names': ['a', 'b'], 'formats': ['?', '?'], 'offsets': [0, 0]}", [0, 1, 1, 0], "i4,i4")

for n, text in enumerate([*CODES, *NAMES, *ORDERS, *COMMAS, *LITERALS, *WRONG, *FOUND, *ODD, *TIMES, *LATER]):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            given = ast.literal_eval(text) if text[:1] in "[{" or text[:2] in ("('", "([", "((", "({") else text
            dtype = np.dtype(given)
        same = native(dtype)
        words = ([text, "foreign"] if same != dtype else [text]) + told(same)
    except (TypeError, ValueError, SyntaxError, KeyError, IndexError, OverflowError):
        words = [text, "error"]
    golden.add_text(f"{n:03}", "\t".join(map(str, words)))
golden.write()
