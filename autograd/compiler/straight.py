"""A program as straight-line Python, for single evaluations of small programs."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from typing import Any

from ..nesting import Rebuild
from ..primitives.row import OUT_OF_RANGE, Primitive
from .program import Operand, Program

INFIX = {
    operator.add: "{} + {}", operator.sub: "{} - {}", operator.mul: "{} * {}",
    operator.truediv: "{} / {}", operator.neg: "-{}",
}  # fmt: skip


def straight(program: Program, rebuild: Rebuild = tuple) -> Callable[..., Any]:
    """The program as a function of its inputs and parameters.

    It returns what `rebuild` makes of the outputs, and None where a guard does not hold. Where
    Python raises and IEEE has a value all the same, the rows are called one by one.
    """

    def again(*numbers: float) -> Any:
        outputs = program.evaluate(numbers)
        return None if outputs is None else rebuild(outputs)

    names: dict[str, Any] = {"nan": float("nan"), "inf": float("inf")}
    names |= {"OUT_OF_RANGE": OUT_OF_RANGE, "again": again}
    leaves = ", ".join(map(program.name, range(program.leaves)))
    outputs = [_written(program, x) for x in program.outputs]
    result = _nested(rebuild([float(i) for i in range(len(outputs))]), outputs)
    if result is None:
        names["rebuild"], result = rebuild, f"rebuild([{', '.join(outputs)}])"
    lines = [
        f"def compiled({leaves}):",
        "  try:",
        *(f"    {line}" for line in _lines(program, names)),
        f"    return {result}",
        "  except OUT_OF_RANGE:",
        f"    return again({leaves})",
    ]
    exec(compile("\n".join(lines), "<compiled>", "exec"), names)
    compiled: Callable[..., Any] = names["compiled"]
    return compiled


def _nested(places: Any, outputs: list[str]) -> str | None:
    """The text of a nesting, with outputs at their places; None where it has no simple one."""
    if type(places) is float:
        return outputs[int(places)]
    if type(places) not in (list, tuple, dict):
        return None
    parts = [_nested(x, outputs) for x in (places.values() if type(places) is dict else places)]
    if None in parts or (type(places) is dict and not all(type(key) is str for key in places)):
        return None
    if type(places) is dict:
        return "{" + ", ".join(f"{key!r}: {part}" for key, part in zip(places, parts)) + "}"
    inside = "".join(f"{part}, " for part in parts)
    return f"[{inside}]" if type(places) is list else f"({inside})"


def _lines(program: Program, names: dict[str, Any]) -> Iterator[str]:
    """An assignment for each instruction, and a test as soon as what a guard looks at is known."""
    guards: dict[Operand, list[float]] = {}
    for g in program.guards:
        guards.setdefault(g.register, []).append(g.expected)

    def tests(register: int) -> Iterator[str]:
        x = program.name(register)
        for expected in guards.get(register, ()):
            differs = f"{x} != {expected!r}" if expected == expected else f"{x} == {x}"
            yield f"if {differs}: return None"

    for i in range(program.leaves):
        yield from tests(i)
    for i, (op, operands) in enumerate(program.code):
        yield f"v{i} = {_call(op, [_written(program, x) for x in operands], names)}"
        yield from tests(program.leaves + i)


def _written(program: Program, x: Operand) -> str:
    return f"({x!r})" if isinstance(x, float) else program.name(x)


def _call(op: Primitive, xs: list[str], names: dict[str, Any]) -> str:
    infix = INFIX.get(op.raw)
    if infix:
        return infix.format(*xs)
    name = "_" + re.sub(r"\W", "_", op.name)  # a user's may be <lambda>, or that of a register
    while names.setdefault(name, op.raw) is not op.raw:
        name += "_"
    return f"{name}({', '.join(xs)})"
