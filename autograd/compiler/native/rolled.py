"""A program in machine code of its own that has loops: a run is a few lines, however long it is."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from typing import Any

import numpy as np

from ..arrays import Arrays
from ..program import Program
from ..schedule import Run, Schedule, schedule
from .build import Built, width
from .lanes import Library
from .nests import nests, same
from .rolling import Rolling

PART = 400  # lines in a function, after which another one begins
KIND = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
GIVEN = "ptr noalias %m, ptr noalias %tape"


class RolledCode:
    """A program none of whose inputs varies, as runs, and the machine code of them."""

    def __init__(self, program: Program, plan: Schedule | None = None) -> None:
        self.program = program
        plan = plan or schedule(program)
        self.runs, self.place, self.constants = plan.runs, plan.place, plan.constants
        self.at = plan.at
        outputs = [plan.at(x)[1] for x in program.outputs]
        self.first_output, self.size = plan.sizes[0], plan.sizes[0] + len(outputs)
        places = np.array(outputs, np.int64).reshape(-1, 1)
        self._moved = Run(same, places, (False,), self.first_output)
        self._tape: list[int] = []
        self.text = "\n".join(self._functions())
        self.tape = np.array([*self._tape, 0], np.int32)

    def _functions(self) -> Iterator[str]:
        library = Library()
        calls: list[str] = []
        code = Rolling(library, width(), self._tape)
        for run in (*self.runs, self._moved):
            for part in nests(run):
                code.add(part)
            if len(code.lines) > PART or run is self._moved:
                name = f"part{len(calls)}"
                calls.append(f"  call void @{name}({GIVEN})")
                yield _function(f"internal void @{name}", code.lines)
                code = Rolling(library, width(), self._tape)
        yield _function("void @early", calls)
        yield str(library)

    @cached_property
    def built(self) -> Built:
        """The function in machine code."""
        return Built(self.text, ["early"])

    def __reduce__(self) -> tuple[Any, ...]:
        """It is made anew elsewhere: registers are as wide as they are there."""
        return RolledCode, (self.program,)


def _function(name: str, lines: Sequence[str]) -> str:
    return "\n".join([f"define {name}({GIVEN}) {{", "entry:", *lines, "  ret void", "}"])


class Held:
    """The memory of a program: its numbers, and then its outputs once more, in their order."""

    batch = 1

    def __init__(self, plan: RolledCode) -> None:
        self.same = np.zeros(plan.size + 1)
        self.outputs = self.same[plan.first_output : plan.size]
        for place, x in plan.constants:
            self.same[place] = x


class Rolled(Arrays):
    """A program with memory of its own, for one set of numbers.

    Not for several threads at once.
    """

    plan: Any
    memory: Any

    def __init__(self, plan: Any) -> None:
        self.plan, self.memory = plan, Held(plan)
        self._find()
        given = self.memory.same.ctypes.data, plan.tape.ctypes.data
        self.early: Callable[[], None] = partial(KIND(plan.built.addresses["early"]), *given)

    def __call__(self, numbers: Sequence[Any]) -> None:
        """Compute with these inputs and parameters."""
        self.memory.same[: len(numbers)] = numbers
        self.early()

    def outputs(self) -> list[float] | None:
        """The outputs; None where a guard does not hold."""
        found: list[float] | None = self.memory.outputs.tolist() if self.holds() else None
        return found

    def rows(self, start: int, stop: int | None = None) -> Any:
        """Outputs from one to another, good until the next computation."""
        return self.memory.outputs[start:stop]
