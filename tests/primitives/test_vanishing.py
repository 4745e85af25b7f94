"""The derivatives of silu, gelu and mish keep their digits through zero, and so would others."""

import math

import pytest

from autograd.primitives import TABLE
from autograd.primitives.vanishing import GAUSS, REACH, vanishing
from benchmarks.accuracy.exact import error, exact

ZEROS = {"silu": -1.2784645427610737, "gelu": -0.7517915246935645, "mish": -1.1924312145154952}


@pytest.mark.parametrize("name", ZEROS)
@pytest.mark.parametrize("h", [0.0, 2e-16, -1e-12, 1e-7, -0.01, 0.06, -0.0624, 0.07])
def test_a_derivative_has_all_its_digits_around_its_zero(name: str, h: float) -> None:
    x = ZEROS[name] + h
    _, want = exact(name, x, 1)
    assert error(TABLE[name].evaluate(x)[1][0], want) < 3e-15


@pytest.mark.parametrize("name", ZEROS)
def test_the_two_ways_meet_where_they_change_over(name: str) -> None:
    for edge in (ZEROS[name] - REACH, ZEROS[name] + REACH):
        inner, outer = (TABLE[f"{name}_slope"](edge + d) for d in (-1e-15, 1e-15))
        assert inner == pytest.approx(outer, rel=5e-14)


def test_the_points_integrate_polynomials_up_to_the_ninth_degree() -> None:
    for n in range(10):
        assert math.fsum(w * t**n for t, w in GAUSS) == pytest.approx(1 / (n + 1), rel=1e-15)


def test_a_nan_stays_one() -> None:
    assert math.isnan(vanishing(1.0, 0.0, lambda x: x - 1.0, lambda z, x: (1.0,))(math.nan))
