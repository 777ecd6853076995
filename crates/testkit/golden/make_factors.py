"""Makes factors.golden: the factorisations and solvers of scipy.linalg, by the names under which tests call them."""

import numpy as np
import scipy.linalg as L
from golden_format import Golden, rounded

r = np.random.default_rng(23)


def whole(*shape):
    return r.integers(-5, 6, shape).astype("f8")


def complex_whole(*shape):
    return whole(*shape) + 1j * whole(*shape)


golden = Golden("factors", "Factorisations and solvers of scipy.linalg: inputs, then a row for each call.")


def add(name, value):
    """A row of so many digits as all machines agree on: what only rounding makes different from 0 is 0."""
    value = np.asarray(value)
    if value.dtype.kind in "fc":
        value = np.where(np.abs(value) < 1e-12, 0, value)
    golden.add(name.replace(" ", "_"), rounded(value, 12))


A, C = whole(6, 6), complex_whole(5, 5)
S, tall, wide = whole(2, 4, 4), whole(5, 3), whole(3, 5)
b, B, cb = whole(6), whole(6, 2), complex_whole(5)
sb, SB = whole(4), whole(3, 1, 4, 2)
T = whole(6, 6)
T[np.arange(6), np.arange(6)] = [1, 2, -1, 4, -2, 1]
CT = complex_whole(5, 5)
CT[np.arange(5), np.arange(5)] = [1, 2j, -1, 4 + 1j, -2]
H, CH = A + A.T, C + C.conj().T
P, CP = A @ A.T + np.eye(6), C @ C.conj().T + np.eye(5)
W = whole(6, 6)
ab = np.array([[0, 0, 1, 2, 1, -1], [0, 2, 3, 1, 2, 2], [1, 1, -2, 0, 3, 1], [4, 2, 1, 2, 5, 0]], dtype="f8")
cab = np.array([[0, 1j, 2, 1], [5, 6, 5, 6]], dtype="c16")
lab = np.array([[7, 8, 9, 7, 8], [1, -2, 2, 3, 0], [2, 1, -1, 0, 0]], dtype="f8")
tri = np.array([[0, 2, 1, 3, 1, 2], [0, 1, 2, 0, 1, 3], [3, 1, 2, 2, 1, 0]], dtype="f8")
c, row = np.array([9, 2, -3, 1, 0, 4.0]), np.array([9, 1, 5, -2, 3, 1.0])
cc = np.array([8, 1 + 2j, -2j, 3, 1 - 1j])
# Without equal numbers, among which pivots would be chosen by their order.
N = r.normal(size=(6, 6)).round(3)
CN = N[:5, :5] + 1j * r.normal(size=(5, 5)).round(3)
N, CN, CS = N + N.T, CN + CN.conj().T, CN + CN.T
for name, value in dict(
    A=A, C=C, S=S, tall=tall, wide=wide, b=b, B=B, cb=cb, sb=sb, SB=SB, T=T, CT=CT, H=H, CH=CH, P=P, CP=CP, W=W,
    ab=ab, cab=cab, lab=lab, tri=tri, c=c, row=row, cc=cc, N=N, CN=CN, CS=CS,
).items():  # fmt: skip
    golden.add(name, value)

for name, a in dict(A=A, C=C, S=S, tall=tall, wide=wide).items():
    for part, value in zip("plu", L.lu(a)):
        add(f"lu {name} {part}", value)
    add(f"lu {name} indices", L.lu(a, p_indices=True)[0].astype("i8"))
    add(f"lu {name} pl", L.lu(a, permute_l=True)[0])
    lu, piv = L.lu_factor(a)
    add(f"lu_factor {name}", lu)
    add(f"lu_factor {name} piv", piv.astype("i8"))
for trans in 0, 1, 2:
    add(f"lu_solve A {trans}", L.lu_solve(L.lu_factor(A), B, trans=trans))
    add(f"lu_solve C {trans}", L.lu_solve(L.lu_factor(C), cb, trans=trans))
    add(f"lu_solve S {trans}", L.lu_solve(L.lu_factor(S), SB, trans=trans))
    for lower in 0, 1:
        for unit in 0, 1:
            options = dict(trans=trans, lower=bool(lower), unit_diagonal=bool(unit))
            add(f"triangular T {trans}{lower}{unit}", L.solve_triangular(T, b, **options))
            add(f"triangular CT {trans}{lower}{unit}", L.solve_triangular(CT, cb, **options))
add("triangular stack", L.solve_triangular(S + 20 * np.eye(4), SB))
for lower in False, True:
    keep = np.tril if lower else np.triu
    add(f"cho P {int(lower)}", keep(L.cho_factor(P, lower=lower)[0]))
    add(f"cho CP {int(lower)}", keep(L.cho_factor(CP, lower=lower)[0]))
    add(f"cho_solve P {int(lower)}", L.cho_solve(L.cho_factor(P, lower=lower), B))
    add(f"cho_solve CP {int(lower)}", L.cho_solve(L.cho_factor(CP, lower=lower), cb))
    for name, a, hermitian in ("N", N, True), ("CN", CN, True), ("CS", CS, False):
        for part, value in zip(["lu", "d", "perm"], L.ldl(a, lower=lower, hermitian=hermitian)):
            add(f"ldl {name} {int(lower)} {part}", value)
add("cholesky_banded upper", L.cholesky_banded(cab))
add("cholesky_banded lower", L.cholesky_banded(lab, lower=True))
add("cho_solve_banded upper", L.cho_solve_banded((L.cholesky_banded(cab), False), cb[:4]))
add("solveh_banded lower", L.solveh_banded(lab, b[:5], lower=True))
add("solveh_banded upper", L.solveh_banded(cab, cb[:4]))
add("solve_banded", L.solve_banded((1, 2), ab, B))
add("solve_banded tri", L.solve_banded((1, 1), tri + np.array([[0], [9], [0]]), b))
add("solve_banded pivots", L.solve_banded((1, 1), tri, b))
add("toeplitz", L.solve_toeplitz(c, b))
add("toeplitz row", L.solve_toeplitz((c, row), B))
add("toeplitz complex", L.solve_toeplitz(cc, cb))
add("toeplitz complex row", L.solve_toeplitz((cc, cc[::-1]), cb))
for name, a in dict(A=A, C=C, S=S).items():
    add(f"hessenberg {name}", np.abs(L.hessenberg(a)))
    add(f"eigvals {name}", np.linalg.eigvals(a).astype("c16"))
for name, a in dict(A=A, C=C, S=S, tall=tall, wide=wide).items():
    q, R, p = L.qr(a, pivoting=True)
    add(f"pivoting {name} r", np.abs(R))
    add(f"pivoting {name} p", p.astype("i8"))
    R, q = L.rq(a)
    add(f"rq {name} r", np.abs(R))
    R, q = L.rq(a, mode="economic")
    add(f"rq {name} economic r", np.abs(R))
    add(f"rq {name} economic q", np.abs(q))
add("eig A W", L.eigvals(A, W))
add("eig C CT", L.eigvals(C, CT))
add("eig S", L.eigvals(S, S[::-1]).astype("c16"))
for type in 1, 2, 3:
    add(f"eigh H P {type}", L.eigvalsh(H, P, type=type))
    add(f"eigh CH CP {type}", L.eigvalsh(CH, CP, type=type))
# Without the check that looks at all items, only one triangle is read.
for name, a, b, n in [("real", N, P, 6), ("complex", CN, CP, 5)]:
    for word, seen in [("lower", np.tri(n)), ("upper", np.tri(n).T)]:
        hidden_a, hidden_b = (np.where(seen, x, np.nan) for x in (a, b))
        lower = word == "lower"
        factor = L.cho_factor(hidden_b, lower=lower, check_finite=False)[0]
        add(f"hidden cho_factor {name} {word}", np.where(seen, factor, 0))
        add(f"hidden eigvalsh {name} {word}", L.eigvalsh(hidden_a, hidden_b, lower=lower, check_finite=False))
        add(f"hidden ldl {name} {word}", L.ldl(hidden_a, lower=lower, check_finite=False)[1])
golden.write()
