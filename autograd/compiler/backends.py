"""What runs a program, and which is the one for it."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from .program import Program
from .straight import straight

BACKENDS = ("auto", "python", "numpy")
# for choosing, in nanoseconds on a common machine
OPERAND = 30.0  # of straight-line Python, each
CALL = 1200.0  # of NumPy, each
LONGEST = 20_000  # instructions of straight-line code, which takes long to compile


class Executable:
    """A program ready to run: for one set of numbers, or for a batch."""

    def __init__(self, program: Program, varying: tuple[bool, ...], backend: str) -> None:
        self.program = program
        self.varying = varying
        self.wanted = backend
        self._plans = threading.local()  # a plan's memory is one thread's

    @cached_property
    def backend(self) -> str:
        """What runs it, where the numbers of a batch do not decide."""
        if any(self.varying):
            return "numpy" if self.wanted == "auto" else self.wanted
        if self.wanted != "auto":
            return self.wanted
        operands = sum(len(i.operands) for i in self.program.code)
        if operands * OPERAND < CALL * 10:
            return "python"
        fewer = CALL * len(self.schedule.runs) < OPERAND * operands
        return "numpy" if fewer or len(self.program.code) > LONGEST else "python"

    def explained(self) -> list[str]:
        """Which backend runs it, and how."""
        if self.backend == "python":
            return [f"run as straight-line Python: {len(self.program.code)} operations"]
        runs = self.schedule.runs
        counted = Counter(run.op.name for run in runs)
        kinds = ", ".join(f"{n} {name}" for name, n in counted.most_common())
        return [f"run by NumPy in {len(runs)} runs: {kinds}"]

    @cached_property
    def straight(self) -> Any:
        """The program as straight-line Python."""
        return straight(self.program)

    @cached_property
    def schedule(self) -> Any:
        """The program as runs."""
        from .arrays import prepared

        return prepared(self.program, self.varying)

    def one(self, numbers: Sequence[float]) -> Sequence[float] | None:
        """The outputs; None where a guard does not hold."""
        if self.backend == "python":
            outputs: Sequence[float] | None = self.straight(*numbers)
            return outputs
        arrays = self._arrays(1)
        arrays(numbers)
        outputs = arrays.outputs()
        return outputs

    def vector(self, numbers: Any, parameters: Sequence[float]) -> Any:
        """The outputs as an array; None where a guard does not hold."""
        arrays = self._arrays(1)
        arrays([*numbers, *parameters] if parameters else numbers)
        return arrays.rows(0).copy() if arrays.holds() else None

    def many(self, numbers: Sequence[Any], batch: int) -> tuple[list[Any], Any]:
        """An array for each output, and one that says in which samples the guards hold."""
        if self.backend == "python":
            return self._one_by_one(numbers, batch)
        arrays = self._arrays(batch)
        arrays(numbers)
        return arrays.columns(), arrays.holding()

    def _one_by_one(self, numbers: Sequence[Any], batch: int) -> tuple[list[Any], Any]:
        import numpy as np

        columns = [np.broadcast_to(x, batch).tolist() for x in numbers]
        found = [self.straight(*sample) for sample in zip(*columns)]
        missing = (float("nan"),) * len(self.program.outputs)
        rows = np.array([missing if row is None else row for row in found]).reshape(batch, -1)
        return list(rows.T), np.array([row is not None for row in found])

    def _arrays(self, batch: int) -> Any:
        from .arrays import Arrays

        plans: dict[int, Any] = self._plans.__dict__
        if batch not in plans:
            if len(plans) >= 4:
                plans.pop(next(iter(plans)))
            plans[batch] = Arrays(self.schedule, batch)
        return plans[batch]

    def __reduce__(self) -> tuple[Any, ...]:
        return Executable, (self.program, self.varying, self.wanted)
