"""What NumPy makes of tables with gaps, and of texts taken apart by patterns: genfromtxt.tsv and fromregex.tsv.

A line of the first is: options, text, dtype, shape, items in row-major order and the machine's order of bytes as hexadecimal
digits; or `error` instead of the last three. Options are `key=value` with ` ;; ` between; values begin with a letter that says
what they are: `s` text, `i` integer, `f` float, `l` list with `,` between, `d` a dictionary of `key:value` with `,` between, `b`
true or false, `n` None. genfromtxt_mask.tsv has the same with dtype, shape and items of the mask behind. Texts have \\n, \\t, \\r and \\\\ escaped. A line of the second is: pattern, text, dtype, shape, items.
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


def written(value):
    if value is None:
        return "n"
    if isinstance(value, bool):
        return f"b{value}"
    if isinstance(value, int):
        return f"i{value}"
    if isinstance(value, float):
        return f"f{value!r}"
    if isinstance(value, str):
        return f"s{value}"
    if isinstance(value, dict):
        return "d" + ",".join(f"{written(key)}:{written(one)}" for key, one in value.items())
    return "l" + ",".join(map(written, value))


def result(array):
    return str(array.dtype), ",".join(map(str, array.shape)), array.tobytes().hex()


def case(text, **options):
    keywords = dict(options)
    if isinstance(keywords.get("dtype"), str) and keywords["dtype"][0] in "[{":
        keywords["dtype"] = eval(keywords["dtype"])
    try:
        found = result(np.genfromtxt(io.StringIO(text), **keywords))
    except (ValueError, OverflowError, IndexError):
        found = ("error",)
    said = " ;; ".join(f"{key}={written(value)}" for key, value in options.items())
    rows.append((escape(said), escape(text), *found))


TABLE = "1 2 3\n4 5 6\n7 8 9\n"
GAPS = "1,,3\n,5,x\n7,N/A,9\n"
MIXED = "a,1,0.5,True,1+2j\nbcd,,2,false,3\n,3,,,-j\n"
case(TABLE)
case("")
case("# only a comment\n\n")
case("", names=True)
case("5\n")
case("5\n", ndmin=1)
case("5\n", ndmin=2)
case("1 2 3\n", ndmin=2)
case("1\n2\n", ndmin=2)
case("", ndmin=2)
case("  1 \t 2\n\n3   4")
case("1 2 # x\n#3 4\n5 6\n")
case("1 2 % x\n%3 4\n5 6\n", comments="%")
case("1 2 // x\n3 4\n", comments="//")
case("1 #2\n3 #4\n", comments=None)
case(TABLE, skip_header=1)
case(TABLE, skip_header=9)
case(TABLE, skip_footer=1)
case(TABLE, skip_footer=3)
case(TABLE, skip_footer=5)
case(TABLE + "the end of it all\n", skip_footer=1)
case(TABLE + "the end\n1 2\n", skip_footer=2)
case("1 2\n3\n" + "4 5\nx y z\n", skip_footer=1)
case("1 2\n3\n" + "4 5\nx y z\n", skip_footer=1, invalid_raise=False)
case(TABLE, max_rows=2)
case(TABLE, max_rows=0)
case(TABLE, max_rows=2, skip_footer=1)
case(TABLE, max_rows=99)
case("1 2\n3\n4 5\n")
case("1 2\n3\n4 5\n", invalid_raise=False)
case("1 2\n3 4 5\n4 5\n", invalid_raise=False, max_rows=2)
case(TABLE, usecols=(2, 0))
case(TABLE, usecols=(-1,))
case(TABLE, usecols=(0, 0, -2))
case(TABLE, usecols=(0, 5))
case("1 2 3\n4 5\n6 7 8\n", usecols=(0, 1))
case("1 2 3\n4 5\n6 7 8\n", usecols=(0, 2), invalid_raise=False)
case(TABLE, unpack=True)
case("1 2 3\n", unpack=True)
case(GAPS, delimiter=",")
case(GAPS, delimiter=",", filling_values=0.0)
case(GAPS, delimiter=",", filling_values=-9, missing_values="N/A")
case(GAPS, delimiter=",", loose=False)
case(GAPS, delimiter=",", loose=False, missing_values="N/A,x")
case(GAPS, delimiter=",", loose=False, missing_values={1: "N/A", 2: "x"}, filling_values={0: 10, 1: 20, 2: 30})
case(GAPS, delimiter=",", dtype="i8")
case(GAPS, delimiter=",", dtype="i8", filling_values=0.75)
case(GAPS, delimiter=",", dtype="U3")
case(GAPS, delimiter=",", dtype="S")
case(GAPS, delimiter=",", dtype="U")
case(GAPS, delimiter=",", dtype="f4", filling_values=1.5)
case(GAPS, delimiter=",", dtype="c16")
case(GAPS, delimiter=",", dtype="c8", filling_values=2)
case(GAPS, delimiter=",", dtype=None, missing_values="N/A,x")
case(GAPS, delimiter=",", dtype=None, missing_values="N/A,x", filling_values=7)
case(GAPS, delimiter=",", names="a,b,c", missing_values={"b": "N/A"}, filling_values={"b": 5, "a": 0.5})
case(GAPS, delimiter=",", names="a,b,c", missing_values={"b": "N/A", "nobody": "x"}, filling_values={"nobody": 0})
case(GAPS, delimiter=",", filling_values=1, dtype="i1,f8,U4", names="p,q,r")
case(MIXED, delimiter=",", dtype=None)
case(MIXED, delimiter=",", dtype=None, names="t,i,f,b,c")
case(MIXED, delimiter=",", dtype=None, defaultfmt="col_%03i")
case(MIXED, delimiter=",", dtype=None, usecols=(3, 1))
case(MIXED, delimiter=",", dtype="U5,i2,f4,?,c8")
case(MIXED, delimiter=",", dtype="S2,u8,f2,?,c16", filling_values=1)
case("True,\n,False\n", delimiter=",", dtype=None)
case(",\n,\n", delimiter=",", dtype=None)
case("1,,3\n,,4\n", delimiter=",", dtype=None)
case("1,,x\n,,y\n", delimiter=",", dtype=None)
case("1.5,,3\n,,4\n", delimiter=",", dtype=None)
case("x,\ny,\n", delimiter=",", dtype=None)
case("TRUE false tRuE\n", dtype=None)
case("TRUE false tRuE\n", dtype="?")
case("1 0 yes\n", dtype="?")
case("1_000 2_0.5 1__0\n", dtype=None)
case("1_000 _1 1_\n")
case("nan inf -Infinity 1e400\n", dtype=None)
case("9223372036854775807 -9223372036854775808\n", dtype=None)
case("9223372036854775808 1\n", dtype=None)
case("1 1.5\n", dtype="i8")
case("1 1.5 -2.5\n", dtype="i4")
case("1 inf\n", dtype="i4")
case("300 1\n", dtype="i1")
case("1 -1\n", dtype="u8")
case("18446744073709551615 1\n", dtype="u8")
case("(1+2j) 1e5j -3-4e-2J j nan+infj\n", dtype=None)
case("0.1 16777217 1e-46\n", dtype="f4")
case("0.1 65520\n", dtype="f2")
case("1,a b ,c\n", delimiter=",", dtype="U5")
case("1,a b ,c\n", delimiter=",", dtype="U5", autostrip=True)
case(" 1 , a ,, b\n", delimiter=",", dtype=None, autostrip=True)
case("1<>2<>3\n", delimiter="<>")
case("1\t2\t\t4\n", delimiter="\t")
case("1 2  4\n", delimiter=" ")
case("1 2\n", delimiter="")
case("123456789\n   4  7 9\n1", delimiter=3)
case("123456789\n   4  7 9\n", delimiter=(4, 3, 2))
case("12345\n\n 6 \n", delimiter=(2, 2, 2))
case("a\u00e9\u1f600b c\n", delimiter=2, dtype="U3")
case("1 2\n3 4\n", delimiter=0)
case("# a b c\n1 2 3\n", names=True)
case("a b c # d\n1 2 3\n", names=True, invalid_raise=False)
case("a b c\n1 2 3\n4 5 6\n", names=True)
case("a b c\n", names=True)
case("a b c\n", names=True, dtype=None)
case("a, b ,c\n1,2,3\n", names=True, delimiter=",")
case("skip me\na b c\n1 2 3\n", names=True, skip_header=1)
case("x #a b c\n1 2 3\n", names=True)
case("#a#b c d\n1 2 3\n", names=True)
case(TABLE, names=("a", "b", "c"))
case(TABLE, names="a, b, c")
case(TABLE, names="a,b,c", usecols=("c", "a"))
case(TABLE, names="a,b,c", usecols=(2, 0))
case("a b c\n" + TABLE, names=True, usecols=("b",))
case("a b c\n" + TABLE, names=True, usecols=("c", "a"), dtype=None)
case(TABLE, names="a,b,c", usecols=("d",))
case(TABLE, names="a,b", usecols=(0, 2))
case(TABLE, dtype="[('x', 'i4'), ('y', 'f4'), ('z', 'U2')]")
case(TABLE, dtype="[('x', 'i4'), ('y', 'f4'), ('z', 'U2')]", usecols=(2, 1))
case(TABLE, dtype="[('x', 'i4'), ('y', 'f4'), ('z', 'U2')]", names="p,q,r")
case(TABLE, dtype="[('x', 'i4'), ('y', 'f4', (2,))]")
case(TABLE, dtype="[('x', [('u', 'i4'), ('v', 'f4')]), ('y', 'f4')]")
case(TABLE, dtype="i4,f8")
case(TABLE, dtype="i4,f8,f8,f8")
case(TABLE, dtype="i4,i4,i4", defaultfmt="n%02i")
case("1\n2\n", dtype="[('x', 'f8')]", unpack=True)
case(TABLE, names="return,file,x")
case(TABLE, names="x,x,x")
case(TABLE, names="a b,c-d,e(f)")
case(TABLE, names="a b,c-d,e(f)", replace_space="", deletechars="-")
case(TABLE, names="a b,c-d,e\"f", replace_space="..", deletechars="")
case(TABLE, names="a,,f0")
case(TABLE, names=",,")
case(TABLE, names="--,b,%")
case(TABLE, names="aB,Cd,eF", case_sensitive=False)
case(TABLE, names="aB,Cd,eF", case_sensitive="upper")
case(TABLE, names="aB,Cd,eF", case_sensitive="lower")
case(TABLE, names="aB,Cd,excl", excludelist=["excl", "aB"])
case(TABLE, names="a,b,c,d")
case(TABLE, names="a,b,c,d", dtype=None)
case(TABLE, dtype=None)
case("x y z\n" + TABLE, dtype=None, skip_header=1)
case("1 \u00e9\u00e9\n2 b\n", dtype=None)
case("\u00e9 b\n", dtype="S2")
case("\u20ac b\n", dtype="S3")
case("1 2\n", ndmin=3)

with open(folder / "genfromtxt.tsv", "w", encoding="utf-8", newline="\n") as out:
    for row in rows:
        out.write("\t".join(row) + "\n")

rows.clear()


def masked(text, **options):
    keywords = dict(options)
    if isinstance(keywords.get("dtype"), str) and keywords["dtype"][0] in "[{":
        keywords["dtype"] = eval(keywords["dtype"])
    found = np.genfromtxt(io.StringIO(text), usemask=True, encoding="utf-8", **keywords)
    said = " ;; ".join(f"{key}={written(value)}" for key, value in options.items())
    rows.append((escape(said), escape(text), *result(found.data), *result(np.ma.getmaskarray(found))))


GAPS = "1,2,3\n4,,N/A\n -,8, \n"
masked(GAPS, delimiter=",")
masked(GAPS, delimiter=",", missing_values="N/A")
masked(GAPS, delimiter=",", missing_values="N/A", unpack=True)
masked(GAPS, delimiter=",", missing_values={0: "-", 2: "N/A"}, filling_values=-9, dtype="i4")
masked(GAPS, delimiter=",", missing_values={0: "-", 2: "N/A"}, names="a,b,c", dtype=None)
masked(GAPS, delimiter=",", names="a,b,c", usecols=[2, 0], missing_values="-,N/A")
masked(GAPS, delimiter=",", dtype="[('p', '<f8', (2,)), ('q', [('r', 'U3')])]")
masked(GAPS, delimiter=",", skip_footer=1)
masked("1 2\n", ndmin=2)
masked("5\n", missing_values="5")
masked("1,,3\n", delimiter=",")
masked("1\n2\n", names="a", unpack=True)

with open(folder / "genfromtxt_mask.tsv", "w", encoding="utf-8", newline="\n") as out:
    for row in rows:
        out.write("\t".join(row) + "\n")

rows.clear()


def regex(pattern, text, dtype):
    try:
        found = result(np.fromregex(io.StringIO(text), pattern, eval(dtype) if dtype[0] in "[{" else dtype))
    except (ValueError, TypeError):
        found = ("error",)
    rows.append((escape(pattern), escape(text), dtype, *found))


PAIR = "[('num', '<i8'), ('key', 'S3')]"
regex(r"(\d+)\s+(...)", "1312 foo\n1534  bar\n444   qux", PAIR)
regex(r"(\d+)\s+(...)", "nothing here", PAIR)
regex(r"(\d+)", "1 22 333", "[('n', '<i4')]")
regex(r"\d+", "1 22 333", "[('n', '<i4')]")
regex(r"(\d+)", "1 22", PAIR)
regex(r"(\d+)(x)(y)", "1xy", PAIR)
regex(r"(\d+)", "1", "<i4")
regex(r"(?i)level=([-+.e\d]+),\s*(\w*)", "LEVEL=-1.5e3, h\u00e9\nlevel=2,\n", "[('l', '<f8'), ('t', '<U4')]")
regex(r"(?m)^(\w+)\s(\w+)$", "a b\nc d\n", "[('x', '<U1'), ('y', 'S1')]")
regex(r"(a)|(b)", "ab", "[('x', '<U1'), ('y', '<U1')]")
regex(r"(\w) (\w)", "x 1", "[('x', '<i4'), ('y', '<i4')]")

with open(folder / "fromregex.tsv", "w", encoding="utf-8", newline="\n") as out:
    for row in rows:
        out.write("\t".join(row) + "\n")
