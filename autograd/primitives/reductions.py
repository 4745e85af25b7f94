"""Rows over any number of operands: sums, products, lengths and the softmax family."""

import itertools
import math
import operator
import sys
from collections.abc import Iterable, Sequence
from math import inf, nan
from typing import Any

from .piecewise import direction
from .real import whole
from .row import Primitive, family, primitive, register


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
norm = primitive(
    "norm",
    math.hypot,
    lambda z, *xs: tuple(direction(x, z) for x in xs),
    latex=r"\left\|\left(#1, \dots\right)\right\|",
    doc="""The Euclidean length, without overflow on the way; derivative 0 at the origin.

    >>> norm([2.0, 3.0, 6.0])
    7.0
    """,
)


def _peak(xs: tuple[float, ...]) -> tuple[float, float]:
    """The largest of xs, and the sum of exp(x - largest) over the others."""
    top = max(xs, default=-inf)
    first = xs.index(top) if top == top and xs else 0
    others = (0.0 if x == top else x - top for i, x in enumerate(xs) if i != first)
    return top, math.fsum(math.exp(d) for d in others)


def _logsumexp(*xs: float) -> float:
    if any(x != x for x in xs):
        return nan
    top, rest = _peak(xs)
    return top + math.log1p(rest) if math.isfinite(top) else top


def _softmax(*xs: float) -> list[float]:
    top = max(xs)
    if any(x != x for x in xs) or top == -inf:
        return [nan] * len(xs)
    weights = [math.exp(x - top) if x != top else 1.0 for x in xs]
    whole = math.fsum(weights)
    return [w / whole for w in weights]


logsumexp = primitive(
    "logsumexp",
    _logsumexp,
    lambda z, *xs: tuple(softmax(xs)),
    latex=r"\log\left(e^{#1} + \dots\right)",
    doc="""log(exp(x) + exp(y) + ...), without overflow on the way; -inf of none.

    >>> logsumexp([1000.0, 1000.0])
    1000.6931471805599
    """,
)


@family
def softmax_entry(index: float) -> Primitive:
    """The entry of softmax at `index`.

    >>> softmax_entry.row(0)(0.0, 0.0)
    0.5
    """
    k = whole(index, "the index of an entry")

    def partials(z: Any, *xs: Any) -> tuple[Any, ...]:
        p = softmax(xs)
        others = p[:k] + p[k + 1 :]
        return tuple(z * total(others) if j == k else -z * q for j, q in enumerate(p))

    return Primitive(
        "softmax_entry",
        lambda *xs: _softmax(*xs)[k],
        partials,
        symbol="softmax",
        parameters=(index,),
        latex=rf"\frac{{e^{{#{k + 1}}}}}{{e^{{#1}} + \dots}}",
    )


@family
def log_softmax_entry(index: float) -> Primitive:
    """The entry of log_softmax at `index`.

    >>> log_softmax_entry.row(0)(0.0, 0.0)
    -0.6931471805599453
    """
    k = whole(index, "the index of an entry")

    def log_softmax(*xs: float) -> float:
        top, rest = _peak(xs)
        if top == -inf or any(x != x for x in xs):
            return nan
        return (0.0 if xs[k] == top else xs[k] - top) - math.log1p(rest)

    def partials(z: Any, *xs: Any) -> tuple[Any, ...]:
        p = softmax(xs)
        others = p[:k] + p[k + 1 :]
        return tuple(total(others) if j == k else -q for j, q in enumerate(p))

    return Primitive(
        "log_softmax_entry",
        log_softmax,
        partials,
        symbol="log_softmax",
        parameters=(index,),
        latex=rf"#{k + 1} - \log\left(e^{{#1}} + \dots\right)",
    )


def _entries(entry: Any, xs: Iterable[Any]) -> list[Any]:
    operands = tuple(xs)
    return [entry.row(k)(*operands) for k in range(len(operands))]


def softmax(xs: Iterable[Any]) -> list[Any]:
    """exp(x) over the sum of all exp(x), for each x: positive numbers that sum to 1.

    One node for each entry, each with an edge to every x: n * n edges for n numbers.

    >>> softmax([0.0, 0.0])
    [0.5, 0.5]
    """
    operands = tuple(xs)
    if all(type(x) is float for x in operands):
        return _softmax(*operands) if operands else []
    return _entries(softmax_entry, operands)


def log_softmax(xs: Iterable[Any]) -> list[Any]:
    """The logarithms of softmax(xs), exact where softmax itself is near 0 or 1.

    >>> log_softmax([0.0, 0.0])
    [-0.6931471805599453, -0.6931471805599453]
    """
    return _entries(log_softmax_entry, xs)
