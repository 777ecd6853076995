"""Bit generators moved, jumped, spawned and read out, and seed sequences of all shapes."""

import numpy as np
from golden_format import Calls

golden = Calls("bit_generators", "<n> is a call; see Calls in golden_format.py. The words are the generator, the seed, what is done and how far.")
WORD = 2**64 - 1


def words(value):
    """All numbers of a state in order, as words of 64 bits, the low ones first."""
    if isinstance(value, dict):
        return [word for key, item in value.items() if key != "bit_generator" for word in words(item)]
    if isinstance(value, np.ndarray):
        return [int(item) for item in value]
    return [int(value) & WORD, int(value) >> 64] if int(value) > WORD else [int(value)]


def state(bits):
    """The state with both halves of the wide numbers."""
    parts = bits.state
    if bits.__class__.__name__.startswith("PCG"):
        wide = [parts["state"]["state"], parts["state"]["inc"]]
        return [part for value in wide for part in (value & WORD, value >> 64)] + [parts["has_uint32"], parts["uinteger"]]
    return words(parts)


def what(bits):
    return np.array(state(bits), np.uint64), np.array(bits.random_raw(5), np.uint64)


def half(bits):
    """Half a word is drawn, where the generator gives halves."""
    np.random.Generator(bits).integers(0, 10, dtype=np.int32)
    return bits


for name in ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"):
    make = getattr(np.random, name)
    for seed in (0, 42, 2**90 + 7):
        golden.call(f"{name} {seed} state 0", lambda *_: what(half(make(seed))), parse=str)
        for n in (1, 2, 3, 700):
            golden.call(f"{name} {seed} draw {n}", lambda *_: (lambda b: (b.random_raw(n), what(b))[1])(make(seed)), parse=str)
        for n in (1, 3):
            golden.call(f"{name} {seed} spawn {n}", lambda *_: (lambda b: (b.spawn(2), what(b.spawn(n)[-1]))[1])(make(seed)), parse=str)
            if name != "SFC64":
                golden.call(f"{name} {seed} jumped {n}", lambda *_: what(half(make(seed)).jumped(n)), parse=str)
                golden.call(f"{name} {seed} jumped_later {n}", lambda *_: (lambda b: (b.random_raw(624), what(b.jumped(n)))[1])(make(seed)), parse=str)
        if name not in ("SFC64", "MT19937"):
            for delta in (0, 1, 5, 2**70 + 3):
                golden.call(f"{name} {seed} advance {delta}", lambda *_: what(half(make(seed)).advance(delta)), parse=str)


def sequence(seeds):
    return np.array(seeds.pool), seeds.generate_state(9), seeds.generate_state(5, np.uint64), seeds.spawn(2)[1].generate_state(4)


for text in ("0", "1", "4294967296", str(2**128 - 1), "1,2,3", "0,0", "4294967295,18446744073709551615,7,8,9"):
    entropy = [int(part) for part in text.split(",")]
    entropy = entropy[0] if len(entropy) == 1 else entropy
    for key in ("-", "0", "3,4294967295"):
        spawn_key = tuple(int(part) for part in key.split(",")) if key != "-" else ()
        for pool_size in (4, 9):
            golden.call(f"SeedSequence {text} {key} {pool_size}", lambda *_: sequence(np.random.SeedSequence(entropy, spawn_key=spawn_key, pool_size=pool_size)), parse=str)
golden.write()
