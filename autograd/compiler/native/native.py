"""A program followed by the machine: as `Arrays`, without a call of Python for each run."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from ..arrays import Arrays
from ..schedule import Run, Schedule, over_samples
from .machine import WIDTH, machine
from .orders import Layout, Orders

CLOSE = 1 << 17  # numbers that fit into memory close to the processor
WIDEST = 1024  # samples in a block
NARROWEST = 16
NONE = np.zeros((0, 1))
NOTHING = 1, 0, NONE, np.zeros((0, 1)), np.zeros(0, np.int64)  # no samples to copy, nor results


class Flat:
    """The memory of a program, one array: what is the same for all samples, and what varies."""

    def __init__(self, plan: Schedule, batch: int) -> None:
        same, varying = plan.sizes
        self.batch = batch
        self.layout = Layout(same + 1, batch, same)
        self.whole = np.zeros(self.layout.same + varying * batch)
        self.same = self.whole[:same]
        self.varying = self.whole[self.layout.same :].reshape(varying, batch)
        self.whole[self.layout.one] = 1.0
        for place, number in plan.constants:
            self.same[place] = number


class Native(Arrays):
    """A schedule with memory of its own, for batches of one size.

    Not for several threads at once.
    """

    memory: Any

    def __init__(self, plan: Schedule, batch: int = 1) -> None:
        self._prepare(plan, Flat(plan, batch), plan.runs, plan.early)

    def _prepare(self, plan: Schedule, memory: Any, runs: Sequence[Run], cut: int) -> None:
        self.plan, self.memory = plan, memory
        self._find()
        orders = Orders(memory.layout)
        orders.add(runs[:cut])
        self._cut = len(orders.rows)
        orders.add(runs[cut:])
        self._stop = len(orders.rows)
        table = np.array(orders.rows, np.int64).reshape(-1, WIDTH)
        tape = np.array([*orders.tape, 0], np.int64)
        self._follow = partial(machine(), memory.whole, table, tape)
        self._found = np.zeros((0 if any(self._varies) else len(self._places), 1))
        self._pack: Callable[..., None] = struct.Struct(f"{len(self._same)}d").pack_into
        self.early = partial(self._follow, 0, self._cut, *NOTHING)
        self.late = partial(self._follow, self._cut, self._stop, *NOTHING)

    def __call__(self, numbers: Sequence[Any]) -> None:
        """Compute with these inputs and parameters."""
        memory, varying = self.memory, self._varying
        given = [numbers[i] for i in self._same] if varying else numbers
        self._pack(memory.whole, 0, *given)
        for place, i in enumerate(varying):
            memory.varying[place] = numbers[i]
        found = self._found
        self._follow(0, self._stop, 1, 0, NONE, found, self._places[: len(found)])

    def outputs(self) -> list[float] | None:
        """The outputs, none of which varies; None where a guard does not hold."""
        found: list[float] | None = self._found[:, 0].tolist() if self.holds() else None
        return found


class Blocks(Native):
    """The same for a batch whose samples go through a few at a time, in memory close by."""

    def __init__(self, plan: Schedule, batch: int) -> None:
        fitting = CLOSE // plan.sizes[1] // 8 * 8
        width = max(1, min(batch, WIDEST, max(NARROWEST, fitting)))
        runs = sorted(plan.runs, key=lambda run: run.varying)
        cut = sum(not run.varying for run in runs)
        self._prepare(plan, Flat(plan, width), runs, cut)
        self._inputs = np.empty((len(self._varying), batch))
        wanted = [*self._outputs, *(plan.at(g.register) for g in plan.program.guards)]
        at = self.memory.layout.at
        self._rows = np.array([at(v, p) for v, p in wanted if v], np.int64)
        self._results = np.empty((len(self._rows), batch))
        self._wanted = wanted

    def __call__(self, numbers: Sequence[Any]) -> None:
        """Compute with these inputs and parameters."""
        memory = self.memory
        self._pack(memory.whole, 0, *[numbers[i] for i in self._same])
        for row, i in zip(self._inputs, self._varying):
            row[:] = numbers[i]
        self._results = np.empty_like(self._results)  # for those who keep the columns
        self.early()
        self._follow(
            self._cut, self._stop, memory.batch, memory.layout.same,
            self._inputs, self._results, self._rows,
        )  # fmt: skip

    def _all_columns(self) -> list[Any]:
        rows, batch = iter(self._results), self._results.shape[1]
        same = self.memory.same
        return [next(rows) if v else np.full(batch, same[p]) for v, p in self._wanted]

    def columns(self) -> list[Any]:
        """An array for each output, with a number for each sample."""
        return self._all_columns()[: len(self._outputs)]

    def holding(self) -> Any:
        """For which samples the guards hold."""
        holds = np.ones(self._results.shape[1], dtype=bool)
        columns = self._all_columns()[len(self._outputs) :]
        for g, x in zip(self.plan.program.guards, columns):
            holds &= np.isnan(x) if g.expected != g.expected else x == g.expected
        return holds


def native(plan: Schedule, batch: int = 1) -> Native:
    """What runs the schedule: all samples at once only where a run or a caller needs them so."""
    at_once = plan.early < len(plan.runs) or any(run.op is over_samples for run in plan.runs)
    return Native(plan, batch) if at_once or not any(plan.sizes[1:]) else Blocks(plan, batch)
