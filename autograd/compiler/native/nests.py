"""Runs as nests of loops: where operands are first, and how far they move; lists of the others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from ...primitives import Primitive
from ...primitives.reductions import dot, total
from ..grid import DIMENSIONS, grid
from ..schedule import Run

FEW = 8  # instructions, of which fewer are not a nest of their own
NARROW = 3  # numbers in the innermost loop, for which it is rather a list


same = Primitive(
    "same",
    lambda x: x,
    lambda z, x: (1.0,),
    doc="""The number itself: what moves numbers to another place.""",
)


class Side(NamedTuple):
    """Where the first number is, how far the next is in each loop, and from term to term."""

    first: int
    moves: tuple[int, ...]
    step: int = 0


class Nest(NamedTuple):
    """Loops, the last of which is the innermost: results lie in a row from `out` on.

    A sum has `terms`, of one side or products of two; other rows have 0.
    """

    op: Primitive
    out: int
    shape: tuple[int, ...]
    sides: tuple[Side, ...]
    terms: int = 0


class List(NamedTuple):
    """Operands that lie irregularly: an array (instructions, operands) of their places."""

    op: Primitive
    out: int
    places: Any


def nests(run: Run) -> Iterator[Nest | List]:
    """The run as nests as far as its operands lie regularly, and lists of the others."""
    first, form = _first(run), _forms(run)
    start = 0  # of what is not yet given
    for begin, end in pieces(first, form):
        found = _nest(run, first, begin, end) if end - begin >= FEW or end - begin == len(form) else None
        if found is None:
            continue
        if start < begin:
            yield List(run.op, run.start + start, run.places[start:begin])
        yield found
        start = end
    if start < len(form):
        yield List(run.op, run.start + start, run.places[start:])


def _first(run: Run) -> Any:
    """The columns of places that tell how the run lies: of a sum those of the first term."""
    if run.op is dot:
        return run.places.T[[0, run.places.shape[1] // 2]]
    return run.places.T[:1] if run.op is total else run.places.T


def _forms(run: Run) -> Any:
    """A number for each instruction, equal where terms lie alike; -1 where they are irregular."""
    forms = np.zeros(len(run.places), int)
    if run.op not in (dot, total):
        return forms
    sides = 2 if run.op is dot else 1
    table = run.places.reshape(len(forms), sides, -1)
    if table.shape[2] > 1:
        steps = np.diff(table, axis=2)
        forms = np.unique(steps[:, :, 0], axis=0, return_inverse=True)[1].ravel()
        forms[(steps != steps[:, :, :1]).any(axis=(1, 2))] = -1
    return forms


def pieces(columns: Any, forms: Any) -> Iterator[tuple[int, int]]:
    """From where to where places lie on a grid of loops, as far as each goes.

    >>> columns = np.array([[0, 1, 2, 10, 11, 12, 7]])
    >>> [*pieces(columns, np.zeros(7, int))]
    [(0, 6), (6, 7)]
    """
    count = columns.shape[1]
    moves = np.diff(columns, axis=1)
    breaks = (moves[:, 1:] != moves[:, :-1]).any(axis=0)
    breaks = np.flatnonzero(np.append(breaks, True)) + 2  # after which the next begins
    changes = np.append(np.flatnonzero(np.diff(forms)) + 1, count)
    start = 0
    while start < count:
        most = int(changes[np.searchsorted(changes, start, "right")])
        stop = start + 1
        if most > stop and forms[start] >= 0:
            stop = min(int(breaks[np.searchsorted(breaks, start + 2)]), most)
            stop = _repeated(columns, start, stop, most)
        yield start, stop
        start = stop


def _repeated(columns: Any, start: int, stop: int, most: int) -> int:
    """How far a block of places goes on in equal moves, loop by loop."""
    for _ in range(DIMENSIONS - 1):
        size, times = stop - start, 1
        block = columns[:, start:stop]
        if stop + size > most:
            break
        move = columns[:, stop : stop + 1] - columns[:, start : start + 1]
        while (at := start + times * size) + size <= most:
            if (columns[:, at : at + size] != block + times * move).any():
                break
            times += 1
        if times == 1:
            break
        stop = start + times * size
    return stop


def _nest(run: Run, first: Any, begin: int, end: int) -> Nest | None:
    """The instructions from one to another as a nest, if they are one that is not too narrow."""
    loops = grid(first[:, begin:end])
    if loops is None:
        return None
    shape, moves = merged(loops.shape, loops.strides)
    if shape[-1] <= NARROW and end - begin >= FEW:
        return None
    starts, steps, terms = first[:, begin], [0] * len(first), 0
    if run.op in (dot, total):
        row = run.places[begin].reshape(len(first), -1)
        terms = row.shape[1]
        steps = [int(x[1] - x[0]) if terms > 1 else 0 for x in row]
        if (np.diff(row, axis=1) != np.array(steps)[:, None]).any():
            return None
        if max(steps) <= 0:  # rather from the last term to the first
            row, steps = row[:, ::-1], [-step for step in steps]
        starts = row[:, 0]
    sides = [Side(int(x), m, s) for x, m, s in zip(starts, moves, steps)]
    return Nest(run.op, run.start + begin, shape, tuple(sides), terms)


def merged(
    shape: tuple[int, ...], strides: tuple[tuple[int, ...], ...]
) -> tuple[tuple[int, ...], list[tuple[int, ...]]]:
    """The same loops as fewer and longer ones, where all operands move on as from row to row.

    >>> merged((2, 3), ((3, 1), (0, 0)))
    ((6,), [(1,), (0,)])
    """
    lengths: list[int] = []
    moves: list[list[int]] = []
    for length, steps in zip(shape, zip(*strides)):
        if moves and all(before == length * step for before, step in zip(moves[-1], steps)):
            lengths[-1] *= length
            moves[-1] = list(steps)
        else:
            lengths.append(length)
            moves.append(list(steps))
    if not lengths:
        lengths, moves = [1], [[0] * len(strides)]
    return tuple(lengths), [tuple(m) for m in zip(*moves)]
