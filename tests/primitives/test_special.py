"""The error function, the normal distribution and lgamma at infinity and at poles."""

import math
from math import inf, nan

import pytest
from oracles import assert_edge

from autograd import Value, gaussian, gelu, gradients, lgamma, ndtr
from autograd.primitives import TABLE
from benchmarks.accuracy.exact import error, exact

EDGES = [
    *((f"{f}(x)", (nan,), nan, (nan,)) for f in ("erf", "erfc", "ndtr", "gaussian", "lgamma")),
    ("erf(x)", (inf,), 1.0, (0.0,)),
    ("erf(x)", (-inf,), -1.0, (0.0,)),
    ("erf(x)", (-0.0,), -0.0, (2.0 / math.sqrt(math.pi),)),
    ("erfc(x)", (inf,), 0.0, (0.0,)),
    ("erfc(x)", (-inf,), 2.0, (0.0,)),
    ("erfc(x)", (30.0,), 0.0, (0.0,)),
    ("ndtr(x)", (-inf,), 0.0, (0.0,)),
    ("ndtr(x)", (inf,), 1.0, (0.0,)),
    ("gaussian(x)", (-inf,), 0.0, (0.0,)),
    ("gaussian(x)", (1e200,), 0.0, (0.0,)),
    ("gaussian(x, 0.5)", (0.0,), 1.0, (0.0,)),
    ("lgamma(x)", (0.0,), inf, (-inf,)),
    ("lgamma(x)", (-0.0,), inf, (inf,)),
    ("lgamma(x)", (-1.0,), inf, (nan,)),
    ("lgamma(x)", (-2.0,), inf, (nan,)),
    ("lgamma(x)", (-inf,), inf, (nan,)),
    ("lgamma(x)", (inf,), inf, (inf,)),
    ("digamma(x)", (-inf,), nan, (nan,)),
    ("digamma(x)", (-1.0,), nan, (inf,)),
]


@pytest.mark.parametrize(("formula", "operands", "value", "partials"), EDGES)
def test_edge(formula: str, operands: tuple, value: float, partials: tuple) -> None:
    assert_edge(formula, operands, value, partials)


def test_lgamma_beyond_the_largest_float_still_has_a_derivative() -> None:
    value, [slope] = lgamma.evaluate(1e306)
    assert value == inf
    assert slope == pytest.approx(math.log(1e306), rel=1e-15)


def test_the_derivative_of_lgamma_next_to_a_pole() -> None:
    x = -0.9999999999999999
    _, [slope] = lgamma.evaluate(x)
    assert error(slope, exact("lgamma", x, 1)[1]) < 1e-14
    assert slope == pytest.approx(-9.0e15, rel=1e-3)


@pytest.mark.parametrize("x", [-0.5, -0.01, -1.3, -2.7, -10.5, -100.4, -12.999])
def test_three_derivatives_of_lgamma_below_zero(x: float) -> None:
    at = Value(x)
    node = lgamma(at)
    for want in exact("lgamma", x, 3):
        assert error(node.data, want) < 1e-13
        [node] = gradients(node, [at])


@pytest.mark.parametrize("row", [gelu, ndtr, TABLE["erfc"]], ids=str)
def test_lower_tails_are_exact(row) -> None:
    for i in range(200):
        x = (-37.6 if row is not TABLE["erfc"] else 26.6) * (i + 0.7) / 200
        assert error(row(x), exact(row.name, x)[0]) < 1e-13, f"at {x}"


def test_gaussian_is_exact_in_its_tails() -> None:
    for i in range(200):
        x = 26.6 * (i + 0.7) / 200
        assert error(gaussian(x), exact("gaussian", x)[0]) < 1e-15, f"at {x}"


def test_a_flat_bell_is_as_wide_as_its_rate_says() -> None:
    assert gaussian(1e9, 1e-20) == pytest.approx(math.exp(-0.01), rel=1e-15)
    assert gaussian(1e200, 1e-300) == 0.0
    assert gaussian(-math.inf, 1e-300) == 0.0
    assert gaussian(1e9, -1.0) == math.inf
