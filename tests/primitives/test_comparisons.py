"""Comparisons as rows: what Python's operators say, as numbers without a derivative."""

import itertools
import operator
from math import inf, nan

import pytest
from oracles import identical

from autograd.primitives import HELPERS, TABLE
from autograd.primitives.comparisons import equal, frozen, less, less_equal

SPECIAL = (nan, inf, -inf, 0.0, -0.0, 5e-324, 1.0, 1.0 + 2**-52, -1.0)
COMPARED = [(less, operator.lt), (less_equal, operator.le), (equal, operator.eq)]


@pytest.mark.parametrize(("row", "compare"), COMPARED, ids=str)
def test_a_comparison_is_1_where_it_holds_else_0(row, compare) -> None:
    for x, y in itertools.product(SPECIAL, repeat=2):
        assert identical(row(x, y), float(compare(x, y)))


@pytest.mark.parametrize("x", SPECIAL)
def test_frozen_gives_its_operand(x: float) -> None:
    assert identical(frozen(x), x)


@pytest.mark.parametrize("row", [less, less_equal, equal, frozen], ids=str)
def test_no_derivative_flows_through(row) -> None:
    assert row.partials(1.0, *[1.0] * row.arity) == (None,) * row.arity


def test_they_are_rows_of_the_table_but_no_functions_of_the_package() -> None:
    for row in (less, less_equal, equal, frozen):
        assert TABLE[row.name] is row and row.name in HELPERS
