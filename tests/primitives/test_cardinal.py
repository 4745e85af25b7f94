"""sin(pi x) / (pi x): its derivatives of any order around 0, at whole numbers and far out."""

import math
from math import inf, nan, pi

import pytest
from mpmath import mp
from oracles import assert_edge

from autograd.primitives.cardinal import sinc
from benchmarks.accuracy.exact import error

EDGES = [
    ("sinc(x)", (0.0,), 1.0, (0.0,)),
    ("sinc(x)", (-0.0,), 1.0, (0.0,)),
    ("sinc(x)", (5e-324,), 1.0, (-1.5e-323,)),
    ("sinc(x)", (1.0,), 0.0, (-1.0,)),
    ("sinc(x)", (4.0,), 0.0, (0.25,)),
    ("sinc(x)", (inf,), 0.0, (0.0,)),
    ("sinc(x)", (-inf,), 0.0, (0.0,)),
    ("sinc(x)", (nan,), nan, (nan,)),
]


@pytest.mark.parametrize(("formula", "operands", "value", "partials"), EDGES)
def test_edge(formula: str, operands: tuple, value: float, partials: tuple) -> None:
    assert_edge(formula, operands, value, partials)


@pytest.mark.parametrize("n", [0, 1, 2, 5, 10, 20, 40])
def test_derivatives_of_any_order_are_right(n: int) -> None:
    for x in (0.0, 1e-9, -0.25, 0.6, 1.0, -2.3, 5.75, 13.1, 100.25):
        with mp.workdps(40):  # sin(t) / t is the integral of cos(s t) over s from 0 to 1
            cells = mp.linspace(0, 1, 4 + int(2 * abs(x)))
            want = mp.quad(
                lambda s, x=x: (pi_() * s) ** n * mp.cos(pi_() * s * x + n * pi_() / 2), cells
            )
        scale = pi**n / (n + 1.0)
        assert abs(float(want - sinc(n, x))) < 1e-15 * scale or error(sinc(n, x), want) < 2e-15


def pi_() -> object:
    """Pi to the digits in use."""
    return +mp.pi


def test_it_is_even_to_the_last_bit() -> None:
    for n in range(5):
        for x in (0.1, 0.5, 1.7, 33.3, 1e9):
            assert sinc(n, -x) == (-1.0) ** n * sinc(n, x)
    assert math.copysign(1.0, sinc(0, -inf)) == 1.0


def test_far_out_the_sine_is_still_exact() -> None:
    x = 1e15 + 0.5
    assert sinc(0, x) == 1.0 / (pi * x)
    assert sinc(1, 1e15) == 1e-15
