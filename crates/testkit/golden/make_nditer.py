"""The iterator: the order of its steps, its indices, runs, buffers and reductions, over operands of many layouts."""

import numpy as np
from golden_format import Calls

golden = Calls(
    "nditer",
    """
<n> is a call; see Calls in golden_format.py. Its words are the order, the flags joined by `+`, the size of buffers, the
range, and for each operand `shape/axes/steps/dtype/op_axes`: numbers that count from 0, 100, ... in that shape, transposed,
every so many-th of each axis. The results are the lengths of the steps, the items of each operand, the multi-indices and the
indices; and for an operand to write to (`w` before its dtype), what it holds after the items of the first were added.
""",
)
rng = np.random.default_rng(5)


def listed(text):
    return [int(number) for number in text.split(",") if number]


def operand(text, k):
    shape, axes, steps, dtype, op_axes = text.split("/")
    shape = listed(shape)
    a = (100 * k + np.arange(int(np.prod(shape)))).reshape(shape).transpose(listed(axes))
    a = a[tuple(slice(None, None, step) for step in listed(steps))]
    writes, dtype = dtype[:1] == "w", dtype.lstrip("w")
    own = np.array(a, order="K") if writes else a
    return own, dtype or None, writes, None if op_axes == "-" else listed(op_axes)


def iterate(order, flags, buffersize, steps, *texts):
    flags = [] if flags == "-" else flags.split("+")
    operands = [operand(text, k) for k, text in enumerate(texts)]
    arrays = [op[0] for op in operands]
    it = np.nditer(
        arrays,
        flags,
        [["readwrite"] if op[2] else ["readonly"] for op in operands],
        op_dtypes=[op[1] for op in operands],
        order=order,
        casting="same_kind",
        op_axes=None if all(op[3] is None for op in operands) else [op[3] if op[3] is not None else list(range(a.ndim)) for op, a in zip(operands, arrays)],
        buffersize=int(buffersize),
    )
    lengths, items, multi, index = [], [[] for _ in arrays], [], []
    with it:
        if steps != "-":
            it.iterrange = tuple(listed(steps))
        while not it.finished:
            values = it.value if isinstance(it.value, tuple) else (it.value,)
            lengths.append(values[0].size)
            for k, value in enumerate(values):
                items[k].extend(np.ravel(value).tolist())
            if it.has_multi_index:
                multi.extend(it.multi_index)
            if it.has_index:
                index.append(it.index)
            for op, value in zip(operands, values):
                if op[2]:
                    if value.size > 1 and all(stride == 0 for stride in value.strides):
                        value[..., 0] += values[0].sum()
                    else:
                        value[...] += values[0]
            it.iternext()
    # How full a buffer gets is left open.
    results = [] if "buffered" in flags and "external_loop" in flags else [np.array(lengths, np.int64)]
    if not any(op[2] for op in operands):
        results += [np.array(one, np.float64) for one in items]
    if multi:
        results.append(np.array(multi, np.int64))
    if index:
        results.append(np.array(index, np.int64))
    results += [op[0].astype(np.float64) for op in operands if op[2]]
    return results


def call(*words):
    text = " ".join(map(str, words))
    golden.call(text, lambda *rest: iterate(text.split()[0], *rest), parse=str)


def random_operand(shape, dtype=""):
    """Some layout of the shape, or of one that broadcasts to it."""
    shape = [1 if rng.random() < 0.15 else size for size in shape]
    shape = shape[rng.integers(0, len(shape)) :] if shape and rng.random() < 0.15 else shape
    axes = rng.permutation(len(shape)) if rng.random() < 0.6 else np.arange(len(shape))
    steps = [int(rng.choice([1, 1, 1, -1, 2, -2])) for _ in shape]
    base = [0] * len(shape)
    for place, axis in enumerate(axes):
        base[axis] = shape[place] * abs(steps[place]) - (abs(steps[place]) - 1 if shape[place] else 0)
    join = lambda numbers: ",".join(map(str, numbers))
    return f"{join(base)}/{join(axes)}/{join(steps)}/{dtype}/-"


SHAPES = [(2, 3), (4,), (2, 3, 4), (), (2, 1, 3), (3, 2, 2, 2)]
for n in range(500):
    shape = SHAPES[rng.integers(0, len(SHAPES))]
    operands = [random_operand(shape) for _ in range(rng.integers(1, 4))]
    flags = str(rng.choice(["-", "multi_index", "c_index", "f_index", "multi_index+f_index", "external_loop", "external_loop"]))
    call("CFAK"[rng.integers(0, 4)], flags, 0, "-", *operands)
for n in range(200):
    shape = SHAPES[rng.integers(0, 4)]
    operands = [random_operand(shape, rng.choice(["", "f8", "i4", "f4"])) for _ in range(rng.integers(1, 3))]
    call("CFK"[rng.integers(0, 3)], "external_loop+buffered" if n % 3 else "buffered", int(rng.integers(1, 9)), "-", *operands)
whole = "2,3,4/0,1,2/1,1,1"
for order in "CFK":
    for steps in ("0,24", "3,7", "5,5", "20,24", "3,30", "7,3"):
        call(order, "ranged+multi_index", 0, steps, f"{whole}//-")
        call(order, "ranged+external_loop+buffered", 5, steps, f"{whole}/f8/-")
for axes in ("0,1,-1", "-1,0,1", "0,-1,1", "-1,-1,0"):
    sizes = [size for size, axis in zip("234", axes.split(",")) if axis != "-1"]
    target = f"{','.join(sizes)}/{','.join(str(k) for k in range(len(sizes)))}/{','.join('1' for _ in sizes)}"
    for flags in ("reduce_ok", "reduce_ok+external_loop", "reduce_ok+multi_index", "-"):
        call("C", flags, 0, "-", f"{whole}//-", f"{target}/w/{axes}")
        call("K", flags, 0, "-", f"{whole}//-", f"{target}/w/{axes}")
call("C", "-", 0, "-", f"{whole}//-", f"{whole}/w/-")
call("K", "external_loop", 0, "-", f"{whole}//-", "4,3,2/2,1,0/1,1,1/w/-")
call("C", "buffered+external_loop", 5, "-", f"{whole}/f8/-", "4,3,2/2,1,0/1,1,1/wf8/-")
call("C", "buffered", 5, "-", f"{whole}/f4/-", "4,3,2/2,1,0/1,1,1/wf4/-")
call("K", "-", 0, "-", f"{whole}//-", "3,4/0,1/1,1/w/-")
call("K", "-", 0, "-", f"{whole}/f8/-")
call("K", "-", 0, "-", f"{whole}//-", "5,/0,/1,//-")
call("K", "multi_index+external_loop", 0, "-", f"{whole}//-")
call("K", "c_index+external_loop", 0, "-", f"{whole}//-")
call("K", "-", 0, "-", "0,3/0,1/1,1//-")
call("K", "zerosize_ok", 0, "-", "0,3/0,1/1,1//-")
call("K", "zerosize_ok+external_loop", 0, "-", "0,3/0,1/1,1//-")
call("C", "multi_index", 0, "-", "3,/0,/1,//0,-1", "4,/0,/1,//-1,0")
call("C", "multi_index", 0, "-", "3,/0,/1,//0,1", "4,/0,/1,//-1,0")
# What a fuzzer found: numbers are copied, not buffered; axes left out are at their first place; order `A` goes by the operands as
# they are; what is written is not spread over nothing; runs are cut by buffers only.
for operands in (["///f8/-", "////-"], ["///f8/-", "4,/0,/1,//-"], ["1,/0,/1,/f8/-"], ["1,1/0,1/1,1/f8/-", "////-"], ["////-", "///wf8/-"]):
    for flags in ("-", "external_loop", "multi_index"):
        call("C", flags, 0, "-", *operands)
for left, right in (("3,/0,/1,//0,", "4,/0,/1,//-1,"), ("3,/0,/1,//0,", "4,/0,/1,/w/-1,"), ("2,2/0,1/1,1//0,1", "5,2/1,0/-1,2//1,-1"), ("3,2,5/0,1,2/1,1,1//2,0", "3,/0,/-1,//-1,-1")):
    for flags in ("-", "reduce_ok", "buffered"):
        call("K", flags, 3, "-", left, right)
for flags in ("-", "zerosize_ok"):
    call("C", flags, 0, "-", "0,3/0,1/1,1//1,0")
for operands in (["2,1/0,1/1,1//0,1", "2,1/0,1/1,1//1,0"], ["2,3/1,0/1,1//-"], ["2,3/0,1/1,1//-"], ["2,3/1,0/1,1//-", "3,/0,/1,//-"], ["2,3/1,0/1,1//-", "2,/0,/1,//-", "////-"], ["3,/0,/1,//-", "3,1/0,1/1,1//-"]):
    call("A", "-", 0, "-", *operands)
for shape in ("2,1", "1,0", "2,0", "1,1"):
    for flags in ("zerosize_ok", "zerosize_ok+reduce_ok"):
        call("K", flags, 0, "-", "2,0/0,1/1,1//-", f"{shape}/0,1/1,1/w/-")
for steps in ("0,2", "0,4", "1,1"):
    for flags in ("external_loop+ranged", "external_loop+ranged+buffered", "ranged"):
        call("C", flags, 3, steps, "4,/0,/1,//-")
golden.write()
