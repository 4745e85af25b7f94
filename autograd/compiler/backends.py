"""What runs a program, and which is the one for it."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from importlib.util import find_spec
from typing import Any

from .program import Program
from .straight import straight

BACKENDS = ("auto", "python", "numpy", "numba")
# for choosing, in microseconds on a common machine
OPERAND = 0.03  # of straight-line Python, each
CALL = 1.2  # of NumPy, each
START = 12.0  # of NumPy: numbers into arrays and back
NUMBA_LINES = 300  # instructions that Numba compiles one by one, in a second
LONGEST = 200_000  # instructions of straight-line code, which takes long to compile


class Executable:
    """A program ready to run: for one set of numbers, or for a batch."""

    def __init__(self, program: Program, varying: tuple[bool, ...], backend: str) -> None:
        self.program = program
        self.varying = varying
        self.wanted = backend
        self._plans = threading.local()  # a plan's memory is one thread's

    @cached_property
    def backend(self) -> str:
        """What runs it."""
        if self.wanted != "auto":
            return self.wanted
        if any(self.varying):
            return "numpy"
        in_python = self.in_python
        if in_python < START or not find_spec("numpy"):
            return "python"
        return "numpy" if self.in_numpy < in_python or self.is_long else "python"

    @property
    def is_long(self) -> bool:
        """Whether it is too long for straight-line code."""
        return len(self.program.code) > LONGEST

    @cached_property
    def in_python(self) -> float:
        """About how many microseconds straight-line Python takes."""
        return OPERAND * sum(len(i.operands) for i in self.program.code)

    @property
    def in_numpy(self) -> float:
        """About how many NumPy takes for one set of numbers."""
        return START + CALL * len(self.schedule.runs)

    def explained(self) -> list[str]:
        """Which backend runs it, how, and why."""
        if self.backend == "python":
            why = "" if self.wanted == "auto" else ", as wanted"
            return [f"straight-line Python, about {self.in_python:.2g} us a call{why}"]
        runs = self.schedule.runs
        sizes = Counter({run.op.name: 0 for run in runs})
        for run in runs:
            sizes[run.op.name] += len(run.places)
        kinds = ", ".join(f"{n} {name}" for name, n in sizes.most_common())
        if self.wanted != "auto":
            why = "as wanted"
        elif any(self.varying):
            why = "for a batch"
        else:
            why = f"where straight-line Python would take {self.in_python:.2g} us"
        return [
            f"NumPy, about {self.in_numpy:.2g} us a call, {why}"
            if self.backend == "numpy"
            else f"Numba, {why}",
            f"{len(self.schedule.program.code)} instructions in simple rows, in {len(runs)} runs: "
            + kinds,
        ]

    @cached_property
    def straight(self) -> Any:
        """The program as straight-line Python, or the like for Numba."""
        if self.wanted == "numba":
            from .native.lines import lines

            return lines(self.program)
        return straight(self.program)

    @cached_property
    def schedule(self) -> Any:
        """The program as runs."""
        if self.wanted == "numba":
            from .native.plan import prepared
        else:
            from .arrays import prepared

        return prepared(self.program, self.varying)

    def one(self, numbers: Sequence[float]) -> Sequence[float] | None:
        """The outputs; None where a guard does not hold."""
        small = self.backend == "numba" and len(self.program.code) <= NUMBA_LINES
        if self.backend == "python" or small:
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

    def many(self, numbers: Sequence[Any], batch: int) -> tuple[Any, Any]:
        """An array for each output, and one that says in which samples the guards hold."""
        if self.backend == "python":
            return self._one_by_one(numbers, batch)
        from .arrays import block

        found: tuple[Any, Any] = self._arrays(min(batch, block(self.schedule))).many(numbers, batch)
        return found

    def _one_by_one(self, numbers: Sequence[Any], batch: int) -> tuple[list[Any], Any]:
        import numpy as np

        columns = [np.broadcast_to(x, batch).tolist() for x in numbers]
        found = [self.straight(*sample) for sample in zip(*columns)]
        missing = (float("nan"),) * len(self.program.outputs)
        rows = np.array([missing if row is None else row for row in found]).reshape(batch, -1)
        return list(rows.T), np.array([row is not None for row in found])

    def _arrays(self, batch: int) -> Any:
        if self.backend == "numba":
            from .native.native import native as made
        else:
            from .arrays import Arrays as made  # type: ignore[assignment]

        plans: dict[int, Any] = self._plans.__dict__
        if batch not in plans:
            if len(plans) >= 4:
                plans.pop(next(iter(plans)))
            plans[batch] = made(self.schedule, batch)
        return plans[batch]

    def __reduce__(self) -> tuple[Any, ...]:
        return Executable, (self.program, self.varying, self.wanted)
