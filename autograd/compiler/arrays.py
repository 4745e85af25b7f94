"""A program as a handful of NumPy calls: one for each run, on views of memory laid out for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from .collecting import collector, moves
from .dots import dotted
from .expansion import expanded
from .functions import knows
from .fusing import fuse
from .homes import Home
from .memory import Memory
from .program import Guard, Program
from .running import add_run
from .schedule import Run, Schedule, schedule
from .surprises import joined

CACHE = 1 << 21  # bytes that remain in the processor's cache
CALL = 1000  # numbers that are computed in the time that a call of NumPy takes


def prepared(program: Program, varying: Sequence[bool] = (), late: int = 0) -> Schedule:
    """The runs of a simplified program, in rows that NumPy has functions for as far as can be."""
    simple = expanded(program if any(varying) else joined(program), knows)
    return schedule(fuse(dotted(simple)), varying, late, join=True)


def block(plan: Schedule) -> int:
    """How many samples are best computed at once: few stay in the cache, many need few calls."""
    places = max(plan.sizes[True], 1)
    return max(CACHE // (8 * places), CALL * len(plan.runs) // places, 1)


class Arrays:
    """A schedule with memory of its own, for batches of one size.

    Not for several threads at once.
    """

    home: Home | None = None

    def __init__(self, plan: Schedule, batch: int = 1, dtype: Any = np.float64) -> None:
        self.plan = plan
        self.memory = memory = Memory(plan.sizes, batch, dtype)
        with np.errstate(over="ignore"):
            for place, number in plan.constants:
                memory.same[place] = number
                if number == 1.0:
                    memory.one = place
        self._find()
        self.home = Home(plan, self._kinds, self._places, memory.same)
        memory.views = self.home.views
        if plan.late:
            memory.expect(len(self._varying) - plan.late, self._places[self._kinds])
        self.bind()

    def _find(self) -> None:
        """Where inputs and outputs are."""
        leaves = self.plan.place[: self.plan.program.leaves]
        self._same = [i for i, (varies, _) in enumerate(leaves) if not varies]
        self._varying = [i for i, (varies, _) in enumerate(leaves) if varies]
        self._outputs = [self.plan.at(x) for x in self.plan.program.outputs]
        self._kinds = np.array([varies for varies, _ in self._outputs], dtype=bool)
        self._places = np.array([place for _, place in self._outputs], dtype=np.int64)
        self._collectors: dict[tuple[int, int | None], Callable[[], Any]] = {}

    def __call__(self, numbers: Sequence[Any]) -> None:
        """Compute with these inputs and parameters."""
        with np.errstate(all="ignore"):
            self._take(numbers)
            if self.plan.late:
                self.memory.give(self.memory.varying[: self.memory.given.shape[1]])
            self.early()
            self.late()

    def _take(self, numbers: Sequence[Any]) -> None:
        """Write inputs and parameters to their places."""
        memory = self.memory
        if self._varying:
            memory.same[: len(self._same)] = [numbers[i] for i in self._same]
            for place, i in enumerate(self._varying):
                memory.varying[place] = numbers[i]
        else:
            memory.same[: len(numbers)] = numbers

    def many(self, same: Sequence[float], tables: Sequence[Any], batch: int) -> tuple[Any, Any]:
        """The outputs for a batch of any size, (outputs, samples), and for which the guards hold.

        `same` are the leaves that do not vary, `tables` (leaves, samples) those that do. Block by
        block, each as large as the memory, which so remains in the processor's cache.
        """
        memory, guards = self.memory, self.plan.program.guards
        found = np.empty((len(self._wanted), batch), memory.same.dtype)
        each, alike = self._moves
        with np.errstate(all="ignore"):
            memory.same[: len(same)] = same
            for start in range(0, batch, memory.batch or 1):
                size, first = min(memory.batch, batch - start), 0
                for table in tables:
                    block = table[:, start : start + size]
                    memory.varying[first : first + len(block), :size] = block
                    first += len(block)
                self.early()
                self.late()
                for rows, places in each:
                    found[rows, start : start + size] = memory.varying[places, :size]
            for rows, places in alike:
                found[rows] = memory.same[places, None]
        outputs = len(self._outputs)
        return found[:outputs], agreeing(guards, found[outputs:], batch)

    @cached_property
    def _wanted(self) -> list[tuple[bool, int]]:
        """Where outputs and guards are."""
        return [*self._outputs, *(self.plan.at(g.register) for g in self.plan.program.guards)]

    @cached_property
    def _moves(self) -> tuple[list[Any], list[Any]]:
        """Which of these to move from where: those that vary, and those that don't."""
        kinds = np.array([varies for varies, _ in self._wanted], dtype=bool)
        places = np.array([place for _, place in self._wanted], dtype=np.int64)
        rows = np.arange(len(kinds))
        return moves(rows[kinds], places[kinds]), moves(rows[~kinds], places[~kinds])

    def bind(self) -> None:
        """Make the calls, for the memory as it is."""
        self._collectors = {}
        self.early = self._function(self.plan.runs[: self.plan.early])
        self.late = self._function(self.plan.runs[self.plan.early :])

    def _function(self, runs: Sequence[Run]) -> Callable[[], None]:
        memory = self.memory
        memory.calls = []
        for run in runs:
            add_run(memory, run)
        calls = tuple(memory.calls)

        def compute() -> None:
            for call in calls:
                call()

        return compute

    def outputs(self) -> Any:
        """The outputs, none of which varies, as a list; None where a guard does not hold."""
        return self.memory.same[self._places].tolist() if self.holds() else None

    def holds(self) -> bool:
        """Whether the guards hold, none of which varies."""
        guards = self.plan.program.guards
        return not guards or all(
            g.holds(self.memory.same[self.plan.at(g.register)[1]]) for g in guards
        )

    def rows(self, start: int, stop: int | None = None) -> Any:
        """Outputs from one to another: an array (outputs, samples), or (outputs) if none varies.

        It is good until the next computation.
        """
        found = self._collectors.get((start, stop))
        if found is None:
            found = self._collectors[start, stop] = self._collector(start, stop)
        return found()

    def _collector(self, start: int, stop: int | None) -> Callable[[], Any]:
        kinds, places = self._kinds[start:stop], self._places[start:stop]
        varying = bool(kinds.all())
        if kinds.any() and not varying:
            return lambda: np.array(self.columns()[start:stop])
        if self.home and (found := self.home.rows(start, stop)) is not None:
            return lambda: found
        memory = self.memory.varying if varying else self.memory.same
        return collector(memory, places, self._starts(varying))

    def _starts(self, varying: bool) -> list[int]:
        """The places at which results begin to lie regularly."""
        return [run.start for run in self.plan.runs if run.varying == varying]

    def columns(self) -> list[Any]:
        """An array for each output, with a number for each sample."""
        memory = self.memory
        if self.home:
            self.home.leave(memory.same)
        return [
            memory.varying[place].copy() if varies else np.full(memory.batch, memory.same[place])
            for varies, place in self._outputs
        ]


def agreeing(guards: Sequence[Guard], columns: Any, batch: int) -> Any:
    """For which samples of a batch the guards hold, where they find these columns."""
    holds = np.ones(batch, dtype=bool)
    for g, x in zip(guards, columns, strict=True):
        holds &= np.isnan(x) if g.expected != g.expected else x == g.expected
    return holds
