"""Rows as Numba computes them: the table's values, also where Python's functions raise."""

import itertools
import math

import numpy as np
import pytest

pytest.importorskip("numba")

from autograd.compiler.expansion import SIMPLE
from autograd.compiler.native.native import Native
from autograd.compiler.native.plan import prepared
from autograd.compiler.native.rows import TEXT
from autograd.compiler.program import Instruction, Program
from autograd.primitives import TABLE, Primitive

inf, nan = math.inf, math.nan
POINTS = [
    0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -2.0, 2.5, 3.0, -3.0, 0.1, -7.3, 1e-9, -1e-5, 25.5,
    709.0, 710.0, -710.0, -746.0, 1e-300, -1e-300, 5e-324, 1e300, -1e300, 1e22, inf, -inf, nan,
]  # fmt: skip


def one(op: Primitive, arity: int) -> Program:
    return Program(arity, 0, (Instruction(op, tuple(range(arity))),), (arity,))


def equal(x: float, y: float) -> bool:
    """Whether x is y to two units in the last place, with its sign."""
    if x != x or y != y:
        return x != x and y != y
    return math.copysign(1.0, x) == math.copysign(1.0, y) and (
        x == y or abs(x - y) <= max(5e-16 * abs(y), 5e-324)
    )


@pytest.mark.parametrize("name", TEXT)
def test_values_are_those_of_the_row(name: str) -> None:
    op = TABLE[name]
    assert op.arity
    points = np.array(
        list(itertools.product(POINTS if op.arity < 3 else POINTS[::3], repeat=op.arity))
    )
    program = one(op, op.arity)
    batch = Native(prepared(program, [True] * op.arity), 100)
    (column,), _ = batch.many([], [points.T], len(points))
    single = Native(prepared(program))
    for xs, y in zip(points.tolist(), column.tolist()):
        single(xs)
        (alone,) = single.outputs() or ()
        assert equal(y, op(*xs)) and equal(alone, op(*xs)), (xs, y, alone, op(*xs))


def test_simple_rows_have_a_text_or_a_loop() -> None:
    assert {op.name for op in SIMPLE} == {*TEXT, "total", "dot", "prod"}
