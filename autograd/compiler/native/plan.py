"""Programs in the rows that Numba has."""

from __future__ import annotations

from collections.abc import Sequence

from ...primitives import TABLE
from ..building import Builder
from ..expansion import SIMPLE, expanded
from ..program import Operand, Program
from ..schedule import Schedule, over_samples, schedule


def prepared(program: Program, varying: Sequence[bool] = (), late: int = 0) -> Schedule:
    """The runs of a program in rows that Numba has; NotImplementedError as for `simplified`."""
    return schedule(simplified(program), varying, late)


def simplified(program: Program) -> Program:
    """The program in rows that Numba has; NotImplementedError names those that it has not."""
    simple = in_factors(expanded(program, SIMPLE.__contains__))
    unknown = sorted({op.name for op, _ in simple.code if op not in SIMPLE | {over_samples}})
    if unknown:
        raise NotImplementedError(f"Numba has no {', '.join(unknown)}: use another backend")
    return simple


def in_factors(program: Program) -> Program:
    """The program with products of several numbers as one multiplication after the other."""
    builder = Builder(program)
    for op, operands in program.code:
        first, *others = builder.translated(operands) or (1.0,)
        at: Operand = first
        if op is TABLE["prod"]:
            for x in others:
                at = builder.append(TABLE["mul"], (at, x))
        else:
            at = builder.append(op, (first, *others))
        builder.translate.append(at)
    return builder.finish()
