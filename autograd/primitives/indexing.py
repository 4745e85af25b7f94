"""A number taken from several by an index that may be known only when a compiled function runs."""

from collections.abc import Iterable
from typing import Any

from .arithmetic import div
from .comparisons import equal
from .piecewise import where
from .reductions import total
from .row import primitive

taken = primitive(
    "taken",
    lambda index, *xs: xs[place(index, len(xs))],
    lambda z, index, *xs: (0.0, *(equal(index, float(k)) for k in range(len(xs)))),
    chosen=lambda index, *xs: 1 + place(index, len(xs)),
    expansion=lambda index, *xs: _expanded_taken(index, xs),
    latex=r"\left(#2, \dots\right)_{#1}",
    doc="""The number at an index, which comes first: see take.

    >>> taken(1.0, 10.0, 20.0)
    20.0
    """,
)


def place(index: Any, n: int) -> int:
    """The index as an int. IndexError if it is none of n numbers."""
    if not 0 <= index < n or index % 1.0 != 0.0:
        raise IndexError(f"index {index:g} is not that of one of {n} numbers")
    return int(index)


def _expanded_taken(index: Any, xs: tuple[Any, ...]) -> Any:
    here = [equal(index, float(k)) for k in range(len(xs))]
    found = total(*(where(h, x, 0.0) for h, x in zip(here, xs)))
    return div(found, total(*here))  # 0 / 0 if there is none


def take(xs: Iterable[Any], index: Any) -> Any:
    """The number at `index` among xs, from 0 on; its derivative flows to that one alone.

    As `xs[index]`, but in a compiled function the index may be another in each call.

    >>> take([10.0, 20.0, 30.0], 2)
    30.0

    Raises IndexError if there is none; in a compiled function the result is nan.
    """
    return taken(index, *xs)
