"""NumPy's functions for rows over any number of operands, which are the second axis of a table."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from ..primitives import TABLE, Primitive
from ..primitives.extrema import largest
from ..primitives.softmax import rest
from .functions import each
from .fusing import in_order


def rows_of(op: Primitive) -> Callable[[Any, Any], Any]:
    """What computes the row of each row of a table, into an array; for one table after the other.

    >>> out = np.empty(2)
    >>> rows_of(TABLE["total"])(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), out)
    >>> out.tolist()
    [6.0, 15.0]
    """
    if op is rest:
        return Rests()
    return OF_ROWS.get(op) or (lambda table, out: each(op, *np.moveaxis(table, 1, 0), out))


def _sums(table: Any, out: Any) -> None:
    if table.ndim == 2:  # BLAS is quickest at products with ones
        np.matmul(table, ones(table.shape[1]), out)
    else:
        np.add.reduce(table, axis=1, out=out)


def _products(table: Any, out: Any) -> None:
    np.multiply.reduce(table, axis=1, out=out)


def _largest(table: Any, out: Any) -> None:
    if table.ndim > 2 or not table.flags.c_contiguous or not table.size:
        np.maximum.reduce(table, axis=1, out=out, initial=-math.inf)
    else:
        table.take(largest_at(table), None, out, "clip")


def _in_order(table: Any, out: Any) -> None:
    """Sums term by term, and not in the pairs of a sum along the last axis."""
    if table.ndim > 2 and table.shape[2] > 1:
        np.add.reduce(table, axis=1, out=out)
    else:
        out[...] = np.add.accumulate(table, 1)[:, -1]


OF_ROWS = {
    TABLE["total"]: _sums, TABLE["prod"]: _products, largest: _largest, in_order: _in_order,
}  # fmt: skip


class Rests:
    """The sums of exp(x - largest) in each row but for one of the largest; holds memory for it."""

    def __init__(self) -> None:
        self.held = np.empty((0, 0))

    def __call__(self, table: Any, out: Any) -> None:
        rows, width, sums = table.swapaxes(1, -1), table.shape[1], out.reshape(-1)
        if out.size == 0 or width < 2:
            return each(rest, *np.moveaxis(table, 1, 0), out)
        if self.held.shape != (out.size, width):
            self.held = np.empty((out.size, width))
        below = self.held
        np.copyto(below.reshape(rows.shape), rows)
        at = largest_at(below)
        np.subtract(below, below.take(at)[:, None], below)
        np.exp(below, below)
        below.put(at, 0.0)
        np.matmul(below, ones(width), sums)
        if not math.isfinite(np.vdot(sums, sums)):  # inf among the largest, or nan
            each(rest, *np.moveaxis(table, 1, 0), out)


def largest_at(rows: Any) -> Any:
    """Where in the array the largest number of each row is, or nan."""
    at = rows.argmax(1)
    at += starts(*rows.shape)
    return at


@lru_cache(maxsize=64)
def starts(n: int, width: int) -> Any:
    """The places in an array at which its n rows begin."""
    found = np.arange(n) * width
    found.flags.writeable = False
    return found


@lru_cache(maxsize=64)
def ones(n: int) -> Any:
    """As many ones."""
    found = np.ones(n)
    found.flags.writeable = False
    return found
