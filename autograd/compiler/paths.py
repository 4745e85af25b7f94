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
        self._entry: tuple[str, Callable[..., Any] | None] | None = None

    def outputs(self, call: Call) -> Sequence[float] | None:
        """The numbers in the result; None where a guard does not hold."""
        return self.executable.one(self.numbers(call.data()))

    def result(self, call: Call) -> Any:
        """What f gives; None where a guard does not hold."""
        entry = None if self.executable.at_first else self.entry(call)
        if entry:
            found = entry(*call.whole)
            if found is not NotImplemented:
                return found
        if self.executable.has_lines:
            outputs: Any = self.outputs(call)
            return None if outputs is None else self.path.rebuild(outputs)
        outputs = self.executable.vector(call.vector(), [p.data for p in self.path.parameters])
        return None if outputs is None else self.path.result(outputs)

    @cached_property
    def exact(self) -> Way:
        """It row by row: for numbers so close to a branch that rounding decides."""
        return Way(self.path, self.executable.row_by_row())

    def entry(self, call: Call) -> Callable[..., Any] | None:
        """It as a function of arguments as in this call; None if this is not how it will be run."""
        executable = self.executable
        is_plain = not (call.kinds or self.path.parameters) and call.batch is None
        if not (is_plain and executable.has_entry and executable.settled):
            return None
        if self._entry is None or self._entry[0] != executable.backend:
            form = call.form  # which is that of all calls with this signature
            made = None if form is None else executable.entry(form, self.path.rebuild)
            self._entry = executable.backend, made
        return self._entry[1]

    @property
    def is_entered(self) -> bool:
        """Whether it is known already if there is that function."""
        return self._entry is not None

    def exactly(self, given: list[Any]) -> Sequence[float] | None:
        """The numbers in the result for those in the arguments; None where a guard fails."""
        return self.exact.executable.one(self.numbers(given))

    def numbers(self, given: list[Any]) -> list[Any]:
        """What the program takes: the numbers in the arguments, and the parameters' of now."""
        parameters = self.path.parameters
        return given + [p.data for p in parameters] if parameters else given


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

    def entry(self, call: Call) -> Callable[..., Any] | None:
        """The last way as a function of arguments as in this call; None if it has not run so."""
        way = self.taken[0] if self.taken else None
        return way.entry(call) if way and way.is_entered else None

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

    def many(self, call: Call, batch: int) -> tuple[Way, Any]:
        """The way of the first samples, and a column for each number in the result.

        Where samples part ways, each runs on those that take it.
        """
        import numpy as np

        first: Way | None = None
        columns: Any = []
        for way, samples, results in self.parts(call, batch):
            if first is None and len(samples) == batch:
                return way, results
            first = first or way
            if not len(columns):
                columns = np.empty((len(results), batch), results.dtype)
            for column, result in zip(columns, way.path.like(first.path, results)):
                column[samples] = result
        assert first is not None
        return first, columns

    def parts(self, call: Call, batch: int) -> Iterator[tuple[Way, Any, Any]]:
        """Each way that samples take, which these are, and a column for each number of theirs."""
        import numpy as np

        same, known = call.same(), iter(list(self.taken))
        left, tables = np.arange(batch), call.tables
        while True:
            old = next(known, None)
            way = old or self._untaken(call, _first_sample(call, same, tables))
            results, holds = way.executable.many(way.numbers(same), tables, len(left))
            if not (old or holds[:1].all()):
                self._settle(way, _first_sample(call, same, tables), results, holds)
            if holds.all():
                yield way, left, results
                return
            if holds.any():
                yield way, left[holds], results[:, holds]
                left = left[~holds]
                tables = [table[:, left] for table in call.tables]

    def _untaken(self, call: Call, numbers: list[float]) -> Way:
        """The way of numbers that no executable takes: a new one, or they are rounded apart."""
        for way in self.taken:
            try:
                if way.exactly(numbers) is not None:
                    return way
            except Exception:  # of a row that this call does not come to
                continue
        return self.traced(call, numbers)

    def _settle(self, way: Way, numbers: list[float], results: Any, holds: Any) -> None:
        """The results of the first sample, whose way this is, though rounding says otherwise."""
        outputs = way.exactly(numbers)
        if outputs is None:
            raise self._astray()
        holds[0] = True
        results[:, 0] = outputs

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


def _first_sample(call: Call, same: Sequence[float], tables: Sequence[Any]) -> list[float]:
    others = iter(same)
    first = iter([x for table in tables for x in _first(table)])
    return [next(first if varies else others) for varies in call.varying]


def _first(table: Any) -> list[float]:
    return list(map(float, table[:, 0])) if table.shape[1] else [1.0] * len(table)
