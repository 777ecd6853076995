"""Writes convert.txt: what NumPy's astype gives for every pair of element types, on hard and random values.

A line `TYPE = HEX ...` lists bit patterns (complex: real and imaginary part joined by a colon); a line
`FROM TO HEX ...` lists what they become. NumPy has no bf16: to it, values are rounded with exact rational
arithmetic; from it, they are cast as the float32 of the same value.
"""

import math
import sys
import warnings
from fractions import Fraction

import numpy as np

warnings.simplefilter("ignore")
rng = np.random.default_rng(5)
INTS = "i1 i2 i4 i8 u1 u2 u4 u8".split()
FLOATS = "f2 f4 f8".split()
TYPES = ["b1"] + INTS + ["f2", "bf", "f4", "f8", "c8", "c16"]

REALS = [0.0, -0.0, 0.5, -0.5, 1.0, -1.0, 1.5, -1.5, 127.9, 128.0, 200.0, 255.9, 256.0, 300.0, -128.9, -129.0, -300.0]
REALS += [32767.9, 32768.0, 40000.0, 65535.5, 65536.0, 70000.0, -32769.0, -40000.0, 2.0**31 - 1, 2.0**31, 3e9]
REALS += [2.0**32 - 1, 2.0**32, 5e9, -(2.0**31), -(2.0**31) - 1, -3e9, -5e9, 2.0**63 - 1025, 2.0**63, 1.2e19]
REALS += [2.0**64 - 2048, 2.0**64, 3e19, -(2.0**63), -(2.0**63) - 2048, -1e19, 1e30, -1e30, 2.0**40 + 2.0**33 + 123456]
REALS += [65504.0, 65519.0, 65519.99999999999, 65520.0, -65520.0, 2.0**-14, 2.0**-14 * (1 - 2.0**-11), 2.0**-24]
REALS += [2.0**-25, 2.0**-25 * (1 + 2.0**-50), 3 * 2.0**-25, 3 * 2.0**-25 * (1 - 2.0**-50), 2.0**-26, 1e-40, 1e-45, 5e-324]
REALS += [1 + 2.0**-11, 1 + 3 * 2.0**-11, 1 + 2.0**-11 + 2.0**-52, 1 + 3 * 2.0**-11 - 2.0**-51, 1 + 2.0**-11 + 2.0**-30]
REALS += [1 + 2.0**-8, 1 + 3 * 2.0**-8, 1 + 2.0**-8 + 2.0**-52, 1 + 3 * 2.0**-8 - 2.0**-51, 1 + 2.0**-24, 1 + 3 * 2.0**-24]
REALS += [3.4028235e38, 3.4028235677973366e38, 3.3961775292304957e38, 1e39, -1e39, 1e300, 2.2e-308, 1.1754943e-38]
REALS += [2.0**-134, 2.0**-133, 3 * 2.0**-134, 2.0**-134 * (1 + 2.0**-50), float("inf"), -float("inf"), float("nan"), -float("nan")]


def inputs(t):
    if t == "b1":
        return np.array([False, True])
    if t in INTS:
        info = np.iinfo(t)
        hard = [0, 1, 2, -1, -2, 127, 128, 255, 256, -128, -129, 32767, 32768, 65519, 65520, 65535, 65536, -65520]
        hard += [2**24 + 1, 2**24 + 3, 2**31 - 1, 2**31, 2**32 - 1, 2**53 + 1, 2**53 + 3, 2**62 + 2**54, 2**62 + 2**54 + 1]
        hard += [2**62 + 2**54 - 1, 2**63 + 2**55, 2**63 + 2**55 + 1, 2**63 + 3 * 2**55 - 1, -(2**62) - 2**54 - 1, info.min, info.max]
        hard += [2**30 + 2**22, 2**30 + 2**22 + 1, 2**30 + 3 * 2**22 - 1, 2**39 + 2**31 + 1, 2**40 + 3 * 2**32 - 1]
        return np.array([h for h in hard if info.min <= h <= info.max] + rng.integers(info.min, info.max, 12, t, True).tolist(), t)
    if t == "bf":
        bits = [r for r in range(0, 65536, 1021)] + [0x8000, 0x3F80, 0x3FC0, 0x7F7F, 0x7F80, 0xFF80, 0x7FC0, 1, 0x8001, 0x4F00, 0xCF00]
        return (np.array(bits, "u4") << 16).view("f4")
    if t in FLOATS:
        scaled = rng.standard_normal(20) * np.ldexp(1.0, rng.integers(-27, 40, 20))
        return np.array(REALS + scaled.tolist()).astype(t)
    part = "f4" if t == "c8" else "f8"
    re = inputs(part)
    return np.concatenate([re + 0j, 1j * re[:8], 3 + 1j * re[-30:]]).astype(t)


def bf16_bits(value):
    """The bits of the bf16 nearest to a real or integer, ties to even."""
    if value != value:
        return 0x7FC0
    sign = 0x8000 if math.copysign(1, value) < 0 else 0
    if value in (float("inf"), -float("inf")):
        return sign | 0x7F80
    exact = abs(Fraction(value))
    if exact == 0:
        return sign
    exponent = -126
    while exact >= Fraction(2) ** (exponent + 1):
        exponent += 1
    units = round(exact / Fraction(2) ** (exponent - 7))  # Python rounds to even
    return sign | min(((exponent + 126) << 7) + units, 0x7F80)


def words(array, t):
    if t in ("c8", "c16"):
        half = "f4" if t == "c8" else "f8"
        return [f"{a}:{b}" for a, b in zip(words(array.real.astype(half), half), words(array.imag.astype(half), half))]
    if t == "bf":
        return [format(b >> 16, "x") for b in array.view("u4").tolist()]
    return [format(b, "x") for b in array.view("u" + t[1:]).tolist()]


def cast(array, source, target):
    if target == "bf":
        return [format(bf16_bits(v.real if isinstance(v, complex) else v), "x") for v in array.tolist()]
    # One at a time: NumPy's float to uint32 differs between long and short arrays.
    one = [array[i : i + 1].astype(target) for i in range(len(array))]
    return words(np.concatenate(one), target)


with open(f"{sys.argv[1]}/convert.txt", "w") as out:
    for source in TYPES:
        values = inputs(source)
        print(source, "=", *words(values, source), file=out)
        for target in TYPES:
            result = words(values, "bf") if source == target == "bf" else cast(values, source, target)
            print(source, target, *result, file=out)
