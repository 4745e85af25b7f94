"""A program as runs: instructions of one kind that depend on none of each other, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from ..primitives import Primitive
from ..primitives.reductions import dot
from .grid import grid
from .program import Operand, Program

LATE = 1 << 40  # the level of an input that comes late


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

    def at(self, x: Operand) -> tuple[bool, int]:
        """Whether an output varies, and where it is."""
        if isinstance(x, float):
            return False, next(p for p, constant in self.constants if repr(constant) == repr(x))
        return self.place[x]


def schedule(program: Program, varying: Sequence[bool] = (), late: int = 0) -> Schedule:
    """The program by levels; `varying` says which of its inputs are others for each sample.

    The last `late` inputs may be known only when all that does not need them is computed.

    A level is what can be computed once all levels below it are. Inputs and parameters come
    first in memory, then constants, then results in the order in which they are computed.
    """
    varies = [*varying, *[False] * (program.leaves - len(varying))]
    place: list[tuple[bool, int]] = []
    sizes = [0, 0]
    for v in varies:
        place.append((v, sizes[v]))
        sizes[v] += 1
    constants: dict[str, tuple[int, float]] = {}
    for x in (*program.outputs, *(x for i in program.code for x in i.operands)):
        if type(x) is float and repr(x) not in constants:
            constants[repr(x)] = sizes[False], x
            sizes[False] += 1
    place += [(False, -1)] * len(program.code)
    runs = []
    levels = _levels(program, varies, late)
    for _, members in levels:
        op, operands = program.code[members[0]]
        flags = tuple(type(x) is int and varies[x] for x in operands)
        rows = [
            [place[x][1] if type(x) is int else constants[repr(x)][0] for x in program.code[i][1]]
            for i in members
        ]
        places = np.array(rows, dtype=np.int64).reshape(len(rows), len(operands))
        order = arrangement(op, places)
        kind = any(flags) and op is not over_samples
        for n, i in enumerate(order):
            place[program.leaves + members[i]] = kind, sizes[kind] + n
        runs.append(Run(op, places[order], flags, sizes[kind]))
        sizes[kind] += len(members)
    early = sum(level < LATE for level, _ in levels)
    return Schedule(program, runs, place, list(constants.values()), (sizes[0], sizes[1]), early)


def _levels(program: Program, varies: list[bool], late: int) -> list[tuple[int, list[int]]]:
    """The instructions of each run, lowest level first; appends to `varies` for each."""
    level = [0] * program.leaves
    level[program.inputs - late : program.inputs] = [LATE] * late
    found: dict[Any, list[int]] = {}
    for i, (op, operands) in enumerate(program.code):
        registers = [x for x in operands if type(x) is int]
        at = 1 + max([level[x] for x in registers], default=0)
        level.append(at)
        flags = tuple([type(x) is int and varies[x] for x in operands])
        varies.append(any(flags) and op is not over_samples)
        found.setdefault((at, op, flags), []).append(i)
    return [(key[0], found[key]) for key in sorted(found, key=lambda key: key[0])]


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
    columns = places.T
    if op is dot:
        columns = columns[[0, arity // 2]]
    elif arity > 4:
        columns = columns[:1]
    candidates = [order, order[::-1], np.lexsort(columns[::-1]), np.lexsort(columns)]
    regular = [c for c in candidates if grid(columns[:, c]) is not None]
    for candidate in regular:
        if min(map(min, grid(columns[:, candidate]).strides)) >= 0:  # type: ignore[union-attr]
            return candidate
    return regular[0] if regular else order
