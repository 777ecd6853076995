"""Indices as texts, as Python reads them between brackets."""

import numpy as np
from golden_format import Golden

golden = Golden(
    "slices",
    """
<n>: a text, and after a tab its entries with `, ` between: places, `start:stop` with `:step` unless that is 1, `None`, `...`;
or `error`. What does not fit 64 bits is the greatest or smallest number that does.
""",
)
TEXTS = """
0|-1|+5|- 3|1:5|1:|:5|:|::|::2|::-1|5:1:-2|1:-1:2, ..., None|...|None|np.newaxis|Ellipsis|...,0|:,None|0,1,2|1:2,3:4:5,-6
 1 : 2 : 3 , ... |1,|1:2,|()|(|)||,|,1|1,,2|:::|1:2:3:4|a|1.0|1e3|1:b|1:2:x|+ 1|-|+|:-|1_000|1__0|_1|1_|0_0|00|01|-01|0:0:0
99999999999999999999|-99999999999999999999|:99999999999999999999|-99999999999999999999:|::99999999999999999999
9223372036854775807|-9223372036854775808|9223372036854775808:|None:None|None:3:None|:None:2|None:None:None|1:...|... ...|1 2
1:2 3|None,None|..., 1:|:,:,:|-5:-1|0:0|:: -1|: : : |....|..|1;2|1:2;3|1j|'a'|[1]|1:2,|::,::|٣|-0|:-0|::1|2:1:1|null
"""


def bounded(number):
    return max(-(2**63), min(2**63 - 1, number))


def written(entry):
    if entry is None:
        return "None"
    if entry is Ellipsis:
        return "..."
    if type(entry) is int:
        return str(bounded(entry))
    assert type(entry) is slice
    for bound in (entry.start, entry.stop, entry.step):
        if bound is not None and type(bound) is not int:
            raise ValueError
    start, stop = ("" if bound is None else str(bounded(bound)) for bound in (entry.start, entry.stop))
    step = "" if entry.step in (None, 1) else f":{bounded(entry.step)}"
    return f"{start}:{stop}{step}"


def read(text):
    try:
        index = eval(f"np.s_[{text}]", {"np": np})
        return ", ".join(written(entry) for entry in (index if type(index) is tuple else (index,)))
    except Exception:
        return "error"


for n, text in enumerate(TEXTS.strip("\n").replace("\n", "|").split("|")):
    golden.add_text(str(n), f"{text}\t{read(text)}")
golden.write()
