"""Derivatives along a direction, carried forward through a function as it runs."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Sequence
from typing import Any

from .dual import STILL, Dual, has_graph, levels, operand, split
from .modes import transforming
from .nesting import described, flatten, leaves_like, replaced
from .primitives import number
from .primitives.real import whole
from .pullback import differentiable, name_of, pair
from .value import Value


def jvp(
    f: Callable[..., Any], primals: Sequence[Any], tangents: Sequence[Any], *, has_aux: bool = False
) -> tuple[Any, ...]:
    """f(*primals), and how fast it changes as the primals change by the tangents.

    The Jacobian times a vector, by forward mode: f runs once, on Duals. `primals` and `tangents`
    are tuples of arguments, each a nesting of numbers; f returns any nesting, and its derivative
    has the same. With `has_aux`, f returns a pair, whose second is passed on: (y, dy, aux).

    Floats in, floats out, unless f has Values of its own; Values where a Value comes in, or
    inside another transformation. Nest it, or mix it with grad, for higher orders. No graph is
    kept. Costs one run of f on Duals, which takes about as long as seven or eight on Values.

    >>> jvp(lambda x, y: x * y, (2.0, 3.0), (1.0, 0.0))
    (6.0, 3.0)
    >>> jvp(lambda p: [p["x"] ** 2, p["x"] ** 3], ({"x": 2.0},), ({"x": 1.0},))
    ([4.0, 8.0], [4.0, 12.0])

    Raises TypeError that says where primals and tangents are nested differently, or where f
    returns what is no number.
    """
    differentiable(f)
    leaves, rebuild = flatten(arguments(primals, "primals"), "primals")
    moves = leaves_like(tuple(primals), arguments(tangents, "tangents"), ("primals", "tangents"))
    level = next(levels)
    again = any(map(has_graph, (*leaves, *moves)))
    with transforming() if again else contextlib.nullcontext():
        result = f(*rebuild([_moved(x, t, level) for x, t in zip(leaves, moves)]))
    y, aux = pair(f, result) if has_aux else (result, None)
    outputs, rebuild = flatten(y, f"{name_of(f)}(...)")
    parts = [split(x, level) for x in outputs]
    sides = [
        rebuild([Value(x) if again and isinstance(x, float) else x for x in side])
        for side in ([p for p, _ in parts], [t for _, t in parts])
    ]
    return (*sides, replaced(aux, lambda x: split(x, level)[0])) if has_aux else tuple(sides)


def derivative(f: Callable[..., Any], n: int = 1) -> Callable[..., Any]:
    """The n-th derivative of a function of one number, as a function; f itself for n = 0.

    Forward mode in forward mode, n deep: each order multiplies the time by two for polynomials,
    and by up to four for functions with long derivatives; it keeps no graph. f may return any
    nesting of numbers, such as a point of a curve. Further arguments are passed on.

    >>> derivative(lambda x: x**5, 3)(2.0)
    240.0

    Raises ValueError if n is no whole number from 0 on, and TypeError for an argument that is
    not one number: for arrays, call it for each of their numbers.
    """
    differentiable(f)
    for _ in range(whole(number(n), "the order of a derivative")):
        f = _slope(f)
    return f


def arguments(given: Any, name: str) -> tuple[Any, ...]:
    """Arguments of a function, given as a tuple or a list."""
    if not isinstance(given, (tuple, list)):
        raise TypeError(
            f"{name} are the arguments of the function in a tuple, as in ({name[0]},), "
            f"got {described(given)}"
        )
    return tuple(given)


def _slope(f: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(f)
    def slope(x: Any, *others: Any, **named: Any) -> Any:
        try:
            operand(x)
        except TypeError:
            raise TypeError(
                f"derivative is of functions of one number, but {name_of(f)} got {described(x)}: "
                "call it for each number, or use grad or jacobian for many"
            ) from None
        return jvp(lambda x: f(x, *others, **named), (x,), (1.0,))[1]

    return slope


def _moved(x: Any, tangent: Any, level: int) -> Dual:
    """`x`, moving by its tangent, unless that is the number 0."""
    if isinstance(tangent, float) and tangent == 0.0:
        return Dual(x, level=STILL)
    return Dual(x, tangent, level=level)
