"""Systems of linear equations in numbers of any kind."""

from __future__ import annotations

import math
import sys
from typing import Any

from .operations import data_of
from .pullback import weighted


def linear_solve(A: list[list[Any]], B: list[list[Any]]) -> list[list[Any]]:
    """The vector x with A x = b for each b in B, for numbers of any kind.

    By elimination, with the largest pivot of each column. Raises ZeroDivisionError if A is
    singular, as far as rounding lets one tell.

    >>> linear_solve([[0.0, 2.0], [4.0, 1.0]], [[2.0, 9.0]])
    [[2.0, 1.0]]
    """
    n = len(A)
    rows = [[*a, *(b[i] for b in B)] for i, a in enumerate(A)]
    sizes = [max(map(_size, a), default=0.0) for a in A]
    for i in range(n):
        p = max(range(i, n), key=lambda j: _size(rows[j][i]))
        rows[i], rows[p] = rows[p], rows[i]
        sizes[i], sizes[p] = sizes[p], sizes[i]
        pivot = rows[i][i]
        if _size(pivot) <= n * sys.float_info.epsilon * sizes[i] < math.inf:
            raise ZeroDivisionError("singular matrix")
        for j in range(i + 1, n):
            factor = rows[j][i] / pivot
            rows[j][i:] = [y - factor * x for x, y in zip(rows[i][i:], rows[j][i:])]
    solutions: list[list[Any]] = []
    for k in range(n, n + len(B)):
        x: list[Any] = []
        for i in reversed(range(n)):
            known = weighted(x, rows[i][n - 1 : i : -1])
            x.append((rows[i][k] - known) / rows[i][i])
        solutions.append(x[::-1])
    return solutions


def _size(x: Any) -> float:
    size: float = abs(data_of(x))
    return size
