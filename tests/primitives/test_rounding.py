"""Rounding at halves, at zero and at infinity, as Python has it; flat everywhere."""

import math
from math import inf, nan

import pytest
from oracles import assert_edge

from autograd import ceil, floor, round as rounded, trunc

EDGES = [
    *((f"{name}(x)", (nan,), nan, (nan,)) for name in ("floor", "ceil", "trunc", "round")),
    *(
        (f"{name}(x)", (x,), x, (0.0,))
        for name in ("floor", "ceil", "trunc", "round")
        for x in (inf, -inf, -0.0)
    ),
    ("ceil(x)", (-0.5,), -0.0, (0.0,)),
    ("trunc(x)", (-0.5,), -0.0, (0.0,)),
    ("floor(x)", (-5e-324,), -1.0, (0.0,)),
    ("round(x)", (-0.5,), -0.0, (0.0,)),
    ("round(x)", (0.5,), 0.0, (0.0,)),
    ("round(x)", (1.5,), 2.0, (0.0,)),
    ("round(x)", (2.5,), 2.0, (0.0,)),
    ("round(x, 2)", (2.675,), round(2.675, 2), (0.0,)),
    ("round(x, -2)", (1250.0,), 1200.0, (0.0,)),
]


@pytest.mark.parametrize(("formula", "operands", "value", "partials"), EDGES)
def test_edge(formula: str, operands: tuple, value: float, partials: tuple) -> None:
    assert_edge(formula, operands, value, partials)


@pytest.mark.parametrize("x", [0.0, 0.5, 1.5, 1e15 + 0.5, 2.0**53, 1e300, 7.999999999999999])
def test_roundings_agree_with_python(x: float) -> None:
    for ours, python in [(floor, math.floor), (ceil, math.ceil), (trunc, math.trunc)]:
        assert (ours(x), ours(-x)) == (python(x), python(-x))
    assert (rounded(x), rounded(-x)) == (round(x), round(-x))
