"""Writes golden files; the format is described in crates/testkit/src/golden/mod.rs."""

import sys
from pathlib import Path

import numpy as np

#: The dtypes that NumPy and numoxide share, by NumPy's abbreviations, in the order of DType.
DTYPES = "b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16".split()


def abbreviation(dtype):
    """`i4` for int32, `b1` for bool."""
    dtype = np.dtype(dtype)
    return "b1" if dtype == np.bool_ else f"{dtype.kind}{dtype.itemsize}"


def by_parts(function, array):
    """What a function makes of the parts of complex numbers, as complex numbers."""
    parts = np.ascontiguousarray(array).reshape(array.shape + (1,)).view(array.real.dtype)
    return function(parts).view(array.dtype).reshape(array.shape)


def with_plain_nan(array):
    """The same with every NaN positive and without payload: their signs differ between machines."""
    if array.dtype.kind == "c":
        return by_parts(with_plain_nan, array)
    if array.dtype.kind == "f":
        return np.where(np.isnan(array), array.dtype.type(np.nan), array)
    return array


def rounded(value, digits):
    """So many digits of what is an f64: more differ between machines. Of several results, each."""
    if isinstance(value, (tuple, list)):
        return [rounded(one, digits) for one in value]
    array = np.asarray(value)
    if array.dtype.kind == "c":
        return by_parts(lambda parts: rounded(parts, digits), array)
    if array.dtype != np.float64:
        return array
    return np.array([float(f"{x:.{digits}g}") for x in array.ravel()]).reshape(array.shape)


def signal(rng, dtype, *shape):
    """Small values: those of integers cover the range of the least, other numbers are normal."""
    kind = np.dtype(dtype).kind
    if kind == "b":
        return rng.integers(0, 2, shape).astype(bool)
    if kind in "iu":
        return rng.integers(0 if kind == "u" else -100, 100, shape).astype(dtype)
    real = rng.normal(size=shape)
    return (real + 1j * rng.normal(size=shape) if kind == "c" else real).astype(dtype)


class Golden:
    """Collects arrays and texts, and writes them as `<name>.golden` into the folder given on the command line."""

    def __init__(self, name, note):
        self.path = Path(sys.argv[1]) / f"{name}.golden"
        self.lines = [f"# {line}".rstrip() for line in note.strip().splitlines()]
        self.lines.append(f"# Made by NumPy {np.__version__}; `cargo xtask golden` makes it again.")

    def add(self, name, value):
        """An array, or whatever becomes one."""
        array = with_plain_nan(np.asarray(value))
        little = array.astype(array.dtype.newbyteorder("<"), copy=False)
        shape = "x".join(map(str, array.shape)) or "-"
        self.lines.append(f"{name} {abbreviation(array.dtype)} {shape} {little.tobytes().hex()}".rstrip())

    def add_text(self, name, text):
        """A text, which may have several lines."""
        escaped = text.replace("\\", "\\\\").replace("\n", "\\n")
        self.lines.append(f"{name} text - {escaped}")

    def write(self):
        self.path.write_text("\n".join(self.lines) + "\n", encoding="utf-8", newline="\n")


def argument(word):
    """What a word of a call says: `None`, `3`, `1,2`, `4,` (a list of one), `-` (an empty list), `1,2;3,4` (pairs),
    `1:9:2` (a slice), `m101` (a mask), or a word."""
    if word in ("None", "True", "False"):
        return {"None": None, "True": True, "False": False}[word]
    if word == "-":
        return ()
    if ":" in word:
        return slice(*(int(bound) if bound else None for bound in word.split(":")))
    if ";" in word:
        return tuple(argument(pair) for pair in word.split(";") if pair)
    if "," in word:
        return tuple(int(number) for number in word.split(",") if number)
    if word[0] == "m" and word[1:].isdigit():
        return np.array([bit == "1" for bit in word[1:]])
    return int(word) if word.lstrip("-").isdigit() else word


class Calls(Golden):
    """Golden calls: f<n> is a call's name and options, f<n>.0, f<n>.1, ... its arrays and f<n>.r0, f<n>.r1, ... its
    results; or f<n>.error what NumPy says."""

    calls = 0

    def call(self, text, function, *arrays, parse=argument):
        """Calls the function with the arrays and then the options, which are the further words of the text, parsed."""
        name, self.calls = f"f{self.calls}", self.calls + 1
        self.add_text(name, text)
        for k, array in enumerate(arrays):
            self.add(f"{name}.{k}", array)
        try:
            results = function(*arrays, *map(parse, text.split()[1:]))
        except (IndexError, ValueError, TypeError, ZeroDivisionError, OverflowError) as error:
            return self.add_text(f"{name}.error", f"{type(error).__name__}: {error}")
        for k, result in enumerate(results if isinstance(results, (tuple, list)) else [results]):
            self.add(f"{name}.r{k}", result)


RULES = ["no", "equiv", "safe", "same_kind", "unsafe"]


def add_cast_rules(golden, dtypes):
    """Of every two dtypes the strictest rule of a cast, and what they promote to: dtype.<n>, level.<n>, promote.<n>."""

    def level(a, b):
        return next((str(n) for n, rule in enumerate(RULES) if np.can_cast(a, b, rule)), "-")

    def promoted(a, b):
        try:
            return str(np.promote_types(a, b))
        except (TypeError, OverflowError):
            return "-"

    for n, a in enumerate(dtypes):
        golden.add_text(f"dtype.{n}", str(a))
        golden.add_text(f"level.{n}", "".join(level(a, b) for b in dtypes))
        golden.add_text(f"promote.{n}", "\t".join(promoted(a, b) for b in dtypes))
