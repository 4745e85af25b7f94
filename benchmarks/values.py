"""Scalar Values other than ours, with the functions that the workloads need."""

from __future__ import annotations

import math
from typing import Any

# for each function how it is evaluated, and its derivative where it is y at x
FUNCTIONS = {
    "tanh": (math.tanh, lambda y, x: 1.0 - y * y),
    "exp": (math.exp, lambda y, x: y),
    "log": (math.log, lambda y, x: 1.0 / x),
    "sqrt": (math.sqrt, lambda y, x: 0.5 / y),
    "erfc": (math.erfc, lambda y, x: -2.0 / math.sqrt(math.pi) * math.exp(-x * x)),
}


def micrograd() -> Any:
    """micrograd's class; the functions that it lacks are added in its manner."""
    from micrograd.engine import Value

    def method(name: str, evaluate: Any, derivative: Any) -> Any:
        def apply(x: Any) -> Any:
            y = Value(evaluate(x.data), (x,), name)

            def pull() -> None:
                x.grad += derivative(y.data, x.data) * y.grad

            y._backward = pull
            return y

        return apply

    for name, (evaluate, derivative) in FUNCTIONS.items():
        setattr(Value, name, method(name, evaluate, derivative))
    return Value


def lean() -> Any:
    """The class with nothing but what the chain rule needs."""
    from .lean import Value

    return Value
