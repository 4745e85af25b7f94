"""Functions made into their gradients."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from .pullback import Argnums, Run, differentiable


def value_and_grad(
    f: Callable[..., Any], argnums: Argnums = 0, *, has_aux: bool = False
) -> Callable[..., tuple[Any, Any]]:
    """A function that returns f(...) and its derivative with respect to argument `argnums`.

    The argument may be a number, or numbers in any nesting of lists, tuples, dicts and NumPy
    arrays: the derivative is nested in the same way. Several argnums give a tuple of derivatives;
    each is a place or the name of an argument.
    With `has_aux`, f returns a pair, and its second is passed on: ((value, aux), derivative);
    where floats come out, so do they in the place of Values in it.

    Floats in, floats out, which hold no graph; where an argument is a Value, or inside another
    transformation, the results are Values that can be differentiated again. So pass a Value to
    go on from a derivative to, say, the parameters of a model that f calls. Costs one run of f
    and one sweep back, however many numbers there are.

    >>> from autograd import value_and_grad
    >>> value_and_grad(lambda x, y: x * y, argnums=(0, 1))(2.0, 3.0)
    (6.0, (3.0, 2.0))
    >>> value_and_grad(lambda p: p["a"] * p["b"][0])({"a": 2.0, "b": [3.0, 4.0]})
    (6.0, {'a': 3.0, 'b': [2.0, 0.0]})
    >>> value_and_grad(lambda x, scale: x * scale, "scale")(2.0, scale=3.0)
    (6.0, 2.0)

    Raises TypeError if f does not return one number, or something in the argument is none, or if
    no argument of that name is given, and IndexError for argnums beyond those given by position.
    """
    differentiable(f)

    @functools.wraps(f)
    def differentiated(*args: Any, **named: Any) -> tuple[Any, Any]:
        run = Run(f, argnums, args, named, has_aux=has_aux)
        y = run.number()
        value, slopes = run.release(y), run.nested(run.pull(y))
        return ((value, run.aux) if has_aux else value), slopes

    return differentiated


def grad(
    f: Callable[..., Any], argnums: Argnums = 0, *, has_aux: bool = False
) -> Callable[..., Any]:
    """The derivative of f with respect to argument `argnums`, as a function.

    As `value_and_grad`, without the value, and with (derivative, aux) for `has_aux`; nest it for
    higher orders.

    >>> from autograd import grad
    >>> grad(lambda x: x**3)(2.0), grad(grad(lambda x: x**3))(2.0)
    (12.0, 12.0)
    """
    both = value_and_grad(f, argnums, has_aux=has_aux)

    @functools.wraps(f)
    def differentiated(*args: Any, **named: Any) -> Any:
        value, slopes = both(*args, **named)
        return (slopes, value[1]) if has_aux else slopes

    return differentiated
