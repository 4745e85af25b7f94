"""Rosenbrock's function of 100 variables with its gradient, and of 20 with its Hessian."""

from __future__ import annotations

import sys
from itertools import pairwise
from typing import Any

from . import compilers
from .compilers import columns
from .contender import Job
from .contest import Effort, median_seconds
from .engines import COMPILED
from .table import Row, duration

THIS = sys.modules[__name__]
VARIABLES = 100
BATCH = 10_000


def rows(effort: Effort) -> list[Row]:
    """The time of the value and the gradient, at one point and at many."""
    title = f"Rosenbrock n={VARIABLES}, value and gradient"
    return [
        Row(title, median_seconds(THIS, effort, 1), duration),
        Row(
            f"{title}, {BATCH:,} points",
            median_seconds(THIS, effort, BATCH, among=COMPILED),
            duration,
        ),
    ]


def function(x: Any) -> Any:
    """The sum of 100 (x[i+1] - x[i]^2)^2 + (1 - x[i])^2."""
    return sum(100.0 * (y - x * x) ** 2 + (1.0 - x) ** 2 for x, y in pairwise(x))


def on_arrays(x: Any) -> Any:
    """The same of an array."""
    return (100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2).sum()


def point(batch: int) -> Any:
    """Where it is evaluated: a list of numbers, or an array of such rows."""
    start = [0.1 * (i % 7) - 0.3 for i in range(VARIABLES)]
    if batch == 1:
        return start
    import numpy as np

    return np.array(start) + 1e-6 * np.arange(batch)[:, None]


def operators(batch: int) -> Job:
    """Our Values, at one point."""
    return compilers.ours(function, [point(batch)])


def jit(batch: int) -> Job:
    """Our compiler, by NumPy where it takes arrays."""
    return compilers.ours(function, [point(batch)], "auto" if batch == 1 else "numpy")


def jit_numba(batch: int) -> Job:
    """Our compiler, by Numba."""
    return compilers.ours(function, [point(batch)], "numba")


def jax(batch: int) -> Job:
    """jax.jit of array code."""
    import numpy as np

    return compilers.by_jax(on_arrays, [np.array(point(batch))], batch=batch > 1)


def casadi(batch: int) -> Job:
    """A graph of SX."""

    def on_vector(x: Any) -> Any:
        return function([x[i] for i in range(VARIABLES)])

    return compilers.by_casadi(on_vector, point(batch), VARIABLES)


def numpy(batch: int) -> Job:
    """The gradient by hand, on arrays."""
    import numpy as np

    x = np.array(point(batch))

    def step() -> tuple[Any, Any]:
        here, after = x[..., :-1], x[..., 1:]
        apart, short = after - here * here, 1.0 - here
        gradient = np.zeros_like(x)
        gradient[..., :-1] = -400.0 * here * apart - 2.0 * short
        gradient[..., 1:] += 200.0 * apart
        return (100.0 * apart * apart + short * short).sum(axis=-1), gradient

    return Job(step, columns)


def numba(batch: int) -> Job:
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

    x = np.atleast_2d(point(batch))
    values, gradients = np.empty(batch), np.empty_like(x)

    def step() -> tuple[Any, Any]:
        run(x, values, gradients)
        return values, gradients

    return Job(step, columns)
