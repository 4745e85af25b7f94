"""A program in machine code of its own that has loops: a run is a few lines, however long it is."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from typing import Any

import numpy as np

from ..arrays import Arrays
from ..program import Program
from ..schedule import Run, Schedule, schedule
from .build import Built, width
from .joining import Group, joined
from .lanes import Library, hexadecimal
from .nests import List, same
from .rolling import Rolling

PART = 400  # lines in a function, after which another one begins
KIND = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
COPY = "@llvm.memcpy.p0.p0.i32"


class RolledCode:
    """A program none of whose inputs varies, as runs, and the machine code of them.

    The function `early` takes the memory of so many numbers, in which inputs are first. In the
    end it has the outputs once more, in their order, from `first_output` on.
    """

    constants = ()  # that the function needs in memory
    call = "  call void @early(ptr %same)"

    def __init__(self, program: Program, plan: Schedule | None = None) -> None:
        self.program = program
        plan = plan or schedule(program)
        self.runs, self.place, self.at = plan.runs, plan.place, plan.at
        outputs = [plan.at(x)[1] for x in program.outputs]
        self.first_output = plan.sizes[0]
        self.memory = self.first_output + len(outputs)
        places = np.array(outputs, np.int64).reshape(-1, 1)
        moved = Run(same, places, (False,), self.first_output)
        self.results = range(self.first_output, self.memory)
        guarded = [plan.at(g.register)[1] for g in program.guards]
        parts = joined([*self.runs, moved], self.memory, [*guarded, *self.results])
        self.text = "\n".join(_functions([*parts], plan.constants))

    @cached_property
    def built(self) -> Built:
        """The function in machine code."""
        return Built(self.text, ["early"])

    def __reduce__(self) -> tuple[Any, ...]:
        """It is made anew elsewhere: registers are as wide as they are there."""
        return RolledCode, (self.program,)


def _functions(
    parts: Sequence[Group | List], constants: Sequence[tuple[int, float]]
) -> Iterator[str]:
    """The text of all parts, and what they need."""
    library, tape, calls = Library(), [0], [*_copied(constants)]
    code = Rolling(library, width(), tape)
    for part in parts:
        code.add(part)
        if len(code.lines) > PART or part is parts[-1]:
            name = f"part{len(calls)}"
            calls.append(f"  call void @{name}(ptr %m)")
            yield _function(f"internal void @{name}", code.lines)
            code = Rolling(library, width(), tape)
    yield _function("void @early", calls)
    yield _table("tape", "i32", map(str, tape))
    yield _table("constants", "double", [hexadecimal(x) for _, x in constants])
    library.parts[COPY] = f"declare void {COPY}(ptr, ptr, i32, i1)"
    yield str(library)


def _copied(constants: Sequence[tuple[int, float]]) -> Iterator[str]:
    """The lines that put constants where they belong, which is in a row."""
    if constants:
        yield f"  %first = getelementptr double, ptr %m, i64 {constants[0][0]}"
        given = f"ptr %first, ptr @constants, i32 {8 * len(constants)}, i1 false"
        yield f"  call void {COPY}({given})"


def _function(name: str, lines: Sequence[str]) -> str:
    return "\n".join([f"define {name}(ptr noalias %m) {{", "entry:", *lines, "  ret void", "}"])


def _table(name: str, kind: str, entries: Iterable[str]) -> str:
    numbers = [f"{kind} {x}" for x in entries]
    return f"@{name} = internal constant [{len(numbers)} x {kind}] [{', '.join(numbers)}]"


class Held:
    """The memory of a program: its numbers, and then its outputs once more, in their order."""

    batch = 1

    def __init__(self, plan: RolledCode) -> None:
        self.same = np.zeros(plan.memory + 1)
        self.outputs = self.same[plan.first_output : plan.memory]


class Rolled(Arrays):
    """A program with memory of its own, for one set of numbers.

    Not for several threads at once.
    """

    plan: Any
    memory: Any

    def __init__(self, plan: Any) -> None:
        self.plan, self.memory = plan, Held(plan)
        self._find()
        address = self.memory.same.ctypes.data
        self.early: Callable[[], None] = partial(KIND(plan.built.addresses["early"]), address)

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
