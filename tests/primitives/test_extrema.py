"""The larger and the smaller of two numbers, at ties, at infinity and beside nan."""

import math
from math import inf, nan

import pytest
from oracles import assert_edge

from autograd import fmax, fmin, maximum, minimum

EDGES = [
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
    ("exceeds(x, y)", (1.0, nan), nan, (nan, nan)),
    ("fmax(x, y)", (2.0, -3.0), 2.0, (1.0, 0.0)),
    ("fmax(x, y)", (1.0, 1.0), 1.0, (0.5, 0.5)),
    ("fmax(x, y)", (-inf, -inf), -inf, (0.5, 0.5)),
    ("fmax(x, y)", (nan, -inf), -inf, (0.0, 1.0)),
    ("fmax(x, y)", (1.0, nan), 1.0, (1.0, 0.0)),
    ("fmax(x, y)", (nan, nan), nan, (nan, nan)),
    ("fmin(x, y)", (2.0, -3.0), -3.0, (0.0, 1.0)),
    ("fmin(x, y)", (0.0, -0.0), 0.0, (0.5, 0.5)),
    ("fmin(x, y)", (nan, inf), inf, (0.0, 1.0)),
    ("fmin(x, y)", (1.0, nan), 1.0, (1.0, 0.0)),
    ("fmin(x, y)", (nan, nan), nan, (nan, nan)),
    ("prevails(x, y)", (1.0, nan), 1.0, (0.0, 0.0)),
    ("prevails(x, y)", (nan, 1.0), 0.0, (0.0, 0.0)),
    ("prevails(x, y)", (nan, nan), nan, (nan, nan)),
]


@pytest.mark.parametrize(("formula", "operands", "value", "partials"), EDGES)
def test_edge(formula: str, operands: tuple, value: float, partials: tuple) -> None:
    assert_edge(formula, operands, value, partials)


@pytest.mark.parametrize(("blind", "plain"), [(fmax, maximum), (fmin, minimum)])
def test_without_nan_they_are_maximum_and_minimum(blind, plain) -> None:
    numbers = (-inf, -2.0, -0.0, 0.0, 1.0, inf)
    for x in numbers:
        for y in numbers:
            assert blind.evaluate(x, y) == plain.evaluate(x, y)
            value, slopes = blind.evaluate(x, nan)
            assert (value, slopes) == (x, (1.0, 0.0))
    assert math.isnan(plain(1.0, nan))
