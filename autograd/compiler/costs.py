"""How long programs take, about, in microseconds on a common machine: for choosing what runs them.

They are estimates, so that the same calls are always run in the same way.
"""

from __future__ import annotations

import math

from .identities import ADD
from .program import Program

OPERAND = 0.015  # of straight-line Python, each
CALL = 1.2  # of NumPy, each
START = 12.0  # of NumPy
NUMBER = 0.03  # of NumPy: into an array or back, each, beyond what straight-line Python takes
ENTRY = 0.001  # of NumPy, each number of a batch that an instruction computes


def in_python(program: Program) -> float:
    """Straight-line Python, for one set of numbers."""
    return OPERAND * program.operands


def in_numpy(program: Program, runs: int) -> float:
    """So many runs of NumPy's, for one set of numbers."""
    return START + CALL * runs + NUMBER * (program.leaves + len(program.outputs))


def affordable(program: Program) -> float:
    """How many runs of NumPy's take as long as straight-line Python, for one set of numbers."""
    return (in_python(program) - in_numpy(program, 0)) / CALL


def for_batch(program: Program, runs: int, batch: int, block: int) -> float:
    """So many runs of NumPy's for a batch, block by block."""
    return START + CALL * runs * -(-batch // max(block, 1)) + ENTRY * batch * len(program.code)


def depth(program: Program, most: float = math.inf) -> int:
    """How many instructions need one another at most; sums of sums, which may be fused, are one.

    Nothing is counted beyond `most`: a number above it says no more than that.
    """
    level = [0] * program.leaves
    below = [1] * program.leaves  # the level of a sum of it
    for op, operands in program.code:
        above = below if op is ADD else level
        at = 0
        for x in operands:
            if type(x) is int and above[x] > at:
                at = above[x]
        level.append(at if op is ADD else at + 1)
        below.append(at if op is ADD else at + 2)
        if at > most:
            break
    return max(level, default=0)
