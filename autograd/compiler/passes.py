"""Program to program, with the same results: folding, sharing, and leaving out what is not used."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from ..primitives import TABLE
from ..primitives.row import Primitive
from .program import Builder, Operand, Program

Rewrite: TypeAlias = "Callable[..., Operand | None]"


def _rewriting() -> dict[Primitive, Rewrite]:
    """What an instruction is where it does nothing, exactly: x * 1 = x also for nan and -0.0."""
    add, sub, mul, div = (TABLE[name] for name in ("add", "sub", "mul", "div"))

    def other_than(unit: float, *, commutes: bool) -> Rewrite:
        def rewrite(x: Operand, y: Operand) -> Operand | None:
            if type(y) is float and repr(y) == repr(unit):
                return x
            return y if commutes and type(x) is float and repr(x) == repr(unit) else None

        return rewrite

    return {
        add: other_than(-0.0, commutes=True),
        sub: other_than(0.0, commutes=False),
        mul: other_than(1.0, commutes=True),
        div: other_than(1.0, commutes=False),
        TABLE["identity"]: lambda x: x,
        TABLE["frozen"]: lambda x: x,
        TABLE["where"]: lambda c, x, y: (x if c else y) if type(c) is float else None,
    }


REWRITING = _rewriting()


def fold(program: Program) -> Program:
    """Instructions on constants computed now, and those that give back an operand left out."""
    builder = Builder(program)
    for op, operands in program.code:
        xs = builder.translated(operands)
        rewrite = REWRITING.get(op)
        known = rewrite(*xs) if rewrite else None
        if known is None and all(type(x) is float for x in xs):
            known = op(*xs)
        builder.translate.append(builder.append(op, xs) if known is None else known)
    return builder.finish()


def cse(program: Program) -> Program:
    """Each value computed once (common subexpression elimination)."""
    builder = Builder(program)
    seen: dict[Any, Operand] = {}
    for op, operands in program.code:
        xs = builder.translated(operands)
        # as text, a constant is no register, and 0.0 is not -0.0
        key = op, tuple([x if type(x) is int else repr(x) for x in xs])
        at = seen.get(key)
        if at is None:
            at = seen[key] = builder.append(op, xs)
        builder.translate.append(at)
    return builder.finish()


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
    builder = Builder(program)
    for i, (op, operands) in enumerate(program.code):
        live = used[leaves + i]
        builder.translate.append(builder.append(op, builder.translated(operands)) if live else 0)
    return builder.finish()
