"""Promotion and casting rules between every pair of dtypes."""

import numpy as np
from golden_format import DTYPES, Golden

golden = Golden(
    "promotion",
    f"""
Tables over the dtypes {" ".join(DTYPES)}.
promote: the place in that list of promote_types(row, column).
can_cast.<casting>: can_cast(row, column).
weak.<kind>: the place of the result of the dtype with a Python scalar of that kind.
""",
)
types = [np.dtype(name) for name in DTYPES]
golden.add("promote", np.array([[types.index(np.promote_types(a, b)) for b in types] for a in types], "i1"))
for casting in ("no", "equiv", "safe", "same_kind", "unsafe"):
    golden.add(f"can_cast.{casting}", [[np.can_cast(a, b, casting) for b in types] for a in types])
for scalar in (True, 1, 1.0, 1j):
    places = [types.index(np.result_type(np.empty(0, a), scalar)) for a in types]
    golden.add(f"weak.{type(scalar).__name__}", np.array(places, "i1"))
golden.write()
