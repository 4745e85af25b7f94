"""What operations come to where they do nothing, or where a simpler one does the same exactly."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeAlias

from ..primitives import TABLE, Primitive
from ..primitives.exponential import power
from .program import Instruction, Operand

Negated: TypeAlias = "Callable[[int], Operand | None]"  # what a register is the negative of
Identity: TypeAlias = "Callable[..., Instruction | Operand | None]"

ADD, SUB, MUL, DIV, NEG = (TABLE[name] for name in ("add", "sub", "mul", "div", "neg"))


def is_number(x: Operand, number: float) -> bool:
    """Whether x is this constant, with its sign: 0.0 is not -0.0."""
    if type(x) is not float or x != number:
        return False
    return math.copysign(1.0, x) == math.copysign(1.0, number)


def _add(negated: Negated, x: Operand, y: Operand) -> Instruction | Operand | None:
    if is_number(y, -0.0):
        return x
    if is_number(x, -0.0):
        return y
    if type(y) is int and (minus := negated(y)) is not None:
        return Instruction(SUB, (x, minus))
    if type(x) is int and (minus := negated(x)) is not None:
        return Instruction(SUB, (y, minus))
    return None


def _sub(negated: Negated, x: Operand, y: Operand) -> Instruction | Operand | None:
    if type(y) is int:
        minus = negated(y)
        return None if minus is None else Instruction(ADD, (x, minus))
    return x if is_number(y, 0.0) else None


def _mul(negated: Negated, x: Operand, y: Operand) -> Instruction | Operand | None:
    if type(y) is float:
        x, y = y, x
    if type(x) is not float or type(y) is float:
        return None
    if x == 1.0:  # y * 1 is y also for nan and -0.0
        return y
    return Instruction(NEG, (y,)) if x == -1.0 else None


def _div(negated: Negated, x: Operand, y: Operand) -> Instruction | Operand | None:
    if type(y) is not float or not math.isfinite(y):
        return None
    if y == 1.0:
        return x
    exact = abs(math.frexp(y)[0]) == 0.5 and 1e-300 < abs(y) < 1e300  # a power of two
    return Instruction(MUL, (x, 1.0 / y)) if exact else None


def _neg(negated: Negated, x: Operand) -> Operand | None:
    return negated(x) if type(x) is int else None


def _where(negated: Negated, condition: Operand, x: Operand, y: Operand) -> Operand | None:
    return (x if condition else y) if type(condition) is float else None


IDENTITIES: dict[Primitive, Identity] = {
    ADD: _add,
    SUB: _sub,
    MUL: _mul,
    DIV: _div,
    NEG: _neg,
    TABLE["identity"]: lambda negated, x: x,
    TABLE["frozen"]: lambda negated, x: x,
    TABLE["where"]: _where,
    power.row(1.0): lambda negated, x: x,
    power.row(2.0): lambda negated, x: Instruction(MUL, (x, x)),
    power.row(-1.0): lambda negated, x: Instruction(DIV, (1.0, x)),
}
