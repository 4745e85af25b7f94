"""The loss of a class that may be known only when a compiled function runs, and its slopes."""

import math
from collections.abc import Sequence
from typing import Any

from .comparisons import equal
from .exponential import log1p
from .extrema import fmax, largest
from .indexing import place
from .piecewise import where
from .real import whole
from .reductions import total
from .row import Primitive, family, primitive
from .softmax import log_softmax_entry, rest, softmax, softmax_entry


def _others(index: Any, *xs: Any) -> Any:
    shares = softmax(xs)
    return total(*(p - equal(index, float(k)) * p for k, p in enumerate(shares)))


# what slopes of one surprise have in common, for compiled code only
others = Primitive(
    "others",
    _others,
    lambda z, index, *xs: (None,) * (1 + len(xs)),
    expansion=_others,
    doc="""The sum of softmax but for the entry at the index, which comes first.""",
)


@family
def surprise_slope(entry: float) -> Primitive:
    """How `surprise` changes with one of its numbers: softmax there, less 1 at the index.

    >>> surprise_slope.row(0)(0.0, 0.0, 0.0), surprise_slope.row(1)(0.0, 0.0, 0.0)
    (-0.5, 0.5)
    """
    k = whole(entry, "the index of an entry")

    def expansion(index: Any, *xs: Any) -> Any:
        here, p = equal(index, float(k)), softmax_entry.row(k)(*xs)
        return (p - here * p) - here * others(index, *xs)

    def partials(z: Any, index: Any, *xs: Any) -> tuple[Any, ...]:
        entry = softmax_entry.row(k)
        return 0.0, *entry.partials(entry(*xs), *xs)

    return Primitive(
        "surprise_slope",
        lambda index, *xs: _slopes(index, xs)[k],
        partials,
        expansion=expansion,
        parameters=(entry,),
        latex=rf"\left(\frac{{e^{{#{k + 2}}}}}{{e^{{#2}} + \dots}} - [#1 = {k}]\right)",
    )


def _slopes(index: Any, xs: Sequence[Any]) -> list[Any]:
    """The slopes by all numbers."""
    if any(type(x) is not float for x in (index, *xs)):
        return [surprise_slope.row(float(k))(index, *xs) for k in range(len(xs))]
    p = softmax(xs)
    return [-math.fsum(p[:k] + p[k + 1 :]) if index == k else p[k] for k in range(len(p))]


def _surprise(index: float, *xs: float) -> float:
    return -log_softmax_entry.row(float(place(index, len(xs))))(*xs)


def _surprise_in_parts(index: Any, *xs: Any) -> Any:
    here = [equal(index, float(k)) for k in range(len(xs))]
    x = total(*(where(h, x, 0.0) for h, x in zip(here, xs)))
    below = fmax(largest(*xs) - x, 0.0)  # inf - inf is 0 here; if nan is among them, the rest is
    return (below + log1p(rest(*xs))) / total(*here)


surprise = primitive(
    "surprise",
    _surprise,
    lambda z, index, *xs: (0.0, *_slopes(index, xs)),
    expansion=_surprise_in_parts,
    latex=r"-\log\left(\frac{e^{#2}}{e^{#2} + \dots}\right)_{#1}",
    doc="""-log_softmax(xs)[index], for an index that comes first and may be known only later.

    >>> surprise(1.0, 0.0, 0.0)
    0.6931471805599453
    """,
)
