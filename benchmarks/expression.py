"""The expression of micrograd's README: two variables, some thirty operations, one gradient.

It is small enough to show what one operation costs, and touches + - * / ** and relu.
"""

from __future__ import annotations

import sys
from typing import Any

from .contender import Job
from .contest import Effort, median_seconds
from .engines import single_threaded_torch
from .table import Row, duration


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
        a, b = number(-4.0), number(2.0)
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
