"""Which loop is innermost, and sums of every length and in every layout."""

import math
from typing import Any

import numpy as np
import pytest

pytest.importorskip("llvmlite")

from autograd.compiler.native import rolled
from autograd.compiler.native.joining import Group
from autograd.compiler.native.nests import Nest, Side
from autograd.compiler.native.rolled import Rolled, RolledCode
from autograd.compiler.native.rolling import arranged
from autograd.compiler.program import Instruction, Program
from autograd.primitives import TABLE

DOT, TOTAL = TABLE["dot"], TABLE["total"]


def of(nest: Nest) -> Group:
    """The nest alone."""
    return Group([nest], [True])


def test_the_loop_that_lies_in_a_row_is_innermost() -> None:
    terms = tuple(range(16))
    rows, columns = Side(0, (16, 0), terms), Side(900, (0, 1), tuple(27 * t for t in terms))
    nest = Nest(DOT, (27, 27), Side(5000, (27, 1)), (rows, columns))
    assert arranged(of(nest), 8) == (of(nest), False)
    other = rows._replace(moves=(0, 16)), columns._replace(moves=(1, 0))
    turned = Nest(DOT, (27, 27), Side(5000, (1, 27)), other)
    assert arranged(of(turned), 8) == (of(nest), False)


def test_terms_in_a_row_are_side_by_side_where_results_are_not() -> None:
    terms = tuple(range(32))
    sides = Side(0, (32,), terms), Side(4000, (0,), terms)
    assert arranged(of(Nest(DOT, (16,), Side(5000, (1,)), sides)), 8)[1]
    odd = Side(0, (32,), (*terms[:-1], 40))
    assert not arranged(of(Nest(DOT, (16,), Side(5000, (1,)), (odd, sides[1]))), 8)[1]


def sums(op: Any, rows: list[list[int]], leaves: int) -> tuple[Program, list[float]]:
    """A program of sums over these registers, and the numbers of a first call."""
    code = tuple(Instruction(op, tuple(row)) for row in rows)
    numbers = np.random.default_rng(0).normal(size=leaves).tolist()
    return Program(leaves, 0, code, tuple(range(leaves, leaves + len(code)))), numbers


@pytest.mark.parametrize("width", [2, 4, 8])
@pytest.mark.parametrize("terms", [1, 2, 7, 8, 16, 17, 40, 150])
@pytest.mark.parametrize("layout", ["rows", "columns", "backwards", "irregular", "one"])
def test_sums_are_right_in_every_layout(
    width: int, terms: int, layout: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rolled, "width", lambda: width)
    count = 1 if layout == "one" else 13
    table = np.arange(count * terms).reshape(count, terms)
    if layout == "columns":
        table = np.arange(count * terms).reshape(terms, count).T
    elif layout == "backwards":
        table = table[:, ::-1]
    elif layout == "irregular":
        table = np.random.default_rng(1).permutation(count * terms).reshape(count, terms)
    others = count * terms + np.arange(terms) + np.zeros((count, 1), int)
    for op, rows in ((TOTAL, table), (DOT, np.concatenate([table, others], axis=1))):
        program, numbers = sums(op, rows.tolist(), (count + 1) * terms)
        run = Rolled(RolledCode(program))
        run(numbers)
        for i, found in enumerate(run.outputs() or ()):
            left = [numbers[x] for x in table[i]]
            right = [numbers[x] for x in others[i]] if op is DOT else [1.0] * terms
            products = [x * y for x, y in zip(left, right)]
            assert math.isclose(found, math.fsum(products), abs_tol=1e-13 * terms)


def test_zeros_that_fill_up_registers_meet_no_infinity() -> None:
    program, _ = sums(DOT, [[0, 1, 2, 3, 3, 3]] * 9, 4)
    run = Rolled(RolledCode(program))
    run([1.0, 2.0, 3.0, math.inf])
    assert run.outputs() == [math.inf] * 9
