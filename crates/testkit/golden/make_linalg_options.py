"""Makes linalg_options.golden: keyword arguments of numpy.linalg, by the names under which tests call them."""

import numpy as np
from golden_format import Golden

L = np.linalg
r = np.random.default_rng(11)
A = r.integers(-4, 5, (4, 5)).astype("f8")
S = r.integers(-4, 5, (3, 4, 4)).astype("f8")
S[1, 3] = 2 * S[1, 0]
H = S + S.transpose(0, 2, 1)
C = S[0] + 1j * S[2]
T = r.integers(-4, 5, (2, 3, 4)).astype("f8")
b = r.integers(-4, 5, (4, 2)).astype("f8")
tall = np.vander(np.arange(1.0, 8.0), 4)
tolerances = np.array([0.5, 20.0, 1e-9])

golden = Golden("linalg_options", "Keyword arguments of numpy.linalg: inputs, then a row for each call.")
for name, value in dict(A=A, S=S, H=H, C=C, T=T, b=b, tall=tall, tolerances=tolerances).items():
    golden.add(name, value)


def add(name, value):
    golden.add(name.replace(" ", "_"), value)


ORDS = {"1": 1, "-1": -1, "2": 2, "-2": -2, "inf": np.inf, "-inf": -np.inf}
for word, ord in ORDS.items():
    add(f"norm matrix {word}", L.norm(A, ord))
    add(f"norm axis0 {word}", L.norm(A, ord, axis=0))
    add(f"norm axes {word}", L.norm(T, ord, axis=(2, 0)))
    add(f"norm axes kept {word}", L.norm(T, ord, axis=(2, 0), keepdims=True))
    add(f"matrix_norm {word}", L.matrix_norm(T, ord=ord, keepdims=True))
    add(f"cond {word}", L.cond(S[0], ord))
for word, ord in {"0": 0, "3": 3, "-3": -3, "0.5": 0.5, "1": 1, "inf": np.inf, "-inf": -np.inf}.items():
    add(f"vector_norm all {word}", L.vector_norm(T, ord=ord))
    add(f"vector_norm axes {word}", L.vector_norm(T, ord=ord, axis=(0, 2), keepdims=True))
add("norm fro", L.norm(T, "fro", axis=(0, 1)))
add("norm nuc", L.norm(T, "nuc", axis=(0, 1)))
add("norm default", L.norm(T))
add("norm default kept", L.norm(T, keepdims=True))
add("norm complex 1", L.norm(C, 1))
add("norm complex axis", L.norm(C, axis=-1))
add("cond fro", L.cond(S[0], "fro"))
add("cond nuc", L.cond(S[0], "nuc"))
add("cond stack", L.cond(S[::2]))
add("rank", L.matrix_rank(S))
add("rank tol", L.matrix_rank(S, tol=20.0))
add("rank tols", L.matrix_rank(S, tol=tolerances))
add("rank rtol", L.matrix_rank(S, rtol=0.2))
add("rank hermitian", L.matrix_rank(H, hermitian=True))
add("rank vector", L.matrix_rank(np.zeros(3)))
add("pinv", L.pinv(S))
add("pinv rcond", L.pinv(S, rcond=0.3))
add("pinv rconds", L.pinv(S, rcond=np.array([0.01, 0.3, 0.1])))
add("pinv hermitian", L.pinv(H, hermitian=True))
add("pinv tall", L.pinv(tall))
add("pinv complex", L.pinv(C))
add("svd hermitian", L.svd(H, hermitian=True).S)
add("svd values", L.svd(H, compute_uv=False))
for word, rcond in {"default": None, "machine": -1, "1e-3": 1e-3}.items():
    x, residuals, rank, s = L.lstsq(tall, np.arange(14.0).reshape(7, 2) ** 2, rcond=rcond)
    add(f"lstsq {word}", x)
    add(f"lstsq {word} residuals", residuals)
    add(f"lstsq {word} rank", np.int64(rank))
    add(f"lstsq {word} values", s)
x, residuals, rank, s = L.lstsq(S[1], b, rcond=None)
add("lstsq deficient", x)
add("lstsq deficient rank", np.int64(rank))
def least_squares(name, a, b, rcond):
    x, residuals, rank, s = L.lstsq(a, b, rcond=rcond)
    kind = "c16" if np.iscomplexobj(x) else "f8"
    add(f"least {name}", x.astype(kind))
    add(f"least {name} residuals", residuals.astype("f8"))
    add(f"least {name} rank", np.int64(rank))
    add(f"least {name} values", s.astype("f8"))


# Of two values that count or not by the bound alone.
for value in [1e-17, 1e-16, 1.5e-16, 3e-16, 1e-10]:
    for word, rcond in {"default": None, "-1": -1, "0": 0, "1": 1, "1.5": 1.5, "1e-12": 1e-12}.items():
        least_squares(f"{value} {word}", np.diag([1, value]), np.ones((2, 1)), rcond)
single = np.array([[1, 1], [1, 1 + 2.0**-22], [0, 0]], "f4")
least_squares("single", single, np.array([1, 2, 3], "f4"), None)
least_squares("complex", C[:, :2], C[:, 2:], None)
least_squares("wide", A, b, None)
least_squares("no columns", np.zeros((3, 0)), np.ones((3, 2)), None)
least_squares("no rows", np.zeros((0, 3)), np.ones((0, 2)), None)
least_squares("no right sides", np.eye(3, 2), np.ones((3, 0)), None)
add("vecdot axis0", L.vecdot(A, A + 1, axis=0))
add("vecdot complex", L.vecdot(C, C.T, axis=0))
add("tensordot axes", np.tensordot(T, T.transpose(2, 0, 1), axes=([0, 2], [1, 0])))
add("tensordot negative", np.tensordot(T, T, axes=([-1], [-1])))
add("det integers", L.det(S.astype("i8")))
add("inv integers", L.inv(S[2].astype("i4")))
add("solve integers", L.solve(S[2].astype("i4"), b.astype("i8")))
add("eigvalsh bool", L.eigvalsh(H[0] > 0))
add("matmul mixed", S.astype("i4") @ T[0].T.astype("f4"))
add("matmul halves", S.astype("f2") @ S.astype("f2"))
# The other triangle is not read, and of a complex diagonal the imaginary part is not.
low, high = np.tri(4, dtype=bool), np.tri(4, dtype=bool).T
P, PC = S @ S.transpose(0, 2, 1) + 2 * np.eye(4), C @ C.conj().T + 2 * np.eye(4)
HC = C + C.conj().T
for name, value in dict(P=P, PC=PC, HC=HC).items():
    golden.add(name, value)


def hidden(a, seen):
    a = np.where(seen, a, np.nan)
    if np.iscomplexobj(a):
        diagonal = np.arange(4)
        a.imag[..., diagonal, diagonal] = np.nan
    return a


for name, a, h in [("real", P, H), ("complex", PC, HC)]:
    add(f"hidden cholesky {name} lower", L.cholesky(hidden(a, low)))
    add(f"hidden cholesky {name} upper", L.cholesky(hidden(a, high), upper=True))
    add(f"hidden eigvalsh {name} lower", L.eigvalsh(hidden(h, low)))
    add(f"hidden eigvalsh {name} upper", L.eigvalsh(hidden(h, high), UPLO="U"))
    add(f"hidden eigh {name} lower", L.eigh(hidden(h, low)).eigenvalues)
    add(f"hidden eigh {name} upper", L.eigh(hidden(h, high), UPLO="U").eigenvalues)
add("hidden eigvalsh many", L.eigvalsh(hidden(np.concatenate([H, H]), low)))
# The signs of R, by those of zeros too.
Z = np.array([[0, 1, 2], [3, 0, 1], [0, 4, 5.0]])
Y = (np.arange(120) * 7 % 11 - 5.0).reshape(40, 3)
Y[0] = 0
for name, value in dict(zeros=Z, negative=np.where(Z == 0, -0.0, Z), tall=Y, turned=Z + 2j * Z.T).items():
    golden.add(f"qr_{name}", value)
    add(f"qr {name} r", L.qr(value, mode="r"))
golden.write()
