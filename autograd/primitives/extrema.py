"""Rows that choose the larger or the smaller of two numbers, and how they share a derivative."""

from .piecewise import flat
from .row import primitive

exceeds = primitive(
    "exceeds",
    lambda x, y: x if x != x else y if y != y else 0.5 if x == y else float(x > y),
    lambda z, x, y: flat(z, x) * 2,
    latex=r"\mathbf{1}_{#1 > #2}",
    doc="""1 where x > y, 0 where x < y, one half at a tie: how a maximum shares its derivative.

    >>> exceeds(2.0, 1.0), exceeds(1.0, 1.0)
    (1.0, 0.5)
    """,
)
maximum = primitive(
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
    latex=r"\min",
    doc="""The smaller of x and y; the other one if one is nan. At a tie each gets half.

    >>> fmin(2.0, float("nan"))
    2.0
    """,
)
