"""Rows written out in simpler ones, where a backend has no function of that name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..methods import add_methods
from ..primitives import Arithmetic, Primitive
from ..primitives.operators import arithmetic
from .program import Builder, Operand, Program


class Var(Arithmetic):
    """A register or a constant that operations of the table are appended for.

    Formulas run on it as they run on numbers.
    """

    __slots__ = ("append", "at")

    def __init__(self, append: Callable[[Primitive, tuple[Operand, ...]], Operand], at: Operand):
        self.append = append
        self.at = at

    @classmethod
    def apply_primitive(cls, row: Primitive, operands: Sequence[Any]) -> Var:
        """A new variable for the row at these operands, of which at least one is a variable."""
        append = next(x.append for x in operands if isinstance(x, Var))
        at = [x.at if isinstance(x, Var) else float(x) for x in operands]
        return Var(append, append(row, tuple(at)))


def _operator(row: Primitive) -> Callable[..., Any]:
    return lambda *xs: Var.apply_primitive(row, xs)


def _reflected(row: Primitive) -> Callable[..., Any]:
    return lambda y, x: Var.apply_primitive(row, (x, y))


arithmetic(Var, _operator, _reflected)
add_methods(Var, _operator)


def expanded(program: Program, known: Callable[[Primitive], bool]) -> Program:
    """The program with rows that are not `known` written out in others, as far as they can be."""
    builder = Builder(program)

    def append(row: Primitive, operands: tuple[Operand, ...]) -> Operand:
        if known(row) or row.expansion is None:
            return builder.append(row, operands)
        result = row.expansion(*[Var(append, x) for x in operands])
        return result.at if isinstance(result, Var) else float(result)

    for op, operands in program.code:
        builder.translate.append(append(op, builder.translated(operands)))
    return builder.finish()
