"""When each instruction of a program runs: once for a batch or for its samples, early or late."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..program import Program
from ..schedule import over_samples

ONCE, EACH, LATE_EACH, AFTER = range(4)  # phases: for all samples, for each of them, and sums
PART = 1500  # operands in a function: longer ones take LLVM longer than as many shorter ones
LONG = 200  # operands of one instruction


class Part(NamedTuple):
    """Instructions that are one function in machine code, and their phase."""

    phase: int
    members: list[int]


class Phases(NamedTuple):
    """A program in parts, in the order in which they run.

    `varies` says which registers are others for each sample, `part` in which part each is
    computed; -1 if it is there from the start.
    """

    parts: list[Part]
    varies: list[bool]
    part: list[int]


def phases(program: Program, varying: Sequence[bool] = (), late: int = 0) -> Phases:
    """The parts of a program whose last `late` inputs are known only when the early ones ran.

    Raises NotImplementedError where samples depend on a sum over all of them.
    """
    varies = [*varying, *[False] * (program.leaves - len(varying))]
    first_late = program.inputs - late
    is_late = [first_late <= i < program.inputs for i in range(program.leaves)]
    after = [False] * program.leaves
    members: list[list[int]] = [[], [], [], []]
    for i, (op, operands) in enumerate(program.code):
        registers = [x for x in operands if type(x) is int]
        each = any(varies[x] for x in registers)
        waits, summed = any(is_late[x] for x in registers), any(after[x] for x in registers)
        if summed and (each or op is over_samples):
            raise NotImplementedError("samples that depend on a sum over all of them")
        sums = op is over_samples
        varies.append(each and not sums)
        is_late.append(waits)
        after.append(sums or (not each and (waits or summed)))
        phase = ONCE if not each else LATE_EACH if waits else EACH
        members[LATE_EACH if sums else AFTER if after[-1] else phase].append(i)
    parts = [
        Part(phase, part) for phase, found in enumerate(members) for part in _cut(program, found)
    ]
    part = [-1] * (program.leaves + len(program.code))
    for number, (_, found) in enumerate(parts):
        for i in found:
            part[program.leaves + i] = number
    return Phases(parts, varies, part)


def _cut(program: Program, members: list[int]) -> list[list[int]]:
    """The instructions in pieces of some thousand operands; long ones by themselves."""
    pieces: list[list[int]] = []
    size = PART
    for i in members:
        operands = len(program.code[i].operands)
        if size >= PART or operands > LONG:
            pieces.append([])
            size = 0
        pieces[-1].append(i)
        size += PART if operands > LONG else 1 + operands
    return pieces
