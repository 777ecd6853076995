"""What NumPy refuses and what it makes of the oddest parameters: one call for each distribution and stream, over many sets of them."""

import itertools

import numpy as np
from golden_format import Calls
from random_parameters import DISTRIBUTIONS

golden = Calls(
    "random_refusals",
    "<n> is a call; see Calls in golden_format.py. The words are the stream and the method; the arrays are the parameters, one set to each place. "
    "The results are whether each set is refused, and two numbers of those that are not, from a stream whose seed is the place.",
)
ODD = [-1.0, -0.0, 0.0, 0.3, 1.0, 2.5, 1e19, np.nan, np.inf, -np.inf]
FEW = [-1.0, 0.0, 0.3, 2.5, np.nan, np.inf]
COUNTS = [-1, 0, 1, 20, 999_999_999, 10**9, 2**62]
WHOLE = {"binomial": (0,), "hypergeometric": (0, 1, 2)}


def goes_on_for_ever(stream, name, parameters):
    """The legacy rejections that never accept; we refuse them."""
    if stream == "generator":
        return False
    return name == "vonmises" and parameters[1] > 1e18 or name == "zipf" and parameters[0] > 1000


def draws(stream, name, parameters, seed=0):
    rng = np.random.default_rng(seed) if stream == "generator" else np.random.RandomState(seed)
    return getattr(rng, name)(*parameters, size=2)


def refused(call):
    try:
        call()
    except (ValueError, OverflowError):
        return True
    return False


for name, sets in DISTRIBUTIONS.items():
    count = len(sets[0])
    choices = [COUNTS if k in WHOLE.get(name, ()) else FEW if count > 2 else ODD for k in range(count)]
    for stream in ("generator", "legacy"):
        odd = [p for p in itertools.product(*choices) if not goes_on_for_ever(stream, name, p)]
        if not count:
            continue
        flags = [refused(lambda: draws(stream, name, p)) for p in odd]
        for p, flag in zip(odd, flags):
            # As arrays the parameters are checked by other code; the answer must be the same for one of ours to be both.
            assert flag == refused(lambda: draws(stream, name, [np.array([x]) for x in p])), (stream, name, p)
        numbers = [np.zeros(2) if flag else draws(stream, name, p, seed) for seed, (p, flag) in enumerate(zip(odd, flags))]
        columns = [np.array(column) for column in zip(*odd)]
        golden.call(f"{stream} {name}", lambda *_: (np.array(flags), np.array(numbers, dtype=draws(stream, name, sets[0]).dtype)), *columns)
golden.write()
