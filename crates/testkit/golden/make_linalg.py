"""Makes linalg.tsv: einsum, and the products of the main namespace, over whole numbers, which every order of sums gives exactly.

A row is a call, the shapes of its operands, the shape of the result and its items. Operand number i holds
(arange + i) % 7 - 3 in its shape.
"""

import sys
from pathlib import Path

import numpy as np

EINSUM = [
    ("ij,jk->ik", [(3, 4), (4, 5)]), ("ij,jk", [(3, 4), (4, 5)]), ("ij,kj->ik", [(3, 4), (5, 4)]),
    ("ii", [(4, 4)]), ("ii->i", [(4, 4)]), ("iij->ji", [(3, 3, 2)]), ("ij->ji", [(3, 4)]), ("ij->", [(3, 4)]),
    ("ba", [(3, 4)]), ("i,i", [(5,), (5,)]), ("i,j", [(3,), (4,)]), ("i,i->i", [(5,), (5,)]),
    ("bi,ij,bj->b", [(3, 4), (4, 5), (3, 5)]), ("...ij,...jk->...ik", [(2, 1, 3, 4), (5, 4, 2)]),
    ("...j->...", [(2, 3, 4)]), ("i...->...", [(2, 3, 4)]), ("...,...", [(3, 4), (4,)]), ("ij...,jk...->ik...", [(3, 4, 2), (4, 5, 2)]),
    ("ijk,ijk->jk", [(2, 3, 4), (2, 3, 4)]), ("ijk,jil->kl", [(2, 3, 4), (3, 2, 5)]), ("ab,bc,cd,de->ae", [(2, 3), (3, 4), (4, 5), (5, 2)]),
    ("iii", [(3, 3, 3)]), ("ijij->ij", [(2, 3, 2, 3)]), (",ij->ij", [(), (2, 3)]), ("i,ij,j", [(3,), (3, 4), (4,)]),
    ("bij,bjk->bik", [(3, 2, 4), (3, 4, 2)]), ("ij,ij->", [(3, 4), (3, 4)]), ("ik,jk,lk->ijl", [(2, 3), (2, 3), (4, 3)]),
    ("aA,Ab", [(2, 3), (3, 2)]), ("ij,jk->ik", [(3, 1), (4, 5)]), ("ij,jk->ik", [(0, 4), (4, 5)]), ("ij,jk->ik", [(3, 0), (0, 5)]),
]
PRODUCTS = [
    ("matmul", [(3, 4), (4, 5)]), ("matmul", [(4,), (4, 5)]), ("matmul", [(3, 4), (4,)]), ("matmul", [(4,), (4,)]),
    ("matmul", [(2, 1, 3, 4), (5, 4, 2)]), ("matmul", [(2, 3, 4), (4, 2)]), ("matmul", [(4,), (2, 4, 3)]), ("matmul", [(2, 3, 4), (4,)]),
    ("matmul", [(33, 70), (70, 41)]), ("matmul", [(3, 0), (0, 2)]), ("matmul", [(0, 3), (3, 2)]),
    ("dot", [(3, 4), (4,)]), ("dot", [(2, 3, 4), (5, 4, 2)]), ("dot", [(4,), (4,)]), ("dot", [(), (2, 3)]),
    ("inner", [(2, 3, 4), (5, 4)]), ("inner", [(4,), (4,)]), ("outer", [(2, 2), (3,)]), ("kron", [(2, 3), (3, 2)]), ("kron", [(3,), (2, 2)]),
    ("kron", [(2, 2, 2), (3,)]), ("cross", [(3,), (3,)]), ("cross", [(4, 3), (3,)]), ("cross", [(2, 1, 3), (5, 3)]),
    ("vecdot", [(2, 3, 4), (4,)]), ("matvec", [(2, 3, 4), (4,)]), ("vecmat", [(5, 1, 3), (2, 3, 4)]),
    ("tensordot", [(3, 4, 5), (4, 5, 2)]),
]


def operand(i, shape):
    return ((np.arange(np.prod(shape, dtype=int)) + i) % 7 - 3).reshape(shape)


def write_shape(shape):
    return ",".join(map(str, shape)) or "-"


def main(folder):
    rows = ["call\tshapes\tshape\titems"]
    calls = [("einsum " + text, shapes, lambda ops, text=text: np.einsum(text, *ops)) for text, shapes in EINSUM]
    calls += [(name, shapes, lambda ops, name=name: getattr(np, name)(*ops)) for name, shapes in PRODUCTS]
    for call, shapes, function in calls:
        result = np.asarray(function([operand(i, shape) for i, shape in enumerate(shapes)]))
        items = " ".join(map(str, result.ravel().tolist()))
        rows.append("\t".join([call, ";".join(map(write_shape, shapes)), write_shape(result.shape), items]))
    Path(folder, "linalg.tsv").write_text("\n".join(rows) + "\n")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent)
