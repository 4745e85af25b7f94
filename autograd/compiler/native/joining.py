"""Nests in the same loops, in which a number is at hand when the next operation needs it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from ..schedule import Run
from .nests import List, Nest, Side, nests

MOST = 32  # nests in the same loops
PIECES = 16  # of a row, at most


class Group(NamedTuple):
    """Nests over the same loops, one after the other in each turn.

    `stored` says for each of them whether anything beyond needs its results in memory.
    """

    nests: list[Nest]
    stored: list[bool]


class Parts:
    """The nests and lists of runs in their order, and who needs whose results.

    `places` are the operands of each, an array (instructions, operands), `groups` what is in the
    same loops, and `at` in which of the groups each part is.
    """

    def __init__(self, runs: Iterable[Run], size: int) -> None:
        self.parts: list[Nest | List] = []
        self.places: list[Any] = []
        self.groups: list[list[int]] = []
        self.at: list[int] = []
        self.owner = np.full(size, -1)
        self.latest: dict[tuple[int, ...], int] = {}  # the last group over these loops
        for run in runs:
            begin = 0
            for part in nests(run):
                places = run.places[begin : begin + part.size]
                begin += part.size
                for piece in self._like_makers(part, places):
                    self._add(piece, places[: piece.size])
                    places = places[piece.size :]

    def _like_makers(self, part: Nest | List, places: Any) -> Iterator[Nest | List]:
        """A row of instructions cut and in loops as what it needs was made, if it can be."""
        if isinstance(part, List) or part.terms or len(part.shape) > 1:
            yield part
            return
        makers = self.owner[places]
        found = np.flatnonzero((makers[1:] != makers[:-1]).any(axis=1)) + 1
        cuts: list[int] = found.tolist() if len(found) < PIECES else []
        for start, stop in pairwise([0, *cuts, part.size]):
            known = [self.parts[i] for i in makers[start].tolist() if i >= 0]
            shapes = (x.shape for x in known if isinstance(x, Nest) and x.size == stop - start)
            yield reshaped(part, start, next(shapes, (stop - start,)))

    def _add(self, part: Nest | List, places: Any) -> None:
        """A part more, in the loops of others if it can be."""
        first = part.out if isinstance(part, List) else part.out.first
        self.owner[first : first + part.size] = len(self.parts)
        self.parts.append(part)
        self.places.append(places)
        group = len(self.groups)
        if isinstance(part, Nest) and not part.terms:
            group = self.latest.get(part.shape, group)
            if group < len(self.groups) and not self._fits(part, places, group):
                group = len(self.groups)
            self.latest[part.shape] = group
        if group == len(self.groups):
            self.groups.append([])
        self.groups[group].append(len(self.parts) - 1)
        self.at.append(group)

    def _fits(self, nest: Nest, places: Any, group: int) -> bool:
        """Whether all operands are there before a group, or are at hand in the same turn of it."""
        held = self.groups[group]
        at_hand = {self.parts[i].out for i in held}
        for side, column in zip(nest.sides, places.T):
            if side not in at_hand and any(self.at[i] >= group for i in self._makers(column)):
                return False
        return len(held) < MOST

    def _makers(self, places: Any) -> Iterator[int]:
        """The parts whose results are at these places."""
        return (i for i in np.unique(self.owner[places]).tolist() if i >= 0)

    def joined(self, kept: Sequence[int]) -> Iterator[Group | List]:
        """The groups in their order; what is at the `kept` places is needed in the end."""
        stored = [False] * len(self.parts)
        for i in self._makers(np.array(kept, int)):
            stored[i] = True
        for part, places in enumerate(self.places):
            for i in self._makers(places):
                stored[i] |= self.at[i] != self.at[part]
        for group in self.groups:
            first = self.parts[group[0]]
            if isinstance(first, List):
                yield first
            else:
                members = [x for i in group if isinstance(x := self.parts[i], Nest)]
                yield Group(members, [stored[i] for i in group])


def reshaped(nest: Nest, start: int, shape: tuple[int, ...]) -> Nest:
    """Instructions of a row from one on, as loops of this shape."""
    steps = [math.prod(shape[d + 1 :]) for d in range(len(shape))]

    def side(x: Side) -> Side:
        [move] = x.moves
        return Side(x.first + start * move, tuple(move * step for step in steps))

    return Nest(nest.op, shape, side(nest.out), tuple(map(side, nest.sides)))


def joined(runs: Iterable[Run], size: int, kept: Sequence[int]) -> Iterator[Group | List]:
    """Runs as groups of nests, and lists; memory has this size, and is needed where it is kept.

    Takes time linear in the length of the program.
    """
    return Parts(runs, size).joined(kept)


def sides(group: Group) -> list[Side]:
    """Where the nests of a group read and write."""
    found = [x for nest in group.nests for x in (nest.out, *nest.sides)]
    return list(dict.fromkeys(found))
