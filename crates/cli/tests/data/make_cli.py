"""Small files as NumPy writes them, and what NumPy says of their columns."""

import pathlib
import sys

import numpy as np

folder = pathlib.Path(sys.argv[1])

# Eighths, in no order, with some NaNs in the second column and an infinity in the third.
table = ((np.arange(600) * 7919 % 1000 - 500) / 8.0).reshape(200, 3)
table[::17, 1] = np.nan
limits = table.copy()
limits[5, 2] = np.inf
records = np.zeros(50, [("id", "<u4"), ("name", "<U3"), ("place", [("x", "<f4"), ("y", "<f8")])])
records["id"] = np.arange(50) * 3
records["name"] = ["a", "bb", "c,c", 'd"', ""] * 10
records["place"]["x"] = np.arange(50) / 4
records["place"]["y"] = table[:50, 0]
cube = np.arange(24, dtype="<i2").reshape(2, 3, 4) - 5

np.save(folder / "table.npy", table)
np.save(folder / "limits.npy", limits)
np.save(folder / "columns.npy", np.asfortranarray(table.astype(">f4")))
np.save(folder / "records.npy", records)
np.save(folder / "cube.npy", cube)
np.savez_compressed(folder / "two.npz", table=table, cube=cube)
np.savetxt(folder / "table.csv", table[:20], fmt="%.3f", delimiter=",", header="a,b,c", comments="")

QUANTILES = (0.0, 0.1, 0.5, 0.75, 1.0)


def rows(file, column, values):
    known = values[~np.isnan(values)].astype(np.float64)
    finite = known[np.isfinite(known)]
    yield file, column, "count", len(known)
    yield file, column, "nan", len(values) - len(known)
    with np.errstate(invalid="ignore"):
        yield file, column, "mean", known.mean()
        yield file, column, "std", known.std()
    yield file, column, "min", known.min()
    yield file, column, "max", known.max()
    for q in QUANTILES:
        yield file, column, f"q{q}", np.quantile(known, q) if len(finite) == len(known) else np.nan
    counts, edges = np.histogram(finite, 7)
    for at, count in enumerate(counts):
        yield file, column, f"bin{at}", count
    yield file, column, "edge", edges[3]


def columns():
    for at in range(3):
        yield from rows("table.npy", str(at), table[:, at])
        yield from rows("columns.npy", str(at), table[:, at].astype("f4"))
        yield from rows("table.csv", "abc"[at], table[:20, at])
        yield from rows("two.npz", str(at), table[:, at])
    yield from rows("limits.npy", "2", limits[:, 2])
    yield from rows("cube.npy", "all", cube.ravel())
    yield from rows("records.npy", "id", records["id"])
    yield from rows("records.npy", "place.x", records["place"]["x"])
    yield from rows("records.npy", "place.y", records["place"]["y"])


with open(folder / "stats.tsv", "w", encoding="utf-8") as out:
    for file, column, key, value in columns():
        out.write(f"{file}\t{column}\t{key}\t{value:.12g}\n")
