"""exp, expm1 and tanh by polynomials: within two units in the last place of the library's."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

pytest.importorskip("numba")

from autograd.compiler.native import vector
from autograd.primitives import TABLE

POINTS = [
    *np.random.default_rng(0).normal(size=2000), *np.linspace(-708.0, 709.7, 2000),
    *np.geomspace(1e-300, 30.0, 1000), *-np.geomspace(1e-300, 30.0, 1000),
]  # fmt: skip


@pytest.mark.parametrize("name", ["exp", "expm1", "tanh"])
def test_values_keep_their_digits(name: str) -> None:
    f: Callable[[float], Any] = getattr(vector, name)
    for x in map(float, POINTS):
        exact = TABLE[name](x)
        assert abs(f(x) - exact) <= 5e-16 * abs(exact), x


def test_ends_are_exact() -> None:
    assert (vector.exp(0.0), vector.exp(-math.inf), vector.exp(-746.0)) == (1.0, 0.0, 0.0)
    assert (vector.exp(710.0), vector.expm1(710.0)) == (math.inf, math.inf)
    assert (vector.expm1(-math.inf), vector.tanh(-math.inf), vector.tanh(30.0)) == (-1.0, -1.0, 1.0)
    assert all(math.isnan(f(math.nan)) for f in (vector.exp, vector.expm1, vector.tanh))
    assert [math.copysign(1.0, f(-0.0)) for f in (vector.expm1, vector.tanh)] == [-1.0, -1.0]
