"""Rows of the softmax family: exponentials of any number of operands beside their sum."""

import math
from collections.abc import Iterable, Sequence
from math import inf, nan
from typing import Any

from .comparisons import equal
from .exponential import exp, log1p
from .extrema import largest
from .piecewise import where
from .real import whole
from .reductions import total
from .row import Primitive, family, primitive
from .sharing import shared


def _rest(*xs: Any) -> Any:
    top = largest(*xs)
    below, tops = zip(*(_weight(x, top) for x in xs)) if xs else ((), ())
    return where(equal(top, -inf), nan, total(*below) + (total(*tops) - 1.0))


# what entries of one softmax have in common, for compiled code only: hence no derivatives
rest = Primitive(
    "rest",
    _rest,
    lambda z, *xs: (None,) * len(xs),
    expansion=_rest,
    doc="""The sum of exp(x - largest) without one of the largest; nan if that is -inf.""",
)


def _weight(x: Any, top: Any) -> tuple[Any, Any]:
    """exp(x - top) and 0 for those below, 0 and 1 for those at the top, also if that is inf."""
    at_top = equal(x, top)
    return where(at_top, 0.0, exp(x - top)), at_top


def _share(x: Any, top: Any, whole: Any) -> Any:
    below, at_top = _weight(x, top)
    return (below + at_top) / whole


share = Primitive(
    "share",
    lambda x, top, whole: (1.0 if x == top else math.exp(x - top)) / whole,
    lambda z, x, top, whole: (None,) * 3,
    expansion=_share,
    doc="""exp(x - top) / whole, of which the exponential is 1 at the top, also if that is inf.""",
)


def _log_share(x: Any, xs: Sequence[Any]) -> Any:
    top = largest(*xs)
    return where(equal(x, top), 0.0, x - top) - log1p(rest(*xs))


def _log_whole(*xs: Any) -> Any:
    top = largest(*xs)
    return where(equal(top, -inf), -inf, top + log1p(rest(*xs)))


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
    expansion=_log_whole,
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
        p = shared(softmax, xs)
        others = p[:k] + p[k + 1 :]
        minus = -z
        return tuple(z * total(others) if j == k else minus * q for j, q in enumerate(p))

    return Primitive(
        "softmax_entry",
        lambda *xs: _softmax(*xs)[k],
        partials,
        expansion=lambda *xs: share(xs[k], largest(*xs), 1.0 + rest(*xs)),
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
        p = shared(softmax, xs)
        others = p[:k] + p[k + 1 :]
        return tuple(total(others) if j == k else -q for j, q in enumerate(p))

    return Primitive(
        "log_softmax_entry",
        log_softmax,
        partials,
        expansion=lambda *xs: _log_share(xs[k], xs),
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
