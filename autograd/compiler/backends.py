"""What runs a program, and which is the one for it."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

from ..nesting import Rebuild
from .garbage import uncollected
from .identities import ADD
from .precision import DOUBLE, SINGLE, precision, rounding
from .program import Program
from .straight import straight

if TYPE_CHECKING:
    from .arrays import Arrays
    from .schedule import Schedule

BACKENDS = ("auto", "python", "numpy", "numba")
DOUBLE_ALONE = ("python", "numba")  # without single precision
# for choosing, in microseconds on a common machine
OPERAND = 0.015  # of straight-line Python, each
CALL = 1.2  # of NumPy, each
START = 12.0  # of NumPy
NUMBER = 0.03  # of NumPy: into an array or back, each, beyond what straight-line Python takes
NUMBA_LINES = 300  # instructions that Numba compiles one by one, in a second


class Runner(NamedTuple):
    """What runs programs run by run.

    `prepared` finds the runs, `arrays` has memory for a batch, and `block` says how large a batch
    is best.
    """

    prepared: Callable[..., Schedule]
    arrays: Callable[[Schedule, int], Arrays]
    block: Callable[[Schedule], int]


def checked(backend: str, dtype: Any) -> tuple[str, str]:
    """The names of a backend and of its precision; ValueError where there is none such."""
    if backend not in BACKENDS:
        raise ValueError(f"backend is one of {', '.join(BACKENDS)}, got {backend!r}")
    name = precision(dtype)
    if name == SINGLE and backend in DOUBLE_ALONE:
        raise ValueError(
            f"backend={backend!r} has double precision alone: single precision needs 'numpy'"
        )
    return backend, name


def runner(backend: str, dtype: str = DOUBLE) -> Runner:
    """What NumPy or Numba runs programs with."""
    if backend == "numba":
        from .native.native import Native, block
        from .native.plan import prepared

        return Runner(prepared, Native, block)
    from .arrays import Arrays, block, prepared

    return Runner(prepared, partial(Arrays, dtype=dtype), block)


def depth(program: Program) -> int:
    """How many instructions need one another at most; sums of sums, which may be fused, are one."""
    level = [0] * program.leaves
    below = [1] * program.leaves  # the level of a sum of it
    for op, operands in program.code:
        above = below if op is ADD else level
        at = max([above[x] for x in operands if type(x) is int], default=0)
        level.append(at if op is ADD else at + 1)
        below.append(at if op is ADD else at + 2)
    return max(level, default=0)


class Executable:
    """A program ready to run: for one set of numbers, or for a batch."""

    def __init__(
        self, program: Program, varying: tuple[bool, ...], backend: str, dtype: str = DOUBLE
    ) -> None:
        self.program = program
        self.varying = varying
        self.wanted = backend
        self.dtype = dtype
        self._plans = threading.local()  # a plan's memory is one thread's

    @cached_property
    def backend(self) -> str:
        """What runs it."""
        if self.wanted != "auto":
            return self.wanted
        if any(self.varying) or self.dtype == SINGLE:
            return "numpy"
        in_python = self.in_python
        if in_python < START or not find_spec("numpy"):
            return "python"
        least = self.with_runs(depth(self.program))  # each level is a run or more
        return "numpy" if least < in_python and self.in_numpy < in_python else "python"

    @cached_property
    def in_python(self) -> float:
        """About how many microseconds straight-line Python takes."""
        return OPERAND * sum(len(i.operands) for i in self.program.code)

    @property
    def in_numpy(self) -> float:
        """About how many NumPy takes for one set of numbers."""
        return self.with_runs(len(self.schedule.runs))

    def with_runs(self, runs: int) -> float:
        """The same if there are so many runs."""
        return START + CALL * runs + NUMBER * (self.program.leaves + len(self.program.outputs))

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
        elif self.dtype == SINGLE:
            why = "for single precision"
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
        return self.in_lines(tuple)

    @uncollected()
    def in_lines(self, rebuild: Rebuild) -> Callable[..., Any]:
        """The same, of which `rebuild` makes the result."""
        if self.wanted == "numba":
            from .native.lines import lines

            return lines(self.program, rebuild)
        return straight(self.program, rebuild)

    @cached_property
    def has_lines(self) -> bool:
        """Whether it runs line by line for one set of numbers, and not as runs."""
        small = self.backend == "numba" and len(self.program.code) <= NUMBA_LINES
        return self.backend == "python" or small

    @cached_property
    @uncollected()
    def schedule(self) -> Any:
        """The program as runs."""
        return runner(self.wanted).prepared(self.program, self.varying)

    def one(self, numbers: Sequence[float]) -> Sequence[float] | None:
        """The outputs; None where a guard does not hold."""
        if self.has_lines:
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
        block = min(batch, runner(self.backend).block(self.schedule))
        found: tuple[Any, Any] = self._arrays(max(block, 1)).many(numbers, batch)
        return found

    def _one_by_one(self, numbers: Sequence[Any], batch: int) -> tuple[list[Any], Any]:
        import numpy as np

        columns = [np.broadcast_to(x, batch).tolist() for x in numbers]
        found = [self.straight(*[x[i] for x in columns]) for i in range(batch)]
        size = len(self.program.outputs)
        missing = (float("nan"),) * size
        rows = np.array([missing if row is None else row for row in found])
        holds = np.array([row is not None for row in found], dtype=bool)
        return list(rows.reshape(batch, size).T), holds

    def _arrays(self, batch: int) -> Any:
        plans: dict[Any, Any] = self._plans.__dict__
        if batch not in plans:
            if len(plans) >= 4:
                plans.pop(next(iter(plans)))
            with uncollected():
                plans[batch] = runner(self.backend, self.dtype).arrays(self.schedule, batch)
        return plans[batch]

    def row_by_row(self) -> Executable:
        """The same one row of the table after the other: slow, and rounded as the function is."""
        return RowByRow(self.program, self.varying, self.wanted, self.dtype)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.program, self.varying, self.wanted, self.dtype)


class RowByRow(Executable):
    """A program whose rows are called one by one."""

    has_lines = True

    def one(self, numbers: Sequence[float]) -> Sequence[float] | None:
        """The outputs; None where a guard does not hold."""
        return self.program.evaluate(numbers, rounding(self.dtype))
