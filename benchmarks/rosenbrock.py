"""Rosenbrock's function of 100 variables with its gradient."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from . import machine_code
from .compilers import columns
from .contender import Job
from .programs import ScalarProgram

VARIABLES = 100


def function(x: Any) -> Any:
    """The sum of 100 (x[i+1] - x[i]^2)^2 + (1 - x[i])^2."""
    return sum(100.0 * (y - x * x) ** 2 + (1.0 - x) ** 2 for x, y in pairwise(x))


def on_arrays(x: Any) -> Any:
    """The same of an array."""
    return (100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2).sum()


def start(variables: int) -> list[float]:
    """Where it is evaluated."""
    return [0.1 * (i % 7) - 0.3 for i in range(variables)]


class Rosenbrock(ScalarProgram):
    """The function of a list."""

    title = f"Rosenbrock n={VARIABLES}, value and gradient"
    name = f"Rosenbrock n={VARIABLES}"
    samples = "points"
    point = start(VARIABLES)
    vector = True

    def function(self, m: Any, *args: Any) -> Any:
        """The sum, term by term."""
        return function(*args)

    def for_jax(self, m: Any) -> Callable[..., Any]:
        """Array code."""
        return on_arrays

    def numpy(self, batch: int, order: int) -> Job:
        """The gradient by hand, on arrays."""
        import numpy as np

        x = self._arrays(batch)[0]

        def step() -> tuple[Any, Any]:
            here, after = x[..., :-1], x[..., 1:]
            apart, short = after - here * here, 1.0 - here
            gradient = np.zeros_like(x)
            gradient[..., :-1] = -400.0 * here * apart - 2.0 * short
            gradient[..., 1:] += 200.0 * apart
            return (100.0 * apart * apart + short * short).sum(axis=-1), gradient

        return Job(step, columns)

    def numba(self, batch: int, order: int) -> Job:
        """The gradient by hand, as a loop."""
        import numba
        import numpy as np

        @numba.njit
        def run(points: Any, values: Any, gradients: Any) -> None:
            for k in range(len(points)):
                x, g, y = points[k], gradients[k], 0.0
                g[:] = 0.0
                for i in range(len(x) - 1):
                    apart, short = x[i + 1] - x[i] * x[i], 1.0 - x[i]
                    y += 100.0 * apart * apart + short * short
                    g[i] += -400.0 * x[i] * apart - 2.0 * short
                    g[i + 1] = 200.0 * apart
                values[k] = y

        x = self.points(batch)
        values, gradients = np.empty(batch), np.empty_like(x)

        def step() -> tuple[Any, Any]:
            run(x, values, gradients)
            return values, gradients

        return Job(step, columns)

    def c(self, batch: int, order: int) -> Job:
        """The same loop in C."""
        import numpy as np

        run = machine_code.by_hand("rosenbrock", f"N={VARIABLES}").run
        x = self.points(batch)
        values, gradients = np.empty(batch), np.empty_like(x)
        call = machine_code.bound(run, batch, x, values, gradients)
        return Job(lambda: (call(), (values, gradients))[1], columns)


WORKLOAD = Rosenbrock()
