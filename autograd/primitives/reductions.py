"""Rows over any number of operands: sums, products and lengths."""

import itertools
import math
import operator
import sys
from collections.abc import Sequence
from math import inf, nan
from typing import Any

from .arithmetic import div
from .comparisons import equal
from .exponential import sqrt
from .extrema import largest
from .piecewise import direction, where
from .row import Primitive, primitive, register


def _plain_sum(*xs: float) -> float:
    """What IEEE addition gives where fsum raises: infinities, or an overflow on the way."""
    return float(sum(xs))


total = primitive(
    "total",
    lambda *xs: math.fsum(xs),
    lambda z, *xs: (1.0,) * len(xs),
    otherwise=_plain_sum,
    latex=r"#1 + \dots",
    doc="""The sum of numbers, rounded once, whatever their order; one node, however many.

    >>> total([1e100, 1.0, -1e100])
    1.0
    """,
)
mean = primitive(
    "mean",
    lambda *xs: math.fsum(xs) / len(xs),
    lambda z, *xs: (1.0 / len(xs),) * len(xs),
    otherwise=lambda *xs: _plain_sum(*xs) / len(xs) if xs else nan,
    expansion=lambda *xs: div(total(*xs), float(len(xs))),
    latex=r"\frac{#1 + \dots}{#n}",
    doc="""The arithmetic mean of numbers; nan of none.

    >>> mean([1.0, 2.0, 6.0])
    3.0
    """,
)


def _products_of_others(z: Any, *xs: Any) -> tuple[Any, ...]:
    """The product of all but one, for each: never by division, so that zeros do no harm."""
    before = itertools.accumulate(xs[:-1], operator.mul, initial=1.0)
    after = list(itertools.accumulate(xs[:0:-1], operator.mul, initial=1.0))
    return tuple(map(operator.mul, before, reversed(after)))


prod = primitive(
    "prod",
    lambda *xs: float(math.prod(xs)),
    lambda z, *xs: _products_of_others(z, *xs) if xs else (),
    latex=r"#1 \cdot \dots",
    doc="""The product of numbers; 1 of none.

    >>> prod([2.0, 3.0, 4.0])
    24.0
    """,
)


class Dot(Primitive):
    """The row of `dot`: its operands are the numbers of one vector, then those of the other.

    `forward` and `reverse` are `raw` and `partials` for the two vectors, before they are joined.
    """

    def __init__(self) -> None:
        super().__init__(
            "dot",
            lambda *ab: self.forward(*_halves(ab)),
            lambda z, *ab: self.reverse(z, *_halves(ab)),
            otherwise=lambda *ab: _plain_sum(*map(operator.mul, *_halves(ab))),
            latex=r"#1 \cdot #2 + \dots",
            doc="""The sum of the products of two equally long vectors; one node, however long.

            >>> dot([1.0, 2.0], [3.0, 4.0])
            11.0
            """,
        )

    def forward(self, ws: Sequence[float], xs: Sequence[float]) -> float:
        """The sum of the products, rounded once."""
        if sys.version_info >= (3, 12):
            return float(math.sumprod(ws, xs))
        return math.fsum(map(operator.mul, ws, xs))

    def reverse(self, z: Any, ws: Sequence[Any], xs: Sequence[Any]) -> tuple[Any, ...]:
        """The derivative with respect to each w, then with respect to each x."""
        return (*xs, *ws)

    def __call__(self, *operands: Any) -> Any:
        if len(operands) == 2 and all(hasattr(type(x), "__iter__") for x in operands):
            ws, xs = map(tuple, operands)
            if len(ws) != len(xs):
                raise ValueError(f"dot needs equal lengths, got {len(ws)} and {len(xs)}")
            operands = ws + xs
        return super().__call__(*operands)


def _halves(ab: tuple[Any, ...]) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    n, rest = divmod(len(ab), 2)
    if rest:
        raise TypeError(f"dot needs two vectors of equal length, got {len(ab)} numbers")
    return ab[:n], ab[n:]


dot = Dot()
register(dot)


def _length(*xs: Any) -> Any:
    """Of none or one it is the size; infinite sides win over nan, as in math.hypot."""
    if len(xs) < 2:
        return abs(total(*xs))
    sizes = [abs(x) for x in xs]
    top = largest(*sizes)
    parts = [size / top for size in sizes]
    infinite = total(*(equal(size, inf) for size in sizes))
    return where(infinite, inf, where(top, top * sqrt(dot(*parts, *parts)), top))


norm = primitive(
    "norm",
    math.hypot,
    lambda z, *xs: tuple(direction(x, z) for x in xs),
    expansion=_length,
    latex=r"\left\|\left(#1, \dots\right)\right\|",
    doc="""The Euclidean length, without overflow on the way; derivative 0 at the origin.

    >>> norm([2.0, 3.0, 6.0])
    7.0
    """,
)
