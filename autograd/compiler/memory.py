"""Where the numbers of a compiled program are, and the calls that work on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided


class Memory:
    """The places of a schedule, for batches of one size, and calls on views of them.

    What is the same for all samples has an array of one axis; what varies has one of two, with
    the samples as the second. `calls` are lines of Python, in which `names` stand for the views.
    """

    def __init__(self, sizes: tuple[int, int], batch: int, dtype: Any) -> None:
        self.batch = batch
        self.same = np.empty(sizes[0], dtype)
        self.varying = np.empty((sizes[1], batch), dtype)
        self.calls: list[str] = []
        self.names: dict[str, Any] = {}

    def call(self, function: Any, *operands: Any) -> None:
        """One call more; the last operand is where its results go."""
        name, *given = map(self._bound, (function, *operands))
        if isinstance(function, np.ufunc):  # maximum takes no third operand by position
            given[-1] = f"out={given[-1]}"
        self.calls.append(f"{name}({', '.join(given)})")

    def _bound(self, x: Any) -> str:
        if isinstance(x, (int, str, type(None))):
            return repr(x)
        name = f"{'a' if isinstance(x, np.ndarray) else 'f'}{len(self.names)}"
        self.names[name] = x
        return name

    def view(
        self,
        varies: bool,
        first: int,
        shape: tuple[int, ...],
        strides: Sequence[int],
        full: bool | None = None,
    ) -> Any:
        """The places from `first` on, as loops with these strides visit them.

        With the samples as the last axis if they vary, or if they are to meet others that do.
        """
        memory = self.varying if varies else self.same
        moves = tuple(s * memory.strides[0] for s in strides)
        start = memory[first:]
        if varies:
            return as_strided(start, (*shape, self.batch), (*moves, memory.itemsize))
        return (
            as_strided(start, (*shape, 1), (*moves, 0)) if full else as_strided(start, shape, moves)
        )

    def results(self, varies: bool, start: int, shape: tuple[int, ...]) -> Any:
        """The places from `start` on, in order."""
        moves = [1]
        for n in shape[:0:-1]:
            moves.insert(0, moves[0] * n)
        return self.view(varies, start, shape, moves[: len(shape)])

    def gathered(self, varies: bool, places: Any, full: bool) -> Any:
        """A copy of what is at irregular places, renewed by a call."""
        memory = self.varying if varies else self.same[:, None] if full else self.same
        held = np.empty((*places.shape, *memory.shape[1:]), memory.dtype)
        self.call(memory.take, np.ascontiguousarray(places), 0, held, "clip")
        return held

    def table(self, varies: Sequence[bool], places: Any) -> Any:
        """What is at `places`, an array (instructions, operands), of which some may vary."""
        full = any(varies)
        if len(set(varies)) == 1:
            return self.gathered(full, places, full)
        held = np.empty((*places.shape, self.batch), self.same.dtype)
        for kind in (False, True):
            columns = [j for j, v in enumerate(varies) if v == kind]
            part = self.gathered(kind, places[:, columns], True)
            for n, j in enumerate(columns):
                self.call(np.copyto, held[:, j], part[:, n])
        return held
