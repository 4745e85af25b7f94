"""Additions one after the other as one instruction, which adds the same numbers in that order."""

from __future__ import annotations

import operator
from functools import reduce

from ..primitives import Primitive
from .building import Builder
from .identities import ADD
from .program import Operand, Program

FEWEST = 6  # terms whose sum is faster than one addition after the other

in_order = Primitive(
    "in_order",
    lambda *xs: reduce(operator.add, xs),
    lambda z, *xs: (1.0,) * len(xs),
    doc="""The sum of numbers from left to right, rounded after each: what x + y + z is.""",
)


def fuse(program: Program) -> Program:
    """The program with chains of additions as one instruction each, where nobody else needs what
    is added up on the way.

    Results are the same to the last bit: the order stays, and so does the rounding. A chain need
    not be written from left to right: x + (y + z) is (y + z) + x. Takes linear time.
    """
    lengths, before = _chains(program)
    if max(lengths, default=0) < FEWEST:
        return program
    sums: dict[int, list[Operand]] = {}
    inner = bytearray(len(lengths))
    for i in range(len(lengths) - 1, program.leaves - 1, -1):
        if lengths[i] >= FEWEST and not inner[i]:
            sums[i] = _terms(program, before, i, inner)
    builder = Builder(program)
    for i, (op, operands) in enumerate(program.code, program.leaves):
        row, terms = (in_order, sums[i]) if i in sums else (op, operands)
        new = 0 if inner[i] else builder.append(row, builder.translated(terms))
        builder.translate.append(new)
    return builder.finish()


def _chains(program: Program) -> tuple[list[int], list[int]]:
    """For each register how many terms it adds up, and the register with all but the last.

    It goes on with the longer operand, so that a sum of sums is not cut into short ones.
    """
    lengths = [1] * (program.leaves + len(program.code))
    before = [-1] * len(lengths)
    uses = program.uses()
    for i, (op, operands) in enumerate(program.code, program.leaves):
        if op is ADD:
            lengths[i] = 2
            for x in operands:
                if type(x) is int and uses[x] == 1 and lengths[x] >= lengths[i]:
                    lengths[i], before[i] = lengths[x] + 1, x
    return lengths, before


def _terms(program: Program, before: list[int], i: int, inner: bytearray) -> list[Operand]:
    """The terms that register i adds up, in order; sums on the way are marked as inner ones."""
    terms: list[Operand] = []
    while before[i] >= 0:
        first, last = program.code[i - program.leaves].operands
        terms.append(last if type(first) is int and first == before[i] else first)
        i = before[i]
        inner[i] = True
    return [*program.code[i - program.leaves].operands, *reversed(terms)]
