"""A small program as a straight-line function that Numba compiles, for single evaluations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...nesting import Rebuild
from ...primitives.reductions import dot, total
from ..program import Instruction, Operand, Program
from ..straight import nested
from .cache import module
from .plan import simplified
from .rows import TEXT


def lines(program: Program, rebuild: Rebuild = tuple) -> Callable[..., Any]:
    """The program as a function of its inputs and parameters, in machine code.

    It returns what `rebuild` makes of the outputs, and None where a guard does not hold.
    NotImplementedError names rows that Numba does not have.
    """
    simple = simplified(program)
    kernel = module(kernel_of(simple)).kernel
    names: dict[str, Any] = {"kernel": kernel, "rebuild": rebuild}
    leaves = ", ".join(map(simple.name, range(simple.leaves)))
    outputs = [f"y{i}" for i in range(len(simple.outputs))]
    result = nested(rebuild([float(i) for i in range(len(outputs))]), outputs)
    result = result or f"rebuild([{', '.join(outputs)}])"
    assigned = "".join(f", {y}" for y in outputs)
    exec(
        f"def compiled({leaves}):\n"
        f"  holds{assigned} = kernel({leaves})\n"
        f"  return {result} if holds else None",
        names,
    )
    compiled: Callable[..., Any] = names["compiled"]
    return compiled if outputs else lambda *numbers: rebuild([]) if kernel(*numbers)[0] else None


def kernel_of(program: Program) -> str:
    """The text of a function of numbers: whether the guards hold, and then the outputs."""
    leaves = ", ".join(map(program.name, range(program.leaves)))
    tests = [_test(program.name(g.register), g.expected) for g in program.guards]
    outputs = "".join(f", {_written(program, x)}" for x in program.outputs)
    body = [
        *(f"v{i} = {_line(program, line)}" for i, line in enumerate(program.code)),
        f"return ({' and '.join(tests) or 'True'}{outputs or ','})",
    ]
    signature = f"({', '.join(['float64'] * program.leaves)})"
    head = [f'@njit_for("{signature}")', f"def kernel({leaves}):"]
    return "\n".join([*head, *(f"    {line}" for line in body), ""])


def _test(x: str, expected: float) -> str:
    return f"{x} == {expected!r}" if expected == expected else f"{x} != {x}"


def _written(program: Program, x: Operand) -> str:
    return f"({x!r})" if isinstance(x, float) else program.name(x)


def _line(program: Program, line: Instruction) -> str:
    xs = [_written(program, x) for x in line.operands]
    if line.op is total:
        return " + ".join(xs)
    if line.op is dot:
        half = len(xs) // 2
        return " + ".join(f"{x} * {y}" for x, y in zip(xs[:half], xs[half:]))
    return TEXT[line.op.name].format(*xs)
