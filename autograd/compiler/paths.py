"""The ways through a function that calls have taken so far, each compiled once."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import Any

from .arguments import Call
from .backends import Executable
from .path import Path, traced_path
from .straight import straight

LIMIT = 32  # paths that are kept; beyond, the one that was not used for longest goes


class Paths:
    """The paths for calls of one signature, the last one that was taken first.

    `traces` counts how often the function was run to find a new one.
    """

    def __init__(self, f: Callable[..., Any], backend: str) -> None:
        self.f, self.backend = f, backend
        self.taken: list[tuple[Path, Executable]] = []
        self.traces = 0

    def one(self, call: Call) -> tuple[Path, Sequence[float]]:
        """The path of this call, and the numbers in its result."""
        numbers = call.data()
        for i, (path, executable) in enumerate(self.taken):
            outputs = executable.one(with_parameters(numbers, path))
            if outputs is not None:
                if i:
                    self.taken.insert(0, self.taken.pop(i))
                return path, outputs
        path, executable = self._trace(call, numbers)
        outputs = executable.one(with_parameters(numbers, path))
        if outputs is None:
            raise RuntimeError(f"{self.f} takes another way each time: is it random?")
        return path, outputs

    def plain(self) -> Any:
        """The last path as a function of its numbers; None if this is not how it is run."""
        path, executable = self.taken[0]
        if path.parameters or executable.backend != "python":
            return None
        return straight(path.program, path.rebuild)

    def many(self, call: Call, batch: int) -> tuple[Path, list[Any]]:
        """The path of the first samples, and a column for each number in the result.

        Where samples part ways, each path runs on those that take it.
        """
        import numpy as np

        numbers = call.data()
        left = np.arange(batch)
        columns: list[Any] = []
        tried = iter(list(self.taken))
        first = None
        while first is None or len(left):
            found = next(tried, None)
            part = [x[left] if v else x for x, v in zip(numbers, call.varying)]
            if found is None:
                sample = [float(x[0]) if v else x for x, v in zip(part, call.varying)]
                found = self._trace(call, sample)
            path, executable = found
            results, holds = executable.many(with_parameters(part, path), len(left))
            if not columns:
                columns = [np.empty(batch) for _ in results]
            if holds.any() or not batch:
                first = first or path
                for column, result in zip(columns, results, strict=True):
                    column[left[holds]] = result[holds]
                left = left[~holds]
        return first, columns

    def _trace(self, call: Call, numbers: list[float]) -> tuple[Path, Executable]:
        self.traces += 1
        path = traced_path(self.f, call, numbers)
        found = path, Executable(path.program, call.varying, self.backend)
        if len(self.taken) == LIMIT:
            self.taken.pop()
            guards = path.program.guards
            warnings.warn(
                f"a compiled function has taken more than {LIMIT} ways, and is traced again and "
                "again; autograd.where chooses without another way"
                + (guards[-1].line if guards else ""),
                stacklevel=4,
            )
        self.taken.insert(0, found)
        return found


def with_parameters(numbers: list[Any], path: Path) -> list[Any]:
    """The numbers that the program takes: the arguments', then those of the parameters now."""
    return numbers + [p.data for p in path.parameters] if path.parameters else numbers
