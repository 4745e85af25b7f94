"""The ways through a function that calls have taken so far, each compiled once."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import Any

from ..pullback import name_of
from .arguments import Call
from .backends import Executable
from .path import Path, traced_path

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
        if self.executable.has_lines:
            outputs: Any = self.outputs(call)
            return None if outputs is None else self.path.rebuild(outputs)
        outputs = self.executable.vector(call.vector(), [p.data for p in self.path.parameters])
        return None if outputs is None else self.path.result(outputs)

    @property
    def plain(self) -> Callable[..., Any] | None:
        """It as a function of its numbers; None if this is not how it will be run."""
        executable = self.executable
        if self.path.parameters or not (executable.has_lines and executable.settled):
            return None
        if self._plain is None or self._plain[0] != executable.backend:
            self._plain = executable.backend, executable.in_lines(self.path.rebuild)
        return self._plain[1]

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

    def __init__(self, f: Callable[..., Any], backend: str, *, linked: bool = False) -> None:
        self.f, self.backend, self.linked = f, backend, linked
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
        way = self._trace(call, call.data())
        given = run(way, call)
        if given is None:
            raise self._astray()
        return way, given

    def plain(self) -> Callable[..., Any] | None:
        """The last way as a function of its numbers; None if this is not how it is run."""
        return self.taken[0].plain if self.taken else None

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
        numbers = call.data()
        way = self._trace(call, numbers)
        return way.executable.vector(numbers, [p.data for p in way.path.parameters])

    def many(self, call: Call, batch: int) -> tuple[Way, Sequence[Any]]:
        """The way of the first samples, and a column for each number in the result.

        Where samples part ways, each runs on those that take it.
        """
        import numpy as np

        numbers, known = call.data(), iter(list(self.taken))
        left, first = np.arange(batch), None
        columns: list[Any] = []
        while first is None or len(left):
            part = numbers
            if len(left) < batch:
                part = [x[left] if v else x for x, v in zip(numbers, call.varying)]
            old = next(known, None)
            way = old or self._trace(call, _first_sample(part, call.varying))
            results, holds = way.executable.many(way.numbers(part), len(left))
            if not (old or holds[:1].all()):
                raise self._astray()
            if holds.all() and len(left) == batch:
                return way, results
            if holds.any():
                first = first or way
                columns = columns or [np.empty(batch) for _ in results]
                for column, result in zip(columns, way.path.like(first.path, results)):
                    column[left[holds]] = result[holds]
                left = left[~holds]
        return first, columns

    def _astray(self) -> RuntimeError:
        return RuntimeError(f"{name_of(self.f)} takes another way when it is run again")

    def _trace(self, call: Call, numbers: list[float]) -> Way:
        self.traces += 1
        path = traced_path(self.f, call, numbers, linked=self.linked)
        if len(self.taken) == LIMIT:
            self.taken.pop()
            guards = path.program.guards
            warnings.warn(
                f"{name_of(self.f)} has taken more than {LIMIT} ways, and is traced again and "
                "again; autograd.where chooses without another way"
                + (guards[-1].line if guards else ""),
                stacklevel=5,
            )
        way = Way(path, Executable(path.program, call.varying, self.backend))
        self.taken.insert(0, way)
        return way


def _first_sample(numbers: list[Any], varying: Sequence[bool]) -> list[float]:
    return [(float(x[0]) if len(x) else 1.0) if v else x for x, v in zip(numbers, varying)]
