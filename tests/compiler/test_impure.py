"""Random numbers, which would be the same in each call of what is compiled, are refused."""

import random
from collections.abc import Callable

import numpy as np
import pytest

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
