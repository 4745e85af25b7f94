"""Where the numbers of a program are in memory, if they are not in a register all the time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..program import Operand, Program
from ..schedule import over_samples
from .phases import Phases

SAME, VARYING, WORK = range(
    3
)  # memories: one number each, one for each sample, or for those at hand


class Place(NamedTuple):
    """A memory, and which of its numbers."""

    memory: int
    number: int


class Places:
    """The places of registers that are needed beyond the part that computes them.

    First in memory are the leaves, then sums over samples, `sums` of them from `first_sum` on, in
    groups of `width`; these have room in the working memory too, where they are summed up.
    """

    def __init__(self, program: Program, phases: Phases, width: int) -> None:
        self.program, self.phases = program, phases
        self.of: dict[int, Place] = {}
        self.sizes = [0, 0, 0]
        for i in range(program.leaves):
            self._take(i, VARYING if phases.varies[i] else SAME)
        summed = [i for i, line in enumerate(program.code) if line.op is over_samples]
        self.first_sum, self.sums = self.sizes[SAME], len(summed)
        for i in summed:
            self._take(program.leaves + i, SAME)
        groups = -(-self.sums // width)
        self.sizes[SAME] = self.first_sum + groups * width
        self.sizes[WORK] = groups * width
        users: dict[int, set[int]] = {}
        for register, phase in self._crossing():
            users.setdefault(register, set()).add(phase)
        for register, phases_of_users in users.items():  # outputs first, so that they lie in a row
            if register not in self.of:
                self._take(register, self._memory(register, phases_of_users))
        self.constants: dict[str, tuple[int, float]] = {}
        for x in (*program.outputs, *(g.register for g in program.guards)):
            if type(x) is float and repr(x) not in self.constants:
                self.constants[repr(x)] = self.sizes[SAME], x
                self.sizes[SAME] += 1

    def at(self, x: Operand) -> tuple[bool, int]:
        """Whether an output varies, and where it is."""
        if isinstance(x, float):
            return False, self.constants[repr(x)][0]
        memory, number = self.of[x]
        return memory == VARYING, number

    def _crossing(self) -> Iterator[tuple[int, int]]:
        """Registers that another part needs, and its phase; the caller is as a part of its own."""
        program, (parts, _, part) = self.program, self.phases
        for x in (*program.outputs, *(g.register for g in program.guards)):
            if type(x) is int:
                yield x, -1
        for number, (phase, members) in enumerate(parts):
            for i in members:
                for x in program.code[i].operands:
                    if type(x) is int and part[x] != number:
                        yield x, phase

    def _memory(self, register: int, users: set[int]) -> int:
        if not self.phases.varies[register]:
            return SAME
        made = self.phases.parts[self.phases.part[register]].phase
        return WORK if users == {made} else VARYING

    def _take(self, register: int, memory: int) -> None:
        self.of[register] = Place(memory, self.sizes[memory])
        self.sizes[memory] += 1
