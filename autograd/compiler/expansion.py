"""Rows written out in simpler ones, where a backend has no function of that name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..methods import add_methods
from ..primitives import TABLE, Arithmetic, Primitive
from ..primitives.operators import arithmetic
from .passes import REWRITTEN, Simplifying, dce, key_of
from .program import Operand, Program

# what the others can be written in, more or less: C's functions and LLVM's are among these
SIMPLE = frozenset(
    TABLE[name]
    for name in """
    add sub mul div neg abs sqrt cbrt exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin arccos
    arctan sinh cosh tanh arcsinh arccosh arctanh arctan2 hypot pow mod floor ceil trunc round
    copysign maximum minimum less less_equal equal where total dot prod erf erfc lgamma
    """.split()
)


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
        append = next(x.append for x in operands if type(x) is Var)
        at = [x.at if type(x) is Var else float(x) for x in operands]
        return Var(append, append(row, tuple(at)))


def _operator(row: Primitive) -> Callable[..., Any]:
    return lambda *xs: Var.apply_primitive(row, xs)


def _reflected(row: Primitive) -> Callable[..., Any]:
    return lambda y, x: Var.apply_primitive(row, (x, y))


arithmetic(Var, _operator, _reflected)
add_methods(Var, _operator)


def expanded(program: Program, known: Callable[[Primitive], bool]) -> Program:
    """The program with rows that are not `known` written out in others, as far as they can be.

    Each row is written out once for the same operands: what the entries of a softmax have in
    common is one row to all of them. What is written out is simplified on the way; a simplified
    program in which all rows are known comes back as it is.
    """
    unknown = {op for op in {op for op, _ in program.code} if op.expansion and not known(op)}
    if not unknown:
        return program
    builder = Simplifying(program)
    written: dict[Any, Operand] = {}

    def append(row: Primitive, operands: tuple[Operand, ...]) -> Operand:
        if row.expansion is None or known(row):
            return builder.append(row, operands)
        key = key_of(row, operands)
        if key not in written:
            result = row.expansion(*[Var(append, x) for x in operands])
            written[key] = result.at if isinstance(result, Var) else float(result)
        return written[key]

    builder.write(builder.rows(program.code), append, REWRITTEN | unknown)
    return dce(builder.finish())
