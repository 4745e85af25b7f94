"""When each instruction is computed: as early as it can be, or later, together with others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from .program import Program

MOVED = 6000  # operands of a run, up to which it may join another: more are best left in order
LATE = 1 << 40  # the level of an input that comes late


def earliest(program: Program, late: int) -> list[int]:
    """The level of each instruction: one above all that it needs, beyond LATE if one is late."""
    level = [0] * program.leaves
    level[program.inputs - late : program.inputs] = [LATE] * late
    for _, operands in program.code:
        level.append(1 + max([level[x] for x in operands if type(x) is int], default=0))
    return level[program.leaves :]


def joined(
    program: Program, kinds: Sequence[Any], level: list[int], ready: Sequence[bool]
) -> list[int]:
    """Levels in which small runs wait for later ones of their kind, if nothing needs them before.

    `kinds` are equal for instructions that can be in one run, and `ready` is true for those that
    do not wait. Takes time linear in the length of the program.
    """
    leaves = program.leaves
    runs: dict[Any, list[int]] = defaultdict(list)
    for i, key in enumerate(zip(level, kinds)):
        runs[key].append(i)
    last = max([x for x in level if x < LATE], default=0), max(level, default=0)
    bound = [last[x > LATE] for x in level]
    at: dict[Any, list[int]] = defaultdict(list)  # of each kind, levels with a run, last one first
    found = list(level)
    for key in sorted(runs, key=lambda key: -key[0]):
        low, kind = key
        members = runs[key]
        operands = len(members) * len(program.code[members[0]].operands)
        small = operands <= MOVED and not ready[members[0]]
        for i in members:
            if small:
                found[i] = next((x for x in at[kind] if low < x <= bound[i]), low)
            for x in program.code[i].operands:
                if type(x) is int and x >= leaves:
                    bound[x - leaves] = min(bound[x - leaves], found[i] - 1)
        if low in {found[i] for i in members}:
            at[kind].append(low)
    return found
