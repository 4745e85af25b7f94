"""Formulas without branches keep the digits of the library's functions, and its values at ends."""

import math

import numpy as np
import pytest

from autograd.compiler.native import formulas
from autograd.primitives import TABLE

POINTS = {
    "exp": np.linspace(-708.0, 709.7, 3000), "expm1": np.linspace(-40.0, 709.7, 3000),
    "tanh": np.linspace(-22.0, 22.0, 3000), "log": np.geomspace(5e-324, 1.7e308, 3000),
    "erfc": np.linspace(-6.5, 26.5, 3000),
}  # fmt: skip
CLOSE = {"erfc": 4e-15, "log": 3e-16}


@pytest.mark.parametrize("name", POINTS)
def test_digits(name: str) -> None:
    f = getattr(formulas, name)
    near = [*np.random.default_rng(0).normal(size=1000), *(1.0 + np.geomspace(1e-16, 1.0, 500))]
    for x in map(float, [*POINTS[name], *(map(abs, near) if name == "log" else near)]):
        exact = TABLE[name](x)
        assert abs(f(x) - exact) <= CLOSE.get(name, 5e-16) * abs(exact), x


@pytest.mark.parametrize("name", POINTS)
@pytest.mark.parametrize("x", [0.0, -0.0, math.inf, -math.inf, math.nan, 1e300, -1e300, -1.0])
def test_ends(name: str, x: float) -> None:
    exact, found = TABLE[name](x), getattr(formulas, name)(x)
    assert found == pytest.approx(exact, rel=4e-16, abs=0.0, nan_ok=True)
    assert found != found or math.copysign(1.0, found) == math.copysign(1.0, exact)


def test_other_numbers_have_formulas_of_their_own() -> None:
    asked = []

    def choose(condition: bool, x: float, y: float) -> float:
        asked.append(condition)
        return x if condition else y

    made = formulas.over({"choose": choose})
    assert made["exp"](1.0) == formulas.exp(1.0) and asked == [False, False]
