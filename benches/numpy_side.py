"""NumPy's side of the benchmark: runs the cases of cases.tsv when asked over standard input.

A request is a line `ID N`; the answer is the time of N runs in seconds, or `error ...`. The arrays of a
case are made when it is first named and freed when the next one is. `ID 0` makes them and runs nothing.
`about` answers with the versions.
"""

import gc
import itertools
import platform
import sys
from time import perf_counter

import numpy as np

TEMPLATE = """
def build(np, r):
    {setup}
    def timed(_times):
        _start = _clock()
        for _ in _times:
            {expression}
        return _clock() - _start
    return timed
"""


def read_cases(path):
    cases = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.startswith("#") or not line.strip():
                continue
            name, setup, expression = line.rstrip("\n").split("\t")
            cases[name] = (setup or "pass", expression)
    return cases


def build(setup, expression):
    names = {"_clock": perf_counter}
    exec(TEMPLATE.format(setup=setup, expression=expression), names)
    return names["build"](np, np.random.default_rng(7))


def main():
    cases = read_cases(sys.argv[1])
    loaded, timed = None, None
    gc.disable()
    for line in sys.stdin:
        name, *count = line.split()
        if name == "about":
            answer = f"NumPy {np.__version__}, Python {platform.python_version()}"
        else:
            try:
                if name != loaded:
                    timed = None
                    gc.collect()
                    timed, loaded = build(*cases[name]), name
                answer = repr(timed(itertools.repeat(None, int(count[0]))))
            except Exception as error:
                loaded, timed = None, None
                answer = f"error {type(error).__name__}: {error}".replace("\n", " ")
        print(answer, flush=True)


main()
