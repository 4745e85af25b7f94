"""Program to program, with the same results: folding, sharing, and leaving out what is not used."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from typing import Any, TypeAlias

from ..primitives import TABLE, Primitive
from .building import Builder
from .identities import ADD, DIV, IDENTITIES, MUL, NEG, SUB
from .program import Instruction, Operand, Program, instruction

Rows: TypeAlias = "Callable[[list[Operand]], Iterable[tuple[Primitive, tuple[Operand, ...]]]]"
SIGNED = frozenset((ADD, SUB, NEG))  # for which negatives of others are something special
CHOOSY = frozenset((DIV, TABLE["where"]))  # for which 0.5, too, is something special
# also where operands are neither constants nor negatives of others
REWRITTEN = IDENTITIES.keys() - {*SIGNED, *CHOOSY, MUL}


class Folding(Builder):
    """Computes instructions on constants at once, and puts others for what comes to the same."""

    def __init__(self, source: Program) -> None:
        super().__init__(source)
        self.negatives: dict[Operand, Operand] = {}  # of each, what it is the negative of

    def append(self, op: Primitive, operands: tuple[Operand, ...]) -> Operand:
        """Where the result is: in a register, or it is a constant."""
        if int not in map(type, operands):
            return float(op(*operands))
        identity = IDENTITIES.get(op)
        known = identity(self.negatives.get, *operands) if identity else None
        if known is not None:
            return self.append(*known) if isinstance(known, Instruction) else known
        self.code.append(instruction((op, operands)))
        at = self.before + len(self.code)
        if op is NEG:
            self.negatives[at] = operands[0]
        return at


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
            at = self.seen[key] = super().append(op, operands)
        return at


class Simplifying(Sharing, Folding):
    """Both at once: what was asked for before is known without looking at it again."""

    def write(
        self,
        rows: Iterable[tuple[Primitive, tuple[Operand, ...]]],
        append: Callable[[Primitive, tuple[Operand, ...]], Operand],
        apart: Container[Primitive],
    ) -> None:
        """Append all these, by a call of `append` for rows `apart` and where there are constants.

        Others are looked up, and that is all. What became of each is in `translate`.
        """
        code, seen, new, before = self.code, self.seen, self.translate, self.before
        positive = self.negatives.keys().isdisjoint
        for op, xs in rows:
            changes = not xs or op in apart or (op in SIGNED and not positive(xs))
            if changes or (float in map(type, xs) and not _stays(op, xs)):
                new.append(append(op, xs))
                continue
            made = instruction((op, xs))  # which is equal to the key that it has in order
            swapped = (op is ADD or op is MUL) and xs[0] > xs[1]
            key = (op, xs[::-1]) if swapped else made
            at = seen.get(key)
            if at is None:
                code.append(made)
                at = seen[key] = before + len(code)
                if op is NEG:
                    self.negatives[at] = xs[0]
            new.append(at)


def _stays(op: Primitive, xs: tuple[Operand, ...]) -> bool:
    """Whether these constants are nothing special, and none could be taken for a register."""
    if op in CHOOSY or int not in map(type, xs):
        return False
    for x in xs:
        if type(x) is float and not x % 1.0 > 0.0:
            return False
    return True


def fold(program: Program) -> Program:
    """Instructions on constants computed now, and others replaced by what comes to the same."""
    return _written(program, Folding)


def cse(program: Program) -> Program:
    """Each value computed once (common subexpression elimination)."""
    return _written(program, Sharing)


def simplified(program: Program, rows: Rows | None = None) -> Program:
    """The program after all passes, in the time of the slowest: dce(cse(fold(program))).

    `rows` gives its lines, in terms of what became of registers, if it has none of its own.
    """
    builder = Simplifying(program)
    lines = rows(builder.translate) if rows else builder.rows(program.code)
    builder.write(lines, builder.append, REWRITTEN)
    return dce(builder.finish())


def _written(program: Program, kind: type[Builder]) -> Program:
    builder = kind(program)
    for op, operands in builder.rows(program.code):
        builder.translate.append(builder.append(op, operands))
    return builder.finish()


def key_of(op: Primitive, xs: tuple[Operand, ...]) -> tuple[Any, ...]:
    """Equal for what computes the same, and in constants for the same bits."""
    if float in map(type, xs):  # 2 == 2.0 and 0.0 == -0.0
        names = [repr(x) if type(x) is float and not x % 1.0 > 0.0 else x for x in xs]
        if str in map(type, names):
            return (op, frozenset(names)) if op is ADD or op is MUL else (op, *names)
    return (op, xs[::-1]) if (op is ADD or op is MUL) and xs[0] > xs[1] else (op, xs)


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
