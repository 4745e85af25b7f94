"""Gradients held down, all together or each by itself."""

from __future__ import annotations

import math
from collections.abc import Iterable

from autograd import Value
from autograd.assign import assign


def clip_grad_norm(parameters: Iterable[Value], max_norm: float) -> float:
    """Scale all gradients together so that their Euclidean norm is at most `max_norm`.

    Returns the norm before.

    >>> x, y = Value(0.0), Value(0.0)
    >>> (30 * x + 40 * y).backward()
    >>> clip_grad_norm([x, y], 5.0), x.grad, y.grad
    (50.0, 3.0, 4.0)
    """
    _check_limit("max_norm", max_norm)
    held = list(parameters)
    norm = math.hypot(*(p.grad for p in held))
    if norm > max_norm:
        assign(held, "grad", [p.grad * (max_norm / norm) for p in held])
    return norm


def clip_grad_value(parameters: Iterable[Value], limit: float) -> None:
    """Hold every gradient between -limit and limit; nan stays nan."""
    _check_limit("limit", limit)
    held = list(parameters)
    assign(held, "grad", [max(min(p.grad, limit), -limit) for p in held])


def _check_limit(name: str, limit: float) -> None:
    if not limit >= 0.0:
        raise ValueError(f"{name} must not be negative or nan, got {limit!r}")
