"""Program to program, with the same results: folding, sharing, and leaving out what is not used."""

from __future__ import annotations

from typing import Any

from .identities import ADD, IDENTITIES, MUL
from .program import Builder, Instruction, Operand, Program


def fold(program: Program) -> Program:
    """Instructions on constants computed now, and others replaced by what comes to the same."""
    builder = Builder(program)
    leaves, code = program.leaves, builder.code

    def made(x: Operand) -> Instruction | None:
        return code[x - leaves] if type(x) is int and x >= leaves else None

    for op, operands in program.code:
        xs = builder.translated(operands)
        known: Any = None
        if int not in map(type, xs):
            known = op(*xs)
        elif identity := IDENTITIES.get(op):
            known = identity(made, *xs)
        if known is None:
            known = builder.append(op, xs)
        elif type(known) is Instruction:
            known = builder.append(*known)
        builder.translate.append(known)
    return builder.finish()


def cse(program: Program) -> Program:
    """Each value computed once (common subexpression elimination)."""
    builder = Builder(program)
    seen: dict[Any, Operand] = {}
    for op, operands in program.code:
        xs = builder.translated(operands)
        key = _key(op, xs)
        at = seen.get(key)
        if at is None:
            at = seen[key] = builder.append(op, xs)
        builder.translate.append(at)
    return builder.finish()


def _key(op: Any, xs: tuple[Operand, ...]) -> tuple[Any, ...]:
    """Equal for what computes the same; constants by their text: register 2 == 2.0, 0.0 == -0.0."""
    if float in map(type, xs):
        names = [repr(x) if type(x) is float else x for x in xs]
        return (op, frozenset(names)) if op is ADD or op is MUL else (op, *names)
    return (op, xs[::-1]) if (op is ADD or op is MUL) and xs[0] > xs[1] else (op, xs)


def dce(program: Program) -> Program:
    """Without the instructions that no output and no guard depends on (dead code elimination)."""
    leaves = program.leaves
    used = bytearray(leaves + len(program.code))
    for x in [*program.outputs, *(g.register for g in program.guards)]:
        if type(x) is int:
            used[x] = True
    for i in range(len(program.code) - 1, -1, -1):
        if used[leaves + i]:
            for x in program.code[i].operands:
                if type(x) is int:
                    used[x] = True
    if all(used[leaves:]):
        return program
    builder = Builder(program)
    for (op, operands), live in zip(program.code, used[leaves:]):
        new = builder.append(op, builder.translated(operands)) if live else 0
        builder.translate.append(new)
    return builder.finish()
