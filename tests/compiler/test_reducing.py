"""NumPy's functions for rows of several operands give the rows' numbers, along the second axis."""

import math
from math import inf, nan

import numpy as np
import pytest
from operands import ROWS

from autograd.compiler.reducing import Rests, rows_of
from autograd.primitives import Primitive
from autograd.primitives.extrema import largest
from autograd.primitives.softmax import rest

OF_SEVERAL = [row for row in ROWS if row.arity is None and row.name != "dot"]


@pytest.mark.parametrize("row", [*OF_SEVERAL, largest, rest], ids=repr)
@pytest.mark.parametrize("samples", [(), (4,)])
def test_rows_of_several_operands_along_the_second_axis(row: Primitive, samples: tuple) -> None:
    table = np.random.default_rng(1).normal(size=(5, 3, *samples))
    want = np.apply_along_axis(lambda xs: row(*xs.tolist()), 1, table)
    for given in (table, np.asfortranarray(table)):
        out = np.empty((5, *samples))
        rows_of(row)(given, out)
        assert out == pytest.approx(want, rel=1e-14)


@pytest.mark.parametrize(
    "xs, want",
    [
        ((inf, inf, 0.0), 1.0),
        ((inf, -inf, 0.0), 0.0),
        ((-inf, -inf, -inf), nan),
        ((-inf, -inf, 0.0), 0.0),
        ((nan, 0.0, 1.0), nan),
        ((800.0, 0.0, 800.0), 1.0),
        ((1.0, 0.0, -1e308), math.exp(-1.0)),
    ],
)
def test_what_is_left_beside_the_largest_at_the_edges(xs: tuple, want: float) -> None:
    out = np.empty(2)
    with np.errstate(all="ignore"):
        Rests()(np.array([xs, (0.0, 0.0, 0.0)]), out)
    assert out == pytest.approx([want, 2.0], rel=1e-15, nan_ok=True)


@pytest.mark.parametrize("width, want", [(0, -inf), (1, 0.5)])
def test_the_largest_of_none_and_of_one(width: int, want: float) -> None:
    out = np.empty(3)
    rows_of(largest)(np.full((3, width), 0.5), out)
    assert out.tolist() == [want] * 3
