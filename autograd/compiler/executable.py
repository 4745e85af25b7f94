"""A program ready to run, by what is best for it."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ..nesting import Rebuild
from .backends import runner
from .costs import START, affordable, depth, for_batch, in_numpy, in_python
from .forms import Form
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
        self._blocks: dict[str, int] = {}

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
        runs = len(self.runs.runs) if chosen and self.backend == "numpy" else math.inf
        return Trial(self.program, any(self.varying), runs) if chosen else None

    @property
    def settled(self) -> bool:
        """Whether what runs it now will run it always."""
        return self.trial is None or self.backend == "numba" or self.trial.refused

    def _ran(self, batch: int | None = None) -> None:
        """Counts a run, after which there may be machine code for the next."""
        if self.settled or not self.trial or not self.trial.over(self._estimated(batch)):
            return
        try:
            made = runner("numba").prepared(self.program, self.varying, own=True)
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

    @property
    def has_own_code(self) -> bool:
        """Whether it has machine code of its own."""
        return hasattr(self.running[1], "text")

    @cached_property
    def straight(self) -> Any:
        """The program as straight-line Python, or the like for Numba."""
        return self.entry(None, tuple)

    @uncollected()
    def entry(self, arguments: Sequence[Form] | None, rebuild: Rebuild) -> Callable[..., Any]:
        """The same as a function of arguments in forms; `rebuild` makes its result."""
        if self.backend == "numba":
            from .native.call import function

            return function(self.running[1], rebuild, arguments)
        return straight(self.program, rebuild, arguments)

    @property
    def at_first(self) -> bool:
        """Whether it runs row by row this time: lines of Python pay from the second run on.

        They round as rows do, so that no result tells the one from the other.
        """
        return not self.ran and self.backend == "python"

    @property
    def has_lines(self) -> bool:
        """Whether it runs line by line for one set of numbers given as so many arguments."""
        few = self.program.leaves + len(self.program.outputs) <= MANY
        return self.has_entry and (few or self.backend == "python")

    @property
    def has_entry(self) -> bool:
        """Whether it runs for one set of numbers as a function of Python's."""
        return self.backend == "python" or (self.has_own_code and not any(self.varying))

    def block(self, batch: int) -> int:
        """How many samples of a batch are computed at once."""
        backend, plan = self.running
        if backend not in self._blocks:  # to ask looks at what is installed
            self._blocks[backend] = int(runner(backend).block(plan))
        return min(batch, self._blocks[backend])

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

    def many(self, same: Sequence[float], tables: Sequence[Any], batch: int) -> tuple[Any, Any]:
        """The outputs for so many samples, (outputs, samples), and for which the guards hold.

        `same` are the leaves that are the same for all, `tables` (leaves, samples) the others.
        """
        if self.backend == "python":
            return self._one_by_one(same, tables, batch)
        self._ran(batch)
        found: tuple[Any, Any] = self._arrays(max(self.block(batch), 1)).many(same, tables, batch)
        return found

    def _one_by_one(self, same: Sequence[Any], tables: Any, batch: int) -> tuple[Any, Any]:
        import numpy as np

        alike, columns = iter(same), iter([x for table in tables for x in table.tolist()])
        varying = [*self.varying, *[False] * self.program.parameters]
        each = [next(columns) if varies else [next(alike)] * batch for varies in varying]
        found = [self.straight(*[x[i] for x in each]) for i in range(batch)]
        size = len(self.program.outputs)
        missing = (float("nan"),) * size
        rows = np.array([missing if row is None else row for row in found])
        holds = np.array([row is not None for row in found], dtype=bool)
        return rows.reshape(batch, size).T, holds

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

    has_lines, has_entry = True, False

    def one(self, numbers: Sequence[float]) -> Sequence[float] | None:
        """The outputs; None where a guard does not hold."""
        return self.program.evaluate(numbers, rounding(self.dtype))
