"""The expression of micrograd's README: two variables, some thirty operations, one gradient.

It is small enough to show what one operation costs, and touches + - * / ** and relu.
"""

from __future__ import annotations

import sys
from typing import Any

from . import compilers
from .contender import Job
from .contest import Effort, median_seconds
from .engines import single_threaded_torch
from .table import Row, duration

ARGUMENTS = (-4.0, 2.0)


def rows(effort: Effort) -> list[Row]:
    """The time of building the expression and differentiating it once."""
    cells = median_seconds(sys.modules[__name__], effort)
    title = "micrograd's README expression, forward + backward"
    return [Row(title, cells, duration)]


def expression(a: Any, b: Any) -> Any:
    """g(a, b), where a and b may be of any class of numbers that has relu."""
    c = a + b
    d = a * b + b**3
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + (b + a).relu()
    d += 3 * d + (b - a).relu()
    e = c - d
    f = e**2
    g = f / 2.0
    g += 10.0 / f
    return g


def _job(number: Any) -> Job:
    def step() -> Any:
        a, b = map(number, ARGUMENTS)
        g = expression(a, b)
        g.backward()
        return a, b, g

    return Job(step, lambda abg: (abg[2].data, abg[0].grad, abg[1].grad))


def operators() -> Job:
    """Our Values."""
    from autograd import Value

    return _job(Value)


def micrograd() -> Job:
    """micrograd's Values."""
    from micrograd.engine import Value

    return _job(Value)


def pytorch() -> Job:
    """Tensors without dimensions."""
    torch = single_threaded_torch()
    return _job(lambda x: torch.tensor(x, requires_grad=True))


def jit() -> Job:
    """Our compiler."""
    return compilers.ours(expression, ARGUMENTS, "auto")


def jit_numba() -> Job:
    """Our compiler, by Numba."""
    return compilers.ours(expression, ARGUMENTS, "numba")


def _with_relu(maximum: Any) -> Any:
    """The expression, where relu is no method."""

    def run(a: Any, b: Any) -> Any:
        c = a + b
        d = a * b + b**3
        c += c + 1
        c += 1 + c + (-a)
        d += d * 2 + maximum(b + a)
        d += 3 * d + maximum(b - a)
        f = (c - d) ** 2
        return f / 2.0 + 10.0 / f

    return run


def jax() -> Job:
    """jax.jit of the expression."""
    import jax

    return compilers.by_jax(_with_relu(jax.nn.relu), ARGUMENTS, batch=False)


def casadi() -> Job:
    """A graph of SX."""
    import casadi

    f = _with_relu(lambda x: casadi.fmax(x, 0.0))
    return compilers.by_casadi(lambda x: f(x[0], x[1]), ARGUMENTS, 2)


def numba() -> Job:
    """The derivative by hand, of plain floats."""
    import numba

    @numba.njit
    def run(a: float, b: float) -> tuple[float, tuple[float, float]]:
        left, right = 1.0 if b + a > 0.0 else 0.0, 1.0 if b - a > 0.0 else 0.0
        d = 12.0 * (a * b + b * b * b) + 4.0 * left * (b + a) + right * (b - a)
        e = 4.0 * (a + b) + 3.0 - a - d
        f = e * e
        slope = 2.0 * e * (0.5 - 10.0 / (f * f))
        by_a = 3.0 - 12.0 * b - 4.0 * left + right
        by_b = 4.0 - 12.0 * a - 36.0 * b * b - 4.0 * left - right
        return f / 2.0 + 10.0 / f, (slope * by_a, slope * by_b)

    return Job(lambda: run(*ARGUMENTS), compilers.columns)
