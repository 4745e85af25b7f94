"""Loops over places become few and long, and products of matrices are found."""

import pytest

pytest.importorskip("numba")

from autograd.compiler.native.machine import LINES, PRODUCT, SUMS, SUMS_AT, TAPE
from autograd.compiler.native.orders import (
    Layout,
    Orders,
    Side,
    merged_sides,
    padded,
    transposition,
)
from autograd.compiler.native.plan import prepared
from autograd.compiler.program import Instruction, Program
from autograd.primitives import TABLE


def test_loops_that_go_on_in_memory_become_one() -> None:
    assert merged_sides((3, 1, 4), [Side(7, (4, 9, 1)), Side(0, (0, 9, 0))]) == (
        (12,),
        [Side(7, (1,)), Side(0, (0,))],
    )
    assert merged_sides((3, 4), [Side(7, (5, 1))]) == ((3, 4), [Side(7, (5, 1))])
    assert merged_sides((1, 1), [Side(7, (5, 1))]) == ((1,), [Side(7, (0,))])


def test_matrices_lie_by_rows_or_by_columns() -> None:
    rows, columns = Side(0, (8, 0)), Side(50, (0, 1))
    assert transposition(rows, columns, (1, 6)) == ((0, 8), (0, 6))
    assert transposition(rows, Side(50, (0, 4)), (1, 1)) == ((0, 8), (1, 4))
    assert transposition(Side(0, (1, 0)), columns, (3, 6)) == ((1, 3), (0, 6))
    assert transposition(Side(0, (2, 0)), columns, (3, 6)) is None
    assert padded([1, 2], 4) == [1, 2, 0, 0]


def kinds(program: Program, varying: tuple[bool, ...], width: int) -> list[int]:
    plan = prepared(program, varying)
    orders = Orders(Layout(plan.sizes[0] + 1, width, plan.sizes[0]))
    orders.add(plan.runs)
    return [row[0] for row in orders.rows]


def test_what_is_irregular_is_listed() -> None:
    add, dot = TABLE["add"], TABLE["dot"]
    uneven = Program(6, 0, tuple(Instruction(add, (i, i * i % 5)) for i in range(6)), (7,))
    assert kinds(uneven, (), 1) == [TAPE]
    assert kinds(uneven, (True,) * 6, 9) == [LINES]
    terms = tuple(i * i * i % 7 % 6 + i % 2 * (i % 3) for i in range(40))
    assert kinds(Program(8, 0, (Instruction(dot, terms),), (8,)), (), 1) == [SUMS_AT]
    even = Program(6, 0, (Instruction(dot, tuple(range(6))),), (6,))
    assert kinds(even, (True,) * 6, 9) == [SUMS]


def test_large_products_of_matrices_are_one_order() -> None:
    dot, n = TABLE["dot"], 32
    code = [Instruction(dot, (*range(n + i * n, 2 * n + i * n), *range(n))) for i in range(n)]
    program = Program(n + n * n, 0, tuple(code), tuple(range(n + n * n, 2 * n + n * n)))
    varying = (True,) * n + (False,) * (n * n)
    assert kinds(program, varying, 64) == [PRODUCT]
    assert kinds(program, varying, 4) == [SUMS]
