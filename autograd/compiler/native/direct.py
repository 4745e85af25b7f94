"""A program in machine code of its own: as `Arrays`, without a call of Python for each run."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import Any

import numpy as np

from ..arrays import Arrays
from ..program import Program
from .build import Built, width
from .phases import EACH
from .text import Text

CLOSE = 1 << 16  # numbers that fit into memory close to the processor, beside what comes and goes
WIDEST, NARROWEST = 1 << 14, 64  # samples in a block
POINTER, COUNT = ctypes.c_void_p, ctypes.c_int64
KIND = ctypes.CFUNCTYPE(None, POINTER, POINTER, POINTER, COUNT, COUNT)


class Code(Text):
    """A program's text and the machine code of it; NotImplementedError as for `phases`."""

    def __init__(self, program: Program, varying: Sequence[bool] = (), late: int = 0) -> None:
        super().__init__(program, varying, late, width() if any(varying) else 1)
        self.given = program, tuple(varying), late
        self.place = [self.places.at(i) for i in range(program.leaves)]

    @property
    def has_late(self) -> bool:
        """Whether anything is late, or after all samples."""
        return any(phase > EACH for phase, _ in self.phases.parts)

    @cached_property
    def built(self) -> Built:
        """The functions in machine code."""
        return Built(self.text, ["early", "late"])

    def __reduce__(self) -> tuple[Any, ...]:
        """It is made anew elsewhere: registers are as wide as they are there."""
        return Code, self.given


class Memory:
    """The memory of a program for batches of one size; rows have room for whole registers."""

    def __init__(self, plan: Code, batch: int) -> None:
        same, varying, work = plan.places.sizes
        self.batch, self.stride = batch, -(-batch // plan.width) * plan.width
        self.same = np.zeros(same + 1)
        self.rows = np.zeros((varying, self.stride))
        self.varying = self.rows[:, :batch]
        self.work = np.zeros(work * plan.width + 1)
        for place, x in plan.constants:
            self.same[place] = x

    def give(self, inputs: Any) -> None:
        """Write inputs that vary, (inputs, samples)."""
        self.varying[: len(inputs)] = inputs

    def arguments(self) -> tuple[int, ...]:
        """What the machine code is called with."""
        held = (self.same, self.rows, self.work)
        return *(array.ctypes.data for array in held), self.stride, self.batch


def block(plan: Code) -> int:
    """How many samples are best computed at once: their numbers fit into memory close by."""
    fitting = CLOSE // max(plan.places.sizes[1], 1) // 64 * 64
    return min(WIDEST, max(NARROWEST, fitting))


class Direct(Arrays):
    """A program with memory of its own, for batches of one size, or blocks of larger ones.

    Not for several threads at once.
    """

    memory: Any
    plan: Any

    def __init__(self, plan: Any, batch: int = 1) -> None:
        self.plan, self.memory = plan, Memory(plan, batch)
        self._find()
        given = self.memory.arguments()
        self.early: Callable[[], None] = partial(KIND(plan.built.addresses["early"]), *given)
        self.late: Callable[[], None] = partial(KIND(plan.built.addresses["late"]), *given)

    def __call__(self, numbers: Sequence[Any]) -> None:
        """Compute with these inputs and parameters."""
        self._take(numbers)
        self.early()
        if self.plan.has_late:
            self.late()

    def _starts(self, varying: bool) -> list[int]:
        return []
