"""Rows that choose the larger or the smaller of numbers, and how they share a derivative."""

from collections.abc import Callable, Sequence
from math import inf
from typing import Any

from .comparisons import equal, less, less_equal
from .piecewise import flat, inside, where
from .row import Primitive, family, primitive


def _share(x: Any, y: Any) -> Any:
    """1 where x > y, one half at a tie, else 0: also beside nan."""
    return 0.5 * (less(y, x) + less_equal(y, x))


def _exceeds(x: Any, y: Any) -> Any:
    larger = maximum(x, y)  # nan if one of them is
    return where(equal(larger, larger), _share(x, y), larger)


exceeds = primitive(
    "exceeds",
    lambda x, y: x if x != x else y if y != y else 0.5 if x == y else float(x > y),
    lambda z, x, y: flat(z, x) * 2,
    expansion=_exceeds,
    latex=r"\mathbf{1}_{#1 > #2}",
    doc="""1 where x > y, 0 where x < y, one half at a tie: how a maximum shares its derivative.

    >>> exceeds(2.0, 1.0), exceeds(1.0, 1.0)
    (1.0, 0.5)
    """,
)
maximum: Primitive = primitive(
    "maximum",
    lambda x, y: x if x != x or x >= y else y,
    lambda z, x, y: (exceeds(x, y), exceeds(y, x)),
    latex=r"\max",
    doc="""The larger of x and y; nan if either is. At a tie each gets half of the derivative.

    >>> maximum(2.0, -3.0)
    2.0
    """,
)
minimum = primitive(
    "minimum",
    lambda x, y: x if x != x or x <= y else y,
    lambda z, x, y: (exceeds(y, x), exceeds(x, y)),
    latex=r"\min",
    doc="""The smaller of x and y; nan if either is. At a tie each gets half of the derivative.

    >>> minimum(2.0, -3.0)
    -3.0
    """,
)


def _prevails(x: float, y: float) -> float:
    if x == x and y == y:
        return 0.5 if x == y else float(x > y)
    return x if y != y and x != x else float(x == x)


prevails = primitive(
    "prevails",
    _prevails,
    lambda z, x, y: flat(z, x) * 2,
    expansion=lambda x, y: where(equal(y, y), _share(x, y), where(equal(x, x), 1.0, x)),
    latex=r"\mathbf{1}_{#1 > #2}",
    doc="""As `exceeds`, but every number beats nan; nan only if both are.

    >>> prevails(2.0, 1.0), prevails(1.0, float("nan"))
    (1.0, 1.0)
    """,
)
fmax = primitive(
    "fmax",
    lambda x, y: x if x >= y or y != y else y,
    lambda z, x, y: (prevails(x, y), prevails(y, x)),
    expansion=lambda x, y: where(less_equal(y, x), x, where(equal(y, y), y, x)),
    latex=r"\max",
    doc="""The larger of x and y; the other one if one is nan. At a tie each gets half.

    >>> fmax(2.0, float("nan"))
    2.0
    """,
)
fmin = primitive(
    "fmin",
    lambda x, y: x if x <= y or y != y else y,
    lambda z, x, y: (prevails(-x, -y), prevails(-y, -x)),
    expansion=lambda x, y: where(less_equal(x, y), x, where(equal(y, y), y, x)),
    latex=r"\min",
    doc="""The smaller of x and y; the other one if one is nan. At a tie each gets half.

    >>> fmin(2.0, float("nan"))
    2.0
    """,
)


def _held(x: Any, low: float, high: float) -> Any:
    above = maximum(x, low) if low > -inf else x
    return minimum(above, high) if high < inf else above


@family
def clamp(low: float = -inf, high: float = inf) -> Primitive:
    """x, held between low and high; its derivative is 1 from bound to bound, and 0 outside.

    >>> clamp(5.0, -1.0, 1.0)
    1.0
    """
    if low > high:
        raise ValueError(f"clamp needs low <= high, got low={low:g} and high={high:g}")
    above = r"\max\left(#1, #a\right)" if low > -inf else "#1"
    return Primitive(
        "clamp",
        lambda x: low if x < low else high if x > high else x,
        lambda z, x: (inside(x, low, high),),
        expansion=lambda x: _held(x, low, high),
        kinks=(low, high),
        parameters=(low, high),
        latex=rf"\min\left({above}, #b\right)" if high < inf else above,
    )


def in_pairs(combine: Callable[[Any, Any], Any], xs: Sequence[Any]) -> Any:
    """The numbers combined two by two, then the results, up to one: log2(len(xs)) levels.

    >>> in_pairs(lambda x, y: f"({x} {y})", "abcde")
    '(((a b) (c d)) e)'
    """
    level = list(xs)
    while len(level) > 1:
        rest = level[len(level) & ~1 :]
        level = [*map(combine, level[::2], level[1::2]), *rest]
    return level[0]


def _largest(*xs: Any) -> Any:
    return in_pairs(maximum, xs or (-inf,))


largest = Primitive(
    "largest",
    _largest,
    lambda z, *xs: (None,) * len(xs),  # for compiled code only, which is beyond derivatives
    expansion=_largest,
    doc="""The largest of numbers; nan if one is, -inf of none.

    >>> largest(1.0, 3.0, 2.0)
    3.0
    """,
)
