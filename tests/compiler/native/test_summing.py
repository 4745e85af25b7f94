"""Products of matrices by BLAS are the sums of the loops, however the matrices lie in memory."""

import numpy as np
import pytest

pytest.importorskip("numba")
pytest.importorskip("scipy")

from autograd.compiler.native.machine import PRODUCT, WIDTH, machine
from autograd.compiler.native.native import NOTHING

ROWS, COLUMNS, TERMS = 3, 4, 5


@pytest.mark.parametrize(("left", "right"), [(False, False), (True, False), (False, True)])
@pytest.mark.parametrize("gap", [0, 2])
def test_products_of_matrices(left: bool, right: bool, gap: int) -> None:
    memory = np.random.default_rng(0).normal(size=200)
    a_shape = (TERMS, ROWS) if left else (ROWS, TERMS)
    b_shape = (COLUMNS, TERMS) if right else (TERMS, COLUMNS)
    matrices = []
    order = np.zeros((1, WIDTH), np.int64)
    order[0, :4] = PRODUCT, ROWS, COLUMNS, TERMS
    order[0, 6] = 150
    for at, turned, (rows, columns), first in ((7, left, a_shape, 20), (13, right, b_shape, 80)):
        stride = columns + gap
        order[0, at : at + 3] = first, turned, stride
        matrix = memory[first : first + rows * stride].reshape(rows, stride)[:, :columns]
        matrices.append(matrix.T if turned else matrix)
    expected = matrices[0] @ matrices[1]
    machine()(memory, order, np.zeros(1, np.int64), 0, 1, *NOTHING)
    found = memory[150 : 150 + ROWS * COLUMNS].reshape(ROWS, COLUMNS)
    assert found == pytest.approx(expected, rel=1e-13)
