"""A program made from another one: what every pass is written with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..primitives import Primitive
from .program import Instruction, Operand, Program, instruction


class Builder:
    """A program in the making, instruction by instruction.

    `translate` has what became of the registers of the program that it is made from.
    """

    def __init__(self, source: Program) -> None:
        self.source = source
        self.code: list[Instruction] = []
        self.before = source.leaves - 1  # the register before that of the first instruction
        self.translate: list[Operand] = list(range(source.leaves))

    def append(self, op: Primitive, operands: tuple[Operand, ...]) -> Operand:
        """The register of a new instruction."""
        self.code.append(instruction((op, operands)))
        return self.before + len(self.code)

    def translated(self, operands: Iterable[Operand]) -> tuple[Operand, ...]:
        """What became of these operands."""
        new = self.translate
        return tuple([x if type(x) is float else new[x] for x in operands])  # type: ignore[index]

    def rows(self, code: Iterable[Instruction]) -> Iterator[tuple[Primitive, tuple[Operand, ...]]]:
        """The row and the operands of each instruction, translated when it is asked for."""
        new = self.translate
        for op, operands in code:
            yield op, tuple([x if type(x) is float else new[x] for x in operands])  # type: ignore[index]

    def finish(self) -> Program:
        """The new program."""
        source = self.source
        outputs = self.translated(source.outputs)
        registers = self.translated([g.register for g in source.guards])
        guards = {  # of registers alone, for register 1 == 1.0
            (x, g.expected): g._replace(register=x)
            for x, g in zip(registers, source.guards)
            if type(x) is int
        }
        kept = tuple(guards.values())
        return Program(source.inputs, source.parameters, tuple(self.code), outputs, kept)
