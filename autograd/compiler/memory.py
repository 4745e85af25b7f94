"""Where the numbers of a compiled program are, and the calls that work on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np


class Memory:
    """The places of a schedule, for batches of one size, and calls on views of them.

    What is the same for all samples has an array of one axis; what varies has one of two, with
    the samples as the second. `calls` are to be made one after the other. `one` is where the
    number 1 is, if it is a constant. `views` are where results go that are the same for all
    samples, if that is elsewhere, by the place at which they would begin. `given` are inputs that
    vary, sample by sample, if they are read so: products of matrices are quicker by it.
    """

    def __init__(self, sizes: tuple[int, int], batch: int, dtype: Any) -> None:
        self.batch = batch
        self.same = np.empty(sizes[0], dtype)
        self.varying = np.empty((sizes[1], batch), dtype)
        self.calls: list[Callable[[], Any]] = []
        self.one: int | None = None
        self.views: dict[int, Any] = {}
        self.given = np.empty((batch, 0), dtype)
        self.copied = True  # whether they are among what varies as well

    def expect(self, inputs: int, outputs: Any) -> None:
        """Let so many inputs be read sample by sample, wherever a view of them alone is wanted.

        They are copied as well for anything else, such as `outputs`, the places of these.
        """
        self.given = np.empty((self.batch, inputs), self.same.dtype)
        self.copied = bool((outputs < inputs).any())

    def give(self, inputs: Any) -> None:
        """Write inputs that vary, (inputs, samples)."""
        if self.given.shape[1]:
            self.given[...] = inputs.T
        if self.copied:
            self.varying[: len(inputs)] = inputs

    def call(self, function: Callable[..., Any], *operands: Any) -> None:
        """One call more; the last operand is where its results go."""
        self.calls.append(partial(function, *operands))

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
        if varies and self._is_given(first, shape, strides):
            memory = self.given.T
        moves = [s * memory.strides[0] for s in strides]
        if varies or full:
            shape = *shape, self.batch if varies else 1
            moves.append(memory.strides[1] if varies else 0)
        held = memory if memory.flags.c_contiguous else memory.base
        return np.ndarray(shape, memory.dtype, held, first * memory.strides[0], moves)

    def _is_given(self, first: int, shape: tuple[int, ...], strides: Sequence[int]) -> bool:
        """Whether places are those of inputs that are read sample by sample, and of no others."""
        moves = [(n - 1) * s for n, s in zip(shape, strides)]
        low, high = (first + sum(part(m, 0) for m in moves) for part in (min, max))
        inputs = self.given.shape[1]
        self.copied |= low < inputs <= high
        return bool(high < inputs)

    def results(self, varies: bool, start: int, shape: tuple[int, ...]) -> Any:
        """The places from `start` on, in order, or what is in their stead."""
        if not varies and start in self.views:
            return self.views[start]
        moves = [1]
        for n in shape[:0:-1]:
            moves.insert(0, moves[0] * n)
        return self.view(varies, start, shape, moves[: len(shape)])

    def gathered(self, varies: bool, places: Any, full: bool) -> Any:
        """A copy of what is at irregular places, renewed by a call."""
        memory = self.varying if varies else self.same[:, None] if full else self.same
        held = np.empty((*places.shape, *memory.shape[1:]), memory.dtype)
        self.copied |= varies and bool((places < self.given.shape[1]).any())
        self.call(memory.take, np.ascontiguousarray(places), 0, held, "clip")
        return held

    def table(self, varies: Sequence[bool], places: Any, full: bool | None = None) -> Any:
        """What is at `places`, an array (instructions, operands), of which some may vary."""
        full = any(varies) if full is None else full
        if len(set(varies)) == 1:
            return self.gathered(bool(varies[0]), places, full)
        held = np.empty((*places.shape, self.batch), self.same.dtype)
        for kind in (False, True):
            columns = [j for j, v in enumerate(varies) if v == kind]
            part = self.gathered(kind, places[:, columns], True)
            for n, j in enumerate(columns):
                self.call(np.copyto, held[:, j], part[:, n])
        return held
