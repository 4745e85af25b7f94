"""Hyperbolic functions at infinity, at branch points and in the tails."""

import math
from math import inf, nan

import pytest
from oracles import assert_edge, derivatives

from autograd import tanh

EDGES = [
    ("sinh(x)", (711.0,), inf, (inf,)),
    ("sinh(x)", (-711.0,), -inf, (inf,)),
    ("sinh(x)", (-inf,), -inf, (inf,)),
    ("cosh(x)", (-711.0,), inf, (-inf,)),
    ("cosh(x)", (-inf,), inf, (-inf,)),
    ("tanh(x)", (1000.0,), 1.0, (0.0,)),
    ("tanh(x)", (-inf,), -1.0, (0.0,)),
    ("tanh(x)", (-0.0,), -0.0, (1.0,)),
    ("sech(x)", (inf,), 0.0, (0.0,)),
    ("arcsinh(x)", (1e200,), math.asinh(1e200), (1e-200,)),
    ("arcsinh(x)", (-inf,), -inf, (0.0,)),
    ("arccosh(x)", (1.0,), 0.0, (inf,)),
    ("arccosh(x)", (0.5,), nan, (nan,)),
    ("arccosh(x)", (-2.0,), nan, (nan,)),
    ("arccosh(x)", (inf,), inf, (0.0,)),
    ("arctanh(x)", (1.0,), inf, (inf,)),
    ("arctanh(x)", (-1.0,), -inf, (inf,)),
    ("arctanh(x)", (2.0,), nan, (nan,)),
    ("arctanh(x)", (-inf,), nan, (nan,)),
]


@pytest.mark.parametrize(("formula", "operands", "value", "partials"), EDGES)
def test_edge(formula: str, operands: tuple, value: float, partials: tuple) -> None:
    assert_edge(formula, operands, value, partials)


def test_tanh_has_tails() -> None:
    x = 300.0
    assert derivatives(tanh, x, 3) == [
        1.0,
        *(pytest.approx(4.0 * (-2.0) ** k * math.exp(-2.0 * x), rel=1e-13) for k in range(3)),
    ]
