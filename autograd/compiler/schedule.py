"""A program as runs: instructions of one kind that depend on none of each other, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from ..primitives import Primitive
from ..primitives.reductions import dot
from .grid import grid
from .levels import LATE, earliest, joined
from .program import Operand, Program

LARGE = 2000  # operands of a run, from which on their order counts for more than calls


class Unlisted(Primitive):
    """A row of this module alone, which the table does not have."""

    def __reduce__(self) -> str:
        return self.name  # under which pickle finds it here


over_samples = Unlisted(
    "over_samples",
    lambda x, y: x * y,
    lambda z, x, y: (y, x),
    doc="""The sum of x * y over the samples of a batch, of which there may be one.""",
)


class Run(NamedTuple):
    """One operation on many operands: instruction i writes to `start + i`.

    `places` is an array (instructions, operands) of where the operands are. Places are counted
    apart for what is the same for a whole batch and for what varies; `varies` says which it is,
    for each operand.
    """

    op: Primitive
    places: Any
    varies: tuple[bool, ...]
    start: int

    @property
    def varying(self) -> bool:
        """Whether the results are others for each sample of a batch."""
        return any(self.varies) and self.op is not over_samples


class Schedule(NamedTuple):
    """The runs in their order, where each register is, and what must be there from the start."""

    program: Program
    runs: list[Run]
    place: list[tuple[bool, int]]  # of each register: whether it varies, and where
    constants: list[tuple[int, float]]
    sizes: tuple[int, int]  # how many places there are that don't vary, and that do
    early: int  # how many runs need none of the late inputs
    late: int  # how many of the inputs are late

    def at(self, x: Operand) -> tuple[bool, int]:
        """Whether an output varies, and where it is."""
        if isinstance(x, float):
            return False, next(p for p, constant in self.constants if _bits(constant) == _bits(x))
        return self.place[x]


def schedule(
    program: Program, varying: Sequence[bool] = (), late: int = 0, *, join: bool = False
) -> Schedule:
    """The program by levels; `varying` says which of its inputs are others for each sample.

    The last `late` inputs may be known only when all that does not need them is computed. With
    `join`, small runs wait for others of their kind: best where calls count for more than order.

    A level is what can be computed once all levels below it are. Inputs and parameters come
    first in memory, then constants, then results in the order in which they are computed.
    """
    varies = [*varying, *[False] * (program.leaves - len(varying))]
    place: list[tuple[bool, int]] = []
    sizes = [0, 0]
    for v in varies:
        place.append((v, sizes[v]))
        sizes[v] += 1
    constants = _constants(program, sizes[False])
    sizes[False] += len(constants)
    place += [(False, -1)] * len(program.code)
    runs, early, first = [], 0, earliest(program, late)
    for level, members in _levels(program, varies, first, join):
        op, operands = program.code[members[0]]
        flags = tuple(type(x) is int and varies[x] for x in operands)
        rows = [
            [place[x][1] if type(x) is int else constants[_bits(x)][0] for x in program.code[i][1]]
            for i in members
        ]
        places = np.array(rows, dtype=np.int64).reshape(len(rows), len(operands))
        kind = any(flags) and op is not over_samples
        for part in _parts(op, places, [first[i] for i in members]):
            order = part[arrangement(op, places[part])]
            for n, i in enumerate(order):
                place[program.leaves + members[i]] = kind, sizes[kind] + n
            runs.append(Run(op, places[order], flags, sizes[kind]))
            sizes[kind] += len(order)
            early += level < LATE
    held = list(constants.values())
    return Schedule(program, runs, place, held, (sizes[0], sizes[1]), early, late)


def _constants(program: Program, start: int) -> dict[Any, tuple[int, float]]:
    """The place of each constant and itself."""
    operands = chain(program.outputs, *[operands for _, operands in program.code])
    constants = {_bits(x): x for x in operands if type(x) is float}
    return {key: (start + i, x) for i, (key, x) in enumerate(constants.items())}


def _bits(x: float) -> Any:
    """Equal for the same constant alone: 0.0 is not -0.0, and nan is nan."""
    return x if x and x == x else repr(x)


def _levels(
    program: Program, varies: list[bool], first: list[int], join: bool
) -> list[tuple[int, list[int]]]:
    """The instructions of each run, lowest level first; appends to `varies` for each.

    `first` are the levels in which they could be at the earliest.
    """
    kinds: list[Any] = []
    for op, operands in program.code:
        flags = tuple([type(x) is int and varies[x] for x in operands])
        varies.append(any(flags) and op is not over_samples)
        kinds.append((op, flags))
    # what varies has as many numbers as there are samples: order counts for more than calls
    ready = [any(flags) for _, flags in kinds]
    level = joined(program, kinds, first, ready) if join else first
    found: dict[Any, list[int]] = {}
    for i, key in enumerate(zip(level, kinds)):
        found.setdefault(key, []).append(i)
    return [(key[0], found[key]) for key in sorted(found, key=lambda key: key[0])]


def _parts(op: Primitive, places: Any, levels: list[int]) -> list[Any]:
    """Which instructions of a level to run together: all, but large runs rather in order.

    `levels` are where they could have been at the earliest.
    """
    whole = np.arange(len(places))
    if places.size <= LARGE or len(set(levels)) == 1:
        return [whole]
    if _is_regular(op, places):
        return [whole]
    first = np.array(levels)
    parts = [np.flatnonzero(first == level) for level in sorted(set(levels))]
    return parts if all(_is_regular(op, places[part]) for part in parts) else [whole]


def _is_regular(op: Primitive, places: Any) -> bool:
    columns = _columns(op, places[arrangement(op, places)])
    return grid(columns) is not None


def _columns(op: Primitive, places: Any) -> Any:
    """The columns of places that tell how regularly they lie."""
    columns = places.T
    if op is dot:
        return columns[[0, len(columns) // 2]]
    return columns[:1] if len(columns) > 4 else columns


def arrangement(op: Primitive, places: Any) -> Any:
    """The order of a run's instructions in which their operands lie most regularly.

    That is one in which loops with positive strides visit them; if there is none, any loops;
    if there are none, the order of the program.
    """
    n, arity = places.shape
    if n == 2:
        return [1, 0] if (places[0] >= places[1]).all() else [0, 1]
    order = np.arange(n)
    if n < 2 or not arity:
        return order
    columns = _columns(op, places)
    candidates = [order, order[::-1], np.lexsort(columns[::-1]), np.lexsort(columns)]
    found = [(c, loops) for c in candidates if (loops := grid(columns[:, c]))]
    rank = [(min(map(min, loops.strides)) < 0, len(loops.shape)) for _, loops in found]
    return found[rank.index(min(rank))][0] if found else order
