"""A program followed by the machine: as `Arrays`, and compiled once for all programs."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

import numpy as np

from ..schedule import Run, Schedule, over_samples
from .machine import WIDTH, machine
from .orders import Layout, Orders

CACHE = 1 << 15  # numbers in memory that stay close to the processor


class Native:
    """A schedule with memory of its own, for batches of one size.

    Not for several threads at once. A batch goes through in blocks of samples, as long as no
    run needs all of them at once.
    """

    def __init__(self, plan: Schedule, batch: int = 1) -> None:
        self.plan, self.batch = plan, batch
        sums = any(run.op is over_samples for run in plan.runs) or plan.early < len(plan.runs)
        fitting = max(16, CACHE // max(1, plan.sizes[1]) // 8 * 8)
        width = batch if sums else min(batch, fitting, 1024)
        layout = Layout(plan.sizes[0] + 1, width, plan.sizes[0])
        self.memory = np.zeros(layout.same + plan.sizes[1] * width)
        self.memory[layout.one] = 1.0
        for place, number in plan.constants:
            self.memory[place] = number
        self.same = self.memory[: plan.sizes[0]]
        self.varying = self.memory[layout.same :].reshape(-1, width)
        self._follow(plan.runs, layout, sums)
        leaves = plan.place[: plan.program.leaves]
        self._inputs = [[i for i, (v, _) in enumerate(leaves) if v == kind] for kind in (0, 1)]
        registers = [*plan.program.outputs, *(g.register for g in plan.program.guards)]
        self._wanted = [plan.at(x) for x in registers]
        self._places = {
            kind: np.array([layout.at(kind, p) for v, p in self._wanted if v == kind], np.int64)
            for kind in (False, True)
        }
        self._found = np.empty(len(self._places[False]))
        self._pack = struct.Struct(f"{len(self._inputs[0])}d").pack_into
        self._columns = np.empty((0, 0))

    def _follow(self, runs: Sequence[Run], layout: Layout, sums: bool) -> None:
        self._machine = machine()
        if not sums:
            runs = sorted(runs, key=lambda run: run.varying)
        orders = Orders(layout)
        stop = self.plan.early if sums else sum(not run.varying for run in runs)
        for run in runs[:stop]:
            orders.add(run)
        self._cut = len(orders.rows)
        orders.cut()
        for run in runs[stop:]:
            orders.add(run)
        self._orders = np.array(orders.rows, np.int64).reshape(-1, WIDTH)
        self._tape = np.array([*orders.tape, 0], np.int64)
        self._blocks = not sums and bool(self.plan.sizes[1])

    def __call__(self, numbers: Sequence[Any]) -> None:
        """Compute with these inputs and parameters."""
        same, varying = self._inputs
        given = [numbers[i] for i in same] if varying else numbers
        self._pack(self.memory, 0, *given)
        if self._blocks:
            return self._in_blocks([numbers[i] for i in varying])
        for place, i in enumerate(varying):
            self.varying[place] = numbers[i]
        self._machine.whole(
            self.memory, self._orders, self._tape, 0, len(self._orders),
            self._places[False], self._found,
        )  # fmt: skip

    def _in_blocks(self, numbers: Sequence[Any]) -> None:
        inputs = np.empty((len(numbers), self.batch))
        for row, x in zip(inputs, numbers):
            row[:] = x
        self._columns = np.empty((len(self._places[True]), self.batch))
        m, orders, tape = self.memory, self._orders, self._tape
        self._machine.whole(m, orders, tape, 0, self._cut, self._places[False], self._found)
        self._machine.blocks(
            m, orders, tape, self._cut, len(orders), self.varying.shape[1],
            len(m) - self.varying.size, inputs, self._columns, self._places[True],
        )  # fmt: skip

    def early(self) -> None:
        """The runs that need none of the late inputs."""
        self._machine.follow(self.memory, self._orders, self._tape, 0, self._cut)

    def late(self) -> None:
        """The other runs."""
        m, orders = self.memory, self._orders
        self._machine.follow(m, orders, self._tape, self._cut, len(orders))

    def outputs(self) -> list[float] | None:
        """The outputs, none of which varies; None where a guard does not hold."""
        found: list[float] = self._found.tolist()
        guards = self.plan.program.guards
        if not guards:
            return found
        outputs = len(self._wanted) - len(guards)
        held = all(g.holds(x) for g, x in zip(guards, found[outputs:]))
        return found[:outputs] if held else None

    def _columns_of(self, wanted: Sequence[tuple[bool, int]], before: int) -> list[Any]:
        """An array for each of the registers that are wanted, after so many that vary."""
        columns = []
        for varies, place in wanted:
            if not varies:
                columns.append(np.full(self.batch, self.same[place]))
            else:
                rows = self._columns[before] if self._blocks else self.varying[place].copy()
                columns.append(rows)
                before += 1
        return columns

    def columns(self) -> list[Any]:
        """An array for each output, with a number for each sample."""
        return self._columns_of(self._wanted[: len(self.plan.program.outputs)], 0)

    def holding(self) -> Any:
        """For which samples the guards hold."""
        outputs = len(self.plan.program.outputs)
        before = sum(varies for varies, _ in self._wanted[:outputs])
        holds = np.ones(self.batch, dtype=bool)
        columns = self._columns_of(self._wanted[outputs:], before)
        for g, x in zip(self.plan.program.guards, columns):
            holds &= np.isnan(x) if g.expected != g.expected else x == g.expected
        return holds
