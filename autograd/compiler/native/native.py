"""A program followed by the machine: as `Arrays`, without a call of Python for each run."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from ..arrays import Arrays, agreeing
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

    def give(self, inputs: Any) -> None:
        """Write inputs that vary, (inputs, samples)."""
        self.varying[: len(inputs)] = inputs


def block(plan: Schedule) -> int:
    """How many samples are best computed at once: their numbers fit into memory close by."""
    fitting = CLOSE // max(plan.sizes[True], 1) // 8 * 8
    return min(WIDEST, max(NARROWEST, fitting))


class Native(Arrays):
    """A schedule with memory of its own, for batches of one size, or blocks of larger ones.

    Not for several threads at once.
    """

    memory: Any

    def __init__(self, plan: Schedule, batch: int = 1) -> None:
        self.plan, self.memory = plan, Flat(plan, batch)
        self._find()
        orders, cuts = Orders(self.memory.layout), [0]
        for runs in _parts(plan):
            orders.add(runs)
            cuts.append(len(orders.rows))
        table = np.array(orders.rows, np.int64).reshape(-1, WIDTH)
        tape = np.array([*orders.tape, 0], np.int64)
        self._follow = partial(machine(), self.memory.whole, table, tape)
        _, self._fixed, cut, self._stop = cuts
        self._found = np.zeros((0 if self._kinds.any() else len(self._places), 1))
        self._pack: Callable[..., None] = struct.Struct(f"{len(self._same)}d").pack_into
        self.early = partial(self._follow, 0, cut, *NOTHING)
        self.late = partial(self._follow, cut, self._stop, *NOTHING)

    def __call__(self, numbers: Sequence[Any]) -> None:
        """Compute with these inputs and parameters."""
        memory, varying = self.memory, self._varying
        if isinstance(numbers, np.ndarray) and not varying:  # whose numbers are slow one by one
            memory.same[: len(numbers)] = numbers
        else:
            given = [numbers[i] for i in self._same] if varying else numbers
            self._pack(memory.whole, 0, *given)
        for place, i in enumerate(varying):
            memory.varying[place] = numbers[i]
        found = self._found
        self._follow(0, self._stop, 1, 0, NONE, found, self._places[: len(found)])

    def many(self, same: Sequence[float], tables: Sequence[Any], batch: int) -> tuple[Any, Any]:
        """The outputs for a batch of any size, (outputs, samples), and for which the guards hold.

        Block by block; sums over samples would be those of a block.
        """
        memory, guards = self.memory, self.plan.program.guards
        rows = [memory.layout.at(varies, place) for varies, place in self._wanted if varies]
        inputs = np.concatenate([np.empty((0, batch)), *tables])
        results = np.empty((len(rows), batch))
        self._pack(memory.whole, 0, *same)
        self._follow(0, self._fixed, *NOTHING)
        self._follow(
            self._fixed, self._stop, memory.batch, memory.layout.same,
            inputs, results, np.array(rows, np.int64),
        )  # fmt: skip
        if len(rows) < len(self._wanted):
            found = iter(results)
            results = np.empty((len(self._wanted), batch))
            for row, (varies, place) in zip(results, self._wanted):
                row[:] = next(found) if varies else memory.same[place]
        outputs = len(self._outputs)
        return results[:outputs], agreeing(guards, results[outputs:], batch)

    def outputs(self) -> list[float] | None:
        """The outputs, none of which varies; None where a guard does not hold."""
        found: list[float] | None = self._found[:, 0].tolist() if self.holds() else None
        return found


def _parts(plan: Schedule) -> tuple[Sequence[Run], Sequence[Run], Sequence[Run]]:
    """Early runs that are the same for all blocks of samples, the other early ones, late ones."""
    early, late = plan.runs[: plan.early], plan.runs[plan.early :]
    if any(run.op is over_samples for run in plan.runs):
        return [], early, late
    same = [run for run in early if not run.varying]
    return same, [run for run in early if run.varying], late
