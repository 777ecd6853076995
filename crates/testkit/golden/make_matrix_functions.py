"""Functions of matrices: SciPy's calls, with values computed by mpmath in 60 digits and rounded once, which SciPy's must agree with.

A call's first word is the function, its second the condition: by how much a relative change of the matrix changes the result, at most,
among a few changes of random directions. Further words are options. Of bases, the golden result is the projection onto what they span.
"""

import math

import mpmath as mp
import numpy as np
import scipy.linalg
from golden_format import Calls, signal

mp.mp.dps = 60
golden = Calls("matrix_functions", "<n> is a call; see Calls in golden_format.py. Values are exact but for one rounding.")
rng = np.random.default_rng(41)


def exact(a):
    return mp.matrix([[mp.mpmathify(complex(x)) if np.iscomplexobj(a) else mp.mpf(float(x)) for x in row] for row in a])


def size(a):
    return max(sum(abs(a[i, j]) for i in range(a.rows)) for j in range(a.cols)) if a.cols else mp.mpf(0)


def sign(a):
    for _ in range(200):
        a, before = (a + a**-1) / 2, a
        if size(a - before) < mp.mpf(10) ** -50 * size(a):
            break
    return a


def svd(a):
    # mpmath wants no more columns than rows.
    if a.rows < a.cols:
        u, s, vh = mp.svd(a.H)
        return vh.H, s, u.H
    return mp.svd(a)


def rank(s):
    return sum(1 for x in s if x > mp.mpf(10) ** -30 * max(s))


def polar(a, side):
    u, s, vh = svd(a)
    s = mp.diag(list(s))
    return u * vh, (vh.H * s * vh if side == "right" else u * s * u.H)


def orth(a):
    u, s, _ = svd(a)
    u = u[:, : rank(s)]
    return u * u.H


def null_space(a):
    _, s, vh = svd(a)
    vh = vh[: rank(s), :]
    return mp.eye(a.cols) - vh.H * vh


def pinvh(a):
    u, s, vh = svd(a)
    k = rank(s)
    return vh[:k, :].H * mp.diag([1 / x for x in s[:k]]) * u[:, :k].H


def angles(a, b):
    basis = [mp.qr(x, mode="skinny")[0] for x in (a, b)]
    _, s, _ = svd(basis[0].H * basis[1])
    return mp.matrix([[mp.acos(min(x, 1))] for x in reversed(list(s))])


def by_eigenvectors(function):
    """On the principal branch: mpmath's own logarithm leaves it."""
    def apply(a, *options):
        values, vectors = mp.eig(a.apply(mp.mpc))
        return vectors * mp.diag([function(x, *options) for x in values]) * vectors**-1
    return apply


def over(cosine, sine):
    return cosine**-1 * sine


EXACT = {
    "expm": mp.expm, "logm": by_eigenvectors(mp.log), "sqrtm": by_eigenvectors(mp.sqrt), "cosm": mp.cosm, "sinm": mp.sinm,
    "tanm": lambda a: over(mp.cosm(a), mp.sinm(a)),
    "coshm": lambda a: (mp.expm(a) + mp.expm(-a)) / 2,
    "sinhm": lambda a: (mp.expm(a) - mp.expm(-a)) / 2,
    "tanhm": lambda a: over(mp.expm(a) + mp.expm(-a), mp.expm(a) - mp.expm(-a)),
    "signm": sign, "polar": polar, "orth": orth, "null_space": null_space, "pinvh": pinvh,
    "fractional_matrix_power": by_eigenvectors(lambda x, t: x ** mp.mpf(float(t))),
    "subspace_angles": angles,
}


def by_scipy(name, matrices, options):
    # In double precision: what is computed exactly is a function of the items as they are.
    matrices = [m.astype(np.complex128 if np.iscomplexobj(m) else np.float64) for m in matrices]
    if name == "fractional_matrix_power":
        options = [float(t) for t in options]
    found = getattr(scipy.linalg, name)(*matrices, *options)
    if name in ("orth", "null_space"):
        return found @ found.conj().T
    return found


def rounded_once(value, dtype):
    # What is 0 but for errors in 60 digits is 0.
    parts = [[complex(mp.chop(x, mp.mpf(10) ** -45)) for x in row] for row in value.tolist()]
    array = np.array(parts, dtype=complex).reshape(value.rows, value.cols)
    return (array if np.dtype(dtype).kind == "c" else array.real).astype(dtype)


def results(value):
    return value if isinstance(value, tuple) else (value,)


def condition(function, matrices, values):
    worst = mp.mpf(1)
    for _ in range(4):
        step = mp.mpf(10) ** -20
        changed = []
        for m in matrices:
            change = exact(signal(rng, "c16" if any(mp.im(x) for x in m) else "f8", m.rows, m.cols))
            changed.append(m + change * (step * size(m) / size(change)))
        for before, after in zip(values, results(function(*changed))):
            if size(before):
                worst = max(worst, size(after - before) / size(before) / step)
    return math.ceil(worst)


def call(name, *arrays, options=(), well=None, dtype=None):
    """`well` is the condition where the matrix must not change: bases of singular ones."""
    count = arrays[0].shape[:-2]
    outs, worst = [], well or 1
    for place in np.ndindex(count):
        parts = [a[place] for a in arrays]
        matrices = [exact(part) for part in parts]
        function = lambda *m: EXACT[name](*m, *options)
        values = results(function(*matrices))
        if well is None:
            worst = max(worst, condition(function, matrices, values))
        theirs = results(by_scipy(name, parts, options))
        kind = dtype or (arrays[0].real.dtype if name == "subspace_angles" else arrays[0].dtype)
        rows = [rounded_once(value, kind) for value in values]
        if name == "subspace_angles":
            rows = [row[:, 0] for row in rows]
        for ours, found in zip(rows, theirs):
            error = np.abs(ours - found).max(initial=0) / (np.abs(ours).max(initial=0) or 1)
            eps = np.finfo(ours.dtype).eps
            assert error < 1e4 * worst * eps, (name, parts, ours, found, error)
        outs.append(rows)
    stacked = [np.stack([out[k] for out in outs]).reshape(count + outs[0][k].shape) for k in range(len(outs[0]))]
    words = " ".join([name, str(worst), *map(str, options)])
    golden.call(words, lambda *_: stacked, *arrays)


def made(dtype, *shape, norm=1.0):
    a = signal(rng, dtype, *shape)
    return (a * (norm / np.abs(a).sum(axis=-2).max())).astype(dtype)


def right(dtype, *shape):
    """With eigenvalues off the negative real axis."""
    b = made("c16" if np.dtype(dtype).kind == "c" else "f8", *shape, norm=2.5)
    # Rounded, as the last bits of a product differ between processors.
    return np.round(scipy.linalg.expm(b), 10).astype(dtype)


def triangle(a, part=np.triu):
    """The same of a triangle with positive numbers on its diagonal."""
    a = part(a)
    np.fill_diagonal(a, np.abs(np.diag(a)) + 0.1)
    return a


TYPES = ["f8", "c16", "f4", "c8"]
entire = ["expm", "cosm", "sinm", "coshm", "sinhm"]
principal = ["logm", "sqrtm"]
for dtype in TYPES:
    for name in entire:
        for norm in (0.01, 0.2, 0.9, 2.0, 5.0, 30.0):
            call(name, made(dtype, 4, 4, norm=norm))
        call(name, made(dtype, 1, 1, norm=2.0))
        call(name, made(dtype, 2, 3, 3, norm=2.0))
        call(name, np.triu(made(dtype, 5, 5, norm=9.0)))
    call("expm", made(dtype, 12, 12, norm=4.0))
    call("expm", np.tril(made(dtype, 4, 4, norm=20.0)))
    call("expm", np.array([[1, 1e3], [0, -1]], dtype=dtype))
    call("expm", np.array([[-49, 24], [-64, 31]], dtype=dtype))
    call("expm", np.diag([1.0, -20.0, 3.0]).astype(dtype))
    for name in ("tanm", "tanhm"):
        call(name, made(dtype, 3, 3, norm=0.8))
    for name in principal:
        for n in (1, 2, 3, 6):
            call(name, right(dtype, n, n))
        call(name, right(dtype, 2, 3, 3))
        call(name, triangle(right(dtype, 4, 4)))
        call(name, triangle(right(dtype, 3, 3), np.tril))
        call(name, np.array([[1, 1], [0, 1 + 1e-6]], dtype=dtype))
        call(name, np.array([[1e4, 3, 2], [0.5, 1, 1], [0, 0.25, 0.5]], dtype=dtype))
        call(name, (np.eye(4) + 1e-3 * made("f8", 4, 4)).astype(dtype))
    for t in ("0.5", "-0.25", "2.75", "-1.5"):
        call("fractional_matrix_power", right(dtype, 4, 4), options=(t,))
        call("fractional_matrix_power", triangle(right(dtype, 3, 3)), options=(t,))
    call("signm", made(dtype, 4, 4) + np.diag([1, -1, 1, -1]).astype(dtype))
    call("signm", np.array([[2, 1, 3], [0, 2, 1], [0, 0, -1]], dtype=dtype))
    for shape in ((3, 3), (4, 2), (2, 4), (2, 3, 3)):
        for side in ("right", "left"):
            call("polar", made(dtype, *shape), options=(side,))
    whole = np.array([[1, 2, 3], [2, 4, 6], [1, 0, 1], [2, 2, 4]], dtype=dtype)
    for name in ("orth", "null_space"):
        for a in (whole, whole.T.copy(), made(dtype, 3, 5), made(dtype, 5, 3)):
            call(name, a, well=100)
    symmetric = np.array([[2, 1, 3], [1, 1, 2], [3, 2, 5]], dtype=dtype)
    call("pinvh", symmetric, well=100)
    call("pinvh", (symmetric + 3 * np.eye(3)).astype(dtype))
    for n, k in ((2, 2), (3, 1), (1, 2)):
        call("subspace_angles", made(dtype, 5, n), made(dtype, 5, k))
    call("subspace_angles", np.eye(4, 2).astype(dtype), (np.eye(4, 2) + 1e-4 * np.eye(4, 2, -2)).astype(dtype))
for dtype in ("c16", "c8"):
    negative = np.array([[-4 + 0.5j, 1, 0], [0, 2, 1], [1, 0, -1 - 0.25j]], dtype=dtype)
    for name in principal:
        call(name, negative)
golden.write()
