"""Signs, steps and choices at their kinks, at infinity and at nan."""

import math
from math import inf, nan

import pytest
from oracles import assert_edge

from autograd import Value, clamp, where

EDGES = [
    ("abs(x)", (nan,), nan, (nan,)),
    ("sign(x)", (nan,), nan, (nan,)),
    ("clamp(x, -1, 1)", (nan,), nan, (nan,)),
    ("step(x)", (nan,), nan, (nan,)),
    ("abs(x)", (0.0,), 0.0, (0.0,)),
    ("abs(x)", (-0.0,), 0.0, (0.0,)),
    ("abs(x)", (-inf,), inf, (-1.0,)),
    ("sign(x)", (0.0,), 0.0, (0.0,)),
    ("sign(x)", (-0.0,), 0.0, (0.0,)),
    ("sign(x)", (-inf,), -1.0, (0.0,)),
    ("step(x)", (0.0,), 0.0, (0.0,)),
    ("step(x, -1, 1)", (-inf,), -1.0, (0.0,)),
    ("clamp(x, -1, 1)", (1.0,), 1.0, (1.0,)),
    ("clamp(x, -1, 1)", (-1.0,), -1.0, (1.0,)),
    ("clamp(x, -1, 1)", (-inf,), -1.0, (0.0,)),
    ("clamp(x, high=1)", (5.0,), 1.0, (0.0,)),
    ("clamp(x, high=1)", (-inf,), -inf, (1.0,)),
    ("clamp(x, low=1)", (-5.0,), 1.0, (0.0,)),
    ("clamp(x)", (inf,), inf, (1.0,)),
    ("where(x > 0, 1 / x, y)", (0.0, 5.0), 5.0, (0.0, 1.0)),
    ("where(x > 0, x, sqrt(y))", (2.0, -1.0), 2.0, (1.0, 0.0)),
    ("where(x, y, z)", (2.0, nan, 3.0), nan, (0.0, 1.0, 0.0)),
    ("where(x, y, z)", (0.0, nan, 3.0), 3.0, (0.0, 0.0, 1.0)),
    ("where(x, y, z)", (nan, 2.0, inf), 2.0, (0.0, 1.0, 0.0)),
    ("direction(x, y)", (0.0, 0.0), 0.0, (inf, nan)),
    ("finite(x)", (-inf,), -1e30, (0.0,)),
    ("nonnegative(x)", (-1.0,), nan, (nan,)),
    ("truth(x)", (-0.0,), 0.0, (0.0,)),
    ("copysign(x, y)", (3.0, -0.0), -3.0, (-1.0, 0.0)),
    ("copysign(x, y)", (-3.0, 2.0), 3.0, (-1.0, 0.0)),
    ("copysign(x, y)", (-3.0, -inf), -3.0, (1.0, 0.0)),
    ("copysign(x, y)", (0.0, -1.0), -0.0, (0.0, 0.0)),
    ("copysign(x, y)", (-inf, 1.0), inf, (-1.0, 0.0)),
    ("copysign(x, y)", (1.0, 0.0), 1.0, (1.0, 0.0)),
    ("copysign(x, y)", (nan, 1.0), nan, (nan, 0.0)),
    ("copysign(x, y)", (-1.0, nan), 1.0, (-1.0, nan)),
    ("copysign(x, -1)", (2.0,), -2.0, (-1.0,)),
    ("heaviside(x, y)", (-1.0, 0.5), 0.0, (0.0, 0.0)),
    ("heaviside(x, y)", (0.0, 0.5), 0.5, (0.0, 1.0)),
    ("heaviside(x, y)", (-0.0, -3.0), -3.0, (0.0, 1.0)),
    ("heaviside(x, y)", (inf, 0.5), 1.0, (0.0, 0.0)),
    ("heaviside(x, y)", (-inf, 0.5), 0.0, (0.0, 0.0)),
    ("heaviside(x, y)", (nan, 0.5), nan, (nan, 0.0)),
    ("heaviside(x, y)", (2.0, nan), 1.0, (0.0, 0.0)),
    ("heaviside(x, y)", (0.0, nan), nan, (0.0, 1.0)),
    ("heaviside(x, 0.5)", (0.0,), 0.5, (0.0,)),
]


@pytest.mark.parametrize(("formula", "operands", "value", "partials"), EDGES)
def test_edge(formula: str, operands: tuple, value: float, partials: tuple) -> None:
    assert_edge(formula, operands, value, partials)


def test_a_clamp_between_crossed_bounds_is_an_error() -> None:
    with pytest.raises(ValueError, match="low=2 and high=1"):
        clamp(Value(0.0), 2.0, 1.0)


def test_the_condition_of_where_may_be_anything_that_is_a_number() -> None:
    x = Value(2.0)
    for condition, taken in [
        *((c, 2.0) for c in (True, 1, 0.5, Value(-3.0), x > 1, math.nan)),
        *((c, 5.0) for c in (False, 0, -0.0, Value(0.0), x > 3)),
    ]:
        assert where(condition, x, 5).data == taken
        assert x.where(condition, 5.0).data == taken
    assert (where(True, 2, 5), where(0.0, 2, 5)) == (2.0, 5.0)
