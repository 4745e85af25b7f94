"""Gated activations at infinity, at nan, and around the zeros of their slopes."""

import math
from math import inf, nan

import pytest
from oracles import assert_edge, derivatives

from autograd import gelu, mish, silu
from autograd.primitives import TABLE
from autograd.primitives.gated import gelu_slope, mish_slope, silu_slope
from benchmarks.accuracy.exact import error, exact

GATED = (silu, gelu, mish)
ZEROS = {silu_slope: -1.2784645427610737, gelu_slope: -0.7517915246935645}
ZEROS[mish_slope] = -1.1924312145154952
EDGES = [
    *((f"{f.name}(x)", (nan,), nan, (nan,)) for f in GATED),
    *((f"{f.name}(x)", (inf,), inf, (1.0,)) for f in GATED),
    *((f"{f.name}(x) + 0.0", (-inf,), 0.0, (0.0,)) for f in GATED),
    *((f"{f.name}(x)", (0.0,), 0.0, (0.5,)) for f in (silu, gelu)),
]


@pytest.mark.parametrize(("formula", "operands", "value", "partials"), EDGES)
def test_edge(formula: str, operands: tuple, value: float, partials: tuple) -> None:
    assert_edge(formula, operands, value, partials)


@pytest.mark.parametrize("f", GATED, ids=lambda f: f.name)
@pytest.mark.parametrize("x", [-inf, -1e300, -1e5, -745.2, 745.2, 1e5, 1e300, inf])
def test_no_derivative_is_nan_however_far_out(f, x: float) -> None:
    assert not any(map(math.isnan, derivatives(f, x, 4)))


@pytest.mark.parametrize("row", ZEROS, ids=lambda row: row.name)
@pytest.mark.parametrize("h", [-0.06, -1e-9, 0.0, 2**-50, 1e-4])
def test_a_slope_keeps_its_digits_around_its_zero(row, h: float) -> None:
    x = ZEROS[row] + h
    assert error(row(x), exact(row.name.removesuffix("_slope"), x, 1)[1]) < 1e-14


def test_two_minus_square_is_exact_near_its_zeros() -> None:
    x = math.sqrt(2.0)
    want = float.fromhex("-0x1.3b3efbf5e2229p-52")
    for sign in (1.0, -1.0):
        assert TABLE["two_minus_square"](sign * x) == pytest.approx(want, rel=1e-15)
