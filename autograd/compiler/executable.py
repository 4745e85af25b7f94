"""A program ready to run, by what is best for it."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ..nesting import Rebuild
from .backends import runner
from .costs import START, affordable, depth, for_batch, in_numpy, in_python
from .garbage import uncollected
from .precision import DOUBLE, SINGLE, rounding
from .program import Program
from .straight import straight
from .trial import Trial

if TYPE_CHECKING:
    from .schedule import Schedule

MANY = 300  # numbers, which are rather an array than arguments


class Executable:
    """A program ready to run: for one set of numbers, or for a batch."""

    def __init__(
        self, program: Program, varying: tuple[bool, ...], backend: str, dtype: str = DOUBLE
    ) -> None:
        self.program = program
        self.varying = varying
        self.wanted = backend
        self.dtype = dtype
        self.ran = False
        self._plans = threading.local()  # a plan's memory is one thread's

    @property
    def backend(self) -> str:
        """What runs it; where that is to be chosen, machine code comes later, if it pays."""
        return self.running[0]

    @cached_property
    def running(self) -> tuple[str, Any]:
        """What runs it, and its runs or its machine code."""
        backend = self.wanted
        if backend == "auto":
            backend = self._at_first()
        if backend in ("python", "numpy"):
            return backend, None if backend == "python" else self.runs
        return backend, runner(backend).prepared(self.program, self.varying)

    def _at_first(self) -> str:
        if any(self.varying) or self.dtype == SINGLE:
            return "numpy"
        if self.in_python < START or not find_spec("numpy"):
            return "python"
        most = affordable(self.program)
        deep = depth(self.program, most) >= most  # each level is a run or more
        return "python" if deep or self.in_numpy >= self.in_python else "numpy"

    @cached_property
    @uncollected()
    def runs(self) -> Schedule:
        """The program as NumPy runs it."""
        return runner("numpy").prepared(self.program, self.varying)

    @cached_property
    def trial(self) -> Trial | None:
        """What decides about machine code; None where that is not to be chosen."""
        small = self.in_python < START and not any(self.varying)
        chosen = self.wanted == "auto" and self.dtype == DOUBLE and not small
        return Trial(self.program) if chosen else None

    @property
    def settled(self) -> bool:
        """Whether what runs it now will run it always."""
        return self.trial is None or self.backend == "numba" or self.trial.refused

    def _ran(self, batch: int | None = None) -> None:
        """Counts a run, after which there may be machine code for the next."""
        if self.settled or not self.trial or not self.trial.over(self._estimated(batch)):
            return
        try:
            made = runner("numba").prepared(self.program, self.varying)
        except (ImportError, NotImplementedError, RuntimeError) as error:
            self.trial.refuse(str(error))
            return
        self.trial.outcome = "which pays after so many runs"
        self.running = "numba", made
        self._plans = threading.local()
        self.__dict__.pop("straight", None)

    def _estimated(self, batch: int | None) -> float:
        """About how many microseconds a run takes."""
        if batch is None:
            return self.in_numpy if self.backend == "numpy" else self.in_python
        return for_batch(self.program, len(self.runs.runs), batch, self.block(batch))

    @cached_property
    def in_python(self) -> float:
        """About how many microseconds straight-line Python takes."""
        return in_python(self.program)

    @property
    def in_numpy(self) -> float:
        """About how many NumPy takes for one set of numbers."""
        return in_numpy(self.program, len(self.runs.runs))

    def explained(self) -> list[str]:
        """Which backend runs it, how, and why."""
        later = [] if self.trial is None or self.backend == "numba" else [self.trial.outcome]
        if self.backend == "python":
            why = "" if self.wanted == "auto" else ", as wanted"
            return [f"straight-line Python, about {self.in_python:.2g} us a call{why}", *later]
        if self.wanted != "auto":
            why = "as wanted"
        elif any(self.varying):
            why = "for a batch"
        elif self.dtype == SINGLE:
            why = "for single precision"
        else:
            why = f"where straight-line Python would take {self.in_python:.2g} us"
        if self.backend == "numba":
            code = "a machine for all programs" if self.has_runs else "machine code of its own"
            name = f"Numba: {code}, {self.trial.outcome if self.trial else why}"
        else:
            name = f"NumPy, about {self.in_numpy:.2g} us a call, {why}"
        return [name, *_inventory(self.running[1]), *later]

    @property
    def has_runs(self) -> bool:
        """Whether it is run by runs, and has no code of its own."""
        return hasattr(self.running[1], "runs")

    @cached_property
    def straight(self) -> Any:
        """The program as straight-line Python, or the like for Numba."""
        return self.in_lines(tuple)

    @uncollected()
    def in_lines(self, rebuild: Rebuild) -> Callable[..., Any]:
        """The same, of which `rebuild` makes the result."""
        if self.backend == "numba":
            from .native.call import function

            return function(self.running[1], rebuild)
        return straight(self.program, rebuild)

    @property
    def at_first(self) -> bool:
        """Whether it runs row by row this time: lines of Python pay from the second run on.

        They round as rows do, so that no result tells the one from the other.
        """
        return not self.ran and self.backend == "python"

    @property
    def has_lines(self) -> bool:
        """Whether it runs line by line for one set of numbers, and not as runs."""
        backend, _ = self.running
        if backend != "numba" or self.has_runs or any(self.varying):
            return backend == "python"
        return self.program.leaves + len(self.program.outputs) <= MANY

    def block(self, batch: int) -> int:
        """How many samples of a batch are computed at once."""
        backend, plan = self.running
        return min(batch, int(runner(backend).block(plan)))

    def one(self, numbers: Sequence[float]) -> Sequence[float] | None:
        """The outputs; None where a guard does not hold."""
        self._ran()
        if self.at_first:
            self.ran = True
            return self.program.evaluate(numbers)
        if self.has_lines:
            outputs: Sequence[float] | None = self.straight(*numbers)
            return outputs
        arrays = self._arrays(1)
        arrays(numbers)
        return arrays.outputs()  # type: ignore[no-any-return]

    def vector(self, numbers: Any, parameters: Sequence[float]) -> Any:
        """The outputs as an array; None where a guard does not hold."""
        self._ran()
        if self.backend == "python":
            import numpy as np

            outputs = self.straight(*map(float, numbers), *parameters)
            return None if outputs is None else np.array(outputs)
        arrays = self._arrays(1)
        arrays([*numbers, *parameters] if parameters else numbers)
        return arrays.rows(0).copy() if arrays.holds() else None

    def many(self, numbers: Sequence[Any], batch: int) -> tuple[Any, Any]:
        """An array for each output, and one that says in which samples the guards hold."""
        if self.backend == "python":
            return self._one_by_one(numbers, batch)
        self._ran(batch)
        found: tuple[Any, Any] = self._arrays(max(self.block(batch), 1)).many(numbers, batch)
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
            backend, plan = self.running
            with uncollected():
                plans[batch] = runner(backend, self.dtype).arrays(plan, batch)
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


def _inventory(plan: Any) -> list[str]:
    """How many instructions of which kind there are."""
    sizes: Counter[str] = Counter(op.name for op, _ in plan.program.code)
    kinds = ", ".join(f"{n} {name}" for name, n in sizes.most_common())
    runs = f", in {len(plan.runs)} runs" if hasattr(plan, "runs") else ""
    return [f"{len(plan.program.code)} instructions in simple rows{runs}: {kinds}"]
