"""The ways through a function that calls have taken so far, each compiled once."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

from ..pullback import name_of
from .arguments import Call
from .executable import Executable
from .garbage import uncollected
from .path import Path, traced_path
from .precision import DOUBLE, rounding

LIMIT = 32  # ways that are kept; beyond, the one that was not taken for longest goes


class Way:
    """A path, and what runs it."""

    def __init__(self, path: Path, executable: Executable) -> None:
        self.path = path
        self.executable = executable
        self._plain: tuple[str, Callable[..., Any]] | None = None

    def outputs(self, call: Call) -> Sequence[float] | None:
        """The numbers in the result; None where a guard does not hold."""
        return self.executable.one(self.numbers(call.data()))

    def result(self, call: Call) -> Any:
        """What f gives; None where a guard does not hold."""
        if not self.executable.at_first and self.plain:
            return self.plain(*call.data())
        if self.executable.has_lines:
            outputs: Any = self.outputs(call)
            return None if outputs is None else self.path.rebuild(outputs)
        outputs = self.executable.vector(call.vector(), [p.data for p in self.path.parameters])
        return None if outputs is None else self.path.result(outputs)

    @cached_property
    def exact(self) -> Way:
        """It row by row: for numbers so close to a branch that rounding decides."""
        return Way(self.path, self.executable.row_by_row())

    @property
    def plain(self) -> Callable[..., Any] | None:
        """It as a function of its numbers; None if this is not how it will be run."""
        executable = self.executable
        if self.path.parameters or not (executable.has_lines and executable.settled):
            return None
        if self._plain is None or self._plain[0] != executable.backend:
            self._plain = executable.backend, executable.in_lines(self.path.rebuild)
        return self._plain[1]

    @property
    def is_plain(self) -> bool:
        """Whether there is that function already."""
        return self._plain is not None

    def exactly(self, given: list[Any]) -> Sequence[float] | None:
        """The numbers in the result for those in the arguments; None where a guard fails."""
        return self.exact.executable.one(self.numbers(given))

    def numbers(self, given: list[Any]) -> list[Any]:
        """What the program takes: the numbers in the arguments, and the parameters' of now."""
        parameters = self.path.parameters
        return given + [p.data for p in parameters] if parameters else given

    def explained(self) -> str:
        """What was compiled, in a few lines."""
        path, program = self.path, self.path.program
        lines = [
            f"{path.traced} operations traced, {len(program.code)} instructions after the passes, "
            f"of {program.inputs} numbers in the arguments and {program.parameters} parameters"
        ]
        lines += [
            f"holds where {program.name(g.register)} is {g.expected:g}{g.line}"
            for g in program.guards
        ]
        return "\n".join([*lines, *self.executable.explained()])


class Paths:
    """The ways for calls of one signature, the last one that was taken first.

    `traces` counts how often the function was run to find a new one.
    """

    def __init__(
        self, f: Callable[..., Any], backend: str, dtype: str = DOUBLE, *, linked: bool = False
    ) -> None:
        self.f, self.backend, self.dtype, self.linked = f, backend, dtype, linked
        self.taken: list[Way] = []
        self.traces = 0

    def one(self, call: Call) -> tuple[Way, Sequence[float]]:
        """The way of this call, and the numbers in its result."""
        return self.found(call, Way.outputs)

    def found(self, call: Call, run: Callable[[Way, Call], Any]) -> tuple[Way, Any]:
        """The way of this call, and what it gives when it is run so."""
        for i, way in enumerate(self.taken):
            given = run(way, call)
            if given is not None:
                if i:
                    self.taken.insert(0, self.taken.pop(i))
                return way, given
        way = self._untaken(call, call.data())
        given = run(way, call)
        if given is None:
            given = run(way.exact, call)
        if given is None:
            raise self._astray()
        return way, given

    def give(self, others: Paths) -> None:
        """Make the ways those of others that have none."""
        others.taken, others.traces = self.taken, self.traces
        self.taken, self.traces = [], 0

    def plain(self) -> Callable[..., Any] | None:
        """The last way as a function of its numbers; None if it has not been run as that."""
        way = self.taken[0] if self.taken else None
        return way.plain if way and way.is_plain else None

    def vector(self, numbers: Any) -> Any:
        """The numbers in the result as an array, for an array of those in the arguments.

        None if they take a way that is not known.
        """
        for way in self.taken:
            outputs = way.executable.vector(numbers, [p.data for p in way.path.parameters])
            if outputs is not None:
                return outputs
        return None

    def traced_vector(self, call: Call) -> Any:
        """The same for a call whose way is not known."""
        import numpy as np

        numbers = call.data()
        way = self._untaken(call, numbers)
        outputs = way.executable.vector(numbers, [p.data for p in way.path.parameters])
        return np.array(way.exact.outputs(call)) if outputs is None else outputs

    def many(self, call: Call, batch: int) -> tuple[Way, Sequence[Any]]:
        """The way of the first samples, and a column for each number in the result.

        Where samples part ways, each runs on those that take it.
        """
        import numpy as np

        first: Way | None = None
        columns: list[Any] = []
        for way, samples, results in self.parts(call, batch):
            if first is None and len(samples) == batch:
                return way, results
            first = first or way
            columns = columns or [np.empty(batch, results[0].dtype) for _ in results]
            for column, result in zip(columns, way.path.like(first.path, results)):
                column[samples] = result
        assert first is not None
        return first, columns

    def parts(self, call: Call, batch: int) -> Iterator[tuple[Way, Any, Sequence[Any]]]:
        """Each way that samples take, which these are, and a column for each number of theirs."""
        import numpy as np

        numbers, known = call.data(), iter(list(self.taken))
        left = np.arange(batch)
        while True:
            part = numbers
            if len(left) < batch:
                part = [x[left] if v else x for x, v in zip(numbers, call.varying)]
            old = next(known, None)
            way = old or self._untaken(call, _first_sample(part, call.varying))
            results, holds = way.executable.many(way.numbers(part), len(left))
            if not (old or holds[:1].all()):
                self._settle(way, _first_sample(part, call.varying), results, holds)
            if holds.all():
                yield way, left, results
                return
            if holds.any():
                yield way, left[holds], [x[holds] for x in results]
                left = left[~holds]

    def _untaken(self, call: Call, numbers: list[float]) -> Way:
        """The way of numbers that no executable takes: a new one, or they are rounded apart."""
        for way in self.taken:
            if way.exactly(numbers) is not None:
                return way
        return self.traced(call, numbers)

    def _settle(self, way: Way, numbers: list[float], results: Sequence[Any], holds: Any) -> None:
        """The results of the first sample, whose way this is, though rounding says otherwise."""
        outputs = way.exactly(numbers)
        if outputs is None:
            raise self._astray()
        holds[0] = True
        for column, z in zip(results, outputs, strict=True):
            column[0] = z

    def _astray(self) -> RuntimeError:
        return RuntimeError(f"{name_of(self.f)} takes another way when it is run again")

    @uncollected()
    def traced(self, call: Call, numbers: list[float]) -> Way:
        """The way of this call, which is not known; the first one from now on."""
        self.traces += 1
        rounded = rounding(self.dtype)
        path = traced_path(self.f, call, numbers, rounded, linked=self.linked)
        if len(self.taken) == LIMIT:
            self.taken.pop()
            guards = path.program.guards
            warnings.warn(
                f"{name_of(self.f)} has taken more than {LIMIT} ways, and is traced again and "
                "again; autograd.where chooses without another way"
                + (guards[-1].line if guards else ""),
                stacklevel=6,
            )
        way = Way(path, Executable(path.program, call.varying, self.backend, self.dtype))
        self.taken.insert(0, way)
        return way


def _first_sample(numbers: list[Any], varying: Sequence[bool]) -> list[float]:
    return [(float(x[0]) if len(x) else 1.0) if v else x for x, v in zip(numbers, varying)]
