"""Signs, steps, roundings, choices and rectifiers at their kinks, at infinity and at nan."""

import math
from math import inf, nan

import pytest
from oracles import assert_edge, identical

from autograd import (
    Value,
    ceil,
    clamp,
    floor,
    grad,
    hardtanh,
    leaky_relu,
    relu,
    round as rounded,
    trunc,
    where,
)

EDGES = [
    *((f"{name}(x)", (nan,), nan, (nan,)) for name in ("abs", "sign", "relu", "hardtanh", "floor")),
    *((f"{name}(x)", (nan,), nan, (nan,)) for name in ("leaky_relu", "ceil", "trunc", "round")),
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
    ("relu(x)", (0.0,), 0.0, (0.0,)),
    ("relu(x)", (5e-324,), 5e-324, (1.0,)),
    ("relu(x)", (inf,), inf, (1.0,)),
    ("relu(x)", (-inf,), 0.0, (0.0,)),
    ("leaky_relu(x)", (0.0,), 0.0, (0.01,)),
    ("leaky_relu(x)", (inf,), inf, (1.0,)),
    ("leaky_relu(x, 0.2)", (-inf,), -inf, (0.2,)),
    ("leaky_relu(x, 0)", (-3.0,), -0.0, (0.0,)),
    *((f"hardtanh({s}x)", (1.0,), float(f"{s}1"), (float(f"{s}1"),)) for s in ("", "-")),
    ("hardtanh(x)", (1.0 + 2**-52,), 1.0, (0.0,)),
    ("clamp(x, -1, 1)", (1.0,), 1.0, (1.0,)),
    ("clamp(x, -1, 1)", (-1.0,), -1.0, (1.0,)),
    ("clamp(x, -1, 1)", (-inf,), -1.0, (0.0,)),
    ("clamp(x, high=1)", (5.0,), 1.0, (0.0,)),
    ("clamp(x, high=1)", (-inf,), -inf, (1.0,)),
    ("clamp(x, low=1)", (-5.0,), 1.0, (0.0,)),
    ("clamp(x)", (inf,), inf, (1.0,)),
    ("maximum(x, y)", (1.0, 1.0), 1.0, (0.5, 0.5)),
    ("maximum(x, y)", (0.0, -0.0), 0.0, (0.5, 0.5)),
    ("maximum(x, y)", (inf, inf), inf, (0.5, 0.5)),
    ("maximum(x, y)", (-inf, 1.0), 1.0, (0.0, 1.0)),
    ("maximum(x, y)", (nan, 1.0), nan, (nan, nan)),
    ("maximum(x, y)", (1.0, nan), nan, (nan, nan)),
    ("maximum(x, 0)", (0.0,), 0.0, (0.5,)),
    ("minimum(x, y)", (1.0, 1.0), 1.0, (0.5, 0.5)),
    ("minimum(x, y)", (-inf, 1.0), -inf, (1.0, 0.0)),
    ("minimum(x, y)", (1.0, nan), nan, (nan, nan)),
    ("where(x > 0, 1 / x, y)", (0.0, 5.0), 5.0, (0.0, 1.0)),
    ("where(x > 0, x, sqrt(y))", (2.0, -1.0), 2.0, (1.0, 0.0)),
    ("where(x, y, z)", (2.0, nan, 3.0), nan, (0.0, 1.0, 0.0)),
    ("where(x, y, z)", (0.0, nan, 3.0), 3.0, (0.0, 0.0, 1.0)),
    ("where(x, y, z)", (nan, 2.0, inf), 2.0, (0.0, 1.0, 0.0)),
    *(
        (f"{name}(x)", (x,), x, (0.0,))
        for name in ("floor", "ceil", "trunc")
        for x in (inf, -inf, -0.0)
    ),
    ("round(x)", (-inf,), -inf, (0.0,)),
    ("ceil(x)", (-0.5,), -0.0, (0.0,)),
    ("trunc(x)", (-0.5,), -0.0, (0.0,)),
    ("floor(x)", (-5e-324,), -1.0, (0.0,)),
    ("round(x)", (-0.5,), -0.0, (0.0,)),
    ("round(x)", (0.5,), 0.0, (0.0,)),
    ("round(x)", (1.5,), 2.0, (0.0,)),
    ("round(x)", (2.5,), 2.0, (0.0,)),
    ("round(x, 2)", (2.675,), round(2.675, 2), (0.0,)),
    ("round(x, -2)", (1250.0,), 1200.0, (0.0,)),
    ("direction(x, y)", (0.0, 0.0), 0.0, (inf, nan)),
    ("finite(x)", (-inf,), -1e30, (1.0,)),
    ("nonnegative(x)", (-1.0,), nan, (nan,)),
    ("truth(x)", (-0.0,), 0.0, (0.0,)),
    ("exceeds(x, y)", (1.0, nan), nan, (nan, nan)),
]


@pytest.mark.parametrize(("formula", "operands", "value", "partials"), EDGES)
def test_edge(formula: str, operands: tuple, value: float, partials: tuple) -> None:
    assert_edge(formula, operands, value, partials)


@pytest.mark.parametrize("x", [0.0, 0.5, 1.5, 1e15 + 0.5, 2.0**53, 1e300, 7.999999999999999])
def test_roundings_agree_with_python(x: float) -> None:
    for ours, python in [(floor, math.floor), (ceil, math.ceil), (trunc, math.trunc)]:
        assert (ours(x), ours(-x)) == (python(x), python(-x))
    assert (rounded(x), rounded(-x)) == (round(x), round(-x))


def test_a_clamp_between_crossed_bounds_is_an_error() -> None:
    with pytest.raises(ValueError, match="low=2 and high=1"):
        clamp(Value(0.0), 2.0, 1.0)


def test_the_condition_of_where_may_be_anything_that_is_a_number() -> None:
    x = Value(2.0)
    for condition in (True, 1, 0.5, Value(-3.0), x > 1, math.nan):
        assert where(condition, x, 0.0).data == 2.0
        assert where(condition, 2.0, 0.0) == 2.0 or isinstance(condition, Value)
    for condition in (False, 0, -0.0, Value(0.0), x > 3):
        assert where(condition, x, 5).data == 5.0 if isinstance(x, Value) else True


def test_kinked_functions_have_slopes_on_both_sides() -> None:
    for f, left, right in [(relu, 0.0, 1.0), (leaky_relu, 0.01, 1.0)]:
        assert [grad(f)(x) for x in (-1e-300, 1e-300)] == [left, right]
    assert [grad(hardtanh)(x) for x in (-1.1, -0.9, 0.9, 1.1)] == [0.0, 1.0, 1.0, 0.0]


def test_second_derivatives_of_bent_functions_are_zero() -> None:
    for f in (relu, leaky_relu, hardtanh):
        for x in (-2.0, 0.0, 0.5, 2.0):
            assert identical(grad(grad(f))(x), 0.0)
