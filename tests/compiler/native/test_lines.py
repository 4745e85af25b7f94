"""Rows as lines of LLVM: the table's values, alone and side by side, also where Python raises."""

import itertools
import math

import numpy as np
import pytest

pytest.importorskip("llvmlite")

from autograd.compiler.expansion import SIMPLE
from autograd.compiler.native.build import width
from autograd.compiler.native.call import function
from autograd.compiler.native.direct import Code, Direct
from autograd.compiler.native.lines import has
from autograd.compiler.native.text import Text
from autograd.compiler.program import Instruction, Program
from autograd.primitives import TABLE, Primitive

inf, nan = math.inf, math.nan
POINTS = [
    0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -2.0, 2.5, 3.0, -3.0, 0.1, -7.3, 1e-9, -1e-5, 25.5,
    709.0, 710.0, -710.0, -746.0, 1e-300, -1e-300, 5e-324, 1e300, -1e300, 1e22, inf, -inf, nan,
]  # fmt: skip
TOLERANCE = {"erfc": 4e-15}


def equal(op: Primitive, x: float, y: float) -> bool:
    """Whether x is y to two units in the last place, with its sign."""
    if x != x or y != y:
        return x != x and y != y
    return math.copysign(1.0, x) == math.copysign(1.0, y) and (
        x == y or abs(x - y) <= max(TOLERANCE.get(op.name, 5e-16) * abs(y), 5e-324)
    )


@pytest.mark.parametrize("op", [op for op in SIMPLE if op.arity], ids=str)
def test_values_are_those_of_the_row(op: Primitive) -> None:
    n = op.arity or 0
    program = Program(n, 0, (Instruction(op, tuple(range(n))),), (n,))
    points = [*itertools.product(POINTS if n < 3 else POINTS[::3], repeat=n)]
    alone = function(Text(program), lambda ys: ys[0])
    (column,), _ = Direct(Code(program, [True] * n), 100).many(
        [], [np.transpose(points)], len(points)
    )
    for xs, together in zip(points, column.tolist()):
        assert equal(op, alone(*xs), op(*xs)) and equal(op, together, op(*xs)), xs


@pytest.mark.parametrize("name", ["total", "dot"])
@pytest.mark.parametrize("terms", [1, 2, 7, 8, 33, 250])
def test_sums_of_any_length(name: str, terms: int) -> None:
    n = terms if name == "total" else 2 * terms
    program = Program(n, 0, (Instruction(TABLE[name], tuple(range(n))),), (n,))
    xs = np.random.default_rng(0).normal(size=(n, 2 * width()))
    (column,), _ = Direct(Code(program, [True] * n), 2 * width()).many([], [xs], 2 * width())
    for x, found in zip(xs.T.tolist(), column):
        exact = TABLE[name](*x)
        assert found == pytest.approx(exact, abs=1e-13)
        assert function(Text(program))(*x)[0] == pytest.approx(exact, abs=1e-13)


def test_every_simple_row_has_lines_or_is_written_out() -> None:
    assert [op.name for op in SIMPLE if not has(op)] == ["prod"]
