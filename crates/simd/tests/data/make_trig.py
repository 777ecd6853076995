"""Writes trig.txt: exact values of sin, cos, tan, arcsin, arccos, arctan and arctan2 of f64 at random and hard points.

A line is the function, the bits of its arguments, the bits of the correctly rounded result, and the bits of the f64
nearest to what the exact result has beyond that, so that an error can be told to a thousandth of an ULP.
"""

# golden: long

import math
import random
import struct
import sys

import mpmath as mp

mp.mp.prec = 1400
random.seed(20)


def bits(x):
    return "%016x" % struct.unpack("<Q", struct.pack("<d", x))[0]


def rounded(v):
    """The nearest f64 of an mpf, ties and subnormals as the hardware has them."""
    if not mp.isfinite(v) or v == 0:
        return float(v)
    exponent = max(int(mp.floor(mp.log(abs(v), 2))), -1022)
    unit = mp.ldexp(1, exponent - 52)
    return math.copysign(float(mp.nint(v / unit) * unit), mp.sign(v))


def power(low, high):
    return random.choice([-1, 1]) * 2.0 ** random.uniform(low, high)


def spread(n, low, high):
    return [power(low, high) for _ in range(n)]


def near_quarter_turns(n, high):
    half_pi = mp.pi / 2
    return [float(half_pi * int(2 ** random.uniform(0, high))) for _ in range(n)]


def angles():
    # The double closest to a multiple of pi/2 of all (Muller), its like, and the ends of each path.
    hard = [6381956970095103.0 * 2.0**797, 6381956970095103.0 * 2.0**796, 5.319372648326541e255, 1.7976931348623157e308]
    hard += [16777216.0, 16777216.000000004, 16777215.999999998, 0.7853981633974483, 0.7853981633974484, 5e-324]
    points = hard + [-x for x in hard]
    points += [random.uniform(-4, 4) for _ in range(120)] + [random.uniform(-1e5, 1e5) for _ in range(60)]
    points += spread(60, -30, 24) + spread(60, 24, 1023.9) + spread(15, -1074, -1000)
    return points + near_quarter_turns(60, 24) + near_quarter_turns(40, 50)


def ratios():
    hard = [1.0, 0.5, 0.5000000000000001, 0.9999999999999999, 5e-324, 2.2250738585072014e-308]
    points = hard + [-x for x in hard]
    points += [random.uniform(-1, 1) for _ in range(200)] + [random.uniform(0.45, 0.55) for _ in range(60)]
    points += [1 - 2.0 ** random.uniform(-53, -1) for _ in range(60)]
    return points + spread(40, -40, 0) + spread(15, -1074, -1000)


def slopes():
    hard = [1.0, 0.4142135623730951, 0.41421356237309503, 2.414213562373095, 1.8446744073709552e19, 1.7976931348623157e308]
    hard += [5e-324, 2.2250738585072014e-308, 0.9999999999999999, 1.0000000000000002]
    points = hard + [-x for x in hard]
    points += [random.uniform(-3, 3) for _ in range(200)] + [random.uniform(0.4, 0.43) for _ in range(40)]
    points += [random.uniform(2.3, 2.5) for _ in range(40)] + spread(60, -30, 60)
    return points + spread(40, -1074, 1023.9)


def pairs():
    points = [(random.uniform(-1, 1), random.uniform(-1, 1)) for _ in range(200)]
    points += [(power(-20, 20), power(-20, 20)) for _ in range(60)]
    points += [(power(-1074, 1023.9), power(-1074, 1023.9)) for _ in range(60)]
    points += [(power(-1074, -1000), power(-1074, -1000)) for _ in range(30)]
    points += [(power(1000, 1023.9), power(1000, 1023.9)) for _ in range(30)]
    points += [(power(-1074, -1040), power(-3, 3)) for _ in range(30)]
    return points


def write(out, name, function, points):
    for point in points:
        arguments = point if isinstance(point, tuple) else (point,)
        value = function(*map(mp.mpf, arguments))
        near = rounded(value)
        print(name, *map(bits, arguments), bits(near), bits(rounded(value - mp.mpf(near))), file=out)


with open(f"{sys.argv[1]}/trig.txt", "w") as table:
    write(table, "sin", mp.sin, angles())
    write(table, "cos", mp.cos, angles())
    write(table, "tan", mp.tan, angles())
    write(table, "arcsin", mp.asin, ratios())
    write(table, "arccos", mp.acos, ratios())
    write(table, "arctan", mp.atan, slopes())
    write(table, "arctan2", mp.atan2, pairs())
