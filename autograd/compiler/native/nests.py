"""Runs as nests of loops: where operands are first, and how far they move; lists of the others."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from ...primitives import Primitive
from ...primitives.reductions import dot, total
from ..grid import DIMENSIONS, grid, merged
from ..schedule import Run

FEW = 8  # instructions, of which fewer are not a nest of their own beside others
NARROW = 3  # numbers in the innermost loop, for which it is rather a list

same = Primitive(
    "same",
    lambda x: x,
    lambda z, x: (1.0,),
    doc="""The number itself: what moves numbers to another place.""",
)


class Side(NamedTuple):
    """Where the first number is, how far the next one is in each loop, and each term of a sum."""

    first: int
    moves: tuple[int, ...]
    terms: tuple[int, ...] = ()

    @property
    def step(self) -> int | None:
        """How far it is from each term to the next; None if that differs."""
        steps = {y - x for x, y in zip(self.terms, self.terms[1:])} or {0}
        return steps.pop() if len(steps) == 1 else None


class Nest(NamedTuple):
    """One operation in loops, the last of which is the innermost.

    A sum has terms, which are products of as many factors as there are sides.
    """

    op: Primitive
    shape: tuple[int, ...]
    out: Side
    sides: tuple[Side, ...]

    @property
    def size(self) -> int:
        """How many instructions they are."""
        return math.prod(self.shape)

    @property
    def terms(self) -> int:
        """How many terms a sum has; 0 for other rows."""
        return len(self.sides[0].terms) if self.sides else 0


class List(NamedTuple):
    """Operands that lie irregularly: an array (instructions, operands) of their places."""

    op: Primitive
    out: int
    places: Any

    @property
    def size(self) -> int:
        """How many instructions they are."""
        return len(self.places)


def nests(run: Run) -> Iterator[Nest | List]:
    """The run as nests as far as its operands lie regularly, and lists of the others."""
    count = len(run.places)
    if not count:
        return
    table = _table(run)
    first = table[:, :, 0].T
    start = 0  # of what is not given yet
    for begin, end in pieces(first, alike(table)):
        found = _nest(run, table, begin, end) if end - begin >= min(FEW, count) else None
        if found is None:
            continue
        if start < begin:
            yield List(run.op, run.start + start, run.places[start:begin])
        yield found
        start = end
    if start < count:
        yield List(run.op, run.start + start, run.places[start:])


def _table(run: Run) -> Any:
    """The places as an array (instructions, sides, terms)."""
    sides = 2 if run.op is dot else 1 if run.op is total else run.places.shape[1]
    return run.places.reshape(len(run.places), sides, -1)


def alike(table: Any) -> Any:
    """For each instruction whether its terms lie to each other as those of the one before."""
    found = np.zeros(len(table), bool)
    if table.shape[2] == 1:
        found[1:] = True
    else:
        moves = table[1:] - table[:-1]
        found[1:] = (moves == moves[:, :, :1]).all(axis=(1, 2))
    return found


def pieces(columns: Any, like: Any) -> Iterator[tuple[int, int]]:
    """From where to where places lie on a grid of loops, as far as each goes.

    >>> columns = np.array([[0, 1, 2, 10, 11, 12, 7]])
    >>> [*pieces(columns, np.ones(7, bool))]
    [(0, 6), (6, 7)]
    """
    count = columns.shape[1]
    moves = np.diff(columns, axis=1)
    breaks = (moves[:, 1:] != moves[:, :-1]).any(axis=0)
    breaks = np.flatnonzero(np.append(breaks, True)) + 2  # where equal moves end
    changes = np.append(np.flatnonzero(~like), count)
    start = 0
    while start < count:
        most = int(changes[np.searchsorted(changes, start, "right")])
        stop = start + 1
        if most > stop:
            stop = min(int(breaks[np.searchsorted(breaks, start + 2)]), most)
            stop = _repeated(columns, start, stop, most)
            if stop == start + 2 < most:  # any two lie regularly: the second may begin the next
                stop -= 1
        yield start, stop
        start = stop


def _repeated(columns: Any, start: int, stop: int, most: int) -> int:
    """How far a block of places goes on in equal moves, loop by loop."""
    for _ in range(DIMENSIONS - 1):
        size, times = stop - start, 1
        if stop + size > most:
            break
        block = columns[:, start:stop]
        move = columns[:, stop : stop + 1] - columns[:, start : start + 1]
        while (at := start + times * size) + size <= most:
            if (columns[:, at : at + size] != block + times * move).any():
                break
            times += 1
        if times == 1:
            break
        stop = start + times * size
    return stop


def _nest(run: Run, table: Any, begin: int, end: int) -> Nest | None:
    """The instructions from one to another as a nest, if they are one that is not too narrow."""
    outs = np.arange(run.start + begin, run.start + end)
    loops = grid(np.concatenate([outs[None], table[begin:end, :, 0].T]))
    if loops is None:
        return None
    shape, (out, *moves) = merged(loops.shape, loops.strides)
    if max(shape) <= NARROW and end - begin >= FEW:
        return None
    rows = table[begin] if run.op in (dot, total) else table[begin, :, :0]
    sides = [
        Side(int(first), move, tuple((row - first).tolist()))
        for first, move, row in zip(table[begin, :, 0], moves, rows)
    ]
    return Nest(run.op, shape, Side(int(outs[0]), out), tuple(sides))
