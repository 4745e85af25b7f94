"""Program to program, with the same results: folding, sharing, and leaving out what is not used."""

from __future__ import annotations

from typing import Any

from ..primitives import Primitive
from .building import Builder
from .identities import ADD, IDENTITIES, MUL
from .program import Instruction, Operand, Program


class Folding(Builder):
    """Computes instructions on constants at once, and puts others for what comes to the same."""

    def append(self, op: Primitive, operands: tuple[Operand, ...]) -> Operand:
        """Where the result is: in a register, or it is a constant."""
        if int not in map(type, operands):
            return float(op(*operands))
        identity = IDENTITIES.get(op)
        known = identity(self.made, *operands) if identity else None
        if known is None:
            return Builder.append(self, op, operands)
        return self.append(*known) if type(known) is Instruction else known

    def made(self, x: Operand) -> Instruction | None:
        """The instruction that computes x, if one does."""
        at = x - self.source.leaves if type(x) is int else -1
        return self.code[at] if at >= 0 else None


class Sharing(Builder):
    """Computes each value once."""

    def __init__(self, source: Program) -> None:
        super().__init__(source)
        self.seen: dict[Any, Operand] = {}

    def append(self, op: Primitive, operands: tuple[Operand, ...]) -> Operand:
        """Where the result is: in a register, which may be there already, or it is a constant."""
        key = key_of(op, operands)
        at = self.seen.get(key)
        if at is None:
            at = self.seen[key] = self.first(op, operands)
        return at

    def first(self, op: Primitive, operands: tuple[Operand, ...]) -> Operand:
        """The same for what has not been asked for before."""
        return super().append(op, operands)


class Simplifying(Sharing, Folding):
    """Both at once: what was asked for before is known without looking at it again."""

    def first(self, op: Primitive, operands: tuple[Operand, ...]) -> Operand:
        """Where the result is: in a register, or it is a constant."""
        return Folding.append(self, op, operands)


def fold(program: Program) -> Program:
    """Instructions on constants computed now, and others replaced by what comes to the same."""
    return _written(program, Folding)


def cse(program: Program) -> Program:
    """Each value computed once (common subexpression elimination)."""
    return _written(program, Sharing)


def simplified(program: Program) -> Program:
    """The program after all passes, in the time of the slowest: dce(cse(fold(program)))."""
    return dce(_written(program, Simplifying))


def _written(program: Program, kind: type[Builder]) -> Program:
    builder = kind(program)
    append, new = builder.append, builder.translate
    for op, operands in program.code:  # as builder.translated does it, without a call
        xs = tuple([x if type(x) is float else new[x] for x in operands])  # type: ignore[index]
        new.append(append(op, xs))
    return builder.finish()


def key_of(op: Primitive, xs: tuple[Operand, ...]) -> tuple[Any, ...]:
    """Equal for what computes the same, and in constants for the same bits."""
    if float in map(type, xs):
        names = [_name(x) if type(x) is float else x for x in xs]
        return (op, frozenset(names)) if op is ADD or op is MUL else (op, *names)
    return (op, xs[::-1]) if (op is ADD or op is MUL) and xs[0] > xs[1] else (op, xs)


def _name(x: float) -> Any:
    """What tells a constant from others and from registers: 2 == 2.0 and 0.0 == -0.0."""
    return (x, "") if x and x == x else repr(x)


def dce(program: Program) -> Program:
    """Without the instructions that no output and no guard depends on (dead code elimination)."""
    leaves = program.leaves
    used = bytearray(leaves + len(program.code))
    for x in [*program.outputs, *(g.register for g in program.guards)]:
        if type(x) is int:
            used[x] = True
    for live, (_, operands) in zip(reversed(range(leaves, len(used))), reversed(program.code)):
        if used[live]:
            for x in operands:
                if type(x) is int:
                    used[x] = True
    if all(used[leaves:]):
        return program
    builder = Builder(program)
    for (op, operands), live in zip(program.code, used[leaves:]):
        new = builder.append(op, builder.translated(operands)) if live else 0
        builder.translate.append(new)
    return builder.finish()
