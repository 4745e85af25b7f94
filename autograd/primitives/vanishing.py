"""Functions near a zero, where their terms cancel: the integral of the slope keeps all digits."""

from collections.abc import Callable
from math import fsum, sqrt
from typing import Any

# Gauss and Legendre's five points between 0 and 1, and their weights
_FAR, _NEAR = (sqrt(5.0 + sign * 2.0 * sqrt(10.0 / 7.0)) / 6.0 for sign in (1.0, -1.0))
_OUTER, _INNER = ((322.0 - sign * 13.0 * sqrt(70.0)) / 1800.0 for sign in (1.0, -1.0))
GAUSS = (
    *((0.5 - _FAR, _OUTER), (0.5 - _NEAR, _INNER), (0.5, 64.0 / 225.0)),
    *((0.5 + _NEAR, _INNER), (0.5 + _FAR, _OUTER)),
)
REACH = 0.0625  # the farther, the less the terms of the function cancel, and the slower this is


def vanishing(
    zero: float,
    rest: float,
    f: Callable[[float], float],
    rule: Callable[[Any, Any], tuple[Any, ...]],
) -> Callable[[float], float]:
    """f with all its digits also close to a simple zero of it, which is `zero` + `rest`.

    `rule` is the rule of f; it may not make use of the output.

    >>> f = vanishing(1.0, 0.0, lambda x: x * x - 1.0, lambda z, x: (2.0 * x,))
    >>> f(1.0 + 2.0**-52) == 2.0**-51, f(3.0)
    (True, 8.0)
    """

    def exact(x: float) -> float:
        h = x - zero - rest  # the first difference is exact this close
        if not -REACH < h < REACH:
            return f(x)
        return h * fsum([weight * rule(0.0, x - (1.0 - at) * h)[0] for at, weight in GAUSS])

    return exact
