"""Dates and durations: the rules of casts, the types they promote to, and the casts from and to each other, numbers and text."""

import warnings

import numpy as np
from golden_format import Golden, add_cast_rules

golden = Golden(
    "time",
    """
dtype.<n>: the types of the tables. level.<n>, promote.<n>, cast.<n>: as in casts.golden.
text.<n>: a text, the type of dates without a unit that NumPy makes of it, and the bytes, or `error`; separated by tabs.
""",
)
warnings.simplefilter("ignore")
UNITS = "Y M W D h m s ms us ns ps fs as".split()
STEPS = ["", *(f"[{unit}]" for unit in UNITS), "[2Y]", "[7M]", "[3W]", "[4D]", "[7D]", "[36h]", "[25s]", "[10ms]", "[1000us]", "[3as]"]
TIMES = [kind + step for kind in ("M8", "m8") for step in STEPS]
OTHERS = "? i1 i4 i8 u1 u4 u8 f2 f8 c8 c16 S S3 S28 U U3 U28 V V3 V8 V9".split()
OTHERS += ["(2,)i8", "(2,)M8[s]", [("a", "i8")], [("a", "m8[s]")], [("a", "M8[D]"), ("b", "m8[ms]")], [("a", "M8[h]"), ("b", "m8[D]")]]
DTYPES = [np.dtype(d) for d in [*TIMES, *OTHERS]]

add_cast_rules(golden, DTYPES)
count = 0


def cast(array, dtype):
    global count
    array, dtype = np.atleast_1d(array), np.dtype(dtype)
    words = [str(array.dtype), array.tobytes().hex(), str(dtype)]
    try:
        result = array.astype(dtype)
        words += [str(result.dtype), result.tobytes().hex()]
    except (ValueError, TypeError, OverflowError, RuntimeError):
        words.append("error")
    golden.add_text(f"cast.{count}", "\t".join(words))
    count += 1


NAT = np.iinfo("i8").min
COUNTS = np.array([0, 1, -1, 7, -86401, 123456789, 10**15 + 7, NAT])
LARGE = np.array([2**62, -(2**62) + 12345])
MOST = [time for time in TIMES if time[2:] not in ("[7D]", "[36h]", "[10ms]", "[1000us]", "[3as]")]
for source in MOST:
    # What leaves 64 bits wraps around; far from the present the calendar of years is left out.
    counts = COUNTS if source[2:] in ("", "[Y]", "[M]", "[2Y]", "[7M]") else np.concatenate([COUNTS, LARGE])
    items = counts.view(source)
    for target in MOST:
        # NumPy's factors between nanoseconds and several years or months leave 64 bits, and are others.
        wrong = source[0] == "m" and "[ns]" in (source[2:], target[2:]) and {source[2:], target[2:]} & {"[2Y]", "[7M]"}
        if source[0] == target[0] and source != target and not wrong:
            cast(items, target)
for source in ("M8", "M8[D]", "m8", "m8[25s]", "m8[Y]"):
    items = COUNTS.view(source)
    for target in [*"? i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16 V V3 V8 V9".split(), "M8", "M8[s]", "m8", "m8[D]"]:
        if source != target:
            cast(items, target)
    for number in "? i1 i2 i4 i8 u1 u2 u4 u8".split():
        cast(COUNTS[:7].astype(number), source)
    for number in "f2 f4 f8 c8 c16".split():
        cast(np.array([0, 0.5, -1.75, 1000, np.nan], number), source)
    cast(np.array([b"12345678"], "V8"), source)
for source in TIMES:
    items = COUNTS.view(source)
    if source != "M8":
        for target in ("S", "U"):
            cast(items, target)
    cast(items[:1], "S10")
    cast(items[-1:], "U3")
    cast(items[-1:], "S2")
    cast(items[3:4], "U9")
TEXTS = """|NaT|nat|2020|-2020|+2020|5|-5|12345|20200101|2020-02|2020-02-29|2021-02-29|2000-02-29|1900-02-29|0000-02-29|-0004-02-29|--01|-|+| |x
2020-1|2020-01-|2020-13|2020-00|2020-01-00|2020-04-31|2020-01-01T|2020-01-01 |2020-01-01T01|2020-01-01 01|2020-01-01T24|2020-01-01T1|2020-01-01T01:
2020-01-01T01:02|2020-01-01T01:60|2020-01-01T01:02:03|2020-01-01T01:02:60|2020-01-01T01:02:03.|2020-01-01T01:02:03.1|2020-01-01T01:02:03.12 |2020-01-01T01:02:03,5
2020-01-01T01:02:03.123|2020-01-01T01:02:03.1234|2020-01-01T01:02:03.123456|2020-01-01T01:02:03.1234567|2020-01-01T01:02:03.1234567891|1970-01-01T00:00:01.1234567891234
1970-01-01T00:00:01.123456789123456789|1970-01-01T00:00:01.1234567891234567891|2020-01-01T01Z|2020-01-01T01Z |2020-01-01T01Zx|2020-01-01T01:30+01:30
2020-01-01T01:30-0130|2020-01-01T23:59+01|2020-01-01T01+1|2020-01-01T01+01:3|2020-01-01T01+24|2020-01-01T01+01:60|2020-01-01T01+01 |2020-01-01Z|  2020-02|  -2020
2020-01-01T010203|2020/01/01|2020-W01|1969-12-31T23:59:59.999|99999999999999999999|2147483648-06|9999-12-31T23:59:59|2020-01-01T01:02:03.1+01:00|\t2020|2020-01-01t01
nan|NAT |1e5|0x10|é|２０２０""".replace("\n", "|").split("|")
for n, text in enumerate(TEXTS):
    # Which day a year of 20 digits begins with depends on the compiler of NumPy.
    far = len(text.strip("+-0123456789")) == 0 and len(text) > 18
    for target in ("M8[Y]", "M8[M]") if far else ("M8[Y]", "M8[M]", "M8[2W]", "M8[s]", "M8[ns]"):
        cast(np.array([text]), target)
    if text.isascii() and not far:
        cast(np.array([text.encode()]), "M8[D]")
    try:
        found = np.array([text]).astype("M8")
        words = [str(found.dtype), found.tobytes().hex()]
    except (ValueError, TypeError, OverflowError):
        words = ["error"]
    golden.add_text(f"text.{n}", "\t".join([text.replace("\t", " "), *words]))
for texts in (["2020", "2021-02", "NaT"], ["2020-01-01T01", "2020"], ["NaT", ""], ["2020-01-01", "2020-01-01T01:02:03.5"], ["2020", "x"]):
    cast(np.array(texts), "M8")
    cast(np.array(texts), "m8")
for text in ["", "NaT", "nat", "5", " 5", "5 ", "-7", "+7", "\t12", "9223372036854775808", "-9223372036854775809", "-9223372036854775808", "1_0", "5.0", "-", " ", "0x10", "5 seconds", "٥"]:
    for target in ("m8", "m8[25s]"):
        cast(np.array([text]), target)
        if text.isascii():
            cast(np.array([text.encode()]), target)
RECORDS = [
    np.array([(1, 2), (-3, 4)], [("a", "M8[D]"), ("b", "m8[ms]")]),
    np.array([(3,), (4,)], [("a", "m8[h]")]),
    np.array([("2020-01-01", "5")], [("a", "U10"), ("b", "S1")]),
    np.array([7, 8]),
]
for records in RECORDS:
    for target in ([("x", "M8[h]"), ("y", "m8[us]")], [("x", "m8[D]")], [("x", "i8"), ("y", "i8")], [("x", "U12"), ("y", "U12")], "m8[m]", "(2,)m8[s]"):
        cast(records, target)
golden.write()
