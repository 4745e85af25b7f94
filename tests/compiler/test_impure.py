"""What would happen once, while a function is compiled, and not in each call is refused."""

import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd import Value
from autograd.compiler.jit import jit
from autograd.compiler.trace import TraceError


@pytest.mark.parametrize("draw", [random.random, lambda: random.choice([1.0, 2.0]), random.seed])
def test_random_numbers_are_refused(draw: Callable[[], float | None]) -> None:
    def noisy(x: float) -> float:
        return x * (draw() or 1.0)

    with pytest.raises(TraceError, match="noisy draws random numbers"):
        jit(noisy)(1.0)


@pytest.mark.xfail(strict=True, reason="NumPy's numbers are those of the trace, in silence")
def test_random_numbers_of_numpy_are_refused() -> None:
    with pytest.raises(TraceError):
        jit(lambda x: x * np.random.rand())(1.0)


@pytest.mark.parametrize("used", ["before", "after"])
def test_setting_the_data_of_a_parameter_is_refused_and_leaves_a_number(used: str) -> None:
    mean = Value(2.0)

    def running(x: Any) -> Any:
        y = x * mean if used == "before" else 0.0
        mean.data = 0.5 * mean.data + 0.5 * x.data
        return y + mean

    with pytest.raises(TraceError, match="cannot set the data of its Values"):
        jit(running)(3.0)
    assert type(mean.data) is float
