"""How NumPy prints arrays and numbers: str, repr, array2string with keywords, and the number formatters."""

import ast

import numpy as np
from golden_format import Golden

golden = Golden(
    "print",
    """
<name>.in: the array; <name>.str and <name>.repr: what NumPy prints. <name>.options: what set_printoptions was given,
as `key=value` separated by bars; nothing where it was given nothing. <name>.text: what array2string gives with
<name>.keywords.
number.*: a function, the dtype and the bytes of its argument, its keywords, and what it gives, separated by bars.
base.*: the arguments of binary_repr or base_repr and what it gives. struct.*: arrays of structs.
raw.*: a dtype, a shape, the bytes, print options, str and repr, separated by tabs.
""",
)

SUMMARY = np.arange(1100.0)
# The formatters that options name.
FORMATTERS = {
    "bool": ("bool", lambda x: "yes" if x else "no"),
    "int": ("int", lambda x: f"<{x}>"),
    "float": ("float_kind", lambda x: f"{x:.1f}"),
    "complex": ("complex_kind", lambda z: f"{z.real:.1f}&{z.imag:.1f}"),
    "str": ("numpystr", lambda text: f"/{text.decode() if isinstance(text, bytes) else text}/"),
    "void": ("void", lambda item: item.tobytes().hex()),
}


def printing(options):
    """The options with formatters instead of their names."""
    names = options.get("formatter", "").split("+")
    formatter = {"formatter": dict(FORMATTERS[name] for name in names)} if names[0] else {}
    return np.printoptions(**{**options, **formatter})


def case(name, array, **options):
    array = np.asarray(array)
    golden.add(f"{name}.in", array)
    golden.add_text(f"{name}.options", "|".join(f"{key}={value}" for key, value in options.items()))
    with printing(options):
        golden.add_text(f"{name}.str", str(array))
        golden.add_text(f"{name}.repr", repr(array))


case("int.1d", np.arange(10))
case("int.mixed_signs", [1, -20, 300])
case("int.2d", np.arange(12).reshape(3, 4))
case("int.3d", np.arange(24).reshape(2, 3, 4))
case("int.4d", np.arange(16).reshape(2, 2, 2, 2))
case("int.i1", np.array([-128, 127, 0], "i1"))
case("int.u8", np.array([0, 2**64 - 1], "u8"))
case("int.i4", np.arange(3, dtype="i4"))
case("int.long", np.arange(100))
case("int.summary", np.arange(1100))
case("int.summary_2d", np.arange(1225).reshape(35, 35))
case("int.summary_wide", np.arange(1200).reshape(2, 600))
case("int.summary_3d", np.arange(1331).reshape(11, 11, 11))
case("bool.1d", [True, False, True])
case("bool.2d", [[True, False], [False, False]])
case("empty.1d", np.empty(0))
case("empty.i4", np.empty(0, "i4"))
case("empty.2d", np.empty((3, 0)))
case("empty.3d", np.empty((0, 2, 3)))
case("empty.bool", np.empty(0, bool))
for name, value in [("int", 5), ("float", 2.5), ("big", 1e300), ("nan", np.nan), ("whole", 3.0), ("neg_zero", -0.0)]:
    case(f"zero_d.{name}", np.array(value))
case("zero_d.bool", np.array(True))
case("zero_d.complex", np.array(1.5 - 2j))
case("zero_d.f4", np.array(0.1, "f4"))
case("float.whole", [1.0, 2.0, 30.0])
case("float.plain", [0.1, 0.25, 1.0 / 3.0])
case("float.signs", [1.5, -2.25, 3.0])
case("float.large", [1e10, 2.5e10])
case("float.huge", [1e16, 1.0])
case("float.tiny", [1e-5, 1.0])
case("float.small", [0.0001, 0.001])
case("float.below", [0.00001, 0.00002])
case("float.range", [1e-3, 1e5])
case("float.wide_range", [1e-4, 1e8])
case("float.exponents", [1e100, 1e-100])
case("float.exponents_3", [1e5, 1e-300])
case("float.nan_inf", [np.nan, 1.0, np.inf, -np.inf])
case("float.all_nan", [np.nan, np.nan])
case("float.inf_only", [-np.inf, np.inf])
case("float.nan_exp", [np.nan, 1e-10])
case("float.zeros", np.zeros(3))
case("float.neg_zero", [-0.0, 0.0])
case("float.subnormal", [5e-324, 1.0])
case("float.max", [np.finfo("f8").max])
case("float.2d", np.arange(6).reshape(2, 3) / 7)
case("float.f4", np.array([0.1, 1 / 3, 1e10], "f4"))
case("float.f4_plain", np.array([0.1, 2.5], "f4"))
case("float.f2", np.array([0.1, 65504, 1e-7], "f2"))
case("float.f2_plain", np.array([0.1, 1.5], "f2"))
case("float.half_up", [0.5, 1.5, 2.5, 0.000000005, 0.123456785])
case("float.round_up", [0.999999999, 9.9999999999])
case("float.summary", SUMMARY)
case("float.summary_2d", SUMMARY.reshape(22, 50) / 7)
case("float.random", np.array([0.2, 1.23456789, 1234.5678, 0.00012345]))
case("float.line_break", np.linspace(0, 1, 30))
case("float.f_order", np.asfortranarray(np.arange(6.0).reshape(2, 3)))
case("complex.plain", [1 + 2j, 3.5 - 4.25j])
case("complex.nan", [complex(np.nan, 1), complex(1, np.inf), complex(0, -0.0)])
case("complex.big", [1e10 + 1j, 1 - 1e-10j])
case("complex.c8", np.array([0.1 + 0.2j, 1 - 3j], "c8"))
case("complex.2d", np.arange(4).reshape(2, 2) * (1 - 0.5j))
case("options.precision_3", [1 / 3, 2 / 3, 10.0], precision=3)
case("options.precision_0", [1 / 3, 2 / 3, 10.0], precision=0)
case("options.precision_17", [0.1, 1 / 3], precision=17)
case("options.suppress", [1e-10, 1.0, 1e5], suppress=True)
case("options.threshold", np.arange(20), threshold=10)
case("options.edgeitems", np.arange(40), threshold=10, edgeitems=2)
case("options.edgeitems_2d", np.arange(400).reshape(20, 20), threshold=10, edgeitems=1)
case("options.linewidth", np.arange(30), linewidth=40)
case("options.linewidth_float", np.linspace(0, 1, 12), linewidth=50)
case("options.sign_plus", [1.0, -2.0, 0.0], sign="+")
case("options.sign_space", [1.0, 2.0], sign=" ")
case("options.floatmode_fixed", [1.0, 2.5], floatmode="fixed")
case("options.floatmode_unique", [1 / 3, 2.5], floatmode="unique")
case("options.floatmode_maxprec", [1 / 3, 2.5], floatmode="maxprec")
case("options.floatmode_maxprec_equal", [1 / 3, 2.5, 0.1], floatmode="maxprec_equal")
case("options.floatmode_equal_short", [0.5, 2.25], floatmode="maxprec_equal", precision=4)
case("options.floatmode_equal_digits", [0.1, 0.25], floatmode="maxprec_equal", precision=20)
case("options.fixed_exponent", [1e-10, 2.5, np.nan], floatmode="fixed", precision=3)
case("options.fixed_nan", [1.5, np.inf, np.nan], floatmode="fixed", precision=1)
case("options.unique_exponent", [1e-10, 1 / 3], floatmode="unique")
case("options.nanstr", [np.nan, -np.inf, 1.0], nanstr="missing", infstr="endless")
case("options.nanstr_short", [np.nan, -np.inf, 1.25], nanstr="-", infstr="oo")
case("options.nanstr_none", [np.nan, 1.0, 2.0], nanstr="")
case("options.nanstr_none_first", [np.nan] * 10 + [1.0, np.nan], nanstr="", linewidth=12)
case("options.nanstr_none_later", [1.0] + [np.nan] * 9, nanstr="", linewidth=12)
case("options.nanstr_none_alone", [np.nan] * 10, nanstr="", linewidth=10)
case("options.nanstr_none_rows", [[np.nan] * 4 + [1.0], [np.nan] * 5], nanstr="", linewidth=14)
case("options.nanstr_none_complex", [np.nan + 1j, 1.0] * 2, nanstr="", linewidth=10)
case("options.sign_plus_nan", [np.nan, np.inf, -1.0], sign="+")
case("options.sign_plus_int", [1, -20, 300], sign="+")
case("options.sign_space_int", [1, 20, 300], sign=" ")
case("options.sign_space_int_mixed", [1, -20, 300], sign=" ")
case("options.sign_space_mixed", [1.0, -2.0], sign=" ")
case("options.sign_plus_complex", [1 + 2j, -1 - 2j], sign="+")
case("options.sign_plus_exponent", [1e10, 1e-10], sign="+")
case("options.suppress_large", [1e10, 1e-10], suppress=True)
case("options.suppress_precision", [1e-3, 12345.678], suppress=True, precision=2)
case("options.edgeitems_0", np.arange(40.0) ** 3, threshold=10, edgeitems=0)
case("options.edgeitems_0_2d", np.arange(40).reshape(8, 5), threshold=10, edgeitems=0)
case("options.edgeitems_5", np.arange(40), threshold=10, edgeitems=5)
case("options.threshold_0", np.array(5.0), threshold=0)
case("options.threshold_0_1d", np.array([5.0]), threshold=0)
case("options.threshold_summary_dtype", np.arange(30, dtype="u1"), threshold=10, edgeitems=2)
case("options.linewidth_tiny", np.arange(5) * 1000, linewidth=3)
case("options.linewidth_2d", np.arange(24).reshape(2, 12), linewidth=30)
case("options.linewidth_dtype", np.arange(15, dtype="i4"), linewidth=60)
case("options.linewidth_complex", np.arange(12) * (1.5 - 0.25j), linewidth=60)
case("options.summary_complex", np.arange(30) * (1 - 2j), threshold=10)
case("options.summary_bool", np.arange(30) % 3 == 0, threshold=10)
case("options.summary_hides", [1.0] * 10 + [1e300] + [2.0] * 10, threshold=10)
case("options.summary_middle_axis", np.arange(60).reshape(2, 15, 2), threshold=10)
case("float.ties", [1125899906842624.25, 0.125, 0.375])
case("float.f4_ties", np.array([4194304.5, 8388609.0, 0.1], "f4"))
case("float.f4_cutoff", np.array([0.0001, 1.0], "f4"))
case("float.f4_below_cutoff", np.array([9.9e-5, 1.0], "f4"))
case("float.f4_million", np.array([999999.0, 1e6], "f4"))
case("float.f4_ratio", np.array([1.0, 1000.0], "f4"))
case("float.f4_powers", np.array([2.0**-24, 2.0**-20, 3.0], "f4"))
case("float.f4_subnormal", np.array([1e-45, 1e-40], "f4"))
case("float.f4_max", np.array([3.4028235e38], "f4"))
case("float.f2_thousand", np.array([999.0, 1000.0], "f2"))
case("float.f2_cutoff", np.array([0.0001, 0.05], "f2"))
case("float.f2_below", np.array([0.00009, 0.05], "f2"))
case("float.f2_all_digits", np.array([0.333, 2.0 / 3, 0.1, 7.15], "f2"))
case("float.f2_extremes", np.array([6e-8, 6.104e-5, 65504, np.inf], "f2"))
case("float.f2_2d", np.arange(6, dtype="f2").reshape(2, 3) / 8)
case("float.ratio", [1.0, 1000.0])
case("float.above_ratio", [1.0, 1000.1])
case("float.hundred_million", [99999999.0, 99999998.0])
case("float.at_limit", [1e8, 1e8])
case("float.carry", [9.999999999, 99.999999999])
case("float.carry_exponent", [9.9999999999e-9, 1.0])
case("float.minimum", [2.2250738585072014e-308, 1.0])
case("float.one_tiny", [1e-300])
case("float.mixed_widths", [1.0, 22.25, -333.125])
case("float.all_negative", [-1.0, -22.5])
case("float.inf_widths", [np.inf, 1e10])
case("float.neg_inf_short", [-np.inf, 1.0])
case("float.4d", np.arange(16.0).reshape(2, 2, 2, 2) / 3)
case("float.column", np.arange(4.0).reshape(4, 1))
case("float.many_axes", np.arange(4.0).reshape(1, 2, 1, 2, 1, 1, 1))
case("zero_d.f2", np.array(0.1, "f2"))
case("zero_d.f2_thousand", np.array(1000, "f2"))
case("zero_d.f4_million", np.array(1e6, "f4"))
case("zero_d.f8_big", np.array(1e16))
case("zero_d.f8_small", np.array(1e-5))
case("zero_d.f8_digits", np.array(1 / 3))
case("zero_d.inf", np.array(-np.inf))
case("zero_d.u8", np.array(2**64 - 1, "u8"))
case("zero_d.c8", np.array(0.1 - 1e10j, "c8"))
case("zero_d.c16_pure", np.array(2.5j))
case("zero_d.c16_nan", np.array(complex(np.nan, -np.inf)))
case("zero_d.c16_imag_nan", np.array(complex(0.0, np.nan)))
case("zero_d.options", np.array(1 / 3), precision=2, sign="+")
case("empty.4d", np.empty((1, 0, 2, 3)))
case("empty.complex", np.empty(0, "c16"))
case("empty.c8_2d", np.empty((2, 0), "c8"))
case("bool.summary_2d", np.zeros((40, 40), bool))
case("int.u1_2d", np.arange(250, 256, dtype="u1").reshape(2, 3))
case("int.negative", [-5, -50])
case("int.min", [-(2**63), 2**63 - 1])
case("int.zeros", np.zeros((2, 2), "i2"))
case("complex.mixed", [1 + 2j, 1e10 - 3.5e-5j, complex(np.nan, np.inf)])
case("complex.summary", np.arange(1100) * (1 + 1j))
case("complex.0_imag", [1.5 + 0j, 2 - 0j])
case("complex.c8_wide", np.array([1e6 + 1j, 1 - 1e-5j], "c8"))

# Every float mode with every sign, suppressed and not: numbers of ordinary, mixed and extreme sizes.
MIXED = {
    "plain": np.array([1.5, -0.25, 1 / 3, 12345.678]),
    "extreme": np.array([1e-9, -3.0, np.nan, np.inf, 2.5e12]),
    "f4": np.array([[0.1, -1e-6], [7.0, 16777216.0]], "f4"),
    "f2": np.array([0.1, 2049.0, -6e-8], "f2"),
    "c16": np.array([1e-9 - 1j, complex(np.nan, -np.inf), 1e5 + 0.125j]),
    "c8": np.array([[0.1 - 0.2j, -3e10 + 1j]], "c8"),
}
for kind, array in MIXED.items():
    for mode in ("fixed", "unique", "maxprec", "maxprec_equal"):
        for sign, sign_name in (("-", "minus"), ("+", "plus"), (" ", "space")):
            for suppress in (False, True):
                name = f"grid.{kind}.{mode}.{sign_name}.{suppress}"
                case(name, array, floatmode=mode, sign=sign, suppress=suppress, precision=4)
for name, array in {"bool": [True, False], "int": np.arange(3, dtype="u1"), "float": [0.25, 1e10, np.nan], "complex": [1 - 2j], "zero_d": 2.5}.items():
    case(f"formatter.{name}", array, formatter="bool+int+float+complex")
case("formatter.other", [1.5, 2.25], formatter="int")
case("formatter.summary", np.arange(30.0), formatter="float", threshold=10, linewidth=30)


def keywords(name, array, **given):
    golden.add(f"{name}.in", array)
    golden.add_text(f"{name}.options", "")
    golden.add_text(f"{name}.str", str(array))
    golden.add_text(f"{name}.repr", repr(array))
    golden.add_text(f"{name}.keywords", "|".join(f"{key}={value}" for key, value in given.items()))
    golden.add_text(f"{name}.text", np.array2string(array, **given))


keywords("keywords.comma", np.arange(30), separator=", ")
keywords("keywords.tight", np.arange(6.0).reshape(2, 3), separator=",")
keywords("keywords.none", np.arange(3), separator="")
keywords("keywords.tab", np.arange(60), separator="\t")
keywords("keywords.prefix", np.arange(40).reshape(2, 20), prefix="numbers = ")
keywords("keywords.suffix", np.arange(30), suffix=" # and so on")
keywords("keywords.width", np.linspace(0, 1, 9), max_line_width=30)
keywords("keywords.lines", np.arange(12).reshape(2, 6) * 1000, separator="\n", max_line_width=10)
keywords("keywords.tabs", np.arange(12.0).reshape(2, 6) / 3, separator="\t", max_line_width=20, prefix="x = ")
keywords("keywords.all", np.arange(40.0).reshape(4, 10), prefix="x = ", suffix=";", separator="; ", max_line_width=40)
keywords("keywords.precision", np.array([1 / 3, 1e-9]), precision=3, suppress_small=True)
keywords("keywords.summary", np.arange(30.0), threshold=5, edgeitems=2, separator=", ")
keywords("keywords.sign", np.array([1.0, -2.5]), sign="+", floatmode="fixed", precision=2)


def number(function, value, **given):
    name = f"number.{number.count:03}"
    number.count += 1
    try:
        text = getattr(np, f"format_float_{function}")(value, **given)
    except (ValueError, TypeError):
        text = "error"
    words = ",".join(f"{key}={value}" for key, value in given.items())
    golden.add_text(name, f"{function}|f{value.dtype.itemsize}|{value.tobytes().hex()}|{words}|{text}")


number.count = 0
NUMBERS = [np.float64(x) for x in (0.0, -0.0, 1.0, 1 / 3, -1234.5678, 1e23, 5e-324, 1.9996, 0.00019999996, 2.0**-24)]
NUMBERS += [np.float64(x) for x in (np.nan, -np.inf, 1125899906842624.25, 0.5, 2.5, 999.9999)]
NUMBERS += [np.float32(x) for x in (0.1, 16777216.0, 2.0**-24, 1e-45)]
NUMBERS += [np.float16(x) for x in (0.1, 65504.0, 6e-8, 1 / 3)]
for x in NUMBERS:
    number("positional", x)
    number("positional", x, precision=3)
    number("positional", x, precision=3, unique=False)
    number("positional", x, precision=4, fractional=False, trim="0")
    number("positional", x, min_digits=12, trim="-")
    number("positional", x, precision=2, trim="-", sign=True, pad_left=8, pad_right=5)
    number("scientific", x)
    number("scientific", x, precision=3, trim="-")
    number("scientific", x, precision=12, unique=False, trim=".")
    number("scientific", x, min_digits=10, exp_digits=4, pad_left=4, sign=True)
ONE = np.float64(1.0)
number("positional", ONE, unique=False)
number("positional", ONE, fractional=False, precision=0)
number("positional", ONE, precision=3, min_digits=4)
number("positional", ONE, precision=0, min_digits=4)
number("scientific", ONE, unique=False)
number("scientific", ONE, precision=3, min_digits=4)
number("scientific", ONE, exp_digits=0)
number("scientific", ONE, exp_digits=9)


def base(function, *arguments):
    try:
        text = getattr(np, function)(*arguments)
    except ValueError:
        text = "error"
    words = ",".join(map(str, arguments))
    golden.add_text(f"base.{function}.{words}", text)


for arguments in [(0,), (3,), (-3,), (2**64 - 1,), (-(2**63),), (0, 0), (0, 3), (3, 1), (3, 4), (-1, 1), (-1, 2), (-2, 1)]:
    base("binary_repr", *arguments)
for arguments in [(-2, 2), (-4, 3), (-3, 3), (-128, 8), (-129, 8), (255, 8), (256, 8), (-1, 70), (5, 70), (-1, 0)]:
    base("binary_repr", *arguments)
for arguments in [(0, 2, 0), (0, 2, 3), (1, 2, 2), (6, 5, 3), (-6, 5, 3), (-255, 16, 0), (35, 36, 0), (2**64 - 1, 16, 0)]:
    base("base_repr", *arguments)
for arguments in [(5, 1, 0), (5, 37, 0), (1295, 36, 1), (-(2**63), 2, 0)]:
    base("base_repr", *arguments)


def structs(name, array):
    golden.add_text(f"struct.{name}.str", str(array))
    golden.add_text(f"struct.{name}.repr", repr(array))


POINT = np.dtype([("x", "f8"), ("y", "f4"), ("id", "i4")], align=True)
POINTS = [(1.0, 0.1, 1), (-22.5, 1e10, 20), (1 / 3, np.nan, -3)]
structs("points", np.array(POINTS, POINT))
structs("point", np.array(POINTS[2], POINT))
structs("points_2d", np.array([POINTS, POINTS], POINT))
structs("summary", np.array(POINTS * 400, POINT))
structs("empty", np.array([], POINT))
PACKED = np.dtype([("flag", "?"), ("z", "c16"), ("n", "i1")])
structs("packed", np.array([(True, 1 + 2j, 5), (False, -1.5j, -128)], PACKED))
structs("nested", np.array([(7, POINTS[0]), (8, POINTS[1])], np.dtype([("key", "u2"), ("point", POINT)], align=True)))
PADDED = np.dtype([("a", "i1"), ("b", "f8")], align=True)
structs("padded", np.array([(3, (1, 2.5))], np.dtype([("key", "i4"), ("padded", PADDED)], align=True)))
structs("single", np.array([(1,), (20,)], np.dtype([("it's", "i8")])))
structs("gaps", np.zeros(2, np.dtype({"names": ["a", "b"], "formats": ["i2", "f8"], "offsets": [0, 8], "itemsize": 20})))


def raw(name, text, given, **options):
    """An array of a dtype that golden arrays do not have: its dtype as a text, its shape and its bytes."""
    array = np.asarray(given, np.dtype(ast.literal_eval(text) if text[0] == "[" else text))
    words = [text, ",".join(map(str, array.shape)), array.tobytes().hex()]
    words.append("|".join(f"{key}={value}" for key, value in options.items()))
    with printing(options):
        golden.add_text(f"raw.{name}", "\t".join([*words, str(array), repr(array)]))


raw("bytes", "S3", [b"abc", b"a", b"", b"\x00b", b"\n\xff", b"'\"", b"it'"])
raw("bytes_2d", "S2", [[b"ab", b"c"], [b"\\", b"\t"]])
raw("str", "U4", ["abcd", "a", "", "it's", 'q"', "\n\t\\", "größ", "日本", "😀"])
raw("str_long", "U2", [["ab"] * 30] * 2)
raw("str_summary", "U3", [str(n) for n in range(50)], threshold=10)
raw("void", "V2", np.array([1, 2, 0xABCD], "<u2").view("V2"))
raw("bytes_0d", "S3", b"ab")
raw("str_0d", "U3", "ab'")
raw("void_0d", "V2", np.array(b"ab", "V2"))
raw("str_empty", "U3", [])
raw("void_empty", "V3", np.empty((0, 2), "V3"))
NAT = np.datetime64("NaT")
raw("dates", "M8[D]", np.array(["2020-01-01", "NaT", "-12345-02-03"], "M8[D]"))
raw("dates_years", "M8[Y]", np.array([0, 10**16, -(10**16), -2000], "M8[Y]"))
raw("dates_seconds", "M8[25s]", np.array([[0, 10], [-5, 10**9]], "M8[25s]"))
raw("dates_nat", "M8[ns]", np.array(["NaT"] * 2, "M8[ns]"))
raw("dates_generic", "M8", np.array(["NaT"], "M8"))
raw("dates_empty", "M8[h]", np.empty((0, 3), "M8[h]"))
raw("dates_generic_empty", "M8", np.empty((0, 3), "M8"))
raw("dates_summary", "M8[D]", np.arange(50).view("M8[D]"), threshold=10)
raw("dates_0d", "M8[m]", np.datetime64("2020-01-01T12:30"))
raw("dates_0d_nat", "M8[m]", np.datetime64("NaT", "m"))
for unit in "Y M W D h m s ms us ns ps fs as".split():
    raw(f"dates_{unit}", f"M8[{unit}]", np.array([1, -1, 12345678], f"M8[{unit}]"))
    raw(f"durations_{unit}_0d", f"m8[{unit}]", np.timedelta64(7, unit))
raw("durations", "m8[D]", np.array([1, 100, -5], "m8[D]"))
raw("durations_nat", "m8[25s]", np.array([1, "NaT", -500000], "m8[25s]"))
raw("durations_short", "m8[s]", np.array([1, "NaT"], "m8[s]"))
raw("durations_generic", "m8", np.array([[1, 20]], "m8"))
raw("durations_0d", "m8[25s]", np.timedelta64(5, "25s"))
raw("durations_0d_nat", "m8[D]", np.timedelta64("NaT", "D"))
raw("durations_0d_generic", "m8", np.timedelta64(5))
raw("record_times", "[('t', 'M8[D]'), ('d', 'm8[s]'), ('two', 'M8[h]', (2,))]", [(1, 2, [3, 4]), (NAT, 50, [6, NAT])])
raw("record_times_0d", "[('t', 'M8[D]'), ('d', 'm8[s]')]", (1, 2))
raw("record", "[('name', 'U5'), ('code', 'S2'), ('raw', 'V1'), ('x', 'f8')]", [("Ada", b"x", b"1", 0.5), ("Grace", b"yz", b"\0", -10.25)])
raw("record_0d", "[('name', 'U5'), ('x', 'f4')]", ("Ada", 0.1))
raw("grid", "[('x', 'f8', (2, 2)), ('n', 'i2', 3)]", [(np.arange(4).reshape(2, 2) / 3, [1, -20, 300])] * 2)
raw("grid_0d", "[('x', 'f8', (2,))]", ([0.1, 1e10],))
raw("grid_2d", "[('x', '?', (2,))]", [[([True, False],)], [([False, False],)]])
raw("grid_summary", "[('x', 'i4', 20)]", [(np.arange(20),)] * 2, threshold=10)
raw("grid_strings", "[('s', 'S2', 2), ('p', [('a', 'i1'), ('b', 'U1')], 2)]", [([b"a", b"bc"], [(1, "x"), (-2, "y")])])
raw("gaps", "[('x', 'f4', (0,)), ('y', 'i1')]", [([], 5)])
raw("bools_0d", "[('x', '?', (3, 2)), ('y', [('a', '?', 2), ('b', '?')]), ('z', [('c', '?')], 2)]", ([[True, False]] * 3, ([True, True], True), [(True,), (False,)]))
for name, array in {"str": (["a", "bc", ""], "U3"), "bytes": ([b"a", b"bc", b""], "S3"), "void": ([b"a", b"bc", b""], "V2")}.items():
    raw(f"formatter.{name}", array[1], np.array(*array), formatter="str+void")
raw("formatter.record", "[('name', 'U5'), ('code', 'S2'), ('raw', 'V1'), ('x', 'f8'), ('n', 'i2', 2), ('ok', '?')]", [("Ada", b"x", b"1", 0.5, [1, 2], True)], formatter="bool+int+float+str+void")
raw("grid_edge_0", "[('x', 'i4', (2, 3)), ('y', 'S2', 1), ('z', 'f4', (0,))]", [(np.arange(6).reshape(2, 3), [b"ab"], [])] * 2, threshold=0, edgeitems=0)
raw("grid_edge_1", "[('x', 'i4', (2, 4))]", [(np.arange(8).reshape(2, 4),)] * 2, threshold=1, edgeitems=1)
raw("grid_of_grids", "[('x', ('f4', (2,)), (3,)), ('y', ('?', (1,)), 2)]", [(np.arange(6).reshape(3, 2) / 4, [[True], [False]])] * 2)
raw("str_unprintable", "U3", ["a\xad", "\u2028\u200b", "\u0300e\u0301", "\x85\xa0\u3000", "\ue000", "\U000e0001x", "\U0001f600", "\x7f"])
golden.write()
