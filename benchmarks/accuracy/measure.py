"""The largest errors of each engine at each function, for its value and two derivatives."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from .engines import ENGINES, Points
from .exact import error, exact, exact_partials
from .points import TUPLES, points
from .spellings import spelling

ORDERS = ("value", "first derivatives", "second derivatives")
COARSE = 1e-12  # an error that is counted as well
NOISE = 1e-15  # below, errors are a matter of luck
Exact: TypeAlias = "tuple[list[Any], list[Any], list[Any]]"


@dataclass(frozen=True)
class Cell:
    """The largest error, inf for a nan or an infinity; where; at how many points it is coarse."""

    largest: float
    where: tuple[float, ...]
    coarse: int


@dataclass(frozen=True)
class Row:
    """What was measured of one function: for each engine a cell for each order of derivative."""

    name: str
    points: int
    cells: dict[str, list[Cell]]

    def best(self, order: int) -> set[str]:
        """The engines than which none is more accurate, but for noise."""
        largest = {engine: cells[order].largest for engine, cells in self.cells.items()}
        least = min(largest.values())
        return {e for e, x in largest.items() if x <= max(1.5 * least, NOISE)}


def rows(names: Iterable[str], engines: Sequence[str]) -> list[Row]:
    """All that is measured, function by function."""
    found = []
    for name in names:
        print(f"\r\033[K{name}", end="", file=sys.stderr, flush=True)
        found.append(row(name, engines))
    print("\r\033[K", end="", file=sys.stderr)
    return found


def row(name: str, engines: Sequence[str], some: Callable[[Points], Points] = list) -> Row:
    """What is measured of the function, at all its points or at `some` of them."""
    at = some(points(name))
    wanted = [truth(name, xs) for xs in at]
    cells = {e: list(_cells(e, name, at, wanted)) for e in engines}
    return Row(name, len(at), cells)


def truth(name: str, xs: tuple[float, ...]) -> Exact:
    """The value, the gradient and the Hessian from the diagonal on."""
    if name in TUPLES:
        return exact_partials(name, xs)
    z, first, second = exact(name, *xs, order=2)
    return [z], [first], [second]


def _cells(engine: str, name: str, at: Points, wanted: list[Exact]) -> Iterable[Cell]:
    found = ENGINES[engine][1](spelling(engine, name), at)
    for order in range(len(ORDERS)):
        errors = [max(map(error, f[order], w[order])) for f, w in zip(found, wanted)]
        largest = max(errors, default=math.nan)
        yield Cell(largest, at[errors.index(largest)], sum(e > COARSE for e in errors))
