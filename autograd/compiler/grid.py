"""Patterns in tables of places: where a loop of equal strides visits them, no table is needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

DIMENSIONS = 4  # of nested loops, at most


class Grid(NamedTuple):
    """Nested loops: how often each runs, and how far each column of places moves with it."""

    shape: tuple[int, ...]
    strides: tuple[tuple[int, ...], ...]  # for each column, one for each loop


def grid(columns: Any) -> Grid | None:
    """The loops that visit the places in every column, an integer array (columns, places).

    None if there are none, or more than a few. Takes a few passes over the columns.

    >>> grid(np.array([[0, 1, 2, 10, 11, 12], [7, 7, 7, 9, 9, 9]]))
    Grid(shape=(2, 3), strides=((10, 1), (2, 0)))
    """
    if columns.shape[1] < 3:  # which most runs of long programs have
        rows = columns.tolist()
        if columns.shape[1] < 2:
            return Grid((), ((),) * len(rows))
        return Grid((2,), tuple([(after - here,) for here, after in rows]))
    shape: tuple[int, ...] = ()
    strides: list[Any] = []
    while columns.shape[1] > 1:
        if len(shape) == DIMENSIONS:
            return None
        steps = columns[:, 1:] - columns[:, :-1]
        equal = (steps == steps[:, :1]).all(axis=0)
        inner = columns.shape[1] if equal.all() else int(equal.argmin()) + 1
        if inner == 1 or columns.shape[1] % inner:
            return None
        blocks = columns.reshape(len(columns), -1, inner)
        if not (np.diff(blocks, axis=2) == steps[:, :1, None]).all():
            return None
        shape, strides = (inner, *shape), [steps[:, 0], *strides]
        columns = blocks[:, :, 0]
    moves = np.array(strides).reshape(len(shape), len(columns)).T
    return Grid(shape, tuple(tuple(map(int, row)) for row in moves))


def merged(
    shape: Sequence[int], strides: Sequence[Sequence[int]]
) -> tuple[tuple[int, ...], list[tuple[int, ...]]]:
    """The same loops as fewer and longer ones, where all move on as from row to row.

    >>> merged((2, 3), ((3, 1), (0, 0)))
    ((6,), [(1,), (0,)])
    """
    lengths: list[int] = []
    moves: list[list[int]] = []
    for length, steps in zip(shape, zip(*strides)):
        if length == 1:
            continue
        if moves and all(before == length * step for before, step in zip(moves[-1], steps)):
            lengths[-1] *= length
            moves[-1] = list(steps)
        else:
            lengths.append(length)
            moves.append(list(steps))
    if not lengths:
        lengths, moves = [1], [[0] * len(strides)]
    return tuple(lengths), [tuple(m) for m in zip(*moves)]
