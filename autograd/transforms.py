"""Functions made into their derivatives."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, SupportsIndex

from .backward import adjoints, gradients
from .modes import enable_grad, state
from .primitives import TABLE
from .value import Value


def value_and_grad(
    f: Callable[..., Any], argnums: int | Sequence[int] = 0
) -> Callable[..., tuple[Any, Any]]:
    """A function that returns f(...) and its derivative with respect to argument `argnums`.

    Several argnums give a tuple of derivatives. Floats in, floats out, which hold no graph; where
    an argument is a Value, or inside another transformation, the results are Values that can be
    differentiated again. So pass a Value to go on from a derivative to, say, the parameters of a
    model that f calls. Costs one run of f and one sweep back, however many argnums.

    >>> from autograd import value_and_grad
    >>> value_and_grad(lambda x, y: x * y, argnums=(0, 1))(2.0, 3.0)
    (6.0, (3.0, 2.0))

    Raises TypeError if f does not return one Value.
    """
    single = isinstance(argnums, SupportsIndex)
    wanted = (argnums,) if isinstance(argnums, SupportsIndex) else tuple(argnums)

    @functools.wraps(f)
    def differentiated(*args: Any, **named: Any) -> tuple[Any, Any]:
        indices = [_position(i, len(args)) for i in wanted]
        inputs = {i: _fresh(args[i]) for i in indices}
        outer = state.transforming
        again = outer > 0 or any(isinstance(args[i], Value) for i in indices)
        try:
            state.transforming = outer + 1
            with enable_grad():
                y = f(*(inputs.get(i, x) for i, x in enumerate(args)), **named)
                _require_value(f, y)
                slopes = _slopes(y, [inputs[i] for i in indices], again)
        finally:
            state.transforming = outer
        return y if again else y.data, slopes[0] if single else tuple(slopes)

    return differentiated


def grad(f: Callable[..., Any], argnums: int | Sequence[int] = 0) -> Callable[..., Any]:
    """The derivative of f with respect to argument `argnums`, as a function.

    As `value_and_grad`, without the value; nest it for higher orders.

    >>> from autograd import grad
    >>> grad(lambda x: x**3)(2.0), grad(grad(lambda x: x**3))(2.0)
    (12.0, 12.0)
    """
    both = value_and_grad(f, argnums)

    @functools.wraps(f)
    def differentiated(*args: Any, **named: Any) -> Any:
        return both(*args, **named)[1]

    return differentiated


def _fresh(x: Any) -> Value:
    """A node for f to depend on: its own, even if x is a Value that f also sees otherwise."""
    if isinstance(x, Value):
        fresh: Value = TABLE["identity"](x)
        return fresh
    return Value(x)


def _slopes(y: Value, xs: list[Value], again: bool) -> list[Any]:
    if again:
        return gradients(y, xs)
    adjoint = adjoints(y)
    return [adjoint.get(x, 0.0) for x in xs]


def _position(argnum: SupportsIndex, given: int) -> int:
    """The place of an argument that is counted from the front or, below zero, from the end."""
    place = argnum.__index__()
    if not -given <= place < given:
        raise IndexError(f"argnums={place} is no argument given by position: there are {given}")
    return place % given


def _require_value(f: Callable[..., Any], y: Any) -> None:
    if not isinstance(y, Value):
        name = getattr(f, "__name__", repr(f))
        raise TypeError(
            f"grad needs a function that returns one Value, but {name} returned "
            f"{type(y).__name__}; compute with autograd's functions rather than math's or "
            "NumPy's, and return a single number"
        )
