"""Long programs in C: runs of equal instructions as loops over one array."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from ..grid import Grid, grid
from ..program import Program
from ..schedule import Run, schedule

FEW = 4  # operands that are written one by one, also of a sum
INDENT = "    "
Write = Callable[..., str]


def loops(program: Program, write: Write, constant: Callable[[float], str]) -> Iterator[str]:
    """The statements that fill an array v, and y from it; 1 is returned where a guard fails.

    In v are the inputs, the parameters, the constants, and the results level by level.
    """
    plan = schedule(program)
    yield f"    double v[{max(1, plan.sizes[0])}];"
    yield from copied("v", range(program.inputs), "x", range(program.inputs))
    parameters = range(program.parameters)
    yield from copied("v", [program.inputs + i for i in parameters], "p", parameters)
    for place, number in plan.constants:
        yield f"    v[{place}] = {constant(number)};"
    for run in plan.runs:
        yield from _statements(run, write)
    for guard in program.guards:
        x, expected = f"v[{plan.at(guard.register)[1]}]", guard.expected
        differs = f"{x} != {constant(expected)}" if expected == expected else f"!isnan({x})"
        yield f"    if ({differs})\n        return 1;"
    outputs = range(len(program.outputs))
    yield from copied("y", outputs, "v", [plan.at(x)[1] for x in program.outputs])


def copied(to: str, places: Sequence[int], start: str, sources: Sequence[int]) -> Iterator[str]:
    """Assignments, those of neighbours to neighbours as a loop."""
    i = 0
    while i < len(places):
        n = 1
        while i + n < len(places) and (places[i + n], sources[i + n]) == (
            places[i] + n, sources[i] + n,
        ):  # fmt: skip
            n += 1
        one = Grid((n,), ((1,),)) if n > 1 else Grid((), ((),))
        names, target = _names(one), index(places[i], one.strides[0])
        text = f"{to}[{target}] = {start}[{index(sources[i], one.strides[0])}];"
        yield from nested(one.shape, names, [text], 1)
        i += n


def _statements(run: Run, write: Write) -> Iterator[str]:
    """One run: as loops if its operands lie regularly, or else instruction by instruction."""
    n, arity = run.places.shape
    if run.op.name in ("total", "prod", "dot") and arity > FEW:
        yield from _reductions(run, write)
        return
    found = grid(run.places.T) if arity else None
    parts = [(found, run.places, run.start)] if found else []
    if not found:
        parts = [(Grid((), ((),) * arity), run.places[i:], run.start + i) for i in range(n)]
    for g, places, start in parts:
        operands = [f"v[{index(x, s)}]" for x, s in zip(places[0].tolist(), g.strides)]
        text = f"v[{index(start, lengths(g.shape))}] = {write(run.op, operands)};"
        yield from nested(g.shape, _names(g), [text], 1)


def _reductions(run: Run, write: Write) -> Iterator[str]:
    """A run of long sums or products: a loop in loops, where they lie regularly."""
    n, arity = run.places.shape
    columns = run.places.reshape(n, -1, arity // 2 if run.op.name == "dot" else arity)
    inner = _terms(columns[0])
    if inner:
        terms = columns[:, :, : math.prod(inner.shape)]
        firsts, lasts = terms[:, :, :1], columns[:, :, -1]
        outer = grid(np.concatenate([firsts[:, :, 0], lasts], axis=1).T)
        if outer and (terms - firsts == terms[:1] - firsts[:1]).all():
            yield from _reduction(run, outer, inner, columns[0], 0)
            return
    for i, row in enumerate(run.places.tolist()):
        inner = _terms(columns[i])
        if inner:
            yield from _reduction(run, Grid((), ((),) * 2 * len(columns[i])), inner, columns[i], i)
        else:
            yield f"    v[{run.start + i}] = {write(run.op, [f'v[{x}]' for x in row])};"


def _terms(columns: Any) -> Grid | None:
    """The loops over the terms of one sum, of which the last may lie apart, as a bias does."""
    return grid(columns) or grid(columns[:, :-1])


def _reduction(run: Run, outer: Grid, inner: Grid, columns: Any, at: int) -> Iterator[str]:
    """The loops over sums, each with the loops over its terms."""
    names = _names(Grid(outer.shape + inner.shape, ()))
    strides = [o + i for o, i in zip(outer.strides, inner.strides)]
    factors = [f"v[{index(int(c[0]), s)}]" for c, s in zip(columns, strides)]
    last = [f"v[{index(int(c[-1]), s)}]" for c, s in zip(columns, outer.strides[len(columns) :])]
    product = run.op.name == "prod"
    nothing = "1.0" if product else "0.0"
    complete = math.prod(inner.shape) == columns.shape[1]
    depth = len(outer.shape)
    step = f"z {'*' if product else '+'}= {' * '.join(factors)};"
    body = [
        f"double z = {nothing if complete else ' * '.join(last)};",
        *nested(inner.shape, names[depth:], [step], 0),
        f"v[{index(run.start + at, lengths(outer.shape))}] = z;",
    ]
    if not depth:
        body = ["{", *(INDENT + line for line in body), "}"]
    yield from nested(outer.shape, names, body, 1)


def nested(shape: Sequence[int], names: str, body: list[str], depth: int) -> Iterator[str]:
    """Loops around the lines."""
    for k, (name, n) in enumerate(zip(names, shape)):
        opening = " {" if len(body) > 1 or k + 1 < len(shape) else ""
        head = f"for (int {name} = 0; {name} < {n}; {name}++){opening}"
        yield INDENT * (depth + k) + head
    yield from (INDENT * (depth + len(shape)) + line for line in body)
    for k in range(len(shape) - 1, -1, -1):
        if len(body) > 1 or k + 1 < len(shape):
            yield INDENT * (depth + k) + "}"


def lengths(shape: Sequence[int]) -> tuple[int, ...]:
    """How far the results of one loop after the other lie apart."""
    return tuple(math.prod(shape[k + 1 :]) for k in range(len(shape)))


def index(start: int, strides: Sequence[int]) -> str:
    """A place by the variables of the loops, named i, j, ... as `nested` has them."""
    text = str(start)
    for name, stride in zip("ijklmnoqrs", strides):
        size = name if abs(stride) == 1 else f"{abs(stride)} * {name}"
        text += f" {'-' if stride < 0 else '+'} {size}" if stride else ""
    return text.removeprefix("0 + ")


def _names(g: Grid) -> str:
    return "ijklmnoqrs"[: len(g.shape)]
